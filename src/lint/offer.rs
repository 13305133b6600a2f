//! What the policy asks of the offer as such, and what a published table needs of every course (L401–L405).

use super::{Finding, facts};
use crate::format::ProblemFile;
use crate::policy::{ShippedPolicy, shipped};
use crate::problem::{CourseKind, PeriodKind, Problem};

/// Rules of the policy that the problem names, where that is one of the shipped; and courses without name or category.
pub(super) fn check(file: &ProblemFile, problem: &Problem, findings: &mut Vec<Finding>) {
    let policy = shipped(&problem.policy.name);
    let with_clause = |mut finding: Finding, rule: &str| {
        finding.clause = policy.as_ref().and_then(|policy| clause(policy, rule));
        finding
    };
    let ask = |rule: &str| policy.as_ref().and_then(|policy| policy.rule(rule)?.value.as_integer());
    let seats = |kind: &str| kind != "post";
    let count = |list: usize| i64::try_from(list).unwrap_or(i64::MAX);

    let ratio = policy.as_ref().and_then(|policy| policy.rule("Q6")?.value.as_str()?.split_once(':').map(parts));
    if let Some((per_room, courses_wanted)) = ratio.and_then(|(a, b)| Some((a?, b?))).filter(|(a, _)| *a > 0) {
        let taught = || problem.courses.rows().iter().filter(|course| course.kind != CourseKind::Post);
        let rooms = (0..problem.rooms.len()).filter(|&ix| taught().any(|course| course.room_fits[ix])).count();
        let wanted = (count(rooms) * courses_wanted + per_room - 1) / per_room;
        let courses = count(taught().count());
        if courses < wanted {
            findings.push(with_clause(Finding::new("L401", vec![], facts([courses, count(rooms), wanted])), "Q6"));
        }
    }
    let in_service = |kind| matches!(kind, PeriodKind::AfterSchool | PeriodKind::Evening);
    let weeks = problem.calendar.days.rows().iter().map(|day| day.week).max().unwrap_or(0);
    let days = || {
        problem.calendar.days.rows().iter().filter_map(|day| {
            let served = day.in_order.iter().copied().filter(|&p| in_service(problem.calendar.periods[p].kind));
            let served: Vec<_> = served.collect();
            (!served.is_empty()).then_some((day, served))
        })
    };
    if let Some(wanted) = ask("T1") {
        for week in 1..=weeks {
            let offered = count(days().filter(|(day, _)| day.week == week).count());
            if offered < wanted {
                let figures = facts([i64::from(week), offered, wanted]);
                findings.push(with_clause(Finding::new("L402", vec![], figures), "T1"));
            }
        }
    }
    if let Some(wanted) = ask("T2") {
        for (day, periods) in days() {
            let start = periods.iter().map(|&p| problem.calendar.periods[p].start).min().unwrap_or(0);
            let end = periods.iter().map(|&p| problem.calendar.periods[p].end).max().unwrap_or(0);
            let minutes = i64::from(end - start);
            if minutes < wanted {
                let names = periods.iter().map(|&p| problem.calendar.periods[p].name.clone()).collect();
                let figures = facts([i64::from(day.week), i64::from(day.day), minutes, wanted]);
                findings.push(with_clause(Finding::new("L403", names, figures), "T2"));
            }
        }
    }
    let empty = |text: &Option<String>| text.as_deref().is_none_or(|text| text.trim().is_empty());
    let nameless = file.courses.iter().filter(|row| empty(&row.name)).map(|row| row.id.clone());
    let uncategorized =
        file.courses.iter().filter(|row| seats(&row.kind) && row.kind != "care" && empty(&row.category));
    let uncategorized = uncategorized.map(|row| row.id.clone());
    for (code, ids) in [("L404", nameless.collect::<Vec<_>>()), ("L405", uncategorized.collect())] {
        if !ids.is_empty() {
            let figures = facts([count(ids.len())]);
            findings.push(with_clause(Finding::new(code, ids, figures), "Q13"));
        }
    }
}

fn parts((one, other): (&str, &str)) -> (Option<i64>, Option<i64>) {
    (one.trim().parse().ok(), other.trim().parse().ok())
}

/// 《title》 and the number of the clause.
fn clause(policy: &ShippedPolicy, rule: &str) -> Option<String> {
    policy.rule(rule).map(|rule| format!("《{}》{}", policy.title, rule.clause))
}
