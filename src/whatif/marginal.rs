//! Marginal values: what one more seat, section, room, hour or person would be worth.
//!
//! Candidates come from the plan: clubs that children still wait for, rooms and skills those clubs need, people at their
//! limit, the cap. All are valued by prices: the bound of the school as it is less that with the candidate, both raised
//! from the same prices ([`Prices::carried`]), which is what capacity is worth where sections may be parted (the
//! marginal value of Lagrangian duality). Prices do not see that a section needs its room and its lead at the same
//! time, so what they promise is told as far as a short solve from the plan makes use of it. The best are solved for at
//! length, from the plan, the base as well and from the same seed. None of it is a proof of what a best plan would save.

use super::compare::in_parallel;
use super::goal::from_plan;
use super::scenario::Scenario;
use crate::bound::{Aim, Bound, Prices};
use crate::explain::Item;
use crate::format::{PlanFile, ProblemFile};
use crate::load::load;
use crate::plan::Plan;
use crate::problem::{CourseId, CourseKind, Id, NO_BOUND, Problem};
use crate::score::Score;
use crate::search::Limit;
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::atomic::AtomicBool;

/// Clubs that are looked at, those that most children wait for.
const CLUBS: usize = 6;

/// How candidates are valued.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Appraisal {
    /// Steps in which the prices of the base are raised.
    pub steps: u32,
    /// The end of each solve.
    pub limit: Limit,
    /// Candidates that are solved for.
    pub verified: usize,
    /// Seed of every solve.
    pub seed: u64,
    /// Solves at once; all cores when 0.
    pub threads: usize,
}

/// What one more of something would be worth.
#[derive(Debug, Clone)]
pub struct Marginal {
    /// What there is more of.
    pub item: Item,
    /// The same as a scenario.
    pub scenario: Scenario,
    /// Shortfall and cost saved, by prices: as much as it may be worth where sections may be parted.
    pub prices: (i64, i64),
    /// Shortfall and cost saved, as far as a short solve from the plan makes use of it, and by prices at most.
    pub estimate: (i64, i64),
    /// Shortfall and cost saved, by solving; none for a candidate that was not solved for.
    pub value: Option<(i64, i64)>,
}

/// Candidates of a plan, those of clubs that most wait for first.
pub fn candidates(file: &ProblemFile, problem: &Problem, plan: &PlanFile) -> Vec<(Item, Scenario)> {
    let plan = Plan::read(problem, plan);
    let waiting = |course: CourseId| {
        let wants = |(id, who): &(crate::problem::StudentId, &crate::problem::Student)| {
            who.wishes.contains(&course) && problem.may_hold(*id, course) && !plan.holds(*id, course)
        };
        problem.students.iter().filter(wants).count()
    };
    let clubs = problem.courses.ids().filter(|&id| problem.courses[id].kind == CourseKind::Club);
    let mut clubs: Vec<(usize, CourseId)> = clubs.map(|id| (waiting(id), id)).filter(|(wait, _)| *wait > 0).collect();
    clubs.sort_by_key(|&(wait, id)| (std::cmp::Reverse(wait), id));
    clubs.truncate(CLUBS);
    let mut made: Vec<(Item, Scenario)> = Vec::new();
    let (mut rooms, mut skills) = (BTreeSet::new(), BTreeSet::new());
    for (_, club) in clubs {
        let (row, known) = (&file.courses[club.ix()], &problem.courses[club]);
        let id = row.id.as_str();
        if let Some(size) = row.max_size {
            let item = Item::new("enlarge_course", vec![id.into()], vec![size.to_string(), (size + 1).to_string()]);
            made.push((item, Scenario::change("courses", id, "more", json!({ "max_size": 1 }))));
        }
        if known.max_sections != NO_BOUND || known.max_parallel != NO_BOUND {
            let told = |most: Option<u64>| most.map_or_else(|| "-".to_string(), |most| (most + 1).to_string());
            let facts = vec![told(row.max_sections), told(row.max_parallel)];
            let more = json!({ "max_sections": 1, "max_parallel": 1 });
            let item = Item::new("more_sections", vec![id.into()], facts);
            made.push((item, Scenario::change("courses", id, "more", more)));
        }
        if let Some(&room) = known.rooms.iter().find(|room| problem.rooms[**room].offsite.is_none())
            && rooms.insert(&file.rooms[room.ix()].features)
        {
            let like = &file.rooms[room.ix()].id;
            let new = json!({ "id": format!("{like}+1") });
            let item = Item::new("add_room", vec![like.clone()], vec!["1".into()]);
            made.push((item, Scenario::with("rooms", Some(like), new)));
        }
        if let Some(&lead) = known.leads.first()
            && skills.insert(row.skill.clone())
        {
            let like = &file.teachers[lead.ix()].id;
            let new = json!({ "id": format!("{like}+1") });
            let item = Item::new("hire_for", vec![id.into()], vec!["1".into()]);
            made.push((item, Scenario::with("teachers", Some(like), new)));
        }
    }
    for (room, _) in problem.rooms.iter().filter(|(_, row)| row.cleared && !row.closed.is_empty()).take(CLUBS) {
        let id = &file.rooms[room.ix()].id;
        let subject = std::iter::once(id.clone()).chain(file.rooms[room.ix()].closed.iter().cloned());
        let item = Item::new("open_room", subject.collect(), vec![]);
        made.push((item, Scenario::change("rooms", id.as_str(), "set", json!({ "closed": [] }))));
    }
    let limited: Vec<Scenario> = file
        .teachers
        .iter()
        .filter(|row| row.max_minutes.is_some())
        .map(|row| Scenario::change("teachers", row.id.as_str(), "more", json!({ "max_minutes": 60 })))
        .collect();
    if !limited.is_empty() {
        made.push((Item::new("more_minutes", vec![], vec!["60".into()]), Scenario::all(limited.iter())));
    }
    if let Some(cap) = file.policy.special_cap {
        let item = Item::new("raise_cap", vec![], vec![cap.to_string(), (cap + 1).to_string()]);
        made.push((item, Scenario::policy(json!({ "special_cap": cap + 1 }))));
    }
    made
}

/// The score that a solve from the plan finds, for the base (no scenario) and each scenario.
fn scores(
    file: &ProblemFile,
    plan: &PlanFile,
    scenarios: &[&Scenario],
    appraisal: &Appraisal,
    interrupt: &AtomicBool,
) -> Vec<Option<Score>> {
    in_parallel(appraisal.threads, scenarios.len() + 1, |ix| {
        let problem = match ix {
            0 => load(file).ok()?,
            _ => scenarios[ix - 1].apply(file).ok()?.1,
        };
        from_plan(&problem, plan, (appraisal.limit, appraisal.seed), interrupt).ok().map(|outcome| outcome.score)
    })
}

/// What each saves against the base: shortfall, then cost. A plan that violates something saves nothing.
fn saved(scores: &[Option<Score>]) -> Vec<(i64, i64)> {
    let base = scores.first().copied().flatten().unwrap_or_default();
    let of = |score: &Option<Score>| match score {
        Some(score) if score.hard <= base.hard => (base.shortfall - score.shortfall, base.cost - score.cost),
        _ => (0, 0),
    };
    scores[1..].iter().map(of).collect()
}

/// Rounds of the short solves that look how much of what prices promise can be had.
const SHORT: Limit = Limit::Rounds(36);

/// What is promised by prices, as far as it was reached.
fn within(prices: (i64, i64), reached: (i64, i64)) -> (i64, i64) {
    let part = |promised: i64, reached: i64| reached.clamp(0, promised.max(0));
    match part(prices.0, reached.0) {
        0 => (0, part(prices.1, reached.1)),
        owed => (owed, reached.1),
    }
}

/// Part of the steps in which the prices of each candidate are raised further, and those of the base alike.
const FURTHER: u32 = 4;

/// One part in so many of a bound is less than two solves of a school differ by.
const CHANCE: i64 = 500;

/// Shortfall and cost that each change saves, by prices. What the prices of the base still gain in the further steps is
/// how exact they are: a change that saves no more, or no more than chance, saves nothing.
fn priced(problem: &Problem, plan: &PlanFile, changed: &[Problem], appraisal: &Appraisal) -> Vec<(i64, i64)> {
    let score = Plan::read(problem, plan).score(problem);
    let saved = |aim: Aim| -> Vec<i64> {
        let value = |bound: Bound| bound.shortfall + bound.cost;
        let mut base = Prices::new(problem, aim);
        base.raise_in(appraisal.steps);
        let values = in_parallel(appraisal.threads, changed.len() + 1, |ix| {
            let problem = if ix == 0 { problem } else { &changed[ix - 1] };
            let mut prices = base.carried(problem);
            prices.raise_in(appraisal.steps / FURTHER);
            value(prices.bound(0))
        });
        let inexact = (values[0] - value(base.bound(0))).abs().max(values[0] / CHANCE);
        let saved = values[1..].iter().map(|changed| values[0] - changed);
        saved.map(|saved| if saved > inexact { saved } else { 0 }).collect()
    };
    let costs = saved(Aim::Cost);
    let owed = if score.shortfall > 0 { saved(Aim::Shortfall) } else { vec![0; changed.len()] };
    owed.into_iter().zip(costs).collect()
}

/// The value of each candidate of a plan, the most valuable first.
///
/// Cost: the prices of the base and some steps more of each candidate, and a solve of each of the best.
pub fn marginals(
    file: &ProblemFile,
    problem: &Problem,
    plan: &PlanFile,
    appraisal: &Appraisal,
    interrupt: &AtomicBool,
) -> Vec<Marginal> {
    let candidates = candidates(file, problem, plan);
    appraise((file, problem), plan, candidates, appraisal, interrupt)
}

/// The value of changes to capacities, people and rooms, the most valuable first. A change that cannot be made is left
/// out.
pub fn appraise(
    (file, problem): (&ProblemFile, &Problem),
    plan: &PlanFile,
    candidates: Vec<(Item, Scenario)>,
    appraisal: &Appraisal,
    interrupt: &AtomicBool,
) -> Vec<Marginal> {
    let applied = candidates.into_iter().filter_map(|(item, scenario)| {
        let (_, changed) = scenario.apply(file).ok()?;
        Some(((item, scenario), changed))
    });
    let (candidates, changed): (Vec<(Item, Scenario)>, Vec<Problem>) = applied.unzip();
    let prices = priced(problem, plan, &changed, appraisal);
    // Only what prices promise anything of is worth a solve.
    let promising: Vec<usize> = (0..candidates.len()).filter(|&ix| prices[ix] > (0, 0)).collect();
    let tried: Vec<&Scenario> = promising.iter().map(|&ix| &candidates[ix].1).collect();
    let short = Appraisal { limit: SHORT, ..*appraisal };
    let mut reached = vec![(0, 0); candidates.len()];
    if !tried.is_empty() {
        let found = saved(&scores(file, plan, &tried, &short, interrupt));
        promising.into_iter().zip(found).for_each(|(ix, found)| reached[ix] = found);
    }
    let all = candidates.into_iter().zip(prices.into_iter().zip(reached));
    let mut all: Vec<Marginal> = all
        .map(|((item, scenario), (prices, reached))| Marginal {
            item,
            scenario,
            prices,
            estimate: within(prices, reached),
            value: None,
        })
        .collect();
    all.sort_by_key(|marginal| std::cmp::Reverse((marginal.estimate, marginal.prices)));
    let count = all.len().min(appraisal.verified);
    if count > 0 {
        let best: Vec<&Scenario> = all[..count].iter().map(|marginal| &marginal.scenario).collect();
        let values = saved(&scores(file, plan, &best, appraisal, interrupt));
        all.iter_mut().zip(values).for_each(|(marginal, value)| marginal.value = Some(value));
        all[..count].sort_by_key(|marginal| std::cmp::Reverse(marginal.value));
    }
    all
}
