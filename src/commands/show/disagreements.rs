//! `chancery show KG --disagreements`: what the sources of a graph tell in two ways, each side with its sentences.

use std::fmt::Write as _;
use std::io::Write as _;

use serde_json::{Value as Json, json};

use crate::commands::show::relation::{marked, sentence_json};
use crate::commands::{Context, Outcome, part, show, visible};
use crate::network::disagree::{Disagreement, Side};
use crate::network::{Network, Tie};

/// Name and version of the JSON.
const SCHEMA: &str = "chancery.disagreements/1";

/// Prints all disagreements, or those that the actor of the arguments takes part in.
///
/// # Errors
/// The graph cannot be read, or no actor has the name.
pub(super) fn run(args: &show::Args, context: &Context) -> anyhow::Result<Outcome> {
    let relations = part::relations(&args.graph)?;
    args.filter.check_names(&args.graph, context, &relations)?;
    let networks = part::read_networks(&args.graph, context, &relations, &args.filter.selection())?;
    let actor = args.actor.as_deref().map(|name| part::find_in_part(&networks, name, context)).transpose()?;
    let (_, network) = networks;
    let mut found = network.disagreements();
    // An actor of whom nothing is selected takes part in none.
    found.retain(|one| actor.is_none_or(|at| at.is_some_and(|at| [one.subject, one.object].contains(&at))));
    let mut out = context.stdout();
    if args.json {
        let all: Vec<Json> = found.iter().map(|one| to_json(&network, one)).collect();
        serde_json::to_writer_pretty(&mut out, &json!({"schema": SCHEMA, "disagreements": all}))?;
        writeln!(out)?;
    } else {
        let is_bold = context.stdout_is_terminal && context.color;
        let shown = found.iter().take(args.limit).map(|one| to_text(&network, one, is_bold));
        out.write_all(shown.collect::<Vec<_>>().join("\n").as_bytes())?;
        if found.len() > args.limit {
            context.say(format_args!("{} more: raise -n", found.len() - args.limit));
        }
    }
    out.flush()?;
    if found.is_empty() {
        context.say("no source contradicts another");
    }
    Ok(Outcome::Done)
}

fn to_text(network: &Network, one: &Disagreement<'_>, is_bold: bool) -> String {
    let name = |at: usize| visible(&network.actor(at).name).into_owned();
    let label = one.sides.iter().flat_map(|side| &side.ties).map(|tie| visible(&tie.label)).next();
    let mut text = format!("{} → {} → {}\n", name(one.subject), label.unwrap_or_default(), name(one.object));
    for side in &one.sides {
        let Side { claim, ties } = side;
        for tie in ties {
            // Writing into a String cannot fail.
            let _ = writeln!(text, "  {}{}", visible(claim), by(tie));
            for sentence in side.evidence(tie) {
                let _ = writeln!(
                    text,
                    "      {}\n      [{}#{}]",
                    marked(sentence, is_bold),
                    visible(&sentence.document),
                    visible(&sentence.statement)
                );
            }
        }
    }
    text
}

/// Whose words it is, and when it was so.
fn by(tie: &Tie) -> String {
    let speaker = tie.speaker.as_ref().map(|speaker| format!("  according to {}", visible(&speaker.name)));
    let times: Vec<&str> = tie.times.iter().map(String::as_str).collect();
    let times = if times.is_empty() { String::new() } else { format!("  ({})", visible(&times.join(", "))) };
    format!("{}{times}", speaker.unwrap_or_default())
}

fn to_json(network: &Network, one: &Disagreement<'_>) -> Json {
    let actor = |at: usize| {
        let actor = network.actor(at);
        json!({"iri": actor.iri, "name": actor.name, "type": actor.class.as_str()})
    };
    let tie_json = |side: &Side<'_>, tie: &Tie| {
        json!({
            "predicate": tie.relation,
            "status": tie.status.as_str(),
            "attributedTo": tie.speaker.as_ref().map(|speaker| json!({"iri": speaker.iri, "name": speaker.name})),
            "times": tie.times,
            "documents": tie.documents,
            "evidence": side.evidence(tie).into_iter().map(sentence_json).collect::<Vec<_>>(),
        })
    };
    let sides: Vec<Json> = (one.sides.iter())
        .map(|side| json!({"claim": side.claim, "ties": side.ties.iter().map(|tie| tie_json(side, tie)).collect::<Vec<_>>()}))
        .collect();
    json!({"matter": one.matter.as_str(), "subject": actor(one.subject), "object": actor(one.object), "sides": sides})
}
