//! What is proven of leaving, against the proven optimum of tiny schools in which little else is at stake: care in small
//! rooms, crowded gates, and now and then too few seats for all.

use crate::tiny::Dice;
use paipian::bound::{Aim, Prices, late_waves};
use paipian::milp::whole::{self, Verdict};
use paipian::rules::position;
use serde_json::{Value, json};

/// Steps of the ascent.
const STEPS: u32 = 100;

fn school(seed: u64) -> String {
    let dice = &mut Dice::new(seed);
    let gates = ["east", "west"];
    let gate = |dice: &mut Dice| dice.one(&[json!("east"), json!("west"), Value::Null]);
    let grades: Vec<Value> = ["primary_lower", "junior"]
        .iter()
        .map(|stage| json!({"id": stage, "stage": stage, "gate": if seed.is_multiple_of(2) { gate(dice) } else { json!("east") }}))
        .collect();
    let students: Vec<Value> = (0..3 + usize::from(seed % 8 == 1))
        .map(|ix| {
            json!({
                "id": format!("s{ix}"), "class": dice.one(&["primary_lower", "junior"]),
                "attends": dice.one(&[["a"].as_slice(), &["b"], &["b"], &["a", "b"]]),
                "family": if dice.once_in(2) { json!("f") } else { Value::Null },
                "exempt": if dice.once_in(6) { vec![dice.one(&["coverage", "late_waves"])] } else { vec![] },
            })
        })
        .collect();
    let teachers: Vec<Value> =
        (0..2 + dice.below(3)).map(|ix| json!({"id": format!("t{ix}"), "kind": "staff", "skills": ["care"]})).collect();
    let classes = ["primary_lower", "junior"].map(|grade| json!({"id": grade, "grade": grade}));
    let gates: Vec<Value> =
        gates.iter().take(1 + usize::from(seed.is_multiple_of(4))).map(|id| json!({"id": id, "per_wave": 1})).collect();
    json!({
        "format": "paipian/1",
        "periods": [
            {"id": "a", "day": 1, "start": "15:40", "end": "16:40", "kind": "after_school"},
            {"id": "b", "day": 1, "start": "16:40", "end": dice.one(&["16:50", "17:40"]), "kind": "after_school"},
        ],
        "grades": grades,
        "classes": classes, "students": students, "teachers": teachers,
        "courses": [{"id": "care", "kind": "care", "patterns": [["a"], ["b"]]}],
        "rooms": [{"id": "r", "capacity": 1 + dice.below(2), "parallel": 4}],
        "gates": gates,
        "policy": {
            "wave_minutes": dice.one(&[5, 7]), "max_waves": 1 + dice.below(4),
            "weights": {
                "staff_days": 0, "care_split": 0, "away_from_home": 0,
                "wave_wait": dice.one(&[1, 9]), "wave_gate": dice.one(&[0, 1, 4]), "siblings": dice.one(&[1, 3]),
            },
        },
    })
    .to_string()
}

#[test]
fn no_plan_leaves_for_less_than_is_proven() {
    let (mut bounded, mut late, mut reached) = (0, 0, 0);
    for seed in 0..100 {
        let text = school(seed);
        let Ok((_, problem)) = paipian::load::problem(&text) else { continue };
        let Verdict::Solved(solved) = whole::solve(&problem, 60.0) else { continue };
        let score = solved.plan.score(&problem);
        let value = |rule| solved.plan.tally().value(position(rule));
        assert!(solved.proven, "seed {seed}");
        assert!(late_waves(&problem, 0) <= score.shortfall, "seed {seed}: {score}\n{text}");
        // No plan owes less than the best, so what it owes by coverage alone is a fair share to ask with.
        let proven = late_waves(&problem, value("coverage"));
        assert!(proven <= value("late_waves"), "seed {seed}: {proven}, but the optimum is {score}\n{text}");
        late += usize::from(proven > 0);
        let mut prices = Prices::new(&problem, Aim::Cost);
        for step in 0..STEPS {
            prices.raise(f64::from(step) / f64::from(STEPS));
            let bound = prices.bound(score.shortfall);
            assert!(bound.cost <= score.cost, "seed {seed}: {bound:?}, but the optimum is {score}\n{text}");
        }
        let bound = prices.bound(score.shortfall);
        bounded += usize::from(bound.cost > 0);
        reached += usize::from(bound.cost > 0 && bound.cost == score.cost);
    }
    assert!(bounded > 30 && late > 3 && reached > 12, "{bounded} bounds, {late} with late waves, {reached} reached");
}
