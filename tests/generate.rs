//! Generated schools: valid, reproducible, and large enough for everyone they take in.

mod support;

use paipian::format::{PeriodRow, ProblemFile, RoomRow, TeacherRow, read_problem, to_text};
use paipian::generate::{GenerateParams, Profile, generate};
use paipian::policy::shipped_names;
use std::collections::BTreeMap;
use support::{assert_valid, clash, minute, periods};

const PROFILES: [Profile; 3] = [Profile::Primary, Profile::Nine, Profile::Junior];

fn school(students: u32, seed: u64, policy: &str, tight: u32, profile: Profile) -> ProblemFile {
    generate(&GenerateParams { students, seed, policy: policy.to_string(), tight, profile }).expect("good parameters")
}

/// Runs `check` on every profile, size and tightness under the policy with quotas, and on every policy once.
fn on_all(check: impl Fn(&str, &ProblemFile)) {
    for profile in PROFILES {
        for students in [40, 120, 400, 1200, 5000] {
            for tight in [0, 600, 1000] {
                let label = format!("{profile:?} {students} tight {tight}");
                check(&label, &school(students, 1, "nanchang", tight, profile));
            }
        }
        for policy in shipped_names() {
            check(&format!("{profile:?} 800 {policy}"), &school(800, 2, policy, 600, profile));
        }
    }
}

#[test]
fn every_school_is_valid() {
    on_all(assert_valid);
}

#[test]
fn every_course_has_a_lead_and_a_room() {
    on_all(|label, problem| {
        for course in &problem.courses {
            let skill = course.skill.as_deref().or(if course.kind == "care" { Some("care") } else { None });
            let led = course.patterns.iter().any(|pattern| {
                let room = problem.rooms.iter().any(|room| {
                    room.cleared
                        && course.features.iter().all(|feature| room.features.contains(feature))
                        && pattern.iter().all(|period| !room.closed.contains(period))
                });
                let lead = problem.teachers.iter().any(|teacher| {
                    teacher.cleared
                        && skill.is_none_or(|skill| teacher.skills.iter().any(|held| held == skill))
                        && pattern.iter().all(|period| !teacher.unavailable.contains(period))
                });
                lead && room
            });
            // The last coach of a large school lacks the papers, on purpose.
            let waiting =
                problem.teachers.iter().any(|t| !t.cleared && skill.is_some_and(|s| t.skills.iter().any(|h| h == s)));
            assert!(led || waiting, "{label}: nobody can lead {} {:?}", course.id, course.skill);
        }
    });
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    for profile in PROFILES {
        let text = to_text(&school(400, 7, "nanchang", 300, profile));
        assert_eq!(text, to_text(&school(400, 7, "nanchang", 300, profile)));
        assert_ne!(text, to_text(&school(400, 8, "nanchang", 300, profile)));
        assert_eq!(read_problem(&text).expect("its own shape"), school(400, 7, "nanchang", 300, profile));
    }
}

/// Sections that one period needs, by what their lead must be able to do.
#[derive(Default, Clone, Copy)]
struct Need {
    /// Care and open special sections, all in classrooms.
    classrooms: u64,
    /// Gate duty and patrol.
    duty: u64,
    health: u64,
}

/// The sections of a plan without clubs in which every attended period has a seat and every child gets its special share.
fn plan_without_clubs(label: &str, problem: &ProblemFile) -> BTreeMap<String, Need> {
    let cells = periods(problem);
    let stage_of: BTreeMap<&str, &str> =
        problem.grades.iter().map(|row| (row.id.as_str(), row.stage.as_str())).collect();
    let grade_of: BTreeMap<&str, &str> =
        problem.classes.iter().map(|row| (row.id.as_str(), row.grade.as_str())).collect();
    let mut special: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    let mut care: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    for (index, student) in problem.students.iter().enumerate() {
        let grade = grade_of[student.class.as_str()];
        let stage = stage_of[grade];
        let lessons: Vec<&str> =
            student.attends.iter().map(String::as_str).filter(|id| cells[id].kind == "after_school").collect();
        let share = problem.policy.special_share.get(stage).copied().unwrap_or(0);
        let wanted = (lessons.len() as u64 * share).div_ceil(100);
        let offered: u64 = problem
            .courses
            .iter()
            .filter(|c| c.kind == "open" && c.special && c.skill.is_none() && c.grades.iter().any(|g| g == grade))
            .map(|c| c.max_per_student)
            .sum();
        assert!(wanted <= offered, "{label}: {} needs {wanted} special lessons of {offered}", student.id);
        let band =
            problem.courses.iter().find(|c| c.kind == "care" && c.grades.iter().any(|g| g == grade)).expect("care");
        for (place, &period) in lessons.iter().enumerate() {
            if ((place + index) % lessons.len()) < wanted as usize {
                *special.entry((stage, period)).or_default() += 1;
            } else {
                *care.entry((&band.id, period)).or_default() += 1;
            }
        }
        for period in student.attends.iter().filter(|id| cells[id.as_str()].kind == "midday") {
            *care.entry((&band.id, period)).or_default() += 1;
        }
    }
    let mut need: BTreeMap<String, Need> = BTreeMap::new();
    let cap = problem.policy.special_cap.unwrap_or(40);
    for ((_, period), children) in special {
        need.entry(period.to_string()).or_default().classrooms += children.div_ceil(cap);
    }
    let seats = problem.rooms.iter().filter(|r| r.features.iter().any(|f| f == "classroom")).map(|r| r.capacity).min();
    for ((_, period), children) in care {
        need.entry(period.to_string()).or_default().classrooms +=
            children.div_ceil(seats.expect("a classroom").min(45));
    }
    for course in problem.courses.iter().filter(|course| course.kind == "post") {
        for period in course.patterns.iter().flatten() {
            let entry = need.entry(period.clone()).or_default();
            if course.skill.is_some() { entry.health += course.fill } else { entry.duty += course.fill }
        }
    }
    need
}

#[test]
fn rooms_hold_everyone_at_every_moment() {
    on_all(|label, problem| {
        let cells = periods(problem);
        let need = plan_without_clubs(label, problem);
        for (id, start) in &cells {
            let at = minute(&start.start);
            let meeting = |p: &PeriodRow| p.day == start.day && minute(&p.start) <= at && at < minute(&p.end);
            let sections: u64 =
                need.iter().filter(|(p, _)| meeting(cells[p.as_str()])).map(|(_, need)| need.classrooms).sum();
            let open = |room: &&RoomRow| {
                room.cleared
                    && room.offsite.is_none()
                    && !cells.values().any(|p| meeting(p) && room.closed.contains(&p.id))
                    && room.features.iter().any(|feature| feature == "classroom")
            };
            let places: u64 = problem.rooms.iter().filter(open).map(|room| room.parallel).sum();
            assert!(sections <= places, "{label}: {id} needs {sections} classrooms of {places}");
            let attending =
                problem.students.iter().flat_map(|s| &s.attends).filter(|p| meeting(cells[p.as_str()])).count();
            let seats: u64 = problem.rooms.iter().filter(open).map(|room| room.parallel * room.capacity).sum();
            assert!(attending as u64 <= seats, "{label}: {id} has {attending} children for {seats} seats");
        }
    });
}

/// One person's week so far.
struct Duty<'a> {
    teacher: &'a TeacherRow,
    total: u64,
    by_day: [u64; 8],
    held: Vec<&'a PeriodRow>,
}

impl Duty<'_> {
    fn room_for(&self, period: &PeriodRow) -> bool {
        let minutes = minute(&period.end) - minute(&period.start);
        !self.teacher.unavailable.contains(&period.id)
            && self.teacher.max_minutes.is_none_or(|most| self.total + minutes <= most)
            && self.teacher.max_minutes_day.is_none_or(|most| self.by_day[period.day as usize] + minutes <= most)
            && self.held.iter().all(|other| !clash(other, period))
    }
}

#[test]
fn staff_alone_can_lead_a_plan_that_owes_nothing() {
    on_all(|label, problem| {
        let need = plan_without_clubs(label, problem);
        let mut duties: Vec<Duty> = problem
            .teachers
            .iter()
            .filter(|teacher| teacher.kind == "staff" && teacher.cleared)
            .map(|teacher| Duty { teacher, total: 0, by_day: [0; 8], held: Vec::new() })
            .collect();
        for period in &problem.periods {
            let Some(need) = need.get(&period.id) else { continue };
            for (skill, count) in [("health", need.health), ("care", need.classrooms + need.duty)] {
                for _ in 0..count {
                    // Who already serves this day first (lessons of one bell lie end to end), then who has most time left.
                    let free = duties
                        .iter_mut()
                        .filter(|duty| duty.teacher.skills.iter().any(|held| held == skill) && duty.room_for(period))
                        .max_by_key(|duty| {
                            (duty.by_day[period.day as usize], duty.teacher.max_minutes.unwrap_or(0) - duty.total)
                        });
                    let duty = free.unwrap_or_else(|| panic!("{label}: nobody is left for {skill} in {}", period.id));
                    duty.total += minute(&period.end) - minute(&period.start);
                    duty.by_day[period.day as usize] += minute(&period.end) - minute(&period.start);
                    duty.held.push(period);
                }
            }
        }
    });
}

#[test]
fn gates_let_everyone_out_in_six_waves() {
    on_all(|label, problem| {
        let cells = periods(problem);
        let grade_of: BTreeMap<&str, &str> =
            problem.classes.iter().map(|row| (row.id.as_str(), row.grade.as_str())).collect();
        let gate_of: BTreeMap<&str, &str> =
            problem.grades.iter().map(|row| (row.id.as_str(), row.gate.as_deref().expect("a gate"))).collect();
        let mut leavers: BTreeMap<(&str, &str), u64> = BTreeMap::new();
        for student in &problem.students {
            let mut last: BTreeMap<u64, &PeriodRow> = BTreeMap::new();
            for period in student.attends.iter().map(|id| cells[id.as_str()]).filter(|p| p.kind == "after_school") {
                let entry = last.entry(period.day).or_insert(period);
                if minute(&period.end) > minute(&entry.end) {
                    *entry = period;
                }
            }
            for period in last.values() {
                *leavers.entry((gate_of[grade_of[student.class.as_str()]], &period.id)).or_default() += 1;
            }
        }
        let waves = problem.policy.max_waves.expect("in full");
        for ((gate, period), count) in leavers {
            let per_wave = problem.gates.iter().find(|row| row.id == gate).expect("a gate").per_wave;
            assert!(
                count * 115 <= 100 * per_wave * waves,
                "{label}: {count} leave by {gate} after {period}, {per_wave} a wave"
            );
        }
    });
}

#[test]
fn parameters_out_of_range_are_refused() {
    let base =
        GenerateParams { students: 400, seed: 1, policy: "nanchang".to_string(), tight: 0, profile: Profile::Primary };
    assert!(generate(&GenerateParams { students: 39, ..base.clone() }).is_err());
    assert!(generate(&GenerateParams { students: 12_001, ..base.clone() }).is_err());
    assert!(generate(&GenerateParams { tight: 1001, ..base.clone() }).is_err());
    assert!(generate(&GenerateParams { policy: "nowhere".to_string(), ..base.clone() }).is_err());
    assert!(generate(&GenerateParams { students: 12_000, ..base }).is_ok());
}
