//! `term ledger`: fees, payments, hours and pay. Money is told in fen in JSON and in yuan to people.

use super::args::{LedgerArgs, LedgerCommand};
use super::{Desk, Done};
use crate::cli::End;
use crate::commands::output::{data, json};
use crate::enrol::EnrolError;
use crate::store::{Act, balances, hours};
use serde_json::{Value, json as value};

pub(super) fn ledger(desk: &Desk<'_>, args: &LedgerArgs) -> Done {
    let mut store = desk.open()?;
    let term = store.term()?;
    match &args.what {
        LedgerCommand::Tariff { kind, session, cap } => {
            let act = Act::Tariff { kind: kind.clone(), session: *session, cap_month: *cap };
            store.append(&desk.by, &[act], &[], None)?;
        }
        LedgerCommand::Relief { student, percent } => {
            if term.rows.get("student", student).is_none() {
                return Err(EnrolError::Refused("F052", vec![student.clone()]));
            }
            let act = Act::Relief { student: student.clone(), percent: *percent };
            store.append(&desk.by, &[act], &[], None)?;
        }
        LedgerCommand::Bill { month } => {
            let month = &checked(month)?;
            let act = Act::bill_of(&term, month);
            let (lines, total) = match &act {
                Some(Act::Bill { lines, .. }) => (lines.len(), lines.iter().map(|line| line.fen).sum()),
                _ => (0, 0),
            };
            store.append(&desk.by, &act.into_iter().collect::<Vec<_>>(), &[], Some(term.seq))?;
            if desk.args.json {
                data(&json(&value!({ "month": month, "lines": lines, "fen": total })));
            } else {
                data(&format!("{month}: {lines}, {}\n", yuan(total)));
            }
        }
        LedgerCommand::Pay { student, fen } => {
            if term.rows.get("student", student).is_none() && !balances(&term).contains_key(student) {
                return Err(EnrolError::Refused("F052", vec![student.clone()]));
            }
            store.append(&desk.by, &[Act::Pay { student: student.clone(), fen: *fen }], &[], None)?;
        }
        LedgerCommand::Show { student: Some(student) } => {
            let own = |row: &&Value| row["student"] == *student;
            let charges: Vec<&Value> = term.rows.all("charge").map(|(_, row)| row).filter(own).collect();
            let payments: Vec<&Value> = term.rows.all("payment").map(|(_, row)| row).filter(own).collect();
            let balance = balances(&term).get(student).copied().unwrap_or(0);
            if desk.args.json {
                data(&json(&value!({ "charges": charges, "payments": payments, "balance": balance })));
            } else {
                for row in charges {
                    let word = |key: &str| row[key].as_str().unwrap_or("—");
                    let fen = yuan(row["fen"].as_i64().unwrap_or(0));
                    let (what, of, stay) = (word("what"), word("of"), word("stay"));
                    data(&format!("{} {what} {of} {stay} × {} {fen}\n", word("month"), row["sessions"]));
                }
                for row in payments {
                    data(&format!("− {}\n", yuan(row["fen"].as_i64().unwrap_or(0))));
                }
                data(&format!("= {}\n", yuan(balance)));
            }
        }
        LedgerCommand::Show { student: None } => {
            let balances = balances(&term);
            if desk.args.json {
                data(&json(&value!({ "balances": balances, "total": balances.values().sum::<i64>() })));
            } else {
                balances.iter().for_each(|(student, fen)| data(&format!("{student} {}\n", yuan(*fen))));
                data(&format!("= {}\n", yuan(balances.values().sum())));
            }
        }
        LedgerCommand::Hours { month } => {
            let month = &checked(month)?;
            let rows = hours(&term, month);
            if desk.args.json {
                data(&json(&value!({ "month": month, "hours": rows })));
            } else {
                for row in rows {
                    let fen = yuan(row.fen as i64);
                    data(&format!("{} {} {} × {} min {fen}\n", row.teacher, row.section, row.sessions, row.minutes));
                }
            }
        }
    }
    Ok(End::Done)
}

/// A month as it is written: YYYY-MM.
fn checked(month: &str) -> Result<String, EnrolError> {
    let first = chrono::NaiveDate::parse_from_str(&format!("{month}-01"), "%Y-%m-%d").ok();
    match first.map(|day| day.format("%Y-%m").to_string()).filter(|written| written == month) {
        Some(month) => Ok(month),
        None => Err(EnrolError::Refused("F069", vec![month.to_string()])),
    }
}

fn yuan(fen: i64) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", fen.abs() / 100, fen.abs() % 100)
}
