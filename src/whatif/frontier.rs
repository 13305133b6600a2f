//! The capacity frontier: how many more children the school can take with every seat and every quota, and what binds
//! first.
//!
//! Children are added one by one in a fixed order ([`super::Growth`]), so a school with more of them has all of the
//! school with fewer. From above, the least number at which a count, or the model over aggregated demand, proves that
//! something is owed; from below, the greatest number for which a plan without violations and without shortfall is
//! found. Where the two meet the frontier is exact.

use super::compare::in_parallel;
use super::goal::{Effort, Found, from_plan, in_time, owes_waves_only, towards_clean};
use super::scenario::{Growth, Scenario};
use crate::format::{PlanFile, ProblemFile};
use crate::lint::{Finding, Severity, lint};
use crate::milp::adapter::Limits;
use crate::milp::elastic::Elastic;
use crate::problem::Problem;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};

/// Limits of the model: nodes and not seconds, so that the answer is the same everywhere.
const LIMITS: Limits = Limits { seconds: f64::INFINITY, nodes: Some(1), gap: 0.9 };

/// Climbs, each with a seed of its own.
const CLIMBS: u64 = 4;

/// How many more children a school can take.
#[derive(Debug, Clone)]
pub struct Frontier {
    /// The grade they are added to; every grade alike where there is none.
    pub grade: Option<String>,
    /// Children added, for whom a plan was found; of each grade where no grade is named. None when not even the school
    /// as it is was given a plan without shortfall.
    pub most: Option<i64>,
    /// That plan.
    pub found: Option<Found>,
    /// Children added, at which something is proven to be owed.
    pub least_not: Option<i64>,
    /// What binds there: counts that prove it. Empty where only the model over aggregated demand does.
    pub binds: Vec<Finding>,
    /// The shortfall proven there.
    pub shortfall: i64,
}

impl Frontier {
    /// Whether one child more is proven to be too many.
    pub fn is_exact(&self) -> bool {
        self.least_not == Some(self.most.map_or(0, |most| most + 1))
    }

    /// The first and the last number of children for which neither a plan was found nor a proof that there is none; no
    /// last where nothing was proven.
    pub fn open(&self) -> (i64, Option<i64>) {
        (self.most.map_or(0, |most| most + 1), self.least_not.map(|least_not| least_not - 1))
    }
}

struct Search<'a> {
    file: &'a ProblemFile,
    grade: Option<&'a str>,
}

impl Search<'_> {
    fn grown(&self, count: i64) -> Option<(ProblemFile, Problem)> {
        let growth = Growth { grade: self.grade.map(str::to_string), percent: None, count: Some(count) };
        Scenario { students: vec![growth], ..Scenario::default() }.apply(self.file).ok()
    }

    /// No more children than these are tried: a school of twice its size is another school.
    fn farthest(&self) -> i64 {
        i64::try_from(self.file.students.len()).unwrap_or(i64::MAX / 4).max(1)
    }

    /// Counts that prove something owed or impossible with so many more children.
    fn counts(&self, count: i64) -> Vec<Finding> {
        let Some((file, problem)) = self.grown(count) else { return Vec::new() };
        let mut found = lint(&file, &problem);
        found.retain(|finding| finding.severity <= Severity::Shortage);
        found
    }

    /// Looks for plans above what was reached: for the greatest number first, then halving.
    fn climb(&self, frontier: &mut Frontier, start: &PlanFile, effort: &Effort, interrupt: &AtomicBool) {
        let mut low = frontier.most.unwrap_or(-1);
        let mut high = frontier.least_not.unwrap_or(self.farthest() + 1);
        let mut start = start.clone();
        let mut next = high - 1;
        while low + 1 < high && next >= 0 && !interrupt.load(Ordering::Relaxed) {
            let Some((_, problem)) = self.grown(next) else { break };
            let found = reach(&problem, &start, effort, interrupt);
            start = found.plan.clone();
            if found.is_clean() {
                low = next;
                (frontier.most, frontier.found) = (Some(next), Some(found));
            } else {
                high = next;
            }
            next = low + (high - low) / 2;
        }
    }

    /// The shortfall that the model over aggregated demand proves.
    fn model(&self, count: i64) -> i64 {
        self.grown(count).map_or(0, |(_, problem)| Elastic::new(&problem).least(&BTreeSet::new(), &LIMITS))
    }
}

/// A plan that owes nothing, if one is found: by a short solve; where late leavers are all that it owes, by letting them
/// leave in time; or else by the whole engine.
fn reach(problem: &Problem, start: &PlanFile, effort: &Effort, interrupt: &AtomicBool) -> Found {
    let short = towards_clean(problem, Some(start), effort, interrupt);
    let found = in_time(problem, short, effort, interrupt);
    if owes_waves_only(problem, &found) || interrupt.load(Ordering::Relaxed) {
        return found;
    }
    match from_plan(problem, &found.plan, (effort.limit, effort.seed), interrupt) {
        Ok(outcome) => Found { score: outcome.score, plan: outcome.plan.write(problem) },
        Err(_) => found,
    }
}

/// The least number in `(low, high]` that passes; `high` does, and whatever passes, more passes as well.
fn first(mut low: i64, mut high: i64, passes: impl Fn(i64) -> bool) -> i64 {
    while low + 1 < high {
        let middle = low + (high - low) / 2;
        if passes(middle) { high = middle } else { low = middle }
    }
    high
}

/// How many more children of a grade, or of every grade, the school can take.
///
/// Cost: counts for some twenty sizes of school, and a few solves for each step of some bisections below what they
/// prove.
pub fn frontier(
    file: &ProblemFile,
    plan: &PlanFile,
    grade: Option<&str>,
    effort: &Effort,
    interrupt: &AtomicBool,
) -> Frontier {
    let search = Search { file, grade };
    let mut frontier = Frontier {
        grade: grade.map(str::to_string),
        most: None,
        found: None,
        least_not: None,
        binds: Vec::new(),
        shortfall: 0,
    };
    // From above: double until a count proves, then halve.
    let proven = |count: i64| !search.counts(count).is_empty();
    let beyond = std::iter::successors(Some(1), |count| Some(count * 2))
        .take_while(|count| *count < 2 * search.farthest())
        .find(|count| proven(*count));
    if let Some(beyond) = beyond {
        let least_not = first(if proven(0) { -1 } else { beyond / 2 }, beyond, proven);
        frontier.least_not = Some(least_not.max(0));
        frontier.binds = search.counts(least_not.max(0));
    }
    // From below.
    search.climb(&mut frontier, plan, effort, interrupt);
    // Where they do not meet, the model may prove more than the counts.
    let from = frontier.most.unwrap_or(-1);
    if let Some(least_not) = frontier.least_not.filter(|least_not| from + 1 < *least_not)
        && search.model(least_not - 1) > 0
    {
        let least_not = first(from, least_not - 1, |count| search.model(count) > 0);
        (frontier.least_not, frontier.binds) = (Some(least_not), Vec::new());
    }
    // Where they still do not, another climb may reach higher.
    for number in 1..CLIMBS {
        let Some(start) = frontier.found.as_ref().map(|found| found.plan.clone()) else { break };
        let effort = Effort { seed: effort.seed.wrapping_add(number), ..*effort };
        search.climb(&mut frontier, &start, &effort, interrupt);
    }
    if let Some(least_not) = frontier.least_not {
        let counted = frontier.binds.iter().filter_map(Finding::least_shortfall).max();
        frontier.shortfall = counted.unwrap_or_else(|| search.model(least_not));
    }
    frontier
}

/// The frontier of all grades alike, which has all threads, and then of every grade by itself, one thread each.
pub fn frontiers(
    file: &ProblemFile,
    plan: &PlanFile,
    effort: &Effort,
    threads: usize,
    interrupt: &AtomicBool,
) -> Vec<Frontier> {
    let alike = Effort { threads, ..*effort };
    let alone = Effort { threads: 1, ..*effort };
    let mut all = vec![frontier(file, plan, None, &alike, interrupt)];
    let of_grade = |ix: usize| frontier(file, plan, Some(&file.grades[ix].id), &alone, interrupt);
    all.extend(in_parallel(threads, file.grades.len(), of_grade));
    all
}
