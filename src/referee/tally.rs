//! Gathers findings and adds them up. Arithmetic saturates, so that no figure of a file makes it overflow.

use super::catalogue::RULES;
use super::judgement::{Finding, Judgement, Level, RuleLine};
use crate::format::ProblemFile;
use std::collections::BTreeMap;
use std::fmt::Display;

/// The findings so far.
#[derive(Default)]
pub(super) struct Tally {
    findings: Vec<Finding>,
}

impl Tally {
    /// One hard violation.
    pub(super) fn violation(
        &mut self,
        rule: &'static str,
        case: &'static str,
        subject: &[&str],
        facts: &[&dyn Display],
    ) {
        self.push(rule, case, 1, subject, facts);
    }

    /// Something owed or paid for; nothing where `amount` is not positive.
    pub(super) fn charge(
        &mut self,
        rule: &'static str,
        case: &'static str,
        amount: i128,
        subject: &[&str],
        facts: &[&dyn Display],
    ) {
        if amount > 0 {
            self.push(rule, case, amount, subject, facts);
        }
    }

    /// Parts of a sum that is divided by `unit` and rounded up once: each part adds what the rounded sum grows by when
    /// it joins those before it, so that the amounts add up to the rule's value. A part's fact is its own value.
    pub(super) fn charge_rounded_once(
        &mut self,
        rule: &'static str,
        case: &'static str,
        unit: i128,
        parts: &[Part<'_>],
    ) {
        let mut total = 0_i128;
        for part in parts.iter().filter(|part| part.value > 0) {
            let before = ceil_div(total, unit);
            total = total.saturating_add(part.value);
            let facts: Vec<&dyn Display> = part.facts.iter().map(|fact| fact as &dyn Display).collect();
            self.push(rule, case, ceil_div(total, unit) - before, &part.subject, &facts);
        }
    }

    fn push(&mut self, rule: &'static str, case: &'static str, amount: i128, subject: &[&str], facts: &[&dyn Display]) {
        self.findings.push(Finding {
            rule,
            case,
            subject: subject.iter().map(|id| (*id).to_string()).collect(),
            amount: whole(amount),
            facts: facts.iter().map(ToString::to_string).collect(),
        });
    }

    /// Every rule's line and the three numbers of the score.
    pub(super) fn judgement(self, problem: &ProblemFile) -> Judgement {
        let mut values: BTreeMap<&str, i128> = BTreeMap::new();
        for finding in &self.findings {
            let value = values.entry(finding.rule).or_default();
            *value = value.saturating_add(i128::from(finding.amount));
        }
        let rules: Vec<RuleLine> = RULES
            .iter()
            .map(|rule| {
                let value = whole(values.get(rule.name).copied().unwrap_or(0));
                let weight = match rule.level {
                    Level::Hard | Level::Shortfall => 1,
                    Level::Cost => problem.policy.weights.get(rule.name).copied().unwrap_or(rule.weight),
                };
                RuleLine { rule: rule.name, level: rule.level, value, weight, points: value.saturating_mul(weight) }
            })
            .collect();
        let points = |level: Level| {
            rules.iter().filter(|line| line.level == level).fold(0_u64, |sum, line| sum.saturating_add(line.points))
        };
        Judgement {
            hard: points(Level::Hard),
            shortfall: points(Level::Shortfall),
            cost: points(Level::Cost),
            findings: self.findings,
            rules,
        }
    }
}

/// One part of a sum that is rounded once.
pub(super) struct Part<'a> {
    /// Before the division.
    pub(super) value: i128,
    /// Ids.
    pub(super) subject: Vec<&'a str>,
    /// Figures for the sentence.
    pub(super) facts: Vec<i128>,
}

/// Adds up, saturating.
pub(super) fn sum(values: impl Iterator<Item = i128>) -> i128 {
    values.fold(0, i128::saturating_add)
}

/// ⌈a / b⌉ for a ≥ 0; a `b` below 1 is taken for 1.
pub(super) fn ceil_div(a: i128, b: i128) -> i128 {
    let b = b.max(1);
    a / b + i128::from(a % b > 0)
}

/// A count of things.
pub(super) fn count(things: usize) -> i128 {
    i128::try_from(things).unwrap_or(i128::MAX)
}

/// The nearest number that a score can hold.
fn whole(value: i128) -> u64 {
    u64::try_from(value.max(0)).unwrap_or(u64::MAX)
}
