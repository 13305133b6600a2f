//! What the school owes, by hand.

use crate::school::{Spoiler, course, list, spoiler, student, unseat, wave};
use paipian::format::{MinutesRow, ProblemFile};

fn share(problem: &mut ProblemFile, percent: u64) {
    problem.policy.special_share.insert("primary_lower".into(), percent);
}

fn minutes(problem: &mut ProblemFile, stage: Option<&str>, need: Option<&str>, min: u64) {
    let (stage, need) = (stage.map(String::from), need.map(String::from));
    problem.policy.minutes.push(MinutesRow { category: "reading".into(), stage, need, min });
}

fn exempt(problem: &mut ProblemFile, id: &str, rule: &str) {
    student(problem, id).exempt = list(&[rule]);
}

pub(crate) fn spoilers() -> Vec<Spoiler> {
    [of_coverage_and_posts(), of_special_share(), of_category_minutes(), of_late_waves()].concat()
}

fn of_coverage_and_posts() -> Vec<Spoiler> {
    vec![
        spoiler("an hour without a seat", "coverage.no_seat", &[("coverage", 600)], |_, plan| {
            unseat(plan, "s1", "care-a");
        }),
        // s5 has no seat in tue0 and wed1.
        spoiler("two hours without a seat", "coverage.no_seat", &[("coverage", 1200)], |problem, _| {
            student(problem, "s5").attends = list(&["tue0", "tue1", "wed1"]);
        }),
        spoiler("an hour without a seat, exempt", "", &[("coverage", 0)], |problem, plan| {
            unseat(plan, "s1", "care-a");
            exempt(problem, "s1", "coverage");
        }),
        // Two sections missing, 20 × 60 each.
        spoiler("posts not filled", "posts.missing", &[("posts", 2400)], |problem, _| course(problem, "duty").fill = 3),
        // All eight patterns of desk: 6 of 60 minutes, tue1odd 60, tue_evening 5: 20 × (7 × 60 + 5).
        spoiler("posts on every pattern", "posts.missing", &[("posts", 8500)], |problem, _| {
            course(problem, "desk").fill = 1;
        }),
    ]
}

fn of_special_share() -> Vec<Spoiler> {
    vec![
        // s1 attends 180: 108 owed; s2 120: 72 owed; both have football's 60: 48 + 12.
        spoiler("too little special time", "special_share.short", &[("special_share", 60)], |problem, _| {
            share(problem, 60);
        }),
        // s1: ceil(61.2) − 60 = 2; s2: ceil(40.8) = 41, has 60.
        spoiler("a share is rounded up", "special_share.short", &[("special_share", 2)], |problem, _| {
            share(problem, 34);
        }),
        // s1: ceil(59.4) = 60.
        spoiler("a share just met", "", &[("special_share", 0)], |problem, _| share(problem, 33)),
        spoiler("share_from at the attended minutes binds", "", &[("special_share", 60)], |problem, _| {
            share(problem, 60);
            problem.policy.share_from = Some(120);
        }),
        spoiler("share_from above the attended minutes does not", "", &[("special_share", 48)], |problem, _| {
            share(problem, 60);
            problem.policy.share_from = Some(121);
        }),
        spoiler("exempt from the share", "", &[("special_share", 12)], |problem, _| {
            share(problem, 60);
            exempt(problem, "s1", "special_share");
        }),
        // mon1 and its football minutes become midday, after which s4 does not leave: s1 attends 120 after school: 72; s2 60: 36; none special.
        spoiler("kinds that count", "special_share.short", &[("special_share", 108), ("waves", 1)], |problem, _| {
            share(problem, 60);
            problem.periods[0].kind = "midday".into();
        }),
        // With midday among the kinds all is as before.
        spoiler("other kinds that count", "", &[("special_share", 60), ("waves", 1)], |problem, _| {
            share(problem, 60);
            problem.periods[0].kind = "midday".into();
            problem.policy.share_kinds = Some(list(&["after_school", "midday"]));
        }),
    ]
}

fn of_category_minutes() -> Vec<Spoiler> {
    vec![
        // s1 and s5 read for 60; s2, s3 and s4 do not.
        spoiler("an hour of reading for all", "category_minutes.short", &[("category_minutes", 180)], |problem, _| {
            minutes(problem, None, None, 60);
        }),
        spoiler("an hour of reading for a stage", "", &[("category_minutes", 60)], |problem, _| {
            minutes(problem, Some("primary_lower"), None, 60);
        }),
        spoiler("an hour of reading for a need", "", &[("category_minutes", 60)], |problem, _| {
            minutes(problem, None, Some("reader"), 60);
            student(problem, "s4").needs = list(&["reader"]);
        }),
        // s1 min(500, 180) − 60 = 120; s2 120.
        spoiler("more than is attended", "", &[("category_minutes", 240)], |problem, _| {
            minutes(problem, Some("primary_lower"), None, 500);
        }),
        spoiler("two rules, both owed", "", &[("category_minutes", 90)], |problem, _| {
            minutes(problem, Some("primary_lower"), None, 60);
            minutes(problem, Some("primary_lower"), None, 30);
        }),
        spoiler("exempt from reading", "", &[("category_minutes", 0)], |problem, _| {
            minutes(problem, Some("primary_lower"), None, 60);
            exempt(problem, "s2", "category_minutes");
        }),
    ]
}

fn of_late_waves() -> Vec<Spoiler> {
    vec![
        spoiler("the last wave that is not late", "", &[("late_waves", 0)], |_, plan| wave(plan, "care-a").wave = 5),
        // Wave 7 starts 2 × 5 minutes after wave 5, for two leavers.
        spoiler("two waves late", "late_waves.late", &[("late_waves", 20)], |_, plan| wave(plan, "care-a").wave = 7),
        spoiler("two waves late, one exempt", "", &[("late_waves", 10)], |problem, plan| {
            wave(plan, "care-a").wave = 7;
            exempt(problem, "s2", "late_waves");
        }),
        // After wave −1 every wave is late: all five groups, 2 + 1 + 1 + 2 + 2 leavers, by 5 minutes.
        spoiler("no waves at all", "late_waves.late", &[("late_waves", 40)], |problem, _| {
            problem.policy.max_waves = Some(0);
        }),
    ]
}
