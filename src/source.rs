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
mod error;
mod feed;
pub mod fingerprint;
mod format;
mod html;
mod identifier;
mod json;
mod language;
mod mail;
mod mailbox;
pub mod map;
mod markdown;
mod plan;
mod table;
mod text;
mod warc;

use std::collections::BTreeSet;
use std::io::{self, BufRead};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use jiff::civil::Date;

use crate::diagnostic::{Diagnostic, Severity};
use crate::document::{Document, Origin};
use crate::limits::Limits;
pub use error::Error;
pub use format::Format;
use plan::{Names, Planned, Planning};

/// Documents that may wait between the reading thread and whoever takes them.
const QUEUE: usize = 32;
/// Stack of the reading thread: parsers of HTML recurse, up to the depth that [`html`] lets through.
const STACK_BYTES: usize = 32 << 20;

/// The day that a text says it was published on, by a line with a date or its dateline; none if it says nothing of the kind.
///
/// ```
/// let day = chancery::source::day_of("Talks in Paris\nFriday, May 8, 2009\nThey met again.");
/// assert_eq!(day.map(|day| day.to_string()).as_deref(), Some("2009-05-08"));
/// ```
pub fn day_of(text: &str) -> Option<Date> {
    date::of_date_line(text).or_else(|| date::of_dateline(text))
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
        Format::Mailbox => return mailbox::read(input, place, options, emit),
        Format::Warc => return warc::records(input, place, options, emit),
        Format::Csv => return table::read(input, place, options, emit),
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
        Format::Mail => mail::read(&bytes, place, options, emit),
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
    let label = label.into();
    let extension = label.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    let conversion = extension.as_deref().and_then(format::conversion);
    let told = Diagnostic::new(Severity::Note, label, format!("{PASSED_OVER}not a known format"));
    match conversion {
        Some(conversion) => told.hint(conversion),
        None => told,
    }
}

/// Whether the diagnostic says that an input was refused, which makes a build end with status 1.
pub fn is_rejection(diagnostic: &Diagnostic) -> bool {
    diagnostic.severity == Severity::Error
}
