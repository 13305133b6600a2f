//! Ids as people know them: a name with its id, a weekday with its times.

use super::{Lang, fill};
use paipian::format::{PeriodRow, PlanFile, ProblemFile, SectionRow};
use std::collections::BTreeMap;

/// The names of a problem and of the sections of its plans.
pub struct Names<'a> {
    /// Kind → id → name.
    names: BTreeMap<&'static str, BTreeMap<&'a str, &'a str>>,
    periods: BTreeMap<&'a str, &'a PeriodRow>,
    /// Grade → stage.
    stages: BTreeMap<&'a str, &'a str>,
    /// Whether weeks of the cycle differ.
    weeks_differ: bool,
}

impl<'a> Names<'a> {
    /// Gathers the names. A section has the name of its course, in the plan or else in the published one.
    pub fn new(problem: &'a ProblemFile, plan: &'a PlanFile) -> Self {
        let mut names: BTreeMap<&'static str, BTreeMap<&'a str, &'a str>> = BTreeMap::new();
        let mut add = |kind, id: &'a String, name: &'a Option<String>| {
            if let Some(name) = name.as_deref().filter(|name| !name.is_empty()) {
                names.entry(kind).or_default().entry(id).or_insert(name);
            }
        };
        problem.students.iter().for_each(|row| add("student", &row.id, &row.name));
        problem.teachers.iter().for_each(|row| add("teacher", &row.id, &row.name));
        problem.courses.iter().for_each(|row| add("course", &row.id, &row.name));
        problem.rooms.iter().for_each(|row| add("room", &row.id, &row.name));
        let resources = || problem.registry.iter().flat_map(|registry| &registry.resources);
        resources().for_each(|row| add("resource", &row.id, &row.name));
        for row in resources() {
            let kind = match row.kind.as_str() {
                "person" => "teacher",
                "venue" => "room",
                other => other,
            };
            let of = row.of.as_deref().and_then(|of| names.get(kind)?.get(of).copied());
            if let Some(name) = of {
                names.entry("resource").or_default().entry(&row.id).or_insert(name);
            }
        }
        let published: &[SectionRow] = problem.published.as_ref().map_or(&[], |plan| &plan.sections);
        for section in plan.sections.iter().chain(published) {
            let course = names.get("course").and_then(|courses| courses.get(section.course.as_str())).copied();
            if let Some(course) = course {
                names.entry("section").or_default().entry(&section.id).or_insert(course);
            }
        }
        Self {
            names,
            periods: problem.periods.iter().map(|row| (row.id.as_str(), row)).collect(),
            stages: problem.grades.iter().map(|row| (row.id.as_str(), row.stage.as_str())).collect(),
            weeks_differ: problem.term.as_ref().is_some_and(|term| term.cycle_weeks > 1),
        }
    }

    /// An id of a kind that [`paipian::referee::CASES`] names, as people know it.
    pub fn of(&self, lang: Lang, kind: &str, id: &str) -> String {
        let words = lang.words();
        if id.is_empty() {
            return words.nothing.to_string();
        }
        if kind == "period" {
            return self.period(lang, id);
        }
        let known = match kind {
            "grade" => self.stages.get(id).and_then(|stage| grade(lang, id, stage)),
            _ => self.names.get(kind).and_then(|names| names.get(id)).map(|name| name.to_string()),
        };
        let template = if known.is_some() { words.named } else { words.bare };
        fill(template, |key| if key == "f0" { known.clone().unwrap_or_default() } else { id.to_string() })
    }

    /// `周三 15:40–16:40`.
    fn period(&self, lang: Lang, id: &str) -> String {
        let Some(row) = self.periods.get(id) else { return fill(lang.words().bare, |_| id.to_string()) };
        format!("{} {}–{}", self.date(lang, &row.week.to_string(), &row.day.to_string()), row.start, row.end)
    }

    /// Ids of periods parted by `, `.
    pub fn periods(&self, lang: Lang, ids: &str) -> String {
        let told: Vec<String> = ids.split(", ").map(|id| self.of(lang, "period", id)).collect();
        told.join(lang.words().comma)
    }

    /// `周三`, and with its week where weeks differ.
    pub fn date(&self, lang: Lang, week: &str, day: &str) -> String {
        let words = lang.words();
        let index = day.parse::<usize>().ok().and_then(|day| day.checked_sub(1));
        let day = index.and_then(|index| words.days.get(index)).copied().unwrap_or(day);
        if self.weeks_differ { fill(words.week, |_| week.to_string()) + day } else { day.to_string() }
    }
}

/// `g3` of a fitting stage as 三年级, or grade 3; nothing for any other id.
pub fn grade(lang: Lang, id: &str, stage: &str) -> Option<String> {
    let number: usize = id.strip_prefix('g')?.parse().ok()?;
    let fits = match stage {
        "primary_lower" => (1..=2).contains(&number),
        "primary_upper" => (3..=6).contains(&number),
        "junior" => (7..=9).contains(&number),
        _ => false,
    };
    let told = || match lang {
        Lang::Zh => format!("{}年级", ["一", "二", "三", "四", "五", "六", "七", "八", "九"][number - 1]),
        Lang::En => format!("grade {number}"),
    };
    fits.then(told)
}
