//! The report of a small school made by hand: two gates, siblings, overlapping bells, a cycle of two weeks, posts, a
//! club of two periods, an offsite section, and names that would break careless HTML.

use calamine::{Data, Range, Reader, Xlsx, open_workbook};
use chrono::NaiveDate;
use paipian::format::{PlanFile, ProblemFile, read_plan, read_problem};
use paipian::referee::{Finding, Judgement, Level, RuleLine};
use paipian_office::report::{self, Only, View};
use serde_json::json;
use std::collections::BTreeMap;
use std::path::Path;

const SHEETS: [&str; 11] =
    ["说明", "排片表(全校)", "年级", "班级", "教师", "场地", "学生", "课程开班", "放学批次", "教师工作量", "点名册"];
const TRICKY: &str = "李<b>&\"娜\"";

fn problem() -> ProblemFile {
    let period = |id: &str, week: u64, day: u64, start: &str, end: &str, kind: &str| json!({ "id": id, "week": week, "day": day, "start": start, "end": end, "kind": kind });
    let text = json!({
        "format": "paipian/1", "name": "测试<小学>&\"一\"",
        "term": { "start": "2026-09-07", "weeks": 4, "cycle_weeks": 2, "holidays": ["2026-09-21"] },
        "policy": { "name": "nanchang", "special_share": { "primary_lower": 60, "primary_upper": 50 }, "wave_minutes": 5 },
        "periods": [
            period("noon", 1, 1, "12:00", "13:00", "midday"),
            period("a1", 1, 1, "15:40", "16:40", "after_school"),
            period("b1", 1, 1, "15:50", "16:30", "after_school"),
            period("a2", 1, 1, "16:50", "17:50", "after_school"),
            period("c1", 2, 3, "15:40", "16:40", "after_school"),
        ],
        "grades": [
            { "id": "g1", "stage": "primary_lower", "gate": "east" },
            { "id": "g3", "stage": "primary_upper", "gate": "west" },
        ],
        "classes": [{ "id": "g1c1", "grade": "g1", "home": "r101" }, { "id": "g3c2", "grade": "g3" }],
        "students": [
            { "id": "s-secret-1", "name": TRICKY, "class": "g1c1", "attends": ["noon", "a1", "a2", "c1"],
              "wishes": ["football"], "family": "fam-secret" },
            { "id": "s-secret-2", "name": "王一", "class": "g1c1", "attends": ["a1", "a2"], "wishes": ["football"] },
            { "id": "s-secret-3", "name": "李三", "class": "g3c2", "attends": ["b1", "c1"], "wishes": ["garden", "football"],
              "family": "fam-secret" },
            { "id": "s-secret-4", "name": "赵四", "class": "g3c2", "attends": ["b1"] },
        ],
        "courses": [
            { "id": "football", "name": "足球 <&\"队\">", "kind": "club", "category": "sports", "special": true,
              "patterns": [["a1", "a2"]], "max_size": 20, "fee": 12050 },
            { "id": "garden", "name": "植物观察", "kind": "club", "category": "practice", "special": true, "grades": ["g3"],
              "patterns": [["c1"]] },
            { "id": "reading", "name": "阅读", "kind": "open", "patterns": [["noon"], ["b1"]] },
            { "id": "care", "name": "托管", "kind": "care", "patterns": [["b1"], ["c1"]] },
            { "id": "duty", "name": "校门值岗", "kind": "post", "patterns": [["a2"]], "fill": 1 },
        ],
        "teachers": [
            { "id": "t1", "name": "陈 \"教练\" <主>", "kind": "external", "target_minutes": 100, "max_minutes": 600 },
            { "id": "t2", "name": "周老师", "kind": "staff", "target_minutes": 120 },
            { "id": "t3", "kind": "staff" },
        ],
        "rooms": [
            { "id": "field", "name": "操场", "capacity": 60 },
            { "id": "r101", "name": "101教室", "capacity": 45 },
            { "id": "park", "name": "植物园", "capacity": 40, "offsite": { "travel": 15, "escort_per": 10 } },
        ],
        "gates": [{ "id": "east", "per_wave": 10 }, { "id": "west", "per_wave": 10 }],
    });
    read_problem(&text.to_string()).expect("a problem")
}

fn plan() -> PlanFile {
    let section = |id: &str, course: &str, pattern: &[&str], room: Option<&str>, lead: &str, assistants: &[&str]| json!({ "id": id, "course": course, "pattern": pattern, "room": room, "lead": lead, "assistants": assistants });
    let text = json!({
        "format": "paipian/1",
        "sections": [
            section("football#1", "football", &["a2", "a1"], Some("field"), "t1", &["t2"]),
            section("garden#1", "garden", &["c1"], Some("park"), "t2", &["t3"]),
            section("reading#1", "reading", &["noon"], Some("r101"), "t2", &[]),
            section("care#1", "care", &["b1"], Some("r101"), "t3", &[]),
            section("care#2", "care", &["c1"], Some("r101"), "t1", &["t3"]),
            section("duty#1", "duty", &["a2"], None, "t3", &[]),
        ],
        "seats": {
            "s-secret-1": ["football#1", "reading#1", "care#2"], "s-secret-2": ["football#1"],
            "s-secret-3": ["garden#1", "care#1"], "s-secret-4": ["care#1"],
        },
        "waves": [
            { "section": "football#1", "period": "a2", "gate": "east", "wave": 1 },
            { "section": "care#1", "period": "b1", "gate": "west", "wave": 0 },
            { "section": "garden#1", "period": "c1", "gate": "west", "wave": 2 },
            { "section": "care#2", "period": "c1", "gate": "east", "wave": 0 },
        ],
        "meta": { "seed": 7 },
    });
    read_plan(&text.to_string()).expect("a plan")
}

/// Ids that do not exist wherever a plan can name one, ids used twice, and seats without sections.
fn broken_plan() -> PlanFile {
    let text = json!({
        "format": "paipian/1",
        "sections": [
            { "id": "x", "course": "nothing", "pattern": ["never"], "room": "nowhere", "lead": "nobody", "assistants": ["ghost", "ghost"] },
            { "id": "x", "course": "football", "pattern": ["a1", "a1", "never"] },
            { "id": "y", "course": "football", "pattern": [], "room": "field" },
            { "id": "z", "course": "garden", "pattern": ["c1", "b1"], "lead": "t1", "assistants": ["t1"] },
        ],
        "seats": { "stranger": ["x", "gone"], "s-secret-1": ["z", "z", "gone", "y"], "s-secret-3": ["z"] },
        "waves": [
            { "section": "gone", "period": "a1", "gate": null, "wave": 0 },
            { "section": "z", "period": "b1", "gate": "hole", "wave": u64::MAX },
            { "section": "z", "period": "c1", "gate": null, "wave": 3 },
            { "section": "z", "period": "never", "gate": "east", "wave": 1 },
        ],
    });
    read_plan(&text.to_string()).expect("a plan")
}

fn judgement(hard: u64) -> Judgement {
    let line = |rule, level, value, weight| RuleLine { rule, level, value, weight, points: value * weight };
    let finding =
        Finding { rule: "reference", case: "reference", subject: vec!["x".to_string()], amount: 1, facts: Vec::new() };
    Judgement {
        hard,
        shortfall: 0,
        cost: 450,
        rules: vec![line("reference", Level::Hard, hard, 1), line("none_of_top", Level::Cost, 3, 150)],
        findings: (0..hard).map(|_| finding.clone()).collect(),
    }
}

/// Writes the report and gives back its files as text, the workbook left out.
fn pages(plan: &PlanFile, judgement: &Judgement, dir: &Path) -> BTreeMap<String, String> {
    let written = report::write(&problem(), plan, judgement, None, dir, None).expect("a report");
    let html = written.iter().filter(|path| path.extension().is_some_and(|ending| ending == "html"));
    html.map(|path| {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        (name, std::fs::read_to_string(path).expect("a page"))
    })
    .collect()
}

fn sheets(dir: &Path) -> BTreeMap<String, Range<Data>> {
    let mut book: Xlsx<_> = open_workbook(dir.join("排片表.xlsx")).expect("a workbook");
    assert_eq!(book.sheet_names(), SHEETS);
    book.worksheets().into_iter().collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&#38;").replace('<', "&#60;").replace('>', "&#62;").replace('"', "&#34;")
}

/// What the text of a page says without its tags.
fn cells(row: &str) -> Vec<String> {
    row.split("<td")
        .skip(1)
        .map(|cell| cell.split_once('>').expect("a tag").1.split("</td>").next().expect("text").to_string())
        .collect()
}

#[test]
fn every_cell_of_the_boards_holds_the_five_elements() {
    let dir = tempfile::tempdir().expect("a folder");
    pages(&plan(), &judgement(0), dir.path());
    let sheets = sheets(dir.path());
    for (name, filled) in [("排片表(全校)", 7), ("年级", 6), ("教师", 11), ("场地", 6)] {
        let rows = &sheets[name];
        let bodies = rows.rows().skip(3).flat_map(|row| &row[2..]).filter(|cell| !cell.to_string().is_empty());
        let bodies: Vec<String> = bodies.map(ToString::to_string).collect();
        for body in &bodies {
            let lines: Vec<&str> = body.lines().collect();
            for (line, element) in lines.iter().zip(["时间 ", "活动 ", "场地 ", "形式 ", "负责 "]) {
                assert!(line.strip_prefix(element).is_some_and(|rest| !rest.trim().is_empty()), "{name}: {body}");
            }
            assert!(lines.len() >= 5, "{name}: {body}");
        }
        assert_eq!(bodies.len(), filled, "{name}: {bodies:#?}");
    }
    let school: Vec<String> = sheets["排片表(全校)"].rows().flatten().map(ToString::to_string).collect();
    let holds = |words: &[&str]| school.iter().any(|cell| words.iter().all(|word| cell.contains(word)));
    assert!(holds(&["15:40–16:40", "足球 <&\"队\">", "操场", "社团", "陈 \"教练\" <主>（助 周老师）", "2/20人"]));
    assert!(holds(&["植物观察", "植物园（校外，单程15分钟）", "外出"]));
    assert!(holds(&["校门值岗", "岗位所在处", "值岗", "t3"]));
    assert!(holds(&["放学2人 17:55东门"]));
}

#[test]
fn lists_of_the_workbook_hold_students_sections_and_leavers() {
    let dir = tempfile::tempdir().expect("a folder");
    pages(&plan(), &judgement(0), dir.path());
    let sheets = sheets(dir.path());
    let students: Vec<Vec<String>> =
        sheets["学生"].rows().skip(3).map(|row| row.iter().map(ToString::to_string).collect()).collect();
    assert_eq!(students.len(), 4);
    assert_eq!(students[0][..2], ["一（1）班".to_string(), TRICKY.to_string()]);
    assert!(students[0].contains(&"17:55 东门".to_string()), "{:?}", students[0]);
    let sections: Vec<_> = sheets["课程开班"].rows().skip(3).collect();
    assert_eq!(sections.len(), 6);
    let football = sections.iter().find(|row| row[11] == "football#1").expect("football");
    assert_eq!(
        (&football[4], &football[7]),
        (&Data::String("单周周一 15:40–16:40、16:50–17:50".to_string()), &Data::Float(2.0))
    );
    assert_eq!(football[10], "120.50");
    let leavers: f64 = sheets["放学批次"].rows().skip(3).filter_map(|row| row[6].to_string().parse::<f64>().ok()).sum();
    assert_eq!(leavers, 6.0);
    let loads: Vec<_> =
        sheets["教师工作量"].rows().skip(3).map(|row| (row[0].to_string(), row[5].to_string())).collect();
    assert_eq!(
        loads,
        [("周老师", "240"), ("t3", "220"), ("陈 \"教练\" <主>", "180")].map(|(a, b)| (a.to_string(), b.to_string()))
    );
}

#[test]
fn students_page_shows_each_student_once_in_each_period() {
    let dir = tempfile::tempdir().expect("a folder");
    let pages = pages(&plan(), &judgement(0), dir.path());
    let page = &pages["students.html"];
    // The first class has a table for each week of the cycle, of 3 and 1 periods; each day ends with its way home.
    let rows: Vec<&str> = page.lines().filter(|line| line.starts_with("<tr data-k")).collect();
    assert_eq!(rows.len(), 8);
    let of = |name: &str| -> Vec<Vec<String>> {
        rows.iter().filter(|row| row.contains(&format!("<th>{}</th>", escaped(name)))).map(|row| cells(row)).collect()
    };
    assert_eq!(
        of(TRICKY),
        [
            vec![
                "阅读 101教室".to_string(),
                format!("{} 操场", escaped("足球 <&\"队\">")),
                format!("{} 操场", escaped("足球 <&\"队\">")),
                "17:55 东门".to_string()
            ],
            vec!["托管 本班".to_string(), "16:40 东门".to_string()],
        ]
    );
    assert_eq!(of("赵四"), [vec!["托管 101教室", "16:30 西门"], vec!["—", "—"]]);
}

#[test]
fn gate_lists_count_every_leaver_once() {
    let dir = tempfile::tempdir().expect("a folder");
    let pages = pages(&plan(), &judgement(0), dir.path());
    let page = &pages["gates.html"];
    let totals: Vec<u64> = page
        .split("放学名单（")
        .skip(1)
        .map(|rest| rest.split('人').next().expect("a count").parse().expect("a number"))
        .collect();
    // Monday: football at the east gate and care at the west gate; Wednesday: care east, garden west.
    assert_eq!(totals, [2, 2, 1, 1]);
    assert!(page.contains("16:50") && page.contains("一（1）班 2人") && page.contains("三（2）班 2人"));
}

#[test]
fn pages_name_every_section_and_escape_every_name() {
    let dir = tempfile::tempdir().expect("a folder");
    let pages = pages(&plan(), &judgement(0), dir.path());
    assert_eq!(pages.len(), 13);
    for name in
        ["school.html", "grades.html", "classes.html", "teachers.html", "rooms.html", "courses.html", "rollcalls.html"]
    {
        for title in [escaped("足球 <&\"队\">"), "植物观察".to_string(), "托管".to_string()] {
            assert!(pages[name].contains(&title), "{name} lacks {title}");
        }
    }
    assert!(pages["school.html"].contains("校门值岗") && pages["teachers.html"].contains("校门值岗"));
    for (name, page) in &pages {
        assert!(!page.contains("李<b>") && !page.contains("<主>") && !page.contains("<&"), "{name} is not escaped");
        assert!(page.contains(&escaped("测试<小学>&\"一\"")), "{name} lacks the school");
        assert!(!page.contains("secret"), "{name} tells an id of a student or family");
        assert!(!page.contains("http"), "{name} refers to the outside");
    }
}

#[test]
fn roll_calls_have_a_column_a_meeting_without_holidays() {
    let dir = tempfile::tempdir().expect("a folder");
    let pages = pages(&plan(), &judgement(0), dir.path());
    let page = &pages["rollcalls.html"];
    let football = page.split("<section").find(|part| part.contains(&escaped("足球 <&\"队\">"))).expect("football");
    // Odd weeks of four: 7 September, and 21 September, which is a holiday.
    assert!(football.contains("9/\u{200b}7") && !football.contains("9/\u{200b}21"));
    assert!(football.contains("离校 17:55 东门"));
    let garden = page.split("<section").find(|part| part.contains("植物观察")).expect("garden");
    assert!(garden.contains("9/\u{200b}16") && garden.contains("9/\u{200b}30") && !garden.contains("9/\u{200b}9"));
}

#[test]
fn a_broken_plan_is_drawn_with_marks() {
    let dir = tempfile::tempdir().expect("a folder");
    let pages = pages(&broken_plan(), &judgement(1), dir.path());
    for id in ["nothing（未登记）", "nowhere（未登记）", "nobody（未登记）", "never（未登记）"] {
        assert!(pages["courses.html"].contains(id), "{id}");
    }
    assert!(pages["students.html"].contains("stranger（未登记）") && pages["students.html"].contains("gone（未登记）"));
    assert!(pages["gates.html"].contains("hole（未登记）") && pages["gates.html"].contains("（未定校门）"));
    assert!(pages["courses.html"].contains("编号重复") && pages["courses.html"].contains("（未安排）"));
    assert!(pages["score.html"].contains("不可发布") && pages["classes.html"].contains("草案"));
    sheets(dir.path());
}

#[test]
fn an_empty_plan_is_drawn() {
    let dir = tempfile::tempdir().expect("a folder");
    let empty = read_plan(r#"{ "format": "paipian/1", "sections": [], "seats": {}, "waves": [] }"#).expect("a plan");
    let pages = pages(&empty, &judgement(0), dir.path());
    assert!(pages["students.html"].contains("（无座位）"));
    sheets(dir.path());
}

#[test]
fn only_one_half_is_written_when_asked_and_nothing_else_is_left() {
    let dir = tempfile::tempdir().expect("a folder");
    let folder = dir.path().join("deep/er");
    let written = report::write(&problem(), &plan(), &judgement(0), None, &folder, Some(Only::Xlsx)).expect("a report");
    assert_eq!(written, [folder.join("排片表.xlsx")]);
    assert_eq!(std::fs::read_dir(&folder).expect("a folder").count(), 1);
    let written = report::write(&problem(), &plan(), &judgement(0), None, &folder, Some(Only::Html)).expect("a report");
    assert_eq!(written.len(), 13);
    assert_eq!(std::fs::read_dir(&folder).expect("a folder").count(), 14);
}

/// The calendar files of a plan, by name.
fn calendars(problem: &ProblemFile, plan: &PlanFile) -> BTreeMap<String, String> {
    let dir = tempfile::tempdir().expect("a folder");
    let folders = report::write(problem, plan, &judgement(0), None, dir.path(), Some(Only::Ics)).expect("calendars");
    let files = folders.iter().flat_map(|folder| std::fs::read_dir(folder).expect("a folder"));
    files
        .map(|file| {
            let path = file.expect("a file").path();
            let text = std::fs::read_to_string(&path).expect("a calendar").replace("\r\n ", "");
            (path.file_name().expect("a name").to_string_lossy().into_owned(), text)
        })
        .collect()
}

fn uids(calendar: &str) -> Vec<&str> {
    calendar.lines().filter_map(|line| line.strip_prefix("UID:")).collect()
}

#[test]
fn calendars_hold_the_dates_of_the_term_without_holidays() {
    let files = calendars(&problem(), &plan());
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    let students = ["一（1）班-李_b_&_娜_.ics", "一（1）班-王一.ics", "三（2）班-李三.ics", "三（2）班-赵四.ics"];
    let teachers = ["t3.ics", "周老师.ics", "陈 _教练_ _主_.ics"];
    assert!(names.len() == 7 && students.iter().chain(&teachers).all(|name| names.contains(name)), "{names:?}");
    let own = &files[students[0]];
    // Mondays of odd weeks, of which 21 September is a holiday; Wednesdays of even weeks.
    let lines = [
        "DTSTART;TZID=Asia/Shanghai:20260907T154000",
        "DTEND;TZID=Asia/Shanghai:20260907T164000",
        "RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=2",
        "EXDATE;TZID=Asia/Shanghai:20260921T154000",
        "DTSTART;TZID=Asia/Shanghai:20260916T154000",
        "LOCATION:操场",
        "DESCRIPTION:社团 · 主讲 陈 \"教练\" <主>\\n助教 周老师\\n放学 17:55 东门",
    ];
    for line in lines {
        assert!(own.lines().any(|other| other == line), "{line} in\n{own}");
    }
    assert!(own.lines().any(|line| line == "BEGIN:VTIMEZONE") && !files.values().any(|text| text.contains("secret")));
    assert!(files["周老师.ics"].contains("SUMMARY:足球 <&\"队\">（助教）"));
    let all: Vec<&str> = files.values().flat_map(|text| uids(text)).collect();
    assert_eq!(all.len(), all.iter().collect::<std::collections::BTreeSet<_>>().len());
}

#[test]
fn an_event_keeps_its_uid_when_the_section_changes() {
    let mut moved = plan();
    moved.sections[0].room = Some("r101".to_string());
    moved.seats.0.iter_mut().filter(|(id, _)| id == "s-secret-2").for_each(|(_, held)| *held = vec!["duty#1".into()]);
    let (before, after) = (calendars(&problem(), &plan()), calendars(&problem(), &moved));
    let name = "一（1）班-王一.ics";
    assert!(uids(&after[name]).iter().all(|uid| uids(&before[name]).contains(uid)) && after[name] != before[name]);
    assert_eq!(uids(&after["t3.ics"]), uids(&before["t3.ics"]));
}

#[test]
fn without_a_first_day_there_are_no_calendars() {
    let mut problem = problem();
    for start in [None, Some("2026-02-30".to_string()), Some("+262142-12-30".to_string())] {
        problem.term.as_mut().expect("a term").start.clone_from(&start);
        let dir = tempfile::tempdir().expect("a folder");
        let write = |only| report::write(&problem, &plan(), &judgement(0), None, dir.path(), only);
        let far = start.is_some_and(|start| start.len() > 10);
        assert_eq!(write(Some(Only::Ics)).is_ok(), far);
        assert_eq!(write(None).expect("a report").len(), if far { 16 } else { 14 });
    }
}

#[test]
fn the_same_plan_on_the_same_day_gives_the_same_bytes() {
    let dir = tempfile::tempdir().expect("a folder");
    let (problem, plan, judgement) = (problem(), plan(), judgement(0));
    let day = NaiveDate::from_ymd_opt(2026, 8, 30).expect("a day");
    let bytes = |name: &str| {
        let path = dir.path().join(name);
        report::write_workbook(&View::new(&problem, &plan, &judgement, day), &path).expect("a workbook");
        std::fs::read(path).expect("bytes")
    };
    assert_eq!(bytes("a.xlsx"), bytes("b.xlsx"));
}
