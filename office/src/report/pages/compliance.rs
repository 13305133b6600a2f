//! The compliance report of a plan under one regulation: a printable page and the same as JSON.

use super::requirement;
use super::{Head, head, render};
use crate::report::view::{View, clock};
use crate::report::{ReportError, words};
use crate::words::{Lang, Names, lint, term};
use askama::Template;
use paipian::compliance::{Case, Compliance, Figure, Line, Note, Side, Status, Unit};
use serde_json::{Value, json};

/// Most findings told in a line.
const FINDINGS: usize = 6;

#[derive(Template)]
#[template(path = "compliance.html")]
struct Page {
    head: Head,
    title: String,
    document: String,
    validity: String,
    layers: Vec<String>,
    counts: Vec<(&'static str, usize)>,
    groups: Vec<Group>,
    notes: Vec<(usize, String)>,
    asks: Vec<Ask>,
    grades: Vec<Vec<String>>,
    classes: Vec<ClassShares>,
    onsite: Vec<Vec<String>>,
    fees: Vec<(&'static str, String)>,
    pay: Vec<Vec<String>>,
}

#[derive(Template)]
#[template(path = "compliance_none.html")]
struct NoPage {
    head: Head,
    policy: String,
}

struct Group {
    name: &'static str,
    rows: Vec<Row>,
}

struct Row {
    id: String,
    title: String,
    clause: String,
    quote: String,
    class: &'static str,
    principle: bool,
    wanted: String,
    measured: String,
    margin: String,
    status: &'static str,
    sign: &'static str,
    details: Vec<String>,
    notes: Vec<usize>,
}

struct Ask {
    id: String,
    text: String,
    done: String,
}

struct ClassShares {
    name: String,
    rows: Vec<Vec<String>>,
}

const GROUPS: [(char, &str); 9] = [
    ('T', "时间"),
    ('Q', "配额、课程、班级"),
    ('W', "人员"),
    ('V', "场地与机构"),
    ('S', "学生"),
    ('L', "离校"),
    ('F', "收费"),
    ('M', "调查与报备"),
    ('R', "其他要求"),
];

fn status(status: Status) -> (&'static str, &'static str) {
    match status {
        Status::Met => ("符合", "✓"),
        Status::NotMet => ("不符合", "✗"),
        Status::NotApplicable => ("不适用", "—"),
        Status::NeedsPerson => ("待人确认", "？"),
    }
}

/// `62.5%`, `130 分钟`, `17:50`, …
fn number(value: i64, unit: Unit) -> String {
    let tenths = |value: i64| {
        let (whole, tenth) = (value.abs() / 10, value.abs() % 10);
        if tenth == 0 { whole.to_string() } else { format!("{whole}.{tenth}") }
    };
    match unit {
        Unit::Days => format!("{value} 天"),
        Unit::Minutes => format!("{value} 分钟"),
        Unit::Clock => clock(value.unsigned_abs()),
        Unit::PerMille => format!("{}{}%", if value < 0 { "-" } else { "" }, tenths(value)),
        Unit::People => format!("{value} 人"),
        Unit::Fen => format!("{} 元", words::yuan(value.unsigned_abs())),
        Unit::Lessons => format!("{value} 课时"),
        Unit::Count => value.to_string(),
    }
}

fn margin(figure: &Figure) -> String {
    let Some(margin) = figure.margin else { return "—".to_string() };
    let sign = match margin {
        0 => "±",
        1.. => "+",
        _ => "−",
    };
    let size = match figure.unit {
        Unit::Clock => number(margin.abs(), Unit::Minutes),
        Unit::PerMille => format!("{} 个百分点", number(margin.abs(), Unit::PerMille).trim_end_matches('%')),
        unit => number(margin.abs(), unit),
    };
    format!("{sign}{size}")
}

fn wanted(line: &Line) -> String {
    match line.figure {
        Some(Figure { wanted: Some(wanted), side, unit, .. }) => {
            let side = if side == Side::AtLeast { "≥ " } else { "≤ " };
            format!("{side}{}", number(wanted, unit))
        }
        _ => requirement::text(&line.rule),
    }
}

fn note(view: &View, note: &Note) -> String {
    let fact = |ix: usize| note.facts.get(ix).map_or("", String::as_str);
    let percent = |text: &str| text.parse().map_or_else(|_| text.to_string(), |tenths| number(tenths, Unit::PerMille));
    match note.code {
        "district_unknown" => "没有登记所在区或当地下班时间，所列为与规定时间的比较".to_string(),
        "district_elsewhere" => "不在规定所指的区，上限供参照，超过的是否可以由人判断".to_string(),
        "fee_district_unknown" => "没有登记所在区，超过的是否适用由人判断".to_string(),
        "homework_time" => format!("每天能做作业的时段最少的是{}：{} 分钟", view.grade_of(fact(0)), fact(1)),
        "unclear_count" => format!("有 {} 天恰好是原文没有规定的班数，已按较多的派", fact(0)),
        "plan_differs" => format!("编排时用的数是 {}，规定为 {}", fact(0), fact(1)),
        "no_dates" => "学期没有写起止日期".to_string(),
        "nothing_on_file" => "没有相应的登记".to_string(),
        "unfiled" => format!("另有 {} 项没有登记，无法判断", fact(0)),
        "not_in_force" => "本学期不在有效期内".to_string(),
        "short_weeks" => format!("{} 周中有 {} 周因放假不足，按校历计", fact(1), fact(0)),
        "short_share_weeks" => format!("另有 {} 名学生在个别放假或调休的周不足", fact(0)),
        "net_minutes" => format!("所设时段的净时长最少 {} 分钟", fact(0)),
        "other_stages" => format!("有 {} 名其他学段的学生报了晚间", fact(0)),
        "unbound" => format!("参加时间不足的 {} 人、登记免除的 {} 人，只报告", fact(0), fact(1)),
        "library" => format!("课程 {} 门，场地 {} 处", fact(0), fact(1)),
        "unknown_fields" => format!("{} 门课程有字段要看课程登记", fact(0)),
        "avoided" => format!("排在希望回避时段的有 {} 分钟", fact(0)),
        "late_minutes" => format!("迟到批次 {} 人·分钟", fact(0)),
        "top_three" => format!("前三志愿率 {}", percent(fact(0))),
        "months" => format!("学期按 {} 个月平摊", fact(0)),
        "unpriced" => format!("{} 门收费的校外课程没有登记校外价格", fact(0)),
        "reductions" => {
            let fen: u64 = fact(1).parse().unwrap_or(0);
            format!("已减免 {} 人，共 {} 元", fact(0), words::yuan(fen))
        }
        "band" => format!("应予{}", term(Lang::Zh, fact(0))),
        other => other.to_string(),
    }
}

impl View<'_> {
    /// What a case is about.
    fn case_name(&self, case: &Case) -> String {
        match case.kind {
            "student" => match self.students.iter().position(|student| student.id == case.id) {
                Some(at) => format!("{} {}", self.class_name(at), case.name),
                None => case.name.clone(),
            },
            "section" if case.name != case.id => format!("{}［{}］", case.name, case.id),
            "grade" => self.grade_of(&case.id),
            "week" => format!("第{}周", case.id),
            "day" => {
                let (week, day) = case.id.split_once('-').unwrap_or(("1", "0"));
                let number = |text: &str| text.parse().unwrap_or(0);
                let name = format!("{}{}", words::week(number(week), self.cycle_weeks), words::day(number(day)));
                if case.name == case.id { name } else { format!("{name}{}", term(Lang::Zh, &case.name)) }
            }
            _ => case.name.clone(),
        }
    }

    fn grade_of(&self, id: &str) -> String {
        self.grades.iter().find(|grade| grade.row.id == id).map_or_else(|| id.to_string(), |grade| grade.name.clone())
    }

    fn class_of(&self, id: &str) -> String {
        let at = self.problem.classes.iter().position(|class| class.id == id);
        at.and_then(|at| self.classes.get(at)).map_or_else(|| id.to_string(), |class| class.name.clone())
    }
}

fn told(view: &View, case: &Case) -> String {
    let name = view.case_name(case);
    match case.wanted {
        Some(wanted) => format!("{name}：{}（要求 {}）", number(case.measured, case.unit), number(wanted, case.unit)),
        None => format!("{name}：{}", number(case.measured, case.unit)),
    }
}

fn details(view: &View, names: &Names<'_>, line: &Line) -> Vec<String> {
    let mut details = Vec::new();
    if line.broken > 0 && line.looked_at > 0 {
        details.push(format!("{} 项中 {} 项不合", line.looked_at, line.broken));
    }
    let cases: Vec<String> = line.cases.iter().map(|case| told(view, case)).collect();
    // Of a rule that is kept the worst cases say how much room there is.
    let most = if line.status == Status::Met { 3 } else { cases.len() };
    if !cases.is_empty() {
        let label = if line.broken > 0 { "不合或最差的" } else { "最接近的" };
        details.push(format!("{label}：{}", cases[..most.min(cases.len())].join("；")));
    }
    details.extend(line.notes.iter().map(|one| note(view, one)));
    details.extend(line.findings.iter().take(FINDINGS).map(|finding| lint(Lang::Zh, names, finding).cause));
    if line.findings.len() > FINDINGS {
        details.push(format!("另有 {} 条，见 paipian lint", line.findings.len() - FINDINGS));
    }
    if let Some(tick) = &line.tick {
        let seen = tick.note.as_deref().map_or_else(String::new, |note| format!("：{note}"));
        details.push(format!("{} 于 {} 确认{seen}", tick.by, tick.on));
    }
    details
}

/// Footnotes of a line: the reading, and what each layer changed.
fn footnotes(line: &Line) -> Vec<String> {
    let rule = &line.rule;
    let mut notes: Vec<String> = Vec::new();
    notes.extend(rule.reading.as_ref().map(|reading| format!("{}（读法）{reading}", rule.id)));
    for layer in &rule.overrides {
        let level = if layer.layer == "district" { "区级" } else { "学校" };
        let what = if layer.applies {
            format!("原为 {}，改为 {}", requirement::value(&layer.was), requirement::value(&rule.value))
        } else {
            "不适用".to_string()
        };
        let room = if rule.principle { "原文为「原则上」" } else { "原文没有「原则上」" };
        notes.push(format!("{}（{level}规定《{}》）{what}；理由：{}；{room}", rule.id, layer.title, layer.reason));
    }
    notes
}

/// `compliance.html`; without a regulation a page that says so.
pub(super) fn page(view: &View, compliance: Option<&Compliance>) -> Result<String, ReportError> {
    let title = "合规报告";
    let head = head(view, "compliance.html", title, "A4 landscape", false);
    let Some(compliance) = compliance else {
        let policy = view.problem.policy.name.clone().unwrap_or_default();
        return render(&NoPage { head, policy });
    };
    let names = Names::new(view.problem, view.plan);
    let mut notes: Vec<(usize, String)> = Vec::new();
    let mut groups: Vec<Group> = Vec::new();
    for (letter, name) in GROUPS.into_iter().chain([('X', "本规定另有的")]) {
        let lines = compliance.lines.iter().filter(|line| line.rule.id.starts_with(letter));
        let rows: Vec<Row> = lines.map(|line| row(view, &names, line, &mut notes)).collect();
        if !rows.is_empty() {
            groups.push(Group { name, rows });
        }
    }
    let all = [Status::Met, Status::NotMet, Status::NotApplicable, Status::NeedsPerson];
    let asks = compliance.lines.iter().filter(|line| line.rule.applies);
    let asks = asks.filter_map(|line| {
        let done = line.tick.as_ref().map_or_else(String::new, |tick| format!("☑ {} {}", tick.by, tick.on));
        let a_persons = line.status == Status::NeedsPerson || line.tick.is_some();
        let unfiled = line.notes.iter().find(|note| note.code == "unfiled" && a_persons);
        let look = || Some(format!("{}：没有登记的 {} 项已核对", line.rule.title, unfiled?.facts.first()?));
        Some(Ask { id: line.rule.id.clone(), text: line.rule.ask.clone().or_else(look)?, done })
    });
    render(&Page {
        head,
        title: compliance.title.clone(),
        document: compliance.document.clone(),
        validity: validity(compliance),
        layers: compliance.layers.clone(),
        counts: all.map(|of| (status(of).0, compliance.count(of))).to_vec(),
        groups,
        notes,
        asks: asks.collect(),
        grades: grades(view, compliance),
        classes: classes(view, compliance),
        onsite: onsite(view, compliance),
        fees: fees(compliance),
        pay: pay(compliance),
    })
}

fn validity(compliance: &Compliance) -> String {
    let valid = &compliance.valid;
    let dates = match (&valid.from, &valid.until) {
        (None, None) => String::new(),
        (from, until) => {
            format!("{} 至 {}", from.as_deref().unwrap_or("……"), until.as_deref().unwrap_or("……"))
        }
    };
    let note = valid.note.clone().unwrap_or_default();
    [dates, note].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("；")
}

fn row(view: &View, names: &Names<'_>, line: &Line, notes: &mut Vec<(usize, String)>) -> Row {
    let mut numbers = Vec::new();
    for text in footnotes(line) {
        notes.push((notes.len() + 1, text));
        numbers.push(notes.len());
    }
    let (status, sign) = status(line.status);
    Row {
        id: line.rule.id.clone(),
        title: line.rule.title.clone(),
        clause: line.rule.clause.clone(),
        quote: line.rule.quote.clone(),
        class: line.rule.class.word(),
        principle: line.rule.principle,
        wanted: wanted(line),
        measured: line.figure.map_or_else(|| "—".to_string(), |figure| number(figure.measured, figure.unit)),
        margin: line.figure.as_ref().map_or_else(|| "—".to_string(), margin),
        status,
        sign,
        details: details(view, names, line),
        notes: numbers,
    }
}

fn grades(view: &View, compliance: &Compliance) -> Vec<Vec<String>> {
    let line = |grade: &paipian::compliance::GradeShare| {
        vec![
            view.grade_of(&grade.grade),
            format!("{}%", grade.wanted),
            grade.students.to_string(),
            grade.bound.to_string(),
            grade.met.to_string(),
            (grade.bound - grade.met).to_string(),
            number(grade.average, Unit::PerMille),
            grade.least.map_or_else(|| "—".to_string(), |least| number(least, Unit::PerMille)),
        ]
    };
    compliance.grades.iter().map(line).collect()
}

fn classes(view: &View, compliance: &Compliance) -> Vec<ClassShares> {
    let mut classes: Vec<ClassShares> = Vec::new();
    for class in &view.problem.classes {
        let own = compliance.pupils.iter().filter(|share| share.class == class.id);
        let line = |share: &paipian::compliance::PupilShare| {
            let percent = |part: i64, whole: i64| {
                if whole == 0 { "—".to_string() } else { number(part * 1000 / whole, Unit::PerMille) }
            };
            let margin = share.wanted.map(|wanted| share.special - wanted);
            let verdict = match (share.unbound, margin) {
                ("exempt", _) => "免除",
                ("few_minutes", _) => "时间不足，只报告",
                (_, Some(margin)) if margin < 0 => "不足",
                _ => "达标",
            };
            vec![
                share.name.clone(),
                format!("{}/{}", share.special, share.attended),
                percent(share.special, share.attended),
                share.wanted.map_or_else(|| "—".to_string(), |wanted| wanted.to_string()),
                margin.map_or_else(|| "—".to_string(), |margin| format!("{margin:+}")),
                percent(share.term_special, share.term_attended),
                share.short_weeks.to_string(),
                verdict.to_string(),
            ]
        };
        let rows: Vec<Vec<String>> = own.map(line).collect();
        if !rows.is_empty() {
            classes.push(ClassShares { name: view.class_of(&class.id), rows });
        }
    }
    classes
}

fn onsite(view: &View, compliance: &Compliance) -> Vec<Vec<String>> {
    let line = |day: &paipian::compliance::OnsiteDay| {
        vec![
            format!("{}{}", words::week(day.week, view.cycle_weeks), words::day(day.day)),
            day.classes.to_string(),
            day.staff.to_string(),
            if day.unclear { "原文没有规定这个班数，按较多的派" } else { "" }.to_string(),
        ]
    };
    compliance.onsite.iter().map(line).collect()
}

fn fees(compliance: &Compliance) -> Vec<(&'static str, String)> {
    let fees = &compliance.fees;
    let yuan = |fen: i64| number(fen, Unit::Fen);
    vec![
        ("本学期应收", yuan(fees.gross)),
        ("减免", format!("{}（{} 人）", yuan(fees.reduced), fees.children_reduced)),
        ("减免后", yuan(fees.gross - fees.reduced)),
        ("其中基本托管", yuan(fees.basic)),
        ("有服务的月份", format!("{} 个", fees.months)),
    ]
}

fn pay(compliance: &Compliance) -> Vec<Vec<String>> {
    let hours = |minutes: i64| format!("{}.{}", minutes / 60, minutes % 60 * 10 / 60);
    let line = |row: &paipian::compliance::Pay| {
        vec![
            row.name.clone(),
            words::teacher_kind(&row.kind).to_string(),
            row.minutes.to_string(),
            hours(row.term_minutes),
            if row.rate == 0 { "—".to_string() } else { number(row.rate, Unit::Fen) },
            if row.rate == 0 { "—".to_string() } else { number(row.term_pay, Unit::Fen) },
        ]
    };
    compliance.pay.iter().map(line).collect()
}

/// `compliance.json`: what was measured, and the findings in words.
pub(super) fn as_json(view: &View, compliance: &Compliance) -> Value {
    let names = Names::new(view.problem, view.plan);
    let mut value = json!(compliance);
    let lines = value.get_mut("lines").and_then(Value::as_array_mut);
    for (row, line) in lines.into_iter().flatten().zip(&compliance.lines) {
        let findings = line.findings.iter().map(|finding| {
            let said = lint(Lang::Zh, &names, finding);
            json!({ "code": finding.code, "subject": finding.subject, "facts": finding.facts, "text": said.cause })
        });
        row["findings"] = findings.collect();
        row["text"] = details(view, &names, line).into();
    }
    let counts = [Status::Met, Status::NotMet, Status::NotApplicable, Status::NeedsPerson];
    value["counts"] = counts
        .map(|of| (json!(of).as_str().unwrap_or("").to_string(), json!(compliance.count(of))))
        .into_iter()
        .collect::<serde_json::Map<_, _>>()
        .into();
    value
}
