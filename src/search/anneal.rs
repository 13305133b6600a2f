//! One worker's round: a fixed amount of work at one temperature.

use super::{Acceptance, Model, Rng, Selection, Stop};

/// Tries between two looks at the clock.
const LOOK: u64 = 256;

/// Anneals until `work` elementary changes are done, or the stop cuts in. Returns the number of tries.
pub fn anneal<M: Model>(
    model: &mut M,
    selection: &mut Selection,
    acceptance: &Acceptance,
    temperature: f64,
    work: u64,
    rng: &mut Rng,
    stop: &Stop,
) -> u64 {
    let mut energy = model.energy();
    let end = model.work() + work;
    let mut tries = 0;
    while model.work() < end {
        tries += 1;
        if tries % LOOK == 0 && stop.cuts() {
            break;
        }
        let kind = selection.draw(rng);
        let before = model.work();
        if !model.attempt(kind, rng) {
            selection.note(kind, 0, model.work() - before);
            if tries > 64 * work {
                break;
            }
            continue;
        }
        let tried = model.energy();
        let accepted = tried - energy <= acceptance.threshold(temperature, rng);
        let gain = if accepted { (energy - tried).max(0).unsigned_abs() } else { 0 };
        selection.note(kind, gain, model.work() - before);
        if accepted {
            model.keep();
            energy = tried;
        } else {
            model.take_back();
        }
    }
    selection.adapt();
    tries
}
