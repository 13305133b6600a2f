//! A school of five students with a plan that breaks nothing, and the means to spoil it.

use paipian::format::{
    CourseRow, PlanFile, ProblemFile, RoomRow, SectionRow, StudentRow, TeacherRow, WaveRow, read_plan, read_problem,
};

/// A function that spoils the plan of [`small`], and what the referee must then say.
#[derive(Clone)]
pub(crate) struct Spoiler {
    /// What is spoiled.
    pub(crate) name: &'static str,
    /// A case that must be found; empty where nothing must be.
    pub(crate) case: &'static str,
    /// Values of rules. Hard rules that are not listed must be 0; others that are not listed are not looked at.
    pub(crate) expect: &'static [(&'static str, u64)],
    /// The spoiling.
    pub(crate) spoil: fn(&mut ProblemFile, &mut PlanFile),
}

/// A spoiler.
pub(crate) fn spoiler(
    name: &'static str,
    case: &'static str,
    expect: &'static [(&'static str, u64)],
    spoil: fn(&mut ProblemFile, &mut PlanFile),
) -> Spoiler {
    Spoiler { name, case, expect, spoil }
}

/// Monday: football and choir in mon1, care for c1 and c5 in mon2, where t3 has gate duty. Tuesday: reading. Wednesday:
/// swimming outside, wed1 and wed2 without a break. `desk` is a post that asks for nothing, on many bells of Tuesday;
/// t4, t5, t6 and room r3 are spare.
pub(crate) fn small() -> (ProblemFile, PlanFile) {
    let problem = r#"{ "format": "paipian/1",
      "policy": { "external_needs_assistant": true, "min_block": 40 },
      "periods": [
        { "id": "mon1", "day": 1, "start": "15:40", "end": "16:40", "kind": "after_school" },
        { "id": "mon2", "day": 1, "start": "16:45", "end": "17:45", "kind": "after_school" },
        { "id": "tue0", "day": 2, "start": "12:00", "end": "13:00", "kind": "midday" },
        { "id": "tue1", "day": 2, "start": "15:40", "end": "16:40", "kind": "after_school" },
        { "id": "tue1late", "day": 2, "start": "16:00", "end": "17:00", "kind": "after_school" },
        { "id": "tue2", "day": 2, "start": "16:40", "end": "17:40", "kind": "after_school" },
        { "id": "tue2after15", "day": 2, "start": "16:55", "end": "17:55", "kind": "after_school" },
        { "id": "tue2after16", "day": 2, "start": "16:56", "end": "17:56", "kind": "after_school" },
        { "id": "tue_evening", "day": 2, "start": "16:45", "end": "16:50", "kind": "evening" },
        { "id": "tue1odd", "week": 2, "day": 2, "start": "15:40", "end": "16:40", "kind": "after_school" },
        { "id": "wed1", "day": 3, "start": "15:40", "end": "16:40", "kind": "after_school" },
        { "id": "wed2", "day": 3, "start": "16:40", "end": "17:40", "kind": "after_school" } ],
      "term": { "cycle_weeks": 2 },
      "grades": [ { "id": "g1", "stage": "primary_lower", "gate": "east" },
                  { "id": "g5", "stage": "primary_upper", "gate": "west" }, { "id": "g7", "stage": "junior" } ],
      "classes": [ { "id": "c1", "grade": "g1", "home": "r1" }, { "id": "c5", "grade": "g5", "home": "r2" },
                   { "id": "c7", "grade": "g7" } ],
      "students": [
        { "id": "s1", "class": "c1", "attends": ["mon1", "mon2", "tue1"], "wishes": ["football", "choir"], "want": 1 },
        { "id": "s2", "class": "c1", "attends": ["mon1", "mon2"], "wishes": ["football"] },
        { "id": "s3", "class": "c5", "attends": ["mon1", "mon2", "wed1", "wed2"], "wishes": ["swim", "choir"] },
        { "id": "s4", "class": "c5", "attends": ["mon1", "wed1", "wed2"], "wishes": ["swim", "choir"] },
        { "id": "s5", "class": "c7", "attends": ["tue1"] } ],
      "courses": [
        { "id": "football", "kind": "club", "special": true, "grades": ["g1", "g5"], "max_size": 3,
          "patterns": [["mon1"], ["wed1"]], "skill": "football", "features": ["field"] },
        { "id": "choir", "kind": "club", "max_size": 3, "patterns": [["mon1"], ["tue1"]], "skill": "music" },
        { "id": "swim", "kind": "club", "max_size": 3, "patterns": [["wed1", "wed2"]], "rooms": ["pool"],
          "min_minutes": 60, "leads": ["x2", "t4"] },
        { "id": "chess", "kind": "club", "patterns": [["mon1"]] },
        { "id": "reading", "kind": "open", "category": "reading", "max_size": 3, "patterns": [["tue1"], ["mon2"]] },
        { "id": "care", "kind": "care", "patterns": [["mon1"], ["mon2"], ["tue1"]] },
        { "id": "duty", "kind": "post", "patterns": [["mon2"]], "fill": 1 },
        { "id": "desk", "kind": "post",
          "patterns": [["tue0"], ["tue1"], ["tue1late"], ["tue2"], ["tue2after15"], ["tue2after16"], ["tue_evening"],
                       ["tue1odd"]] } ],
      "teachers": [
        { "id": "t1", "kind": "staff", "skills": ["football", "care"] }, { "id": "t2", "kind": "staff", "skills": ["care"] },
        { "id": "t3", "kind": "staff" }, { "id": "t4", "kind": "staff", "skills": ["music"] },
        { "id": "t5", "kind": "staff" }, { "id": "t6", "kind": "staff" },
        { "id": "x1", "kind": "external", "skills": ["music"] }, { "id": "x2", "kind": "external" } ],
      "rooms": [
        { "id": "field", "capacity": 30, "features": ["field"] }, { "id": "r1", "capacity": 30 },
        { "id": "r2", "capacity": 30 }, { "id": "r3", "capacity": 30 },
        { "id": "pool", "capacity": 30, "offsite": { "travel": 15, "escort_per": 10 } } ],
      "gates": [ { "id": "east", "per_wave": 2 }, { "id": "west", "per_wave": 2 } ] }"#;
    let plan = r#"{ "format": "paipian/1",
      "sections": [
        { "id": "football#1", "course": "football", "pattern": ["mon1"], "room": "field", "lead": "t1" },
        { "id": "choir#1", "course": "choir", "pattern": ["mon1"], "room": "r1", "lead": "x1", "assistants": ["t3"] },
        { "id": "care-a", "course": "care", "pattern": ["mon2"], "room": "r1", "lead": "t1" },
        { "id": "care-b", "course": "care", "pattern": ["mon2"], "room": "r2", "lead": "t2" },
        { "id": "duty#1", "course": "duty", "pattern": ["mon2"], "lead": "t3" },
        { "id": "reading#1", "course": "reading", "pattern": ["tue1"], "room": "r1", "lead": "t2" },
        { "id": "swim#1", "course": "swim", "pattern": ["wed2", "wed1"], "room": "pool", "lead": "x2", "assistants": ["t3"] } ],
      "seats": { "s1": ["football#1", "care-a", "reading#1"], "s2": ["football#1", "care-a"],
                 "s3": ["choir#1", "care-b", "swim#1"], "s4": ["choir#1", "swim#1"], "s5": ["reading#1"] },
      "waves": [
        { "section": "care-a", "period": "mon2", "gate": "east", "wave": 0 },
        { "section": "care-b", "period": "mon2", "gate": "west", "wave": 0 },
        { "section": "choir#1", "period": "mon1", "gate": "west", "wave": 0 },
        { "section": "reading#1", "period": "tue1", "gate": "east", "wave": 0 },
        { "section": "swim#1", "period": "wed2", "gate": "west", "wave": 0 } ] }"#;
    (read_problem(problem).expect("a problem"), read_plan(plan).expect("a plan"))
}

/// Strings.
pub(crate) fn list(ids: &[&str]) -> Vec<String> {
    ids.iter().map(|id| (*id).to_string()).collect()
}

/// A course.
pub(crate) fn course<'a>(problem: &'a mut ProblemFile, id: &str) -> &'a mut CourseRow {
    problem.courses.iter_mut().find(|row| row.id == id).expect("a course")
}

/// A room.
pub(crate) fn room<'a>(problem: &'a mut ProblemFile, id: &str) -> &'a mut RoomRow {
    problem.rooms.iter_mut().find(|row| row.id == id).expect("a room")
}

/// A teacher.
pub(crate) fn teacher<'a>(problem: &'a mut ProblemFile, id: &str) -> &'a mut TeacherRow {
    problem.teachers.iter_mut().find(|row| row.id == id).expect("a teacher")
}

/// A student.
pub(crate) fn student<'a>(problem: &'a mut ProblemFile, id: &str) -> &'a mut StudentRow {
    problem.students.iter_mut().find(|row| row.id == id).expect("a student")
}

/// A section.
pub(crate) fn section<'a>(plan: &'a mut PlanFile, id: &str) -> &'a mut SectionRow {
    plan.sections.iter_mut().find(|row| row.id == id).expect("a section")
}

/// The wave of a section.
pub(crate) fn wave<'a>(plan: &'a mut PlanFile, id: &str) -> &'a mut WaveRow {
    plan.waves.iter_mut().find(|row| row.section == id).expect("a wave")
}

/// Adds a section without assistants; an empty room or lead is none.
pub(crate) fn open(plan: &mut PlanFile, id: &str, course: &str, pattern: &[&str], room: &str, lead: &str) {
    let some = |id: &str| (!id.is_empty()).then(|| id.to_string());
    plan.sections.push(SectionRow {
        id: id.into(),
        course: course.into(),
        pattern: list(pattern),
        room: some(room),
        lead: some(lead),
        assistants: Vec::new(),
    });
}

/// Adds a section of the post `desk`, named after its period and lead.
pub(crate) fn desk(plan: &mut PlanFile, period: &str, room: &str, lead: &str) {
    open(plan, &format!("desk@{period}@{lead}"), "desk", &[period], room, lead);
}

/// Adds a seat, also a second one.
pub(crate) fn seat(plan: &mut PlanFile, student: &str, section: &str) {
    match plan.seats.0.iter_mut().find(|(id, _)| id == student) {
        Some((_, sections)) => sections.push(section.into()),
        None => plan.seats.0.push((student.into(), list(&[section]))),
    }
}

/// Takes a seat away.
pub(crate) fn unseat(plan: &mut PlanFile, student: &str, section: &str) {
    for (_, sections) in plan.seats.0.iter_mut().filter(|(id, _)| id == student) {
        sections.retain(|id| id != section);
    }
}

/// Adds a wave; an empty gate is none.
pub(crate) fn leave(plan: &mut PlanFile, section: &str, period: &str, gate: &str, wave: u64) {
    let gate = (!gate.is_empty()).then(|| gate.to_string());
    plan.waves.push(WaveRow { section: section.into(), period: period.into(), gate, wave });
}
