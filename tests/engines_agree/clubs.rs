//! The seats of a dive, by column generation, against a model of the same seats with a variable for each of them.

use paipian::bound::{Aim, Prices, Tree};
use paipian::generate::{GenerateParams, Profile, generate};
use paipian::milp::adapter::{Limits, Model, Status, Term};
use paipian::problem::{CourseKind, Id, PatternId, Problem, StudentId};
use paipian::rules::position;

/// Points that the seats may be from the best.
const GAP: f64 = 5.0;

/// What the best seats cost where open and care courses cost nothing.
fn best(problem: &Problem, places: &[usize]) -> f64 {
    let weight = |rule| problem.policy.weights[position(rule)] as f64;
    let mut model = Model::new();
    let mut taken: Vec<Vec<Term>> = vec![Vec::new(); places.len()];
    for (student, who) in problem.students.iter() {
        let mut seats = Vec::new();
        for (rank, &course) in who.wishes.iter().enumerate().filter(|(_, course)| problem.may_hold(student, **course)) {
            let patterns = problem.courses[course].patterns.iter();
            for pattern in patterns.filter(|&pattern| who.attends.covers(problem.patterns[pattern].periods)) {
                let var = model.binary(0.0);
                taken[pattern.ix()].push((var, 1.0));
                seats.push((var, rank, pattern));
            }
        }
        for (at, &(one, rank, pattern)) in seats.iter().enumerate() {
            for &(other, after, clashing) in &seats[..at] {
                if rank == after || problem.patterns[pattern].clashes_with(&problem.patterns[clashing]) {
                    model.at_most(vec![(one, 1.0), (other, 1.0)], 1.0);
                }
            }
        }
        let value = |rank: usize| who.wish_values.get(rank).copied().unwrap_or(0) as f64;
        let mut unmet: Vec<Term> = seats.iter().map(|&(var, rank, _)| (var, value(rank))).collect();
        unmet.push((model.continuous(weight("wish"), 0.0, f64::INFINITY), 1.0));
        model.at_least(unmet, who.wish_best as f64);
        if who.want > 0 && !who.wishes.is_empty() {
            let mut top: Vec<Term> = seats.iter().filter(|seat| seat.1 < 3).map(|&(var, ..)| (var, 1.0)).collect();
            top.push((model.continuous(weight("none_of_top"), 0.0, 1.0), 1.0));
            model.at_least(top, 1.0);
        }
    }
    for (terms, &places) in taken.into_iter().zip(places).filter(|(terms, _)| !terms.is_empty()) {
        model.at_most(terms, places as f64);
    }
    let answer = model.solve(&Limits::whole(60.0, None), None);
    assert_eq!(answer.status, Status::Optimal);
    answer.objective
}

/// What the wishes of all children lose by these seats.
fn lost(problem: &Problem, held: &[(StudentId, PatternId)]) -> f64 {
    let weight = |rule| problem.policy.weights[position(rule)] as f64;
    let mut lost = 0.0;
    for (student, who) in problem.students.iter() {
        let courses = held.iter().filter(|seat| seat.0 == student).map(|seat| problem.patterns[seat.1].course);
        let ranks: Vec<usize> =
            courses.filter_map(|course| who.wishes.iter().position(|&wish| wish == course)).collect();
        let met: i64 = ranks.iter().map(|&rank| who.wish_values.get(rank).copied().unwrap_or(0)).sum();
        lost += weight("wish") * (who.wish_best - met).max(0) as f64;
        if who.want > 0 && !who.wishes.is_empty() && ranks.iter().all(|&rank| rank >= 3) {
            lost += weight("none_of_top");
        }
    }
    lost
}

#[test]
fn clubs_are_seated_as_well_as_they_can_be() {
    // (seed, students, places of a pattern, part of the best that the seats may be from it): where the linear model is far
    // from whole, sets that it never asked for do not enter.
    let schools = [(1, 40, 4, 0.0), (2, 60, 4, 0.0), (3, 90, 4, 0.0), (4, 400, 24, 0.02), (5, 400, 30, 0.02)];
    for (seed, students, most, part) in schools {
        let params =
            GenerateParams { students, seed, policy: "nanchang".into(), tight: 600, profile: Profile::Primary };
        let problem = paipian::load::load(&generate(&params).expect("a school")).expect("a valid problem");
        let places: Vec<usize> = problem
            .patterns
            .ids()
            .map(|pattern| match problem.courses[problem.patterns[pattern].course].kind {
                CourseKind::Club => (pattern.ix() * 7 + seed as usize) % most,
                _ => 0,
            })
            .collect();
        let prices = Prices::new(&problem, Aim::Cost);
        let tree = Tree::new(&prices);
        let mut dive = tree.dive(0, 0, Limits::whole(60.0, None)).expect("a part");
        let held = dive.seats(&places).expect("seats");
        for (pattern, &places) in problem.patterns.ids().zip(&places) {
            assert!(held.iter().filter(|seat| seat.1 == pattern).count() <= places, "{students} students: {pattern:?}");
        }
        for &(student, pattern) in &held {
            let that = &problem.patterns[pattern];
            assert!(problem.may_hold(student, that.course) && problem.students[student].attends.covers(that.periods));
            let clash = |other: &&(_, _)| {
                other.0 == student && other.1 != pattern && that.clashes_with(&problem.patterns[other.1])
            };
            assert!(held.iter().find(clash).is_none(), "{students} students: two clubs at once");
        }
        let (found, best) = (lost(&problem, &held), best(&problem, &places));
        let most = best + GAP.max(best * part);
        assert!(best > 0.0 && found >= best - 1e-3 && found <= most, "{students} students: {found}, not {best}");
    }
}
