//! A term of 1,200 children, twelve weeks of it day by day: about one child in twenty-five comes or goes in a week, a teacher
//! leaves, a room is closed for a fortnight, a survey says 84 %, a paper runs out.

use super::fees::{CAP, Day, SESSION, fees};
use super::school::{Dice, begun, by, generated, is_school_day, start};
use chrono::{Datelike, Days, NaiveDate, Weekday};
use paipian::format::{AgreementRow, PaperRow, ProblemFile, ResourceRow, YearRow};
use paipian::referee::judge;
use paipian::reopt::{Caps, Event};
use paipian_office::enrol::{self, Absence, NightOrder, NightReport};
use paipian_office::store::{Act, Store, Term, balances};
use std::collections::{BTreeMap, BTreeSet};

const STUDENTS: u32 = 1_200;
const WEEKS: u64 = 12;
/// Families that come or go on a day: five days make about 4 % of the school.
const EVENTS_A_DAY: usize = 10;

struct Play {
    store: Store,
    dice: Dice,
    days: Vec<Day>,
    cancelled: BTreeSet<(NaiveDate, String)>,
    relief: BTreeMap<String, i64>,
    nights: usize,
}

impl Play {
    fn term(&mut self) -> Term {
        self.store.term().expect("the store is read")
    }

    fn keep(&mut self, why: &str, acts: &[Act]) {
        self.store.append(&by(why), acts, &[], None).expect("kept");
    }

    /// Some families come, go or wish anew.
    fn families(&mut self, on: NaiveDate) {
        let file = self.term().problem().expect("a school");
        let clubs: Vec<&str> =
            file.courses.iter().filter(|row| row.kind == "club").map(|row| row.id.as_str()).collect();
        let (mut events, mut asked) = (Vec::new(), BTreeSet::new());
        while events.len() < EVENTS_A_DAY {
            let row = &file.students[self.dice.below(file.students.len())];
            let student = row.id.clone();
            let period = &file.periods[self.dice.below(file.periods.len())];
            let attended = file.periods.iter().filter(|other| row.attends.contains(&other.id));
            let mut clashing = attended.filter(|other| {
                (other.week, other.day) == (period.week, period.day)
                    && other.start < period.end
                    && period.start < other.end
            });
            let event = match self.dice.below(5) {
                0 | 1 if !row.attends.is_empty() => {
                    let period = row.attends[self.dice.below(row.attends.len())].clone();
                    Event::OptOut { student, periods: vec![period] }
                }
                2 | 3 if clashing.next().is_none() => Event::OptIn { student, periods: vec![period.id.clone()] },
                4 => {
                    let first = self.dice.below(clubs.len());
                    let wishes = [first, (first + 1) % clubs.len()].map(|ix| clubs[ix].to_string()).to_vec();
                    Event::Wish { student, wishes, want: None }
                }
                _ => continue,
            };
            if asked.insert(row.id.clone()) {
                events.push((event, on.to_string()));
            }
        }
        let told = enrol::ask(&mut self.store, &by("families"), &events, &on.to_string()).expect("kept");
        assert!(told.iter().all(Option::is_some), "every family is answered at once");
    }

    fn night(&mut self, on: NaiveDate) -> NightReport {
        let from = (on + Days::new(1)).to_string();
        let order =
            NightOrder { on: on.to_string(), from, notice_days: 0, caps: Caps::default(), rounds: 2, seconds: None };
        let report = enrol::nightly(&mut self.store, &by("the night"), &order).expect("a night");
        self.nights += 1;
        assert_eq!(report.after[0], 0, "{on}: hard");
        assert!(
            report.version.is_some() && report.after <= report.before,
            "{on}: {:?} → {:?}",
            report.before,
            report.after
        );
        let term = self.term();
        let judged = judge(&term.problem().expect("a school"), &term.plan().expect("a plan"));
        assert_eq!((judged.hard, judged.shortfall as i64), (0, report.after[1]), "{on}: the tables are the plan");
        report
    }

    /// Bills a month and takes the money, to the fen.
    fn month(&mut self, month: &str) {
        if let Some(act) = Act::bill_of(&self.term(), month) {
            self.keep("the bill", &[act]);
        }
        let owed = balances(&self.term());
        let pay = owed.into_iter().filter(|(_, fen)| *fen != 0).map(|(student, fen)| Act::Pay { student, fen });
        let pay: Vec<Act> = pay.collect();
        self.keep("paid", &pay);
        assert!(balances(&self.term()).values().all(|fen| *fen == 0), "{month} is paid");
    }

    fn verify(&mut self) {
        self.store.verify().expect("the store verifies");
    }
}

#[test]
fn a_term_of_twelve_weeks() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut school = generated(STUDENTS);
    school.policy.name = Some("tianning".into());
    for row in school.courses.iter_mut().filter(|row| row.kind == "club") {
        row.fee = row.fee.max(9_001);
    }
    let store = begun(&dir.path().join("term.db"), &school, 8);
    let mut play = Play {
        store,
        dice: Dice::new(11),
        days: Vec::new(),
        cancelled: BTreeSet::new(),
        relief: BTreeMap::new(),
        nights: 0,
    };
    let kinds: BTreeSet<&str> = school.periods.iter().map(|row| row.kind.as_str()).collect();
    assert_eq!(kinds.len(), 1, "one tariff, one cap");
    for kind in kinds {
        play.keep("tariff", &[Act::Tariff { kind: kind.into(), session: SESSION as u64, cap_month: Some(CAP as u64) }]);
    }
    for row in school.students.iter().step_by(40) {
        play.keep("hardship", &[Act::Relief { student: row.id.clone(), percent: 50 }]);
        play.relief.insert(row.id.clone(), 50);
    }
    let plan = play.term().plan().expect("a plan");
    let lead_of = |play: &mut Play, kind: &str| {
        let plan = play.term().plan().expect("a plan");
        let of = |id: &str| school.teachers.iter().find(|row| row.id == id).is_some_and(|row| row.kind == kind);
        plan.sections.iter().find_map(|row| row.lead.clone().filter(|id| of(id))).expect("such a lead")
    };
    let room = plan.sections.iter().find_map(|row| row.room.clone()).expect("a room");
    let coach = lead_of(&mut play, "external");

    let (first, mut month) = (start(&school), String::new());
    let mut leaver = String::new();
    for week in 0..WEEKS {
        for weekday in 0..7 {
            let on = first + Days::new(7 * week + weekday);
            let this = on.format("%Y-%m").to_string();
            if !month.is_empty() && month != this {
                play.month(&month.clone());
            }
            month = this;
            if !is_school_day(&school, on) {
                continue;
            }
            match (week, on.weekday()) {
                (1, Weekday::Mon) => {
                    let years = [2023, 2024, 2025].map(|year| YearRow { year, passed: true }).to_vec();
                    let vendor = ResourceRow {
                        id: "vendor".into(),
                        kind: "organisation".into(),
                        years,
                        ..ResourceRow::default()
                    };
                    let coach = ResourceRow {
                        id: "coach".into(),
                        kind: "person".into(),
                        of: Some(coach.clone()),
                        by: Some("vendor".into()),
                        born: Some("1990-02-03".into()),
                        ..ResourceRow::default()
                    };
                    let (today, store) = (on.to_string(), &mut play.store);
                    enrol::register(store, &by("chosen"), vendor, Some("filed"), &today).expect("kept");
                    enrol::register(store, &by("chosen"), coach, None, &today).expect("kept");
                    let signed = AgreementRow { signed: Some(today.clone()), filed: Some(today.clone()), until: None };
                    enrol::agree(store, &by("signed"), "vendor", signed, &today).expect("kept");
                    for (paper, days) in
                        [("teacher_certificate", 7 * 8 + 1), ("employment", 365), ("credential_filed", 365)]
                    {
                        let until = Some((first + Days::new(days)).to_string());
                        let paper = PaperRow { paper: paper.into(), category: None, from: None, until };
                        enrol::paper(store, &by("on file"), "coach", paper, &today).expect("kept");
                    }
                }
                (3, Weekday::Tue) => {
                    leaver = lead_of(&mut play, "staff");
                    let event = Event::Away { teacher: leaver.clone(), periods: vec![] };
                    enrol::ask(&mut play.store, &by("resigned"), &[(event, on.to_string())], &on.to_string())
                        .expect("kept");
                }
                (5, Weekday::Mon) => {
                    let of = Absence::Room(room.clone());
                    let (from, until) = ((on + Days::new(2)).to_string(), (on + Days::new(15)).to_string());
                    let kept =
                        enrol::absence(&mut play.store, &by("repairs"), &of, &[], &from, Some(&until), &on.to_string());
                    kept.expect("kept");
                }
                (6, Weekday::Wed) => {
                    let told = enrol::survey(&mut play.store, &by("term survey"), "vendor", 84, 100, &on.to_string());
                    assert_eq!(told.expect("kept"), "exit_due");
                }
                _ => {}
            }
            if on.weekday() == Weekday::Wed && week == 2 {
                let section = play
                    .term()
                    .plan()
                    .expect("a plan")
                    .sections
                    .iter()
                    .find(|row| {
                        row.pattern
                            .iter()
                            .any(|id| school.periods.iter().any(|period| &period.id == id && period.day == 3))
                            && row.room.is_some()
                    })
                    .expect("a section on Wednesdays")
                    .id
                    .clone();
                play.cancelled.insert((on, section));
            }
            play.families(on);
            let plan = play.term().plan().expect("a plan");
            play.days.push(Day { date: on, plan });
            if matches!(on.weekday(), Weekday::Tue | Weekday::Thu) {
                let report = play.night(on);
                let plan = play.term().plan().expect("a plan");
                let serves = |id: &str| {
                    plan.sections
                        .iter()
                        .any(|row| row.lead.as_deref() == Some(id) || row.assistants.iter().any(|a| a == id))
                };
                assert!(leaver.is_empty() || !serves(&leaver), "who left leads nothing");
                let closed = first + Days::new(7 * 5 + 2)..=first + Days::new(7 * 5 + 15);
                let in_use = plan.sections.iter().any(|row| row.room.as_ref() == Some(&room));
                assert!(!(closed.contains(&(on + Days::new(1))) && in_use), "{on}: a closed room is empty");
                assert!(report.events > 0);
            }
        }
        if week % 4 == 3 {
            play.verify();
        }
    }
    // The bill of a month is of all its days.
    let plan = play.term().plan().expect("a plan");
    let rest = (first + Days::new(7 * WEEKS)).iter_days().take_while(|day| day.format("%Y-%m").to_string() == month);
    for date in rest.filter(|day| is_school_day(&school, *day)) {
        play.days.push(Day { date, plan: plan.clone() });
    }
    // A session that turns out to have been cancelled is given back, months later.
    for (on, section) in play.cancelled.clone() {
        let roll = Act::Attend {
            section,
            on: on.to_string(),
            lead: None,
            cancelled: true,
            leave: vec![],
            absent: vec![],
            handed_to: None,
        };
        play.keep("found out later", &[roll]);
    }
    let months: BTreeSet<String> = play.days.iter().map(|day| day.date.format("%Y-%m").to_string()).collect();
    for month in &months {
        play.month(month);
    }
    let term = play.term();
    let now = term.problem().expect("a school");
    let barred = |day: u64| enrol::barred(&now, &(first + Days::new(day)).to_string()).contains("coach");
    assert!(!barred(7 * 8 + 1) && barred(7 * 8 + 2), "until the last day of the paper");
    let plan = term.plan().expect("a plan");
    assert!(plan.sections.iter().all(|row| row.lead.as_ref() != Some(&coach)), "no paper, no lead");
    assert_eq!(play.nights, 2 * WEEKS as usize - holidays(&school));

    let expected = fees(&school, &play.days, &play.cancelled, &play.relief);
    let mut billed: BTreeMap<(String, String), i64> = BTreeMap::new();
    for (_, row) in term.rows.all("charge") {
        let word = |key: &str| row[key].as_str().expect("a word").to_string();
        *billed.entry((word("student"), word("month"))).or_default() += row["fen"].as_i64().expect("fen");
    }
    let nothing =
        |map: BTreeMap<(String, String), i64>| map.into_iter().filter(|(_, fen)| *fen != 0).collect::<BTreeMap<_, _>>();
    assert_eq!(nothing(billed), nothing(expected), "two ways to the same fees");
    let back = term.rows.all("charge").filter(|(_, row)| row["sessions"].as_i64() < Some(0) && row["stay"].is_string());
    assert!(back.count() > 0, "the cancelled session was given back, seat by seat");
    play.verify();
}

/// Nights of the script that fall on holidays.
fn holidays(school: &ProblemFile) -> usize {
    let first = start(school);
    let days = (0..7 * WEEKS).map(|ix| first + Days::new(ix));
    days.filter(|day| matches!(day.weekday(), Weekday::Tue | Weekday::Thu) && !is_school_day(school, *day)).count()
}
