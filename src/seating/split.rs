//! From seats in blocks to seats in sections.

use super::blocks::{Component, Place};
use crate::milp::seating::Seating;
use crate::plan::Plan;
use crate::problem::{CourseKind, Problem, SectionId, StudentId};
use std::collections::{BTreeMap, BTreeSet};

/// Seats the children of a component as the seating says: who can stays where they sit, the others fill the places in
/// order of their classes. Places the seating closes are closed.
pub(super) fn apply(problem: &Problem, plan: &mut Plan, component: &Component, seating: &Seating) {
    let mut wanted: BTreeSet<(StudentId, SectionId)> = BTreeSet::new();
    for (ix, block) in component.blocks.iter().enumerate() {
        let children = component.students.iter().zip(&seating.held).filter(|(_, held)| held.contains(&ix));
        let children: Vec<StudentId> = children.map(|(&student, _)| student).collect();
        let open: Vec<&Place> =
            block.places.iter().zip(&seating.open[ix]).filter(|(_, open)| **open).map(|(place, _)| place).collect();
        if problem.courses[block.course].kind == CourseKind::Care {
            for (class, shares) in &seating.classes[ix] {
                let own = children.iter().copied().filter(|&child| problem.students[child].class == *class);
                let quota: Vec<(SectionId, usize)> =
                    block.places.iter().map(|place| place.section).zip(shares.iter().copied()).collect();
                wanted.extend(fill(plan, own.collect(), quota));
            }
        } else {
            let sizes = sizes(&open, children.len());
            wanted.extend(fill(plan, by_class(problem, children), sizes));
        }
    }
    for &student in &component.students {
        for section in plan.held(student).to_vec() {
            if !wanted.contains(&(student, section)) {
                plan.unseat(problem, student, section);
            }
        }
    }
    for (student, section) in wanted {
        if !plan.held(student).contains(&section) {
            plan.seat(problem, student, section);
        }
    }
    for (ix, block) in component.blocks.iter().enumerate() {
        for (place, &open) in block.places.iter().zip(&seating.open[ix]) {
            if !open && plan.section(place.section).seats.is_empty() {
                plan.close(problem, place.section);
            }
        }
    }
}

fn by_class(problem: &Problem, mut children: Vec<StudentId>) -> Vec<StudentId> {
    children.sort_by_key(|&child| (problem.students[child].class, child));
    children
}

/// Children for each open place: the least of each, then what spares `small_section`, then the rest in order.
fn sizes(open: &[&Place], children: usize) -> Vec<(SectionId, usize)> {
    let mut left = children;
    let mut sizes: Vec<usize> = vec![0; open.len()];
    for goal in [|place: &Place| place.least, |place: &Place| place.aim.max(place.least), |place: &Place| place.most] {
        for (size, place) in sizes.iter_mut().zip(open) {
            let more = (goal(place).min(place.most) as usize).saturating_sub(*size).min(left);
            *size += more;
            left -= more;
        }
    }
    open.iter().map(|place| place.section).zip(sizes).collect()
}

/// Gives every child one of the sections, each at most its quota; children stay in theirs where it has room for them.
fn fill(plan: &Plan, children: Vec<StudentId>, quota: Vec<(SectionId, usize)>) -> Vec<(StudentId, SectionId)> {
    let mut left: BTreeMap<SectionId, usize> = quota.iter().copied().collect();
    let mut seated = Vec::new();
    let mut moving = Vec::new();
    for child in children {
        let present = plan.held(child).iter().find(|section| left.get(section).is_some_and(|&left| left > 0));
        match present {
            Some(&section) => {
                *left.get_mut(&section).expect("it has room") -= 1;
                seated.push((child, section));
            }
            None => moving.push(child),
        }
    }
    let mut free = quota.into_iter().flat_map(|(section, _)| std::iter::repeat_n(section, left[&section]));
    seated.extend(moving.into_iter().map_while(|child| Some((child, free.next()?))));
    seated
}
