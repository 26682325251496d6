//! What measures and places depend on, as a hash: networks with the same hash have the same of them.
//!
//! Comes in: a network. Goes out: 32 bytes, by which results that were kept are known again. It is of the content, so that neither a
//! changed archive nor another decision, relation or filter has to be thought of.

use sha2::{Digest as _, Sha256};

use super::layout::{self, Footprint};
use super::measure::{self, balance};
use super::{Network, Tie};

/// SHA-256.
pub type State = [u8; 32];

impl Network {
    /// What [`Network::measure_all`] depends on.
    pub fn measured_state(&self) -> State {
        let mut hasher = begin("measures", measure::REVISION, self.actors().len());
        for (from, to, tie) in self.ties() {
            // One update a tie: most of the time of a hash goes into small ones.
            let mut bytes = [0; 34];
            let (flags, numbers) = bytes.split_at_mut(2);
            flags.copy_from_slice(&[tie.status as u8, u8::from(tie.symmetric)]);
            put(numbers, [from as u64, to as u64, tie.count as u64, weight(tie)]);
            hasher.update(bytes);
        }
        hasher.finalize().into()
    }

    /// What [`Network::layout`] depends on.
    pub fn placed_state(&self, footprints: &[Footprint]) -> State {
        let mut hasher = begin("places", layout::REVISION, self.actors().len());
        for footprint in footprints {
            let mut bytes = [0; 16];
            put(&mut bytes, [footprint.half_width.to_bits(), footprint.half_height.to_bits()]);
            hasher.update(bytes);
        }
        for (from, to, _) in self.ties() {
            let mut bytes = [0; 16];
            put(&mut bytes, [from as u64, to as u64]);
            hasher.update(bytes);
        }
        hasher.finalize().into()
    }
}

/// What the measures ask of the scale, the family and the kind of a tie.
fn weight(tie: &Tie) -> u64 {
    balance::value(tie).to_bits()
}

/// The program may do the same in another way, too.
fn begin(what: &str, revision: u64, actors: usize) -> Sha256 {
    let mut hasher = Sha256::new();
    hasher.update([what, "\n", env!("CARGO_PKG_VERSION"), "\n"].concat());
    hasher.update(revision.to_le_bytes());
    hasher.update((actors as u64).to_le_bytes());
    hasher
}

fn put<const N: usize>(bytes: &mut [u8], numbers: [u64; N]) {
    for (place, number) in bytes.chunks_exact_mut(8).zip(numbers) {
        place.copy_from_slice(&number.to_le_bytes());
    }
}
