//! Leaps: a state is kicked, cooled briefly, and kept or not as a whole (large-step Markov chains; Martin, Otto and
//! Felten, Complex Systems 5, 1991). They leave the basins in which annealing freezes, where every way out is a great
//! change with many small ones to follow.

use super::{Acceptance, Model, Progress, Rng, Schedule, Selection, Stop, Stopped, anneal};
use rand::SeedableRng;
use rayon::prelude::*;

/// The shape of a run of leaps.
#[derive(Debug, Clone, Copy)]
pub struct Leaps {
    /// Workers.
    pub workers: usize,
    /// Seed of every random choice.
    pub seed: u64,
    /// How each leap is cooled.
    pub cooling: Cooling,
    /// Temperature over the run at which leaps are kept.
    pub schedule: Schedule,
}

/// How a kicked state is cooled: so much work at each of some falling temperatures.
#[derive(Debug, Clone, Copy)]
pub struct Cooling {
    /// Elementary changes in all.
    pub work: u64,
    /// From the first temperature to the last.
    pub heat: Schedule,
    /// Temperatures; at least two.
    pub stairs: u64,
}

impl Cooling {
    /// Cools a state, unless the stop cuts in. Returns the number of tries.
    pub fn run<M: Model>(
        &self,
        model: &mut M,
        selection: &mut Selection,
        acceptance: &Acceptance,
        rng: &mut Rng,
        stop: &Stop,
    ) -> u64 {
        let temperature = |stair: u64| self.heat.at(stair as f64 / (self.stairs - 1) as f64);
        let work = self.work / self.stairs;
        (0..self.stairs).map(|stair| anneal(model, selection, acceptance, temperature(stair), work, rng, stop)).sum()
    }
}

struct Worker<M> {
    model: M,
    selection: Selection,
    rng: Rng,
}

impl Leaps {
    /// Runs until the stop and returns the best state at the end of a leap, the start included.
    pub fn run<M: Model>(
        &self,
        start: &M,
        stop: &Stop,
        mut between: impl FnMut(Progress<M::Value>, &M) -> Option<Stopped>,
    ) -> (M, Progress<M::Value>, Stopped) {
        let acceptance = Acceptance::default();
        let mut best = start.clone();
        let mut progress = Progress { rounds: 0, tries: 0, best: start.value() };
        let mut workers: Vec<Worker<M>> = (0..self.workers as u64)
            .map(|number| Worker {
                model: start.clone(),
                selection: Selection::even(start.kinds()),
                rng: Rng::seed_from_u64(self.seed.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(number)),
            })
            .collect();
        loop {
            if let Some(why) = stop.now(progress.rounds) {
                return (best, progress, why);
            }
            let outer = self.schedule.at(stop.fraction(progress.rounds));
            let done: Vec<(u64, M)> = workers
                .par_iter_mut()
                .map(|Worker { model, selection, rng }| {
                    let before = model.energy();
                    let mut leapt = model.clone();
                    leapt.kick(rng);
                    let tries = self.cooling.run(&mut leapt, selection, &acceptance, rng, stop);
                    if leapt.energy() - before <= acceptance.threshold(outer, rng) {
                        *model = leapt.clone();
                    }
                    (tries, leapt)
                })
                .collect();
            progress.rounds += 1;
            for (tries, leapt) in done {
                progress.tries += tries;
                if leapt.value() < progress.best {
                    progress.best = leapt.value();
                    best = leapt;
                }
            }
            if let Some(why) = between(progress, &best) {
                return (best, progress, why);
            }
        }
    }
}
