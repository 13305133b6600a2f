//! The night: what its day brings, then the closest good plan as a new version in force.

use super::registry::clearing;
use super::replay::Bundle;
use super::versions::{next, score};
use super::{EnrolError, refused, tried, why};
use crate::store::{Act, Date, Entry, Signature, Store, sha};
use paipian::format::{PlanFile, to_text};
use paipian::load;
use paipian::referee::judge;
use paipian::reopt::{Asked, Block, Caps, Changes, Counts, Event, Params, Why, compare, night};
use paipian::score::Score;
use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;

/// What a night is asked to do.
#[derive(Debug, Clone, Default)]
pub struct NightOrder {
    /// The day of the night.
    pub on: Date,
    /// First day of the new plan.
    pub from: Date,
    /// Days of notice owed.
    pub notice_days: u64,
    /// Most changes for those who asked for nothing.
    pub caps: Caps,
    /// Rounds of the first descent and leaps after it, together, at most.
    pub rounds: u64,
    /// Seconds after which no further round begins.
    pub seconds: Option<f64>,
}

/// What a night came to.
#[derive(Debug, Clone, serde::Serialize)]
pub struct NightReport {
    /// The new version; none when the plan stays.
    pub version: Option<u64>,
    /// Events of the roster since the last night.
    pub events: usize,
    /// Announced events that their day brought and that do not fit the school any more.
    pub lapsed: Vec<Lapsed>,
    /// Score of doing nothing: hard, shortfall, cost.
    pub before: [i64; 3],
    /// Score of the plan found.
    pub after: [i64; 3],
    /// Changes for those who asked for nothing.
    pub counts: Counts,
    /// Caps in the way.
    pub blocked: Vec<Block>,
    /// The change lists.
    pub changes: Changes,
    /// Why each child who asked for nothing lost a seat.
    pub why: BTreeMap<String, Why>,
    /// Hash of the replay bundle.
    pub replay: Option<String>,
}

/// An announced event that does not fit the school any more, as when its child has left.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Lapsed {
    /// The journal line that announced it.
    pub seq: i64,
    /// What would have happened.
    pub event: Event,
    /// What stands against it: codes of ERRORS.md with what they are about.
    pub why: String,
}

fn three(score: Score) -> [i64; 3] {
    [score.hard, score.shortfall, score.cost]
}

/// Brings what is due, re-optimizes, and publishes. When no plan keeps rules and caps, what was due is recorded and the
/// plan in force stays.
///
/// # Errors
/// No plan is in force, the referee disagrees; or the store.
pub fn nightly(store: &mut Store, by: &Signature, order: &NightOrder) -> Result<NightReport, EnrolError> {
    let lapsed = bring(store, order)?;
    let term = store.term()?;
    let (Some(mut file), Some(plan)) = (term.problem(), term.plan()) else { return refused("F050", &[]) };
    let mut asked = Asked::default();
    let mut events = 0;
    for entry in since_last_night(store)? {
        match &entry.act {
            Act::Change { event, .. } => {
                events += 1;
                asked.note(event);
            }
            Act::Move { student, .. } => {
                asked.students.insert(student.clone());
            }
            _ => {}
        }
    }
    file.published = Some(plan.clone());
    let problem = load::load(&file)?;
    let days = |a: &str, b: &str| -> Option<i64> {
        Some((b.parse::<chrono::NaiveDate>().ok()? - a.parse::<chrono::NaiveDate>().ok()?).num_days())
    };
    let params = Params {
        caps: order.caps,
        notice_days: order.notice_days,
        days_ahead: days(&order.on, &order.from).and_then(|days| u64::try_from(days).ok()).unwrap_or(0),
        seed: term.lottery(),
        credits: term.credits(),
        rounds: order.rounds,
        seconds: order.seconds,
        attempt: None,
    };
    let found = night(&file, &problem, &asked, &params, &AtomicBool::new(false));
    let bundle = Bundle::of(&file, &asked, &params, &found);
    let after: &PlanFile = found.plan.as_ref().unwrap_or(&plan);
    let mut report = NightReport {
        version: None,
        events,
        lapsed,
        before: three(found.before),
        after: three(found.after),
        counts: found.counts,
        blocked: found.blocked.clone(),
        changes: compare(&file, &plan, after, &asked),
        why: found.why.clone(),
        replay: None,
    };
    let Some(new) = &found.plan else { return Ok(report) };
    let judgement = judge(&file, new);
    if score(&judgement).map(|number| number as i64) != three(found.after) {
        return Err(EnrolError::Plan(format!("{:?} / {}", score(&judgement), found.after)));
    }
    let (text, replay) = (to_text(new), to_text(&bundle));
    let replay_hash = sha(&[&replay]);
    let number = next(&term);
    let acts = [
        Act::Version {
            document: sha(&[&text]),
            made: "night".into(),
            score: score(&judgement),
            replay: Some(replay_hash.clone()),
        },
        Act::Publish { version: number, from: order.from.clone() },
    ];
    store.append(by, &acts, &[text, replay], Some(term.seq))?;
    (report.version, report.replay) = (Some(number), Some(replay_hash));
    Ok(report)
}

/// Records what the first day of the new plan brings: announced events, and papers that run out. Returns the events that
/// do not fit any more.
fn bring(store: &mut Store, order: &NightOrder) -> Result<Vec<Lapsed>, EnrolError> {
    let term = store.term()?;
    let Some(mut file) = term.problem() else { return refused("F050", &[]) };
    let (mut acts, mut lapsed) = (Vec::new(), Vec::new());
    for (seq, event, day) in term.due(&order.from) {
        match tried(&file, &event, &format!("journal[{seq}]")) {
            Ok(after) => {
                file = after;
                acts.push(Act::Due { seq, lapsed: None });
                acts.push(Act::Change { event, from: day, answer: None });
            }
            Err(errors) => {
                let why = why(&errors);
                acts.push(Act::Due { seq, lapsed: Some(why.clone()) });
                lapsed.push(Lapsed { seq, event, why });
            }
        }
    }
    let by = Signature { who: "paipian".into(), why: "due".into() };
    if !acts.is_empty() {
        store.append(&by, &acts, &[], Some(term.seq))?;
    }
    let term = store.term()?;
    let events = term.problem().map_or_else(Vec::new, |school| clearing(&school, &order.from));
    if !events.is_empty() {
        let change = |event| Act::Change { event, from: order.from.clone(), answer: None };
        let acts: Vec<Act> = events.into_iter().map(change).collect();
        let by = Signature { who: "paipian".into(), why: "papers".into() };
        store.append(&by, &acts, &[], Some(term.seq))?;
    }
    Ok(lapsed)
}

/// The journal since the last plan was published.
fn since_last_night(store: &mut Store) -> Result<Vec<Entry>, EnrolError> {
    let mut entries = store.journal(1)?;
    let last = entries.iter().rposition(|entry| matches!(entry.act, Act::Publish { .. }));
    Ok(entries.split_off(last.map_or(0, |at| at + 1)))
}
