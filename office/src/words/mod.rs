//! What the program says to people: names of rules, findings of the referee and diagnostics of inputs, as sentences.
//!
//! The sentences are tables, one file a language. A sentence holds placeholders: `{s0}` the first id of the subject by
//! its name, `{s1+}` all ids from the second on; `{f0}` the first fact as it is, `{p0}` as periods, `{c0}` as a course,
//! `{k0}` as a kind of period or row, `{n0:minute}` as a number of things and `{v0:is:are}` as the verb that goes with it (English), `{y0}` as fen told in yuan, `{d0}` the week and day that start there; `{value}` and
//! `{place}` of a diagnostic. Of alternatives parted by `|` the first is said that has something in all its places.

mod en;
mod enrol;
mod explain;
mod explain_en;
mod explain_zh;
mod lint;
mod lint_en;
mod lint_zh;
mod names;
pub(crate) mod terms;
#[cfg(test)]
mod tests;
mod whatif;
mod zh;

pub use enrol::{cap, change_kind, change_reason, move_reason, refusal, verdict};
pub use names::{Names, grade};

use paipian::diagnostic::Diagnostic;
use paipian::referee::{CASES, Finding};

/// A language that the program speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lang {
    /// Chinese (中文).
    Zh,
    /// English.
    En,
}

/// What a diagnostic says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// What is wrong.
    pub cause: String,
    /// What would mend it.
    pub maybe: String,
}

/// The tables of one language.
struct Words {
    /// Rule → its name.
    rules: &'static [(&'static str, &'static str)],
    /// Case → its sentence.
    findings: &'static [(&'static str, &'static str)],
    /// Code → cause and remedy.
    diagnostics: &'static [(&'static str, &'static str, &'static str)],
    /// Kind of period or of row → its word.
    kinds: &'static [(&'static str, &'static str)],
    /// Monday … Sunday.
    days: [&'static str; 7],
    /// A week of a cycle of several; `{f0}` is its number.
    week: &'static str,
    /// An id with a name; `{f0}` is the name, `{f1}` the id.
    named: &'static str,
    /// An id without one.
    bare: &'static str,
    /// No id at all.
    nothing: &'static str,
    /// Between the ids of a list.
    comma: &'static str,
    /// A case that the table lacks; `{f0}` is the name of the rule.
    other: &'static str,
    /// A rule that the table lacks.
    rule: &'static str,
}

impl Lang {
    /// What stands between the parts of a list.
    pub fn comma(self) -> &'static str {
        self.words().comma
    }

    fn words(self) -> &'static Words {
        match self {
            Self::Zh => &zh::WORDS,
            Self::En => &en::WORDS,
        }
    }
}

/// The word of a paper, field, state or category that a policy or the registry names.
pub fn term(lang: Lang, word: &str) -> String {
    terms::word(lang, word)
}

/// Names of the shipped policies in Chinese.
const POLICIES: &[(&str, &str)] =
    &[("tianning", "天宁"), ("chongming", "崇明"), ("yangjiang", "阳江"), ("nanchang", "南昌"), ("tianjin", "天津")];

/// The name of a policy in Chinese; one that is not shipped goes by its own.
pub fn policy_name(name: &str) -> &str {
    POLICIES.iter().find(|(known, _)| *known == name).map_or(name, |(_, shown)| *shown)
}

/// The name of a rule: `教师撞课`.
pub fn rule_name(lang: Lang, rule: &str) -> &'static str {
    let words = lang.words();
    look_up(words.rules, rule).unwrap_or(words.rule)
}

/// One sentence about a finding.
pub fn finding(lang: Lang, names: &Names<'_>, finding: &Finding) -> String {
    let words = lang.words();
    let Some(sentence) = look_up(words.findings, finding.case) else {
        return fill(words.other, |_| rule_name(lang, finding.rule).to_string());
    };
    let kinds = CASES.iter().find(|entry| entry.case == finding.case).map_or(&[][..], |entry| entry.subject);
    let kind_at = |index: usize| kinds.get(index).or(kinds.last()).copied().unwrap_or_default().trim_end_matches('*');
    let subject =
        |index: usize| finding.subject.get(index).map_or_else(String::new, |id| names.of(lang, kind_at(index), id));
    let fact = |index: usize| finding.facts.get(index).map_or("", String::as_str);
    fill(sentence, |key| {
        let (letter, index) = key.split_at(1);
        if let Some(from) = index.strip_suffix('+') {
            let tail = number(from)..finding.subject.len();
            return tail.map(subject).collect::<Vec<_>>().join(words.comma);
        }
        let index = number(index);
        match letter {
            "s" => subject(index),
            "p" => names.periods(lang, fact(index)),
            "c" => names.of(lang, "course", fact(index)),
            "k" => kind_word(lang, fact(index)),
            "y" => yuan(fact(index)),
            "d" => names.date(lang, fact(index), fact(index + 1)),
            _ => fact(index).to_string(),
        }
    })
}

/// What a diagnostic of an input says.
pub fn diagnostic(lang: Lang, diagnostic: &Diagnostic) -> Message {
    let table = lang.words().diagnostics;
    let Some((_, cause, maybe)) = table.iter().find(|(code, _, _)| *code == diagnostic.code) else {
        return Message { cause: diagnostic.facts.join(" "), maybe: String::new() };
    };
    let say = |sentence: &str| {
        fill(sentence, |key| match key {
            "value" => diagnostic.value.clone(),
            "place" => diagnostic.place.clone(),
            _ => {
                let (letter, index) = key.split_at(1);
                let fact = diagnostic.facts.get(number(index)).map_or("", String::as_str);
                if letter == "k" { kind_word(lang, fact) } else { fact.to_string() }
            }
        })
    };
    Message { cause: say(cause), maybe: say(maybe) }
}

/// What a finding of `lint` says: the cause, and what would mend it.
pub fn lint(lang: Lang, names: &Names<'_>, finding: &paipian::lint::Finding) -> Message {
    lint::say(lang, names, finding)
}

/// What an item of an explanation says.
pub fn item(lang: Lang, names: &Names<'_>, item: &paipian::explain::Item) -> String {
    explain::say(lang, names, item)
}

/// A label of a comparison: a heading, a key figure, a verdict.
pub fn whatif(lang: Lang, key: &str) -> &'static str {
    whatif::label(lang, key)
}

/// The first alternative of a template that has something in all its places, or else the last.
fn fill(template: &str, of: impl Fn(&str) -> String) -> String {
    let mut text = String::new();
    for alternative in template.split('|') {
        let mut complete = true;
        text.clear();
        let mut rest = alternative;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((key, after)) = after.split_once('}') else { break };
            let word = match key.split_once(':') {
                Some((index, forms)) => agreeing(&of(&index.replace(['n', 'v'], "f")), forms),
                None => of(key),
            };
            complete &= !word.is_empty();
            text.push_str(before);
            text.push_str(&word);
            rest = after;
        }
        text.push_str(rest);
        if complete {
            break;
        }
    }
    text
}

/// A number with its noun, or the verb that agrees with it where `forms` is `singular:plural`. Nothing for nothing.
fn agreeing(number: &str, forms: &str) -> String {
    match forms.split_once(':') {
        _ if number.is_empty() => String::new(),
        Some((one, many)) => if number == "1" { one } else { many }.to_string(),
        None => counted(number, forms),
    }
}

/// A number of things in English: `1 minute`, `2 minutes`, `3 children`.
pub fn counted(number: impl std::fmt::Display, noun: &str) -> String {
    let number = number.to_string();
    if number == "1" {
        return format!("{number} {noun}");
    }
    let irregular = [("child", "children"), ("person", "people")];
    match irregular.iter().find_map(|(one, many)| Some(format!("{}{many}", noun.strip_suffix(one)?))) {
        Some(many) => format!("{number} {many}"),
        None => format!("{number} {noun}s"),
    }
}

fn number(digits: &str) -> usize {
    digits.parse().unwrap_or(usize::MAX - 1)
}

fn look_up(table: &[(&'static str, &'static str)], key: &str) -> Option<&'static str> {
    table.iter().find(|(entry, _)| *entry == key).map(|(_, words)| *words)
}

fn kind_word(lang: Lang, kind: &str) -> String {
    look_up(lang.words().kinds, kind).unwrap_or(kind).to_string()
}

/// Fen told in yuan.
fn yuan(fen: &str) -> String {
    match fen.parse::<u128>() {
        Ok(fen) => format!("{}.{:02}", fen / 100, fen % 100),
        Err(_) => fen.to_string(),
    }
}
