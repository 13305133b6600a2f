//! What a section of a usable plan can be: for every pattern the rooms, leads and children that hard 0 leaves it.
//!
//! Every list here holds at least whatever some plan with hard 0 uses, so a bound that counts over these lists is sound.

use crate::problem::{
    Course, CourseId, CourseKind, GradeId, Id, Pattern, PatternId, PeriodId, PeriodSet, Problem, RoomId, StudentId,
    Table, TeacherId,
};

/// What one pattern can have.
#[derive(Debug, Clone, Default)]
pub(crate) struct Usable {
    /// Rooms that fit, are open, near enough and large enough for the smallest section.
    pub(crate) rooms: Vec<RoomId>,
    /// People who may lead it, are there throughout and have the minutes.
    pub(crate) leads: Vec<TeacherId>,
    /// Children who may hold a seat in it.
    pub(crate) eligible: u32,
    /// Whether hard 0 allows a section of it.
    pub(crate) open: bool,
}

/// The problem and what follows from it at once.
pub(crate) struct Basis<'p> {
    pub(crate) problem: &'p Problem,
    pub(crate) usable: Table<PatternId, Usable>,
    /// By student: courses the child may hold a seat in, ascending.
    pub(crate) courses_of: Table<StudentId, Vec<CourseId>>,
}

impl<'p> Basis<'p> {
    /// Everything at once. Cost: students × patterns of their courses.
    pub(crate) fn new(problem: &'p Problem) -> Self {
        let general: Vec<Vec<CourseId>> = (0..problem.grades.len())
            .map(|grade| {
                let takes_all = |(_, course): &(CourseId, &Course)| {
                    matches!(course.kind, CourseKind::Open | CourseKind::Care) && course.for_grade[grade]
                };
                problem.courses.iter().filter(takes_all).map(|(id, _)| id).collect()
            })
            .collect();
        let courses_of = |student: StudentId| {
            let who = &problem.students[student];
            let mut courses = general[problem.grade_of(student).ix()].clone();
            let own = who.wishes.iter().chain(&who.pinned_to);
            courses.extend(own.filter(|&&course| problem.may_hold(student, course)));
            courses.retain(|course| !who.pinned_off.contains(course));
            courses.sort_unstable();
            courses.dedup();
            courses
        };
        let courses_of: Table<StudentId, Vec<CourseId>> = Table::new(problem.students.ids().map(courses_of).collect());
        let mut eligible: Table<PatternId, u32> = Table::filled(problem.patterns.len(), 0);
        for (student, courses) in courses_of.iter() {
            let attends = problem.students[student].attends;
            for pattern in courses.iter().flat_map(|&course| problem.courses[course].patterns.iter()) {
                if attends.covers(problem.patterns[pattern].periods) {
                    eligible[pattern] += 1;
                }
            }
        }
        let mut basis = Self { problem, usable: Table::default(), courses_of };
        basis.usable = Table::new(problem.patterns.ids().map(|id| basis.pattern(id, eligible[id])).collect());
        basis
    }

    fn pattern(&self, id: PatternId, eligible: u32) -> Usable {
        let problem = self.problem;
        let pattern = &problem.patterns[id];
        let course = &problem.courses[pattern.course];
        let post = course.kind == CourseKind::Post;
        let rooms: Vec<RoomId> = course
            .rooms
            .iter()
            .copied()
            .filter(|&room| !problem.rooms[room].closed.meets(pattern.periods) && self.near(course, pattern, room))
            .filter(|&room| post || problem.limit(pattern.course, Some(room)) >= course.min_size)
            .collect();
        let leads: Vec<TeacherId> = course
            .leads
            .iter()
            .copied()
            .filter(|&person| self.present(person, pattern))
            .filter(|&person| !problem.teachers[person].pinned_off.contains(&pattern.course))
            .collect();
        // The lead takes one of the staff where every lead is of the staff.
        let only_external = leads.iter().all(|&lead| !problem.teachers[lead].staff);
        let only_staff = leads.iter().all(|&lead| problem.teachers[lead].staff);
        let outsider = u32::from(only_external && problem.policy.external_needs_assistant && !post);
        let helpers = problem.teachers.ids().filter(|&t| {
            let person = &problem.teachers[t];
            person.staff && person.cleared && self.present(t, pattern)
        });
        let needed = course.assistants.max(outsider);
        let assisted = needed == 0 || helpers.count() >= needed as usize + usize::from(only_staff);
        let open = (!rooms.is_empty() || !course.needs_room)
            && !leads.is_empty()
            && assisted
            && (post || eligible >= course.min_size)
            && course.max_sections > 0
            && course.max_parallel > 0;
        Usable { rooms, leads, eligible, open }
    }

    /// Whether the trip to the room leaves the stay that the course needs.
    pub(crate) fn near(&self, course: &Course, pattern: &Pattern, room: RoomId) -> bool {
        self.trip(course, room).is_none_or(|needed| pattern.shortest_block >= needed)
    }

    /// Minutes that a block at an offsite room needs.
    pub(crate) fn trip(&self, course: &Course, room: RoomId) -> Option<u32> {
        self.problem.rooms[room].offsite.map(|offsite| (2 * offsite.travel).saturating_add(course.min_stay))
    }

    /// Whether the person can be there for all of the pattern within their minutes.
    pub(crate) fn present(&self, person: TeacherId, pattern: &Pattern) -> bool {
        let person = &self.problem.teachers[person];
        !person.unavailable.meets(pattern.periods)
            && i64::from(person.max_minutes) >= pattern.minutes
            && pattern.days.iter().all(|&(_, _, minutes)| i64::from(person.max_minutes_day) >= minutes)
    }

    /// Patterns of the course that can open.
    pub(crate) fn open_patterns(&self, course: CourseId) -> impl Iterator<Item = PatternId> {
        self.problem.courses[course].patterns.iter().filter(|&pattern| self.usable[pattern].open)
    }

    /// Patterns that can open and that the child attends in full.
    pub(crate) fn attended(&self, student: StudentId, course: CourseId) -> impl Iterator<Item = PatternId> {
        let attends = self.problem.students[student].attends;
        self.open_patterns(course).filter(move |&pattern| attends.covers(self.problem.patterns[pattern].periods))
    }

    /// Most minutes that the child can spend in courses of a sort during `within`.
    ///
    /// Two bounds, the less of them: the attended periods in which such a course can meet; and over such courses the
    /// longest pattern as often as the child may hold the course.
    pub(crate) fn reach(&self, student: StudentId, within: PeriodSet, of_sort: impl Fn(&Course) -> bool) -> i64 {
        let problem = self.problem;
        let (mut reached, mut by_course) = (PeriodSet::EMPTY, 0_i64);
        for &course in self.courses_of[student].iter().filter(|&&course| of_sort(&problem.courses[course])) {
            let mut longest = 0;
            for pattern in self.attended(student, course) {
                let counted = problem.patterns[pattern].periods.and(within);
                reached = reached.or(counted);
                longest = longest.max(problem.calendar.minutes(counted));
            }
            let times = i64::from(problem.courses[course].max_per_student);
            by_course = by_course.saturating_add(longest.saturating_mul(times));
        }
        problem.calendar.minutes(reached).min(by_course)
    }

    /// Periods whose kind the special share counts.
    pub(crate) fn share_periods(&self) -> PeriodSet {
        let kinds = self.problem.policy.share_kinds.iter();
        kinds.fold(PeriodSet::EMPTY, |set, &kind| set.or(self.problem.calendar.of_kind[kind as usize]))
    }

    /// Whether any pattern of the course can open.
    pub(crate) fn can_open(&self, course: CourseId) -> bool {
        self.open_patterns(course).next().is_some()
    }

    /// Ids of periods as the file has them.
    pub(crate) fn period_names(&self, periods: PeriodSet) -> impl Iterator<Item = String> {
        periods.iter().map(|period: PeriodId| self.problem.calendar.periods[period].name.clone())
    }

    /// Id of a grade as the file has it.
    pub(crate) fn grade_name(&self, grade: GradeId) -> String {
        self.problem.grades[grade].name.clone()
    }
}
