//! Why an index could not be built: always which file, and where in it.

use std::io;
use std::path::{Path, PathBuf};

/// Why an index could not be built. Nothing is left of it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// An input could not be read on.
    #[error("cannot read {}{}: {source}; {}", path.display(), place(*line, *byte), remedy(source))]
    Read {
        /// The input.
        path: PathBuf,
        /// Lines that were read before; 0 if none.
        line: u64,
        /// Bytes of the file (as it is on disk) that were read before.
        byte: u64,
        /// What the system or the decompression says.
        source: io::Error,
    },
    /// A line is not what a file of this kind has.
    #[error("{}:{line}: {what}; is it {kind}? --kind says what a file is", path.display())]
    Line {
        /// The input.
        path: PathBuf,
        /// The line, from 1.
        line: u64,
        /// What is wrong.
        what: String,
        /// What the input was taken for.
        kind: &'static str,
    },
    /// The kind of an input cannot be told.
    #[error("cannot tell what {} is: {what}; say it with --kind", path.display())]
    Kind {
        /// The input.
        path: PathBuf,
        /// Why not.
        what: String,
    },
    /// Two records of one input have the same identifier.
    #[error("{}:{second}: the identifier {identifier} was given in line {first} already; give each once", path.display())]
    Duplicate {
        /// The input.
        path: PathBuf,
        /// The identifier.
        identifier: String,
        /// Line of the first record.
        first: u64,
        /// Line of the other.
        second: u64,
    },
    /// Identifiers that redirect to each other.
    #[error("{}: redirects go round in a circle: {}; take one of them out", path.display(), circle.join(" → "))]
    Circle {
        /// The input.
        path: PathBuf,
        /// The identifiers, the first again at the end.
        circle: Vec<String>,
    },
    /// There is nothing to look up.
    #[error("no names in the inputs; nothing was written")]
    Empty,
    /// The index, or what is needed on the way to it, could not be written.
    #[error("cannot write {}: {source}; make room there, or choose another place with -o; nothing was changed", path.display())]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

impl Error {
    pub(super) fn write(path: &Path) -> impl Fn(io::Error) -> Self + '_ {
        move |source| Self::Write { path: path.to_owned(), source }
    }
}

fn place(line: u64, byte: u64) -> String {
    if byte == 0 { String::new() } else { format!(" after line {line} (byte {byte} of the file)") }
}

fn remedy(source: &io::Error) -> &'static str {
    match source.kind() {
        io::ErrorKind::NotFound => "check the name",
        io::ErrorKind::PermissionDenied => "change its permissions",
        _ => "it may be cut short or damaged: download it again",
    }
}
