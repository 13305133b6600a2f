//! `paipian policy show|diff|check`: a policy's rules, the difference of two, the errors of one.

use super::input::{diagnostics, language, read};
use super::output::{data, json};
use super::regulation;
use crate::cli::{End, PolicyArgs, PolicyCommand};
use crate::words::{self, Lang};
use paipian::policy::{PolicyRule, Regulation, diff, shipped};
use serde_json::{Value, json};
use std::path::Path;

/// Runs the command.
pub(crate) fn run(args: &PolicyArgs, asked: Option<Lang>) -> End {
    let lang = language(asked);
    match &args.command {
        PolicyCommand::Show { policy, json: as_json } => {
            let Some(policy) = regulation::of(policy, asked) else { return End::CouldNot };
            data(&if *as_json { json(&json!(policy)) } else { shown(&policy, lang) });
            End::Done
        }
        PolicyCommand::Diff { one, other, json: as_json } => {
            let (Some(one), Some(other)) = (regulation::of(one, asked), regulation::of(other, asked)) else {
                return End::CouldNot;
            };
            let pairs = diff(&one, &other);
            if *as_json {
                let row = |(a, b): &(Option<&PolicyRule>, Option<&PolicyRule>)| json!({ "one": a, "other": b });
                data(&json(&json!({ "differences": pairs.iter().map(row).collect::<Vec<_>>() })));
            } else {
                data(&pairs.iter().map(|(a, b)| difference(*a, *b, lang)).collect::<String>());
            }
            End::Done
        }
        PolicyCommand::Check { policy, json: as_json } => check(policy, *as_json, asked),
    }
}

fn check(named: &str, as_json: bool, asked: Option<Lang>) -> End {
    let lang = language(asked);
    let path = Path::new(named);
    let errors = match shipped(named) {
        Some(_) => Vec::new(),
        None => {
            let Some(text) = read(path, asked) else { return End::CouldNot };
            regulation::parse(path, &text).err().unwrap_or_default()
        }
    };
    if as_json {
        let row = |error: &paipian::diagnostic::Diagnostic| {
            let (line, column) = error.place.split_once(':').unwrap_or_default();
            let number = |text: &str| text.parse::<u64>().map_or(Value::Null, Value::from);
            let said = words::diagnostic(lang, error);
            json!({ "code": error.code, "line": number(line), "column": number(column), "value": error.value,
                    "text": said.cause, "maybe": said.maybe })
        };
        data(&json(&json!({ "errors": errors.iter().map(row).collect::<Vec<_>>() })));
    } else if errors.is_empty() {
        data(match lang {
            Lang::Zh => "没有错误\n",
            Lang::En => "no errors\n",
        });
    } else {
        diagnostics(path, &errors, lang);
    }
    if errors.is_empty() { End::Done } else { End::Violations }
}

fn shown(policy: &Regulation, lang: Lang) -> String {
    let mut text = format!("{}  《{}》  {}\n", policy.name, policy.title, policy.document);
    text.extend(policy.valid.note.iter().map(|note| format!("  {note}\n")));
    text.extend(policy.layers.iter().map(|layer| format!("  + {layer}\n")));
    for rule in &policy.rules {
        text.push_str(&format!("\n{}\n", headline(rule, lang)));
        text.push_str(&format!("    {} “{}”\n", rule.clause, rule.quote));
        text.extend(rule.reading.iter().map(|reading| match lang {
            Lang::Zh => format!("    读法：{reading}\n"),
            Lang::En => format!("    reading: {reading}\n"),
        }));
        text.extend(rule.ask.iter().map(|ask| match lang {
            Lang::Zh => format!("    由人确认：{ask}\n"),
            Lang::En => format!("    a person confirms: {ask}\n"),
        }));
        text.extend(rule.overrides.iter().map(|over| match lang {
            Lang::Zh => format!(
                "    《{}》改动：原为 {}，{}；理由：{}\n",
                over.title,
                over.was,
                applies(over.applies, lang),
                over.reason
            ),
            Lang::En => format!(
                "    {}: was {}, {}; reason: {}\n",
                over.title,
                over.was,
                applies(over.applies, lang),
                over.reason
            ),
        }));
    }
    text
}

fn applies(applies: bool, lang: Lang) -> &'static str {
    match (lang, applies) {
        (Lang::Zh, true) => "适用",
        (Lang::Zh, false) => "不适用",
        (Lang::En, true) => "applies",
        (Lang::En, false) => "does not apply",
    }
}

/// `Q5 特色课程班额 = 35 people [section, H] special_cap`.
fn headline(rule: &PolicyRule, lang: Lang) -> String {
    let principle = match (rule.principle, lang) {
        (false, _) => "",
        (true, Lang::Zh) => "，原则上",
        (true, Lang::En) => ", in principle",
    };
    let key = rule.key.as_ref().map_or_else(String::new, |key| format!(" → {key}"));
    let off = if rule.applies { String::new() } else { format!(" ({})", applies(false, lang)) };
    format!(
        "{} {} = {} {} [{}, {}{principle}]{key}{off}",
        rule.id,
        rule.title,
        rule.value,
        rule.unit,
        rule.scope,
        rule.class.word()
    )
}

fn difference(one: Option<&PolicyRule>, other: Option<&PolicyRule>, lang: Lang) -> String {
    let line = |sign: &str, rule: Option<&PolicyRule>| {
        rule.map_or_else(String::new, |rule| format!("{sign} {}\n", headline(rule, lang)))
    };
    line("-", one) + &line("+", other)
}
