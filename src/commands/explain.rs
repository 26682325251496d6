//! `chancery explain KG STATEMENT`: why a statement was made.

use std::io::Write;
use std::path::PathBuf;

use anyhow::{anyhow, bail};
use comfy_table::{Table, presets};

use super::engine::EngineArgs;
use super::{Context, Outcome, part, visible};
use crate::archive::record::{LinkRecord, ObjectRecord, SpanRecord, StatementRecord};
use crate::archive::{Archive, DocumentRecord};
use crate::document::{CodePoints, Span};
use crate::ontology::Ontology;
use crate::parse::Parse;

/// Arguments of `explain`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Directory of the graph.
    #[arg(value_name = "KG")]
    graph: PathBuf,
    /// The statement: DOCUMENT#s3, or its IRI as queries give it.
    #[arg(value_name = "STATEMENT")]
    statement: String,
    #[command(flatten)]
    engine: EngineArgs,
}

/// Prints the statement, its frame, the words that it was read from, and the parse of its sentence.
///
/// # Errors
/// A graph, a document or a statement that is not there.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Outcome> {
    let archive = Archive::open(&args.graph)?;
    let (record, local) = find(&archive, &args.statement)?;
    let Some(statement) = record.statements.iter().find(|statement| statement.id == local) else {
        let count = record.statements.len();
        bail!("no statement {local:?} in {:?}, which has {count}: s1 to s{count}", record.id);
    };
    let pipeline = args.engine.pipeline(context)?;
    let mut text = Vec::new();
    describe(&record, statement, pipeline.ontology(), &mut text)?;
    let parse = pipeline.reader().parse_article(&record.text);
    table(&record, statement, &parse, &mut text)?;
    let mut out = context.stdout();
    out.write_all(visible(&String::from_utf8_lossy(&text)).as_bytes())?;
    out.flush()?;
    Ok(Outcome::Done)
}

/// The document and the local name of the statement.
fn find(archive: &Archive, wanted: &str) -> anyhow::Result<(DocumentRecord, String)> {
    let wanted = wanted.trim_matches(['<', '>']);
    let (document, local) = match wanted.rsplit_once('#') {
        Some((document, local)) => (document.to_owned(), local),
        None if archive.len() == 1 => (archive.ids().next().unwrap_or_default().to_owned(), wanted),
        None => bail!("{wanted:?} names no document; write it as DOCUMENT#{wanted}"),
    };
    let is_iri = |id: &&str| archive.base().document(id).as_str() == document;
    let id = if archive.contains(&document) {
        document
    } else {
        archive
            .ids()
            .find(is_iri)
            .map(str::to_owned)
            .ok_or_else(|| anyhow!(part::no_document(archive, &document)))?
    };
    Ok((archive.record(&id)?, local.to_owned()))
}

fn describe(
    record: &DocumentRecord,
    statement: &StatementRecord,
    ontology: &Ontology,
    out: &mut dyn Write,
) -> std::io::Result<()> {
    let entities = record.entities_by_id();
    let name = |id: &str| entities.get(id).map_or_else(|| id.to_owned(), |entity| entity.name.clone());
    let object = match &statement.object {
        ObjectRecord::Entity(id) => name(id),
        ObjectRecord::Text { text, .. } => format!("“{text}”"),
    };
    writeln!(out, "{} {} {object}", name(&statement.subject), statement.predicate)?;
    writeln!(out)?;
    let mut line = |label: &str, value: &str| writeln!(out, "  {label:<12}{value}");
    line("status", &statement.status)?;
    if let Some(speaker) = &statement.attributed_to {
        let kind = statement.attribution.as_deref().unwrap_or("report");
        line("according to", &format!(" {} ({kind})", name(speaker)))?;
    }
    for (label, value) in [("time", &statement.time), ("place", &statement.place)] {
        if let Some(value) = value {
            line(label, &name(value))?;
        }
    }
    if let Some(quantity) = &statement.quantity {
        line("quantity", &quantity.written())?;
    }
    line("codes", &codes(statement))?;
    line("confidence", &format!("{:.2}", statement.confidence))?;
    let evidence = &statement.evidence;
    line("frame", &frame(&evidence.frame, ontology))?;
    line("trigger", &quoted(record, evidence.trigger))?;
    line("subject", &quoted(record, evidence.subject))?;
    line("object", &quoted(record, evidence.object))?;
    for id in [Some(&statement.subject), object_id(&statement.object)].into_iter().flatten() {
        for link in entities.get(id.as_str()).into_iter().flat_map(|entity| &entity.links) {
            line("same as", &format!("{} = {}", name(id), reason(link)))?;
        }
    }
    let date = match (record.date.as_deref(), record.date_source.as_deref()) {
        (None, _) => "undated".to_owned(),
        (Some(date), None) => date.to_owned(),
        (Some(date), Some("text")) => format!("{date}, by its text"),
        (Some(date), Some("file")) => format!("{date}, by its file"),
        (Some(date), Some(_)) => format!("{date}, as --date says"),
    };
    let by = record.author.as_ref().map(|author| format!(", by {author}")).unwrap_or_default();
    line("document", &format!("{} ({date}) {}{by}", record.id, record.title))?;
    line("evidence", &format!("characters {} to {}", evidence.start, evidence.end))?;
    writeln!(out, "\n  {}\n", evidence.text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn object_id(object: &ObjectRecord) -> Option<&String> {
    match object {
        ObjectRecord::Entity(id) => Some(id),
        ObjectRecord::Text { .. } => None,
    }
}

/// A link with its score, how it was found and what speaks for it and against it.
pub(super) fn reason(link: &LinkRecord) -> String {
    let label = link.label.as_ref().map(|label| format!(" {label}")).unwrap_or_default();
    let how = link.method.as_ref().map(|how| format!(" {how}")).unwrap_or_default();
    let features: Vec<String> = link.features.iter().map(|(name, value)| format!("{name} {value}")).collect();
    let why = if features.is_empty() { String::new() } else { format!(": {}", features.join(", ")) };
    format!("{}{label} ({:.2} {}{how}{why})", link.iri, link.score, link.by)
}

fn codes(statement: &StatementRecord) -> String {
    let mut codes = Vec::new();
    codes.extend(statement.cameo.as_ref().map(|code| format!("CAMEO {code}")));
    codes.extend(statement.plover.as_ref().map(|event| match &statement.plover_mode {
        Some(mode) => format!("PLOVER {event} ({mode})"),
        None => format!("PLOVER {event}"),
    }));
    codes.extend(statement.goldstein.map(|scale| format!("Goldstein {scale}")));
    if codes.is_empty() { "none: a state or a role, not an event".into() } else { codes.join(", ") }
}

/// `spokeWith#1` with its pattern, if the ontology has it.
fn frame(id: &str, ontology: &Ontology) -> String {
    let pattern = id.rsplit_once('#').and_then(|(relation, ordinal)| {
        let (relation, ordinal) = (ontology.relation(relation)?, ordinal.parse::<u32>().ok()?);
        ontology.frames.iter().find(|frame| frame.relation == relation && frame.ordinal == ordinal)
    });
    pattern.map_or_else(|| id.to_owned(), |frame| format!("{id}  {:?}", frame.pattern))
}

fn quoted(record: &DocumentRecord, span: SpanRecord) -> String {
    let points = CodePoints::new(record.text.as_str());
    let text = record.text.get(points.to_byte(span.start)..points.to_byte(span.end)).unwrap_or_default();
    format!("“{text}” at {} to {}", span.start, span.end)
}

/// The sentences of the evidence, a token a row.
fn table(
    record: &DocumentRecord,
    statement: &StatementRecord,
    parse: &Parse,
    out: &mut dyn Write,
) -> std::io::Result<()> {
    let points = CodePoints::new(record.text.as_str());
    let evidence = &statement.evidence;
    let bytes = |start: usize, end: usize| Span::new(points.to_byte(start), points.to_byte(end));
    let clause = bytes(evidence.start, evidence.end);
    let parts = [(evidence.trigger, "trigger"), (evidence.subject, "subject"), (evidence.object, "object")];
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_header(["  #", "word", "lemma", "tag", "label", "head", ""]);
    for sentence in parse.sentences() {
        let Some(last) = sentence.clone().next_back() else { continue };
        if !parse.tokens[sentence.start].span.cover(parse.tokens[last].span).overlaps(clause) {
            continue;
        }
        for index in sentence.clone() {
            let token = &parse.tokens[index];
            let word = record.text.get(token.span.range()).unwrap_or_default().trim();
            if word.is_empty() {
                continue;
            }
            let role = parts.iter().find(|(span, _)| bytes(span.start, span.end).contains(token.span));
            let head = parse.tokens.get(token.head).and_then(|head| record.text.get(head.span.range()));
            let head = if token.head == index { "" } else { head.unwrap_or_default() };
            let number = format!("  {}", index - sentence.start + 1);
            table.add_row([
                number.as_str(),
                word,
                &token.lemma,
                token.tag.as_str(),
                token.label.as_str(),
                head,
                role.map_or("", |(_, role)| role),
            ]);
        }
    }
    for line in table.lines() {
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}
