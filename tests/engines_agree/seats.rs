//! Exact seats against the trial of all seats, for the timetables of tiny schools.

use crate::tiny;
use paipian::milp::adapter::Limits;
use paipian::milp::whole::{self, Verdict};
use paipian::plan::Plan;
use paipian::problem::{Id, Problem, SectionId, StudentId};
use paipian::rules::measure;
use paipian::score::Score;
use paipian::seating::seat_exactly;

/// The best score over every set of seats, sections as they are.
fn best(problem: &Problem, plan: &mut Plan, student: usize, sections: &[SectionId]) -> Score {
    let Some((&section, rest)) = sections.split_first() else {
        let next = StudentId::at(student + 1);
        if next.ix() == problem.students.len() {
            return plan.score(problem);
        }
        let sections: Vec<SectionId> = plan.open_sections().collect();
        return best(problem, plan, next.ix(), &sections);
    };
    let without = best(problem, plan, student, rest);
    plan.seat(problem, StudentId::at(student), section);
    let with = best(problem, plan, student, rest);
    plan.unseat(problem, StudentId::at(student), section);
    without.min(with)
}

#[test]
fn seats_of_a_timetable_are_the_best_there_are() {
    let mut compared = 0;
    for seed in 0..120 {
        let (_, problem) = paipian::load::problem(&tiny::problem(seed)).expect("a valid problem");
        let Verdict::Solved(solved) = whole::solve(&problem, 60.0) else { continue };
        let mut plan = solved.plan;
        plan.recall(&problem);
        let sections: Vec<SectionId> = plan.open_sections().collect();
        if sections.is_empty() || sections.len() > 4 {
            continue;
        }
        let first = StudentId::at(0);
        for section in plan.held(first).to_vec() {
            plan.unseat(&problem, first, section);
        }
        let before = plan.score(&problem);
        let mut bare = plan.clone();
        for student in problem.students.ids() {
            for section in bare.held(student).to_vec() {
                bare.unseat(&problem, student, section);
            }
        }
        let tried = best(&problem, &mut bare, 0, &sections);
        let report = seat_exactly(&problem, &mut plan, &Limits::whole(60.0, None));
        let score = plan.score(&problem);
        assert_eq!(report.proven, report.components, "seed {seed}");
        assert_eq!(measure(&problem, &plan), *plan.tally(), "seed {seed}");
        assert!(score <= before, "seed {seed}: {before} became {score}");
        assert!(score <= tried, "seed {seed}: {score}, but {tried} was found by trying");
        if plan.open_sections().count() == sections.len() {
            assert_eq!(score, tried, "seed {seed}");
            compared += 1;
        }
    }
    assert!(compared > 30, "only {compared} timetables kept their sections");
}
