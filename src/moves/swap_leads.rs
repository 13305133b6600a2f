//! Move `swap_leads`: two sections exchange their leads.

use super::School;
use crate::problem::Id;
use crate::search::Rng;

/// Tries the move.
pub(super) fn swap_leads(school: &mut School, rng: &mut Rng) -> bool {
    let (Some(a), Some(b)) = (school.random_section(rng), school.random_section(rng)) else { return false };
    let (first, second) = (school.plan.section(a), school.plan.section(b));
    let (Some(lead_a), Some(lead_b)) = (first.lead, second.lead) else { return false };
    let (to_a, to_b) = (&school.problem.courses[first.course], &school.problem.courses[second.course]);
    if a == b || lead_a == lead_b || !to_a.lead_fits[lead_b.ix()] || !to_b.lead_fits[lead_a.ix()] {
        return false;
    }
    school.work += 4;
    school.plan.set_lead(school.problem, a, None);
    school.plan.set_lead(school.problem, b, Some(lead_a));
    school.plan.set_lead(school.problem, a, Some(lead_b));
    school.assist_fully(a, rng) && school.assist_fully(b, rng)
}
