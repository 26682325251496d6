//! Turtle files to [`Ontology`]: those that come with the program, and a folder of a user's own.
//!
//! In come files or texts; out come the compiled ontology and all that is wrong with them, each with file, line and
//! column. What is wrong is left out and the rest is used. [`read`] is pure; the others open files.
//!
//! ```
//! use chancery::ontology::load::{Source, read};
//! let text = r#"@prefix ch: <https://w3id.org/chancery/ontology#> .
//!     ch:spokeWith ch:frame "SUBJ call OBJ" ."#;
//! let (_, diagnostics) = read(&[Source::new("mine.ttl", text)]);
//! assert!(diagnostics[0].to_string().starts_with("mine.ttl:2:5: error: unknown relation `spokeWith`"));
//! ```

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

pub use super::turtle::Source;

use super::facts::{Facts, Report};
use super::relation::Relations;
use super::tree::Tree;
use super::turtle::Sheet;
use super::{Gazetteer, Offices, Ontology, bundled, check, gazetteer, lexicon};
use crate::diagnostic::{Diagnostic, Severity};
use crate::limits::Limits;

/// Levels of folders that are read below the one given: links may make a circle.
const MAX_FOLDER_DEPTH: usize = 16;

/// Why no ontology could be loaded.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The folder cannot be listed.
    #[error("cannot read the ontology folder {path}: {source}; give a folder that holds .ttl files")]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// The folder holds no Turtle.
    #[error("no .ttl file in {path}; give a folder that holds an ontology")]
    Empty {
        /// The folder.
        path: PathBuf,
    },
    /// A file that comes with the program is faulty.
    #[error("the bundled ontology is faulty: {0}")]
    Bundled(Diagnostic),
}

/// The ontology that comes with the program.
///
/// # Errors
/// [`Error::Bundled`] if one of its files is faulty, which the tests rule out.
pub fn bundled() -> Result<Ontology, Error> {
    let (ontology, diagnostics) = read(&bundled_sources());
    match diagnostics.into_iter().find(|diagnostic| diagnostic.severity == Severity::Error) {
        Some(fault) => Err(Error::Bundled(fault)),
        None => Ok(ontology),
    }
}

/// The texts that [`bundled`] or, with a folder, [`with_folder`] compiles.
///
/// # Errors
/// As [`with_folder`].
pub fn texts(own: Option<&Path>, limits: &Limits) -> Result<Vec<Source>, Error> {
    match own {
        Some(path) => merged(path, limits).map(|(files, _)| files),
        None => Ok(bundled_sources()),
    }
}

/// The bundled ontology together with a folder of `*.ttl` that adds to it: relations, frames and examples of relations
/// that are there, words, names. A file with the path of a bundled one, such as `relations/consult.ttl`, replaces it.
///
/// # Errors
/// [`Error::Folder`] if the folder cannot be read, [`Error::Empty`] if it has no Turtle in it. Faults of single files
/// are diagnostics.
pub fn with_folder(path: &Path, limits: &Limits) -> Result<(Ontology, Vec<Diagnostic>), Error> {
    let (files, mut diagnostics) = merged(path, limits)?;
    let (ontology, found) = read(&files);
    diagnostics.extend(found);
    Ok((ontology, diagnostics))
}

/// The bundled files that are not replaced, then those of a folder.
fn merged(path: &Path, limits: &Limits) -> Result<(Vec<Source>, Vec<Diagnostic>), Error> {
    let (own, diagnostics) = sources(path, limits)?;
    let is_replaced = |(name, _): &&(&str, &str)| own.iter().any(|(relative, _)| relative == name);
    let kept = bundled::FILES.iter().filter(|file| !is_replaced(file));
    let mut files: Vec<Source> = kept.map(|(name, text)| Source::new(shown(name), *text)).collect();
    files.extend(own.into_iter().map(|(_, source)| source));
    Ok((files, diagnostics))
}

/// A folder of `*.ttl` alone, without what comes with the program.
///
/// # Errors
/// As [`with_folder`].
pub fn folder(path: &Path, limits: &Limits) -> Result<(Ontology, Vec<Diagnostic>), Error> {
    let (own, mut diagnostics) = sources(path, limits)?;
    let files: Vec<Source> = own.into_iter().map(|(_, source)| source).collect();
    let (ontology, found) = read(&files);
    diagnostics.extend(found);
    Ok((ontology, diagnostics))
}

/// Compiles texts. Diagnostics come in the order of the files, then of lines and columns.
pub fn read(files: &[Source]) -> (Ontology, Vec<Diagnostic>) {
    // Parsing is half of the work, and files do not know of each other.
    let parsed: Vec<_> = files.par_iter().map(Sheet::parse).collect();
    let (mut found, mut sheets) = (Vec::new(), Vec::new());
    for (file, (sheet, errors)) in parsed.into_iter().enumerate() {
        found.extend(errors.into_iter().map(|error| (file, error)));
        sheets.push(sheet);
    }
    let facts = Facts::of(&sheets);
    let mut report = Report::new(&sheets);
    let ontology = Ontology { version: version_of(files), ..compile(&facts, &mut report) };
    found.extend(report.finish());
    found.sort_by_key(|(file, diagnostic)| (*file, diagnostic.position));
    (ontology, found.into_iter().map(|(_, diagnostic)| diagnostic).collect())
}

/// The same for the same texts in the same order, wherever the files are.
fn version_of(files: &[Source]) -> String {
    let mut hash = Sha256::new();
    for file in files {
        hash.update((file.text.len() as u64).to_le_bytes());
        hash.update(&file.text);
    }
    let digest: String = hash.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    format!("{}+{digest}", env!("CARGO_PKG_VERSION"))
}

fn compile(facts: &Facts<'_>, report: &mut Report<'_>) -> Ontology {
    let tree = Tree::read(facts, report);
    let Relations { relations, frames, examples, .. } = Relations::read(facts, &tree, report);
    let lexicons = lexicon::read(facts, report);
    let is_reporting = |list: &str| list.starts_with("reporting") && !list.starts_with("reportingNoun");
    let reporting = lexicons.words_of(is_reporting).map(|(_, word)| word.to_owned()).collect();
    let gazetteer: Gazetteer = gazetteer::read(facts, &tree, report);
    check::all(facts, report);
    let namesakes = Offices::bundled().namesakes();
    let mut ontology = Ontology {
        relations,
        frames,
        examples,
        reporting,
        lexicons,
        gazetteer,
        namesakes,
        ..Ontology::default()
    };
    ontology.index_frames();
    ontology
}

fn bundled_sources() -> Vec<Source> {
    bundled::FILES.iter().map(|(name, text)| Source::new(shown(name), *text)).collect()
}

/// The name of a bundled file in messages.
fn shown(name: &str) -> String {
    format!("ontology/{name}")
}

/// A file with its path below the folder that it was found in, parts joined by `/`.
type Placed = (String, Source);

/// The Turtle files of a folder in order of their paths, each with its path below the folder, and what is wrong with
/// those that cannot be used.
fn sources(root: &Path, limits: &Limits) -> Result<(Vec<Placed>, Vec<Diagnostic>), Error> {
    let mut diagnostics = Vec::new();
    let paths = turtle_files(root, &mut diagnostics)?;
    if paths.is_empty() {
        return Err(Error::Empty { path: root.to_owned() });
    }
    let mut sources = Vec::new();
    for path in paths {
        let name = path.display().to_string();
        match read_file(&path, limits) {
            Ok(text) => {
                let relative = path.strip_prefix(root).unwrap_or(&path);
                let parts = relative.iter().map(|part| part.to_string_lossy());
                sources.push((parts.collect::<Vec<_>>().join("/"), Source { name, text }));
            }
            Err((message, hint)) => diagnostics.push(Diagnostic::error(name, message).hint(hint)),
        }
    }
    Ok((sources, diagnostics))
}

/// All `*.ttl` below `root`, sorted. A subfolder that cannot be listed is a diagnostic.
fn turtle_files(root: &Path, diagnostics: &mut Vec<Diagnostic>) -> Result<Vec<PathBuf>, Error> {
    let mut found = Vec::new();
    let mut open = vec![(root.to_owned(), 0)];
    while let Some((folder, depth)) = open.pop() {
        let listed =
            fs::read_dir(&folder).and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect());
        let paths: Vec<PathBuf> = match listed {
            Ok(paths) => paths,
            Err(source) if depth == 0 => return Err(Error::Folder { path: folder, source }),
            Err(error) => {
                let name = folder.display().to_string();
                let message = format!("cannot list the folder: {error}");
                diagnostics.push(Diagnostic::error(name, message).hint("its files are left out"));
                continue;
            }
        };
        for path in paths {
            if path.is_dir() && depth < MAX_FOLDER_DEPTH {
                open.push((path, depth + 1));
            } else if path.extension().is_some_and(|extension| extension == "ttl") {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// The text of a file, or what is wrong with it and what to do.
fn read_file(path: &Path, limits: &Limits) -> Result<String, (String, &'static str)> {
    let unreadable = |error: io::Error| (format!("cannot read the file: {error}"), "it is left out");
    let mut bytes = Vec::new();
    let file = fs::File::open(path).map_err(unreadable)?;
    // The length that the system gives is no limit: a device has none.
    file.take(limits.max_ontology_bytes.saturating_add(1)).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > limits.max_ontology_bytes {
        let message = format!("the file has more than the {} bytes that are read", limits.max_ontology_bytes);
        return Err((message, "split the file"));
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        (format!("no UTF-8 from byte {at} on"), "Turtle is UTF-8; convert the file")
    })
}
