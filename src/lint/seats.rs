//! Counting seats and people at every moment (L201–L204).

use super::basis::Basis;
use super::cells::{Cell, Demand, fewest, first, moments};
use super::{Finding, facts, posts};

/// A seat less costs so many times the minutes of its period.
pub(super) const SEAT: i64 = 10;
/// A post less costs so many times its minutes.
pub(super) const POST: i64 = 20;

/// Compares, at every moment, the children whom `coverage` binds with the seats there can be.
pub(super) fn check(basis: &Basis<'_>, findings: &mut Vec<Finding>) {
    for periods in moments(basis) {
        let cell = Cell::new(basis, periods, |_| true);
        let demand = cell.demand(|student| basis.problem.students[student].owed_coverage);
        moment(basis, &cell, &demand, findings);
    }
}

/// `number` as a fact.
pub(super) fn whole(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// L201 and L203: the rooms' flow of [`Cell::seats`] seats fewer than attend; every child left over misses a period of
/// at least [`Cell::minutes`]. L202: the sections that can be led, [`Cell::sections`], take at most as many places, and
/// the largest so many hold too few. L204: see [`people`].
fn moment(basis: &Basis<'_>, cell: &Cell<'_, '_>, demand: &Demand, findings: &mut Vec<Finding>) {
    let children = demand.total();
    let names = |head: Vec<String>| head.into_iter().chain(basis.period_names(cell.periods)).collect::<Vec<String>>();
    let cost = |missing: u64| SEAT * cell.minutes() * whole(missing);
    let mut of_grades = 0;
    for (grade, id) in basis.problem.grades.ids().enumerate() {
        let asked = demand.asked[grade];
        let seats = cell.seats(demand, Some(grade)).min(asked);
        let missing = asked - seats;
        if missing > 0 {
            of_grades += missing;
            let figures = facts([whole(asked), whole(seats), whole(missing), cost(missing)]);
            findings.push(Finding::new("L203", names(vec![basis.grade_name(id)]), figures));
        }
    }
    let by_rooms = cell.seats(demand, None);
    if children - by_rooms > of_grades {
        let missing = children - by_rooms;
        let figures = facts([whole(children), whole(by_rooms), whole(missing), cost(missing)]);
        findings.push(Finding::new("L201", names(vec![]), figures));
    }
    let places = cell.places(demand);
    let led = cell.sections(&[]);
    let by_leads = first(&places, usize::try_from(led).unwrap_or(usize::MAX));
    if by_leads < by_rooms {
        let missing = children - by_leads;
        let figures = facts([whole(children), whole(led), whole(by_leads), whole(missing), cost(missing)]);
        findings.push(Finding::new("L202", names(vec![]), figures));
    }
    people(basis, cell, &places, (children, by_rooms.min(by_leads), led), findings);
}

/// L204: sections and posts share the people. With x sections led, at most S − x of the posts have someone, S the most
/// sections and posts that can be led at once, and at most the x largest places seat anyone. Whatever x is, the children
/// left over and the posts left empty cost the sum below; its least over all x is owed beyond what the other findings of
/// the moment count.
fn people(
    basis: &Basis<'_>,
    cell: &Cell<'_, '_>,
    places: &[u64],
    (children, seatable, led): (u64, u64, u64),
    findings: &mut Vec<Finding>,
) {
    let wanted = posts::wanted(basis, cell.periods);
    let posts = posts::most(basis, &wanted);
    let needed = fewest(places, seatable) as u64;
    if posts == 0 || needed == 0 {
        return;
    }
    let people = cell.sections(&wanted);
    if needed + posts <= people {
        return;
    }
    let shortest = wanted.iter().map(|&(pattern, _)| basis.problem.patterns[pattern].minutes).min().unwrap_or(0);
    let least = (0..=needed.min(led))
        .map(|sections| {
            let seated = first(places, usize::try_from(sections).unwrap_or(usize::MAX));
            let manned = posts.min(people.saturating_sub(sections));
            SEAT * cell.minutes() * whole(seatable.saturating_sub(seated)) + POST * shortest * whole(posts - manned)
        })
        .min()
        .unwrap_or(0);
    if least > 0 {
        let figures = [children, needed, posts, people, needed + posts - people].map(whole);
        let [children, needed, posts, people, missing] = figures;
        let subject = basis.period_names(cell.periods).collect();
        findings.push(Finding::new("L204", subject, facts([children, needed, posts, people, missing, least])));
    }
}
