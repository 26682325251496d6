//! Files, folders, patterns and standard input to [`Document`]s.
//!
//! What comes in is a list of inputs as a user names them; what goes out is a sequence of documents and diagnostics, in
//! the order of the inputs, folders sorted by path. Whatever is in a file, it becomes documents or a reason why not,
//! and the next file is read. Nothing is written, unpacked to a disk or fetched from a network.
//!
//! **Rationale.** A thread reads ahead through a short queue, so that reading and understanding overlap while memory
//! stays bounded: at no time are there more than a few documents between the file and the reader of this iterator.

mod article;
pub(crate) mod byline;
mod container;
pub(crate) mod date;
mod decode;
mod feed;
pub mod fingerprint;
mod html;
mod identifier;
mod json;
mod language;
pub mod map;
mod markdown;
mod plan;
mod text;
mod warc;

use std::collections::BTreeSet;
use std::fmt;
use std::io::{self, BufRead};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use jiff::civil::Date;

use crate::diagnostic::{Diagnostic, Severity};
use crate::document::{Document, Origin};
use crate::limits::Limits;
use plan::{Names, Planned, Planning};

/// Documents that may wait between the reading thread and whoever takes them.
const QUEUE: usize = 32;
/// Stack of the reading thread: parsers of HTML recurse, up to the depth that [`html`] lets through.
const STACK_BYTES: usize = 32 << 20;

/// What an input holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Plain text, one document.
    Text,
    /// Markdown with optional front matter, one document.
    Markdown,
    /// A web page, one document: its main text.
    Html,
    /// One JSON document, or an array of them.
    Json,
    /// One JSON document a line.
    JsonLines,
    /// RSS or Atom, one document an item.
    Feed,
    /// A web archive, one document a page.
    Warc,
    /// An archive of any of these.
    Zip,
}

impl Format {
    /// All, in the order in which they are listed to users.
    pub const ALL: [Self; 8] = [
        Self::Text,
        Self::Markdown,
        Self::Html,
        Self::Json,
        Self::JsonLines,
        Self::Feed,
        Self::Warc,
        Self::Zip,
    ];

    /// Name on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Markdown => "markdown",
            Self::Html => "html",
            Self::Json => "json",
            Self::JsonLines => "jsonl",
            Self::Feed => "feed",
            Self::Warc => "warc",
            Self::Zip => "zip",
        }
    }

    /// The format of that name.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.as_str() == text)
    }

    /// The extensions that stand for it, in lower case.
    pub fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Text => &["txt", "text"],
            Self::Markdown => &["md", "markdown"],
            Self::Html => &["html", "htm", "xhtml"],
            Self::Json => &["json"],
            Self::JsonLines => &["jsonl", "ndjson"],
            Self::Feed => &["xml", "rss", "atom"],
            Self::Warc => &["warc"],
            Self::Zip => &["zip"],
        }
    }

    /// Whether a document of it may be called after its file; those of the others have names of their own.
    fn is_named_after_file(self) -> bool {
        !matches!(self, Self::JsonLines | Self::Feed | Self::Warc)
    }

    fn of_extension(extension: &str) -> Option<Self> {
        let extension = extension.to_ascii_lowercase();
        Self::ALL.into_iter().find(|format| format.extensions().contains(&extension.as_str()))
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How to read.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Format of every input, instead of what its extension says.
    pub format: Option<Format>,
    /// Day of publication of documents that carry none.
    pub date: Option<Date>,
    /// Where JSON has what is wanted, if it is not that of chancery.
    pub map: Option<Arc<map::FieldMap>>,
    /// Caps on what is read.
    pub limits: Limits,
}

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
    #[error(
        "cannot tell the format of {path}: known extensions are {extensions}, each also with .gz or .zst; \
         say which it is with --input-format"
    )]
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
    fn to_diagnostic(&self) -> Diagnostic {
        match self {
            Self::Unreadable { path, source } => {
                Diagnostic::error(path.display().to_string(), format!("cannot be read: {source}"))
                    .hint(remedy(path, source))
            }
            Self::UnknownExtension { path, extensions } => {
                Diagnostic::error(path.display().to_string(), "cannot tell the format").hint(format!(
                    "say which it is with --input-format; known extensions are {extensions}, each also with .gz or .zst"
                ))
            }
            Self::NothingToRead { path, extensions } => {
                Diagnostic::error(path.display().to_string(), "there is nothing to read")
                    .hint(format!("check the name; files need one of the extensions {extensions}"))
            }
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

fn one_a_line(errors: &[Error]) -> String {
    errors.iter().map(|error| format!("\n  {error}")).collect()
}

/// One input's place in the world, for messages and for the metadata of what it holds.
#[derive(Clone, Debug)]
struct Place {
    /// As messages name it.
    label: String,
    /// Identifier of the document, if the input holds one document and the name is nobody else's.
    id: Option<String>,
    /// The file that this identifier is from.
    origin: Option<Origin>,
    /// Day that the name of the file begins with.
    date: Option<Date>,
}

/// Where readers of a format put what they found; `Break` when nobody listens any more.
type Emit<'a> = dyn FnMut(Result<Document, Diagnostic>) -> ControlFlow<()> + 'a;

/// Documents and diagnostics in the order of the inputs; made by [`read`].
///
/// An `Err` of severity *error* is an input that was refused, *warning* one that was repaired (its document comes too),
/// *note* something worth knowing. What was passed over (empty, not in English, of no known format) is a warning or a note
/// for which [`is_passed_over`] holds.
#[derive(Debug)]
pub struct Readings {
    receiver: Receiver<Result<Document, Diagnostic>>,
    bytes_read: Arc<AtomicU64>,
    bytes_total: Option<u64>,
}

impl Readings {
    /// Bytes of all inputs on disk; `None` if one of them is standard input.
    pub fn bytes_total(&self) -> Option<u64> {
        self.bytes_total
    }

    /// Bytes that have been read of them so far.
    pub fn bytes_read(&self) -> u64 {
        self.bytes_read.load(Ordering::Relaxed)
    }

    /// A view of the progress that outlives the borrow of this iterator.
    pub fn progress(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.bytes_read)
    }
}

impl Iterator for Readings {
    type Item = Result<Document, Diagnostic>;

    fn next(&mut self) -> Option<Self::Item> {
        self.receiver.recv().ok()
    }
}

/// Reads `inputs`: files, folders with all that is below them, patterns such as `news/*.txt`, and `-` for standard input.
///
/// ```
/// use chancery::source;
/// let options = source::Options { format: Some(source::Format::Text), ..source::Options::default() };
/// let found = source::read_bytes("note.txt", b"Finland joined NATO.", source::Format::Text, &options);
/// assert_eq!(found[0].as_ref().unwrap().whole(), "Finland joined NATO.");
/// ```
///
/// # Errors
/// No input is there and of a format that can be told. If only some are not, that is part of the sequence, as is what is
/// wrong inside an input.
pub fn read(inputs: &[PathBuf], options: &Options) -> Result<Readings, Error> {
    let Planning { planned, mut problems, mut told, bytes_total, names } = plan::plan(inputs, options);
    if planned.is_empty() && !problems.is_empty() {
        return Err(if problems.len() == 1 { problems.remove(0) } else { Error::All(problems) });
    }
    told.splice(..0, problems.iter().map(Error::to_diagnostic));
    start(planned, names, told, options, bytes_total)
}

/// Starts the thread that reads ahead.
fn start(
    planned: Vec<Planned>,
    mut names: Names,
    told: Vec<Diagnostic>,
    options: &Options,
    bytes_total: Option<u64>,
) -> Result<Readings, Error> {
    let (sender, receiver) = sync_channel(QUEUE);
    let bytes_read = Arc::new(AtomicU64::new(0));
    let progress = Arc::clone(&bytes_read);
    let options = options.clone();
    std::thread::Builder::new()
        .name("reader".into())
        .stack_size(STACK_BYTES)
        .spawn(move || read_all(&planned, &mut names, told, &options, &progress, &sender))
        .map_err(Error::Thread)?;
    Ok(Readings { receiver, bytes_read, bytes_total })
}

/// The files that `inputs` stand for, without standard input and what cannot be read, in the order of reading.
pub fn files(inputs: &[PathBuf], options: &Options) -> Vec<PathBuf> {
    plan::plan(inputs, options).planned.into_iter().filter_map(|planned| planned.path).collect()
}

/// Reads those of the files of `inputs` that are `wanted`, each with the identifier that it has among all of them.
///
/// # Errors
/// The reading thread cannot be started.
pub fn read_files(
    inputs: &[PathBuf],
    wanted: &BTreeSet<PathBuf>,
    options: &Options,
) -> Result<Readings, Error> {
    let Planning { mut planned, names, .. } = plan::plan(inputs, options);
    planned.retain(|planned| planned.path.as_ref().is_some_and(|path| wanted.contains(path)));
    start(planned, names, Vec::new(), options, None)
}

/// Reads bytes that are at hand already, as the content of a file called `name`.
pub fn read_bytes(
    name: &str,
    bytes: &[u8],
    format: Format,
    options: &Options,
) -> Vec<Result<Document, Diagnostic>> {
    let place = plan::place_of_name(name);
    let mut found = Vec::new();
    let mut emit = |item| {
        found.push(item);
        ControlFlow::Continue(())
    };
    // Nothing breaks: everything is collected.
    let _ = match format {
        Format::Zip => {
            let names = &mut Names::default();
            container::members(io::Cursor::new(bytes), &place, names, options, &mut emit)
        }
        _ => guarded(format, &mut io::Cursor::new(bytes), &place, options, &mut emit),
    };
    found
}

fn read_all(
    planned: &[Planned],
    names: &mut Names,
    told: Vec<Diagnostic>,
    options: &Options,
    progress: &Arc<AtomicU64>,
    sender: &SyncSender<Result<Document, Diagnostic>>,
) {
    let send = |item| match sender.send(item) {
        Ok(()) => ControlFlow::Continue(()),
        Err(_) => ControlFlow::Break(()),
    };
    let mut emit = |item: Result<Document, Diagnostic>| {
        if let Ok(document) = &item
            && let Some(note) = note_on_language(document)
        {
            send(Err(note))?;
        }
        send(item)
    };
    if told.into_iter().try_for_each(|diagnostic| emit(Err(diagnostic))).is_break() {
        return;
    }
    for input in planned {
        let is_over = match container::open(input, options, progress) {
            Ok(container::Opened::Stream(mut stream)) => {
                let is_told = input.path.is_some() || options.format.is_some() || options.map.is_some();
                let format = if is_told { input.format } else { format_of_pipe(&mut *stream, input.format) };
                guarded(format, &mut stream, &input.place, options, &mut emit)
            }
            Ok(container::Opened::Zip(file)) => {
                container::members(file, &input.place, names, options, &mut emit)
            }
            Err(diagnostic) => emit(Err(diagnostic)),
        };
        if is_over.is_break() {
            return;
        }
    }
}

/// The format of a pipe that nobody named: JSON Lines if it begins with an object, else `otherwise`.
fn format_of_pipe(pipe: &mut dyn BufRead, otherwise: Format) -> Format {
    // What cannot be read is told by the reader of the format.
    let start = pipe.fill_buf().unwrap_or_default();
    let mut rest = start.iter().skip_while(|byte| byte.is_ascii_whitespace());
    let is_object = rest.next() == Some(&b'{')
        && matches!(rest.find(|byte| !byte.is_ascii_whitespace()), Some(b'"' | b'}'));
    if is_object { Format::JsonLines } else { otherwise }
}

/// A note on a text that may be in any language.
fn note_on_language(document: &Document) -> Option<Diagnostic> {
    let is_undecided =
        document.language.is_none() && language::of(document.whole()) == language::Language::Undecided;
    is_undecided.then(|| {
        Diagnostic::new(
            Severity::Note,
            document.id.as_str(),
            "too short to tell its language: taken for English",
        )
        .hint("a field \"lang\" in JSON says which it is")
    })
}

/// Reads one input; if a reader fails in a way that nobody thought of, that input is refused and the rest goes on.
fn guarded(
    format: Format,
    input: &mut dyn BufRead,
    place: &Place,
    options: &Options,
    emit: &mut Emit<'_>,
) -> ControlFlow<()> {
    let outcome = catch_unwind(AssertUnwindSafe(|| read_format(format, input, place, options, emit)));
    outcome.unwrap_or_else(|_| {
        emit(Err(Diagnostic::error(&place.label, format!("the reader of {format} failed on this input"))
            .hint("this is a fault of chancery, not of the file: please report it")))
    })
}

fn read_format(
    format: Format,
    input: &mut dyn BufRead,
    place: &Place,
    options: &Options,
    emit: &mut Emit<'_>,
) -> ControlFlow<()> {
    match format {
        Format::JsonLines => return json::lines(input, place, options, emit),
        Format::Warc => return warc::records(input, place, options, emit),
        Format::Zip => {
            return emit(Err(Diagnostic::error(&place.label, "an archive inside an archive is not opened")
                .hint("unpack it and give chancery the folder")));
        }
        _ => {}
    }
    let bytes = match container::whole(input, &place.label, options.limits.max_document_bytes) {
        Ok(bytes) => bytes,
        Err(diagnostic) => return emit(Err(diagnostic)),
    };
    match format {
        Format::Text => text::read(&bytes, place, options, emit),
        Format::Markdown => markdown::read(&bytes, place, options, emit),
        Format::Html => html::read(&bytes, None, place, options, emit),
        Format::Feed => feed::read(&bytes, place, options, emit),
        _ => json::whole(&bytes, place, options, emit),
    }
}

/// How a message begins that says of an input that it was left alone: it was not refused, and there is nothing to repair.
const PASSED_OVER: &str = "skipped: ";

/// Whether the diagnostic says that an input was passed over.
pub fn is_passed_over(diagnostic: &Diagnostic) -> bool {
    !is_rejection(diagnostic) && diagnostic.message.starts_with(PASSED_OVER)
}

/// An input that was passed over because nobody knows its format.
fn unknown_format(label: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Severity::Note, label, format!("{PASSED_OVER}not a known format"))
}

/// Whether the diagnostic says that an input was refused, which makes a build end with status 1.
pub fn is_rejection(diagnostic: &Diagnostic) -> bool {
    diagnostic.severity == Severity::Error
}
