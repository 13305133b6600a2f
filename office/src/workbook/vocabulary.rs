//! The words of the contract and what people write for them.

use super::tables::Word;
use crate::words::{Lang, rule_name};
use paipian::rules::RULES;
use std::sync::LazyLock;

const fn word(word: &'static str, shown: &'static str, also: &'static [&'static str]) -> Word {
    Word { word, shown, also }
}

/// Kinds of course.
pub const COURSE_KINDS: &[Word] = &[
    word("club", "社团", &["社团课", "兴趣班", "走班", "俱乐部"]),
    word("open", "开放课", &["开放", "公共课", "大课"]),
    word("care", "托管", &["基础托管", "作业看护", "看护"]),
    word("post", "岗位", &["值班", "值岗", "驻校"]),
];

/// Kinds of teacher.
pub const TEACHER_KINDS: &[Word] = &[
    word("staff", "校内教师", &["校内", "本校", "本校教师", "在编", "教师"]),
    word("external", "校外教师", &["校外", "外聘", "外聘教师", "机构", "第三方"]),
];

/// Stages of schooling.
pub const STAGES: &[Word] = &[
    word("primary_lower", "小学低段", &["低段", "小学低年级", "低年级", "1-2年级"]),
    word("primary_upper", "小学高段", &["高段", "小学高年级", "小学中高段", "中高年级", "高年级", "3-6年级"]),
    word("junior", "初中", &["中学", "7-9年级"]),
];

/// Kinds of period.
pub const PERIOD_KINDS: &[Word] = &[
    word("midday", "午间", &["中午", "午托", "午休"]),
    word("after_school", "课后", &["放学后", "下午", "课后服务"]),
    word("evening", "晚间", &["晚上", "晚自习", "延时"]),
    word("weekend", "周末", &["双休日"]),
];

/// Days of the week, by their number.
pub const DAYS: &[Word] = &[
    word("1", "周一", &["星期一", "礼拜一", "一", "mon", "monday"]),
    word("2", "周二", &["星期二", "礼拜二", "二", "tue", "tuesday"]),
    word("3", "周三", &["星期三", "礼拜三", "三", "wed", "wednesday"]),
    word("4", "周四", &["星期四", "礼拜四", "四", "thu", "thursday"]),
    word("5", "周五", &["星期五", "礼拜五", "五", "fri", "friday"]),
    word("6", "周六", &["星期六", "礼拜六", "六", "sat", "saturday"]),
    word("7", "周日", &["星期日", "星期天", "周天", "礼拜天", "日", "sun", "sunday"]),
];

/// Rules that need not bind a child.
pub const EXEMPTIONS: &[Word] = &[
    word("coverage", "愿留尽留", &["留校"]),
    word("special_share", "特色占比", &["特色"]),
    word("category_minutes", "保底时长", &["类别时长"]),
    word("late_waves", "放学批次", &["晚走", "批次"]),
];

/// Cost rules by the names that all reports give them.
pub static WEIGHTS: LazyLock<Vec<Word>> = LazyLock::new(|| {
    let cost = RULES.iter().filter(|rule| rule.weight.is_some());
    let also = |rule: &str| ALSO_WEIGHTS.iter().find(|(name, _)| *name == rule).map_or(&[][..], |(_, also)| *also);
    cost.map(|rule| Word { word: rule.name, shown: rule_name(Lang::Zh, rule.name), also: also(rule.name) }).collect()
});

/// What people also write for cost rules.
const ALSO_WEIGHTS: &[(&str, &[&str])] = &[
    ("wish", &["志愿", "志愿满足"]),
    ("none_of_top", &["前三落空"]),
    ("load", &["教师负担", "教师超额"]),
    ("staff_days", &["到岗天数"]),
    ("staff_gap", &["空档"]),
    ("avoid", &["回避", "尽量不排"]),
    ("small_section", &["小班"]),
    ("care_split", &["拆班", "托管拆班"]),
    ("away_from_home", &["异地托管", "离开本班教室"]),
    ("money", &["费用"]),
    ("wave_wait", &["等候", "候放时间"]),
    ("wave_gate", &["校门", "走错校门"]),
    ("siblings", &["同胞", "兄弟姐妹同放"]),
    ("disruption.gone", &["变动:停开", "变动:取消"]),
    ("disruption.moved", &["变动:换时段"]),
    ("disruption.lead", &["变动:换主讲"]),
    ("disruption.room", &["变动:换场地"]),
    ("disruption.seat", &["变动:学生换课"]),
];

/// Yes and no.
pub const YES: &[Word] = &[
    word("yes", "是", &["√", "✓", "✔", "☑", "1", "y", "true", "有", "参加", "留", "t", "v"]),
    word("no", "否", &["×", "✗", "✘", "x", "0", "n", "false", "无", "不", "不参加", "不留", "f", "-", "—"]),
];
