//! `paipian reoptimize`: the closest good plan after events, and who must be told.

use super::input;
use super::output::{data, json, say, write};
use crate::cli::{End, seconds};
use crate::enrol::Bundle;
use crate::words::{self, Lang, Names};
use clap::Args;
use paipian::diagnostic::Diagnostic;
use paipian::format::{PlanFile, ProblemFile, to_text};
use paipian::referee::judge;
use paipian::reopt::{Asked, Block, Changes, Counts, Event, Night, Params, ROUNDS, Why, compare, night};
use paipian::score::Score;
use serde_json::json as value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

/// `paipian reoptimize`
#[derive(Debug, Args)]
pub(crate) struct ReoptimizeArgs {
    /// The problem before the events.
    #[arg(required_unless_present = "replay")]
    pub problem: Option<PathBuf>,
    /// The plan in force.
    #[arg(long, required_unless_present = "replay")]
    pub published: Option<PathBuf>,
    /// The plan to write.
    #[arg(short, long, required_unless_present = "replay")]
    pub output: Option<PathBuf>,
    /// Events, one JSON object a line, such as {"event":"opt_out","student":"s1"}.
    #[arg(long, value_name = "EVENTS.jsonl")]
    pub events: Option<PathBuf>,
    /// Caps and the length of the search.
    #[command(flatten)]
    pub caps: CapArgs,
    /// Days until the new plan is in force, for `--notice`.
    #[arg(long, default_value_t = 1)]
    pub days_ahead: u64,
    /// The published lottery seed.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Seconds after which no further round of the search begins.
    #[arg(long, value_parser = seconds)]
    pub seconds: Option<f64>,
    /// Write everything that the plan depends on, for a replay.
    #[arg(long, value_name = "BUNDLE.json")]
    pub bundle: Option<PathBuf>,
    /// Run a bundle again and say whether the plan is the same.
    #[arg(long, value_name = "BUNDLE.json", conflicts_with_all = ["problem", "published", "events", "bundle"])]
    pub replay: Option<PathBuf>,
    /// Print the result as JSON.
    #[arg(long)]
    pub json: bool,
}

/// Caps on changes for those who asked for nothing, and the length of the search.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct CapArgs {
    /// Seats lost and sections changed in all, at most.
    #[arg(long, value_name = "N")]
    pub max_changes: Option<u64>,
    /// Seats that one child loses, at most.
    #[arg(long, value_name = "N")]
    pub per_student: Option<u64>,
    /// Sections that change for one teacher, at most.
    #[arg(long, value_name = "N")]
    pub per_teacher: Option<u64>,
    /// Days of notice owed to those who asked for nothing.
    #[arg(long, value_name = "DAYS", default_value_t = 0)]
    pub notice: u64,
    /// Rounds of the search at most.
    #[arg(long, default_value_t = ROUNDS)]
    pub rounds: u64,
}

impl CapArgs {
    /// The caps.
    pub(crate) fn caps(&self) -> paipian::reopt::Caps {
        paipian::reopt::Caps { per_student: self.per_student, per_teacher: self.per_teacher, total: self.max_changes }
    }
}

/// Runs the command.
pub(crate) fn run(args: &ReoptimizeArgs, asked: Option<Lang>) -> End {
    match (&args.replay, &args.problem, &args.published, &args.output) {
        (Some(bundle), ..) => replay(bundle, args, asked),
        (None, Some(problem), Some(published), Some(output)) => fresh(args, problem, published, output, asked),
        _ => End::CouldNot,
    }
}

fn fresh(args: &ReoptimizeArgs, problem: &Path, published: &Path, output: &Path, lang: Option<Lang>) -> End {
    let Some(read) = input::problem(problem, lang) else { return End::CouldNot };
    let lang = read.lang;
    let Some(plan) = input::plan(published, lang) else { return End::CouldNot };
    let mut file = read.file;
    let mut asked = Asked::default();
    if let Some(path) = &args.events {
        let Some(events) = events(path, lang) else { return End::CouldNot };
        let mut errors = Vec::new();
        for (line, event) in events {
            match event.apply(&mut file, &format!("line {line}")) {
                Ok(_) => asked.note(&event),
                Err(more) => errors.extend(more),
            }
        }
        if !errors.is_empty() {
            input::diagnostics(path, &errors, lang);
            return End::CouldNot;
        }
    }
    file.published = Some(plan.clone());
    let problem = match paipian::load::load(&file) {
        Ok(problem) => problem,
        Err(errors) => {
            input::diagnostics(args.events.as_deref().unwrap_or(problem), &errors, lang);
            return End::CouldNot;
        }
    };
    let params = Params {
        caps: args.caps.caps(),
        notice_days: args.caps.notice,
        days_ahead: args.days_ahead,
        seed: args.seed,
        credits: BTreeMap::new(),
        rounds: args.caps.rounds,
        seconds: args.seconds,
        attempt: None,
    };
    let found = night(&file, &problem, &asked, &params, &AtomicBool::new(false));
    if let Some(path) = &args.bundle {
        let bundle = Bundle::of(&file, &asked, &params, &found);
        if !write(path, to_text(&bundle).as_bytes(), lang) {
            return End::CouldNot;
        }
    }
    finish(args, &file, &plan, &asked, &found, output, lang)
}

/// Writes the plan if there is one, has the referee judge it, and tells what changed.
fn finish(
    args: &ReoptimizeArgs,
    file: &ProblemFile,
    before: &PlanFile,
    asked: &Asked,
    found: &Night,
    output: &Path,
    lang: Lang,
) -> End {
    let after = found.plan.as_ref().unwrap_or(before);
    if let Some(plan) = &found.plan {
        let judged = judge(file, plan);
        let Score { hard, shortfall, cost } = found.after;
        let same = [(judged.hard, hard), (judged.shortfall, shortfall), (judged.cost, cost)];
        if !same.iter().all(|&(judged, kept)| i64::try_from(judged) == Ok(kept)) {
            say(&format!(
                "error B002 the engine's score {} is not the referee's {} / {} / {}; this is a bug of paipian",
                found.after, judged.hard, judged.shortfall, judged.cost
            ));
            return End::CouldNot;
        }
        let meta = value!({
            "score": { "hard": hard, "shortfall": shortfall, "cost": cost }, "seed": args.seed, "rounds": found.rounds,
            "version": env!("CARGO_PKG_VERSION"),
        });
        let plan = PlanFile { meta, ..plan.clone() };
        if !write(output, to_text(&plan).as_bytes(), lang) {
            return End::CouldNot;
        }
    }
    let changes = compare(file, before, after, asked);
    if args.json {
        let three = |score: Score| value!({ "hard": score.hard, "shortfall": score.shortfall, "cost": score.cost });
        data(&json(&value!({
            "before": three(found.before), "after": three(found.after), "counts": found.counts,
            "blocked": found.blocked, "changes": changes, "why": found.why, "rounds": found.rounds,
            "written": found.plan.is_some(),
        })));
    } else {
        let three = |score: Score| [score.hard, score.shortfall, score.cost];
        let told = Told { file, plan: after, changes: &changes, why: &found.why };
        data(&told.head(three(found.before), three(found.after), &found.counts, lang));
        data(&told.lists(lang));
        say(&blocks(&found.blocked, found.plan.is_some(), lang));
    }
    if found.plan.is_some() && found.blocked.is_empty() { End::Done } else { End::Violations }
}

fn replay(path: &Path, args: &ReoptimizeArgs, lang: Option<Lang>) -> End {
    let Some(text) = input::read(path, lang) else { return End::CouldNot };
    let lang = input::language(lang);
    let bundle: Bundle = match serde_json::from_str(&text) {
        Ok(bundle) => bundle,
        Err(error) => {
            let facts = vec![error.to_string()];
            let place = path.display().to_string();
            input::diagnostics(path, &[Diagnostic { code: "E100", place, value: String::new(), facts }], lang);
            return End::CouldNot;
        }
    };
    match bundle.replay() {
        Ok((night, same)) => {
            if let (Some(plan), Some(output)) = (&night.plan, &args.output)
                && !write(output, to_text(plan).as_bytes(), lang)
            {
                return End::CouldNot;
            }
            say(match (same, lang) {
                (true, Lang::Zh) => "重算得到同一份排片表",
                (true, Lang::En) => "the same plan came out",
                (false, Lang::Zh) => "重算得到的排片表不同：程序版本或文件被改过",
                (false, Lang::En) => "another plan came out: the program or the bundle is not the same",
            });
            if same { End::Done } else { End::Violations }
        }
        Err(errors) => {
            input::diagnostics(path, &errors, lang);
            End::CouldNot
        }
    }
}

/// Reads events, one a line; says every error.
fn events(path: &Path, lang: Lang) -> Option<Vec<(usize, Event)>> {
    let text = input::read(path, Some(lang))?;
    let (mut events, mut errors) = (Vec::new(), Vec::new());
    let lines = text.trim_start_matches('\u{feff}').lines().enumerate();
    for (ix, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
        match serde_json::from_str(line) {
            Ok(event) => events.push((ix + 1, event)),
            Err(error) => errors.push(Diagnostic {
                code: "E100",
                place: format!("line {}", ix + 1),
                value: String::new(),
                facts: vec![error.to_string()],
            }),
        }
    }
    if errors.is_empty() {
        return Some(events);
    }
    input::diagnostics(path, &errors, lang);
    None
}

/// What a person reads of a re-optimization.
pub(super) struct Told<'t> {
    pub(super) file: &'t ProblemFile,
    pub(super) plan: &'t PlanFile,
    pub(super) changes: &'t Changes,
    pub(super) why: &'t BTreeMap<String, Why>,
}

impl Told<'_> {
    /// Score before and after, and how many are touched.
    pub(super) fn head(&self, before: [i64; 3], after: [i64; 3], counts: &Counts, lang: Lang) -> String {
        let ([h, s, c], [h2, s2, c2]) = (before, after);
        let told = self.changes.students.len();
        let Counts { per_student, per_teacher, total, families } = counts;
        match lang {
            Lang::Zh => format!(
                "不动：硬性违规 {h} · 欠缺 {s} · 代价 {c}\n新方案：硬性违规 {h2} · 欠缺 {s2} · 代价 {c2}\n\
                 没有提出申请而失去原座位的家庭 {families} 户（每生至多 {per_student} 座，每师至多 {per_teacher} 班，合计 {total} 处）\n\
                 需要告知的学生 {told} 名，教师 {} 名\n",
                self.changes.teachers.len()
            ),
            Lang::En => format!(
                "doing nothing: hard {h} · shortfall {s} · cost {c}\nthe new plan: hard {h2} · shortfall {s2} · cost {c2}\n\
                 {families} families who asked for nothing lost a seat (at most {per_student} a child, {per_teacher} sections a teacher, {total} changes in all)\n\
                 {told} students and {} teachers to be told\n",
                self.changes.teachers.len()
            ),
        }
    }

    /// The lists that are sent out: by family, by teacher, and the sections with the reason.
    pub(super) fn lists(&self, lang: Lang) -> String {
        let names = Names::new(self.file, self.plan);
        let of = |kind: &str, id: &str| names.of(lang, kind, id);
        let all = |ids: &[String]| ids.iter().map(|id| of("section", id)).collect::<Vec<_>>().join("、");
        let say = |zh: &str, en: &str, ids: &[String]| match (ids.is_empty(), lang) {
            (true, _) => String::new(),
            (_, Lang::Zh) => format!(" {zh} {}；", all(ids)),
            (_, Lang::En) => format!(" {en} {};", all(ids)),
        };
        let mut text = String::new();
        for row in &self.changes.sections {
            let why = words::change_reason(lang, &row.why);
            let what = words::change_kind(lang, &row.what);
            text.push_str(&format!("  {} {what} {} → {} ({why})\n", of("section", &row.section), row.from, row.to));
        }
        for row in &self.changes.students {
            let waves = row.waves.iter().map(|(period, gate, wave)| {
                let gate = gate.as_deref().unwrap_or("");
                match lang {
                    Lang::Zh => format!(" {} 第 {} 批离校 {gate}；", of("period", period), wave + 1),
                    Lang::En => format!(" {} leaves in wave {} {gate};", of("period", period), wave + 1),
                }
            });
            let why = self.why.get(&row.student).map_or(String::new(), |why| words::move_reason(lang, why));
            text.push_str(&format!(
                "  {}：{}{}{}{}{why}\n",
                of("student", &row.student),
                say("不再上", "no longer", &row.lost),
                say("改上", "now", &row.gained),
                say("有变化", "changed", &row.altered),
                waves.collect::<String>()
            ));
        }
        for row in &self.changes.teachers {
            text.push_str(&format!(
                "  {}：{}{}{}\n",
                of("teacher", &row.teacher),
                say("不再带", "no longer", &row.lost),
                say("改带", "now", &row.gained),
                say("有变化", "changed", &row.altered)
            ));
        }
        text
    }
}

/// Which caps stand in the way and what it would take.
pub(super) fn blocks(blocked: &[Block], found: bool, lang: Lang) -> String {
    let mut text = String::new();
    for Block { cap, allowed, needed } in blocked {
        let cap = words::cap(lang, cap);
        text.push_str(&match lang {
            Lang::Zh => format!("上限不够：{cap} 允许 {allowed}，修复需要 {needed}\n"),
            Lang::En => format!("a cap is in the way: {cap} allows {allowed}, the repair takes {needed}\n"),
        });
    }
    if !found {
        text.push_str(match lang {
            Lang::Zh => "没有在上限之内可用的方案：已公布的方案继续有效\n",
            Lang::En => "no usable plan within the caps: the published plan stays in force\n",
        });
    }
    text
}
