//! Some courses, taken out of a timetable, as a MILP around all others. The rows are those of Burke, Mareček, Parkes and
//! Rudová (Annals of Operations Research 179, 2010), with a room of its own for each lecture.

use super::state::{NONE, State};
use super::tables::{DAY, LONELY};
use paipian::milp::adapter::{Limits, Model, Term, Var};

/// Rooms offered to a course, beside those it has.
const ROOMS: usize = 3;

/// A lecture of a course that may be in a place.
#[derive(Debug, Clone, Copy)]
struct Choice {
    course: usize,
    period: usize,
    room: usize,
    var: Var,
}

/// The MILP of some courses whose lectures are lifted.
pub(crate) struct Part<'s, 't> {
    state: &'s State<'t>,
    courses: &'s [usize],
    /// Their lectures and the places they had.
    had: &'s [(u32, u32)],
    model: Model,
    choices: Vec<Choice>,
    /// What the places they had mean for each variable.
    start: Vec<f64>,
}

impl<'s, 't> Part<'s, 't> {
    /// The model of courses that are lifted from a timetable without conflicts.
    pub(crate) fn new(state: &'s State<'t>, courses: &'s [usize], had: &'s [(u32, u32)]) -> Self {
        let mut part = Self { state, courses, had, model: Model::new(), choices: Vec::new(), start: Vec::new() };
        part.places();
        part.spread();
        part.together();
        part
    }

    /// New places that cost less, if there are any within the limits.
    pub(crate) fn better(self, limits: &Limits) -> Option<Vec<(u32, u32)>> {
        let answer = self.model.solve(limits, Some(&self.start));
        if !answer.has_values() || answer.objective > self.model.cost_of(&self.start) - 0.5 {
            return None;
        }
        let tables = self.state.tables;
        let mut places = Vec::with_capacity(self.had.len());
        for &course in self.courses {
            let chosen = self.choices.iter().filter(|choice| choice.course == course && answer.chosen(choice.var));
            for (lecture, choice) in tables.lectures_of(course).zip(chosen) {
                places.push((lecture, (choice.period * tables.rooms + choice.room) as u32));
            }
        }
        (places.len() == self.had.len()).then_some(places)
    }

    /// A variable and its value at the start.
    fn enter(&mut self, var: Var, start: f64) -> Var {
        debug_assert_eq!(var.ix(), self.start.len());
        self.start.push(start);
        var
    }

    fn had(&self, course: usize, period: usize, room: usize) -> bool {
        let tables = self.state.tables;
        let place = (period * tables.rooms + room) as u32;
        self.had.iter().any(|&(lecture, had)| had == place && usize::from(tables.course_of[lecture as usize]) == course)
    }

    /// Lectures in places: capacity, and rooms beyond the first.
    fn places(&mut self) {
        let tables = self.state.tables;
        for &course in self.courses {
            let lectures = tables.lectures_of(course).len() as f64;
            let mut used_rooms: Vec<usize> = self
                .had
                .iter()
                .filter(|(lecture, _)| usize::from(tables.course_of[*lecture as usize]) == course)
                .map(|&(_, place)| tables.room_of[place as usize].into())
                .collect();
            used_rooms.sort_unstable();
            used_rooms.dedup();
            let mut rooms: Vec<usize> = (0..tables.rooms).collect();
            rooms.sort_by_key(|room| (!used_rooms.contains(room), self.state.room_price(course, *room)));
            rooms.truncate(ROOMS + used_rooms.len());
            let open: Vec<usize> = (0..tables.periods)
                .filter(|&period| self.state.is_open(course, period) && self.state.clashes(course, period) == 0)
                .collect();
            for &room in &rooms {
                let held = used_rooms.contains(&room);
                let opened = self.model.continuous(1.0, 0.0, 1.0);
                let opened = self.enter(opened, f64::from(u8::from(held)));
                for &period in &open {
                    if self.state.at[period * tables.rooms + room] != NONE {
                        continue;
                    }
                    let var = self.model.binary(f64::from(tables.standing[course * tables.rooms + room]));
                    let had = self.had(course, period, room);
                    let var = self.enter(var, f64::from(u8::from(had)));
                    self.model.at_most(vec![(var, 1.0), (opened, -1.0)], 0.0);
                    self.choices.push(Choice { course, period, room, var });
                }
            }
            let all = self.choices.iter().filter(|choice| choice.course == course).map(|choice| (choice.var, 1.0));
            self.model.equal(all.collect(), lectures);
        }
        for place in 0..tables.places() {
            let (period, room) = (place / tables.rooms, place % tables.rooms);
            self.at_most_one(|choice| choice.period == period && choice.room == room);
        }
    }

    fn terms(&self, of: impl Fn(&Choice) -> bool) -> Vec<Term> {
        self.choices.iter().filter(|choice| of(choice)).map(|choice| (choice.var, 1.0)).collect()
    }

    fn at_most_one(&mut self, of: impl Fn(&Choice) -> bool) {
        let terms = self.terms(of);
        if terms.len() > 1 {
            self.model.at_most(terms, 1.0);
        }
    }

    /// Days of a course.
    fn spread(&mut self) {
        let tables = self.state.tables;
        for &course in self.courses {
            let wanted = f64::from(tables.min_days[course].min(tables.days as i32));
            let mut days = Vec::new();
            for day in 0..tables.days {
                let terms =
                    self.terms(|choice| choice.course == course && usize::from(tables.day_of[choice.period]) == day);
                let met = terms.iter().any(|(var, _)| self.start[var.ix()] > 0.5);
                let var = self.model.continuous(0.0, 0.0, 1.0);
                let var = self.enter(var, f64::from(u8::from(met)));
                let mut row = terms;
                row.push((var, -1.0));
                self.model.at_least(row, 0.0);
                days.push((var, 1.0));
            }
            let used: f64 = days.iter().map(|(var, _)| self.start[var.ix()]).sum();
            let missing = self.model.continuous(f64::from(DAY), 0.0, wanted);
            days.push((self.enter(missing, (wanted - used).max(0.0)), 1.0));
            self.model.at_least(days, wanted);
        }
    }

    /// Conflicts, and lonely lectures of curricula.
    fn together(&mut self) {
        let tables = self.state.tables;
        let mut teachers: Vec<u32> = self.courses.iter().map(|&course| tables.teacher[course]).collect();
        teachers.sort_unstable();
        teachers.dedup();
        let mut curricula: Vec<u32> =
            self.courses.iter().flat_map(|&course| tables.curricula[course].iter().copied()).collect();
        curricula.sort_unstable();
        curricula.dedup();
        for period in 0..tables.periods {
            for &teacher in &teachers {
                self.at_most_one(|choice| choice.period == period && tables.teacher[choice.course] == teacher);
            }
        }
        for curriculum in curricula {
            let curriculum = curriculum as usize;
            let member = |course: usize| tables.member[curriculum * tables.courses + course];
            // By period: the free lectures of the curriculum, and those that stand.
            let free: Vec<Vec<Term>> = (0..tables.periods)
                .map(|period| self.terms(|choice| choice.period == period && member(choice.course)))
                .collect();
            let stand: Vec<f64> =
                (0..tables.periods).map(|period| f64::from(self.state.lectures_then(curriculum, period))).collect();
            for period in 0..tables.periods {
                if free[period].len() > 1 {
                    self.model.at_most(free[period].clone(), 1.0);
                }
                let beside = [period.wrapping_sub(1), period + 1]
                    .into_iter()
                    .filter(|&beside| beside < tables.periods && tables.day_of[beside] == tables.day_of[period]);
                let beside: Vec<usize> = beside.collect();
                // lonely ≥ here − before − after
                let mut row: Vec<Term> = free[period].iter().map(|&(var, _)| (var, -1.0)).collect();
                row.extend(beside.iter().flat_map(|&beside| free[beside].iter().copied()));
                let least = stand[period] - beside.iter().map(|&beside| stand[beside]).sum::<f64>();
                if row.is_empty()
                    || stand[period] == 0.0 && free[period].is_empty()
                    || least + (free[period].len() as f64).min(1.0) <= 0.0
                {
                    continue;
                }
                let value = least - row.iter().map(|&(var, factor)| factor * self.start[var.ix()]).sum::<f64>();
                let lonely = self.model.continuous(f64::from(LONELY), 0.0, 1.0);
                row.push((self.enter(lonely, value.clamp(0.0, 1.0)), 1.0));
                self.model.at_least(row, least);
            }
        }
    }
}
