//! What the cell layer itself finds: one function a sentence. What it does not find here, loading the problem finds.

use super::say::{Both, Said, both};
use super::tables::Word;

/// What is wrong with the text of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    /// The entry of the error index.
    pub code: &'static str,
    /// The part of the cell that is meant, when it is not the whole cell.
    pub part: Option<String>,
    /// The reason and the remedy.
    pub said: Box<Said>,
}

fn fault(code: &'static str, reason: Both, fix: Both) -> Fault {
    Fault { code, part: None, said: Box::new(Said { reason, fix }) }
}

impl Fault {
    /// The same, about one item of a list.
    pub(super) fn about(mut self, part: &str) -> Self {
        self.part = Some(part.to_string());
        self
    }
}

/// An empty cell where something must stand.
pub(super) fn blank(header: &str) -> Fault {
    fault(
        "E305",
        both(format!("「{header}」必填，这里是空的"), format!("`{header}` must be filled in, this cell is empty")),
        both("填上；整行不要的话把整行清空", "fill it in, or clear the whole row"),
    )
}

/// Neither an id nor a name.
pub(super) fn nameless(id: &str, name: &str) -> Fault {
    fault(
        "E305",
        both(
            format!("「{id}」和「{name}」都空着，不知道这一行是谁"),
            format!("both `{id}` and `{name}` are empty, so the row has no identity"),
        ),
        both("至少填一个", "fill in at least one of them"),
    )
}

/// Not a whole number.
pub(super) fn not_whole() -> Fault {
    fault("E306", both("不是整数", "not a whole number"), both("只写数字，如 30", "write digits only, such as 30"))
}

/// A number below 0.
pub(super) fn negative() -> Fault {
    fault("E117", both("不能是负数", "a number must not be negative"), both("改成 0 或正数", "write 0 or more"))
}

/// A number beyond everything a school has.
pub(super) fn huge(limit: u64) -> Fault {
    fault(
        "E311",
        both(format!("数太大，最多 {limit}"), format!("too large, at most {limit}")),
        both("检查是不是多打了几位，或把编号填到了数量列", "check for extra digits, or an id in the wrong column"),
    )
}

/// An id that Excel keeps as a number with more digits than it can hold.
pub(super) fn rounded_id() -> Fault {
    fault(
        "E307",
        both(
            "编号被当成了数值，超过 15 位，后面的数字已经被表格软件改成 0，找不回来",
            "the id is held as a number of more than 15 digits; the spreadsheet has already rounded it",
        ),
        both(
            "把这一列设成“文本”格式，再重新粘贴原来的编号（或直接用本程序的模板）",
            "format the column as text and paste the original ids again (or use the template)",
        ),
    )
}

/// An id with decimals.
pub(super) fn broken_id() -> Fault {
    fault(
        "E308",
        both("编号不能是小数", "an id must not be a decimal number"),
        both("把单元格设成“文本”格式，写整个编号", "format the cell as text and write the whole id"),
    )
}

/// An id that Excel turned into a date.
pub(super) fn dated_id() -> Fault {
    fault(
        "E310",
        both("编号被表格软件变成了日期", "the spreadsheet turned the id into a date"),
        both("把单元格设成“文本”格式再写一遍，如 三年级2班", "format the cell as text and write it again"),
    )
}

/// Not a time of day.
pub(super) fn not_clock() -> Fault {
    fault(
        "E107",
        both("不是时间", "not a time of day"),
        both("写成 24 小时制的 时:分，如 15:40", "write hours:minutes by the 24-hour clock, such as 15:40"),
    )
}

/// Not a date.
pub(super) fn not_date() -> Fault {
    fault("E309", both("不是日期", "not a date"), both("写成 2026-09-07", "write it as 2026-09-07"))
}

/// Neither yes nor no.
pub(super) fn not_yes() -> Fault {
    fault("E102", both("不是“是”或“否”", "neither yes nor no"), both("写 是 或 否", "write 是 (yes) or 否 (no)"))
}

/// Not a tick.
pub(super) fn not_mark() -> Fault {
    fault(
        "E102",
        both("看不懂这是留还是不留", "unclear whether the child stays"),
        both("留的打 √，不留的空着", "put √ for staying and leave the cell empty otherwise"),
    )
}

/// Not a word of the list.
pub(super) fn not_word(words: &[Word]) -> Fault {
    let shown: Vec<&str> = words.iter().map(|word| word.shown).collect();
    let plain: Vec<&str> = words.iter().map(|word| word.word.trim_start_matches('@')).collect();
    fault(
        "E102",
        both("不在可选的词里", "not one of the words allowed here"),
        both(format!("从这些里选：{}", shown.join("、")), format!("choose one of: {}", plain.join(", "))),
    )
}

/// Not an amount of money.
pub(super) fn not_money() -> Fault {
    fault(
        "E306",
        both("不是金额", "not an amount of money"),
        both("单位元，最多两位小数，如 37.5", "yuan with at most two decimals, such as 37.5"),
    )
}

/// `#N/A` and its like.
pub(super) fn formula_error() -> Fault {
    fault(
        "E312",
        both("单元格里的公式出错了", "the formula in this cell failed"),
        both("改好公式，或直接写值", "repair the formula or write the value itself"),
    )
}

/// A name that several rows carry.
pub(super) fn ambiguous(ids: &[String]) -> Fault {
    let listed = ids.iter().take(5).cloned().collect::<Vec<_>>();
    fault(
        "E313",
        both(format!("有 {} 行都叫这个名字", ids.len()), format!("{} rows carry this name", ids.len())),
        both(
            format!("改填编号，是其中哪一个：{}", listed.join("、")),
            format!("write the id instead, one of: {}", listed.join(", ")),
        ),
    )
}

/// A pattern that can be read in two ways.
pub(super) fn unclear_pattern() -> Fault {
    fault(
        "E314",
        both("看不出是“两节都上”还是“任选一节”", "unclear whether all of these periods are meant or one of them"),
        both(
            "都要上的用 + 连，任选的用 | 隔，如 周一1+周一2 | 周三1+周三2",
            "join periods of one pattern with + and separate patterns with |",
        ),
    )
}

/// An id that refers to nothing, found before loading.
pub(super) fn unknown_id(what: Both, nearest: Option<&str>) -> Fault {
    let fix = match nearest {
        Some(near) => both(format!("是不是 {near}？"), format!("did you mean {near}?")),
        None => both(format!("先在{}里加上，或改正", what.zh), "add it there, or correct it"),
    };
    fault("E105", both(format!("{}里没有", what.zh), format!("not in the sheet {}", what.en)), fix)
}

/// The same student twice where a student may stand once; or a rank twice.
pub(super) fn twice(zh: &str, en: &str) -> Fault {
    fault("E104", both(format!("和{zh}重复"), format!("repeats {en}")), both("只留一行", "keep one of them"))
}

/// A grade with two stages or two gates.
pub(super) fn contradiction(what: &str, first: &str, (zh, en): (&str, &str)) -> Fault {
    fault(
        "E315",
        both(
            format!("同一年级的{what}前后不一致，{zh}写的是「{first}」"),
            format!("the rows of one grade disagree on {what}: {en} says `{first}`"),
        ),
        both("改成一样的，或只在第一行填", "make them agree, or fill in the first row only"),
    )
}

/// A grade whose stage nobody wrote.
pub(super) fn no_stage() -> Fault {
    fault(
        "E305",
        both("这个年级没有写学段，也看不出来", "the grade has no stage and its name does not tell"),
        both("在学段列选 小学低段、小学高段 或 初中", "choose a stage for the grade"),
    )
}

/// An unknown policy.
pub(super) fn no_policy(names: &[String]) -> Fault {
    fault(
        "E316",
        both("没有这个政策", "no policy of this name"),
        both(
            format!("可以填：自定义、{}", names.join("、")),
            format!("choose 自定义 (own) or one of: {}", names.join(", ")),
        ),
    )
}

/// A template of another version.
pub(super) fn other_version(expected: &str) -> Fault {
    fault(
        "E101",
        both("这份表格是别的版本的模板", "the workbook is of another version"),
        both(format!("用本程序重新导出模板（版本 {expected}）"), format!("use a template of version {expected}")),
    )
}
