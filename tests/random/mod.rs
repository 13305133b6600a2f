//! Random schools and random plans, made from a seed: the ground on which engine and referee are compared.

mod dice;
mod full;
mod plans;
mod school;

pub(crate) use dice::Dice;
pub(crate) use full::full;
pub(crate) use plans::{mend, plan, spoil_file};
pub(crate) use school::school;
