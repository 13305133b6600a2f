//! Teachers with their duties, and rooms with their sections.

use super::index::Index;
use super::view::{Period, Room, Section, Teacher};
use super::words;
use paipian::format::ProblemFile;

/// The problem's teachers, then people only the plan names.
pub(super) fn teachers<'a>(problem: &'a ProblemFile, periods: &[Period], sections: &[Section<'a>]) -> Vec<Teacher<'a>> {
    let mut teachers: Vec<Teacher> = problem
        .teachers
        .iter()
        .map(|row| Teacher {
            row: Some(row),
            name: row.name.clone().unwrap_or_else(|| row.id.clone()),
            duties: Vec::new(),
            minutes: 0,
        })
        .collect();
    let mut teacher_of = Index::of(problem.teachers.iter().map(|row| row.id.as_str()));
    for (position, section) in sections.iter().enumerate() {
        let minutes: u64 = section.periods.iter().map(|&p| periods[p].minutes()).sum();
        let people = section.row.lead.iter().map(|id| (id, true));
        for (id, lead) in people.chain(section.row.assistants.iter().map(|id| (id, false))) {
            let t = teacher_of.add(id, teachers.len());
            if t == teachers.len() {
                teachers.push(Teacher { row: None, name: words::unknown(id), duties: Vec::new(), minutes: 0 });
            }
            if teachers[t].duties.last().is_none_or(|&(last, _)| last != position) {
                teachers[t].duties.push((position, lead));
                teachers[t].minutes += minutes;
            }
        }
    }
    teachers
}

/// The problem's rooms, then those only the plan names.
pub(super) fn rooms<'a>(problem: &'a ProblemFile, sections: &[Section<'a>]) -> Vec<Room<'a>> {
    let mut rooms: Vec<Room> = problem
        .rooms
        .iter()
        .map(|row| Room {
            row: Some(row),
            name: row.name.clone().unwrap_or_else(|| row.id.clone()),
            sections: Vec::new(),
        })
        .collect();
    let mut room_of = Index::of(problem.rooms.iter().map(|row| row.id.as_str()));
    for (position, section) in sections.iter().enumerate() {
        let Some(id) = section.row.room.as_deref() else { continue };
        let r = room_of.add(id, rooms.len());
        if r == rooms.len() {
            rooms.push(Room { row: None, name: words::unknown(id), sections: Vec::new() });
        }
        rooms[r].sections.push(position);
    }
    rooms
}
