//! Keeping the file of an index: opening it, making it anew, putting it in place as a whole.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::build::{Error, build};
use super::snapshot::{Failure, Opened, Snapshot};
use super::{Damage, Index};
use crate::archive::Archive;
use crate::diagnostic::{Diagnostic, Severity, counted};
use crate::file::{self, Lasting};

/// Up to so many documents the whole index is made anew after each change: it takes a blink.
const SMALL: usize = 400;
/// So many changed documents may be laid over an index at least: reading them takes a query some 0.3 ms each.
const ROOM: usize = 64;
/// Of a large graph one in so many: making its index anew takes longer, too.
const SHARE: usize = 128;

/// What [`refresh`] did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// The index held everything.
    Whole,
    /// So many documents changed since the index was made: too few to make it anew.
    Behind(usize),
    /// The index was written.
    Written,
}

/// The file of the index of a graph.
pub fn path(folder: &Path) -> PathBuf {
    folder.join("index").join("quads")
}

impl Snapshot {
    /// Opens the index of the graph in `folder` with what came since. If the file cannot be used, or `is_distrusted`, the
    /// index is made anew and kept, where that is possible.
    ///
    /// # Errors
    /// If the archive cannot be read.
    pub fn open(folder: &Path, is_distrusted: bool) -> Result<Opened, Error> {
        // The file first: whatever a process beside adds to the archive then comes after it.
        let index = Index::open(&path(folder));
        let archive = Archive::open(folder)?;
        let index = if is_distrusted { Err(Damage("it was damaged".to_owned())) } else { index };
        let damage = match index.map(|index| use_index(index, &archive)) {
            Ok(Ok(snapshot)) => return Ok(Opened { snapshot, base: archive.base().clone(), note: None }),
            Ok(Err(Failure::Build(error))) => return Err(error),
            Ok(Err(Failure::Damage(damage))) | Err(damage) => damage,
        };
        let mut bytes = Vec::new();
        build(&archive, &mut bytes)?;
        let kept = put(folder, |out| Ok(out.write_all(&bytes)?));
        let mut note = format!("the index for queries was made anew: {damage}");
        if let Err(error) = kept {
            note.push_str(&format!("; it could not be kept ({error}), so that the next query takes as long"));
        }
        let index = Index::from_bytes(bytes).map_err(|damage| io::Error::other(damage.to_string()))?;
        let snapshot = Snapshot::from_index(index);
        Ok(Opened { snapshot, base: archive.base().clone(), note: Some(note) })
    }
}

/// An index with what changed since, unless it is of another archive or too far behind.
fn use_index(index: Index, archive: &Archive) -> Result<Snapshot, Failure> {
    let Some(changed) = archive.changes_since(index.state()).map_err(Error::from)? else {
        return Err(Damage("it is not of this archive".to_owned()).into());
    };
    if changed.len() > 4 * room(archive) {
        return Err(Damage(format!("{} changed since", counted(changed.len(), "document"))).into());
    }
    Snapshot::new(index, archive, &changed)
}

/// Documents that may be laid over an index.
fn room(archive: &Archive) -> usize {
    ROOM.max(archive.len() / SHARE)
}

/// Brings the index up to the archive at the end of a change, unless so little changed that it can wait.
///
/// # Errors
/// If the archive is damaged or the disk refuses. The graph is whole without an index.
pub fn refresh(archive: &Archive) -> Result<Kept, Error> {
    let changed = match Index::open(&path(archive.folder())) {
        Ok(index) => archive.changes_since(index.state())?,
        Err(_) => None,
    };
    match changed.map(|changed| changed.len()) {
        Some(0) => Ok(Kept::Whole),
        Some(count) if archive.len() > SMALL && count <= room(archive) => Ok(Kept::Behind(count)),
        _ => rebuild(archive).map(|()| Kept::Written),
    }
}

/// Makes the index anew.
///
/// # Errors
/// If the archive is damaged or the disk refuses.
pub fn rebuild(archive: &Archive) -> Result<(), Error> {
    put(archive.folder(), |out| build(archive, out))
}

/// Bytes of the file of the index of a graph, if there is one.
pub fn size(folder: &Path) -> Option<u64> {
    fs::metadata(path(folder)).ok().filter(fs::Metadata::is_file).map(|found| found.len())
}

/// What is wrong with the index of an archive that is sound. `None` if it is as if it were made anew now.
///
/// # Errors
/// If the archive cannot be read.
pub fn check(archive: &Archive) -> Result<Option<Diagnostic>, Error> {
    let path = path(archive.folder());
    let name = path.display().to_string();
    let remedy = "it is no part of what is known: the next query makes it anew, as does `chancery check` with --repair";
    if !path.exists() {
        let message = "there is no index for queries yet";
        return Ok(Some(Diagnostic::new(Severity::Note, name, message).hint("the first query makes it")));
    }
    let index = Index::open(&path).and_then(|index| index.verify().map(|()| index));
    let wrong =
        match index.map(|index| Ok::<_, Error>((*index.state(), archive.changes_since(index.state())?))) {
            Err(damage) => Some(damage.to_string()),
            Ok(found) => match found? {
                (_, None) => Some("it is not of this archive".to_owned()),
                (state, Some(_)) if state == archive.state() => {
                    let mut bytes = Vec::new();
                    build(archive, &mut bytes)?;
                    (fs::read(&path)? != bytes).then(|| "it does not hold what the archive holds".to_owned())
                }
                _ => None,
            },
        };
    Ok(wrong.map(|wrong| Diagnostic::error(name, format!("the index for queries: {wrong}")).hint(remedy)))
}

fn put(folder: &Path, write: impl FnOnce(&mut dyn Write) -> Result<(), Error>) -> Result<(), Error> {
    file::put(&path(folder), Lasting::Derived, Error::from, write)
}
