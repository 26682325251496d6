//! `chancery paths`: by whom one actor is tied to another, with the sentences that say so.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;

use anyhow::bail;
use serde_json::{Value as Json, json};

use super::part::{self, Filter};
use super::show::relation::{Relation, mark, marked};
use super::{Context, Outcome, visible};
use crate::diagnostic::counted;
use crate::network::path::{Wanted, Ways};
use crate::network::{Actor, Network};
use crate::ontology::Status;

/// Arguments of `paths`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
A way leads from actor to actor along ties, whichever way these point. Counted are ties that are told as facts, unless --status or \
--all-status says otherwise; each step has the ties of its two actors, the sentence of the first and who says so. Of ways of one length \
those over actors with few ties come first. Exit status 1: there is no way.

Examples:
  chancery paths kg \"Steve Witkoff\" Hamas
  chancery paths kg \"Steve Witkoff\" Hamas --without \"United States\" --longer 1
  chancery paths kg \"Alice Berg\" Siemens --relation role,tie --since 2024
  chancery paths kg Q159 Q212 --all-status --json")]
pub struct Args {
    /// The graph: a folder made by `chancery build`, a file made by `chancery extract`, or `-`.
    #[arg(value_name = "KG")]
    pub graph: PathBuf,
    /// From this actor: a name, an identifier such as Q159, or an IRI.
    #[arg(value_name = "A")]
    pub from: String,
    /// To this one.
    #[arg(value_name = "B")]
    pub to: String,
    /// Not over this actor (may be given again).
    #[arg(long, value_name = "ACTOR")]
    pub without: Vec<String>,
    /// Also ways that are so many steps longer than the shortest.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub longer: usize,
    /// No way of more steps than this.
    #[arg(long, value_name = "N", default_value_t = 6)]
    pub max_steps: usize,
    /// Take what is planned, possible, denied, negated or former too.
    #[arg(long, conflicts_with = "status")]
    pub all_status: bool,
    /// Which statements.
    #[command(flatten)]
    pub filter: Filter,
    /// Ways to show at most.
    #[arg(short = 'n', long, value_name = "N", default_value_t = 5)]
    pub limit: usize,
    /// Print JSON (chancery.paths/1).
    #[arg(long)]
    pub json: bool,
}

/// Name and version of the JSON.
const SCHEMA: &str = "chancery.paths/1";
/// Ties of a step that are shown before the rest is counted.
const TIES: usize = 3;

/// Prints the ways.
///
/// # Errors
/// The graph cannot be read, or an actor is unknown.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Outcome> {
    let relations = part::relations(&args.graph)?;
    args.filter.check_names(&args.graph, context, &relations)?;
    let mut filter = args.filter.clone();
    if filter.status.is_empty() {
        filter.status = if args.all_status { Status::ALL.to_vec() } else { vec![Status::Asserted] };
    }
    let networks = part::read_networks(&args.graph, context, &relations, &filter.selection())?;
    let find = |name: &String| part::find_in_part(&networks, name, context);
    let (from, to) = (find(&args.from)?, find(&args.to)?);
    if from.is_some() && from == to {
        bail!("\"{}\" and \"{}\" are one actor; name two", args.from, args.to);
    }
    let without = args.without.iter().map(find).filter_map(Result::transpose);
    let without: BTreeSet<usize> = without.collect::<anyhow::Result<_>>()?;
    if [from, to].into_iter().flatten().any(|end| without.contains(&end)) {
        bail!("a way begins or ends at an actor that --without leaves out");
    }
    let network = &networks.1;
    let wanted = Wanted { longer: args.longer, max_steps: args.max_steps, without };
    let ends = from.zip(to);
    let ways = ends.map(|(from, to)| network.ways([from, to], &wanted)).unwrap_or_default();
    let mut out = context.stdout();
    if args.json {
        serde_json::to_writer_pretty(&mut out, &to_json(network, &ways, args.limit))?;
        writeln!(out)?;
    } else {
        let is_bold = context.stdout_is_terminal && context.color;
        out.write_all(to_text(network, &ways, args.limit, is_bold).as_bytes())?;
    }
    out.flush()?;
    tell(args, &filter, &ways, context);
    Ok(if ways.ways.is_empty() { Outcome::Negative } else { Outcome::Done })
}

/// What is not shown, and why there is nothing.
fn tell(args: &Args, filter: &Filter, ways: &Ways, context: &Context) {
    let hidden = ways.ways.len().saturating_sub(args.limit);
    if hidden > 0 {
        let least = if ways.is_cut { "at least " } else { "" };
        context.say(format_args!(
            "{least}{} more: raise -n, or leave an actor out with --without",
            counted(hidden, "way")
        ));
    }
    if !ways.ways.is_empty() {
        return;
    }
    let note = filter.note().map(|note| format!(" ({note})")).unwrap_or_default();
    match ways.shortest {
        Some(steps) => context.say(format_args!(
            "the shortest way has {}, more than --max-steps {}",
            counted(steps, "step"),
            args.max_steps
        )),
        None => context.say(format_args!("no way leads from \"{}\" to \"{}\"{note}", args.from, args.to)),
    }
}

/// The steps of a way: each actor with the next.
fn steps(way: &[usize]) -> impl Iterator<Item = (usize, usize)> + '_ {
    way.iter().copied().zip(way.iter().copied().skip(1))
}

fn to_text(network: &Network, ways: &Ways, limit: usize, is_bold: bool) -> String {
    let mut text = String::new();
    for (number, way) in ways.ways.iter().take(limit).enumerate() {
        let names: Vec<String> =
            way.iter().map(|&at| visible(&network.actor(at).name).into_owned()).collect();
        let lead = if number == 0 { "" } else { "\n" };
        // Writing into a String cannot fail.
        let _ = writeln!(text, "{lead}{}", mark(&names.join(" – "), is_bold));
        steps(way).for_each(|step| step_to_text(network, step, is_bold, &mut text));
    }
    text
}

fn step_to_text(network: &Network, (at, other): (usize, usize), is_bold: bool, text: &mut String) {
    let (actor, seen) = (network.actor(at), network.seen_between(at, other));
    for seen in seen.iter().take(TIES) {
        let relation = Relation::of(network, seen);
        // What is told of the other names both already.
        let lead =
            if relation.is_told_of_other() { String::new() } else { format!("{} ", visible(&actor.name)) };
        let _ = writeln!(text, "  {lead}{}", relation.to_text(actor));
    }
    if seen.len() > TIES {
        let _ = writeln!(text, "  … {} more of the two", counted(seen.len() - TIES, "tie"));
    }
    if let Some(sentence) = seen.iter().find_map(|seen| seen.tie.evidence.first()) {
        let source = network.documents().get(&sentence.document);
        let day = source.and_then(|source| source.date).map(|date| format!(", {date}")).unwrap_or_default();
        let _ = writeln!(text, "    “{}”", marked(sentence, is_bold));
        let _ = writeln!(text, "    {} {}{day}", visible(&sentence.document), visible(&sentence.statement));
    }
}

fn to_json(network: &Network, ways: &Ways, limit: usize) -> Json {
    let actor = |actor: &Actor| json!({"iri": actor.iri, "name": actor.name, "type": actor.class.as_str()});
    let step = |(at, other): (usize, usize)| {
        let ties = network.seen_between(at, other);
        let ties = ties.iter().map(|seen| Relation::of(network, seen).to_json(network));
        json!({"from": network.actor(at).iri, "to": network.actor(other).iri, "ties": ties.collect::<Vec<_>>()})
    };
    let paths = ways.ways.iter().take(limit).map(|way| {
        json!({
            "actors": way.iter().map(|&at| actor(network.actor(at))).collect::<Vec<_>>(),
            "steps": steps(way).map(step).collect::<Vec<_>>(),
        })
    });
    json!({
        "schema": SCHEMA, "shortest": ways.shortest, "found": ways.ways.len(), "isCut": ways.is_cut,
        "paths": paths.collect::<Vec<_>>(),
    })
}
