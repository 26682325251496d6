//! Keeping the file of digests: opening it, making it anew, putting it in place as a whole.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use super::Digests;
use super::file::{self, File, Made};
use crate::archive::{Archive, Error};
use crate::diagnostic::{Diagnostic, counted};
use crate::file::{Lasting, put};

/// So many documents may be read from the archive beside those that are kept: it takes some 0.3 ms each.
const ROOM: usize = 64;
/// Of a large graph one in so many: writing its file takes longer, too.
const SHARE: usize = 128;

/// The file of the digests of a graph.
pub fn path(folder: &Path) -> PathBuf {
    folder.join("index").join("digests")
}

/// Bytes of that file, if there is one.
pub fn size(folder: &Path) -> Option<u64> {
    fs::metadata(path(folder)).ok().filter(fs::Metadata::is_file).map(|found| found.len())
}

/// Opens the file, or makes it anew if that is due.
pub(super) fn open(archive: &Archive) -> Result<Digests<'_>, Error> {
    let with = |file, note| Digests { archive, file, is_damaged: AtomicBool::new(false), note };
    let path = path(archive.folder());
    let why = match File::open(&path) {
        Ok(file) => match behind(archive, &file) {
            changed if changed <= 4 * room(archive) => return Ok(with(Some(file), None)),
            changed => format!("{} changed since", counted(changed, "document")),
        },
        Err(why) => why.to_owned(),
    };
    let failed = rebuild(archive).err();
    // What only is not there yet is no news.
    let note = (why != MISSING || failed.is_some()).then(|| told(&why, failed));
    Ok(with(File::open(&path).ok(), note))
}

/// As the file is.
pub(super) fn as_kept(archive: &Archive) -> Digests<'_> {
    let file = File::open(&path(archive.folder())).ok();
    Digests { archive, file, is_damaged: AtomicBool::new(false), note: None }
}

const MISSING: &str = "it is missing";

/// What to say of a file that was made anew, or could not be.
pub(super) fn told(why: &str, failed: Option<Error>) -> String {
    let kept = failed
        .map(|error| format!("; it could not be kept ({error}), so that the next command takes as long"));
    format!("what networks need of the documents was collected anew: {why}{}", kept.unwrap_or_default())
}

/// Documents that are not in the file as they are, and those that are no more.
fn behind(archive: &Archive, file: &File) -> usize {
    let (mut kept, mut same) = (0, 0);
    for document in file.documents() {
        let place = archive.live.get(&document.id);
        kept += 1;
        same += usize::from(place.is_some_and(|place| file::state_of(place) == document.state));
    }
    archive.len().max(kept) - same
}

fn room(archive: &Archive) -> usize {
    ROOM.max(archive.len() / SHARE)
}

/// Brings the file up to the archive at the end of a change, unless so little changed that it can wait.
///
/// # Errors
/// If the archive is damaged or the disk refuses. The graph is whole without the file.
pub fn refresh(archive: &Archive) -> Result<(), Error> {
    let changed = File::open(&path(archive.folder())).map(|file| behind(archive, &file));
    match changed {
        Ok(0) => Ok(()),
        Ok(changed) if archive.len() > 2 * ROOM && changed <= room(archive) => Ok(()),
        _ => rebuild(archive),
    }
}

/// Makes the file anew, from the archive alone.
///
/// # Errors
/// If the archive is damaged or the disk refuses.
pub fn rebuild(archive: &Archive) -> Result<(), Error> {
    let target = path(archive.folder());
    put(
        &target,
        Lasting::Derived,
        |error| Error::io("write", &target)(error),
        |out| file::write(archive, anew(archive), out),
    )
}

/// The digests of all documents, from the archive.
fn anew(archive: &Archive) -> impl Iterator<Item = Result<Made, Error>> {
    archive.records_as(Made::of)
}

/// What is wrong with the file of an archive that is sound. `None` if it is as if it were made anew now, or is not there.
///
/// # Errors
/// If the archive cannot be read.
pub fn check(archive: &Archive) -> Result<Option<Diagnostic>, Error> {
    let path = path(archive.folder());
    let wrong = match File::open(&path) {
        Err(MISSING) => None,
        Err(why) => Some(why),
        Ok(file) if behind(archive, &file) > 0 => (!file.is_whole()).then_some("it is damaged"),
        Ok(_) => {
            let mut bytes = Vec::new();
            file::write(archive, anew(archive), &mut bytes)?;
            let found = fs::read(&path).map_err(Error::io("read", &path))?;
            (found != bytes).then_some("it does not hold what the archive holds")
        }
    };
    Ok(wrong.map(|wrong| {
        let message = format!("what networks need of the documents: {wrong}");
        Diagnostic::error(path.display().to_string(), message).hint(
            "it is no part of what is known: the next command makes it anew, as does `chancery check` with --repair",
        )
    }))
}
