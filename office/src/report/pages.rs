//! The printable HTML pages, one file a kind, without outside resources.

mod compliance;
mod lists;
mod requirement;
mod tables;

use super::calendar;
use super::view::View;
use super::{ReportError, put};
use askama::Template;
use paipian::compliance::Compliance;
use paipian::format::to_text;
use std::path::{Path, PathBuf};

/// Every page: file, name, for whom, paper.
const PAGES: [(&str, &str, &str, &str); 12] = [
    ("school.html", "全校排片表", "校门口、教务处公告栏", "A3横"),
    ("grades.html", "年级", "年级组", "A3横"),
    ("classes.html", "班级", "班主任，贴教室", "A4横，每班一至两页"),
    ("teachers.html", "教师", "每位教师", "A4竖，可裁开"),
    ("rooms.html", "场地", "贴门口", "A4横，每处一页"),
    ("courses.html", "课程", "家长、教务处", "A4横"),
    ("students.html", "学生", "班主任，按姓名查找", "A4横，每班另起页"),
    ("rollcalls.html", "点名册", "任课教师", "A4，每个开班一页"),
    ("gates.html", "放学名单", "各校门值岗", "A4竖，每日每门一页"),
    ("load.html", "教师工作量", "教务处", "A4竖"),
    ("score.html", "评分", "教务处", "A4竖"),
    ("compliance.html", "合规报告", "校长、教育局", "A4横"),
];

/// What stands at the head of every page.
struct Head {
    file: &'static str,
    title: String,
    school: String,
    made: String,
    /// A warning that the plan is not to be published; empty when it may be.
    draft: String,
    /// A CSS page size.
    paper: &'static str,
    /// Whether every printed page has a heading of its own.
    paged: bool,
}

impl Head {
    /// File and name of every page, and whether it is this one.
    fn links(&self) -> Vec<(&'static str, &'static str, bool)> {
        let pages = PAGES.iter().map(|&(file, name, _, _)| (file, name));
        let all = std::iter::once(("index.html", "首页")).chain(pages);
        all.map(|(file, name)| (file, name, file == self.file)).collect()
    }
}

/// Writes all pages into the folder `dir`, which must exist, each whole or not at all, and returns their paths.
///
/// # Errors
/// When a file cannot be written, or a page cannot be put together.
pub fn write_pages(view: &View, assessed: Option<&Compliance>, dir: &Path) -> Result<Vec<PathBuf>, ReportError> {
    let pages = [
        ("index.html", lists::index(view)?),
        ("school.html", tables::school(view)?),
        ("grades.html", tables::grades(view)?),
        ("classes.html", tables::classes(view)?),
        ("teachers.html", tables::teachers(view)?),
        ("rooms.html", tables::rooms(view)?),
        ("courses.html", lists::courses(view)?),
        ("students.html", lists::students(view)?),
        ("rollcalls.html", lists::roll_calls(view)?),
        ("gates.html", lists::gates(view)?),
        ("load.html", lists::load(view)?),
        ("score.html", lists::score(view)?),
        ("compliance.html", compliance::page(view, assessed)?),
    ];
    let mut written = Vec::new();
    for (file, text) in pages {
        let path = dir.join(file);
        put(&path, text.as_bytes())?;
        written.push(path);
    }
    if let Some(assessed) = assessed {
        let path = dir.join("compliance.json");
        put(&path, to_text(&compliance::as_json(view, assessed)).as_bytes())?;
        written.push(path);
    }
    Ok(written)
}

fn head(view: &View, file: &'static str, title: &str, paper: &'static str, paged: bool) -> Head {
    let draft = if view.judgement.hard > 0 { view.verdict() } else { String::new() };
    let mut made = vec![calendar::term_label(view), format!("制表 {}", calendar::long_date(view.made_on))];
    if paged && !draft.is_empty() {
        made.push("草案".to_string());
    }
    made.retain(|part| !part.is_empty());
    Head {
        file,
        title: title.to_string(),
        school: view.school().to_string(),
        made: made.join(" · "),
        draft,
        paper,
        paged,
    }
}

fn render(page: &impl Template) -> Result<String, ReportError> {
    Ok(page.render()?)
}
