//! A shortfall that no single count shows: seats, shares, posts and what limits them, at odds together.
//!
//! The families of rows of [`Elastic`] are left out one after another while what is left still owes something (the
//! deletion filter again), first by sort, then one by one; what cannot be left out is the cause. It is proven anew from
//! those families alone, and each is shown to be needed.

use super::causes::{Cause, Effort};
use super::items::Item;
use super::limits::names;
use super::repairs::{Repair, solved};
use crate::format::{PlanFile, ProblemFile};
use crate::milp::adapter::Limits;
use crate::milp::elastic::{Elastic, Part, Purchase, attending};
use crate::problem::{CourseKind, GradeId, Id, PeriodSet, Problem};
use crate::whatif::Scenario;
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::atomic::AtomicBool;

/// Limits of each model: nodes and not seconds, so that the answer is the same everywhere.
const LIMITS: Limits = Limits { seconds: f64::INFINITY, nodes: Some(20), gap: 0.9 };

/// Sorts of families.
fn sort(part: Part) -> usize {
    match part {
        Part::Seats(_) => 0,
        Part::Share => 1,
        Part::Category => 2,
        Part::Posts => 3,
        Part::Rooms(_) => 4,
        Part::Leads(_) => 5,
        Part::Minutes => 6,
        Part::Cap => 7,
        Part::Courses => 8,
    }
}

/// The cause, if the whole model proves a shortfall.
pub(super) fn cause(
    (file, problem): (&ProblemFile, &Problem),
    plan: &PlanFile,
    effort: &Effort,
    interrupt: &AtomicBool,
) -> Option<Cause> {
    let elastic = Elastic::new(problem);
    let least = elastic.least(&BTreeSet::new(), &LIMITS);
    if least == 0 {
        return None;
    }
    let parts = elastic.parts();
    let mut without = elastic.idle(&LIMITS);
    if !without.is_empty() && elastic.least(&without, &LIMITS) == 0 {
        without.clear();
    }
    for of_sort in (0..9).rev() {
        let mut more = without.clone();
        more.extend(parts.iter().copied().filter(|&part| sort(part) == of_sort));
        if more.len() > without.len() && elastic.least(&more, &LIMITS) > 0 {
            without = more;
        }
    }
    for &part in parts.iter().rev().filter(|part| !matches!(part, Part::Share | Part::Category | Part::Posts)) {
        let mut more = without.clone();
        if more.insert(part) && elastic.least(&more, &LIMITS) > 0 {
            without = more;
        }
    }
    let kept: Vec<Part> = parts.into_iter().filter(|part| !without.contains(part)).collect();
    let limits = items(file, problem, &elastic, &kept);
    let offers = offers(file, problem, &elastic, &kept);
    let repairs = repairs(file, plan, offers, effort, interrupt);
    Some(Cause { findings: Vec::new(), together: Some(least), limits, repairs, useless: Vec::new() })
}

fn items(file: &ProblemFile, problem: &Problem, elastic: &Elastic<'_>, kept: &[Part]) -> Vec<Item> {
    let mut items = Vec::new();
    let (mut seats, mut rooms, mut leads) = (PeriodSet::EMPTY, PeriodSet::EMPTY, PeriodSet::EMPTY);
    for &part in kept {
        match part {
            Part::Seats(period) => seats = seats.or(PeriodSet::of(period)),
            Part::Rooms(at) => rooms = rooms.or(elastic.moment(at)),
            Part::Leads(at) => leads = leads.or(elastic.moment(at)),
            Part::Share => {
                let owed = |grade: GradeId| -> i64 {
                    let of_grade = problem.students.iter().filter(|(id, _)| problem.grade_of(*id) == grade);
                    of_grade.map(|(_, who)| who.special_owed).sum()
                };
                let owing: Vec<GradeId> = problem.grades.ids().filter(|&grade| owed(grade) > 0).collect();
                let total: i64 = owing.iter().map(|&grade| owed(grade)).sum();
                let grades = owing.iter().map(|&grade| problem.grades[grade].name.clone()).collect();
                items.push(Item::new("together_share", grades, vec![total.to_string()]));
            }
            Part::Category => {
                let owed = problem.students.rows().iter().flat_map(|who| &who.category_owed).map(|(_, owed)| owed);
                items.push(Item::new("together_category", vec![], vec![owed.sum::<i64>().to_string()]));
            }
            Part::Posts => {
                let posts = problem.courses.rows().iter().filter(|row| row.kind == CourseKind::Post && row.fill > 0);
                let sections: u64 = posts.clone().map(|row| u64::from(row.fill) * row.patterns.len() as u64).sum();
                let ids = posts.map(|row| row.name.clone()).collect();
                items.push(Item::new("together_posts", ids, vec![sections.to_string()]));
            }
            Part::Minutes => {
                let minutes: u64 = file.teachers.iter().filter_map(|row| row.max_minutes).sum();
                items.push(Item::new("together_minutes", vec![], vec![minutes.to_string()]));
            }
            Part::Cap => {
                let cap = problem.policy.special_cap.to_string();
                items.push(Item::new("together_cap", vec![], vec![cap]));
            }
            Part::Courses => {
                let bound = file.courses.iter().filter(|row| row.max_sections.or(row.max_parallel).is_some());
                items.push(Item::new("together_courses", bound.map(|row| row.id.clone()).collect(), vec![]));
            }
        }
    }
    if !seats.is_empty() {
        let most = seats.iter().map(|period| attending(problem, period)).max().unwrap_or(0);
        items.insert(0, Item::new("together_seats", names(problem, seats), vec![most.to_string()]));
    }
    if !rooms.is_empty() {
        let held: u64 = problem.rooms.rows().iter().filter(|row| row.cleared).map(|row| u64::from(row.parallel)).sum();
        items.push(Item::new("together_rooms", names(problem, rooms), vec![held.to_string()]));
    }
    if !leads.is_empty() {
        let there = problem.teachers.rows().iter().filter(|row| row.cleared && !row.unavailable.covers(leads)).count();
        items.push(Item::new("together_leads", names(problem, leads), vec![there.to_string()]));
    }
    items
}

/// What a school could do, and its price.
type Offer = (u64, Item, Scenario);

/// The fewest rooms and people that the model says would do, and a higher cap where the cap is part of the cause, the
/// cheapest first.
fn offers(file: &ProblemFile, problem: &Problem, elastic: &Elastic<'_>, kept: &[Part]) -> Vec<Offer> {
    let mut offers: Vec<Offer> = Vec::new();
    let bought = elastic.cheapest(&LIMITS).unwrap_or_default();
    if let [(what, count)] = bought[..] {
        let (price, (item, scenario)) = (10 * u64::from(count), purchase(file, problem, what, count));
        offers.push((price, item, scenario));
    }
    if let (true, Some(from)) = (kept.contains(&Part::Cap), file.policy.special_cap) {
        for to in [from + 2, from + 5, from + 10] {
            let item = Item::new("raise_cap", vec![], vec![from.to_string(), to.to_string()]);
            offers.push((5 + to - from, item, Scenario::policy(json!({ "special_cap": to }))));
        }
    }
    if kept.contains(&Part::Minutes) {
        let limited = file.teachers.iter().filter(|row| row.max_minutes.is_some());
        let limited: Vec<&str> = limited.map(|row| row.id.as_str()).collect();
        for n in [60, 120, 240] {
            let more = json!({ "max_minutes": n });
            let each: Vec<Scenario> =
                limited.iter().map(|&id| Scenario::change("teachers", id, "more", more.clone())).collect();
            let item = Item::new("more_minutes", vec![], vec![n.to_string()]);
            offers.push((3 + n / 30, item, Scenario::all(each.iter())));
        }
    }
    for (person, row) in problem.teachers.iter().filter(|(_, row)| !row.cleared) {
        let item = Item::new("clear_teacher", vec![row.name.clone()], vec![]);
        let id = file.teachers[person.ix()].id.as_str();
        offers.push((3, item, Scenario::change("teachers", id, "set", json!({ "cleared": true }))));
    }
    offers.sort_by_key(|(price, ..)| *price);
    offers
}

/// Offers that the model does not rule out, each verified by solving from a plan.
fn repairs(
    file: &ProblemFile,
    plan: &PlanFile,
    offers: Vec<Offer>,
    effort: &Effort,
    interrupt: &AtomicBool,
) -> Vec<Repair> {
    let mut repairs: Vec<Repair> = Vec::new();
    for (price, item, scenario) in offers {
        let cap = |repair: &Repair| repair.items[0].key == "raise_cap" && item.key == "raise_cap";
        if repairs.len() >= effort.repairs || repairs.iter().any(cap) {
            continue;
        }
        let Ok((_, eased)) = scenario.apply(file) else { continue };
        if Elastic::new(&eased).least(&BTreeSet::new(), &LIMITS) > 0 {
            continue;
        }
        let found = solved(&eased, Some(plan), effort, interrupt);
        if found.is_clean() {
            repairs.push(Repair { items: vec![item], scenario, price, found });
        }
    }
    repairs
}

fn purchase(file: &ProblemFile, problem: &Problem, what: Purchase, count: u32) -> (Item, Scenario) {
    let count = u64::from(count);
    match what {
        Purchase::Room(room) => {
            let id = problem.rooms[room].name.clone();
            let copies: Vec<Scenario> =
                (1..=count).map(|n| Scenario::with("rooms", Some(&id), json!({ "id": format!("{id}+{n}") }))).collect();
            (Item::new("add_room", vec![id], vec![count.to_string()]), Scenario::all(copies.iter()))
        }
        Purchase::Person(person) => {
            let row = &file.teachers[person.ix()];
            let copies: Vec<Scenario> = (1..=count)
                .map(|n| Scenario::with("teachers", Some(&row.id), json!({ "id": format!("{}+{n}", row.id) })))
                .collect();
            let facts = vec![count.to_string(), row.skills.join(", ")];
            (Item::new("hire", vec![], facts), Scenario::all(copies.iter()))
        }
    }
}
