//! The numbers of terms while an index is made: bytes in the order of their numbers, and a table to find them by.

use super::term;
use oxigraph::model::Term;
use std::convert::Infallible;

/// Terms with their numbers, in the order in which they were first seen.
pub(super) struct Dictionary {
    bytes: Vec<u8>,
    /// Where the bytes of each term end.
    ends: Vec<u64>,
    /// Numbers plus one by hash, with open addressing; zero is free.
    slots: Vec<u32>,
}

impl Dictionary {
    pub(super) fn new() -> Self {
        Self { bytes: Vec::new(), ends: Vec::new(), slots: vec![0; 1 << 10] }
    }

    /// The number of a term, a new one if need be. There are far fewer than four billion: a record has at most 1 GB.
    pub(super) fn add(&mut self, term: &Term) -> u32 {
        let mut number =
            |bytes: &[u8]| -> Result<Option<u32>, Infallible> { Ok(Some(self.add_bytes(bytes))) };
        let encoded = term::encode(term, &mut number);
        match encoded {
            Ok(bytes) => self.add_bytes(&bytes.unwrap_or_default()),
        }
    }

    pub(super) fn add_bytes(&mut self, bytes: &[u8]) -> u32 {
        let mask = self.slots.len() - 1;
        let mut at = slot(bytes, mask);
        while let Some(number) = self.slots[at].checked_sub(1) {
            if self.get(number) == bytes {
                return number;
            }
            at = (at + 1) & mask;
        }
        let number = self.ends.len() as u32;
        self.bytes.extend(bytes);
        self.ends.push(self.bytes.len() as u64);
        self.slots[at] = number + 1;
        if self.ends.len() * 3 > self.slots.len() * 2 {
            self.grow();
        }
        number
    }

    /// The bytes of a term.
    pub(super) fn get(&self, number: u32) -> &[u8] {
        let number = number as usize;
        let start = if number == 0 { 0 } else { self.ends[number - 1] as usize };
        &self.bytes[start..self.ends[number] as usize]
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The table as it is written: it depends on nothing but the terms and their numbers.
    pub(super) fn slots(&self) -> &[u32] {
        &self.slots
    }

    fn grow(&mut self) {
        let mask = self.slots.len() * 2 - 1;
        let mut slots = vec![0; mask + 1];
        for number in 0..self.ends.len() as u32 {
            let mut at = slot(self.get(number), mask);
            while slots[at] != 0 {
                at = (at + 1) & mask;
            }
            slots[at] = number + 1;
        }
        self.slots = slots;
    }
}

/// Where the search for some bytes begins in a table of `mask + 1` slots, a power of two. Part of the format.
pub(super) fn slot(bytes: &[u8], mask: usize) -> usize {
    const SEED: u64 = 0x9e37_79b9_7f4a_7c15;
    const FACTOR: u64 = 0xd6e8_feb8_6659_fd93;
    let fold = |a: u64, b: u64| {
        let product = u128::from(a) * u128::from(b);
        (product as u64) ^ ((product >> 64) as u64)
    };
    let mut hash = SEED ^ bytes.len() as u64;
    for chunk in bytes.chunks(8) {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        hash = fold(hash ^ u64::from_le_bytes(word), FACTOR).wrapping_add(SEED);
    }
    (fold(hash, FACTOR) as usize) & mask
}
