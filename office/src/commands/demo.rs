//! `paipian demo`: the shipped school end to end.

use super::output::{data, no_report, say, unwritable, write};
use super::{check, import, solve};
use crate::cli::{DemoArgs, End};
use crate::report;
use crate::words::Lang;
use paipian::compliance::assess;
use paipian::format::to_text;
use paipian::policy::shipped;
use paipian::search::Limit;
use paipian::solve::Params;
use std::path::Path;

/// The demo school as a school would have filled it in.
const WORKBOOK: &[u8] = include_bytes!("../../../datasets/demo/school.xlsx");

/// Runs the command.
pub(crate) fn run(args: &DemoArgs, asked: Option<Lang>) -> End {
    let lang = asked.unwrap_or(Lang::Zh);
    if let Err(error) = std::fs::create_dir_all(&args.out) {
        unwritable(&args.out, &error, lang);
        return End::CouldNot;
    }
    let at = |name: &str| args.out.join(name);
    if !write(&at("school.xlsx"), WORKBOOK, lang) {
        return End::CouldNot;
    }
    let imported = match import::read(&at("school.xlsx"), None) {
        Ok(imported) => imported.problem,
        Err(errors) => {
            say(&crate::workbook::listing(&errors, lang));
            return End::CouldNot;
        }
    };
    let text = to_text(&imported);
    let Ok((file, problem)) = paipian::load::problem(&text) else { return End::CouldNot };
    if !write(&at("problem.json"), text.as_bytes(), lang) {
        return End::CouldNot;
    }
    let params = Params { limit: Limit::Seconds(args.seconds), ..Params::default() };
    let Some(solved) = solve::solve_aloud(&file, &problem, &text, None, &params, lang) else { return End::CouldNot };
    if !write(&at("plan.json"), to_text(&solved.plan).as_bytes(), lang) {
        return End::CouldNot;
    }
    data(&check::in_words(&file, &solved.plan, &solved.judgement, lang));
    let regulation = file.policy.name.as_deref().and_then(shipped);
    let compliance = regulation.map(|of| assess(&file, &problem, &solved.plan, &solved.judgement, &of));
    match report::write(&file, &solved.plan, &solved.judgement, compliance.as_ref(), &args.out, None) {
        Ok(files) => {
            let look = |name: &str| files.iter().find(|file| file.ends_with(name)).map(|file| shown(file));
            let (pages, book) = (look("index.html"), look(report::WORKBOOK_NAME));
            let (calendars, plan) = (shown(&at(report::CALENDARS_NAME)), shown(&at("plan.json")));
            let (pages, book) = (pages.unwrap_or_default(), book.unwrap_or_default());
            say(&match lang {
                Lang::Zh => format!(
                    "\n请看：\n  网页（可打印）  {pages}\n  工作簿          {book}\n  日历（每人）    {calendars}\n  方案            {plan}"
                ),
                Lang::En => format!(
                    "\nlook at:\n  pages      {pages}\n  workbook   {book}\n  calendars  {calendars}\n  plan       {plan}"
                ),
            });
            solved.end()
        }
        Err(error) => {
            no_report(&error, lang);
            End::CouldNot
        }
    }
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}
