//! The index of findings.

use super::Severity;
use super::Severity::{Impossible, Note, Shortage, Warning};

/// One entry of the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodeEntry {
    /// `L101`, …
    pub code: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// What the code says, in English.
    pub meaning: &'static str,
    /// Kinds of the ids in `subject`, in order; one that ends in `*` stands for any number of them.
    pub subject: &'static [&'static str],
    /// What `facts` holds, in order. Minutes and people; of a shortage the last is the least shortfall.
    pub facts: &'static [&'static str],
}

const fn code(
    severity: Severity,
    code: &'static str,
    meaning: &'static str,
    subject: &'static [&'static str],
    facts: &'static [&'static str],
) -> CodeEntry {
    CodeEntry { code, severity, meaning, subject, facts }
}

/// Every code, ascending: L1 courses and people, L2 counting, L3 pins, L4 the policy's completeness, L5 the published
/// plan, L6 the registry.
#[rustfmt::skip]
pub const CODES: &[CodeEntry] = &[
    code(Warning, "L101", "nobody who is cleared may lead the course", &["course", "teacher*"], &["skill, or empty", "wishes"]),
    code(Warning, "L102", "everyone who may lead the course is absent or out of minutes in every pattern", &["course", "teacher*"], &["wishes"]),
    code(Warning, "L103", "no cleared room has what the course needs", &["course", "room*"], &["features, or empty", "wishes"]),
    code(Warning, "L104", "every room of the course is closed in every pattern", &["course", "room*"], &["wishes"]),
    code(Warning, "L105", "the trip is too long for every pattern", &["course", "room"], &["longest block", "minutes needed", "wishes"]),
    code(Note, "L106", "nobody wished the club", &["course"], &[]),
    code(Warning, "L107", "too few children can attend any one pattern", &["course"], &["most children", "min_size", "wishes"]),
    code(Warning, "L108", "every room is too small for the smallest section", &["course", "room*"], &["most seats", "min_size", "wishes"]),
    code(Warning, "L109", "no pattern has a room, staff and children at once", &["course"], &["wishes"]),
    code(Warning, "L110", "the course has no pattern, or may have no section", &["course"], &["wishes"]),
    code(Warning, "L111", "wishes of children who do not attend any pattern of the club", &["course", "student*"], &["children"]),
    code(Warning, "L112", "wishes of children whose grade the club is not for", &["course", "student*"], &["children"]),
    code(Warning, "L113", "wishes of children who attend only patterns that cannot open", &["course", "student*"], &["children"]),
    code(Note, "L114", "people who are not cleared to serve", &["teacher*"], &["people"]),
    code(Note, "L115", "people with no skill that a course asks for", &["teacher*"], &["people"]),
    code(Warning, "L116", "people who are unavailable in every period", &["teacher*"], &["people"]),
    code(Note, "L117", "rooms that no course can use", &["room*"], &["rooms"]),
    code(Note, "L118", "children who have wishes but attend nothing", &["student*"], &["children"]),
    code(Warning, "L119", "the cap on special sections is below the smallest section", &["course"], &["cap", "min_size", "wishes"]),
    code(Shortage, "L201", "more children at once than seats", &["period*"], &["children", "most seats", "seats missing", "least shortfall"]),
    code(Shortage, "L202", "more children at once than the sections that can be led hold", &["period*"], &["children", "most sections with a lead", "most seats in them", "seats missing", "least shortfall"]),
    code(Shortage, "L203", "more children of a grade at once than seats open to it", &["grade", "period*"], &["children", "most seats", "seats missing", "least shortfall"]),
    code(Shortage, "L204", "fewer people at once than sections and posts need", &["period*"], &["children", "sections needed", "posts wanted", "most people", "people missing", "least shortfall"]),
    code(Shortage, "L205", "a post that asks for more than its people or rooms allow", &["course", "period*"], &["sections missing", "least shortfall"]),
    code(Shortage, "L206", "more posts at once than people who can take them", &["period*"], &["posts wanted", "most people", "people missing", "least shortfall"]),
    code(Shortage, "L207", "fewer staff minutes in the cycle than sections and posts need", &[], &["minutes needed", "minutes available", "minutes missing", "least shortfall"]),
    code(Shortage, "L208", "children who can reach fewer special minutes than they are owed", &["grade", "student*"], &["children", "least shortfall"]),
    code(Shortage, "L209", "fewer special seats in the cycle than a stage is owed", &[], &["stage", "minutes owed", "most minutes", "least shortfall"]),
    code(Shortage, "L210", "fewer special seats in the cycle than the school owes", &[], &["minutes owed", "most minutes", "least shortfall"]),
    code(Shortage, "L211", "children who can reach fewer minutes of a category than they are owed", &["student*"], &["category", "children", "least shortfall"]),
    code(Shortage, "L212", "more leavers at once than the gates let out in time", &["period*"], &["leavers", "leavers in time at most", "late at least", "least shortfall"]),
    code(Impossible, "L301", "a pinned section whose periods are no pattern of its course", &["section", "period*"], &[]),
    code(Impossible, "L302", "a section pinned to a room that does not fit or is not cleared", &["section", "room"], &[]),
    code(Impossible, "L303", "a section pinned to a room that is closed then", &["section", "room"], &[]),
    code(Impossible, "L304", "a section pinned to a lead without the skill or not among those named", &["section", "teacher"], &[]),
    code(Impossible, "L305", "a section pinned to a lead who is not cleared", &["section", "teacher"], &[]),
    code(Impossible, "L306", "a section pinned to a lead who is unavailable then", &["section", "teacher"], &[]),
    code(Impossible, "L307", "a pinned section that cannot open", &["section"], &[]),
    code(Impossible, "L308", "sections that clash pinned to one lead", &["teacher", "section", "section"], &[]),
    code(Impossible, "L309", "more sections pinned into a room at once than it holds", &["room", "section*"], &["sections", "parallel"]),
    code(Impossible, "L310", "one section pinned to two different things", &["section"], &[]),
    code(Impossible, "L311", "a child pinned to courses that always clash", &["student", "course", "course"], &[]),
    code(Impossible, "L312", "a child pinned to a course without attending a pattern of it", &["student", "course"], &[]),
    code(Impossible, "L313", "a child pinned to a course that cannot open for them", &["student", "course"], &[]),
    code(Impossible, "L314", "a child pinned to a course and away from it", &["student", "course"], &[]),
    code(Impossible, "L315", "a teacher pinned to a course and away from it", &["teacher", "course"], &[]),
    code(Impossible, "L316", "a teacher pinned to a course they cannot lead", &["teacher", "course"], &[]),
    code(Impossible, "L317", "more pinned sections than the course may have", &["course", "section*"], &["sections", "max_sections"]),
    code(Impossible, "L318", "more pinned sections at once than the course may have", &["course", "period"], &["sections", "max_parallel"]),
    code(Impossible, "L319", "more children pinned to a course than it can seat", &["course"], &["children", "most seats"]),
    code(Impossible, "L320", "a section pinned to a lead who is pinned away from its course", &["section", "teacher"], &[]),
    code(Note, "L401", "fewer courses than twice the rooms", &[], &["courses", "rooms", "courses wanted"]),
    code(Warning, "L402", "fewer days a week than the policy asks for", &[], &["week", "days", "days wanted"]),
    code(Warning, "L403", "a day shorter than the policy asks for", &["period*"], &["week", "day", "minutes", "minutes wanted"]),
    code(Note, "L404", "courses without a name", &["course*"], &["courses"]),
    code(Note, "L405", "courses without a category", &["course*"], &["courses"]),
    code(Warning, "L406", "a day that ends earlier than the policy asks for", &["period*"], &["week", "day", "end", "earliest end", "first date, or empty"]),
    code(Warning, "L407", "an evening that ends later than the policy allows", &["period*"], &["week", "day", "end", "latest end"]),
    code(Warning, "L408", "courses whose record lacks fields", &["course*"], &["fields", "courses"]),
    code(Warning, "L409", "an organisation whose file lacks papers", &["resource"], &["papers"]),
    code(Warning, "L410", "fields that the school's plan or its word to families lacks", &[], &["fields"]),
    code(Warning, "L411", "satisfaction below a threshold", &["resource"], &["percent", "threshold", "consequence"]),
    code(Note, "L412", "a rule that is not in force in this term", &[], &["rule", "title", "last day, or empty"]),
    code(Warning, "L413", "the term does not say when it starts and how long it is", &[], &[]),
    code(Note, "L501", "published courses that no longer exist", &["course*"], &["ids"]),
    code(Note, "L502", "published periods that no longer exist", &["period*"], &["ids"]),
    code(Note, "L503", "published rooms that no longer exist", &["room*"], &["ids"]),
    code(Note, "L504", "published people who no longer exist", &["teacher*"], &["ids"]),
    code(Note, "L505", "published children who no longer exist", &["student*"], &["ids"]),
    code(Warning, "L506", "a published section that no usable plan keeps as it is", &["section", "room or teacher*"], &["code of the reason"]),
    code(Warning, "L601", "a person without the credential that the category asks for", &["resource"], &["first date", "last date", "days refused", "days of service", "category, or empty", "papers", "years of experience, or empty", "years wanted"]),
    code(Warning, "L602", "a person from outside who is under age", &["resource"], &["first date", "last date", "days refused", "days of service", "day of coming of age, or empty", "years wanted"]),
    code(Warning, "L603", "a person whose organisation has not filed them", &["resource"], &["first date", "last date", "days refused", "days of service", "papers"]),
    code(Warning, "L604", "a person without a valid check before entering the school", &["resource"], &["first date", "last date", "days refused", "days of service", "papers", "months a check is good for"]),
    code(Warning, "L605", "a person whom families' satisfaction rules out", &["resource"], &["first date", "last date", "days refused", "days of service", "percent", "threshold"]),
    code(Warning, "L606", "a venue without its papers", &["resource"], &["first date", "last date", "days refused", "days of service", "papers", "area, or empty"]),
    code(Warning, "L607", "an organisation that has not passed its yearly inspections", &["resource"], &["first date", "last date", "days refused", "days of service", "years failed, or passed/wanted"]),
    code(Warning, "L608", "a resource that is not on the white list", &["resource"], &["first date", "last date", "days refused", "days of service", "state, or empty"]),
    code(Warning, "L609", "a resource without an agreement in force", &["resource"], &["first date", "last date", "days refused", "days of service", "steps"]),
    code(Warning, "L610", "a resource with too little satisfaction, to be decided on", &["resource"], &["first date", "last date", "days refused", "days of service", "percent", "threshold"]),
    code(Warning, "L611", "an organisation that has left and is banned", &["resource"], &["first date", "last date", "days refused", "days of service", "date of exit", "end of ban"]),
    code(Warning, "L612", "an organisation on the black list", &["resource"], &["first date", "last date", "days refused", "days of service", "since"]),
    code(Warning, "L613", "an outing without its papers", &["resource"], &["first date", "last date", "days refused", "days of service", "papers"]),
    code(Warning, "L614", "a course that teaches what lessons have yet to teach", &["resource"], &["first date", "last date", "days refused", "days of service"]),
    code(Warning, "L615", "a course without its declarations", &["resource"], &["first date", "last date", "days refused", "days of service", "papers"]),
    code(Warning, "L616", "a child without its documents", &["resource"], &["first date", "last date", "days refused", "days of service", "papers"]),
    code(Note, "L617", "a person without recorded training", &["resource"], &["first date", "last date", "days refused", "days of service", "papers"]),
    code(Warning, "L618", "resources that the registry refuses and `cleared` allows", &["resource*"], &["resources"]),
    code(Note, "L619", "resources that the registry allows and `cleared` refuses", &["resource*"], &["resources"]),
    code(Note, "L620", "people from outside of whom nothing is on file", &["teacher*"], &["people"]),
    code(Note, "L621", "venues of which nothing is on file", &["room*"], &["venues"]),
    code(Warning, "L622", "a registry, and a term without dates to judge it by", &[], &[]),
];
