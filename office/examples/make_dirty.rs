//! Makes the broken inputs of `datasets/dirty`, each from one small sound school:
//! `cargo run --release -p paipian-office --example make_dirty -- datasets/dirty`.

use paipian_office::workbook::grid::Cell::{self, Empty, Moment, Number};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook};
use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

type Rows = Vec<Vec<Cell>>;

/// The sheets of a workbook that is to be broken.
#[derive(Clone)]
struct School {
    sheets: Vec<(String, Rows)>,
    merges: BTreeMap<String, Vec<(u32, u16, u32, u16)>>,
}

fn text(text: &str) -> Cell {
    if text.is_empty() { Empty } else { Cell::Text(text.to_string()) }
}

fn rows(lines: &[&str]) -> Rows {
    lines.iter().map(|line| line.split('/').map(|cell| text(cell.trim())).collect()).collect()
}

fn sound() -> School {
    let sheets: [(&str, &[&str]); 9] = [
        (
            "时段",
            &[
                "时段编号/星期/开始/结束/类型",
                "周一1/周一/15:40/16:20/课后",
                "周一2/周一/16:30/17:10/课后",
                "周三1/周三/15:40/16:20/课后",
                "周三2/周三/16:30/17:10/课后",
            ],
        ),
        (
            "班级",
            &[
                "班级/年级/学段/校门/本班教室",
                "一年级1班/一年级/小学低段/东门/一1教室",
                "三年级1班/三年级/小学高段/西门/三1教室",
                "三年级2班/三年级/小学高段/西门/",
            ],
        ),
        (
            "学生",
            &[
                "学号/姓名/班级/家庭/周一1/周一2/周三1/周三2",
                "2026001/王小明/一年级1班/F1/√/√//",
                "2026002/李雨桐/一年级1班//√//√/",
                "2026003/王小红/三年级1班/F1/√/√/√/√",
                "2026004/张子涵/三年级1班///√/√/√",
                "2026005/陈一诺/三年级2班//√/√/√/√",
                "2026006/刘思远/三年级2班////√/√",
            ],
        ),
        (
            "志愿",
            &[
                "学号/姓名/志愿1/志愿2/志愿3",
                "2026001/王小明/足球/合唱/",
                "2026003/王小红/合唱/足球/围棋",
                "2026005/陈一诺/围棋//",
            ],
        ),
        (
            "课程",
            &[
                "课程编号/课程名称/类型/类别/特色/开课时段/最少人数/最多人数/技能要求/指定教师/指定场地",
                "zuqiu/足球/社团/体育/是/周一1+周一2 | 周三1+周三2/2/20/足球//操场",
                "hechang/合唱/社团/艺术/是/周一1+周一2/2/30/合唱/李老师/音乐室",
                "weiqi/围棋/社团/益智/是/周三1/2/16/围棋//",
                "tuoguan/课后托管/托管///全部//35///",
                "huxiao/门口值守/岗位///周一2 | 周三2/////",
            ],
        ),
        (
            "教师",
            &[
                "教师编号/姓名/身份/可教/不可排/应排分钟",
                "T01/李老师/校内教师/合唱、托管//160",
                "T02/赵老师/校内教师/足球、托管/周三/160",
                "T03/孙教练/校外教师/围棋//",
            ],
        ),
        (
            "场地",
            &[
                "场地编号/场地名称/容量/设施/同时班数",
                "cc/操场/60/草坪/3",
                "yy/音乐室/40/钢琴/",
                "r11/一1教室/45//",
                "r31/三1教室/45//",
            ],
        ),
        ("校门", &["校门/每批人数", "东门/120", "西门/120"]),
        ("规则", &["项目/内容/学段/对象/需要", "政策/南昌///"]),
    ];
    School {
        sheets: sheets.iter().map(|(name, lines)| ((*name).to_string(), rows(lines))).collect(),
        merges: BTreeMap::new(),
    }
}

impl School {
    fn rows(&mut self, sheet: &str) -> &mut Rows {
        let at = self.sheets.iter().position(|(name, _)| name == sheet).expect("a sheet of the sound school");
        &mut self.sheets[at].1
    }

    /// Writes a cell, named as Excel names it: `("学生", 3, 'C', …)`.
    fn set(mut self, sheet: &str, row: usize, column: char, cell: Cell) -> Self {
        let rows = self.rows(sheet);
        rows.resize(rows.len().max(row), Vec::new());
        let col = (column as u8 - b'A') as usize;
        let width = rows[row - 1].len().max(col + 1);
        rows[row - 1].resize(width, Empty);
        rows[row - 1][col] = cell;
        self
    }

    fn put(self, sheet: &str, row: usize, column: char, shown: &str) -> Self {
        self.set(sheet, row, column, text(shown))
    }

    fn add(mut self, sheet: &str, line: &str) -> Self {
        self.rows(sheet).extend(rows(&[line]));
        self
    }

    fn insert(mut self, sheet: &str, row: usize, line: &str) -> Self {
        let line = rows(&[line]);
        self.rows(sheet).splice(row - 1..row - 1, line);
        self
    }

    fn rename(mut self, from: &str, to: &str) -> Self {
        for (name, _) in self.sheets.iter_mut().filter(|(name, _)| name == from) {
            *name = to.to_string();
        }
        self
    }

    fn merge(mut self, sheet: &str, region: (u32, u16, u32, u16)) -> Self {
        self.merges.entry(sheet.to_string()).or_default().push(region);
        self
    }

    fn without_column(mut self, sheet: &str, column: char) -> Self {
        let col = (column as u8 - b'A') as usize;
        for row in self.rows(sheet).iter_mut().filter(|row| row.len() > col) {
            row.remove(col);
        }
        self
    }

    fn xlsx(&self, path: &Path) -> Result<(), Box<dyn Error>> {
        let mut book = Workbook::new();
        let made = ExcelDateTime::from_ymd(2026, 1, 1)?;
        book.set_properties(&DocProperties::new().set_creation_datetime(&made));
        for (name, rows) in &self.sheets {
            let sheet = book.add_worksheet();
            sheet.set_name(name)?;
            for &(top, left, bottom, right) in self.merges.get(name).into_iter().flatten() {
                sheet.merge_range(top - 1, left, bottom - 1, right, "", &Format::new())?;
            }
            for (row, cells) in rows.iter().enumerate() {
                for (col, cell) in cells.iter().enumerate() {
                    let (row, col) = (row as u32, col as u16);
                    match cell {
                        Cell::Text(text) => sheet.write_string(row, col, text)?,
                        Number(number) => sheet.write_number(row, col, *number)?,
                        Cell::Truth(truth) => sheet.write_boolean(row, col, *truth)?,
                        Moment(days) => {
                            let shape = if *days < 1.0 { "hh:mm" } else { "m月d日" };
                            sheet.write_number_with_format(row, col, *days, &Format::new().set_num_format(shape))?
                        }
                        Empty | Cell::Fault(_) => continue,
                    };
                }
            }
        }
        Ok(std::fs::write(path, book.save_to_buffer()?)?)
    }

    fn csv(&self, folder: &Path, encode: impl Fn(&str) -> Vec<u8>) -> Result<(), Box<dyn Error>> {
        std::fs::create_dir_all(folder)?;
        for (name, rows) in &self.sheets {
            let quoted = |cell: &Cell| {
                let shown = cell.shown();
                if shown.contains([',', '"', '\n']) { format!("\"{}\"", shown.replace('"', "\"\"")) } else { shown }
            };
            let lines: Vec<String> =
                rows.iter().map(|row| row.iter().map(quoted).collect::<Vec<_>>().join(",")).collect();
            std::fs::write(folder.join(format!("{name}.csv")), encode(&(lines.join("\r\n") + "\r\n")))?;
        }
        Ok(())
    }
}

fn broken() -> Vec<(&'static str, School)> {
    let s = sound;
    let mut numbered = s();
    for row in 2..=7 {
        numbered = numbered.set("学生", row, 'A', Number(2_026_000.0 + row as f64 - 1.0));
    }
    let numbered = numbered
        .set("志愿", 2, 'A', Number(2_026_001.0))
        .set("志愿", 3, 'A', Number(2_026_003.0))
        .set("时段", 2, 'C', Moment(940.0 / 1440.0))
        .set("课程", 2, 'H', Number(20.0));
    let mut reordered = s();
    for row in reordered.rows("学生") {
        row.swap(0, 2);
        row.swap(1, 5);
    }
    reordered.sheets.reverse();
    let wide =
        |cell: &str| text(&cell.chars().map(|c| char::from_u32(c as u32 + 0xfee0).unwrap_or(c)).collect::<String>());
    let mut all_wrong = s()
        .set("时段", 3, 'D', text("25:10"))
        .put("班级", 4, 'B', "四年级")
        .put("班级", 4, 'C', "初中")
        .set("学生", 3, 'A', Number(4.403_012_015e17))
        .put("学生", 5, 'E', "也许")
        .put("学生", 6, 'C', "三年级9班")
        .put("志愿", 3, 'C', "合昌")
        .put("课程", 3, 'C', "兴趣")
        .put("课程", 4, 'G', "-2")
        .put("教师", 3, 'E', "周六1")
        .put("场地", 3, 'C', "很多")
        .put("规则", 2, 'B', "上海");
    all_wrong.sheets.retain(|(name, _)| name != "校门");
    let all_wrong = all_wrong.without_column("教师", 'C');
    let mut no_teachers = s();
    no_teachers.sheets.retain(|(name, _)| name != "教师");
    vec![
        ("01-ids-as-numbers", numbered),
        (
            "02-rounded-ids",
            s().set("学生", 2, 'A', Number(4.403_012_015_010_112e17)).put("学生", 3, 'A', "4.40301E+17").set(
                "志愿",
                2,
                'A',
                Number(4.403_012_015_010_112e17),
            ),
        ),
        (
            "04-renamed-and-reordered",
            reordered
                .rename("学生", "学生名单")
                .rename("教师", "Teachers")
                .rename("场地", "教室")
                .put("学生名单", 1, 'A', "行政班（必填）")
                .put("学生名单", 1, 'C', "学籍号*"),
        ),
        (
            "05-blank-rows",
            s().insert("学生", 4, "")
                .insert("学生", 4, "/ / /")
                .insert("学生", 2, "")
                .put("学生", 8, 'C', "三年级8班")
                .insert("时段", 1, ""),
        ),
        (
            "06-merged-cells",
            s().put("学生", 3, 'C', "")
                .merge("学生", (3, 2, 4, 2))
                .insert("学生", 1, "临江小学课后服务学生名单")
                .put("班级", 4, 'B', "")
                .merge("班级", (3, 1, 4, 1)),
        ),
        (
            "07-full-width",
            s().set("学生", 2, 'A', wide("2026001"))
                .put("学生", 3, 'A', "　2026002 ")
                .set("时段", 2, 'C', wide("15:40"))
                .set("场地", 2, 'C', wide("60"))
                .put("志愿", 3, 'C', "合唱　"),
        ),
        (
            "08-duplicate-ids",
            s().put("学生", 4, 'A', "2026001")
                .put("课程", 4, 'A', "zuqiu")
                .put("志愿", 4, 'A', "2026001")
                .add("班级", "一年级1班/一年级///"),
        ),
        (
            "09-unknown-references",
            s().put("学生", 3, 'C', "一年级l班")
                .put("志愿", 2, 'C', "足毬")
                .put("志愿", 4, 'A', "2026055")
                .put("课程", 3, 'J', "李老帅")
                .put("课程", 2, 'K', "体育馆")
                .put("课程", 4, 'F', "周四1")
                .put("教师", 3, 'E', "周三、周三3")
                .put("班级", 2, 'D', "北门"),
        ),
        (
            "10-clashing-attendance",
            s().add("时段", "周一延时/周一/16:00/17:30/课后")
                .put("学生", 1, 'I', "周一延时")
                .put("学生", 2, 'I', "√")
                .put("课程", 4, 'F', "周一1+周一延时"),
        ),
        (
            "11-negative-and-huge",
            s().set("课程", 2, 'G', Number(-3.0))
                .put("课程", 3, 'H', "99999999999")
                .set("场地", 2, 'C', Number(1e300))
                .put("场地", 3, 'C', "四十")
                .set("场地", 2, 'E', Number(0.0))
                .set("教师", 2, 'F', Number(12.5)),
        ),
        ("12-missing-sheet", no_teachers),
        ("13-missing-columns", s().without_column("学生", 'C').without_column("课程", 'F')),
        (
            "14-bad-times",
            s().put("时段", 2, 'C', "25:00")
                .put("时段", 3, 'D', "五点")
                .put("时段", 4, 'D', "15:10")
                .set("时段", 5, 'C', Number(1540.0))
                .set("时段", 5, 'D', Moment(16.3)),
        ),
        (
            "15-equal-patterns",
            s().put("课程", 2, 'F', "周一1+周一2 | 周三1+周三2 | 周一2+周一1").put("课程", 4, 'F', "周三1、周三2"),
        ),
        ("16-double-care", s().put("课程", 5, 'F', "周一1+周一2 | 周三1")),
        (
            "17-wish-not-a-club",
            s().put("志愿", 2, 'D', "课后托管").put("志愿", 3, 'E', "合唱").put("志愿", 4, 'D', "门口值守"),
        ),
        (
            "18-dated-ids",
            s().set("班级", 4, 'A', Moment(46_083.0))
                .set("学生", 6, 'C', Moment(46_083.0))
                .set("学生", 7, 'C', Moment(46_083.0))
                .set("学生", 2, 'A', Number(12.5)),
        ),
        ("19-same-names", s().add("教师", "T04/李老师/校内教师/合唱//").put("规则", 2, 'B', "江西")),
        (
            "20-unknown-sheets-and-columns",
            s().put("学生", 1, 'I', "家长电话")
                .put("学生", 2, 'I', "无")
                .put("学生", 1, 'J', "周五1")
                .put("学生", 3, 'J', "√")
                .put("课程", 1, 'L', "最多人次")
                .add("校门", "南门/80")
                .rename("规则", "规侧"),
        ),
        (
            "21-wrong-words",
            s().put("时段", 2, 'B', "周8")
                .put("课程", 2, 'C', "兴趣")
                .put("课程", 2, 'E', "大概")
                .put("教师", 2, 'C', "志愿者")
                .put("学生", 2, 'E', "也许")
                .add("规则", "特色占比/60///")
                .add("规则", "班额/35///")
                .add("规则", "权重/2//运气/"),
        ),
        (
            "22-grades-disagree",
            s().put("班级", 4, 'C', "初中").put("班级", 4, 'D', "东门").add("班级", "学前1班/学前班///"),
        ),
        (
            "23-blank-required",
            s().put("学生", 3, 'A', "")
                .put("学生", 4, 'C', "")
                .put("时段", 3, 'C', "")
                .put("课程", 2, 'A', "")
                .put("课程", 2, 'B', "")
                .put("场地", 3, 'C', ""),
        ),
        ("24-everything", all_wrong),
        ("25-one-wish-a-row", {
            let mut school = s();
            *school.rows("志愿") = rows(&[
                "学号/志愿序号/课程",
                "2026001/2/合唱",
                "2026001/1/足球",
                "2026003/1/合唱",
                "/2/足球",
                "2026005//weiqi",
            ]);
            school.merge("志愿", (4, 0, 5, 0))
        }),
        (
            "29-typing-habits",
            s().put("学生", 2, 'A', "'2026001")
                .put("志愿", 2, 'A', "'2026001")
                .put("时段", 2, 'C', "下午3点40分")
                .put("时段", 3, 'C', "16：30")
                .put("时段", 4, 'D', "4:20 PM")
                .put("课程", 2, 'D', "体育　")
                .put("场地", 2, 'C', "60人")
                .put("教师", 2, 'F', "160 分钟")
                .rename("课程", "社团课程表")
                .rename("学生", "学生信息表"),
        ),
        ("27-pins", {
            let mut school = s();
            school.sheets.push((
                "锁定".to_string(),
                rows(&[
                    "开班编号/学生/教师/课程/不要/上课时段/场地/主讲",
                    "示例足球#1///足球////",
                    "足球#1///足球//周一1+周一2/操场/赵老师",
                    "/2026001//合唱////",
                    "/2026001/李老师/合唱////",
                    "//李老师/足求/是///",
                ]),
            ));
            school
        }),
    ]
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("name a folder")?;
    let folder = Path::new(&folder);
    std::fs::create_dir_all(folder)?;
    for (name, school) in broken() {
        school.xlsx(&folder.join(format!("{name}.xlsx")))?;
    }
    sound().csv(&folder.join("03-gb18030"), |text| encoding_rs::GB18030.encode(text).0.into_owned())?;
    let quoted = sound()
        .put("课程", 2, 'F', "周一1+周一2\n周三1+周三2")
        .insert("学生", 3, "")
        .put("学生", 5, 'C', "三年级7班")
        .put("时段", 3, 'D', "16,30");
    quoted.csv(&folder.join("26-utf8-bom"), |text| [b"\xef\xbb\xbf", text.as_bytes()].concat())?;
    std::fs::write(folder.join("28-not-a-workbook.xlsx"), "学号,姓名\n2026001,王小明\n")?;
    Ok(())
}
