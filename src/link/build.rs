//! Inputs to the file of an index: read line by line, sorted in bounded memory, written beside the target and renamed.
//!
//! What comes in are files that a user downloads (see [`Kind`]). What goes out is the same file for the same inputs,
//! whatever the memory. Records with one main identifier from several inputs become one entry; within one input that is an
//! error. Nothing is fetched, and nothing is left of a build that failed but, with [`Options::is_resumable`], the
//! sorted records of the inputs that were finished.

mod class;
mod error;
mod followthemoney;
mod geonames;
mod input;
mod key;
mod kind;
mod part;
mod rdf;
mod record;
mod sort;
mod table;
mod wikidata;
mod write;

use std::path::{Path, PathBuf};

pub use error::Error;
pub use kind::Kind;

use class::Tree;
use input::Lines;
use part::Parts;
use record::{Record, Source};
use sort::Sorter;

use super::layout::{Contents, InputInfo};

/// A file to read names from.
#[derive(Clone, Debug)]
pub struct Input {
    /// Where it is.
    pub path: PathBuf,
    /// What it is; `None` to tell from its name and first line.
    pub kind: Option<Kind>,
}

/// How to build.
#[derive(Clone, Debug)]
pub struct Options {
    /// Bytes of memory for sorting.
    pub max_bytes: usize,
    /// Whether the records of finished inputs are kept until the index is whole, in a folder beside it.
    pub is_resumable: bool,
    /// Places of GeoNames with fewer inhabitants are left out; those without a number stay if this is 0.
    pub min_population: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self { max_bytes: 32 << 20, is_resumable: false, min_population: 0 }
    }
}

/// How far a build is.
#[derive(Clone, Debug)]
pub struct Progress<'a> {
    /// What is done: the file that is read, or `sorting`.
    pub what: &'a str,
    /// Bytes done of all inputs, as they are on disk.
    pub bytes_done: u64,
    /// Bytes of all inputs.
    pub bytes_total: u64,
    /// Lines read so far.
    pub lines: u64,
}

/// What a build did.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// What is in the index.
    pub contents: Contents,
    /// Bytes of the file.
    pub size: u64,
    /// Inputs that an earlier build had read.
    pub resumed: usize,
    /// Records that only add to entries that no input gives.
    pub orphans: u64,
    /// Records of Wikidata whose class is none of those that are kept.
    pub other_classes: u64,
}

/// Builds an index of `inputs` and puts it in place of `output`.
///
/// # Errors
/// The first [`Error`] that is met; nothing is changed then.
pub fn build(
    inputs: &[Input],
    output: &Path,
    options: &Options,
    progress: &mut dyn FnMut(&Progress<'_>),
) -> Result<Report, Error> {
    let folder = output.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !folder.is_dir() {
        let source = std::io::Error::new(std::io::ErrorKind::NotFound, "there is no such folder");
        return Err(Error::Write { path: output.to_owned(), source });
    }
    let mut parts = Parts::open(output, options.is_resumable)?;
    let mut state = State {
        sorter: match parts.folder() {
            Some(parts) => Sorter::keeping(parts, options.max_bytes),
            None => Sorter::new(folder, options.max_bytes),
        },
        tree: Tree::bundled(),
        infos: Vec::new(),
        sources: Vec::new(),
        number: 0,
        last: None,
        value: Vec::new(),
    };
    let mut report = Report::default();
    let sizes: Vec<u64> =
        inputs.iter().map(|input| std::fs::metadata(&input.path).map_or(0, |found| found.len())).collect();
    let mut watch = Watch { progress, before: 0, total: sizes.iter().sum(), lines: 0 };
    for (input, size) in inputs.iter().zip(&sizes) {
        if parts.resume(&mut state, input)? {
            report.resumed += 1;
        } else {
            let (runs, edges) = (state.sorter.runs(), state.tree.edges());
            read(input, options, &mut state, &mut watch)?;
            parts.finish(&mut state, input, runs, edges)?;
        }
        state.number += 1;
        watch.before += size;
    }
    watch.say("sorting", watch.total, 0);
    write::write(state, inputs, output, options, &mut report)?;
    parts.remove();
    Ok(report)
}

/// What was read so far.
struct State {
    sorter: Sorter,
    tree: Tree,
    infos: Vec<InputInfo>,
    /// Names and licences of sources, as they were met.
    sources: Vec<Source>,
    /// Number of the input that is read.
    number: u32,
    /// Source of the last record: most often that of the next.
    last: Option<(Source, u32)>,
    /// Memory for the bytes of a record.
    value: Vec<u8>,
}

impl State {
    /// Takes a record from line `line`.
    fn add(&mut self, record: &Record, line: u64) -> Result<(), Error> {
        let source = match &self.last {
            Some((last, number)) if *last == record.source => *number,
            _ => self.source(&record.source),
        };
        if let Some(info) = self.infos.last_mut() {
            info.records += 1;
        }
        self.value.clear();
        record.write((self.number, line), source, &mut self.value);
        self.sorter.push(record.entry.identifier().as_bytes(), &self.value)
    }

    /// The number of a source; one that was not met before is the next.
    fn source(&mut self, source: &Source) -> u32 {
        let known = self.sources.iter().position(|other| other == source);
        let at = known.unwrap_or_else(|| {
            self.sources.push(source.clone());
            self.sources.len() - 1
        });
        let number = u32::try_from(at).unwrap_or(u32::MAX);
        self.last = Some((source.clone(), number));
        number
    }
}

/// Tells how far a build is, not too often.
struct Watch<'a> {
    progress: &'a mut dyn FnMut(&Progress<'_>),
    before: u64,
    total: u64,
    lines: u64,
}

/// Lines between two words on the progress.
const EVERY: u64 = 4096;

impl Watch<'_> {
    /// One line more.
    fn step(&mut self, lines: &Lines, name: &str) {
        self.lines += 1;
        if self.lines.is_multiple_of(EVERY) {
            self.say(name, self.before + lines.bytes_read(), self.lines);
        }
    }

    fn say(&mut self, what: &str, bytes_done: u64, lines: u64) {
        (self.progress)(&Progress {
            what,
            bytes_done,
            bytes_total: self.total,
            lines: lines.max(self.lines),
        });
    }
}

fn read(input: &Input, options: &Options, state: &mut State, watch: &mut Watch<'_>) -> Result<(), Error> {
    let kind = match input.kind {
        Some(kind) => kind,
        None => Kind::tell(&input.path)?,
    };
    let name = file_name(&input.path);
    let kind_name = kind.as_str().to_owned();
    state.infos.push(InputInfo { name: name.clone(), kind: kind_name, records: 0, lines: 0 });
    let before = watch.lines;
    let mut lines = Lines::open(&input.path, kind.article())?;
    let mut step = |lines: &Lines| watch.step(lines, &name);
    match kind {
        Kind::Wikidata => wikidata::read(&mut lines, state, &mut step)?,
        Kind::GeoNames => geonames::read(&mut lines, options, state, &mut step)?,
        Kind::GeoNamesNames => geonames::read_names(&mut lines, state, &mut step)?,
        Kind::FollowTheMoney => followthemoney::read(&mut lines, state, &mut step)?,
        Kind::OpenSanctionsCsv => followthemoney::read_targets(&mut lines, state, &mut step)?,
        Kind::Csv => table::read_csv(&mut lines, state, &mut step)?,
        Kind::Records => table::read_records(&mut lines, state, &mut step)?,
        Kind::Rdf => {
            let read = rdf::read(&input.path, lines, state, &mut || watch.lines += 1);
            read?;
        }
    }
    if let Some(info) = state.infos.last_mut() {
        info.lines = watch.lines - before;
    }
    Ok(())
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
