//! Faults planted in what is on file, one for every code of the registry and of the regulation's records.

use super::cases::Plant;
use paipian::format::{MakeupRow, PeriodRow, ProblemFile, RegistryFile, TermRow};

/// The registry of a text, a policy, and a term of four weeks from 7 September 2026.
fn under(file: &mut ProblemFile, policy: &str, resources: &str) {
    file.policy.name = Some(policy.to_string());
    file.term = Some(TermRow {
        start: Some("2026-09-07".to_string()),
        weeks: Some(4),
        cycle_weeks: 1,
        holidays: Vec::new(),
        makeups: Vec::<MakeupRow>::new(),
    });
    let registry: RegistryFile =
        serde_json::from_str(&format!(r#"{{ "resources": [{resources}] }}"#)).expect("a registry");
    file.registry = Some(registry);
}

/// The teacher `t1` from outside.
fn outsider(file: &mut ProblemFile, policy: &str, rest: &str) {
    file.teachers[0].kind = "external".to_string();
    under(file, policy, &format!(r#"{{ "id": "p1", "kind": "person", "of": "t1", {rest} }}"#));
}

fn organisation(file: &mut ProblemFile, policy: &str, rest: &str) {
    under(file, policy, &format!(r#"{{ "id": "o1", "kind": "organisation", {rest} }}"#));
}

fn period(id: &str, kind: &str, start: &str, end: &str) -> PeriodRow {
    PeriodRow { id: id.into(), week: 1, day: 1, start: start.into(), end: end.into(), kind: kind.into() }
}

/// Code → what is done to the healthy school.
pub(crate) const PLANTED: &[(&str, Plant)] = &[
    ("L406", |f| under(f, "yangjiang", "")),
    ("L407", |f| {
        f.policy.name = Some("tianjin".to_string());
        f.periods.push(period("night", "evening", "19:00", "20:31"));
    }),
    ("L408", |f| f.policy.name = Some("tianjin".to_string())),
    ("L409", |f| organisation(f, "tianning", r#""papers": [{ "paper": "profile" }]"#)),
    ("L410", |f| {
        under(f, "tianning", "");
        let registry = f.registry.as_mut().expect("a registry");
        registry.school = Some(serde_json::from_str(r#"{ "disclosed": ["time", "fee"] }"#).expect("a school"));
    }),
    ("L411", |f| outsider(f, "nanchang", r#""surveys": [{ "on": "2026-06-30", "percent": 79 }]"#)),
    ("L413", |f| f.policy.name = Some("yangjiang".to_string())),
    ("L601", |f| outsider(f, "nanchang", r#""experience": 1"#)),
    ("L602", |f| outsider(f, "tianning", r#""born": "2008-10-01""#)),
    ("L603", |f| {
        under(
            f,
            "tianning",
            r#"{ "id": "o1", "kind": "organisation" }, { "id": "p1", "kind": "person", "of": "t1", "by": "o1" }"#,
        );
    }),
    ("L604", |f| outsider(f, "chongming", r#""papers": [{ "paper": "entry_check", "from": "2025-09-01" }]"#)),
    ("L605", |f| outsider(f, "nanchang", r#""surveys": [{ "on": "2026-06-30", "percent": 59 }]"#)),
    ("L606", |f| under(f, "tianning", r#"{ "id": "v1", "kind": "venue", "of": "field", "area": 300 }"#)),
    ("L607", |f| organisation(f, "tianning", r#""years": [{ "year": 2025, "passed": true }]"#)),
    ("L608", |f| organisation(f, "tianning", r#""history": [{ "on": "2026-08-01", "state": "announced" }]"#)),
    ("L609", |f| organisation(f, "tianning", r#""agreement": { "signed": "2026-08-01" }"#)),
    ("L610", |f| organisation(f, "tianning", r#""surveys": [{ "on": "2026-06-30", "percent": 84 }]"#)),
    ("L611", |f| organisation(f, "tianning", r#""history": [{ "on": "2024-01-10", "state": "exited" }]"#)),
    ("L612", |f| organisation(f, "yangjiang", r#""history": [{ "on": "2026-01-10", "state": "blacklisted" }]"#)),
    ("L613", |f| under(f, "tianning", r#"{ "id": "v1", "kind": "venue", "of": "field" }"#)),
    ("L614", |f| under(f, "tianjin", r#"{ "id": "c1", "kind": "course", "of": "art", "new_teaching": true }"#)),
    ("L615", |f| {
        under(
            f,
            "tianning",
            r#"{ "id": "o1", "kind": "organisation" }, { "id": "c1", "kind": "course", "of": "art", "by": "o1" }"#,
        );
    }),
    ("L616", |f| under(f, "yangjiang", r#"{ "id": "k1", "kind": "student", "of": "s0" }"#)),
    ("L617", |f| outsider(f, "tianjin", r#""experience": 9"#)),
    ("L618", |f| outsider(f, "tianning", r#""born": "2010-01-01""#)),
    ("L619", |f| {
        f.teachers[0].cleared = false;
        under(
            f,
            "nanchang",
            r#"{ "id": "p1", "kind": "person", "of": "t1", "experience": 9,
                 "papers": [{ "paper": "degree" }, { "paper": "teacher_certificate" }] }"#,
        );
    }),
    ("L620", |f| {
        f.teachers[0].kind = "external".to_string();
        under(f, "tianning", "");
    }),
    ("L621", |f| under(f, "tianning", "")),
    ("L622", |f| {
        organisation(f, "tianning", r#""years": []"#);
        f.term = None;
    }),
];
