//! `paipian solve`: the plan, its score by rule, its proven bound and gap. Ctrl-C keeps the best.

use super::output::{data, json, say, write};
use super::{check, input};
use crate::cli::{AuditArg, End, SolveArgs};
use crate::digest::fnv1a;
use crate::words::{Lang, counted};
use indicatif::{ProgressBar, ProgressStyle};
use paipian::format::{PlanFile, ProblemFile, to_text};
use paipian::plan::Audit;
use paipian::problem::Problem;
use paipian::referee::{Judgement, judge};
use paipian::search::{Limit, Stopped};
use paipian::solve::{Outcome, Params, Report, solve};
use serde_json::{Value, json};
use std::io::IsTerminal;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

/// Runs the command.
pub(crate) fn run(args: &SolveArgs, asked: Option<Lang>) -> End {
    let Some(read) = input::problem(&args.problem, asked) else { return End::CouldNot };
    let start = match &args.start {
        None => None,
        Some(path) => match input::plan(path, read.lang) {
            Some(plan) => Some(plan),
            None => return End::CouldNot,
        },
    };
    let params = Params {
        limit: args.steps.map_or(Limit::Seconds(args.seconds), Limit::Rounds),
        seed: args.seed,
        threads: usize::from(args.threads.unwrap_or(0)),
        gap: args.gap,
        audit: match args.audit {
            AuditArg::Off => Audit::Off,
            AuditArg::End => Audit::End,
            AuditArg::Step => Audit::Step,
        },
    };
    let Some(solved) = solve_aloud(&read.file, &read.problem, &read.text, start.as_ref(), &params, read.lang) else {
        return End::CouldNot;
    };
    if !write(&args.output, to_text(&solved.plan).as_bytes(), read.lang) {
        return End::CouldNot;
    }
    if args.json {
        let mut map = check::as_json(&read.file, &solved.plan, &solved.judgement, read.lang);
        map.insert("bound".into(), bound(&solved.outcome));
        map.insert("gap".into(), rounded(solved.outcome.gap()));
        map.insert("seconds".into(), rounded(solved.outcome.seconds));
        map.insert("first_plan_seconds".into(), rounded(solved.outcome.first_plan));
        map.insert("steps".into(), solved.outcome.steps.into());
        map.insert("seed".into(), params.seed.into());
        map.insert("stopped".into(), stopped(solved.outcome.stopped).into());
        data(&json(&Value::Object(map)));
    } else {
        data(&check::in_words(&read.file, &solved.plan, &solved.judgement, read.lang));
        data(&closing(&solved.outcome, read.lang));
    }
    solved.end()
}

/// A plan that the referee has judged.
pub(super) struct Solved {
    pub(super) plan: PlanFile,
    pub(super) judgement: Judgement,
    pub(super) outcome: Outcome,
}

impl Solved {
    /// How a command that solved ends.
    pub(super) fn end(&self) -> End {
        match (self.outcome.stopped, self.judgement.hard) {
            (Stopped::Interrupt, _) => End::Interrupted,
            (_, 0) => End::Done,
            _ => End::Violations,
        }
    }
}

/// Solves with progress on stderr, and has the referee judge the plan. A contradiction between engine and referee is
/// our bug: it is said, and there is no plan.
pub(super) fn solve_aloud(
    file: &ProblemFile,
    problem: &Problem,
    text: &str,
    start: Option<&PlanFile>,
    params: &Params,
    lang: Lang,
) -> Option<Solved> {
    let mut progress = Progress::new(params, lang);
    progress.announce(file, params);
    let outcome = match solve(problem, start, params, interrupt(), |report| progress.tell(report)) {
        Ok(outcome) => outcome,
        Err(error) => {
            say(&format!("error B001 {error}"));
            return None;
        }
    };
    progress.end();
    let mut plan = outcome.plan.write(problem);
    plan.meta = meta(&outcome, params, text);
    let judgement = judge(file, &plan);
    let score = outcome.score;
    let agreed = [(judgement.hard, score.hard), (judgement.shortfall, score.shortfall), (judgement.cost, score.cost)]
        .iter()
        .all(|&(judged, kept)| i64::try_from(judged) == Ok(kept));
    if !agreed {
        say(&format!(
            "error B002 the engine's score {score} is not the referee's {} / {} / {}; this is a bug of paipian",
            judgement.hard, judgement.shortfall, judgement.cost
        ));
        return None;
    }
    Some(Solved { plan, judgement, outcome })
}

/// Set by Ctrl-C. A second Ctrl-C ends the program at once.
pub(super) fn interrupt() -> &'static AtomicBool {
    static ASKED: AtomicBool = AtomicBool::new(false);
    static ONCE: OnceLock<()> = OnceLock::new();
    ONCE.get_or_init(|| {
        let handler = || {
            if ASKED.swap(true, Ordering::Relaxed) {
                std::process::exit(130);
            }
        };
        if let Err(error) = ctrlc::set_handler(handler) {
            say(&format!("Ctrl-C: {error}"));
        }
    });
    &ASKED
}

/// What a plan file says of its making. The same seed and steps give the same bytes: no clock is in it.
fn meta(outcome: &Outcome, params: &Params, text: &str) -> Value {
    let limit = match params.limit {
        Limit::Seconds(seconds) => json!({ "seconds": seconds }),
        Limit::Rounds(steps) => json!({ "steps": steps }),
    };
    json!({
        "score": { "hard": outcome.score.hard, "shortfall": outcome.score.shortfall, "cost": outcome.score.cost },
        "bound": bound(outcome),
        "seed": params.seed,
        "limit": limit,
        "version": env!("CARGO_PKG_VERSION"),
        "problem_digest": digest(text),
    })
}

/// Tells whether a plan was made for this very file.
fn digest(text: &str) -> String {
    format!("fnv1a64:{:016x}", fnv1a(text.as_bytes()))
}

fn bound(outcome: &Outcome) -> Value {
    json!({ "shortfall": outcome.bound.shortfall, "cost": outcome.bound.cost })
}

fn rounded(number: f64) -> Value {
    json!((number * 10_000.0).round() / 10_000.0)
}

fn stopped(why: Stopped) -> &'static str {
    match why {
        Stopped::Time => "time",
        Stopped::Steps => "steps",
        Stopped::Interrupt => "interrupt",
        Stopped::Gap => "gap",
        Stopped::Optimal => "optimal",
    }
}

fn closing(outcome: &Outcome, lang: Lang) -> String {
    let (bound, seconds, steps) = (outcome.bound, outcome.seconds, outcome.steps);
    let told = outcome.score.hard == 0 && outcome.score.shortfall <= bound.shortfall;
    let gap = outcome.gap() * 100.0;
    match lang {
        Lang::Zh => {
            let why = match outcome.stopped {
                Stopped::Time => "时间到",
                Stopped::Steps => "步数到",
                Stopped::Interrupt => "人工中断",
                Stopped::Gap => "已证明足够接近最优",
                Stopped::Optimal => "已证明最优",
            };
            let gap =
                if told { format!("差距 {gap:.1} %") } else { "欠缺尚未达到下界，差距未定".to_string() };
            format!(
                "\n已证明的下界：欠缺 {} · 代价 {}；{gap}\n用时 {seconds:.1} 秒，{steps} 步；停止原因：{why}\n",
                bound.shortfall, bound.cost
            )
        }
        Lang::En => {
            let why = stopped(outcome.stopped);
            let gap = if told {
                format!("gap {gap:.1} %")
            } else {
                "no gap while the shortfall is above its bound".to_string()
            };
            format!(
                "\nproven bound: shortfall {} · cost {}; {gap}\n{seconds:.1} s, {}, stopped by {why}\n",
                bound.shortfall,
                bound.cost,
                counted(steps, "step")
            )
        }
    }
}

/// Progress on stderr: a bar on a terminal, a line now and then elsewhere.
struct Progress {
    bar: Option<ProgressBar>,
    lang: Lang,
    next_line: f64,
}

/// Seconds between two lines of progress where there is no terminal.
const LINE_EVERY: f64 = 10.0;

impl Progress {
    fn new(params: &Params, lang: Lang) -> Self {
        let bar = std::io::stderr().is_terminal().then(|| {
            let length = match params.limit {
                Limit::Seconds(seconds) => (seconds * 10.0) as u64,
                Limit::Rounds(steps) => steps,
            };
            let bar = ProgressBar::new(length);
            if let Ok(style) = ProgressStyle::with_template("{bar:30} {msg}") {
                bar.set_style(style);
            }
            bar
        });
        Self { bar, lang, next_line: 0.0 }
    }

    fn announce(&self, file: &ProblemFile, params: &Params) {
        let (students, courses) = (file.students.len(), file.courses.len());
        let limit = match (params.limit, self.lang) {
            (Limit::Seconds(seconds), Lang::Zh) => format!("最多 {seconds} 秒"),
            (Limit::Seconds(seconds), Lang::En) => format!("at most {seconds} s"),
            (Limit::Rounds(steps), Lang::Zh) => format!("{steps} 步"),
            (Limit::Rounds(steps), Lang::En) => counted(steps, "step"),
        };
        say(&match self.lang {
            Lang::Zh => {
                format!("排片：学生 {students}，课程 {courses}；{limit}，按 Ctrl-C 可提前结束并保留当前最好的方案")
            }
            Lang::En => {
                format!(
                    "{}, {}; {limit}; Ctrl-C ends early and keeps the best plan",
                    counted(students, "student"),
                    counted(courses, "course")
                )
            }
        });
    }

    fn tell(&mut self, report: Report) {
        let Report { seconds, steps, score, sections } = report;
        let text = match self.lang {
            Lang::Zh => format!(
                "{seconds:.0} 秒 · {steps} 步 · 硬性违规 {} · 欠缺 {} · 代价 {} · 开班 {sections}",
                score.hard, score.shortfall, score.cost
            ),
            Lang::En => format!(
                "{seconds:.0} s · step {steps} · hard {} · shortfall {} · cost {} · {}",
                score.hard,
                score.shortfall,
                score.cost,
                counted(sections, "section")
            ),
        };
        match &self.bar {
            Some(bar) => {
                let by_steps = bar.length().is_some_and(|length| steps > 0 && length == steps);
                bar.set_position(if by_steps { steps } else { (seconds * 10.0) as u64 });
                bar.set_message(text);
            }
            None if seconds >= self.next_line => {
                self.next_line = seconds + LINE_EVERY;
                say(&text);
            }
            None => {}
        }
    }

    fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
