//! Inputs that builds left out: how many were rejected, skipped, or of no known format.
//!
//! In come the names of inputs, out goes `kg/left-out.json`, which counts each once however often it was read. It keeps eight
//! bytes of a hash for a name, no text, and is no part of what the graph holds: repairing and compacting leave it as it is, and a damaged one is
//! begun anew.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::manifest::{self, hex};
use super::{Archive, Error};

/// Name and version of the file's format.
const FORMAT: &str = "chancery.left-out/1";
/// Names of each kind that are kept at most: the file stays below six megabytes. Beyond it the count stands still.
pub const MAX_NAMES: usize = 100_000;

/// Why an input was left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Refused: it could not be read, or is no document.
    Rejected,
    /// Passed over: empty, or not in English.
    Skipped,
    /// Passed over: not of a known format.
    UnknownFormat,
}

/// Inputs that were left out, by the hash of their name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    format: String,
    rejected: BTreeSet<String>,
    skipped: BTreeSet<String>,
    #[serde(rename = "unknownFormat")]
    unknown_format: BTreeSet<String>,
}

impl LeftOut {
    /// Adds an input, unless it is there or there are too many.
    pub fn add(&mut self, kind: Kind, name: &str) {
        let hash: [u8; 32] = Sha256::digest(name.as_bytes()).into();
        let names = self.names_mut(kind);
        if names.len() < MAX_NAMES {
            names.insert(hex(&hash[..8]));
        }
    }

    /// How many inputs were left out for this reason.
    pub fn count(&self, kind: Kind) -> usize {
        match kind {
            Kind::Rejected => self.rejected.len(),
            Kind::Skipped => self.skipped.len(),
            Kind::UnknownFormat => self.unknown_format.len(),
        }
    }

    /// Whether nothing was left out.
    pub fn is_empty(&self) -> bool {
        [Kind::Rejected, Kind::Skipped, Kind::UnknownFormat].into_iter().all(|kind| self.count(kind) == 0)
    }

    /// What builds left out of the graph in `folder` so far.
    ///
    /// # Errors
    /// If the file is damaged or cannot be read.
    pub fn read(folder: &Path) -> Result<Self, Error> {
        let path = path(folder);
        match manifest::read::<Self>(&path) {
            Ok(found) if found.format == FORMAT => Ok(found),
            Ok(found) => Err(Error::Format { folder: folder.to_owned(), found: found.format }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(Error::io("read", &path)(error)),
        }
    }

    fn names_mut(&mut self, kind: Kind) -> &mut BTreeSet<String> {
        match kind {
            Kind::Rejected => &mut self.rejected,
            Kind::Skipped => &mut self.skipped,
            Kind::UnknownFormat => &mut self.unknown_format,
        }
    }

    fn merge(&mut self, other: Self) {
        for (kind, names) in [
            (Kind::Rejected, other.rejected),
            (Kind::Skipped, other.skipped),
            (Kind::UnknownFormat, other.unknown_format),
        ] {
            let mine = self.names_mut(kind);
            for name in names {
                if mine.len() < MAX_NAMES {
                    mine.insert(name);
                }
            }
        }
    }
}

impl Archive {
    /// Adds what a build left out to what others did.
    ///
    /// # Errors
    /// If the archive was opened for reading, or the disk refuses.
    pub fn add_left_out(&mut self, more: LeftOut) -> Result<(), Error> {
        if self.writer.is_none() {
            return Err(Error::ReadOnly(self.folder.clone()));
        }
        if more.is_empty() {
            return Ok(());
        }
        let before = LeftOut::read(&self.folder);
        let is_damaged = before.is_err();
        let before = before.unwrap_or_default();
        let mut all = before.clone();
        all.merge(more);
        all.format = FORMAT.to_owned();
        if all == before && !is_damaged {
            return Ok(());
        }
        let path = path(&self.folder);
        manifest::replace(&path, &all).map_err(Error::io("write", &path))
    }
}

/// The file of a graph.
pub fn path(folder: &Path) -> PathBuf {
    folder.join("left-out.json")
}
