//! Bringing what is kept beside a graph up to it, after documents came, changed or went.
//!
//! Comes in: an archive. Goes out: the files below `KG/index`. Without these a graph is whole, so that a failure is told and no more.

use crate::archive::{Archive, digest};
use crate::diagnostic::Diagnostic;
use crate::resolve::keep;
use crate::store::index;

/// Brings what is kept beside the graph up to it: the index for queries, and who is who across documents. Without these a graph
/// is whole, so that a failure is told and no more.
pub(super) fn all(archive: &Archive, tell: &mut dyn FnMut(&Diagnostic)) {
    queries(archive, tell);
    digests(archive, tell);
    who_is_who(archive, tell);
}

/// Works out who is who and which documents print one text, so that the next command need not.
pub(super) fn who_is_who(archive: &Archive, tell: &mut dyn FnMut(&Diagnostic)) {
    let note = match keep::load(archive, false) {
        Ok(resolved) => resolved.note,
        Err(error) => Some(format!("who is who could not be worked out: {error}")),
    };
    if let Some(note) = note {
        tell(&Diagnostic::warning(keep::path(archive.folder()).display().to_string(), note));
    }
}

/// Brings the index for queries up to the graph. Gives whether it was made anew.
pub(super) fn queries(archive: &Archive, tell: &mut dyn FnMut(&Diagnostic)) -> bool {
    let kept = index::refresh(archive);
    if let Err(error) = &kept {
        let name = index::path(archive.folder()).display().to_string();
        let message = format!("the index for queries could not be written: {error}");
        tell(&Diagnostic::warning(name, message).hint("nothing is lost; the next query makes it anew"));
    }
    kept.is_ok_and(|kept| kept == index::Kept::Written)
}

/// Brings what networks need of the documents up to the graph.
pub(super) fn digests(archive: &Archive, tell: &mut dyn FnMut(&Diagnostic)) {
    if let Err(error) = digest::refresh(archive) {
        let name = digest::path(archive.folder()).display().to_string();
        let message = format!("what networks need of the documents could not be written: {error}");
        tell(&Diagnostic::warning(name, message).hint("nothing is lost; the next command makes it anew"));
    }
}
