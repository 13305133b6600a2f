//! Key figures of a plan, as counts out of totals.

use crate::plan::Plan;
use crate::problem::{CourseKind, Id, PeriodId, PeriodSet, Problem, Stage, StudentId};
use std::collections::BTreeMap;

/// Key figures. Minutes, people, fen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Figures {
    /// Children.
    pub students: u64,
    /// Children who hold their first wish, of those who wish and want a club.
    pub first_wish: (u64, u64),
    /// Children who hold one of their first three wishes, of the same.
    pub top_three: (u64, u64),
    /// Attended periods with a seat, of those that `coverage` binds.
    pub coverage: (u64, u64),
    /// By stage, in the contract's order: special minutes of the attended minutes that the share counts.
    pub special: [(u64, u64); 3],
    /// Of people with a target: least, greatest and sum of minutes, and how many there are.
    pub load: (i64, i64, i64, u64),
    /// Rooms with a section.
    pub rooms: u64,
    /// Sections, posts left out.
    pub sections: u64,
    /// Pay and room cost of a cycle, fen.
    pub money: i64,
    /// Most leavers of one gate and slot.
    pub wave_peak: u64,
}

/// The figures of a plan.
pub fn figures(problem: &Problem, plan: &Plan) -> Figures {
    let mut figures = Figures { students: problem.students.len() as u64, ..Figures::default() };
    let kinds = problem.policy.share_kinds.iter();
    let shared = kinds.fold(PeriodSet::EMPTY, |set, &kind| set.or(problem.calendar.of_kind[kind as usize]));
    for (student, who) in problem.students.iter() {
        if who.want > 0 && !who.wishes.is_empty() {
            let holds = |course: &crate::problem::CourseId| plan.holds(student, *course);
            count(&mut figures.first_wish, holds(&who.wishes[0]));
            count(&mut figures.top_three, who.wishes.iter().take(3).any(holds));
        }
        let periods = |special: bool| seated(problem, plan, student, special);
        if who.owed_coverage {
            figures.coverage.0 += u64::from(who.attends.and(periods(false)).len());
            figures.coverage.1 += u64::from(who.attends.len());
        }
        let stage = problem.grades[problem.grade_of(student)].stage;
        let of_stage = Stage::ALL.iter().position(|&other| other == stage).unwrap_or(0);
        let minutes = |set: PeriodSet| problem.calendar.minutes(set).unsigned_abs();
        figures.special[of_stage].0 += minutes(who.attends.and(shared).and(periods(true)));
        figures.special[of_stage].1 += minutes(who.attends.and(shared));
    }
    let loads: Vec<i64> =
        problem.teachers.iter().filter(|(_, row)| row.target.is_some()).map(|(id, _)| plan.minutes(id)).collect();
    let (least, most) = (loads.iter().min().copied().unwrap_or(0), loads.iter().max().copied().unwrap_or(0));
    figures.load = (least, most, loads.iter().sum(), loads.len() as u64);
    let mut used = vec![false; problem.rooms.len()];
    for section in plan.open_sections() {
        let row = plan.section(section);
        figures.sections += u64::from(problem.courses[row.course].kind != CourseKind::Post);
        row.room.into_iter().for_each(|room| used[room.ix()] = true);
    }
    figures.rooms = used.iter().filter(|used| **used).count() as u64;
    // The rule counts fen an hour times minutes.
    figures.money = plan.tally().0[crate::rules::position("money")] / 60;
    figures.wave_peak = wave_peak(problem, plan);
    figures
}

fn count(figure: &mut (u64, u64), holds: bool) {
    figure.0 += u64::from(holds);
    figure.1 += 1;
}

/// Periods in which the child sits in a section, or in a special one.
fn seated(problem: &Problem, plan: &Plan, student: StudentId, special: bool) -> PeriodSet {
    let sections = plan.held(student).iter().map(|&section| plan.section(section));
    let sections = sections.filter(|row| !special || problem.courses[row.course].special);
    sections.fold(PeriodSet::EMPTY, |set, row| set.or(problem.patterns[row.pattern].periods))
}

fn wave_peak(problem: &Problem, plan: &Plan) -> u64 {
    let mut slots: BTreeMap<_, u64> = BTreeMap::new();
    for day in problem.calendar.days.ids() {
        for leavers in plan.leavers(problem, day) {
            let Some(departure) = leavers.departure else { continue };
            let period: PeriodId = leavers.period;
            let slot = (problem.calendar.periods[period].day, departure.gate, departure.slot(problem));
            *slots.entry(slot).or_default() += leavers.students.len() as u64;
        }
    }
    slots.into_values().max().unwrap_or(0)
}
