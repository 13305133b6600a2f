//! A small healthy school, and for every code a fault planted in it.

use paipian::format::{
    CourseRow, GateRow, MinutesRow, OffsiteRow, PinRow, ProblemFile, RoomRow, StudentRow, TeacherRow, read_plan,
    read_problem,
};

/// A school from its text.
pub(crate) fn school_of(text: &str) -> ProblemFile {
    read_problem(text).expect("a problem")
}

/// Six children, two clubs, care and a gate post, with nothing to say about it.
pub(crate) fn healthy() -> ProblemFile {
    let mut file = school_of(
        r#"{ "format": "paipian/1", "name": "healthy", "policy": { "name": "none" },
        "periods": [
          { "id": "mon1", "day": 1, "start": "15:40", "end": "16:40", "kind": "after_school" },
          { "id": "mon2", "day": 1, "start": "16:50", "end": "17:50", "kind": "after_school" },
          { "id": "tue1", "day": 2, "start": "15:40", "end": "16:40", "kind": "after_school" } ],
        "grades": [ { "id": "g3", "stage": "primary_upper", "gate": "east" }, { "id": "g4", "stage": "primary_upper" } ],
        "classes": [ { "id": "g3c1", "grade": "g3", "home": "r1" }, { "id": "g4c1", "grade": "g4", "home": "r2" } ],
        "students": [],
        "courses": [
          { "id": "art", "name": "Art", "kind": "club", "category": "art", "special": true, "grades": ["g3", "g4"],
            "min_size": 2, "patterns": [["mon1"], ["mon1", "mon2"]], "skill": "art", "features": ["art"] },
          { "id": "farm", "name": "Farm", "kind": "club", "category": "labour", "special": true, "min_size": 1,
            "patterns": [["mon1", "mon2"]], "skill": "farm", "features": ["farm"], "min_minutes": 60 },
          { "id": "care", "name": "Care", "kind": "care", "patterns": [["mon1"], ["mon2"], ["tue1"]] },
          { "id": "gate", "name": "Gate", "kind": "post", "patterns": [["mon1"], ["mon2"], ["tue1"]], "fill": 1 } ],
        "teachers": [
          { "id": "t1", "kind": "staff", "skills": ["art", "care"] }, { "id": "t2", "kind": "staff", "skills": ["care"] },
          { "id": "t3", "kind": "staff", "skills": ["care"] }, { "id": "t4", "kind": "staff", "skills": ["farm", "care"] } ],
        "rooms": [
          { "id": "r1", "capacity": 10 }, { "id": "r2", "capacity": 10 },
          { "id": "studio", "capacity": 10, "features": ["art"] },
          { "id": "field", "capacity": 20, "features": ["farm"], "offsite": { "travel": 20 } } ],
        "gates": [ { "id": "east", "per_wave": 10 } ] }"#,
    );
    for ix in 0..6 {
        let class = if ix < 3 { "g3c1" } else { "g4c1" };
        let wish = if ix % 3 == 2 { "farm" } else { "art" };
        file.students.push(student(&format!("s{ix}"), class, &["mon1", "mon2", "tue1"], &[wish]));
    }
    file
}

fn names(ids: &[&str]) -> Vec<String> {
    ids.iter().map(|id| (*id).to_string()).collect()
}

fn student(id: &str, class: &str, attends: &[&str], wishes: &[&str]) -> StudentRow {
    StudentRow {
        id: id.to_string(),
        name: None,
        class: class.to_string(),
        attends: names(attends),
        wishes: names(wishes),
        want: None,
        needs: Vec::new(),
        family: None,
        exempt: Vec::new(),
    }
}

fn course<'f>(file: &'f mut ProblemFile, id: &str) -> &'f mut CourseRow {
    file.courses.iter_mut().find(|row| row.id == id).expect("a course")
}

fn room<'f>(file: &'f mut ProblemFile, id: &str) -> &'f mut RoomRow {
    file.rooms.iter_mut().find(|row| row.id == id).expect("a room")
}

fn teacher<'f>(file: &'f mut ProblemFile, id: &str) -> &'f mut TeacherRow {
    file.teachers.iter_mut().find(|row| row.id == id).expect("a teacher")
}

fn section(id: &str, course: &str, pattern: &[&str], room: Option<&str>, lead: Option<&str>) -> PinRow {
    PinRow {
        section: Some(id.to_string()),
        course: Some(course.to_string()),
        pattern: (!pattern.is_empty()).then(|| names(pattern)),
        room: room.map(str::to_string),
        lead: lead.map(str::to_string),
        ..PinRow::default()
    }
}

fn of_child(student: &str, course: &str, never: bool) -> PinRow {
    PinRow { student: Some(student.to_string()), course: Some(course.to_string()), never, ..PinRow::default() }
}

fn of_lead(teacher: &str, course: &str, never: bool) -> PinRow {
    PinRow { teacher: Some(teacher.to_string()), course: Some(course.to_string()), never, ..PinRow::default() }
}

fn special_policy(file: &mut ProblemFile) {
    file.policy.special_share.insert("primary_upper".to_string(), 30);
}

/// Code → what is done to the healthy school.
pub(crate) type Plant = fn(&mut ProblemFile);

/// A published plan of ids that do not exist.
const GONE: &str = r#"{ "format": "paipian/1", "sections": [
    { "id": "x#1", "course": "x", "pattern": ["fri1"], "room": "r9", "lead": "t9", "assistants": [] } ],
    "seats": { "s99": ["x#1"] }, "waves": [] }"#;

fn published(file: &mut ProblemFile) {
    file.published = Some(read_plan(GONE).expect("a plan"));
}

/// One fault for every code.
pub(crate) const PLANTED: &[(&str, Plant)] = &[
    ("L101", |f| teacher(f, "t1").cleared = false),
    ("L102", |f| teacher(f, "t1").unavailable = names(&["mon1"])),
    ("L103", |f| room(f, "studio").cleared = false),
    ("L104", |f| room(f, "studio").closed = names(&["mon1"])),
    ("L105", |f| room(f, "field").offsite = Some(OffsiteRow { travel: 40, escort_per: None })),
    ("L106", |f| f.students.iter_mut().for_each(|row| row.wishes.clear())),
    ("L107", |f| course(f, "art").min_size = 5),
    ("L108", |f| {
        room(f, "studio").capacity = 3;
        course(f, "art").min_size = 4;
    }),
    ("L109", |f| {
        // The only lead and the only room are there at different times.
        let art = course(f, "art");
        art.patterns = vec![names(&["mon1"]), names(&["tue1"])];
        room(f, "studio").closed = names(&["tue1"]);
        teacher(f, "t1").unavailable = names(&["mon1"]);
    }),
    ("L110", |f| course(f, "art").patterns.clear()),
    ("L111", |f| f.students[0].attends = names(&["tue1"])),
    ("L112", |f| course(f, "art").grades = names(&["g4"])),
    ("L113", |f| {
        // Pottery can open on Monday only, and a child who wishes it comes on Tuesday only.
        let mut pottery = course(f, "art").clone();
        pottery.id = "pottery".to_string();
        pottery.patterns = vec![names(&["mon1"]), names(&["tue1"])];
        f.courses.push(pottery);
        room(f, "studio").closed = names(&["tue1"]);
        f.students.iter_mut().for_each(|row| row.wishes.push("pottery".to_string()));
        f.students[0].attends = names(&["tue1"]);
    }),
    ("L114", |f| teacher(f, "t3").cleared = false),
    ("L115", |f| {
        teacher(f, "t3").skills = names(&["juggling"]);
        course(f, "gate").skill = Some("care".to_string());
    }),
    ("L116", |f| teacher(f, "t3").unavailable = names(&["mon1", "mon2", "tue1"])),
    ("L117", |f| {
        course(f, "care").features = names(&["desk"]);
        room(f, "r1").features = names(&["desk"]);
    }),
    ("L118", |f| f.students[0].attends.clear()),
    ("L119", |f| f.policy.special_cap = Some(1)),
    ("L201", |f| {
        f.rooms.retain(|row| row.id != "r2");
        room(f, "r1").capacity = 5;
        room(f, "studio").closed = names(&["tue1"]);
        room(f, "field").closed = names(&["tue1"]);
        f.classes[1].home = None;
    }),
    ("L202", |f| {
        f.rooms.iter_mut().for_each(|row| row.capacity = 2);
        f.teachers.truncate(2);
    }),
    ("L203", |f| course(f, "care").grades = names(&["g3"])),
    ("L204", |f| f.teachers.truncate(1)),
    ("L205", |f| course(f, "gate").skill = Some("duty".to_string())),
    ("L206", |f| {
        course(f, "gate").fill = 4;
        let mut duty = course(f, "gate").clone();
        duty.id = "duty".to_string();
        f.courses.push(duty);
    }),
    ("L207", |f| {
        f.teachers.iter_mut().for_each(|row| row.max_minutes = Some(60));
    }),
    ("L208", |f| {
        special_policy(f);
        f.students[0].wishes.clear();
    }),
    ("L209", |f| {
        special_policy(f);
        course(f, "art").patterns = vec![names(&["mon1"])];
        f.students.iter_mut().for_each(|row| row.wishes = names(&["art"]));
        room(f, "studio").capacity = 2;
    }),
    ("L210", |f| {
        // Two stages share one studio of four seats: either alone fits, both do not.
        special_policy(f);
        f.policy.special_share.insert("junior".to_string(), 30);
        f.grades[1].stage = "junior".to_string();
        course(f, "art").patterns = vec![names(&["mon1"])];
        f.students.iter_mut().for_each(|row| row.wishes = names(&["art"]));
        room(f, "studio").capacity = 4;
    }),
    ("L211", |f| {
        f.policy.minutes = vec![MinutesRow { category: "tutoring".to_string(), stage: None, need: None, min: 30 }];
    }),
    ("L212", |f| {
        f.gates = vec![GateRow { id: "east".to_string(), per_wave: 1 }];
        f.policy.max_waves = Some(1);
        f.rooms.iter_mut().for_each(|row| row.capacity = 2);
    }),
    ("L301", |f| f.pins.push(section("art#1", "art", &["tue1"], None, None))),
    ("L302", |f| f.pins.push(section("art#1", "art", &[], Some("r1"), None))),
    ("L303", |f| {
        room(f, "studio").closed = names(&["mon2"]);
        f.pins.push(section("art#1", "art", &["mon1", "mon2"], Some("studio"), None));
    }),
    ("L304", |f| f.pins.push(section("art#1", "art", &[], None, Some("t2")))),
    ("L305", |f| {
        teacher(f, "t3").cleared = false;
        f.pins.push(section("care#1", "care", &[], None, Some("t3")));
    }),
    ("L306", |f| {
        teacher(f, "t3").unavailable = names(&["mon1"]);
        f.pins.push(section("care#1", "care", &["mon1"], None, Some("t3")));
    }),
    ("L307", |f| {
        course(f, "art").min_size = 5;
        f.pins.push(section("art#1", "art", &[], None, None));
    }),
    ("L308", |f| {
        f.pins.push(section("care#1", "care", &["mon1"], None, Some("t1")));
        f.pins.push(section("art#1", "art", &[], None, Some("t1")));
    }),
    ("L309", |f| {
        f.pins.push(section("care#1", "care", &["mon1"], Some("r1"), None));
        f.pins.push(section("care#2", "care", &["mon1"], Some("r1"), None));
    }),
    ("L310", |f| {
        f.pins.push(section("care#1", "care", &["mon1"], None, None));
        f.pins.push(section("care#1", "care", &["mon2"], None, None));
    }),
    ("L311", |f| {
        f.pins.push(of_child("s0", "art", false));
        f.pins.push(of_child("s0", "farm", false));
    }),
    ("L312", |f| {
        f.students[0].attends = names(&["tue1"]);
        f.pins.push(of_child("s0", "art", false));
    }),
    ("L313", |f| f.pins.push(of_child("s0", "gate", false))),
    ("L314", |f| {
        f.pins.push(of_child("s0", "art", false));
        f.pins.push(of_child("s0", "art", true));
    }),
    ("L315", |f| {
        f.pins.push(of_lead("t1", "art", false));
        f.pins.push(of_lead("t1", "art", true));
    }),
    ("L316", |f| f.pins.push(of_lead("t2", "art", false))),
    ("L317", |f| {
        course(f, "care").max_sections = Some(1);
        f.pins.push(section("care#1", "care", &["mon1"], None, None));
        f.pins.push(section("care#2", "care", &["mon2"], None, None));
    }),
    ("L318", |f| {
        course(f, "care").max_parallel = Some(1);
        f.pins.push(section("care#1", "care", &["mon1"], None, None));
        f.pins.push(section("care#2", "care", &["mon1"], None, None));
    }),
    ("L319", |f| {
        let art = course(f, "art");
        (art.max_sections, art.max_size) = (Some(1), Some(2));
        f.pins.extend(["s0", "s1", "s3"].map(|child| of_child(child, "art", false)));
    }),
    ("L320", |f| {
        f.pins.push(section("care#1", "care", &[], None, Some("t2")));
        f.pins.push(of_lead("t2", "care", true));
    }),
    ("L401", |f| {
        f.policy.name = Some("nanchang".to_string());
        room(f, "r1").features = names(&["desk"]);
    }),
    ("L402", |f| f.policy.name = Some("tianjin".to_string())),
    ("L403", |f| f.policy.name = Some("tianjin".to_string())),
    ("L404", |f| course(f, "art").name = Some(" ".to_string())),
    ("L405", |f| course(f, "art").category = None),
    ("L501", published),
    ("L502", published),
    ("L503", published),
    ("L504", published),
    ("L505", published),
    ("L506", |f| {
        room(f, "studio").closed = names(&["mon1"]);
        let text = r#"{ "format": "paipian/1", "seats": {}, "waves": [], "sections": [
          { "id": "art#1", "course": "art", "pattern": ["mon1"], "room": "studio", "lead": "t1" } ] }"#;
        f.published = Some(read_plan(text).expect("a plan"));
    }),
];
