//! `paipian check`: the referee.

use super::input;
use super::output::{data, json};
use crate::cli::{CheckArgs, End};
use crate::words::{self, Lang, Names};
use paipian::format::{PlanFile, ProblemFile};
use paipian::referee::{Finding, Judgement, Level, judge};
use serde_json::{Map, Value, json};

/// Runs the command.
pub(crate) fn run(args: &CheckArgs, asked: Option<Lang>) -> End {
    let Some(read) = input::problem(&args.problem, asked) else { return End::CouldNot };
    let Some(plan) = input::plan(&args.plan, read.lang) else { return End::CouldNot };
    let judgement = judge(&read.file, &plan);
    if args.json {
        data(&json(&Value::Object(as_json(&read.file, &plan, &judgement, read.lang))));
    } else {
        data(&in_words(&read.file, &plan, &judgement, read.lang));
    }
    if judgement.hard == 0 { End::Done } else { End::Violations }
}

/// The judgement as `check --json` prints it.
pub(super) fn as_json(problem: &ProblemFile, plan: &PlanFile, judgement: &Judgement, lang: Lang) -> Map<String, Value> {
    let names = Names::new(problem, plan);
    let told = |level: Level| -> Vec<Value> {
        let of_level = |finding: &&Finding| level_of(judgement, finding.rule) == Some(level);
        let row = |finding: &Finding| {
            let text = words::finding(lang, &names, finding);
            json!({ "rule": finding.rule, "subject": finding.subject, "amount": finding.amount, "text": text })
        };
        judgement.findings.iter().filter(of_level).map(row).collect()
    };
    let mut map = Map::new();
    map.insert("hard".into(), judgement.hard.into());
    map.insert("shortfall".into(), judgement.shortfall.into());
    map.insert("cost".into(), judgement.cost.into());
    map.insert("rules".into(), json!(judgement.rules));
    map.insert("violations".into(), told(Level::Hard).into());
    map.insert("owed".into(), told(Level::Shortfall).into());
    map
}

fn level_of(judgement: &Judgement, rule: &str) -> Option<Level> {
    judgement.rules.iter().find(|line| line.rule == rule).map(|line| line.level)
}

/// The score as one line.
pub(super) fn headline(judgement: &Judgement, lang: Lang) -> String {
    let Judgement { hard, shortfall, cost, .. } = judgement;
    match lang {
        Lang::Zh => format!("硬性违规 {hard} · 欠缺 {shortfall} 学生·分钟 · 代价 {cost}"),
        Lang::En => format!("hard {hard} · shortfall {shortfall} student-minutes · cost {cost}"),
    }
}

/// The judgement as a person reads it: the score, each rule that counts, each violation and each thing owed.
pub(super) fn in_words(problem: &ProblemFile, plan: &PlanFile, judgement: &Judgement, lang: Lang) -> String {
    let names = Names::new(problem, plan);
    let mut text = headline(judgement, lang) + "\n";
    for line in judgement.rules.iter().filter(|line| line.value > 0) {
        let name = words::rule_name(lang, line.rule);
        text.push_str(&format!("  {:>10}  {name}  ({} × {})\n", line.points, line.value, line.weight));
    }
    for (level, zh, en) in [(Level::Hard, "违规", "violations"), (Level::Shortfall, "欠缺", "owed")] {
        let findings: Vec<&Finding> =
            judgement.findings.iter().filter(|finding| level_of(judgement, finding.rule) == Some(level)).collect();
        if !findings.is_empty() {
            text.push_str(&match lang {
                Lang::Zh => format!("\n{zh}（{}）\n", findings.len()),
                Lang::En => format!("\n{en} ({})\n", findings.len()),
            });
        }
        for finding in findings {
            let rule = words::rule_name(lang, finding.rule);
            text.push_str(&format!("  [{rule}] {}\n", words::finding(lang, &names, finding)));
        }
    }
    text
}
