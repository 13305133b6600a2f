//! Spoilers of `staff_fit`, `staff_clash`, `staff_minutes` and `assistants`.

use crate::school::{Spoiler, course, desk, list, room, section, spoiler, teacher};

pub(crate) fn spoilers() -> Vec<Spoiler> {
    [of_staff_fit(), of_staff_clash(), of_staff_minutes(), of_assistants()].concat()
}

fn of_staff_fit() -> Vec<Spoiler> {
    vec![
        spoiler("no lead", "staff_fit.no_lead", &[("staff_fit", 1)], |_, plan| {
            section(plan, "football#1").lead = None;
        }),
        spoiler("a post needs a lead too", "staff_fit.no_lead", &[("staff_fit", 1)], |_, plan| {
            section(plan, "duty#1").lead = None;
        }),
        spoiler("a lead without the skill", "staff_fit.lead_skill", &[("staff_fit", 1)], |_, plan| {
            section(plan, "football#1").lead = Some("t5".into());
        }),
        spoiler("care needs the skill `care`", "staff_fit.lead_skill", &[("staff_fit", 1)], |_, plan| {
            section(plan, "care-a").lead = Some("t5".into());
        }),
        spoiler("care with the skill `` needs none", "", &[], |problem, plan| {
            course(problem, "care").skill = Some(String::new());
            section(plan, "care-a").lead = Some("t5".into());
        }),
        spoiler("a lead who is not named", "staff_fit.lead_not_named", &[("staff_fit", 1)], |problem, _| {
            course(problem, "football").leads = list(&["t4"]);
        }),
        spoiler(
            "without the skill and not named is one",
            "staff_fit.lead_skill",
            &[("staff_fit", 1)],
            |problem, plan| {
                course(problem, "football").leads = list(&["t4"]);
                section(plan, "football#1").lead = Some("t5".into());
            },
        ),
        spoiler("an unavailable lead", "staff_fit.unavailable", &[("staff_fit", 1)], |problem, _| {
            teacher(problem, "x2").unavailable = list(&["wed1", "wed2"]);
        }),
        // t3 assists choir#1 and swim#1 and leads duty#1.
        spoiler("not cleared", "staff_fit.not_cleared", &[("staff_fit", 3)], |problem, _| {
            teacher(problem, "t3").cleared = false;
            teacher(problem, "t3").unavailable = list(&["mon1"]);
        }),
        spoiler("the lead assists", "staff_fit.assistant_is_lead", &[("staff_fit", 1)], |_, plan| {
            section(plan, "choir#1").assistants = list(&["t3", "x1"]);
        }),
        spoiler("an external assistant", "staff_fit.assistant_not_staff", &[("staff_fit", 1)], |_, plan| {
            section(plan, "swim#1").assistants = list(&["t3", "x1"]);
        }),
        // t5 has no skill, is unavailable, and is the lead: three clauses.
        spoiler("each clause counts by itself", "staff_fit.lead_skill", &[("staff_fit", 3)], |problem, plan| {
            section(plan, "football#1").lead = Some("t5".into());
            section(plan, "football#1").assistants = list(&["t5"]);
            teacher(problem, "t5").unavailable = list(&["mon1"]);
        }),
    ]
}

fn of_staff_clash() -> Vec<Spoiler> {
    vec![
        spoiler("in two places", "staff_clash.pair", &[("staff_clash", 1)], |_, plan| {
            section(plan, "choir#1").assistants = list(&["t1"]);
        }),
        spoiler("two people in the same two places", "staff_clash.pair", &[("staff_clash", 1)], |_, plan| {
            section(plan, "football#1").assistants = list(&["t3"]);
            section(plan, "choir#1").assistants = list(&["t1", "t3"]);
        }),
        // Three sections with t4 on Tuesday: tue1–tue1late and tue1late–tue2 clash, tue1–tue2 touch.
        spoiler("overlapping bells", "staff_clash.pair", &[("staff_clash", 2)], |_, plan| {
            desk(plan, "tue1", "", "t4");
            desk(plan, "tue1late", "", "t4");
            desk(plan, "tue2", "", "t4");
        }),
        spoiler("odd and even weeks", "", &[], |_, plan| {
            desk(plan, "tue1", "", "t4");
            desk(plan, "tue1odd", "", "t4");
        }),
        spoiler("lead and assistant of one section", "staff_fit.assistant_is_lead", &[("staff_fit", 1)], |_, plan| {
            section(plan, "football#1").assistants = list(&["t1"]);
        }),
    ]
}

fn of_staff_minutes() -> Vec<Spoiler> {
    vec![
        // t1 works mon1 and mon2.
        spoiler("over max_minutes", "staff_minutes.cycle", &[("staff_minutes", 1)], |problem, _| {
            teacher(problem, "t1").max_minutes = Some(119);
        }),
        spoiler("over max_minutes_day", "staff_minutes.day", &[("staff_minutes", 1)], |problem, _| {
            teacher(problem, "t1").max_minutes_day = Some(119);
        }),
        spoiler("exactly the minutes", "", &[], |problem, _| {
            teacher(problem, "t1").max_minutes = Some(120);
            teacher(problem, "t1").max_minutes_day = Some(120);
        }),
        // t3 works 120 on Monday and 120 on Wednesday: both days and the cycle.
        spoiler("two days and the cycle", "staff_minutes.day", &[("staff_minutes", 3)], |problem, _| {
            teacher(problem, "t3").max_minutes = Some(239);
            teacher(problem, "t3").max_minutes_day = Some(100);
        }),
        spoiler("two roles in one section are worked once", "", &[("staff_fit", 1)], |problem, plan| {
            section(plan, "football#1").assistants = list(&["t1"]);
            teacher(problem, "t1").max_minutes = Some(120);
        }),
        // Tuesday of week 1 and of week 2 are two days.
        spoiler("days of two weeks", "staff_minutes.cycle", &[("staff_minutes", 1)], |problem, plan| {
            desk(plan, "tue1", "", "t4");
            desk(plan, "tue1odd", "", "t4");
            teacher(problem, "t4").max_minutes_day = Some(60);
            teacher(problem, "t4").max_minutes = Some(119);
        }),
    ]
}

fn of_assistants() -> Vec<Spoiler> {
    vec![
        spoiler("an external lead alone", "assistants.few", &[("assistants", 1)], |_, plan| {
            section(plan, "choir#1").assistants.clear();
        }),
        spoiler("an external lead alone where that is allowed", "", &[], |problem, plan| {
            section(plan, "choir#1").assistants.clear();
            problem.policy.external_needs_assistant = None;
        }),
        spoiler("an external lead of a post", "", &[], |_, plan| {
            section(plan, "duty#1").lead = Some("x1".into());
        }),
        spoiler("fewer than the course asks for", "assistants.few", &[("assistants", 1)], |problem, _| {
            course(problem, "choir").assistants = 2;
        }),
        spoiler("a post asks for one", "assistants.few", &[("assistants", 1)], |problem, _| {
            course(problem, "duty").assistants = 1;
        }),
        // Two children, one per adult: the lead and one assistant.
        spoiler("too few escorts", "assistants.few", &[("assistants", 1)], |problem, plan| {
            problem.policy.external_needs_assistant = Some(false);
            section(plan, "swim#1").assistants.clear();
            room(problem, "pool").offsite.as_mut().expect("offsite").escort_per = Some(1);
        }),
        spoiler("just enough escorts", "", &[], |problem, plan| {
            problem.policy.external_needs_assistant = Some(false);
            section(plan, "swim#1").assistants.clear();
            room(problem, "pool").offsite.as_mut().expect("offsite").escort_per = Some(2);
        }),
        spoiler("escorts without a bound", "", &[], |problem, plan| {
            problem.policy.external_needs_assistant = Some(false);
            section(plan, "swim#1").assistants.clear();
            room(problem, "pool").offsite.as_mut().expect("offsite").escort_per = None;
        }),
    ]
}
