//! Lays the rules of a regulation into the policy that a problem carries.

use super::Regulation;
use crate::format::{MinutesRow, PolicyFile};
use crate::rules::RULES;
use serde::Deserialize;

/// The contract's defaults, each written out, with every rule that has a key laid in.
///
/// # Errors
/// The first rule whose value does not fit its key, and why.
pub(super) fn problem_policy(regulation: &Regulation) -> Result<PolicyFile, (String, String)> {
    let mut policy = defaults(&regulation.name);
    for rule in regulation.rules.iter().filter(|rule| rule.applies) {
        if let Some(key) = &rule.key {
            lay_in(&mut policy, key, &rule.value).map_err(|cause| (rule.id.clone(), cause))?;
        }
    }
    Ok(policy)
}

/// The contract's defaults, each written out.
pub(super) fn defaults(name: &str) -> PolicyFile {
    PolicyFile {
        name: Some(name.to_string()),
        want: Some(2),
        wish_values: Some(vec![100, 80, 65, 50, 40, 30, 20, 10]),
        special_cap: None,
        special_share: ["primary_lower", "primary_upper", "junior"].map(|stage| (stage.to_string(), 0)).into(),
        share_kinds: Some(vec!["after_school".to_string()]),
        share_from: Some(0),
        minutes: Vec::new(),
        external_needs_assistant: Some(false),
        min_block: Some(0),
        max_break: Some(15),
        wave_minutes: Some(5),
        max_waves: Some(6),
        weights: RULES.iter().filter_map(|rule| Some((rule.name.to_string(), rule.weight?.unsigned_abs()))).collect(),
    }
}

/// Puts `value` into the field that `key` names.
fn lay_in(policy: &mut PolicyFile, key: &str, value: &toml::Value) -> Result<(), String> {
    let unknown = || format!("`{key}` is not a field of a problem's policy");
    match key.split_once('.') {
        Some(("special_share", stage)) => *policy.special_share.get_mut(stage).ok_or_else(unknown)? = whole(value)?,
        Some(("weights", rule)) => *policy.weights.get_mut(rule).ok_or_else(unknown)? = whole(value)?,
        Some(_) => return Err(unknown()),
        None => match key {
            "want" => policy.want = Some(whole(value)?),
            "wish_values" => policy.wish_values = Some(typed(value)?),
            "special_cap" => policy.special_cap = Some(whole(value)?),
            "share_kinds" => policy.share_kinds = Some(typed(value)?),
            "share_from" => policy.share_from = Some(whole(value)?),
            "minutes" => policy.minutes = typed::<Vec<MinutesRow>>(value)?,
            "external_needs_assistant" => policy.external_needs_assistant = Some(typed(value)?),
            "min_block" => policy.min_block = Some(whole(value)?),
            "max_break" => policy.max_break = Some(whole(value)?),
            "wave_minutes" => policy.wave_minutes = Some(whole(value)?),
            "max_waves" => policy.max_waves = Some(whole(value)?),
            _ => return Err(unknown()),
        },
    }
    Ok(())
}

fn whole(value: &toml::Value) -> Result<u64, String> {
    let number = value.as_integer().ok_or_else(|| format!("{value} is not a whole number"))?;
    u64::try_from(number).map_err(|_| format!("{number} is negative"))
}

fn typed<'de, T: Deserialize<'de>>(value: &toml::Value) -> Result<T, String> {
    value.clone().try_into().map_err(|error: toml::de::Error| error.to_string())
}
