//! `chancery build INPUT… -o KG`: articles into a graph, each wholly or not at all.

pub(super) mod add;
mod naming;
mod preview;
mod replaced;
mod report;
mod watch;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::bail;

use super::engine::EngineArgs;
use super::input::InputArgs;
use super::progress::Progress;
use super::push::StoreArgs;
use super::review::effect;
use super::stop::Stop;
use super::summary::Summary;
use super::{Context, Outcome, refresh};
use crate::archive::{Archive, Decisions, OwnRelations};
use crate::diagnostic::{agreed, counted};
use crate::graph::iri::Base;
use crate::network;
use crate::ontology::Ontology;
use crate::pipeline::verdict::{Decided, Verdicts};
use crate::remote::Options;
use crate::resolve::keep;
use crate::source::Readings;
use crate::statement::Scope;
use add::{Event, Target, Work};
use naming::Naming;
use preview::Preview;
use report::Report;
use watch::Watch;

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
    /// Known are .txt .md .html .json .jsonl .csv .tsv .xml (RSS, Atom) .eml .mbox .mht .warc and .zip, each also with .gz or .zst.
    #[arg(value_name = "INPUT", required = true)]
    files: Vec<PathBuf>,
    /// Directory of the graph; it is made if it is not there, else the articles are added.
    #[arg(short, long, value_name = "KG")]
    output: PathBuf,
    /// Beginning of the IRIs of a new graph.
    #[arg(long, value_name = "IRI")]
    base: Option<String>,
    /// Only say what would be done: a row an article with what would become of it (new, replaces, read anew, there), its identifier, a
    /// document that prints the same text, and its headline.
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
    if let (Some(archive), Some(_)) = (&mut archive, &args.engine.ontology) {
        archive.keep_relations(&OwnRelations::beside(&Ontology::bundled()?, pipeline.ontology()))?;
    }
    let before = is_graph(&args.output).then(|| Archive::open(&args.output)).transpose()?;
    let decided = before.as_ref().map(decided).transpose()?.flatten();
    let has_decided = decided.is_some();
    let pipeline = pipeline.with_decided(decided.unwrap_or_default());
    for finding in archive.iter().flat_map(Archive::findings) {
        context.report(finding);
    }
    let began = Instant::now();
    let mut report = Report::new(args.report.is_some());
    let stop = Stop::on_signals()?;
    let mut work = Work::new(&pipeline, &base, context.thread_count()).until(&stop);
    if args.new_only || args.watch {
        work = work.knowing(before.as_ref());
    }
    work = work.naming(Naming::beside(before)?);
    let summary = match (readings, &mut archive) {
        (Some(readings), Some(archive)) => {
            once(readings, &mut work, Target::Graph(archive), &mut report, context)
        }
        (Some(readings), None) => dry(args, readings, &mut work, &mut report, context),
        (None, Some(archive)) => {
            let summary = watch(args, &mut work, archive, &mut report, &stop, context);
            if has_decided && summary.is_ok() {
                effect::hold(archive)?;
            }
            summary
        }
        (None, None) => bail!("a dry run watches nothing; leave out --watch or --dry-run"),
    }?;
    let notes = work.names().notes();
    let (links, relations) = (pipeline.check_links(), network::relations(pipeline.ontology()));
    // What is made of all documents needs neither the model nor what was kept for names, and memory of its own.
    drop(work);
    drop(pipeline);
    if let Some(archive) = archive.as_mut().filter(|_| !args.watch && !stop.is_wanted()) {
        settle(archive, has_decided, context)?;
    }
    notes.iter().for_each(|note| context.say(note));
    links?;
    let took = began.elapsed();
    tell(args, &summary, took, context);
    if let Some(path) = &args.report {
        let inputs: Vec<String> = args.files.iter().map(|input| input.display().to_string()).collect();
        let time = args.timing.then_some(took);
        report::write(&report.to_json(&inputs, &summary, archive.as_ref(), &relations, time)?, path)?;
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

/// Makes what is made of all documents.
fn settle(archive: &mut Archive, has_decided: bool, context: &Context) -> anyhow::Result<()> {
    if has_decided {
        effect::hold(archive)?;
    }
    refresh::all(archive, &mut |diagnostic| context.report(diagnostic));
    Ok(())
}

/// Says what came of it and how long it took.
fn tell(args: &Args, summary: &Summary, time: Duration, context: &Context) {
    if summary.undated > 0 && args.input.date.is_none() {
        let articles = agreed(summary.undated, "articles without a date");
        context.say(format_args!("{articles}: \"on Friday\" is no day there; --date 2025-11-27 gives one"));
    }
    context.say(format_args!("{summary}  {:.1} s", time.as_secs_f64()));
    if args.dry_run {
        context.say("nothing was written: --dry-run");
    }
}

/// What people decided of links, if anything, and who is who in the documents that are there.
fn decided(archive: &Archive) -> anyhow::Result<Option<Decided>> {
    let verdicts = Verdicts::of(&Decisions::read(archive.folder())?, archive.base());
    if verdicts.is_empty() {
        return Ok(None);
    }
    Ok(Some(Decided::new(verdicts, keep::load(archive, false)?.resolution)))
}

/// Reads the inputs to their end.
fn once(
    readings: Readings,
    work: &mut Work<'_>,
    target: Target<'_>,
    report: &mut Report,
    context: &Context,
) -> anyhow::Result<Summary> {
    let mut progress = Progress::new(context, &readings);
    let summary = work.add(readings, target, &mut |event| match event {
        Event::Done => progress.step(),
        Event::Told(diagnostic) => {
            report.told(diagnostic);
            progress.report(diagnostic);
        }
    });
    progress.finish();
    summary
}

/// Reads the inputs to their end, and prints what would become of each.
fn dry(
    args: &Args,
    readings: Readings,
    work: &mut Work<'_>,
    report: &mut Report,
    context: &Context,
) -> anyhow::Result<Summary> {
    let before = is_graph(&args.output).then(|| Archive::open(&args.output)).transpose()?;
    let mut preview = Preview::beside(before)?;
    let summary = once(readings, work, Target::Nowhere(&mut preview), report, context)?;
    let mut out = context.stdout();
    let copies = preview.write(&mut out)?;
    out.flush()?;
    if copies > 0 {
        context.say(format_args!(
            "{} the text of another document",
            match copies {
                1 => "1 article prints".to_owned(),
                more => format!("{} print", counted(more, "article")),
            }
        ));
    }
    Ok(summary)
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
