//! The regulations: complete, layered, traceable; each number judged just below, at and just above; the ten collisions.

mod admission;
mod bounds;
mod collisions;
mod documents;
mod layers;
mod measures;
mod school;
