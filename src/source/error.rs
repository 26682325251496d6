//! Why inputs cannot be read, and what can be done about it.

use std::io;
use std::path::{Path, PathBuf};

use super::format;
use crate::diagnostic::Diagnostic;

/// Why an input cannot be read, or why none can.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is no such input, or it cannot be looked at.
    #[error("cannot read {path}: {source}; {}", remedy(path, source))]
    Unreadable {
        /// The input.
        path: PathBuf,
        /// The reason.
        #[source]
        source: io::Error,
    },
    /// The extension says nothing.
    #[error("cannot tell the format of {path}: {}", hint_for(path, extensions))]
    UnknownExtension {
        /// The input.
        path: PathBuf,
        /// All that are known.
        extensions: String,
    },
    /// A folder or a pattern holds nothing that can be read.
    #[error("nothing to read in {path}: files need one of the extensions {extensions}")]
    NothingToRead {
        /// The folder or pattern.
        path: PathBuf,
        /// All that are known.
        extensions: String,
    },
    /// A folder is what `chancery build` made.
    #[error(
        "cannot read {path} as articles: it is a graph; `chancery export` writes what it says for others"
    )]
    Graph {
        /// The folder.
        path: PathBuf,
    },
    /// A pattern is not one.
    #[error("cannot understand the pattern {pattern}: {reason}; put it in quotes, such as 'news/*.txt'")]
    BadPattern {
        /// The pattern.
        pattern: String,
        /// What is wrong.
        reason: String,
    },
    /// Of several inputs none can be read.
    #[error("none of the {} inputs can be read{}", .0.len(), one_a_line(.0))]
    All(Vec<Error>),
    /// The reading thread could not be started.
    #[error("cannot start the reading thread: {0}")]
    Thread(#[source] io::Error),
}

impl Error {
    /// As a message about the one input, for when the others can be read.
    pub(super) fn to_diagnostic(&self) -> Diagnostic {
        match self {
            Self::Unreadable { path, source } => {
                Diagnostic::error(path.display().to_string(), format!("cannot be read: {source}"))
                    .hint(remedy(path, source))
            }
            Self::UnknownExtension { path, extensions } => {
                Diagnostic::error(path.display().to_string(), "cannot tell the format")
                    .hint(hint_for(path, extensions))
            }
            Self::NothingToRead { path, extensions } => {
                Diagnostic::error(path.display().to_string(), "there is nothing to read")
                    .hint(format!("check the name; files need one of the extensions {extensions}"))
            }
            Self::Graph { path } => Diagnostic::error(path.display().to_string(), "a graph, not articles")
                .hint("`chancery export` writes what it says for others"),
            Self::BadPattern { pattern, reason } => {
                Diagnostic::error(pattern, format!("cannot understand the pattern: {reason}"))
                    .hint("put it in quotes, such as 'news/*.txt'")
            }
            Self::All(_) | Self::Thread(_) => Diagnostic::error("inputs", self.to_string()),
        }
    }
}

/// What can be done about an input that the system does not give.
fn remedy(path: &Path, error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => match std::fs::read_link(path) {
            Ok(target) => format!("it is a link to {}, which is not there", target.display()),
            Err(_) => "check the name".to_owned(),
        },
        io::ErrorKind::PermissionDenied => "give yourself the right to read it, or leave it out".to_owned(),
        _ => "check that it is a file or a folder, or leave it out".to_owned(),
    }
}

/// What can be done about a file that no reader is for.
fn hint_for(path: &Path, extensions: &str) -> String {
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase());
    let conversion = extension.as_deref().and_then(format::conversion);
    conversion.map_or_else(
        || {
            format!(
                "say which it is with --input-format; known extensions are {extensions}, each also with .gz or .zst"
            )
        },
        str::to_owned,
    )
}

fn one_a_line(errors: &[Error]) -> String {
    errors.iter().map(|error| format!("\n  {error}")).collect()
}
