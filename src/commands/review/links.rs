//! `chancery review KG --links`: what entities were linked to, and what was not sure enough to be linked, for people to decide.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;

use serde_json::json;

use crate::archive::record::{EntityRecord, LinkRecord};
use crate::commands::review::Format;
use crate::commands::{Context, Outcome, explain, part, visible};
use crate::diagnostic::counted;

/// A link or a candidate of an entity, over all documents.
struct Row {
    name: String,
    is_link: bool,
    /// The one with the best score.
    best: LinkRecord,
    documents: usize,
}

/// Prints them, those that are open first, the surest first.
///
/// # Errors
/// The graph cannot be read, or standard output not be written.
pub(super) fn run(
    folder: &Path,
    format: Option<Format>,
    limit: Option<usize>,
    context: &Context,
) -> anyhow::Result<Outcome> {
    let mut rows: BTreeMap<(String, String), Row> = BTreeMap::new();
    part::each_record(folder, context, |record| {
        for entity in &record.entities {
            entity.links.iter().for_each(|link| add(&mut rows, entity, link, true));
            let open = entity.candidates.iter().filter(|_| entity.links.is_empty());
            open.for_each(|link| add(&mut rows, entity, link, false));
        }
        Ok(())
    })?;
    let open = rows.values().filter(|row| !row.is_link).count();
    let mut sorted: Vec<(&(String, String), &Row)> = rows.iter().collect();
    sorted.sort_by(|(a, left), (b, right)| {
        let by_score = right.best.score.total_cmp(&left.best.score);
        left.is_link.cmp(&right.is_link).then(by_score).then_with(|| a.cmp(b))
    });
    sorted.truncate(limit.unwrap_or(usize::MAX));
    let mut out = context.stdout();
    for ((iri, outside), row) in &sorted {
        let state = if row.is_link { "linked" } else { "open" };
        if format == Some(Format::Json) {
            let line = json!({
                "schema": "chancery.link/1", "state": state, "entity": iri, "name": row.name, "link": outside,
                "label": row.best.label, "score": row.best.score, "by": row.best.by, "method": row.best.method,
                "features": row.best.features, "documents": row.documents,
            });
            writeln!(out, "{line}")?;
        } else {
            let why = visible(&explain::reason(&row.best)).into_owned();
            writeln!(out, "{state}\t{}\t{}\t{}\t{why}", visible(iri), visible(&row.name), row.documents)?;
        }
    }
    out.flush()?;
    context.say(format_args!("{}, {open} of them open; decide with --apply", counted(rows.len(), "link")));
    Ok(Outcome::Done)
}

fn add(rows: &mut BTreeMap<(String, String), Row>, entity: &EntityRecord, link: &LinkRecord, is_link: bool) {
    let key = (entity.iri.clone(), link.iri.clone());
    let new = || Row { name: entity.name.clone(), is_link, best: link.clone(), documents: 0 };
    let row = rows.entry(key).or_insert_with(new);
    row.documents += 1;
    row.is_link |= is_link;
    if link.score > row.best.score {
        row.best = link.clone();
    }
}
