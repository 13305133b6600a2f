//! `term plan`, `publish`, `nightly`.

use super::args::{NightlyArgs, PlanArgs, PlanCommand, PublishArgs};
use super::{Desk, Done};
use crate::cli::End;
use crate::commands::output::{data, json, write};
use crate::commands::reoptimize::{Told, blocks};
use crate::commands::{check, input, solve};
use crate::enrol::{self, Bundle, EnrolError, NightOrder};
use crate::store::StoreError;
use paipian::format::{PlanFile, to_text};
use paipian::reopt::{Exchange, by_claim};
use paipian::search::Limit;
use paipian::solve::Params;
use serde_json::json as value;

pub(super) fn plan(desk: &Desk<'_>, args: &PlanArgs) -> Done {
    let mut store = desk.open()?;
    let term = store.term()?;
    let none = || EnrolError::Refused("F050", Vec::new());
    match &args.what {
        PlanCommand::Solve { seconds, steps } => {
            let mut file = term.problem().ok_or_else(none)?;
            file.published = term.plan();
            let problem = paipian::load::load(&file)?;
            let limit = steps.map_or(Limit::Seconds(*seconds), Limit::Rounds);
            let params = Params { limit, seed: term.lottery(), ..Params::default() };
            let start = file.published.clone();
            let text = to_text(&file);
            let Some(solved) = solve::solve_aloud(&file, &problem, &text, start.as_ref(), &params, desk.lang) else {
                return Ok(End::CouldNot);
            };
            let (mut made, mut plan) = (solved.outcome.plan.clone(), solved.plan.clone());
            let exchanges = by_claim(&problem, &mut made, term.lottery(), &term.credits());
            if !exchanges.is_empty() {
                plan = PlanFile { meta: plan.meta, ..made.write(&problem) };
                plan.meta["exchanges"] = value!(exchanges);
                told(desk, &exchanges);
            }
            let (version, judgement) = enrol::version(&mut store, &desk.by, &plan, "solved", None)?;
            kept(desk, version, &judgement);
            return Ok(solved.end());
        }
        PlanCommand::Read(args) => {
            let Some(plan) = input::plan(&args.input, desk.lang) else { return Ok(End::CouldNot) };
            let (version, judgement) = enrol::version(&mut store, &desk.by, &plan, "read", None)?;
            kept(desk, version, &judgement);
            return Ok(if judgement.hard == 0 { End::Done } else { End::Violations });
        }
        PlanCommand::List => {
            let in_force = term.in_force();
            let rows = term.rows.all("version").map(|(id, row)| {
                let number: u64 = id.parse().unwrap_or(0);
                let from = in_force.as_ref().filter(|(version, _)| *version == number).map(|(_, from)| from);
                value!({ "version": number, "made": row["made"], "score": row["score"], "in_force_from": from })
            });
            let rows: Vec<_> = rows.collect();
            if desk.args.json {
                data(&json(&value!({ "versions": rows })));
            } else {
                for row in rows {
                    let mark = if row["in_force_from"].is_null() { ' ' } else { '*' };
                    let (made, from) =
                        (row["made"].as_str().unwrap_or(""), row["in_force_from"].as_str().unwrap_or(""));
                    data(&format!("{mark} {} {made} {} {from}\n", row["version"], row["score"]));
                }
            }
        }
        PlanCommand::Write { version, output, problem } => {
            let plan = match version {
                Some(number) => enrol::plan_of(&mut store, &term, *number)?,
                None => term.plan().ok_or_else(none)?,
            };
            if !write(output, to_text(&plan).as_bytes(), desk.lang) {
                return Ok(End::CouldNot);
            }
            if let Some(path) = problem {
                let file = term.problem().ok_or_else(none)?;
                if !write(path, to_text(&file).as_bytes(), desk.lang) {
                    return Ok(End::CouldNot);
                }
            }
        }
        PlanCommand::Replay { version } => {
            let row = term.rows.get("version", &format!("{version:06}"));
            let replay = row.and_then(|row| row["replay"].as_str());
            let Some(hash) = replay else { return Err(EnrolError::Refused("F061", vec![version.to_string()])) };
            let text = store.document(hash)?;
            let bundle: Bundle = serde_json::from_str(&text)
                .map_err(|error| StoreError::Damaged(desk.args.file.clone(), error.to_string()))?;
            let (_, same) = bundle.replay()?;
            desk.say(
                if same { "重算得到同一份排片表" } else { "重算得到的排片表不同" },
                if same { "the same plan came out" } else { "another plan came out" },
            );
            return Ok(if same { End::Done } else { End::Violations });
        }
    }
    Ok(End::Done)
}

/// Tells which seats went by claim or lottery.
fn told(desk: &Desk<'_>, exchanges: &[Exchange]) {
    for Exchange { student, club, instead_of, claims, cost } in exchanges {
        let (zh, en) = if *claims > 0 {
            (format!("上学期多落选 {claims} 次"), format!("lost {claims} times more in the terms before"))
        } else {
            ("摇号在前".to_string(), "comes first in the lottery".to_string())
        };
        desk.say(
            &format!("{club}：{student} 代替 {instead_of}（{zh}；代价 {cost:+}）"),
            &format!("{club}: {student} instead of {instead_of} ({en}; cost {cost:+})"),
        );
    }
}

fn kept(desk: &Desk<'_>, version: u64, judgement: &paipian::referee::Judgement) {
    let score = check::headline(judgement, desk.lang);
    desk.say(&format!("已存为第 {version} 版：{score}"), &format!("kept as version {version}: {score}"));
}

pub(super) fn publish(desk: &Desk<'_>, args: &PublishArgs) -> Done {
    let mut store = desk.open()?;
    let last = store.term()?.rows.all("version").count() as u64;
    let (number, from) = (args.version.unwrap_or(last), desk.day(args.from.as_ref())?);
    enrol::publish(&mut store, &desk.by, number, &from)?;
    desk.say(&format!("第 {number} 版自 {from} 起生效"), &format!("version {number} is in force from {from}"));
    Ok(End::Done)
}

pub(super) fn nightly(desk: &Desk<'_>, args: &NightlyArgs) -> Done {
    let mut store = desk.open()?;
    let on: chrono::NaiveDate = desk.on.parse().unwrap_or_default();
    let from = match &args.from {
        Some(from) => desk.day(Some(from))?,
        None => {
            // A plan that begins later, as before the first day of the term, gives way from that day on.
            let begins = store.term()?.in_force().map(|(_, from)| from).unwrap_or_default();
            (on + chrono::Days::new(args.caps.notice.clamp(1, 366))).to_string().max(begins)
        }
    };
    let order = NightOrder {
        on: desk.on.clone(),
        from,
        notice_days: args.caps.notice,
        caps: args.caps.caps(),
        rounds: args.caps.rounds,
        seconds: args.seconds,
    };
    let report = enrol::nightly(&mut store, &desk.by, &order)?;
    if desk.args.json {
        data(&json(&value!(report)));
    } else {
        let term = store.term()?;
        if let (Some(file), Some(plan)) = (term.problem(), term.plan()) {
            let told = Told { file: &file, plan: &plan, changes: &report.changes, why: &report.why };
            data(&told.head(report.before, report.after, &report.counts, desk.lang));
            data(&told.lists(desk.lang));
        }
        for lapsed in &report.lapsed {
            let (seq, why) = (lapsed.seq, &lapsed.why);
            desk.say(
                &format!("日志第 {seq} 条预告的变动已不成立，没有生效（{why}）"),
                &format!("what journal line {seq} announced no longer fits and did not come ({why})"),
            );
        }
        let blocked = blocks(&report.blocked, report.version.is_some(), desk.lang);
        desk.say(&blocked, &blocked);
    }
    Ok(if report.version.is_some() && report.blocked.is_empty() { End::Done } else { End::Violations })
}
