//! `paipian import`: a workbook or a folder of csv files into a problem. All errors at once; nothing half written.

use super::input::language;
use super::output::{data, json, say, write};
use super::regulation;
use crate::cli::{End, ImportArgs};
use crate::words::{Lang, counted};
use crate::workbook::{self, CellError, Imported, Policies, Seams};
use paipian::format::to_text;
use paipian::policy::Regulation;
use serde_json::json;
use std::path::Path;

/// Reads an input with the real checks behind it. The sheet of rules may name a policy of the school's own beside the
/// shipped ones.
pub(super) fn read(path: &Path, own: Option<&Regulation>) -> Result<Imported, Vec<CellError>> {
    let real = Seams::real();
    let Some(own) = own else { return workbook::import(path, &real) };
    let names = real.policies.names.into_iter().chain([(own.name.clone(), own.title.clone())]).collect();
    let get = |name: &str| if name == own.name { Some(own.problem_policy()) } else { (real.policies.get)(name) };
    workbook::import(path, &Seams { policies: Policies { names, get: &get }, ..real })
}

/// Runs the command.
pub(crate) fn run(args: &ImportArgs, asked: Option<Lang>) -> End {
    // A workbook is taken to be Chinese: its sheets are.
    let lang = asked.unwrap_or(Lang::Zh);
    let own = match &args.policy {
        None => None,
        Some(named) => match regulation::of(named, Some(lang)) {
            Some(regulation) => Some(regulation),
            None => return End::CouldNot,
        },
    };
    let (problem, findings) = match read(&args.input, own.as_ref()) {
        Ok(imported) => (Some(imported.problem), imported.warnings),
        Err(errors) => (None, errors),
    };
    if let Some(out) = &args.annotate
        && !annotate(&args.input, out, &findings, language(Some(lang)))
    {
        return End::CouldNot;
    }
    if args.json {
        let rows: Vec<_> = findings.iter().map(|finding| shown(finding, lang)).collect();
        data(&json(&json!({ "errors": rows })));
    } else if !findings.is_empty() {
        say(workbook::listing(&findings, lang).trim_end());
    }
    match problem {
        None => End::CouldNot,
        Some(problem) => {
            if !write(&args.output, to_text(&problem).as_bytes(), lang) {
                return End::CouldNot;
            }
            let (students, courses, teachers, rooms) =
                (problem.students.len(), problem.courses.len(), problem.teachers.len(), problem.rooms.len());
            let path = args.output.display();
            say(&match lang {
                Lang::Zh => format!("已写入 {path}：学生 {students}，课程 {courses}，教师 {teachers}，场地 {rooms}"),
                Lang::En => {
                    format!(
                        "wrote {path}: {}, {}, {}, {}",
                        counted(students, "student"),
                        counted(courses, "course"),
                        counted(teachers, "teacher"),
                        counted(rooms, "room")
                    )
                }
            });
            End::Done
        }
    }
}

fn annotate(input: &Path, out: &Path, findings: &[CellError], lang: Lang) -> bool {
    let Ok(grids) = workbook::source::grids(input) else { return true };
    match workbook::annotate(&grids, findings, lang) {
        Ok(bytes) => write(out, &bytes, lang),
        Err(error) => {
            say(&match lang {
                Lang::Zh => format!("错误 F013 无法生成批注文件：{error}"),
                Lang::En => format!("error F013 cannot make the annotated file: {error}"),
            });
            false
        }
    }
}

fn shown(finding: &CellError, lang: Lang) -> serde_json::Value {
    json!({
        "code": finding.code, "sheet": finding.sheet, "row": finding.row, "column": finding.column,
        "header": finding.header, "value": finding.value,
        "reason": finding.reason.of(lang), "fix": finding.fix.of(lang),
    })
}
