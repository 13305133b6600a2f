//! Spoilers of `seat_fit` and `seat_clash`.

use crate::school::{Spoiler, course, leave, list, open, seat, spoiler, student, unseat};

pub(crate) fn spoilers() -> Vec<Spoiler> {
    vec![
        // s4 does not attend mon2 either: one seat, one violation.
        spoiler("a seat in a post", "seat_fit.post", &[("seat_fit", 1)], |_, plan| seat(plan, "s4", "duty#1")),
        spoiler("not for the grade", "seat_fit.grade", &[("seat_fit", 2)], |problem, _| {
            course(problem, "football").grades = list(&["g5"]);
        }),
        spoiler("not wished for", "seat_fit.wish", &[("seat_fit", 1)], |problem, _| {
            student(problem, "s2").wishes = list(&["choir"]);
        }),
        spoiler("not attended", "seat_fit.attendance", &[("seat_fit", 1)], |_, plan| seat(plan, "s4", "care-b")),
        // s3 leaves with both groups; care-a's three may leave alone.
        spoiler("two seats at once", "seat_clash.pair", &[("seat_clash", 1)], |_, plan| seat(plan, "s3", "care-a")),
        spoiler("a club twice", "seat_clash.club_again", &[("seat_clash", 1)], |problem, plan| {
            student(problem, "s3").attends.push("tue1".into());
            open(plan, "choir#2", "choir", &["tue1"], "r3", "t4");
            seat(plan, "s3", "choir#2");
            leave(plan, "choir#2", "tue1", "west", 0);
        }),
        spoiler("an open course twice", "seat_clash.open_again", &[("seat_clash", 1)], |_, plan| read_twice(plan)),
        spoiler("an open course twice where that is allowed", "", &[], |problem, plan| {
            read_twice(plan);
            course(problem, "reading").max_per_student = 2;
        }),
        spoiler("care as often as there are periods", "", &[], |problem, plan| {
            student(problem, "s2").attends.push("tue1".into());
            open(plan, "care-c", "care", &["tue1"], "r3", "t1");
            seat(plan, "s2", "care-c");
            leave(plan, "care-c", "tue1", "west", 0);
        }),
    ]
}

fn read_twice(plan: &mut paipian::format::PlanFile) {
    unseat(plan, "s1", "care-a");
    open(plan, "reading#2", "reading", &["mon2"], "r3", "t4");
    seat(plan, "s1", "reading#2");
    leave(plan, "reading#2", "mon2", "east", 0);
}
