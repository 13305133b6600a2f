//! Simulated annealing over the spots of one day (Kirkpatrick et al. 1983), then descent.
//!
//! A move takes a group to another spot or swaps two groups; only moves that let no slot overflow are tried. The walk
//! weighs a late student-minute as [`LATE`] tenths; the best is kept, and the descent led, by [`Strain`] itself.

use super::day::{Day, Spot, Strain};
use crate::search::{Acceptance, Rng, Schedule, pick};
use rand::SeedableRng as _;

/// Tenths that a late student-minute weighs in the walk.
const LATE: i64 = 400;
/// Temperature of the first and the last step, in tenths.
const HEAT: Schedule = Schedule { hot: 600.0, cold: 5.0 };

struct Walk<'d> {
    day: &'d Day,
    spots: Vec<Spot>,
    /// gate × slot: groups in it.
    slots: Vec<Vec<u32>>,
    /// gate × slot: leavers in it.
    loads: Vec<i64>,
    width: usize,
    /// Waves tried: 0 up to and without this.
    waves: u32,
}

/// Betters feasible spots for so many steps, then until no single move helps. Never worse, feasible, and the same for
/// the same seed.
pub(super) fn improve(day: &Day, spots: Vec<Spot>, seed: u64, steps: u32) -> Vec<Spot> {
    if day.groups.is_empty() {
        return spots;
    }
    let mut walk = Walk::new(day, spots);
    while walk.descend() {}
    let mut dice = Rng::seed_from_u64(seed);
    let mut now = day.strain(&walk.spots);
    let mut best = (now, walk.spots.clone());
    let acceptance = Acceptance::default();
    for step in 0..steps {
        let heat = HEAT.at(f64::from(step) / f64::from(steps.max(1)));
        let Some((group, spot, other)) = walk.propose(&mut dice) else { continue };
        let before = walk.around(group, other);
        let home = walk.spots[group];
        walk.put(group, spot, other);
        let after = walk.around(group, other);
        let rise = LATE * (after.late - before.late) + after.tenths - before.tenths;
        if rise > 0 && rise > acceptance.threshold(heat, &mut dice) {
            walk.put(group, home, other);
            continue;
        }
        now.late += after.late - before.late;
        now.tenths += after.tenths - before.tenths;
        if now < best.0 {
            best = (now, walk.spots.clone());
        }
    }
    let mut walk = Walk::new(day, best.1);
    while walk.descend() {}
    walk.spots
}

impl<'d> Walk<'d> {
    fn new(day: &'d Day, spots: Vec<Spot>) -> Self {
        let waves = spots.iter().map(|spot| spot.wave).max().unwrap_or(0) + 2;
        let width = (day.groups.iter().map(|group| group.base).max().unwrap_or(0) + waves) as usize;
        let cells = width * day.per_wave.len();
        let mut walk = Self { day, spots, slots: vec![Vec::new(); cells], loads: vec![0; cells], width, waves };
        for group in 0..day.groups.len() {
            let cell = walk.cell(group, walk.spots[group]);
            walk.slots[cell].push(group as u32);
            walk.loads[cell] += day.groups[group].size;
        }
        walk
    }

    fn cell(&self, group: usize, spot: Spot) -> usize {
        spot.gate as usize * self.width + (self.day.groups[group].base + spot.wave) as usize
    }

    /// A group, its new spot, and the group that takes its old one in exchange, if any. None when it cannot be.
    fn propose(&self, dice: &mut Rng) -> Option<(usize, Spot, Option<usize>)> {
        let day = self.day;
        let group = pick(dice, day.groups.len());
        let ties = &day.ties_of[group];
        let spot = if !ties.is_empty() && pick(dice, 2) == 0 {
            let tie = &day.ties[ties[pick(dice, ties.len())] as usize];
            self.spots[tie.groups[pick(dice, tie.groups.len())] as usize]
        } else {
            Spot { gate: pick(dice, day.per_wave.len()) as u32, wave: pick(dice, self.waves as usize) as u32 }
        };
        if spot == self.spots[group] {
            return None;
        }
        let cell = self.cell(group, spot);
        let here = &self.slots[cell];
        let (from, size) = (self.cell(group, self.spots[group]), day.groups[group].size);
        if cell == from || self.admits(cell, size, None) {
            return (cell != from).then_some((group, spot, None));
        }
        let other = here[pick(dice, here.len())] as usize;
        (self.swapped(group, other)? == spot
            && self.admits(cell, size, Some(other))
            && self.admits(from, day.groups[other].size, Some(group)))
        .then_some((group, spot, Some(other)))
    }

    /// Where `group` would stand in `other`'s slot, if `other` can stand in its.
    fn swapped(&self, group: usize, other: usize) -> Option<Spot> {
        let (this, that) = (&self.day.groups[group], &self.day.groups[other]);
        let (mine, theirs) = (self.spots[group], self.spots[other]);
        let back = (this.base + mine.wave).checked_sub(that.base)?;
        let wave = (that.base + theirs.wave).checked_sub(this.base)?;
        (wave < self.waves && back < self.waves).then_some(Spot { gate: theirs.gate, wave })
    }

    /// Whether a slot takes `size` leavers of one more group once `without` is gone.
    fn admits(&self, cell: usize, size: i64, without: Option<usize>) -> bool {
        let gone = without.map_or(0, |group| self.day.groups[group].size);
        let others = self.slots[cell].len() - usize::from(without.is_some());
        others == 0 || self.loads[cell] - gone + size <= self.day.per_wave[cell / self.width]
    }

    /// What the groups strain, by themselves and in their ties.
    fn around(&self, group: usize, other: Option<usize>) -> Strain {
        let day = self.day;
        let mut sum = day.alone(&day.groups[group], self.spots[group]);
        for &tie in &day.ties_of[group] {
            sum.tenths += day.tied(&day.ties[tie as usize], &self.spots);
        }
        if let Some(other) = other {
            sum += day.alone(&day.groups[other], self.spots[other]);
            for &tie in &day.ties_of[other] {
                let tie = &day.ties[tie as usize];
                if !tie.groups.contains(&(group as u32)) {
                    sum.tenths += day.tied(tie, &self.spots);
                }
            }
        }
        sum
    }

    /// Takes the group to the spot and `other` to the slot it leaves.
    fn put(&mut self, group: usize, spot: Spot, other: Option<usize>) {
        let home = self.spots[group];
        let slot = self.day.groups[group].base + home.wave;
        self.place(group, spot);
        if let Some(other) = other {
            self.place(other, Spot { gate: home.gate, wave: slot - self.day.groups[other].base });
        }
    }

    fn place(&mut self, group: usize, spot: Spot) {
        let (from, to) = (self.cell(group, self.spots[group]), self.cell(group, spot));
        let size = self.day.groups[group].size;
        self.slots[from].retain(|&other| other as usize != group);
        self.loads[from] -= size;
        self.slots[to].push(group as u32);
        self.loads[to] += size;
        self.spots[group] = spot;
    }

    /// Tries every move and every swap once, taking each that helps. Whether one did.
    fn descend(&mut self) -> bool {
        let mut helped = false;
        for group in 0..self.spots.len() {
            for gate in 0..self.day.per_wave.len() as u32 {
                for wave in 0..self.waves {
                    let spot = Spot { gate, wave };
                    let cell = self.cell(group, spot);
                    if spot != self.spots[group] && self.admits(cell, self.day.groups[group].size, None) {
                        helped |= self.attempt(group, spot, None);
                    }
                }
            }
            for other in 0..group {
                let (mine, theirs) = (self.cell(group, self.spots[group]), self.cell(other, self.spots[other]));
                let Some(spot) = self.swapped(group, other).filter(|_| mine != theirs) else { continue };
                if self.admits(theirs, self.day.groups[group].size, Some(other))
                    && self.admits(mine, self.day.groups[other].size, Some(group))
                {
                    helped |= self.attempt(group, spot, Some(other));
                }
            }
        }
        helped
    }

    /// Makes the move if it lessens the strain.
    fn attempt(&mut self, group: usize, spot: Spot, other: Option<usize>) -> bool {
        let (before, home) = (self.around(group, other), self.spots[group]);
        self.put(group, spot, other);
        let helps = self.around(group, other) < before;
        if !helps {
            self.put(group, home, other);
        }
        helps
    }
}

#[cfg(test)]
mod tests {
    use super::Walk;
    use crate::problem::{PeriodId, SectionId};
    use crate::release::day::{Day, Group, Spot, Tie};
    use crate::search::{Rng, pick};
    use rand::SeedableRng as _;

    fn day(seed: u64) -> Day {
        let mut dice = Rng::seed_from_u64(seed);
        let groups: Vec<Group> = (0..12)
            .map(|ix| {
                let size = 1 + pick(&mut dice, 30) as i64;
                let away = pick(&mut dice, 2);
                Group {
                    section: SectionId(ix),
                    period: PeriodId(0),
                    size,
                    base: 3 * pick(&mut dice, 2) as u32,
                    late: 5 * size,
                    wait: 5 * size,
                    astray: vec![if away == 0 { 10 * size } else { 0 }, if away == 1 { 10 * size } else { 0 }],
                    present: None,
                }
            })
            .collect();
        let mut ties = Vec::new();
        let mut ties_of = vec![Vec::new(); groups.len()];
        for _ in 0..8 {
            let (a, b) = (pick(&mut dice, 12), pick(&mut dice, 12));
            if a != b && groups[a].base == groups[b].base {
                ties_of[a].push(ties.len() as u32);
                ties_of[b].push(ties.len() as u32);
                ties.push(Tie { groups: vec![a.min(b) as u32, a.max(b) as u32], families: 1 });
            }
        }
        Day { groups, ties, ties_of, per_wave: vec![40, 25], max_waves: 4, apart: 150, gates_apart: 150 }
    }

    #[test]
    fn a_move_changes_the_strain_by_what_is_around_it_and_can_be_taken_back() {
        for seed in 0..20 {
            let day = day(seed);
            let mut walk = Walk::new(&day, day.greedy());
            let mut dice = Rng::seed_from_u64(seed);
            for step in 0..2000 {
                let Some((group, spot, other)) = walk.propose(&mut dice) else { continue };
                let (sum, around, home) = (day.strain(&walk.spots), walk.around(group, other), walk.spots[group]);
                let before = walk.spots.clone();
                walk.put(group, spot, other);
                assert!(day.fits(&walk.spots));
                let (after, around_after) = (day.strain(&walk.spots), walk.around(group, other));
                assert_eq!(after.late - sum.late, around_after.late - around.late);
                assert_eq!(after.tenths - sum.tenths, around_after.tenths - around.tenths);
                if step % 3 > 0 {
                    walk.put(group, home, other);
                    assert_eq!(walk.spots, before);
                }
            }
        }
    }

    #[test]
    fn effort_never_makes_a_day_worse() {
        for seed in 0..20 {
            let day = day(seed);
            let first: Vec<Spot> = day.greedy();
            let better = super::improve(&day, first.clone(), seed, 5000);
            assert!(day.fits(&first) && day.fits(&better));
            assert!(day.strain(&better) <= day.strain(&first));
        }
    }
}
