//! `paipian template`: an empty workbook to fill in.

use super::input::language;
use super::output::{say, write};
use crate::cli::{End, TemplateArgs};
use crate::words::Lang;
use crate::workbook;

/// Runs the command.
pub(crate) fn run(args: &TemplateArgs, asked: Option<Lang>) -> End {
    let lang = language(asked);
    match workbook::workbook(&workbook::template()) {
        Ok(bytes) if write(&args.file, &bytes, lang) => End::Done,
        Ok(_) => End::CouldNot,
        Err(error) => {
            say(&match lang {
                Lang::Zh => format!("错误 F012 无法生成模板：{error}"),
                Lang::En => format!("error F012 cannot make the template: {error}"),
            });
            End::CouldNot
        }
    }
}
