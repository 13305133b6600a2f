//! One section, teacher or rule: what it costs, and what changing it would do.
//!
//! A rule is a sum of units, each about one thing; what a thing costs is read from the units about it.

use super::change::{Counterfactual, Trial};
use super::items::Item;
use super::limits::names;
use crate::lint::basis::Basis;
use crate::plan::Plan;
use crate::problem::{Id, PatternId, Problem, RoomId, SectionId, StudentId, TeacherId};
use crate::rules::{RULES, Scope, UNITS};

/// Changes of one sort that are told.
const TOLD: usize = 3;

/// What one thing adds to a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// The rule's name in the contract.
    pub rule: &'static str,
    /// What it is about: kind and id of each thing.
    pub about: Vec<(&'static str, String)>,
    /// Its value, in units of the rule: `money` in fen, `wave_wait` in weighted minutes.
    pub value: i64,
}

/// What a rule counts.
#[derive(Debug, Clone)]
pub struct RuleShare {
    /// Its name.
    pub rule: &'static str,
    /// What it counts.
    pub value: i64,
    /// Points a unit of its value.
    pub weight: i64,
    /// Units of a share that make one of the value.
    pub per: i64,
    /// What adds to it, the greatest first.
    pub shares: Vec<Share>,
}

/// What is told of a section.
#[derive(Debug, Clone)]
pub struct SectionAnswer {
    /// Its id.
    pub section: String,
    /// Children in it, and the most there may be.
    pub seats: (u32, u32),
    /// What it adds by rules about sections.
    pub shares: Vec<Share>,
    /// What closing it would do, its children seated elsewhere.
    pub close: Counterfactual,
    /// Other leads, rooms and patterns that are free for it, the best of each sort.
    pub changes: Vec<Counterfactual>,
}

/// What is told of a teacher.
#[derive(Debug, Clone)]
pub struct TeacherAnswer {
    /// Id.
    pub teacher: String,
    /// Minutes in the cycle, and the fair share.
    pub minutes: (i64, Option<u32>),
    /// Sections led or assisted.
    pub sections: Vec<String>,
    /// What they add by rules about people.
    pub shares: Vec<Share>,
    /// For each section they lead, the best other lead who is free.
    pub changes: Vec<Counterfactual>,
}

/// What adds to a rule. None for a rule that does not exist.
pub fn rule(problem: &Problem, plan: &Plan, name: &str) -> Option<RuleShare> {
    let at = RULES.iter().position(|rule| rule.name == name)?;
    let stated = &RULES[at];
    let mut shares: Vec<Share> =
        stated.scopes.iter().flat_map(|scope| of_scope(problem, plan, stated.name, scope)).collect();
    shares.retain(|share| share.value != 0);
    shares.sort_by(|a, b| (-a.value, &a.about).cmp(&(-b.value, &b.about)));
    let (value, weight) = (plan.tally().value(at), problem.policy.weights[at]);
    Some(RuleShare { rule: stated.name, value, weight, per: stated.per, shares })
}

fn of_scope(problem: &Problem, plan: &Plan, rule: &'static str, scope: &Scope) -> Vec<Share> {
    let section = |id: SectionId| ("section", plan.section(id).name.clone().unwrap_or_default());
    let period = |id: crate::problem::PeriodId| ("period", problem.calendar.periods[id].name.clone());
    let first = |day: crate::problem::DayId| period(problem.calendar.days[day].in_order[0]);
    let person = |id: TeacherId| ("teacher", problem.teachers[id].name.clone());
    let course = |id: crate::problem::CourseId| ("course", problem.courses[id].name.clone());
    let student = |id: StudentId| ("student", problem.students[id].name.clone());
    let share = |about: Vec<(&'static str, String)>, value: i64| Share { rule, about, value };
    let periods = || problem.calendar.periods.ids();
    let days = || problem.calendar.days.ids();
    match scope {
        Scope::Given(unit) => vec![share(vec![], unit(plan))],
        Scope::Section(unit) | Scope::Roll(unit) | Scope::Pairs(unit) => {
            plan.open_sections().map(|id| share(vec![section(id)], unit(problem, plan, id))).collect()
        }
        Scope::Moment(unit) => {
            let rooms = problem.rooms.iter();
            let all = rooms.flat_map(|(id, row)| {
                periods()
                    .map(move |at| share(vec![("room", row.name.clone()), period(at)], unit(problem, plan, id, at)))
            });
            all.collect()
        }
        Scope::Person(unit) => {
            problem.teachers.ids().map(|id| share(vec![person(id)], unit(problem, plan, id))).collect()
        }
        Scope::PersonDay(unit) => {
            let people = problem.teachers.ids();
            let all = people.flat_map(|id| {
                days().map(move |day| share(vec![person(id), first(day)], unit(problem, plan, id, day)))
            });
            all.collect()
        }
        Scope::Course(unit) => {
            problem.courses.ids().map(|id| share(vec![course(id)], unit(problem, plan, id))).collect()
        }
        Scope::CoursePeriod(unit) => {
            let courses = problem.courses.ids();
            let all = courses.flat_map(|id| {
                periods().map(move |at| share(vec![course(id), period(at)], unit(problem, plan, id, at)))
            });
            all.collect()
        }
        Scope::Pattern(unit) => {
            let of = |id: PatternId| {
                let row = &problem.patterns[id];
                let times = names(problem, row.periods).into_iter().map(|name| ("period", name));
                std::iter::once(course(row.course)).chain(times).collect()
            };
            problem.patterns.ids().map(|id| share(of(id), unit(problem, plan, id))).collect()
        }
        Scope::ClassPeriod(unit) => {
            let classes = problem.classes.iter();
            let all = classes.flat_map(|(id, row)| {
                periods()
                    .map(move |at| share(vec![("class", row.name.clone()), period(at)], unit(problem, plan, id, at)))
            });
            all.collect()
        }
        Scope::Student(unit) => {
            problem.students.ids().map(|id| share(vec![student(id)], unit(problem, plan, id))).collect()
        }
        Scope::SectionPin(unit) => {
            let all = 0..problem.pins.len();
            all.map(|pin| share(vec![("pin", pin.to_string())], unit(problem, plan, pin))).collect()
        }
        Scope::Published(unit) => {
            let sections = problem.published.iter().flat_map(|plan| &plan.sections).enumerate();
            sections.map(|(at, row)| share(vec![("section", row.name.clone())], unit(problem, plan, at))).collect()
        }
        Scope::Exit(unit) => {
            let sections = plan.open_sections().filter(|_| plan.released());
            sections.map(|id| share(vec![section(id)], unit(problem, plan, id))).collect()
        }
        Scope::GateDay(unit) => {
            let gates = problem.gates.iter().filter(|_| plan.released());
            let all = gates.flat_map(|(id, row)| {
                days().map(move |day| share(vec![("gate", row.name.clone()), first(day)], unit(problem, plan, id, day)))
            });
            all.collect()
        }
        Scope::FamilyDay(unit) => {
            let families = problem.families.iter().filter(|_| plan.released());
            let all = families.flat_map(|(id, children)| {
                days().map(move |day| {
                    let about = children.iter().map(|&child| student(child)).chain([first(day)]).collect();
                    share(about, unit(problem, plan, id, day))
                })
            });
            all.collect()
        }
    }
}

/// What a section costs and what changing it would do. None for a section that the plan does not have.
pub fn section(problem: &Problem, plan: &Plan, id: &str) -> Option<SectionAnswer> {
    let at = plan.open_sections().find(|&section| plan.section(section).name.as_deref() == Some(id))?;
    let row = plan.section(at);
    let about = vec![("section", id.to_string())];
    let units = UNITS.section.iter().chain(&UNITS.roll).chain(&UNITS.pairs);
    let shares = units.map(|&(rule, unit)| Share {
        rule: RULES[rule].name,
        about: about.clone(),
        value: unit(problem, plan, at),
    });
    let shares = shares.filter(|share| share.value != 0).collect();
    let seats = (row.size(), problem.limit(row.course, row.room));
    let basis = Basis::new(problem);
    let mut trial = Trial::new(problem, plan.clone());
    let close = close(&mut trial, at);
    let mut changes = best(leads(&basis, &mut trial, at));
    changes.extend(best(rooms(&basis, &mut trial, at)));
    changes.extend(best(patterns(&basis, &mut trial, at)));
    Some(SectionAnswer { section: id.to_string(), seats, shares, close, changes })
}

/// What a teacher costs, and who could take over what. None for someone the problem does not have.
pub fn teacher(problem: &Problem, plan: &Plan, id: &str) -> Option<TeacherAnswer> {
    let person = problem.teachers.ids().find(|&person| problem.teachers[person].name == id)?;
    let mut shares = Vec::new();
    let mut add = |rule: usize, day: Option<String>, value: i64| {
        let day = day.map(|day| ("period", day));
        let about = std::iter::once(("teacher", id.to_string())).chain(day).collect();
        shares.extend((value != 0).then(|| Share { rule: RULES[rule].name, about, value }));
    };
    UNITS.person.iter().for_each(|&(rule, unit)| add(rule, None, unit(problem, plan, person)));
    for (day, row) in problem.calendar.days.iter() {
        let first = &problem.calendar.periods[row.in_order[0]].name;
        let units = UNITS.person_day.iter();
        units.for_each(|&(rule, unit)| add(rule, Some(first.clone()), unit(problem, plan, person, day)));
    }
    let basis = Basis::new(problem);
    let mut trial = Trial::new(problem, plan.clone());
    let mut own: Vec<SectionId> = plan.sections_of(person).to_vec();
    own.sort_unstable();
    let led = own.iter().copied().filter(|&section| plan.section(section).lead == Some(person));
    let changes =
        led.filter_map(|section| leads(&basis, &mut trial, section).into_iter().min_by_key(|change| change.score));
    let changes = changes.collect();
    let sections = own.iter().map(|&section| plan.section(section).name.clone().unwrap_or_default()).collect();
    let minutes = (plan.minutes(person), problem.teachers[person].target);
    Some(TeacherAnswer { teacher: id.to_string(), minutes, sections, shares, changes })
}

/// The best few.
fn best(mut changes: Vec<Counterfactual>) -> Vec<Counterfactual> {
    changes.sort_by_key(|change| change.score);
    changes.truncate(TOLD);
    changes
}

fn close(trial: &mut Trial<'_>, section: SectionId) -> Counterfactual {
    let item = Item::new("if_closes", vec![trial.name(section)], vec![]);
    let start = trial.start();
    let mut seated = trial.plan.section(section).seats.clone();
    seated.sort_unstable();
    seated.iter().for_each(|&student| trial.unseat(student, section));
    trial.plan.close(trial.problem, section);
    seated.into_iter().for_each(|student| trial.fill(student));
    trial.value(&start, item)
}

/// Every other lead who is free.
fn leads(basis: &Basis<'_>, trial: &mut Trial<'_>, section: SectionId) -> Vec<Counterfactual> {
    let (problem, row) = (trial.problem, trial.plan.section(section));
    let clashes = problem.patterns[row.pattern].clashes;
    let free = |lead: &TeacherId| {
        Some(*lead) != row.lead && !row.assistants.contains(lead) && !trial.plan.busy(*lead).meets(clashes)
    };
    let others: Vec<TeacherId> = basis.usable[row.pattern].leads.iter().copied().filter(free).collect();
    let change = |other: TeacherId| {
        let item = Item::new("if_led_by", vec![trial.name(section), problem.teachers[other].name.clone()], vec![]);
        let start = trial.start();
        trial.plan.set_lead(problem, section, Some(other));
        trial.value(&start, item)
    };
    others.into_iter().map(change).collect()
}

/// Every other room that is free.
fn rooms(basis: &Basis<'_>, trial: &mut Trial<'_>, section: SectionId) -> Vec<Counterfactual> {
    let (problem, row) = (trial.problem, trial.plan.section(section));
    let moments = problem.patterns[row.pattern].moments;
    let free = |room: &RoomId| {
        let there = moments.iter().map(|moment| trial.plan.in_session(*room, moment)).max().unwrap_or(0);
        Some(*room) != row.room && there < problem.rooms[*room].parallel
    };
    let others: Vec<RoomId> = basis.usable[row.pattern].rooms.iter().copied().filter(free).collect();
    let change = |other: RoomId| {
        let item = Item::new("if_in_room", vec![trial.name(section), problem.rooms[other].name.clone()], vec![]);
        let start = trial.start();
        trial.plan.set_room(problem, section, Some(other));
        trial.value(&start, item)
    };
    others.into_iter().map(change).collect()
}

/// Every other pattern at which its room and people are free: children who attend it move along in the place of what
/// they have then, the others are seated elsewhere.
fn patterns(basis: &Basis<'_>, trial: &mut Trial<'_>, section: SectionId) -> Vec<Counterfactual> {
    let problem = trial.problem;
    let row = trial.plan.section(section).clone();
    let own = problem.patterns[row.pattern].periods;
    let fits = |&pattern: &PatternId| {
        let (usable, other) = (&basis.usable[pattern], &problem.patterns[pattern]);
        let people_free = row.people().all(|person| {
            !problem.teachers[person].unavailable.meets(other.periods)
                && !trial.plan.busy(person).minus(own).meets(other.clashes)
        });
        let room_free = row.room.is_none_or(|room| {
            let present = |moment| {
                trial.plan.in_session(room, moment) - u32::from(problem.patterns[row.pattern].moments.has(moment))
            };
            usable.rooms.contains(&room)
                && other.moments.iter().map(present).max().unwrap_or(0) < problem.rooms[room].parallel
        });
        pattern != row.pattern && usable.open && people_free && room_free
    };
    let others: Vec<PatternId> = problem.courses[row.course].patterns.iter().filter(fits).collect();
    let change = |pattern: PatternId| {
        let periods = names(problem, problem.patterns[pattern].periods);
        let subject = std::iter::once(trial.name(section)).chain(periods).collect();
        let start = trial.start();
        let mut seated = trial.plan.section(section).seats.clone();
        seated.sort_unstable();
        seated.iter().for_each(|&student| trial.unseat(student, section));
        trial.plan.set_pattern(problem, section, pattern);
        for &student in &seated {
            if problem.students[student].attends.covers(problem.patterns[pattern].periods) {
                trial.put(student, section);
            }
        }
        seated.into_iter().for_each(|student| trial.fill(student));
        trial.value(&start, Item::new("if_meets", subject, vec![]))
    };
    others.into_iter().map(change).collect()
}

/// The position of a student by id.
pub fn student_at(problem: &Problem, id: &str) -> Option<StudentId> {
    problem.students.rows().iter().position(|row| row.name == id).map(Id::at)
}
