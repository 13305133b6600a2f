//! What all sheets share: styles, title lines, row heights that show the whole text, and the set-up of the paper.

use crate::report::calendar;
use crate::report::view::{Form, View};
use crate::report::words;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Worksheet, XlsxError};

/// The font of all cells.
const FONT: &str = "微软雅黑";
/// Points of the text of cells.
const TEXT_POINTS: f64 = 9.0;
/// Height of a line of that text.
const LINE_POINTS: f64 = 13.5;
/// Excel's tallest row.
const MOST_HEIGHT: f64 = 409.0;
/// Excel's most manual page breaks.
const MOST_BREAKS: usize = 1023;
/// Excel's most characters of a cell.
const MOST_CHARACTERS: usize = 32_000;
/// Inches of white around the print.
const MARGIN: f64 = 0.4;
/// Points of a unit of column width and of the padding of a column, where they are widest; 5.3 with Excel's own font.
const COLUMN_POINTS: (f64, f64) = (7.2, 5.5);
/// First row below the title lines and the header.
pub(super) const FIRST_ROW: u32 = 3;

/// Formats of cells.
pub(in crate::report) struct Styles {
    pub(in crate::report) title: Format,
    pub(in crate::report) subtitle: Format,
    pub(in crate::report) head: Format,
    pub(super) block: Format,
    pub(in crate::report) text: Format,
    pub(in crate::report) middle: Format,
    pub(in crate::report) number: Format,
    pub(super) strong: Format,
    forms: [(Form, Format); 6],
}

impl Styles {
    pub(in crate::report) fn new() -> Styles {
        let base = Format::new().set_font_name(FONT).set_font_size(TEXT_POINTS);
        let cell = base
            .clone()
            .set_border(FormatBorder::Thin)
            .set_border_color(Color::RGB(0x80_80_80))
            .set_align(FormatAlign::VerticalCenter)
            .set_text_wrap();
        let fill = |form, rgb| (form, cell.clone().set_background_color(Color::RGB(rgb)));
        Styles {
            title: base.clone().set_font_size(18).set_bold().set_align(FormatAlign::VerticalCenter),
            subtitle: base.clone().set_font_color(Color::RGB(0x40_40_40)).set_align(FormatAlign::VerticalCenter),
            head: cell
                .clone()
                .set_bold()
                .set_font_size(10)
                .set_align(FormatAlign::Center)
                .set_background_color(Color::RGB(0xD9_D9_D9)),
            block: base
                .clone()
                .set_bold()
                .set_font_size(13)
                .set_align(FormatAlign::VerticalCenter)
                .set_border_bottom(FormatBorder::Medium),
            middle: cell.clone().set_align(FormatAlign::Center),
            number: cell.clone().set_align(FormatAlign::Center).set_num_format("0"),
            strong: cell.clone().set_bold(),
            forms: [
                fill(Form::Club, 0xE2_EF_DA),
                fill(Form::Offsite, 0xFC_E4_D6),
                fill(Form::Open, 0xDD_EB_F7),
                fill(Form::Care, 0xFF_FF_FF),
                fill(Form::Post, 0xED_ED_ED),
                fill(Form::Unknown, 0xFF_C7_CE),
            ],
            text: cell,
        }
    }

    /// The cell of a form.
    pub(super) fn form(&self, form: Form) -> &Format {
        self.forms.iter().find(|(of, _)| *of == form).map_or(&self.text, |(_, format)| format)
    }
}

/// A paper.
#[derive(Debug, Clone, Copy)]
pub(super) enum Paper {
    A3Landscape,
    A4Landscape,
    A4Portrait,
}

impl Paper {
    /// Points across, margins left out.
    fn width(self) -> f64 {
        let across = match self {
            Paper::A3Landscape => 1190.0,
            Paper::A4Landscape => 841.0,
            Paper::A4Portrait => 595.0,
        };
        across - 2.0 * 72.0 * MARGIN
    }
}

/// A sheet being filled from top to bottom.
pub(super) struct Sheet<'a> {
    pub(super) ws: Worksheet,
    pub(super) styles: &'a Styles,
    /// The next free row.
    pub(super) row: u32,
    widths: Vec<f64>,
    breaks: Vec<u32>,
    /// Percent at which the columns fit the paper.
    scale: u16,
}

impl<'a> Sheet<'a> {
    /// A sheet with its title lines, paper, and column widths in characters. `parts` are the columns at which a new
    /// sheet of paper begins, besides the first; `fixed` columns are repeated on each.
    pub(super) fn new(
        view: &View,
        styles: &'a Styles,
        (name, title): (&str, &str),
        paper: Paper,
        widths: Vec<f64>,
        (fixed, parts): (u16, &[u16]),
    ) -> Result<Sheet<'a>, XlsxError> {
        let mut ws = Worksheet::new();
        ws.set_name(name)?;
        for (column, width) in widths.iter().enumerate() {
            ws.set_column_width(column as u16, *width)?;
        }
        ws.write_string_with_format(0, 0, format!("{} · {title}", view.school()), &styles.title)?;
        ws.set_row_height(0, 30)?;
        ws.write_string_with_format(1, 0, subtitle(view), &styles.subtitle)?;
        ws.set_row_height(1, 18)?;
        match paper {
            Paper::A3Landscape => ws.set_paper_size(8).set_landscape(),
            Paper::A4Landscape => ws.set_paper_size(9).set_landscape(),
            Paper::A4Portrait => ws.set_paper_size(9).set_portrait(),
        };
        ws.set_print_fit_to_pages(parts.len() as u16 + 1, 0);
        ws.set_margins(MARGIN, MARGIN, 0.55, 0.55, 0.25, 0.25);
        ws.set_print_center_horizontally(true);
        let school: String = view.school().chars().take(60).collect();
        ws.set_header(format!("&L&8{} &R&8{title}", school.replace('&', "&&")));
        ws.set_footer("&C第 &P 页 / 共 &N 页");
        if !parts.is_empty() {
            ws.set_vertical_page_breaks(&parts.iter().map(|&column| u32::from(column)).collect::<Vec<_>>())?;
        }
        if fixed > 0 {
            ws.set_repeat_columns(0, fixed - 1)?;
        }
        Ok(Sheet { ws, styles, row: 2, scale: scale(paper, &widths, fixed, parts), widths, breaks: Vec::new() })
    }

    /// The header row, which stays in sight and is repeated on every sheet of paper.
    pub(super) fn header(&mut self, names: &[String], fixed: u16) -> Result<(), XlsxError> {
        self.ws.set_repeat_rows(self.row, self.row)?;
        self.ws.set_freeze_panes(self.row + 1, fixed)?;
        self.head(names)
    }

    /// A header row of a block.
    pub(super) fn head(&mut self, names: &[String]) -> Result<(), XlsxError> {
        let styles = self.styles;
        let cells: Vec<(&str, &Format)> = names.iter().map(|name| (name.as_str(), &styles.head)).collect();
        self.line(&cells)
    }

    /// The heading of a block; it begins on a new sheet of paper unless it is the first.
    pub(super) fn block(&mut self, heading: &str) -> Result<(), XlsxError> {
        if self.row > FIRST_ROW {
            self.breaks.push(self.row);
        }
        self.section(heading)
    }

    /// A heading on the same sheet of paper.
    pub(super) fn section(&mut self, heading: &str) -> Result<(), XlsxError> {
        self.ws.write_string_with_format(self.row, 0, heading, &self.styles.block)?;
        for column in 1..self.widths.len() as u16 {
            self.ws.write_blank(self.row, column, &self.styles.block)?;
        }
        self.ws.set_row_height(self.row, 26)?;
        self.row += 1;
        Ok(())
    }

    /// A row of texts, as high as its tallest cell needs.
    pub(super) fn line<T: AsRef<str>>(&mut self, cells: &[(T, &Format)]) -> Result<(), XlsxError> {
        let mut lines = 1;
        for (column, (text, format)) in cells.iter().enumerate() {
            let text = text.as_ref();
            let width = self.widths.get(column).copied().unwrap_or(10.0);
            lines = lines.max(lines_of(text, width));
            if text.chars().count() > MOST_CHARACTERS {
                let short: String = text.chars().take(MOST_CHARACTERS).collect();
                self.ws.write_string_with_format(self.row, column as u16, format!("{short}……"), format)?;
            } else {
                self.ws.write_string_with_format(self.row, column as u16, text, format)?;
            }
        }
        self.ws.set_row_height(self.row, (lines as f64 * LINE_POINTS + 5.0).min(MOST_HEIGHT))?;
        self.row += 1;
        Ok(())
    }

    /// The sheet, with its page breaks. With breaks between blocks it is printed at a fixed scale: spreadsheets ignore
    /// breaks, or take minutes over them, when they have to fit the pages themselves.
    pub(super) fn finish(mut self) -> Result<Worksheet, XlsxError> {
        self.breaks.truncate(MOST_BREAKS);
        if !self.breaks.is_empty() {
            self.ws.set_page_breaks(&self.breaks)?;
            self.ws.set_print_scale(self.scale);
        }
        Ok(self.ws)
    }
}

/// `2026年9月7日起，共18周 · 制表 2026年8月30日 · 草案…`.
fn subtitle(view: &View) -> String {
    let made = format!("制表 {}", calendar::long_date(view.made_on));
    let parts = [calendar::term_label(view), made, view.verdict()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// Lines a text takes in a column; a Chinese character of the text's size is 1.7 units of column width.
fn lines_of(text: &str, width: f64) -> usize {
    let room = ((width - 0.8) * 1.12).max(2.0) as usize;
    text.split('\n').map(|line| words::width(line).div_ceil(room).max(1)).sum()
}

/// Percent at which the widest part with its fixed columns fits the paper; never enlarged.
fn scale(paper: Paper, widths: &[f64], fixed: u16, parts: &[u16]) -> u16 {
    let points = |columns: &[f64]| columns.iter().map(|width| width * COLUMN_POINTS.0 + COLUMN_POINTS.1).sum::<f64>();
    let mut starts: Vec<usize> = std::iter::once(0).chain(parts.iter().map(|&column| usize::from(column))).collect();
    starts.push(widths.len());
    let repeated = points(&widths[..usize::from(fixed)]);
    let part = |pair: &[usize]| points(&widths[pair[0]..pair[1]]) + if pair[0] == 0 { 0.0 } else { repeated };
    let widest = starts.windows(2).map(part).fold(1.0, f64::max);
    ((paper.width() / widest * 100.0) as u16).clamp(10, 100)
}
