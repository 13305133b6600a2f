//! The Chinese words of the reports: days, kinds, stages, rules, and ids of a usual form spelt out.

use paipian::referee::Level;

/// What stands after an id the problem does not know.
pub(super) const UNKNOWN_MARK: &str = "（未登记）";

/// What a file of something without a name is called.
pub(super) const NAMELESS: &str = "未命名";

/// An id the problem does not know, marked.
pub(super) fn unknown(id: &str) -> String {
    format!("{id}{UNKNOWN_MARK}")
}

/// 周一 … 周日.
pub(super) fn day(day: u64) -> String {
    match day {
        1..=7 => format!("周{}", ["一", "二", "三", "四", "五", "六", "日"][day as usize - 1]),
        _ => format!("第{day}日"),
    }
}

/// The week of a cycle: nothing when all weeks are alike, 单周 and 双周 of two, 第 n 周 of more.
pub(super) fn week(week: u64, cycle_weeks: u64) -> String {
    match (cycle_weeks, week) {
        (1, 1) => String::new(),
        (2, 1) => "单周".to_string(),
        (2, 2) => "双周".to_string(),
        _ => format!("第{week}周"),
    }
}

/// The kind of a period.
pub(super) fn period_kind(kind: &str) -> &str {
    match kind {
        "midday" => "午间",
        "after_school" => "课后",
        "evening" => "晚间",
        "weekend" => "周末",
        other => other,
    }
}

/// A stage.
pub(super) fn stage(stage: &str) -> &str {
    match stage {
        "primary_lower" => "小学低段（一至二年级）",
        "primary_upper" => "小学中高段（三至六年级）",
        "junior" => "初中",
        other => other,
    }
}

/// A category of courses; a word of the school's own stands as it is.
pub(super) fn category(category: &str) -> &str {
    match category {
        "sports" | "sport" => "体育",
        "art" | "arts" => "艺术",
        "music" => "音乐",
        "science" | "stem" | "tech" | "technology" => "科技",
        "reading" => "阅读",
        "labour" | "labor" => "劳动",
        "craft" | "crafts" => "手工",
        "culture" | "heritage" => "文化",
        "practice" => "实践",
        "tutoring" => "辅导",
        "homework" => "作业",
        "care" => "托管",
        "self_study" | "self-study" | "study" => "自习",
        "duty" => "值岗",
        other => other,
    }
}

/// A gate.
pub(super) fn gate(id: &str) -> String {
    match id {
        "east" => "东门",
        "west" => "西门",
        "south" => "南门",
        "north" => "北门",
        "main" => "正门",
        "back" => "后门",
        "side" => "侧门",
        other => return other.to_string(),
    }
    .to_string()
}

/// A kind of teacher.
pub(super) fn teacher_kind(kind: &str) -> &str {
    match kind {
        "staff" => "校内",
        "external" => "校外",
        other => other,
    }
}

/// `g3` of a fitting stage as 三年级; any other id as it is.
pub(super) fn grade(id: &str, stage: &str) -> String {
    crate::words::grade(crate::words::Lang::Zh, id, stage).unwrap_or_else(|| id.to_string())
}

/// `g3c2` of grade `g3` as 三（2）班; any other id as it is.
pub(super) fn class(id: &str, grade_id: &str, stage: &str) -> String {
    let spelt = grade(grade_id, stage);
    let number = id.strip_prefix(grade_id).and_then(|rest| rest.strip_prefix('c'));
    match number {
        Some(digits) if spelt != grade_id && !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) => {
            format!("{}（{}）班", spelt.trim_end_matches("年级"), digits.trim_start_matches('0'))
        }
        _ => id.to_string(),
    }
}

/// A level of the score.
pub(super) fn level(level: Level) -> &'static str {
    match level {
        Level::Hard => "硬性",
        Level::Shortfall => "欠缺",
        Level::Cost => "代价",
    }
}

/// The unit of a rule's value.
pub(super) fn unit(rule: &str, level: Level) -> &'static str {
    match (level, rule) {
        (Level::Hard, _) => "处",
        (_, "coverage") => "分，每欠 1 分钟计 10",
        (_, "posts") => "分，每欠 1 分钟计 20",
        (Level::Shortfall, _) => "人·分钟",
        (_, "wish" | "wave_wait" | "siblings") => "分",
        (_, "none_of_top" | "wave_gate") => "人",
        (_, "load" | "staff_gap" | "avoid") => "分钟",
        (_, "staff_days") => "人·天",
        (_, "small_section" | "away_from_home" | "disruption.seat") => "座",
        (_, "care_split") => "处",
        (_, "money") => "十元",
        _ => "个",
    }
}

/// Width of a text in half-width columns: a Chinese character counts two.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(|letter| if letter.is_ascii() || letter == '–' || letter == '·' { 1 } else { 2 }).sum()
}

/// Fen as yuan.
pub(super) fn yuan(fen: u64) -> String {
    if fen.is_multiple_of(100) { (fen / 100).to_string() } else { format!("{}.{:02}", fen / 100, fen % 100) }
}
