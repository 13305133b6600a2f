//! Repairs: offers that remove a cause by count, and then by solving.

use super::causes::{Cause, Effort, ailments, limits_of};
use super::items::Item;
use super::offers::{self, Offer};
use crate::format::{PlanFile, ProblemFile};
use crate::lint::Finding;
use crate::problem::Problem;
use crate::search::Limit;
use crate::whatif::{self as goal, Found, Scenario};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};

/// Offers solved for each cause at most, and for all causes together; two of each at least.
const SOLVES: usize = 6;
const ALL_SOLVES: usize = 12;
/// Offers that are shown to be no help, at most.
const USELESS: usize = 4;
/// Offers that are put together, at most.
const PARTS: usize = 48;

/// A repair that works.
#[derive(Debug, Clone)]
pub struct Repair {
    /// What is done: one thing, or several where none is enough by itself.
    pub items: Vec<Item>,
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

/// Offers against one cause, tried in the context of a school without the other causes, each from the plan of the
/// school as it is.
struct Trials<'a> {
    file: &'a ProblemFile,
    context: &'a ProblemFile,
    plan: &'a PlanFile,
    findings: &'a [Finding],
    effort: &'a Effort,
    interrupt: &'a AtomicBool,
    /// Solves left.
    solves: usize,
}

/// What an offer comes to.
enum Came {
    /// It cannot be made.
    Nothing,
    /// By count: what is left of the cause; at least something is wrong still.
    Left((usize, i64)),
    /// No count is against it; the plan found, where there was still a solve for it.
    Open(Option<Found>),
}

impl Trials<'_> {
    fn counted(&self, scenario: &Scenario) -> Option<(Problem, Vec<Finding>)> {
        let (eased, values) = applied(scenario, self.file, self.context)?;
        let left = ailments(&eased, &values);
        Some((values, left))
    }

    fn of(&mut self, scenario: &Scenario) -> Came {
        let Some((values, left)) = self.counted(scenario) else { return Came::Nothing };
        if !left.is_empty() {
            let same = |finding: &Finding| self.findings.iter().any(|own| own.code == finding.code);
            let same: Vec<Finding> = left.into_iter().filter(same).collect();
            return Came::Left(owed(&same));
        }
        if self.solves == 0 {
            return Came::Open(None);
        }
        self.solves -= 1;
        // A club that was shut opens sooner in a plan made anew: in the plan of the school as it is, its children have
        // other seats.
        let shut: Vec<&Finding> = self.findings.iter().filter(|finding| finding.code.starts_with("L1")).collect();
        let works = |found: &Found| {
            found.is_clean() && (shut.is_empty() || shut.iter().any(|finding| opens(&found.plan, &finding.subject[0])))
        };
        let solve = |start| Some(solved(&values, start, self.effort, self.interrupt)).filter(works);
        let anew = if shut.is_empty() { None } else { solve(None) };
        Came::Open(anew.or_else(|| solve(Some(self.plan))))
    }

    /// Offers one on top of another, each that lessens what is left in the place of a smaller amount of its own, until
    /// nothing is left; then without those that are not needed.
    fn together(&mut self, partial: Vec<Offer>) -> Option<Repair> {
        let all = |offers: &[Offer]| Scenario::all(offers.iter().map(|offer| &offer.scenario));
        let mut kept: Vec<Offer> = Vec::new();
        let mut now = owed(self.findings);
        for offer in partial.into_iter().take(PARTS) {
            let mut next: Vec<Offer> = kept.iter().filter(|other| other.family != offer.family).cloned().collect();
            next.push(offer);
            let Some((_, left)) = self.counted(&all(&next)) else { continue };
            let same = |finding: &&Finding| self.findings.iter().any(|own| own.code == finding.code);
            let same = owed(&left.iter().filter(same).cloned().collect::<Vec<Finding>>());
            if left.is_empty() {
                for at in (0..next.len()).rev() {
                    let mut fewer = next.clone();
                    fewer.remove(at);
                    if self.counted(&all(&fewer)).is_some_and(|(_, left)| left.is_empty()) {
                        next = fewer;
                    }
                }
                if let Came::Open(Some(found)) = self.of(&all(&next)) {
                    let price = next.iter().map(|offer| offer.price).sum();
                    let scenario = all(&next);
                    return Some(Repair { items: next.into_iter().map(|o| o.item).collect(), scenario, price, found });
                }
                return None;
            }
            if same < now {
                (now, kept) = (same, next);
            }
        }
        None
    }
}

/// The effort for each of several causes, and the offers solved for each: many causes have fewer repairs each.
pub(super) fn shared(effort: &Effort, causes: usize) -> (Effort, usize) {
    let solves = (ALL_SOLVES / causes.max(1)).clamp(2, SOLVES);
    (Effort { repairs: effort.repairs.min(solves / 2), ..*effort }, solves)
}

/// The cause with its limits, and what was tried against it in the context of a school without the other causes.
pub(super) fn of_cause(
    (file, problem): (&ProblemFile, &Problem),
    plan: &PlanFile,
    context: &ProblemFile,
    findings: &[Finding],
    (effort, solves): &(Effort, usize),
    interrupt: &AtomicBool,
) -> Cause {
    let limits = limits_of(file, problem, findings);
    let before = owed(findings);
    let mut trials = Trials { file, context, plan, findings, effort, interrupt, solves: *solves };
    let (mut repairs, mut useless, mut partial): (Vec<Repair>, Vec<Item>, Vec<Offer>) = Default::default();
    let mut done: BTreeSet<String> = BTreeSet::new();
    for offer in offers::of_cause(file, problem, findings) {
        if repairs.len() >= effort.repairs || interrupt.load(Ordering::Relaxed) {
            break;
        }
        if done.contains(&offer.family) {
            continue;
        }
        match trials.of(&offer.scenario) {
            Came::Nothing | Came::Open(None) => {}
            Came::Left(left) if left < before => partial.push(offer),
            Came::Left(_) => {
                done.insert(offer.family);
                useless.push(offer.item);
            }
            Came::Open(Some(found)) => {
                done.insert(offer.family);
                let Offer { item, scenario, price, .. } = offer;
                repairs.push(Repair { items: vec![item], scenario, price, found });
            }
        }
    }
    if repairs.is_empty() && !interrupt.load(Ordering::Relaxed) {
        trials.solves = 1;
        repairs.extend(trials.together(partial));
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
