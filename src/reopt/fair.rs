//! Claims and the lottery in a plan that a solver made: among children with equal use for a seat it goes by claim from
//! last term, then by lottery number, and not by the chances of the search.

use super::desk::waiting;
use super::lottery;
use super::seats;
use super::waves::{self, Present};
use crate::moves::Catalogue;
use crate::plan::Plan;
use crate::problem::{CourseId, CourseKind, Id, Problem, SectionId, StudentId};
use crate::release::{Effort, release};
use crate::score::Score;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// What a plan may cost more for a wish of a child who lost once more often in the terms before: a tenth of a first wish.
const CLAIM: i64 = 10;
/// Holders of seats that are asked to exchange, for each wish that waits.
const ASKED: usize = 12;

/// A seat that goes by claim or lottery.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Exchange {
    /// Who gets it.
    pub student: String,
    /// The club.
    pub club: String,
    /// Who would have had it.
    pub instead_of: String,
    /// How many more claims the child has; 0: the lottery decided.
    pub claims: i64,
    /// What the plan costs more, waves left aside.
    pub cost: i64,
}

/// Goes through the waiting children in the order of claim and lottery: one who comes before a holder takes the seat and
/// leaves its own in exchange where that costs nothing, or no more than claims are worth. Hard and shortfall never get
/// worse. The waves are laid again. Cost: waiting wishes × at most 12 exchanges, each of two children's seats.
pub fn by_claim(problem: &Problem, plan: &mut Plan, seed: u64, credits: &BTreeMap<String, u64>) -> Vec<Exchange> {
    let (given, before) = (plan.clone(), plan.score(problem));
    plan.recall(problem);
    let claim = |student: StudentId| credits.get(&problem.students[student].name).map_or(0, |&claim| claim as i64);
    let order = lottery::order(problem, seed, credits);
    let mut place = vec![0; order.len()];
    order.iter().enumerate().for_each(|(ix, student)| place[student.ix()] = ix);
    let by_name: BTreeMap<&str, CourseId> =
        problem.courses.iter().map(|(id, course)| (course.name.as_str(), id)).collect();
    let catalogue = Catalogue::new(problem);
    let mut exchanges = Vec::new();
    for &student in &order {
        for club in waiting(problem, plan, student) {
            let Some(&course) = by_name.get(club.as_str()) else { continue };
            // One exchange may still the wish for others.
            if !waiting(problem, plan, student).contains(&club) {
                continue;
            }
            let now = plan.score(problem);
            let Some(holder) =
                holders(problem, plan, student, course, &place).into_iter().take(ASKED).find(|&(holder, section)| {
                    let mark = plan.mark();
                    exchange(problem, &catalogue, plan, student, holder, section);
                    let after = plan.score(problem);
                    let allowed = now.cost + CLAIM * (claim(student) - claim(holder));
                    let good = (after.hard, after.shortfall) <= (now.hard, now.shortfall) && after.cost <= allowed;
                    if !good {
                        plan.take_back(problem, &mark);
                    }
                    plan.keep(&mark);
                    good
                })
            else {
                continue;
            };
            exchanges.push(Exchange {
                student: problem.students[student].name.clone(),
                club,
                instead_of: problem.students[holder.0].name.clone(),
                claims: claim(student) - claim(holder.0),
                cost: plan.score(problem).cost - now.cost,
            });
        }
    }
    if !exchanges.is_empty() {
        lay_waves(problem, &given, plan);
    }
    let worse = |score: Score| (score.hard, score.shortfall) > (before.hard, before.shortfall);
    if exchanges.is_empty() || worse(plan.score(problem)) {
        *plan = given;
        return Vec::new();
    }
    exchanges
}

/// Who holds a seat of a club that the child could take and comes after it: the last in order first.
fn holders(
    problem: &Problem,
    plan: &Plan,
    student: StudentId,
    course: CourseId,
    place: &[usize],
) -> Vec<(StudentId, SectionId)> {
    let who = &problem.students[student];
    let patterns = problem.courses[course].patterns.iter();
    let open = patterns.filter(|&pattern| who.attends.covers(problem.patterns[pattern].periods));
    let sections = open.flat_map(|pattern| plan.on_pattern(pattern).iter().copied());
    let mut found: Vec<(StudentId, SectionId)> = sections
        .flat_map(|section| plan.section(section).seats.iter().map(move |&holder| (holder, section)))
        .filter(|(holder, _)| {
            place[holder.ix()] > place[student.ix()] && !problem.students[*holder].pinned_to.contains(&course)
        })
        .collect();
    found.sort_by_key(|(holder, section)| (Reverse(place[holder.ix()]), *section));
    found
}

/// The child takes the holder's seat; what it must give up for that goes to the holder where it fits; gaps are filled.
fn exchange(
    problem: &Problem,
    catalogue: &Catalogue,
    plan: &mut Plan,
    student: StudentId,
    holder: StudentId,
    section: SectionId,
) {
    let periods = |plan: &Plan, section: SectionId| problem.patterns[plan.section(section).pattern].periods;
    let clashes = problem.calendar.clashes(periods(plan, section));
    let who = &problem.students[student];
    let worth = |plan: &Plan, section: SectionId| {
        let course = plan.section(section).course;
        let rank = who.wishes.iter().position(|&wish| wish == course);
        rank.map_or(0, |rank| who.wish_values[rank])
    };
    let mut gives: Vec<SectionId> =
        plan.held(student).iter().copied().filter(|&held| periods(plan, held).meets(clashes)).collect();
    let is_club =
        |plan: &Plan, section: SectionId| problem.courses[plan.section(section).course].kind == CourseKind::Club;
    let kept: Vec<SectionId> =
        plan.held(student).iter().copied().filter(|held| !gives.contains(held) && is_club(plan, *held)).collect();
    if kept.len() >= who.want.max(1) as usize {
        gives.extend(kept.into_iter().min_by_key(|&held| (worth(plan, held), held)));
    }
    plan.unseat(problem, holder, section);
    gives.iter().for_each(|&given| plan.unseat(problem, student, given));
    plan.seat(problem, student, section);
    let mut taken = plan
        .held(holder)
        .iter()
        .fold(crate::problem::PeriodSet::EMPTY, |set, &held| set.or(problem.calendar.clashes(periods(plan, held))));
    for given in gives {
        let (course, own) = (plan.section(given).course, periods(plan, given));
        let fits = problem.may_hold(holder, course)
            && !problem.students[holder].pinned_off.contains(&course)
            && !plan.holds(holder, course)
            && problem.students[holder].attends.covers(own)
            && !own.meets(taken);
        if fits {
            plan.seat(problem, holder, given);
            taken = taken.or(problem.calendar.clashes(own));
        }
    }
    seats::fill_gaps(problem, catalogue, plan, student);
    seats::fill_gaps(problem, catalogue, plan, holder);
}

/// Lays the waves: as they were where they can stay, or all anew, whichever costs less.
fn lay_waves(problem: &Problem, given: &Plan, plan: &mut Plan) {
    let mut present = Present::new();
    for section in given.open_sections() {
        for departure in &given.section(section).departures {
            present.entry((section, departure.period)).or_insert(*departure);
        }
    }
    let mut anew = plan.clone();
    release(problem, &mut anew, &Effort::QUICK);
    waves::settle_all(problem, plan, &present);
    if anew.score(problem) < plan.score(problem) {
        *plan = anew;
    }
}
