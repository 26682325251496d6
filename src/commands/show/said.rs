//! `chancery show KG ACTOR --said`: all that an actor is reported or quoted to have said, each with its sentence.
//!
//! Comes in: a graph, and whose words are wanted. Goes out: reported clauses of which the actor is the subject, and statements that are told in its
//! words, in order of their day. What others say of the actor is not among them.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::Write as _;

use serde_json::{Value as Json, json};

use super::relation::{mark, marked, sentence_json};
use crate::archive::Sketch;
use crate::archive::digest::Wanted;
use crate::archive::digest::sketch::{ObjectSketch, StatementSketch};
use crate::commands::focus::Outline;
use crate::commands::part::{self, Kept};
use crate::commands::{Context, Outcome, show, visible};
use crate::diagnostic::counted;
use crate::network::{Actor, Relations, Selection, Sentence};

/// Name and version of the JSON.
const SCHEMA: &str = "chancery.said/1";
/// The family of relations whose object is what somebody says.
const WORDS: &str = "statement";

/// Something that the actor says.
struct Word {
    /// Day of the document.
    day: Option<String>,
    /// `said`, `denied`; of a statement in its words `report` or `quote`.
    how: String,
    status: String,
    /// The clause, or the statement as a sentence.
    what: String,
    evidence: Sentence,
}

/// Prints what the actor says.
///
/// # Errors
/// The graph cannot be read, or no actor has the name.
pub(super) fn run(args: &show::Args, name: &str, context: &Context) -> anyhow::Result<Outcome> {
    let relations = part::relations(&args.graph)?;
    args.filter.check_names(&args.graph, context, &relations)?;
    let selection = args.filter.selection();
    let (actor, mut words) = read(args, name, (&relations, &selection), context)?;
    words.sort_by(|a, b| {
        let key = |word: &Word| {
            (word.day.is_none(), word.day.clone(), word.evidence.document.clone(), word.evidence.start)
        };
        key(a).cmp(&key(b))
    });
    let mut out = context.stdout();
    if args.json {
        serde_json::to_writer_pretty(&mut out, &to_json(&actor, &words))?;
        writeln!(out)?;
    } else {
        let is_bold = context.stdout_is_terminal && context.color;
        let shown: String = words.iter().take(args.limit).map(|word| to_text(word, is_bold)).collect();
        write!(out, "{}  ({})\n{shown}", mark(&visible(&actor.name), is_bold), actor.class)?;
    }
    out.flush()?;
    if words.is_empty() {
        context.say("no document tells what was said");
    } else if words.len() > args.limit && !args.json {
        context.say(format_args!("{} more: raise -n", counted(words.len() - args.limit, "statement")));
    }
    Ok(Outcome::Done)
}

/// The actor, and what it says in the documents that mention it.
fn read(
    args: &show::Args,
    name: &str,
    (relations, selection): (&Relations, &Selection),
    context: &Context,
) -> anyhow::Result<(Actor, Vec<Word>)> {
    let mut words = Vec::new();
    if !args.graph.is_dir() {
        let mut all: Vec<(String, Word)> = Vec::new();
        let whole = Selection::default();
        let builder = crate::network::Builder::new(relations, &whole);
        let network = part::read_network_and(&args.graph, context, builder, |sketch| {
            each(sketch, None, (relations, selection), &mut |iri, word| all.push((iri.to_owned(), word)));
            Ok(())
        })?;
        let actor = network.actor(part::find_actor(&network, name, context)?).clone();
        words.extend(all.into_iter().filter(|(iri, _)| *iri == actor.iri).map(|(_, word)| word));
        return Ok((actor, words));
    }
    let kept = Kept::open(&args.graph, context)?;
    let outline = Outline::read(&kept, relations, context, |_| false)?;
    let at = part::find_actor(&outline.network, name, context)?;
    let documents: BTreeSet<String> = outline.mentioning(&[at]);
    let actor = outline.network.actor(at).clone();
    let digests = kept.digests(context)?;
    kept.each(&digests, Wanted::Of(&documents), |sketch| {
        each(sketch, Some(&actor.iri), (relations, selection), &mut |_, word| words.push(word));
        Ok(())
    })?;
    digests.mend().iter().for_each(|note| context.say(note));
    Ok((actor, words))
}

/// Hands each word of a document to `take`, with the IRI of whose it is; of one actor only, if that is given.
fn each(
    sketch: &Sketch<'_>,
    whose: Option<&str>,
    (relations, selection): (&Relations, &Selection),
    take: &mut dyn FnMut(&str, Word),
) {
    let entity = |id: &str| sketch.entities.iter().find(|entity| entity.id == id);
    for statement in &sketch.statements {
        let is_word = is_word(statement, relations);
        let speaker = if is_word { Some(statement.subject) } else { statement.attributed_to };
        let Some(speaker) = speaker.and_then(entity).filter(|one| whose.is_none_or(|iri| one.iri == iri))
        else {
            continue;
        };
        if !selection.takes(statement, sketch.date, relations) {
            continue;
        }
        let name = |id: &str| entity(id).map_or(id, |entity| entity.name).to_owned();
        let what = match statement.object {
            ObjectSketch::Text(text) if is_word => text.to_owned(),
            object => {
                let label = relations
                    .get(statement.predicate)
                    .map_or(statement.predicate, |info| info.label.as_str());
                let object = match object {
                    ObjectSketch::Entity(id) => name(id),
                    ObjectSketch::Text(text) => text.to_owned(),
                };
                format!("{} {label} {object}", name(statement.subject))
            }
        };
        let how = if is_word { statement.predicate } else { statement.attribution.unwrap_or("report") };
        let word = Word {
            day: sketch.date.map(str::to_owned),
            how: how.to_owned(),
            status: statement.status.to_owned(),
            what,
            evidence: sentence(sketch, statement),
        };
        take(speaker.iri, word);
    }
}

/// Whether the object is a clause that the subject utters.
fn is_word(statement: &StatementSketch<'_>, relations: &Relations) -> bool {
    let is_text = matches!(statement.object, ObjectSketch::Text(_));
    is_text && relations.get(statement.predicate).is_some_and(|info| info.family == WORDS)
}

fn sentence(sketch: &Sketch<'_>, statement: &StatementSketch<'_>) -> Sentence {
    let within = |at: usize| at.saturating_sub(statement.start);
    Sentence {
        document: sketch.id.to_owned(),
        statement: statement.id.to_owned(),
        start: statement.start,
        text: statement.text.to_owned(),
        trigger: within(statement.trigger.start)..within(statement.trigger.end),
        confidence: statement.confidence,
    }
}

fn to_text(word: &Word, is_bold: bool) -> String {
    let mut text = String::new();
    let status = if word.status == "asserted" { String::new() } else { format!("  [{}]", word.status) };
    let what = word.what.split_whitespace().collect::<Vec<_>>().join(" ");
    let day = word.day.as_deref().unwrap_or("undated");
    // Writing into a String cannot fail.
    let _ = writeln!(text, "  {day}  {}: {}{status}", visible(&word.how), visible(&what));
    let _ = writeln!(text, "    “{}”", marked(&word.evidence, is_bold));
    let _ = writeln!(text, "    {} {}", visible(&word.evidence.document), visible(&word.evidence.statement));
    text
}

fn to_json(actor: &Actor, words: &[Word]) -> Json {
    let word = |word: &Word| {
        json!({
            "date": word.day, "how": word.how, "status": word.status, "text": word.what,
            "evidence": sentence_json(&word.evidence),
        })
    };
    json!({
        "schema": SCHEMA, "iri": actor.iri, "name": actor.name,
        "said": words.iter().map(word).collect::<Vec<_>>(),
    })
}
