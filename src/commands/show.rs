//! `chancery show`: what a graph says of one actor, with the sentences that say it.

mod disagreements;
pub(super) mod relation;
mod said;

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;

use serde_json::{Value as Json, json};

use super::part::{self, Filter};
use super::{Context, Outcome, focus, visible};
use crate::diagnostic::counted;
use crate::network::{Actor, Network, Said, Sentence, Timeline};
use crate::ontology::Status;
use relation::{Relation, mark, marked, sentence_json};

/// Arguments of `show`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Filters leave out ties, what was said, events and evidence; what is told of the actor in all is counted as it is.

Examples:
  chancery show kg \"Steve Witkoff\"
  chancery show kg Q159 --since 2025-11 --status asserted
  chancery show kg Russia --relation consult,agree -n 40
  chancery show kg \"Dmitry Peskov\" --said --since 2025-11
  chancery show kg --disagreements")]
pub struct Args {
    /// The graph: a folder made by `chancery build`, a file made by `chancery extract`, or `-`.
    #[arg(value_name = "KG")]
    pub graph: PathBuf,
    /// A name, an identifier such as Q159, or an IRI.
    #[arg(value_name = "ACTOR", required_unless_present = "disagreements")]
    pub actor: Option<String>,
    /// What the sources tell in two ways: stated and denied, or with other amounts; of the actor, or of all.
    #[arg(long)]
    pub disagreements: bool,
    /// What the actor is quoted or reported to have said, all of it, in order of time.
    #[arg(long, conflicts_with = "disagreements", requires = "actor")]
    pub said: bool,
    /// Ties (disagreements, words) to show at most, those of most statements first.
    #[arg(short = 'n', long, value_name = "N", default_value_t = 12)]
    pub limit: usize,
    /// Print JSON (chancery.actor/1, chancery.disagreements/1, chancery.said/1) with all of them.
    #[arg(long)]
    pub json: bool,
    /// Which statements.
    #[command(flatten)]
    pub filter: Filter,
}

/// Name and version of the JSON.
pub const SCHEMA: &str = "chancery.actor/1";

/// Blocks of the line of events.
const BLOCKS: usize = 40;

/// Prints what the graph says of the actor.
///
/// # Errors
/// The graph cannot be read, or no actor has the name.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Outcome> {
    let Some(actor) = args.actor.as_deref().filter(|_| !args.disagreements) else {
        return disagreements::run(args, context);
    };
    if args.said {
        return said::run(args, actor, context);
    }
    let (relations, kept) = part::relations_and_graph(&args.graph, context)?;
    args.filter.check_names(&args.graph, context, &relations)?;
    let selection = args.filter.selection();
    let graph = (args.graph.as_path(), kept.as_ref());
    let (network, at, events) = focus::read_actor(graph, actor, context, &relations, &selection)?;
    let timeline = Timeline::of(&events.events, &[at], None, None);
    let profile = Profile { note: args.filter.note(), ..Profile::new(&network, at, timeline) };
    let mut out = context.stdout();
    if args.json {
        serde_json::to_writer_pretty(&mut out, &profile.to_json())?;
        writeln!(out)?;
    } else {
        out.write_all(profile.to_text(args.limit, context.stdout_is_terminal && context.color).as_bytes())?;
    }
    out.flush()?;
    drop(profile);
    // Dropping a large network takes time, and the process ends anyway.
    std::mem::forget(network);
    Ok(Outcome::Done)
}

/// An actor with its ties, sorted for reading.
struct Profile<'n> {
    network: &'n Network,
    actor: &'n Actor,
    /// Of the family of roles, in force before former.
    roles: Vec<Relation<'n>>,
    /// All others, those of most statements first.
    ties: Vec<Relation<'n>>,
    /// Realised events with others.
    timeline: Timeline,
    /// What is left out, in words.
    note: Option<String>,
}

impl<'n> Profile<'n> {
    fn new(network: &'n Network, at: usize, timeline: Timeline) -> Self {
        let (roles, ties) = network.seen_from(at);
        let roles = roles.into_iter().map(|seen| Relation::of(network, &seen)).collect();
        let ties = ties.into_iter().map(|seen| Relation::of(network, &seen)).collect();
        Self { network, actor: network.actor(at), roles, ties, timeline, note: None }
    }

    fn to_text(&self, limit: usize, is_bold: bool) -> String {
        let actor = self.actor;
        let mut text = String::new();
        // Writing into a String cannot fail.
        let _ = writeln!(text, "{}  ({})", mark(&visible(&actor.name), is_bold), actor.class);
        let also: Vec<_> = actor.names.iter().skip(1).take(8).map(|name| visible(name)).collect();
        line(&mut text, "also", &also.join(", "));
        line(&mut text, "iri", &visible(&actor.iri));
        let links = actor.links.iter().filter(|link| **link != actor.iri);
        let links: Vec<String> = links
            .map(|link| match actor.link_reasons.get(link) {
                Some(reason) => format!("{} ({reason})", visible(link)),
                None => visible(link).into_owned(),
            })
            .collect();
        line(&mut text, "same as", &links.join(", "));
        let seen = match (actor.first, actor.last) {
            (Some(first), Some(last)) if first != last => format!(", {first} to {last}"),
            (Some(day), _) => format!(", {day}"),
            _ => String::new(),
        };
        let told = format!(
            "{}, {}",
            counted(actor.statements, "statement"),
            counted(actor.texts, "reported clause")
        );
        let sources = self.network.independent(&actor.sources);
        let sources = match sources {
            _ if sources == actor.documents => String::new(),
            1 => " with one text".to_owned(),
            more => format!(" with {more} different texts"),
        };
        let documents = counted(actor.documents, "document");
        line(&mut text, "told in", &format!("{documents}{sources}{seen}: {told}"));
        line(&mut text, "below", self.note.as_deref().unwrap_or_default());
        line(&mut text, "events", &self.events());
        for (title, relations) in [("Roles", &self.roles), ("Ties", &self.ties)] {
            if relations.is_empty() {
                continue;
            }
            let _ = writeln!(text, "\n{}", mark(title, is_bold));
            let shown = if title == "Roles" { relations.len() } else { limit };
            for relation in relations.iter().take(shown) {
                let _ = writeln!(text, "  {}", relation.to_text(actor));
            }
            if relations.len() > shown {
                let _ = writeln!(text, "  … {} more; --limit or --json shows them", relations.len() - shown);
            }
        }
        let sentences = self.sentences();
        if !sentences.is_empty() {
            let _ = writeln!(text, "\n{}", mark("Evidence", is_bold));
        }
        for (sentence, status) in sentences {
            let source = self.network.documents().get(&sentence.document);
            let mut day =
                source.and_then(|source| source.date).map(|date| format!(", {date}")).unwrap_or_default();
            if let Some(author) = source.and_then(|source| source.author.as_ref()) {
                let _ = write!(day, ", by {}", visible(author));
            }
            let status = if status == Status::Asserted { String::new() } else { format!(" [{status}]") };
            let _ = writeln!(text, "  “{}”{status}", marked(sentence, is_bold));
            let _ =
                writeln!(text, "    {} {}{day}", visible(&sentence.document), visible(&sentence.statement));
        }
        text
    }

    /// A line of blocks: when it acted, or was acted upon; and how many events are in none of them.
    fn events(&self) -> String {
        let (timeline, total) = (&self.timeline, &self.timeline.total);
        let step = timeline.step.as_str();
        let mut parts = Vec::new();
        if let Some((first, last)) = timeline.span() {
            let (first, last) = (timeline.step.label(first), timeline.step.label(last));
            let span = if first == last { first } else { format!("{first} to {last}") };
            let counts = format!("{} of cooperation, {} of conflict", total.cooperation, total.conflict);
            parts.push(format!("{}  {span}, by {step}: {counts}", timeline.sparkline(BLOCKS)));
        }
        if !timeline.coarse.is_empty() {
            parts.push(format!("{} dated less exactly than a {step}", timeline.coarse.len()));
        }
        if !timeline.undated.is_empty() {
            parts.push(format!("{} without a date", timeline.undated.len()));
        }
        parts.join("; ")
    }

    /// Three sentences: of the ties told most often, else of what it said; none twice.
    fn sentences(&self) -> Vec<(&'n Sentence, Status)> {
        let of_ties = self
            .ties
            .iter()
            .chain(&self.roles)
            .filter_map(|relation| Some((relation.tie.evidence.first()?, relation.tie.status)));
        let of_words = self.actor.said.iter().map(|said| (&said.evidence, said.status));
        let mut chosen: Vec<(&Sentence, Status)> = Vec::new();
        for (sentence, status) in of_ties.chain(of_words) {
            if chosen.len() < 3 && chosen.iter().all(|(other, _)| other.text != sentence.text) {
                chosen.push((sentence, status));
            }
        }
        chosen
    }

    fn to_json(&self) -> Json {
        let actor = self.actor;
        json!({
            "schema": SCHEMA,
            "iri": actor.iri,
            "name": actor.name,
            "type": actor.class.as_str(),
            "names": actor.names,
            "links": actor.links,
            "linkReasons": actor.link_reasons,
            "documents": actor.documents,
            "sources": self.network.independent(&actor.sources),
            "statements": actor.statements,
            "filter": self.note,
            "first": actor.first.map(|day| day.to_string()),
            "last": actor.last.map(|day| day.to_string()),
            "events": {
                "step": self.timeline.step.as_str(),
                "cooperation": self.timeline.total.cooperation,
                "conflict": self.timeline.total.conflict,
                "goldstein": self.timeline.total.goldstein(),
                "lessExact": self.timeline.coarse.len(),
                "undated": self.timeline.undated.len(),
                "steps": self.timeline.bars.iter().map(|(day, bar)| json!({
                    "step": self.timeline.step.label(*day),
                    "cooperation": bar.cooperation,
                    "conflict": bar.conflict,
                })).collect::<Vec<_>>(),
            },
            "roles": self.roles.iter().map(|role| role.to_json(self.network)).collect::<Vec<_>>(),
            "ties": self.ties.iter().map(|tie| tie.to_json(self.network)).collect::<Vec<_>>(),
            "reportedClauses": actor.texts,
            "said": actor.said.iter().map(said_json).collect::<Vec<_>>(),
        })
    }
}

fn said_json(said: &Said) -> Json {
    json!({
        "predicate": said.relation, "status": said.status.as_str(), "text": said.text,
        "evidence": sentence_json(&said.evidence),
    })
}

/// A line with its name, unless it is empty.
fn line(text: &mut String, name: &str, value: &str) {
    if !value.is_empty() {
        let _ = writeln!(text, "  {name:<8} {value}");
    }
}
