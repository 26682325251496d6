//! Measures and places of the whole network of a graph, kept below `KG/index`, so that an export need not work them out again.
//!
//! Comes in: a network and the folder of its graph. Goes out: what is measured of it, and where its actors stand. A file is never the
//! truth: it names by its hash the network that it is of, and has a checksum; what is missing, damaged or of another network is worked
//! out anew, and the file put in place as a whole. That takes no lock, and a folder that cannot be written to is no error: there
//! every export takes as long as the first.
//!
//! ```text
//! file = "chakept1" crc32:u32 state:[32] body       (the checksum is of all that follows it; code.rs has the body)
//! ```

mod code;

use std::convert::identity;
use std::fs;
use std::path::{Path, PathBuf};

use crate::file::{self, Lasting};
use crate::network::{Footprint, Measured, Network, Position, State};

/// Of the format, with its version at the end.
const MAGIC: [u8; 8] = *b"chakept1";
/// Bytes before the body.
const HEAD: usize = MAGIC.len() + 4 + size_of::<State>();

/// The measures of a graph.
pub const MEASURES: &str = "measures";
/// The places of its actors, with their names below them.
pub const PLACES: &str = "places";
/// The places of its actors, with their names in them.
pub const PLACES_IN_DOT: &str = "places-dot";

/// A file of one of these names.
pub fn path(folder: &Path, name: &str) -> PathBuf {
    folder.join("index").join(name)
}

/// The measures of a network, which is the whole one of the graph in `folder`.
pub(super) fn measured(network: &Network, folder: &Path) -> Measured {
    let (path, state) = (path(folder, MEASURES), network.measured_state());
    let counts = (network.actors().len(), network.ties().len());
    let kept = read(&path, &state).and_then(|bytes| code::measured(bytes.get(HEAD..)?, counts));
    kept.unwrap_or_else(|| {
        let mut measured = network.measure_all();
        keep(&path, &state, &code::of_measured(&mut measured));
        measured
    })
}

/// The places of the actors of such a network, kept by a name.
pub(super) fn placed(
    network: &Network,
    footprints: &[Footprint],
    (folder, name): (&Path, &str),
) -> Vec<Position> {
    let (path, state) = (path(folder, name), network.placed_state(footprints));
    let kept = read(&path, &state).and_then(|bytes| code::places(bytes.get(HEAD..)?, footprints.len()));
    kept.unwrap_or_else(|| {
        let mut places = network.layout(footprints);
        keep(&path, &state, &code::of_places(&mut places));
        places
    })
}

/// The bytes of a file, if it is whole and of that state.
fn read(path: &Path, state: &State) -> Option<Vec<u8>> {
    let bytes = fs::read(path).ok()?;
    let rest = bytes.strip_prefix(&MAGIC)?;
    let (crc32, rest) = rest.split_first_chunk()?;
    (rest.starts_with(state) && crc32fast::hash(rest) == u32::from_le_bytes(*crc32)).then_some(bytes)
}

/// What cannot be kept is worked out again the next time.
fn keep(path: &Path, state: &State, body: &[u8]) {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(state);
    hasher.update(body);
    let crc32 = hasher.finalize().to_le_bytes();
    let parts = [&MAGIC[..], &crc32, state, body];
    let _ = file::put(path, Lasting::Derived, identity, |out| {
        parts.into_iter().try_for_each(|part| out.write_all(part))
    });
}
