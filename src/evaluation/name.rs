//! Names with their types.
//!
//! What is compared are the names of all entities with the types that their classes count as. A type that the gold does
//! not use at all is left out; types of the gold without a row in the mapping are left out too.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::mapping::{Kind, Mapping};
use super::matching::{Fit, Page, Points, largest};
use super::measure::{Counts, Finding, Score};
use crate::archive::DocumentRecord;
use crate::ontology::Ontology;
use crate::ontology::gazetteer::Sense;

/// What is measured.
pub(super) const LINES: [&str; 4] = ["strict", "strict, any type", "relaxed", "relaxed, any type"];

/// Gold names of one document.
#[derive(Clone, Debug, Deserialize)]
pub struct Names {
    mentions: Vec<GoldName>,
}

#[derive(Clone, Debug, Deserialize)]
struct GoldName {
    start: usize,
    end: usize,
    #[serde(rename = "type")]
    kind: String,
    #[serde(default = "yes")]
    named: bool,
}

fn yes() -> bool {
    true
}

impl Names {
    /// The types that the gold uses, as they count.
    pub(super) fn kinds<'a>(&'a self, mapping: &'a Mapping) -> impl Iterator<Item = &'a str> {
        self.mentions.iter().filter_map(|name| mapping.one(Kind::Gold, &name.kind))
    }
}

struct Name<'a> {
    span: Points,
    kind: &'a str,
}

/// Compares the names of one document with its gold; `kinds` are the types that the whole gold uses.
pub(super) fn score(
    gold: &Names,
    record: &DocumentRecord,
    ontology: &Ontology,
    mapping: &Mapping,
    kinds: &BTreeSet<String>,
) -> Score {
    let page = Page::new(&record.text);
    let golds: Vec<Name<'_>> = gold
        .mentions
        .iter()
        .filter(|name| name.named)
        .filter_map(|name| {
            Some(Name { span: (name.start, name.end), kind: mapping.one(Kind::Gold, &name.kind)? })
        })
        .collect();
    let predicted = predicted(record, ontology, mapping, kinds);
    let mut score = Score::default();
    for (fit, is_typed) in
        [(Fit::Strict, true), (Fit::Strict, false), (Fit::Relaxed, true), (Fit::Relaxed, false)]
    {
        let matched = largest(golds.len(), predicted.len(), |g, p| {
            let (gold, name) = (&golds[g], &predicted[p]);
            page.fits(gold.span, name.span, fit) && (!is_typed || gold.kind == name.kind)
        });
        let both = matched.iter().flatten().count();
        score.lines.push(Counts::matched(both, predicted.len(), golds.len()));
        if fit == Fit::Strict && is_typed {
            detail(&mut score, &matched, &golds, &predicted, &page, &record.id);
        } else if fit == Fit::Relaxed && !is_typed {
            for (g, p) in matched.iter().enumerate().filter_map(|(g, p)| Some((g, (*p)?))) {
                let pair = (golds[g].kind.to_owned(), predicted[p].kind.to_owned());
                *score.confusion.entry(pair).or_default() += 1;
            }
        }
    }
    score
}

fn predicted<'a>(
    record: &DocumentRecord,
    ontology: &Ontology,
    mapping: &'a Mapping,
    kinds: &BTreeSet<String>,
) -> Vec<Name<'a>> {
    let mut names = BTreeMap::new();
    for entity in &record.entities {
        for mention in entity.mentions.iter().filter(|mention| mention.kind == "name") {
            let senses = ontology.gazetteer.senses(&mention.text);
            let is_adjective = !senses.is_empty()
                && senses.iter().all(|(_, sense)| matches!(sense, Sense::Adjective | Sense::Demonym));
            let class = if is_adjective { "Adjective" } else { &entity.class };
            let row = mapping.all(Kind::Class, class).find(|row| kinds.contains(&row.other));
            if let Some(row) = row {
                let start = mention.start + compass_words(&mention.text);
                names.entry((start, mention.end)).or_insert(row.other.as_str());
            }
        }
    }
    names.into_iter().map(|(span, kind)| Name { span, kind }).collect()
}

/// Code points of the words in lower case before a name: "northern Syria" is a place of its own here, and Syria with a
/// direction in the gold of all sets.
fn compass_words(text: &str) -> usize {
    match text.find(char::is_uppercase) {
        Some(at) if text.get(..at).is_some_and(|before| before.ends_with(' ')) => {
            text.get(..at).map_or(0, |before| before.chars().count())
        }
        _ => 0,
    }
}

fn detail(
    score: &mut Score,
    matched: &[Option<usize>],
    golds: &[Name<'_>],
    predicted: &[Name<'_>],
    page: &Page,
    document: &str,
) {
    let finding = |name: &Name<'_>| Finding {
        document: document.to_owned(),
        what: format!("{} ({})", page.text(name.span), name.kind),
        evidence: page.text((name.span.0.saturating_sub(40), name.span.1 + 40)),
        frame: String::new(),
    };
    for (name, partner) in golds.iter().zip(matched) {
        let hit = usize::from(partner.is_some());
        let counts = Counts::matched(hit, hit, 1);
        score.kinds.entry(name.kind.to_owned()).or_default().add(counts);
        if partner.is_none() {
            score.misses.push(finding(name));
        }
    }
    let used: BTreeSet<usize> = matched.iter().flatten().copied().collect();
    for (_, name) in predicted.iter().enumerate().filter(|(at, _)| !used.contains(at)) {
        score.kinds.entry(name.kind.to_owned()).or_default().add(Counts::matched(0, 1, 0));
        score.extras.push(finding(name));
    }
}
