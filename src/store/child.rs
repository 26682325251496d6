//! The child process that evaluates one query, and the form in which it answers.
//!
//! The parent gives limits and folder as arguments and the query on standard input. The child opens the index of the graph,
//! says [`READY`], limits its own memory, evaluates on a thread with a large stack and writes one answer:
//! lines `note TEXT`, a line `truncated REASON`, then `solutions` or `graph` and the result, or `error KIND` and a
//! text. If the evaluator ends the process instead, the parent sees that.

use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use oxigraph::sparql::CancellationToken;

use super::index::{Opened, Snapshot};
use super::loaded;
use super::query::{Answer, Backend, Error, QueryOutput, Truncated, from_json, from_ntriples, hard_timeout};
use super::results::{self, ResultFormat};
use super::syntax;
use crate::archive::Archive;
use crate::graph::iri::Base;
use crate::limits::Limits;
use crate::link::Layers;
use crate::reason::Schema;
use crate::resolve::keep;

/// What the child says when the index is open and time begins to count.
pub const READY: &[u8] = b"ready\n";
/// Exit status of a child that ended itself because time ran out.
pub const EXIT_TIMEOUT: i32 = 3;
/// Stack of the evaluating thread: parser and planner recurse.
const STACK_BYTES: usize = 256 << 20;

/// Limits as arguments, in the order in which [`from_arguments`] reads them.
///
/// The last says whether the file of the index is not to be used.
pub(super) fn to_arguments(limits: &Limits, is_distrusted: bool) -> Vec<OsString> {
    [
        limits.max_query_bytes as u64,
        limits.max_query_depth as u64,
        limits.max_query_patterns as u64,
        limits.query_timeout_ms,
        limits.max_query_rows as u64,
        limits.max_query_memory_bytes,
        u64::from(is_distrusted),
    ]
    .iter()
    .map(|number| OsString::from(number.to_string()))
    .collect()
}

/// Limits from the numbers that the parent gave, and whether the file of the index is not to be used; `None` if they are
/// not seven.
pub fn from_arguments(numbers: &[u64]) -> Option<(Limits, bool)> {
    let &[bytes, depth, patterns, timeout, rows, memory, is_distrusted] = numbers else { return None };
    let size = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    let limits = Limits {
        max_query_bytes: size(bytes),
        max_query_depth: size(depth),
        max_query_patterns: size(patterns),
        query_timeout_ms: timeout,
        max_query_rows: size(rows),
        max_query_memory_bytes: memory,
        ..Limits::default()
    };
    Some((limits, is_distrusted != 0))
}

/// What a child is asked to answer of.
#[derive(Clone, Debug, Default)]
pub struct Asked<'a> {
    /// Whether the file of the index is not to be used.
    pub is_distrusted: bool,
    /// Whether only what was extracted is asked for: neither who is who nor which documents print one text.
    pub is_as_extracted: bool,
    /// Where places lie, if that is asked for, too: by the bundled index and these.
    pub places: Option<&'a [PathBuf]>,
    /// What the ontology declares, if what follows from it is asked for, too.
    pub schema: Option<&'a Schema>,
    /// What answers.
    pub backend: Backend,
}

/// The child's work: reads a query from `input`, evaluates it over the graph in `folder`, writes the answer.
///
/// # Errors
/// If `output` refuses; everything else is part of the answer.
pub fn child_main(
    folder: &Path,
    limits: &Limits,
    asked: &Asked<'_>,
    input: &mut dyn Read,
    output: &mut dyn Write,
) -> io::Result<()> {
    end_with_parent();
    let mut query = String::new();
    input.take(limits.max_query_bytes as u64 + 1).read_to_string(&mut query)?;
    let (index, note) = match open_index(folder, limits, asked) {
        Ok(opened) => opened,
        Err(error) => return write_error(&error, output),
    };
    output.write_all(READY)?;
    output.flush()?;
    let cancel = CancellationToken::new();
    let is_evaluated = Arc::new(AtomicBool::new(false));
    start_clock(limits, cancel.clone(), Arc::clone(&is_evaluated));
    let limits = limits.clone();
    let answer = thread::Builder::new().stack_size(STACK_BYTES).spawn(move || {
        cap_memory(limits.max_query_memory_bytes);
        let answer = index.evaluate(&query, &limits, &cancel);
        // Dropping many pages takes time, and the process ends anyway.
        std::mem::forget(index);
        is_evaluated.store(true, Ordering::SeqCst);
        answer
    })?;
    match answer.join() {
        Ok(Ok(mut answer)) => {
            answer.notes.splice(0..0, note);
            write_answer(&answer, output)
        }
        Ok(Err(error)) => write_error(&error, output),
        Err(_) => write_error(&Error::Evaluation("the evaluator failed".to_owned()), output),
    }
}

/// What answers.
enum Answering {
    Pages(Box<Snapshot>, Base),
    #[cfg(feature = "rocksdb")]
    Rocksdb(super::index::rocksdb::OnDisk),
}

impl Answering {
    fn evaluate(
        &self,
        query: &str,
        limits: &Limits,
        cancel: &CancellationToken,
    ) -> Result<QueryOutput, Error> {
        match self {
            Self::Pages(snapshot, base) => snapshot.evaluate(query, base, limits, cancel),
            #[cfg(feature = "rocksdb")]
            Self::Rocksdb(store) => store.evaluate(query, limits, cancel),
        }
    }
}

/// What is to answer, and what should be told about it.
fn open_index(
    folder: &Path,
    limits: &Limits,
    asked: &Asked<'_>,
) -> Result<(Answering, Option<String>), Error> {
    if asked.backend == Backend::Rocksdb {
        return open_rocksdb(folder, asked);
    }
    let Opened { snapshot, base, note } = open(folder, limits, asked)?;
    Ok((Answering::Pages(Box::new(snapshot), base), note))
}

#[cfg(feature = "rocksdb")]
fn open_rocksdb(folder: &Path, asked: &Asked<'_>) -> Result<(Answering, Option<String>), Error> {
    let mut store = super::index::rocksdb::OnDisk::open(folder, asked.is_distrusted)?;
    let note = store.note.take();
    Ok((Answering::Rocksdb(store), note))
}

#[cfg(not(feature = "rocksdb"))]
fn open_rocksdb(_folder: &Path, _asked: &Asked<'_>) -> Result<(Answering, Option<String>), Error> {
    Err(Error::NoRocksdb)
}

/// The graph, with what follows from it if that is asked for.
fn open(folder: &Path, limits: &Limits, asked: &Asked<'_>) -> Result<Opened, Error> {
    let mut opened =
        Snapshot::open(folder, asked.is_distrusted).map_err(|error| Error::Load(error.to_string()))?;
    let broken = |damage: super::index::Damage| Error::Index(damage.to_string());
    if !asked.is_as_extracted {
        match Archive::open(folder).and_then(|archive| keep::load(&archive, false)) {
            Ok(found) => {
                opened.snapshot = opened.snapshot.with(&found.quads(&opened.base)).map_err(broken)?;
            }
            // The index answers, even if a record can no longer be read.
            Err(error) => add_note(
                &mut opened.note,
                &format!("asked of what was extracted alone, without who is who: {error}"),
            ),
        }
    }
    if let Some(indexes) = asked.places {
        let layers = Layers::with_files(indexes).map_err(|damage| Error::Load(damage.to_string()))?;
        let places = opened.snapshot.places(&layers, &opened.base).map_err(broken)?;
        opened.snapshot = opened.snapshot.with(&places).map_err(broken)?;
    }
    let loaded = loaded::quads(folder).map_err(|error| Error::Load(error.to_string()))?;
    if !loaded.is_empty() {
        opened.snapshot = opened.snapshot.with_apart(&loaded).map_err(broken)?;
    }
    let Some(schema) = asked.schema else { return Ok(opened) };
    let inferred =
        opened.snapshot.inferred(schema, &opened.base, limits.max_inferred_triples).map_err(broken)?;
    opened.snapshot = opened.snapshot.with(&inferred.quads).map_err(broken)?;
    if !inferred.is_whole {
        add_note(&mut opened.note, &super::inference_cut(limits));
    }
    Ok(opened)
}

fn add_note(note: &mut Option<String>, more: &str) {
    *note = Some(note.take().map_or_else(|| more.to_owned(), |note| format!("{note}; {more}")));
}

/// Asks the evaluator to stop when time is up and, if it does not, ends the process. An answer that is there in time is
/// written to its end.
fn start_clock(limits: &Limits, cancel: CancellationToken, is_evaluated: Arc<AtomicBool>) {
    let soft = Duration::from_millis(limits.query_timeout_ms);
    let hard = hard_timeout(limits);
    thread::spawn(move || {
        thread::sleep(soft);
        cancel.cancel();
        thread::sleep(hard.saturating_sub(soft));
        if !is_evaluated.load(Ordering::SeqCst) {
            std::process::exit(EXIT_TIMEOUT);
        }
    });
}

/// Lets this process take `bytes` more than it has now.
#[cfg(target_os = "linux")]
fn cap_memory(bytes: u64) {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let has = status
        .lines()
        .find_map(|line| line.strip_prefix("VmSize:"))
        .and_then(|size| size.trim().strip_suffix("kB")?.trim().parse::<u64>().ok())
        .unwrap_or(0);
    let limit = Some(has.saturating_mul(1024).saturating_add(bytes));
    let _ = setrlimit(Resource::As, Rlimit { current: limit, maximum: limit });
}

#[cfg(not(target_os = "linux"))]
fn cap_memory(_bytes: u64) {}

/// A child does not outlive the process that asked.
#[cfg(target_os = "linux")]
fn end_with_parent() {
    let _ = rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL));
}

#[cfg(not(target_os = "linux"))]
fn end_with_parent() {}

fn write_answer(answer: &QueryOutput, output: &mut dyn Write) -> io::Result<()> {
    for note in &answer.notes {
        writeln!(output, "note {note}")?;
    }
    if let Some(why) = answer.truncated {
        let why = match why {
            Truncated::Rows => "rows",
            Truncated::Size => "size",
        };
        writeln!(output, "truncated {why}")?;
    }
    match &answer.answer {
        Answer::Graph(triples) => {
            output.write_all(b"graph\n")?;
            results::to_ntriples(triples, output)?;
        }
        other => {
            output.write_all(b"solutions\n")?;
            results::write(other, ResultFormat::Json, output)?;
        }
    }
    output.flush()
}

fn write_error(error: &Error, output: &mut dyn Write) -> io::Result<()> {
    let (kind, text) = match error {
        Error::TooManyPatterns { patterns, limit } => ("patterns", format!("{patterns} {limit}")),
        Error::Service => ("service", String::new()),
        Error::Update => ("update", String::new()),
        Error::Syntax(text) => ("syntax", text.clone()),
        Error::Timeout(ms) => ("timeout", ms.to_string()),
        Error::Load(text) => ("load", text.clone()),
        Error::Index(text) => ("index", text.clone()),
        Error::Evaluation(text) => ("evaluation", text.clone()),
        other => ("evaluation", other.to_string()),
    };
    write!(output, "error {kind}\n{text}")?;
    output.flush()
}

/// The answer of a child.
pub(super) fn read_answer(bytes: &[u8], query: &str) -> Result<QueryOutput, Error> {
    let mut rest = bytes;
    let (mut notes, mut truncated) = (Vec::new(), None);
    loop {
        let end = rest.iter().position(|&byte| byte == b'\n').unwrap_or(rest.len());
        let line = String::from_utf8_lossy(rest.get(..end).unwrap_or_default()).into_owned();
        rest = rest.get(end + 1..).unwrap_or_default();
        match line.split_once(' ').unwrap_or((&line, "")) {
            ("note", note) => notes.push(note.to_owned()),
            ("truncated", why) => truncated = truncation(why),
            ("error", kind) => return Err(read_error(kind, &String::from_utf8_lossy(rest), query)),
            ("solutions", _) => return Ok(QueryOutput { answer: from_json(rest)?, truncated, notes }),
            ("graph", _) => return Ok(QueryOutput { answer: from_ntriples(rest)?, truncated, notes }),
            _ => return Err(io::Error::other("its answer was cut short").into()),
        }
    }
}

fn truncation(why: &str) -> Option<Truncated> {
    match why {
        "rows" => Some(Truncated::Rows),
        "size" => Some(Truncated::Size),
        _ => None,
    }
}

fn read_error(kind: &str, text: &str, query: &str) -> Error {
    match kind {
        "patterns" => {
            let (patterns, limit) = text.split_once(' ').unwrap_or((text, ""));
            let number = |text: &str| text.parse().unwrap_or(0);
            Error::TooManyPatterns { patterns: number(patterns), limit: number(limit) }
        }
        "service" => Error::Service,
        "update" => Error::Update,
        "syntax" => Error::Syntax(syntax::explain(text, query)),
        "timeout" => Error::Timeout(text.parse().unwrap_or(0)),
        "load" => Error::Load(text.to_owned()),
        "index" => Error::Index(text.to_owned()),
        _ => Error::Evaluation(text.to_owned()),
    }
}
