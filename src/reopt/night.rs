//! The nightly re-optimization: the closest good plan after the events since the last one.
//!
//! 1. *Keep*: the published sections and seats as far as they stand; sections that lost lead or room get others.
//! 2. *Ask*: every child who asked, lacks a seat or waits for a wish, in the order of the lottery, takes the best seats
//!    that are free.
//! 3. *Descend*: the moves of the search, each taken only if hard, then changes beyond the caps, then shortfall, then
//!    cost with `disruption` fall: whoever asked for nothing moves only where that repairs or gains more than it costs.
//! 4. *Restore*: every seat and duty that changed for someone who asked for nothing goes back where that costs nothing.
//! 5. *Waves* stay as they are where they can.
//!
//! Steps 1 to 4 are tried some times with random choices of their own, in parallel, and the best is kept. A fixed amount
//! of work a round: the same problem, seed and rounds give the same plan on every machine, for any number of threads.

use super::count::{Asked, Base, Caps, Counts};
use super::lottery;
use super::seats;
use super::waves::{self, Present};
use crate::clock::Watch;
use crate::format::{PlanFile, ProblemFile};
use crate::moves::{Catalogue, School};
use crate::plan::Plan;
use crate::problem::{CourseId, CourseKind, Id, PeriodSet, Problem, StudentId};
use crate::score::Score;
use crate::search::{Model, Rng, Selection};
use rand::SeedableRng;
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

/// Energy of an owed student-minute, where moves estimate.
const SHORTFALL_WEIGHT: i64 = 10;
/// Elementary changes of a round.
const ROUND_WORK: u64 = 20_000;
/// Rounds without a gain after which there is nothing more to find.
const PATIENCE: u64 = 6;
/// Descents from the same plan, at least. One alone gets stuck anywhere: on a school of 1,200 with a lead gone, six of
/// them moved from 25 to 108 families.
const DESCENTS: u64 = 12;
/// In a small school there are as many more as make up so many students together, at most so many in all: one in ten
/// schools of a dozen children moved three families too many with 12.
const DESCENT_STUDENTS: u64 = 600;
const MOST_DESCENTS: u64 = 48;

/// What a night is asked to do.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct Params {
    /// Most changes for those who asked for nothing.
    pub caps: Caps,
    /// Days of notice that they are owed.
    pub notice_days: u64,
    /// Days from now until the new plan is in force.
    pub days_ahead: u64,
    /// The published lottery seed; every other random choice draws from it too.
    pub seed: u64,
    /// Claims from last term: children with more come first in the lottery.
    pub credits: BTreeMap<String, u64>,
    /// Rounds of the descent at most.
    pub rounds: u64,
    /// Seconds after which no further round begins.
    pub seconds: Option<f64>,
    /// Only the descent of this number, as a replay asks for; all of them when none.
    #[serde(default)]
    pub descent: Option<u64>,
}

/// Something that binds: a cap, what it allows, and what the repair would take.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Block {
    /// `per_student`, `per_teacher`, `total` or `notice`.
    pub cap: String,
    /// What is allowed.
    pub allowed: u64,
    /// What the plan found without caps takes.
    pub needed: u64,
}

/// Why a child who asked for nothing lost a seat.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// Giving the seat back would cost this much more: hard, shortfall, cost.
    Gain(i64, i64, i64),
    /// The section is gone or meets at another time.
    Section,
    /// The section is full: the seat went to others whose gain is greater.
    Full,
}

/// What a night came to.
#[derive(Debug, Clone)]
pub struct Night {
    /// The plan; none when no plan keeps hard rules and caps: the published one stays in force.
    pub plan: Option<PlanFile>,
    /// The score of doing nothing.
    pub before: Score,
    /// The score of the plan found.
    pub after: Score,
    /// Changes for those who asked for nothing.
    pub counts: Counts,
    /// Caps that stand in the way, if any.
    pub blocked: Vec<Block>,
    /// Why each child who asked for nothing and lost a seat did.
    pub why: BTreeMap<String, Why>,
    /// Rounds of the descent that was kept: asked for again with its number, they give the same plan.
    pub rounds: u64,
    /// The number of the descent that was kept.
    pub descent: u64,
}

struct Attempt {
    plan: Plan,
    counts: Counts,
    excess: u64,
    rounds: u64,
    descent: u64,
    /// A move that would have gained was refused for a cap.
    refused: bool,
}

/// Re-optimizes. `problem` is that of `file` after all events, with the plan in force as `published`.
pub fn night(file: &ProblemFile, problem: &Problem, asked: &Asked, params: &Params, interrupt: &AtomicBool) -> Night {
    let none = PlanFile {
        format: crate::format::FORMAT.into(),
        sections: Vec::new(),
        seats: crate::format::Seats::default(),
        waves: Vec::new(),
        meta: serde_json::Value::Null,
    };
    let published = file.published.as_ref().unwrap_or(&none);
    let in_force = Plan::read(problem, published);
    let before = in_force.score(problem);
    let run = Run { problem, published, catalogue: Catalogue::new(problem), base: Base::new(problem, asked), params };
    let short_notice = params.days_ahead < params.notice_days;
    let caps =
        if short_notice { Caps { per_student: Some(0), per_teacher: Some(0), total: Some(0) } } else { params.caps };
    let mut attempt = run.best(&caps, interrupt);
    let score = attempt.plan.score(problem);
    let mut blocked = Vec::new();
    if caps != Caps::default() && (score.hard > 0 || attempt.excess > 0 || (attempt.refused && score.shortfall > 0)) {
        let free = run.best(&Caps::default(), interrupt);
        let better =
            (free.plan.score(problem).hard, free.plan.score(problem).shortfall) < (score.hard, score.shortfall);
        if better || attempt.excess > 0 {
            blocked = if short_notice {
                vec![Block { cap: "notice".into(), allowed: params.days_ahead, needed: params.notice_days }]
            } else {
                blocks(&caps, &free.counts)
            };
        }
    }
    run.release(&mut attempt.plan);
    let after = attempt.plan.score(problem);
    let usable = after.hard == 0 && attempt.excess == 0;
    Night {
        why: run.reasons(&attempt.plan),
        plan: usable.then(|| attempt.plan.write(problem)),
        before,
        after,
        counts: attempt.counts,
        blocked,
        rounds: attempt.rounds,
        descent: attempt.descent,
    }
}

/// The caps that counts are beyond.
fn blocks(caps: &Caps, counts: &Counts) -> Vec<Block> {
    let of = |name: &str, cap: Option<u64>, needed: u64| {
        cap.filter(|&cap| needed > cap).map(|allowed| Block { cap: name.into(), allowed, needed })
    };
    [
        of("per_student", caps.per_student, counts.per_student),
        of("per_teacher", caps.per_teacher, counts.per_teacher),
        of("total", caps.total, counts.total),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Compared in this order: hard, changes beyond the caps, shortfall, cost.
type Value = (i64, u64, i64, i64);

fn value(score: Score, excess: u64) -> Value {
    (score.hard, excess, score.shortfall, score.cost)
}

struct Run<'p> {
    problem: &'p Problem,
    published: &'p PlanFile,
    catalogue: Catalogue,
    base: Base,
    params: &'p Params,
}

impl Run<'_> {
    /// The best of the descents; of equals the one that moves fewer families, then the first.
    fn best(&self, caps: &Caps, interrupt: &AtomicBool) -> Attempt {
        let numbers: Vec<u64> = self.params.descent.map_or_else(|| (0..self.descents()).collect(), |one| vec![one]);
        let tried: Vec<Attempt> =
            numbers.into_par_iter().map(|descent| self.attempt(descent, caps, interrupt)).collect();
        let rank = |attempt: &Attempt| {
            (value(attempt.plan.score(self.problem), attempt.excess), attempt.counts.families, attempt.descent)
        };
        tried.into_iter().min_by_key(rank).expect("at least one descent")
    }

    fn descents(&self) -> u64 {
        let students = self.problem.students.len().max(1) as u64;
        (DESCENT_STUDENTS / students).clamp(DESCENTS, MOST_DESCENTS)
    }

    fn attempt(&self, descent: u64, caps: &Caps, interrupt: &AtomicBool) -> Attempt {
        let problem = self.problem;
        let mut rng = Rng::seed_from_u64(self.params.seed);
        rng.set_stream(descent);
        let mut school = School::new(problem, &self.catalogue, Plan::empty(problem), SHORTFALL_WEIGHT);
        school.adopt(self.published, &mut rng);
        let mut plan = school.into_plan();
        self.ask(&mut plan);
        let (mut plan, rounds, refused) = self.descend(plan, caps, &mut rng, interrupt);
        self.restore(&mut plan, caps);
        self.ask(&mut plan);
        let counts = self.base.count(problem, &plan);
        Attempt { excess: counts.excess(caps), plan, counts, rounds, descent, refused }
    }

    /// Children in the order of the lottery.
    fn by_lottery(&self) -> Vec<StudentId> {
        let mut students: Vec<StudentId> = self.problem.students.ids().collect();
        let key = |&student: &StudentId| {
            let name = &self.problem.students[student].name;
            let credit = self.params.credits.get(name).copied().unwrap_or(0);
            (Reverse(credit), lottery::number(self.params.seed, name), student)
        };
        students.sort_by_cached_key(key);
        students
    }

    fn lacks(&self, plan: &Plan, student: StudentId) -> bool {
        let who = &self.problem.students[student];
        let held = plan.held(student).iter().map(|&section| plan.section(section));
        let (mut seated, mut special) = (PeriodSet::EMPTY, 0);
        for row in held {
            let pattern = &self.problem.patterns[row.pattern];
            seated = seated.or(pattern.periods);
            special += if self.problem.courses[row.course].special { pattern.share_minutes } else { 0 };
        }
        seated != who.attends
            || special < who.special_owed
            || !super::desk::waiting(self.problem, plan, student).is_empty()
    }

    /// Those who asked, lack something or wait take the best free seats, in the order of the lottery.
    fn ask(&self, plan: &mut Plan) {
        for student in self.by_lottery() {
            if self.base.asked[student.ix()] || self.lacks(plan, student) {
                let mark = plan.mark();
                let lost = self.base.lost(self.problem, plan, student).len();
                seats::best(self.problem, &self.catalogue, plan, student);
                // Free seats are no reason to move a child who asked for nothing but what is owed or wished.
                if !self.base.asked[student.ix()] && self.base.lost(self.problem, plan, student).len() > lost {
                    plan.take_back(self.problem, &mark);
                }
                plan.keep(&mark);
            }
        }
    }

    fn descend(&self, plan: Plan, caps: &Caps, rng: &mut Rng, interrupt: &AtomicBool) -> (Plan, u64, bool) {
        let watch = Watch::start();
        let capped = *caps != Caps::default();
        let excess = |plan: &Plan| if capped { self.base.count(self.problem, plan).excess(caps) } else { 0 };
        let mut school = School::new(self.problem, &self.catalogue, plan, SHORTFALL_WEIGHT);
        let mut over = excess(school.plan());
        let mut best = school.value();
        let mut selection = Selection::even(school.kinds());
        let (mut rounds, mut idle, mut refused) = (0, 0, false);
        while rounds < self.params.rounds && idle < PATIENCE && !interrupt.load(Ordering::Relaxed) {
            if self.params.seconds.is_some_and(|seconds| watch.seconds() >= seconds) {
                break;
            }
            let end = school.work() + ROUND_WORK;
            let (mut tries, mut gained) = (0_u64, false);
            while school.work() < end && tries < 2 * ROUND_WORK {
                tries += 1;
                let kind = selection.draw(rng);
                let work = school.work();
                if !school.attempt(kind, rng) {
                    selection.note(kind, 0, school.work() - work);
                    continue;
                }
                let tried = school.value();
                // A move that mends the caps may cost: look at it even if the score rises.
                let hopeful = tried < best || (over > 0 && tried.hard <= best.hard);
                let beyond = if hopeful { excess(school.plan()) } else { over };
                if hopeful && value(tried, beyond) < value(best, over) {
                    school.keep();
                    selection.note(kind, 1, school.work() - work);
                    (best, over, gained) = (tried, beyond, true);
                } else {
                    refused |= tried < best && beyond > over;
                    school.take_back();
                    selection.note(kind, 0, school.work() - work);
                }
            }
            selection.adapt();
            rounds += 1;
            idle = if gained { 0 } else { idle + 1 };
        }
        (school.into_plan(), rounds, refused)
    }

    /// Gives seats and duties back to those who asked for nothing, where that costs nothing, until nothing is left to
    /// give back.
    fn restore(&self, plan: &mut Plan, caps: &Caps) {
        const PASSES: usize = 4;
        for _ in 0..PASSES {
            let mut changed = self.restore_staff(plan, caps);
            for student in self.by_lottery() {
                if !self.base.asked[student.ix()] && !self.base.lost(self.problem, plan, student).is_empty() {
                    changed |= self.give_back(plan, caps, student).is_none();
                }
            }
            if !changed {
                break;
            }
        }
    }

    fn excess(&self, plan: &Plan, caps: &Caps) -> u64 {
        if *caps == Caps::default() { 0 } else { self.base.count(self.problem, plan).excess(caps) }
    }

    fn restore_staff(&self, plan: &mut Plan, caps: &Caps) -> bool {
        let Some(published) = &self.problem.published else { return false };
        let mut changed = false;
        for (ix, given) in published.sections.iter().enumerate() {
            let Some(section) = plan.kept(ix) else { continue };
            if !plan.keeps_pattern(self.problem, ix, section) {
                continue;
            }
            let row = plan.section(section).clone();
            let mark = plan.mark();
            let before = value(plan.score(self.problem), self.excess(plan, caps));
            if given.room.is_some_and(|room| room != row.room) {
                plan.set_room(self.problem, section, given.room.flatten());
            }
            if given.lead.is_some_and(|lead| lead != row.lead) {
                if let Some(Some(lead)) = given.lead
                    && row.assistants.contains(&lead)
                {
                    plan.relieve(self.problem, section, lead);
                }
                plan.set_lead(self.problem, section, given.lead.flatten());
            }
            let same = row.room == plan.section(section).room && row.lead == plan.section(section).lead;
            if !same && value(plan.score(self.problem), self.excess(plan, caps)) <= before {
                changed = true;
            } else {
                plan.take_back(self.problem, &mark);
            }
            plan.keep(&mark);
        }
        changed
    }

    /// Gives a child the lost seats back where that costs nothing; else tells why not.
    fn give_back(&self, plan: &mut Plan, caps: &Caps, student: StudentId) -> Option<Why> {
        let before = value(plan.score(self.problem), self.excess(plan, caps));
        let lost = self.base.lost(self.problem, plan, student);
        let mark = plan.mark();
        let why = self.reseat(plan, student, &lost).err().or_else(|| {
            let after = value(plan.score(self.problem), self.excess(plan, caps));
            let fewer = self.base.lost(self.problem, plan, student).len() < lost.len();
            (after > before || !fewer).then(|| Why::Gain(after.0 - before.0, after.2 - before.2, after.3 - before.3))
        });
        if why.is_some() {
            plan.take_back(self.problem, &mark);
        }
        plan.keep(&mark);
        why
    }

    /// Seats the child in the published seats again, which push out what clashes with them; gaps are filled.
    fn reseat(&self, plan: &mut Plan, student: StudentId, lost: &[(CourseId, PeriodSet)]) -> Result<(), Why> {
        let name = &self.problem.students[student].name;
        let named = self.published.seats.0.iter().find(|(id, _)| id == name).map_or(&[][..], |(_, held)| held);
        for &(course, periods) in lost {
            let patterns = self.problem.courses[course].patterns.iter();
            let same = patterns.filter(|&pattern| self.problem.patterns[pattern].periods == periods);
            let mut sections: Vec<_> = same.flat_map(|pattern| plan.on_pattern(pattern).iter().copied()).collect();
            if sections.is_empty() {
                return Err(Why::Section);
            }
            let own = |section: &_| plan.section(*section).name.as_ref().is_some_and(|name| named.contains(name));
            sections.sort_by_key(|section| (!own(section), *section));
            let free = sections.iter().copied().find(|&section| seats::is_free(self.problem, plan, section));
            let Some(section) = free else { return Err(Why::Full) };
            let clashes = self.problem.calendar.clashes(periods);
            let pushed: Vec<_> = plan
                .held(student)
                .iter()
                .copied()
                .filter(|&held| {
                    let row = plan.section(held);
                    let club = self.problem.courses[course].kind == CourseKind::Club && row.course == course;
                    club || self.problem.patterns[row.pattern].periods.meets(clashes)
                })
                .collect();
            pushed.into_iter().for_each(|held| plan.unseat(self.problem, student, held));
            plan.seat(self.problem, student, section);
        }
        seats::fill_gaps(self.problem, &self.catalogue, plan, student);
        Ok(())
    }

    /// Lays the waves, those in force where they can stay.
    fn release(&self, plan: &mut Plan) {
        let by_name: BTreeMap<String, _> = plan
            .open_sections()
            .filter_map(|section| plan.section(section).name.clone().map(|name| (name, section)))
            .collect();
        let in_force = Plan::read(self.problem, self.published);
        let mut present = Present::new();
        for section in in_force.open_sections() {
            let row = in_force.section(section);
            if let Some(&now) = row.name.as_ref().and_then(|name| by_name.get(name)) {
                for departure in &row.departures {
                    present.entry((now, departure.period)).or_insert(*departure);
                }
            }
        }
        waves::settle_all(self.problem, plan, &present);
    }

    fn reasons(&self, plan: &Plan) -> BTreeMap<String, Why> {
        let mut plan = plan.clone();
        plan.recall(self.problem);
        let moved = self.problem.students.ids().filter(|student| !self.base.asked[student.ix()]);
        let moved: Vec<StudentId> =
            moved.filter(|&student| !self.base.lost(self.problem, &plan, student).is_empty()).collect();
        let reason = |student: StudentId| {
            let mut trial = plan.clone();
            let why = self.give_back(&mut trial, &Caps::default(), student);
            (self.problem.students[student].name.clone(), why.unwrap_or(Why::Gain(0, 0, 0)))
        };
        moved.into_iter().map(reason).collect()
    }
}
