//! One day's release as an assignment: groups, spots, and what they strain.

use crate::plan::{Departure, Plan};
use crate::problem::{DayId, GateId, Id, PeriodId, Problem, SectionId, Stage};
use crate::rules;
use std::collections::BTreeMap;

/// A gate and a wave. Without gates every spot is at gate 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// Position of the gate.
    pub gate: u32,
    /// The wave, from 0.
    pub wave: u32,
}

/// What spots cost, compared in this order; less is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Strain {
    /// Student-minutes of `late_waves`.
    pub late: i64,
    /// Ten times the weighted cost of `wave_wait` (before it is rounded), `wave_gate` and `siblings`.
    pub tenths: i64,
}

impl std::ops::AddAssign for Strain {
    fn add_assign(&mut self, other: Self) {
        self.late += other.late;
        self.tenths += other.tenths;
    }
}

/// The leavers of one section after one period.
#[derive(Debug, Clone)]
pub struct Group {
    /// The section.
    pub section: SectionId,
    /// The period.
    pub period: PeriodId,
    /// How many leave.
    pub size: i64,
    /// Slot of wave 0, counted from the day's first.
    pub base: u32,
    /// Leavers whom `late_waves` binds × minutes of a wave.
    pub late: i64,
    /// Tenths that one wave costs.
    pub wait: i64,
    /// Tenths of leaving, by gate.
    pub astray: Vec<i64>,
    /// Where the plan has it now, if it names exactly one wave.
    pub present: Option<Spot>,
}

impl Group {
    /// The slot of a spot: gate, and time counted from the day's first slot.
    pub fn slot(&self, spot: Spot) -> (u32, u32) {
        (spot.gate, self.base + spot.wave)
    }

    /// A spot as the group's departure.
    pub(super) fn departure(&self, problem: &Problem, spot: Spot) -> Departure {
        let gate = (!problem.gates.is_empty()).then(|| GateId::at(spot.gate as usize));
        Departure { period: self.period, gate, wave: spot.wave }
    }
}

/// Groups of one end time that families share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tie {
    /// Positions of at least two groups, ascending.
    pub groups: Vec<u32>,
    /// Families with children in exactly these groups.
    pub families: i64,
}

/// The release of one day.
#[derive(Debug, Clone)]
pub struct Day {
    /// Groups by section, then period.
    pub groups: Vec<Group>,
    /// What families tie together.
    pub ties: Vec<Tie>,
    /// Positions in `ties`, by group.
    pub ties_of: Vec<Vec<u32>>,
    /// Most leavers of two or more groups in a slot, by gate; one boundless gate for a school without gates.
    pub per_wave: Vec<i64>,
    /// First late wave.
    pub max_waves: u32,
    /// Tenths that a family costs per wave between its children.
    pub apart: i64,
    /// Tenths that a family costs per gate beyond the first.
    pub gates_apart: i64,
}

impl Day {
    /// The groups that leave on a day by the seats of the plan.
    pub fn of(problem: &Problem, plan: &Plan, day: DayId) -> Self {
        let policy = &problem.policy;
        let weight = |rule| policy.weights[rules::position(rule)];
        let minutes = i64::from(policy.wave_minutes);
        let gates = problem.gates.len();
        let mut groups = Vec::new();
        let mut shared: BTreeMap<(u32, u32), Vec<u32>> = BTreeMap::new();
        for leavers in plan.leavers(problem, day) {
            let end = problem.calendar.periods[leavers.period].end;
            let mut group = Group {
                section: leavers.section,
                period: leavers.period,
                size: 0,
                base: end / policy.wave_minutes,
                late: 0,
                wait: 0,
                astray: vec![0; gates.max(1)],
                present: present(plan, leavers.section, leavers.departure, gates),
            };
            for student in leavers.students {
                let grade = &problem.grades[problem.grade_of(student)];
                let who = &problem.students[student];
                group.size += 1;
                group.late += if who.owed_early_wave { minutes } else { 0 };
                group.wait += if grade.stage == Stage::PrimaryLower { 2 } else { 1 } * minutes * weight("wave_wait");
                if let Some(own) = grade.gate {
                    let others = group.astray.iter_mut().enumerate().filter(|(gate, _)| *gate != own.ix());
                    others.for_each(|(_, tenths)| *tenths += 10 * weight("wave_gate"));
                }
                if let Some(family) = who.family {
                    shared.entry((end, family.0)).or_default().push(groups.len() as u32);
                }
            }
            groups.push(group);
        }
        let first = groups.iter().map(|group| group.base).min().unwrap_or(0);
        groups.iter_mut().for_each(|group| group.base -= first);
        let mut families: BTreeMap<Vec<u32>, i64> = BTreeMap::new();
        for mut together in shared.into_values() {
            together.sort_unstable();
            together.dedup();
            if together.len() > 1 {
                *families.entry(together).or_default() += 1;
            }
        }
        let ties: Vec<Tie> = families.into_iter().map(|(groups, families)| Tie { groups, families }).collect();
        let mut ties_of = vec![Vec::new(); groups.len()];
        for (ix, tie) in ties.iter().enumerate() {
            tie.groups.iter().for_each(|&group| ties_of[group as usize].push(ix as u32));
        }
        let per_wave = problem.gates.rows().iter().map(|gate| i64::from(gate.per_wave));
        Self {
            groups,
            ties,
            ties_of,
            per_wave: if gates == 0 { vec![i64::MAX] } else { per_wave.collect() },
            max_waves: policy.max_waves,
            apart: 10 * weight("siblings") * minutes,
            gates_apart: 50 * weight("siblings"),
        }
    }

    /// What a group strains by itself in a spot.
    pub fn alone(&self, group: &Group, spot: Spot) -> Strain {
        let late = (i64::from(spot.wave) + 1 - i64::from(self.max_waves)).max(0);
        Strain { late: group.late * late, tenths: group.wait * i64::from(spot.wave) + group.astray[spot.gate as usize] }
    }

    /// What a tie costs, in tenths.
    pub fn tied(&self, tie: &Tie, spots: &[Spot]) -> i64 {
        let (mut least, mut greatest, mut gates) = (u32::MAX, 0, 0_i64);
        for (rank, &group) in tie.groups.iter().enumerate() {
            let Spot { gate, wave } = spots[group as usize];
            (least, greatest) = (least.min(wave), greatest.max(wave));
            gates += i64::from(!tie.groups[..rank].iter().any(|&earlier| spots[earlier as usize].gate == gate));
        }
        tie.families * (i64::from(greatest - least) * self.apart + (gates - 1) * self.gates_apart)
    }

    /// What spots, one a group, strain.
    pub fn strain(&self, spots: &[Spot]) -> Strain {
        let mut sum = Strain::default();
        self.groups.iter().zip(spots).for_each(|(group, &spot)| sum += self.alone(group, spot));
        sum.tenths += self.ties.iter().map(|tie| self.tied(tie, spots)).sum::<i64>();
        sum
    }

    /// Whether no slot lets too many through.
    pub fn fits(&self, spots: &[Spot]) -> bool {
        let mut slots: BTreeMap<(u32, u32), (i64, u32)> = BTreeMap::new();
        for (group, spot) in self.groups.iter().zip(spots) {
            let slot = slots.entry(group.slot(*spot)).or_default();
            *slot = (slot.0 + group.size, slot.1 + 1);
        }
        slots.iter().all(|(&(gate, _), &(leavers, groups))| groups < 2 || leavers <= self.per_wave[gate as usize])
    }

    /// The plan's own spots, if every group has one and no slot lets too many through.
    pub fn present(&self) -> Option<Vec<Spot>> {
        let spots: Option<Vec<Spot>> = self.groups.iter().map(|group| group.present).collect();
        spots.filter(|spots| self.fits(spots))
    }

    /// A feasible release: dear groups first, each in the cheapest spot that is left.
    pub fn greedy(&self) -> Vec<Spot> {
        let mut order: Vec<usize> = (0..self.groups.len()).collect();
        order.sort_by_key(|&ix| (std::cmp::Reverse(self.groups[ix].wait), ix));
        let mut slots: BTreeMap<(u32, u32), i64> = BTreeMap::new();
        let mut spots = vec![Spot { gate: 0, wave: 0 }; self.groups.len()];
        for ix in order {
            let group = &self.groups[ix];
            let free = |gate: u32| {
                (0..).map(move |wave| Spot { gate, wave }).find(|spot| {
                    let taken = slots.get(&group.slot(*spot)).copied();
                    taken.is_none_or(|leavers| leavers.saturating_add(group.size) <= self.per_wave[gate as usize])
                })
            };
            let cheapest = (0..self.per_wave.len() as u32).filter_map(free).min_by_key(|&spot| self.alone(group, spot));
            spots[ix] = cheapest.expect("a later slot is empty");
            *slots.entry(group.slot(spots[ix])).or_default() += group.size;
        }
        spots
    }
}

/// The one departure that a section names after a period, as a spot.
fn present(plan: &Plan, section: SectionId, departure: Option<Departure>, gates: usize) -> Option<Spot> {
    let Departure { period, gate, wave } = departure?;
    let named = plan.section(section).departures.iter().filter(|departure| departure.period == period);
    let gate = match gate {
        Some(gate) => gate.0,
        None if gates == 0 => 0,
        None => return None,
    };
    (named.count() == 1).then_some(Spot { gate, wave })
}
