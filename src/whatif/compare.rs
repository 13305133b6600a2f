//! Scenarios side by side: each solved from the base plan for the same time, the base as well.
//!
//! A cost found is no more than an upper bound of the best: the best lies between the proven bound and it. Two
//! scenarios are told apart only where these ranges do not meet, that is, where the difference is greater than the gap;
//! otherwise it is called unclear. Where a scenario changes what is judged (children, wishes, weights, quotas), its
//! score is not compared at all, and the key figures are what there is.

use super::figures::{Figures, figures};
use super::goal::from_plan;
use super::scenario::Scenario;
use crate::bound::Bound;
use crate::diagnostic::Diagnostic;
use crate::format::{PlanFile, PolicyFile, ProblemFile};
use crate::lint::{Finding, lint};
use crate::problem::Problem;
use crate::rules::RULES;
use crate::score::Score;
use crate::search::Limit;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// What a comparison is asked to do.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Trials {
    /// How long each scenario is solved, one thread each.
    pub limit: Limit,
    /// Seed of every solve.
    pub seed: u64,
    /// Scenarios solved at once; all cores when 0.
    pub threads: usize,
}

/// How a scenario compares with the base.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The base itself.
    Base,
    /// Proven better: the score found is less than any of the base can be.
    Better,
    /// Proven worse.
    Worse,
    /// The difference is no greater than what is not proven.
    Unclear,
    /// It changes what is judged.
    Incomparable,
}

impl Verdict {
    /// Its word in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Base => "base",
            Self::Better => "better",
            Self::Worse => "worse",
            Self::Unclear => "unclear",
            Self::Incomparable => "incomparable",
        }
    }
}

/// What one scenario came to.
#[derive(Debug, Clone)]
pub struct Trial {
    /// The problem with the changes made.
    pub file: ProblemFile,
    /// The plan found.
    pub plan: PlanFile,
    /// Its score.
    pub score: Score,
    /// No plan of the scenario scores less.
    pub bound: Bound,
    /// By rule of value above 0: name, value, points.
    pub rules: Vec<(&'static str, i64, i64)>,
    /// Key figures.
    pub figures: Figures,
    /// Families with a child whose courses or times differ from the base plan.
    pub families: Vec<String>,
    /// Teachers whose courses or times differ from the base plan.
    pub teachers: Vec<String>,
    /// Against the base solved alike.
    pub verdict: Verdict,
}

impl Trial {
    /// The proven gap of the cost; none while the shortfall is above its bound.
    pub fn gap(&self) -> Option<f64> {
        let told = self.score.hard == 0 && self.score.shortfall <= self.bound.shortfall;
        told.then(|| self.bound.gap(self.score.cost))
    }
}

/// Solves the base and every scenario from the base plan. The first result is that of the base; the others are in the
/// order of the scenarios. A scenario that cannot be applied has its errors instead.
///
/// Cost: each scenario for the time given, as many at once as there are threads.
pub fn compare(
    base: &ProblemFile,
    plan: &PlanFile,
    scenarios: &[Scenario],
    trials: &Trials,
    interrupt: &AtomicBool,
) -> Vec<Result<Trial, Vec<Diagnostic>>> {
    let all: Vec<Scenario> = std::iter::once(Scenario::default()).chain(scenarios.iter().cloned()).collect();
    let mut results = in_parallel(trials.threads, all.len(), |ix| trial(base, plan, &all[ix], trials, interrupt));
    let Some((Ok(first), others)) = results.split_first_mut() else { return results };
    first.verdict = Verdict::Base;
    for other in others.iter_mut().flatten() {
        other.verdict = verdict(first, other);
    }
    results
}

/// Does `count` pieces of work on so many threads; the results are in order.
pub(super) fn in_parallel<T: Send>(threads: usize, count: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let threads = if threads == 0 { cores } else { threads };
    let next = AtomicUsize::new(0);
    let done: Mutex<BTreeMap<usize, T>> = Mutex::new(BTreeMap::new());
    std::thread::scope(|scope| {
        for _ in 0..threads.min(count) {
            scope.spawn(|| {
                loop {
                    let ix = next.fetch_add(1, Ordering::Relaxed);
                    if ix >= count {
                        break;
                    }
                    let result = work(ix);
                    done.lock().unwrap_or_else(std::sync::PoisonError::into_inner).insert(ix, result);
                }
            });
        }
    });
    done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner).into_values().collect()
}

fn trial(
    base: &ProblemFile,
    plan: &PlanFile,
    scenario: &Scenario,
    trials: &Trials,
    interrupt: &AtomicBool,
) -> Result<Trial, Vec<Diagnostic>> {
    let (file, problem) = scenario.apply(base)?;
    let outcome = from_plan(&problem, plan, (trials.limit, trials.seed), interrupt)
        .map_err(|error| vec![super::scenario::fault("E100", "audit".into(), "", vec![error.to_string()])])?;
    let short = lint(&file, &problem);
    let short = short.iter().filter_map(Finding::least_shortfall).max().unwrap_or(0);
    // A bound of the cost goes with the shortfall it was proven for.
    let bound = if short > outcome.bound.shortfall { Bound { shortfall: short, cost: 0 } } else { outcome.bound };
    let rules = RULES
        .iter()
        .enumerate()
        .map(|(ix, rule)| (rule.name, outcome.tally.value(ix), outcome.tally.points(&problem, ix)));
    let rules = rules.filter(|(_, value, _)| *value > 0).collect();
    let found = outcome.plan.write(&problem);
    Ok(Trial {
        figures: figures(&problem, &outcome.plan),
        families: families(&problem, base, plan, &found),
        teachers: teachers(plan, &found),
        file,
        plan: found,
        score: outcome.score,
        bound,
        rules,
        verdict: Verdict::Unclear,
    })
}

/// Whether a scenario is proven to be better or worse than the base.
fn verdict(base: &Trial, other: &Trial) -> Verdict {
    if !judged_alike(&base.file, &other.file) {
        return Verdict::Incomparable;
    }
    let least = |trial: &Trial| (trial.bound.shortfall, trial.bound.cost);
    let found = |trial: &Trial| (trial.score.shortfall, trial.score.cost);
    // No plan has less shortfall than the bound, and none with that shortfall less cost. A plan that violates something
    // is no upper bound of anything.
    let below = |one: &Trial, two: &Trial| one.score.hard == 0 && found(one) < least(two);
    match (below(other, base), below(base, other)) {
        (true, _) => Verdict::Better,
        (_, true) => Verdict::Worse,
        _ => Verdict::Unclear,
    }
}

/// Whether two problems judge a plan by the same children, wishes and weights; capacities and caps may differ.
fn judged_alike(one: &ProblemFile, two: &ProblemFile) -> bool {
    let policy = |file: &ProblemFile| PolicyFile { name: None, special_cap: None, ..file.policy.clone() };
    policy(one) == policy(two) && one.students == two.students && one.periods == two.periods
}

/// Course and periods of every seat, or of every duty, by person.
type Weeks<'p> = BTreeMap<&'p str, BTreeSet<(&'p str, Vec<&'p str>)>>;

fn what<'p>(plan: &'p PlanFile) -> BTreeMap<&'p str, (&'p str, Vec<&'p str>)> {
    let entry = |row: &'p crate::format::SectionRow| {
        let mut periods: Vec<&str> = row.pattern.iter().map(String::as_str).collect();
        periods.sort_unstable();
        (row.id.as_str(), (row.course.as_str(), periods))
    };
    plan.sections.iter().map(entry).collect()
}

fn seats_of(plan: &PlanFile) -> Weeks<'_> {
    let sections = what(plan);
    let week = |held: &[String]| held.iter().filter_map(|id| sections.get(id.as_str()).cloned()).collect();
    plan.seats.0.iter().map(|(student, held)| (student.as_str(), week(held))).collect()
}

fn families(problem: &Problem, base: &ProblemFile, before: &PlanFile, after: &PlanFile) -> Vec<String> {
    let (before, after) = (seats_of(before), seats_of(after));
    let known: BTreeSet<&str> = problem.students.rows().iter().map(|row| row.name.as_str()).collect();
    let nothing = BTreeSet::new();
    let changed = base.students.iter().filter(|row| {
        let id = row.id.as_str();
        known.contains(id) && before.get(id).unwrap_or(&nothing) != after.get(id).unwrap_or(&nothing)
    });
    let families: BTreeSet<String> = changed.map(|row| row.family.clone().unwrap_or_else(|| row.id.clone())).collect();
    families.into_iter().collect()
}

fn teachers(before: &PlanFile, after: &PlanFile) -> Vec<String> {
    let duties = |plan: &PlanFile| {
        let mut duties: BTreeMap<String, BTreeSet<(bool, String, Vec<String>)>> = BTreeMap::new();
        for row in &plan.sections {
            let mut periods = row.pattern.clone();
            periods.sort();
            for (person, leads) in
                row.lead.iter().map(|lead| (lead, true)).chain(row.assistants.iter().map(|one| (one, false)))
            {
                duties.entry(person.clone()).or_default().insert((leads, row.course.clone(), periods.clone()));
            }
        }
        duties
    };
    let (before, after) = (duties(before), duties(after));
    let people: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    people.into_iter().filter(|person| before.get(*person) != after.get(*person)).cloned().collect()
}
