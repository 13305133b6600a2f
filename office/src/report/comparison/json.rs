//! A comparison as JSON: every figure of the tables, whole lists, and the scenarios themselves.

use super::Comparison;
use crate::report::figures::percent;
use paipian::whatif::{Frontier, Marginal, Trial};
use serde_json::{Value, json};

fn share((part, of): (u64, u64)) -> Value {
    json!({ "part": part, "of": of, "percent": percent(part, of) })
}

fn saved((shortfall, cost): (i64, i64)) -> Value {
    json!({ "shortfall": shortfall, "cost": cost })
}

impl Comparison<'_> {
    /// All of it.
    pub fn json(&self) -> Value {
        let trials = self.trials.iter().enumerate();
        json!({
            "scenarios": trials.map(|(ix, trial)| self.trial(ix, trial)).collect::<Vec<Value>>(),
            "marginals": self.marginals.iter().map(|marginal| self.marginal(marginal)).collect::<Vec<Value>>(),
            "frontier": self.frontiers.iter().map(|frontier| self.frontier_of(frontier)).collect::<Vec<Value>>(),
        })
    }

    fn trial(&self, ix: usize, trial: &Trial) -> Value {
        let figures = &trial.figures;
        let (least, most, sum, people) = figures.load;
        let rules = trial.rules.iter();
        json!({
            "number": ix,
            "name": self.name(ix),
            "changes": ix.checked_sub(1).and_then(|ix| self.scenarios.get(ix)),
            "hard": trial.score.hard,
            "shortfall": trial.score.shortfall,
            "cost": trial.score.cost,
            "bound": { "shortfall": trial.bound.shortfall, "cost": trial.bound.cost },
            "gap": trial.gap().map(rounded_gap),
            "verdict": trial.verdict.word(),
            "rules": rules
                .map(|(rule, value, points)| json!({ "rule": rule, "value": value, "points": points }))
                .collect::<Vec<Value>>(),
            "figures": {
                "students": figures.students,
                "first_wish": share(figures.first_wish),
                "top_three": share(figures.top_three),
                "coverage": share(figures.coverage),
                "special": {
                    "primary_lower": share(figures.special[0]),
                    "primary_upper": share(figures.special[1]),
                    "junior": share(figures.special[2]),
                },
                "load": {
                    "least": least, "most": most, "sum": sum, "people": people,
                    "mean": sum.checked_div(i64::try_from(people).unwrap_or(0)).unwrap_or(0),
                },
                "sections": figures.sections,
                "rooms": figures.rooms,
                "money_fen": figures.money,
                "wave_peak": figures.wave_peak,
            },
            "families": trial.families,
            "families_count": trial.families.len(),
            "teachers": trial.teachers,
            "teachers_count": trial.teachers.len(),
        })
    }

    fn marginal(&self, marginal: &Marginal) -> Value {
        json!({
            "key": marginal.item.key,
            "subject": marginal.item.subject,
            "facts": marginal.item.facts,
            "text": self.more(marginal),
            "changes": marginal.scenario,
            "prices": saved(marginal.prices),
            "estimate": saved(marginal.estimate),
            "value": marginal.value.map(saved),
        })
    }

    fn frontier_of(&self, frontier: &Frontier) -> Value {
        json!({
            "grade": frontier.grade,
            "most": frontier.most,
            "least_not": frontier.least_not,
            "exact": frontier.is_exact(),
            "open": (!frontier.is_exact()).then(|| frontier.open()),
            "shortfall": frontier.shortfall,
            "binds": self.binds(frontier),
            "codes": frontier.binds.iter().map(|finding| finding.code).collect::<Vec<&str>>(),
        })
    }
}

/// A gap as it is written: ten-thousandths.
pub(super) fn rounded_gap(gap: f64) -> f64 {
    (gap * 10_000.0).round() / 10_000.0
}
