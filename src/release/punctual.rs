//! Leaving in time: where no waves let everyone leave in time, children change sections with their waves. Those may who
//! leave after a section of one period, an open course or care, for another of that period in which they are owed and
//! hold no less.

use super::day::{Day, Group, Spot};
use crate::clock::Watch;
use crate::milp::adapter::Limits;
use crate::milp::punctual;
use crate::plan::{Departure, Plan};
use crate::problem::{CourseKind, DayId, PeriodId, Problem, SectionId, StudentId};
use crate::search::{Rng, once_in, pick};
use crate::seating::Place;
use rand::SeedableRng as _;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

/// Leavers who may be in the same groups.
#[derive(Debug, Clone)]
pub struct Movers {
    /// Groups they may be in, as positions in [`Day::groups`], ascending.
    pub to: Vec<usize>,
    /// Whether `late_waves` binds them.
    pub punctual: bool,
    /// Who they are, by the groups that they are in.
    pub children: BTreeMap<usize, Vec<StudentId>>,
}

impl Movers {
    /// How many are in a group.
    pub fn count(&self, group: usize) -> usize {
        self.children.get(&group).map_or(0, Vec::len)
    }
}

/// The leavers of a day who may change sections.
#[derive(Debug, Clone)]
pub struct Crowd {
    /// By the groups that they may be in.
    pub movers: Vec<Movers>,
    /// By group: fewest and most leavers.
    pub sizes: Vec<(i64, i64)>,
    /// By group: whether it may be without leavers too, and its section close.
    pub closes: Vec<bool>,
    /// Minutes of a wave.
    pub minutes: i64,
}

impl Crowd {
    fn of(problem: &Problem, plan: &Plan, day: &Day) -> Self {
        let sizes = |(group, place): (&Group, &Place)| {
            let others = i64::from(plan.section(group.section).size()) - group.size;
            ((i64::from(place.least) - others).max(1), i64::from(place.most) - others)
        };
        let closes = |(group, place): (&Group, &Place)| {
            !place.stays
                && is_short(problem, plan, group.section)
                && i64::from(plan.section(group.section).size()) == group.size
        };
        let places: Vec<Place> = day.groups.iter().map(|group| Place::of(problem, plan, group.section)).collect();
        let mut movers: BTreeMap<(Vec<usize>, bool), BTreeMap<usize, Vec<StudentId>>> = BTreeMap::new();
        for (from, group) in day.groups.iter().enumerate().filter(|(_, group)| is_short(problem, plan, group.section)) {
            for student in plan.leavers_of(problem, plan.section(group.section), group.period) {
                let may = |to: &usize| {
                    let other = &day.groups[*to];
                    *to == from || may_change(problem, plan, student, group.section, (other.section, other.period))
                };
                let to: Vec<usize> = (0..day.groups.len()).filter(may).collect();
                if to.len() > 1 {
                    let punctual = problem.students[student].owed_early_wave;
                    movers.entry((to, punctual)).or_default().entry(from).or_default().push(student);
                }
            }
        }
        let movers = movers.into_iter();
        Self {
            movers: movers.map(|((to, punctual), children)| Movers { to, punctual, children }).collect(),
            sizes: day.groups.iter().zip(&places).map(sizes).collect(),
            closes: day.groups.iter().zip(&places).map(closes).collect(),
            minutes: i64::from(problem.policy.wave_minutes),
        }
    }

    /// Those whom `late_waves` does not bind.
    fn patient(&self) -> impl Iterator<Item = &Movers> {
        self.movers.iter().filter(|movers| !movers.punctual)
    }

    /// Seats the children where they are to leave from; by movers: how many are then in each of the groups they may be in.
    /// As many as can stay where they are.
    fn change(&self, problem: &Problem, plan: &mut Plan, day: &Day, taken: &[Vec<usize>]) {
        for (movers, taken) in self.movers.iter().zip(taken) {
            let counts = || movers.to.iter().zip(taken);
            let mut leaving = Vec::new();
            for (&from, &stay) in counts() {
                let children = movers.children.get(&from).into_iter().flatten();
                leaving.extend(children.skip(stay).map(|&child| (child, from)));
            }
            let mut leaving = leaving.into_iter();
            for (&to, &taken) in counts() {
                for (child, from) in leaving.by_ref().take(taken.saturating_sub(movers.count(to))) {
                    plan.unseat(problem, child, day.groups[from].section);
                    plan.seat(problem, child, day.groups[to].section);
                }
            }
        }
        for (group, _) in day.groups.iter().zip(&self.closes).filter(|(_, closes)| **closes) {
            if plan.section(group.section).seats.is_empty() {
                plan.close(problem, group.section);
            }
        }
    }
}

/// Whether a section is an open course or care on one period.
fn is_short(problem: &Problem, plan: &Plan, section: SectionId) -> bool {
    let row = plan.section(section);
    let kind = problem.courses[row.course].kind;
    matches!(kind, CourseKind::Open | CourseKind::Care) && problem.patterns[row.pattern].periods.len() == 1
}

/// Whether a child may change from one section to another of the same period, and is owed and holds no less in it.
fn may_change(
    problem: &Problem,
    plan: &Plan,
    student: StudentId,
    from: SectionId,
    (to, period): (SectionId, PeriodId),
) -> bool {
    let who = &problem.students[student];
    let (mine, theirs) = (plan.section(from), plan.section(to));
    if !is_short(problem, plan, to) || !problem.patterns[mine.pattern].periods.has(period) {
        return false;
    }
    if mine.course == theirs.course {
        return true;
    }
    let (here, there) = (&problem.courses[mine.course], &problem.courses[theirs.course]);
    let holds = plan.held(student).iter().filter(|&&section| plan.section(section).course == theirs.course).count();
    let spared = if here.special && !there.special { problem.patterns[mine.pattern].share_minutes } else { 0 };
    let owes = who.category_owed.iter().any(|&(category, owed)| owed > 0 && here.category == Some(category));
    problem.may_hold(student, theirs.course)
        && !who.pinned_off.contains(&theirs.course)
        && !who.pinned_to.contains(&mine.course)
        && (there.kind == CourseKind::Care || holds < there.max_per_student as usize)
        && (spared == 0 || plan.special_minutes(problem, student) - spared >= who.special_owed)
        && (!owes || here.category == there.category)
}

/// Neighbourhoods in a row without a minute gained, after which a day is left.
const IDLE: usize = 40;
/// Slots whose groups may exchange spots, and the neighbourhoods in vain after which there is one more.
const SLOTS: usize = 4;
const WIDER: usize = 6;
/// Groups that a neighbourhood may make leave late.
const REFUGES: usize = 6;
/// Seconds of a MILP at most, since all wait for the longest of those solved at once.
const MILP_SECONDS: f64 = 3.0;
/// Neighbourhoods at once, of which the best is taken, when the stop is a number of steps: fixed, so that threads do not
/// matter.
const STEP_MILPS: usize = 4;

/// Lets more children leave in time on each day on which a released plan has someone leave late, by MILPs over
/// neighbourhoods (Shaw, CP 1998): first every group keeps its spot, then those of a few slots and those that leave late
/// may exchange theirs. Kept where the plan is better. `limits` are for the whole in seconds, for each MILP in nodes; an
/// interrupt ends it after the MILP at hand.
pub fn hasten(problem: &Problem, plan: &mut Plan, seed: u64, limits: &Limits, interrupt: &AtomicBool) {
    let watch = Watch::start();
    let mut rng = Rng::seed_from_u64(seed);
    let at_once = if limits.nodes.is_some() { STEP_MILPS } else { rayon::current_num_threads() };
    let at_most = if limits.nodes.is_some() { f64::INFINITY } else { MILP_SECONDS };
    for id in problem.calendar.days.ids() {
        let mut day = Day::of(problem, plan, id);
        let late = |day: &Day| day.present().filter(|spots| day.strain(spots).late > 0);
        let Some(mut spots) = late(&day) else { continue };
        let mut changed = plan.clone();
        let mut crowd = Crowd::of(problem, &changed, &day);
        let mut idle = 0;
        while idle < IDLE && watch.seconds() < limits.seconds && !interrupt.load(Ordering::Relaxed) {
            let near: Vec<Near> = match idle {
                0 => vec![Near::all(&day)],
                _ => (0..at_once).map(|_| Near::some(&day, &crowd, &spots, SLOTS + idle / WIDER, &mut rng)).collect(),
            };
            let solved = |near: &Near| {
                let left = Limits { seconds: (limits.seconds - watch.seconds()).min(at_most), ..*limits };
                punctual::solve(&day, &crowd, near, &spots, &left)
            };
            let found: Vec<_> = near.par_iter().filter_map(solved).collect();
            let Some(found) = found.into_iter().min_by_key(|found| found.late) else {
                idle += near.len();
                continue;
            };
            crowd.change(problem, &mut changed, &day, &found.taken);
            depart(problem, &mut changed, id, &day, &found.spots);
            day = Day::of(problem, &changed, id);
            let Some(still) = late(&day) else { break };
            (spots, idle) = (still, 0);
            crowd = Crowd::of(problem, &changed, &day);
        }
        if changed.score(problem) < plan.score(problem) {
            *plan = changed;
        }
    }
}

/// What may change at once.
#[derive(Debug, Clone)]
pub struct Near {
    /// By group: spots beside its own that it may take.
    pub spots: Vec<Vec<Spot>>,
    /// By group: whether children may change to it and from it.
    pub changes: Vec<bool>,
}

impl Near {
    /// All children, no spots.
    fn all(day: &Day) -> Self {
        Self { spots: vec![Vec::new(); day.groups.len()], changes: vec![true; day.groups.len()] }
    }

    /// So many slots that groups of the same periods as late ones leave in, and the late waves: their groups may exchange
    /// spots. Either children may change among these groups, those of slots with room and those with patient children;
    /// or, with half the slots, all children may, and refuges leave late.
    fn some(day: &Day, crowd: &Crowd, spots: &[Spot], slots: usize, rng: &mut Rng) -> Self {
        let slot = |group: usize, spot: Spot| day.groups[group].slot(spot);
        let mut leavers: BTreeMap<(u32, u32), i64> = BTreeMap::new();
        for (group, &spot) in spots.iter().enumerate() {
            *leavers.entry(slot(group, spot)).or_default() += day.groups[group].size;
        }
        let refuges = if once_in(rng, 2) { refuges(day, crowd, spots, rng) } else { Vec::new() };
        let slots = if refuges.is_empty() { slots } else { slots / 2 };
        let is_late = |group: usize| day.alone(&day.groups[group], spots[group]).late > 0;
        let late: Vec<usize> = (0..spots.len()).filter(|&group| is_late(group)).collect();
        let rivals = |group: &usize| late.iter().any(|&late| day.groups[late].period == day.groups[*group].period);
        let mut chosen: Vec<(u32, u32)> =
            (0..spots.len()).filter(rivals).map(|group| slot(group, spots[group])).collect();
        chosen.sort_unstable();
        chosen.dedup();
        while chosen.len() > slots {
            chosen.swap_remove(pick(rng, chosen.len()));
        }
        let latest = spots.iter().map(|spot| spot.wave).max().unwrap_or(0).max(day.max_waves);
        let is_near = |group: usize, spot: Spot| spot.wave >= day.max_waves || chosen.contains(&slot(group, spot));
        let all = (0..day.per_wave.len() as u32).flat_map(|gate| (0..=latest).map(move |wave| Spot { gate, wave }));
        let patient: Vec<usize> = crowd.patient().flat_map(|movers| movers.children.keys().copied()).collect();
        let of = |(group, &now): (usize, &Spot)| {
            let waits = |spot: Spot| spot.wave >= day.max_waves && refuges.contains(&group);
            let may = |spot: Spot| waits(spot) || (is_near(group, now) && is_near(group, spot));
            let others = all.clone().filter(|&spot| spot != now && may(spot));
            let at = slot(group, now);
            let has_room = leavers[&at] < day.per_wave[at.0 as usize];
            let changes = !refuges.is_empty() || is_near(group, now) || has_room || patient.contains(&group);
            (others.collect(), changes)
        };
        let (spots, changes) = spots.iter().enumerate().map(of).unzip();
        Self { spots, changes }
    }
}

/// Some groups that leave in time, in which patient children who leave in time may be: once such a group leaves late with
/// them alone, their places are left to others.
fn refuges(day: &Day, crowd: &Crowd, spots: &[Spot], rng: &mut Rng) -> Vec<usize> {
    let in_time = |group: &usize| spots[*group].wave < day.max_waves;
    let waiting = crowd.patient().filter(|movers| movers.children.keys().any(in_time));
    let mut refuges: Vec<usize> = waiting.flat_map(|movers| movers.to.iter().copied()).filter(in_time).collect();
    refuges.sort_unstable();
    refuges.dedup();
    while refuges.len() > REFUGES {
        refuges.swap_remove(pick(rng, refuges.len()));
    }
    refuges
}

/// Lays the spots of the groups of a day.
fn depart(problem: &Problem, plan: &mut Plan, id: DayId, day: &Day, spots: &[Spot]) {
    let today = problem.calendar.days[id].periods;
    let mut departures: BTreeMap<SectionId, Vec<Departure>> = BTreeMap::new();
    for (group, spot) in day.groups.iter().zip(spots).filter(|(group, _)| plan.is_open(group.section)) {
        departures.entry(group.section).or_default().push(group.departure(problem, *spot));
    }
    for (section, mut anew) in departures {
        let others = plan.section(section).departures.iter().filter(|departure| !today.has(departure.period));
        anew.extend(others);
        plan.depart(problem, section, anew);
    }
}
