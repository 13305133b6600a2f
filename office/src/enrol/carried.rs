//! A school that is read in again before the first plan: what families and the registry said meanwhile is kept.

use super::{EnrolError, tried, why};
use crate::store::{Act, Store, Term};
use paipian::diagnostic::Diagnostic;
use paipian::format::{ProblemFile, ReductionRow};
use paipian::load;

/// What could not be carried over, and why.
type Left = Vec<(String, String)>;

/// The school as read, with every event of the roster since the term began, the resources and the reductions that it
/// does not name itself.
///
/// # Errors
/// The school is invalid by itself; or the store.
pub fn carried(store: &mut Store, term: &Term, read: ProblemFile) -> Result<(ProblemFile, Left), EnrolError> {
    load::load(&read)?;
    let (mut school, mut left) = (read, Left::new());
    let mut keep = |what: String, tried: Result<ProblemFile, Vec<Diagnostic>>, school: &mut ProblemFile| match tried {
        Ok(tried) => *school = tried,
        Err(errors) => left.push((what, why(&errors))),
    };
    let valid = |school: ProblemFile| load::load(&school).map(|_| school);
    for entry in store.journal(1)? {
        if let Act::Change { event, .. } = &entry.act {
            let place = format!("journal[{}]", entry.seq);
            let tried = tried(&school, event, &place);
            keep(place, tried, &mut school);
        }
    }
    let Some(before) = term.problem().and_then(|before| before.registry) else { return Ok((school, left)) };
    for row in before.resources {
        let mut tried = school.clone();
        let registry = tried.registry.get_or_insert_default();
        if registry.resources.iter().all(|other| other.id != row.id) {
            let id = row.id.clone();
            registry.resources.push(row);
            keep(id, valid(tried), &mut school);
        }
    }
    for ReductionRow { student, percent } in before.reductions {
        let mut tried = school.clone();
        let registry = tried.registry.get_or_insert_default();
        if registry.reductions.iter().all(|other| other.student != student) {
            registry.reductions.push(ReductionRow { student: student.clone(), percent });
            keep(student, valid(tried), &mut school);
        }
    }
    Ok((school, left))
}
