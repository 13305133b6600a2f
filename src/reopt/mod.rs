//! After a plan is published: events of the term, one answered at once ([`Desk`]), all of them together in the night
//! ([`night`]). Both stay close to the plan in force.

mod changes;
mod count;
mod desk;
mod event;
mod fair;
mod lottery;
mod night;
mod seats;
mod waves;

pub use changes::{Changes, SectionChange, StudentChange, TeacherChange, compare};
pub use count::{Asked, Caps, Counts};
pub use desk::{Answer, Desk, waiting};
pub use event::Event;
pub use fair::{Exchange, by_claim};
pub use lottery::number as lottery_number;
pub use night::{Block, Night, Params, ROUNDS, Why, night};
