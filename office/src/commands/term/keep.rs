//! `term init`, `import`, `history`, `backup`, `restore`, `verify`.

use super::args::{BackupArgs, FileArgs, HistoryArgs, InitArgs, RestoreArgs};
use super::{Desk, Done};
use crate::cli::End;
use crate::commands::output::{data, json};
use crate::commands::{import as workbook, input};
use crate::enrol::{self, EnrolError};
use crate::store::{Act, Store, sha};
use crate::words::Lang;
use paipian::format::{ProblemFile, to_text};
use serde_json::json as value;

pub(super) fn init(desk: &Desk<'_>, args: &InitArgs) -> Done {
    let credits = match &args.last {
        Some(last) => enrol::credits(&Store::open(last)?.term()?)?,
        None => Default::default(),
    };
    let claims = credits.len();
    Store::create(&desk.args.file, &desk.by, Act::Init { lottery: args.lottery, credits })?;
    let file = desk.args.file.display();
    desk.say(
        &format!("已新建 {file}；摇号种子 {}（请先公布）；上学期落选优先 {claims} 名", args.lottery),
        &format!("made {file}; lottery seed {} (publish it first); {claims} claims from last term", args.lottery),
    );
    Ok(End::Done)
}

pub(super) fn import(desk: &Desk<'_>, args: &FileArgs) -> Done {
    let Some(read) = school(desk, args) else { return Ok(End::CouldNot) };
    let mut store = desk.open()?;
    let term = store.term()?;
    if term.in_force().is_some() {
        // A school read in over a running term would undo its events: the roll changes by events from then on.
        return Err(EnrolError::Refused("F066", Vec::new()));
    }
    let (problem, lapsed) = enrol::carried(&mut store, &term, ProblemFile { published: None, ..read })?;
    for (what, why) in lapsed {
        desk.say(
            &format!("{what} 与新读入的学校不符，没有带入（{why}）"),
            &format!("{what} does not fit the school that was read in and is left out ({why})"),
        );
    }
    let text = to_text(&problem);
    store.append(&desk.by, &[Act::Import { document: sha(&[&text]) }], &[text], Some(term.seq))?;
    desk.say(
        &format!(
            "已读入：学生 {}，课程 {}，教师 {}，场地 {}",
            problem.students.len(),
            problem.courses.len(),
            problem.teachers.len(),
            problem.rooms.len()
        ),
        &format!(
            "read {} students, {} courses, {} teachers, {} rooms",
            problem.students.len(),
            problem.courses.len(),
            problem.teachers.len(),
            problem.rooms.len()
        ),
    );
    Ok(End::Done)
}

fn school(desk: &Desk<'_>, args: &FileArgs) -> Option<ProblemFile> {
    if args.input.extension().is_some_and(|end| end == "json") {
        return input::problem(&args.input, Some(desk.lang)).map(|read| read.file);
    }
    match workbook::read(&args.input, None) {
        Ok(imported) => Some(imported.problem),
        Err(errors) => {
            crate::commands::output::say(crate::workbook::listing(&errors, desk.lang).trim_end());
            None
        }
    }
}

pub(super) fn history(desk: &Desk<'_>, args: &HistoryArgs) -> Done {
    let mut store = desk.open()?;
    let mut lines = Vec::new();
    for entry in store.journal(1)? {
        let act = serde_json::to_value(&entry.act).unwrap_or_default();
        let text = act.to_string();
        if args.of.as_ref().is_some_and(|id| !text.contains(&format!("\"{id}\""))) {
            continue;
        }
        lines.push(value!({
            "seq": entry.seq, "at": entry.at, "who": entry.who, "why": entry.why, "act": act, "hash": entry.hash,
        }));
    }
    if desk.args.json {
        data(&json(&value!({ "journal": lines })));
        return Ok(End::Done);
    }
    for line in &lines {
        let mut act = line["act"].to_string();
        // A bill or a long answer is for --json; a line is for the eye.
        if act.chars().count() > 160 {
            act = act.chars().take(160).chain("…".chars()).collect();
        }
        let word = |key: &str| line[key].as_str().unwrap_or_default().to_string();
        data(&format!("{:>6} {} {} {} {act}\n", line["seq"], word("at"), word("who"), word("why")));
    }
    Ok(End::Done)
}

pub(super) fn backup(desk: &Desk<'_>, args: &BackupArgs) -> Done {
    desk.open()?.backup(&args.to)?;
    Store::open(&args.to)?.verify()?;
    let to = args.to.display();
    desk.say(&format!("已备份并核对：{to}"), &format!("copied and verified: {to}"));
    Ok(End::Done)
}

pub(super) fn restore(desk: &Desk<'_>, args: &RestoreArgs) -> Done {
    if let Some(number) = args.plan {
        let (version, judgement, broken) = enrol::restore_plan(&mut desk.open()?, &desk.by, number)?;
        let hard = judgement.hard;
        match (broken, hard) {
            (0, _) => desk.say(
                &format!("第 {number} 版已原样恢复为第 {version} 版；用 term publish 公布"),
                &format!("version {number} is now version {version}, as it was; publish it with `term publish`"),
            ),
            (_, 0) => desk.say(
                &format!("第 {number} 版按现在的名册有 {broken} 处硬性违规；第 {version} 版是与它最接近的可用方案，用 term publish 公布"),
                &format!("version {number} has {broken} violations on today's roll; version {version} is the closest plan without any: publish it with `term publish`"),
            ),
            _ => desk.say(
                &format!("第 {number} 版已原样恢复为第 {version} 版，按现在的名册有 {hard} 处硬性违规，不能公布"),
                &format!("version {number} is now version {version}, as it was, with {hard} violations on today's roll: it cannot be published"),
            ),
        }
        return Ok(if judgement.hard == 0 { End::Done } else { End::Violations });
    }
    let Some(backup) = &args.backup else { return Ok(End::CouldNot) };
    let mut store = Store::open(backup)?;
    store.verify()?;
    store.backup(&desk.args.file)?;
    let file = desk.args.file.display();
    desk.say(&format!("已从备份恢复 {file}"), &format!("restored {file} from the backup"));
    Ok(End::Done)
}

pub(super) fn verify(desk: &Desk<'_>) -> Done {
    let verified = desk.open()?.verify()?;
    if desk.args.json {
        data(&json(&value!({
            "lines": verified.lines, "documents": verified.documents, "rows": verified.rows, "head": verified.head,
        })));
    } else {
        data(&match desk.lang {
            Lang::Zh => format!(
                "完好：日志 {} 条、文件 {} 份、数据 {} 行；账目相符\n日志末条 {}\n",
                verified.lines, verified.documents, verified.rows, verified.head
            ),
            Lang::En => format!(
                "sound: {} journal lines, {} documents, {} rows; the ledger balances\nhead {}\n",
                verified.lines, verified.documents, verified.rows, verified.head
            ),
        });
    }
    Ok(End::Done)
}
