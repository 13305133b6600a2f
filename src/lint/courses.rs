//! Courses that cannot open, and why (L101–L110, L119).

use super::Finding;
use super::basis::Basis;
use crate::format::{CourseRow, ProblemFile};
use crate::problem::{Course, CourseId, CourseKind, Id, RoomId, TeacherId};

/// One finding for each reason that by itself keeps every pattern of a course closed; one in general where several keep
/// each a part of them.
pub(super) fn check(file: &ProblemFile, basis: &Basis<'_>, findings: &mut Vec<Finding>) {
    let mut wishes = vec![0_u64; basis.problem.courses.len()];
    for student in basis.problem.students.rows() {
        student.wishes.iter().for_each(|course| wishes[course.ix()] += 1);
    }
    for (id, course) in basis.problem.courses.iter().filter(|(id, _)| !basis.can_open(*id)) {
        let case = Case { basis, row: &file.courses[id.ix()], id, course, wishes: wishes[id.ix()].to_string() };
        let before = findings.len();
        case.bounds(findings);
        if findings.len() == before {
            case.leads(file, findings);
            case.rooms(file, findings);
            case.children(findings);
        }
        if findings.len() == before {
            findings.push(case.finding("L109", vec![], vec![]));
        }
    }
}

struct Case<'a, 'p> {
    basis: &'a Basis<'p>,
    row: &'a CourseRow,
    id: CourseId,
    course: &'a Course,
    wishes: String,
}

impl Case<'_, '_> {
    fn finding(&self, code: &'static str, others: Vec<String>, mut facts: Vec<String>) -> Finding {
        facts.push(self.wishes.clone());
        Finding::new(code, std::iter::once(self.course.name.clone()).chain(others).collect(), facts)
    }

    fn bounds(&self, findings: &mut Vec<Finding>) {
        if self.course.patterns.is_empty() || self.course.max_sections == 0 || self.course.max_parallel == 0 {
            findings.push(self.finding("L110", vec![], vec![]));
        }
        let cap = self.basis.problem.policy.special_cap;
        if self.course.special && cap < self.course.min_size {
            findings.push(self.finding("L119", vec![], vec![cap.to_string(), self.course.min_size.to_string()]));
        }
    }

    fn leads(&self, file: &ProblemFile, findings: &mut Vec<Finding>) {
        let people = |list: &[TeacherId]| list.iter().map(|&t| file.teachers[t.ix()].id.clone()).collect();
        if self.course.leads.is_empty() {
            let fit = self.basis.problem.teachers.ids().filter(|t| self.course.lead_fits[t.ix()]);
            let uncleared: Vec<TeacherId> = fit.collect();
            let care = if self.course.kind == CourseKind::Care { "care" } else { "" };
            let skill = self.row.skill.as_deref().unwrap_or(care);
            findings.push(self.finding("L101", people(&uncleared), vec![skill.to_string()]));
        } else if self.course.patterns.iter().all(|pattern| self.basis.usable[pattern].leads.is_empty()) {
            findings.push(self.finding("L102", people(&self.course.leads), vec![]));
        }
    }

    fn rooms(&self, file: &ProblemFile, findings: &mut Vec<Finding>) {
        let problem = self.basis.problem;
        let names = |list: Vec<RoomId>| list.iter().map(|&room| file.rooms[room.ix()].id.clone()).collect();
        let rooms = &self.course.rooms;
        if !self.course.needs_room || self.course.patterns.iter().any(|p| !self.basis.usable[p].rooms.is_empty()) {
            return;
        }
        if rooms.is_empty() {
            let fits = |row: &&crate::format::RoomRow| {
                !row.cleared
                    && self.row.features.iter().all(|feature| row.features.contains(feature))
                    && (self.row.rooms.is_empty() || self.row.rooms.contains(&row.id))
            };
            let uncleared = file.rooms.iter().filter(fits).map(|row| row.id.clone()).collect();
            findings.push(self.finding("L103", uncleared, vec![self.row.features.join(", ")]));
            return;
        }
        let patterns = || self.course.patterns.iter().map(|pattern| &problem.patterns[pattern]);
        let open = |&room: &RoomId| patterns().any(|p| !problem.rooms[room].closed.meets(p.periods));
        let near = |&room: &RoomId| patterns().any(|p| self.basis.near(self.course, p, room));
        if !rooms.iter().any(open) {
            findings.push(self.finding("L104", names(rooms.clone()), vec![]));
        } else if let Some(&room) = rooms.iter().find(|room| !near(room)).filter(|_| !rooms.iter().any(near)) {
            let longest = patterns().map(|pattern| pattern.shortest_block).max().unwrap_or(0);
            let needed = self.basis.trip(self.course, room).unwrap_or(0);
            let figures = vec![longest.to_string(), needed.to_string()];
            findings.push(self.finding("L105", names(vec![room]), figures));
        } else {
            let most = rooms.iter().map(|&room| problem.limit(self.id, Some(room))).max().unwrap_or(0);
            if most < self.course.min_size {
                let figures = vec![most.to_string(), self.course.min_size.to_string()];
                findings.push(self.finding("L108", names(rooms.clone()), figures));
            }
        }
    }

    fn children(&self, findings: &mut Vec<Finding>) {
        let patterns = self.course.patterns.iter();
        let most = patterns.map(|pattern| self.basis.usable[pattern].eligible).max().unwrap_or(0);
        if self.course.kind == CourseKind::Post || most >= self.course.min_size {
            return;
        }
        if most == 0 && self.course.kind == CourseKind::Club && self.wishes == "0" {
            findings.push(Finding::new("L106", vec![self.course.name.clone()], vec![]));
        } else {
            let figures = vec![most.to_string(), self.course.min_size.to_string()];
            findings.push(self.finding("L107", vec![], figures));
        }
    }
}
