//! Builds the values of a problem that has been checked.

use super::check::clock;
use super::follow::follow;
use crate::format::{CourseRow, PinRow, ProblemFile, StudentRow, words};
use crate::policy::{MinutesRule, Policy};
use crate::problem::{
    Calendar, Class, ClassId, Course, CourseId, CourseKind, FamilyId, Gate, Grade, Id, NO_BOUND, Offsite, Pattern,
    PatternId, PatternRange, Period, PeriodId, PeriodKind, PeriodSet, Pin, Problem, Room, RoomId, SectionPin, Stage,
    Student, StudentId, Table, Teacher, TeacherId,
};
use crate::rules;
use std::collections::BTreeMap;

/// Position of each id of a list.
type Places<'f> = BTreeMap<&'f str, usize>;

fn places<'f>(ids: impl Iterator<Item = &'f String>) -> Places<'f> {
    ids.enumerate().map(|(ix, id)| (id.as_str(), ix)).collect()
}

/// Gives each distinct word a dense number.
#[derive(Default)]
struct Words<'f>(BTreeMap<&'f str, u32>);

impl<'f> Words<'f> {
    fn number(&mut self, word: &'f str) -> u32 {
        let next = u32::try_from(self.0.len()).expect("fewer words than rows");
        *self.0.entry(word).or_insert(next)
    }
}

struct Build<'f> {
    file: &'f ProblemFile,
    calendar: Calendar,
    policy: Policy,
    periods: Places<'f>,
    grades: Places<'f>,
    classes: Places<'f>,
    students: Places<'f>,
    courses: Places<'f>,
    teachers: Places<'f>,
    rooms: Places<'f>,
    categories: Words<'f>,
    skills: Words<'f>,
}

/// The values of a checked file.
pub(super) fn build(file: &ProblemFile) -> Problem {
    let kind_of = |word: &str| PeriodKind::ALL[position(&words::PERIOD_KINDS, word)];
    let calendar = Calendar::new(
        file.periods
            .iter()
            .map(|row| {
                let time = |text| clock(text).expect("clock times were checked");
                (
                    row.id.clone(),
                    narrow(row.week),
                    narrow(row.day),
                    time(&row.start),
                    time(&row.end),
                    kind_of(&row.kind),
                )
            })
            .collect(),
    );
    let mut categories = Words::default();
    let policy = policy(file, &mut categories);
    let mut build = Build {
        file,
        calendar,
        policy,
        periods: places(file.periods.iter().map(|row| &row.id)),
        grades: places(file.grades.iter().map(|row| &row.id)),
        classes: places(file.classes.iter().map(|row| &row.id)),
        students: places(file.students.iter().map(|row| &row.id)),
        courses: places(file.courses.iter().map(|row| &row.id)),
        teachers: places(file.teachers.iter().map(|row| &row.id)),
        rooms: places(file.rooms.iter().map(|row| &row.id)),
        categories,
        skills: Words::default(),
    };
    build.problem()
}

fn position(allowed: &[&str], word: &str) -> usize {
    allowed.iter().position(|other| *other == word).expect("words were checked")
}

/// A checked number: at most 10^9.
fn narrow(value: u64) -> u32 {
    u32::try_from(value).expect("numbers were checked")
}

fn bound(value: Option<u64>) -> u32 {
    value.map_or(NO_BOUND, narrow)
}

fn policy<'f>(file: &'f ProblemFile, categories: &mut Words<'f>) -> Policy {
    let given = &file.policy;
    let defaults = Policy::defaults();
    let number = |value: Option<u64>, default: u32| value.map_or(default, narrow);
    let mut special_share = defaults.special_share;
    for (stage, &percent) in &given.special_share {
        special_share[position(&words::STAGES, stage)] = narrow(percent);
    }
    Policy {
        name: given.name.clone().unwrap_or_default(),
        want: number(given.want, defaults.want),
        wish_values: match &given.wish_values {
            Some(values) => values.iter().map(|&value| narrow(value)).collect(),
            None => defaults.wish_values,
        },
        special_cap: bound(given.special_cap),
        special_share,
        share_kinds: match &given.share_kinds {
            Some(kinds) => kinds.iter().map(|word| PeriodKind::ALL[position(&words::PERIOD_KINDS, word)]).collect(),
            None => defaults.share_kinds,
        },
        share_from: number(given.share_from, defaults.share_from),
        minutes: given
            .minutes
            .iter()
            .map(|row| MinutesRule {
                category: categories.number(&row.category),
                stage: row.stage.as_ref().map(|word| Stage::ALL[position(&words::STAGES, word)]),
                need: row.need.clone(),
                min: narrow(row.min),
            })
            .collect(),
        external_needs_assistant: given.external_needs_assistant.unwrap_or(defaults.external_needs_assistant),
        min_block: number(given.min_block, defaults.min_block),
        max_break: number(given.max_break, defaults.max_break),
        wave_minutes: number(given.wave_minutes, defaults.wave_minutes),
        max_waves: number(given.max_waves, defaults.max_waves),
        weights: rules::RULES
            .iter()
            .map(|rule| match rule.weight {
                Some(default) => given.weights.get(rule.name).map_or(default, |&weight| i64::from(narrow(weight))),
                None => 1,
            })
            .collect(),
    }
}

impl<'f> Build<'f> {
    fn problem(&mut self) -> Problem {
        let file = self.file;
        let gates = places(file.gates.iter().map(|row| &row.id));
        let grades = file.grades.iter().map(|row| Grade {
            name: row.id.clone(),
            stage: Stage::ALL[position(&words::STAGES, &row.stage)],
            gate: row.gate.as_ref().map(|gate| Id::at(gates[gate.as_str()])),
        });
        let grades = Table::new(grades.collect());
        let classes = file.classes.iter().map(|row| Class {
            name: row.id.clone(),
            grade: Id::at(self.grades[row.grade.as_str()]),
            home: row.home.as_ref().map(|home| Id::at(self.rooms[home.as_str()])),
        });
        let classes = Table::new(classes.collect());
        let rooms = Table::new(file.rooms.iter().map(|row| self.room(row)).collect());
        let teachers = file.teachers.iter().map(|row| self.teacher(row)).collect();
        let teachers = Table::new(teachers);
        let mut patterns = Table::default();
        let courses = file.courses.iter().enumerate();
        let courses = courses.map(|(ix, row)| self.course(Id::at(ix), row, &teachers, &mut patterns)).collect();
        let (families, family_of) = self.families();
        let students = file.students.iter().enumerate();
        let students = students.map(|(ix, row)| self.student(row, family_of[ix], &classes, &grades)).collect();
        let mut problem = Problem {
            name: file.name.clone().unwrap_or_default(),
            policy: self.policy.clone(),
            calendar: self.calendar.clone(),
            grades,
            classes,
            students: Table::new(students),
            courses: Table::new(courses),
            patterns,
            teachers,
            rooms,
            gates: Table::new(
                file.gates.iter().map(|row| Gate { name: row.id.clone(), per_wave: narrow(row.per_wave) }).collect(),
            ),
            families,
            pins: file.pins.iter().map(|row| self.pin(row)).collect(),
            published: None,
        };
        for pin in problem.pins.clone() {
            match pin {
                Pin::Student { student, course, never } => {
                    let who = &mut problem.students[student];
                    if never { who.pinned_off.push(course) } else { who.pinned_to.push(course) }
                }
                Pin::Teacher { teacher, course, never } => {
                    let who = &mut problem.teachers[teacher];
                    if never { who.pinned_off.push(course) } else { who.pinned_to.push(course) }
                }
                Pin::Section(_) => {}
            }
        }
        problem.published = file.published.as_ref().map(|plan| follow(&problem, plan));
        problem
    }

    fn set(&self, ids: &[String]) -> PeriodSet {
        ids.iter().map(|id| PeriodId::at(self.periods[id.as_str()])).collect()
    }

    fn room(&self, row: &crate::format::RoomRow) -> Room {
        Room {
            name: row.id.clone(),
            capacity: narrow(row.capacity),
            parallel: narrow(row.parallel),
            closed: self.set(&row.closed),
            cost: narrow(row.cost),
            cleared: row.cleared,
            offsite: row
                .offsite
                .as_ref()
                .map(|offsite| Offsite { travel: narrow(offsite.travel), escort_per: bound(offsite.escort_per) }),
        }
    }

    fn teacher(&mut self, row: &'f crate::format::TeacherRow) -> Teacher {
        Teacher {
            name: row.id.clone(),
            staff: row.kind == "staff",
            cleared: row.cleared,
            skills: row.skills.iter().map(|skill| self.skills.number(skill)).collect(),
            unavailable: self.set(&row.unavailable),
            avoid: self.set(&row.avoid),
            max_minutes: bound(row.max_minutes),
            max_minutes_day: bound(row.max_minutes_day),
            target: row.target_minutes.map(narrow),
            pay: narrow(row.pay),
            pinned_to: Vec::new(),
            pinned_off: Vec::new(),
        }
    }

    fn course(
        &mut self,
        id: CourseId,
        row: &'f CourseRow,
        teachers: &Table<TeacherId, Teacher>,
        patterns: &mut Table<PatternId, Pattern>,
    ) -> Course {
        let kind = [CourseKind::Club, CourseKind::Open, CourseKind::Care, CourseKind::Post]
            [position(&words::COURSE_KINDS, &row.kind)];
        let first = narrow(patterns.len() as u64);
        for ids in &row.patterns {
            patterns.push(self.pattern(id, self.set(ids)));
        }
        let skill = match &row.skill {
            Some(skill) if skill.is_empty() => None,
            Some(skill) => Some(self.skills.number(skill)),
            None => (kind == CourseKind::Care).then(|| self.skills.number("care")),
        };
        let lead_fits = |(ix, teacher): (usize, &Teacher)| {
            skill.is_none_or(|skill| teacher.skills.contains(&skill))
                && (row.leads.is_empty() || row.leads.contains(&self.file.teachers[ix].id))
        };
        let lead_fits: Vec<bool> = teachers.rows().iter().enumerate().map(lead_fits).collect();
        let room_fits: Vec<bool> = self
            .file
            .rooms
            .iter()
            .map(|room| {
                room.cleared
                    && row.features.iter().all(|feature| room.features.contains(feature))
                    && (row.rooms.is_empty() || row.rooms.contains(&room.id))
            })
            .collect();
        Course {
            name: row.id.clone(),
            kind,
            category: row.category.as_ref().map(|category| self.categories.number(category)),
            special: row.special,
            for_grade: self.file.grades.iter().map(|g| row.grades.is_empty() || row.grades.contains(&g.id)).collect(),
            min_size: narrow(row.min_size),
            max_size: bound(row.max_size),
            max_sections: bound(row.max_sections),
            max_parallel: bound(row.max_parallel),
            max_per_student: match kind {
                CourseKind::Club => 1,
                CourseKind::Open => narrow(row.max_per_student),
                CourseKind::Care | CourseKind::Post => NO_BOUND,
            },
            patterns: PatternRange(first..narrow(patterns.len() as u64)),
            assistants: narrow(row.assistants),
            min_stay: narrow(row.min_minutes).max(self.policy.min_block),
            fill: narrow(row.fill),
            needs_room: kind != CourseKind::Post || !row.rooms.is_empty() || !row.features.is_empty(),
            leads: teachers.ids().filter(|&t| lead_fits[t.ix()] && teachers[t].cleared).collect(),
            rooms: (0..room_fits.len()).filter(|&ix| room_fits[ix]).map(RoomId::at).collect(),
            lead_fits,
            room_fits,
        }
    }

    fn pattern(&self, course: CourseId, periods: PeriodSet) -> Pattern {
        let calendar = &self.calendar;
        let all = |pick: &dyn Fn(PeriodId) -> PeriodSet| {
            periods.iter().fold(PeriodSet::EMPTY, |set, period| set.or(pick(period)))
        };
        let standing: PeriodSet = calendar.periods.ids().filter(|&p| calendar.periods[p].opens_moment).collect();
        let days = calendar.days.iter().filter_map(|(day, row)| {
            let of_day = periods.and(row.periods);
            (!of_day.is_empty()).then(|| (day, of_day, calendar.minutes(of_day)))
        });
        let days: Vec<_> = days.collect();
        let shortest_block = days.iter().map(|&(day, of_day, _)| {
            let mut shortest = NO_BOUND;
            let mut block: Option<(u32, u32)> = None;
            for &period in calendar.days[day].in_order.iter().filter(|&&p| of_day.has(p)) {
                let Period { start, end, .. } = calendar.periods[period];
                block = match block {
                    Some((first, last)) if start <= last + self.policy.max_break => Some((first, last.max(end))),
                    Some((first, last)) => {
                        shortest = shortest.min(last - first);
                        Some((start, end))
                    }
                    None => Some((start, end)),
                };
            }
            block.map_or(shortest, |(first, last)| shortest.min(last - first))
        });
        Pattern {
            course,
            periods,
            clashes: calendar.clashes(periods),
            moments: all(&|period| calendar.periods[period].in_session_at_start_of).and(standing),
            starts: all(&|period| PeriodSet::of(calendar.periods[period].moment)),
            minutes: calendar.minutes(periods),
            share_minutes: calendar.minutes(periods.and(self.share_periods())),
            shortest_block: shortest_block.min().unwrap_or(NO_BOUND),
            days,
        }
    }

    fn share_periods(&self) -> PeriodSet {
        let kinds = self.policy.share_kinds.iter();
        kinds.fold(PeriodSet::EMPTY, |set, &kind| set.or(self.calendar.of_kind[kind as usize]))
    }

    fn families(&self) -> (Table<FamilyId, Vec<StudentId>>, Vec<Option<FamilyId>>) {
        let mut children: BTreeMap<&str, Vec<StudentId>> = BTreeMap::new();
        for (ix, row) in self.file.students.iter().enumerate() {
            if let Some(family) = &row.family {
                children.entry(family).or_default().push(Id::at(ix));
            }
        }
        let families: Vec<Vec<StudentId>> = children.into_values().collect();
        let mut family_of = vec![None; self.file.students.len()];
        for (ix, siblings) in families.iter().enumerate() {
            for student in siblings {
                family_of[student.ix()] = Some(Id::at(ix));
            }
        }
        (Table::new(families), family_of)
    }

    fn student(
        &mut self,
        row: &StudentRow,
        family: Option<FamilyId>,
        classes: &Table<ClassId, Class>,
        grades: &Table<crate::problem::GradeId, Grade>,
    ) -> Student {
        let class: ClassId = Id::at(self.classes[row.class.as_str()]);
        let asked = Asked {
            row,
            attends: self.set(&row.attends),
            wishes: row.wishes.iter().map(|id| Id::at(self.courses[id.as_str()])).collect(),
        };
        student(asked, class, grades[classes[class].grade].stage, family, &self.calendar, &self.policy)
    }

    fn pin(&self, row: &PinRow) -> Pin {
        let course = row.course.as_ref().map(|id| CourseId::at(self.courses[id.as_str()]));
        if let Some(section) = &row.section {
            return Pin::Section(SectionPin {
                name: section.clone(),
                course,
                pattern: row.pattern.as_ref().map(|ids| self.set(ids)),
                room: row.room.as_ref().map(|id| Id::at(self.rooms[id.as_str()])),
                lead: row.lead.as_ref().map(|id| Id::at(self.teachers[id.as_str()])),
            });
        }
        let course = course.expect("the forms of pins were checked");
        match (&row.student, &row.teacher) {
            (Some(id), _) => Pin::Student { student: Id::at(self.students[id.as_str()]), course, never: row.never },
            (_, Some(id)) => Pin::Teacher { teacher: Id::at(self.teachers[id.as_str()]), course, never: row.never },
            _ => unreachable!("the forms of pins were checked"),
        }
    }
}

/// What a family asked for, its ids followed.
pub(super) struct Asked<'f> {
    pub(super) row: &'f StudentRow,
    pub(super) attends: PeriodSet,
    pub(super) wishes: Vec<CourseId>,
}

/// The values of a student without pins.
pub(super) fn student(
    asked: Asked<'_>,
    class: ClassId,
    stage: Stage,
    family: Option<FamilyId>,
    calendar: &Calendar,
    policy: &Policy,
) -> Student {
    let Asked { row, attends, wishes } = asked;
    let shared = policy.share_kinds.iter().fold(PeriodSet::EMPTY, |set, &kind| set.or(calendar.of_kind[kind as usize]));
    let bound_by = |rule: &str| !row.exempt.iter().any(|exempt| exempt == rule);
    let shared = calendar.minutes(attends.and(shared));
    let owes_share = bound_by("special_share") && shared >= i64::from(policy.share_from);
    let share = i64::from(policy.special_share[stage as usize]);
    let attended = calendar.minutes(attends);
    let want = row.want.map_or(policy.want, narrow);
    let value = |rank: usize| policy.wish_values.get(rank).map_or(0, |&value| i64::from(value));
    Student {
        name: row.id.clone(),
        class,
        attends,
        leaves_after: calendar.last_of_days(attends),
        wish_values: (0..wishes.len()).map(value).collect(),
        wish_best: (0..wishes.len().min(want as usize)).map(value).sum(),
        wishes,
        want,
        special_owed: if owes_share { (share * shared + 99) / 100 } else { 0 },
        category_owed: if bound_by("category_minutes") {
            let applies = |rule: &&MinutesRule| {
                rule.stage.is_none_or(|other| other == stage)
                    && rule.need.as_ref().is_none_or(|need| row.needs.contains(need))
            };
            let owed = |rule: &MinutesRule| (rule.category, i64::from(rule.min).min(attended));
            policy.minutes.iter().filter(applies).map(owed).collect()
        } else {
            Vec::new()
        },
        owed_coverage: bound_by("coverage"),
        owed_early_wave: bound_by("late_waves"),
        family,
        pinned_to: Vec::new(),
        pinned_off: Vec::new(),
    }
}
