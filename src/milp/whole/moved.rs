//! The fewest families that must lose a seat: an oracle for re-optimization on small schools.

use super::Whole;
use crate::milp::adapter::{Limits, Status, Var};
use crate::problem::{Problem, StudentId};
use crate::score::{Level, Score};

/// The fewest families, of those that are not `spared`, that lose a published seat in any plan that has hard 0 and
/// scores no worse than `at_most`. A child who holds better wishes than in the published plan has lost nothing. None
/// when no such plan exists, it was not proven in time, or the school is too large.
pub fn fewest_moved(
    problem: &Problem,
    spared: impl Fn(StudentId) -> bool,
    at_most: Score,
    seconds: f64,
) -> Option<u64> {
    let mut whole = Whole::state(problem)?;
    let published = problem.published.as_ref()?;
    let (owed, owed_constant) = whole.objective(Level::Shortfall);
    let (cost, cost_constant) = whole.objective(Level::Cost);
    whole.model.at_most(owed, (at_most.shortfall - owed_constant) as f64);
    whole.model.at_most(cost, (at_most.cost - cost_constant) as f64);
    let mut families: Vec<Vec<StudentId>> = problem.families.rows().to_vec();
    families.extend(problem.students.iter().filter(|(_, row)| row.family.is_none()).map(|(id, _)| vec![id]));
    let mut moved: Vec<Var> = Vec::new();
    for children in families.iter().filter(|children| !children.iter().any(|&child| spared(child))) {
        let family = whole.model.binary(0.0);
        moved.push(family);
        for &child in children {
            let who = &problem.students[child];
            let kept = &published.kept_seats[child];
            let held = |course| kept.iter().any(|seat| seat.0 == course);
            let worth = who.wishes.iter().zip(&who.wish_values);
            let before: i64 = worth.filter(|(course, _)| held(**course)).map(|(_, value)| value).sum();
            // Better off: the wishes held are worth more than before.
            let better = whole.model.binary(0.0);
            let mut terms = Vec::new();
            for (&course, &value) in who.wishes.iter().zip(&who.wish_values) {
                terms.extend(whole.seats_of(child, course).into_iter().map(|(seat, one)| (seat, one * value as f64)));
            }
            terms.push((better, -((before + 1) as f64)));
            whole.model.at_least(terms, 0.0);
            for &(course, periods) in kept {
                let lost = whole.lost_seat(child, course, periods);
                whole.model.at_most(vec![(lost, 1.0), (family, -1.0), (better, -1.0)], 0.0);
            }
        }
    }
    let mut costs = vec![0.0; whole.model.size()];
    moved.iter().for_each(|family| costs[family.ix()] = 1.0);
    whole.model.set_costs(&costs);
    let answer = whole.model.solve(&Limits::whole(seconds, None), None);
    (answer.status == Status::Optimal).then_some(answer.objective.round() as u64)
}
