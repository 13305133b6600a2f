//! The registry of outside resources: 预选单 → 评审 → 公示 → 白名单 → 备案 → 退出, papers that run out, and surveys.

use super::{EnrolError, refused};
use crate::store::{Act, Signature, Store, Term};
use chrono::{Months, NaiveDate};
use paipian::reopt::Event;

/// The life of a resource, in order (TN 五, 六1; NC 4; TJ 8). Only a filed one may serve.
pub const STATES: [&str; 6] = ["candidate", "review", "notice", "listed", "filed", "exited"];
/// Years for which a vendor that exited may not come back (TN 六3).
pub const BAN_YEARS: u32 = 3;

/// Last day of the ban of a vendor that exited.
fn banned_until(term: &Term, resource: &str) -> Option<String> {
    let row = term.rows.get("resource", resource)?;
    let exited: NaiveDate = row["exited"].as_str()?.parse().ok()?;
    (row["kind"] == "vendor")
        .then(|| exited.checked_add_months(Months::new(12 * BAN_YEARS)))
        .flatten()
        .map(|day| day.to_string())
}

/// Takes the steps that lead to a state, one by one, and clears or no longer clears who the resource stands for. One
/// that exited begins anew as a candidate, a vendor only after its ban.
///
/// # Errors
/// An unknown state, a step back, a ban; or the store.
pub fn step(store: &mut Store, by: &Signature, resource: &str, state: &str, on: &str) -> Result<(), EnrolError> {
    let term = store.term()?;
    let Some(row) = term.rows.get("resource", resource) else { return refused("F055", &[resource]) };
    let now = row["state"].as_str().unwrap_or_default();
    let place = |state: &str| STATES.iter().position(|known| *known == state);
    let (Some(at), Some(to)) = (place(now), place(state)) else { return refused("F056", &[state, &STATES.join(", ")]) };
    let mut acts = Vec::new();
    let taken = |state: &str| Act::Step { resource: resource.into(), state: state.into(), on: on.into() };
    if state == "exited" {
        acts.push(taken(state));
    } else if now == "exited" {
        if let Some(until) = banned_until(&term, resource).filter(|until| on < until.as_str()) {
            return refused("F057", &[resource, &until]);
        }
        acts.extend(STATES[..=to].iter().map(|state| taken(state)));
    } else if to <= at {
        return refused("F058", &[resource, now, state]);
    } else {
        acts.extend(STATES[at + 1..=to].iter().map(|state| taken(state)));
    }
    let mut cleared = term.clearing(resource, state == "filed");
    if state == "filed" && row["verdict"] == "disqualified" {
        cleared.clear();
    }
    acts.extend(cleared.into_iter().map(|event| Act::Change { event, from: on.into(), answer: None }));
    store.append(by, &acts, &[], Some(term.seq))?;
    Ok(())
}

/// What a survey means. A teacher: below 80 % a warning, below 70 % to be put right, below 60 % disqualified (NC 16; the
/// platform likewise, NC 19). A vendor or venue: below 85 % it is due to exit at the end of the term, which people
/// decide (TN 附件1 四5, 附件2 四5); exactly 85 % stays. Counted in answers, never rounded.
pub fn verdict(kind: &str, satisfied: u64, answers: u64) -> &'static str {
    let below = |percent: u64| satisfied.saturating_mul(100) < answers.saturating_mul(percent);
    match kind {
        "vendor" | "room" if below(85) => "exit_due",
        "vendor" | "room" => "good",
        _ if below(60) => "disqualified",
        _ if below(70) => "rectify",
        _ if below(80) => "warned",
        _ => "good",
    }
}

/// Records a survey, and what follows for the registry: who is disqualified may not serve from that day on.
///
/// # Errors
/// No answers, more satisfied ones than answers, or an unknown subject; or the store.
pub fn survey(
    store: &mut Store,
    by: &Signature,
    resource: &str,
    satisfied: u64,
    answers: u64,
    on: &str,
) -> Result<&'static str, EnrolError> {
    if answers == 0 || satisfied > answers {
        return refused("F059", &[&satisfied.to_string(), &answers.to_string()]);
    }
    let term = store.term()?;
    let registered = term.rows.get("resource", resource).and_then(|row| row["kind"].as_str());
    let kind = match registered {
        Some(kind) => kind,
        None if term.rows.get("teacher", resource).is_some() => "teacher",
        None if term.rows.get("room", resource).is_some() => "room",
        None => return refused("F055", &[resource]),
    };
    let verdict = verdict(kind, satisfied, answers);
    let mut acts =
        vec![Act::Survey { resource: resource.into(), satisfied, answers, verdict: verdict.into(), on: on.into() }];
    if verdict == "disqualified" {
        let events = term.clearing(resource, false).into_iter();
        acts.extend(events.map(|event| Act::Change { event, from: on.into(), answer: None }));
    }
    store.append(by, &acts, &[], Some(term.seq))?;
    Ok(verdict)
}

/// Events that the day brings by itself: registered resources whose papers have run out by it, and those renewed.
pub fn expire(term: &Term, on: &str) -> Vec<Event> {
    let changed = term.rows.all("resource").filter(|(_, row)| row["state"] == "filed");
    changed.flat_map(|(id, _)| term.clearing(id, term.may_serve(id, on))).collect()
}
