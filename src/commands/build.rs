//! `chancery build INPUT… -o KG`: articles into a graph, each wholly or not at all.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use anyhow::bail;

use super::engine::EngineArgs;
use super::input::InputArgs;
use super::progress::Progress;
use super::stop::Stop;
use super::{Context, Outcome, Tally};
use crate::archive::{Archive, Committed, DocumentRecord};
use crate::diagnostic::{Diagnostic, counted};
use crate::document::Document;
use crate::graph::RelationIris;
use crate::graph::iri::Base;
use crate::pipeline::{Pipeline, batch};
use crate::statement::Scope;
use crate::store::index;

/// Documents between two times that the archive is made safe against a loss of power.
const FLUSH_EVERY: usize = 1_000;

/// Arguments of `build`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Files, folders or patterns; - for standard input.
    ///
    /// Known are .txt .md .html .json .jsonl .xml (RSS, Atom) .warc and .zip, each also with .gz or .zst.
    #[arg(value_name = "INPUT", required = true)]
    files: Vec<PathBuf>,
    /// Directory of the graph; it is made if it is not there, else the articles are added.
    #[arg(short, long, value_name = "KG")]
    output: PathBuf,
    /// Beginning of the IRIs of a new graph.
    #[arg(long, value_name = "IRI")]
    base: Option<String>,
    /// Only say what would be done.
    #[arg(long)]
    dry_run: bool,
    /// Pass over articles that are in the graph with the same text, even if the ontology has changed since.
    #[arg(long)]
    new_only: bool,
    /// Keep what joins two entities and no frame takes, too: relation `relatedTo`, with the words as its path.
    #[arg(long)]
    open: bool,
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    engine: EngineArgs,
}

/// Builds, and says what came of it.
///
/// # Errors
/// Inputs, ontology, model or graph that cannot be used. What is wrong with a single article makes the outcome negative.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Outcome> {
    let readings = args.input.read(&args.files, context)?;
    let pipeline = args.engine.pipeline(context)?.with_scope(Scope::of(args.open));
    let (mut archive, base) = target(args)?;
    for finding in archive.iter().flat_map(Archive::findings) {
        context.report(finding);
    }
    let mut progress = Progress::new(context, &readings);
    let stop = Stop::on_signals()?;
    let mut work = Work {
        pipeline: &pipeline,
        base: &base,
        new_only: args.new_only,
        threads: context.thread_count(),
        stop: &stop,
    };
    let summary = work.add(readings, archive.as_mut(), &mut |event| match event {
        Event::Done => progress.step(),
        Event::Told(diagnostic) => progress.report(diagnostic),
    });
    if let Some(archive) = archive.as_ref().filter(|_| summary.is_ok() && !stop.is_wanted()) {
        refresh_index(archive, &mut |diagnostic| progress.report(diagnostic));
    }
    let seconds = progress.finish().as_secs_f64();
    let summary = summary?;
    context.say(format_args!("{summary}  {seconds:.1} s"));
    if args.dry_run {
        context.say("nothing was written: --dry-run");
    }
    if stop.is_wanted() {
        context
            .say("stopped before the end of the input: these are saved; run the same command again to go on");
    }
    Ok(stop.outcome(summary.tally.outcome()))
}

/// The archive to write to (none in a dry run) and the base of its IRIs.
fn target(args: &Args) -> anyhow::Result<(Option<Archive>, Base)> {
    let wanted = args.base.as_deref().map(Base::new).transpose()?;
    let is_there = is_graph(&args.output);
    if args.dry_run && !is_there {
        return Ok((None, wanted.unwrap_or_default()));
    }
    if args.dry_run {
        let base = Archive::open(&args.output)?.base().clone();
        return Ok((None, base));
    }
    let archive = open_or_create(&args.output, wanted.as_ref())?;
    let base = archive.base().clone();
    if let Some(wanted) = wanted.filter(|wanted| *wanted != base) {
        bail!(
            "{} has the base {}, not {}; leave out --base or build another graph",
            args.output.display(),
            base.as_str(),
            wanted.as_str()
        );
    }
    Ok((Some(archive), base))
}

/// Whether there is a graph; what an interrupted creation left is none yet.
fn is_graph(folder: &Path) -> bool {
    folder.join("settings.json").is_file()
}

/// The graph in `folder`, which is made if it is not there.
pub(super) fn open_or_create(folder: &Path, base: Option<&Base>) -> anyhow::Result<Archive> {
    if is_graph(folder) {
        return Ok(Archive::open_writable(folder)?);
    }
    if folder.exists() && !folder.is_dir() {
        bail!("{} is a file; name a folder for the graph with -o", folder.display());
    }
    Ok(Archive::create(folder, &base.cloned().unwrap_or_default())?)
}

/// Brings the index for queries up to the graph. Without one a graph is whole, so that a failure is told and no more.
pub(super) fn refresh_index(archive: &Archive, tell: &mut dyn FnMut(&Diagnostic)) {
    if let Err(error) = index::refresh(archive) {
        let name = index::path(archive.folder()).display().to_string();
        let message = format!("the index for queries could not be written: {error}");
        tell(&Diagnostic::warning(name, message).hint("nothing is lost; the next query makes it anew"));
    }
}

/// What happens while articles are added.
pub(super) enum Event<'a> {
    /// One article is done.
    Done,
    /// Something is to be told of an input.
    Told(&'a Diagnostic),
}

/// How articles are understood.
pub(super) struct Work<'a> {
    pub(super) pipeline: &'a Pipeline,
    pub(super) base: &'a Base,
    pub(super) new_only: bool,
    pub(super) threads: usize,
    /// Looked at after each article.
    pub(super) stop: &'a Stop,
}

/// What came of a build.
#[derive(Debug, Default)]
pub(super) struct Summary {
    pub(super) tally: Tally,
    pub(super) new: usize,
    pub(super) changed: usize,
    pub(super) reanalysed: usize,
    pub(super) unchanged: usize,
    pub(super) entities: HashSet<u64>,
    pub(super) statements: usize,
}

/// An article that was understood, or that was passed over because it is known.
enum Read {
    Record(Box<DocumentRecord>),
    Known,
}

impl Work<'_> {
    /// Understands articles with several threads and commits them in their order with one.
    pub(super) fn add(
        &mut self,
        readings: impl Iterator<Item = Result<Document, Diagnostic>> + Send,
        mut archive: Option<&mut Archive>,
        tell: &mut dyn FnMut(Event<'_>),
    ) -> anyhow::Result<Summary> {
        let relations = RelationIris::from_ontology(self.pipeline.ontology());
        let known = self.known(archive.as_deref());
        let mut summary = Summary::default();
        let mut seen = HashSet::new();
        let mut failure = None;
        let (pipeline, base, stop) = (self.pipeline, self.base, self.stop);
        let worker = || {
            let (mut reader, known) = (pipeline.reader(), &known);
            move |reading: Result<Document, Diagnostic>| {
                let document = reading?;
                #[cfg(debug_assertions)]
                panic_on_request(&document);
                if known.contains(&fingerprint(&document)) {
                    return Ok(Read::Known);
                }
                let analysis = reader.analyse(document);
                Ok(Read::Record(Box::new(DocumentRecord::from_analysis(&analysis, base))))
            }
        };
        batch::run(readings, self.threads, Tally::name, worker, |result| {
            let Some(read) = summary.tally.take(result, |diagnostic| tell(Event::Told(diagnostic))) else {
                return go_on(stop);
            };
            tell(Event::Done);
            let Read::Record(record) = read else {
                summary.unchanged += 1;
                return go_on(stop);
            };
            let is_first = seen.insert(hash_of(&record.id));
            match summary.commit(&record, archive.as_deref_mut(), &relations) {
                Ok(Some(Committed::NewVersion { .. })) if !is_first => {
                    let message = "two inputs of this build have this identifier: the later text was kept";
                    tell(Event::Told(&Diagnostic::warning(&record.id, message)));
                }
                Ok(_) => {}
                Err(error) => {
                    failure = Some(error);
                    return ControlFlow::Break(());
                }
            }
            go_on(stop)
        });
        // What is whole is kept, also when the disk refused what came after it.
        let flushed = archive.map_or(Ok(()), Archive::flush);
        match failure {
            Some(error) => Err(error.into()),
            None => Ok(flushed.map(|()| summary)?),
        }
    }

    /// Fingerprints of the articles that need not be looked at again.
    fn known(&self, archive: Option<&Archive>) -> HashSet<u64> {
        let records =
            archive.filter(|_| self.new_only).map(|archive| archive.records().filter_map(Result::ok));
        records.into_iter().flatten().map(|record| fingerprint_of(&record.id, &record.text)).collect()
    }
}

fn go_on(stop: &Stop) -> ControlFlow<()> {
    if stop.is_wanted() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
}

/// Lets a test see what a panic in a stage does to a real build; in a release build there is no such thing.
#[cfg(debug_assertions)]
#[expect(clippy::disallowed_methods, clippy::panic, reason = "a fault on request, for tests only")]
fn panic_on_request(document: &Document) {
    if std::env::var("CHANCERY_TEST_PANIC").is_ok_and(|id| id == document.id.as_str()) {
        panic!("a panic on request");
    }
}

impl Summary {
    fn commit(
        &mut self,
        record: &DocumentRecord,
        archive: Option<&mut Archive>,
        relations: &RelationIris,
    ) -> Result<Option<Committed>, crate::archive::Error> {
        self.statements += record.statements.len();
        self.entities.extend(record.entities.iter().map(|entity| hash_of(&entity.iri)));
        let Some(archive) = archive else {
            self.new += 1;
            return Ok(None);
        };
        let committed = archive.commit(record, relations)?;
        match &committed {
            Committed::New => self.new += 1,
            Committed::NewVersion { .. } => self.changed += 1,
            Committed::Reanalysed => self.reanalysed += 1,
            Committed::Unchanged => self.unchanged += 1,
        }
        if self.tally.documents.is_multiple_of(FLUSH_EVERY) {
            archive.flush()?;
        }
        Ok(Some(committed))
    }
}

impl std::fmt::Display for Summary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let documents = self.tally.documents;
        write!(f, "{}", counted(documents, "article"))?;
        let parts = [
            (self.new, "new"),
            (self.changed, "changed"),
            (self.reanalysed, "read anew"),
            (self.unchanged, "unchanged"),
        ];
        let parts: Vec<String> = parts
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, what)| format!("{count} {what}"))
            .collect();
        if !parts.is_empty() {
            write!(f, " ({})", parts.join(", "))?;
        }
        let many = |count, one: &str, more: &str| format!("{count} {}", if count == 1 { one } else { more });
        write!(f, ", {}", many(self.entities.len(), "entity", "entities"))?;
        write!(f, ", {}", many(self.statements, "statement", "statements"))?;
        f.write_str(&self.tally.left_out())
    }
}

fn fingerprint(document: &Document) -> u64 {
    fingerprint_of(document.id.as_str(), document.whole())
}

fn fingerprint_of(id: &str, text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (id, text).hash(&mut hasher);
    hasher.finish()
}

fn hash_of(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}
