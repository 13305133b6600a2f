//! The features that the five documents demand, and the rows of the catalogue that carry each: the second table of
//! `models/policies/README.md`.

/// A feature: its number, what it is, and the rows that carry it.
pub type Feature = (&'static str, &'static str, &'static [&'static str]);

/// Every feature. One that no other row carries is a row of its own, with its own number.
pub const FEATURES: &[Feature] = &[
    ("R01", "five days a week, two hours a day", &["T1", "T2", "T3"]),
    ("R02", "earliest end by season and district, latest end of the evening", &["T4", "T5", "T6", "T7"]),
    ("R03", "breakfast, lunch, midday rest", &["R03", "T3", "V10"]),
    ("R04", "timetables of week, month and term; planning anew", &["T8", "T9"]),
    ("R05", "special share of a child's week", &["Q1", "Q2", "Q3", "Q4"]),
    ("R06", "homework, clubs and self-study side by side", &["Q12", "T10"]),
    ("R07", "homework first, minutes by grade", &["Q7", "Q8"]),
    ("R08", "no school subjects from outside, no new teaching", &["Q9", "Q10"]),
    ("R09", "as much sport as possible", &["Q11"]),
    ("R10", "size of classes", &["Q5", "Q15", "Q16"]),
    ("R11", "twice as many courses as rooms", &["Q6"]),
    ("R12", "complete records of courses, the guide", &["Q14", "Q15", "Q16"]),
    ("R13", "five elements of every cell", &["Q13"]),
    ("R14", "credentials by category", &["W1", "W2", "W3", "W4", "W5", "W6", "W7"]),
    ("R15", "years of experience", &["W2", "W3", "W4", "W5", "W6"]),
    ("R16", "of age, in health, checked", &["W8", "W10"]),
    ("R17", "the school's own resources first", &["W12"]),
    ("R18", "willingness of teachers", &["W13"]),
    ("R19", "balance of load", &["W14"]),
    ("R20", "rotation of subject teachers", &["W15"]),
    ("R21", "flexible hours after late duty", &["W16"]),
    ("R22", "duty posts, assistants beside outsiders", &["W17", "W18"]),
    ("R23", "platform staff by classes a day", &["W19"]),
    ("R24", "satisfaction", &["V6", "W11", "M3", "M4"]),
    ("R25", "attendance, patrol, hand-over, escort", &["W20"]),
    ("R26", "papers of venues", &["V1"]),
    ("R27", "venues outside", &["V9"]),
    ("R28", "the best midday rooms for the lowest grades", &["V10"]),
    ("R29", "white list, agreements, exits, bans, black list", &["V2", "V3", "V4", "V5", "V7", "V8", "W9"]),
    ("R30", "packages", &["V12", "V13"]),
    ("R31", "children choose", &["S3"]),
    ("R32", "a place for all who want one, nobody forced", &["S1", "S2"]),
    ("R33", "joining and leaving at any time", &["S4"]),
    ("R34", "survey of demand, form of consent", &["S5", "M1"]),
    ("R35", "menus by grade", &["S3"]),
    ("R36", "help for weak learners", &["S8"]),
    ("R37", "review, publication, the family's confirmation", &["R37", "S6"]),
    ("R38", "leaving in batches, changes told beforehand", &["L1", "L2"]),
    ("R39", "fees, caps, relief", &["F1", "F2", "F3", "F4"]),
    ("R40", "accounts, refunds, public statement", &["F5", "F6", "S7"]),
    ("R41", "hours and pay of teachers", &["R41"]),
    ("R42", "records of activities and children", &["R42"]),
    ("R43", "surveys each term", &["M1", "M2", "M3", "V6"]),
    ("R44", "the bureau's platform: filing, figures", &["R44", "M6", "M7", "Q17"]),
    ("R45", "confidentiality of data", &["R45"]),
    ("R46", "weekends and holidays", &["R46"]),
    ("R47", "resources online", &["R47"]),
    ("R48", "courses renewed each term, vendors each year", &["T9", "M5", "W21"]),
    ("R49", "insurance", &["R49"]),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::ROWS;

    #[test]
    fn every_feature_is_carried_by_rows() {
        for (at, (id, _, rows)) in FEATURES.iter().enumerate() {
            assert_eq!(*id, format!("R{:02}", at + 1));
            assert!(!rows.is_empty() && rows.iter().all(|id| ROWS.iter().any(|row| row.id == *id)), "{id}");
        }
        let own = ROWS.iter().filter(|row| row.id.starts_with('R'));
        let carried = |id: &str| FEATURES.iter().any(|(feature, _, rows)| *feature == id && rows.contains(&id));
        assert!(own.into_iter().all(|row| carried(row.id)));
    }
}
