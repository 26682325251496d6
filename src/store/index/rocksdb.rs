//! The index in RocksDB (feature `rocksdb`): for graphs whose quads do not fit in memory.
//!
//! Comes in: an archive, who is who in it and what was loaded beside it. Goes out: an oxigraph store in `KG/index/rocksdb` that
//! answers as the index of pages does. Queries read it from disk, and it is written in runs: only the names of entities are ever in
//! memory all together. It is never the truth and never changed: it is made beside, synced, put in place as a whole, and made anew
//! when the graph is in another state.
//!
//! ```text
//! KG/index/rocksdb/stamp.json   format, what it was made of, chancery's terms in it
//! KG/index/rocksdb/store/       the files of RocksDB
//! ```

mod load;

use std::collections::BTreeSet;
use std::fmt::Display;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use oxigraph::sparql::{CancellationToken, SparqlEvaluator};
use oxigraph::store::Store;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::build::Error as BuildError;
use crate::archive::{Archive, Decisions};
use crate::diagnostic::Diagnostic;
use crate::graph::iri::Base;
use crate::limits::Limits;
use crate::store::evaluate::{self, Collector};
use crate::store::loaded;
use crate::store::query::{Error, QueryOutput};

/// Name and version of the format.
const FORMAT: &str = "chancery.rocksdb/1";
/// How the names of unfinished folders begin and end.
const UNFINISHED: [&str; 2] = [".rocksdb-", ".tmp"];
const STAMP: &str = "stamp.json";
const STORE: &str = "store";
const LOCK: &str = "lock";

/// A store on disk, ready for queries.
pub struct OnDisk {
    store: Store,
    /// Local names of chancery's terms in the graph.
    known: BTreeSet<String>,
    base: Base,
    /// What was wrong with the store that was there, if it was made anew.
    pub note: Option<String>,
}

/// The folder of the index of a graph.
pub fn path(folder: &Path) -> PathBuf {
    folder.join("index").join("rocksdb")
}

impl OnDisk {
    /// Opens the store of the graph in `folder`; makes it if it is missing, of another state or version, damaged, or if it
    /// `is_distrusted`.
    ///
    /// # Errors
    /// If the archive cannot be read, or the store not be made.
    pub fn open(folder: &Path, is_distrusted: bool) -> Result<Self, Error> {
        let archive = Archive::open(folder).map_err(load_error)?;
        let made_of = made_of(&archive)?;
        let found = if is_distrusted { Err("it was damaged".to_owned()) } else { read(folder, &made_of) };
        let base = archive.base().clone();
        let why = match found {
            Ok((store, known)) => return Ok(Self { store, known, base, note: None }),
            Err(why) => why,
        };
        make(&archive, &made_of).map_err(|error| {
            let path = path(folder);
            load_error(format!(
                "cannot make the index in {}: {error}; free space there, or leave out --backend",
                path.display()
            ))
        })?;
        let (store, known) = read(folder, &made_of).map_err(load_error)?;
        Ok(Self { store, known, base, note: Some(format!("the index in RocksDB was made anew: {why}")) })
    }

    /// Evaluates a query in this process, as [`Snapshot::evaluate`](super::Snapshot::evaluate) does.
    ///
    /// # Errors
    /// [`Error`] if the query is refused, wrong or took too long.
    pub fn evaluate(
        &self,
        query: &str,
        limits: &Limits,
        cancel: &CancellationToken,
    ) -> Result<QueryOutput, Error> {
        let parsed = evaluate::checked(query, &self.base, limits)?;
        let collector = Collector::new(limits);
        let deadline = collector.deadline;
        let mut evaluator = SparqlEvaluator::new().with_cancellation_token(cancel.clone());
        for (name, function) in evaluate::functions() {
            evaluator = evaluator.with_custom_function(name, function);
        }
        let results = evaluator.for_query(parsed).on_store(&self.store).execute();
        let answer =
            results.map_err(|error| collector.refused(&error)).and_then(|all| collector.collect(all));
        evaluate::finish(answer?, deadline, limits, |_| evaluate::hints(query, &self.known))
    }
}

/// What is wrong with the store of an archive that is sound; `None` if there is none, or if all of it is as it should be.
///
/// # Errors
/// If the archive cannot be read.
pub fn check(archive: &Archive) -> Result<Option<Diagnostic>, Error> {
    let path = path(archive.folder());
    if !path.exists() {
        return Ok(None);
    }
    let found = read(archive.folder(), &made_of(archive)?);
    let found = found.and_then(|(store, _)| store.validate().map_err(|error| error.to_string()));
    let remedy = "it is no part of what is known: the next query with --backend rocksdb makes it anew";
    let finding = |why| {
        Diagnostic::warning(path.display().to_string(), format!("the index in RocksDB: {why}")).hint(remedy)
    };
    Ok(found.err().map(finding))
}

fn load_error(error: impl Display) -> Error {
    Error::Load(error.to_string())
}

/// All that the content of the store depends on.
fn made_of(archive: &Archive) -> Result<Value, Error> {
    let decisions = Decisions::read(archive.folder()).map_err(load_error)?;
    let loaded = loaded::hashes(archive.folder()).map_err(load_error)?;
    let state = archive.state();
    let hash: String = state.hash.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(json!({
        "program": env!("CARGO_PKG_VERSION"), "records": state.records, "bytes": state.bytes, "hash": hash,
        "decisions": decisions.hash(), "loaded": loaded,
    }))
}

/// The store, and chancery's terms in it; else why it cannot be used.
fn read(folder: &Path, made_of: &Value) -> Result<(Store, BTreeSet<String>), String> {
    let path = path(folder);
    let text = fs::read(path.join(STAMP)).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => "it is missing".to_owned(),
        _ => format!("it cannot be read: {error}"),
    })?;
    let stamp: Value =
        serde_json::from_slice(&text).map_err(|error| format!("its stamp is damaged: {error}"))?;
    let format = stamp.get("format").and_then(Value::as_str).unwrap_or("none");
    if format != FORMAT {
        return Err(format!("it is of version {format}, and this program reads {FORMAT}"));
    }
    if stamp.get("made_of") != Some(made_of) {
        return Err("it is of another state of the graph".to_owned());
    }
    let known = stamp.get("terms").and_then(Value::as_array).into_iter().flatten();
    let known = known.filter_map(Value::as_str).map(str::to_owned).collect();
    let store = Store::open_read_only(path.join(STORE));
    Ok((store.map_err(|error| format!("it cannot be opened: {error}"))?, known))
}

/// Makes the store beside and puts it in place.
fn make(archive: &Archive, made_of: &Value) -> Result<(), BuildError> {
    let target = path(archive.folder());
    let parent = target.parent().unwrap_or(&target);
    fs::create_dir_all(parent)?;
    clear_unfinished(parent);
    let beside = unfinished(parent)?;
    // Held until the folder is in place: whoever finds it without a lock knows that its process has ended.
    let lock = new_file(&beside.path().join(LOCK))?;
    let _ = lock.try_lock();
    let store = Store::open(beside.path().join(STORE)).map_err(io::Error::from)?;
    let terms = load::load(archive, &store)?;
    store.flush().and_then(|()| store.optimize()).map_err(io::Error::from)?;
    drop(store);
    let stamp = json!({ "format": FORMAT, "made_of": made_of, "terms": terms });
    writeln!(new_file(&beside.path().join(STAMP))?, "{stamp}")?;
    sync(beside.path())?;
    fs::remove_file(beside.path().join(LOCK))?;
    Ok(put(beside, &target)?)
}

fn unfinished(parent: &Path) -> io::Result<TempDir> {
    let [prefix, suffix] = UNFINISHED;
    tempfile::Builder::new().prefix(prefix).suffix(suffix).tempdir_in(parent)
}

fn new_file(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}

/// Puts a finished folder in place of the old one; between the two there is none.
fn put(beside: TempDir, target: &Path) -> io::Result<()> {
    let old = unfinished(target.parent().unwrap_or(target))?;
    match fs::rename(target, old.path()) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    fs::rename(beside.path(), target)?;
    // Nothing is left there to be deleted.
    let _ = beside.keep();
    Ok(())
}

/// What is written is on the disk: what follows may name it.
fn sync(folder: &Path) -> io::Result<()> {
    let mut pending = vec![folder.to_owned()];
    while let Some(path) = pending.pop() {
        if path.is_dir() {
            for entry in fs::read_dir(&path)? {
                pending.push(entry?.path());
            }
        }
        File::open(&path)?.sync_all()?;
    }
    Ok(())
}

/// Removes what processes left that were ended while they wrote: the folders on which nobody holds a lock.
fn clear_unfinished(parent: &Path) {
    let [prefix, suffix] = UNFINISHED;
    for entry in fs::read_dir(parent).into_iter().flatten().filter_map(Result::ok) {
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.starts_with(prefix) || !name.ends_with(suffix) {
            continue;
        }
        let lock = OpenOptions::new().write(true).open(entry.path().join(LOCK));
        if lock.map_or(true, |lock| lock.try_lock().is_ok()) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}
