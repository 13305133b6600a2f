//! The registry in the course of a term: 预选单 → 评审 → 公示 → 白名单 → 备案 → 退出, papers, agreements, surveys. Who may
//! serve on a day is for the gates of admission to say; what they say becomes events of the roster, which clear or no
//! longer clear teachers and rooms.

use super::{EnrolError, refused};
use crate::store::{Act, Signature, Store, Term};
use paipian::admission::{applicable, rulings};
use paipian::dates::{date, sessions, years_after};
use paipian::format::{AgreementRow, PaperRow, ProblemFile, ResourceRow, StateRow, SurveyRow};
use paipian::lint::in_force;
use paipian::load;
use paipian::policy::{Regulation, shipped};
use paipian::reopt::Event;
use std::collections::BTreeSet;

/// The life of a resource, in order (TN 五, 六1; NC 4; TJ 8).
pub const STATES: [&str; 6] = ["candidate", "reviewed", "announced", "whitelisted", "filed", "exited"];

/// The regulation of a school: the shipped policy of the name that its problem bears.
fn regulation(school: &ProblemFile) -> Option<Regulation> {
    shipped(school.policy.name.as_ref()?)
}

fn resources(school: &ProblemFile) -> &[ResourceRow] {
    school.registry.as_ref().map_or(&[][..], |registry| &registry.resources)
}

/// Ids of the resources that a gate bars on the first day of service from a day on, by themselves or through who sends
/// them.
pub fn barred(school: &ProblemFile, on: &str) -> BTreeSet<String> {
    let day = sessions(school).into_iter().map(|session| session.date).find(|day| day.to_string().as_str() >= on);
    let (Some(day), Some(regulation)) = (day, regulation(school)) else { return BTreeSet::new() };
    let binds = |rule: &str| regulation.rule(rule).is_some_and(|rule| in_force(school, &regulation, rule));
    let refused = rulings(school, &regulation)
        .into_iter()
        .filter(|ruling| ruling.bars && ruling.dates.binary_search(&day).is_ok() && binds(&ruling.rule));
    let refused: BTreeSet<String> = refused.map(|ruling| ruling.resource).collect();
    let through =
        |row: &&ResourceRow| refused.contains(&row.id) || row.by.as_ref().is_some_and(|by| refused.contains(by));
    resources(school).iter().filter(through).map(|row| row.id.clone()).collect()
}

/// Events that make `cleared` of teachers and rooms on file what the gates say for a day; none where it is so already,
/// or where no gate looks.
pub fn clearing(school: &ProblemFile, on: &str) -> Vec<Event> {
    let Some(regulation) = regulation(school) else { return Vec::new() };
    let barred = barred(school, on);
    let mut events = Vec::new();
    for row in resources(school) {
        let cleared = !barred.contains(&row.id);
        if cleared && applicable(school, row, &regulation).is_empty() {
            continue;
        }
        let teacher =
            school.teachers.iter().find(|teacher| row.kind == "person" && row.of.as_ref() == Some(&teacher.id));
        if let Some(teacher) = teacher.filter(|teacher| teacher.cleared != cleared) {
            events.push(Event::Clear { teacher: Some(teacher.id.clone()), room: None, cleared });
        }
        let room = school.rooms.iter().find(|room| row.kind == "venue" && row.of.as_ref() == Some(&room.id));
        if let Some(room) = room.filter(|room| room.cleared != cleared) {
            events.push(Event::Clear { teacher: None, room: Some(room.id.clone()), cleared });
        }
    }
    events
}

/// The state of a resource on a day: the last it entered by then.
pub fn state<'r>(row: &'r ResourceRow, on: &str) -> &'r str {
    let entered = row.history.iter().filter(|entered| entered.on.as_str() <= on);
    entered.max_by_key(|entered| entered.on.as_str()).map_or("", |entered| &entered.state)
}

/// Writes acts about the registry with what follows for `cleared`. `school` is as the acts leave it.
fn keep(
    store: &mut Store,
    by: &Signature,
    term: Term,
    school: &ProblemFile,
    mut acts: Vec<Act>,
    on: &str,
) -> Result<(), EnrolError> {
    load::load(school)?;
    let events = clearing(school, on).into_iter();
    acts.extend(events.map(|event| Act::Change { event, from: on.into(), answer: None }));
    let seq = term.seq;
    drop(term);
    store.append(by, &acts, &[], Some(seq))?;
    Ok(())
}

/// Registers a resource as a candidate, and takes the steps up to a state if one is given.
///
/// # Errors
/// It is registered already, or refers to nothing; an unknown state; or the store.
pub fn register(
    store: &mut Store,
    by: &Signature,
    row: ResourceRow,
    to: Option<&str>,
    on: &str,
) -> Result<(), EnrolError> {
    let term = store.term()?;
    let Some(mut school) = term.problem() else { return refused("F050", &[]) };
    let registry = school.registry.get_or_insert_default();
    if registry.resources.iter().any(|other| other.id == row.id) {
        return refused("F068", &[&row.id]);
    }
    let first = StateRow { on: on.into(), state: STATES[0].into() };
    let mut row = ResourceRow { history: vec![first], ..row };
    let mut acts = vec![Act::Register { row: Box::new(row.clone()) }];
    if let Some(to) = to.filter(|to| *to != STATES[0]) {
        acts.extend(steps(None, &mut row, to, on)?);
    }
    registry.resources.push(row);
    keep(store, by, term, &school, acts, on)
}

/// Takes the steps that lead to a state, one by one. One that exited begins anew as a candidate, an organisation only
/// after its ban (TN 六3); any may be blacklisted (YJ 七(四)2), and
/// stays so.
///
/// # Errors
/// An unknown resource or state, a step back, a ban; or the store.
pub fn step(store: &mut Store, by: &Signature, resource: &str, to: &str, on: &str) -> Result<(), EnrolError> {
    let term = store.term()?;
    let Some(mut school) = term.problem() else { return refused("F050", &[]) };
    let regulation = regulation(&school);
    let acts = steps(regulation.as_ref(), found(&mut school, resource)?, to, on)?;
    keep(store, by, term, &school, acts, on)
}

fn found<'s>(school: &'s mut ProblemFile, resource: &str) -> Result<&'s mut ResourceRow, EnrolError> {
    let row =
        school.registry.as_mut().and_then(|registry| registry.resources.iter_mut().find(|row| row.id == resource));
    row.map_or_else(|| refused("F055", &[resource]), Ok)
}

/// The steps to a state, taken on the row.
fn steps(regulation: Option<&Regulation>, row: &mut ResourceRow, to: &str, on: &str) -> Result<Vec<Act>, EnrolError> {
    let now = state(row, on).to_string();
    let place = |state: &str| STATES.iter().position(|known| *known == state);
    let way: Vec<&str> = match (place(to), place(&now)) {
        _ if now == to || now == "blacklisted" => return refused("F058", &[&row.id, &now, to]),
        _ if to == "blacklisted" || to == "exited" => vec![to],
        (None, _) => return refused("F056", &[to, &STATES.join(", ")]),
        (Some(end), _) if now == "exited" => {
            if let Some(until) = banned_until(regulation, row).filter(|until| on < until.as_str()) {
                return refused("F057", &[&row.id, &until]);
            }
            STATES[..=end].to_vec()
        }
        (Some(end), Some(at)) if end > at => STATES[at + 1..=end].to_vec(),
        (Some(end), None) if now.is_empty() => STATES[..=end].to_vec(),
        _ => return refused("F058", &[&row.id, &now, to]),
    };
    row.history.extend(way.iter().map(|state| StateRow { on: on.into(), state: state.to_string() }));
    let taken = |state: &&str| Act::Step { resource: row.id.clone(), state: state.to_string(), on: on.into() };
    Ok(way.iter().map(taken).collect())
}

/// First day on which an organisation that exited may come back.
fn banned_until(regulation: Option<&Regulation>, row: &ResourceRow) -> Option<String> {
    let years = regulation?.rule("V7")?.whole()?;
    let exits = row.history.iter().filter(|entered| row.kind == "organisation" && entered.state == "exited");
    let last = exits.filter_map(|entered| date(&entered.on)).max()?;
    years_after(last, years).map(|day| day.to_string())
}

/// Puts a paper on file.
///
/// # Errors
/// An unknown resource, a date that is none; or the store.
pub fn paper(store: &mut Store, by: &Signature, resource: &str, paper: PaperRow, on: &str) -> Result<(), EnrolError> {
    let term = store.term()?;
    let Some(mut school) = term.problem() else { return refused("F050", &[]) };
    let row = found(&mut school, resource)?;
    row.papers.retain(|old| (&old.paper, &old.category) != (&paper.paper, &paper.category));
    row.papers.push(paper.clone());
    keep(store, by, term, &school, vec![Act::Paper { resource: resource.into(), paper }], on)
}

/// Notes what was agreed; what is not given stays as it was.
///
/// # Errors
/// An unknown resource, a date that is none; or the store.
pub fn agree(
    store: &mut Store,
    by: &Signature,
    resource: &str,
    news: AgreementRow,
    on: &str,
) -> Result<(), EnrolError> {
    let term = store.term()?;
    let Some(mut school) = term.problem() else { return refused("F050", &[]) };
    let row = found(&mut school, resource)?;
    let old = row.agreement.clone().unwrap_or_default();
    let agreement = AgreementRow {
        signed: news.signed.or(old.signed),
        filed: news.filed.or(old.filed),
        until: news.until.or(old.until),
    };
    row.agreement = Some(agreement.clone());
    keep(store, by, term, &school, vec![Act::Agree { resource: resource.into(), agreement }], on)
}

/// What a survey means by the regulation. A person: bands of warning, of putting right and of disqualification (W11: NC
/// 16). Anything else: below the threshold it is due to exit, which people decide (V6: TN 附件1 四5). Counted in
/// answers, never rounded; exactly on a threshold is not below it.
fn verdict(regulation: Option<&Regulation>, person: bool, satisfied: u64, answers: u64) -> &'static str {
    let below = |percent: i64| i128::from(satisfied) * 100 < i128::from(answers) * i128::from(percent);
    let rule = |id: &str| regulation.and_then(|regulation| regulation.rule(id));
    if person {
        let Some(bands) = rule("W11").map(|rule| rule.bands()) else { return "kept" };
        let words = ["good", "warned", "rectify", "disqualified"];
        return words[bands.iter().filter(|&&band| below(band)).count().min(3)];
    }
    match rule("V6").and_then(|rule| rule.whole()) {
        None => "kept",
        Some(least) if below(least) => "exit_due",
        Some(_) => "good",
    }
}

/// Records a survey of a resource, a teacher or a room, and what follows: who is disqualified may not serve from that
/// day on.
///
/// # Errors
/// No answers, more satisfied ones than answers, or an unknown subject; or the store.
pub fn survey(
    store: &mut Store,
    by: &Signature,
    subject: &str,
    satisfied: u64,
    answers: u64,
    on: &str,
) -> Result<&'static str, EnrolError> {
    if answers == 0 || satisfied > answers {
        return refused("F059", &[&satisfied.to_string(), &answers.to_string()]);
    }
    let term = store.term()?;
    let Some(mut school) = term.problem() else { return refused("F050", &[]) };
    let on_file = |row: &&ResourceRow| row.id == subject || row.of.as_deref() == Some(subject);
    let row = resources(&school).iter().find(on_file);
    let teacher = school.teachers.iter().any(|row| row.id == subject);
    let (id, person) = match row {
        Some(row) => (row.id.clone(), row.kind == "person"),
        None if teacher => (subject.to_string(), true),
        None if school.rooms.iter().any(|row| row.id == subject) => (subject.to_string(), false),
        None => return refused("F055", &[subject]),
    };
    let verdict = verdict(regulation(&school).as_ref(), person, satisfied, answers);
    let mut acts =
        vec![Act::Survey { resource: id.clone(), satisfied, answers, verdict: verdict.into(), on: on.into() }];
    if let Ok(row) = found(&mut school, &id) {
        let percent = satisfied.saturating_mul(100).checked_div(answers);
        row.surveys.push(SurveyRow { on: on.into(), kind: None, percent });
    } else if verdict == "disqualified" && school.teachers.iter().any(|row| row.id == subject && row.cleared) {
        let event = Event::Clear { teacher: Some(id), room: None, cleared: false };
        acts.push(Act::Change { event, from: on.into(), answer: None });
    }
    keep(store, by, term, &school, acts, on)?;
    Ok(verdict)
}
