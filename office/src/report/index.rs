//! Ids to positions: the first of equal ids counts.

use std::collections::HashMap;

/// Position by id.
#[derive(Debug, Default)]
pub(super) struct Index<'a>(HashMap<&'a str, usize>);

impl<'a> Index<'a> {
    /// Indexes ids in order.
    pub(super) fn of(ids: impl Iterator<Item = &'a str>) -> Index<'a> {
        Index::of_pairs(ids.enumerate())
    }

    /// Indexes (position, id) pairs in order.
    pub(super) fn of_pairs(pairs: impl Iterator<Item = (usize, &'a str)>) -> Index<'a> {
        let mut map = HashMap::new();
        for (position, id) in pairs {
            map.entry(id).or_insert(position);
        }
        Index(map)
    }

    /// Position of an id.
    pub(super) fn get(&self, id: &str) -> Option<usize> {
        self.0.get(id).copied()
    }

    /// Position of an id, or `next` when it is new, which it then holds.
    pub(super) fn add(&mut self, id: &'a str, next: usize) -> usize {
        *self.0.entry(id).or_insert(next)
    }
}
