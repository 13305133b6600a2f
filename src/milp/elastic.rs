//! The whole school over aggregated demand, elastic: the least shortfall that any plan without violations owes.
//!
//! Children of one grade, attendance and debts are one group, rooms alike are one kind, people alike are one kind. The
//! variables are children of a group in a pattern, sections of a pattern in a kind of room, and sections of a pattern
//! led by a kind of people; what is not delivered is a slack at the contract's price. Every plan with hard 0 is a
//! solution whose slacks cost at most its shortfall, so the least cost is a true lower bound: pins, assistants, waves,
//! single wishes beyond the number of children who have them, and the whole numbers of everything but sections are left
//! out; in a large school those too. Each family of rows ([`Part`]) can be left out, which is how a smallest set that together owes is found, or
//! bought at a price, which is how the cheapest repair is found.

use super::adapter::{Limits, Model, Term, Var};
use crate::lint::basis::Basis;
use crate::lint::cells::moments;
use crate::problem::{
    CourseId, CourseKind, NO_BOUND, PatternId, PeriodId, PeriodSet, Problem, RoomId, StudentId, TeacherId,
};
use std::collections::{BTreeMap, BTreeSet};

/// Of each kind, rooms or people that may be bought.
const BUY: u32 = 20;
/// Students a school may have for its sections to be whole; in a larger one parts of sections prove nearly as much, in a
/// small part of the time.
const WHOLE_STUDENTS: usize = 600;
/// A row of a smaller dual is idle.
const IDLE: f64 = 1e-7;

/// A family of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// A seat for every child in a period.
    Seats(PeriodId),
    /// The special share.
    Share,
    /// Minutes of categories.
    Category,
    /// Sections that posts ask for.
    Posts,
    /// Sections that rooms hold at the moments of these periods, by position in [`moments`].
    Rooms(usize),
    /// People at a moment, by position in [`moments`].
    Leads(usize),
    /// Minutes that people serve.
    Minutes,
    /// The policy's cap on special sections.
    Cap,
    /// Sections that a course may have.
    Courses,
}

/// What may be bought to owe nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purchase {
    /// One more room like this one, open at all times.
    Room(RoomId),
    /// One more person like this one.
    Person(TeacherId),
}

/// Children who owe and attend alike.
struct Group {
    attends: PeriodSet,
    size: u32,
    /// Those whom `coverage` binds.
    covered: bool,
    special: i64,
    categories: Vec<(u32, i64)>,
    /// By course: members who may hold it.
    takes: BTreeMap<CourseId, u32>,
}

/// The model's ingredients.
pub struct Elastic<'p> {
    problem: &'p Problem,
    basis: Basis<'p>,
    moments: Vec<PeriodSet>,
    groups: Vec<Group>,
    /// Rooms alike.
    rooms: Vec<Vec<RoomId>>,
    /// People alike.
    people: Vec<Vec<TeacherId>>,
}

/// A model under construction.
struct Draft<'e, 'p> {
    of: &'e Elastic<'p>,
    without: &'e BTreeSet<Part>,
    buy: bool,
    model: Model,
    /// By pattern: sections in a kind of room, with the kind; none for no room.
    sections: BTreeMap<PatternId, Vec<(Option<usize>, Var)>>,
    /// By pattern: sections led by a kind of people.
    led: BTreeMap<PatternId, Vec<(usize, Var)>>,
    /// By pattern: children of a group.
    seats: BTreeMap<PatternId, Vec<(usize, Var)>>,
    bought: Vec<(Purchase, Var)>,
    /// Rows of each family.
    rows: BTreeMap<Part, Vec<usize>>,
}

impl<'p> Elastic<'p> {
    /// Gathers groups and kinds.
    pub fn new(problem: &'p Problem) -> Self {
        let basis = Basis::new(problem);
        let moments = moments(&basis);
        let mut groups: BTreeMap<_, Group> = BTreeMap::new();
        for (student, who) in problem.students.iter().filter(|(_, who)| !who.attends.is_empty()) {
            let key = (
                problem.grade_of(student),
                who.attends,
                who.owed_coverage,
                who.special_owed,
                who.category_owed.clone(),
            );
            let group = groups.entry(key).or_insert_with(|| Group {
                attends: who.attends,
                size: 0,
                covered: who.owed_coverage,
                special: who.special_owed,
                categories: who.category_owed.clone(),
                takes: BTreeMap::new(),
            });
            group.size += 1;
            for &course in &basis.courses_of[student] {
                *group.takes.entry(course).or_default() += 1;
            }
        }
        let mut rooms: BTreeMap<_, Vec<RoomId>> = BTreeMap::new();
        for (id, row) in problem.rooms.iter() {
            let usable =
                basis.usable.iter().filter(|(_, usable)| usable.rooms.contains(&id)).map(|(pattern, _)| pattern);
            let usable: Vec<PatternId> = usable.collect();
            if !usable.is_empty() {
                rooms.entry((row.capacity, row.parallel, row.closed, usable)).or_default().push(id);
            }
        }
        let mut people: BTreeMap<_, Vec<TeacherId>> = BTreeMap::new();
        for (id, row) in problem.teachers.iter() {
            let usable = basis.usable.iter().filter(|(_, usable)| usable.open && usable.leads.contains(&id));
            let usable: Vec<PatternId> = usable.map(|(pattern, _)| pattern).collect();
            if !usable.is_empty() {
                people.entry((row.max_minutes, row.max_minutes_day, usable)).or_default().push(id);
            }
        }
        let (rooms, people) = (rooms.into_values().collect(), people.into_values().collect());
        Self { problem, basis, moments, groups: groups.into_values().collect(), rooms, people }
    }

    /// Every family of rows that the school has: first what is owed, then what limits.
    pub fn parts(&self) -> Vec<Part> {
        let mut parts: Vec<Part> = self.problem.calendar.periods.ids().map(Part::Seats).collect();
        parts.extend([Part::Share, Part::Category, Part::Posts, Part::Minutes, Part::Cap, Part::Courses]);
        parts.extend((0..self.moments.len()).map(Part::Rooms));
        parts.extend((0..self.moments.len()).map(Part::Leads));
        parts
    }

    /// The periods in session at a moment, by its position.
    pub fn moment(&self, at: usize) -> PeriodSet {
        self.moments[at]
    }

    /// The least shortfall proven without some families of rows, in student-minutes.
    pub fn least(&self, without: &BTreeSet<Part>, limits: &Limits) -> i64 {
        let draft = self.draft(without, false);
        let answer = draft.model.solve(limits, None);
        // The shortfall is whole: a bound proves the whole number above it, less what the solver's tolerance may claim.
        if answer.bound.is_finite() { (answer.bound * (1.0 - 1e-6) - 0.01).ceil().max(0.0) as i64 } else { 0 }
    }

    /// Families without which a linear model proves as much, by its duals. None of a small school, whose sections are
    /// whole.
    pub fn idle(&self, limits: &Limits) -> BTreeSet<Part> {
        let whole = BTreeSet::new();
        let draft = self.draft(&whole, false);
        let duals = draft.model.solve(limits, None).duals;
        let idle = |(_, rows): &(&Part, &Vec<usize>)| rows.iter().all(|&row| duals[row].abs() < IDLE);
        if duals.is_empty() { BTreeSet::new() } else { draft.rows.iter().filter(idle).map(|(&part, _)| part).collect() }
    }

    /// The fewest rooms and people to buy so that nothing is owed; none where that cannot be bought or was not found.
    pub fn cheapest(&self, limits: &Limits) -> Option<Vec<(Purchase, u32)>> {
        let whole = BTreeSet::new();
        let draft = self.draft(&whole, true);
        let answer = draft.model.solve(limits, None);
        let count = |var: Var| (answer.values[var.ix()] - 1e-6).ceil() as u32;
        let taken = |&(what, var): &(Purchase, Var)| (count(var) > 0).then(|| (what, count(var)));
        answer.has_values().then(|| draft.bought.iter().filter_map(taken).collect())
    }

    fn draft<'e>(&'e self, without: &'e BTreeSet<Part>, buy: bool) -> Draft<'e, 'p> {
        let mut draft = Draft {
            of: self,
            without,
            buy,
            model: Model::new(),
            sections: BTreeMap::new(),
            led: BTreeMap::new(),
            seats: BTreeMap::new(),
            bought: Vec::new(),
            rows: BTreeMap::new(),
        };
        draft.patterns();
        draft.courses();
        let rooms = draft.rooms();
        draft.time(&rooms);
        draft.owed();
        draft
    }
}

impl Draft<'_, '_> {
    fn has(&self, part: Part) -> bool {
        !self.without.contains(&part)
    }

    /// Sections, rooms or people.
    fn number(&mut self, cost: f64, most: f64) -> Var {
        match self.of.problem.students.len() {
            ..=WHOLE_STUDENTS => self.model.integer(cost, 0.0, most),
            _ => self.model.continuous(cost, 0.0, most),
        }
    }

    /// Notes that the row just made is of a family.
    fn noted(&mut self, part: Part) {
        let row = self.model.rows() - 1;
        self.rows.entry(part).or_default().push(row);
    }

    /// Something not delivered: a slack at its price, or nothing where debts must be paid.
    fn slack(&mut self, price: f64) -> Option<Var> {
        (!self.buy).then(|| self.model.continuous(price, 0.0, f64::INFINITY))
    }

    /// Sections, leads and seats of every pattern that can open, and what ties them.
    fn patterns(&mut self) {
        let problem = self.of.problem;
        for (pattern, usable) in self.of.basis.usable.iter().filter(|(_, usable)| usable.open) {
            let course = problem.patterns[pattern].course;
            let row = &problem.courses[course];
            // No plan has more sections of a pattern than people, bought ones included.
            let people = problem.teachers.len() as u32 + if self.buy { self.of.people.len() as u32 * BUY } else { 0 };
            let bounds = if self.has(Part::Courses) { row.max_sections.min(row.max_parallel) } else { NO_BOUND };
            let most = f64::from(bounds.min(people));
            let mut sections = Vec::new();
            for (kind, _) in self.of.rooms.iter().enumerate().filter(|(_, rooms)| usable.rooms.contains(&rooms[0])) {
                sections.push((Some(kind), self.number(0.0, most)));
            }
            if !row.needs_room {
                sections.push((None, self.number(0.0, most)));
            }
            let mut led = Vec::new();
            for (kind, _) in self.of.people.iter().enumerate().filter(|(_, people)| usable.leads.contains(&people[0])) {
                led.push((kind, self.model.continuous(0.0, 0.0, f64::INFINITY)));
            }
            let mut terms: Vec<Term> = led.iter().map(|&(_, var)| (var, 1.0)).collect();
            terms.extend(sections.iter().map(|&(_, var)| (var, -1.0)));
            self.model.equal(terms, 0.0);
            if row.kind.has_seats() {
                self.seat(pattern, course, &sections);
            }
            self.sections.insert(pattern, sections);
            self.led.insert(pattern, led);
        }
    }

    fn seat(&mut self, pattern: PatternId, course: CourseId, sections: &[(Option<usize>, Var)]) {
        let problem = self.of.problem;
        let periods = problem.patterns[pattern].periods;
        let mut seats = Vec::new();
        for (ix, group) in self.of.groups.iter().enumerate().filter(|(_, group)| group.attends.covers(periods)) {
            let takes = group.takes.get(&course).copied().unwrap_or(0);
            if takes > 0 {
                seats.push((ix, self.model.continuous(0.0, 0.0, f64::from(takes))));
            }
        }
        let row = &problem.courses[course];
        let limit = |kind: Option<usize>| {
            let room = kind.map(|kind| self.of.rooms[kind][0]);
            let cap = if row.special && self.has(Part::Cap) { problem.policy.special_cap } else { NO_BOUND };
            let most = row.max_size.min(cap).min(room.map_or(NO_BOUND, |room| problem.rooms[room].capacity));
            f64::from(most.min(problem.students.len() as u32))
        };
        let mut most: Vec<Term> = seats.iter().map(|&(_, var)| (var, 1.0)).collect();
        let mut fewest = most.clone();
        most.extend(sections.iter().map(|&(kind, var)| (var, -limit(kind))));
        fewest.extend(sections.iter().map(|&(_, var)| (var, -f64::from(row.min_size))));
        self.model.at_most(most, 0.0);
        self.model.at_least(fewest, 0.0);
        self.seats.insert(pattern, seats);
    }

    /// Bounds of courses: sections in all, at once, and sections of one child.
    fn courses(&mut self) {
        let problem = self.of.problem;
        for (course, row) in problem.courses.iter() {
            let open: Vec<PatternId> =
                row.patterns.iter().filter(|pattern| self.sections.contains_key(pattern)).collect();
            let all = |draft: &Self, patterns: &[PatternId]| -> Vec<Term> {
                patterns.iter().flat_map(|pattern| &draft.sections[pattern]).map(|&(_, var)| (var, 1.0)).collect()
            };
            if self.has(Part::Courses) {
                if row.max_sections != NO_BOUND {
                    let terms = all(self, &open);
                    self.model.at_most(terms, f64::from(row.max_sections));
                }
                if row.max_parallel != NO_BOUND {
                    for period in problem.calendar.periods.ids() {
                        let meets = |pattern: &&PatternId| problem.patterns[**pattern].periods.has(period);
                        let then: Vec<PatternId> = open.iter().filter(meets).copied().collect();
                        let terms = all(self, &then);
                        self.model.at_most(terms, f64::from(row.max_parallel));
                    }
                }
            }
            if row.max_per_student != NO_BOUND && open.len() > row.max_per_student as usize {
                for (ix, group) in self.of.groups.iter().enumerate() {
                    let takes = group.takes.get(&course).copied().unwrap_or(0);
                    let seats = open.iter().filter_map(|pattern| self.seats.get(pattern));
                    let own = seats.flatten().filter(|(other, _)| *other == ix).map(|&(_, var)| (var, 1.0));
                    self.model.at_most(own.collect(), f64::from(takes) * f64::from(row.max_per_student));
                }
            }
        }
    }

    /// What may be bought: more rooms of a kind. By kind.
    fn rooms(&mut self) -> Vec<Option<Var>> {
        let mut bought = Vec::new();
        for rooms in &self.of.rooms {
            let var = self.buy.then(|| self.number(1.0, f64::from(BUY)));
            self.bought.extend(var.map(|var| (Purchase::Room(rooms[0]), var)));
            bought.push(var);
        }
        bought
    }

    /// Rooms and people at every moment, and the minutes of people.
    fn time(&mut self, bought: &[Option<Var>]) {
        let problem = self.of.problem;
        let mut hired = Vec::new();
        for people in &self.of.people {
            let var = self.buy.then(|| self.number(1.0, f64::from(BUY)));
            self.bought.extend(var.map(|var| (Purchase::Person(people[0]), var)));
            hired.push(var);
        }
        for (at, &periods) in self.of.moments.iter().enumerate() {
            let meets = |pattern: &PatternId| problem.patterns[*pattern].periods.meets(periods);
            if self.has(Part::Rooms(at)) {
                for (kind, rooms) in self.of.rooms.iter().enumerate() {
                    let sections = self.sections.iter().filter(|(pattern, _)| meets(pattern)).flat_map(|(_, all)| all);
                    let mut terms: Vec<Term> =
                        sections.filter(|(of, _)| *of == Some(kind)).map(|&(_, var)| (var, 1.0)).collect();
                    let parallel = f64::from(problem.rooms[rooms[0]].parallel);
                    terms.extend(bought[kind].map(|var| (var, -parallel)));
                    self.model.at_most(terms, parallel * rooms.len() as f64);
                    self.noted(Part::Rooms(at));
                }
            }
            if self.has(Part::Leads(at)) {
                for (kind, people) in self.of.people.iter().enumerate() {
                    let led = self.led.iter().filter(|(pattern, _)| meets(pattern)).flat_map(|(_, all)| all);
                    let mut terms: Vec<Term> = led.filter(|(of, _)| *of == kind).map(|&(_, var)| (var, 1.0)).collect();
                    terms.extend(hired[kind].map(|var| (var, -1.0)));
                    self.model.at_most(terms, people.len() as f64);
                    self.noted(Part::Leads(at));
                }
            }
        }
        if !self.has(Part::Minutes) {
            return;
        }
        for (kind, people) in self.of.people.iter().enumerate() {
            let person = &problem.teachers[people[0]];
            let mut bounds = vec![(person.max_minutes, None)];
            bounds.extend(problem.calendar.days.ids().map(|day| (person.max_minutes_day, Some(day))));
            for (most, day) in bounds.into_iter().filter(|(most, _)| *most != NO_BOUND) {
                let minutes = |pattern: PatternId| -> i64 {
                    let row = &problem.patterns[pattern];
                    let days = row.days.iter().filter(|(of, ..)| day.is_none_or(|day| *of == day));
                    days.map(|&(_, _, minutes)| minutes).sum()
                };
                let led = self.led.iter().flat_map(|(&pattern, all)| all.iter().map(move |entry| (pattern, entry)));
                let mut terms: Vec<Term> = led
                    .filter(|(_, (of, _))| *of == kind)
                    .map(|(pattern, (_, var))| (*var, minutes(pattern) as f64))
                    .collect();
                terms.extend(hired[kind].map(|var| (var, -f64::from(most))));
                self.model.at_most(terms, f64::from(most) * people.len() as f64);
                self.noted(Part::Minutes);
            }
        }
    }

    /// What the school owes: seats, shares, categories, posts.
    fn owed(&mut self) {
        let problem = self.of.problem;
        for (ix, group) in self.of.groups.iter().enumerate() {
            let size = f64::from(group.size);
            let of_group = |draft: &Self, value: &dyn Fn(PatternId) -> i64| -> Vec<Term> {
                let seats =
                    draft.seats.iter().flat_map(|(&pattern, all)| all.iter().map(move |entry| (pattern, entry)));
                let own = seats
                    .filter(|(_, (other, _))| *other == ix)
                    .map(|(pattern, (_, var))| (*var, value(pattern) as f64));
                own.filter(|(_, value)| *value != 0.0).collect()
            };
            for period in group.attends.iter() {
                let terms = of_group(self, &|pattern| i64::from(problem.patterns[pattern].periods.has(period)));
                self.model.at_most(terms.clone(), size);
                if group.covered && self.has(Part::Seats(period)) {
                    let minutes = problem.calendar.periods[period].minutes() as f64;
                    self.pay(Part::Seats(period), terms, size, 10.0 * minutes);
                }
            }
            if group.special > 0 && self.has(Part::Share) {
                let special = |pattern: PatternId| {
                    let row = &problem.patterns[pattern];
                    if problem.courses[row.course].special { row.share_minutes } else { 0 }
                };
                let terms = of_group(self, &special);
                self.pay(Part::Share, terms, size * group.special as f64, 1.0);
            }
            let categories = if self.has(Part::Category) { &group.categories[..] } else { &[] };
            for &(category, owed) in categories {
                let minutes = |pattern: PatternId| {
                    let row = &problem.patterns[pattern];
                    if problem.courses[row.course].category == Some(category) { row.minutes } else { 0 }
                };
                let terms = of_group(self, &minutes);
                self.pay(Part::Category, terms, size * owed as f64, 1.0);
            }
        }
        if self.has(Part::Posts) {
            let posts = problem.courses.iter().filter(|(_, row)| row.kind == CourseKind::Post && row.fill > 0);
            for pattern in posts.flat_map(|(_, row)| row.patterns.iter()) {
                let fill = f64::from(problem.courses[problem.patterns[pattern].course].fill);
                let sections = self.sections.get(&pattern).into_iter().flatten();
                let terms = sections.map(|&(_, var)| (var, 1.0)).collect();
                self.pay(Part::Posts, terms, fill, 20.0 * problem.patterns[pattern].minutes as f64);
            }
        }
    }

    /// `Σ terms ≥ owed`, up to a slack at a price.
    fn pay(&mut self, part: Part, mut terms: Vec<Term>, owed: f64, price: f64) {
        terms.extend(self.slack(price).map(|var| (var, 1.0)));
        self.model.at_least(terms, owed);
        self.noted(part);
    }
}

/// Children of these periods, for whom a seat is owed.
pub fn attending(problem: &Problem, period: PeriodId) -> usize {
    let owed = |student: &StudentId| {
        let who = &problem.students[*student];
        who.owed_coverage && who.attends.has(period)
    };
    problem.students.ids().filter(owed).count()
}
