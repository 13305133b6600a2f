//! The causes of a shortfall or of no plan: a smallest set of findings, and repairs that were tried.
//!
//! Candidates are the proofs of lint, courses that cannot open though children wished them, and published
//! sections that cannot be kept. One candidate after
//! another is left out while relief of the others still leaves nothing wrong (a deletion filter, Chinneck and Dravnieks
//! 1991: what is left is minimal). Consequences are tried first, so that what remains is their root. The result is
//! checked once more: relief of all leaves nothing wrong, relief of all but one leaves that one.

use super::items::Item;
use super::limits;
use super::relief::relieve;
use super::repairs::{self, Repair};
use super::together;
use crate::format::{PlanFile, ProblemFile};
use crate::lint::{Finding, Severity, lint};
use crate::load::load;
use crate::plan::Plan;
use crate::problem::Problem;
use crate::score::Score;
use crate::whatif::{Found, Scenario};
use std::collections::BTreeSet;
use std::sync::atomic::AtomicBool;

/// How much solving an explanation may do.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effort {
    /// Rounds of the search for each repair; fewer where the goal is reached.
    pub rounds: u64,
    /// Repairs shown for each cause, at most.
    pub repairs: usize,
    /// Seed of every solve.
    pub seed: u64,
    /// Threads; all cores when 0.
    pub threads: usize,
}

impl Effort {
    /// Some seconds for a school of this size.
    pub fn of(students: usize) -> Self {
        let rounds = (24_000 / students.max(1)).clamp(6, 30) as u64;
        Self { rounds, repairs: 3, seed: 1, threads: 0 }
    }
}

/// Where nothing is proven, so many times the rounds are spent on a plan that owes nothing after all.
const LONGER: u64 = 4;

/// One cause.
#[derive(Debug, Clone)]
pub struct Cause {
    /// What lint proves, or finds shut: all of one code. Empty where no count shows it and the whole does.
    pub findings: Vec<Finding>,
    /// The least shortfall that the whole model proves, where no count does.
    pub together: Option<i64>,
    /// What limits: rooms, people, caps, or the pins at odds.
    pub limits: Vec<Item>,
    /// Repairs that work, the cheapest first, each verified by solving.
    pub repairs: Vec<Repair>,
    /// What one might try and what proves to be no help.
    pub useless: Vec<Item>,
}

/// Why there is no plan, or none without shortfall.
#[derive(Debug, Clone)]
pub struct Diagnosis {
    /// A smallest set of causes; empty where nothing is wrong, or nothing is proven.
    pub causes: Vec<Cause>,
    /// Whether the set was verified to be enough and to be minimal.
    pub verified: bool,
    /// The score of the plan given, or else of one solved for.
    pub score: Score,
    /// A proven least shortfall of any plan without violations, over all causes.
    pub least: i64,
    /// One repair a cause, all together, solved.
    pub package: Option<Found>,
}

/// Findings that are wrong with a school: proofs, clubs that children wished and that cannot open, and published sections
/// that cannot be kept.
pub(super) fn ailments(file: &ProblemFile, problem: &Problem) -> Vec<Finding> {
    lint(file, problem).into_iter().filter(is_ailment).collect()
}

fn is_ailment(finding: &Finding) -> bool {
    finding.severity <= Severity::Shortage || finding.code == "L506" || shut(finding).is_some_and(|wishes| wishes > 0)
}

/// Wishes for a course that cannot open.
fn shut(finding: &Finding) -> Option<u64> {
    let codes = ["L101", "L102", "L103", "L104", "L105", "L107", "L108", "L109", "L110", "L119"];
    if codes.contains(&finding.code) { finding.facts.last()?.parse().ok() } else { None }
}

/// The order in which candidates are tried to be left out: consequences before roots.
fn depth(code: &str) -> usize {
    let order = ["L210", "L209", "L208", "L211", "L207", "L204", "L206", "L205", "L203", "L202", "L201", "L212"];
    match order.iter().position(|known| *known == code) {
        Some(at) => 1 + at,
        None if code.starts_with("L3") || code == "L506" => 0,
        None => 1 + order.len(),
    }
}

/// Findings of one cause have one key: the special share of all grades, the leavers of all times, and courses that lack
/// one skill, the same people, the same rooms, or a higher cap, are each one.
fn key(finding: &Finding) -> (usize, &'static str, Vec<String>) {
    let own = match finding.code {
        "L208" | "L209" | "L210" | "L212" | "L119" => Vec::new(),
        "L211" | "L103" => finding.facts[..1].to_vec(),
        "L101" => [&finding.facts[..1], &finding.subject[1..]].concat(),
        "L102" | "L104" | "L105" | "L108" => finding.subject[1..].to_vec(),
        _ => finding.subject.clone(),
    };
    (depth(finding.code), finding.code, own)
}

/// Code and subject: what makes a finding this one.
type Mark = (&'static str, Vec<String>);

fn marks(findings: &[Finding]) -> BTreeSet<Mark> {
    findings.iter().map(|finding| (finding.code, finding.subject.clone())).collect()
}

/// The school with some causes relieved.
pub(super) fn relieved<'f>(file: &ProblemFile, findings: impl Iterator<Item = &'f Finding>) -> ProblemFile {
    let mut eased = file.clone();
    // Relief of pins goes by their positions, so all pins go at once.
    let (pins, others): (Vec<&Finding>, Vec<&Finding>) = findings.partition(|finding| finding.code.starts_with("L3"));
    let gone: BTreeSet<usize> = pins.iter().flat_map(|finding| super::relief::pins_of(file, finding)).collect();
    let mut at = 0;
    eased.pins.retain(|_| {
        at += 1;
        !gone.contains(&(at - 1))
    });
    others.into_iter().for_each(|finding| relieve(&mut eased, finding));
    eased
}

/// What is wrong with a school in spite of relief; everything where the relief is no valid school.
fn left<'f>(file: &ProblemFile, findings: impl Iterator<Item = &'f Finding>) -> Option<BTreeSet<Mark>> {
    let eased = relieved(file, findings);
    let problem = load(&eased).ok()?;
    Some(marks(&ailments(&eased, &problem)))
}

/// Candidates, grouped, the deepest consequences first.
fn candidates(file: &ProblemFile, problem: &Problem) -> Vec<Vec<Finding>> {
    let all = lint(file, problem);
    let special = all.iter().any(|finding| matches!(finding.code, "L208" | "L209" | "L210" | "L211"));
    let counts = |finding: &&Finding| is_ailment(finding) || (special && shut(finding).is_some());
    let mut found: Vec<Finding> = all.iter().filter(counts).cloned().collect();
    found.sort_by_key(key);
    let mut groups: Vec<Vec<Finding>> = Vec::new();
    for finding in found {
        match groups.last_mut().filter(|group| key(&group[0]) == key(&finding)) {
            Some(group) => group.push(finding),
            None => groups.push(vec![finding]),
        }
    }
    groups
}

/// The deletion filter, and whether its result was verified.
fn minimal(file: &ProblemFile, mut groups: Vec<Vec<Finding>>) -> (Vec<Vec<Finding>>, bool) {
    let Some(beyond) = left(file, groups.iter().flatten()) else { return (groups, false) };
    let mut at = 0;
    while at < groups.len() {
        let others = || groups.iter().enumerate().filter(|(ix, _)| *ix != at).flat_map(|(_, group)| group);
        match left(file, others()) {
            Some(left) if left.is_subset(&beyond) => {
                groups.remove(at);
            }
            _ => at += 1,
        }
    }
    let enough = left(file, groups.iter().flatten()).is_some_and(|left| left.is_empty());
    let each = (0..groups.len()).all(|at| {
        let others = groups.iter().enumerate().filter(|(ix, _)| *ix != at).flat_map(|(_, group)| group);
        left(file, others).is_some_and(|left| !left.is_subset(&beyond))
    });
    groups.sort_by_key(|group| (group[0].severity, group[0].code));
    (groups, enough && each)
}

/// Why a valid problem has no plan, or none without shortfall, and what would help. With a plan, its score is told;
/// without one, that of a plan solved for. Repairs are tried from it.
///
/// Cost: lint once a candidate, and a few short solves a cause.
pub fn causes(
    file: &ProblemFile,
    problem: &Problem,
    plan: Option<&PlanFile>,
    effort: &Effort,
    interrupt: &AtomicBool,
) -> Diagnosis {
    let (groups, mut verified) = minimal(file, candidates(file, problem));
    let mut tried = match plan {
        Some(plan) => Found { score: Plan::read(problem, plan).score(problem), plan: plan.clone() },
        None => repairs::solved(problem, None, effort, interrupt),
    };
    let mut least = 0;
    let mut causes = Vec::new();
    let each = repairs::shared(effort, groups.len());
    for (at, findings) in groups.iter().enumerate() {
        let context =
            relieved(file, groups.iter().enumerate().filter(|(ix, _)| *ix != at).flat_map(|(_, group)| group));
        least = findings.iter().filter_map(Finding::least_shortfall).fold(least, i64::max);
        causes.push(repairs::of_cause((file, problem), &tried.plan, &context, findings, &each, interrupt));
    }
    // What no count shows: a school relieved of all that counts show, and still without a plan that owes nothing.
    let rest = relieved(file, groups.iter().flatten());
    let clean = |problem: &Problem| repairs::solved(problem, Some(&tried.plan), effort, interrupt).is_clean();
    if !tried.is_clean()
        && let Ok(left) = load(&rest)
        && left.pins.is_empty()
        && (causes.is_empty() || !clean(&left))
    {
        let found = together::cause((&rest, &left), &tried.plan, effort, interrupt);
        verified = if causes.is_empty() { found.is_some() } else { verified };
        least = found.as_ref().and_then(|cause| cause.together).map_or(least, |owed| least.max(owed));
        causes.extend(found);
    }
    if causes.is_empty() && plan.is_none() && !tried.is_clean() {
        let longer = Effort { rounds: effort.rounds * LONGER, ..*effort };
        let found = repairs::solved(problem, Some(&tried.plan), &longer, interrupt);
        tried = if found.score < tried.score { found } else { tried };
    }
    let package = package(file, &tried.plan, &causes, effort, interrupt);
    Diagnosis { causes, verified, score: tried.score, least, package }
}

/// The cheapest repair of every cause at once; none where a cause has no repair, or there is but one cause.
fn package(
    file: &ProblemFile,
    plan: &PlanFile,
    causes: &[Cause],
    effort: &Effort,
    interrupt: &AtomicBool,
) -> Option<Found> {
    if causes.len() < 2 {
        return None;
    }
    let firsts: Option<Vec<&Scenario>> = causes.iter().map(|cause| Some(&cause.repairs.first()?.scenario)).collect();
    let all = Scenario::all(firsts?.into_iter());
    let (_, problem) = all.apply(file).ok()?;
    Some(repairs::solved(&problem, Some(plan), effort, interrupt))
}

/// The limits of a cause, for the finding that stands first.
pub(super) fn limits_of(file: &ProblemFile, problem: &Problem, findings: &[Finding]) -> Vec<Item> {
    let mut items: Vec<Item> = findings.iter().flat_map(|finding| limits::of(file, problem, finding)).collect();
    items.sort();
    items.dedup();
    items
}
