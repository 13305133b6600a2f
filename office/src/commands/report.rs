//! `paipian report`: the 排片表 as a workbook and printable pages.

use super::input;
use super::output::{data, no_report, say};
use super::regulation;
use crate::cli::{End, OnlyArg, ReportArgs};
use crate::report::{self, Only};
use crate::words::Lang;
use paipian::compliance::assess;
use paipian::referee::judge;

/// Runs the command.
pub(crate) fn run(args: &ReportArgs, asked: Option<Lang>) -> End {
    let Some(read) = input::problem(&args.problem, asked) else { return End::CouldNot };
    let Some(plan) = input::plan(&args.plan, read.lang) else { return End::CouldNot };
    let policy = read.file.policy.name.as_ref();
    let Ok(regulation) = regulation::chosen(args.policy.as_ref(), policy, asked) else { return End::CouldNot };
    let judgement = judge(&read.file, &plan);
    let compliance = regulation.map(|of| assess(&read.file, &read.problem, &plan, &judgement, &of));
    let only = args.only.map(|only| match only {
        OnlyArg::Xlsx => Only::Xlsx,
        OnlyArg::Html => Only::Html,
        OnlyArg::Ics => Only::Ics,
    });
    match report::write(&read.file, &plan, &judgement, compliance.as_ref(), &args.out, only) {
        Ok(files) => {
            let has_calendars = files.iter().any(|file| file.starts_with(args.out.join(report::CALENDARS_NAME)));
            for file in files {
                data(&format!("{}\n", file.display()));
            }
            if args.only.is_none() && !has_calendars {
                say(match read.lang {
                    Lang::Zh => "没有开学日期，未写日历",
                    Lang::En => "no calendar files: the term has no first day",
                });
            }
            if judgement.hard == 0 { End::Done } else { End::Violations }
        }
        Err(error) => {
            no_report(&error, read.lang);
            End::CouldNot
        }
    }
}
