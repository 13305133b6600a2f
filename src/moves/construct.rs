//! The first usable plan, in one pass: what is pinned or published, posts, clubs where the wishes are, open courses for
//! the special share, care for everyone left. Nothing is opened that breaks a hard rule.

use super::School;
use crate::bound::Dive;
use crate::format::PlanFile;
use crate::load::follow;
use crate::plan::{Plan, Section};
use crate::problem::{CourseId, CourseKind, PatternId, PeriodId, Pin, PublishedSection, RoomId, SectionId, StudentId};
use crate::search::{Model, Rng, pick};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

impl School<'_> {
    /// Builds on the plan as it stands, towards what the prices lean to, if they are known.
    pub fn construct(&mut self, towards: Option<&mut Dive>, rng: &mut Rng) {
        self.open_pinned(rng);
        self.keep_published(rng);
        self.fill_posts(rng);
        let dived = towards.is_some();
        if let Some(dive) = towards {
            self.dive(dive, rng);
        }
        self.open_clubs(rng);
        self.open_for_share(rng);
        if self.care_is_far() {
            self.open_for_rest(dived, rng);
        }
        self.open_care(rng);
        self.give_owed(rng);
    }

    /// Children who are owed a share or minutes of a category change to open and care sections that give them, where the
    /// plan is better for it.
    fn give_owed(&mut self, rng: &mut Rng) {
        for &student in &self.catalogue.attending {
            for period in self.problem.students[student].attends.iter() {
                for &pattern in self.catalogue.general(self.problem.grade_of(student), period) {
                    if !self.is_owed(student, pattern) {
                        continue;
                    }
                    let free = |section: &SectionId| self.seats_free(*section);
                    if let Some(section) = self.plan.on_pattern(pattern).iter().copied().find(free) {
                        let before = self.energy();
                        self.soundly(|school| school.place(student, section, rng) && school.energy() < before);
                    }
                }
            }
        }
    }

    /// Whether a section of an open or care course would give the child a share or minutes it is owed.
    fn is_owed(&self, student: StudentId, pattern: PatternId) -> bool {
        let course = &self.problem.courses[self.problem.patterns[pattern].course];
        (course.special && self.special_short(student) > 0)
            || course.category.is_some_and(|category| self.category_short(student, category) > 0)
    }

    /// Opens every pinned section that can be opened as pinned.
    fn open_pinned(&mut self, rng: &mut Rng) {
        for pin in 0..self.problem.pins.len() {
            let Pin::Section(pinned) = &self.problem.pins[pin] else { continue };
            if self.plan.pinned(pin).is_some() {
                continue;
            }
            let published = self.problem.published.iter().flat_map(|plan| &plan.sections);
            let before = published.clone().find(|section| section.name == pinned.name);
            let Some(course) = pinned.course.or_else(|| before.and_then(|section| section.course)) else { continue };
            let wanted = pinned.pattern.or_else(|| before.and_then(|section| section.pattern));
            let patterns = self.problem.courses[course].patterns.iter();
            let fits = |&pattern: &PatternId| wanted.is_none_or(|set| self.problem.patterns[pattern].periods == set);
            let candidates: Vec<PatternId> = patterns.filter(fits).collect();
            for pattern in candidates {
                let room = match pinned.room {
                    Some(room) => self.room_is_free(room, pattern).then_some(Some(room)),
                    None if self.problem.courses[course].needs_room => self.find_room(course, pattern, rng).map(Some),
                    None => Some(None),
                };
                let lead = match pinned.lead {
                    Some(lead) => self.person_is_free(lead, pattern).then_some(lead),
                    None => self.find_lead(course, pattern, rng),
                };
                let (Some(room), Some(lead)) = (room, lead) else { continue };
                let mut section = Plan::named(self.problem, &pinned.name, Section::new(course, pattern, room));
                section.lead = Some(lead);
                if self.open_if_sound(section, rng) {
                    break;
                }
            }
        }
    }

    /// Lays out the sections and seats of a plan file as far as that breaks nothing.
    pub fn adopt(&mut self, file: &PlanFile, rng: &mut Rng) {
        self.keep_sections(&follow(self.problem, file).sections, rng);
    }

    /// Lays out the published plan as far as that breaks nothing.
    fn keep_published(&mut self, rng: &mut Rng) {
        if let Some(published) = &self.problem.published {
            self.keep_sections(&published.sections, rng);
        }
    }

    /// Opens sections as they were, with their students, unless one of that name is open.
    fn keep_sections(&mut self, sections: &[PublishedSection], rng: &mut Rng) {
        let open = self.plan.open_sections().filter_map(|section| self.plan.section(section).name.clone());
        let open: BTreeSet<String> = open.collect();
        for before in sections.iter().filter(|before| !open.contains(&before.name)) {
            let (Some(course), Some(periods)) = (before.course, before.pattern) else { continue };
            let Some(pattern) = self.problem.pattern_of(course, periods) else { continue };
            let room = before.room.flatten().filter(|room| self.problem.courses[course].rooms.contains(room));
            let room = room.filter(|&room| self.room_is_free(room, pattern));
            let room = if self.problem.courses[course].needs_room {
                room.or_else(|| self.find_room(course, pattern, rng))
            } else {
                room
            };
            let lead = before.lead.flatten().filter(|&lead| {
                self.problem.courses[course].leads.contains(&lead) && self.person_is_free(lead, pattern)
            });
            let Some(lead) = lead.or_else(|| self.find_lead(course, pattern, rng)) else { continue };
            let mut section = Plan::named(self.problem, &before.name, Section::new(course, pattern, room));
            section.lead = Some(lead);
            let assistants = before.assistants.iter().copied();
            section.assistants = assistants
                .filter(|&person| {
                    person != lead && self.catalogue.staff.contains(&person) && self.person_is_free(person, pattern)
                })
                .collect();
            let mark = self.plan.mark();
            let hard = self.hard();
            let section = self.plan.open(self.problem, section);
            for &student in &before.seats {
                if self.problem.may_hold(student, course) {
                    self.place(student, section, rng);
                }
            }
            if self.assist_fully(section, rng) && self.hard() <= hard {
                self.plan.keep(&mark);
            } else {
                self.plan.take_back(self.problem, &mark);
            }
        }
    }

    fn fill_posts(&mut self, rng: &mut Rng) {
        for &course in &self.catalogue.by_kind[CourseKind::Post as usize] {
            for pattern in self.problem.courses[course].patterns.iter() {
                for _ in self.plan.on_pattern(pattern).len()..self.problem.courses[course].fill as usize {
                    if !self.opened_soundly(course, pattern, rng) {
                        break;
                    }
                }
            }
        }
    }

    /// Rounds over the clubs, most wanted first: each opens one more section on the pattern that gains most.
    fn open_clubs(&mut self, rng: &mut Rng) {
        let mut clubs: Vec<CourseId> = self.catalogue.by_kind[CourseKind::Club as usize].clone();
        while !clubs.is_empty() {
            let mut order: Vec<(Reverse<i64>, u32, CourseId, Vec<PatternId>)> = Vec::new();
            for &course in &clubs {
                let mut patterns: Vec<(i64, PatternId)> = self.problem.courses[course]
                    .patterns
                    .iter()
                    .map(|pattern| (self.demand(course, pattern), pattern))
                    .filter(|&(demand, _)| demand > 0)
                    .collect();
                patterns.sort_unstable_by_key(|&(demand, pattern)| (Reverse(demand), pattern));
                if let Some(&(most, _)) = patterns.first() {
                    let patterns = patterns.into_iter().map(|(_, pattern)| pattern).collect();
                    order.push((Reverse(most), pick(rng, 1 << 16) as u32, course, patterns));
                }
            }
            order.sort_unstable();
            clubs.clear();
            for (_, _, course, patterns) in order {
                let spare = |school: &Self, pattern| school.care_can_spare(pattern);
                if patterns.into_iter().any(|pattern| spare(self, pattern) && self.opened_soundly(course, pattern, rng))
                {
                    clubs.push(course);
                }
            }
        }
    }

    /// What a new section of a club would give its best-served students; 0 when they are too few.
    fn demand(&self, course: CourseId, pattern: PatternId) -> i64 {
        let row = &self.problem.courses[course];
        let limit = self.problem.limit(course, None).min(40) as usize;
        let gains =
            self.catalogue.wishers[course].iter().map(|&(student, _)| self.gain_of_club(student, course, pattern));
        let mut gains: Vec<i64> = gains.flatten().filter(|&gain| gain > 0).collect();
        if gains.len() < row.min_size.max(1) as usize || gains.len() * 3 < limit {
            return 0;
        }
        gains.sort_unstable_by_key(|&gain| Reverse(gain));
        gains.iter().take(limit).sum()
    }

    /// Whether, with one staff member fewer in the periods of the pattern, care could still hold everyone who has no
    /// seat there.
    fn care_can_spare(&self, pattern: PatternId) -> bool {
        const CHILDREN_A_SECTION: usize = 30;
        let care = |person: &&crate::problem::TeacherId| {
            let mut courses = self.catalogue.by_kind[CourseKind::Care as usize].iter();
            courses.any(|&course| self.problem.courses[course].leads.contains(person))
        };
        let leads: Vec<_> = self.catalogue.staff.iter().filter(care).collect();
        self.problem.patterns[pattern].iter().all(|period| {
            let busy = |person: &&&crate::problem::TeacherId| {
                let row = &self.problem.teachers[***person];
                let clashes = self.problem.calendar.periods[period].clashes;
                self.plan.busy(***person).meets(clashes) || row.unavailable.has(period)
            };
            let free = leads.iter().filter(|person| !busy(person)).count();
            let unseated = self.unseated(period).count();
            free > unseated / CHILDREN_A_SECTION
        })
    }

    /// Students who attend the period and have no seat in it.
    fn unseated(&self, period: PeriodId) -> impl Iterator<Item = StudentId> {
        let attends = move |&&student: &&StudentId| self.problem.students[student].attends.has(period);
        self.catalogue.attending.iter().filter(attends).copied().filter(move |&student| {
            !self
                .plan
                .held(student)
                .iter()
                .any(|&held| self.problem.patterns[self.plan.section(held).pattern].periods.has(period))
        })
    }

    /// Open special courses, period by period, while enough students without a seat are short of their share.
    fn open_for_share(&mut self, rng: &mut Rng) {
        let enough = |school: &Self, pattern: PatternId, students: usize| {
            students >= school.problem.courses[school.problem.patterns[pattern].course].min_size.max(1) as usize
        };
        let is_short = |school: &Self, student: StudentId, course: CourseId| {
            let row = &school.problem.courses[course];
            if row.special {
                school.special_short(student) > 0
            } else {
                let mut owed = school.problem.students[student].category_owed.iter();
                owed.any(|&(category, _)| row.category == Some(category))
            }
        };
        self.open_general(false, enough, is_short, rng);
    }

    /// Whether care costs more than an open course, away from home as most of it is.
    fn care_is_far(&self) -> bool {
        let homes = self.problem.classes.rows().iter().filter(|class| class.home.is_some()).count();
        self.prices.away_from_home > 0 && 2 * homes > self.problem.classes.len()
    }

    /// Open courses, period by period, while students without a seat fill most of a section and care can spare its lead.
    /// `again` is as in [`Self::open_general`].
    fn open_for_rest(&mut self, again: bool, rng: &mut Rng) {
        let enough = |school: &Self, pattern: PatternId, students: usize| {
            let course = school.problem.patterns[pattern].course;
            let row = &school.problem.courses[course];
            let limits = row.rooms.iter().map(|&room| school.problem.limit(course, Some(room)));
            let limit = limits.max().unwrap_or_else(|| school.problem.limit(course, None)) as usize;
            students >= limit.div_ceil(3) * 2 && students >= row.min_size as usize && school.care_can_spare(pattern)
        };
        self.open_general(again, enough, |_, _, _| true, rng);
    }

    /// Open courses, period by period, while `enough` students without a seat can hold one and want it. Who holds the course
    /// already no longer counts; with `again`, as long as it may hold it once more.
    fn open_general(
        &mut self,
        again: bool,
        enough: impl Fn(&Self, PatternId, usize) -> bool,
        wants: impl Fn(&Self, StudentId, CourseId) -> bool,
        rng: &mut Rng,
    ) {
        for period in self.problem.calendar.periods.ids() {
            let open = &self.catalogue.by_kind[CourseKind::Open as usize];
            let mut patterns: Vec<(u32, PatternId)> = open
                .iter()
                .flat_map(|&course| self.problem.courses[course].patterns.iter())
                .filter(|&pattern| self.problem.patterns[pattern].periods.has(period))
                .map(|pattern| (pick(rng, 1 << 16) as u32, pattern))
                .collect();
            patterns.sort_unstable();
            while let Some((_, pattern)) = patterns.pop() {
                let course = self.problem.patterns[pattern].course;
                let most = if again { self.problem.courses[course].max_per_student } else { 1 };
                let fits = |&student: &StudentId| {
                    self.problem.may_hold(student, course)
                        && self.problem.students[student].attends.covers(self.problem.patterns[pattern].periods)
                        && self.seats_in(student, course) < most
                        && wants(self, student, course)
                };
                let students = self.unseated(period).filter(fits).count();
                if enough(self, pattern, students) && self.opened_soundly(course, pattern, rng) {
                    patterns.insert(0, (0, pattern));
                }
            }
        }
    }

    /// Care, period by period, the grade with most children without a seat first.
    fn open_care(&mut self, rng: &mut Rng) {
        for period in self.problem.calendar.periods.ids() {
            let care = &self.catalogue.by_kind[CourseKind::Care as usize];
            let mut patterns: Vec<PatternId> = care
                .iter()
                .flat_map(|&course| self.problem.courses[course].patterns.iter())
                .filter(|&pattern| self.problem.patterns[pattern].periods.has(period))
                .collect();
            while !patterns.is_empty() {
                let waiting: Vec<StudentId> = self.unseated(period).collect();
                let counts = patterns.iter().map(|&pattern| {
                    let course = self.problem.patterns[pattern].course;
                    (waiting.iter().filter(|&&student| self.problem.may_hold(student, course)).count(), pattern)
                });
                let Some((count, pattern)) = counts.max() else { break };
                let course = self.problem.patterns[pattern].course;
                let home = self.home_of_most(&waiting, course, pattern);
                if count == 0 || !self.soundly(|school| school.open_on(course, pattern, home, rng)) {
                    patterns.retain(|&other| other != pattern);
                }
            }
        }
    }

    /// Of the rooms free for a care course the home of most of these students.
    fn home_of_most(&self, students: &[StudentId], course: CourseId, pattern: PatternId) -> Option<RoomId> {
        let mut at_home: BTreeMap<RoomId, usize> = BTreeMap::new();
        for &student in students.iter().filter(|&&student| self.problem.may_hold(student, course)) {
            if let Some(home) = self.problem.classes[self.problem.students[student].class].home {
                *at_home.entry(home).or_default() += 1;
            }
        }
        let rooms = &self.problem.courses[course].rooms;
        let free = |&(room, _): &(&RoomId, &usize)| rooms.contains(room) && self.room_is_free(*room, pattern);
        at_home.iter().filter(free).max_by_key(|&(room, count)| (count, Reverse(room))).map(|(&room, _)| room)
    }

    /// Opens a section with staff and students, or leaves the plan as it is.
    fn opened_soundly(&mut self, course: CourseId, pattern: PatternId, rng: &mut Rng) -> bool {
        self.soundly(|school| school.open_on(course, pattern, None, rng))
    }

    /// Makes a change that succeeds and breaks no hard rule, or leaves the plan as it is.
    pub(super) fn soundly(&mut self, change: impl FnOnce(&mut Self) -> bool) -> bool {
        let hard = self.hard();
        self.wholly(|school| change(school) && school.hard() <= hard)
    }

    /// Makes a change that succeeds, or leaves the plan as it is.
    pub(super) fn wholly(&mut self, change: impl FnOnce(&mut Self) -> bool) -> bool {
        let mark = self.plan.mark();
        let done = change(self);
        if done {
            self.plan.keep(&mark);
        } else {
            self.plan.take_back(self.problem, &mark);
        }
        done
    }

    /// Opens this very section with students and assistants, or leaves the plan as it is.
    fn open_if_sound(&mut self, section: Section, rng: &mut Rng) -> bool {
        self.soundly(|school| {
            let section = school.plan.open(school.problem, section);
            if school.problem.courses[school.plan.section(section).course].kind.has_seats() {
                school.recruit(section, rng);
            }
            school.assist_fully(section, rng)
        })
    }
}
