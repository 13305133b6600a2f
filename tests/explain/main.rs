//! Explanations: exactly the planted causes of the hard schools, each needed and all enough, with repairs that work.

mod causes;
