//! Explanations: exactly the planted causes of the hard schools, each needed and all enough, with repairs that work; and
//! what is told of every child without a first wish, worked out anew from the files.

mod causes;
mod children;
