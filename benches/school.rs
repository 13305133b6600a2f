//! The schools that the benches share.

use paipian::format::ProblemFile;
use paipian::generate::{GenerateParams, Profile, generate};
use paipian::load::load;
use paipian::problem::Problem;

/// A generated primary school under Nanchang's regulation; `tight` in thousandths.
///
/// # Errors
/// Parameters out of range, in words.
pub(crate) fn school(students: u32, tight: u32, seed: u64) -> Result<(ProblemFile, Problem), String> {
    let params = GenerateParams { students, seed, policy: "nanchang".into(), tight, profile: Profile::Primary };
    let file = generate(&params).map_err(|error| format!("{error:?}"))?;
    let problem = load(&file).map_err(|errors| format!("{errors:?}"))?;
    Ok((file, problem))
}
