//! What a sheet and a column are. The sheets themselves are declared once, in [`super::sheets`]; template, reader,
//! annotator and the writer of filled workbooks all derive from that declaration.

use super::normal::header_key;

/// The tables of a workbook, in the order of its tabs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TableId {
    /// 学期
    Term,
    /// 时段
    Periods,
    /// 班级
    Classes,
    /// 学生
    Students,
    /// 志愿
    Wishes,
    /// 课程
    Courses,
    /// 教师
    Teachers,
    /// 场地
    Rooms,
    /// 校门
    Gates,
    /// 锁定
    Pins,
    /// 规则
    Rules,
    /// Grades have no sheet of their own: they are columns of 班级.
    Grades,
}

/// A word of a list: what the contract says and what people write.
#[derive(Debug, Clone, Copy)]
pub struct Word {
    /// The contract's word.
    pub word: &'static str,
    /// What the dropdown shows.
    pub shown: &'static str,
    /// Other spellings that are understood.
    pub also: &'static [&'static str],
}

/// What the cells of a column hold.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// An id: text, or a whole number that Excel made of it.
    Id,
    /// Free text.
    Text,
    /// A skill: free text; 托管 is the contract's `care`, 无 none at all.
    Skill,
    /// A list of skills.
    Skills,
    /// A whole number, not negative.
    Count,
    /// Whole numbers, in order.
    Counts,
    /// Yuan, held as fen.
    Money,
    /// A time of day.
    Clock,
    /// A date.
    Date,
    /// A list of dates.
    Dates,
    /// Yes or no.
    Yes,
    /// One word of a list.
    Word(&'static [Word]),
    /// Some words of a list.
    Words(&'static [Word]),
    /// A list of texts.
    List,
    /// A list of ids or names of another table.
    Refs,
    /// A list of grades; a stage stands for its grades.
    GradeList,
    /// A list of periods; 周三, 全部 and 每天第1节 stand for theirs.
    PeriodList,
    /// Sets of periods: `周一1+周一2 | 周三1+周三2`.
    Patterns,
}

/// One column.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// The contract's field; a dot goes into a nested record, `@` marks what another table takes.
    pub field: &'static str,
    /// The header.
    pub header: &'static str,
    /// Other headers that are understood.
    pub also: &'static [&'static str],
    /// What the cells hold.
    pub kind: Kind,
    /// Whether every row needs it.
    pub required: bool,
    /// The table whose ids it holds.
    pub refers: Option<TableId>,
    /// Whether the empty template shows it.
    pub in_template: bool,
    /// The line about it in 填写说明.
    pub note: &'static str,
    /// Its cell in the sample row.
    pub sample: &'static str,
}

impl Column {
    /// A column that may stay empty.
    pub const fn new(field: &'static str, header: &'static str, also: &'static [&'static str], kind: Kind) -> Self {
        Self { field, header, also, kind, required: false, refers: None, in_template: true, note: "", sample: "" }
    }

    /// Every row needs it.
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// It holds ids of a table.
    pub const fn to(mut self, table: TableId) -> Self {
        self.refers = Some(table);
        self
    }

    /// Understood and written when needed, but not offered in the template.
    pub const fn not_offered(mut self) -> Self {
        self.in_template = false;
        self
    }

    /// Its line in 填写说明.
    pub const fn note(mut self, note: &'static str) -> Self {
        self.note = note;
        self
    }

    /// Its cell in the sample row.
    pub const fn sample(mut self, sample: &'static str) -> Self {
        self.sample = sample;
        self
    }

    /// Whether a header means this column.
    pub fn is_called(&self, header: &str) -> bool {
        let key = header_key(header);
        let last = self.field.rsplit(['.', '@']).next().unwrap_or(self.field);
        !key.is_empty()
            && (key == header_key(self.header)
                || key == header_key(last)
                || self.also.iter().any(|also| key == header_key(also)))
    }
}

/// How a sheet is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// One record a row under a row of headers.
    Records,
    /// One item a row: its name in the first column, its value in the second.
    Items,
}

/// One sheet.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    /// Which one.
    pub id: TableId,
    /// The name on the tab.
    pub name: &'static str,
    /// Other names that are understood.
    pub also: &'static [&'static str],
    /// The list of the problem file that its rows become; empty when they become something else.
    pub list: &'static str,
    /// How it is laid out.
    pub layout: Layout,
    /// Whether a workbook without it is refused.
    pub required: bool,
    /// Whether a workbook without rows in it is refused.
    pub needs_rows: bool,
    /// The columns, or for [`Layout::Items`] the items.
    pub columns: &'static [Column],
    /// What it is for, in 填写说明.
    pub about: &'static str,
}

impl Table {
    /// Whether a tab's name means this table.
    pub fn is_called(&self, name: &str) -> bool {
        let key = header_key(name);
        let strip = |key: &str| {
            let key = key.strip_suffix("名单").or(key.strip_suffix("信息")).unwrap_or(key);
            let key = key.strip_suffix('表').unwrap_or(key);
            key.strip_suffix("名单").or(key.strip_suffix("信息")).unwrap_or(key).to_string()
        };
        let plain = strip(&key);
        std::iter::once(self.name)
            .chain(self.also.iter().copied())
            .any(|own| [header_key(own), strip(&header_key(own))].iter().any(|own| *own == key || *own == plain))
    }

    /// The column of a field.
    pub fn column(&self, field: &str) -> Option<&'static Column> {
        self.columns.iter().find(|column| column.field == field)
    }
}

/// Finds the word of a list that a text means.
pub fn word_of(words: &[Word], text: &str) -> Option<&'static str> {
    let key = super::normal::fold(text).to_lowercase();
    words
        .iter()
        .find(|word| word.word == key || word.shown == key || word.also.iter().any(|also| *also == key))
        .map(|word| word.word)
}

/// What the dropdown shows for a word of the contract; the word itself when it is not in the list.
pub fn shown_of(words: &[Word], word: &str) -> String {
    words.iter().find(|entry| entry.word == word).map_or(word, |entry| entry.shown).to_string()
}

/// The header of a field, as messages name it.
pub fn table_word(table: &Table, field: &str) -> &'static str {
    table.column(field).map_or("", |column| column.header)
}
