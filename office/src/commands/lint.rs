//! `paipian lint`: what is wrong or short before any search.

use super::input;
use super::output::{data, json};
use super::regulation;
use crate::cli::{End, LintArgs};
use crate::words::{self, Lang, Names};
use paipian::format::{FORMAT, PlanFile, Seats};
use paipian::lint::{Finding, Severity, lint_under};
use serde_json::{Value, json};

/// Runs the command.
pub(crate) fn run(args: &LintArgs, asked: Option<Lang>) -> End {
    let Some(read) = input::problem(&args.problem, asked) else { return End::CouldNot };
    let no_plan = PlanFile {
        format: FORMAT.into(),
        sections: Vec::new(),
        seats: Seats::default(),
        waves: Vec::new(),
        meta: Value::Null,
    };
    let names = Names::new(&read.file, &no_plan);
    let policy = read.file.policy.name.as_ref();
    let Ok(regulation) = regulation::chosen(args.policy.as_ref(), policy, asked) else { return End::CouldNot };
    let mut findings = lint_under(&read.file, &read.problem, regulation.as_ref());
    findings.sort_by_key(|finding| finding.severity);
    if args.json {
        let rows: Vec<Value> = findings.iter().map(|finding| row(finding, &names, read.lang)).collect();
        data(&json(&json!({ "findings": rows })));
    } else {
        data(&in_words(&findings, &names, read.lang));
    }
    let stops = |finding: &Finding| matches!(finding.severity, Severity::Impossible | Severity::Shortage);
    if findings.iter().any(stops) { End::Violations } else { End::Done }
}

fn row(finding: &Finding, names: &Names, lang: Lang) -> Value {
    let message = words::lint(lang, names, finding);
    json!({
        "code": finding.code, "severity": finding.severity.word(), "subject": finding.subject, "facts": finding.facts,
        "clause": finding.clause, "rule": finding.rule, "text": message.cause, "maybe": message.maybe,
    })
}

fn in_words(findings: &[Finding], names: &Names, lang: Lang) -> String {
    if findings.is_empty() {
        return match lang {
            Lang::Zh => "没有发现问题\n".to_string(),
            Lang::En => "nothing found\n".to_string(),
        };
    }
    let mut text = String::new();
    for finding in findings {
        let message = words::lint(lang, names, finding);
        let clause = finding.clause.as_ref().map_or(String::new(), |clause| match lang {
            Lang::Zh => format!("（{clause}）"),
            Lang::En => format!(" ({clause})"),
        });
        let severity = match (lang, finding.severity) {
            (Lang::Zh, Severity::Impossible) => "无解",
            (Lang::Zh, Severity::Shortage) => "必有欠缺",
            (Lang::Zh, Severity::Warning) => "注意",
            (Lang::Zh, Severity::Note) => "提示",
            (Lang::En, severity) => severity.word(),
        };
        text.push_str(&match lang {
            Lang::Zh => format!("{severity} {} {}{clause}\n  建议：{}\n", finding.code, message.cause, message.maybe),
            Lang::En => format!("{severity} {} {}{clause}\n  maybe: {}\n", finding.code, message.cause, message.maybe),
        });
    }
    text
}
