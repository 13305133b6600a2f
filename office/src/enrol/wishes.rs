//! Rounds of wishes: the window, a family's list, the school's review, the family's confirmation (YJ 五(五)).

use super::roster::keep;
use super::{EnrolError, refused};
use crate::store::{Act, Signature, Store, Term};
use paipian::policy::Policy;
use paipian::reopt::{Answer, Event};

/// Records a family's list as a submitted request, and answers it at once if a plan is in force.
///
/// # Errors
/// Outside the window of the round, an unknown child or club; or the store.
pub fn wish(
    store: &mut Store,
    by: &Signature,
    student: &str,
    clubs: &[String],
    want: Option<u64>,
    on: &str,
) -> Result<Option<Answer>, EnrolError> {
    let term = store.term()?;
    if let Some(window) = term.rows.get("setting", "window") {
        let (from, to) = (window["from"].as_str().unwrap_or_default(), window["to"].as_str().unwrap_or_default());
        if on < from || on > to {
            return refused("F062", &[from, to]);
        }
    }
    let event = Event::Wish { student: student.into(), wishes: clubs.to_vec(), want };
    let request = Act::Request { student: student.into(), state: "submitted".into() };
    let answers = keep(store, by, term, vec![request], &[(event, on.to_string())], on)?;
    Ok(answers.into_iter().flatten().next())
}

/// The school reviews a submitted request. One that it turns down goes back to the wishes before it.
///
/// # Errors
/// Nothing is submitted; or the store.
pub fn review(store: &mut Store, by: &Signature, student: &str, reject: bool, on: &str) -> Result<(), EnrolError> {
    let state = if reject { "rejected" } else { "reviewed" };
    let term = store.term()?;
    let (before, want) = state_of(&term, student, "submitted", state)?;
    let act = Act::Request { student: student.into(), state: state.into() };
    if reject {
        // Who had said nothing wanted what the policy says.
        let policy = term.problem().and_then(|school| school.policy.want);
        let want = want.or(policy).or(Some(u64::from(Policy::defaults().want)));
        let event = Event::Wish { student: student.into(), wishes: before, want };
        keep(store, by, term, vec![act], &[(event, on.to_string())], on)?;
    } else {
        store.append(by, &[act], &[], Some(term.seq))?;
    }
    Ok(())
}

/// The family confirms a reviewed request.
///
/// # Errors
/// It is not reviewed; or the store.
pub fn confirm(store: &mut Store, by: &Signature, student: &str) -> Result<(), EnrolError> {
    let term = store.term()?;
    state_of(&term, student, "reviewed", "confirmed")?;
    let act = Act::Request { student: student.into(), state: "confirmed".into() };
    store.append(by, &[act], &[], Some(term.seq))?;
    Ok(())
}

/// The wishes before a request, and how many were wanted; it must be in a state that may become another.
fn state_of(term: &Term, student: &str, needed: &str, next: &str) -> Result<(Vec<String>, Option<u64>), EnrolError> {
    let row = term.rows.get("request", student);
    let now = row.and_then(|row| row["state"].as_str()).unwrap_or("—");
    if now != needed {
        return refused("F063", &[student, now, next]);
    }
    let before = row.map(|row| row["before"].clone()).unwrap_or_default();
    Ok((serde_json::from_value(before).unwrap_or_default(), row.and_then(|row| row["want"].as_u64())))
}
