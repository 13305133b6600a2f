//! Everything that makes a problem invalid (contract, section 1).

use super::report::{Ids, at};
use crate::diagnostic::Diagnostic;
use crate::format::{CourseRow, FORMAT, PinRow, PlanFile, ProblemFile, words};
use crate::problem::{GREATEST, MAX_PERIODS};
use crate::rules;
use std::collections::BTreeMap;

/// Minutes of a day: most from one wave to the next, so that leavers × waves × minutes fit their sum.
const DAY: u64 = 24 * 60;

/// Everything in a plan that this program cannot hold: waves so late that sums over their leavers would not fit.
pub(super) fn check_plan(file: &PlanFile) -> Vec<Diagnostic> {
    let waves = file.waves.iter().enumerate().filter(|(_, row)| row.wave > GREATEST);
    let error = |ix, wave: u64| at("E120", format!("waves[{ix}].wave"), wave.to_string(), vec![GREATEST.to_string()]);
    waves.map(|(ix, row)| error(ix, row.wave)).collect()
}

/// A file of another format.
pub(super) fn wrong_format(found: &str) -> Diagnostic {
    at("E101", "format".into(), found, vec![FORMAT.into()])
}

/// Minutes of the day of a clock time `HH:MM`.
pub(super) fn clock(text: &str) -> Option<u32> {
    let (hours, minutes) = text.split_once(':')?;
    let number = |part: &str, below: u32| {
        let digits = part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
        part.parse::<u32>().ok().filter(|&n| digits && n < below)
    };
    Some(number(hours, 24)? * 60 + number(minutes, 60)?)
}

/// A period's place in time: (week, day, start, end).
type Span = (u64, u64, u32, u32);

fn clash(a: Span, b: Span) -> bool {
    (a.0, a.1) == (b.0, b.1) && a.2 < b.3 && b.2 < a.3
}

struct Check<'f> {
    file: &'f ProblemFile,
    errors: Vec<Diagnostic>,
    periods: Ids<'f>,
    /// By period: none when its own clock times are wrong.
    spans: Vec<Option<Span>>,
}

/// All errors of the file, in its order.
pub(super) fn check(file: &ProblemFile) -> Vec<Diagnostic> {
    let mut errors = Vec::new();
    if file.format != FORMAT {
        errors.push(wrong_format(&file.format));
    }
    let periods = Ids::collect("period", "periods", file.periods.iter().map(|row| &row.id), &mut errors);
    let mut check = Check { file, errors, periods, spans: Vec::new() };
    check.policy();
    check.calendar();
    check.rest();
    super::registry::check(file, &mut check.errors);
    check.errors
}

impl<'f> Check<'f> {
    fn word(&mut self, place: String, value: &str, allowed: &[&str]) {
        if !allowed.contains(&value) {
            self.errors.push(at("E102", place, value, vec![allowed.join(", ")]));
        }
    }

    fn size(&mut self, place: String, value: u64) {
        if value > GREATEST {
            self.errors.push(at("E120", place, value.to_string(), vec![GREATEST.to_string()]));
        }
    }

    fn sizes<const N: usize>(&mut self, row: &str, fields: [(&str, Option<u64>); N]) {
        for (field, value) in fields {
            if let Some(value) = value {
                self.size(format!("{row}.{field}"), value);
            }
        }
    }

    fn not_zero(&mut self, place: String, value: Option<u64>) {
        if value == Some(0) {
            self.errors.push(at("E118", place, "0", vec![]));
        }
    }

    fn policy(&mut self) {
        let policy = &self.file.policy;
        self.sizes(
            "policy",
            [
                ("want", policy.want),
                ("special_cap", policy.special_cap),
                ("share_from", policy.share_from),
                ("min_block", policy.min_block),
                ("max_break", policy.max_break),
                ("max_waves", policy.max_waves),
            ],
        );
        self.not_zero("policy.wave_minutes".into(), policy.wave_minutes);
        if let Some(minutes) = policy.wave_minutes.filter(|&minutes| minutes > DAY) {
            self.errors.push(at("E120", "policy.wave_minutes".into(), minutes.to_string(), vec![DAY.to_string()]));
        }
        for (ix, &value) in policy.wish_values.iter().flatten().enumerate() {
            self.size(format!("policy.wish_values[{ix}]"), value);
        }
        for (stage, &percent) in &policy.special_share {
            self.word(format!("policy.special_share.{stage}"), stage, &words::STAGES);
            self.size(format!("policy.special_share.{stage}"), percent);
        }
        for (ix, kind) in policy.share_kinds.iter().flatten().enumerate() {
            self.word(format!("policy.share_kinds[{ix}]"), kind, &words::PERIOD_KINDS);
        }
        for (ix, row) in policy.minutes.iter().enumerate() {
            if let Some(stage) = &row.stage {
                self.word(format!("policy.minutes[{ix}].stage"), stage, &words::STAGES);
            }
            self.size(format!("policy.minutes[{ix}].min"), row.min);
        }
        let weights: Vec<&str> =
            rules::RULES.iter().filter(|rule| rule.weight.is_some()).map(|rule| rule.name).collect();
        for (name, &weight) in &policy.weights {
            self.word(format!("policy.weights.{name}"), name, &weights);
            self.size(format!("policy.weights.{name}"), weight);
        }
    }

    fn calendar(&mut self) {
        let cycle = self.file.term.as_ref().map_or(1, |term| term.cycle_weeks);
        self.not_zero("term.cycle_weeks".into(), Some(cycle));
        if let Some(term) = &self.file.term {
            self.sizes("term", [("weeks", term.weeks), ("cycle_weeks", Some(term.cycle_weeks))]);
        }
        if self.file.periods.len() > MAX_PERIODS {
            let count = self.file.periods.len().to_string();
            self.errors.push(at("E120", "periods".into(), count, vec![MAX_PERIODS.to_string()]));
        }
        for (ix, row) in self.file.periods.iter().enumerate() {
            let row_at = format!("periods[{ix}]");
            for (field, value, most) in [("week", row.week, cycle.max(1)), ("day", row.day, 7)] {
                if !(1..=most).contains(&value) {
                    let range = vec!["1".into(), most.to_string()];
                    self.errors.push(at("E103", format!("{row_at}.{field}"), value.to_string(), range));
                }
            }
            self.word(format!("{row_at}.kind"), &row.kind, &words::PERIOD_KINDS);
            let times = [("start", &row.start), ("end", &row.end)].map(|(field, text)| {
                let minutes = clock(text);
                if minutes.is_none() {
                    self.errors.push(at("E107", format!("{row_at}.{field}"), text, vec![]));
                }
                minutes
            });
            let span = match times {
                [Some(start), Some(end)] if start < end => Some((row.week, row.day, start, end)),
                [Some(_), Some(_)] => {
                    let facts = vec![row.start.clone(), row.end.clone()];
                    self.errors.push(at("E108", format!("{row_at}.end"), &row.end, facts));
                    None
                }
                _ => None,
            };
            self.spans.push(span);
        }
    }

    /// Whether two known periods clash; the same period always does.
    fn periods_clash(&self, a: usize, b: usize) -> bool {
        a == b || matches!((self.spans[a], self.spans[b]), (Some(a), Some(b)) if clash(a, b))
    }

    /// Follows a list of period ids.
    fn period_list(&mut self, place: &str, ids: &[String]) -> Vec<Option<usize>> {
        let errors = &mut self.errors;
        let follow = |(ix, id): (usize, &String)| self.periods.find(id, || format!("{place}[{ix}]"), errors);
        ids.iter().enumerate().map(follow).collect()
    }

    fn rest(&mut self) {
        let file = self.file;
        let errors = &mut self.errors;
        let grades = Ids::collect("grade", "grades", file.grades.iter().map(|row| &row.id), errors);
        let classes = Ids::collect("class", "classes", file.classes.iter().map(|row| &row.id), errors);
        Ids::collect("student", "students", file.students.iter().map(|row| &row.id), errors);
        let courses = Ids::collect("course", "courses", file.courses.iter().map(|row| &row.id), errors);
        let teachers = Ids::collect("teacher", "teachers", file.teachers.iter().map(|row| &row.id), errors);
        let rooms = Ids::collect("room", "rooms", file.rooms.iter().map(|row| &row.id), errors);
        let gates = Ids::collect("gate", "gates", file.gates.iter().map(|row| &row.id), errors);

        for (ix, row) in file.grades.iter().enumerate() {
            self.word(format!("grades[{ix}].stage"), &row.stage, &words::STAGES);
            if let Some(gate) = &row.gate {
                gates.find(gate, || format!("grades[{ix}].gate"), &mut self.errors);
            }
        }
        for (ix, row) in file.classes.iter().enumerate() {
            grades.find(&row.grade, || format!("classes[{ix}].grade"), &mut self.errors);
            if let Some(home) = &row.home {
                rooms.find(home, || format!("classes[{ix}].home"), &mut self.errors);
            }
        }
        self.students(&classes, &courses);
        for (ix, row) in file.courses.iter().enumerate() {
            self.course(
                ix,
                row,
                [("grades", &row.grades, &grades), ("leads", &row.leads, &teachers), ("rooms", &row.rooms, &rooms)],
            );
        }
        for (ix, row) in file.teachers.iter().enumerate() {
            let row_at = format!("teachers[{ix}]");
            self.word(format!("{row_at}.kind"), &row.kind, &words::TEACHER_KINDS);
            self.period_list(&format!("{row_at}.unavailable"), &row.unavailable);
            self.period_list(&format!("{row_at}.avoid"), &row.avoid);
            let fields = [
                ("max_minutes", row.max_minutes),
                ("max_minutes_day", row.max_minutes_day),
                ("target_minutes", row.target_minutes),
                ("pay", Some(row.pay)),
            ];
            self.sizes(&row_at, fields);
        }
        for (ix, row) in file.rooms.iter().enumerate() {
            let row_at = format!("rooms[{ix}]");
            self.period_list(&format!("{row_at}.closed"), &row.closed);
            self.not_zero(format!("{row_at}.parallel"), Some(row.parallel));
            self.sizes(
                &row_at,
                [("capacity", Some(row.capacity)), ("parallel", Some(row.parallel)), ("cost", Some(row.cost))],
            );
            if let Some(offsite) = &row.offsite {
                self.not_zero(format!("{row_at}.offsite.escort_per"), offsite.escort_per);
                let fields = [("offsite.travel", Some(offsite.travel)), ("offsite.escort_per", offsite.escort_per)];
                self.sizes(&row_at, fields);
            }
        }
        for (ix, row) in file.gates.iter().enumerate() {
            self.size(format!("gates[{ix}].per_wave"), row.per_wave);
        }
        let students: BTreeMap<&str, usize> =
            file.students.iter().enumerate().map(|(ix, row)| (row.id.as_str(), ix)).collect();
        for (ix, row) in file.pins.iter().enumerate() {
            self.pin(ix, row, &students, [&courses, &teachers, &rooms]);
        }
        if let Some(published) = &file.published
            && published.format != FORMAT
        {
            let error = at("E101", "published.format".into(), &published.format, vec![FORMAT.into()]);
            self.errors.push(error);
        }
    }

    fn students(&mut self, classes: &Ids<'f>, courses: &Ids<'f>) {
        for (ix, row) in self.file.students.iter().enumerate() {
            let row_at = format!("students[{ix}]");
            classes.find(&row.class, || format!("{row_at}.class"), &mut self.errors);
            let attends = self.period_list(&format!("{row_at}.attends"), &row.attends);
            for (later, b) in attends.iter().enumerate() {
                let earlier = attends[..later].iter().flatten().find(|&&a| b.is_some_and(|b| self.periods_clash(a, b)));
                if let Some(&earlier) = earlier {
                    let facts = vec![self.file.periods[earlier].id.clone()];
                    self.errors.push(at("E109", format!("{row_at}.attends[{later}]"), &row.attends[later], facts));
                }
            }
            for (wish, id) in row.wishes.iter().enumerate() {
                let place = format!("{row_at}.wishes[{wish}]");
                let Some(course) = courses.find(id, || place.clone(), &mut self.errors) else { continue };
                let kind = &self.file.courses[course].kind;
                if kind != "club" {
                    self.errors.push(at("E115", place.clone(), id, vec![kind.clone()]));
                }
                if let Some(first) = row.wishes[..wish].iter().position(|other| other == id) {
                    self.errors.push(at("E116", place, id, vec![format!("{row_at}.wishes[{first}]")]));
                }
            }
            for (exempt, word) in row.exempt.iter().enumerate() {
                self.word(format!("{row_at}.exempt[{exempt}]"), word, &words::EXEMPTIONS);
            }
            self.sizes(&row_at, [("want", row.want)]);
        }
    }

    fn course(&mut self, ix: usize, row: &CourseRow, references: [(&str, &Vec<String>, &Ids<'f>); 3]) {
        let row_at = format!("courses[{ix}]");
        self.word(format!("{row_at}.kind"), &row.kind, &words::COURSE_KINDS);
        for (field, ids, known) in references {
            for (item, id) in ids.iter().enumerate() {
                known.find(id, || format!("{row_at}.{field}[{item}]"), &mut self.errors);
            }
        }
        let fields = [
            ("min_size", Some(row.min_size)),
            ("max_size", row.max_size),
            ("max_sections", row.max_sections),
            ("max_parallel", row.max_parallel),
            ("max_per_student", Some(row.max_per_student)),
            ("assistants", Some(row.assistants)),
            ("min_minutes", Some(row.min_minutes)),
            ("fill", Some(row.fill)),
            ("fee", Some(row.fee)),
        ];
        self.sizes(&row_at, fields);
        let mut seen: BTreeMap<Vec<usize>, usize> = BTreeMap::new();
        for (number, ids) in row.patterns.iter().enumerate() {
            let place = format!("{row_at}.patterns[{number}]");
            if ids.is_empty() {
                self.errors.push(at("E110", place, "", vec![]));
                continue;
            }
            let periods = self.period_list(&place, ids);
            for (later, b) in periods.iter().enumerate() {
                let earlier = periods[..later].iter().flatten().find(|&&a| b.is_some_and(|b| self.periods_clash(a, b)));
                if let Some(&earlier) = earlier {
                    let code = if *b == Some(earlier) { "E111" } else { "E112" };
                    let facts = if code == "E111" { vec![] } else { vec![self.file.periods[earlier].id.clone()] };
                    self.errors.push(at(code, format!("{place}[{later}]"), &ids[later], facts));
                }
            }
            if row.kind == "care" && ids.len() > 1 {
                self.errors.push(at("E114", place.clone(), ids.join(", "), vec![]));
            }
            let known: Option<Vec<usize>> = periods.into_iter().collect();
            if let Some(mut set) = known {
                set.sort_unstable();
                match seen.get(&set) {
                    Some(first) => {
                        let facts = vec![format!("{row_at}.patterns[{first}]")];
                        self.errors.push(at("E113", place, ids.join(", "), facts));
                    }
                    None => {
                        seen.insert(set, number);
                    }
                }
            }
        }
    }

    fn pin(&mut self, ix: usize, pin: &PinRow, students: &BTreeMap<&str, usize>, known: [&Ids<'f>; 3]) {
        let row_at = format!("pins[{ix}]");
        let [courses, teachers, rooms] = known;
        let subjects = [&pin.section, &pin.student, &pin.teacher].into_iter().flatten().count();
        let section_only = pin.pattern.is_some() || pin.room.is_some() || pin.lead.is_some();
        let fits =
            subjects == 1 && if pin.section.is_some() { !pin.never } else { pin.course.is_some() && !section_only };
        if !fits {
            self.errors.push(at("E119", row_at.clone(), "", vec![]));
        }
        if pin.section.as_deref() == Some("") {
            self.errors.push(at("E106", format!("{row_at}.section"), "", vec![]));
        }
        if let Some(course) = &pin.course {
            courses.find(course, || format!("{row_at}.course"), &mut self.errors);
        }
        if let Some(pattern) = &pin.pattern {
            self.period_list(&format!("{row_at}.pattern"), pattern);
        }
        if let Some(room) = &pin.room {
            rooms.find(room, || format!("{row_at}.room"), &mut self.errors);
        }
        for (field, id) in [("lead", &pin.lead), ("teacher", &pin.teacher)] {
            if let Some(id) = id {
                teachers.find(id, || format!("{row_at}.{field}"), &mut self.errors);
            }
        }
        if let Some(student) = &pin.student
            && !students.contains_key(student.as_str())
        {
            let error = at("E105", format!("{row_at}.student"), student, vec!["student".into(), String::new()]);
            self.errors.push(error);
        }
    }
}
