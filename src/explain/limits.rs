//! What holds a count down: the rooms and courses of the least cut, who and what is missing, caps and widths.

use super::items::Item;
use super::relief::{pins_of, skill_of};
use crate::format::ProblemFile;
use crate::lint::Finding;
use crate::lint::basis::Basis;
use crate::lint::cells::{Cell, Tight};
use crate::problem::{CourseId, CourseKind, Id, NO_BOUND, PeriodSet, Problem, RoomId, TeacherId};

/// Rooms of a cut that are told one by one.
const TOLD: usize = 6;

/// Periods by their ids in the file.
pub(super) fn periods_of<'f>(problem: &Problem, ids: impl Iterator<Item = &'f String>) -> PeriodSet {
    let find = |id: &String| problem.calendar.periods.rows().iter().position(|row| row.name == *id);
    ids.filter_map(find).map(Id::at).collect()
}

/// Ids of periods, in the order of the file.
pub(super) fn names(problem: &Problem, periods: PeriodSet) -> Vec<String> {
    periods.iter().map(|period| problem.calendar.periods[period].name.clone()).collect()
}

/// The position of a course.
pub(super) fn course_at(problem: &Problem, id: &str) -> Option<CourseId> {
    problem.courses.ids().find(|&course| problem.courses[course].name == id)
}

/// The periods that a finding of seats or people is about, and its grade.
pub(super) fn place(problem: &Problem, finding: &Finding) -> (PeriodSet, Option<usize>) {
    let graded = finding.code == "L203";
    let grade = graded.then(|| problem.grades.rows().iter().position(|row| row.name == finding.subject[0]));
    (periods_of(problem, finding.subject.iter().skip(usize::from(graded))), grade.flatten())
}

/// Courses with seats that have a pattern in the periods, whatever rooms and people there are.
pub(super) fn meeting(problem: &Problem, periods: PeriodSet) -> Vec<CourseId> {
    let meets = |course: &CourseId| {
        let mut patterns = problem.courses[*course].patterns.iter();
        patterns.any(|pattern| problem.patterns[pattern].periods.meets(periods))
    };
    problem.courses.ids().filter(|course| problem.courses[*course].kind.has_seats()).filter(meets).collect()
}

/// Rooms that courses with seats could use in the periods and that are closed in one, with those periods.
pub(super) fn closed_rooms(problem: &Problem, periods: PeriodSet) -> Vec<(RoomId, PeriodSet)> {
    let courses = meeting(problem, periods);
    let wanted = |room: &RoomId| courses.iter().any(|&course| problem.courses[course].rooms.contains(room));
    let closed = |room: RoomId| (room, problem.rooms[room].closed.and(periods));
    problem.rooms.ids().filter(wanted).map(closed).filter(|(_, closed)| !closed.is_empty()).collect()
}

/// Rooms that are not cleared and would fit a course with seats that meets in the periods.
pub(super) fn uncleared_rooms(file: &ProblemFile, problem: &Problem, periods: PeriodSet) -> Vec<RoomId> {
    let courses = meeting(problem, periods);
    let fits = |room: &RoomId| {
        let row = &file.rooms[room.ix()];
        courses.iter().map(|course| &file.courses[course.ix()]).any(|course| {
            course.features.iter().all(|feature| row.features.contains(feature))
                && (course.rooms.is_empty() || course.rooms.contains(&row.id))
        })
    };
    problem.rooms.ids().filter(|&room| !problem.rooms[room].cleared).filter(fits).collect()
}

/// Whether the person has what it takes to lead one of these courses.
pub(super) fn able(problem: &Problem, courses: &[CourseId], person: TeacherId) -> bool {
    courses.iter().any(|&course| problem.courses[course].lead_fits[person.ix()])
}

/// Courses that people are wanted for in the periods: with seats, and posts that ask for someone.
pub(super) fn staffed(problem: &Problem, periods: PeriodSet) -> Vec<CourseId> {
    let mut courses = meeting(problem, periods);
    let asks = |course: &CourseId| {
        let row = &problem.courses[*course];
        let mut patterns = row.patterns.iter();
        row.kind == CourseKind::Post
            && row.fill > 0
            && patterns.any(|pattern| problem.patterns[pattern].periods.meets(periods))
    };
    courses.extend(problem.courses.ids().filter(asks));
    courses
}

/// What limits, for one finding.
pub(super) fn of(file: &ProblemFile, problem: &Problem, finding: &Finding) -> Vec<Item> {
    match finding.code {
        "L201" | "L203" => seats(file, problem, finding),
        "L202" | "L204" | "L206" => {
            let (periods, _) = place(problem, finding);
            let courses = staffed(problem, periods);
            let courses = if finding.code == "L206" { posts_of(problem, &courses) } else { courses };
            people(problem, &courses, periods)
        }
        "L101" | "L102" | "L205" => {
            let Some(course) = course_at(problem, &finding.subject[0]) else { return Vec::new() };
            let mut patterns = problem.courses[course].patterns.iter();
            let periods = patterns.clone().fold(PeriodSet::EMPTY, |set, p| set.or(problem.patterns[p].periods));
            let mut items = match patterns.next() {
                Some(_) => people(problem, &[course], periods),
                None => Vec::new(),
            };
            items.retain(|item| item.key != "leads_present");
            if problem.courses[course].leads.is_empty() {
                let skill = skill_of(&file.courses[course.ix()]).unwrap_or_default();
                items.push(Item::new("lead_unskilled", vec![finding.subject[0].clone()], vec![skill]));
            }
            items
        }
        "L119" => {
            let at_least = Item::new("min_size", vec![finding.subject[0].clone()], finding.facts[..2].to_vec());
            vec![Item::new("cap", vec![], finding.facts[..1].to_vec()), at_least]
        }
        "L103" | "L104" | "L108" => rooms_of_course(file, problem, &finding.subject[0]),
        "L107" => vec![Item::new("min_size", vec![finding.subject[0].clone()], finding.facts[..2].to_vec())],
        "L207" => {
            let limited = problem.teachers.rows().iter().filter(|row| row.max_minutes != NO_BOUND);
            let sums = limited.fold((0_u64, 0_u64), |(n, sum), row| (n + 1, sum + u64::from(row.max_minutes)));
            vec![Item::new("minutes_limit", vec![], vec![sums.0.to_string(), sums.1.to_string()])]
        }
        "L208" | "L209" | "L210" | "L211" => lessons(problem, finding),
        "L212" => {
            let gates = problem.gates.rows().iter();
            let width = |gate: &crate::problem::Gate| {
                Item::new("gate_width", vec![gate.name.clone()], vec![gate.per_wave.to_string()])
            };
            let policy = &problem.policy;
            let facts = vec![policy.max_waves.to_string(), policy.wave_minutes.to_string()];
            gates.map(width).chain([Item::new("waves_in_time", vec![], facts)]).collect()
        }
        "L506" => published(problem, finding),
        code if code.starts_with("L3") => {
            pins_of(file, finding).into_iter().map(|at| pin_item(file, at, false)).collect()
        }
        _ => Vec::new(),
    }
}

/// A pin as an item: what it is, or that it is dropped.
pub(super) fn pin_item(file: &ProblemFile, at: usize, dropped: bool) -> Item {
    let pin = &file.pins[at];
    let own = |id: &Option<String>| id.clone().unwrap_or_default();
    let (keys, subject) = if pin.section.is_some() {
        (["pin_section", "drop_section_pin"], vec![own(&pin.section)])
    } else if pin.student.is_some() {
        (["pin_student", "drop_student_pin"], vec![own(&pin.student), own(&pin.course)])
    } else {
        (["pin_teacher", "drop_teacher_pin"], vec![own(&pin.teacher), own(&pin.course)])
    };
    Item::new(keys[usize::from(dropped)], subject, vec![at.to_string()])
}

/// Posts among courses.
pub(super) fn posts_of(problem: &Problem, courses: &[CourseId]) -> Vec<CourseId> {
    courses.iter().copied().filter(|&course| problem.courses[course].kind == CourseKind::Post).collect()
}

fn seats(file: &ProblemFile, problem: &Problem, finding: &Finding) -> Vec<Item> {
    let (periods, grade) = place(problem, finding);
    let basis = Basis::new(problem);
    let cell = Cell::new(&basis, periods, |_| true);
    let demand = cell.demand(|student| problem.students[student].owed_coverage);
    let tight = cell.tight(&demand, grade);
    let mut items = Vec::new();
    let rooms: Vec<(RoomId, u64)> = tight
        .iter()
        .filter_map(|&(tight, most)| if let Tight::Room(room) = tight { Some((room, most)) } else { None })
        .collect();
    if rooms.len() > TOLD {
        let held: u64 = rooms.iter().map(|(_, most)| most).sum();
        items.push(Item::new("rooms_hold", vec![], vec![rooms.len().to_string(), held.to_string()]));
    } else {
        let told = rooms.iter().map(|(room, most)| (problem.rooms[*room].name.clone(), most.to_string()));
        items.extend(told.map(|(room, most)| Item::new("room_holds", vec![room], vec![most])));
    }
    for &(tight, most) in &tight {
        if let Tight::Course(course) = tight {
            let name = problem.courses[course].name.clone();
            items.push(Item::new("course_most", vec![name], vec![most.to_string()]));
        }
    }
    items.extend(closed_items(problem, periods));
    let uncleared = uncleared_rooms(file, problem, periods);
    items.extend(
        uncleared.iter().map(|&room| Item::new("room_uncleared", vec![problem.rooms[room].name.clone()], vec![])),
    );
    items
}

fn closed_items(problem: &Problem, periods: PeriodSet) -> impl Iterator<Item = Item> {
    closed_rooms(problem, periods).into_iter().map(|(room, closed)| {
        let subject = std::iter::once(problem.rooms[room].name.clone()).chain(names(problem, closed));
        Item::new("room_closed", subject.collect(), vec![])
    })
}

/// Who could lead one of the courses: how many are there, who is away, who is not cleared.
fn people(problem: &Problem, courses: &[CourseId], periods: PeriodSet) -> Vec<Item> {
    let mut items = Vec::new();
    let mut present = 0_u64;
    for (id, person) in problem.teachers.iter().filter(|(id, _)| able(problem, courses, *id)) {
        let away = person.unavailable.and(periods);
        if !person.cleared {
            items.push(Item::new("lead_uncleared", vec![person.name.clone()], vec![]));
        } else if !away.is_empty() {
            let subject = std::iter::once(person.name.clone()).chain(names(problem, away));
            items.push(Item::new("lead_away", subject.collect(), vec![]));
        } else {
            present += u64::from(able(problem, courses, id));
        }
    }
    items.push(Item::new("leads_present", names(problem, periods), vec![present.to_string()]));
    items
}

fn rooms_of_course(file: &ProblemFile, problem: &Problem, id: &str) -> Vec<Item> {
    let Some(course) = course_at(problem, id) else { return Vec::new() };
    let row = &problem.courses[course];
    let periods = row.patterns.iter().fold(PeriodSet::EMPTY, |set, p| set.or(problem.patterns[p].periods));
    let closed = row.rooms.iter().map(|&room| (room, problem.rooms[room].closed.and(periods)));
    let closed = closed.filter(|(_, closed)| !closed.is_empty()).map(|(room, closed)| {
        let subject = std::iter::once(problem.rooms[room].name.clone()).chain(names(problem, closed));
        Item::new("room_closed", subject.collect(), vec![])
    });
    let of_course = &file.courses[course.ix()];
    let fits = |row: &&crate::format::RoomRow| {
        !row.cleared
            && of_course.features.iter().all(|feature| row.features.contains(feature))
            && (of_course.rooms.is_empty() || of_course.rooms.contains(&row.id))
    };
    let uncleared = file.rooms.iter().filter(fits).map(|row| Item::new("room_uncleared", vec![row.id.clone()], vec![]));
    let small = row.rooms.iter().filter(|&&room| problem.limit(course, Some(room)) < row.min_size).map(|&room| {
        Item::new("room_holds", vec![problem.rooms[room].name.clone()], vec![problem.rooms[room].capacity.to_string()])
    });
    closed.chain(uncleared).chain(small).collect()
}

/// When courses of the sort can meet, and the cap on their sections.
fn lessons(problem: &Problem, finding: &Finding) -> Vec<Item> {
    let basis = Basis::new(problem);
    let special = finding.code != "L211";
    let mut periods = PeriodSet::EMPTY;
    for (id, _) in problem.courses.iter().filter(|(_, course)| course.special && special) {
        periods = basis.open_patterns(id).fold(periods, |set, pattern| set.or(problem.patterns[pattern].periods));
    }
    let mut items = Vec::new();
    if special {
        let minutes = problem.calendar.minutes(periods).to_string();
        items.push(Item::new("special_periods", names(problem, periods), vec![minutes]));
    }
    if matches!(finding.code, "L209" | "L210") && problem.policy.special_cap != NO_BOUND {
        items.push(Item::new("cap", vec![], vec![problem.policy.special_cap.to_string()]));
    }
    items
}

/// What stands in the way of a published section.
fn published(problem: &Problem, finding: &Finding) -> Vec<Item> {
    let sections = problem.published.iter().flat_map(|plan| &plan.sections);
    let Some(section) = sections.into_iter().find(|section| section.name == finding.subject[0]) else {
        return Vec::new();
    };
    let periods = section.pattern.unwrap_or_default();
    let mut items = Vec::new();
    if let Some(room) = section.room.flatten() {
        let (row, closed) = (&problem.rooms[room], problem.rooms[room].closed.and(periods));
        if !row.cleared {
            items.push(Item::new("room_uncleared", vec![row.name.clone()], vec![]));
        } else if !closed.is_empty() {
            let subject = std::iter::once(row.name.clone()).chain(names(problem, closed));
            items.push(Item::new("room_closed", subject.collect(), vec![]));
        }
    }
    if let Some(lead) = section.lead.flatten() {
        let (row, away) = (&problem.teachers[lead], problem.teachers[lead].unavailable.and(periods));
        if !row.cleared {
            items.push(Item::new("lead_uncleared", vec![row.name.clone()], vec![]));
        } else if !away.is_empty() {
            let subject = std::iter::once(row.name.clone()).chain(names(problem, away));
            items.push(Item::new("lead_away", subject.collect(), vec![]));
        }
    }
    items
}
