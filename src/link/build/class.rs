//! Classes of other vocabularies to ours: a table of roots, and the subclasses that a dump gives.

use std::collections::HashMap;

use crate::ontology::Class;

const ROOTS: &str = include_str!("../../../ontology/wikidata-classes.tsv");

/// What a class of Wikidata is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Taken {
    pub(super) class: Class,
    pub(super) kind: &'static str,
}

/// Roots, and which class is a subclass of which. Look-up only; edges are kept in the order in which they came.
#[derive(Default)]
pub(super) struct Tree {
    roots: HashMap<u32, (usize, Option<Taken>)>,
    edges: Vec<(u32, u32)>,
    sorted: Vec<(u32, u32)>,
    known: HashMap<u32, Option<(usize, Option<Taken>)>>,
}

/// Steps up the classes: the longest chains of Wikidata have about twenty.
const MAX_STEPS: usize = 4096;

impl Tree {
    /// With the roots of the bundled table; the earlier of two lines wins.
    pub(super) fn bundled() -> Self {
        let mut tree = Self::default();
        for (rank, line) in ROOTS.lines().filter(|line| !line.starts_with('#')).enumerate() {
            let mut columns = line.split('\t');
            let (Some(item), Some(class)) = (columns.next().and_then(number), columns.next()) else {
                continue;
            };
            let kind = columns.next().unwrap_or("");
            let taken = Class::from_text(class).map(|class| Taken { class, kind });
            tree.roots.insert(item, (rank, taken));
        }
        tree
    }

    /// `class` is a subclass of `parent`.
    pub(super) fn add(&mut self, class: u32, parent: u32) {
        self.edges.push((class, parent));
    }

    /// How many such pairs there are.
    pub(super) fn edges(&self) -> usize {
        self.edges.len()
    }

    /// The pairs from number `from` on.
    pub(super) fn edges_from(&self, from: usize) -> &[(u32, u32)] {
        self.edges.get(from..).unwrap_or(&[])
    }

    /// To be called when all pairs are there.
    pub(super) fn finish(&mut self) {
        self.sorted = std::mem::take(&mut self.edges);
        self.sorted.sort_unstable();
        self.sorted.dedup();
    }

    /// What an instance of `items` is taken for: the first line of the table that one of them comes under.
    pub(super) fn class_of(&mut self, items: &[u32]) -> Option<Taken> {
        let found = items.iter().filter_map(|item| self.root_of(*item)).min_by_key(|(rank, _)| *rank);
        found.and_then(|(_, taken)| taken)
    }

    fn root_of(&mut self, item: u32) -> Option<(usize, Option<Taken>)> {
        if let Some(known) = self.known.get(&item) {
            return *known;
        }
        let mut best: Option<(usize, Option<Taken>)> = None;
        let (mut seen, mut at) = (vec![item], 0);
        while let Some(class) = seen.get(at).copied().filter(|_| at < MAX_STEPS) {
            at += 1;
            if let Some(root) = self.roots.get(&class) {
                if best.is_none_or(|best| root.0 < best.0) {
                    best = Some(*root);
                }
                // What is above a root is wider than it.
                continue;
            }
            let from = self.sorted.partition_point(|edge| *edge < (class, 0));
            for (_, parent) in self.sorted.iter().skip(from).take_while(|edge| edge.0 == class) {
                if !seen.contains(parent) {
                    seen.push(*parent);
                }
            }
        }
        self.known.insert(item, best);
        best
    }
}

/// The number of an item: `Q42` is 42.
pub(super) fn number(item: &str) -> Option<u32> {
    item.strip_prefix('Q')?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subclasses_count_as_their_roots_and_circles_end() {
        let mut tree = Tree::bundled();
        // A made-up kind of city, and a circle beside it.
        [(900_001, 515), (900_002, 900_001), (900_003, 900_004), (900_004, 900_003)]
            .into_iter()
            .for_each(|(class, parent)| tree.add(class, parent));
        tree.finish();
        assert_eq!(tree.class_of(&[900_002]).map(|taken| taken.class), Some(Class::Place));
        assert_eq!(tree.class_of(&[5]).map(|taken| taken.class), Some(Class::Person));
        assert_eq!(tree.class_of(&[900_003]), None);
        assert_eq!(tree.class_of(&[]), None);
    }
}
