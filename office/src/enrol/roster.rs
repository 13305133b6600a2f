//! Opt-ins, opt-outs, wishes and moves: one answer each, nobody else moving.

use super::{EnrolError, refused};
use crate::store::{Act, Counter, Date, Signature, Store, Term};
use paipian::load;
use paipian::plan::Plan;
use paipian::problem::Id;
use paipian::referee::judge;
use paipian::reopt::{Answer, Desk, Event, lottery_number, waiting};
use std::collections::BTreeMap;

/// What each event was answered; none for one that is not asked at the desk, or that waits for its day.
type Answers = Vec<Option<Answer>>;

/// Records events, each with the day it is in force from. One in force by `on` is answered at once if a plan is in
/// force; a later one waits for its day. All of them or none.
///
/// # Errors
/// An event that is not valid, or the store.
pub fn ask(store: &mut Store, by: &Signature, events: &[(Event, Date)], on: &str) -> Result<Answers, EnrolError> {
    let term = store.term()?;
    keep(store, by, term, Vec::new(), events, on)
}

/// Whether an event is answered at the desk, by the seats of one child alone.
fn at_desk(event: &Event) -> bool {
    matches!(event, Event::OptIn { .. } | Event::OptOut { .. } | Event::Wish { .. })
}

/// Writes events of a term after acts that do not touch the school.
pub(super) fn keep(
    store: &mut Store,
    by: &Signature,
    term: Term,
    mut acts: Vec<Act>,
    events: &[(Event, Date)],
    on: &str,
) -> Result<Answers, EnrolError> {
    let Some(mut counter) = store.counter().or_else(|| Counter::of(&term)) else { return refused("F050", &[]) };
    let (changes, answers) = acts_of(&mut counter, &term, events, on)?;
    acts.extend(changes);
    let seq = term.seq;
    drop(term);
    store.append(by, &acts, &[], Some(seq))?;
    if events.iter().all(|(event, _)| at_desk(event)) {
        store.leave(counter);
    }
    Ok(answers)
}

/// The acts of events, and what is answered.
fn acts_of(
    counter: &mut Counter,
    term: &Term,
    events: &[(Event, Date)],
    on: &str,
) -> Result<(Vec<Act>, Answers), EnrolError> {
    let Counter { school: file, desk } = counter;
    let (mut acts, mut answers) = (Vec::new(), Vec::new());
    for (ix, (event, from)) in events.iter().enumerate() {
        let place = format!("events[{ix}]");
        let at_desk = at_desk(event);
        if from.as_str() > on {
            event.apply(&mut file.clone(), &place)?;
            acts.push(Act::Later { event: event.clone(), on: from.clone() });
            answers.push(None);
            continue;
        }
        let mut answer = None;
        if at_desk {
            if desk.is_none()
                && let Some(plan) = term.plan()
            {
                *desk = Some(Desk::new(file, &plan)?);
            }
            if let Some(desk) = desk {
                answer = Some(desk.answer(event, &place)?);
            }
        }
        event.apply(file, &place)?;
        if !at_desk {
            // The desk stands on the plan as it was; what is not asked at the desk is for the night.
            load::load(file)?;
            *desk = None;
            if events[ix + 1..].iter().any(|(_, from)| from.as_str() <= on) && acts_touch_seats(&acts) {
                return refused("F051", &[]);
            }
        }
        acts.push(Act::Change { event: event.clone(), from: from.clone(), answer: answer.clone() });
        answers.push(answer);
    }
    if desk.is_none() {
        load::load(file)?;
    }
    Ok((acts, answers))
}

fn acts_touch_seats(acts: &[Act]) -> bool {
    acts.iter().any(|act| matches!(act, Act::Change { answer: Some(_), .. }))
}

/// Moves a child by hand: the seat given up and the seat taken in one act. The referee must not find more violations
/// than before.
///
/// # Errors
/// No plan is in force, the child has no such seat, the seat is not free or not for the child; or the store.
pub fn move_child(
    store: &mut Store,
    by: &Signature,
    student: &str,
    from: Option<&str>,
    to: Option<&str>,
    on: &str,
) -> Result<(), EnrolError> {
    let term = store.term()?;
    let (Some(file), Some(mut plan)) = (term.problem(), term.plan()) else { return refused("F050", &[]) };
    // What a seat can break; the waves of the day follow in the night.
    let broken = |plan: &paipian::format::PlanFile| {
        let of_seats = ["size", "seat_fit", "seat_clash", "reference"];
        judge(&file, plan).findings.iter().filter(|finding| of_seats.contains(&finding.rule)).count()
    };
    let before = broken(&plan);
    if !file.students.iter().any(|row| row.id == student) {
        return refused("F052", &[student]);
    }
    if !plan.seats.0.iter().any(|(id, _)| id == student) {
        plan.seats.0.push((student.to_string(), Vec::new()));
    }
    let held = plan.seats.0.iter_mut().find(|(id, _)| id == student);
    if let Some((_, held)) = held {
        if let Some(from) = from {
            if !held.iter().any(|section| section == from) {
                return refused("F053", &[student, from]);
            }
            held.retain(|section| section != from);
        }
        held.extend(to.map(str::to_string));
    }
    if broken(&plan) > before {
        return match (to, from) {
            (Some(to), _) => refused("F054", &[student, to]),
            (None, from) => refused("F071", &[student, from.unwrap_or_default()]),
        };
    }
    let act = Act::Move {
        student: student.into(),
        from: from.map(str::to_string),
        to: to.map(str::to_string),
        on: on.into(),
    };
    store.append(by, &[act], &[], Some(term.seq))?;
    Ok(())
}

/// Who waits for a club, first come first by last term's claim, then by the lottery.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct WaitingList {
    /// The club.
    pub club: String,
    /// Children: id, claim, lottery number.
    pub students: Vec<(String, u64, u64)>,
}

/// The waiting lists of the plan in force.
///
/// # Errors
/// There is no school or no plan.
pub fn waiting_lists(term: &Term) -> Result<Vec<WaitingList>, EnrolError> {
    let (Some(file), Some(plan)) = (term.problem(), term.plan()) else { return refused("F050", &[]) };
    let problem = load::load(&file)?;
    let plan = Plan::read(&problem, &plan);
    let (seed, credits) = (term.lottery(), term.credits());
    let mut lists: BTreeMap<String, Vec<(String, u64, u64)>> = BTreeMap::new();
    for (id, row) in problem.students.iter() {
        for club in waiting(&problem, &plan, id) {
            let credit = credits.get(&row.name).copied().unwrap_or(0);
            lists.entry(club).or_default().push((row.name.clone(), credit, lottery_number(seed, &row.name)));
        }
    }
    let sorted = |(club, mut students): (String, Vec<(String, u64, u64)>)| {
        students.sort_by_key(|(id, credit, number)| (std::cmp::Reverse(*credit), *number, id.clone()));
        WaitingList { club, students }
    };
    Ok(lists.into_iter().map(sorted).collect())
}

/// The claims that a term leaves behind: one for every child who ends it short of the best its wishes could be worth.
///
/// # Errors
/// There is no school or no plan.
pub fn credits(term: &Term) -> Result<BTreeMap<String, u64>, EnrolError> {
    let (Some(file), Some(plan)) = (term.problem(), term.plan()) else { return refused("F050", &[]) };
    let problem = load::load(&file)?;
    let plan = Plan::read(&problem, &plan);
    let before = term.credits();
    let lost = problem.students.iter().filter(|(id, row)| {
        let worth = row.wishes.iter().zip(&row.wish_values).filter(|(course, _)| plan.holds(*id, **course));
        worth.map(|(_, value)| value).sum::<i64>() < row.wish_best
    });
    Ok(lost
        .map(|(id, row)| {
            debug_assert!(id.ix() < problem.students.len());
            (row.name.clone(), 1 + before.get(&row.name).copied().unwrap_or(0))
        })
        .collect())
}
