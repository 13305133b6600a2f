//! `paipian explain`: why, and what would help.

mod answers;
mod causes;

use super::input;
use super::output::{data, json, say};
use super::solve::interrupt;
use crate::cli::{End, ExplainArgs};
use crate::words::{self, Lang, Names};
use paipian::explain::{Effort, Item, causes, child, pin, rule, section, student_at, teacher};
use paipian::format::{FORMAT, PlanFile, Seats};
use paipian::plan::Plan;
use serde_json::{Value, json};
use std::sync::atomic::Ordering;

/// Runs the command.
pub(crate) fn run(args: &ExplainArgs, asked: Option<Lang>) -> End {
    let Some(read) = input::problem(&args.problem, asked) else { return End::CouldNot };
    let plan = match &args.plan {
        None => None,
        Some(path) => match input::plan(path, read.lang) {
            Some(plan) => Some(plan),
            None => return End::CouldNot,
        },
    };
    let effort = Effort { seed: args.seed, ..Effort::of(read.file.students.len()) };
    let empty = no_plan();
    let names = Names::new(&read.file, plan.as_ref().unwrap_or(&empty));
    let teller = Teller { names: &names, lang: read.lang };
    let told = match (question(args), &plan) {
        (Question::All, _) => {
            let diagnosis = causes(&read.file, &read.problem, plan.as_ref(), &effort, interrupt());
            let told = match args.json {
                true => json(&teller.diagnosis(&diagnosis)),
                false => teller.causes(&read.file, &diagnosis, plan.as_ref()),
            };
            data(&told);
            let clean = diagnosis.causes.is_empty() && diagnosis.score.hard == 0 && diagnosis.score.shortfall == 0;
            return match interrupt().load(Ordering::Relaxed) {
                true => End::Interrupted,
                false if clean => End::Done,
                false => End::Violations,
            };
        }
        (Question::Pin(at), plan) => {
            let answer = pin(&read.file, &read.problem, plan.as_ref(), at, &effort, interrupt());
            answer.map(|answer| teller.pin(&answer))
        }
        (question, Some(plan)) => {
            let plan = Plan::read(&read.problem, plan);
            match question {
                Question::Student(id) => {
                    student_at(&read.problem, id).map(|at| teller.child(&child(&read.problem, &plan, at)))
                }
                Question::Section(id) => section(&read.problem, &plan, id).map(|answer| teller.section(&answer)),
                Question::Teacher(id) => teacher(&read.problem, &plan, id).map(|answer| teller.teacher(&answer)),
                Question::Rule(id) => rule(&read.problem, &plan, id).map(|answer| teller.rule(&answer)),
                Question::All | Question::Pin(_) => None,
            }
        }
        (_, None) => {
            say(match read.lang {
                Lang::Zh => "错误 F030 这个问题要有方案才能回答\n  建议：在问题文件之后给出 plan.json",
                Lang::En => "error F030 this question needs a plan\n  maybe: name plan.json after the problem",
            });
            return End::CouldNot;
        }
    };
    match told {
        Some((text, value)) => {
            data(&if args.json { json(&value) } else { text });
            End::Done
        }
        None => {
            say(match read.lang {
                Lang::Zh => "错误 F031 没有这个编号\n  建议：用文件里的编号；锁定用它的序号，从 0 起",
                Lang::En => {
                    "error F031 there is nothing of this id\n  maybe: use the ids of the files; for a pin its position, from 0"
                }
            });
            End::CouldNot
        }
    }
}

/// What is asked.
enum Question<'a> {
    All,
    Student(&'a str),
    Section(&'a str),
    Teacher(&'a str),
    Rule(&'a str),
    Pin(usize),
}

fn question(args: &ExplainArgs) -> Question<'_> {
    match (&args.student, &args.section, &args.teacher, &args.rule, args.pin) {
        (Some(id), ..) => Question::Student(id),
        (_, Some(id), ..) => Question::Section(id),
        (_, _, Some(id), ..) => Question::Teacher(id),
        (_, _, _, Some(id), _) => Question::Rule(id),
        (.., Some(at)) => Question::Pin(at),
        _ => Question::All,
    }
}

/// A plan with nothing in it.
fn no_plan() -> PlanFile {
    let (sections, waves) = (Vec::new(), Vec::new());
    PlanFile { format: FORMAT.into(), sections, seats: Seats::default(), waves, meta: Value::Null }
}

/// Tells answers in words and as JSON.
struct Teller<'a> {
    names: &'a Names<'a>,
    lang: Lang,
}

impl Teller<'_> {
    fn say(&self, zh: &str, en: &str) -> String {
        match self.lang {
            Lang::Zh => zh.to_string(),
            Lang::En => en.to_string(),
        }
    }

    fn line(&self, item: &Item) -> String {
        words::item(self.lang, self.names, item)
    }

    fn item(&self, item: &Item) -> Value {
        json!({ "key": item.key, "subject": item.subject, "facts": item.facts, "text": self.line(item) })
    }
}
