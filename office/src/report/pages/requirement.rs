//! What a rule of a policy asks for, in words: its value with the names of its parts and its unit.

use crate::words::{Lang, term};
use paipian::policy::PolicyRule;

/// Named parts of values.
const PARTS: &[(&str, &str)] = &[
    ("categories", "适用类别"),
    ("all", "须有"),
    ("any", "任选其一"),
    ("years", "年数"),
    ("always", "都要"),
    ("high_risk", "高危项目另要"),
    ("fire", "消防：面积（平方米）达到"),
    ("environment", "环评：面积（平方米）达到"),
    ("papers", "材料"),
    ("months", "有效月数"),
    ("latest", "不晚于"),
    ("end", "不早于"),
    ("stages", "学段"),
    ("districts", "区"),
    ("from", "自"),
    ("to", "至"),
    ("summer", "其间不早于"),
    ("winter", "其余不早于"),
    ("midday", "午间"),
    ("afternoon", "下午"),
    ("lesson_minutes", "课时分钟数"),
    ("homework", "作业答疑"),
    ("clubs", "兴趣社团"),
    ("self", "自主"),
    ("none", "可不派的班数至多"),
    ("one", "派 1 人的班数至多"),
    ("unclear", "原文没有规定的班数"),
    ("duty", "值班"),
    ("health", "卫生保健"),
    ("gate", "校门"),
    ("primary_lower", "小学一、二年级"),
    ("primary_upper", "小学三至六年级"),
    ("junior", "初中"),
    ("day", "白天"),
    ("evening", "晚间"),
    ("category", "类别"),
    ("need", "登记需要"),
    ("stage", "学段"),
    ("min", "至少"),
];

fn part(key: &str) -> &str {
    PARTS.iter().find(|(known, _)| *known == key).map_or(key, |(_, shown)| shown)
}

fn unit(unit: &str) -> &str {
    match unit {
        "days/week" => " 天/周",
        "minutes/day" => " 分钟/天",
        "minutes/week" => " 分钟/周",
        "minutes" => " 分钟",
        "percent" => "%",
        "people" => " 人",
        "courses/room" => " 门/处",
        "years" => " 年",
        "yuan/student/month" => " 元/生/月",
        "times/term" => " 次/学期",
        "times/year" => " 次/学年",
        _ => "",
    }
}

/// A value in words. Of a list of lists one of each is wanted.
pub(super) fn value(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) => term(Lang::Zh, text),
        toml::Value::Boolean(flag) => if *flag { "要求" } else { "不要求" }.to_string(),
        toml::Value::Array(list) if list.iter().all(toml::Value::is_array) && !list.is_empty() => {
            let one = |words: &toml::Value| {
                words.as_array().into_iter().flatten().map(self::value).collect::<Vec<_>>().join("或")
            };
            list.iter().map(one).collect::<Vec<_>>().join("，且")
        }
        toml::Value::Array(list) => list.iter().map(self::value).collect::<Vec<_>>().join("、"),
        toml::Value::Table(table) => {
            let parts = table.iter().map(|(key, inner)| (part(key), self::value(inner)));
            let told = parts.filter(|(_, text)| !text.is_empty()).map(|(name, text)| format!("{name} {text}"));
            told.collect::<Vec<_>>().join("；")
        }
        other => other.to_string(),
    }
}

/// What the rule asks for.
pub(super) fn text(rule: &PolicyRule) -> String {
    value(&rule.value) + if rule.value.is_bool() { "" } else { unit(&rule.unit) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use paipian::policy::{shipped, shipped_names};

    /// Latin words of a value that no table knows.
    fn unknown(value: &toml::Value, found: &mut Vec<String>) {
        let latin = |text: &str| text.starts_with(|first: char| first.is_ascii_lowercase());
        match value {
            toml::Value::String(text) if latin(&term(Lang::Zh, text)) => found.push(text.clone()),
            toml::Value::Array(list) => list.iter().for_each(|inner| unknown(inner, found)),
            toml::Value::Table(table) => {
                found.extend(table.keys().filter(|key| latin(part(key))).cloned());
                table.values().for_each(|inner| unknown(inner, found));
            }
            _ => {}
        }
    }

    #[test]
    fn every_word_of_a_shipped_policy_is_translated() {
        let mut found = Vec::new();
        for policy in shipped_names().iter().filter_map(|name| shipped(name)) {
            // Posts go by parts of ids and names; nobody reads those as words.
            policy.rules.iter().filter(|rule| rule.id != "W17").for_each(|rule| unknown(&rule.value, &mut found));
        }
        assert!(found.is_empty(), "{found:?}");
    }

    #[test]
    fn alternatives_are_told_apart() {
        let rule = shipped("nanchang").and_then(|policy| policy.rule("W4").cloned()).expect("a rule");
        assert_eq!(text(&rule), "须有 相应专业学历，且教师资格证或任教或从业年限；适用类别 体育；年数 2");
    }
}
