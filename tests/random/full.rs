//! A small valid problem in which every field of the contract is present.

use serde_json::{Value, json};

/// The problem as JSON: two weeks, four courses, one of each kind, one pin of each form, a published plan.
pub(crate) fn full() -> Value {
    json!({
        "format": "paipian/1", "name": "full",
        "term": { "start": "2026-09-07", "weeks": 18, "cycle_weeks": 2, "holidays": ["2026-10-01"] },
        "policy": {
            "name": "own", "want": 2, "wish_values": [100, 80], "special_cap": 35,
            "special_share": { "primary_lower": 60, "primary_upper": 50, "junior": 30 },
            "share_kinds": ["after_school", "evening"], "share_from": 60,
            "minutes": [{ "category": "tutoring", "stage": "junior", "need": "tutoring", "min": 60 }],
            "external_needs_assistant": true, "min_block": 40, "max_break": 15, "wave_minutes": 5, "max_waves": 6,
            "weights": { "wish": 1, "disruption.seat": 20 }
        },
        "periods": [
            { "id": "mon1", "week": 1, "day": 1, "start": "15:40", "end": "16:40", "kind": "after_school" },
            { "id": "mon2", "week": 1, "day": 1, "start": "16:40", "end": "17:40", "kind": "after_school" },
            { "id": "mon1late", "week": 1, "day": 1, "start": "16:00", "end": "17:00", "kind": "evening" },
            { "id": "sat", "week": 2, "day": 6, "start": "09:00", "end": "11:00", "kind": "weekend" }
        ],
        "grades": [
            { "id": "g1", "stage": "primary_lower", "gate": "east" },
            { "id": "g7", "stage": "junior", "gate": "west" }
        ],
        "classes": [{ "id": "c1", "grade": "g1", "home": "r1" }, { "id": "c7", "grade": "g7", "home": "r1" }],
        "students": [
            { "id": "s1", "name": "甲", "class": "c1", "attends": ["mon1", "mon2"], "wishes": ["football", "chess"],
              "want": 1, "needs": ["tutoring"], "family": "f1", "exempt": ["special_share", "coverage"] },
            { "id": "s2", "name": "乙", "class": "c7", "attends": ["mon1late", "sat"], "wishes": ["chess"],
              "want": 2, "needs": ["tutoring"], "family": "f1", "exempt": ["category_minutes", "late_waves"] }
        ],
        "courses": [
            { "id": "football", "name": "足球", "kind": "club", "category": "sports", "special": true, "grades": ["g1"],
              "min_size": 1, "max_size": 30, "max_sections": 3, "max_parallel": 2, "max_per_student": 1,
              "patterns": [["mon1", "mon2"], ["sat"]], "skill": "football", "leads": ["t1", "x1"],
              "features": ["field"], "rooms": ["field"], "assistants": 1, "min_minutes": 40, "fill": 0, "fee": 100 },
            { "id": "chess", "name": "象棋", "kind": "club", "category": "mind", "special": true, "grades": ["g7"],
              "min_size": 1, "max_size": 30, "max_sections": 3, "max_parallel": 2, "max_per_student": 1,
              "patterns": [["sat"], ["mon1late"]], "skill": "", "leads": ["t1"], "features": ["board"],
              "rooms": ["r1"], "assistants": 1, "min_minutes": 40, "fill": 0, "fee": 100 },
            { "id": "tutoring", "name": "答疑", "kind": "open", "category": "tutoring", "special": false,
              "grades": ["g1", "g7"], "min_size": 1, "max_size": 30, "max_sections": 3, "max_parallel": 2,
              "max_per_student": 2, "patterns": [["mon1"], ["mon2"]], "skill": "maths", "leads": ["t1"],
              "features": ["board"], "rooms": ["r1"], "assistants": 1, "min_minutes": 0, "fill": 0, "fee": 0 },
            { "id": "care", "name": "托管", "kind": "care", "category": "care", "special": false, "grades": ["g1"],
              "min_size": 1, "max_size": 40, "max_sections": 9, "max_parallel": 9, "max_per_student": 1,
              "patterns": [["mon1"], ["mon2"]], "skill": "care", "leads": ["t1"], "features": ["board"],
              "rooms": ["r1"], "assistants": 1, "min_minutes": 0, "fill": 0, "fee": 0 },
            { "id": "duty", "name": "值班", "kind": "post", "category": "duty", "special": false, "grades": ["g1"],
              "min_size": 1, "max_size": 1, "max_sections": 9, "max_parallel": 9, "max_per_student": 1,
              "patterns": [["mon1"], ["mon2"]], "skill": "duty", "leads": ["t1"], "features": ["board"],
              "rooms": ["r1"], "assistants": 1, "min_minutes": 0, "fill": 1, "fee": 0 }
        ],
        "teachers": [
            { "id": "t1", "name": "丙", "kind": "staff", "skills": ["football", "care"], "unavailable": ["sat"],
              "avoid": ["mon2"], "max_minutes": 600, "max_minutes_day": 180, "target_minutes": 240, "pay": 1,
              "cleared": true },
            { "id": "x1", "name": "丁", "kind": "external", "skills": ["football"], "unavailable": ["mon2"],
              "avoid": ["mon1"], "max_minutes": 600, "max_minutes_day": 180, "target_minutes": 240, "pay": 9000,
              "cleared": false }
        ],
        "rooms": [
            { "id": "field", "name": "球场", "capacity": 60, "features": ["field"], "closed": ["sat"], "parallel": 3,
              "cost": 10, "cleared": true, "offsite": { "travel": 15, "escort_per": 15 } },
            { "id": "r1", "name": "101", "capacity": 45, "features": ["board"], "closed": ["mon1late"], "parallel": 1,
              "cost": 10, "cleared": false, "offsite": { "travel": 0, "escort_per": 1 } }
        ],
        "gates": [{ "id": "east", "per_wave": 200 }, { "id": "west", "per_wave": 100 }],
        "pins": [
            { "section": "football#1", "course": "football", "pattern": ["mon2", "mon1"], "room": "field",
              "lead": "t1", "never": false },
            { "student": "s1", "course": "football", "never": true },
            { "teacher": "t1", "course": "football", "never": true }
        ],
        "published": {
            "format": "paipian/1",
            "sections": [{ "id": "football#1", "course": "football", "pattern": ["mon1", "mon2"], "room": "field",
                           "lead": "t1", "assistants": ["x1"] }],
            "seats": { "s1": ["football#1"] },
            "waves": [{ "section": "football#1", "period": "mon2", "gate": "east", "wave": 0 }],
            "meta": { "score": [-1, "anything", null] }
        }
    })
}
