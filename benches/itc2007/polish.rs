//! Large neighbourhoods: some courses are taken out of the timetable and put back at best by a MILP, all others
//! standing (Shaw, CP 1998; for this problem Kiefer, Hartl and Schnell, Annals of Operations Research 252, 2017). A
//! model of its own for the engine room: its kinds of move say which courses, its work counts models solved.

use super::part::Part;
use super::state::{Cost, NONE, State};
use paipian::clock::Watch;
use paipian::milp::adapter::Limits;
use paipian::search::{Limit, Model, Rng, Schedule, pick};

/// Lectures taken out: courses are added until there are as many.
const LECTURES: usize = 14;
/// Nodes of each search.
const NODES: u32 = 100;
/// Seconds of each search, where the clock is the limit.
const SECONDS: f64 = 4.0;

/// A kind of neighbourhood: the courses to take out, in order of preference.
type Kind = fn(&State, &mut Rng) -> Vec<usize>;

const KINDS: [Kind; 3] = [fellows, costly, together];

/// A timetable without conflicts, bettered by MILPs.
#[derive(Debug, Clone)]
pub(crate) struct Neighbourhoods<'t> {
    state: State<'t>,
    /// The clock, and the second it must end by.
    end: Option<(Watch, f64)>,
    /// Lectures taken out last, and the places they had.
    moved: Vec<(u32, u32)>,
    work: u64,
}

impl<'t> Neighbourhoods<'t> {
    /// Nothing worse is accepted.
    pub(crate) const SCHEDULE: Schedule = Schedule { hot: 0.0, cold: 0.0 };

    /// Starts at a timetable. `watch` runs since the start of the limit.
    pub(crate) fn new(state: State<'t>, watch: Watch, limit: Limit) -> Self {
        let end = match limit {
            Limit::Seconds(seconds) => Some((watch, seconds)),
            Limit::Rounds(_) => None,
        };
        Self { state, end, moved: Vec::new(), work: 0 }
    }

    /// The timetable as it stands.
    pub(crate) fn into_state(self) -> State<'t> {
        self.state
    }
}

impl Model for Neighbourhoods<'_> {
    type Value = Cost;

    fn value(&self) -> Cost {
        self.state.cost
    }

    fn energy(&self) -> i64 {
        self.state.cost.soft
    }

    fn kinds(&self) -> usize {
        KINDS.len()
    }

    fn attempt(&mut self, kind: usize, rng: &mut Rng) -> bool {
        self.work += 1;
        let seconds = self.end.map_or(f64::INFINITY, |(watch, end)| (end - watch.seconds()).clamp(0.0, SECONDS));
        if self.state.cost.hard > 0 || seconds == 0.0 {
            return false;
        }
        let mut courses = Vec::new();
        let mut lectures = 0;
        for course in KINDS[kind](&self.state, rng) {
            if lectures >= LECTURES {
                break;
            }
            lectures += self.state.tables.lectures_of(course).len();
            courses.push(course);
        }
        self.moved.clear();
        for &course in &courses {
            for lecture in self.state.tables.lectures_of(course) {
                self.moved.push((lecture, self.state.place_of[lecture as usize]));
                self.state.lift(lecture);
            }
        }
        let limits = Limits { seconds, nodes: Some(NODES), gap: 0.9 };
        let found = Part::new(&self.state, &courses, &self.moved).better(&limits);
        let places = found.as_ref().unwrap_or(&self.moved);
        for &(lecture, place) in places {
            self.state.put(lecture, place as usize);
        }
        found.is_some()
    }

    fn keep(&mut self) {}

    fn take_back(&mut self) {
        for &(lecture, _) in &self.moved {
            self.state.lift(lecture);
        }
        for &(lecture, place) in &self.moved {
            self.state.put(lecture, place as usize);
        }
    }

    fn work(&self) -> u64 {
        self.work
    }
}

/// A random order.
fn shuffle<T>(items: &mut [T], rng: &mut Rng) {
    for last in (1..items.len()).rev() {
        items.swap(last, pick(rng, last + 1));
    }
}

/// Courses that conflict with one course, or with those, and so on, the nearest first.
fn around(state: &State, seed: usize, rng: &mut Rng) -> Vec<usize> {
    let tables = state.tables;
    let mut seen = vec![false; tables.courses];
    let mut order = vec![seed];
    seen[seed] = true;
    let mut next = 0;
    while next < order.len() {
        let mut rivals: Vec<usize> = tables.rivals[order[next]].iter().map(|&rival| rival.into()).collect();
        shuffle(&mut rivals, rng);
        for rival in rivals {
            if !std::mem::replace(&mut seen[rival], true) {
                order.push(rival);
            }
        }
        next += 1;
    }
    order
}

/// Around any course.
fn fellows(state: &State, rng: &mut Rng) -> Vec<usize> {
    let seed = pick(rng, state.tables.courses);
    around(state, seed, rng)
}

/// Around a course that costs something.
fn costly(state: &State, rng: &mut Rng) -> Vec<usize> {
    let costs: Vec<usize> = (0..state.tables.courses).filter(|&course| state.is_costly(course)).collect();
    let seed = if costs.is_empty() { pick(rng, state.tables.courses) } else { costs[pick(rng, costs.len())] };
    around(state, seed, rng)
}

/// Courses that meet in the periods of one course: they compete for its rooms.
fn together(state: &State, rng: &mut Rng) -> Vec<usize> {
    let tables = state.tables;
    let seed = pick(rng, tables.courses);
    let mut others: Vec<usize> = Vec::new();
    for lecture in tables.lectures_of(seed) {
        let (_, period, _) = state.where_is(lecture);
        let row = &state.at[period * tables.rooms..(period + 1) * tables.rooms];
        others.extend(
            row.iter().filter(|&&found| found != NONE).map(|&found| usize::from(tables.course_of[found as usize])),
        );
    }
    shuffle(&mut others, rng);
    let mut order = vec![seed];
    for course in others {
        if !order.contains(&course) {
            order.push(course);
        }
    }
    order
}
