//! A small school with a plan, made to measure: one grade, one class, special and other periods, whatever is on file.

use paipian::compliance::{Compliance, Line, assess};
use paipian::format::{PlanFile, ProblemFile, read_plan, read_problem};
use paipian::policy::{Regulation, shipped};
use serde_json::{Value, json};

/// The problem and plan that a test edits before they are read.
pub(crate) struct School {
    pub(crate) problem: Value,
    pub(crate) plan: Value,
}

/// `students` children of grade `g` in a special open course (`mon1`) and in care (`mon2`), for four weeks from
/// 7 September 2026. Lead of both: `t1`, of the staff.
pub(crate) fn school(students: usize) -> School {
    let children: Vec<Value> = (0..students)
        .map(
            |n| json!({ "id": format!("s{n}"), "name": format!("学生{n}"), "class": "c", "attends": ["mon1", "mon2"] }),
        )
        .collect();
    let seats: serde_json::Map<String, Value> =
        (0..students).map(|n| (format!("s{n}"), json!(["art#1", "care#1"]))).collect();
    School {
        problem: json!({
            "format": "paipian/1", "name": "measured", "policy": {},
            "term": { "start": "2026-09-07", "weeks": 4 },
            "periods": [
                { "id": "mon1", "day": 1, "start": "15:40", "end": "16:40", "kind": "after_school" },
                { "id": "mon2", "day": 1, "start": "16:50", "end": "17:50", "kind": "after_school" } ],
            "grades": [{ "id": "g", "stage": "primary_upper" }], "classes": [{ "id": "c", "grade": "g" }],
            "students": children,
            "courses": [
                { "id": "art", "name": "美术", "kind": "open", "category": "art", "special": true, "patterns": [["mon1"]] },
                { "id": "care", "name": "托管", "kind": "care", "category": "care", "patterns": [["mon2"]] } ],
            "teachers": [{ "id": "t1", "name": "教师", "kind": "staff", "skills": ["care"] }],
            "rooms": [{ "id": "r1", "capacity": 100 }] }),
        plan: json!({
            "format": "paipian/1",
            "sections": [
                { "id": "art#1", "course": "art", "pattern": ["mon1"], "room": "r1", "lead": "t1" },
                { "id": "care#1", "course": "care", "pattern": ["mon2"], "room": "r1", "lead": "t1" } ],
            "seats": seats, "waves": [] }),
    }
}

impl School {
    /// What is on file.
    pub(crate) fn on_file(mut self, registry: Value) -> Self {
        self.problem["registry"] = registry;
        self
    }

    /// Clock times of a period, by its position.
    pub(crate) fn times(mut self, period: usize, start: &str, end: &str) -> Self {
        self.problem["periods"][period]["start"] = start.into();
        self.problem["periods"][period]["end"] = end.into();
        self
    }

    /// The two files, read.
    pub(crate) fn files(&self) -> (ProblemFile, PlanFile) {
        let problem = read_problem(&self.problem.to_string()).expect("a problem");
        (problem, read_plan(&self.plan.to_string()).expect("a plan"))
    }

    /// The compliance with a shipped policy.
    pub(crate) fn under(&self, policy: &str) -> Compliance {
        self.under_regulation(&shipped(policy).expect("a shipped policy"))
    }

    /// The compliance with a regulation.
    pub(crate) fn under_regulation(&self, regulation: &Regulation) -> Compliance {
        let (file, plan) = self.files();
        let problem = paipian::load::load(&file).unwrap_or_else(|errors| panic!("{errors:?}"));
        assess(&file, &problem, &plan, &paipian::referee::judge(&file, &plan), regulation)
    }

    /// The line of a rule of a shipped policy.
    pub(crate) fn line(&self, policy: &str, rule: &str) -> Line {
        self.under(policy).line(rule).unwrap_or_else(|| panic!("{policy} has no {rule}")).clone()
    }
}
