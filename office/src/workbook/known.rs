//! What the other sheets define: ids, names, periods and grades that a cell may refer to.

use super::faults::{self, Fault};
use super::normal::{fold, items, nearest};
use super::say::both;
use super::tables::{TableId, word_of};
use super::vocabulary::{DAYS, STAGES};
use std::cell::Cell;
use std::collections::BTreeMap;

/// Ids and names of one table.
#[derive(Debug, Default)]
pub(super) struct Index {
    ids: BTreeMap<String, usize>,
    names: BTreeMap<String, Vec<String>>,
    compared: Cell<usize>,
}

/// Comparisons that the suggestions of one table may take: a column of nothing but wrong ids must not stall the import.
const MOST_COMPARED: usize = 4_000_000;

impl Index {
    /// Adds a row; the first row of an id counts.
    pub(super) fn add(&mut self, id: &str, name: &str, row: usize) {
        self.ids.entry(id.to_string()).or_insert(row);
        if !name.is_empty() {
            let ids = self.names.entry(name.to_string()).or_default();
            if !ids.iter().any(|known| known == id) {
                ids.push(id.to_string());
            }
        }
    }

    /// The number of the first row with the id.
    pub(super) fn row(&self, id: &str) -> Option<usize> {
        self.ids.get(id).copied()
    }

    /// The id that a text means: an id itself, or a name that one row only carries. What is neither stays as it is.
    ///
    /// # Errors
    /// A name of several rows.
    pub(super) fn resolve(&self, text: &str) -> Result<String, Fault> {
        if self.ids.contains_key(text) {
            return Ok(text.to_string());
        }
        match self.names.get(text).map(Vec::as_slice) {
            Some([id]) => Ok(id.clone()),
            Some(ids) => Err(faults::ambiguous(ids).about(text)),
            None => Ok(text.to_string()),
        }
    }

    /// The id or name most like a text; none once [`MOST_COMPARED`] is spent.
    pub(super) fn nearest(&self, text: &str) -> Option<&str> {
        let compared = self.compared.get() + self.ids.len() + self.names.len();
        if compared > MOST_COMPARED {
            return None;
        }
        self.compared.set(compared);
        nearest(text, self.ids.keys().chain(self.names.keys()).map(String::as_str))
    }
}

/// A period as far as its cells could be read.
#[derive(Debug, Clone)]
pub(super) struct PeriodFacts {
    /// Its id.
    pub id: String,
    /// Week of the cycle and day of the week.
    pub on: (u64, u64),
    /// Minute of the day at which it starts.
    pub start: u32,
}

/// Everything that cells may refer to.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// Ids and names, by table.
    pub tables: BTreeMap<TableId, Index>,
    /// The periods in the order of their sheet.
    pub periods: Vec<PeriodFacts>,
    /// Grades with their stage, in the order of the sheet 班级.
    pub grades: Vec<(String, String)>,
}

impl Known {
    /// The id that a text means in a table.
    ///
    /// # Errors
    /// A name of several rows.
    pub(super) fn resolve(&self, table: TableId, text: &str) -> Result<String, Fault> {
        self.tables.get(&table).map_or_else(|| Ok(text.to_string()), |index| index.resolve(text))
    }

    /// The id that a text means in a table, which must hold it.
    ///
    /// # Errors
    /// A name of several rows, or an id of none.
    pub(super) fn find(&self, table: TableId, text: &str) -> Result<String, Fault> {
        let id = self.resolve(table, text)?;
        let index = self.tables.get(&table);
        if index.is_some_and(|index| index.row(&id).is_some()) {
            return Ok(id);
        }
        let name = super::sheets::table_of(table).name;
        Err(faults::unknown_id(both(format!("{name}表"), name), index.and_then(|index| index.nearest(text))))
    }

    /// The periods of a list such as `周一1、周三、全部`. What is no period and no shorthand stays as it is.
    pub(super) fn period_list(&self, text: &str) -> Vec<String> {
        let mut list = Vec::new();
        for item in text.split('+').flat_map(items) {
            for id in self.periods_of(&item) {
                if !list.contains(&id) {
                    list.push(id);
                }
            }
        }
        list
    }

    /// The periods that one item means; the item itself when it means none.
    pub(super) fn periods_of(&self, item: &str) -> Vec<String> {
        if self.periods.iter().any(|period| period.id == item) {
            return vec![item.to_string()];
        }
        let key = item.to_lowercase();
        if is_every(&key) {
            return self.periods.iter().map(|period| period.id.clone()).collect();
        }
        if ["无", "不参加", "没有", "不留", "none", "-", "—"].contains(&key.as_str()) {
            return Vec::new();
        }
        let found: Vec<String> = match word_of(DAYS, &key).and_then(|day| day.parse::<u64>().ok()) {
            Some(day) => self.periods.iter().filter(|period| period.on.1 == day).map(|p| p.id.clone()).collect(),
            None => self.nth_of_each_day(&key),
        };
        if found.is_empty() { vec![item.to_string()] } else { found }
    }

    fn nth_of_each_day(&self, key: &str) -> Vec<String> {
        let Some(rest) = key.strip_prefix("每天第").and_then(|rest| rest.strip_suffix('节')) else {
            return Vec::new();
        };
        let Some(nth) = rest.parse::<usize>().ok().or_else(|| chinese_digit(rest)) else { return Vec::new() };
        let mut days: Vec<(u64, u64)> = self.periods.iter().map(|period| period.on).collect();
        days.sort_unstable();
        days.dedup();
        days.iter()
            .filter_map(|day| {
                let mut of_day: Vec<&PeriodFacts> = self.periods.iter().filter(|period| period.on == *day).collect();
                of_day.sort_by_key(|period| period.start);
                of_day.get(nth.checked_sub(1)?).map(|period| period.id.clone())
            })
            .collect()
    }

    /// The grades of a list; a stage stands for its grades, 全部 for every grade (an empty list).
    pub(super) fn grade_list(&self, text: &str) -> Vec<String> {
        let mut list = Vec::new();
        for item in items(text) {
            if ["全部", "全校", "所有", "all"].contains(&item.to_lowercase().as_str()) {
                return Vec::new();
            }
            let stage = if self.grades.iter().any(|(grade, _)| *grade == item) { None } else { word_of(STAGES, &item) };
            let of_stage: Vec<String> = match stage {
                Some(word) => {
                    self.grades.iter().filter(|(_, stage)| stage == word).map(|(grade, _)| grade.clone()).collect()
                }
                None => Vec::new(),
            };
            let meant = if of_stage.is_empty() { vec![item] } else { of_stage };
            for grade in meant {
                if !list.contains(&grade) {
                    list.push(grade);
                }
            }
        }
        list
    }

    /// The patterns of a cell. With `single`, every period that is listed is a pattern of its own; 全部 is always every
    /// period by itself.
    ///
    /// # Errors
    /// A list that can be read in two ways.
    pub(super) fn patterns(&self, text: &str, single: bool) -> Result<Vec<Vec<String>>, Fault> {
        let mut patterns = Vec::new();
        for piece in text.split(['|', '｜', '/', '／', ';', '；', '\n']) {
            if fold(piece).is_empty() {
                continue;
            }
            let joined: Vec<String> = piece.split(['+', '＋']).map(fold).collect();
            let listed = joined.iter().any(|part| part.contains([',', '、']));
            let every = joined.len() == 1 && is_every(&joined[0]);
            if (single && joined.len() == 1) || every {
                patterns.extend(self.period_list(piece).into_iter().map(|period| vec![period]));
            } else if listed {
                return Err(faults::unclear_pattern().about(&fold(piece)));
            } else {
                patterns.push(joined.into_iter().filter(|part| !part.is_empty()).collect());
            }
        }
        Ok(patterns)
    }
}

/// 全部 and its like.
fn is_every(item: &str) -> bool {
    ["全部", "所有", "每天", "天天", "全周", "all"].contains(&item.to_lowercase().as_str())
}

/// 一 … 十 as numbers.
pub(super) fn chinese_digit(text: &str) -> Option<usize> {
    let mut chars = text.chars();
    let digit = chars.next()?;
    if chars.next().is_some() {
        return None;
    }
    "一二三四五六七八九十".chars().position(|c| c == digit).map(|at| at + 1)
}

/// The stage that the name of a grade tells: 一年级, 7年级, 初二, g3.
pub(super) fn stage_of_name(grade: &str) -> Option<&'static str> {
    let key = fold(grade).to_lowercase();
    let number = |text: &str| text.parse::<usize>().ok().or_else(|| chinese_digit(text));
    let year = if let Some(rest) = key.strip_prefix('初') {
        number(rest).filter(|year| (1..=3).contains(year)).map(|year| year + 6)
    } else if let Some(rest) = key.strip_suffix("年级") {
        number(rest)
    } else {
        key.strip_prefix('g').and_then(number)
    };
    match year? {
        1 | 2 => Some("primary_lower"),
        3..=6 => Some("primary_upper"),
        7..=9 => Some("junior"),
        _ => None,
    }
}
