//! Dense ids: one `u32` newtype a kind, and tables that only their own kind of id can index.

use std::collections::BTreeMap;
use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

/// A dense index of one kind.
pub trait Id: Copy {
    /// The position in the table of its kind.
    fn ix(self) -> usize;
    /// The id at a position.
    fn at(ix: usize) -> Self;
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);
        impl Id for $name {
            #[inline]
            fn ix(self) -> usize {
                self.0 as usize
            }
            #[inline]
            fn at(ix: usize) -> Self {
                Self(u32::try_from(ix).expect("tables hold fewer than 2^32 entries"))
            }
        }
    )*};
}

ids! {
    /// A period of the cycle.
    PeriodId
    /// A (week, day) that has periods.
    DayId
    /// A grade.
    GradeId
    /// A class (行政班).
    ClassId
    /// A student.
    StudentId
    /// A course.
    CourseId
    /// A pattern of a course.
    PatternId
    /// A teacher or external coach.
    TeacherId
    /// A room or venue.
    RoomId
    /// A gate.
    GateId
    /// A family.
    FamilyId
    /// A section of a plan.
    SectionId
}

/// A vector indexed by one kind of id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table<I, T> {
    rows: Vec<T>,
    kind: PhantomData<fn(I)>,
}

impl<I: Id, T> Table<I, T> {
    /// A table of these rows.
    pub fn new(rows: Vec<T>) -> Self {
        Self { rows, kind: PhantomData }
    }
    /// Number of rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }
    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
    /// Every id, ascending.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = I> + ExactSizeIterator + use<I, T> {
        (0..self.rows.len()).map(I::at)
    }
    /// The rows, by ascending id.
    pub fn rows(&self) -> &[T] {
        &self.rows
    }
    /// Every (id, row), by ascending id.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (I, &T)> + ExactSizeIterator {
        self.rows.iter().enumerate().map(|(ix, row)| (I::at(ix), row))
    }
    /// The id of each name; of rows of one name, the last.
    pub fn by_name(&self, name: impl Fn(&T) -> &String) -> BTreeMap<&str, I> {
        self.iter().map(|(id, row)| (name(row).as_str(), id)).collect()
    }
    /// The rows, mutable, by ascending id.
    pub fn rows_mut(&mut self) -> &mut [T] {
        &mut self.rows
    }
    /// Adds a row and returns its id.
    pub fn push(&mut self, row: T) -> I {
        self.rows.push(row);
        I::at(self.rows.len() - 1)
    }
    /// Removes the last row.
    pub fn pop(&mut self) -> Option<T> {
        self.rows.pop()
    }
}

impl<I: Id, T: Clone> Table<I, T> {
    /// A table of `len` copies of a row.
    pub fn filled(len: usize, row: T) -> Self {
        Self::new(vec![row; len])
    }
}

impl<I, T> Default for Table<I, T> {
    fn default() -> Self {
        Self { rows: Vec::new(), kind: PhantomData }
    }
}

impl<I: Id, T> Index<I> for Table<I, T> {
    type Output = T;
    #[inline]
    fn index(&self, id: I) -> &T {
        &self.rows[id.ix()]
    }
}

impl<I: Id, T> IndexMut<I> for Table<I, T> {
    #[inline]
    fn index_mut(&mut self, id: I) -> &mut T {
        &mut self.rows[id.ix()]
    }
}
