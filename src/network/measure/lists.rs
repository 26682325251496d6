//! Weighted lists of neighbours, in two runs of memory: actors are many, and most have few ties.
//!
//! Comes in: pairs of actors with a weight. Goes out: the list of each actor.

use std::ops::{Index, Range};

/// Ends and weight of ties.
pub(super) type Pairs = Vec<(usize, usize, f64)>;
/// For each actor, whom it is tied to with which weight, in order: one list behind the other.
#[derive(Debug, Default)]
pub(super) struct Lists {
    /// Where each list ends.
    ends: Vec<usize>,
    entries: Vec<(usize, f64)>,
}

impl Lists {
    /// The lists of `count` actors, of pairs in order.
    pub(super) fn of(count: usize, pairs: impl Iterator<Item = (usize, usize, f64)>) -> Self {
        let mut lists = Self { ends: Vec::with_capacity(count), entries: Vec::new() };
        for (from, to, weight) in pairs {
            lists.ends.resize(from.max(lists.ends.len()), lists.entries.len());
            lists.entries.push((to, weight));
        }
        lists.ends.resize(count, lists.entries.len());
        lists
    }

    pub(super) fn push(&mut self, list: impl IntoIterator<Item = (usize, f64)>) {
        self.entries.extend(list);
        self.ends.push(self.entries.len());
    }

    /// Who has entries, and their lists, with their numbers among themselves. The entries stay where they are.
    pub(super) fn tied(&self) -> (Vec<usize>, Self) {
        let places: Vec<usize> = (0..self.len()).filter(|&at| !self[at].is_empty()).collect();
        let mut numbers = vec![usize::MAX; self.len()];
        places.iter().enumerate().for_each(|(number, &at)| numbers[at] = number);
        let entries = self.entries.iter().map(|&(other, weight)| (numbers[other], weight)).collect();
        let ends = places.iter().map(|&at| self.ends[at]).collect();
        (places, Self { ends, entries })
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Ends of ties of all actors.
    pub(super) fn ends(&self) -> usize {
        self.entries.len()
    }

    /// Where the list of an actor stands among all entries.
    pub(super) fn range(&self, at: usize) -> Range<usize> {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        start..self.ends[at]
    }

    pub(super) fn iter(&self) -> impl ExactSizeIterator<Item = &[(usize, f64)]> {
        (0..self.len()).map(|at| &self[at])
    }
}

impl Index<usize> for Lists {
    type Output = [(usize, f64)];

    fn index(&self, at: usize) -> &[(usize, f64)] {
        &self.entries[self.range(at)]
    }
}

/// One entry a pair, sorted.
pub(super) fn merged(mut pairs: Pairs) -> Pairs {
    pairs.sort_by_key(|&(from, to, _)| (from, to));
    pairs.dedup_by(|next, kept| {
        let same = (next.0, next.1) == (kept.0, kept.1);
        if same {
            kept.2 += next.2;
        }
        same
    });
    pairs
}
