//! The words of the contract, by field.

/// Kinds of period.
pub(crate) const PERIOD_KINDS: [&str; 4] = ["midday", "after_school", "evening", "weekend"];
/// Stages of grades.
pub(crate) const STAGES: [&str; 3] = ["primary_lower", "primary_upper", "junior"];
/// Kinds of course.
pub(crate) const COURSE_KINDS: [&str; 4] = ["club", "open", "care", "post"];
/// Kinds of teacher.
pub(crate) const TEACHER_KINDS: [&str; 2] = ["staff", "external"];
/// Kinds of resource on file.
pub(crate) const RESOURCES: [&str; 6] = ["organisation", "person", "venue", "course", "platform", "student"];
/// Standing of a resource.
pub(crate) const STATES: [&str; 7] =
    ["candidate", "reviewed", "announced", "whitelisted", "filed", "exited", "blacklisted"];
/// What a survey of the school asks about.
pub(crate) const SURVEYS: [&str; 3] = ["demand", "quality", "parents"];
/// Rules that need not bind a child.
pub(crate) const EXEMPTIONS: [&str; 4] = ["coverage", "special_share", "category_minutes", "late_waves"];
/// Steps of an agreement.
pub(crate) const STEPS: [&str; 2] = ["signed", "filed"];
