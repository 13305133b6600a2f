//! The sheet 说明: what the workbook is, the key figures, the score by rule, and what is not as it should be.

use super::sheet::{Paper, Sheet, Styles};
use crate::report::calendar;
use crate::report::view::{Form, View};
use crate::report::words;
use crate::words::{Lang, policy_name, rule_name};
use rust_xlsxwriter::{Worksheet, XlsxError};

/// Most faults listed.
const MOST_FAULTS: usize = 300;

/// 说明.
pub(super) fn overview(view: &View, styles: &Styles) -> Result<Worksheet, XlsxError> {
    let widths = vec![24.0, 18.0, 62.0];
    let mut sheet = Sheet::new(view, styles, ("说明", "课后服务排片表"), Paper::A4Portrait, widths, (0, &[]))?;
    sheet.row += 1;
    sheet.section("本表")?;
    let policy = view.problem.policy.name.as_deref().map_or("—", policy_name).to_string();
    let term = calendar::term_label(view);
    let mut lines = vec![
        ("学校".to_string(), view.school().to_string()),
        ("学期".to_string(), if term.is_empty() { "—".to_string() } else { term }),
        ("制表日期".to_string(), calendar::long_date(view.made_on)),
        ("适用规则".to_string(), policy),
        ("结论".to_string(), view.verdict()),
        (
            "规模".to_string(),
            format!(
                "{} 个班，{} 名学生，{} 个开班（含值岗），每周期 {} 个时段",
                view.classes.len(),
                view.students.len(),
                view.sections.len(),
                view.periods.len()
            ),
        ),
        ("五要素".to_string(), "每格依次为：时间、活动内容、场地、形式、负责人员；其后为人数与放学安排".to_string()),
        ("形式".to_string(), legend()),
    ];
    lines.extend(view.origin());
    for (name, value) in lines {
        wide(&mut sheet, &name, &value)?;
    }
    sheet.row += 1;
    sheet.section("主要指标")?;
    sheet.head(&["指标".to_string(), "数值".to_string(), "口径".to_string()])?;
    for figure in view.figures() {
        sheet.line(&[
            (&figure.name, &styles.strong),
            (&figure.value, &styles.middle),
            (&figure.basis, &styles.text),
        ])?;
    }
    sheet.row += 1;
    sheet.section("各项规则得分（越小越好；硬性为 0 方可发布）")?;
    sheet.head(&["规则".to_string(), "层级".to_string(), "计数 × 权重 = 得分".to_string()])?;
    for line in &view.judgement.rules {
        let (name, unit) = (rule_name(Lang::Zh, line.rule), words::unit(line.rule, line.level));
        let sum = format!("{} {unit} × {} = {}", line.value, line.weight, line.points);
        sheet.line(&[(name, &styles.strong), (words::level(line.level), &styles.middle), (&sum, &styles.text)])?;
    }
    let judgement = view.judgement;
    let total = format!("硬性 {} · 欠缺 {} · 代价 {}", judgement.hard, judgement.shortfall, judgement.cost);
    sheet.line(&[("合计", &styles.strong), ("", &styles.middle), (&total, &styles.strong)])?;
    let faults = view.faults(MOST_FAULTS);
    if !faults.is_empty() {
        sheet.row += 1;
        sheet.section("违规与欠缺明细")?;
        sheet.head(&["规则".to_string(), "数量".to_string(), "对象".to_string()])?;
        for (rule, subject, amount) in &faults {
            sheet.line(&[(rule, &styles.strong), (amount, &styles.middle), (subject, &styles.text)])?;
        }
        if faults.len() == MOST_FAULTS {
            sheet.line(&[("……", &styles.text), ("", &styles.text), ("此处只列前 300 项", &styles.text)])?;
        }
    }
    sheet.finish()
}

fn legend() -> String {
    let forms = [Form::Club, Form::Offsite, Form::Open, Form::Care, Form::Post];
    forms.iter().map(|form| format!("{}{}", form.sign(), form.word())).collect::<Vec<_>>().join("　")
}

/// A name and a text over the two columns beside it.
fn wide(sheet: &mut Sheet, name: &str, text: &str) -> Result<(), XlsxError> {
    let styles = sheet.styles;
    let row = sheet.row;
    sheet.line(&[(name, &styles.strong)])?;
    sheet.ws.merge_range(row, 1, row, 2, text, &styles.text)?;
    let lines = words::width(text).div_ceil(84).max(1);
    sheet.ws.set_row_height(row, lines as f64 * 13.5 + 5.0)?;
    Ok(())
}
