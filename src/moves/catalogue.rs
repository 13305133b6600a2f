//! What moves look up and no plan changes: who may take what, and where.

use crate::problem::{CourseId, CourseKind, GradeId, PatternId, PeriodId, Problem, StudentId, Table, TeacherId};

/// Look-up tables of one problem.
#[derive(Debug, Clone)]
pub struct Catalogue {
    /// By club: students who may hold it, with the value of the wish.
    pub wishers: Table<CourseId, Vec<(StudentId, i64)>>,
    /// By student: clubs that may be held, best wish first, then pinned courses of any kind.
    pub clubs_of: Table<StudentId, Vec<CourseId>>,
    /// By grade and period: patterns of open and care courses for the grade that meet in the period.
    general: Vec<Vec<PatternId>>,
    periods: usize,
    /// Students who attend at all.
    pub attending: Vec<StudentId>,
    /// Students of each grade who attend at all.
    pub of_grade: Table<GradeId, Vec<StudentId>>,
    /// Courses with patterns, by kind: clubs, open, care, posts.
    pub by_kind: [Vec<CourseId>; 4],
    /// Cleared staff: who may assist.
    pub staff: Vec<TeacherId>,
}

impl Catalogue {
    /// Builds the tables of a problem.
    pub fn new(problem: &Problem) -> Self {
        let periods = problem.calendar.periods.len();
        let mut wishers = Table::filled(problem.courses.len(), Vec::new());
        let mut clubs_of = Table::filled(problem.students.len(), Vec::new());
        for (student, row) in problem.students.iter() {
            for (rank, &course) in row.wishes.iter().enumerate() {
                if problem.may_hold(student, course) {
                    wishers[course].push((student, row.wish_values[rank]));
                    clubs_of[student].push(course);
                }
            }
            for &course in row.pinned_to.iter().filter(|course| !row.wishes.contains(course)) {
                wishers[course].push((student, 0));
                clubs_of[student].push(course);
            }
        }
        let mut general = vec![Vec::new(); problem.grades.len() * periods];
        for (pattern, row) in problem.patterns.iter() {
            let course = &problem.courses[row.course];
            if matches!(course.kind, CourseKind::Open | CourseKind::Care) {
                for (grade, _) in course.for_grade.iter().enumerate().filter(|(_, fits)| **fits) {
                    for period in row.iter() {
                        general[grade * periods + period.0 as usize].push(pattern);
                    }
                }
            }
        }
        let attending: Vec<StudentId> =
            problem.students.ids().filter(|&student| !problem.students[student].attends.is_empty()).collect();
        let mut of_grade = Table::filled(problem.grades.len(), Vec::new());
        for &student in &attending {
            of_grade[problem.grade_of(student)].push(student);
        }
        let of_kind = |kind| {
            let fits = |&course: &CourseId| {
                problem.courses[course].kind == kind && !problem.courses[course].patterns.is_empty()
            };
            problem.courses.ids().filter(fits).collect()
        };
        Self {
            wishers,
            clubs_of,
            general,
            periods,
            attending,
            of_grade,
            by_kind: [CourseKind::Club, CourseKind::Open, CourseKind::Care, CourseKind::Post].map(of_kind),
            staff: problem
                .teachers
                .ids()
                .filter(|&person| problem.teachers[person].staff && problem.teachers[person].cleared)
                .collect(),
        }
    }

    /// Patterns of open and care courses for a grade that meet in a period.
    pub fn general(&self, grade: GradeId, period: PeriodId) -> &[PatternId] {
        &self.general[grade.0 as usize * self.periods + period.0 as usize]
    }
}
