//! Documents as brat standoff: a text and its annotations, for people who correct or annotate.
//!
//! Comes in: one document at a time, and which of its statements are wanted. Goes out: the text, annotations of it, and for all of
//! them the configuration that brat asks for (<https://brat.nlplab.org/standoff.html>). Mentions are text-bound
//! annotations (`T`), statements are events (`E`) of their trigger with subject and object, their status is an attribute
//! (`A`), who says it, the time, the amount and the codes are notes (`#`). Offsets are code points, as brat has them.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use super::LossReport;
use crate::archive::DocumentRecord;
use crate::archive::record::{EntityRecord, ObjectRecord, QuantityRecord, SpanRecord, StatementRecord};
use crate::ontology::{Class, Status};

/// Types that were used, for [`Types::configuration`].
#[derive(Clone, Debug, Default)]
pub struct Types {
    entities: BTreeSet<String>,
    events: BTreeSet<String>,
}

impl Types {
    /// The text of `annotation.conf`.
    pub fn configuration(&self) -> String {
        let mut text = "[entities]\n".to_owned();
        let classes = Class::ALL.iter().map(|class| class.as_str());
        let entities: BTreeSet<&str> =
            classes.chain(self.entities.iter().map(String::as_str)).chain(["Clause"]).collect();
        entities.iter().for_each(|name| text.push_str(&format!("{name}\n")));
        text.push_str("\n[relations]\n\n[events]\n");
        for name in &self.events {
            text.push_str(&format!("{name}\tSubject:<ENTITY>, Object?:<ENTITY>\n"));
        }
        let statuses: Vec<&str> = Status::ALL.iter().map(|status| status.as_str()).collect();
        text.push_str(&format!("\n[attributes]\nStatus\tArg:<EVENT>, Value:{}\n", statuses.join("|")));
        text
    }
}

/// The name of the files of a document, without their endings: what is no plain letter is `_`, and a hash keeps apart what
/// would be the same.
pub fn file_name(id: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let plain: String = id.chars().map(|c| if is_plain(c) { c } else { '_' }).take(80).collect();
    if plain == id && !id.is_empty() {
        return plain;
    }
    let digest: String =
        Sha256::digest(id.as_bytes()).iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    format!("{plain}-{digest}")
}

/// The annotations of a document (its `.ann`), of its statements those with an id that is wanted; its `.txt` is the text of the record as it is.
pub fn annotations(
    record: &DocumentRecord,
    wanted: &BTreeSet<String>,
    types: &mut Types,
    loss: &mut LossReport,
) -> String {
    let mut page = Page::new(record);
    for entity in &record.entities {
        let class = word(&entity.class);
        for mention in &entity.mentions {
            let span = SpanRecord { start: mention.start, end: mention.end };
            if page.bound(&class, span).is_none() {
                loss.add("mentions left out whose place is not in the text", 1);
            }
        }
        loss.add("links of entities left out", entity.links.len());
        types.entities.insert(class);
    }
    for statement in &record.statements {
        if wanted.contains(&statement.id) {
            page.statement(statement, types, loss);
        }
    }
    page.text
}

/// The annotations so far.
struct Page<'r> {
    entities: HashMap<&'r str, &'r EntityRecord>,
    chars: Vec<char>,
    text: String,
    /// Numbers of text-bound annotations by type and place.
    bound: BTreeMap<(String, usize, usize), usize>,
    events: usize,
}

impl<'r> Page<'r> {
    fn new(record: &'r DocumentRecord) -> Self {
        Self {
            entities: record.entities_by_id(),
            chars: record.text.chars().collect(),
            text: String::new(),
            bound: BTreeMap::new(),
            events: 0,
        }
    }

    /// The text-bound annotation of a place, a new one if need be; `None` if the place is empty or not in the text.
    fn bound(&mut self, kind: &str, SpanRecord { start, end }: SpanRecord) -> Option<usize> {
        let inner = self.chars.get(start..end).filter(|inner| !inner.iter().all(|c| c.is_whitespace()))?;
        let key = (kind.to_owned(), start, end);
        if let Some(&number) = self.bound.get(&key) {
            return Some(number);
        }
        let number = self.bound.len() + 1;
        let (places, shown) = fragments(start, inner);
        let _ = writeln!(self.text, "T{number}\t{kind} {places}\t{shown}");
        self.bound.insert(key, number);
        Some(number)
    }

    fn statement(&mut self, statement: &StatementRecord, types: &mut Types, loss: &mut LossReport) {
        let relation = word(&statement.predicate);
        let class = |id: &str| self.entities.get(id).map(|entity| word(&entity.class));
        let subject = class(&statement.subject).unwrap_or_else(|| "Clause".to_owned());
        let object = match &statement.object {
            ObjectRecord::Entity(id) => {
                (class(id).unwrap_or_else(|| "Clause".to_owned()), statement.evidence.object)
            }
            ObjectRecord::Text { start, end, .. } => {
                ("Clause".to_owned(), SpanRecord { start: *start, end: *end })
            }
        };
        let trigger = self.bound(&relation, statement.evidence.trigger);
        let (Some(trigger), Some(subject)) = (trigger, self.bound(&subject, statement.evidence.subject))
        else {
            return loss.add("statements left out whose trigger or subject is not in the text", 1);
        };
        types.events.insert(relation.clone());
        self.events += 1;
        let number = self.events;
        let mut line = format!("E{number}\t{relation}:T{trigger} Subject:T{subject}");
        match self.bound(&object.0, object.1) {
            Some(object) => line.push_str(&format!(" Object:T{object}")),
            None => loss.add("objects of statements left out for want of a place in the text", 1),
        }
        let _ = writeln!(self.text, "{line}\nA{number}\tStatus E{number} {}", word(&statement.status));
        let _ = writeln!(self.text, "#{number}\tAnnotatorNotes E{number}\t{}", self.note(statement));
    }

    /// What brat has no place for, as one line.
    fn note(&self, statement: &StatementRecord) -> String {
        let name = |id: &String| {
            self.entities.get(id.as_str()).map_or_else(|| id.clone(), |entity| entity.name.clone())
        };
        let parts = [
            Some(statement.id.clone()),
            statement.attributed_to.as_ref().map(|id| format!("says {}", name(id))),
            statement.time.as_ref().map(|time| format!("time {time}")),
            statement.place.as_ref().map(|id| format!("place {}", name(id))),
            statement.quantity.as_ref().map(QuantityRecord::written),
            statement.cameo.as_ref().map(|code| format!("CAMEO {code}")),
            statement.plover.as_ref().map(|code| format!("PLOVER {code}")),
            statement.goldstein.map(|value| format!("Goldstein {value}")),
            Some(format!("confidence {:.2}", statement.confidence)),
        ];
        one_line(&parts.into_iter().flatten().collect::<Vec<_>>().join("; "))
    }
}

/// Places and text of an annotation: brat wants one that goes over a line's end cut at it, the pieces joined by spaces.
fn fragments(start: usize, inner: &[char]) -> (String, String) {
    let (mut places, mut pieces) = (Vec::new(), Vec::new());
    let mut at = start;
    for piece in inner.split(|c| *c == '\n' || *c == '\r') {
        if !piece.is_empty() {
            places.push(format!("{at} {}", at + piece.len()));
            pieces.push(piece.iter().collect::<String>());
        }
        at += piece.len() + 1;
    }
    (places.join(";"), pieces.join(" "))
}

/// A name as brat takes it: letters, digits, `-` and `_`.
fn word(name: &str) -> String {
    let plain: String =
        name.chars().map(|c| if c.is_alphanumeric() || matches!(c, '-' | '_') { c } else { '_' }).collect();
    if plain.is_empty() { "_".to_owned() } else { plain }
}

fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn annotations_are_cut_at_the_ends_of_lines() {
        let chars: Vec<char> = "ab\n\ncd".chars().collect();
        assert_eq!(fragments(10, &chars), ("10 12;14 16".to_owned(), "ab cd".to_owned()));
    }

    #[test]
    fn names_of_files_stay_apart_and_in_their_folder() {
        assert_eq!(file_name("wire-7"), "wire-7");
        assert_ne!(file_name("a/b"), file_name("a_b"));
        for id in ["../x", "..", "", "/etc/passwd", "a\0b", &"x".repeat(500)] {
            let name = file_name(id);
            assert!(!name.is_empty() && name.len() < 120 && !name.contains(['/', '.', '\0']), "{name}");
        }
    }
}
