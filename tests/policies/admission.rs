//! The gates, each just before, on and just after its day or number.

use paipian::admission::rulings;
use paipian::policy::shipped;
use serde_json::{Value, json};

/// What a gate says of one resource: the dates it refuses, of the four Mondays of a term from 7 September 2026.
fn refused(policy: &str, rule: &str, resource: Value) -> Vec<String> {
    refused_beside(policy, rule, vec![resource])
}

fn refused_beside(policy: &str, rule: &str, mut resources: Vec<Value>) -> Vec<String> {
    resources[0]["id"] = "it".into();
    let mut school = super::school::school(1);
    school.problem["teachers"][0]["kind"] = "external".into();
    school.problem["rooms"][0]["offsite"] = json!({ "travel": 0 });
    school.problem["courses"][0]["leads"] = json!(["t1"]);
    let (file, _) = school.on_file(json!({ "resources": resources })).files();
    assert_eq!(paipian::load::load(&file).err(), None);
    let regulation = shipped(policy).expect("shipped");
    let found = rulings(&file, &regulation).into_iter().find(|one| one.rule == rule && one.resource == "it");
    found.map_or_else(Vec::new, |ruling| ruling.dates.iter().map(ToString::to_string).collect())
}

const ALL: [&str; 4] = ["2026-09-07", "2026-09-14", "2026-09-21", "2026-09-28"];
const NONE: [&str; 0] = [];

fn person(rest: Value) -> Value {
    let mut person = json!({ "kind": "person", "of": "t1" });
    person.as_object_mut().expect("an object").extend(rest.as_object().expect("an object").clone());
    person
}

#[test]
fn of_age_on_the_birthday() {
    // Eighteen the day after the second Monday, on it, the day before it.
    for (born, refuses) in [("2008-09-15", &ALL[..2]), ("2008-09-14", &ALL[..1]), ("2008-09-13", &ALL[..1])] {
        assert_eq!(refused("tianning", "W8", person(json!({ "born": born }))), refuses, "{born}");
    }
    assert_eq!(refused("tianning", "W8", person(json!({}))), ALL, "no date of birth");
}

#[test]
fn a_check_is_good_for_a_year() {
    let check = |from: &str| {
        let papers: Vec<Value> =
            ["entry_check", "character", "health"].iter().map(|p| json!({ "paper": p, "from": from })).collect();
        refused("chongming", "W10", person(json!({ "papers": papers })))
    };
    assert_eq!(check("2025-09-14"), ALL[1..], "a year old on the second Monday");
    assert_eq!(check("2025-09-15"), ALL[2..]);
    assert_eq!(check("2026-09-07"), NONE);
    assert_eq!(check("2026-09-08"), ALL[..1], "checked after the first Monday");
}

#[test]
fn papers_of_venues_by_area() {
    let papers = ["property", "business_licence", "sanitary_licence"].map(|paper| json!({ "paper": paper }));
    let years = [2023, 2024, 2025].map(|year| json!({ "year": year, "passed": true }));
    let venue = |area: u64, more: &[&str], rest: Value| {
        let papers: Vec<Value> = papers.iter().cloned().chain(more.iter().map(|p| json!({ "paper": p }))).collect();
        let mut venue = json!({ "kind": "venue", "of": "r1", "area": area, "papers": papers, "years": years });
        venue.as_object_mut().expect("an object").extend(rest.as_object().expect("an object").clone());
        refused("tianning", "V1", venue)
    };
    for (area, refuses) in [(299, false), (300, true), (301, true)] {
        assert_eq!(!venue(area, &[], json!({})).is_empty(), refuses, "{area} without fire approval");
        assert_eq!(venue(area, &["fire"], json!({})), NONE, "{area}");
    }
    for (area, refuses) in [(4999, false), (5000, true), (5001, true)] {
        assert_eq!(!venue(area, &["fire"], json!({})).is_empty(), refuses, "{area} without assessment");
        assert_eq!(venue(area, &["fire", "environment"], json!({})), NONE, "{area}");
    }
    assert_eq!(venue(6000, &[], json!({ "new": true, "years": [] })), NONE, "a new venue needs the first three only");
    assert_eq!(venue(100, &[], json!({ "high_risk": true })), ALL);
    assert_eq!(venue(100, &["high_risk_licence"], json!({ "high_risk": true })), NONE);
    assert_eq!(venue(100, &[], json!({ "years": years[..2] })), ALL, "two yearly results");
}

#[test]
fn satisfaction_of_resources_and_teachers() {
    let survey = |percent: u64| json!({ "surveys": [{ "on": "2026-09-10", "percent": percent }] });
    for (percent, refuses) in [(84, &ALL[1..]), (85, &ALL[..0]), (86, &ALL[..0])] {
        assert_eq!(refused("tianning", "V6", person(survey(percent))), refuses, "{percent}");
    }
    for (percent, refuses) in [(59, &ALL[1..]), (60, &ALL[..0]), (61, &ALL[..0])] {
        assert_eq!(refused("nanchang", "W11", person(survey(percent))), refuses, "{percent}");
    }
}

#[test]
fn bands_below_the_gate_warn() {
    for (percent, word) in [
        (59, None),
        (60, Some("rectify")),
        (61, Some("rectify")),
        (69, Some("rectify")),
        (70, Some("warning")),
        (71, Some("warning")),
        (79, Some("warning")),
        (80, None),
        (81, None),
    ] {
        let resource = person(json!({ "id": "it", "surveys": [{ "on": "2026-06-30", "percent": percent }] }));
        let (file, _) = super::school::school(1).on_file(json!({ "resources": [resource] })).files();
        let problem = paipian::load::load(&file).expect("valid");
        let found = paipian::lint::lint_under(&file, &problem, shipped("nanchang").as_ref());
        let band = found.iter().find(|finding| finding.code == "L411").map(|finding| finding.facts[2].as_str());
        assert_eq!(band, word, "{percent}");
        assert_eq!(found.iter().any(|finding| finding.code == "L605"), percent < 60, "{percent}");
    }
}

/// The one teacher leads one course, of this category.
fn credential(rule: &str, category: &str, papers: &[&str], experience: u64) -> bool {
    let papers: Vec<Value> = papers.iter().map(|paper| json!({ "paper": paper })).collect();
    let mut resource = person(json!({ "papers": papers, "experience": experience }));
    resource["id"] = "it".into();
    let mut school = super::school::school(1);
    school.problem["courses"][0]["leads"] = json!(["t1"]);
    school.problem["courses"][0]["category"] = category.into();
    let (file, _) = school.on_file(json!({ "resources": [resource] })).files();
    let regulation = shipped("nanchang").expect("shipped");
    rulings(&file, &regulation).iter().all(|ruling| ruling.rule != rule)
}

#[test]
fn credentials_by_category_and_years() {
    for (years, good) in [(2, false), (3, true), (4, true)] {
        assert_eq!(credential("W3", "academic", &["teacher_certificate"], years), good, "{years}");
    }
    assert!(!credential("W3", "academic", &[], 9));
    for (years, good) in [(1, false), (2, true), (3, true)] {
        assert_eq!(credential("W4", "sports", &["degree"], years), good, "{years}");
        assert_eq!(credential("W5", "art", &["art_expert"], years), good, "{years}");
        assert_eq!(credential("W6", "labour", &["general_technology"], years), good, "{years}");
        assert_eq!(credential("W2", "philately", &["industry_certificate"], years), good, "{years}");
    }
    assert!(credential("W4", "sports", &["degree", "teacher_certificate"], 0));
    assert!(!credential("W4", "sports", &["teacher_certificate"], 9), "the degree is wanted as well");
    assert!(credential("W7", "culture", &["heritage"], 0) && !credential("W7", "culture", &["degree"], 9));
    assert!(credential("W2", "sports", &[], 0), "the general rule stands back where a category has its own");
}

#[test]
fn the_white_list_in_time() {
    let history = |state: &str, on: &str| {
        refused(
            "tianning",
            "V4",
            json!({ "kind": "organisation", "history": [{ "on": "2026-01-01", "state": "reviewed" }, { "on": on, "state": state }] }),
        )
    };
    assert_eq!(history("announced", "2026-09-01"), ALL);
    assert_eq!(history("whitelisted", "2026-09-14"), ALL[..1]);
    assert_eq!(history("filed", "2026-09-15"), ALL[..2]);
}

#[test]
fn an_exit_bans_for_three_years_from_its_day() {
    let exit = |on: &str| {
        refused(
            "tianning",
            "V7",
            json!({ "kind": "organisation", "history": [{ "on": on, "state": "exited" }, { "on": "2026-09-01", "state": "whitelisted" }] }),
        )
    };
    assert_eq!(exit("2023-09-13"), ALL[..1], "over the day before the second Monday");
    assert_eq!(exit("2023-09-14"), ALL[..1], "over on the second Monday");
    assert_eq!(exit("2023-09-15"), ALL[..2]);
    assert_eq!(exit("2023-09-07"), NONE);
}

#[test]
fn an_agreement_from_its_filing_to_its_last_day() {
    let agreement = |signed: &str, filed: &str, until: &str| {
        let agreement = json!({ "signed": signed, "filed": filed, "until": until });
        refused("tianning", "V5", json!({ "kind": "organisation", "agreement": agreement }))
    };
    assert_eq!(agreement("2026-09-01", "2026-09-14", "2027-01-31"), ALL[..1]);
    assert_eq!(agreement("2026-09-01", "2026-09-02", "2026-09-21"), ALL[3..], "the last day is in");
    assert_eq!(agreement("2026-09-01", "2026-09-02", "2026-09-20"), ALL[2..]);
    // Chongming asks for the signature alone.
    let signed = json!({ "kind": "organisation", "agreement": { "signed": "2026-09-01" } });
    assert_eq!(refused("chongming", "V5", signed), NONE);
}

#[test]
fn what_an_organisation_sends_goes_by_the_organisation() {
    let organisation = json!({ "id": "o", "kind": "organisation" });
    let sent = person(json!({ "by": "o" }));
    assert_eq!(refused_beside("tianning", "V4", vec![sent.clone(), organisation.clone()]), NONE);
    assert_eq!(refused_beside("tianning", "W9", vec![sent.clone(), organisation.clone()]), ALL);
    // Nanchang's libraries are of courses and people, whoever sends them.
    assert_eq!(refused_beside("nanchang", "V4", vec![sent.clone(), organisation.clone()]), ALL);
    let listed = json!({ "by": "o", "history": [{ "on": "2026-09-14", "state": "whitelisted" }] });
    assert_eq!(refused_beside("nanchang", "V4", vec![person(listed), organisation]), ALL[..1]);
    assert_eq!(refused("tianning", "V4", person(json!({}))), ALL, "who comes by themselves is listed themselves");
}

#[test]
fn a_rule_is_about_the_kinds_of_its_scope() {
    let organisation = json!({ "kind": "organisation" });
    // Tianjin's white list and Yangjiang's contracts are of organisations, Nanchang's libraries of courses and people.
    assert_eq!(refused("tianjin", "V4", organisation.clone()), ALL);
    assert_eq!(refused("tianjin", "V4", person(json!({}))), NONE);
    assert_eq!(refused("yangjiang", "V5", organisation.clone()), ALL);
    assert_eq!(refused("yangjiang", "V5", person(json!({}))), NONE);
    assert_eq!(refused("nanchang", "V4", person(json!({}))), ALL);
    assert_eq!(refused("nanchang", "V4", organisation), NONE);
}

#[test]
fn other_gates() {
    let organisation = |years: Value| refused("tianning", "V2", json!({ "kind": "organisation", "years": years }));
    let passed = |year: u64, passed: bool| json!({ "year": year, "passed": passed });
    assert_eq!(
        organisation(json!([passed(2022, false), passed(2023, true), passed(2024, true), passed(2025, true)])),
        NONE
    );
    assert_eq!(organisation(json!([passed(2023, false), passed(2024, true), passed(2025, true)])), ALL);
    assert_eq!(organisation(json!([passed(2024, true), passed(2025, true)])), ALL, "two of three years");
    assert_eq!(organisation(json!([passed(2023, true), passed(2024, true), passed(2025, true)])), NONE);
    for (years, refuses) in [(0, true), (1, false), (2, false)] {
        let outsider = person(json!({ "experience": years }));
        assert_eq!(!refused("tianning", "W1", outsider).is_empty(), refuses, "{years} years alone");
    }
    assert_eq!(
        refused(
            "yangjiang",
            "V8",
            json!({ "kind": "organisation", "history": [{ "on": "2026-09-21", "state": "blacklisted" }] })
        ),
        ALL[2..]
    );
    assert_eq!(
        refused(
            "tianning",
            "V9",
            json!({ "kind": "venue", "of": "r1", "papers": [{ "paper": "safety_plan", "until": "2026-09-14" }] })
        ),
        ALL[2..]
    );
    assert_eq!(
        refused("yangjiang", "S6", json!({ "kind": "student", "of": "s0", "papers": [{ "paper": "application" }] })),
        ALL
    );
}
