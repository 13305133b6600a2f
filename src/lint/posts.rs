//! Counting posts and staff minutes (L205–L207).

use super::basis::Basis;
use super::cells::{Cell, fewest, first, moments};
use super::flow::Network;
use super::seats::{POST, SEAT, whole};
use super::{Finding, facts};
use crate::problem::{CourseKind, Id, PatternId, PeriodSet};

/// Sections that the posts ask for in these periods and could have one by one: (pattern, sections).
pub(super) fn wanted(basis: &Basis<'_>, periods: PeriodSet) -> Vec<(PatternId, u64)> {
    let problem = basis.problem;
    let posts = problem.courses.iter().filter(|(_, course)| course.kind == CourseKind::Post && course.fill > 0);
    posts
        .flat_map(|(_, course)| course.patterns.iter())
        .filter(|&pattern| problem.patterns[pattern].periods.meets(periods))
        .map(|pattern| (pattern, possible(basis, pattern)))
        .filter(|&(_, sections)| sections > 0)
        .collect()
}

/// Sections of a post on a pattern: at most what it asks for, one a lead, `parallel` a room, and the course's bounds.
fn possible(basis: &Basis<'_>, pattern: PatternId) -> u64 {
    let problem = basis.problem;
    let course = &problem.courses[problem.patterns[pattern].course];
    let usable = &basis.usable[pattern];
    if !usable.open {
        return 0;
    }
    let housed: u64 = usable.rooms.iter().map(|&room| u64::from(problem.rooms[room].parallel)).sum();
    let housed = if course.needs_room { housed } else { u64::MAX };
    u64::from(course.fill.min(course.max_parallel).min(course.max_sections)).min(usable.leads.len() as u64).min(housed)
}

/// Most of the wanted posts that have a person each.
pub(super) fn most(basis: &Basis<'_>, wanted: &[(PatternId, u64)]) -> u64 {
    let mut net = Network::new();
    let mut can: Vec<Vec<usize>> = vec![Vec::new(); basis.problem.teachers.len()];
    let mut tasks = Vec::new();
    for &(pattern, sections) in wanted {
        let node = net.node();
        net.edge(node, net.sink, sections);
        basis.usable[pattern].leads.iter().for_each(|lead| can[lead.ix()].push(tasks.len()));
        tasks.push(node);
    }
    net.people(can, &tasks);
    net.most()
}

/// L205: a post by itself; L206: the posts of a moment, whose people are matched one to one; L207: the cycle.
pub(super) fn check(basis: &Basis<'_>, findings: &mut Vec<Finding>) {
    let problem = basis.problem;
    for course in problem.courses.rows().iter().filter(|course| course.kind == CourseKind::Post) {
        let mut short = PeriodSet::EMPTY;
        let (mut missing, mut minutes, mut had) = (0, 0, 0);
        for pattern in course.patterns.iter() {
            let can = possible(basis, pattern);
            had += can;
            let lacks = u64::from(course.fill) - can;
            if lacks > 0 {
                short = short.or(problem.patterns[pattern].periods);
                missing += lacks;
                minutes += problem.patterns[pattern].minutes * whole(lacks);
            }
        }
        // Of all its patterns together it can have no more than `max_sections`.
        let beyond = had.saturating_sub(u64::from(course.max_sections));
        if beyond > 0 {
            let shortest = course.patterns.iter().map(|p| problem.patterns[p].minutes).min().unwrap_or(0);
            missing += beyond;
            minutes += shortest * whole(beyond);
        }
        if missing > 0 {
            let subject = std::iter::once(course.name.clone()).chain(basis.period_names(short));
            findings.push(Finding::new("L205", subject.collect(), facts([whole(missing), POST * minutes])));
        }
    }
    for periods in moments(basis) {
        let wanted = wanted(basis, periods);
        let (asked, manned) = (wanted.iter().map(|&(_, sections)| sections).sum::<u64>(), most(basis, &wanted));
        if asked > manned {
            let shortest = wanted.iter().map(|&(p, _)| problem.patterns[p].minutes).min().unwrap_or(0);
            let missing = whole(asked - manned);
            let figures = facts([whole(asked), whole(manned), missing, POST * shortest * missing]);
            findings.push(Finding::new("L206", basis.period_names(periods).collect(), figures));
        }
    }
    cycle(basis, findings);
}

/// L207: staff minutes of the cycle.
///
/// Seating the children of a period takes at least as many sections as the largest places that hold them, each with a
/// lead for the period's minutes; each post takes its own. Leaving out sections saves staff minutes and costs children:
/// the first left out at least those who then have no place, each further one the next larger place. By staff minute
/// that is 10 × those children for a section and 20 for a post, so the least cost of the missing minutes is to give up
/// the cheapest first (the fractional relaxation of a knapsack, hence a bound).
fn cycle(basis: &Basis<'_>, findings: &mut Vec<Finding>) {
    let problem = basis.problem;
    let mut units: Vec<(i64, i64)> = Vec::new();
    for period in problem.calendar.periods.ids() {
        let cell = Cell::new(basis, PeriodSet::of(period), |_| true);
        let demand = cell.demand(|student| problem.students[student].owed_coverage);
        let places = cell.places(&demand);
        let seatable = cell.seats(&demand, None).min(first(&places, places.len()));
        let needed = fewest(&places, seatable);
        let mut left = seatable;
        for sections in (0..needed).rev() {
            let seated = first(&places, sections).min(left);
            units.push((SEAT * whole(left - seated), cell.minutes()));
            left = seated;
        }
    }
    let posts = problem.courses.iter().filter(|(_, course)| course.kind == CourseKind::Post);
    for (_, course) in posts {
        let open: Vec<(u64, i64)> =
            course.patterns.iter().map(|p| (possible(basis, p), problem.patterns[p].minutes)).collect();
        // What `max_sections` denies is no demand on people.
        if open.iter().map(|(sections, _)| sections).sum::<u64>() <= u64::from(course.max_sections) {
            units.extend(open.iter().filter(|(n, _)| *n > 0).map(|&(n, minutes)| (POST, minutes * whole(n))));
        }
    }
    let needed: i64 = units.iter().map(|(_, minutes)| minutes).sum();
    let available = available(basis);
    if needed <= available {
        return;
    }
    units.sort_unstable();
    let (mut missing, mut least) = (needed - available, 0);
    for (rate, minutes) in units {
        let given = minutes.min(missing);
        least += rate * given;
        missing -= given;
    }
    findings.push(Finding::new("L207", vec![], facts([needed, available, needed - available, least])));
}

/// Minutes that people can lead in the cycle at most: each no more than `max_minutes`, on a day no more than
/// `max_minutes_day` and the periods they could lead something in.
fn available(basis: &Basis<'_>) -> i64 {
    let problem = basis.problem;
    let mut leads = vec![PeriodSet::EMPTY; problem.teachers.len()];
    for (pattern, usable) in basis.usable.iter().filter(|(_, usable)| usable.open) {
        for lead in &usable.leads {
            leads[lead.ix()] = leads[lead.ix()].or(problem.patterns[pattern].periods);
        }
    }
    let of = |(periods, person): (PeriodSet, &crate::problem::Teacher)| {
        let day = |day: &crate::problem::Day| {
            problem.calendar.minutes(periods.and(day.periods)).min(i64::from(person.max_minutes_day))
        };
        problem.calendar.days.rows().iter().map(day).sum::<i64>().min(i64::from(person.max_minutes))
    };
    leads.into_iter().zip(problem.teachers.rows()).map(of).sum()
}
