//! Several workers in parallel that share their best state after every round. Workers are numbered, have generators of
//! their own and meet at fixed points, so the answer depends on the seed, the number of workers and the number of
//! rounds, never on the number of threads.

use super::{Acceptance, Model, Rng, Schedule, Selection, Stop, Stopped, anneal};
use rand::SeedableRng;
use rayon::prelude::*;

/// The shape of a run.
#[derive(Debug, Clone, Copy)]
pub struct Portfolio {
    /// Workers.
    pub workers: usize,
    /// Seed of every random choice.
    pub seed: u64,
    /// Elementary changes a worker makes in a round.
    pub round_work: u64,
    /// Temperature over the run.
    pub schedule: Schedule,
}

/// What is told after each round.
#[derive(Debug, Clone, Copy)]
pub struct Progress<V> {
    /// Rounds done.
    pub rounds: u64,
    /// Moves tried by all workers.
    pub tries: u64,
    /// The best value.
    pub best: V,
}

struct Worker<M> {
    model: M,
    selection: Selection,
    rng: Rng,
}

impl Portfolio {
    /// Runs until the stop and returns the best state met at the end of a round, the start included. `between` may
    /// look at each round's best state, and end the run.
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
            let temperature = self.schedule.at(stop.fraction(progress.rounds));
            let tries: Vec<u64> = workers
                .par_iter_mut()
                .map(|worker| {
                    let Worker { model, selection, rng } = worker;
                    anneal(model, selection, &acceptance, temperature, self.round_work, rng, stop)
                })
                .collect();
            progress.rounds += 1;
            progress.tries += tries.iter().sum::<u64>();
            let values: Vec<M::Value> = workers.iter().map(|worker| worker.model.value()).collect();
            let leader = (0..workers.len()).min_by_key(|&number| (values[number], number)).expect("a worker at least");
            if values[leader] < progress.best {
                progress.best = values[leader];
                best = workers[leader].model.clone();
            }
            self.share(&mut workers, progress.rounds);
            if let Some(why) = between(progress, &best) {
                return (best, progress, why);
            }
        }
    }

    /// Every few rounds the workers go on from the state of least energy among them.
    fn share<M: Model>(&self, workers: &mut [Worker<M>], rounds: u64) {
        const EVERY: u64 = 8;
        if !rounds.is_multiple_of(EVERY) || workers.len() < 2 {
            return;
        }
        let energies: Vec<i64> = workers.iter().map(|worker| worker.model.energy()).collect();
        let leader = (0..workers.len()).min_by_key(|&number| (energies[number], number)).expect("two at least");
        let state = workers[leader].model.clone();
        for (number, worker) in workers.iter_mut().enumerate() {
            if energies[number] > energies[leader] {
                debug_assert_ne!(number, leader);
                worker.model = state.clone();
            }
        }
    }
}
