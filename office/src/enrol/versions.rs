//! Versions of the plan: kept for ever, published from a day on, restored as a new version.

use super::{EnrolError, refused};
use crate::store::{Act, Signature, Store, Term, sha};
use paipian::format::{PlanFile, to_text};
use paipian::load;
use paipian::referee::{Judgement, judge};
use paipian::reopt::{Asked, Params, ROUNDS, night};
use std::sync::atomic::AtomicBool;

/// Keeps a plan as a version, and publishes it if a day is given. Returns its number.
///
/// # Errors
/// It has violations and should be published; or the store.
pub fn version(
    store: &mut Store,
    by: &Signature,
    plan: &PlanFile,
    made: &str,
    from: Option<&str>,
) -> Result<(u64, Judgement), EnrolError> {
    let term = store.term()?;
    let Some(file) = term.problem() else { return refused("F050", &[]) };
    let judgement = judge(&file, plan);
    if from.is_some() && judgement.hard > 0 {
        return refused("F060", &[&judgement.hard.to_string()]);
    }
    let text = to_text(plan);
    let number = next(&term);
    let mut acts =
        vec![Act::Version { document: sha(&[&text]), made: made.into(), score: score(&judgement), replay: None }];
    acts.extend(from.map(|from| Act::Publish { version: number, from: from.into() }));
    store.append(by, &acts, &[text], Some(term.seq))?;
    Ok((number, judgement))
}

pub(super) fn next(term: &Term) -> u64 {
    term.rows.all("version").count() as u64 + 1
}

pub(super) fn score(judgement: &Judgement) -> [u64; 3] {
    let narrow = |number: i128| u64::try_from(number).unwrap_or(u64::MAX);
    [narrow(judgement.hard.into()), narrow(judgement.shortfall.into()), narrow(judgement.cost.into())]
}

/// A version's plan.
///
/// # Errors
/// There is no such version; or the store.
pub fn plan_of(store: &mut Store, term: &Term, number: u64) -> Result<PlanFile, EnrolError> {
    let Some(row) = term.rows.get("version", &format!("{number:06}")) else {
        return refused("F061", &[&number.to_string()]);
    };
    let text = store.document(row["document"].as_str().unwrap_or_default())?;
    load::plan(&text).map_err(EnrolError::Input)
}

/// Publishes a version from a day on. It is judged against the school as it is now, not as it was.
///
/// # Errors
/// There is no such version, it has violations now, or a later plan is in force; or the store.
pub fn publish(store: &mut Store, by: &Signature, number: u64, from: &str) -> Result<Judgement, EnrolError> {
    let term = store.term()?;
    let Some(file) = term.problem() else { return refused("F050", &[]) };
    let plan = plan_of(store, &term, number)?;
    let judgement = judge(&file, &plan);
    if judgement.hard > 0 {
        return refused("F060", &[&judgement.hard.to_string()]);
    }
    store.append(by, &[Act::Publish { version: number, from: from.into() }], &[], Some(term.seq))?;
    Ok(judgement)
}

/// Makes an earlier version a new one, which may then be published. Where it does not fit the school any more, as when
/// children have come and gone, the new one is the closest plan to it that does, if one is found. Returns its number, how
/// it scores now, and how many violations the earlier one has by now.
///
/// # Errors
/// There is no such version; or the store.
pub fn restore_plan(store: &mut Store, by: &Signature, number: u64) -> Result<(u64, Judgement, u64), EnrolError> {
    let term = store.term()?;
    let Some(mut file) = term.problem() else { return refused("F050", &[]) };
    let mut plan = plan_of(store, &term, number)?;
    let broken = judge(&file, &plan).hard;
    if broken > 0 {
        file.published = Some(plan.clone());
        let problem = load::load(&file)?;
        let params = Params { seed: term.lottery(), credits: term.credits(), rounds: ROUNDS, ..Params::default() };
        let found = night(&file, &problem, &Asked::default(), &params, &AtomicBool::new(false));
        plan = found.plan.unwrap_or(plan);
    }
    let (version, judgement) = version(store, by, &plan, "restored", None)?;
    Ok((version, judgement, broken))
}
