//! Articles with entities and statements in the relations of the ontology.
//!
//! A predicted entity goes to the gold entity that its names and descriptions name most often. A statement is right if
//! subject, relation and object are (symmetric relations in either order); its status and its speaker are measured
//! among the statements that are right, and its time where the gold has one. Reported clauses count by the overlap of their words.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

use super::calibration::Case;
use super::measure::{Accuracy, Counts, Finding, Score};
use crate::archive::DocumentRecord;
use crate::archive::record::{EntityRecord, ObjectRecord, StatementRecord};
use crate::network::days;
use crate::ontology::Ontology;

/// What is measured.
pub(super) const LINES: [&str; 4] = ["statements", "family", "pairs", "entities"];
/// What is right among matched statements and aligned entities.
pub(super) const ACCURACIES: [&str; 5] = [
    "status of matched statements",
    "attribution of matched statements",
    "type of aligned entities",
    "time of matched statements",
    "no time where the gold has none",
];

/// Gold of one article.
#[derive(Clone, Debug, Deserialize)]
pub struct Article {
    pub(super) entities: Vec<GoldEntity>,
    pub(super) statements: Vec<GoldStatement>,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct GoldEntity {
    pub(super) id: String,
    pub(super) name: String,
    #[serde(rename = "type")]
    pub(super) class: String,
    pub(super) aliases: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct GoldStatement {
    pub(super) subject: String,
    pub(super) predicate: String,
    pub(super) object: GoldObject,
    pub(super) status: String,
    #[serde(default)]
    pub(super) attributed_to: Option<String>,
    #[serde(default)]
    pub(super) time: Option<String>,
    pub(super) evidence: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum GoldObject {
    Entity(String),
    Text { text: String },
}

/// An argument of a statement, in terms of the gold's entities.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Argument<'a> {
    Entity(&'a str),
    /// An entity that the gold does not have.
    Unknown,
    Text(&'a str),
}

/// A statement of either side.
struct Claim<'a> {
    subject: Argument<'a>,
    relation: &'a str,
    object: Argument<'a>,
}

/// How much of a statement must be right.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    Relation,
    Family,
    Pair,
}

/// Compares what was understood of one article with its gold.
pub(super) fn score(gold: &Article, record: &DocumentRecord, ontology: &Ontology) -> Score {
    let aligned = align(gold, record);
    let golds: Vec<Claim<'_>> = gold.statements.iter().map(claim_of_gold).collect();
    let predicted: Vec<Claim<'_>> =
        record.statements.iter().map(|statement| claim_of_record(statement, &aligned)).collect();
    let same = |gold: &Claim<'_>, claim: &Claim<'_>, level| is_same(gold, claim, level, ontology);
    let mut score = Score { accuracies: vec![Accuracy::default(); ACCURACIES.len()], ..Score::default() };
    for level in [Level::Relation, Level::Family, Level::Pair] {
        let found =
            golds.iter().filter(|gold| predicted.iter().any(|claim| same(gold, claim, level))).count();
        let right =
            predicted.iter().filter(|claim| golds.iter().any(|gold| same(gold, claim, level))).count();
        score.lines.push(Counts {
            right: number(right),
            predicted: number(predicted.len()),
            found: number(found),
            gold: number(golds.len()),
        });
    }
    score.lines.push(entities(gold, record, &aligned, &mut score.accuracies[2]));
    for (at, claim) in golds.iter().enumerate() {
        let matches: Vec<usize> =
            (0..predicted.len()).filter(|&i| same(claim, &predicted[i], Level::Relation)).collect();
        let kind = score.kinds.entry(claim.relation.to_owned()).or_default();
        kind.gold += 1.0;
        if matches.is_empty() {
            score.misses.push(miss(gold, &gold.statements[at], record));
        } else {
            kind.found += 1.0;
            qualifiers(&gold.statements[at], &matches, record, &aligned, &mut score.accuracies);
        }
        confuse(claim, &predicted, ontology, &mut score.confusion);
    }
    for (at, claim) in predicted.iter().enumerate() {
        let is_right = golds.iter().any(|gold| same(gold, claim, Level::Relation));
        let kind = score.kinds.entry(claim.relation.to_owned()).or_default();
        kind.predicted += 1.0;
        kind.right += if is_right { 1.0 } else { 0.0 };
        score.cases.push(Case::new(&record.id, &record.statements[at], is_right));
        if !is_right {
            score.extras.push(extra(&record.statements[at], record));
        }
    }
    score
}

#[expect(clippy::cast_precision_loss, reason = "counts of one document are far below 2^52")]
fn number(count: usize) -> f64 {
    count as f64
}

/// Lower case, without articles, genitives and punctuation.
fn normal(text: &str) -> String {
    static IGNORED: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"'s\b|\bthe\b|\ba\b|\ban\b").ok());
    let lower = text.to_lowercase().replace('’', "'");
    let kept =
        IGNORED.as_ref().map_or_else(|| lower.clone(), |ignored| ignored.replace_all(&lower, " ").into());
    let words = kept.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// Identifiers of predicted entities to those of the gold entities that their names name most often.
fn align<'a>(gold: &'a Article, record: &'a DocumentRecord) -> BTreeMap<&'a str, &'a str> {
    let named: Vec<BTreeSet<String>> = gold
        .entities
        .iter()
        .map(|entity| entity.aliases.iter().chain([&entity.name]).map(|name| normal(name)).collect())
        .collect();
    let mut aligned = BTreeMap::new();
    for entity in &record.entities {
        let forms = forms(entity);
        let mut best = (0, "");
        for (names, gold) in named.iter().zip(&gold.entities) {
            let count = forms.iter().filter(|form| names.contains(*form)).count();
            if count > best.0 {
                best = (count, gold.id.as_str());
            }
        }
        if best.0 > 0 {
            aligned.insert(entity.id.as_str(), best.1);
        }
    }
    aligned
}

/// All names and descriptions of an entity, and its best name once more.
fn forms(entity: &EntityRecord) -> Vec<String> {
    let spoken = entity.mentions.iter().filter(|mention| mention.kind != "pronoun");
    let texts = spoken.map(|mention| mention.text.as_str()).chain([entity.name.as_str()]);
    texts.map(normal).filter(|form| !form.is_empty()).collect()
}

fn claim_of_gold(statement: &GoldStatement) -> Claim<'_> {
    let object = match &statement.object {
        GoldObject::Entity(id) => Argument::Entity(id),
        GoldObject::Text { text } => Argument::Text(text),
    };
    Claim { subject: Argument::Entity(&statement.subject), relation: &statement.predicate, object }
}

fn claim_of_record<'a>(statement: &'a StatementRecord, aligned: &BTreeMap<&str, &'a str>) -> Claim<'a> {
    let entity =
        |id: &str| aligned.get(id).map_or(Argument::Unknown, |gold: &&'a str| Argument::Entity(gold));
    let object = match &statement.object {
        ObjectRecord::Entity(id) => entity(id),
        ObjectRecord::Text { text, .. } => Argument::Text(text),
    };
    Claim { subject: entity(&statement.subject), relation: &statement.predicate, object }
}

fn is_same(gold: &Claim<'_>, claim: &Claim<'_>, level: Level, ontology: &Ontology) -> bool {
    let is_related = match level {
        Level::Relation => ontology.entails(claim.relation, gold.relation),
        Level::Family => family(gold.relation, ontology) == family(claim.relation, ontology),
        Level::Pair => true,
    };
    let is_either = || {
        level == Level::Pair
            || ontology.relation(gold.relation).is_some_and(|relation| ontology[relation].is_symmetric)
    };
    is_related
        && (has_arguments(gold, claim.subject, claim.object)
            || is_either() && has_arguments(gold, claim.object, claim.subject))
}

fn has_arguments(gold: &Claim<'_>, subject: Argument<'_>, object: Argument<'_>) -> bool {
    if gold.subject != subject {
        return false;
    }
    match (gold.object, object) {
        (Argument::Text(gold), Argument::Text(text)) => shares_words(gold, text),
        (Argument::Entity(gold), Argument::Entity(id)) => gold == id,
        _ => false,
    }
}

fn family<'a>(relation: &'a str, ontology: &'a Ontology) -> &'a str {
    ontology.relation(relation).map_or(relation, |id| ontology[id].family.as_str())
}

/// Whether half of the words of the shorter clause, and three tenths of those of the longer, are in both.
fn shares_words(one: &str, other: &str) -> bool {
    let (one, other) = (normal(one), normal(other));
    let one: BTreeSet<&str> = one.split_whitespace().collect();
    let other: BTreeSet<&str> = other.split_whitespace().collect();
    let both = number(one.intersection(&other).count());
    let (short, long) = (one.len().min(other.len()), one.len().max(other.len()));
    short > 0 && both >= 0.5 * number(short) && both >= 0.3 * number(long)
}

/// Gold entities of statements that a predicted one covers; of the predicted ones, those that are a gold entity.
fn entities(
    gold: &Article,
    record: &DocumentRecord,
    aligned: &BTreeMap<&str, &str>,
    types: &mut Accuracy,
) -> Counts {
    let mut used = BTreeSet::new();
    for statement in &gold.statements {
        used.insert(statement.subject.as_str());
        used.extend(statement.attributed_to.as_deref());
        if let GoldObject::Entity(id) = &statement.object {
            used.insert(id);
        }
    }
    let covered: BTreeSet<&str> = aligned.values().copied().collect();
    for entity in &record.entities {
        if let Some(id) = aligned.get(entity.id.as_str()) {
            types.count(gold.entities.iter().any(|gold| gold.id == **id && gold.class == entity.class));
        }
    }
    Counts {
        right: number(aligned.len()),
        predicted: number(record.entities.len()),
        found: number(used.intersection(&covered).count()),
        gold: number(used.len()),
    }
}

fn qualifiers(
    gold: &GoldStatement,
    matches: &[usize],
    record: &DocumentRecord,
    aligned: &BTreeMap<&str, &str>,
    accuracies: &mut [Accuracy],
) {
    let matches = || matches.iter().map(|&i| &record.statements[i]);
    accuracies[0].count(matches().any(|statement| statement.status == gold.status));
    let speaker = |statement: &StatementRecord| {
        statement.attributed_to.as_deref().and_then(|id| aligned.get(id).copied())
    };
    accuracies[1].count(matches().any(|statement| speaker(statement) == gold.attributed_to.as_deref()));
    match &gold.time {
        Some(time) => accuracies[3].count(
            matches().any(|statement| statement.time.as_deref().is_some_and(|own| is_same_time(time, own))),
        ),
        None => accuracies[4].count(matches().any(|statement| statement.time.is_none())),
    }
}

/// Whether two times are the same to the coarser of their precisions: one lies within the other.
fn is_same_time(gold: &str, time: &str) -> bool {
    let (Some((first, last)), Some((from, to))) = (days(gold), days(time)) else { return false };
    (first <= from && to <= last) || (from <= first && last <= to)
}

/// Counts which relations were said of the gold statement's pair; `none` if none was.
fn confuse(
    gold: &Claim<'_>,
    predicted: &[Claim<'_>],
    ontology: &Ontology,
    confusion: &mut BTreeMap<(String, String), usize>,
) {
    let of_pair: Vec<&Claim<'_>> =
        predicted.iter().filter(|claim| is_same(gold, claim, Level::Pair, ontology)).collect();
    let right = of_pair.iter().find(|claim| is_same(gold, claim, Level::Relation, ontology));
    let Some(found) = right.or_else(|| of_pair.first()) else { return };
    *confusion.entry((gold.relation.to_owned(), found.relation.to_owned())).or_default() += 1;
}

fn miss(gold: &Article, statement: &GoldStatement, record: &DocumentRecord) -> Finding {
    let name = |id: &str| {
        let entity = gold.entities.iter().find(|entity| entity.id == id);
        entity.map_or(id, |entity| entity.name.as_str()).to_owned()
    };
    let object = match &statement.object {
        GoldObject::Entity(id) => name(id),
        GoldObject::Text { text } => format!("{text:?}"),
    };
    Finding {
        document: record.id.clone(),
        what: format!("{} {} {object} ({})", name(&statement.subject), statement.predicate, statement.status),
        evidence: statement.evidence.clone(),
        frame: String::new(),
    }
}

fn extra(statement: &StatementRecord, record: &DocumentRecord) -> Finding {
    let name = |id: &str| {
        let entity = record.entities.iter().find(|entity| entity.id == id);
        entity.map_or(id, |entity| entity.name.as_str()).to_owned()
    };
    let object = match &statement.object {
        ObjectRecord::Entity(id) => name(id),
        ObjectRecord::Text { text, .. } => format!("{text:?}"),
    };
    Finding {
        document: record.id.clone(),
        what: format!("{} {} {object} ({})", name(&statement.subject), statement.predicate, statement.status),
        evidence: statement.evidence.text.clone(),
        frame: statement.evidence.frame.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_without_articles_and_genitives() {
        assert_eq!(normal("The Kremlin’s"), "kremlin");
        assert_eq!(normal("a U.S. envoy"), "u s envoy");
        assert_eq!(normal("Anan"), "anan");
    }

    #[test]
    fn times_are_compared_to_the_coarser_precision() {
        assert!(is_same_time("2014-01", "2014-01-20"));
        assert!(is_same_time("2014-01-20", "2014"));
        assert!(is_same_time("2008", "2008/2016"));
        assert!(!is_same_time("2014-01", "2014-02-20"));
        assert!(!is_same_time("2014-01", "soon"));
    }

    #[test]
    fn clauses_need_half_of_the_shorter_and_a_third_of_the_longer() {
        assert!(shares_words("peace is near", "that peace is near"));
        assert!(!shares_words("peace", "peace will come to both of them in spring"));
        assert!(!shares_words("", ""));
    }
}
