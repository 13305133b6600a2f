//! What a school could do about a cause: repairs to try, each as a scenario with a rough price, and guesses that lie
//! near and may prove to be no help.
//!
//! A price orders repairs and means nothing else: 1 to give up an arrangement, 2 to open what exists, 3 for papers and
//! rosters, 4 to 6 for rules and equipment, 10 for each new room or person.

use super::items::Item;
use super::limits::{
    able, closed_rooms, course_at, meeting, names, pin_item, place, posts_of, staffed, uncleared_rooms,
};
use super::relief::{pins_of, skill_of};
use crate::format::ProblemFile;
use crate::lint::Finding;
use crate::lint::basis::Basis;
use crate::problem::{CourseId, Id, NO_BOUND, PeriodSet, Problem, TeacherId};
use crate::whatif::Scenario;
use serde_json::{Value, json};

/// A repair to try.
#[derive(Debug, Clone)]
pub(super) struct Offer {
    /// Offers of one family differ in their amount only: the least that works is wanted.
    pub(super) family: String,
    pub(super) price: u64,
    pub(super) item: Item,
    pub(super) scenario: Scenario,
}

/// Amounts that are tried.
const AMOUNTS: [u64; 8] = [1, 2, 3, 4, 6, 10, 16, 30];
/// Offers of one sort, such as times to meet, at most; and rooms.
const OF_A_SORT: usize = 8;
const ROOMS: usize = 40;

struct Offers<'a> {
    file: &'a ProblemFile,
    problem: &'a Problem,
    /// Periods in which the courses of the cause can meet.
    periods: PeriodSet,
    made: Vec<Offer>,
}

/// Repairs to try against a cause, the cheapest first, each once.
pub(super) fn of_cause(file: &ProblemFile, problem: &Problem, findings: &[Finding]) -> Vec<Offer> {
    let courses = findings.iter().filter_map(|finding| course_at(problem, finding.subject.first()?));
    let periods = courses.fold(PeriodSet::EMPTY, |set, course| set.or(patterns_of(problem, course)));
    let mut offers = Offers { file, problem, periods, made: Vec::new() };
    findings.iter().for_each(|finding| offers.against(finding));
    offers.made.sort_by(|a, b| (a.price, &a.item).cmp(&(b.price, &b.item)));
    offers.made.dedup_by(|a, b| a.item == b.item);
    offers.made
}

/// All periods in which a course can meet.
fn patterns_of(problem: &Problem, course: CourseId) -> PeriodSet {
    problem.courses[course].patterns.iter().fold(PeriodSet::EMPTY, |set, p| set.or(problem.patterns[p].periods))
}

impl Offers<'_> {
    /// Offers against one finding.
    fn against(&mut self, finding: &Finding) {
        let (problem, offers) = (self.problem, self);
        let subject = |ix: usize| finding.subject.get(ix).map_or("", String::as_str);
        let course = course_at(problem, subject(0));
        match (finding.code, course) {
            ("L201" | "L203", _) => offers.seats(finding),
            ("L202" | "L204" | "L206", _) => offers.people(finding),
            ("L205", Some(course)) => {
                offers.leads(course);
                offers.fewer_posts(course);
            }
            ("L207", _) => offers.minutes(),
            ("L208" | "L209" | "L210", _) => offers.lessons(finding, |row| row.special),
            ("L211", _) => {
                let category = finding.facts.first().cloned();
                offers.lessons(finding, move |row| row.category == category);
            }
            ("L212", _) => offers.gates(),
            ("L101" | "L102", Some(course)) => offers.leads(course),
            ("L103" | "L104" | "L105" | "L108", Some(course)) => offers.rooms(course, finding),
            ("L107", Some(course)) => offers.lower_min(course, finding),
            ("L119", _) => {
                let smallest = finding.facts.get(1).and_then(|fact| fact.parse().ok());
                offers.raise_cap(smallest.unwrap_or(0));
            }
            ("L109", Some(course)) => {
                offers.leads(course);
                offers.rooms(course, finding);
                offers.lower_min(course, finding);
            }
            ("L110", Some(course)) => offers.more_sections(course),
            ("L506", _) => offers.published(finding),
            (code, _) if code.starts_with("L3") => offers.pins(finding),
            _ => {}
        }
    }

    fn make(&mut self, family: &str, price: u64, item: Item, scenario: Scenario) {
        self.made.push(Offer { family: family.to_string(), price, item, scenario });
    }

    /// An id for a new row that no row has.
    fn fresh(&self, stem: &str, n: u64) -> String {
        let file = self.file;
        let taken = |id: &String| {
            let rooms = file.rooms.iter().map(|row| &row.id);
            let gates = file.gates.iter().map(|row| &row.id);
            rooms.chain(gates).chain(file.teachers.iter().map(|row| &row.id)).any(|other| other == id)
        };
        (n..).map(|n| format!("{stem}+{n}")).find(|id| !taken(id)).unwrap_or_default()
    }

    fn ids_of(&self, periods: PeriodSet) -> Value {
        json!(names(self.problem, periods))
    }

    fn open_room(&mut self, room: usize, closed: PeriodSet) {
        let id = self.file.rooms[room].id.clone();
        let subject = std::iter::once(id.clone()).chain(names(self.problem, closed)).collect();
        let scenario = Scenario::change("rooms", id.as_str(), "minus", json!({ "closed": self.ids_of(closed) }));
        self.make(&format!("open {id}"), 2, Item::new("open_room", subject, vec![]), scenario);
    }

    fn clear_room(&mut self, room: usize) {
        let id = self.file.rooms[room].id.clone();
        let scenario = Scenario::change("rooms", id.as_str(), "set", json!({ "cleared": true }));
        self.make(&format!("clear {id}"), 3, Item::new("clear_room", vec![id], vec![]), scenario);
    }

    fn add_rooms(&mut self, room: usize) {
        let id = self.file.rooms[room].id.clone();
        for n in AMOUNTS {
            let copies: Vec<Scenario> = (1..=n)
                .map(|copy| Scenario::with("rooms", Some(&id), json!({ "id": self.fresh(&id, copy), "closed": [] })))
                .collect();
            let item = Item::new("add_room", vec![id.clone()], vec![n.to_string()]);
            self.make("add room", 10 * n, item, Scenario::all(copies.iter()));
        }
    }

    fn enlarge_room(&mut self, room: usize) {
        let row = &self.file.rooms[room];
        let (id, from) = (row.id.clone(), row.capacity);
        for n in [5, 10, 15, 20] {
            let item = Item::new("enlarge_room", vec![id.clone()], vec![from.to_string(), (from + n).to_string()]);
            let scenario = Scenario::change("rooms", id.as_str(), "set", json!({ "capacity": from + n }));
            self.make(&format!("enlarge {id}"), 5 + n / 5, item, scenario);
        }
    }

    /// A greater cap on special sections, `least` or more.
    fn raise_cap(&mut self, least: u64) {
        let Some(from) = self.file.policy.special_cap else { return };
        for n in [0, 1, 2, 3, 5, 8, 12, 20] {
            let to = least.max(from + 1) + n;
            let n = to - from;
            let item = Item::new("raise_cap", vec![], vec![from.to_string(), to.to_string()]);
            self.make("cap", 5 + n, item, Scenario::policy(json!({ "special_cap": to })));
        }
    }

    fn more_sections(&mut self, course: CourseId) {
        let row = &self.file.courses[course.ix()];
        let id = row.id.clone();
        for n in [1, 2, 4, 8] {
            let (all, parallel) = (row.max_sections.map(|most| most + n), row.max_parallel.map(|most| most + n));
            if all.or(parallel).is_none() {
                return;
            }
            let told = |most: Option<u64>| most.map_or_else(|| "-".to_string(), |most| most.to_string());
            let item = Item::new("more_sections", vec![id.clone()], vec![told(all), told(parallel)]);
            let set = json!({ "max_sections": all, "max_parallel": parallel });
            self.make(&format!("sections {id}"), 2 + n, item, Scenario::change("courses", id.as_str(), "set", set));
        }
        if self.file.courses[course.ix()].patterns.is_empty() {
            let all: PeriodSet = self.problem.calendar.periods.ids().collect();
            all.iter().take(OF_A_SORT).for_each(|period| self.add_pattern(course, PeriodSet::of(period)));
        }
    }

    fn enlarge_course(&mut self, course: CourseId) {
        let row = &self.file.courses[course.ix()];
        let (id, Some(from)) = (row.id.clone(), row.max_size) else { return };
        for n in [5, 10, 20] {
            let item = Item::new("enlarge_course", vec![id.clone()], vec![from.to_string(), (from + n).to_string()]);
            let scenario = Scenario::change("courses", id.as_str(), "set", json!({ "max_size": from + n }));
            self.make(&format!("size {id}"), 3 + n / 5, item, scenario);
        }
    }

    fn bring_in(&mut self, person: TeacherId, periods: PeriodSet) {
        let row = &self.problem.teachers[person];
        let away = row.unavailable.and(periods);
        if away.is_empty() {
            return;
        }
        let id = row.name.clone();
        let subject = std::iter::once(id.clone()).chain(names(self.problem, away)).collect();
        let scenario = Scenario::change("teachers", id.as_str(), "minus", json!({ "unavailable": self.ids_of(away) }));
        let price = 3 + u64::from(away.len());
        self.make(&format!("bring in {id}"), price, Item::new("bring_in", subject, vec![]), scenario);
    }

    fn clear_teacher(&mut self, person: TeacherId) {
        let id = self.problem.teachers[person].name.clone();
        let scenario = Scenario::change("teachers", id.as_str(), "set", json!({ "cleared": true }));
        self.make(&format!("clear {id}"), 3, Item::new("clear_teacher", vec![id], vec![]), scenario);
    }

    fn hire(&mut self, skill: Option<String>, price: u64) {
        let skills: Vec<&String> = skill.iter().collect();
        for n in AMOUNTS {
            let people: Vec<Scenario> = (1..=n)
                .map(|copy| {
                    let id = self.fresh("new", copy);
                    Scenario::with("teachers", None, json!({ "id": id, "kind": "staff", "skills": skills }))
                })
                .collect();
            let facts = vec![n.to_string(), skill.clone().unwrap_or_default()];
            self.make("hire", price * n, Item::new("hire", vec![], facts), Scenario::all(people.iter()));
        }
    }

    fn teach(&mut self, person: TeacherId, skill: &str) {
        let id = self.problem.teachers[person].name.clone();
        let scenario = Scenario::change("teachers", id.as_str(), "plus", json!({ "skills": [skill] }));
        let item = Item::new("teach", vec![id.clone()], vec![skill.to_string()]);
        self.make(&format!("teach {id}"), 6, item, scenario);
    }

    fn fewer_posts(&mut self, course: CourseId) {
        let row = &self.file.courses[course.ix()];
        let (id, from) = (row.id.clone(), row.fill);
        for to in (0..from).rev().take(4) {
            let item = Item::new("fewer_posts", vec![id.clone()], vec![from.to_string(), to.to_string()]);
            let scenario = Scenario::change("courses", id.as_str(), "set", json!({ "fill": to }));
            self.make(&format!("fill {id}"), 6 + (from - to), item, scenario);
        }
    }

    fn add_pattern(&mut self, course: CourseId, periods: PeriodSet) {
        let id = self.file.courses[course.ix()].id.clone();
        let known = self.problem.courses[course].patterns.iter();
        if known.into_iter().any(|pattern| self.problem.patterns[pattern].periods == periods) {
            return;
        }
        let ids = names(self.problem, periods);
        let scenario = Scenario::change("courses", id.as_str(), "plus", json!({ "patterns": [ids] }));
        let subject: Vec<String> = std::iter::once(id.clone()).chain(ids).collect();
        let (family, price) = (format!("pattern {}", subject.join(" ")), 3 + u64::from(periods.len()));
        self.make(&family, price, Item::new("add_pattern", subject.clone(), vec![]), scenario.clone());
        // A child may hold the course no oftener than it may meet: one more time, one more section a child.
        let row = &self.file.courses[course.ix()];
        if row.kind == "open" && row.max_per_student <= row.patterns.len() as u64 {
            let (from, to) = (row.max_per_student, row.max_per_student + 1);
            let item = Item::new("add_pattern_times", subject, vec![from.to_string(), to.to_string()]);
            let oftener = Scenario::change("courses", id.as_str(), "set", json!({ "max_per_student": to }));
            self.make(&format!("{family} oftener"), price + 2, item, Scenario::all([&scenario, &oftener].into_iter()));
        }
    }

    /// Seats at one time, for all or for a grade.
    fn seats(&mut self, finding: &Finding) {
        let (periods, grade) = place(self.problem, finding);
        for (room, closed) in closed_rooms(self.problem, periods).into_iter().take(ROOMS) {
            self.open_room(room.ix(), closed);
        }
        for room in uncleared_rooms(self.file, self.problem, periods).into_iter().take(OF_A_SORT) {
            self.clear_room(room.ix());
        }
        let courses = meeting(self.problem, periods);
        let for_grade = |course: &CourseId| grade.is_none_or(|grade| self.problem.courses[*course].for_grade[grade]);
        let courses: Vec<CourseId> = courses.into_iter().filter(for_grade).collect();
        let rooms = || courses.iter().flat_map(|&course| &self.problem.courses[course].rooms).copied();
        let open = rooms().filter(|&room| !self.problem.rooms[room].closed.meets(periods));
        if let Some(best) = open.max_by_key(|&room| (self.problem.rooms[room].capacity, std::cmp::Reverse(room))) {
            self.add_rooms(best.ix());
            self.enlarge_room(best.ix());
        }
        for &course in courses.iter().take(OF_A_SORT) {
            self.more_sections(course);
            self.enlarge_course(course);
        }
        // A course for the grade that has no pattern then.
        let problem = self.problem;
        let general = |course: &CourseId| {
            let row = &problem.courses[*course];
            matches!(row.kind, crate::problem::CourseKind::Open | crate::problem::CourseKind::Care)
                && grade.is_none_or(|grade| row.for_grade[grade])
        };
        let missing: Vec<CourseId> =
            problem.courses.ids().filter(general).filter(|course| !courses.contains(course)).collect();
        for course in missing.into_iter().take(OF_A_SORT) {
            periods.iter().take(1).for_each(|period| self.add_pattern(course, PeriodSet::of(period)));
        }
        self.hire(Some("care".into()), 10);
        self.raise_cap(0);
    }

    /// People at one time.
    fn people(&mut self, finding: &Finding) {
        let (periods, _) = place(self.problem, finding);
        let mut courses = staffed(self.problem, periods);
        let posts = posts_of(self.problem, &courses);
        if finding.code == "L206" {
            courses.clone_from(&posts);
        }
        for (person, row) in self.problem.teachers.iter() {
            match (row.cleared, able(self.problem, &courses, person)) {
                (false, true) => self.clear_teacher(person),
                (true, true) => self.bring_in(person, periods),
                (true, false) if row.staff && !row.unavailable.meets(periods) && finding.code != "L206" => {
                    self.teach(person, "care");
                }
                _ => {}
            }
        }
        let skill = match courses.first() {
            Some(&course) if finding.code == "L206" => skill_of(&self.file.courses[course.ix()]),
            _ => Some("care".to_string()),
        };
        self.hire(skill, 10);
        if finding.code != "L202" {
            posts.into_iter().for_each(|post| self.fewer_posts(post));
        }
        if let Some(room) = self.largest_room() {
            self.add_rooms(room);
            self.enlarge_room(room);
        }
        self.raise_cap(0);
    }

    fn largest_room(&self) -> Option<usize> {
        let rooms = self.file.rooms.iter().enumerate().filter(|(_, row)| row.cleared && row.offsite.is_none());
        rooms.max_by_key(|(ix, row)| (row.capacity, std::cmp::Reverse(*ix))).map(|(ix, _)| ix)
    }

    /// Someone to lead a course.
    fn leads(&mut self, course: CourseId) {
        let row = &self.problem.courses[course];
        for (person, who) in self.problem.teachers.iter() {
            if row.lead_fits[person.ix()] {
                if who.cleared {
                    self.bring_in(person, self.periods);
                } else {
                    self.clear_teacher(person);
                }
            }
        }
        let of_course = &self.file.courses[course.ix()];
        let skill = skill_of(of_course);
        if let (Some(skill), true) = (&skill, of_course.leads.is_empty()) {
            let staff =
                self.problem.teachers.iter().filter(|(id, who)| who.staff && who.cleared && !row.lead_fits[id.ix()]);
            let staff: Vec<TeacherId> = staff.map(|(id, _)| id).take(3).collect();
            staff.into_iter().for_each(|person| self.teach(person, skill));
        }
        let named = !of_course.leads.is_empty();
        let id = of_course.id.clone();
        for n in [1, 2, 4] {
            let hired = (1..=n).map(|copy| {
                let person = self.fresh("new", copy);
                let row = json!({ "id": person, "kind": "staff", "skills": skill.iter().collect::<Vec<_>>() });
                let hire = Scenario::with("teachers", None, row);
                let name = Scenario::change("courses", id.as_str(), "plus", json!({ "leads": [person] }));
                // A change comes before what is added, and an id may be named before it exists.
                if named { Scenario::all([&name, &hire].into_iter()) } else { hire }
            });
            let hired: Vec<Scenario> = hired.collect();
            let item = Item::new("hire_for", vec![id.clone()], vec![n.to_string()]);
            self.make("hire", 10 * n, item, Scenario::all(hired.iter()));
        }
    }

    /// A room for a course.
    fn rooms(&mut self, course: CourseId, finding: &Finding) {
        let (periods, problem) = (self.periods, self.problem);
        let row = &problem.courses[course];
        let of_course = &self.file.courses[course.ix()];
        let id = of_course.id.clone();
        for &room in &row.rooms {
            let closed = problem.rooms[room].closed.and(periods);
            if !closed.is_empty() {
                self.open_room(room.ix(), closed);
            }
            if finding.code == "L108" {
                self.enlarge_room(room.ix());
            }
            if let (Some(offsite), "L105") = (problem.rooms[room].offsite, finding.code) {
                let longest = row.patterns.iter().map(|p| problem.patterns[p].shortest_block).max().unwrap_or(0);
                let stay = longest.saturating_sub(2 * offsite.travel);
                let (from, room) = (of_course.min_minutes, problem.rooms[room].name.clone());
                if stay > 0 && u64::from(stay) < from {
                    let item = Item::new("shorten_stay", vec![id.clone()], vec![from.to_string(), stay.to_string()]);
                    let set = Scenario::change("courses", id.as_str(), "set", json!({ "min_minutes": stay }));
                    self.make("stay", 3, item, set);
                }
                let travel = longest.saturating_sub(row.min_stay) / 2;
                let facts = vec![offsite.travel.to_string(), travel.to_string()];
                let set = json!({ "offsite": { "travel": travel, "escort_per": escorts(offsite.escort_per) } });
                let scenario = Scenario::change("rooms", room.as_str(), "set", set);
                self.make("nearer", 6, Item::new("nearer", vec![room], facts), scenario);
            }
        }
        let fits = |room: &crate::format::RoomRow| {
            !room.cleared
                && of_course.features.iter().all(|feature| room.features.contains(feature))
                && (of_course.rooms.is_empty() || of_course.rooms.contains(&room.id))
        };
        let uncleared: Vec<usize> =
            self.file.rooms.iter().enumerate().filter(|(_, room)| fits(room)).map(|(ix, _)| ix).collect();
        uncleared.into_iter().for_each(|room| self.clear_room(room));
        // Times at which a room that fits is open.
        let open = |period: &crate::problem::PeriodId| {
            row.rooms.iter().any(|&room| !problem.rooms[room].closed.has(*period)) && !periods.has(*period)
        };
        if finding.code == "L104" {
            let free: Vec<_> = problem.calendar.periods.ids().filter(open).take(OF_A_SORT).collect();
            free.into_iter().for_each(|period| self.add_pattern(course, PeriodSet::of(period)));
        }
        if finding.code == "L108" {
            let most = row.rooms.iter().map(|&room| problem.limit(course, Some(room))).max().unwrap_or(0);
            self.set_min(course, u64::from(most));
        }
        let capacity = of_course.max_size.unwrap_or(30).max(of_course.min_size);
        let room = self.fresh("room", 1);
        let new = json!({ "id": room, "capacity": capacity, "features": of_course.features });
        let add = Scenario::with("rooms", None, new);
        let name = Scenario::change("courses", id.as_str(), "plus", json!({ "rooms": [room] }));
        let scenario = if of_course.rooms.is_empty() { add } else { Scenario::all([&name, &add].into_iter()) };
        let facts = vec![of_course.features.join(", "), capacity.to_string()];
        self.make("new room", 10, Item::new("add_room_with", vec![id], facts), scenario);
    }

    fn set_min(&mut self, course: CourseId, to: u64) {
        let row = &self.file.courses[course.ix()];
        let (id, from) = (row.id.clone(), row.min_size);
        if to > 0 && to < from {
            let item = Item::new("lower_min", vec![id.clone()], vec![from.to_string(), to.to_string()]);
            let scenario = Scenario::change("courses", id.as_str(), "set", json!({ "min_size": to }));
            self.make("min size", 2 + (from - to) / 4, item, scenario);
        }
    }

    fn lower_min(&mut self, course: CourseId, finding: &Finding) {
        let most: u64 = finding.facts.first().and_then(|most| most.parse().ok()).unwrap_or(0);
        for part in [4, 3, 2, 1] {
            self.set_min(course, most * part / 4);
        }
        self.raise_cap(0);
        // Other times, at which more of those who wished it are there.
        let free: Vec<_> = self.problem.calendar.periods.ids().take(OF_A_SORT).collect();
        free.into_iter().for_each(|period| self.add_pattern(course, PeriodSet::of(period)));
    }

    fn minutes(&mut self) {
        let limited: Vec<String> =
            self.file.teachers.iter().filter(|row| row.max_minutes.is_some()).map(|row| row.id.clone()).collect();
        for n in [30, 60, 120, 240, 480] {
            let more = json!({ "max_minutes": n });
            let each: Vec<Scenario> =
                limited.iter().map(|id| Scenario::change("teachers", id.as_str(), "more", more.clone())).collect();
            let item = Item::new("more_minutes", vec![], vec![n.to_string()]);
            self.make("minutes", 3 + n / 30, item, Scenario::all(each.iter()));
        }
        self.hire(Some("care".into()), 10);
        if let Some(room) = self.largest_room() {
            self.add_rooms(room);
        }
    }

    /// More lessons of a sort: more times, a higher cap, more rooms and people.
    fn lessons(&mut self, finding: &Finding, of_sort: impl Fn(&crate::format::CourseRow) -> bool) {
        let problem = self.problem;
        let basis = Basis::new(problem);
        let courses: Vec<CourseId> =
            problem.courses.ids().filter(|course| of_sort(&self.file.courses[course.ix()])).collect();
        let reached = courses.iter().flat_map(|&course| basis.open_patterns(course));
        let reached = reached.fold(PeriodSet::EMPTY, |set, pattern| set.or(problem.patterns[pattern].periods));
        let general = courses.iter().copied().filter(|&course| {
            let row = &problem.courses[course];
            row.kind == crate::problem::CourseKind::Open && !row.leads.is_empty() && !row.rooms.is_empty()
        });
        // One for each grade, or more.
        let general: Vec<CourseId> = general.collect();
        let of_grade = |grade: usize| general.iter().copied().find(|&c| problem.courses[c].for_grade[grade]);
        let mut general: Vec<CourseId> = (0..problem.grades.len()).filter_map(of_grade).collect();
        general.sort();
        general.dedup();
        let all: PeriodSet = problem.calendar.periods.ids().collect();
        for &course in &general {
            let free: Vec<_> = all.minus(reached).iter().take(OF_A_SORT).collect();
            free.into_iter().for_each(|period| self.add_pattern(course, PeriodSet::of(period)));
            let row = &self.file.courses[course.ix()];
            let (id, from) = (row.id.clone(), row.max_per_student);
            for n in [1, 2, 4] {
                let item =
                    Item::new("more_per_student", vec![id.clone()], vec![from.to_string(), (from + n).to_string()]);
                let set = json!({ "max_per_student": from + n });
                let scenario = Scenario::change("courses", id.as_str(), "set", set);
                self.make(&format!("times {id}"), 2 + n, item, scenario);
            }
            self.more_sections(course);
            self.enlarge_course(course);
        }
        self.raise_cap(0);
        if finding.code != "L208" {
            if let Some(&room) = general.iter().flat_map(|&course| &problem.courses[course].rooms).next() {
                self.add_rooms(room.ix());
            }
            if let Some(skill) = general.iter().find_map(|course| skill_of(&self.file.courses[course.ix()])) {
                self.hire(Some(skill), 10);
            }
        }
        self.hire(Some("care".into()), 10);
    }

    fn gates(&mut self) {
        let waves = self.file.policy.max_waves.unwrap_or(6);
        for n in [1, 2, 4, 8] {
            let item = Item::new("more_waves", vec![], vec![waves.to_string(), (waves + n).to_string()]);
            self.make("waves", 4 + n, item, Scenario::policy(json!({ "max_waves": waves + n })));
        }
        let gates: Vec<(String, u64)> = self.file.gates.iter().map(|row| (row.id.clone(), row.per_wave)).collect();
        // A group may always leave alone: a gate is as wide as the largest.
        let rooms = self.file.rooms.iter().filter(|row| row.cleared).map(|row| row.capacity);
        let group = rooms.max().unwrap_or(0).min(self.file.students.len() as u64);
        for (id, from) in gates {
            for percent in [120, 150, 200, 300, 400] {
                let to = (from.max(group) * percent).div_ceil(100);
                let item = Item::new("widen_gate", vec![id.clone()], vec![from.to_string(), to.to_string()]);
                let scenario = Scenario::change("gates", id.as_str(), "set", json!({ "per_wave": to }));
                self.make(&format!("widen {id}"), 3 + percent / 100, item, scenario);
            }
            let new = self.fresh(&id, 1);
            let item = Item::new("add_gate", vec![id.clone()], vec![from.to_string()]);
            self.make("new gate", 12, item, Scenario::with("gates", Some(&id), json!({ "id": new })));
        }
        self.hire(Some("care".into()), 10);
    }

    fn published(&mut self, finding: &Finding) {
        let sections = self.problem.published.iter().flat_map(|plan| &plan.sections);
        let Some(section) = sections.into_iter().find(|section| section.name == finding.subject[0]) else { return };
        let periods = section.pattern.unwrap_or_default();
        let (room, lead) = (section.room.flatten(), section.lead.flatten());
        if let Some(room) = room.filter(|&room| !self.problem.rooms[room].cleared) {
            self.clear_room(room.ix());
        }
        if let Some(room) = room.filter(|&room| self.problem.rooms[room].closed.meets(periods)) {
            self.open_room(room.ix(), self.problem.rooms[room].closed.and(periods));
        }
        if let Some(lead) = lead {
            self.bring_in(lead, periods);
            if !self.problem.teachers[lead].cleared {
                self.clear_teacher(lead);
            }
            if let Some(skill) = section.course.and_then(|course| skill_of(&self.file.courses[course.ix()])) {
                self.teach(lead, &skill);
            }
        }
    }

    fn pins(&mut self, finding: &Finding) {
        for at in pins_of(self.file, finding) {
            let item = pin_item(self.file, at, true);
            self.make(&format!("pin {at}"), 1, item, Scenario::without("pins", at));
        }
        // What stands in the pin's way.
        let subject = |ix: usize| finding.subject.get(ix).map_or("", String::as_str);
        let room = self.problem.rooms.ids().find(|&room| self.problem.rooms[room].name == subject(1));
        let person = self.problem.teachers.ids().find(|&person| self.problem.teachers[person].name == subject(1));
        let all: PeriodSet = self.problem.calendar.periods.ids().collect();
        match (finding.code, room, person) {
            ("L303", Some(room), _) => self.open_room(room.ix(), self.problem.rooms[room].closed.and(all)),
            ("L305", _, Some(person)) => self.clear_teacher(person),
            ("L306", _, Some(person)) => self.bring_in(person, all),
            _ => {}
        }
    }
}

fn escorts(escort_per: u32) -> Value {
    if escort_per == NO_BOUND { Value::Null } else { json!(escort_per) }
}
