//! `chancery timeline`: cooperation and conflict between two actors, or of one with all others, over time.

mod view;

use std::io::Write as _;
use std::path::PathBuf;

use clap::ValueEnum;
use jiff::civil::Date;

use super::focus::Outline;
use super::part::{self, Filter, Kept, Part};
use super::{Context, Outcome};
use crate::archive::digest::sketch::StatementSketch;
use crate::diagnostic::counted;
use crate::export::file;
use crate::export::svg::timeline::{self as picture, Caption};
use crate::network::{
    self, Affiliations, Builder, EventBuilder, Events, Network, Relations, Selection, Step,
};
use crate::ontology::{Ontology, Status};
use view::View;

/// Arguments of `timeline`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Counted are coded events (with a CAMEO code or a PLOVER type) that are told as facts, in either direction, each once \
however often it is told. A state's deeds are those of its government, forces and office holders too.

Examples:
  chancery timeline kg Russia Ukraine
  chancery timeline kg Russia Ukraine --by month --svg russia-ukraine.svg
  chancery timeline kg \"Steve Witkoff\" --all-status
  chancery timeline kg Israel Hamas --since 2025 --format json")]
pub struct Args {
    /// The graph: a folder made by `chancery build`, a file made by `chancery extract`, or `-`.
    #[arg(value_name = "KG")]
    pub graph: PathBuf,
    /// A name, an identifier such as Q159, or an IRI.
    #[arg(value_name = "A")]
    pub actor: String,
    /// Another; without it, everybody else.
    #[arg(value_name = "B")]
    pub other: Option<String>,
    /// Length of a step [default: what fits].
    #[arg(long, value_name = "STEP")]
    pub by: Option<By>,
    /// What to print.
    #[arg(short, long, value_name = "FORMAT", default_value = "text")]
    pub format: Format,
    /// Also draw it into this file.
    #[arg(long, value_name = "FILE")]
    pub svg: Option<PathBuf>,
    /// Count what is planned, possible, denied or negated too, apart from what happened.
    #[arg(long)]
    pub all_status: bool,
    /// Count only what has one of these statuses (a,b,…) [default: asserted].
    #[arg(long, value_name = "STATUS", value_delimiter = ',', value_parser = part::status, conflicts_with = "all_status")]
    pub status: Vec<Status>,
    /// Only deeds of A and B themselves, not of those who act for them.
    #[arg(long)]
    pub only_named: bool,
    /// Only these relations or families of relations (a,b,…).
    #[arg(long, value_name = "RELATION", value_delimiter = ',')]
    pub relation: Vec<String>,
    /// Nothing that ended before this day, month or year.
    #[arg(long, value_name = "DATE", value_parser = part::first_day)]
    pub since: Option<Date>,
    /// Nothing that began after this day, month or year.
    #[arg(long, value_name = "DATE", value_parser = part::last_day)]
    pub until: Option<Date>,
    /// Nothing less confident than this, from 0 to 1.
    #[arg(long, value_name = "X", default_value_t = 0.0, value_parser = part::confidence)]
    pub min_confidence: f32,
    /// Events to list below the bars at most, the last ones.
    #[arg(short = 'n', long, value_name = "N", default_value_t = 10)]
    pub limit: usize,
}

/// Lengths of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum By {
    /// A day.
    Day,
    /// A week, from Monday.
    Week,
    /// A month.
    Month,
    /// A year.
    Year,
}

/// What is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Bars to read.
    Text,
    /// A row a step, with tabs.
    Tsv,
    /// A row a step, with commas.
    Csv,
    /// JSON (chancery.timeline/1) with every event and its sentences.
    Json,
}

/// Prints and draws the timeline.
///
/// # Errors
/// The graph cannot be read, an actor is unknown, or the picture cannot be written.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Outcome> {
    let ontology = Ontology::bundled()?;
    let relations = part::relations_beside(&ontology, &args.graph)?;
    let chosen = args.part();
    let told = Told::read(args, context, &chosen, &ontology, &relations)?;
    let view = View::new(args, &relations, &told);
    if let Some(path) = &args.svg {
        let mut caption = Caption { title: view.title(), notes: view.notes(false) };
        // Before what is left out: there is room for three rows.
        caption.notes.splice(1..1, chosen.note(&[]));
        let tell = |at: usize| view.told(&told.events.events[at]);
        file::write_atomically(path, |out| picture::write(&view.timeline, &caption, &tell, out))?;
        context.say(format_args!("{}: {}", path.display(), counted(view.timeline.bars.len(), "step")));
    }
    let mut out = context.stdout();
    match args.format {
        Format::Text => out.write_all(view.to_text(args.limit).as_bytes())?,
        Format::Tsv => out.write_all(view.to_rows('\t').as_bytes())?,
        Format::Csv => out.write_all(view.to_rows(',').as_bytes())?,
        Format::Json => {
            serde_json::to_writer_pretty(&mut out, &view.to_json())?;
            writeln!(out)?;
        }
    }
    out.flush()?;
    drop(view);
    // Dropping a large network takes time, and the process ends anyway.
    std::mem::forget(told);
    Ok(Outcome::Done)
}

impl Args {
    fn part(&self) -> Part {
        let filter = Filter {
            relation: self.relation.clone(),
            status: if self.all_status { Status::ALL.to_vec() } else { self.status.clone() },
            since: self.since,
            until: self.until,
            min_confidence: self.min_confidence,
        };
        Part { filter, ..Part::default() }
    }
}

impl From<By> for Step {
    fn from(by: By) -> Self {
        match by {
            By::Day => Self::Day,
            By::Week => Self::Week,
            By::Month => Self::Month,
            By::Year => Self::Year,
        }
    }
}

/// What a timeline is made of.
pub(super) struct Told {
    pub(super) network: Network,
    /// A and those who act for it, and B likewise.
    pub(super) sides: Vec<Vec<usize>>,
    /// Those between the sides, and perhaps more.
    pub(super) events: Events,
}

impl Told {
    fn read(
        args: &Args,
        context: &Context,
        chosen: &Part,
        ontology: &Ontology,
        relations: &Relations,
    ) -> anyhow::Result<Self> {
        let wanted = chosen.selection();
        // Whether a relation is known at all, only the whole network says.
        if !args.graph.is_dir() || !chosen.filter.relation.is_empty() {
            let all = Selection::default();
            let mut events = EventBuilder::new(relations, &wanted);
            let builder = Builder::new(relations, &all);
            let network = part::read_network_and(&args.graph, context, builder, |sketch| {
                Ok(events.add_sketch(sketch)?)
            })?;
            chosen.filter.check_relations(&network, relations)?;
            let sides = sides(args, context, &network, ontology)?;
            let events = events.finish(&network);
            return Ok(Self { network, sides, events });
        }
        let kept = Kept::open(&args.graph, context)?;
        let is_wanted = |statement: &StatementSketch<'_>| {
            !args.only_named
                && statement.status == Status::Asserted.as_str()
                && network::affiliation::says_whose(network::kind_of(relations, statement.predicate))
        };
        let outline = Outline::read(&kept, relations, context, is_wanted)?;
        let sides = sides(args, context, &outline.network, ontology)?;
        let documents = sides.iter().map(|side| outline.mentioning(side));
        let documents = documents.reduce(|one, other| &one & &other).unwrap_or_default();
        let events = outline.events(&documents, &wanted)?;
        Ok(Self { network: outline.network, sides, events })
    }
}

/// The actors that are named, each with those who act for it.
fn sides(
    args: &Args,
    context: &Context,
    network: &Network,
    ontology: &Ontology,
) -> anyhow::Result<Vec<Vec<usize>>> {
    let affiliations = (!args.only_named).then(|| Affiliations::new(network, ontology));
    let side = |name: &String| -> anyhow::Result<Vec<usize>> {
        let at = part::find_actor(network, name, context)?;
        Ok(affiliations.as_ref().map_or_else(|| vec![at], |known| known.acting_for(network, at)))
    };
    [Some(&args.actor), args.other.as_ref()].into_iter().flatten().map(side).collect()
}
