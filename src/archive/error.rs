//! What can go wrong with an archive.

use std::io;
use std::path::{Path, PathBuf};

use crate::graph::iri::BaseError;

/// Why an archive could not be opened, read or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is no graph.
    #[error("no knowledge graph at {}: settings.json is missing; make one with `chancery build INPUT -o {}`", .0.display(), .0.display())]
    NotAGraph(PathBuf),
    /// A file was named, not the folder of a graph.
    #[error("{} is a file, not a knowledge graph; make a graph of it with `chancery build {} -o KG`", .0.display(), .0.display())]
    IsFile(PathBuf),
    /// There are records, but what says that they are a graph is gone.
    #[error("{} holds records, but settings.json is missing; `chancery check {} --repair` makes it anew from them", .0.display(), .0.display())]
    NoSettings(PathBuf),
    /// There is one already.
    #[error("{} already holds a knowledge graph; open it instead", .0.display())]
    Exists(PathBuf),
    /// The directory is used for something else.
    #[error("{} is not empty and holds no knowledge graph; choose another directory", .0.display())]
    NotEmpty(PathBuf),
    /// Another process writes.
    #[error("{} is in use by another process{}; wait for it to end", .folder.display(), .pid.as_ref().map(|pid| format!(" (pid {pid})")).unwrap_or_default())]
    InUse {
        /// The graph.
        folder: PathBuf,
        /// The other process, where known.
        pid: Option<String>,
    },
    /// Opened for reading.
    #[error("{} was opened for reading only", .0.display())]
    ReadOnly(PathBuf),
    /// Made by a newer program.
    #[error("{} has the format \"{found}\", which this version does not know; use a newer chancery", .folder.display())]
    Format {
        /// The graph.
        folder: PathBuf,
        /// What it says.
        found: String,
    },
    /// The base IRI is not usable.
    #[error(transparent)]
    Base(#[from] BaseError),
    /// The file differs from what the checksums or the manifest say.
    #[error("{} is damaged at byte {offset}: {what}; `chancery check {} --repair` sets the damage aside and keeps the rest", .path.display(), graph_of(.path).display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// Where.
        offset: u64,
        /// What is wrong.
        what: String,
    },
    /// A record does not fit the format.
    #[error("the document \"{id}\" cannot be recorded: {why}")]
    Record {
        /// The document.
        id: String,
        /// Why.
        why: String,
    },
    /// A decision can never be replayed.
    #[error("decision {number} cannot be recorded: {why}")]
    Decision {
        /// Its number.
        number: u64,
        /// Why.
        why: &'static str,
    },
    /// No such document.
    #[error("no document \"{0}\" in the graph; `chancery info --documents` lists them")]
    Unknown(String),
    /// The record could not be written; what was written before stays.
    #[error("cannot write {}: {source}; {saved} documents are saved, free space or repair the disk and run again", .path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Live documents that are safe.
        saved: usize,
        /// The cause.
        source: io::Error,
    },
    /// Anything else the system refused.
    #[error("cannot {action} {}: {source}{}", .path.display(), remedy(source))]
    Io {
        /// What was tried.
        action: &'static str,
        /// With what.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
}

/// What can be done about an error of the system.
fn remedy(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "; choose a folder that you may write to"
        }
        io::ErrorKind::NotADirectory => "; a part of this path is a file: choose another folder",
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "; make room or choose another disk",
        _ => "",
    }
}

/// The graph that one of its files belongs to.
fn graph_of(path: &Path) -> &Path {
    let folder = path.parent().unwrap_or(path);
    let is_inner = folder.file_name().is_some_and(|name| name == "archive");
    folder.parent().filter(|_| is_inner).unwrap_or(folder)
}

impl Error {
    /// Turns an I/O error into one that names what was tried with what.
    pub(super) fn io(action: &'static str, path: &Path) -> impl Fn(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { action, path: path.clone(), source }
    }

    pub(super) fn damaged(path: &Path, offset: u64, what: impl Into<String>) -> Self {
        Self::Damaged { path: path.to_owned(), offset, what: what.into() }
    }
}
