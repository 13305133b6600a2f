//! The measures of the compliance report, each just below, at and just above its number.

use super::school::{School, school};
use paipian::compliance::Status::{self, Met, NeedsPerson, NotApplicable, NotMet};
use serde_json::{Value, json};

fn status(school: &School, policy: &str, rule: &str) -> Status {
    school.line(policy, rule).status
}

#[test]
fn thirty_five_children_in_a_special_section() {
    for (children, wanted, margin) in [(34, Met, 1), (35, Met, 0), (36, NotMet, -1)] {
        let line = school(children).line("nanchang", "Q5");
        assert_eq!((line.status, line.figure.and_then(|figure| figure.margin)), (wanted, Some(margin)), "{children}");
    }
    let mut plain = school(36);
    plain.problem["courses"][0]["special"] = false.into();
    assert_eq!(status(&plain, "nanchang", "Q5"), NotApplicable, "base care has no cap");
}

/// A child who attends 200 minutes, so many of them special.
fn shared(stage: &str, special: i64) -> School {
    let clock = |minutes: i64| format!("{:02}:{:02}", minutes / 60, minutes % 60);
    let mut school =
        school(1).times(0, "14:00", &clock(840 + special)).times(1, &clock(840 + special), &clock(840 + 200));
    school.problem["grades"][0]["stage"] = stage.into();
    school
}

#[test]
fn shares_of_sixty_fifty_and_thirty_percent() {
    for (stage, rule, percent) in [("primary_lower", "Q1", 60), ("primary_upper", "Q2", 50), ("junior", "Q3", 30)] {
        for (more, wanted) in [(-1, NotMet), (0, Met), (1, Met)] {
            let school = shared(stage, 2 * percent + more);
            let line = school.line("nanchang", rule);
            assert_eq!(line.status, wanted, "{rule} {more}");
            assert_eq!(line.figure.map(|figure| figure.measured), Some((2 * percent + more) * 5), "{rule} {more}");
            assert_eq!(line.cases[0].measured - line.cases[0].wanted.expect("a number"), more);
            let others = ["Q1", "Q2", "Q3"].iter().filter(|other| **other != rule);
            assert!(others.into_iter().all(|other| school.line("nanchang", other).status == NotApplicable));
            let grade = &school.under("nanchang").grades[0];
            assert_eq!(
                (grade.bound, grade.met, grade.average),
                (1, usize::from(wanted == Met), (2 * percent + more) * 5)
            );
        }
    }
}

#[test]
fn few_minutes_and_exemptions_owe_no_share() {
    // 149, 150 and 151 minutes attended, none of them special.
    for (end, bound) in [("16:29", 0), ("16:30", 1), ("16:31", 1)] {
        let mut school = school(1).times(0, "14:00", "15:00").times(1, "15:00", end);
        school.problem["courses"][0]["special"] = false.into();
        assert_eq!(school.under("nanchang").grades[0].bound, bound, "{end}");
        school.problem["students"][0]["exempt"] = json!(["special_share"]);
        assert_eq!(school.under("nanchang").grades[0].bound, 0);
    }
}

#[test]
fn a_short_week_is_told_beside_the_cycle() {
    // Special on Monday, the rest on Tuesday: in the week without its Monday the child has nothing special.
    let mut school = shared("primary_upper", 100);
    school.problem["periods"][1]["day"] = 2.into();
    school.problem["term"]["holidays"] = json!(["2026-09-14"]);
    let report = school.under("nanchang");
    // 100 minutes on Tuesday alone are fewer than 150: that week owes nothing.
    assert_eq!((report.pupils[0].short_weeks, report.line("Q2").expect("a line").status), (0, Met));
    let mut layered = paipian::policy::shipped("nanchang").expect("shipped");
    layered.rules.iter_mut().find(|rule| rule.id == "Q4").expect("a rule").value = 0.into();
    let report = school.under_regulation(&layered);
    assert_eq!((report.pupils[0].short_weeks, report.pupils[0].term_special), (1, 300));
    assert_eq!((report.pupils[0].term_attended, report.line("Q2").expect("a line").status), (700, Met));
    // A make-up day brings the Monday back.
    school.problem["term"]["makeups"] = json!([{ "date": "2026-09-19", "day": 1 }]);
    assert_eq!(school.under_regulation(&layered).pupils[0].short_weeks, 0);
}

#[test]
fn two_hours_a_day_and_five_days_a_week() {
    for (end, wanted) in [("17:39", NotMet), ("17:40", Met), ("17:41", Met)] {
        assert_eq!(status(&school(1).times(1, "16:50", end), "tianjin", "T2"), wanted, "{end}");
    }
    let mut week = school(1);
    for day in 1..=6 {
        let wanted = if day < 5 { NotMet } else { Met };
        if day > 1 {
            let id = format!("d{day}");
            week.problem["periods"]
                .as_array_mut()
                .expect("a list")
                .push(json!({ "id": id, "day": day, "start": "15:40", "end": "17:50", "kind": "after_school" }));
            week.problem["courses"][1]["patterns"].as_array_mut().expect("a list").push(json!([id]));
            week.plan["sections"].as_array_mut().expect("a list").push(
                json!({ "id": format!("care#{day}"), "course": "care", "pattern": [id], "room": "r1", "lead": "t1" }),
            );
        }
        assert_eq!(status(&week, "nanchang", "T1"), wanted, "{day} days");
    }
}

#[test]
fn two_lessons_in_the_afternoon() {
    for (end, wanted) in [("16:59", NotMet), ("17:00", Met), ("17:01", Met)] {
        let school = school(1).times(0, "15:40", "16:20").times(1, "16:20", end);
        assert_eq!(status(&school, "yangjiang", "T3"), wanted, "{end}");
    }
}

/// A school that meets on one weekday of the one week that begins on this Monday.
fn one_day(monday: &str, day: u64, end: &str) -> School {
    let mut school = school(1).times(1, "16:50", end);
    school.problem["term"] = json!({ "start": monday, "weeks": 1 });
    for period in 0..2 {
        school.problem["periods"][period]["day"] = day.into();
    }
    school
}

#[test]
fn the_end_by_season() {
    // 30 April, 1 May, 31 October and 1 November 2026 are a Thursday, a Friday, a Saturday and a Sunday.
    for (monday, day, floor) in [
        ("2026-04-27", 4, ["17:29", "17:30", "17:31"]),
        ("2026-04-27", 5, ["17:59", "18:00", "18:01"]),
        ("2026-10-26", 6, ["17:59", "18:00", "18:01"]),
        ("2026-10-26", 7, ["17:29", "17:30", "17:31"]),
    ] {
        for (end, wanted) in floor.into_iter().zip([NotMet, Met, Met]) {
            let school = one_day(monday, day, end);
            assert_eq!(status(&school, "yangjiang", "T4"), wanted, "{monday} {day} {end}");
            let (file, _) = school.files();
            let problem = paipian::load::load(&file).expect("valid");
            let early = paipian::lint::lint_under(&file, &problem, paipian::policy::shipped("yangjiang").as_ref());
            assert_eq!(early.iter().any(|finding| finding.code == "L406"), wanted == NotMet, "{end}");
        }
    }
}

#[test]
fn the_end_by_district() {
    for (end, wanted) in [("18:29", NotMet), ("18:30", Met), ("18:31", Met)] {
        let inner = school(1).times(1, "16:50", end).on_file(json!({ "school": { "district": "和平区" } }));
        assert_eq!(status(&inner, "tianjin", "T5"), wanted, "{end}");
        assert_eq!(status(&inner, "tianjin", "T7"), wanted, "{end}: from 15:40 it is the same");
        let unknown = school(1).times(1, "16:50", end);
        assert_eq!(status(&unknown, "tianjin", "T5"), NeedsPerson);
    }
    for (end, wanted) in [("17:29", NotMet), ("17:30", Met), ("17:31", Met)] {
        let outer = school(1)
            .times(1, "16:50", end)
            .on_file(json!({ "school": { "district": "武清区", "work_ends": "17:30" } }));
        assert_eq!(status(&outer, "tianjin", "T5"), wanted, "{end}");
    }
}

#[test]
fn the_evening_ends_by_half_past_eight() {
    for (end, wanted) in [("20:29", Met), ("20:30", Met), ("20:31", NotMet)] {
        let mut school = school(1).times(1, "18:50", end);
        school.problem["periods"][1]["kind"] = "evening".into();
        school.problem["grades"][0]["stage"] = "junior".into();
        assert_eq!(status(&school, "tianjin", "T6"), wanted, "{end}");
        school.problem["grades"][0]["stage"] = "primary_upper".into();
        assert_eq!(status(&school, "tianjin", "T6"), NotMet, "evening study is for junior school");
    }
    assert_eq!(status(&school(1), "tianjin", "T6"), NotApplicable);
}

/// So many special sections on one day.
fn classes(count: usize, onsite: Option<u64>) -> School {
    let mut school = school(1);
    let sections: Vec<Value> = (0..count)
        .map(|n| json!({ "id": format!("art#{n}"), "course": "art", "pattern": ["mon1"], "room": "r1", "lead": "t1" }))
        .chain([json!({ "id": "care#1", "course": "care", "pattern": ["mon2"], "room": "r1", "lead": "t1" })])
        .collect();
    school.plan["sections"] = sections.into();
    school.plan["seats"] = json!({});
    match onsite {
        Some(sent) => school.on_file(json!({ "school": { "onsite": sent } })),
        None => school,
    }
}

#[test]
fn platform_staff_by_classes_a_day() {
    for (count, staff, unclear) in [(2, 0, false), (3, 1, false), (4, 1, false), (5, 2, true), (6, 2, false)] {
        let report = classes(count, None).under("nanchang");
        let day = &report.onsite[0];
        assert_eq!((day.classes, day.staff, day.unclear), (count as i64, staff, unclear));
        let line = report.line("W19").expect("a line");
        assert_eq!(line.status, if staff == 0 { Met } else { NeedsPerson }, "{count}");
        assert_eq!(line.notes.iter().any(|note| note.code == "unclear_count"), unclear);
        for sent in 0..=2 {
            let line = classes(count, Some(sent)).line("nanchang", "W19");
            assert_eq!(line.status, if sent as i64 >= staff { Met } else { NotMet }, "{count} {sent}");
        }
    }
}

#[test]
fn fees_of_a_month() {
    // Four weeks in September: one month.
    let inner = || school(1).on_file(json!({ "school": { "district": "红桥区" } }));
    for (fee, wanted) in [(17_999, Met), (18_000, Met), (18_001, NotMet)] {
        let mut school = inner();
        school.problem["courses"][0]["fee"] = fee.into();
        assert_eq!(status(&school, "tianjin", "F2"), wanted, "{fee}");
        assert_eq!(status(&school, "chongming", "F1"), NotMet, "{fee}");
        let half = school.on_file(json!({ "reductions": [{ "student": "s0", "percent": 50 }] }));
        assert_eq!(status(&half, "tianjin", "F2"), Met);
        assert_eq!(half.under("tianjin").fees.reduced, fee / 2);
    }
    for (fee, wanted) in [(9_999, Met), (10_000, Met), (10_001, NotMet)] {
        let mut school = inner().times(0, "18:30", "19:30").times(1, "16:50", "17:50");
        school.problem["periods"][0]["kind"] = "evening".into();
        school.problem["courses"][0]["fee"] = fee.into();
        // By day the cap is another: the two do not add up.
        school.problem["courses"][1]["fee"] = 18_000.into();
        assert_eq!(status(&school, "tianjin", "F2"), wanted, "{fee}");
    }
    let mut spread = school(1);
    spread.problem["courses"][0]["fee"] = 90_000.into();
    spread.problem["term"]["weeks"] = 18.into();
    assert_eq!(status(&spread, "tianjin", "F2"), Met, "five months from September to January");
    assert_eq!(status(&school(1), "chongming", "F1"), Met);
}

#[test]
fn the_caps_of_fees_bind_the_six_districts_alone() {
    for (district, wanted) in [(json!("和平区"), NotMet), (json!("武清区"), NeedsPerson), (Value::Null, NeedsPerson)]
    {
        let mut school = school(1).on_file(json!({ "school": { "district": district } }));
        school.problem["courses"][0]["fee"] = 18_001.into();
        assert_eq!(status(&school, "tianjin", "F2"), wanted, "{district}");
        school.problem["courses"][0]["fee"] = 18_000.into();
        assert_eq!(status(&school, "tianjin", "F2"), Met, "{district}");
    }
}

#[test]
fn satisfaction_of_parents_and_of_the_platform() {
    for (percent, wanted) in [(84, NotMet), (85, Met), (86, Met)] {
        let survey =
            json!({ "school": { "surveys": [{ "on": "2026-06-30", "kind": "parents", "percent": percent }] } });
        assert_eq!(status(&school(1).on_file(survey), "nanchang", "M3"), wanted, "{percent}");
    }
    for (percent, band) in [
        (81, None),
        (80, None),
        (79, Some("warning")),
        (70, Some("warning")),
        (69, Some("rectify")),
        (60, Some("rectify")),
        (59, Some("dismissed")),
    ] {
        let platform =
            json!({ "id": "p", "kind": "platform", "surveys": [{ "on": "2026-06-30", "percent": percent }] });
        let line = school(1).on_file(json!({ "resources": [platform] })).line("nanchang", "M4");
        let told = line.notes.iter().find(|note| note.code == "band").map(|note| note.facts[0].as_str());
        assert_eq!((told, line.status), (band, if band.is_none() { Met } else { NotMet }), "{percent}");
    }
    assert_eq!(status(&school(1), "nanchang", "M3"), NeedsPerson);
}

#[test]
fn places_and_force() {
    let mut without = school(2);
    without.plan["seats"]["s1"] = json!(["art#1"]);
    let line = without.line("chongming", "S1");
    assert_eq!((line.status, line.broken, line.cases[0].id.as_str()), (NotMet, 1, "s1"));
    without.problem["students"][1]["exempt"] = json!(["coverage"]);
    assert_eq!(status(&without, "chongming", "S1"), Met);
    let mut forced = school(2);
    forced.problem["students"][1]["attends"] = json!(["mon1"]);
    assert_eq!(status(&forced, "yangjiang", "S2"), NotMet);
    assert_eq!(status(&school(2), "yangjiang", "S2"), Met);
}

#[test]
fn five_elements_of_a_cell() {
    assert_eq!(status(&school(1), "chongming", "Q13"), Met);
    for (field, row) in [("room", 0), ("lead", 1)] {
        let mut school = school(1);
        school.plan["sections"][row][field] = Value::Null;
        assert_eq!(status(&school, "chongming", "Q13"), NotMet, "{field}");
    }
    let mut nameless = school(1);
    nameless.problem["courses"][0]["name"] = Value::Null;
    assert_eq!(status(&nameless, "chongming", "Q13"), NotMet);
}

#[test]
fn outsiders_and_their_subjects() {
    let mut school = school(1);
    assert_eq!(status(&school, "tianjin", "Q10"), NotApplicable);
    school.problem["teachers"][0]["kind"] = "external".into();
    school.problem["courses"][1]["category"] = Value::Null;
    assert_eq!(status(&school, "tianjin", "Q10"), Met);
    assert_eq!(status(&school, "chongming", "W18"), NotMet, "nobody assists");
    school.problem["courses"][0]["category"] = "tutoring".into();
    assert_eq!(status(&school, "tianjin", "Q10"), NotMet);
}

#[test]
fn a_tick_settles_what_a_person_decides_and_nothing_else() {
    let tick = |rule: &str| json!({ "ticks": [{ "rule": rule, "by": "李主任", "on": "2026-09-01" }] });
    assert_eq!(status(&school(1).on_file(tick("L2")), "chongming", "L2"), Met);
    assert_eq!(status(&school(1).on_file(tick("L1")), "chongming", "L2"), NeedsPerson);
    assert_eq!(status(&school(36).on_file(tick("Q5")), "nanchang", "Q5"), NotMet);
}

#[test]
fn pay_over_the_dates_of_the_term() {
    let mut school = school(1);
    school.problem["teachers"][0]["pay"] = 9_000.into();
    let report = school.under("tianjin");
    // Two hours on each of four Mondays.
    assert_eq!((report.pay[0].minutes, report.pay[0].term_minutes, report.pay[0].term_pay), (120, 480, 72_000));
}

#[test]
fn every_rule_has_its_line() {
    for name in paipian::policy::shipped_names() {
        let report = school(3).under(name);
        let rules = paipian::policy::shipped(name).expect("shipped").rules;
        assert!(report.lines.iter().map(|line| &line.rule.id).eq(rules.iter().map(|rule| &rule.id)));
        for line in report.lines.iter().filter(|line| line.status == NeedsPerson) {
            let told = line.rule.ask.is_some() || !line.notes.is_empty();
            assert!(told, "{name} {}: say what a person confirms", line.rule.id);
        }
    }
}
