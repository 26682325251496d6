//! `chancery build INPUT… -o KG`: articles into a graph, each wholly or not at all.

use std::collections::{BTreeMap, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::bail;

use super::engine::EngineArgs;
use super::input::InputArgs;
use super::progress::Progress;
use super::push::StoreArgs;
use super::report::{self, Report};
use super::stop::Stop;
use super::tally::why_left_out;
use super::watch::Watch;
use super::{Context, Outcome, Tally};
use crate::archive::{Archive, Committed, Decisions, DocumentRecord, LeftOut, digest};
use crate::diagnostic::{Diagnostic, counted};
use crate::document::Document;
use crate::graph::RelationIris;
use crate::graph::iri::Base;
use crate::network;
use crate::pipeline::linking::Verdicts;
use crate::pipeline::{Pipeline, batch};
use crate::remote::Options;
use crate::resolve::keep;
use crate::source::Readings;
use crate::statement::Scope;
use crate::store::index;

/// Documents between two times that the archive is made safe against a loss of power.
const FLUSH_EVERY: usize = 1_000;

/// Arguments of `build`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  chancery build news/ 'feeds/*.xml' -o kg
  chancery build answer.json --map newsapi -o kg
  chancery build inbox/ -o kg --watch --interval 60
  chancery build news.jsonl.gz -o kg --report report.json --input-limit document-bytes=50M")]
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
    /// Go on: look for new and changed files, and read them, until Ctrl-C or SIGTERM; articles with the same text are known.
    #[arg(long, conflicts_with_all = ["dry_run", "store"])]
    watch: bool,
    /// Seconds between two looks; a file is read when it has not changed between them.
    #[arg(long, value_name = "SECONDS", default_value = "5", value_parser = seconds, requires = "watch")]
    interval: Duration,
    /// Write what became of every input into this file (JSON, chancery.report/1).
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Put times and rates into the report too, which make it another one every time.
    #[arg(long, requires = "report")]
    timing: bool,
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
    #[command(flatten)]
    store: StoreArgs,
}

/// Builds, and says what came of it.
///
/// # Errors
/// Inputs, ontology, model or graph that cannot be used. What is wrong with a single article makes the outcome negative.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Outcome> {
    if args.watch && args.files.iter().any(|input| input.as_os_str() == "-") {
        bail!("standard input cannot be watched; name a folder or a file");
    }
    let readings = if args.watch { None } else { Some(args.input.read(&args.files, context)?) };
    let pipeline = args.engine.pipeline(context)?.with_scope(Scope::of(args.open));
    let (mut archive, base) = target(args)?;
    let decisions = archive.as_ref().map(|archive| Decisions::read(archive.folder())).transpose()?;
    let pipeline = pipeline.with_verdicts(Verdicts::of(&decisions.unwrap_or_default()));
    for finding in archive.iter().flat_map(Archive::findings) {
        context.report(finding);
    }
    let began = Instant::now();
    let mut report = Report::new(args.report.is_some());
    let stop = Stop::on_signals()?;
    let mut work = Work::new(&pipeline, &base, context.thread_count()).until(&stop);
    if args.new_only || args.watch {
        work = work.knowing(archive.as_ref());
    }
    let summary = match (readings, &mut archive) {
        (Some(readings), archive) => once(readings, &mut work, archive.as_mut(), &mut report, context),
        (None, Some(archive)) => watch(args, &mut work, archive, &mut report, &stop, context),
        (None, None) => bail!("a dry run watches nothing; leave out --watch or --dry-run"),
    }?;
    pipeline.check_links()?;
    let seconds = began.elapsed();
    context.say(format_args!("{summary}  {:.1} s", seconds.as_secs_f64()));
    if let Some(path) = &args.report {
        let inputs: Vec<String> = args.files.iter().map(|input| input.display().to_string()).collect();
        let relations = network::relations(pipeline.ontology());
        let time = args.timing.then_some(seconds);
        report::write(&report.to_json(&inputs, &summary, archive.as_ref(), &relations, time)?, path)?;
    }
    if args.dry_run {
        context.say("nothing was written: --dry-run");
    }
    if args.watch {
        return Ok(summary.tally.outcome());
    }
    if stop.is_wanted() {
        context
            .say("stopped before the end of the input: these are saved; run the same command again to go on");
    }
    if let Some(archive) = archive.as_ref().filter(|_| !stop.is_wanted())
        && args.store.carry(archive, Options::default(), &stop, context)? == Outcome::Negative
    {
        return Ok(Outcome::Negative);
    }
    Ok(stop.outcome(summary.tally.outcome()))
}

/// Reads the inputs to their end.
fn once(
    readings: Readings,
    work: &mut Work<'_>,
    mut archive: Option<&mut Archive>,
    report: &mut Report,
    context: &Context,
) -> anyhow::Result<Summary> {
    let mut progress = Progress::new(context, &readings);
    let summary = work.add(readings, archive.as_deref_mut(), &mut |event| match event {
        Event::Done => progress.step(),
        Event::Told(diagnostic) => {
            report.told(diagnostic);
            progress.report(diagnostic);
        }
    });
    if let Some(archive) = archive.filter(|_| summary.is_ok() && !work.stop.is_wanted()) {
        refresh(archive, &mut |diagnostic| progress.report(diagnostic));
    }
    progress.finish();
    summary
}

/// Reads what appears until it is told to end.
fn watch<'a>(
    args: &'a Args,
    work: &mut Work<'a>,
    archive: &mut Archive,
    report: &mut Report,
    stop: &Stop,
    context: &Context,
) -> anyhow::Result<Summary> {
    let options = args.input.options(context)?;
    let watch = Watch { inputs: &args.files, options: &options, interval: args.interval, stop, context };
    watch.run(work, archive, report)
}

/// A number of seconds above zero.
fn seconds(text: &str) -> Result<Duration, String> {
    let number = text.parse().ok().filter(|seconds| *seconds > 0.0);
    let time = number.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    time.ok_or_else(|| "it is a number of seconds above zero, such as 5 or 0.5".to_owned())
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

/// Brings what is kept beside the graph up to it: the index for queries, and who is who across documents. Without these a graph
/// is whole, so that a failure is told and no more.
pub(super) fn refresh(archive: &Archive, tell: &mut dyn FnMut(&Diagnostic)) {
    refresh_index(archive, tell);
    refresh_digests(archive, tell);
    refresh_resolution(archive, tell);
}

/// Works out who is who and which documents print one text, so that the next command need not.
pub(super) fn refresh_resolution(archive: &Archive, tell: &mut dyn FnMut(&Diagnostic)) {
    let note = match keep::load(archive, false) {
        Ok(resolved) => resolved.note,
        Err(error) => Some(format!("who is who could not be worked out: {error}")),
    };
    if let Some(note) = note {
        tell(&Diagnostic::warning(keep::path(archive.folder()).display().to_string(), note));
    }
}

/// Brings the index for queries up to the graph. Gives whether it was made anew.
pub(super) fn refresh_index(archive: &Archive, tell: &mut dyn FnMut(&Diagnostic)) -> bool {
    let kept = index::refresh(archive);
    if let Err(error) = &kept {
        let name = index::path(archive.folder()).display().to_string();
        let message = format!("the index for queries could not be written: {error}");
        tell(&Diagnostic::warning(name, message).hint("nothing is lost; the next query makes it anew"));
    }
    kept.is_ok_and(|kept| kept == index::Kept::Written)
}

/// Brings what networks need of the documents up to the graph.
pub(super) fn refresh_digests(archive: &Archive, tell: &mut dyn FnMut(&Diagnostic)) {
    if let Err(error) = digest::refresh(archive) {
        let name = digest::path(archive.folder()).display().to_string();
        let message = format!("what networks need of the documents could not be written: {error}");
        tell(&Diagnostic::warning(name, message).hint("nothing is lost; the next command makes it anew"));
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
    pipeline: &'a Pipeline,
    base: &'a Base,
    threads: usize,
    /// Fingerprints of the articles that need not be looked at again, if any need not.
    known: Option<HashSet<u64>>,
    /// Looked at after each article.
    stop: Stop,
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
    pub(super) words: usize,
    /// Statements by status.
    pub(super) statuses: BTreeMap<String, usize>,
    /// Statements by relation.
    pub(super) predicates: BTreeMap<String, usize>,
}

/// An article that was understood, or that was passed over because it is known.
enum Read {
    Record(Box<DocumentRecord>),
    Known,
}

impl<'a> Work<'a> {
    /// Work of `threads` threads.
    pub(super) fn new(pipeline: &'a Pipeline, base: &'a Base, threads: usize) -> Self {
        Self { pipeline, base, threads, known: None, stop: Stop::default() }
    }

    /// The same, ending after the article at hand when `stop` wants it.
    fn until(self, stop: &Stop) -> Self {
        Self { stop: stop.clone(), ..self }
    }

    /// The same, passing over what is in the archive with the same text, and what comes twice.
    fn knowing(self, archive: Option<&Archive>) -> Self {
        let records = archive.into_iter().flat_map(Archive::records).filter_map(Result::ok);
        Self { known: Some(records.map(|record| fingerprint_of(&record.id, &record.text)).collect()), ..self }
    }

    /// Understands articles with several threads and commits them in their order with one.
    pub(super) fn add(
        &mut self,
        readings: impl Iterator<Item = Result<Document, Diagnostic>> + Send,
        mut archive: Option<&mut Archive>,
        tell: &mut dyn FnMut(Event<'_>),
    ) -> anyhow::Result<Summary> {
        let relations = RelationIris::from_ontology(self.pipeline.ontology());
        let (known, stop) = (&self.known, &self.stop);
        let mut fresh = Vec::new();
        let mut summary = Summary::default();
        let mut seen = HashSet::new();
        let mut left_out = LeftOut::default();
        let mut failure = None;
        let (pipeline, base) = (self.pipeline, self.base);
        let worker = || {
            let mut reader = pipeline.reader();
            move |reading: Result<Document, Diagnostic>| {
                let document = reading?;
                #[cfg(debug_assertions)]
                panic_on_request(&document);
                if known.as_ref().is_some_and(|known| known.contains(&fingerprint(&document))) {
                    return Ok(Read::Known);
                }
                Ok(Read::Record(Box::new(reader.record(document, base))))
            }
        };
        batch::run(readings, self.threads, Tally::name, worker, |result| {
            let told = |diagnostic: &Diagnostic| {
                if let Some(why) = why_left_out(diagnostic) {
                    left_out.add(why, &report::place(diagnostic));
                }
                tell(Event::Told(diagnostic));
            };
            let Some(read) = summary.tally.take(result, told) else {
                return go_on(stop);
            };
            tell(Event::Done);
            let Read::Record(record) = read else {
                summary.unchanged += 1;
                return go_on(stop);
            };
            fresh.push(fingerprint_of(&record.id, &record.text));
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
        if let Some(known) = self.known.as_mut().filter(|_| failure.is_none()) {
            known.extend(fresh);
        }
        // What is whole is kept, also when the disk refused what came after it.
        let flushed = archive.map_or(Ok(()), |archive| {
            archive.flush()?;
            if let Err(error) = archive.add_left_out(left_out) {
                let message = format!("what was left out is not counted: {error}");
                tell(Event::Told(&Diagnostic::warning(archive.folder().display().to_string(), message)));
            }
            Ok::<(), crate::archive::Error>(())
        });
        match failure {
            Some(error) => Err(error.into()),
            None => Ok(flushed.map(|()| summary)?),
        }
    }
}

/// Goes on, unless it was told to end.
fn go_on(stop: &Stop) -> ControlFlow<()> {
    if stop.is_wanted() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
}

/// Lets a test see what a panic in a stage does to a real build; in a release build there is no such thing.
#[cfg(debug_assertions)]
#[expect(clippy::disallowed_methods, clippy::panic, reason = "a fault on request, for tests only")]
fn panic_on_request(document: &Document) {
    if std::env::var("CHANCERY_TEST_PANIC").is_ok_and(|id| id == document.id.as_str()) {
        std::panic::panic_any("a panic on request");
    }
}

impl Summary {
    /// Adds what came of another round.
    pub(super) fn absorb(&mut self, other: Self) {
        self.tally.absorb(other.tally);
        self.new += other.new;
        self.changed += other.changed;
        self.reanalysed += other.reanalysed;
        self.unchanged += other.unchanged;
        self.statements += other.statements;
        self.words += other.words;
        self.entities.extend(other.entities);
        for (sum, counts) in [(&mut self.statuses, other.statuses), (&mut self.predicates, other.predicates)]
        {
            for (name, count) in counts {
                *sum.entry(name).or_default() += count;
            }
        }
    }

    fn commit(
        &mut self,
        record: &DocumentRecord,
        archive: Option<&mut Archive>,
        relations: &RelationIris,
    ) -> Result<Option<Committed>, crate::archive::Error> {
        self.statements += record.statements.len();
        self.words += record.text.split_whitespace().count();
        for statement in &record.statements {
            *self.statuses.entry(statement.status.clone()).or_default() += 1;
            *self.predicates.entry(statement.predicate.clone()).or_default() += 1;
        }
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
