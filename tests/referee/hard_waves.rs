//! Spoilers of `waves`.

use crate::school::{Spoiler, leave, open, seat, spoiler, student, wave};

pub(crate) fn spoilers() -> Vec<Spoiler> {
    vec![
        spoiler("no wave", "waves.missing", &[("waves", 1)], |_, plan| {
            plan.waves.retain(|wave| wave.section != "care-a");
        }),
        // The first counts: nobody waits. Three waves of one group are one violation.
        spoiler("three waves", "waves.repeated", &[("waves", 1), ("wave_wait", 0)], |_, plan| {
            leave(plan, "care-a", "mon2", "east", 3);
            leave(plan, "care-a", "mon2", "west", 4);
        }),
        spoiler("a wave in mid-afternoon", "waves.no_leavers", &[("waves", 1)], |_, plan| {
            leave(plan, "football#1", "mon1", "east", 0);
        }),
        spoiler("two waves without leavers", "waves.no_leavers", &[("waves", 2)], |_, plan| {
            leave(plan, "football#1", "mon1", "east", 0);
            leave(plan, "football#1", "mon1", "east", 0);
        }),
        spoiler("a wave after a period of another section", "waves.no_leavers", &[("waves", 1)], |_, plan| {
            leave(plan, "care-a", "tue1", "east", 0);
        }),
        // s1 and s2 of care-a and s3 of care-b at 17:45, two a wave.
        spoiler("a crowded gate", "waves.crowded", &[("waves", 1)], |_, plan| {
            wave(plan, "care-b").gate = Some("east".into());
        }),
        spoiler("exactly per_wave", "", &[], |problem, plan| {
            wave(plan, "care-b").gate = Some("east".into());
            problem.gates[0].per_wave = 3;
        }),
        spoiler("one wave later", "", &[], |_, plan| {
            wave(plan, "care-b").gate = Some("east".into());
            wave(plan, "care-b").wave = 1;
        }),
        spoiler("a big group alone", "", &[], |problem, _| problem.gates[0].per_wave = 1),
        // choir#1 at 16:40 + 13 × 5 = 17:45, with care-b: two leavers where one may leave.
        spoiler("a late wave meets a later period", "waves.crowded", &[("waves", 1)], |problem, plan| {
            problem.gates[1].per_wave = 1;
            wave(plan, "choir#1").wave = 13;
        }),
        // 16:40 + 12 × 5 = 17:40 is the slot before.
        spoiler("the slot before", "", &[], |problem, plan| {
            problem.gates[1].per_wave = 1;
            wave(plan, "choir#1").wave = 12;
        }),
        // Slots are floor(departure / 30): 17:30–18:00 holds 17:45 and, with mon1 until 16:40, 16:40 + 2 × 30 = 17:40.
        spoiler("two departures in one slot", "waves.crowded", &[("waves", 1)], |problem, plan| {
            problem.policy.wave_minutes = Some(30);
            problem.gates[1].per_wave = 1;
            wave(plan, "choir#1").wave = 2;
        }),
        // s5 attends tue0 only, in care at midday: stays at school, so the wave is one without leavers.
        spoiler("nobody leaves after midday", "waves.no_leavers", &[("waves", 1)], |problem, plan| {
            midday(problem, plan);
            leave(plan, "care-m", "tue0", "east", 0);
        }),
        spoiler("nobody need leave after midday", "", &[], midday),
        spoiler("wherever nobody sits nobody leaves", "", &[], |problem, _| {
            student(problem, "s5").attends.push("wed1".into());
        }),
    ]
}

fn midday(problem: &mut paipian::format::ProblemFile, plan: &mut paipian::format::PlanFile) {
    problem.courses.iter_mut().filter(|course| course.kind == "care").for_each(|course| {
        course.patterns.push(vec!["tue0".into()]);
    });
    student(problem, "s5").attends = vec!["tue0".into()];
    crate::school::unseat(plan, "s5", "reading#1");
    open(plan, "care-m", "care", &["tue0"], "r3", "t1");
    seat(plan, "s5", "care-m");
}
