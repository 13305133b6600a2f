//! The Chinese words of the reports: days, kinds, stages, rules, and ids of a usual form spelt out.

use paipian::referee::Level;

/// What stands after an id the problem does not know.
pub(super) const UNKNOWN_MARK: &str = "（未登记）";

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
    let number = id.strip_prefix('g').and_then(|digits| digits.parse::<usize>().ok());
    match (number, stage) {
        (Some(number @ 1..=2), "primary_lower")
        | (Some(number @ 3..=6), "primary_upper")
        | (Some(number @ 7..=9), "junior") => {
            format!("{}年级", ["一", "二", "三", "四", "五", "六", "七", "八", "九"][number - 1])
        }
        _ => id.to_string(),
    }
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

/// A rule's short name and the unit of its value.
pub(super) fn rule(rule: &'static str) -> (&'static str, &'static str) {
    match rule {
        "reference" => ("编号与引用", "处"),
        "room_fit" => ("场地合用", "处"),
        "room_clash" => ("场地冲突", "处"),
        "staff_fit" => ("人员资格与可用", "处"),
        "staff_clash" => ("人员冲突", "处"),
        "staff_minutes" => ("人员时长上限", "处"),
        "size" => ("班额", "处"),
        "seat_fit" => ("学生资格", "处"),
        "seat_clash" => ("学生冲突", "处"),
        "assistants" => ("助教配备", "处"),
        "sections" => ("开班数上限", "处"),
        "travel" => ("校外路程", "处"),
        "waves" => ("放学批次", "处"),
        "pins" => ("锁定", "处"),
        "coverage" => ("愿留尽留（每欠1分钟计10）", "计分"),
        "special_share" => ("特色占比不足", "人·分钟"),
        "category_minutes" => ("类别时长不足", "人·分钟"),
        "posts" => ("岗位空缺（每欠1分钟计20）", "计分"),
        "late_waves" => ("放学过晚", "人·分钟"),
        "wish" => ("志愿损失", "分"),
        "none_of_top" => ("前三志愿全落空", "人"),
        "load" => ("超出应担课时", "分钟"),
        "staff_days" => ("教师到岗天数", "人·天"),
        "staff_gap" => ("教师空档", "分钟"),
        "avoid" => ("排在希望回避的时段", "分钟"),
        "small_section" => ("小班未满", "座"),
        "care_split" => ("一班分散托管", "处"),
        "away_from_home" => ("托管不在本班教室", "座"),
        "money" => ("经费", "十元"),
        "wave_wait" => ("等候放学", "分"),
        "wave_gate" => ("不走本年级校门", "人"),
        "siblings" => ("兄弟姐妹不同批", "分"),
        "disruption.gone" => ("已公布班取消", "个"),
        "disruption.moved" => ("已公布班改时间", "个"),
        "disruption.lead" => ("已公布班换老师", "个"),
        "disruption.room" => ("已公布班换场地", "个"),
        "disruption.seat" => ("学生换班", "座"),
        other => (other, ""),
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
