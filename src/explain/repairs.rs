//! Repairs: offers that remove a cause by count, and then by solving.

use super::causes::{Cause, Effort, ailments, limits_of};
use super::items::Item;
use super::offers;
use crate::format::{PlanFile, ProblemFile};
use crate::lint::Finding;
use crate::problem::Problem;
use crate::search::Limit;
use crate::whatif::{self as goal, Found, Scenario};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};

/// Solves for each cause at most.
const SOLVES: usize = 6;
/// Offers that are shown to be no help, at most.
const USELESS: usize = 4;

/// A repair that works.
#[derive(Debug, Clone)]
pub struct Repair {
    /// What is done.
    pub item: Item,
    /// The same as a scenario, which `whatif` can apply.
    pub scenario: Scenario,
    /// A rough price; it orders repairs.
    pub price: u64,
    /// What was found with it, the other causes relieved.
    pub found: Found,
}

/// A short solve, from a plan if there is one, that ends as soon as nothing is violated and nothing owed.
pub(super) fn solved(problem: &Problem, start: Option<&PlanFile>, effort: &Effort, interrupt: &AtomicBool) -> Found {
    let goal = goal::Effort { limit: Limit::Rounds(effort.rounds), seed: effort.seed, threads: effort.threads };
    goal::towards_clean(problem, start, &goal, interrupt)
}

/// Whether a plan has a section of a course.
fn opens(plan: &PlanFile, course: &str) -> bool {
    plan.sections.iter().any(|section| section.course == course)
}

/// The cause with its limits, and what was tried against it in the context of a school without the other causes, each
/// from the plan of the school as it is.
pub(super) fn of_cause(
    (file, problem): (&ProblemFile, &Problem),
    plan: &PlanFile,
    context: &ProblemFile,
    findings: &[Finding],
    effort: &Effort,
    interrupt: &AtomicBool,
) -> Cause {
    let limits = limits_of(file, problem, findings);
    let before = owed(findings);
    let codes: BTreeSet<&str> = findings.iter().map(|finding| finding.code).collect();
    let (mut repairs, mut useless, mut solves): (Vec<Repair>, Vec<Item>, usize) = (Vec::new(), Vec::new(), 0);
    let mut done: BTreeSet<String> = BTreeSet::new();
    let mut idle: BTreeSet<String> = BTreeSet::new();
    for offer in offers::of_cause(file, problem, findings) {
        if repairs.len() >= effort.repairs || interrupt.load(Ordering::Relaxed) {
            break;
        }
        if done.contains(&offer.family) || idle.contains(&offer.family) {
            continue;
        }
        let Some((eased, values)) = applied(&offer.scenario, file, context) else { continue };
        let left = ailments(&eased, &values);
        if !left.is_empty() {
            let same: Vec<Finding> = left.into_iter().filter(|finding| codes.contains(finding.code)).collect();
            if owed(&same) >= before {
                idle.insert(offer.family);
                useless.push(offer.item);
            }
            continue;
        }
        if solves >= SOLVES {
            break;
        }
        solves += 1;
        let found = solved(&values, Some(plan), effort, interrupt);
        let mut shut = findings.iter().filter(|finding| finding.code.starts_with("L1")).peekable();
        let opened = shut.peek().is_none() || shut.any(|finding| opens(&found.plan, &finding.subject[0]));
        if found.is_clean() && opened {
            done.insert(offer.family);
            repairs.push(Repair { item: offer.item, scenario: offer.scenario, price: offer.price, found });
        }
    }
    useless.truncate(USELESS);
    Cause { findings: findings.to_vec(), together: None, limits, repairs, useless }
}

/// What the findings of a cause add up to: the order in which one is worse than another.
fn owed(findings: &[Finding]) -> (usize, i64) {
    (findings.len(), findings.iter().filter_map(Finding::least_shortfall).sum())
}

/// The school of the context with an offer made. The scenario names rows and positions of the file; where relief took
/// pins out, their positions are those that are left.
fn applied(scenario: &Scenario, file: &ProblemFile, context: &ProblemFile) -> Option<(ProblemFile, Problem)> {
    let mut moved = scenario.clone();
    for row in moved.remove.iter_mut().filter(|row| row.from == "pins") {
        let at = usize::try_from(row.id.as_u64()?).ok()?;
        let pin = file.pins.get(at)?;
        let alike = file.pins[..at].iter().filter(|other| *other == pin).count();
        let left = context.pins.iter().enumerate().filter(|(_, other)| *other == pin).nth(alike)?;
        row.id = left.0.into();
    }
    moved.apply(context).ok()
}
