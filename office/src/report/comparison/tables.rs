//! The tables of a comparison, whatever they are drawn on.

use super::Comparison;
use crate::report::figures::percent;
use crate::report::words::yuan;
use crate::words;
use paipian::rules::RULES;
use paipian::whatif::{Frontier, Marginal, Trial};
use std::collections::BTreeSet;
use std::fmt;

/// Families and teachers that a table names; the rest is counted.
const NAMED: usize = 12;

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    /// A text.
    Text(String),
    /// A number.
    Number(i64),
    /// So many of so many.
    Share(u64, u64),
    /// Nothing.
    Blank,
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Number(number) => write!(f, "{number}"),
            Self::Share(part, of) => write!(f, "{} ({part}/{of})", percent(*part, *of)),
            Self::Blank => Ok(()),
        }
    }
}

impl Cell {
    /// The same with the counts of a share below its percentage.
    pub(super) fn stacked(&self) -> String {
        self.to_string().replace(" (", "\n(")
    }
}

/// A table.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) key: &'static str,
    pub(super) title: &'static str,
    pub(super) note: &'static str,
    pub(super) heads: Vec<String>,
    pub(super) rows: Vec<Vec<Cell>>,
}

fn counted(count: usize) -> Cell {
    Cell::Number(i64::try_from(count).unwrap_or(i64::MAX))
}

fn of(number: u64) -> Cell {
    Cell::Number(i64::try_from(number).unwrap_or(i64::MAX))
}

impl Comparison<'_> {
    pub(super) fn label(&self, key: &str) -> &'static str {
        words::whatif(self.lang, key)
    }

    /// The name of a trial.
    pub(super) fn name(&self, trial: usize) -> String {
        match trial.checked_sub(1).and_then(|ix| self.scenarios.get(ix)) {
            Some(scenario) => scenario.name.clone(),
            None => self.label("base").to_string(),
        }
    }

    /// All tables that have something in them.
    pub(super) fn tables(&self) -> Vec<Table> {
        let mut tables = vec![self.scores(), self.figures(), self.rules()];
        if self.trials.len() > 1 {
            tables.push(self.changes());
        }
        if !self.marginals.is_empty() {
            tables.push(self.marginals());
        }
        if !self.frontiers.is_empty() {
            tables.push(self.frontier());
        }
        tables
    }

    fn table(&self, key: &'static str, heads: &[&str], rows: Vec<Vec<Cell>>) -> Table {
        let heads = heads.iter().map(|head| self.label(head).to_string()).collect();
        Table { key, title: self.label(key), note: self.label(&format!("{key}.note")), heads, rows }
    }

    /// Number and name of each trial, and what a function tells of it.
    fn each(&self, tell: impl Fn(&Trial) -> Vec<Cell>) -> Vec<Vec<Cell>> {
        let rows = self.trials.iter().enumerate();
        rows.map(|(ix, trial)| [vec![counted(ix), Cell::Text(self.name(ix))], tell(trial)].concat()).collect()
    }

    fn scores(&self) -> Table {
        let rows = self.each(|trial| {
            let gap = trial.gap().map_or(Cell::Text("—".into()), |gap| Cell::Text(told_gap(gap)));
            vec![
                Cell::Number(trial.score.hard),
                Cell::Number(trial.score.shortfall),
                Cell::Number(trial.score.cost),
                Cell::Number(trial.bound.shortfall),
                Cell::Number(trial.bound.cost),
                gap,
                Cell::Text(self.label(&format!("verdict.{}", trial.verdict.word())).to_string()),
                counted(trial.families.len()),
                counted(trial.teachers.len()),
            ]
        });
        let heads = [
            "number",
            "scenario",
            "hard",
            "shortfall",
            "cost",
            "bound_shortfall",
            "bound_cost",
            "gap",
            "verdict",
            "families",
            "teachers",
        ];
        self.table("scores", &heads, rows)
    }

    fn figures(&self) -> Table {
        let stages = ["primary_lower", "primary_upper", "junior"];
        let there: Vec<usize> =
            (0..stages.len()).filter(|&at| self.trials.iter().any(|trial| trial.figures.special[at].1 > 0)).collect();
        let rows = self.each(|trial| {
            let figures = &trial.figures;
            let share = |(part, of): (u64, u64)| Cell::Share(part, of);
            let (least, most, sum, people) = figures.load;
            let mean = sum.checked_div(i64::try_from(people).unwrap_or(0)).unwrap_or(0);
            let mut cells = vec![
                of(figures.students),
                share(figures.first_wish),
                share(figures.top_three),
                share(figures.coverage),
            ];
            cells.extend(there.iter().map(|&at| share(figures.special[at])));
            cells.extend([least, mean, most].map(Cell::Number));
            cells.extend([
                of(figures.sections),
                of(figures.rooms),
                Cell::Text(yuan(figures.money.unsigned_abs())),
                of(figures.wave_peak),
            ]);
            cells
        });
        let mut heads = vec!["number", "scenario", "students", "first_wish", "top_three", "coverage"];
        heads.extend(there.iter().map(|&at| stages[at]));
        heads.extend(["load_least", "load_mean", "load_most", "sections", "rooms", "money", "wave_peak"]);
        self.table("figures", &heads, rows)
    }

    /// Rules down, trials across.
    fn rules(&self) -> Table {
        let points = |trial: &Trial, name: &str| {
            trial
                .rules
                .iter()
                .find(|(rule, _, _)| *rule == name)
                .map_or(Cell::Blank, |(_, _, points)| Cell::Number(*points))
        };
        let counting: BTreeSet<&str> =
            self.trials.iter().flat_map(|trial| trial.rules.iter().map(|(rule, _, _)| *rule)).collect();
        let rows = RULES.iter().map(|rule| rule.name).filter(|name| counting.contains(name));
        let rows = rows.map(|name| {
            let cells = self.trials.iter().map(|trial| points(trial, name));
            std::iter::once(Cell::Text(words::rule_name(self.lang, name).to_string())).chain(cells).collect()
        });
        let mut table = self.table("rules", &["rule"], rows.collect());
        table.heads.extend((0..self.trials.len()).map(|ix| ix.to_string()));
        table
    }

    fn changes(&self) -> Table {
        let told = |ids: &[String], kind: &str| {
            let mut named: Vec<String> = ids.iter().take(NAMED).map(|id| self.names.of(self.lang, kind, id)).collect();
            if ids.len() > NAMED {
                named.push(format!("… +{}", ids.len() - NAMED));
            }
            Cell::Text(named.join(self.lang.comma()))
        };
        let mut rows = Vec::new();
        for (ix, trial) in self.trials.iter().enumerate() {
            for (key, kind, ids) in [("families", "student", &trial.families), ("teachers", "teacher", &trial.teachers)]
            {
                let label = Cell::Text(self.label(key).to_string());
                rows.push(vec![counted(ix), Cell::Text(self.name(ix)), label, counted(ids.len()), told(ids, kind)]);
            }
        }
        let mut table = self.table("changes", &["number", "scenario", "who"], rows);
        table.heads.extend(["∑".to_string(), String::new()]);
        table
    }

    /// What a marginal is of, in words.
    pub(super) fn more(&self, marginal: &Marginal) -> String {
        words::item(self.lang, self.names, &marginal.item)
    }

    fn marginals(&self) -> Table {
        let rows = self.marginals.iter().enumerate().map(|(ix, marginal)| {
            let value =
                |part: fn((i64, i64)) -> i64| marginal.value.map_or(Cell::Blank, |value| Cell::Number(part(value)));
            vec![
                counted(ix + 1),
                Cell::Text(self.more(marginal)),
                Cell::Number(marginal.estimate.0),
                Cell::Number(marginal.estimate.1),
                value(|value| value.0),
                value(|value| value.1),
            ]
        });
        let heads = ["rank", "more", "estimate_shortfall", "estimate_cost", "value_shortfall", "value_cost"];
        self.table("marginals", &heads, rows.collect())
    }

    /// What a frontier is of.
    pub(super) fn grade(&self, frontier: &Frontier) -> String {
        match &frontier.grade {
            Some(grade) => self.names.of(self.lang, "grade", grade),
            None => self.label("every_grade").to_string(),
        }
    }

    /// What binds, in words.
    pub(super) fn binds(&self, frontier: &Frontier) -> Vec<String> {
        let binds = frontier.binds.iter();
        let mut told: Vec<String> = binds.map(|finding| words::lint(self.lang, self.names, finding).cause).collect();
        if told.is_empty() && frontier.least_not.is_some() {
            told.push(self.label("together").replace("{}", &frontier.shortfall.to_string()));
        }
        told
    }

    /// Whether the frontier is exact; otherwise the numbers for which neither a plan nor a proof was found.
    pub(super) fn between(&self, frontier: &Frontier) -> String {
        match (frontier.is_exact(), frontier.open()) {
            (true, _) => self.label("yes").to_string(),
            (false, (from, Some(to))) if from == to => self.label("open").replace("{}", &from.to_string()),
            (false, (from, Some(to))) => self.label("open").replace("{}", &format!("{from}–{to}")),
            (false, (from, None)) => self.label("open_end").replace("{}", &from.to_string()),
        }
    }

    fn frontier(&self) -> Table {
        let rows = self.frontiers.iter().map(|frontier| {
            let number = |number: Option<i64>| number.map_or(Cell::Text("—".into()), Cell::Number);
            vec![
                Cell::Text(self.grade(frontier)),
                number(frontier.most),
                number(frontier.least_not),
                Cell::Text(self.between(frontier)),
                Cell::Text(self.binds(frontier).first().cloned().unwrap_or_default()),
            ]
        });
        self.table("frontier", &["grade", "most", "least_not", "exact", "binds"], rows.collect())
    }
}

/// A gap as it is told, from what is written: `4.2%`.
pub(super) fn told_gap(gap: f64) -> String {
    format!("{:.1}%", super::json::rounded_gap(gap) * 100.0)
}
