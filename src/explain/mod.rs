//! Why: what keeps a school from a plan without violations and without shortfall, and what one child, section, teacher,
//! rule or pin costs.
//!
//! [`causes`] starts from the counting proofs of [`crate::lint`], keeps a smallest set of them whose relief leaves
//! nothing wrong, and tries repairs on it, each verified by solving. Where every count holds and still no plan owes
//! nothing, the model of [`crate::milp::elastic`] proves it. The other questions are answered from a plan's own
//! indexes: a change is made, the score is read, the change is taken back. The core words nothing: what is told is an
//! [`Item`], a key with ids and figures.

mod causes;
mod change;
mod child;
mod items;
mod limits;
mod offers;
mod pin;
mod relief;
mod repairs;
mod together;
mod units;

pub use causes::{Cause, Diagnosis, Effort, causes};
pub use change::{Counterfactual, SeatChange};
pub use child::{ChildAnswer, Holder, WishAnswer, child, children};
pub use items::{ITEMS, Item, ItemEntry};
pub use pin::{PinAnswer, pin};
pub use repairs::Repair;
pub use units::{RuleShare, SectionAnswer, Share, TeacherAnswer, rule, section, student_at, teacher};
