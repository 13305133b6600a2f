//! Spoilers of `reference` and of `pins`.

use crate::school::{Spoiler, course, desk, leave, list, open, seat, section, spoiler, wave};
use paipian::format::{PinRow, ProblemFile};

fn pin(problem: &mut ProblemFile, pin: PinRow) {
    problem.pins.push(pin);
}

fn some(id: &str) -> Option<String> {
    Some(id.to_string())
}

pub(crate) fn spoilers() -> Vec<Spoiler> {
    [of_sections(), of_seats(), of_waves(), of_pins()].concat()
}

fn of_sections() -> Vec<Spoiler> {
    vec![
        spoiler("an id used twice", "reference.section_repeated", &[("reference", 1)], |_, plan| {
            let again = section(plan, "football#1").clone();
            plan.sections.push(again);
        }),
        spoiler("an unknown course, with seat and wave", "reference.section_course", &[("reference", 1)], |_, plan| {
            open(plan, "ghost#1", "ghost", &["mon1"], "nowhere", "nobody");
            seat(plan, "s1", "ghost#1");
            leave(plan, "ghost#1", "mon2", "east", 0);
        }),
        spoiler("a pattern of none of the course's", "reference.section_pattern", &[("reference", 1)], |_, plan| {
            open(plan, "football#2", "football", &["tue1"], "field", "t1");
        }),
        spoiler("a pattern that lists a period twice", "reference.section_pattern", &[("reference", 1)], |_, plan| {
            open(plan, "football#2", "football", &["wed1", "wed1"], "field", "t1");
        }),
        // football#1 is left out with its two seats: s1 and s2 miss mon1, 10 × 60 each.
        spoiler(
            "a section left out takes its seats along",
            "reference.section_pattern",
            &[("reference", 1), ("coverage", 1200)],
            |_, plan| section(plan, "football#1").pattern = list(&["tue1"]),
        ),
        // Also the second section of that id is left out: seats mean the first.
        spoiler(
            "left out and used again",
            "reference.section_repeated",
            &[("reference", 2), ("coverage", 1200)],
            |_, plan| {
                let again = section(plan, "football#1").clone();
                section(plan, "football#1").pattern = list(&["tue1"]);
                plan.sections.push(again);
            },
        ),
        spoiler("an unknown room and an unknown lead", "reference.section_names", &[("reference", 1)], |_, plan| {
            section(plan, "football#1").room = some("nowhere");
            section(plan, "football#1").lead = some("nobody");
        }),
        spoiler("an unknown assistant is there for `assistants`", "", &[("reference", 1)], |_, plan| {
            section(plan, "choir#1").assistants = list(&["nobody", "nobody"]);
        }),
        spoiler("a section left out is one violation, whatever else it names", "", &[("reference", 1)], |_, plan| {
            open(plan, "ghost#1", "ghost", &["mon9"], "nowhere", "nobody");
            section(plan, "ghost#1").assistants = list(&["t3", "t3", "nobody"]);
            leave(plan, "ghost#1", "mon9", "north", 0);
            seat(plan, "s9", "ghost#1");
        }),
        spoiler("an assistant listed three times", "reference.assistant_repeated", &[("reference", 1)], |_, plan| {
            section(plan, "choir#1").assistants = list(&["t3", "t3", "t3"]);
        }),
    ]
}

fn of_seats() -> Vec<Spoiler> {
    vec![
        spoiler("two seats in an unknown section", "reference.seat_section", &[("reference", 2)], |_, plan| {
            seat(plan, "s1", "ghost");
            seat(plan, "s1", "ghost");
        }),
        spoiler("an unknown student", "reference.seat_student", &[("reference", 1)], |_, plan| {
            seat(plan, "s9", "football#1");
        }),
        spoiler("an unknown student in an unknown section", "", &[("reference", 1)], |_, plan| {
            seat(plan, "s9", "ghost")
        }),
        spoiler("seated three times", "reference.seat_repeated", &[("reference", 1), ("size", 0)], |_, plan| {
            seat(plan, "s1", "football#1");
            seat(plan, "s1", "football#1");
        }),
    ]
}

fn of_waves() -> Vec<Spoiler> {
    vec![
        spoiler("a wave of an unknown section", "reference.wave_section", &[("reference", 1)], |_, plan| {
            leave(plan, "ghost", "mon2", "north", 0);
        }),
        spoiler("a wave after an unknown period", "reference.wave_period", &[("reference", 1)], |_, plan| {
            leave(plan, "care-a", "mon9", "east", 0);
        }),
        spoiler("a wave by an unknown gate", "reference.wave_gate", &[("reference", 1)], |_, plan| {
            leave(plan, "care-a", "mon2", "north", 0);
        }),
        // The one wave of care-a is left out, so that its leavers have none.
        spoiler(
            "no gate where there are gates",
            "reference.wave_gate",
            &[("reference", 1), ("waves", 1)],
            |_, plan| {
                wave(plan, "care-a").gate = None;
            },
        ),
        spoiler("a school without gates", "", &[], |problem, plan| {
            problem.gates.clear();
            problem.grades.iter_mut().for_each(|grade| grade.gate = None);
            plan.waves.iter_mut().for_each(|wave| wave.gate = None);
        }),
        // All five waves name a gate that is not there, and all five groups have no wave.
        spoiler(
            "gates where there are none",
            "reference.wave_gate",
            &[("reference", 5), ("waves", 5)],
            |problem, _| {
                problem.gates.clear();
                problem.grades.iter_mut().for_each(|grade| grade.gate = None);
            },
        ),
    ]
}

fn of_pins() -> Vec<Spoiler> {
    vec![
        spoiler("pins that are kept", "", &[], |problem, plan| {
            pin(
                problem,
                PinRow {
                    section: some("swim#1"),
                    course: some("swim"),
                    pattern: Some(list(&["wed1", "wed2"])),
                    room: some("pool"),
                    lead: some("x2"),
                    ..PinRow::default()
                },
            );
            pin(problem, PinRow { student: some("s1"), course: some("football"), ..PinRow::default() });
            pin(problem, PinRow { student: some("s1"), course: some("swim"), never: true, ..PinRow::default() });
            pin(problem, PinRow { teacher: some("t1"), course: some("football"), ..PinRow::default() });
            pin(problem, PinRow { teacher: some("t3"), course: some("swim"), never: true, ..PinRow::default() });
            desk(plan, "tue1", "", "t4");
        }),
        spoiler("a pinned section is missing", "pins.section_missing", &[("pins", 1)], |problem, _| {
            pin(problem, PinRow { section: some("football#9"), ..PinRow::default() });
        }),
        spoiler(
            "a pinned section is left out",
            "pins.section_missing",
            &[("reference", 1), ("pins", 1)],
            |problem, plan| {
                section(plan, "football#1").pattern = list(&["tue1"]);
                pin(problem, PinRow { section: some("football#1"), ..PinRow::default() });
            },
        ),
        spoiler("another course, pattern and room are one pin", "pins.section_course", &[("pins", 1)], |problem, _| {
            let (course, pattern) = (some("choir"), Some(list(&["tue1"])));
            pin(
                problem,
                PinRow { section: some("football#1"), course, pattern, room: some("r1"), ..PinRow::default() },
            );
        }),
        spoiler("another pattern than pinned", "pins.section_pattern", &[("pins", 1)], |problem, _| {
            let pattern = Some(list(&["wed1"]));
            pin(problem, PinRow { section: some("football#1"), pattern, ..PinRow::default() });
        }),
        spoiler("another room than pinned", "pins.section_room", &[("pins", 1)], |problem, _| {
            pin(problem, PinRow { section: some("care-a"), room: some("r3"), ..PinRow::default() });
        }),
        spoiler("another lead than pinned", "pins.section_lead", &[("pins", 1)], |problem, _| {
            pin(problem, PinRow { section: some("care-a"), lead: some("t2"), ..PinRow::default() });
        }),
        spoiler("a pinned student without the course", "pins.student_must", &[("pins", 1)], |problem, _| {
            pin(problem, PinRow { student: some("s1"), course: some("choir"), ..PinRow::default() });
        }),
        spoiler("a student in a forbidden course", "pins.student_never", &[("pins", 1)], |problem, _| {
            pin(problem, PinRow { student: some("s1"), course: some("football"), never: true, ..PinRow::default() });
        }),
        spoiler("a pinned teacher only assists", "pins.teacher_must", &[("pins", 1)], |problem, _| {
            pin(problem, PinRow { teacher: some("t3"), course: some("swim"), ..PinRow::default() });
        }),
        spoiler("a teacher leads a forbidden course", "pins.teacher_never", &[("pins", 1)], |problem, _| {
            pin(problem, PinRow { teacher: some("t1"), course: some("football"), never: true, ..PinRow::default() });
        }),
        // A pin that the student never holds the course stands in for nothing.
        spoiler("a pin stands in for grade and wish", "", &[], |problem, _| {
            course(problem, "football").grades = list(&["g5"]);
            crate::school::student(problem, "s2").wishes = list(&["choir"]);
            pin(problem, PinRow { student: some("s1"), course: some("football"), ..PinRow::default() });
            pin(problem, PinRow { student: some("s2"), course: some("football"), ..PinRow::default() });
        }),
        spoiler(
            "a never pin stands in for nothing",
            "pins.student_never",
            &[("pins", 1), ("seat_fit", 1)],
            |problem, _| {
                crate::school::student(problem, "s2").wishes = list(&["choir"]);
                pin(
                    problem,
                    PinRow { student: some("s2"), course: some("football"), never: true, ..PinRow::default() },
                );
            },
        ),
    ]
}
