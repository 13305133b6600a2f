//! Random schools of two or three children, with every kind of rule at stake in some of them.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use serde_json::{Value, json};

pub(crate) struct Dice(ChaCha8Rng);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }
    /// A number of 0..`n`.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        ((u64::from(self.0.next_u32()) * n as u64) >> 32) as usize
    }
    /// True once in `n`.
    pub(crate) fn once_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }
    pub(crate) fn one<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())].clone()
    }
    /// Each with one chance in two.
    fn some<T: Clone>(&mut self, of: &[T]) -> Vec<T> {
        of.iter().filter(|_| self.once_in(2)).cloned().collect()
    }
}

type Times = &'static [(&'static str, u8, &'static str, &'static str, &'static str)];

const CALENDARS: [Times; 6] = [
    &[("a", 1, "15:40", "16:40", "after_school"), ("b", 1, "16:50", "17:50", "after_school")],
    &[
        ("a", 1, "15:40", "16:40", "after_school"),
        ("b", 1, "16:50", "17:50", "after_school"),
        ("c", 2, "15:40", "16:40", "after_school"),
    ],
    &[
        ("a", 1, "15:40", "16:40", "after_school"),
        ("u", 1, "16:00", "17:00", "after_school"),
        ("b", 1, "17:00", "17:40", "after_school"),
    ],
    &[
        ("n", 1, "12:00", "13:00", "midday"),
        ("a", 1, "15:40", "16:20", "after_school"),
        ("b", 1, "17:00", "17:50", "after_school"),
    ],
    &[
        ("a", 1, "15:00", "15:40", "after_school"),
        ("m", 1, "15:45", "16:15", "evening"),
        ("b", 1, "16:40", "17:30", "after_school"),
    ],
    &[
        ("a", 6, "09:00", "10:00", "weekend"),
        ("b", 6, "10:30", "11:30", "weekend"),
        ("c", 3, "15:41", "16:38", "after_school"),
    ],
];

/// The text of a tiny problem; the same for the same seed.
pub(crate) fn problem(seed: u64) -> String {
    let dice = &mut Dice::new(seed);
    let times = CALENDARS[dice.below(CALENDARS.len())];
    let periods: Vec<&str> = times.iter().map(|time| time.0).collect();
    let patterns = patterns(times);
    let rooms = ["r1", "r2"];
    let gates: Vec<Value> = [("east", 1), ("west", 1 + dice.below(2))]
        .iter()
        .take(dice.below(3))
        .map(|(id, per_wave)| json!({"id": id, "per_wave": per_wave}))
        .collect();
    let gate = |dice: &mut Dice| match gates.len() {
        0 => Value::Null,
        count => gates[dice.below(count)]["id"].clone(),
    };
    let stages = ["primary_lower", "primary_upper", "junior"];
    let grades: Vec<Value> =
        ["g1", "g2"].iter().map(|id| json!({"id": id, "stage": dice.one(&stages), "gate": gate(dice)})).collect();
    let classes: Vec<Value> = [("c1", "g1"), ("c2", "g2")]
        .iter()
        .map(|(id, grade)| json!({"id": id, "grade": grade, "home": if dice.once_in(2) { json!(dice.one(&rooms)) } else { Value::Null }}))
        .collect();
    let kinds: Vec<&str> = (0..2 + dice.below(2))
        .map(|ix| if ix == 0 { "club" } else { dice.one(&["club", "open", "care", "care", "post"]) })
        .collect();
    let courses: Vec<Value> = kinds.iter().enumerate().map(|(ix, kind)| course(dice, ix, kind, &patterns)).collect();
    let clubs: Vec<String> = (0..kinds.len()).filter(|&ix| kinds[ix] == "club").map(|ix| format!("k{ix}")).collect();
    let students: Vec<Value> = (0..2 + dice.below(2)).map(|ix| student(dice, ix, times, &clubs)).collect();
    let teachers: Vec<Value> = (0..2 + dice.below(2)).map(|ix| teacher(dice, ix, &periods)).collect();
    let rooms: Vec<Value> = rooms.iter().map(|id| room(dice, id, &periods)).collect();
    let published = if dice.once_in(2) { published(dice, &courses, students.len()) } else { Value::Null };
    let pins: Vec<Value> = (0..dice.below(5).saturating_sub(2)).map(|_| pin(dice, &courses, students.len())).collect();
    let problem = json!({
        "format": "paipian/1", "policy": policy(dice), "grades": grades, "classes": classes, "gates": gates,
        "periods": times.iter().map(|(id, day, start, end, kind)|
            json!({"id": id, "day": day, "start": start, "end": end, "kind": kind})).collect::<Vec<_>>(),
        "students": students, "courses": courses, "teachers": teachers, "rooms": rooms, "pins": pins,
        "published": published,
    });
    problem.to_string()
}

/// Every set of one or two periods that do not clash.
fn patterns(times: Times) -> Vec<Vec<&'static str>> {
    let mut patterns: Vec<Vec<&str>> = times.iter().map(|time| vec![time.0]).collect();
    for (ix, this) in times.iter().enumerate() {
        for that in &times[..ix] {
            if this.1 != that.1 || this.2 >= that.3 || that.2 >= this.3 {
                patterns.push(vec![that.0, this.0]);
            }
        }
    }
    patterns
}

fn course(dice: &mut Dice, ix: usize, kind: &str, patterns: &[Vec<&str>]) -> Value {
    let fitting: Vec<&Vec<&str>> = patterns.iter().filter(|pattern| kind != "care" || pattern.len() == 1).collect();
    let mut own: Vec<&Vec<&str>> = vec![dice.one(&fitting)];
    let other = dice.one(&fitting);
    if other != own[0] {
        own.push(other);
    }
    let mut course = json!({
        "id": format!("k{ix}"), "kind": kind, "patterns": own, "min_size": dice.below(3), "max_sections": 1 + dice.below(2),
        "special": dice.once_in(2), "skill": dice.one(&["", "x"]), "max_per_student": 1 + dice.below(2),
        "assistants": usize::from(dice.once_in(5)), "min_minutes": dice.one(&[0, 30]),
        "features": if dice.once_in(4) { vec!["f"] } else { vec![] },
        "rooms": if dice.once_in(4) { vec!["r1"] } else { vec![] },
        "leads": if dice.once_in(5) { vec!["t0", "t1"] } else { vec![] },
        "grades": if dice.once_in(4) { vec!["g1"] } else { vec![] },
    });
    if kind == "post" {
        course["fill"] = json!(dice.below(3));
    }
    if dice.once_in(2) {
        course["max_size"] = json!(1 + dice.below(4));
    }
    if dice.once_in(3) {
        course["max_parallel"] = json!(1);
    }
    if dice.once_in(2) {
        course["category"] = json!("tutoring");
    }
    course
}

fn student(dice: &mut Dice, ix: usize, times: Times, clubs: &[String]) -> Value {
    let mut attends: Vec<&str> = Vec::new();
    for time in times {
        let free = times.iter().filter(|other| attends.contains(&other.0));
        if free.clone().all(|other| other.1 != time.1 || other.2 >= time.3 || time.2 >= other.3) && !dice.once_in(4) {
            attends.push(time.0);
        }
    }
    let mut wishes = dice.some(clubs);
    if dice.once_in(2) {
        wishes.reverse();
    }
    let exempt = ["coverage", "special_share", "category_minutes", "late_waves"];
    json!({
        "id": format!("s{ix}"), "class": dice.one(&["c1", "c1", "c2"]), "attends": attends, "wishes": wishes, "want": dice.below(3),
        "needs": if dice.once_in(2) { vec!["tutoring"] } else { vec![] },
        "family": if dice.once_in(3) { Value::Null } else { json!("f") },
        "exempt": if dice.once_in(4) { vec![dice.one(&exempt)] } else { vec![] },
    })
}

fn teacher(dice: &mut Dice, ix: usize, periods: &[&str]) -> Value {
    let mut teacher = json!({
        "id": format!("t{ix}"), "kind": if dice.once_in(3) { "external" } else { "staff" },
        "skills": if ix == 0 { vec!["care", "x"] } else { dice.some(&["care", "x"]) },
        "unavailable": if dice.once_in(4) { vec![dice.one(periods)] } else { vec![] },
        "avoid": if dice.once_in(3) { vec![dice.one(periods)] } else { vec![] },
        "pay": dice.one(&[0, 700, 4100]), "cleared": !dice.once_in(8),
    });
    if dice.once_in(2) {
        teacher["target_minutes"] = json!(30 * dice.below(5));
    }
    if dice.once_in(3) {
        teacher["max_minutes"] = json!(60 + 30 * dice.below(4));
    }
    if dice.once_in(4) {
        teacher["max_minutes_day"] = json!(60 + 30 * dice.below(3));
    }
    teacher
}

fn room(dice: &mut Dice, id: &str, periods: &[&str]) -> Value {
    let mut room = json!({
        "id": id, "capacity": 1 + dice.below(3), "features": if dice.once_in(2) { vec!["f"] } else { vec![] },
        "closed": if dice.once_in(5) { vec![dice.one(periods)] } else { vec![] },
        "parallel": 1 + dice.below(2), "cost": dice.one(&[0, 0, 900]), "cleared": !dice.once_in(8),
    });
    if dice.once_in(4) {
        room["offsite"] = json!({"travel": dice.one(&[10, 20, 45]), "escort_per": 1 + dice.below(2)});
    }
    room
}

fn published(dice: &mut Dice, courses: &[Value], students: usize) -> Value {
    let mut sections = Vec::new();
    for name in ["k0#1", "k1#1"].iter().take(1 + dice.below(2)) {
        let course = dice.one(courses);
        let pattern = dice.one(course["patterns"].as_array().expect("a list"));
        sections.push(json!({
            "id": name, "course": course["id"], "pattern": pattern, "room": dice.one(&[json!("r1"), json!("r2"), json!("gone")]),
            "lead": dice.one(&[json!("t0"), json!("t1"), Value::Null]), "assistants": [],
        }));
    }
    let seats: serde_json::Map<String, Value> =
        (0..students).filter(|_| dice.once_in(2)).map(|ix| (format!("s{ix}"), json!(["k0#1"]))).collect();
    json!({"format": "paipian/1", "sections": sections, "seats": seats, "waves": []})
}

fn pin(dice: &mut Dice, courses: &[Value], students: usize) -> Value {
    let course = dice.one(courses);
    match dice.below(3) {
        0 => {
            let mut pin = json!({"section": dice.one(&["k0#1", "new#1"]), "course": course["id"]});
            if dice.once_in(2) {
                pin["pattern"] = course["patterns"][0].clone();
            }
            if dice.once_in(3) {
                pin["lead"] = json!("t0");
            }
            pin
        }
        1 => json!({"student": format!("s{}", dice.below(students)), "course": course["id"], "never": dice.once_in(2)}),
        _ => json!({"teacher": dice.one(&["t0", "t1"]), "course": course["id"], "never": dice.once_in(2)}),
    }
}

fn policy(dice: &mut Dice) -> Value {
    let mut policy = json!({
        "special_share": {"primary_lower": dice.one(&[0, 60]), "primary_upper": dice.one(&[0, 50]), "junior": 30},
        "share_kinds": dice.one(&[vec!["after_school"], vec!["after_school", "weekend"]]), "share_from": dice.one(&[0, 70]),
        "minutes": [{"category": "tutoring", "stage": null, "need": dice.one(&[json!("tutoring"), Value::Null]), "min": 50}],
        "external_needs_assistant": dice.once_in(2), "min_block": dice.one(&[0, 40]), "max_break": dice.one(&[0, 15, 30]),
        "wave_minutes": dice.one(&[5, 7]), "max_waves": dice.below(3),
        "weights": {"load": dice.one(&[0, 1]), "money": dice.one(&[1, 7]), "wave_wait": dice.one(&[1, 9]), "wave_gate": dice.one(&[0, 1, 4])},
    });
    if dice.once_in(3) {
        policy["special_cap"] = json!(1 + dice.below(2));
    }
    policy
}
