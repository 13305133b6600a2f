//! The nightly re-optimization: the closest good plan after the events since the last one.
//!
//! 1. *Keep*: the published sections and seats as far as they stand; sections that lost lead or room get others.
//! 2. *Ask*: every child who asked, lacks a seat or waits for a wish, in the order of the lottery, takes the best seats
//!    that are free.
//! 3. *Descend*: the moves of the search, each taken only if hard, then changes beyond the caps, then shortfall, then
//!    cost with `disruption` fall: whoever asked for nothing moves only where that repairs or gains more than it costs.
//! 4. *Restore*: every seat and duty that changed for someone who asked for nothing goes back where that costs nothing.
//! 5. *Leap*, in a small school: a published section is put back whatever that costs, or the plan is kicked and cooled;
//!    then 3 and 4 again; kept if it is better, or as good with fewer families moved.
//! 6. *Waves* stay as they are where they can.
//!
//! Steps 1 to 5 are tried some times with random choices of their own, in parallel, and the best is kept; but where,
//! waves and all, steps 1, 2 and 6 alone or the plan in force are better, that is the answer. A fixed amount
//! of work a round: the same problem, seed and rounds give the same plan on every machine, for any number of threads.

use super::count::{Asked, Base, Caps, Counts};
use super::lottery;
use super::seats;
use super::waves::{self, Present};
use crate::clock::Watch;
use crate::format::{PlanFile, ProblemFile};
use crate::moves::{Catalogue, LEAP_HEAT, LEAP_STUDENTS, School};
use crate::plan::Plan;
use crate::problem::{CourseId, CourseKind, Id, PeriodSet, Problem, StudentId};
use crate::rules::RULES;
use crate::score::Score;
use crate::search::{Acceptance, Cooling, Limit, Model, Rng, Selection, Stop, once_in};
use rand::SeedableRng;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

/// Energy of an owed student-minute, where moves estimate.
const SHORTFALL_WEIGHT: i64 = 10;
/// Elementary changes of a round at most, of a leap's cooling and of each round after it, and for each student.
const ROUND_WORK: u64 = 20_000;
const LEAP_WORK: u64 = 5_000;
const STUDENT_WORK: u64 = 250;
/// Rounds without a gain after which there is nothing more to find: of a descent, and of one that mends a leap.
const PATIENCE: u64 = 6;
const LEAP_PATIENCE: u64 = 1;
/// Leaps without a gain after which there are no more.
const IDLE_LEAPS: u64 = 24;
/// Temperatures of a leap.
const LEAP_STAIRS: u64 = 4;
/// Attempts from the same plan. One alone gets stuck anywhere: on a school of 1,200 with a lead gone, six of
/// them moved from 25 to 108 families.
const ATTEMPTS: u64 = 12;

/// Rounds of an attempt that are enough, unless someone asks for others.
pub const ROUNDS: u64 = 48;

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
    /// Rounds of the first descent and leaps after it, together, at most.
    pub rounds: u64,
    /// Seconds after which no further round begins.
    pub seconds: Option<f64>,
    /// Only the attempt of this number, as a replay asks for; all of them when none.
    #[serde(default)]
    pub attempt: Option<u64>,
}

/// Something that binds: a cap, what it allows, and what the repair would take.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Block {
    /// `per_student`, `per_teacher`, `total` or `notice`.
    pub cap: String,
    /// What is allowed.
    pub allowed: u64,
    /// What a plan takes that repairs whatever can be repaired, and then keeps to the caps as far as it may.
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
    /// Rounds of the attempt that was kept: asked for again with its number, they give the same plan.
    pub rounds: u64,
    /// The number of the attempt that was kept.
    pub attempt: u64,
}

struct Attempt {
    plan: Plan,
    counts: Counts,
    excess: u64,
}

/// What one attempt goes by, and how far it is.
struct Pace<'r> {
    order: CapOrder,
    watch: Watch,
    interrupt: &'r AtomicBool,
    rng: Rng,
    /// Rounds of the first descent, and leaps.
    rounds: u64,
    leaping: bool,
    /// A move that would have gained was refused for a cap.
    refused: bool,
}

/// The attempt that was kept: its number, what it came to, and how.
struct Best {
    number: u64,
    attempt: Attempt,
    rounds: u64,
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
    let run = Run::new(problem, published, asked, params);
    let short_notice = params.days_ahead < params.notice_days;
    let caps =
        if short_notice { Caps { per_student: Some(0), per_teacher: Some(0), total: Some(0) } } else { params.caps };
    let order = CapOrder { caps, first: true };
    let Best { number, mut attempt, rounds, refused } = run.best(order, interrupt);
    let score = attempt.plan.score(problem);
    let mut blocked = Vec::new();
    if caps != Caps::default() && (score.hard > 0 || attempt.excess > 0 || (refused && score.shortfall > 0)) {
        let free = run.best(CapOrder { caps, first: false }, interrupt).attempt;
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
    run.release(&mut attempt.plan, &in_force);
    // Waves may cost more than a search that does not see them gained.
    let mut answered = run.answered(&mut Rng::seed_from_u64(params.seed));
    run.release(&mut answered, &in_force);
    for plan in [answered, in_force] {
        let other = run.counted(plan, order);
        if run.rank(&other, order) < run.rank(&attempt, order) {
            attempt = other;
        }
    }
    let after = attempt.plan.score(problem);
    let usable = after.hard == 0 && attempt.excess == 0;
    Night {
        why: run.reasons(&attempt.plan),
        plan: usable.then(|| attempt.plan.write(problem)),
        before,
        after,
        counts: attempt.counts,
        blocked,
        rounds,
        attempt: number,
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

/// The caps, and whether they come before the shortfall or after it.
#[derive(Debug, Clone, Copy)]
struct CapOrder {
    caps: Caps,
    first: bool,
}

/// Compared in this order: hard, changes beyond the caps and shortfall (or the other way round), cost.
type Value = (i64, i64, i64, i64);

impl CapOrder {
    const NONE: Self = Self { caps: Caps { per_student: None, per_teacher: None, total: None }, first: true };

    fn value(self, score: Score, excess: u64) -> Value {
        let excess = excess as i64;
        let (second, third) = if self.first { (excess, score.shortfall) } else { (score.shortfall, excess) };
        (score.hard, second, third, score.cost)
    }

    /// Whether a move may mend a plan that is beyond the caps, though it costs.
    fn may_mend(self, tried: Score, best: Score) -> bool {
        tried.hard <= best.hard && (self.first || tried.shortfall <= best.shortfall)
    }
}

struct Run<'p> {
    problem: &'p Problem,
    published: &'p PlanFile,
    catalogue: Catalogue,
    base: Base,
    params: &'p Params,
    /// Children in the order of claim and lottery.
    by_lottery: Vec<StudentId>,
    /// The rules that count what is changed.
    disruption: Vec<usize>,
    acceptance: Acceptance,
}

impl<'p> Run<'p> {
    fn new(problem: &'p Problem, published: &'p PlanFile, asked: &Asked, params: &'p Params) -> Self {
        let is_disruption = |&ix: &usize| RULES[ix].name.starts_with("disruption.");
        Self {
            problem,
            published,
            catalogue: Catalogue::new(problem),
            base: Base::new(problem, asked),
            params,
            by_lottery: lottery::order(problem, params.seed, &params.credits),
            disruption: (0..RULES.len()).filter(is_disruption).collect(),
            acceptance: Acceptance::default(),
        }
    }

    /// The best of the attempts; of equals the first.
    fn best(&self, order: CapOrder, interrupt: &AtomicBool) -> Best {
        let numbers: Vec<u64> = self.params.attempt.map_or_else(|| (0..ATTEMPTS).collect(), |one| vec![one]);
        let watch = Watch::start();
        let tried: Vec<Best> = numbers
            .into_par_iter()
            .map(|number| {
                let mut rng = Rng::seed_from_u64(self.params.seed);
                rng.set_stream(number);
                let mut pace = Pace { order, watch, interrupt, rng, rounds: 0, leaping: false, refused: false };
                let attempt = self.attempt(&mut pace);
                Best { number, attempt, rounds: pace.rounds, refused: pace.refused }
            })
            .collect();
        let rank = |best: &Best| (self.rank(&best.attempt, order), best.number);
        tried.into_iter().min_by_key(rank).expect("at least one attempt")
    }

    /// By value, then by families moved.
    fn rank(&self, attempt: &Attempt, order: CapOrder) -> (Value, u64) {
        (order.value(attempt.plan.score(self.problem), attempt.excess), attempt.counts.families)
    }

    fn attempt(&self, pace: &mut Pace) -> Attempt {
        let plan = self.answered(&mut pace.rng);
        let mut best = self.settled(plan, PATIENCE, pace);
        if self.problem.students.len() > LEAP_STUDENTS {
            return best;
        }
        pace.leaping = true;
        let mut idle = 0;
        while idle < IDLE_LEAPS && self.goes_on(pace) {
            pace.rounds += 1;
            let tried = self.settled(self.leapt(best.plan.clone(), pace), LEAP_PATIENCE, pace);
            idle += 1;
            if self.rank(&tried, pace.order) < self.rank(&best, pace.order) {
                (best, idle) = (tried, 0);
            }
        }
        best
    }

    /// The published plan as far as it stands, with free seats for those who asked, lack something or wait.
    fn answered(&self, rng: &mut Rng) -> Plan {
        let mut school = self.school(Plan::empty(self.problem));
        school.adopt(self.published, rng);
        let mut plan = school.into_plan();
        self.ask(&mut plan);
        plan
    }

    /// A plan with what it changes.
    fn counted(&self, plan: Plan, order: CapOrder) -> Attempt {
        let counts = self.base.count(self.problem, &plan);
        Attempt { excess: counts.excess(&order.caps), plan, counts }
    }

    fn school(&self, plan: Plan) -> School<'_> {
        School::new(self.problem, &self.catalogue, plan, SHORTFALL_WEIGHT)
    }

    fn round_work(&self, pace: &Pace) -> u64 {
        let most = if pace.leaping { LEAP_WORK } else { ROUND_WORK };
        most.min(STUDENT_WORK * self.problem.students.len() as u64)
    }

    fn goes_on(&self, pace: &Pace) -> bool {
        pace.rounds < self.params.rounds
            && !pace.interrupt.load(Ordering::Relaxed)
            && self.params.seconds.is_none_or(|seconds| pace.watch.seconds() < seconds)
    }

    /// A plan after a great change: something put back as it was, or a kick and a brief cooling.
    fn leapt(&self, plan: Plan, pace: &mut Pace) -> Plan {
        let mut school = self.school(plan);
        if once_in(&mut pace.rng, 2) && school.put_back(&mut pace.rng) {
            return school.into_plan();
        }
        school.kick(&mut pace.rng);
        let stop = Stop::new(pace.watch, Limit::Rounds(u64::MAX), pace.interrupt);
        let cooling = Cooling { work: self.round_work(pace), heat: LEAP_HEAT, stairs: LEAP_STAIRS };
        let mut selection = Selection::even(school.kinds());
        cooling.run(&mut school, &mut selection, &self.acceptance, &mut pace.rng, &stop);
        school.into_plan()
    }

    /// A plan after its descent, with all given back that may be.
    fn settled(&self, plan: Plan, patience: u64, pace: &mut Pace) -> Attempt {
        let mut plan = self.descend(plan, patience, pace);
        self.restore(&mut plan, pace.order);
        self.ask(&mut plan);
        self.counted(plan, pace.order)
    }

    fn lacks(&self, plan: &Plan, student: StudentId) -> bool {
        let who = &self.problem.students[student];
        let periods = |&section: &_| self.problem.patterns[plan.section(section).pattern].periods;
        let seated = plan.held(student).iter().map(periods).fold(PeriodSet::EMPTY, PeriodSet::or);
        seated != who.attends
            || plan.special_minutes(self.problem, student) < who.special_owed
            || !super::desk::waiting(self.problem, plan, student).is_empty()
    }

    /// Those who asked, lack something or wait take the best free seats, in the order of the lottery.
    fn ask(&self, plan: &mut Plan) {
        for &student in &self.by_lottery {
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

    fn descend(&self, plan: Plan, patience: u64, pace: &mut Pace) -> Plan {
        let order = pace.order;
        let mut school = self.school(plan);
        let mut over = self.excess(school.plan(), order);
        let changed = |plan: &Plan| self.disruption.iter().map(|&rule| plan.tally().value(rule)).sum::<i64>();
        let (mut best, mut present) = (school.value(), changed(school.plan()));
        let mut selection = Selection::even(school.kinds());
        let mut idle = 0;
        while idle < patience && (pace.leaping || self.goes_on(pace)) {
            let end = school.work() + self.round_work(pace);
            let (mut tries, mut gained) = (0_u64, false);
            while school.work() < end && tries < 2 * ROUND_WORK {
                tries += 1;
                let kind = selection.draw(&mut pace.rng);
                let work = school.work();
                if !school.attempt(kind, &mut pace.rng) {
                    selection.note(kind, 0, school.work() - work);
                    continue;
                }
                let tried = school.value();
                // To count is dear: only where the score falls, or less is changed of a plan beyond the caps.
                let fewer = over > 0 && changed(school.plan()) < present && order.may_mend(tried, best);
                let hopeful = tried < best || fewer;
                let beyond = if hopeful { self.excess(school.plan(), order) } else { over };
                if hopeful && order.value(tried, beyond) < order.value(best, over) {
                    school.keep();
                    selection.note(kind, 1, school.work() - work);
                    (best, over, present, gained) = (tried, beyond, changed(school.plan()), true);
                } else {
                    pace.refused |= tried < best && beyond > over;
                    school.take_back();
                    selection.note(kind, 0, school.work() - work);
                }
            }
            selection.adapt();
            pace.rounds += u64::from(!pace.leaping);
            idle = if gained { 0 } else { idle + 1 };
        }
        school.into_plan()
    }

    /// Gives seats and duties back to those who asked for nothing, where that costs nothing, until nothing is left to
    /// give back.
    fn restore(&self, plan: &mut Plan, order: CapOrder) {
        const PASSES: usize = 4;
        for _ in 0..PASSES {
            let mut changed = self.restore_staff(plan, order);
            for &student in &self.by_lottery {
                if !self.base.asked[student.ix()] && !self.base.lost(self.problem, plan, student).is_empty() {
                    changed |= self.give_back(plan, order, student).is_none();
                }
            }
            if !changed {
                break;
            }
        }
    }

    fn value(&self, plan: &Plan, order: CapOrder) -> Value {
        order.value(plan.score(self.problem), self.excess(plan, order))
    }

    fn excess(&self, plan: &Plan, order: CapOrder) -> u64 {
        if order.caps == Caps::default() { 0 } else { self.base.count(self.problem, plan).excess(&order.caps) }
    }

    fn restore_staff(&self, plan: &mut Plan, order: CapOrder) -> bool {
        let Some(published) = &self.problem.published else { return false };
        let mut changed = false;
        for (ix, given) in published.sections.iter().enumerate() {
            let Some(section) = plan.kept(ix) else { continue };
            if !plan.keeps_pattern(self.problem, ix, section) {
                continue;
            }
            let row = plan.section(section).clone();
            let mark = plan.mark();
            let before = self.value(plan, order);
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
            if !same && self.value(plan, order) <= before {
                changed = true;
            } else {
                plan.take_back(self.problem, &mark);
            }
            plan.keep(&mark);
        }
        changed
    }

    /// Gives a child the lost seats back where that costs nothing; else tells why not.
    fn give_back(&self, plan: &mut Plan, order: CapOrder, student: StudentId) -> Option<Why> {
        let before = self.value(plan, order);
        let lost = self.base.lost(self.problem, plan, student);
        let mark = plan.mark();
        let why = self.reseat(plan, student, &lost).err().or_else(|| {
            let after = self.value(plan, order);
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
            let pattern = self.problem.pattern_of(course, periods);
            let mut sections = pattern.map_or_else(Vec::new, |pattern| plan.on_pattern(pattern).to_vec());
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
    fn release(&self, plan: &mut Plan, in_force: &Plan) {
        let by_name: BTreeMap<String, _> = plan
            .open_sections()
            .filter_map(|section| plan.section(section).name.clone().map(|name| (name, section)))
            .collect();
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
            let why = self.give_back(&mut trial, CapOrder::NONE, student);
            (self.problem.students[student].name.clone(), why.unwrap_or(Why::Gain(0, 0, 0)))
        };
        moved.into_iter().map(reason).collect()
    }
}
