//! The first timetable: each lecture in an open period, without regard to conflicts, by augmenting paths (Ford and
//! Fulkerson, Canadian Journal of Mathematics 8, 1956). Courses give as many units as they have lectures, at most one
//! to a period; a period takes as many as there are rooms.

use super::state::{NONE, State};
use super::tables::Tables;
use paipian::search::{Rng, pick};

/// A timetable in which every lecture has a place and only conflicts may be broken. None if there is no such timetable,
/// and so no valid one.
pub(crate) fn start<'t>(tables: &'t Tables, rng: &mut Rng) -> Option<State<'t>> {
    let mut state = State::empty(tables);
    let mut order: Vec<u32> = (0..tables.lectures() as u32).collect();
    for last in (1..order.len()).rev() {
        order.swap(last, pick(rng, last + 1));
    }
    // Courses that can meet seldom first.
    let choice = |lecture: &u32| {
        let course = usize::from(tables.course_of[*lecture as usize]);
        (0..tables.periods).filter(|&period| state.can_ever(course, period)).count()
    };
    order.sort_by_cached_key(choice);
    for lecture in order {
        match least_clash(&state, lecture) {
            Some(place) => state.put(lecture, place),
            None => augment(&mut state, lecture)?,
        }
    }
    Some(state)
}

fn free_place(state: &State, period: usize) -> Option<usize> {
    let rooms = state.tables.rooms;
    (period * rooms..(period + 1) * rooms).find(|&place| state.at[place] == NONE)
}

/// The free place with the fewest conflicts, then the best room.
fn least_clash(state: &State, lecture: u32) -> Option<usize> {
    let tables = state.tables;
    let course = usize::from(tables.course_of[lecture as usize]);
    (0..tables.places())
        .filter(|&place| state.at[place] == NONE && state.is_open(course, tables.period_of[place].into()))
        .min_by_key(|&place| {
            let (period, room) = (tables.period_of[place].into(), tables.room_of[place].into());
            (state.clashes(course, period), state.room_price(course, room))
        })
}

/// Makes room for a lecture: a breadth-first search from period to period, each lecture on the way moving on.
fn augment(state: &mut State, lecture: u32) -> Option<()> {
    let tables = state.tables;
    // By period: the lecture that comes to it.
    let mut coming = vec![NONE; tables.periods];
    let mut queue = vec![lecture];
    let mut next = 0;
    while next < queue.len() {
        let mover = queue[next];
        next += 1;
        let course = usize::from(tables.course_of[mover as usize]);
        for period in 0..tables.periods {
            if coming[period] != NONE || !state.is_open(course, period) {
                continue;
            }
            coming[period] = mover;
            if let Some(place) = free_place(state, period) {
                shift(state, &coming, place, lecture);
                return Some(());
            }
            queue.extend(&state.at[period * tables.rooms..(period + 1) * tables.rooms]);
        }
    }
    None
}

/// Moves the lectures of an augmenting path, the last first, into the places left.
fn shift(state: &mut State, coming: &[u32], free: usize, lecture: u32) {
    let mut free = free;
    loop {
        let mover = coming[usize::from(state.tables.period_of[free])];
        let left = state.place_of[mover as usize];
        if mover != lecture {
            state.lift(mover);
        }
        state.put(mover, free);
        if mover == lecture {
            return;
        }
        free = left as usize;
    }
}
