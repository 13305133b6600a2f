//! The moves, and the model that the engine room searches. Moves of one or two lectures are evaluated without changing
//! anything; a Kempe chain is done and taken back.

use super::chain::Chain;
use super::state::{Cost, State};
use paipian::search::{Model, Rng, pick};

/// Energy of a conflict.
const CONFLICT: i64 = 100;
/// Most conflicts that one move may add.
const MOST_NEW: i32 = 1;

/// A kind of move: what it changes, or None when it cannot be; sets `tried`.
type Move = fn(&mut Timetabling, &mut Rng) -> Option<Cost>;

const MOVES: [(&str, Move); 5] =
    [("move", anywhere), ("swap", swap), ("room", room), ("period", period), ("chain", chain)];

/// Name of a kind of move.
pub(crate) fn name_of(kind: usize) -> &'static str {
    MOVES[kind].0
}

#[derive(Debug, Clone, Copy)]
enum Tried {
    Nothing,
    /// A lecture to a place.
    Exchange(u32, u32),
    /// Done already.
    Chain,
}

/// A timetable under search.
#[derive(Debug, Clone)]
pub(crate) struct Timetabling<'t> {
    pub(crate) state: State<'t>,
    tried: Tried,
    change: Cost,
    chain: Chain,
    work: u64,
}

impl<'t> Timetabling<'t> {
    /// A model that starts at a timetable in which every lecture has a place.
    pub(crate) fn new(state: State<'t>) -> Self {
        let chain = Chain::new(state.tables);
        Self { state, tried: Tried::Nothing, change: Cost::default(), chain, work: 0 }
    }

    /// The timetable as it stands.
    pub(crate) fn into_state(self) -> State<'t> {
        self.state
    }

    fn lecture(&self, rng: &mut Rng) -> u32 {
        pick(rng, self.state.place_of.len()) as u32
    }

    #[inline]
    fn exchange(&mut self, lecture: u32, place: usize) -> Option<Cost> {
        self.tried = Tried::Exchange(lecture, place as u32);
        self.state.change(lecture, place, MOST_NEW)
    }
}

/// A lecture goes to any place, its lecture to the place left.
fn anywhere(model: &mut Timetabling, rng: &mut Rng) -> Option<Cost> {
    let lecture = model.lecture(rng);
    let place = pick(rng, model.state.at.len());
    model.exchange(lecture, place)
}

/// Two lectures change places.
fn swap(model: &mut Timetabling, rng: &mut Rng) -> Option<Cost> {
    let (lecture, other) = (model.lecture(rng), model.lecture(rng));
    model.exchange(lecture, model.state.place_of[other as usize] as usize)
}

/// A lecture goes to another room in its period.
fn room(model: &mut Timetabling, rng: &mut Rng) -> Option<Cost> {
    let lecture = model.lecture(rng);
    let (_, period, _) = model.state.where_is(lecture);
    let rooms = model.state.tables.rooms;
    model.exchange(lecture, period * rooms + pick(rng, rooms))
}

/// A lecture goes to another period in its room.
fn period(model: &mut Timetabling, rng: &mut Rng) -> Option<Cost> {
    let lecture = model.lecture(rng);
    let (_, _, room) = model.state.where_is(lecture);
    let tables = model.state.tables;
    model.exchange(lecture, pick(rng, tables.periods) * tables.rooms + room)
}

/// The lectures of two periods that must go together change periods.
fn chain(model: &mut Timetabling, rng: &mut Rng) -> Option<Cost> {
    let lecture = model.lecture(rng);
    let other = pick(rng, model.state.tables.periods);
    let before = model.state.cost;
    let done = model.chain.run(&mut model.state, lecture, other);
    model.work += model.chain.work();
    model.tried = Tried::Chain;
    let after = model.state.cost;
    done.then_some(Cost { hard: after.hard - before.hard, soft: after.soft - before.soft })
}

impl Model for Timetabling<'_> {
    type Value = Cost;

    fn value(&self) -> Cost {
        self.state.cost
    }

    fn energy(&self) -> i64 {
        let Cost { hard, soft } = self.state.cost;
        let Cost { hard: more_hard, soft: more_soft } = match self.tried {
            Tried::Exchange(..) => self.change,
            Tried::Nothing | Tried::Chain => Cost::default(),
        };
        CONFLICT * (hard + more_hard) + soft + more_soft
    }

    fn kinds(&self) -> usize {
        MOVES.len()
    }

    #[inline]
    fn attempt(&mut self, kind: usize, rng: &mut Rng) -> bool {
        self.work += 1;
        match MOVES[kind].1(self, rng) {
            Some(change) => {
                self.change = change;
                true
            }
            None => {
                self.tried = Tried::Nothing;
                false
            }
        }
    }

    fn keep(&mut self) {
        if let Tried::Exchange(lecture, place) = self.tried {
            self.state.exchange(lecture, place as usize);
        }
        self.tried = Tried::Nothing;
    }

    fn take_back(&mut self) {
        if let Tried::Chain = self.tried {
            self.chain.take_back(&mut self.state);
        }
        self.tried = Tried::Nothing;
    }

    fn work(&self) -> u64 {
        self.work
    }
}
