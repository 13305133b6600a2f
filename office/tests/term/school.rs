//! Schools, stores and days of a term.

use chrono::{Datelike, NaiveDate};
use paipian::format::{PlanFile, ProblemFile, to_text};
use paipian::generate::{GenerateParams, Profile, generate};
use paipian::search::Limit;
use paipian::solve::{Params, solve};
use paipian_office::enrol;
use paipian_office::store::{Act, Signature, Store, sha};
use std::path::Path;
use std::sync::atomic::AtomicBool;

/// A generator of whole numbers (Marsaglia, "Xorshift RNGs", JSS 2003: the triple 13, 7, 17).
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number of 0..`n`.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((u128::from(self.0) * n as u128) >> 64) as usize
    }
}

pub(crate) fn by(why: &str) -> Signature {
    Signature { who: "test".into(), why: why.into() }
}

pub(crate) fn generated(students: u32) -> ProblemFile {
    let params = GenerateParams { students, seed: 3, policy: "nanchang".into(), tight: 300, profile: Profile::Primary };
    generate(&params).expect("the parameters are in range")
}

/// The plan that the solver finds in some rounds.
pub(crate) fn solved(file: &ProblemFile, rounds: u64) -> PlanFile {
    let problem = paipian::load::load(file).expect("a valid school");
    let params = Params { limit: Limit::Rounds(rounds), seed: 1, ..Params::default() };
    let outcome =
        solve(&problem, None, &params, &AtomicBool::new(false), |_| {}).expect("the engine agrees with itself");
    outcome.plan.write(&problem)
}

/// A store with the school read in, and its plan in force from the first day of the term.
pub(crate) fn begun(path: &Path, file: &ProblemFile, rounds: u64) -> Store {
    let first = Act::Init { lottery: 7, credits: Default::default() };
    let mut store = Store::create(path, &by("a new term"), first).expect("a new store");
    let text = to_text(file);
    store.append(&by("the roll"), &[Act::Import { document: sha(&[&text]) }], &[text], None).expect("kept");
    let from = start(file).to_string();
    let kept = enrol::version(&mut store, &by("the first plan"), &solved(file, rounds), "solved", Some(&from));
    assert_eq!(kept.expect("published").0, 1);
    store
}

/// The first day of the term.
pub(crate) fn start(file: &ProblemFile) -> NaiveDate {
    file.term.as_ref().and_then(|term| term.start.as_ref()?.parse().ok()).expect("the term has a first day")
}

/// Whether lessons are held on a day.
pub(crate) fn is_school_day(file: &ProblemFile, day: NaiveDate) -> bool {
    let holidays = file.term.as_ref().map_or(&[][..], |term| &term.holidays);
    day.weekday().number_from_monday() <= 5 && !holidays.contains(&day.to_string())
}
