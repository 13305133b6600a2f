//! The rest of the numbers, each just below, at and just above: homework, lessons, help, prices, surveys, late days,
//! experience; and lines that count things, with none and with one of them.

use super::school::{School, school};
use paipian::compliance::Status::{self, Met, NeedsPerson, NotApplicable, NotMet};
use serde_json::{Value, json};

fn status(school: &School, policy: &str, rule: &str) -> Status {
    school.line(policy, rule).status
}

fn measured(school: &School, policy: &str, rule: &str) -> i64 {
    school.line(policy, rule).figure.expect("a figure").measured
}

#[test]
fn homework_by_stage() {
    for (stage, minutes) in [("primary_lower", 0), ("primary_upper", 60), ("junior", 90)] {
        for (more, wanted) in [(-1, Met), (0, Met), (1, NotMet)] {
            let Ok(told) = u64::try_from(minutes + more) else { continue };
            let mut school = school(1).on_file(json!({ "school": { "homework": { "g": told } } }));
            school.problem["grades"][0]["stage"] = stage.into();
            assert_eq!(status(&school, "tianjin", "Q8"), wanted, "{stage} {told}");
        }
    }
    let line = school(1).line("tianjin", "Q8");
    assert_eq!(line.status, NeedsPerson, "nothing is known");
    let time = line.notes.iter().find(|note| note.code == "homework_time").expect("a note");
    assert_eq!(time.facts, ["g", "60"], "the hour of care");
}

#[test]
fn two_lessons_at_midday() {
    for (end, wanted) in [("13:19", NotMet), ("13:20", Met), ("13:21", Met)] {
        let mut school = school(1).times(0, "12:00", end).times(1, "15:40", "17:40");
        school.problem["periods"][0]["kind"] = "midday".into();
        assert_eq!(status(&school, "yangjiang", "T3"), wanted, "{end}");
    }
}

#[test]
fn an_hour_of_help() {
    for (end, wanted) in [("16:39", NotMet), ("16:40", Met), ("16:41", Met)] {
        let mut school = school(1).times(0, "15:40", end);
        school.problem["courses"][0]["category"] = "tutoring".into();
        assert_eq!(status(&school, "nanchang", "S8"), NotApplicable, "nobody needs it");
        school.problem["students"][0]["needs"] = json!(["tutoring"]);
        assert_eq!(status(&school, "nanchang", "S8"), wanted, "{end}");
    }
}

#[test]
fn cheaper_than_outside() {
    for (fee, wanted) in [(19_999, NeedsPerson), (20_000, NotMet), (20_001, NotMet)] {
        let course = json!({ "id": "art-file", "kind": "course", "of": "art", "market": 20_000 });
        let mut school = school(1).on_file(json!({ "resources": [course] }));
        school.problem["courses"][0]["fee"] = fee.into();
        assert_eq!(status(&school, "tianning", "F3"), NotApplicable, "the staff's own course");
        school.problem["teachers"][0]["kind"] = "external".into();
        assert_eq!(status(&school, "tianning", "F3"), wanted, "{fee}");
    }
}

#[test]
fn free_means_nothing_at_all() {
    for (fee, wanted) in [(0, Met), (1, NotMet)] {
        let mut school = school(1);
        school.problem["courses"][0]["fee"] = fee.into();
        assert_eq!(status(&school, "chongming", "F1"), wanted, "{fee}");
    }
}

#[test]
fn hardship_is_relieved() {
    let mut school = school(1);
    school.problem["courses"][0]["fee"] = 6_000.into();
    assert_eq!(status(&school, "tianjin", "F4"), NeedsPerson, "nobody is known to need it");
    school.problem["students"][0]["needs"] = json!(["hardship"]);
    for (percent, wanted) in [(0, NotMet), (1, Met), (100, Met)] {
        school.problem["registry"] = json!({ "reductions": [{ "student": "s0", "percent": percent }] });
        assert_eq!(status(&school, "tianjin", "F4"), wanted, "{percent}");
    }
}

/// A survey of the school on a day; the term runs from 7 to 28 September 2026.
fn surveyed(kind: &str, days: &[&str]) -> School {
    let surveys: Vec<Value> = days.iter().map(|on| json!({ "on": on, "kind": kind })).collect();
    school(1).on_file(json!({ "school": { "surveys": surveys } }))
}

#[test]
fn a_survey_a_term() {
    for (days, wanted) in [
        (&[][..], NeedsPerson),
        (&["2026-08-25"][..], Met),
        (&["2026-08-25", "2026-09-20"][..], Met),
        (&["2026-06-06"][..], NeedsPerson),
        (&["2026-06-07"][..], Met),
        (&["2026-09-28"][..], Met),
        (&["2026-09-29"][..], NeedsPerson),
    ] {
        assert_eq!(status(&surveyed("demand", days), "chongming", "M1"), wanted, "{days:?}");
        assert_eq!(status(&surveyed("quality", days), "chongming", "M1"), NeedsPerson, "of another kind");
    }
    for (day, wanted) in [("2026-09-06", NeedsPerson), ("2026-09-07", Met), ("2026-09-28", Met)] {
        assert_eq!(status(&surveyed("quality", &[day]), "chongming", "M2"), wanted, "{day}");
    }
}

#[test]
fn a_review_a_year() {
    for (on, wanted) in [("2025-09-28", NotMet), ("2025-09-29", NeedsPerson), ("2026-09-28", NeedsPerson)] {
        let organisation = json!({ "id": "o", "kind": "organisation", "surveys": [{ "on": on, "percent": 90 }] });
        assert_eq!(
            status(&school(1).on_file(json!({ "resources": [organisation] })), "tianning", "M5"),
            wanted,
            "{on}"
        );
    }
}

#[test]
fn late_days_from_the_hour_on() {
    for (end, days) in [("18:29", 0), ("18:30", 1), ("18:31", 1)] {
        assert_eq!(measured(&school(1).times(1, "16:50", end), "tianjin", "W16"), days, "{end}");
    }
    for (end, days) in [("17:29", 0), ("17:30", 1), ("17:31", 1)] {
        assert_eq!(measured(&school(1).times(1, "16:50", end), "chongming", "W16"), days, "{end}");
    }
}

#[test]
fn twice_as_many_courses_as_rooms() {
    for (courses, wanted) in [(3, NotMet), (4, Met), (5, Met)] {
        let mut school = school(1);
        school.problem["rooms"].as_array_mut().expect("a list").push(json!({ "id": "r2", "capacity": 9 }));
        for n in 2..courses {
            let more = json!({ "id": format!("c{n}"), "kind": "open", "patterns": [["mon1"]] });
            school.problem["courses"].as_array_mut().expect("a list").push(more);
        }
        assert_eq!(status(&school, "nanchang", "Q6"), wanted, "{courses}");
    }
}

#[test]
fn homework_has_a_place_on_every_day() {
    assert_eq!(status(&school(1), "nanchang", "Q7"), Met);
    let mut school = school(1);
    school.problem["courses"][1]["kind"] = "open".into();
    school.problem["courses"][1]["category"] = "art".into();
    let line = school.line("nanchang", "Q7");
    let case = &line.cases[0];
    assert_eq!((line.status, case.measured, case.wanted), (NotMet, 0, Some(1)), "on none of its days, of one");
    school.problem["grades"][0]["stage"] = "primary_lower".into();
    assert_eq!(status(&school, "nanchang", "Q7"), NotApplicable, "no written homework");
}

#[test]
fn a_post_of_each_kind() {
    let mut school = school(1);
    let posts = [("patrol", "楼层巡查"), ("health-room", "卫生室"), ("gate-duty", "校门值守")];
    for (held, (id, name)) in posts.into_iter().enumerate() {
        assert_eq!(school.line("chongming", "W17").broken, 3 - held);
        let post = json!({ "id": id, "name": name, "kind": "post", "patterns": [["mon1"]] });
        school.problem["courses"].as_array_mut().expect("a list").push(post);
        let section = json!({ "id": format!("{id}#1"), "course": id, "pattern": ["mon1"], "lead": "t1" });
        school.plan["sections"].as_array_mut().expect("a list").push(section);
    }
    assert_eq!(status(&school, "chongming", "W17"), Met);
}

#[test]
fn nobody_works_where_they_cannot() {
    assert_eq!(status(&school(1), "chongming", "W13"), Met);
    let mut school = school(1);
    school.problem["teachers"][0]["unavailable"] = json!(["mon2"]);
    let line = school.line("chongming", "W13");
    assert_eq!((line.status, line.broken, line.cases[0].id.as_str()), (NotMet, 1, "care#1"));
}

#[test]
fn a_package_opens_whole_or_not_at_all() {
    let mut school = school(1).on_file(json!({ "resources": [
        { "id": "o", "kind": "organisation", "package": true },
        { "id": "a", "kind": "course", "of": "art", "by": "o" },
        { "id": "b", "kind": "course", "of": "drums", "by": "o" } ] }));
    let drums = json!({ "id": "drums", "kind": "open", "patterns": [["mon1"]] });
    school.problem["courses"].as_array_mut().expect("a list").push(drums);
    assert_eq!(status(&school, "tianning", "V12"), NotMet, "one of two");
    let section = json!({ "id": "drums#1", "course": "drums", "pattern": ["mon1"], "room": "r1", "lead": "t1" });
    school.plan["sections"].as_array_mut().expect("a list").push(section);
    assert_eq!(status(&school, "tianning", "V12"), Met, "both");
    school.plan["sections"].as_array_mut().expect("a list").retain(|row| row["course"] == "care");
    school.plan["seats"] = json!({});
    assert_eq!(status(&school, "tianning", "V12"), Met, "neither");
}

#[test]
fn better_midday_rooms_for_lower_grades() {
    for (ranks, wanted) in [([1, 2], Met), ([1, 1], Met), ([2, 1], NotMet)] {
        let mut school = school(2);
        school.problem["periods"][0]["kind"] = "midday".into();
        school.problem["grades"].as_array_mut().expect("a list").push(json!({ "id": "h", "stage": "primary_upper" }));
        school.problem["classes"].as_array_mut().expect("a list").push(json!({ "id": "d", "grade": "h" }));
        school.problem["students"][1]["class"] = "d".into();
        school.problem["rooms"].as_array_mut().expect("a list").push(json!({ "id": "r2", "capacity": 9 }));
        let section = json!({ "id": "art#2", "course": "art", "pattern": ["mon1"], "room": "r2", "lead": "t1" });
        school.plan["sections"].as_array_mut().expect("a list").push(section);
        school.plan["seats"]["s1"] = json!(["art#2", "care#1"]);
        let room = |id: &str, rank: u64| json!({ "id": format!("{id}-file"), "kind": "venue", "of": id, "rank": rank, "papers": [{ "paper": "fire" }] });
        let school = school.on_file(json!({ "resources": [room("r1", ranks[0]), room("r2", ranks[1])] }));
        assert_eq!(status(&school, "yangjiang", "V10"), wanted, "{ranks:?}");
    }
}

#[test]
fn fields_of_records() {
    let plan = |fields: &[&str]| {
        let mut school = school(1).on_file(json!({ "resources": [
            { "id": "a", "kind": "course", "of": "art", "plan": fields },
            { "id": "b", "kind": "course", "of": "care", "plan": ["content", "safety", "size"] } ] }));
        school.problem["courses"][0]["max_size"] = 35.into();
        school
    };
    assert_eq!(status(&plan(&["content", "safety"]), "yangjiang", "Q15"), Met);
    assert_eq!(status(&plan(&["content"]), "yangjiang", "Q15"), NotMet, "no safety measures");
    assert_eq!(status(&plan(&["methods", "conditions"]), "nanchang", "Q14"), Met);
    assert_eq!(status(&plan(&["conditions"]), "nanchang", "Q14"), NotMet, "no methods");
    let told = |fields: &[&str]| school(1).on_file(json!({ "school": { "disclosed": fields } }));
    let all = ["audience", "time", "form", "content", "fee", "safety"];
    assert_eq!(status(&told(&all), "tianning", "S7"), Met);
    assert_eq!(status(&told(&all[..5]), "tianning", "S7"), NotMet);
    assert_eq!(status(&school(1), "tianning", "S7"), NeedsPerson);
}

#[test]
fn whom_nothing_is_on_file_of_a_person_looks_into() {
    let noted = |school: &School, policy: &str, rule: &str| {
        let line = school.line(policy, rule);
        let unfiled = line.notes.iter().find(|note| note.code == "unfiled").map(|note| note.facts[0].clone());
        (line.status, unfiled)
    };
    let own = school(1);
    assert_eq!(noted(&own, "tianning", "W8"), (NotApplicable, None), "nobody is from outside");
    let mut school = school(1);
    school.problem["teachers"][0]["kind"] = "external".into();
    assert_eq!(noted(&school, "tianning", "W8"), (NeedsPerson, Some("1".to_string())));
    let filed = |born: &str| {
        let resource = json!({ "id": "p", "kind": "person", "of": "t1", "born": born });
        json!({ "resources": [resource] })
    };
    school.problem["registry"] = filed("1990-01-01");
    assert_eq!(noted(&school, "tianning", "W8"), (Met, None));
    let other = json!({ "id": "t2", "kind": "external", "skills": ["care"] });
    school.problem["teachers"].as_array_mut().expect("a list").push(other);
    school.plan["sections"][1]["lead"] = "t2".into();
    assert_eq!(noted(&school, "tianning", "W8"), (NeedsPerson, Some("1".to_string())), "another one");
    school.problem["registry"] = filed("2015-01-01");
    assert_eq!(noted(&school, "tianning", "W8").0, NotMet);
}

#[test]
fn reviews_are_of_outsiders() {
    let staff = json!({ "id": "p", "kind": "person", "of": "t1" });
    assert_eq!(status(&school(1).on_file(json!({ "resources": [staff] })), "tianning", "M5"), NeedsPerson);
}
