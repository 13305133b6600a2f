//! Plan files ↔ the working plan.

use super::{Departure, Plan, Section, Unknown};
use crate::format::{FORMAT, PlanFile, Seats, SectionRow, WaveRow};
use crate::problem::{
    CourseId, GateId, Id, PatternId, PeriodId, PeriodSet, Pin, Problem, RoomId, SectionId, StudentId, TeacherId,
};
use std::collections::{BTreeMap, BTreeSet};

/// Ids of the file by kind.
struct Names<'p> {
    students: BTreeMap<&'p str, StudentId>,
    courses: BTreeMap<&'p str, CourseId>,
    teachers: BTreeMap<&'p str, TeacherId>,
    rooms: BTreeMap<&'p str, RoomId>,
    periods: BTreeMap<&'p str, PeriodId>,
    gates: BTreeMap<&'p str, GateId>,
}

impl<'p> Names<'p> {
    fn of(problem: &'p Problem) -> Self {
        Self {
            students: problem.students.by_name(|row| &row.name),
            courses: problem.courses.by_name(|row| &row.name),
            teachers: problem.teachers.by_name(|row| &row.name),
            rooms: problem.rooms.by_name(|row| &row.name),
            periods: problem.calendar.periods.by_name(|row| &row.name),
            gates: problem.gates.by_name(|row| &row.name),
        }
    }

    /// The pattern of a course that a row lists, in any order.
    fn pattern(&self, problem: &Problem, course: CourseId, ids: &[String]) -> Option<PatternId> {
        let periods: Option<Vec<PeriodId>> = ids.iter().map(|id| self.periods.get(id.as_str()).copied()).collect();
        let periods = periods?;
        let set: PeriodSet = periods.iter().copied().collect();
        if set.len() as usize == periods.len() { problem.pattern_of(course, set) } else { None }
    }
}

impl Plan {
    /// Gives a section the pins and the published section that go by its name.
    pub fn named(problem: &Problem, name: &str, section: Section) -> Section {
        let pins = problem.pins.iter().enumerate();
        let pins = pins.filter(|(_, pin)| matches!(pin, Pin::Section(pinned) if pinned.name == name));
        let published = problem.published.as_ref().and_then(|published| {
            published.sections.iter().position(|other| other.name == name && other.course == Some(section.course))
        });
        Section { name: Some(name.to_string()), pins: pins.map(|(ix, _)| ix).collect(), published, ..section }
    }

    /// Follows a plan file as far as it can be followed; what cannot is counted by the rule `reference` and left out.
    /// The plan is released: its waves are judged.
    pub fn read(problem: &Problem, file: &PlanFile) -> Self {
        let names = Names::of(problem);
        let mut plan = Self::blank(problem);
        plan.quiet = true;
        let mut misreferences = 0;
        // None: the section is left out, and so, uncounted, are its seats and waves.
        let mut sections: BTreeMap<&str, Option<SectionId>> = BTreeMap::new();
        for row in &file.sections {
            if sections.contains_key(row.id.as_str()) {
                misreferences += 1;
                continue;
            }
            let course = names.courses.get(row.course.as_str()).copied();
            let pattern = course.and_then(|course| names.pattern(problem, course, &row.pattern));
            let (Some(course), Some(pattern)) = (course, pattern) else {
                misreferences += 1;
                sections.insert(&row.id, None);
                continue;
            };
            let (section, violations) = read_section(problem, &names, row, course, pattern);
            misreferences += violations;
            sections.insert(&row.id, Some(plan.open(problem, section)));
        }
        for (student, held) in &file.seats.0 {
            let student = names.students.get(student.as_str());
            let mut times: BTreeMap<SectionId, u32> = BTreeMap::new();
            for section in held {
                match (student, sections.get(section.as_str())) {
                    (_, Some(None)) => {}
                    (Some(&student), Some(&Some(section))) => {
                        let times = times.entry(section).or_default();
                        *times += 1;
                        match *times {
                            1 => plan.seat(problem, student, section),
                            2 => misreferences += 1,
                            _ => {}
                        }
                    }
                    _ => misreferences += 1,
                }
            }
        }
        for row in &file.waves {
            let gate = match &row.gate {
                None => problem.gates.is_empty().then_some(None),
                Some(gate) => names.gates.get(gate.as_str()).map(|&gate| Some(gate)),
            };
            match (sections.get(row.section.as_str()), names.periods.get(row.period.as_str()), gate) {
                (Some(None), ..) => {}
                (Some(&Some(section)), Some(&period), Some(gate)) => {
                    let wave = u32::try_from(row.wave.min(crate::problem::GREATEST)).unwrap_or(u32::MAX);
                    let mut departures = plan.sections[section].departures.clone();
                    departures.push(Departure { period, gate, wave });
                    plan.lay_departures(problem, section, departures);
                }
                _ => misreferences += 1,
            }
        }
        plan.misreferences = misreferences;
        plan.released = true;
        plan.quiet = false;
        plan.tally = plan.summed(problem);
        plan
    }

    /// The plan as a file, in one canonical order: sections by course, pattern, room and lead; students as the
    /// problem lists them; waves by section and period. Sections without a name get the next free `course#n`: one that
    /// neither another section nor a pin nor the published plan goes by, for those would be taken for its own.
    pub fn write(&self, problem: &Problem) -> PlanFile {
        let mut order: Vec<SectionId> = self.open_sections().collect();
        let seats_of = |section: SectionId| {
            let mut seats = self.sections[section].seats.clone();
            seats.sort_unstable();
            seats
        };
        order.sort_by_cached_key(|&section| {
            let row = &self.sections[section];
            (row.course, row.pattern, row.room, row.lead, row.name.clone(), seats_of(section))
        });
        let mut taken: BTreeSet<String> =
            order.iter().filter_map(|&section| self.sections[section].name.clone()).collect();
        taken.extend(problem.published.iter().flat_map(|plan| &plan.sections).map(|row| row.name.clone()));
        taken.extend(problem.pins.iter().filter_map(|pin| match pin {
            Pin::Section(pin) => Some(pin.name.clone()),
            _ => None,
        }));
        let mut serial = vec![0; problem.courses.len()];
        let mut name_of: BTreeMap<SectionId, String> = BTreeMap::new();
        for &section in &order {
            let row = &self.sections[section];
            let name = row.name.clone().unwrap_or_else(|| {
                loop {
                    serial[row.course.ix()] += 1;
                    let name = format!("{}#{}", problem.courses[row.course].name, serial[row.course.ix()]);
                    if taken.insert(name.clone()) {
                        break name;
                    }
                }
            });
            name_of.insert(section, name);
        }
        let period_names = |set: PeriodSet| {
            let in_order = problem.calendar.days.rows().iter().flat_map(|day| &day.in_order);
            in_order.filter(|&&p| set.has(p)).map(|&p| problem.calendar.periods[p].name.clone()).collect::<Vec<_>>()
        };
        let sections = order.iter().map(|&section| {
            let row = &self.sections[section];
            let mut assistants: Vec<TeacherId> = row.assistants.clone();
            assistants.sort_unstable();
            SectionRow {
                id: name_of[&section].clone(),
                course: problem.courses[row.course].name.clone(),
                pattern: period_names(problem.patterns[row.pattern].periods),
                room: row.room.map(|room| problem.rooms[room].name.clone()),
                lead: row.lead.map(|lead| problem.teachers[lead].name.clone()),
                assistants: assistants.iter().map(|&person| problem.teachers[person].name.clone()).collect(),
            }
        });
        let seats =
            problem.students.iter().filter(|&(student, _)| !self.held[student].is_empty()).map(|(student, row)| {
                let mut held: Vec<SectionId> = self.held[student].clone();
                held.sort_by_key(|&section| {
                    let periods = problem.patterns[self.sections[section].pattern].periods;
                    let first =
                        periods.iter().map(|p| (problem.calendar.periods[p].day, problem.calendar.periods[p].start));
                    (first.min(), &name_of[&section])
                });
                (row.name.clone(), held.iter().map(|section| name_of[section].clone()).collect())
            });
        let waves = order.iter().flat_map(|&section| {
            let mut departures = self.sections[section].departures.clone();
            departures.sort_by_key(|departure| departure.period);
            let name = &name_of[&section];
            departures.into_iter().map(move |departure| WaveRow {
                section: name.clone(),
                period: problem.calendar.periods[departure.period].name.clone(),
                gate: departure.gate.map(|gate| problem.gates[gate].name.clone()),
                wave: u64::from(departure.wave),
            })
        });
        PlanFile {
            format: FORMAT.to_string(),
            sections: sections.collect(),
            seats: Seats(seats.collect()),
            waves: waves.collect(),
            meta: serde_json::Value::Null,
        }
    }
}

/// A section row followed, and its violations of `reference` (0 or 1).
fn read_section(
    problem: &Problem,
    names: &Names,
    row: &SectionRow,
    course: CourseId,
    pattern: PatternId,
) -> (Section, i64) {
    let mut section = Plan::named(problem, &row.id, Section::new(course, pattern, None));
    section.room = row.room.as_ref().and_then(|id| names.rooms.get(id.as_str()).copied());
    section.lead = row.lead.as_ref().and_then(|id| names.teachers.get(id.as_str()).copied());
    let listed: BTreeSet<&str> = row.assistants.iter().map(String::as_str).collect();
    let twice = row.assistants.iter().collect::<Vec<_>>();
    let repeated = listed.iter().filter(|id| twice.iter().filter(|other| other.as_str() == **id).count() > 1);
    let repeated = repeated.filter(|id| names.teachers.contains_key(**id)).count();
    section.assistants = listed.iter().filter_map(|id| names.teachers.get(id).copied()).collect();
    section.unknown = Unknown {
        room: row.room.is_some() && section.room.is_none(),
        lead: row.lead.is_some() && section.lead.is_none(),
        assistants: (listed.len() - section.assistants.len()) as u32,
    };
    let misnamed = section.unknown != Unknown::default();
    (section, i64::from(misnamed) + i64::try_from(repeated).expect("few assistants"))
}
