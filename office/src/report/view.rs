//! One indexed read model of (problem, plan, judgement), from which every sheet and page is drawn.

use super::index::Index;
use super::people::{self, Class, Departure, Grade, Student};
use super::{resources, words};
use chrono::NaiveDate;
use paipian::format::{CourseRow, PeriodRow, PlanFile, ProblemFile, RoomRow, SectionRow, TeacherRow};
use paipian::referee::Judgement;
use std::collections::BTreeMap;

/// The read model of one plan. Lists are sorted as they are shown; positions in them are how they refer to each other.
#[derive(Debug)]
pub struct View<'a> {
    pub(super) problem: &'a ProblemFile,
    pub(super) plan: &'a PlanFile,
    pub(super) judgement: &'a Judgement,
    pub(super) made_on: NaiveDate,
    pub(super) cycle_weeks: u64,
    /// By week, day, start, end.
    pub(super) periods: Vec<Period<'a>>,
    /// By form, course and time.
    pub(super) sections: Vec<Section<'a>>,
    pub(super) grades: Vec<Grade<'a>>,
    /// In the order of the problem.
    pub(super) classes: Vec<Class<'a>>,
    /// By class, then in the order of the problem; students the problem does not know come last.
    pub(super) students: Vec<Student<'a>>,
    /// The problem's, then those only the plan names.
    pub(super) teachers: Vec<Teacher<'a>>,
    /// The problem's, then those only the plan names.
    pub(super) rooms: Vec<Room<'a>>,
    /// By (period, section).
    pub(super) departures: BTreeMap<(usize, usize), Departure<'a>>,
}

/// One cell of the cycle.
#[derive(Debug)]
pub(super) struct Period<'a> {
    pub(super) row: &'a PeriodRow,
    /// Minutes of the day.
    pub(super) start: u64,
    pub(super) end: u64,
}

/// What kind of thing a section is (形式).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Form {
    Club,
    Offsite,
    Open,
    Care,
    Post,
    Unknown,
}

/// A section with everything about it spelt out.
#[derive(Debug)]
pub(super) struct Section<'a> {
    pub(super) row: &'a SectionRow,
    pub(super) course: Option<&'a CourseRow>,
    pub(super) form: Form,
    /// Name of the course and, where it has several sections, a number: 足球（2）.
    pub(super) title: String,
    pub(super) place: String,
    pub(super) lead: String,
    pub(super) assistants: Vec<String>,
    pub(super) venue: Option<&'a RoomRow>,
    /// Known periods, in order, each once.
    pub(super) periods: Vec<usize>,
    /// Periods the problem does not know.
    pub(super) strays: Vec<&'a str>,
    /// Students seated, in the order of the students.
    pub(super) seats: Vec<usize>,
    /// The most seats it may have.
    pub(super) limit: Option<u64>,
    /// Whether an earlier section has the same id; then it has no seats and no waves.
    pub(super) repeated: bool,
}

/// A person and the sections they serve in.
#[derive(Debug)]
pub(super) struct Teacher<'a> {
    pub(super) row: Option<&'a TeacherRow>,
    pub(super) name: String,
    /// (section, whether as lead), by section.
    pub(super) duties: Vec<(usize, bool)>,
    /// Minutes led and assisted in the cycle.
    pub(super) minutes: u64,
}

/// A room and the sections in it.
#[derive(Debug)]
pub(super) struct Room<'a> {
    pub(super) row: Option<&'a RoomRow>,
    pub(super) name: String,
    pub(super) sections: Vec<usize>,
}

impl Form {
    /// The word of the form.
    pub(super) fn word(self) -> &'static str {
        match self {
            Form::Club => "社团",
            Form::Offsite => "外出",
            Form::Open => "开放课",
            Form::Care => "基础托管",
            Form::Post => "值岗",
            Form::Unknown => "未登记",
        }
    }

    /// A sign that tells forms apart without colour.
    pub(super) fn sign(self) -> &'static str {
        match self {
            Form::Club => "●",
            Form::Offsite => "▲",
            Form::Open => "◆",
            Form::Care => "○",
            Form::Post => "■",
            Form::Unknown => "？",
        }
    }

    /// Name of the form in style sheets.
    pub(super) fn class(self) -> &'static str {
        match self {
            Form::Club => "club",
            Form::Offsite => "offsite",
            Form::Open => "open",
            Form::Care => "care",
            Form::Post => "post",
            Form::Unknown => "unknown",
        }
    }
}

impl Period<'_> {
    /// `15:40–16:40`.
    pub(super) fn times(&self) -> String {
        format!("{}–{}", self.row.start, self.row.end)
    }

    /// Length.
    pub(super) fn minutes(&self) -> u64 {
        self.end.saturating_sub(self.start)
    }
}

/// Minutes of the day of `HH:MM`; 0 for what is no clock time.
fn minutes_of(clock: &str) -> u64 {
    let parsed = clock.split_once(':').and_then(|(h, m)| Some((h.parse::<u64>().ok()?, m.parse::<u64>().ok()?)));
    parsed.map_or(0, |(hours, minutes)| hours.min(47) * 60 + minutes.min(59))
}

/// `HH:MM` of minutes of the day.
pub(super) fn clock(minutes: u64) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

impl<'a> View<'a> {
    /// Builds the read model. `made_on` is the date printed on every page.
    pub fn new(problem: &'a ProblemFile, plan: &'a PlanFile, judgement: &'a Judgement, made_on: NaiveDate) -> View<'a> {
        let mut periods: Vec<Period> = problem
            .periods
            .iter()
            .map(|row| Period { row, start: minutes_of(&row.start), end: minutes_of(&row.end) })
            .collect();
        periods.sort_by_key(|p| (p.row.week, p.row.day, p.start, p.end, &p.row.id));
        let period_of = Index::of(periods.iter().map(|p| p.row.id.as_str()));
        let mut sections = sections(problem, plan, &period_of);
        let section_of = section_index(&sections);
        let (grades, classes, mut students) = people::roster(problem, &period_of);
        people::seat(plan, &section_of, &mut students, &mut sections);
        let departures = people::departures(problem, plan, &periods, &sections, &section_of, &students);
        let teachers = resources::teachers(problem, &periods, &sections);
        let rooms = resources::rooms(problem, &sections);
        View {
            problem,
            plan,
            judgement,
            made_on,
            cycle_weeks: problem.term.as_ref().map_or(1, |term| term.cycle_weeks.max(1)),
            periods,
            sections,
            grades,
            classes,
            students,
            teachers,
            rooms,
            departures,
        }
    }

    /// Name of the school or problem.
    pub(super) fn school(&self) -> &str {
        self.problem.name.as_deref().filter(|name| !name.is_empty()).unwrap_or("课后服务")
    }

    /// `单周周一`, or `周一` when all weeks are alike.
    pub(super) fn day_label(&self, period: usize) -> String {
        let row = self.periods[period].row;
        format!("{}{}", words::week(row.week, self.cycle_weeks), words::day(row.day))
    }

    /// When a section meets: `周一、周三 15:40–17:30`.
    pub(super) fn when(&self, section: usize) -> String {
        let section = &self.sections[section];
        let mut days: Vec<(String, String)> = Vec::new();
        for &p in &section.periods {
            let (day, times) = (self.day_label(p), self.periods[p].times());
            match days.last_mut() {
                Some((last, text)) if *last == day => {
                    text.push('、');
                    text.push_str(&times);
                }
                _ => days.push((day, times)),
            }
        }
        let alike = days.iter().all(|(_, times)| *times == days[0].1);
        let mut parts: Vec<String> = if alike && !days.is_empty() {
            let names: Vec<&str> = days.iter().map(|(day, _)| day.as_str()).collect();
            vec![format!("{} {}", names.join("、"), days[0].1)]
        } else {
            days.iter().map(|(day, times)| format!("{day} {times}")).collect()
        };
        parts.extend(section.strays.iter().map(|id| words::unknown(id)));
        if parts.is_empty() { "（未排时间）".to_string() } else { parts.join("；") }
    }

    /// Which grades a section is for: `三、四年级`, `全校`.
    pub(super) fn audience(&self, section: usize) -> String {
        match self.sections[section].course {
            None => "—".to_string(),
            Some(course) if course.kind == "post" => "教职工".to_string(),
            Some(course) if course.grades.is_empty() => "全校".to_string(),
            Some(course) => {
                let names: Vec<String> = course.grades.iter().map(|id| self.grade_name(id)).collect();
                match names.iter().map(|name| name.strip_suffix("年级")).collect::<Option<Vec<&str>>>() {
                    Some(short) => format!("{}年级", short.join("、")),
                    None => names.join("、"),
                }
            }
        }
    }

    fn grade_name(&self, id: &str) -> String {
        self.grades.iter().find(|grade| grade.row.id == id).map_or_else(|| words::unknown(id), |g| g.name.clone())
    }

    /// Name of a student's class.
    pub(super) fn class_name(&self, student: usize) -> &str {
        self.students[student].class.map_or("（班级未登记）", |class| self.classes[class].name.as_str())
    }

    /// Sections a student has a seat in during a period; one in a plan without faults.
    pub(super) fn sections_at(&self, student: usize, period: usize) -> Vec<usize> {
        let held = self.students[student].sections.iter().copied();
        held.filter(|&s| self.sections[s].periods.binary_search(&period).is_ok()).collect()
    }
}

fn sections<'a>(problem: &'a ProblemFile, plan: &'a PlanFile, period_of: &Index) -> Vec<Section<'a>> {
    let course_of = Index::of(problem.courses.iter().map(|row| row.id.as_str()));
    let room_of = Index::of(problem.rooms.iter().map(|row| row.id.as_str()));
    let teacher_of = Index::of(problem.teachers.iter().map(|row| row.id.as_str()));
    let person = |id: &str| match teacher_of.get(id) {
        Some(t) => problem.teachers[t].name.clone().unwrap_or_else(|| id.to_string()),
        None => words::unknown(id),
    };
    let first = Index::of(plan.sections.iter().map(|row| row.id.as_str()));
    let mut sections: Vec<Section> = plan
        .sections
        .iter()
        .enumerate()
        .map(|(position, row)| {
            let course = course_of.get(&row.course).map(|c| &problem.courses[c]);
            let venue = row.room.as_deref().and_then(|id| room_of.get(id)).map(|r| &problem.rooms[r]);
            let mut periods: Vec<usize> = row.pattern.iter().filter_map(|id| period_of.get(id)).collect();
            periods.sort_unstable();
            periods.dedup();
            let special_cap = course.filter(|c| c.special).and(problem.policy.special_cap);
            let limits = [course.and_then(|c| c.max_size), venue.map(|v| v.capacity), special_cap];
            Section {
                row,
                course,
                form: form(course, venue),
                title: course.map_or_else(|| words::unknown(&row.course), course_name),
                place: place(row, course, venue),
                lead: row.lead.as_deref().map_or_else(|| "（未安排）".to_string(), person),
                assistants: row.assistants.iter().map(|id| person(id)).collect(),
                venue,
                periods,
                strays: row.pattern.iter().map(String::as_str).filter(|id| period_of.get(id).is_none()).collect(),
                seats: Vec::new(),
                limit: limits.into_iter().flatten().min(),
                repeated: first.get(&row.id) != Some(position),
            }
        })
        .collect();
    sections.sort_by(|a, b| {
        let key =
            |s: &Section<'a>| (s.form, s.course.and_then(|c| c.category.as_deref()), course_of.get(&s.row.course));
        key(a).cmp(&key(b)).then_with(|| a.periods.cmp(&b.periods))
    });
    number(&mut sections);
    sections
}

/// Positions of sections by id; of equal ids, the first of the plan.
fn section_index<'a>(sections: &[Section<'a>]) -> Index<'a> {
    let counted = sections.iter().enumerate().filter(|(_, section)| !section.repeated);
    Index::of_pairs(counted.map(|(position, section)| (position, section.row.id.as_str())))
}

fn course_name(course: &CourseRow) -> String {
    course.name.clone().filter(|name| !name.is_empty()).unwrap_or_else(|| course.id.clone())
}

fn form(course: Option<&CourseRow>, venue: Option<&RoomRow>) -> Form {
    let Some(course) = course else { return Form::Unknown };
    match course.kind.as_str() {
        "post" => Form::Post,
        _ if venue.is_some_and(|venue| venue.offsite.is_some()) => Form::Offsite,
        "club" => Form::Club,
        "open" => Form::Open,
        "care" => Form::Care,
        _ => Form::Unknown,
    }
}

fn place(row: &SectionRow, course: Option<&CourseRow>, venue: Option<&RoomRow>) -> String {
    match (&row.room, venue) {
        (_, Some(venue)) => venue.name.clone().unwrap_or_else(|| venue.id.clone()),
        (Some(id), None) => words::unknown(id),
        (None, None) => match course {
            Some(course) if course.kind == "post" && course.rooms.is_empty() && course.features.is_empty() => {
                "岗位所在处".to_string()
            }
            _ => "（未定场地）".to_string(),
        },
    }
}

/// Numbers the sections of a course where several can be mistaken for each other: those of one pattern for care and
/// posts, all for clubs and open courses.
fn number(sections: &mut [Section]) {
    let key = |s: &Section| {
        let pattern = if matches!(s.form, Form::Care | Form::Post) { s.periods.clone() } else { Vec::new() };
        (s.row.course.clone(), pattern)
    };
    let mut totals: BTreeMap<_, usize> = BTreeMap::new();
    for section in sections.iter() {
        *totals.entry(key(section)).or_default() += 1;
    }
    let mut used: BTreeMap<_, usize> = BTreeMap::new();
    for section in sections.iter_mut() {
        let key = key(section);
        if totals[&key] > 1 {
            let number = used.entry(key).or_default();
            *number += 1;
            section.title = format!("{}（{number}）", section.title);
        }
    }
}
