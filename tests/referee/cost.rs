//! What a plan costs, by hand.

use crate::school::{Spoiler, course, desk, list, room, seat, spoiler, student, teacher, unseat, wave};

pub(crate) fn spoilers() -> Vec<Spoiler> {
    [of_wishes(), of_people(), of_sections(), of_leaving()].concat()
}

fn of_wishes() -> Vec<Spoiler> {
    vec![
        // s1 wants 1: 100 − 80.
        spoiler("the second wish", "wish.loss", &[("wish", 20), ("none_of_top", 0)], |problem, _| {
            student(problem, "s1").wishes = list(&["choir", "football"]);
        }),
        // The policy's want is 2: 100 + 80 − 80.
        spoiler("one of two", "wish.loss", &[("wish", 100)], |problem, _| {
            student(problem, "s1").wishes = list(&["choir", "football"]);
            student(problem, "s1").want = None;
        }),
        // Wishes choir, football, swim, of which football is held, and 3 wanted: 100 + 0 + 0 − 0.
        spoiler("ranks beyond the values", "wish.loss", &[("wish", 100)], |problem, _| {
            student(problem, "s1").wishes = list(&["choir", "football", "swim"]);
            student(problem, "s1").want = Some(3);
            problem.policy.wish_values = Some(vec![100]);
        }),
        // s3 holds both, worth 180, and wants one.
        spoiler("more than wanted", "", &[("wish", 0)], |problem, _| student(problem, "s3").want = Some(1)),
        // s2 holds the fourth wish: 100 + 80 − 50.
        spoiler("none of the first three", "none_of_top.none", &[("none_of_top", 1), ("wish", 130)], |problem, _| {
            student(problem, "s2").wishes = list(&["chess", "choir", "swim", "football"]);
        }),
        spoiler("the third of the first three", "", &[("none_of_top", 0), ("wish", 115)], |problem, _| {
            student(problem, "s2").wishes = list(&["chess", "choir", "football"]);
        }),
        spoiler("who wants nothing misses nothing", "", &[("none_of_top", 0), ("wish", 0)], |problem, _| {
            student(problem, "s5").wishes = list(&["chess"]);
            student(problem, "s5").want = Some(0);
        }),
        // A pinned course stands in for the wish in `seat_fit` only: s5 holds nothing of value.
        spoiler("a wish without a section", "none_of_top.none", &[("none_of_top", 1), ("wish", 100)], |problem, _| {
            student(problem, "s5").wishes = list(&["chess"]);
        }),
    ]
}

fn of_people() -> Vec<Spoiler> {
    vec![
        // t1 works 120 minutes.
        spoiler("at the target", "", &[("load", 0)], |problem, _| teacher(problem, "t1").target_minutes = Some(120)),
        spoiler("over the target", "load.over", &[("load", 20)], |problem, _| {
            teacher(problem, "t1").target_minutes = Some(100);
        }),
        // 1.25 × 96 = 120.
        spoiler("at 125 %", "load.over", &[("load", 24)], |problem, _| {
            teacher(problem, "t1").target_minutes = Some(96)
        }),
        // 25 over, floor(118.75) = 118: 25 + 2 × 2.
        spoiler("over 125 %", "load.over", &[("load", 29)], |problem, _| {
            teacher(problem, "t1").target_minutes = Some(95)
        }),
        // t3's load is 60 + 60 + 120 with the post and as assistant: 240 − 200 + 0.
        spoiler("load of assistants and posts", "load.over", &[("load", 40)], |problem, _| {
            teacher(problem, "t3").target_minutes = Some(200);
        }),
        // Tuesday of both weeks.
        spoiler("two more days", "staff_days.days", &[("staff_days", 9)], |_, plan| {
            desk(plan, "tue1", "", "t4");
            desk(plan, "tue2after15", "", "t4");
            desk(plan, "tue1odd", "", "t4");
        }),
        spoiler("a break of max_break", "", &[("staff_gap", 0)], |_, plan| {
            desk(plan, "tue1", "", "t4");
            desk(plan, "tue2after15", "", "t4");
        }),
        spoiler("a break beyond max_break", "staff_gap.gap", &[("staff_gap", 16)], |_, plan| {
            desk(plan, "tue1", "", "t4");
            desk(plan, "tue2after16", "", "t4");
        }),
        // 16:40–16:45 and 16:50–16:56 are left.
        spoiler("a break with a meeting of another kind", "", &[("staff_gap", 0)], |_, plan| {
            desk(plan, "tue1", "", "t4");
            desk(plan, "tue_evening", "", "t4");
            desk(plan, "tue2after16", "", "t4");
        }),
        // 13:00–15:40 lies between two kinds.
        spoiler("from midday to the afternoon", "", &[("staff_gap", 0)], |_, plan| {
            desk(plan, "tue0", "", "t4");
            desk(plan, "tue1", "", "t4");
        }),
        spoiler("periods to avoid", "avoid.minutes", &[("avoid", 60)], |problem, _| {
            teacher(problem, "t1").avoid = list(&["mon1", "tue1", "wed1"]);
        }),
        // t1 leads football#1 and care-a, 2 h of 250 fen; the field is 500 fen: 1,000 fen.
        spoiler("money", "money.section", &[("money", 1)], |problem, _| {
            teacher(problem, "t1").pay = 250;
            room(problem, "field").cost = 500;
        }),
        spoiler("money is rounded up once", "money.section", &[("money", 2)], |problem, _| {
            teacher(problem, "t1").pay = 251;
            room(problem, "field").cost = 500;
        }),
        // t1 is paid for 2 h of 500 fen and works 120 minutes, though both lead and assistant of football#1.
        spoiler(
            "two roles are paid once",
            "",
            &[("staff_fit", 1), ("money", 1), ("load", 0), ("avoid", 60), ("staff_days", 7)],
            |problem, plan| {
                teacher(problem, "t1").pay = 500;
                teacher(problem, "t1").target_minutes = Some(120);
                teacher(problem, "t1").avoid = list(&["mon1"]);
                crate::school::section(plan, "football#1").assistants = list(&["t1"]);
            },
        ),
        // The evening's 5 minutes at 1 fen an hour.
        spoiler("a fraction of a fen", "money.section", &[("money", 1)], |problem, plan| {
            teacher(problem, "t4").pay = 1;
            desk(plan, "tue_evening", "", "t4");
        }),
    ]
}

fn of_sections() -> Vec<Spoiler> {
    vec![
        // ceil(2/3 × 4) = 3, two seats.
        spoiler("a small section", "small_section.small", &[("small_section", 1)], |problem, _| {
            course(problem, "football").max_size = Some(4);
        }),
        // ceil(2/3 × 5) = 4.
        spoiler("two thirds are rounded up", "small_section.small", &[("small_section", 2)], |problem, _| {
            course(problem, "football").max_size = Some(5);
        }),
        // The room's 30: 20 − 2.
        spoiler("the room is the limit", "small_section.small", &[("small_section", 18)], |problem, _| {
            course(problem, "football").max_size = None;
        }),
        // The policy's 6: 4 − 2.
        spoiler("special_cap is the limit", "small_section.small", &[("small_section", 2)], |problem, _| {
            course(problem, "football").max_size = None;
            problem.policy.special_cap = Some(6);
        }),
        // s2 of c1 sits with c5 in r2 and leaves by the west gate.
        spoiler("a class in two care sections", "care_split.split", &[("care_split", 1)], |_, plan| other_care(plan)),
        spoiler("away from home", "away_from_home.seats", &[("away_from_home", 1)], |_, plan| other_care(plan)),
        // s3 in r3 instead of r2.
        spoiler("another room for care", "", &[("away_from_home", 1), ("care_split", 0)], |_, plan| {
            crate::school::section(plan, "care-b").room = Some("r3".into());
        }),
        spoiler("a class without a home", "", &[("away_from_home", 0)], |problem, plan| {
            crate::school::section(plan, "care-b").room = Some("r3".into());
            problem.classes[1].home = None;
        }),
    ]
}

fn of_leaving() -> Vec<Spoiler> {
    vec![
        // Two of primary_lower: 2 × 2 × 5 = 20.
        spoiler("a wave of the youngest", "wave_wait.wait", &[("wave_wait", 2)], |_, plan| {
            wave(plan, "care-a").wave = 1
        }),
        // One of primary_upper: 5.
        spoiler("a wave of an older one", "wave_wait.wait", &[("wave_wait", 1)], |_, plan| {
            wave(plan, "care-b").wave = 1;
        }),
        // 20 + 5.
        spoiler("waiting is rounded up once", "wave_wait.wait", &[("wave_wait", 3)], |_, plan| {
            wave(plan, "care-a").wave = 1;
            wave(plan, "care-b").wave = 1;
        }),
        spoiler("by another gate", "wave_gate.other", &[("wave_gate", 1)], |_, plan| other_care(plan)),
        // s1's grade has a gate, s5's has none.
        spoiler("a grade without a gate", "wave_gate.other", &[("wave_gate", 1)], |_, plan| {
            wave(plan, "reading#1").gate = Some("west".into());
        }),
        // Both leave at 17:45, from two gates.
        spoiler("siblings at two gates", "siblings.apart", &[("siblings", 5)], |problem, _| siblings(problem)),
        // Two waves apart, from two gates: 10 + 5.
        spoiler("siblings in two waves", "siblings.apart", &[("siblings", 15)], |problem, plan| {
            siblings(problem);
            wave(plan, "care-b").wave = 2;
        }),
        // s4's day ends at 16:40, s1's and s2's at 17:45 in one group.
        spoiler("siblings whose days end apart", "", &[("siblings", 0)], |problem, _| {
            for id in ["s1", "s2", "s4"] {
                student(problem, id).family = Some("f".into());
            }
        }),
    ]
}

fn siblings(problem: &mut paipian::format::ProblemFile) {
    for id in ["s1", "s3"] {
        student(problem, id).family = Some("f".into());
    }
}

fn other_care(plan: &mut paipian::format::PlanFile) {
    unseat(plan, "s2", "care-a");
    seat(plan, "s2", "care-b");
}
