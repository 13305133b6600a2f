//! Spoilers of `room_fit`, `room_clash`, `size`, `sections` and `travel`.

use crate::school::{Spoiler, course, desk, list, room, section, spoiler, teacher};

pub(crate) fn spoilers() -> Vec<Spoiler> {
    [of_room_fit(), of_room_clash(), of_size(), of_sections(), of_travel()].concat()
}

fn of_room_fit() -> Vec<Spoiler> {
    vec![
        spoiler("no room", "room_fit.missing", &[("room_fit", 1)], |_, plan| {
            section(plan, "care-a").room = None;
        }),
        spoiler("a post that names a feature has no room", "room_fit.missing", &[("room_fit", 1)], |problem, _| {
            course(problem, "duty").features = list(&["desk"]);
        }),
        spoiler("a post that names a room has no room", "room_fit.missing", &[("room_fit", 1)], |problem, _| {
            course(problem, "duty").rooms = list(&["r3"]);
        }),
        spoiler("no field", "room_fit.feature", &[("room_fit", 1)], |_, plan| {
            section(plan, "football#1").room = Some("r3".into());
        }),
        spoiler("none of the named rooms", "room_fit.not_named", &[("room_fit", 1)], |problem, _| {
            course(problem, "choir").rooms = list(&["r2", "r3"]);
        }),
        spoiler("a room that is not cleared", "room_fit.not_cleared", &[("room_fit", 1)], |problem, _| {
            room(problem, "field").cleared = false;
        }),
        spoiler("a closed room", "room_fit.closed", &[("room_fit", 1)], |problem, _| {
            room(problem, "field").closed = list(&["mon1"]);
        }),
        spoiler("closed goes by period id alone", "", &[], |problem, plan| {
            room(problem, "r3").closed = list(&["tue1"]);
            desk(plan, "tue1late", "r3", "t4");
        }),
        spoiler("all faults of one room are one", "room_fit.feature", &[("room_fit", 1)], |problem, plan| {
            section(plan, "football#1").room = Some("r3".into());
            course(problem, "football").rooms = list(&["field"]);
            room(problem, "r3").cleared = false;
            room(problem, "r3").closed = list(&["mon1"]);
        }),
        spoiler(
            "a post in a closed room that it does not need",
            "room_fit.closed",
            &[("room_fit", 1)],
            |problem, plan| {
                section(plan, "duty#1").room = Some("r3".into());
                room(problem, "r3").closed = list(&["mon2"]);
            },
        ),
    ]
}

fn of_room_clash() -> Vec<Spoiler> {
    vec![
        spoiler("two sections in one room", "room_clash.over", &[("room_clash", 1)], |_, plan| {
            section(plan, "choir#1").room = Some("field".into());
        }),
        spoiler("a room for two", "", &[], |problem, plan| {
            section(plan, "choir#1").room = Some("field".into());
            room(problem, "field").parallel = 2;
        }),
        spoiler("touching meetings", "", &[], |_, plan| {
            desk(plan, "tue1", "r3", "t4");
            desk(plan, "tue2", "r3", "t4");
        }),
        // At 15:40 one meets, at 16:00 two.
        spoiler("overlapping bells", "room_clash.over", &[("room_clash", 1)], |_, plan| {
            desk(plan, "tue1", "r3", "t4");
            desk(plan, "tue1late", "r3", "t5");
        }),
        // At 15:40 two meet, at 16:00 three.
        spoiler(
            "three on overlapping bells in a room for two",
            "room_clash.over",
            &[("room_clash", 1)],
            |problem, plan| {
                desk(plan, "tue1", "r3", "t4");
                desk(plan, "tue1", "r3", "t5");
                desk(plan, "tue1late", "r3", "t6");
                room(problem, "r3").parallel = 2;
            },
        ),
        spoiler("three on overlapping bells in a room for one", "room_clash.over", &[("room_clash", 2)], |_, plan| {
            desk(plan, "tue1", "r3", "t4");
            desk(plan, "tue1", "r3", "t5");
            desk(plan, "tue1late", "r3", "t6");
        }),
        // tue1late overlaps tue1 and tue2, which touch: never three at once. At 15:40 one, at 16:00 two, at 16:40 two.
        spoiler("a chain of bells in a room for two", "", &[], |problem, plan| {
            desk(plan, "tue1", "r3", "t4");
            desk(plan, "tue1late", "r3", "t5");
            desk(plan, "tue2", "r3", "t6");
            room(problem, "r3").parallel = 2;
        }),
        spoiler("odd and even weeks", "", &[], |_, plan| {
            desk(plan, "tue1", "r3", "t4");
            desk(plan, "tue1odd", "r3", "t4");
        }),
    ]
}

fn of_size() -> Vec<Spoiler> {
    vec![
        spoiler("fewer than min_size", "size.few", &[("size", 1)], |problem, _| {
            course(problem, "football").min_size = 3;
        }),
        spoiler("exactly min_size", "", &[], |problem, _| course(problem, "football").min_size = 2),
        spoiler("more than max_size", "size.many", &[("size", 1)], |problem, _| {
            course(problem, "football").max_size = Some(1);
        }),
        spoiler("exactly max_size", "", &[], |problem, _| course(problem, "football").max_size = Some(2)),
        spoiler("more than the room holds", "size.many", &[("size", 1)], |problem, _| {
            room(problem, "field").capacity = 1;
        }),
        spoiler("capacity binds each section by itself", "", &[], |problem, plan| {
            section(plan, "choir#1").room = Some("field".into());
            room(problem, "field").parallel = 2;
            room(problem, "field").capacity = 2;
        }),
        // football is the only special course.
        spoiler("more than special_cap", "size.many", &[("size", 1)], |problem, _| {
            problem.policy.special_cap = Some(1);
        }),
        spoiler("min_size does not bind posts", "", &[], |problem, _| course(problem, "duty").min_size = 5),
    ]
}

fn of_sections() -> Vec<Spoiler> {
    vec![
        // care-a and care-b.
        spoiler("more than max_sections", "sections.total", &[("sections", 2)], |problem, _| {
            course(problem, "care").max_sections = Some(0);
        }),
        spoiler("exactly max_sections", "", &[], |problem, _| course(problem, "care").max_sections = Some(2)),
        spoiler("more than max_parallel", "sections.parallel", &[("sections", 1)], |problem, _| {
            course(problem, "care").max_parallel = Some(1);
        }),
        spoiler("max_parallel goes by period id alone", "", &[], |problem, plan| {
            course(problem, "desk").max_parallel = Some(1);
            desk(plan, "tue1", "", "t4");
            desk(plan, "tue1late", "", "t5");
        }),
    ]
}

fn of_travel() -> Vec<Spoiler> {
    vec![
        // wed1 and wed2 are one block of 120 minutes: 2 × 15 + 91 = 121.
        spoiler("too far for min_minutes", "travel.block", &[("travel", 1)], |problem, _| {
            course(problem, "swim").min_minutes = 91;
        }),
        spoiler("just far enough", "", &[], |problem, _| course(problem, "swim").min_minutes = 90),
        spoiler("too far for min_block", "travel.block", &[("travel", 1)], |problem, _| {
            problem.policy.min_block = Some(91);
        }),
        // A break of 15 minutes is within the block: 135 minutes.
        spoiler("a break of max_break", "", &[], |problem, _| move_wed2(problem, "16:55", "17:55")),
        // A break of 16 makes two blocks of 60 minutes, both shorter than 2 × 15 + 60: still one section.
        spoiler("a break beyond max_break", "travel.block", &[("travel", 1)], |problem, _| {
            move_wed2(problem, "16:56", "17:56");
        }),
        spoiler("a school's own room is not travelled to", "", &[], |problem, _| {
            room(problem, "pool").offsite = None;
            course(problem, "swim").min_minutes = 500;
            teacher(problem, "t6").cleared = false;
        }),
    ]
}

fn move_wed2(problem: &mut paipian::format::ProblemFile, start: &str, end: &str) {
    let period = problem.periods.iter_mut().find(|period| period.id == "wed2").expect("a period");
    (period.start, period.end) = (start.into(), end.into());
}
