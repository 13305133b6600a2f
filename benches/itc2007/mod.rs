//! ITC-2007 curriculum-based course timetabling on the engine room of `src/search/`: a second model beside the school.

pub(crate) mod chain;
pub(crate) mod instance;
pub(crate) mod judge;
pub(crate) mod moves;
pub(crate) mod part;
pub(crate) mod polish;
pub(crate) mod read;
pub(crate) mod sample;
pub(crate) mod solve;
pub(crate) mod start;
pub(crate) mod state;
pub(crate) mod tables;
