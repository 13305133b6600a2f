//! `term opt-in`, `opt-out`, `wish`, `move`.

use super::args::{MoveArgs, OptInArgs, OptOutArgs, WishArgs, WishCommand};
use super::{Desk, Done};
use crate::cli::End;
use crate::commands::output::{data, json};
use crate::enrol::{self, EnrolError};
use crate::store::Act;
use crate::words::Lang;
use paipian::format::StudentRow;
use paipian::reopt::{Answer, Event};
use serde_json::json as value;

pub(super) fn opt_in(desk: &Desk<'_>, args: &OptInArgs) -> Done {
    let event = match &args.class {
        None => Event::OptIn { student: args.student.clone(), periods: args.periods.clone() },
        Some(class) => Event::Enrol {
            row: Box::new(StudentRow {
                id: args.student.clone(),
                name: None,
                class: class.clone(),
                attends: args.periods.clone(),
                wishes: Vec::new(),
                want: None,
                needs: Vec::new(),
                family: None,
                exempt: Vec::new(),
            }),
        },
    };
    record(desk, event, args.from.as_ref())
}

pub(super) fn opt_out(desk: &Desk<'_>, args: &OptOutArgs) -> Done {
    let student = args.student.clone();
    let event =
        if args.left { Event::Leave { student } } else { Event::OptOut { student, periods: args.periods.clone() } };
    record(desk, event, args.from.as_ref())
}

/// Records an event and tells the answer.
pub(super) fn record(desk: &Desk<'_>, event: Event, from: Option<&String>) -> Done {
    let from = desk.day(from)?;
    let mut store = desk.open()?;
    let later = from > desk.on;
    let answers = enrol::ask(&mut store, &desk.by, &[(event, from.clone())], &desk.on)?;
    let answer = answers.into_iter().flatten().next();
    tell(desk, answer.as_ref(), later.then_some(from.as_str()));
    Ok(End::Done)
}

fn tell(desk: &Desk<'_>, answer: Option<&Answer>, later: Option<&str>) {
    if desk.args.json {
        data(&json(&value!({ "answer": answer, "later": later })));
        return;
    }
    let list = |ids: &[String]| if ids.is_empty() { "—".to_string() } else { ids.join(", ") };
    let text = match (answer, later, desk.lang) {
        (Some(a), _, Lang::Zh) => format!(
            "已登记。新座位：{}；让出：{}；候补：{}；暂无座位的时段：{}\n",
            list(&a.gained),
            list(&a.given_up),
            list(&a.waiting),
            list(&a.uncovered)
        ),
        (Some(a), _, Lang::En) => format!(
            "recorded. new seats: {}; given up: {}; waiting for: {}; periods without a seat: {}\n",
            list(&a.gained),
            list(&a.given_up),
            list(&a.waiting),
            list(&a.uncovered)
        ),
        (None, Some(day), Lang::Zh) => format!("已登记，{day} 起生效\n"),
        (None, Some(day), Lang::En) => format!("recorded; in force from {day}\n"),
        (None, None, Lang::Zh) => "已登记\n".to_string(),
        (None, None, Lang::En) => "recorded\n".to_string(),
    };
    data(&text);
}

pub(super) fn wish(desk: &Desk<'_>, args: &WishArgs) -> Done {
    let mut store = desk.open()?;
    match &args.what {
        WishCommand::Open { from, to } => {
            let (from, to) = (desk.day(Some(from))?, desk.day(Some(to))?);
            if to < from {
                return Err(EnrolError::Refused("F064", vec![to]));
            }
            store.append(&desk.by, &[Act::Window { from, to }], &[], None)?;
        }
        WishCommand::Enter { student, clubs, want } => {
            let answer = enrol::wish(&mut store, &desk.by, student, clubs, *want, &desk.on)?;
            tell(desk, answer.as_ref(), None);
        }
        WishCommand::Review { student, reject } => enrol::review(&mut store, &desk.by, student, *reject, &desk.on)?,
        WishCommand::Confirm { student } => enrol::confirm(&mut store, &desk.by, student)?,
        WishCommand::Waiting => {
            let lists = enrol::waiting_lists(&store.term()?)?;
            if desk.args.json {
                data(&json(&value!({ "waiting": lists })));
            } else {
                for list in lists {
                    data(&format!("{}\n", list.club));
                    for (ix, (id, claim, number)) in list.students.iter().enumerate() {
                        data(&match desk.lang {
                            Lang::Zh => format!("{:>4} {id} 上学期落选 {claim} 次，摇号 {number:020}\n", ix + 1),
                            Lang::En => format!("{:>4} {id} lost {claim} terms, lottery {number:020}\n", ix + 1),
                        });
                    }
                }
            }
        }
    }
    Ok(End::Done)
}

pub(super) fn move_child(desk: &Desk<'_>, args: &MoveArgs) -> Done {
    let (from, to) = (args.from.as_deref(), args.to.as_deref());
    enrol::move_child(&mut desk.open()?, &desk.by, &args.student, from, to, &desk.on)?;
    desk.say("已调整；放学批次在今晚重排时更新", "moved; waves follow in tonight's run");
    Ok(End::Done)
}
