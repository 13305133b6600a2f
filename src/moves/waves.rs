//! Moves of a released plan: `wave` and `swap_waves` lay groups of leavers elsewhere, `exchange` seats a child with
//! those who leave as it should. And what every move of a released plan ends with: a wave for each group it made.
//!
//! Whose group leaves when bears on `late_waves`, `wave_wait`, `wave_gate` and `siblings`; all are in the energy of a
//! released plan, so that seats and waves are bettered together.

use super::School;
use crate::plan::{Departure, Exit, Mark};
use crate::problem::{DayId, GateId, Id, PeriodId, SectionId, StudentId};
use crate::search::{Rng, once_in, pick};

/// Tries to find a second group of the same day.
const TRIES: usize = 8;
/// How seldom a child that leaves as it should is moved all the same: once in so many.
const CONTENT: u32 = 8;
/// Waves beyond the last that is not late which a move may choose.
const SPARE: u32 = 2;

/// Tries the move: a group takes a random spot, or that of a brother or sister of one of its leavers.
pub(super) fn wave(school: &mut School, rng: &mut Rng) -> bool {
    let Some((section, period)) = school.random_group(rng) else { return false };
    let siblings = school.siblings_of(section, period);
    let spot = if siblings.is_empty() || once_in(rng, 2) {
        let gates = school.problem.gates.len();
        let gate = (gates > 0).then(|| GateId::at(pick(rng, gates)));
        (gate, pick(rng, (school.problem.policy.max_waves.min(64) + SPARE) as usize) as u32)
    } else {
        siblings[pick(rng, siblings.len())]
    };
    school.goes(section, period, Some(spot))
}

/// Tries the move: two groups of a day exchange their slots.
pub(super) fn swap_waves(school: &mut School, rng: &mut Rng) -> bool {
    let Some((section, period)) = school.random_group(rng) else { return false };
    let day = school.problem.calendar.periods[period].day;
    let of_day = |&(_, period): &(SectionId, PeriodId)| school.problem.calendar.periods[period].day == day;
    let other = (0..TRIES).filter_map(|_| school.random_group(rng)).find(of_day);
    let Some((other, after)) = other.filter(|other| other.0 != section) else { return false };
    let (one, two) = (school.plan.section(section).departure(period), school.plan.section(other).departure(after));
    let (Some(one), Some(two)) = (one, two) else { return false };
    let (one_slot, two_slot) = (one.slot(school.problem), two.slot(school.problem));
    if (one_slot, one.gate) == (two_slot, two.gate) {
        return false;
    }
    let wave = |mine: i64, wave: u32, theirs: i64| u32::try_from(i64::from(wave) + theirs - mine).ok();
    let Some(wave_one) = wave(one_slot, one.wave, two_slot) else { return false };
    let Some(wave_two) = wave(two_slot, two.wave, one_slot) else { return false };
    school.goes(section, period, Some((two.gate, wave_one))) && school.goes(other, after, Some((one.gate, wave_two)))
}

/// Tries the move: a child changes places with another, or takes a free one, in a section of the same periods that its
/// grade's gate or a brother or sister leaves by.
pub(super) fn exchange(school: &mut School, rng: &mut Rng) -> bool {
    let Some(student) = school.random_student(rng) else { return false };
    let who = &school.problem.students[student];
    if who.leaves_after.is_empty() || !school.plan.released() {
        return false;
    }
    let at = pick(rng, who.leaves_after.len() as usize);
    let Some(period) = who.leaves_after.iter().nth(at) else { return false };
    let meets =
        |&section: &SectionId| school.problem.patterns[school.plan.section(section).pattern].periods.has(period);
    let Some(from) = school.plan.held(student).iter().copied().find(meets) else { return false };
    let Some(to) = school.better_place(student, from, period, rng) else { return false };
    let other = if school.seats_free(to) && once_in(rng, 2) { None } else { Some(school.partner(to, from, None, rng)) };
    if other == Some(None) {
        return false;
    }
    school.change_places(student, from, to, other.flatten());
    true
}

/// A gate, none at a school without, and a wave.
pub(super) type Spot = (Option<GateId>, u32);

impl School<'_> {
    /// A random section with leavers, and one of its periods that they leave after.
    fn random_group(&self, rng: &mut Rng) -> Option<(SectionId, PeriodId)> {
        let section = self.random_section(rng)?;
        let exits = &self.plan.section(section).exits;
        let exit = (!exits.is_empty()).then(|| &exits[pick(rng, exits.len())])?;
        (exit.leavers > 0 && self.plan.released()).then_some((section, exit.period))
    }

    /// Where the brothers and sisters of a group's leavers leave, if at the same time and from another section.
    fn siblings_of(&self, section: SectionId, period: PeriodId) -> Vec<Spot> {
        let leavers = self.plan.leavers_of(self.problem, self.plan.section(section), period);
        let siblings = leavers.flat_map(|student| self.siblings(student, period));
        siblings.filter(|other| other.1 != section).filter_map(|other| self.spot_of(other)).collect()
    }

    /// Lays the group of a section elsewhere, or takes its departure away. False if it is there already.
    pub(super) fn goes(&mut self, section: SectionId, period: PeriodId, spot: Option<Spot>) -> bool {
        let departures = &self.plan.section(section).departures;
        let now = departures.iter().find(|departure| departure.period == period);
        if now.map(|departure| (departure.gate, departure.wave)) == spot {
            return false;
        }
        let mut anew: Vec<Departure> =
            departures.iter().filter(|departure| departure.period != period).copied().collect();
        anew.extend(spot.map(|(gate, wave)| Departure { period, gate, wave }));
        self.work += 1;
        self.plan.depart(self.problem, section, anew);
        true
    }

    /// A section of the same periods for a child: one that leaves with a brother or sister, else one that leaves by the
    /// gate of the grade, else any.
    fn better_place(&self, student: StudentId, from: SectionId, period: PeriodId, rng: &mut Rng) -> Option<SectionId> {
        let grade = self.problem.grade_of(student);
        let own = self.problem.grades[grade].gate;
        let siblings = self.siblings(student, period);
        let with = if siblings.is_empty() { None } else { self.spot_of(siblings[pick(rng, siblings.len())]) };
        let here = self.plan.section(from).departure(period).map(|it| (it.gate, it.wave));
        let content = (with.is_none() || here == with) && (own.is_none() || here.is_some_and(|here| here.0 == own));
        if content && !once_in(rng, CONTENT) {
            return None;
        }
        let mut best: Option<(bool, bool, usize, SectionId)> = None;
        for section in self.alike(student, from, period) {
            let spot = self.plan.section(section).departure(period).map(|it| (it.gate, it.wave));
            let along = spot.is_some() && spot == with;
            let home = spot.is_some_and(|spot| own.is_none() || spot.0 == own);
            best = best.max(Some((along, home, pick(rng, 1 << 16), section)));
        }
        best.map(|(.., section)| section)
    }

    /// Gives every group that a move touched a departure, and brings brothers and sisters together again who came apart.
    pub(super) fn lay_waves(&mut self, rng: &mut Rng) {
        let Some(mark) = self.mark.filter(|_| self.plan.released()) else { return };
        self.lay_groups(&mark);
        if self.reunite(&mark, rng) {
            self.lay_groups(&mark);
        }
    }

    /// Gives every group touched since the mark one departure: where it is if its slot takes it, else the cheapest spot.
    /// Idle waves go.
    fn lay_groups(&mut self, mark: &Mark) {
        let mut touched: Vec<SectionId> = self.plan.changed_since(mark).collect();
        touched.retain(|&section| self.plan.is_open(section));
        touched.sort_unstable();
        touched.dedup();
        for section in touched {
            let idle = |&departure: &Departure| {
                let exits = &self.plan.section(section).exits;
                let leavers = exits.iter().any(|exit| exit.period == departure.period && exit.leavers > 0);
                (!leavers).then_some(departure.period)
            };
            let idle: Vec<PeriodId> = self.plan.section(section).departures.iter().filter_map(idle).collect();
            for period in idle {
                self.goes(section, period, None);
            }
            for at in 0..self.plan.section(section).exits.len() {
                let exit = &self.plan.section(section).exits[at];
                if exit.leavers > 0 && !self.stands(section, exit) {
                    let (period, spot) = (exit.period, self.cheapest_spot(section, exit));
                    self.goes(section, period, Some(spot));
                }
            }
        }
    }

    /// Whether a group has a departure in a slot that takes it.
    fn stands(&self, section: SectionId, exit: &Exit) -> bool {
        let Some(Departure { gate, wave, .. }) = self.plan.section(section).departure(exit.period) else {
            return false;
        };
        self.admits(section, exit, (gate, wave))
    }

    /// Whether a slot takes a group, which may be in it already.
    fn admits(&self, section: SectionId, exit: &Exit, (gate, wave): Spot) -> bool {
        let Some(gate) = gate else { return true };
        let day: DayId = self.problem.calendar.periods[exit.period].day;
        let slot = Departure { period: exit.period, gate: Some(gate), wave }.slot(self.problem);
        let here = self.plan.section(section).departure(exit.period);
        let inside = here.is_some_and(|here| here.gate == Some(gate) && here.wave == wave);
        let taken = self.plan.slots(gate, day).iter().find(|other| other.slot == slot);
        taken.is_none_or(|taken| {
            let own = if inside { exit.leavers } else { 0 };
            let alone = taken.groups == u32::from(inside);
            alone || taken.leavers - own + exit.leavers <= self.problem.gates[gate].per_wave
        })
    }

    /// The spot where a group costs least, siblings included, among those whose slot takes it.
    fn cheapest_spot(&self, section: SectionId, exit: &Exit) -> Spot {
        let siblings = self.siblings_of(section, exit.period);
        let gates: Vec<Option<GateId>> =
            if self.problem.gates.is_empty() { vec![None] } else { self.problem.gates.ids().map(Some).collect() };
        let policy = &self.problem.policy;
        let minutes = i64::from(policy.wave_minutes);
        let cost = |(gate, wave): Spot| {
            let late = (i64::from(wave) + 1 - i64::from(policy.max_waves)).max(0) * minutes;
            let own = gate.map_or(exit.gated, |gate| exit.by_gate[gate.ix()]);
            let apart = siblings
                .iter()
                .map(|&(by, then)| i64::from(wave.abs_diff(then)) * minutes + if by == gate { 0 } else { 5 });
            10 * self.prices.shortfall * late * i64::from(exit.punctual)
                + self.prices.wave_wait * i64::from(wave) * minutes * i64::from(exit.weight)
                + 10 * self.prices.wave_gate * i64::from(exit.gated - own)
                + 10 * self.prices.siblings * apart.sum::<i64>()
        };
        let mut best: Option<(i64, Spot)> = None;
        for gate in gates {
            let mut wave = 0;
            let mut found = false;
            while !found || wave < policy.max_waves.min(64) {
                if self.admits(section, exit, (gate, wave)) {
                    found = true;
                    let spot = (gate, wave);
                    best = best.into_iter().chain([(cost(spot), spot)]).min_by_key(|best| best.0);
                }
                wave += 1;
            }
        }
        best.map_or((None, 0), |(_, spot)| spot)
    }
}
