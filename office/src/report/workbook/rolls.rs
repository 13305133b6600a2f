//! The sheet 点名册: for each section its students, and a blank column for each meeting of the term.

use super::sheet::{Paper, Sheet, Styles};
use crate::report::calendar;
use crate::report::view::View;
use rust_xlsxwriter::{Color, ConditionalFormatFormula, Format, FormatBorder, Worksheet, XlsxError};

/// Columns before those of the meetings.
const LABELS: u16 = 4;
/// Most meetings on one sheet of paper; the rest follow in a second block.
const MOST_MEETINGS: usize = 18;

/// 点名册.
pub(super) fn rolls(view: &View, styles: &Styles) -> Result<Worksheet, XlsxError> {
    let mut widths = vec![4.5, 8.5, 9.0, 15.0];
    widths.extend(std::iter::repeat_n(3.4, MOST_MEETINGS));
    let names = ("点名册", "点名册");
    let mut sheet = Sheet::new(view, styles, names, Paper::A4Portrait, widths, (0, &[]))?;
    sheet.row += 1;
    for (position, section) in view.sections.iter().enumerate().filter(|(_, section)| !section.seats.is_empty()) {
        let meetings = calendar::meetings(view, position);
        for part in meetings.chunks(MOST_MEETINGS) {
            sheet.block(&format!(
                "{}　{}　{}　{}　{}人",
                section.title,
                view.when(position),
                view.place(position),
                view.staff(position),
                section.seats.len()
            ))?;
            let mut header: Vec<String> = ["序号", "班级", "姓名", "下课后"].map(str::to_string).to_vec();
            header.extend(part.iter().map(|label| label.replace('/', "/\n")));
            sheet.head(&header)?;
            for (number, &student) in section.seats.iter().enumerate() {
                sheet.line(&[
                    ((number + 1).to_string(), &styles.middle),
                    (view.class_name(student).to_string(), &styles.text),
                    (view.students[student].name.clone(), &styles.strong),
                    (view.afterwards(student, position), &styles.text),
                ])?;
            }
        }
    }
    if sheet.row > 3 {
        // Borders of the blank columns, for as many rows as there are, without a cell for each.
        let rule = ConditionalFormatFormula::new()
            .set_rule("=ISNUMBER(VALUE($A4))")
            .set_format(Format::new().set_border(FormatBorder::Thin).set_border_color(Color::RGB(0x80_80_80)));
        sheet.ws.add_conditional_format(3, LABELS, sheet.row - 1, LABELS + MOST_MEETINGS as u16 - 1, &rule)?;
    }
    sheet.finish()
}
