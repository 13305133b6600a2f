//! Whether a problem is one that programs may score: what the contract calls valid, checked the plain way.

use paipian::format::{PeriodRow, ProblemFile};
use std::collections::{BTreeMap, BTreeSet};

/// Minutes of the day of a clock time.
pub(crate) fn minute(clock: &str) -> u64 {
    let (hour, minute) = clock.split_once(':').expect("HH:MM");
    hour.parse::<u64>().expect("hours") * 60 + minute.parse::<u64>().expect("minutes")
}

/// Whether two periods share a minute.
pub(crate) fn clash(a: &PeriodRow, b: &PeriodRow) -> bool {
    (a.week, a.day) == (b.week, b.day) && minute(&a.start) < minute(&b.end) && minute(&b.start) < minute(&a.end)
}

/// Periods by id.
pub(crate) fn periods(problem: &ProblemFile) -> BTreeMap<&str, &PeriodRow> {
    problem.periods.iter().map(|period| (period.id.as_str(), period)).collect()
}

/// Panics with `label` where the problem is invalid.
pub(crate) fn assert_valid(label: &str, problem: &ProblemFile) {
    let cells = periods(problem);
    let known_periods = ids(label, "period", problem.periods.iter().map(|row| &row.id));
    let grades = ids(label, "grade", problem.grades.iter().map(|row| &row.id));
    let classes = ids(label, "class", problem.classes.iter().map(|row| &row.id));
    let rooms = ids(label, "room", problem.rooms.iter().map(|row| &row.id));
    let gates = ids(label, "gate", problem.gates.iter().map(|row| &row.id));
    let students = ids(label, "student", problem.students.iter().map(|row| &row.id));
    let teachers = ids(label, "teacher", problem.teachers.iter().map(|row| &row.id));
    let courses = ids(label, "course", problem.courses.iter().map(|row| &row.id));
    let clubs: BTreeSet<&str> =
        problem.courses.iter().filter(|row| row.kind == "club").map(|row| row.id.as_str()).collect();
    let known = |subject: &str, named: &mut dyn Iterator<Item = &String>, list: &BTreeSet<&str>| {
        for id in named {
            assert!(list.contains(id.as_str()), "{label}: {subject} names `{id}`, which is nothing");
        }
    };
    let free_of_clash = |list: &[String]| {
        list.iter().enumerate().all(|(i, a)| list[..i].iter().all(|b| !clash(cells[a.as_str()], cells[b.as_str()])))
    };
    let cycle = problem.term.as_ref().map_or(1, |term| term.cycle_weeks);
    for period in &problem.periods {
        let runs = (1..=7).contains(&period.day) && (1..=cycle).contains(&period.week);
        assert!(runs && minute(&period.start) < minute(&period.end), "{label}: {period:?}");
        assert!(
            ["midday", "after_school", "evening", "weekend"].contains(&period.kind.as_str()),
            "{label}: {period:?}"
        );
    }
    for grade in &problem.grades {
        assert!(["primary_lower", "primary_upper", "junior"].contains(&grade.stage.as_str()), "{label}: {grade:?}");
        known(&grade.id, &mut grade.gate.iter(), &gates);
    }
    for class in &problem.classes {
        known(&class.id, &mut std::iter::once(&class.grade), &grades);
        known(&class.id, &mut class.home.iter(), &rooms);
    }
    for student in &problem.students {
        known(&student.id, &mut std::iter::once(&student.class), &classes);
        known(&student.id, &mut student.attends.iter(), &known_periods);
        known(&student.id, &mut student.wishes.iter(), &clubs);
        assert!(free_of_clash(&student.attends), "{label}: {student:?}");
        ids(label, "wish", student.wishes.iter());
        let words = ["coverage", "special_share", "category_minutes", "late_waves"];
        assert!(student.exempt.iter().all(|word| words.contains(&word.as_str())), "{label}: {student:?}");
    }
    for course in &problem.courses {
        assert!(["club", "open", "care", "post"].contains(&course.kind.as_str()), "{label}: {course:?}");
        known(&course.id, &mut course.grades.iter(), &grades);
        known(&course.id, &mut course.leads.iter(), &teachers);
        known(&course.id, &mut course.rooms.iter(), &rooms);
        let distinct: BTreeSet<BTreeSet<&String>> = course.patterns.iter().map(|p| p.iter().collect()).collect();
        assert!(distinct.len() == course.patterns.len(), "{label}: {course:?}");
        for pattern in &course.patterns {
            known(&course.id, &mut pattern.iter(), &known_periods);
            assert!(!pattern.is_empty() && free_of_clash(pattern), "{label}: {course:?}");
            assert!(course.kind != "care" || pattern.len() == 1, "{label}: {course:?}");
        }
    }
    for teacher in &problem.teachers {
        assert!(["staff", "external"].contains(&teacher.kind.as_str()), "{label}: {teacher:?}");
        known(&teacher.id, &mut teacher.unavailable.iter().chain(&teacher.avoid), &known_periods);
    }
    for room in &problem.rooms {
        known(&room.id, &mut room.closed.iter(), &known_periods);
        let escorts = room.offsite.as_ref().and_then(|offsite| offsite.escort_per);
        assert!(room.parallel > 0 && escorts != Some(0), "{label}: {room:?}");
    }
    for pin in &problem.pins {
        known("a pin", &mut pin.course.iter(), &courses);
        known("a pin", &mut pin.student.iter(), &students);
        known("a pin", &mut pin.teacher.iter().chain(&pin.lead), &teachers);
        known("a pin", &mut pin.room.iter(), &rooms);
        known("a pin", &mut pin.pattern.iter().flatten(), &known_periods);
    }
}

/// The ids of one kind, none of them empty or used twice.
fn ids<'a>(label: &str, kind: &str, list: impl Iterator<Item = &'a String>) -> BTreeSet<&'a str> {
    let mut seen = BTreeSet::new();
    for id in list {
        assert!(!id.is_empty() && seen.insert(id.as_str()), "{label}: {kind} id `{id}` is empty or used twice");
    }
    seen
}
