//! The rules of the contract and the cases in which each is found broken.

use super::judgement::Level;

/// One rule of section 4 of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RuleEntry {
    /// Its name, which is also its key in `weights`.
    pub name: &'static str,
    /// Which number of the score it adds to.
    pub level: Level,
    /// The default weight; 1 for hard and shortfall.
    pub weight: u64,
}

/// One clause of a rule: what the findings of this case hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CaseEntry {
    /// The key of its words, `staff_fit.no_lead`.
    pub case: &'static str,
    /// Its rule.
    pub rule: &'static str,
    /// Kinds of the ids in `subject`, in order; one that ends in `*` stands for any number of them.
    pub subject: &'static [&'static str],
    /// What `facts` holds, in order. Minutes, people and clock times; `week` and `day` as in periods.
    pub facts: &'static [&'static str],
}

const fn hard(name: &'static str) -> RuleEntry {
    RuleEntry { name, level: Level::Hard, weight: 1 }
}

const fn shortfall(name: &'static str) -> RuleEntry {
    RuleEntry { name, level: Level::Shortfall, weight: 1 }
}

const fn cost(name: &'static str, weight: u64) -> RuleEntry {
    RuleEntry { name, level: Level::Cost, weight }
}

/// Every rule, in the order of the contract.
pub const RULES: &[RuleEntry] = &[
    hard("reference"),
    hard("room_fit"),
    hard("room_clash"),
    hard("staff_fit"),
    hard("staff_clash"),
    hard("staff_minutes"),
    hard("size"),
    hard("seat_fit"),
    hard("seat_clash"),
    hard("assistants"),
    hard("sections"),
    hard("travel"),
    hard("waves"),
    hard("pins"),
    shortfall("coverage"),
    shortfall("special_share"),
    shortfall("category_minutes"),
    shortfall("posts"),
    shortfall("late_waves"),
    cost("wish", 1),
    cost("none_of_top", 150),
    cost("load", 1),
    cost("staff_days", 8),
    cost("staff_gap", 1),
    cost("avoid", 1),
    cost("small_section", 2),
    cost("care_split", 6),
    cost("away_from_home", 1),
    cost("money", 1),
    cost("wave_wait", 1),
    cost("wave_gate", 1),
    cost("siblings", 3),
    cost("disruption.gone", 80),
    cost("disruption.moved", 60),
    cost("disruption.lead", 30),
    cost("disruption.room", 15),
    cost("disruption.seat", 20),
];

/// A case, its rule, the kinds of its subject and what its facts hold.
const fn case(
    rule: &'static str,
    case: &'static str,
    subject: &'static [&'static str],
    facts: &'static [&'static str],
) -> CaseEntry {
    CaseEntry { case, rule, subject, facts }
}

/// Every case, by rule in the order of the contract.
#[rustfmt::skip]
pub const CASES: &[CaseEntry] = &[
    case("reference", "reference.section_repeated", &["section"], &[]),
    case("reference", "reference.section_course", &["section"], &["unknown course"]),
    case("reference", "reference.section_pattern", &["section", "course"], &["periods"]),
    case("reference", "reference.section_names", &["section"], &["unknown names"]),
    case("reference", "reference.assistant_repeated", &["section", "teacher"], &["times"]),
    case("reference", "reference.seat_section", &["student", "section"], &[]),
    case("reference", "reference.seat_student", &["student", "section"], &[]),
    case("reference", "reference.seat_repeated", &["student", "section"], &["times"]),
    case("reference", "reference.wave_section", &["section", "period"], &[]),
    case("reference", "reference.wave_period", &["section", "period"], &[]),
    case("reference", "reference.wave_gate", &["section", "period"], &["unknown gate, or empty"]),
    case("room_fit", "room_fit.missing", &["section"], &[]),
    case("room_fit", "room_fit.feature", &["section", "room"], &["feature"]),
    case("room_fit", "room_fit.not_named", &["section", "room"], &[]),
    case("room_fit", "room_fit.not_cleared", &["section", "room"], &[]),
    case("room_fit", "room_fit.closed", &["section", "room"], &["period"]),
    case("room_clash", "room_clash.over", &["room", "section*"], &["week", "day", "moment", "parallel"]),
    case("staff_fit", "staff_fit.no_lead", &["section"], &[]),
    case("staff_fit", "staff_fit.lead_skill", &["section", "teacher"], &["skill"]),
    case("staff_fit", "staff_fit.lead_not_named", &["section", "teacher"], &[]),
    case("staff_fit", "staff_fit.not_cleared", &["section", "teacher"], &[]),
    case("staff_fit", "staff_fit.unavailable", &["section", "teacher"], &["period"]),
    case("staff_fit", "staff_fit.assistant_is_lead", &["section", "teacher"], &[]),
    case("staff_fit", "staff_fit.assistant_not_staff", &["section", "teacher"], &[]),
    case("staff_clash", "staff_clash.pair", &["teacher", "section", "section"], &["period", "period"]),
    case("staff_minutes", "staff_minutes.cycle", &["teacher"], &["minutes", "most"]),
    case("staff_minutes", "staff_minutes.day", &["teacher"], &["week", "day", "minutes", "most"]),
    case("size", "size.many", &["section"], &["seats", "limit"]),
    case("size", "size.few", &["section"], &["seats", "least"]),
    case("seat_fit", "seat_fit.post", &["student", "section"], &[]),
    case("seat_fit", "seat_fit.grade", &["student", "section"], &[]),
    case("seat_fit", "seat_fit.wish", &["student", "section"], &[]),
    case("seat_fit", "seat_fit.attendance", &["student", "section"], &["period"]),
    case("seat_clash", "seat_clash.pair", &["student", "section", "section"], &["period", "period"]),
    case("seat_clash", "seat_clash.club_again", &["student", "course", "section"], &[]),
    case("seat_clash", "seat_clash.open_again", &["student", "course", "section"], &["most"]),
    case("assistants", "assistants.few", &["section"], &["assistants", "needed"]),
    case("sections", "sections.total", &["section", "course"], &["most"]),
    case("sections", "sections.parallel", &["course", "period"], &["sections", "most"]),
    case("travel", "travel.block", &["section", "period"], &["minutes", "needed"]),
    case("waves", "waves.no_leavers", &["section", "period"], &[]),
    case("waves", "waves.missing", &["section", "period"], &["leavers"]),
    case("waves", "waves.repeated", &["section", "period"], &["waves", "leavers"]),
    case("waves", "waves.crowded", &["gate", "section*"], &["week", "day", "moment", "leavers", "per_wave"]),
    case("pins", "pins.section_missing", &["section"], &[]),
    case("pins", "pins.section_course", &["section", "course"], &[]),
    case("pins", "pins.section_pattern", &["section", "period*"], &[]),
    case("pins", "pins.section_room", &["section", "room"], &[]),
    case("pins", "pins.section_lead", &["section", "teacher"], &[]),
    case("pins", "pins.student_must", &["student", "course"], &[]),
    case("pins", "pins.student_never", &["student", "course"], &[]),
    case("pins", "pins.teacher_must", &["teacher", "course"], &[]),
    case("pins", "pins.teacher_never", &["teacher", "course"], &[]),
    case("coverage", "coverage.no_seat", &["student", "period"], &["minutes"]),
    case("special_share", "special_share.short", &["student"], &["special minutes", "owed minutes", "percent"]),
    case("category_minutes", "category_minutes.short", &["student"], &["category", "minutes", "owed minutes"]),
    case("posts", "posts.missing", &["course", "period*"], &["sections", "fill"]),
    case("late_waves", "late_waves.late", &["section", "period"], &["leavers", "wave", "minutes late"]),
    case("wish", "wish.loss", &["student"], &["value held", "value of the best"]),
    case("none_of_top", "none_of_top.none", &["student", "course*"], &[]),
    case("load", "load.over", &["teacher"], &["minutes", "target"]),
    case("staff_days", "staff_days.days", &["teacher"], &["days"]),
    case("staff_gap", "staff_gap.gap", &["teacher"], &["week", "day", "kind of period", "minutes"]),
    case("avoid", "avoid.minutes", &["teacher"], &["minutes"]),
    case("small_section", "small_section.small", &["section"], &["seats", "wanted seats"]),
    case("care_split", "care_split.split", &["class", "period", "section*"], &[]),
    case("away_from_home", "away_from_home.seats", &["section", "class"], &["seats"]),
    case("money", "money.section", &["section"], &["fen"]),
    case("wave_wait", "wave_wait.wait", &["section", "period"], &["leavers", "wave", "minutes of wait"]),
    case("wave_gate", "wave_gate.other", &["section", "period", "gate", "gate"], &["leavers"]),
    case("siblings", "siblings.apart", &["family"], &["week", "day", "end", "minutes apart", "gates"]),
    case("disruption.gone", "disruption.gone", &["section"], &["course"]),
    case("disruption.moved", "disruption.moved", &["section", "period*"], &[]),
    case("disruption.lead", "disruption.lead", &["section", "teacher", "teacher"], &[]),
    case("disruption.room", "disruption.room", &["section", "room", "room"], &[]),
    case("disruption.seat", "disruption.seat", &["student", "section"], &["course"]),
];
