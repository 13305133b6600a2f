//! A cell → the JSON value of its column, or what is wrong with it.

use super::faults::{self, Fault};
use super::grid::{Cell, FIRST_DATE, date_of, minute_of};
use super::known::Known;
use super::normal::{fold, items, tidy};
use super::tables::{Column, Kind, word_of};
use super::vocabulary::YES;
use serde_json::{Value, json};

/// The greatest number a cell may hold.
pub(super) const LIMIT: u64 = 1_000_000_000;

/// Reads a cell that is not blank. `None`: it says that there is nothing, as 无 does in a list.
///
/// # Errors
/// What is wrong, item by item for lists.
pub(super) fn value(column: &Column, cell: &Cell, known: &Known) -> Result<Option<Value>, Vec<Fault>> {
    if let Cell::Fault(_) = cell {
        return Err(vec![faults::formula_error()]);
    }
    let one = |result: Result<Value, Fault>| result.map(Some).map_err(|fault| vec![fault]);
    match column.kind {
        Kind::Id => one(id(cell).and_then(|id| match column.refers {
            Some(table) => known.resolve(table, &id).map(Value::from),
            None => Ok(Value::from(id)),
        })),
        Kind::Text => one(text(cell).map(Value::from)),
        Kind::Skill => one(id(cell).map(|skill| match skill.as_str() {
            "无" | "不限" => json!(""),
            _ => json!(skill_of(&skill)),
        })),
        Kind::Skills => list(cell).map(|skills| match skills.iter().map(|skill| skill_of(skill)).collect::<Vec<_>>() {
            skills if skills.is_empty() => None,
            skills => Some(json!(skills)),
        }),
        Kind::Count => one(count(cell).map(Value::from)),
        Kind::Counts => {
            let (numbers, wrong) = each(list(cell)?, |item| count(&Cell::Text(item.to_string())));
            if wrong.is_empty() { Ok(Some(json!(numbers))) } else { Err(wrong) }
        }
        Kind::Money => one(money(cell).map(Value::from)),
        Kind::Clock => one(clock(cell).map(|minute| json!(format!("{:02}:{:02}", minute / 60, minute % 60)))),
        Kind::Date => one(date(cell).map(Value::from)),
        Kind::Dates => {
            let (dates, wrong) = match cell {
                Cell::Moment(_) | Cell::Number(_) => each(vec![String::new()], |_| date(cell)),
                _ => each(list(cell)?, |item| date(&Cell::Text(item.to_string()))),
            };
            if wrong.is_empty() { Ok(Some(json!(dates))) } else { Err(wrong) }
        }
        Kind::Yes => one(yes(cell).map(Value::from)),
        Kind::Word(words) => one(word_of(words, &cell.shown()).map(Value::from).ok_or_else(|| faults::not_word(words))),
        Kind::Words(words) => {
            let (found, wrong) = each(list(cell)?, |item| word_of(words, item).ok_or_else(|| faults::not_word(words)));
            if wrong.is_empty() { Ok(Some(json!(found))) } else { Err(wrong) }
        }
        Kind::List => list(cell).map(|items| (!items.is_empty()).then(|| json!(items))),
        Kind::Refs => {
            let (ids, wrong) = each(list(cell)?, |item| match column.refers {
                Some(table) => known.resolve(table, item),
                None => Ok(item.to_string()),
            });
            if wrong.is_empty() { Ok(Some(json!(ids))) } else { Err(wrong) }
        }
        Kind::GradeList => Ok(Some(json!(known.grade_list(&list_text(cell)?)))),
        Kind::PeriodList => Ok(Some(json!(known.period_list(&list_text(cell)?)))),
        Kind::Patterns => Ok(Some(json!(list_text(cell)?))),
    }
}

fn each<T>(list: Vec<String>, read: impl Fn(&str) -> Result<T, Fault>) -> (Vec<T>, Vec<Fault>) {
    let (mut good, mut wrong) = (Vec::new(), Vec::new());
    for item in &list {
        match read(item) {
            Ok(value) => good.push(value),
            Err(fault) if list.len() > 1 && fault.part.is_none() => wrong.push(fault.about(item)),
            Err(fault) => wrong.push(fault),
        }
    }
    (good, wrong)
}

fn skill_of(text: &str) -> &str {
    match text {
        "托管" | "基础托管" | "看护" => "care",
        other => other,
    }
}

/// Ids are text; a number that Excel made of one is its digits.
///
/// # Errors
/// A number that Excel has rounded, a decimal, a date.
pub(super) fn id(cell: &Cell) -> Result<String, Fault> {
    match cell {
        Cell::Number(number) if number.abs() >= 1e15 || !number.is_finite() => Err(faults::rounded_id()),
        Cell::Number(number) if number.fract() != 0.0 => Err(faults::broken_id()),
        Cell::Moment(_) => Err(faults::dated_id()),
        Cell::Fault(_) => Err(faults::formula_error()),
        Cell::Text(text) if is_scientific(&fold(text)) => Err(faults::rounded_id()),
        other => Ok(fold(&other.shown())),
    }
}

/// `4.40301E+17`: an id that lost its digits before it was saved as text.
fn is_scientific(text: &str) -> bool {
    let Some((digits, power)) = text.split_once("E+").or_else(|| text.split_once("e+")) else { return false };
    let plain = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit() || c == '.');
    plain(digits) && plain(power)
}

fn text(cell: &Cell) -> Result<String, Fault> {
    match cell {
        Cell::Number(number) if number.abs() >= 1e15 => Err(faults::rounded_id()),
        other => Ok(tidy(&other.shown())),
    }
}

fn list_text(cell: &Cell) -> Result<String, Vec<Fault>> {
    match cell {
        Cell::Text(text) => Ok(text.clone()),
        other => id(other).map_err(|fault| vec![fault]),
    }
}

fn list(cell: &Cell) -> Result<Vec<String>, Vec<Fault>> {
    let items = items(&list_text(cell)?);
    Ok(if items.len() == 1 && ["无", "没有"].contains(&items[0].as_str()) { Vec::new() } else { items })
}

fn number_text(cell: &Cell) -> Result<String, Fault> {
    match cell {
        Cell::Text(text) => {
            let folded = fold(text).replace(',', "");
            let bare = ["分钟", "人", "元", "分", "节", "次", "周", "个", "门", "班", "%", "¥"]
                .iter()
                .find_map(|unit| folded.strip_suffix(unit));
            Ok(bare.unwrap_or(&folded).trim().trim_start_matches('¥').to_string())
        }
        Cell::Number(number) => Ok(format!("{number}")),
        _ => Err(faults::not_whole()),
    }
}

/// A whole number from 0 to [`LIMIT`].
fn count(cell: &Cell) -> Result<u64, Fault> {
    let text = number_text(cell)?;
    let number: f64 = text.parse().map_err(|_| faults::not_whole())?;
    whole(number, faults::not_whole())
}

fn whole(number: f64, otherwise: Fault) -> Result<u64, Fault> {
    if number < 0.0 {
        Err(faults::negative())
    } else if number > LIMIT as f64 {
        Err(faults::huge(LIMIT))
    } else if number.fract() != 0.0 || !number.is_finite() {
        Err(otherwise)
    } else {
        Ok(number as u64)
    }
}

/// Yuan → fen.
fn money(cell: &Cell) -> Result<u64, Fault> {
    let text = number_text(cell).map_err(|_| faults::not_money())?;
    let yuan: f64 = text.parse().map_err(|_| faults::not_money())?;
    let fen = yuan * 100.0;
    let near = fen.round();
    whole(if (fen - near).abs() < 1e-6 { near } else { fen }, faults::not_money())
}

/// The minute of the day.
fn clock(cell: &Cell) -> Result<u32, Fault> {
    let minute = match cell {
        Cell::Moment(days) if *days < 1.0 || (*days >= FIRST_DATE && days.fract() > 0.0) => minute_of(*days),
        Cell::Number(days) if (0.0..1.0).contains(days) => minute_of(*days),
        Cell::Text(text) => clock_text(&fold(text)),
        _ => None,
    };
    minute.ok_or_else(faults::not_clock)
}

fn clock_text(text: &str) -> Option<u32> {
    let lower = text.to_lowercase();
    let (rest, afternoon) = match lower.strip_prefix("下午").or_else(|| lower.strip_suffix("pm")) {
        Some(rest) => (rest, true),
        None => (lower.strip_prefix("上午").or_else(|| lower.strip_suffix("am")).unwrap_or(&lower), false),
    };
    let plain = rest.trim().replace(['点', '时'], ":").replace(['分', '秒'], "");
    let mut parts = plain.split(':').map(str::trim);
    let hour: u32 = parts.next()?.parse().ok()?;
    let minute: u32 = match parts.next()? {
        "" => 0,
        "半" => 30,
        text => text.parse().ok()?,
    };
    let second: u32 = parts.next().map_or(Ok(0), str::parse).ok()?;
    let hour = if afternoon && hour < 12 { hour + 12 } else { hour };
    (hour < 24 && minute < 60 && second == 0 && parts.next().is_none()).then_some(hour * 60 + minute)
}

fn date(cell: &Cell) -> Result<String, Fault> {
    let found = match cell {
        Cell::Moment(days) => date_of(*days),
        Cell::Number(days) if (FIRST_DATE..80_000.0).contains(days) && days.fract() == 0.0 => date_of(*days),
        Cell::Number(number) => date_text(&format!("{number}")),
        Cell::Text(text) => date_text(&fold(text)),
        _ => None,
    };
    found.map(|date| date.format("%Y-%m-%d").to_string()).ok_or_else(faults::not_date)
}

fn date_text(text: &str) -> Option<chrono::NaiveDate> {
    let text = text.split([' ', 'T']).next()?;
    if text.len() == 8 && text.chars().all(|c| c.is_ascii_digit()) {
        return chrono::NaiveDate::parse_from_str(text, "%Y%m%d").ok();
    }
    let plain = text.replace(['年', '月', '/', '.'], "-").replace('日', "");
    let parts: Vec<&str> = plain.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return None };
    (year.len() == 4).then_some(())?;
    chrono::NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// Yes or no, also as a tick.
///
/// # Errors
/// Anything else.
pub(super) fn yes(cell: &Cell) -> Result<bool, Fault> {
    match cell {
        Cell::Truth(truth) => Ok(*truth),
        other => word_of(YES, &other.shown()).map(|word| word == "yes").ok_or_else(faults::not_yes),
    }
}
