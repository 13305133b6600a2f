//! The sheet 规则: its columns, and the items that may stand in its first column.

use super::tables::{Column, Kind, Word};
use super::vocabulary::{PERIOD_KINDS, STAGES};

const fn col(field: &'static str, header: &'static str, also: &'static [&'static str], kind: Kind) -> Column {
    Column::new(field, header, also, kind)
}

/// The columns of the sheet.
pub(super) const RULE_COLUMNS: &[Column] = &[
    col("item", "项目", &["规则", "参数"], Kind::Word(ITEM_WORDS)).required().note("从下拉框选。").sample("示例政策"),
    col("value", "内容", &["值", "数值"], Kind::Text).required().note("数字、是/否，或政策的名字。").sample("南昌"),
    col("stage", "学段", &[], Kind::Word(STAGES)).note("特色占比必填；保底时长可填，空着是全部。"),
    col("subject", "对象", &["类别", "权重名"], Kind::Text).note("保底时长填课程类别；权重填规则名。"),
    col("need", "需要", &["需求"], Kind::Text).note("保底时长只给有这个需要的学生时填。"),
];

/// The items, `field` as in the policy of the contract.
pub(super) const RULE_ITEMS: &[Column] = &[
    col("@policy", "政策", &["policy"], Kind::Text).note("政策的名字；从头自己定填 自定义。").sample("自定义"),
    col("name", "名称", &["规则名称"], Kind::Text).note("这套规则叫什么。"),
    col("want", "每人社团门数", &["想上几门", "社团门数"], Kind::Count).note("学生没写想上几门时用。").sample("2"),
    col("wish_values", "志愿分值", &[], Kind::Counts)
        .note("第一、第二……志愿各值多少分。")
        .sample("100、80、65、50、40、30、20、10"),
    col("special_cap", "特色班额上限", &["特色上限"], Kind::Count).note("特色班最多多少人。").sample("35"),
    col("special_share", "特色占比", &["特色比例"], Kind::Count).note("百分数，学段列写哪个学段。").sample("60"),
    col("share_kinds", "占比时段", &["占比时段类型"], Kind::Words(PERIOD_KINDS))
        .note("算特色占比时看哪些类型的时段。")
        .sample("课后"),
    col("share_from", "占比起算分钟", &[], Kind::Count).note("参加少于这么多分钟的学生不算占比。").sample("0"),
    col("minutes", "保底时长", &["类别时长"], Kind::Count)
        .note("分钟；对象列写类别。写了就代替政策的各条。")
        .sample("60"),
    col("external_needs_assistant", "外聘须配助教", &["校外教师配助教"], Kind::Yes).note("是或否。").sample("是"),
    col("min_block", "校外最短时长", &[], Kind::Count).note("分钟。").sample("40"),
    col("max_break", "课间最长", &["最长课间"], Kind::Count).note("分钟；不超过它的课间不算中断。").sample("15"),
    col("wave_minutes", "批次间隔", &["放学批次间隔"], Kind::Count).note("分钟。").sample("5"),
    col("max_waves", "批次数", &["放学批次数", "批次上限"], Kind::Count).note("超过它的批次算晚走。").sample("6"),
    col("weights", "权重", &["weight"], Kind::Count).note("对象列写规则名，如 志愿未满足。").sample("1"),
];

/// The value of 政策 that starts from nothing.
pub(super) const OWN_POLICY: &str = "自定义";

const ITEM_WORDS: &[Word] = &[
    item("@policy", "政策"),
    item("name", "名称"),
    item("want", "每人社团门数"),
    item("wish_values", "志愿分值"),
    item("special_cap", "特色班额上限"),
    item("special_share", "特色占比"),
    item("share_kinds", "占比时段"),
    item("share_from", "占比起算分钟"),
    item("minutes", "保底时长"),
    item("external_needs_assistant", "外聘须配助教"),
    item("min_block", "校外最短时长"),
    item("max_break", "课间最长"),
    item("wave_minutes", "批次间隔"),
    item("max_waves", "批次数"),
    item("weights", "权重"),
];

const fn item(word: &'static str, shown: &'static str) -> Word {
    Word { word, shown, also: &[] }
}
