//! What changes against a published plan, by hand. The published plan is the small school's own, spoiled.

use crate::school::{Spoiler, course, list, open, seat, section, spoiler, student, unseat};
use paipian::format::{PinRow, PlanFile, ProblemFile};

fn publish<'a>(problem: &'a mut ProblemFile, plan: &PlanFile) -> &'a mut PlanFile {
    problem.published.insert(plan.clone())
}

const NOTHING: &[(&str, u64)] = &[
    ("disruption.gone", 0),
    ("disruption.moved", 0),
    ("disruption.lead", 0),
    ("disruption.room", 0),
    ("disruption.seat", 0),
];

pub(crate) fn spoilers() -> Vec<Spoiler> {
    [of_sections(), of_seats()].concat()
}

fn of_sections() -> Vec<Spoiler> {
    vec![
        // swim#1's periods in the other order; a published seat listed twice.
        spoiler("nothing changed", "", NOTHING, |problem, plan| {
            let published = publish(problem, plan);
            section(published, "swim#1").pattern = list(&["wed1", "wed2"]);
            seat(published, "s1", "football#1");
        }),
        spoiler("gone", "disruption.gone", &[("disruption.gone", 1), ("disruption.seat", 0)], |problem, plan| {
            let published = publish(problem, plan);
            open(published, "old#1", "no longer taught", &["mon1"], "r9", "t9");
            seat(published, "s1", "old#1");
        }),
        // football#1 was choir: s1 wishes choir and has none now; s2 does not wish it.
        spoiler(
            "another course",
            "disruption.gone",
            &[("disruption.gone", 1), ("disruption.seat", 1)],
            |problem, plan| {
                section(publish(problem, plan), "football#1").course = "choir".into();
            },
        ),
        // Moved with another lead and room: only moved. s1 and s2 do not attend wed1.
        spoiler(
            "moved",
            "disruption.moved",
            &[("disruption.moved", 1), ("disruption.lead", 0), ("disruption.room", 0), ("disruption.seat", 0)],
            |problem, plan| {
                let published = publish(problem, plan);
                section(published, "football#1").pattern = list(&["wed1"]);
                section(published, "football#1").lead = Some("t9".into());
                section(published, "football#1").room = None;
            },
        ),
        spoiler(
            "another lead",
            "disruption.lead",
            &[("disruption.lead", 1), ("disruption.room", 0)],
            |problem, plan| {
                section(publish(problem, plan), "football#1").lead = Some("t4".into());
            },
        ),
        spoiler(
            "another room",
            "disruption.room",
            &[("disruption.room", 1), ("disruption.lead", 0)],
            |problem, plan| {
                section(publish(problem, plan), "duty#1").room = Some("r3".into());
            },
        ),
        spoiler("lead and room", "", &[("disruption.lead", 1), ("disruption.room", 1)], |problem, plan| {
            let published = publish(problem, plan);
            section(published, "football#1").lead = Some("t9".into());
            section(published, "football#1").room = None;
        }),
        // The first football#1 of the published plan is as now; the second is not looked at.
        spoiler("an id published twice", "", NOTHING, |problem, plan| {
            open(publish(problem, plan), "football#1", "choir", &["tue1"], "r3", "t4");
        }),
        // A section that is left out now is gone, and s1 and s2 lost their seats.
        spoiler(
            "left out is gone",
            "disruption.gone",
            &[("reference", 1), ("disruption.gone", 1), ("disruption.seat", 2)],
            |problem, plan| {
                publish(problem, plan);
                section(plan, "football#1").pattern = list(&["tue1"]);
            },
        ),
    ]
}

fn of_seats() -> Vec<Spoiler> {
    vec![
        spoiler("a seat lost", "disruption.seat", &[("disruption.seat", 1)], |problem, plan| {
            seat(publish(problem, plan), "s1", "care-a");
            unseat(plan, "s1", "care-a");
        }),
        spoiler("another section of the course", "", NOTHING, |problem, plan| {
            publish(problem, plan);
            unseat(plan, "s2", "care-a");
            seat(plan, "s2", "care-b");
        }),
        // s2 was published in swimming too, wed1 and wed2, and attends only one of them.
        spoiler("a pattern no longer attended in full", "", &[("disruption.seat", 0)], |problem, plan| {
            seat(publish(problem, plan), "s2", "swim#1");
            student(problem, "s2").attends.push("wed1".into());
            student(problem, "s2").wishes.push("swim".into());
        }),
        spoiler("a club no longer wished for", "", &[("disruption.seat", 0)], |problem, plan| {
            publish(problem, plan);
            unseat(plan, "s2", "football#1");
            student(problem, "s2").wishes = list(&["choir"]);
        }),
        // The pin keeps the seat possible; that it is not kept is a violation.
        spoiler("no longer wished for but pinned", "", &[("pins", 1), ("disruption.seat", 1)], |problem, plan| {
            publish(problem, plan);
            unseat(plan, "s2", "football#1");
            student(problem, "s2").wishes = list(&["choir"]);
            let (student, course) = (Some("s2".into()), Some("football".into()));
            problem.pins.push(PinRow { student, course, ..PinRow::default() });
        }),
        spoiler("a course no longer for the grade", "", &[("disruption.seat", 0)], |problem, plan| {
            publish(problem, plan);
            unseat(plan, "s1", "football#1");
            unseat(plan, "s2", "football#1");
            course(problem, "football").grades = list(&["g5"]);
            course(problem, "football").min_size = 0;
        }),
        spoiler("a student and a section that are no more", "", NOTHING, |problem, plan| {
            let published = publish(problem, plan);
            seat(published, "s9", "football#1");
            seat(published, "s1", "never#1");
            seat(published, "s1", "duty#1");
        }),
        // care-b's published pattern was mon1 and mon2, both of which s3 attends; s3 has care in mon2 only.
        spoiler("half a seat is lost", "disruption.seat", &[("disruption.seat", 1)], |problem, plan| {
            section(publish(problem, plan), "care-b").pattern = list(&["mon2", "mon1"]);
        }),
    ]
}
