//! The catalogue: every row of the five documents, the shape and unit of its value, and which documents have it.
//!
//! A rule of a policy goes by the row whose check acts on it. A policy may have rules of its own, with ids that begin
//! with `X`: a person decides those.

use crate::format::words::{PERIOD_KINDS, STAGES, STATES, STEPS};
use crate::rules::RULES;

/// The shape of a value.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shape {
    /// True or false.
    Flag,
    /// A whole number from the first to the second.
    Whole(i64, i64),
    /// `HH:MM`.
    Clock,
    /// `MM-DD`.
    MonthDay,
    /// Percents, falling.
    Bands,
    /// Whole numbers.
    Wholes,
    /// Words, at least one.
    Words,
    /// Words of these, at least one.
    OneOf(&'static [&'static str]),
    /// Words, perhaps none.
    AnyWords,
    /// Lists of words: one of each list is wanted.
    Alternatives,
    /// Named values.
    Table(&'static [(&'static str, Shape)]),
    /// Rules of minutes (`category`, `stage`, `need`, `min`).
    Minutes,
}

use Shape::{Alternatives, AnyWords, Bands, Clock, Flag, Minutes, MonthDay, OneOf, Table, Whole, Wholes, Words};

/// A row of the catalogue.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// `T1`, …
    pub id: &'static str,
    /// What it is about, in English.
    pub topic: &'static str,
    /// The shipped policies that have it.
    pub policies: &'static [&'static str],
    pub(super) shape: Shape,
    /// What its value counts.
    pub unit: &'static str,
}

const fn row(
    id: &'static str,
    topic: &'static str,
    policies: &'static [&'static str],
    shape: Shape,
    unit: &'static str,
) -> Row {
    Row { id, topic, policies, shape, unit }
}

const TN: &str = "tianning";
const CM: &str = "chongming";
const YJ: &str = "yangjiang";
const NC: &str = "nanchang";
const TJ: &str = "tianjin";

const YEARS: Shape = Whole(0, 100);
const PERCENT: Shape = Whole(0, 100);
const MANY: Shape = Whole(0, 1_000_000);
const CREDENTIAL: Shape = Table(&[("categories", AnyWords), ("all", Alternatives), ("years", YEARS)]);

/// Every row, by section of the catalogue: time, quotas and courses, people, venues and vendors, pupils, money, reporting,
/// and the features of [`super::FEATURES`] that no other row carries.
#[rustfmt::skip]
pub const ROWS: &[Row] = &[
    row("T1", "days of service a week", &[NC, TJ], Whole(1, 7), "days/week"),
    row("T2", "length of a day's service", &[NC, TJ], Whole(1, 720), "minutes/day"),
    row("T3", "lessons at midday and in the afternoon", &[YJ], Table(&[("midday", Whole(0, 9)), ("afternoon", Whole(0, 9)), ("lesson_minutes", Whole(1, 120))]), "lessons"),
    row("T4", "earliest end, by season", &[YJ], Table(&[("from", MonthDay), ("to", MonthDay), ("summer", Clock), ("winter", Clock)]), "clock"),
    row("T5", "earliest end, by district", &[TJ], Table(&[("end", Clock), ("districts", Words)]), "clock"),
    row("T6", "latest end of evening study", &[TJ], Table(&[("latest", Clock), ("stages", OneOf(&STAGES))]), "clock"),
    row("T7", "window from dismissal to the earliest end", &[YJ, TJ], Flag, "flag"),
    row("T8", "timetables of week, month and term", &[YJ], Words, "tables"),
    row("T9", "planning anew each term", &[CM, YJ], Flag, "flag"),
    row("T10", "time for self-study", &[CM], Words, "categories"),
    row("Q1", "special share, grades 1–2", &[NC], PERCENT, "percent"),
    row("Q2", "special share, grades 3–6", &[NC], PERCENT, "percent"),
    row("Q3", "special share, grades 7–9", &[NC], PERCENT, "percent"),
    row("Q4", "least attendance for a special share", &[NC], MANY, "minutes/week"),
    row("Q5", "size of special classes", &[NC], Whole(1, 1000), "people"),
    row("Q6", "courses for each room", &[NC], Whole(1, 100), "courses/room"),
    row("Q7", "homework first", &[NC], Words, "categories"),
    row("Q8", "minutes of written homework", &[TJ], Table(&[("primary_lower", MANY), ("primary_upper", MANY), ("junior", MANY)]), "minutes/day"),
    row("Q9", "no new teaching", &[CM, TJ], Flag, "flag"),
    row("Q10", "outsiders teach no school subjects", &[TN, CM, YJ, TJ], Words, "categories"),
    row("Q11", "as much sport as possible", &[CM], Words, "categories"),
    row("Q12", "tracks side by side", &[CM], Table(&[("homework", Words), ("clubs", Words), ("self", Words)]), "categories"),
    row("Q13", "five elements of every cell", &[CM], Words, "elements"),
    row("Q14", "fields of a special course's plan", &[NC], Words, "fields"),
    row("Q15", "fields of a course's filing", &[YJ], Words, "fields"),
    row("Q16", "fields of the guide", &[TJ], Words, "fields"),
    row("Q17", "fields of the school's plan", &[YJ], Words, "fields"),
    row("Q18", "hints about data", &[CM], Whole(1, 720), "minutes"),
    row("W1", "credential of an outsider", &[TN], CREDENTIAL, "papers"),
    row("W2", "credential, in general", &[NC], CREDENTIAL, "papers"),
    row("W3", "credential, school subjects", &[NC], CREDENTIAL, "papers"),
    row("W4", "credential, sport", &[NC], CREDENTIAL, "papers"),
    row("W5", "credential, art", &[NC], CREDENTIAL, "papers"),
    row("W6", "credential, labour", &[NC], CREDENTIAL, "papers"),
    row("W7", "credential, special", &[NC], CREDENTIAL, "papers"),
    row("W8", "age of outsiders", &[TN], YEARS, "years"),
    row("W9", "vendor's people are its employees", &[TN], Words, "papers"),
    row("W10", "check before entering the school", &[CM, YJ, TJ], Table(&[("papers", Words), ("months", Whole(1, 1200))]), "papers"),
    row("W11", "satisfaction with a teacher", &[NC], Bands, "percent"),
    row("W12", "own staff first", &[CM, YJ, NC, TJ], Flag, "flag"),
    row("W13", "willingness of staff", &[CM], Flag, "flag"),
    row("W14", "balance of load", &[CM], MANY, "weight"),
    row("W15", "rotation of subject teachers", &[CM], Words, "categories"),
    row("W16", "flexible hours", &[CM, TJ], Clock, "clock"),
    row("W17", "duty posts", &[CM], Table(&[("duty", Words), ("health", Words), ("gate", Words)]), "posts"),
    row("W18", "assistant beside outsiders", &[CM], Flag, "flag"),
    row("W19", "platform staff at the school", &[NC], Table(&[("none", MANY), ("one", MANY), ("unclear", MANY)]), "classes/day"),
    row("W20", "hand-over", &[CM, YJ, TJ], Flag, "flag"),
    row("W21", "training", &[CM, TJ], Words, "papers"),
    row("V1", "papers of a venue", &[TN], Table(&[("always", Words), ("high_risk", Words), ("fire", MANY), ("environment", MANY), ("years", YEARS)]), "m2"),
    row("V2", "yearly inspections of a vendor", &[TN], YEARS, "years"),
    row("V3", "file of a vendor", &[TN], Table(&[("all", Words), ("any", Words)]), "papers"),
    row("V4", "white list", &[TN, NC, TJ], OneOf(&STATES), "states"),
    row("V5", "agreement", &[TN, CM, YJ], OneOf(&STEPS), "steps"),
    row("V6", "exit by satisfaction", &[TN], PERCENT, "percent"),
    row("V7", "ban after exit", &[TN], YEARS, "years"),
    row("V8", "black list", &[YJ], Flag, "flag"),
    row("V9", "outings", &[TN, CM], Words, "papers"),
    row("V10", "rooms of the midday rest", &[YJ], Words, "papers"),
    row("V11", "nobody and nothing in two places", &[], Flag, "flag"),
    row("V12", "packages", &[TN], Flag, "flag"),
    row("V13", "materials", &[TN, YJ], Words, "papers"),
    row("S1", "a place for everyone who wants one", &[CM, TJ], Flag, "flag"),
    row("S2", "nobody is forced", &[CM, YJ, TJ], Flag, "flag"),
    row("S3", "choice", &[TN, CM, YJ, NC, TJ], Flag, "flag"),
    row("S4", "joining and leaving at any time", &[CM], Flag, "flag"),
    row("S5", "form of the survey of demand", &[CM], Words, "fields"),
    row("S6", "documents of a child", &[YJ], Words, "papers"),
    row("S7", "disclosures", &[TN, YJ], Words, "fields"),
    row("S8", "help for weak learners", &[CM, NC, TJ], Minutes, "minutes/week"),
    row("L1", "leaving in batches", &[CM], Flag, "flag"),
    row("L2", "change of leaving time", &[CM], Flag, "flag"),
    row("F1", "free of charge", &[CM], MANY, "yuan/student/month"),
    row("F2", "cap of fees", &[TJ], Table(&[("day", MANY), ("evening", MANY), ("districts", Words)]), "yuan/student/month"),
    row("F3", "below the market", &[TN, YJ], Flag, "flag"),
    row("F4", "relief of hardship", &[YJ, TJ], Words, "needs"),
    row("F5", "basic fee returned in full", &[YJ], PERCENT, "percent"),
    row("F6", "accounts and public statement", &[YJ], Flag, "flag"),
    row("M1", "survey of demand", &[CM], Whole(0, 99), "times/term"),
    row("M2", "survey of quality", &[CM], Whole(0, 99), "times/term"),
    row("M3", "satisfaction of parents", &[NC], PERCENT, "percent"),
    row("M4", "satisfaction with the platform", &[NC], Bands, "percent"),
    row("M5", "review of vendors", &[TN], Whole(0, 99), "times/year"),
    row("M6", "plan on file", &[TN, YJ, TJ], Flag, "flag"),
    row("M7", "figures for the bureau", &[NC], Flag, "flag"),
    row("R03", "meals", &[CM, YJ], Flag, "flag"),
    row("R37", "review, publication, the family's confirmation", &[YJ], Flag, "flag"),
    row("R41", "hours and pay of teachers", &[CM, YJ, TJ], Flag, "flag"),
    row("R42", "records of activities and children", &[CM, YJ, TJ], Flag, "flag"),
    row("R44", "the bureau's platform", &[NC], Flag, "flag"),
    row("R45", "confidentiality of data", &[NC], Flag, "flag"),
    row("R46", "weekends and holidays", &[YJ, NC], Flag, "flag"),
    row("R47", "resources online", &[TN, CM, NC, TJ], Flag, "flag"),
    row("R49", "insurance", &[CM, YJ, TJ], Flag, "flag"),
];

/// Rows that rules of the score keep under every policy; V11 is one that no document spells out.
pub const KEPT: &[(&str, &[&str])] = &[
    ("W12", &["money"]),
    ("W13", &["staff_fit", "avoid"]),
    ("W17", &["posts"]),
    ("V9", &["travel", "assistants"]),
    ("V11", &["room_clash", "staff_clash", "seat_clash"]),
    ("S1", &["coverage"]),
    ("S2", &["seat_fit"]),
    ("S3", &["wish", "none_of_top"]),
    ("L1", &["waves", "late_waves"]),
];

/// The fields of a problem's policy that a rule may fill, with shape and unit. Of `special_share` and `weights` every
/// stage and every rule is a field of its own.
#[rustfmt::skip]
pub(super) const KEYS: &[(&str, Shape, &str)] = &[
    ("want", MANY, "clubs"),
    ("wish_values", Wholes, "points"),
    ("special_cap", Whole(1, 1000), "people"),
    ("special_share.", PERCENT, "percent"),
    ("share_kinds", OneOf(&PERIOD_KINDS), "kinds"),
    ("share_from", MANY, "minutes/week"),
    ("minutes", Minutes, "minutes/week"),
    ("external_needs_assistant", Flag, "flag"),
    ("min_block", MANY, "minutes"),
    ("max_break", MANY, "minutes"),
    ("wave_minutes", Whole(1, 1440), "minutes"),
    ("max_waves", MANY, "waves"),
    ("weights.", MANY, "weight"),
];

/// Shape and unit of a rule's value: its key's, or else its row's. None for a key or an id that is unknown; a rule of
/// a policy's own has neither.
pub(super) fn shape_of(id: &str, key: Option<&str>) -> Option<(Shape, &'static str)> {
    match key {
        Some(key) => {
            let inner = |field: &str, rest: &str| match field {
                "special_share." => STAGES.contains(&rest),
                _ => RULES.iter().any(|rule| rule.name == rest && rule.weight.is_some()),
            };
            let named = |known: &str| match key.strip_prefix(known) {
                Some(rest) if known.ends_with('.') => inner(known, rest),
                rest => rest == Some(""),
            };
            KEYS.iter().find(|(known, _, _)| named(known)).map(|&(_, shape, unit)| (shape, unit))
        }
        None => ROWS.iter().find(|row| row.id == id).map(|row| (row.shape, row.unit)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_catalogue_has_every_row_once() {
        let ids: BTreeSet<&str> = ROWS.iter().map(|row| row.id).collect();
        assert_eq!(ids.len(), ROWS.len());
        for (letter, last) in [("T", 10), ("Q", 18), ("W", 21), ("V", 13), ("S", 8), ("L", 2), ("F", 6), ("M", 7)] {
            assert!((1..=last).all(|n| ids.contains(format!("{letter}{n}").as_str())), "{letter}");
        }
        let features = ids.iter().filter(|id| id.starts_with('R')).count();
        assert_eq!(ids.len() - features, 10 + 18 + 21 + 13 + 8 + 2 + 6 + 7);
    }
}
