//! The bound of each student alone: as if every club opened on all its patterns with a seat for everyone.
//!
//! A student then loses by the rules `wish` and `none_of_top` what the best set of clubs on disjoint patterns within
//! the attended periods still loses; in any plan the loss is at least that, and costs of all other rules are at least
//! 0. Cost: a depth-first search over the patterns of the wished clubs, student by student, cut where the wishes left
//! cannot beat the best found; a student whose search grows past [`NODES`] counts as losing nothing.

use super::Bound;
use crate::problem::{PeriodSet, Problem, StudentId};
use crate::rules;

/// Most steps of one student's search.
const NODES: u32 = 20_000;

/// The bound of a problem.
pub fn alone(problem: &Problem) -> Bound {
    let weight = |rule| problem.policy.weights[rules::position(rule)];
    let (wish, none_of_top) = (weight("wish"), weight("none_of_top"));
    let loss = |student| Alone::new(problem, student, wish, none_of_top).least();
    Bound { shortfall: 0, cost: problem.students.ids().map(loss).sum() }
}

/// Depth-first search over one student's wishes, best rank first.
struct Alone<'p> {
    problem: &'p Problem,
    student: StudentId,
    wish: i64,
    none_of_top: i64,
    best: i64,
    nodes: u32,
}

impl<'p> Alone<'p> {
    fn new(problem: &'p Problem, student: StudentId, wish: i64, none_of_top: i64) -> Self {
        Self { problem, student, wish, none_of_top, best: i64::MAX, nodes: 0 }
    }

    fn least(mut self) -> i64 {
        self.search(0, PeriodSet::EMPTY, 0, false);
        if self.nodes < NODES { self.best } else { 0 }
    }

    fn search(&mut self, rank: usize, taken: PeriodSet, value: i64, top: bool) {
        let who = &self.problem.students[self.student];
        let Some(&course) = who.wishes.get(rank) else {
            let none = !top && who.want > 0 && !who.wishes.is_empty();
            let loss = self.wish * (who.wish_best - value).max(0) + self.none_of_top * i64::from(none);
            self.best = self.best.min(loss);
            return;
        };
        let left: i64 = who.wish_values[rank..].iter().sum();
        self.nodes += 1;
        if self.nodes >= NODES || self.best <= self.wish * (who.wish_best - value - left).max(0) {
            return;
        }
        if self.problem.may_hold(self.student, course) {
            for pattern in self.problem.courses[course].patterns.iter() {
                let row = &self.problem.patterns[pattern];
                if who.attends.covers(row.periods) && !taken.meets(row.clashes) {
                    self.search(rank + 1, taken.or(row.periods), value + who.wish_values[rank], top || rank < 3);
                }
            }
        }
        self.search(rank + 1, taken, value, top);
    }
}
