//! Relations between spans, in the labels of other sets.
//!
//! A statement of ours becomes a fact for each row of the mapping that admits it. Arguments are compared by their spans
//! (strict, relaxed, or any overlap, each against every mention of the gold's entity), by their names, or by the
//! Wikidata items of both. A second mention of a pair that is right is no error. Where the gold says which relations
//! were annotated in which passage, what is said elsewhere is not counted.
//!
//! By name, a place that the gold names with the wider one ("Miri, Malaysia") is met by the place; that the wider one is
//! told as well, or that the one is in the other, is no error beside it. Where the gold gives an argument only as a Wikidata item, no name can be compared: such a document
//! counts in the comparison of items alone.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::fact::{Argument, Fact, facts, of_every_mention};
use super::mapping::Mapping;
use super::matching::{Fit, Page, Points, largest, plain, wikidata};
use super::measure::{Counts, Finding, Score};
use crate::archive::DocumentRecord;

/// What is measured; the second five are over the labels that the mapping covers.
pub(super) const LINES: [&str; 10] = [
    "strict",
    "relaxed",
    "overlap",
    "text",
    "link",
    "strict, mapped labels",
    "relaxed, mapped labels",
    "overlap, mapped labels",
    "text, mapped labels",
    "link, mapped labels",
];

/// Gold facts of one document.
#[derive(Clone, Debug, Deserialize)]
pub struct Facts {
    facts: Vec<GoldFact>,
    #[serde(default)]
    passages: Vec<Passage>,
    /// The part of the set that the document belongs to, where parts have labels of their own.
    #[serde(default)]
    ontology: String,
}

impl Facts {
    /// The labels that the document uses, each with the part of the set.
    pub(super) fn labels(&self) -> impl Iterator<Item = (&str, &str)> {
        self.facts.iter().map(|fact| (self.ontology.as_str(), fact.relation.as_str()))
    }
}

/// What belongs to the set and not to the document.
#[derive(Debug)]
pub(super) struct Rules<'a> {
    pub(super) mapping: &'a Mapping,
    /// Compare Wikidata properties instead of names of relations.
    pub(super) by_property: bool,
    /// The line that is shown by relation.
    pub(super) detailed: usize,
    /// Labels by part of the set; of the other labels of the mapping none is predicted.
    pub(super) labels: &'a BTreeSet<(String, String)>,
}

#[derive(Clone, Debug, Deserialize)]
struct GoldFact {
    subject: GoldArgument,
    relation: String,
    #[serde(default)]
    wikidata_property: Option<String>,
    object: GoldArgument,
    #[serde(default)]
    ignore: bool,
}

#[derive(Clone, Debug, Deserialize)]
struct GoldArgument {
    text: String,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    start: Option<usize>,
    #[serde(default)]
    end: Option<usize>,
    #[serde(default)]
    mentions: Vec<Points>,
    #[serde(default)]
    wikidata: Option<String>,
}

impl GoldFact {
    /// Whether both arguments have names that can be compared.
    fn is_named(&self) -> bool {
        !self.subject.is_item() && !self.object.is_item()
    }
}

impl GoldArgument {
    fn spans(&self) -> impl Iterator<Item = Points> + '_ {
        self.start.zip(self.end).into_iter().chain(self.mentions.iter().copied())
    }

    fn has_span(&self) -> bool {
        self.spans().next().is_some()
    }

    fn name(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.text)
    }

    fn link(&self) -> Option<&str> {
        self.wikidata.as_deref().or_else(|| self.is_item().then_some(self.text.as_str())).and_then(wikidata)
    }

    /// Whether nothing but a Wikidata item is given: `Q424`.
    fn is_item(&self) -> bool {
        !self.has_span() && wikidata(self.name()) == Some(self.name())
    }

    /// The parts of the name of a place that is given with the wider ones: "Miri, Malaysia".
    fn parts(&self) -> impl Iterator<Item = String> + '_ {
        self.name().split(',').map(plain)
    }
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct Passage {
    start: usize,
    end: usize,
    properties: Vec<String>,
}

impl Passage {
    pub(super) fn holds(&self, span: Points) -> bool {
        self.start <= span.0 && span.1 <= self.end
    }
}

/// How arguments are compared.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Span(Fit),
    Text,
    Link,
}

const MODES: [Mode; 5] =
    [Mode::Span(Fit::Strict), Mode::Span(Fit::Relaxed), Mode::Span(Fit::Overlap), Mode::Text, Mode::Link];

/// Compares the facts of one document with its gold.
pub(super) fn score(gold: &Facts, record: &DocumentRecord, rules: &Rules<'_>) -> Score {
    let (mapping, by_property) = (rules.mapping, rules.by_property);
    let page = Page::new(&record.text);
    let mut ours = facts(record, mapping, &page);
    if !gold.passages.is_empty() {
        ours = of_every_mention(ours, record, &gold.passages);
    }
    ours.retain(|fact| {
        gold.ontology.is_empty() || rules.labels.contains(&(gold.ontology.clone(), fact.label.to_owned()))
    });
    let mut score = Score::default();
    for only_mapped in [false, true] {
        for (at, mode) in MODES.into_iter().enumerate() {
            let comparison = Comparison { gold, page: &page, mode, by_property };
            let golds = comparison.golds(only_mapped.then_some(mapping));
            let ours = comparison.predictions(&ours);
            let (matched, extras) = comparison.compare(&golds, &ours);
            let both = matched.iter().flatten().count();
            let counts = Counts::matched(both, both + extras.len(), golds.len());
            score.lines.push(counts);
            if at == rules.detailed && !only_mapped {
                if !gold.ontology.is_empty() {
                    score.parts.insert(gold.ontology.clone(), counts);
                }
                detail(&mut score, &comparison, &golds, &ours, &matched, &extras, &record.id);
            }
        }
    }
    score
}

struct Comparison<'a> {
    gold: &'a Facts,
    page: &'a Page,
    mode: Mode,
    by_property: bool,
}

impl<'a> Comparison<'a> {
    fn label(&self, fact: &'a GoldFact) -> &'a str {
        let property = fact.wikidata_property.as_deref().filter(|_| self.by_property);
        property.unwrap_or(&fact.relation)
    }

    /// The gold facts that count in this mode: where names or items are compared, each once a document.
    fn golds(&self, mapping: Option<&Mapping>) -> Vec<&'a GoldFact> {
        let mut seen = BTreeSet::new();
        let counts = |fact: &&'a GoldFact| {
            if fact.ignore || mapping.is_some_and(|mapping| !mapping.covers(self.label(fact))) {
                return false;
            }
            match self.mode {
                Mode::Span(_) => fact.subject.has_span() && fact.object.has_span(),
                Mode::Text => {
                    fact.is_named()
                        && seen.insert((
                            plain(fact.subject.name()),
                            self.label(fact),
                            plain(fact.object.name()),
                            None,
                        ))
                }
                Mode::Link => match (fact.subject.link(), fact.object.link()) {
                    (Some(subject), Some(object)) => seen.insert((
                        subject.to_owned(),
                        self.label(fact),
                        object.to_owned(),
                        self.passage(fact.subject.spans().next()),
                    )),
                    _ => false,
                },
            }
        };
        self.gold.facts.iter().filter(counts).collect()
    }

    /// Our facts that count in this mode, each once.
    fn predictions<'f>(&self, facts: &'f [Fact<'f>]) -> Vec<&'f Fact<'f>> {
        let mut seen = BTreeSet::new();
        let counts = |fact: &&Fact<'_>| {
            self.is_annotated(fact)
                && match self.mode {
                    Mode::Span(_) => {
                        !self.is_placeless(fact)
                            && seen.insert((
                                format!("{:?}", fact.subject.span),
                                fact.label.to_owned(),
                                format!("{:?}", fact.object.span),
                                None,
                            ))
                    }
                    Mode::Text => {
                        self.is_named()
                            && seen.insert((
                                fact.subject.name.clone(),
                                fact.label.to_owned(),
                                fact.object.name.clone(),
                                None,
                            ))
                    }
                    Mode::Link => match (&fact.subject.link, &fact.object.link) {
                        (Some(subject), Some(object)) => seen.insert((
                            subject.clone(),
                            fact.label.to_owned(),
                            object.clone(),
                            self.passage(Some(fact.subject.span)),
                        )),
                        _ => false,
                    },
                }
        };
        facts.iter().filter(counts).collect()
    }

    /// Partners of the gold facts, and the predictions that are too much.
    fn compare(&self, golds: &[&GoldFact], ours: &[&Fact<'_>]) -> (Vec<Option<usize>>, Vec<usize>) {
        let fits = |g: usize, p: usize| {
            self.label(golds[g]) == ours[p].label
                && (self.mode != Mode::Link
                    || self.passage(golds[g].subject.spans().next())
                        == self.passage(Some(ours[p].subject.span)))
                && self.fits(&golds[g].subject, &ours[p].subject)
                && self.fits(&golds[g].object, &ours[p].object)
        };
        let matched = largest(golds.len(), ours.len(), fits);
        let used: BTreeSet<usize> = matched.iter().flatten().copied().collect();
        let is_repeated = |p: usize| match self.mode {
            Mode::Span(_) => (0..golds.len()).any(|g| !golds[g].subject.mentions.is_empty() && fits(g, p)),
            Mode::Text => {
                self.is_in_name(ours[p])
                    || (0..golds.len()).any(|g| matched[g].is_some() && self.is_wider(golds[g], ours[p]))
            }
            Mode::Link => false,
        };
        // A relation that holds in both directions is claimed once, whichever way the gold has it.
        let is_claimed = |p: usize, by: usize| {
            self.gold.passages.is_empty()
                && ours[by].label == ours[p].label
                && std::ptr::eq(ours[by].statement, ours[p].statement)
        };
        let mut extras: Vec<usize> = Vec::new();
        for p in (0..ours.len()).filter(|p| !used.contains(p) && !is_repeated(*p)) {
            if !used.iter().chain(&extras).any(|&by| is_claimed(p, by)) {
                extras.push(p);
            }
        }
        (matched, extras)
    }

    fn fits(&self, gold: &GoldArgument, own: &Argument) -> bool {
        match self.mode {
            Mode::Span(fit) => gold.spans().any(|span| self.page.fits(span, own.span, fit)),
            Mode::Text => self.is_called(gold, own),
            Mode::Link => gold.link().is_some() && gold.link() == own.link.as_deref(),
        }
    }

    /// Whether all facts of the document can be compared by name.
    fn is_named(&self) -> bool {
        self.gold.facts.iter().all(GoldFact::is_named)
    }

    /// Whether the gold says within a name that a place is in a wider one: "Akron, Ohio".
    fn is_in_name(&self, own: &Fact<'_>) -> bool {
        let called = |part: &str, own: &Argument| part == own.name || part == own.text;
        let arguments = self.gold.facts.iter().flat_map(|fact| [&fact.subject, &fact.object]);
        let mut names = arguments.map(|argument| argument.parts().collect::<Vec<_>>());
        own.subject.is_place
            && own.object.is_place
            && names.any(|parts| {
                let at = parts.iter().position(|part| called(part, &own.subject));
                at.is_some_and(|at| parts[at + 1..].iter().any(|part| called(part, &own.object)))
            })
    }

    /// Whether a fact of ours has the wider place of a gold fact's "Miri, Malaysia" as its object.
    fn is_wider(&self, gold: &GoldFact, own: &Fact<'_>) -> bool {
        self.label(gold) == own.label
            && self.is_called(&gold.subject, &own.subject)
            && gold.object.parts().skip(1).any(|part| part == own.object.name || part == own.object.text)
    }

    fn is_called(&self, gold: &GoldArgument, own: &Argument) -> bool {
        let is = |name: String| name == own.name || name == own.text;
        is(plain(&gold.text))
            || own.is_amount(gold.name())
            || (own.is_place && gold.parts().next().is_some_and(is))
            || gold.name.as_deref().is_some_and(|name| is(plain(name)))
            || gold.spans().any(|span| is(plain(&self.page.text(span))))
    }

    /// Whether the gold has this fact, but does not say where.
    fn is_placeless(&self, fact: &Fact<'_>) -> bool {
        self.gold.facts.iter().any(|gold| {
            !(gold.subject.has_span() && gold.object.has_span())
                && self.label(gold) == fact.label
                && self.is_called(&gold.subject, &fact.subject)
                && self.is_called(&gold.object, &fact.object)
        })
    }

    fn passage(&self, span: Option<Points>) -> Option<usize> {
        let (start, end) = span?;
        self.gold.passages.iter().position(|passage| passage.holds((start, end)))
    }

    /// Whether the label was annotated in the first passage that holds both arguments.
    fn is_annotated(&self, fact: &Fact<'_>) -> bool {
        let of_both = self
            .gold
            .passages
            .iter()
            .find(|passage| passage.holds(fact.subject.span) && passage.holds(fact.object.span));
        match of_both {
            Some(passage) => passage.properties.iter().any(|property| property == fact.label),
            None => self.gold.passages.is_empty(),
        }
    }
}

fn detail(
    score: &mut Score,
    comparison: &Comparison<'_>,
    golds: &[&GoldFact],
    ours: &[&Fact<'_>],
    matched: &[Option<usize>],
    extras: &[usize],
    document: &str,
) {
    for (gold, partner) in golds.iter().zip(matched) {
        let hit = usize::from(partner.is_some());
        let label = comparison.label(gold);
        score.kinds.entry(label.to_owned()).or_default().add(Counts::matched(hit, hit, 1));
        if partner.is_none() {
            let what = format!("{} {label} {}", gold.subject.text, gold.object.text);
            score.misses.push(Finding {
                document: document.to_owned(),
                what,
                evidence: evidence(gold, comparison.page),
                frame: String::new(),
            });
        }
    }
    for &extra in extras {
        let fact = ours[extra];
        score.kinds.entry(fact.label.to_owned()).or_default().add(Counts::matched(0, 1, 0));
        score.extras.push(Finding {
            document: document.to_owned(),
            what: format!("{} {} {}", fact.subject.text, fact.label, fact.object.text),
            evidence: fact.statement.evidence.text.clone(),
            frame: fact.statement.evidence.frame.clone(),
        });
    }
}

/// The text from the first to the last argument of a gold fact, if it has a place.
fn evidence(gold: &GoldFact, page: &Page) -> String {
    match (gold.subject.spans().next(), gold.object.spans().next()) {
        (Some(a), Some(b)) if a.0.max(b.0) - a.0.min(b.0) < 400 => page.text((a.0.min(b.0), a.1.max(b.1))),
        _ => String::new(),
    }
}
