//! The small files beside the records: settings and manifest, and how they are replaced.
//!
//! The manifest says how many records and bytes were there when a batch ended, with a running hash over them; it is kept
//! outside the record file so that a loss inside shows. A file is replaced whole: written beside, synced,
//! renamed.

use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::segment::{FILE_HEAD, Hash};
use crate::file::{self, Lasting};

/// Name and version of the directory's format.
pub(super) const FORMAT: &str = "chancery.graph/1";

/// What is fixed when a graph is created.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Settings {
    pub(super) format: String,
    pub(super) base: String,
}

/// What the record file held when the last batch ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    /// Records, those that were replaced or take documents out included.
    pub(super) records: u64,
    /// Bytes of the record file.
    pub(super) bytes: u64,
    /// Running hash over the heads of the records, as hexadecimal digits.
    pub(super) hash: String,
}

impl Manifest {
    /// Of a file without records.
    pub(super) fn empty() -> Self {
        Self { records: 0, bytes: FILE_HEAD, hash: hex(&Hash::default()) }
    }
}

/// A value with the CRC32 of its JSON, so that no change of it goes unseen.
#[derive(Serialize, Deserialize)]
struct Checked<T> {
    #[serde(flatten)]
    value: T,
    crc32: String,
}

/// Reads a JSON file and its checksum.
pub(super) fn read<T: Serialize + for<'a> Deserialize<'a>>(path: &Path) -> io::Result<T> {
    let bad = |error: String| io::Error::new(io::ErrorKind::InvalidData, error);
    let Checked { value, crc32 } =
        serde_json::from_slice::<Checked<T>>(&fs::read(path)?).map_err(|error| bad(error.to_string()))?;
    if crc32 == checksum(&value)? { Ok(value) } else { Err(bad("wrong checksum".to_owned())) }
}

fn checksum(value: &impl Serialize) -> io::Result<String> {
    Ok(format!("{:08x}", crc32fast::hash(&serde_json::to_vec(value)?)))
}

/// Replaces a JSON file: afterwards it holds the old or the new content, whatever happens between.
pub(super) fn replace(path: &Path, value: &impl Serialize) -> io::Result<()> {
    let mut bytes = serde_json::to_vec_pretty(&Checked { value, crc32: checksum(value)? })?;
    bytes.push(b'\n');
    file::put(path, Lasting::Name, |error| error, |out| out.write_all(&bytes))
}

/// Bytes as hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
