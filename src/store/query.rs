//! Queries: what they give, what they may not be, and their evaluation in a child process.
//!
//! Comes in: the text of a SPARQL query. Goes out: [`QueryOutput`] or an [`Error`] that says what to change.
//! A query is data from outside: it is evaluated in a process of its own, with the memory and the time that
//! [`Limits`] give, because the evaluator can end the process it runs in.

use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use oxigraph::model::{Term, Triple};

use super::{child, guard, results};
use crate::limits::Limits;

/// The hidden subcommand that the child process is started with.
pub const CHILD_COMMAND: &str = "evaluate-query";
/// The functions that queries may call besides those of SPARQL.
pub const FUNCTIONS: [&str; 1] = [super::distance::DISTANCE];
/// Milliseconds that the evaluator has beyond its time to stop by itself.
const GRACE_MS: u64 = 250;
/// Milliseconds that the answer may take on its way from child to parent.
const DELIVERY_MS: u64 = 30_000;

/// Why a query was refused or has no result.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Too many bytes.
    #[error(
        "the query is {bytes} bytes long, the limit is {limit}; put long lists into the graph or ask in parts"
    )]
    TooLong {
        /// Its length.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
    /// Too many nested brackets.
    #[error("the query nests brackets {depth} deep, the limit is {limit}; flatten it")]
    TooDeep {
        /// Its depth.
        depth: usize,
        /// The limit.
        limit: usize,
    },
    /// Too many triple patterns.
    #[error("the query has {patterns} triple patterns, the limit is {limit}; ask in parts")]
    TooManyPatterns {
        /// Their number.
        patterns: usize,
        /// The limit.
        limit: usize,
    },
    /// It asks another server.
    #[error("SERVICE is refused: queries never open a connection")]
    Service,
    /// It is an update.
    #[error(
        "updates are refused: only queries (SELECT, ASK, CONSTRUCT, DESCRIBE) are answered; documents are added by `chancery build` and taken out by `chancery remove`"
    )]
    Update,
    /// It is not SPARQL.
    #[error("{0}")]
    Syntax(String),
    /// The evaluator says no.
    #[error("the query cannot be evaluated: {0}")]
    Evaluation(String),
    /// It took too long.
    #[error(
        "the query was ended after {0} ms; make it more specific, add LIMIT, or raise the limit with --timeout"
    )]
    Timeout(u64),
    /// It took too much memory or stack.
    #[error(
        "the query needed more memory than it may have and was ended; make it more specific or add LIMIT"
    )]
    Memory,
    /// The index was damaged while it was read.
    #[error("the index for queries is damaged: {0}; `chancery check` with --repair makes it anew")]
    Index(String),
    /// The program was built without what is to answer.
    #[error(
        "this program is built without RocksDB; leave out --backend, or install it with \
         `cargo install chancery --locked --features rocksdb`"
    )]
    NoRocksdb,
    /// The graph could not be loaded.
    #[error("{0}")]
    Load(String),
    /// The child process could not be run.
    #[error("cannot run the query in a process of its own: {0}")]
    Process(#[from] io::Error),
}

/// What a query gives.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// Of ASK.
    Boolean(bool),
    /// Of SELECT.
    Solutions {
        /// Names of the columns.
        variables: Vec<String>,
        /// A value for each column, where bound.
        rows: Vec<Vec<Option<Term>>>,
    },
    /// Of CONSTRUCT and DESCRIBE: sorted, without duplicates.
    Graph(Vec<Triple>),
}

/// Why a result was cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Truncated {
    /// It has more rows than the limit.
    Rows,
    /// It is larger than the limit on memory allows.
    Size,
}

/// An answer with what the user should know about it.
#[derive(Clone, Debug, PartialEq)]
pub struct QueryOutput {
    /// The result.
    pub answer: Answer,
    /// Whether and why there would be more.
    pub truncated: Option<Truncated>,
    /// Hints, such as a name of the query that is not in the graph.
    pub notes: Vec<String>,
}

/// What answers queries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Backend {
    /// The file of pages that comes with every graph.
    #[default]
    Pages,
    /// A store of RocksDB (feature `rocksdb`).
    Rocksdb,
}

impl Backend {
    /// The backend, if this program was built with it.
    ///
    /// # Errors
    /// [`Error::NoRocksdb`].
    pub fn available(self) -> Result<Self, Error> {
        if self == Self::Rocksdb && !cfg!(feature = "rocksdb") { Err(Error::NoRocksdb) } else { Ok(self) }
    }
}

/// A graph that is asked.
#[derive(Clone, Copy, Debug)]
pub struct Graph<'a> {
    /// Its folder.
    pub folder: &'a Path,
    /// Whether it is asked as it was extracted: without the graphs that say who is who across documents, and which
    /// documents print one text.
    pub is_as_extracted: bool,
    /// Where its places lie, if that is there, too: by the bundled index and these.
    pub places: Option<&'a [PathBuf]>,
    /// Whether what follows from it is there, too, and by which ontology.
    pub inference: Option<Inference<'a>>,
    /// What answers.
    pub backend: Backend,
}

/// By which ontology it is inferred.
#[derive(Clone, Copy, Debug, Default)]
pub struct Inference<'a> {
    /// A folder that adds to the ontology of the program.
    pub ontology: Option<&'a Path>,
}

impl<'a> From<&'a Path> for Graph<'a> {
    fn from(folder: &'a Path) -> Self {
        Self { folder, is_as_extracted: false, places: None, inference: None, backend: Backend::Pages }
    }
}

impl<'a> From<&'a PathBuf> for Graph<'a> {
    fn from(folder: &'a PathBuf) -> Self {
        folder.as_path().into()
    }
}

/// Evaluates a query over a graph in a child process of the program `program`, which must answer
/// [`CHILD_COMMAND`] with [`child::child_main`].
///
/// # Errors
/// [`Error`] if the query is refused, wrong or needs too much, or the graph cannot be loaded.
pub fn run_in_child<'a>(
    program: &Path,
    graph: impl Into<Graph<'a>>,
    query: &str,
    limits: &Limits,
) -> Result<QueryOutput, Error> {
    guard::check_text(query, limits)?;
    let graph = graph.into();
    graph.backend.available()?;
    match run_once(program, graph, query, limits, false) {
        // Once more, with an index that is made anew.
        Err(Error::Index(_)) => run_once(program, graph, query, limits, true),
        other => other,
    }
}

fn run_once(
    program: &Path,
    graph: Graph<'_>,
    query: &str,
    limits: &Limits,
    is_distrusted: bool,
) -> Result<QueryOutput, Error> {
    let mut command = Command::new(program);
    command.arg(CHILD_COMMAND).args(child::to_arguments(limits, is_distrusted));
    if graph.is_as_extracted {
        command.arg("--as-extracted");
    }
    if let Some(indexes) = graph.places {
        command.arg("--places");
        for index in indexes {
            command.arg("--index").arg(index);
        }
    }
    if graph.backend == Backend::Rocksdb {
        command.arg("--rocksdb");
    }
    if let Some(Inference { ontology }) = graph.inference {
        command.arg("--infer");
        if let Some(folder) = ontology {
            command.arg("--ontology").arg(folder);
        }
    }
    let mut child = command
        .arg("--")
        .arg(graph.folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    if let Some(mut input) = child.stdin.take() {
        // A child that ended early has said why on its output.
        let _ = input.write_all(query.as_bytes());
    }
    let Some(output) = child.stdout.take() else { return Err(io::Error::other("no output").into()) };
    let answer = wait(&mut child, &read_in_background(output), limits);
    let _ = child.kill();
    let status = child.wait()?;
    match answer {
        Some(bytes) if status.success() => child::read_answer(&bytes, query),
        Some(_) => Err(died(status, limits)),
        None => Err(Error::Timeout(limits.query_timeout_ms)),
    }
}

/// What the child wrote after it was ready; `None` if it took too long. Loading the graph does not count.
fn wait(child: &mut Child, output: &Receiver<Event>, limits: &Limits) -> Option<Vec<u8>> {
    match output.recv() {
        Ok(Event::Ready) => {}
        Ok(Event::Done(bytes)) => return finish(child, bytes),
        Err(_) => return finish(child, Vec::new()),
    }
    let patience = Duration::from_millis(limits.query_timeout_ms.saturating_add(DELIVERY_MS));
    match output.recv_timeout(patience) {
        Ok(Event::Done(bytes)) => finish(child, bytes),
        Ok(Event::Ready) | Err(mpsc::RecvTimeoutError::Disconnected) => finish(child, Vec::new()),
        Err(mpsc::RecvTimeoutError::Timeout) => None,
    }
}

/// The output has ended, so that the child ends by itself.
fn finish(child: &mut Child, bytes: Vec<u8>) -> Option<Vec<u8>> {
    let _ = child.wait();
    Some(bytes)
}

enum Event {
    Ready,
    Done(Vec<u8>),
}

fn read_in_background(mut output: impl Read + Send + 'static) -> Receiver<Event> {
    let (send, receive) = mpsc::channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let mut ready = vec![0; child::READY.len()];
        if output.read_exact(&mut ready).is_ok() && ready == child::READY {
            let _ = send.send(Event::Ready);
        } else {
            bytes = ready;
        }
        let _ = output.read_to_end(&mut bytes);
        let _ = send.send(Event::Done(bytes));
    });
    receive
}

fn died(status: ExitStatus, limits: &Limits) -> Error {
    match status.code() {
        Some(child::EXIT_TIMEOUT) => Error::Timeout(limits.query_timeout_ms),
        Some(code) => Error::Process(io::Error::other(format!("it ended with status {code}"))),
        None => Error::Memory,
    }
}

/// Milliseconds after which the child ends itself.
pub(super) fn hard_timeout(limits: &Limits) -> Duration {
    Duration::from_millis(limits.query_timeout_ms.saturating_add(GRACE_MS))
}

pub(super) use results::{from_json, from_ntriples};
