//! Every rule of the score, one file each.
//!
//! A rule is stated once, as a *unit*: its value for one thing it judges (a section, a person's day, a student, …),
//! read from the indexes of the [`Plan`]. Everything else follows: the value of a plan is the sum over all units
//! ([`measure`]), the delta of a change is the difference over the units it touches ([`crate::plan`] keeps it in a
//! [`crate::plan::Tally`]). The referee judges independently of all this.

mod assistants;
mod avoid;
mod away_from_home;
mod care_split;
mod category_minutes;
mod coverage;
mod disruption_gone;
mod disruption_lead;
mod disruption_moved;
mod disruption_room;
mod disruption_seat;
mod late_waves;
mod load;
mod money;
mod none_of_top;
mod pins;
mod posts;
mod reference;
mod room_clash;
mod room_fit;
mod seat_clash;
mod seat_fit;
mod sections;
mod siblings;
mod size;
mod small_section;
mod special_share;
mod staff_clash;
mod staff_days;
mod staff_fit;
mod staff_gap;
mod staff_minutes;
mod travel;
mod wave_gate;
mod wave_wait;
mod waves;
mod wish;

use crate::milp::whole::Whole;
use crate::plan::{Plan, Tally};
use crate::problem::{
    ClassId, CourseId, DayId, FamilyId, GateId, PatternId, PeriodId, Problem, RoomId, SectionId, StudentId, TeacherId,
};
use crate::score::Level;
use std::sync::LazyLock;

/// A rule of the contract, section 4.
pub struct Rule {
    /// Its name in the contract.
    pub name: &'static str,
    /// Which number of the score it adds to.
    pub level: Level,
    /// Default weight of a cost rule; none for hard and shortfall rules, whose points are their value.
    pub weight: Option<i64>,
    /// Units are counted in parts of this size: value = sum of units ÷ `per`, rounded up once.
    pub per: i64,
    /// States its rows in the MILP of the whole problem: what it forbids, or what it charges. None for a rule about
    /// plan files that no plan of the engine can break.
    pub rows: Option<fn(&mut Whole)>,
    /// What it judges.
    pub scopes: &'static [Scope],
}

/// Values the plan as such.
pub type UnitOfPlan = fn(&Plan) -> i64;
/// Values one thing.
pub type UnitOf<T> = fn(&Problem, &Plan, T) -> i64;
/// Values one thing at one time.
pub type UnitOfTwo<T, U> = fn(&Problem, &Plan, T, U) -> i64;

/// What a unit of a rule is about, with the function that values it.
pub enum Scope {
    /// The plan as its file was read: a number that no change of the plan moves.
    Given(UnitOfPlan),
    /// A section as such: course, pattern, room, staff.
    Section(UnitOf<SectionId>),
    /// A section by who sits in it.
    Roll(UnitOf<SectionId>),
    /// A section against all others: the number of them it is at odds with. Each pair counts once.
    Pairs(UnitOf<SectionId>),
    /// A room at a moment.
    Moment(UnitOfTwo<RoomId, PeriodId>),
    /// A person over the cycle.
    Person(UnitOf<TeacherId>),
    /// A person on a day.
    PersonDay(UnitOfTwo<TeacherId, DayId>),
    /// A course over the cycle.
    Course(UnitOf<CourseId>),
    /// A course in a period.
    CoursePeriod(UnitOfTwo<CourseId, PeriodId>),
    /// A pattern of a course.
    Pattern(UnitOf<PatternId>),
    /// A class in a period.
    ClassPeriod(UnitOfTwo<ClassId, PeriodId>),
    /// A student.
    Student(UnitOf<StudentId>),
    /// A section pin, by its position in [`Problem::pins`].
    SectionPin(UnitOf<usize>),
    /// A section of the published plan, by its position.
    Published(UnitOf<usize>),
    /// A section by who leaves from it, and how; judged once a plan is released, like the next two.
    Exit(UnitOf<SectionId>),
    /// A gate on a day.
    GateDay(UnitOfTwo<GateId, DayId>),
    /// A family on a day.
    FamilyDay(UnitOfTwo<FamilyId, DayId>),
}

/// Every rule, in the order of the contract.
pub static RULES: [Rule; 37] = [
    reference::RULE,
    room_fit::RULE,
    room_clash::RULE,
    staff_fit::RULE,
    staff_clash::RULE,
    staff_minutes::RULE,
    size::RULE,
    seat_fit::RULE,
    seat_clash::RULE,
    assistants::RULE,
    sections::RULE,
    travel::RULE,
    waves::RULE,
    pins::RULE,
    coverage::RULE,
    special_share::RULE,
    category_minutes::RULE,
    posts::RULE,
    late_waves::RULE,
    wish::RULE,
    none_of_top::RULE,
    load::RULE,
    staff_days::RULE,
    staff_gap::RULE,
    avoid::RULE,
    small_section::RULE,
    care_split::RULE,
    away_from_home::RULE,
    money::RULE,
    wave_wait::RULE,
    wave_gate::RULE,
    siblings::RULE,
    disruption_gone::RULE,
    disruption_moved::RULE,
    disruption_lead::RULE,
    disruption_room::RULE,
    disruption_seat::RULE,
];

/// Number of rules.
pub const RULE_COUNT: usize = RULES.len();

/// The units of all rules, by scope: (position of the rule in [`RULES`], its function).
pub(crate) struct Units {
    pub(crate) given: Vec<(usize, UnitOfPlan)>,
    pub(crate) section: Vec<(usize, UnitOf<SectionId>)>,
    pub(crate) roll: Vec<(usize, UnitOf<SectionId>)>,
    pub(crate) pairs: Vec<(usize, UnitOf<SectionId>)>,
    pub(crate) moment: Vec<(usize, UnitOfTwo<RoomId, PeriodId>)>,
    pub(crate) person: Vec<(usize, UnitOf<TeacherId>)>,
    pub(crate) person_day: Vec<(usize, UnitOfTwo<TeacherId, DayId>)>,
    pub(crate) course: Vec<(usize, UnitOf<CourseId>)>,
    pub(crate) course_period: Vec<(usize, UnitOfTwo<CourseId, PeriodId>)>,
    pub(crate) pattern: Vec<(usize, UnitOf<PatternId>)>,
    pub(crate) class_period: Vec<(usize, UnitOfTwo<ClassId, PeriodId>)>,
    pub(crate) student: Vec<(usize, UnitOf<StudentId>)>,
    pub(crate) section_pin: Vec<(usize, UnitOf<usize>)>,
    pub(crate) published: Vec<(usize, UnitOf<usize>)>,
    pub(crate) exit: Vec<(usize, UnitOf<SectionId>)>,
    pub(crate) gate_day: Vec<(usize, UnitOfTwo<GateId, DayId>)>,
    pub(crate) family_day: Vec<(usize, UnitOfTwo<FamilyId, DayId>)>,
}

macro_rules! of_scope {
    ($scope:ident) => {
        RULES
            .iter()
            .enumerate()
            .flat_map(|(ix, rule)| rule.scopes.iter().map(move |scope| (ix, scope)))
            .filter_map(|(ix, scope)| if let Scope::$scope(unit) = scope { Some((ix, *unit)) } else { None })
            .collect()
    };
}

/// The one list of units that every plan reads.
pub(crate) static UNITS: LazyLock<Units> = LazyLock::new(|| Units {
    given: of_scope!(Given),
    section: of_scope!(Section),
    roll: of_scope!(Roll),
    pairs: of_scope!(Pairs),
    moment: of_scope!(Moment),
    person: of_scope!(Person),
    person_day: of_scope!(PersonDay),
    course: of_scope!(Course),
    course_period: of_scope!(CoursePeriod),
    pattern: of_scope!(Pattern),
    class_period: of_scope!(ClassPeriod),
    student: of_scope!(Student),
    section_pin: of_scope!(SectionPin),
    published: of_scope!(Published),
    exit: of_scope!(Exit),
    gate_day: of_scope!(GateDay),
    family_day: of_scope!(FamilyDay),
});

/// The value of every rule from scratch: the plan's sections, seats and waves are laid anew and every unit is summed.
/// Cost: the whole plan.
pub fn measure(problem: &Problem, plan: &Plan) -> Tally {
    plan.laid_anew(problem).summed(problem)
}

/// Position of a rule in [`RULES`].
///
/// # Panics
/// When no rule has the name.
pub fn position(name: &str) -> usize {
    RULES.iter().position(|rule| rule.name == name).expect("a rule of the contract")
}
