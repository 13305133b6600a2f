//! `pins` (hard): a pin that is not kept.
//!
//! Contract 4.1 and 5.

use super::{Level, Plan, Problem, Rule, Scope, StudentId, TeacherId};
use crate::milp::whole::Whole;
use crate::problem::{Id, Pin};

pub(super) const RULE: Rule = Rule {
    name: "pins",
    level: Level::Hard,
    weight: None,
    per: 1,
    rows: Some(rows),
    scopes: &[Scope::SectionPin(section), Scope::Student(student), Scope::Person(teacher)],
};

fn section(problem: &Problem, plan: &Plan, pin: usize) -> i64 {
    let Pin::Section(pinned) = &problem.pins[pin] else { return 0 };
    let kept = plan.pinned(pin).is_some_and(|section| {
        let section = plan.section(section);
        pinned.course.is_none_or(|course| course == section.course)
            && pinned.pattern.is_none_or(|periods| periods == problem.patterns[section.pattern].periods)
            && pinned.room.is_none_or(|room| Some(room) == section.room)
            && pinned.lead.is_none_or(|lead| Some(lead) == section.lead)
    });
    i64::from(!kept)
}

fn student(problem: &Problem, plan: &Plan, student: StudentId) -> i64 {
    let who = &problem.students[student];
    let holds = |course| plan.holds(student, course);
    let missing = who.pinned_to.iter().filter(|&&course| !holds(course)).count();
    let forbidden = who.pinned_off.iter().filter(|&&course| holds(course)).count();
    i64::try_from(missing + forbidden).expect("few pins a student")
}

fn teacher(problem: &Problem, plan: &Plan, teacher: TeacherId) -> i64 {
    let who = &problem.teachers[teacher];
    let leads = |course| {
        plan.sections_of(teacher).iter().any(|&section| {
            let section = plan.section(section);
            section.course == course && section.lead == Some(teacher)
        })
    };
    let missing = who.pinned_to.iter().filter(|&&course| !leads(course)).count();
    let forbidden = who.pinned_off.iter().filter(|&&course| leads(course)).count();
    i64::try_from(missing + forbidden).expect("few pins a teacher")
}

fn rows(whole: &mut Whole) {
    let problem = whole.problem;
    let slots = whole.slots.clone();
    for (ix, pin) in problem.pins.iter().enumerate() {
        match pin {
            // Slots of the name have the course and the periods already.
            Pin::Section(pinned) => {
                let mut kept = Vec::new();
                for slot in slots.iter().filter(|slot| slot.pins.contains(&ix)) {
                    let keeps = whole.model.binary(0.0);
                    let room = pinned.room.map(|room| slot.rooms[room.ix()]);
                    let lead = pinned.lead.map(|lead| slot.leads[lead.ix()]);
                    for var in [Some(slot.open), room, lead].into_iter().flatten() {
                        whole.model.at_most(vec![(keeps, 1.0), (var, -1.0)], 0.0);
                    }
                    kept.push((keeps, 1.0));
                }
                whole.model.at_least(kept, 1.0);
            }
            Pin::Student { student, course, never } => {
                let seats = whole.seats_of(*student, *course);
                whole.model.between(if *never { 0.0 } else { 1.0 }, seats, if *never { 0.0 } else { f64::INFINITY });
            }
            Pin::Teacher { teacher, course, never } => {
                let leads = whole.of_course(*course).map(|slot| (slot.leads[teacher.ix()], 1.0)).collect();
                whole.model.between(if *never { 0.0 } else { 1.0 }, leads, if *never { 0.0 } else { f64::INFINITY });
            }
        }
    }
}
