//! Applying a scenario to a problem file.

use super::scenario::{Add, Change, Growth, PolicyChange, Remove, Scenario, fault};
use crate::diagnostic::Diagnostic;
use crate::format::{ProblemFile, to_text};
use crate::load;
use crate::policy::shipped;
use crate::problem::Problem;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// A problem under change: its file as a tree, and what could not be done.
struct Draft {
    tree: Value,
    errors: Vec<Diagnostic>,
}

impl Scenario {
    /// The problem with the changes made.
    ///
    /// # Errors
    /// What the scenario names in vain, by its place in the scenario; or else what makes the changed problem invalid, by
    /// its place there.
    pub fn apply(&self, base: &ProblemFile) -> Result<(ProblemFile, Problem), Vec<Diagnostic>> {
        let tree = serde_json::to_value(base).expect("shapes have string keys only");
        let mut draft = Draft { tree, errors: Vec::new() };
        if let Some(policy) = &self.policy {
            draft.policy(policy);
        }
        for (ix, row) in self.remove.iter().enumerate().filter(|(_, row)| row.from != "pins") {
            draft.remove(ix, row);
        }
        let mut pins: Vec<(usize, &Remove)> =
            self.remove.iter().enumerate().filter(|(_, row)| row.from == "pins").collect();
        // Positions are those of the file: the last goes first.
        pins.sort_by_key(|(_, row)| std::cmp::Reverse(row.id.as_u64()));
        pins.dedup_by(|a, b| a.1.id == b.1.id);
        self.change.iter().enumerate().for_each(|(ix, row)| draft.change(ix, row));
        pins.into_iter().for_each(|(ix, row)| draft.remove(ix, row));
        self.add.iter().enumerate().for_each(|(ix, row)| draft.add(ix, row));
        self.students.iter().enumerate().for_each(|(ix, row)| draft.grow(ix, row));
        if draft.errors.is_empty() { load::problem(&to_text(&draft.tree)) } else { Err(draft.errors) }
    }
}

/// Whether a value is this id.
fn is(value: Option<&Value>, id: &str) -> bool {
    value.and_then(Value::as_str) == Some(id)
}

/// Takes an id out of a list of ids.
fn forget(list: Option<&mut Value>, id: &str) {
    if let Some(Value::Array(ids)) = list {
        ids.retain(|other| other.as_str() != Some(id));
    }
}

impl Draft {
    fn rows(&mut self, table: &str) -> &mut Vec<Value> {
        let entry = &mut self.tree[table];
        if !entry.is_array() {
            *entry = json!([]);
        }
        entry.as_array_mut().expect("a list by now")
    }

    /// Position of a row; what names nothing is reported.
    fn find(&mut self, table: &str, id: &Value, place: String) -> Option<usize> {
        let found = if table == "pins" {
            let at = id.as_u64().and_then(|at| usize::try_from(at).ok());
            at.filter(|&at| at < self.rows(table).len())
        } else {
            id.as_str().and_then(|id| self.rows(table).iter().position(|row| is(row.get("id"), id)))
        };
        if found.is_none() {
            let told = id.as_str().map_or_else(|| id.to_string(), str::to_string);
            let kind = table.strip_suffix('s').unwrap_or(table).replace("classe", "class");
            self.errors.push(fault("E105", place, told, vec![kind, String::new()]));
        }
        found
    }

    fn policy(&mut self, change: &PolicyChange) {
        if let Some(policy) = change.name.as_deref().and_then(shipped) {
            self.tree["policy"] = serde_json::to_value(policy.problem_policy()).expect("a shape");
        }
        let Some(policy) = self.tree["policy"].as_object_mut() else { return };
        policy.extend(change.set.clone());
        if !change.weights.is_empty() {
            let weights = policy.entry("weights").or_insert_with(|| json!({}));
            if let Some(weights) = weights.as_object_mut() {
                weights.extend(change.weights.clone());
            }
        }
    }

    fn remove(&mut self, ix: usize, row: &Remove) {
        let Some(at) = self.find(&row.from, &row.id, format!("remove[{ix}].id")) else { return };
        if row.from == "pins" {
            self.rows("pins").remove(at);
        } else if let Some(id) = row.id.as_str() {
            self.take_out(&row.from, id);
        }
    }

    /// Takes a row out, and out of whatever names it.
    fn take_out(&mut self, table: &str, id: &str) {
        if matches!(table, "teachers" | "rooms") {
            let row = self.rows(table).iter_mut().find(|row| is(row.get("id"), id));
            row.into_iter().for_each(|row| row["cleared"] = json!(false));
            return;
        }
        self.rows(table).retain(|row| !is(row.get("id"), id));
        match table {
            "students" => self.rows("pins").retain(|pin| !is(pin.get("student"), id)),
            "courses" => {
                self.rows("students").iter_mut().for_each(|row| forget(row.get_mut("wishes"), id));
                self.rows("pins").retain(|pin| !is(pin.get("course"), id));
            }
            "gates" => {
                let grades = self.rows("grades").iter_mut().filter(|row| is(row.get("gate"), id));
                grades.for_each(|row| row["gate"] = Value::Null);
            }
            "periods" => self.forget_period(id),
            "classes" => self.take_out_all("students", "class", id),
            "grades" => {
                self.take_out_all("classes", "grade", id);
                let only =
                    |row: &Value| row["grades"].as_array().is_some_and(|list| list.len() == 1 && is(list.first(), id));
                let gone: Vec<String> = self.rows("courses").iter().filter(|row| only(row)).map(id_of).collect();
                gone.iter().for_each(|course| self.take_out("courses", course));
                self.rows("courses").iter_mut().for_each(|row| forget(row.get_mut("grades"), id));
            }
            _ => {}
        }
    }

    fn take_out_all(&mut self, table: &str, field: &str, id: &str) {
        let gone: Vec<String> = self.rows(table).iter().filter(|row| is(row.get(field), id)).map(id_of).collect();
        gone.iter().for_each(|row| self.take_out(table, row));
    }

    fn forget_period(&mut self, id: &str) {
        let names =
            |pattern: &Value| pattern.as_array().is_some_and(|list| list.iter().any(|period| is(Some(period), id)));
        self.rows("students").iter_mut().for_each(|row| forget(row.get_mut("attends"), id));
        for row in self.rows("courses").iter_mut() {
            if let Some(Value::Array(patterns)) = row.get_mut("patterns") {
                patterns.retain(|pattern| !names(pattern));
            }
        }
        for row in self.rows("teachers").iter_mut() {
            forget(row.get_mut("unavailable"), id);
            forget(row.get_mut("avoid"), id);
        }
        self.rows("rooms").iter_mut().for_each(|row| forget(row.get_mut("closed"), id));
        self.rows("pins").retain(|pin| !pin.get("pattern").is_some_and(names));
    }

    fn change(&mut self, ix: usize, change: &Change) {
        let Some(at) = self.find(&change.table, &change.id, format!("change[{ix}].id")) else { return };
        let Some(row) = self.rows(&change.table)[at].as_object_mut() else { return };
        row.extend(change.set.clone());
        let mut wrong: Vec<(String, &str)> = Vec::new();
        for (field, value) in &change.plus {
            let list = row.entry(field.clone()).or_insert_with(|| json!([]));
            match (list.as_array_mut(), value.as_array()) {
                (Some(list), Some(more)) => more.iter().for_each(|entry| {
                    if !list.contains(entry) {
                        list.push(entry.clone());
                    }
                }),
                _ => wrong.push((format!("plus.{field}"), "a list is wanted")),
            }
        }
        for (field, value) in &change.minus {
            match (row.get_mut(field), value.as_array()) {
                (None, Some(_)) => {}
                (Some(Value::Array(list)), Some(less)) => list.retain(|entry| !less.contains(entry)),
                _ => wrong.push((format!("minus.{field}"), "a list is wanted")),
            }
        }
        for (field, value) in &change.more {
            let now = row.get(field).filter(|now| !now.is_null()).map(Value::as_i64);
            match (now, value.as_i64()) {
                (None, Some(_)) => {}
                (Some(Some(now)), Some(more)) => {
                    row.insert(field.clone(), json!(now.saturating_add(more)));
                }
                _ => wrong.push((format!("more.{field}"), "a whole number is wanted")),
            }
        }
        for (field, cause) in wrong {
            self.errors.push(fault("E100", format!("change[{ix}].{field}"), "", vec![cause.to_string()]));
        }
    }

    fn add(&mut self, ix: usize, add: &Add) {
        let mut row = Map::new();
        if let Some(like) = &add.like {
            let Some(at) = self.find(&add.to, like, format!("add[{ix}].like")) else { return };
            row = self.rows(&add.to)[at].as_object().cloned().unwrap_or_default();
            row.remove("id");
            row.remove("name");
        }
        row.extend(add.row.clone());
        if add.to != "pins" && row.get("id").and_then(Value::as_str).is_none() {
            self.errors.push(fault("E100", format!("add[{ix}].row"), "", vec!["missing field `id`".into()]));
            return;
        }
        // A course that names its rooms or leads has the copy as well.
        if let (Some(like), Some(id)) = (add.like.as_ref().and_then(Value::as_str), row.get("id").cloned()) {
            let field = if add.to == "rooms" { "rooms" } else { "leads" };
            if matches!(add.to.as_str(), "rooms" | "teachers") {
                for course in self.rows("courses").iter_mut() {
                    if let Some(Value::Array(list)) = course.get_mut(field)
                        && list.iter().any(|entry| entry.as_str() == Some(like))
                    {
                        list.push(id.clone());
                    }
                }
            }
        }
        self.rows(&add.to).push(Value::Object(row));
    }

    fn grow(&mut self, ix: usize, growth: &Growth) {
        let grades: Vec<String> = match &growth.grade {
            Some(grade) => {
                if self.find("grades", &json!(grade), format!("students[{ix}].grade")).is_none() {
                    return;
                }
                vec![grade.clone()]
            }
            None => self.rows("grades").iter().map(id_of).collect(),
        };
        for grade in grades {
            let classes: BTreeSet<String> =
                self.rows("classes").iter().filter(|row| is(row.get("grade"), &grade)).map(id_of).collect();
            let of_grade = |row: &&Value| row["class"].as_str().is_some_and(|class| classes.contains(class));
            let children: Vec<Value> = self.rows("students").iter().filter(of_grade).cloned().collect();
            let present = i64::try_from(children.len()).unwrap_or(i64::MAX);
            let by_percent = |percent: i64| (present * percent.abs() + 99) / 100 * percent.signum();
            let more = growth.count.unwrap_or_else(|| by_percent(growth.percent.unwrap_or(0)));
            let picked = spread(children.len(), usize::try_from(more.unsigned_abs()).unwrap_or(usize::MAX));
            if more < 0 {
                let gone: BTreeSet<usize> = picked.into_iter().collect();
                gone.into_iter().for_each(|at| self.take_out("students", &id_of(&children[at])));
            } else {
                let mut taken: BTreeSet<String> = self.rows("students").iter().map(id_of).collect();
                for at in picked {
                    let mut copy = children[at].clone();
                    let id = id_of(&copy);
                    let free = (1..).map(|n| format!("{id}+{n}")).find(|id| !taken.contains(id)).unwrap_or_default();
                    taken.insert(free.clone());
                    copy["id"] = json!(free);
                    for field in ["family", "name"] {
                        if let Some(row) = copy.as_object_mut() {
                            row.remove(field);
                        }
                    }
                    self.rows("students").push(copy);
                }
            }
        }
    }
}

fn id_of(row: &Value) -> String {
    row["id"].as_str().unwrap_or_default().to_string()
}

/// `picks` positions of a list, evenly spread, going round again where there are more picks than positions. The first
/// picks do not depend on how many follow: each halves the widest gap (the van der Corput sequence in base 2).
fn spread(positions: usize, picks: usize) -> Vec<usize> {
    if positions == 0 {
        return Vec::new();
    }
    let bits = usize::BITS - (positions - 1).leading_zeros();
    let mirrored = |n: usize| if bits == 0 { 0 } else { n.reverse_bits() >> (usize::BITS - bits) };
    let once: Vec<usize> = (0..1_usize << bits).map(mirrored).filter(|&at| at < positions).collect();
    once.iter().copied().cycle().take(picks.min(100_000)).collect()
}

#[cfg(test)]
mod tests {
    use super::spread;

    #[test]
    fn picks_are_spread_and_grow_one_by_one() {
        assert_eq!(spread(8, 8), [0, 4, 2, 6, 1, 5, 3, 7]);
        assert_eq!(spread(5, 12).len(), 12);
        assert_eq!(spread(5, 3), spread(5, 4)[..3]);
        assert_eq!(spread(1, 3), [0, 0, 0]);
        assert!(spread(0, 3).is_empty());
    }
}
