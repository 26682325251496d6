//! The report of a build (chancery.report/1): what became of every input, counted by reason, each with its place.
//!
//! It is JSON in a fixed order, and the same for the same inputs whatever the threads; times are in it only if asked for.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use serde_json::{Value as Json, json};

use crate::archive::{Archive, left_out};
use crate::commands::summary::Summary;
use crate::commands::tally::why_left_out;
use crate::diagnostic::{Diagnostic, Severity};
use crate::export::file;
use crate::network::Relations;
use crate::resolve::keep;

/// Name and version of the JSON.
const SCHEMA: &str = "chancery.report/1";

/// What was told of the inputs, by kind and reason.
#[derive(Debug)]
pub(super) struct Report {
    /// Whether it will be written: who watches for weeks without wanting it need not keep it.
    is_wanted: bool,
    told: BTreeMap<Kind, BTreeMap<String, Vec<(String, String)>>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Rejected,
    Skipped,
    UnknownFormat,
    Warning,
    Note,
}

impl Report {
    /// An empty one.
    pub(super) fn new(is_wanted: bool) -> Self {
        Self { is_wanted, told: BTreeMap::new() }
    }

    /// Keeps what is told of an input.
    pub(super) fn told(&mut self, diagnostic: &Diagnostic) {
        if !self.is_wanted {
            return;
        }
        let kind = match (why_left_out(diagnostic), diagnostic.severity) {
            (Some(left_out::Kind::Rejected), _) => Kind::Rejected,
            (Some(left_out::Kind::UnknownFormat), _) => Kind::UnknownFormat,
            (Some(left_out::Kind::Skipped), _) => Kind::Skipped,
            (None, Severity::Warning) => Kind::Warning,
            (None, _) => Kind::Note,
        };
        let place = place(diagnostic);
        let reasons = self.told.entry(kind).or_default();
        reasons.entry(reason(&diagnostic.message)).or_default().push((place, diagnostic.message.clone()));
    }

    /// The report as JSON; `time` if that is wanted.
    pub(super) fn to_json(
        &self,
        inputs: &[String],
        summary: &Summary,
        archive: Option<&Archive>,
        relations: &Relations,
        time: Option<Duration>,
    ) -> anyhow::Result<Json> {
        let mut families: BTreeMap<&str, usize> = BTreeMap::new();
        for (predicate, count) in &summary.predicates {
            let family = relations.get(predicate).map_or("", |relation| relation.family.as_str());
            *families.entry(if family.is_empty() { "none" } else { family }).or_default() += count;
        }
        let tally = summary.tally;
        let mut report = json!({
            "schema": SCHEMA,
            "inputs": inputs,
            "documents": {
                "read": tally.documents, "new": summary.new, "changed": summary.changed,
                "readAnew": summary.reanalysed, "unchanged": summary.unchanged,
                "skipped": tally.skipped, "unknownFormat": tally.unknown, "rejected": tally.rejected,
            },
            "skipped": self.reasons(Kind::Skipped),
            "unknownFormat": self.reasons(Kind::UnknownFormat),
            "rejected": self.reasons(Kind::Rejected),
            "warnings": self.reasons(Kind::Warning),
            "notes": self.reasons(Kind::Note),
            "duplicates": archive.map(duplicates).transpose()?,
            "entities": summary.entities.len(),
            "statements": {
                "total": summary.statements, "byStatus": summary.statuses, "byFamily": families,
            },
            "words": summary.words,
        });
        if let Some(time) = time {
            let seconds = time.as_secs_f64();
            let rate = |count: usize| (count as f64 / seconds.max(0.001) * 10.0).round() / 10.0;
            report["timing"] = json!({
                "seconds": (seconds * 1000.0).round() / 1000.0,
                "documentsPerSecond": rate(tally.documents), "wordsPerSecond": rate(summary.words),
            });
        }
        Ok(report)
    }

    /// Reasons with their number and places, in order.
    fn reasons(&self, kind: Kind) -> Vec<Json> {
        let reasons = self.told.get(&kind).into_iter().flatten();
        let reasons = reasons.map(|(reason, places)| {
            let mut places: Vec<Json> =
                places.iter().map(|(input, message)| json!({"input": input, "message": message})).collect();
            places.sort_by_key(ToString::to_string);
            json!({"reason": reason, "count": places.len(), "where": places})
        });
        reasons.collect()
    }
}

/// The input that is told of, with the place in it.
pub(super) fn place(diagnostic: &Diagnostic) -> String {
    match diagnostic.position {
        Some((line, column)) => format!("{}:{line}:{column}", diagnostic.source),
        None => diagnostic.source.clone(),
    }
}

/// Documents of the graph that print the text of another.
fn duplicates(archive: &Archive) -> anyhow::Result<Vec<Json>> {
    let copies = keep::load(archive, false)?.copies;
    Ok(copies.iter().map(|(id, first)| json!({"document": id, "sameTextAs": first})).collect())
}

/// The message without what differs from input to input: numbers, and what is in quotation marks.
fn reason(message: &str) -> String {
    let mut reason = String::new();
    let mut quote = None;
    for c in message.chars() {
        match (quote, c) {
            (Some(open), c) if c == open => {
                quote = None;
                reason.push_str("…\"");
            }
            (Some(_), _) => {}
            (None, '"') => {
                quote = Some(c);
                reason.push(c);
            }
            (None, '0'..='9') if reason.ends_with('N') => {}
            (None, '0'..='9') => reason.push('N'),
            (None, c) => reason.push(c),
        }
    }
    reason
}

/// Writes the report into a file, which appears whole.
///
/// # Errors
/// The file cannot be written.
pub(super) fn write(report: &Json, path: &Path) -> anyhow::Result<()> {
    Ok(file::write_atomically(path, |out| {
        serde_json::to_writer_pretty(&mut *out, report)?;
        writeln!(out)
    })?)
}

#[cfg(test)]
mod tests {
    use super::reason;

    #[test]
    fn reasons_of_one_kind_are_one() {
        assert_eq!(
            reason("1200000 characters of text, at most 1000000 are read"),
            "N characters of text, at most N are read"
        );
        assert_eq!(reason("cannot read the date \"soon 3\": no"), "cannot read the date \"…\": no");
        assert_eq!(reason("an \"open quote"), "an \"");
    }
}
