//! The empty workbook: every sheet with its headers, a sample row, a usual week of periods, and 填写说明 before them.

use super::fill::{headers, offered, text};
use super::grid::{Cell, Grid};
use super::policy::Policies;
use super::rule_items::{OWN_POLICY, RULE_ITEMS};
use super::sheets::{SAMPLE, TABLES, TEMPLATE_WISHES};
use super::tables::{Column, Kind, Table, TableId};
use super::vocabulary::WEIGHTS;
use paipian::format::FORMAT;

const WEEK: [&str; 5] = ["周一", "周二", "周三", "周四", "周五"];
const LESSONS: [(u32, u32); 2] = [(15 * 60 + 40, 16 * 60 + 20), (16 * 60 + 30, 17 * 60 + 10)];

/// The tables of the template, 填写说明 not among them.
pub fn template() -> Vec<Grid> {
    TABLES.iter().map(|table| Grid::new(table.name, rows(table), Vec::new())).collect()
}

fn rows(table: &'static Table) -> Vec<Vec<Cell>> {
    let sample: Vec<Cell> = offered(table).map(sample_of).collect();
    let mut first = headers(offered(table));
    match table.id {
        TableId::Term => {
            let mut rows = vec![vec![text("项目"), text("内容"), text("说明")]];
            rows.extend(offered(table).map(|item| vec![text(item.header), sample_of(item), text(item.note)]));
            rows
        }
        TableId::Periods => {
            let mut rows = vec![first, sample];
            for day in WEEK {
                rows.extend(LESSONS.iter().enumerate().map(|(at, (start, end))| {
                    let clock = |minute: u32| Cell::Moment(f64::from(minute) / 1440.0);
                    let id = text(format!("{day}{}", at + 1));
                    vec![id, Cell::Number(1.0), text(day), clock(*start), clock(*end), text("课后")]
                }));
            }
            rows
        }
        TableId::Students => {
            let periods = WEEK.iter().flat_map(|day| (1..=LESSONS.len()).map(move |nth| format!("{day}{nth}")));
            let mut example = sample;
            for (at, period) in periods.enumerate() {
                first.push(text(period));
                example.push(if at < 2 { text("√") } else { Cell::Empty });
            }
            vec![first, example]
        }
        TableId::Wishes => {
            first.extend((1..=TEMPLATE_WISHES).map(|rank| text(format!("志愿{rank}"))));
            let mut example = sample;
            example.extend([text("足球"), text("合唱"), text("围棋")]);
            vec![first, example]
        }
        TableId::Rules => vec![first, sample, vec![text("政策"), text(OWN_POLICY)]],
        _ => vec![first, sample],
    }
}

fn sample_of(column: &Column) -> Cell {
    match column.kind {
        Kind::Count | Kind::Money => column.sample.parse().map_or(Cell::Empty, Cell::Number),
        _ => text(column.sample),
    }
}

/// A line of 填写说明.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum GuideLine {
    /// The title of the page.
    Title(String),
    /// A heading.
    Heading(String),
    /// Running text.
    Prose(String),
    /// A row of the table of columns: header, whether it must be filled in, how.
    Column(String, bool, String),
}

/// 填写说明, line by line.
pub(super) fn guide(policies: &Policies) -> Vec<GuideLine> {
    let prose = |line: &str| GuideLine::Prose(line.to_string());
    let mut lines = vec![
        GuideLine::Title("课后服务排片表 · 填写说明".to_string()),
        prose(&format!("模板版本 {FORMAT}。填好后运行：paipian import 本文件.xlsx -o problem.json")),
        GuideLine::Heading("五步填完".to_string()),
        prose("1. 时段：一周里每一节课后服务占一行。已经填了一个常见的星期，按学校的改。"),
        prose("2. 班级、场地、教师、校门：学校有什么。"),
        prose("3. 课程：社团、开放课、托管、岗位各开在哪些时段。"),
        prose("4. 学生、志愿：谁、哪几天留校、想上什么。"),
        prose("5. 规则：选政策，改要改的数。有必须照办的安排，写进锁定。"),
        GuideLine::Heading("大家常问的".to_string()),
        prose(&format!("·“{SAMPLE}”开头的行是示例，不会读进去，可以删。空行不影响。")),
        prose("· 深色标题必填，浅色标题可空。列可以换顺序、可以多加自己的列（会提醒没有读）。"),
        prose("· 增删时段以后，学生表右边打勾的列标题要改成和时段编号一样。"),
        prose("· 学号等编号列是文本格式。从别处粘贴时选“只粘贴文本”，否则 18 位编号会变成 4.4E+17，找不回来。"),
        prose("· 上下合并的单元格，每一行都算填了同样的内容。"),
        prose("· 几项之间用、隔开；课程的开课时段用 + 连起一次上的几节，用 | 隔开可选的几种安排。"),
        prose("· 时段的列表里可以写：周三（那天各节）、全部、每天第1节、不参加。"),
        prose("· 也可以交一个文件夹，里面是 学生.csv、课程.csv……（UTF-8 或 GB18030 都行）。"),
        prose(
            "· 有错时会一次列出全部：哪张表、哪一行、哪一列、为什么、怎么改；加 --annotate 批注.xlsx 可得到标红的副本。",
        ),
    ];
    for table in TABLES {
        lines.push(GuideLine::Heading(format!("{}：{}", table.name, table.about)));
        for column in table.columns.iter().filter(|column| !column.note.is_empty()) {
            lines.push(GuideLine::Column(column.header.to_string(), column.required, column.note.to_string()));
        }
        if table.id == TableId::Students {
            let how = "每个时段一列，标题是时段编号；留校打 √（是、1、Y 也行），不留空着。";
            lines.push(GuideLine::Column("周一1、周一2……".to_string(), true, how.to_string()));
        }
        if table.id == TableId::Wishes {
            let how = "志愿1 最想上；课程编号或名称都行，必须是社团。不够可以空着。";
            lines.push(GuideLine::Column(format!("志愿1 … 志愿{TEMPLATE_WISHES}"), false, how.to_string()));
        }
    }
    lines.push(GuideLine::Heading("规则表里可以写的项目".to_string()));
    for item in RULE_ITEMS {
        let note = match item.field {
            "@policy" => format!("{}可选：自定义、{}。", item.note, policies.shown().join("、")),
            "weights" => {
                let names: Vec<&str> = WEIGHTS.iter().map(|word| word.shown).collect();
                format!("{}可以是：{}。", item.note, names.join("、"))
            }
            _ => item.note.to_string(),
        };
        lines.push(GuideLine::Column(item.header.to_string(), false, note));
    }
    lines
}
