//! What is told of every child of the demo school without a first wish, against the files and the referee.

use paipian::explain::{ChildAnswer, Counterfactual, Item, WishAnswer, children, section, student_at, teacher};
use paipian::format::{CourseRow, PeriodRow, PlanFile, ProblemFile, SectionRow, StudentRow, read_plan, read_problem};
use paipian::load::load;
use paipian::plan::Plan;
use paipian::referee::judge;
use paipian::score::Score;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Rules about waves, which a counterfactual leaves aside.
const WAVES: [&str; 5] = ["waves", "late_waves", "wave_wait", "wave_gate", "siblings"];

struct School {
    file: ProblemFile,
    plan: PlanFile,
    /// By rule, waves aside.
    points: BTreeMap<&'static str, i64>,
    /// By section: its children.
    rolls: BTreeMap<String, BTreeSet<String>>,
}

impl School {
    fn demo() -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("datasets/demo");
        let text = |name: &str| fs::read_to_string(folder.join(name)).expect("a file of the demo school");
        let file = read_problem(&text("problem.json")).expect("a problem");
        let plan = read_plan(&text("best/problem.json")).expect("a plan");
        let points = points(&file, &plan);
        let mut rolls: BTreeMap<String, BTreeSet<String>> =
            plan.sections.iter().map(|row| (row.id.clone(), BTreeSet::new())).collect();
        for (student, held) in &plan.seats.0 {
            held.iter().for_each(|id| {
                rolls.get_mut(id).expect("a section").insert(student.clone());
            });
        }
        Self { file, plan, points, rolls }
    }

    fn course(&self, id: &str) -> &CourseRow {
        self.file.courses.iter().find(|row| row.id == id).expect("a course")
    }

    fn section(&self, id: &str) -> &SectionRow {
        self.plan.sections.iter().find(|row| row.id == id).expect("a section")
    }

    fn limit(&self, section: &SectionRow) -> u64 {
        let course = self.course(&section.course);
        let room =
            section.room.as_ref().map(|id| self.file.rooms.iter().find(|row| row.id == *id).expect("a room").capacity);
        let cap = self.file.policy.special_cap.filter(|_| course.special);
        [course.max_size, room, cap].into_iter().flatten().min().unwrap_or(u64::MAX)
    }

    fn held(&self, student: &str) -> Vec<&SectionRow> {
        let seats = self.plan.seats.0.iter().find(|(id, _)| id == student);
        seats.into_iter().flat_map(|(_, held)| held).map(|id| self.section(id)).collect()
    }

    /// Sections of a club on patterns that the child attends in full.
    fn attended(&self, child: &StudentRow, course: &str) -> Vec<&SectionRow> {
        let of_course = self.plan.sections.iter().filter(|row| row.course == course);
        of_course.filter(|row| row.pattern.iter().all(|period| child.attends.contains(period))).collect()
    }

    /// Rooms that fit, and people who may lead, of which nobody makes use then.
    fn free(&self, course: &CourseRow, pattern: &[String]) -> [u64; 2] {
        let period = |id: &String| self.file.periods.iter().find(|row| row.id == *id).expect("a period");
        let meet = |one: &PeriodRow, two: &PeriodRow| {
            (one.week, one.day) == (two.week, two.day) && one.start < two.end && two.start < one.end
        };
        let then: Vec<&PeriodRow> = pattern.iter().map(period).collect();
        let clashes = |row: &&SectionRow| {
            row.pattern.iter().map(period).any(|other| then.iter().any(|period| meet(period, other)))
        };
        let at_once: Vec<&SectionRow> = self.plan.sections.iter().filter(clashes).collect();
        let rooms = self.file.rooms.iter().filter(|row| {
            row.cleared
                && row.capacity >= course.min_size
                && course.features.iter().all(|feature| row.features.contains(feature))
                && (course.rooms.is_empty() || course.rooms.contains(&row.id))
                && !pattern.iter().any(|period| row.closed.contains(period))
                && pattern.iter().all(|id| {
                    let in_it = at_once.iter().filter(|section| section.room.as_ref() == Some(&row.id));
                    let there =
                        in_it.filter(|section| section.pattern.iter().any(|other| meet(period(id), period(other))));
                    (there.count() as u64) < row.parallel
                })
        });
        let skill = course.skill.as_ref().filter(|skill| !skill.is_empty());
        let leads = self.file.teachers.iter().filter(|row| {
            let works =
                |section: &&&SectionRow| section.lead.as_ref() == Some(&row.id) || section.assistants.contains(&row.id);
            row.cleared
                && skill.is_none_or(|skill| row.skills.contains(skill))
                && (course.leads.is_empty() || course.leads.contains(&row.id))
                && !pattern.iter().any(|period| row.unavailable.contains(period))
                && at_once.iter().find(works).is_none()
        });
        [rooms.count() as u64, leads.count() as u64]
    }

    /// Whether a section could meet then: someone who may lead it, a room that fits, enough children.
    fn could_meet(&self, course: &CourseRow, pattern: &[String]) -> bool {
        let skill = course.skill.as_ref().filter(|skill| !skill.is_empty());
        let lead = self.file.teachers.iter().any(|row| {
            row.cleared
                && skill.is_none_or(|skill| row.skills.contains(skill))
                && (course.leads.is_empty() || course.leads.contains(&row.id))
                && !pattern.iter().any(|period| row.unavailable.contains(period))
        });
        let room = self.file.rooms.iter().any(|row| {
            row.cleared
                && course.features.iter().all(|feature| row.features.contains(feature))
                && (course.rooms.is_empty() || course.rooms.contains(&row.id))
                && !pattern.iter().any(|period| row.closed.contains(period))
        });
        let wishers =
            self.file.students.iter().filter(|row| {
                row.wishes.contains(&course.id) && pattern.iter().all(|period| row.attends.contains(period))
            });
        lead && room && wishers.count() as u64 >= course.min_size
    }
}

/// Points by rule, waves aside; rules without any left out.
fn points(file: &ProblemFile, plan: &PlanFile) -> BTreeMap<&'static str, i64> {
    let judged = judge(file, plan);
    let lines = judged.rules.iter().filter(|line| !WAVES.contains(&line.rule) && line.points > 0);
    lines.map(|line| (line.rule, i64::try_from(line.points).expect("small"))).collect()
}

/// The plan with the seats of a counterfactual changed.
fn with_seats(plan: &PlanFile, change: &Counterfactual) -> PlanFile {
    let mut plan = plan.clone();
    for seat in &change.seats {
        let held = match plan.seats.0.iter_mut().find(|(id, _)| *id == seat.student) {
            Some((_, held)) => held,
            None => {
                plan.seats.0.push((seat.student.clone(), Vec::new()));
                &mut plan.seats.0.last_mut().expect("just pushed").1
            }
        };
        match (seat.takes, held.iter().position(|id| *id == seat.section)) {
            (true, None) => held.push(seat.section.clone()),
            (false, Some(at)) => {
                held.remove(at);
            }
            _ => panic!("{seat:?} is no change"),
        }
    }
    plan
}

/// The referee's difference is the one told, rule by rule.
fn agrees(school: &School, change: &Counterfactual, extra_seat: bool) {
    let after = points(&school.file, &with_seats(&school.plan, change));
    let rules: BTreeSet<&str> = after.keys().chain(school.points.keys()).copied().collect();
    let mut found: BTreeMap<&str, i64> = BTreeMap::new();
    for rule in rules {
        let of = |points: &BTreeMap<&'static str, i64>| points.get(rule).copied().unwrap_or(0);
        let seat = i64::from(extra_seat && rule == "size");
        let difference = of(&after) - of(&school.points) - seat;
        if difference != 0 {
            found.insert(rule, difference);
        }
    }
    let told: BTreeMap<&str, i64> = change.rules.iter().copied().collect();
    assert_eq!(found, told, "{:?}", change.item);
}

fn number(item: &Item, at: usize) -> u64 {
    item.facts[at].parse().expect("a number")
}

/// Whether the reason of a first wish is true of the files.
fn reason_is_true(school: &School, child: &StudentRow, wish: &WishAnswer) {
    let why = wish.why.as_ref().expect("a reason for a wish that is not held");
    let course = school.course(&wish.course);
    let class = school.file.classes.iter().find(|row| row.id == child.class).expect("a class");
    let fits = course.grades.is_empty() || course.grades.contains(&class.grade);
    let patterns: Vec<&Vec<String>> =
        course.patterns.iter().filter(|pattern| pattern.iter().all(|period| child.attends.contains(period))).collect();
    let sections = school.attended(child, &wish.course);
    let free = |row: &&SectionRow| (school.rolls[&row.id].len() as u64) < school.limit(row);
    let label = format!("{} {}", child.id, why.key);
    match why.key {
        "why_grade" => assert!(!fits, "{label}"),
        "why_absent" => assert!(fits && patterns.is_empty(), "{label}"),
        "why_shut" => {
            assert!(fits && !patterns.is_empty() && sections.is_empty(), "{label}");
            assert!(!patterns.iter().any(|pattern| school.could_meet(course, pattern)), "{label}");
        }
        "why_not_opened" => {
            assert!(fits && !patterns.is_empty() && sections.is_empty(), "{label}");
            let waits = |pattern: &&Vec<String>| {
                let waiting = school.file.students.iter().filter(|row| {
                    row.wishes.contains(&wish.course)
                        && pattern.iter().all(|period| row.attends.contains(period))
                        && !school.held(&row.id).iter().any(|section| section.course == wish.course)
                });
                waiting.count() as u64
            };
            assert_eq!(patterns.iter().map(waits).max(), Some(number(why, 0)), "{label}");
            assert_eq!(course.min_size, number(why, 1), "{label}");
            let free = |pattern: &&Vec<String>| school.free(course, pattern) == [number(why, 2), number(why, 3)];
            assert!(patterns.iter().filter(|one| waits(one) == number(why, 0)).any(free), "{label} {:?}", why.facts);
        }
        "why_full" => {
            assert!(fits && !sections.is_empty() && !sections.iter().any(&free), "{label}");
            assert_eq!(sections.len() as u64, number(why, 0), "{label}");
            let seated: BTreeSet<&String> = sections.iter().flat_map(|row| &school.rolls[&row.id]).collect();
            assert_eq!(seated.len() as u64, number(why, 1), "{label}");
            let told: BTreeSet<&String> = wish.holders.iter().map(|holder| &holder.student).collect();
            assert_eq!(told, seated, "{label}");
            let equal = wish.holders.iter().filter(|holder| holder.swap.score == Score::default()).count();
            assert_eq!(why.facts[2], if equal > 0 { equal.to_string() } else { String::new() }, "{label}");
            for holder in &wish.holders {
                let row = school.file.students.iter().find(|row| row.id == holder.student).expect("a child");
                let rank = row.wishes.iter().position(|course| *course == wish.course).map(|rank| rank + 1);
                assert_eq!(holder.rank, rank, "{label}");
                assert!(school.rolls[&holder.section].contains(&holder.student), "{label}");
            }
        }
        "why_dearer" | "why_overlooked" => {
            assert!(fits && sections.iter().any(free), "{label}");
            assert_eq!(wish.changes[0].betters(), why.key == "why_overlooked", "{label}");
        }
        other => panic!("{label}: {other} without a pin"),
    }
}

#[test]
fn every_child_without_a_first_wish_is_told_the_truth() {
    let school = School::demo();
    let problem = load(&school.file).expect("a valid school");
    let plan = Plan::read(&problem, &school.plan);
    let misses = |row: &&StudentRow| {
        let first = row.wishes.first();
        first.is_some_and(|first| !school.held(&row.id).iter().any(|section| section.course == *first))
    };
    let without: Vec<&StudentRow> = school.file.students.iter().filter(misses).collect();
    assert!(without.len() > 50, "{}", without.len());
    let ids: Vec<_> = without.iter().map(|row| student_at(&problem, &row.id).expect("a child")).collect();
    let answers: Vec<ChildAnswer> = children(&problem, &plan, &ids);
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    for (child, answer) in without.iter().zip(&answers) {
        let mut held: Vec<&String> = school.held(&child.id).iter().map(|row| &row.id).collect();
        held.sort();
        assert_eq!(answer.held.iter().collect::<Vec<_>>(), held);
        assert_eq!(
            answer.wishes.iter().map(|wish| &wish.course).collect::<Vec<_>>(),
            child.wishes.iter().collect::<Vec<_>>()
        );
        for wish in &answer.wishes {
            let holds = school.held(&child.id).iter().any(|row| row.course == wish.course);
            assert_eq!((wish.held, wish.why.is_none()), (holds, holds), "{}", child.id);
        }
        let first = &answer.wishes[0];
        reason_is_true(&school, child, first);
        *reasons.entry(first.why.as_ref().expect("a reason").key).or_default() += 1;
        if let Some(holder) = first.holders.first() {
            agrees(&school, &holder.swap, false);
        }
        if let Some(change) = first.changes.first() {
            agrees(&school, change, change.item.key == "if_one_more");
        }
    }
    assert!(reasons["why_full"] > 20, "{reasons:?}");
}

#[test]
fn what_moving_a_section_would_do_is_what_the_referee_says() {
    let school = School::demo();
    let problem = load(&school.file).expect("a valid school");
    let plan = Plan::read(&problem, &school.plan);
    let mut tried = BTreeSet::new();
    for row in school.plan.sections.iter().step_by(40) {
        let answer = section(&problem, &plan, &row.id).expect("an open section");
        for change in &answer.changes {
            let mut moved = with_seats(&school.plan, change);
            let own = moved.sections.iter_mut().find(|other| other.id == row.id).expect("the section");
            match change.item.key {
                "if_led_by" => own.lead = Some(change.item.subject[1].clone()),
                "if_in_room" => own.room = Some(change.item.subject[1].clone()),
                _ => own.pattern = change.item.subject[1..].to_vec(),
            }
            let (before, after) = (&school.points, points(&school.file, &moved));
            let sum = |points: &BTreeMap<&'static str, i64>| points.values().sum::<i64>();
            let told: i64 = change.rules.iter().map(|(_, points)| points).sum();
            assert_eq!(sum(&after) - sum(before), told, "{:?}", change.item);
            tried.insert(change.item.key);
        }
    }
    assert!(tried.contains("if_led_by") && tried.contains("if_in_room"), "{tried:?}");
    assert!(section(&problem, &plan, "nothing").is_none() && teacher(&problem, &plan, "nobody").is_none());
}
