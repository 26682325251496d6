//! Quads while an index is made: in pages that take a third of the memory, until all are sorted together.
//!
//! In come quads in any order, out go all of them; those that came twice within a page are there once. The terms are in memory at
//! the same time, which is why it counts.

use std::io;

use super::page::{self, KEYS, Key};

/// Quads that wait to be packed: enough to be much alike when they are sorted.
const WAITING: usize = 1 << 15;

/// Quads in no order.
#[derive(Default)]
pub(super) struct Heap {
    pages: Vec<Packed>,
    waiting: Vec<Key>,
}

/// Quads of a page: the first, how many, and the others as [`page::pack`] has them.
struct Packed {
    first: Key,
    count: usize,
    bytes: Box<[u8]>,
}

impl Heap {
    pub(super) fn push(&mut self, quad: Key) {
        self.waiting.push(quad);
        if self.waiting.len() >= WAITING {
            self.pack();
        }
    }

    fn pack(&mut self) {
        self.waiting.sort_unstable();
        self.waiting.dedup();
        for keys in self.waiting.chunks(KEYS) {
            let Some(&first) = keys.first() else { continue };
            let bytes = page::pack(keys).into_boxed_slice();
            self.pages.push(Packed { first, count: keys.len(), bytes });
        }
        self.waiting.clear();
    }

    /// All quads.
    ///
    /// # Errors
    /// Never, unless memory is damaged.
    pub(super) fn into_keys(mut self) -> io::Result<Vec<Key>> {
        self.pack();
        self.waiting = Vec::new();
        let mut keys = Vec::with_capacity(self.pages.iter().map(|page| page.count).sum());
        for Packed { first, count, bytes } in self.pages {
            let page = page::unpack(&bytes, first, count);
            keys.extend(page.ok_or_else(|| io::Error::other("quads in memory are damaged"))?);
        }
        Ok(keys)
    }
}

#[cfg(test)]
mod tests {
    use super::{Heap, WAITING};

    #[test]
    fn all_come_out() {
        let quads =
            || (0..2 * WAITING as u32 + 77).map(|at| [at % 1000, at.wrapping_mul(0x9e37_79b9), 7, at / 3]);
        let mut heap = Heap::default();
        quads().for_each(|quad| heap.push(quad));
        heap.push([0, 0, 7, 0]);
        let mut found = heap.into_keys().unwrap();
        let mut expected: Vec<_> = quads().collect();
        for keys in [&mut found, &mut expected] {
            keys.sort_unstable();
            keys.dedup();
        }
        assert!(found == expected);
        assert!(Heap::default().into_keys().unwrap().is_empty());
    }
}
