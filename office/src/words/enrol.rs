//! Words of the term: why plans change, what a refusal says.

use super::{Lang, fill, number};
use paipian::reopt::Why;

/// (key, Chinese, English)
type Table = &'static [(&'static str, &'static str, &'static str)];

const REASONS: Table = &[
    ("lead_away", "原主讲不能到岗", "the lead is away"),
    ("lead_not_cleared", "原主讲不可上岗", "the lead may not serve"),
    ("room_closed", "原场地关闭", "the room is closed"),
    ("room_not_cleared", "原场地不可用", "the room may not be used"),
    ("too_few", "人数不足或让出资源", "too few children, or staff needed elsewhere"),
    ("demand", "有人要上", "children need it"),
    ("better", "收益大于变动", "it gains more than it disturbs"),
];

const KINDS: Table = &[
    ("gone", "撤班", "closes"),
    ("new", "新开", "opens"),
    ("moved", "换时段", "moves"),
    ("lead", "换主讲", "changes its lead"),
    ("room", "换场地", "changes its room"),
];

const CAPS: Table = &[
    ("per_student", "每名学生的变动", "changes for one child"),
    ("per_teacher", "每名教师的变动", "changes for one teacher"),
    ("total", "变动总数", "changes in all"),
    ("notice", "提前通知的天数", "days of notice"),
];

const VERDICTS: Table = &[
    ("good", "达标", "good"),
    ("warned", "低于标准：警告", "below the threshold: warned"),
    ("rectify", "低于标准：限期整改", "below the threshold: to be put right"),
    (
        "disqualified",
        "低于标准：取消资格，即日起不可上岗",
        "below the threshold: disqualified, may not serve from today",
    ),
    ("exit_due", "低于标准：应退出，待学校决定", "below the threshold: due to exit, for people to decide"),
    ("kept", "已登记；政策没有规定标准", "recorded; the policy sets no threshold"),
];

/// code → cause and remedy, in both languages.
const REFUSALS: &[(&str, [&str; 2], [&str; 2])] = &[
    (
        "F050",
        ["还没有学校，或还没有公布的方案", "there is no school yet, or no published plan"],
        ["先 term import，再 term plan 和 term publish", "run `term import`, then `term plan` and `term publish`"],
    ),
    (
        "F051",
        ["一批登记里既有座位的答复，又有名册的改动", "one batch mixes answers at the desk and changes of the roll"],
        ["分两批登记", "record them in two batches"],
    ),
    ("F052", ["没有学生“{f0}”", "there is no student `{f0}`"], ["检查学号", "check the id"]),
    (
        "F053",
        ["“{f0}”没有在“{f1}”的座位", "`{f0}` has no seat in `{f1}`"],
        ["用 term plan 查看座位", "see the seats with `term plan`"],
    ),
    (
        "F054",
        [
            "“{f0}”不能进“{f1}”：已满、时间冲突或不适合",
            "`{f0}` cannot go to `{f1}`: it is full, clashes, or is not for the child",
        ],
        ["原座位没有动；可登记志愿排队", "the old seat is untouched; enter a wish to wait for it"],
    ),
    (
        "F055",
        ["没有登记“{f0}”", "`{f0}` is not registered"],
        ["先 term resource add", "register it with `term resource add`"],
    ),
    ("F056", ["“{f0}”不是一个状态", "`{f0}` is no state"], ["应为：{f1}", "one of: {f1}"]),
    (
        "F057",
        ["“{f0}”退出后在禁入期内，{f1} 起才能再参与", "`{f0}` exited and may not come back before {f1}"],
        ["另找一家", "look for another"],
    ),
    (
        "F058",
        ["“{f0}”已在“{f1}”，不能到“{f2}”", "`{f0}` is at `{f1}` and cannot step to `{f2}`"],
        [
            "只能向前；要终止请用 exited；黑名单不能撤出",
            "steps go forward only; to end it, use `exited`; nobody leaves the black list",
        ],
    ),
    (
        "F059",
        ["满意 {f0} 票、共 {f1} 票，不成立", "{f0} satisfied of {f1} answers cannot be"],
        ["检查票数", "check the counts"],
    ),
    (
        "F060",
        ["方案有 {f0} 处硬性违规，不能公布", "the plan has {f0} violations and cannot be published"],
        ["用 paipian check 查看", "see them with `paipian check`"],
    ),
    ("F061", ["没有第 {f0} 版", "there is no version {f0}"], ["用 term plan list 查看", "see `term plan list`"]),
    (
        "F062",
        ["志愿窗口 {f0} 至 {f1} 之外", "the round of wishes runs from {f0} to {f1}"],
        ["等下一轮，或由学校改期", "wait for the next round, or let the school move it"],
    ),
    (
        "F063",
        ["“{f0}”处于“{f1}”，不能到“{f2}”", "the request of `{f0}` is `{f1}` and cannot become `{f2}`"],
        ["次序：submitted → reviewed → confirmed", "the order is submitted, reviewed, confirmed"],
    ),
    (
        "F064",
        ["“{f0}”不是日期，或在首日之前", "`{f0}` is not a date, or is before the first day"],
        ["写成 YYYY-MM-DD；末日不早于首日", "write it as YYYY-MM-DD, the last day not before the first"],
    ),
    (
        "F065",
        ["没有班“{f0}”", "there is no section `{f0}`"],
        ["用 term plan 查看", "see the sections with `term plan`"],
    ),
    (
        "F066",
        ["学期已有公布的方案，不能再整体读入", "a plan is in force: a school can no longer be read in whole"],
        ["用 opt-in、opt-out、resource 登记变化", "record changes with opt-in, opt-out and resource"],
    ),
    (
        "F067",
        ["“{f0}”在这些时段本来就不可用", "`{f0}` is away or closed in these periods already"],
        ["检查时段", "check the periods"],
    ),
    (
        "F068",
        ["“{f0}”已经登记", "`{f0}` is registered already"],
        ["用 term resource step、paper、agree 更新", "update it with `term resource step`, `paper` or `agree`"],
    ),
    ("F069", ["“{f0}”不是月份", "`{f0}` is not a month"], ["写成 YYYY-MM", "write it as YYYY-MM"]),
    ("F070", ["没有教师“{f0}”", "there is no teacher `{f0}`"], ["检查编号", "check the id"]),
    (
        "F071",
        ["“{f0}”不能离开“{f1}”：该班将不足最少人数", "`{f0}` cannot leave `{f1}`: too few would stay"],
        [
            "座位没有动；家庭退出请用 opt-out，当晚重排",
            "the seat is untouched; record an opt-out, and the night mends the section",
        ],
    ),
    (
        "F072",
        ["“{f0}”在这些时段本来就可用", "`{f0}` is there or open in these periods already"],
        ["检查时段", "check the periods"],
    ),
];

fn of(table: Table, lang: Lang, key: &str) -> String {
    let row = table.iter().find(|row| row.0 == key);
    row.map_or(key, |row| if lang == Lang::Zh { row.1 } else { row.2 }).to_string()
}

/// Why a section changed.
pub fn change_reason(lang: Lang, why: &str) -> String {
    of(REASONS, lang, why)
}

/// What happened to a section.
pub fn change_kind(lang: Lang, what: &str) -> String {
    of(KINDS, lang, what)
}

/// The name of a cap.
pub fn cap(lang: Lang, cap: &str) -> String {
    of(CAPS, lang, cap)
}

/// What follows from a survey.
pub fn verdict(lang: Lang, verdict: &str) -> String {
    of(VERDICTS, lang, verdict)
}

/// Why a child who asked for nothing lost a seat.
pub fn move_reason(lang: Lang, why: &Why) -> String {
    match (why, lang) {
        (Why::Gain(hard, shortfall, cost), Lang::Zh) => {
            format!("（原座位还给该生：硬性违规 {hard:+}，欠缺 {shortfall:+}，代价 {cost:+}）")
        }
        (Why::Gain(hard, shortfall, cost), Lang::En) => {
            format!(" (giving the seat back: hard {hard:+}, shortfall {shortfall:+}, cost {cost:+})")
        }
        (Why::Section, Lang::Zh) => "（原班已撤或换时段）".to_string(),
        (Why::Section, Lang::En) => " (the section closed or moved)".to_string(),
        (Why::Full, Lang::Zh) => "（原班已满）".to_string(),
        (Why::Full, Lang::En) => " (the section is full)".to_string(),
    }
}

/// Why something was refused, with what might help.
pub fn refusal(lang: Lang, code: &str, facts: &[String]) -> String {
    let Some((_, cause, maybe)) = REFUSALS.iter().find(|row| row.0 == code) else { return code.to_string() };
    let at = usize::from(lang == Lang::En);
    let say = |sentence: &str| {
        fill(sentence, |key| facts.get(number(key.trim_start_matches('f'))).cloned().unwrap_or_default())
    };
    match lang {
        Lang::Zh => format!("错误 {code} {}\n  建议：{}", say(cause[at]), say(maybe[at])),
        Lang::En => format!("error {code} {}\n  maybe: {}", say(cause[at]), say(maybe[at])),
    }
}
