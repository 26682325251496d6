//! What is understood of a document as facts in the labels of another set.
//!
//! A statement becomes a fact for each row of the mapping that admits it. The object of a fact may be an office or a rank
//! instead of the body that has it: of "Berg, mayor of Oslo" the object is the body *Oslo*, the office *mayor of Oslo* or
//! the rank *mayor*. Dates are compared by their expression and by their day in ISO 8601.

use std::collections::{BTreeMap, BTreeSet};

use super::mapping::{Kind, Mapping, Taken};
use super::matching::{Page, Points, plain, wikidata};
use super::relation::Passage;
use crate::archive::DocumentRecord;
use crate::archive::record::{EntityRecord, MentionRecord, ObjectRecord, SpanRecord, StatementRecord};

/// One argument of a fact of ours.
#[derive(Clone, Debug)]
pub(super) struct Argument {
    /// Its number in the record; a date or an office has none.
    entity: Option<usize>,
    pub(super) span: Points,
    pub(super) name: String,
    pub(super) text: String,
    pub(super) link: Option<String>,
    pub(super) is_place: bool,
    /// The literal that a date or another value is, as the record has it.
    value: Option<String>,
}

impl Argument {
    /// Whether both are the same number: "1604.0" and "1,604", "−6" and "UTC-06:00".
    pub(super) fn is_amount(&self, gold: &str) -> bool {
        let Some(own) = &self.value else { return false };
        let number = |text: &str| text.replace(',', "").replace('−', "-").trim().parse::<f64>().ok();
        let clock = own.strip_prefix("UTC").and_then(|clock| clock.strip_suffix(":00"));
        match (number(clock.unwrap_or(own)), number(gold)) {
            (Some(own), Some(gold)) => (own - gold).abs() < 1e-6,
            _ => false,
        }
    }
}

/// A fact of ours.
#[derive(Clone, Debug)]
pub(super) struct Fact<'a> {
    pub(super) subject: Argument,
    pub(super) label: &'a str,
    pub(super) object: Argument,
    pub(super) statement: &'a StatementRecord,
}

/// What the words of an office may have before its title: how somebody came to it, and which of its holders he or she is.
const BEFORE_TITLE: [&str; 36] = [
    "a",
    "an",
    "and",
    "appointed",
    "be",
    "became",
    "become",
    "been",
    "becoming",
    "current",
    "elected",
    "eighth",
    "eleventh",
    "female",
    "fifth",
    "first",
    "former",
    "fourth",
    "incumbent",
    "is",
    "male",
    "named",
    "next",
    "ninth",
    "only",
    "re-elected",
    "reelected",
    "second",
    "seventh",
    "sixth",
    "sworn",
    "tenth",
    "the",
    "third",
    "twelfth",
    "was",
];

/// The statements that hold or held, as facts.
pub(super) fn facts<'a>(record: &'a DocumentRecord, mapping: &'a Mapping, page: &Page) -> Vec<Fact<'a>> {
    let entities: BTreeMap<&str, (usize, &EntityRecord)> =
        record.entities.iter().enumerate().map(|it| (it.1.id.as_str(), it)).collect();
    let mut facts = Vec::new();
    let held = |statement: &&StatementRecord| matches!(statement.status.as_str(), "asserted" | "former");
    for statement in record.statements.iter().filter(held) {
        let Some(&subject) = entities.get(statement.subject.as_str()) else { continue };
        let (class, to) = match &statement.object {
            ObjectRecord::Entity(object) => match entities.get(object.as_str()) {
                Some(&object) => (object.1.class.as_str(), argument(object, statement.evidence.object, page)),
                None => continue,
            },
            ObjectRecord::Text { value: Some(value), text, start, end } => {
                (if is_year(value) { "Year" } else { "Date" }, date(value, text, (*start, *end)))
            }
            ObjectRecord::Text { .. } => continue,
        };
        let trigger = page.text(points(statement.evidence.trigger));
        for row in mapping.all(Kind::Relation, &statement.predicate) {
            if !row.admits(&subject.1.class, class, &trigger) || !row.admits_object(&to.name) {
                continue;
            }
            let from = argument(subject, statement.evidence.subject, page);
            let to = match row.taken {
                Taken::Object => to.clone(),
                Taken::Office => office(statement, &to, page),
                Taken::Rank => rank(statement, page),
            };
            let (subject, object) = if row.is_inverse { (to, from) } else { (from, to) };
            facts.push(Fact { subject, label: &row.other, object, statement });
        }
    }
    facts
}

fn is_year(value: &str) -> bool {
    value.len() == 4
}

/// Each fact once for every two mentions of its entities in the passage that tells it, as a set annotates it that says what
/// was annotated in which passage: of "Berg, who heads Norsk, said she" all three are the head. Such a set annotates names
/// and pronouns and no descriptions: what a passage only describes has no fact in it.
pub(super) fn of_every_mention<'a>(
    facts: Vec<Fact<'a>>,
    record: &DocumentRecord,
    passages: &[Passage],
) -> Vec<Fact<'a>> {
    let mentions = |argument: &Argument, passage: &Passage| {
        let Some(entity) = argument.entity.and_then(|number| record.entities.get(number)) else {
            return vec![argument.clone()];
        };
        let is_described = |it: &&MentionRecord| it.kind == "nominal";
        let own = entity.mentions.iter().find(|it| (it.start, it.end) == argument.span);
        let inside = entity.mentions.iter().filter(|it| !is_described(it)).map(|it| (it.start, it.end));
        let spans: BTreeSet<Points> =
            inside.filter(|span| *span != argument.span && passage.holds(*span)).collect();
        let others = spans.into_iter().map(|span| Argument { span, ..argument.clone() });
        let first = (!own.as_ref().is_some_and(is_described)).then(|| argument.clone());
        first.into_iter().chain(others).collect::<Vec<_>>()
    };
    let of_pairs = |fact: Fact<'a>| {
        let told = |passage: &&Passage| passage.holds(fact.subject.span) && passage.holds(fact.object.span);
        let Some(passage) = passages.iter().find(told) else { return vec![fact] };
        let (subjects, objects) = (mentions(&fact.subject, passage), mentions(&fact.object, passage));
        let pairs = subjects.iter().flat_map(|subject| objects.iter().map(move |object| (subject, object)));
        pairs
            .map(|(subject, object)| Fact {
                subject: subject.clone(),
                object: object.clone(),
                ..fact.clone()
            })
            .collect()
    };
    facts.into_iter().flat_map(of_pairs).collect()
}

fn points(span: SpanRecord) -> Points {
    (span.start, span.end)
}

fn argument((number, entity): (usize, &EntityRecord), span: SpanRecord, page: &Page) -> Argument {
    Argument {
        entity: Some(number),
        span: points(span),
        name: plain(&entity.name),
        text: plain(&page.text(points(span))),
        link: entity.links.iter().find_map(|link| wikidata(&link.iri)).map(str::to_owned),
        is_place: matches!(entity.class.as_str(), "Place" | "State"),
        value: None,
    }
}

/// A date is compared by its expression and by its value.
fn date(value: &str, text: &str, span: Points) -> Argument {
    Argument { value: Some(value.to_owned()), ..unlinked(span, plain(value), plain(text)) }
}

/// "mayor of Oslo", as the text has it or put together from the words of the role and the body.
fn office(statement: &StatementRecord, body: &Argument, page: &Page) -> Argument {
    let (trigger, object) = (points(statement.evidence.trigger), points(statement.evidence.object));
    let span = (trigger.0.min(object.0), trigger.1.max(object.1));
    let name = format!("{} of {}", title(&page.text(trigger)), body.name);
    unlinked(span, plain(&name), plain(title(&page.text(span))))
}

/// "served as the first president", "became 8th President": the office alone.
fn title(words: &str) -> &str {
    let mut rest = words.rsplit_once(" as ").map_or(words, |(_, rest)| rest);
    while let Some((first, behind)) = rest.split_once(' ') {
        let lower = first.trim_end_matches(',').to_lowercase();
        let is_counted = lower.starts_with(|c: char| c.is_ascii_digit());
        if !is_counted && !BEFORE_TITLE.contains(&lower.as_str()) {
            break;
        }
        rest = behind;
    }
    rest
}

fn rank(statement: &StatementRecord, page: &Page) -> Argument {
    let trigger = points(statement.evidence.trigger);
    let text = plain(&page.text(trigger));
    unlinked(trigger, text.clone(), text)
}

fn unlinked(span: Points, name: String, text: String) -> Argument {
    Argument { entity: None, span, name, text, link: None, is_place: false, value: None }
}
