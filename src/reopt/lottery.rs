//! The lottery: who comes first where claims are equal. The seed is published beforehand; every family can work its
//! number out.

use crate::problem::{Problem, StudentId};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// All children, those with more claims first, then by lottery number.
pub(super) fn order(problem: &Problem, seed: u64, credits: &BTreeMap<String, u64>) -> Vec<StudentId> {
    let mut order: Vec<StudentId> = problem.students.ids().collect();
    order.sort_by_cached_key(|&student| {
        let name = &problem.students[student].name;
        (Reverse(credits.get(name).copied().unwrap_or(0)), number(seed, name), student)
    });
    order
}

/// The lottery number of a child: FNV-1a (64 bits) of the id, mixed with the seed by the finaliser of SplitMix64
/// (Steele, Lea and Flood, OOPSLA 2014, figure 10). The least number comes first.
pub fn number(seed: u64, student: &str) -> u64 {
    let hash = student
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    let mut z = hash.wrapping_add(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
