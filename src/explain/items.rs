//! What an explanation tells: keys with ids and figures, worded by whoever shows them.

/// One thing told.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Item {
    /// The entry of [`ITEMS`].
    pub key: &'static str,
    /// Ids, of the kinds that the entry names.
    pub subject: Vec<String>,
    /// Figures and words, in the order that the entry names.
    pub facts: Vec<String>,
}

/// One entry of the index of items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ItemEntry {
    /// Its key.
    pub key: &'static str,
    /// Kinds of the ids in `subject`, in order; one that ends in `*` stands for any number of them.
    pub subject: &'static [&'static str],
    /// What `facts` holds, in order.
    pub facts: &'static [&'static str],
}

impl Item {
    /// An item of a key.
    pub(crate) fn new(key: &'static str, subject: Vec<String>, facts: Vec<String>) -> Self {
        debug_assert!(ITEMS.iter().any(|entry| entry.key == key && entry.facts.len() == facts.len()), "{key}");
        Self { key, subject, facts }
    }
}

const fn item(key: &'static str, subject: &'static [&'static str], facts: &'static [&'static str]) -> ItemEntry {
    ItemEntry { key, subject, facts }
}

/// Every key: what limits, what repairs, why a wish failed, what a change would do.
#[rustfmt::skip]
pub const ITEMS: &[ItemEntry] = &[
    // What limits.
    item("room_holds", &["room"], &["children at once"]),
    item("rooms_hold", &[], &["rooms", "children at once"]),
    item("room_closed", &["room", "period*"], &[]),
    item("room_uncleared", &["room"], &[]),
    item("course_most", &["course"], &["children at once"]),
    item("leads_present", &["period*"], &["people"]),
    item("lead_away", &["teacher", "period*"], &[]),
    item("lead_uncleared", &["teacher"], &[]),
    item("lead_unskilled", &["course"], &["skill, or empty"]),
    item("minutes_limit", &[], &["people", "minutes"]),
    item("cap", &[], &["children a section"]),
    item("special_periods", &["period*"], &["minutes"]),
    item("min_size", &["course"], &["children", "min_size"]),
    item("gate_width", &["gate"], &["children a wave"]),
    item("waves_in_time", &[], &["waves", "minutes from one to the next"]),
    item("pin_section", &["section"], &["position"]),
    item("pin_student", &["student", "course"], &["position"]),
    item("pin_teacher", &["teacher", "course"], &["position"]),
    item("together_seats", &["period*"], &["children"]),
    item("together_share", &["grade*"], &["minutes owed"]),
    item("together_category", &[], &["minutes owed"]),
    item("together_posts", &["course*"], &["sections"]),
    item("together_rooms", &["period*"], &["sections at once"]),
    item("together_leads", &["period*"], &["people"]),
    item("together_minutes", &[], &["minutes"]),
    item("together_cap", &[], &["children a section"]),
    item("together_courses", &["course*"], &[]),
    // What repairs.
    item("open_room", &["room", "period*"], &[]),
    item("clear_room", &["room"], &[]),
    item("add_room", &["room"], &["rooms"]),
    item("add_room_with", &["course"], &["features, or empty", "capacity"]),
    item("enlarge_room", &["room"], &["from", "to"]),
    item("enlarge_course", &["course"], &["from", "to"]),
    item("more_sections", &["course"], &["sections", "at once"]),
    item("raise_cap", &[], &["from", "to"]),
    item("bring_in", &["teacher", "period*"], &[]),
    item("clear_teacher", &["teacher"], &[]),
    item("teach", &["teacher"], &["skill"]),
    item("hire", &[], &["people", "skill, or empty"]),
    item("hire_for", &["course"], &["people"]),
    item("more_minutes", &[], &["minutes a cycle"]),
    item("fewer_posts", &["course"], &["from", "to"]),
    item("add_pattern", &["course", "period*"], &[]),
    item("add_pattern_times", &["course", "period*"], &["from", "to"]),
    item("more_per_student", &["course"], &["from", "to"]),
    item("lower_min", &["course"], &["from", "to"]),
    item("shorten_stay", &["course"], &["from", "to"]),
    item("nearer", &["room"], &["from", "to"]),
    item("widen_gate", &["gate"], &["from", "to"]),
    item("more_waves", &[], &["from", "to"]),
    item("add_gate", &["gate"], &["children a wave"]),
    item("drop_section_pin", &["section"], &["position"]),
    item("drop_student_pin", &["student", "course"], &["position"]),
    item("drop_teacher_pin", &["teacher", "course"], &["position"]),
    // Why a wish failed.
    item("why_pinned", &["course"], &[]),
    item("why_grade", &["course"], &[]),
    item("why_absent", &["course"], &[]),
    item("why_shut", &["course"], &[]),
    item("why_not_opened", &["course"], &["children waiting", "min_size", "rooms free", "people free"]),
    item("why_full", &["course"], &["sections", "children in them", "holders whose seat is worth the same, if any"]),
    item("why_dearer", &["course"], &[]),
    item("why_overlooked", &["course"], &[]),
    item("already_best", &[], &["clubs wanted"]),
    // What a change would do.
    item("if_attends", &["course", "period*"], &[]),
    item("if_takes", &["section"], &[]),
    item("if_one_more", &["section"], &[]),
    item("if_swaps", &["section", "student"], &[]),
    item("if_closes", &["section"], &[]),
    item("if_led_by", &["section", "teacher"], &[]),
    item("if_in_room", &["section", "room"], &[]),
    item("if_meets", &["section", "period*"], &[]),
];
