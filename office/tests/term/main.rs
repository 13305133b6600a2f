//! The term's store: a whole term played through, the program as it is called, and what happens when it is killed, crowded
//! or damaged.

mod announced;
mod called;
mod counter;
mod fees;
mod school;
mod script;
mod stress;
