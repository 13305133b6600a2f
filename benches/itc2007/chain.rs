//! Kempe chains (Thompson and Dowsland, Annals of Operations Research 63, 1996; for this problem Lü and Hao, European
//! Journal of Operational Research 200, 2010, section 3.4): lectures of two periods that are tied by conflicts change
//! periods together, so that no conflict comes up. Rooms are kept where they are free, else the cheapest is taken.

use super::state::{NONE, State};
use super::tables::Tables;

/// Scratch of a chain, and what it did last.
#[derive(Debug, Clone)]
pub(crate) struct Chain {
    /// Lectures of the chain and the places they had.
    moved: Vec<(u32, u32)>,
    /// By room: lectures of the two periods that are not in the chain yet.
    left: [Vec<u32>; 2],
}

impl Chain {
    /// Nothing done yet.
    pub(crate) fn new(tables: &Tables) -> Self {
        let scratch = || Vec::with_capacity(tables.rooms);
        Self { moved: Vec::with_capacity(2 * tables.rooms), left: [scratch(), scratch()] }
    }

    /// Work of the last run: lectures moved.
    pub(crate) fn work(&self) -> u64 {
        4 * self.moved.len() as u64
    }

    /// Moves the chain of a lecture between its period and another. False, and nothing changed, where the chain is a
    /// single lecture, cannot be taught, or finds no rooms.
    pub(crate) fn run(&mut self, state: &mut State, lecture: u32, other: usize) -> bool {
        self.moved.clear();
        let tables = state.tables;
        let (_, home, _) = state.where_is(lecture);
        if home == other || !self.collect(state, lecture, home, other) || self.moved.len() < 2 {
            self.moved.clear();
            return false;
        }
        for &(lecture, _) in &self.moved {
            state.lift(lecture);
        }
        // Those whose room is free in the other period keep it.
        for &(lecture, place) in &self.moved {
            let place = place as usize;
            let (period, room) = (usize::from(tables.period_of[place]), usize::from(tables.room_of[place]));
            let target = (home + other - period) * tables.rooms + room;
            if state.at[target] == NONE {
                state.put(lecture, target);
            }
        }
        for at in 0..self.moved.len() {
            let (lecture, place) = self.moved[at];
            if state.place_of[lecture as usize] != NONE {
                continue;
            }
            let course = usize::from(tables.course_of[lecture as usize]);
            let period = home + other - usize::from(tables.period_of[place as usize]);
            let free = (0..tables.rooms).filter(|room| state.at[period * tables.rooms + room] == NONE);
            let Some(room) = free.min_by_key(|&room| (state.room_price(course, room), room)) else {
                self.take_back(state);
                return false;
            };
            state.put(lecture, period * tables.rooms + room);
        }
        true
    }

    /// Takes the chain just run back.
    pub(crate) fn take_back(&mut self, state: &mut State) {
        for &(lecture, _) in &self.moved {
            if state.place_of[lecture as usize] != NONE {
                state.lift(lecture);
            }
        }
        for &(lecture, place) in &self.moved {
            state.put(lecture, place as usize);
        }
        self.moved.clear();
    }

    /// Collects the chain. False where one of its lectures cannot be taught in the other period.
    fn collect(&mut self, state: &State, lecture: u32, home: usize, other: usize) -> bool {
        let tables = state.tables;
        for (left, period) in self.left.iter_mut().zip([home, other]) {
            left.clear();
            let lectures = &state.at[period * tables.rooms..(period + 1) * tables.rooms];
            left.extend(lectures.iter().filter(|&&found| found != NONE && found != lecture));
        }
        self.moved.push((lecture, state.place_of[lecture as usize]));
        let mut next = 0;
        while next < self.moved.len() {
            let (lecture, place) = self.moved[next];
            next += 1;
            let course = usize::from(tables.course_of[lecture as usize]);
            let side = usize::from(usize::from(tables.period_of[place as usize]) == home);
            if !state.can_ever(course, [home, other][side]) {
                return false;
            }
            let moved = &mut self.moved;
            self.left[side].retain(|&found| {
                let rival = usize::from(tables.course_of[found as usize]);
                let tied = rival == course || tables.conflict[course * tables.courses + rival];
                if tied {
                    moved.push((found, state.place_of[found as usize]));
                }
                !tied
            });
        }
        true
    }
}
