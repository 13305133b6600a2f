//! Random schools and random plans, made from a seed: the ground on which engine and referee are compared.

mod dice;
mod plans;
mod school;

pub(crate) use dice::Dice;
pub(crate) use plans::{mend, plan, spoil_file};
pub(crate) use school::school;
