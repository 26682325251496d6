//! What `chancery review` shows: pairs that may be one actor, and actors with candidates for a link, as cards, rows and JSON.
//!
//! Comes in: a graph. Goes out: what people are asked about, with sentences. Records nothing.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value as Json, json};

use crate::archive::digest::Wanted;
use crate::archive::record::{DocumentRecord, LinkRecord, MentionRecord};
use crate::archive::{Archive, Digests, Error, Sketch};
use crate::commands::review::item::{Item, OpenLink};
use crate::commands::{Context, explain, offers, part, visible};
use crate::diagnostic::counted;
use crate::pipeline::verdict::Verdicts;
use crate::resolve::{Candidate, Resolution, Side, keep};

/// Name and version of the JSON of the queue.
const SCHEMA: &str = "chancery.review/1";
/// Sentences of a side that are shown on request.
const MORE_SENTENCES: usize = 5;
/// Letters of a sentence on a card.
const SENTENCE: usize = 150;

/// What is needed to show pairs and links.
pub(super) struct Desk {
    archive: Archive,
    resolution: Resolution,
    links: Vec<OpenLink>,
}

impl Desk {
    /// Opens a graph and tells what is wrong with it.
    ///
    /// # Errors
    /// The graph cannot be read.
    pub(super) fn open(graph: &Path, context: &Context) -> anyhow::Result<Self> {
        let archive = Archive::open(graph)?;
        archive.findings().iter().for_each(|finding| context.report(finding));
        let resolved = keep::load(&archive, true)?;
        part::report_resolution(&resolved, context);
        let resolution = &resolved.resolution;
        resolution.notes().iter().for_each(|note| context.say(note));
        let verdicts = Verdicts::of(&resolved.decisions, archive.base());
        let mut offers = offers::candidates(graph);
        for (iri, candidates) in &mut offers {
            candidates.retain(|candidate| !verdicts.is_rejected(&[iri.as_str()], &candidate.iri));
        }
        offers.retain(|_, candidates| !candidates.is_empty());
        let digests = Digests::open(&archive)?;
        digests.note().iter().for_each(|note| context.say(note));
        let links = open_links(&digests, resolution, offers)?;
        digests.mend().iter().for_each(|note| context.say(note));
        Ok(Self { archive, resolution: resolved.resolution, links })
    }

    /// Pairs at most `limit`, the most promising first.
    pub(super) fn pairs(&self, limit: Option<usize>) -> Vec<Candidate> {
        self.resolution.queue().iter().take(limit.unwrap_or(usize::MAX)).cloned().collect()
    }

    /// All that can be asked about: pairs, then links.
    pub(super) fn items(&self, limit: Option<usize>) -> Vec<Item> {
        let pairs = self.resolution.queue().iter().cloned().map(Item::Pair);
        let links = self.links.iter().cloned().map(Item::Link);
        pairs.chain(links).take(limit.unwrap_or(usize::MAX)).collect()
    }

    /// How many there are.
    pub(super) fn count(&self) -> String {
        let (pairs, links) = (self.resolution.queue().len(), self.links.len());
        format!("open: {}, {}", counted(pairs, "pair"), counted(links, "link"))
    }

    /// Rows of a table: score, kind, names, IRIs, document, what speaks for it and against it.
    pub(super) fn rows(&self, limit: Option<usize>) -> Vec<[String; 8]> {
        let of_item = |item: Item| match item {
            Item::Pair(pair) => vec![pair_row(pair)],
            Item::Link(link) => link.candidates.iter().map(|candidate| link_row(&link, candidate)).collect(),
        };
        self.items(limit).into_iter().flat_map(of_item).collect()
    }

    /// The queue as JSON.
    ///
    /// # Errors
    /// A document cannot be read.
    pub(super) fn to_json(&self, limit: Option<usize>) -> anyhow::Result<Json> {
        let (mut pairs, mut links) = (Vec::new(), Vec::new());
        for item in self.items(limit) {
            match item {
                Item::Pair(pair) => pairs.push(self.pair_json(&pair)?),
                Item::Link(link) => links.push(self.link_json(&link)?),
            }
        }
        let (open, open_links) = (self.resolution.queue().len(), self.links.len());
        Ok(json!({ "schema": SCHEMA, "open": open, "pairs": pairs, "openLinks": open_links, "links": links }))
    }

    fn pair_json(&self, pair: &Candidate) -> anyhow::Result<Json> {
        let sentences = [self.sentence(&pair.a)?, self.sentence(&pair.b)?];
        let mut json = serde_json::to_value(pair)?;
        for (side, sentence) in ["a", "b"].into_iter().zip(sentences) {
            if let Some(Json::Object(fields)) = json.get_mut(side) {
                fields.insert("sentence".to_owned(), sentence.into());
            }
        }
        Ok(json)
    }

    fn link_json(&self, link: &OpenLink) -> anyhow::Result<Json> {
        let sentence = self.sentence_of(&link.iri, &link.example)?;
        let candidates: Vec<Json> = link.candidates.iter().map(candidate_json).collect();
        Ok(json!({ "iri": link.iri, "name": link.name, "class": link.class, "documents": link.documents,
            "example": link.example, "sentence": sentence, "candidates": candidates }))
    }

    /// A sentence of the example that speaks of a side; empty if there is none.
    fn sentence(&self, side: &Side) -> anyhow::Result<String> {
        self.sentence_of(&side.iri, &side.example)
    }

    fn sentence_of(&self, iri: &str, document: &str) -> anyhow::Result<String> {
        if !self.archive.contains(document) {
            return Ok(String::new());
        }
        let mut record = self.archive.record(document)?;
        self.resolution.apply(&mut record);
        let Some(entity) = record.entities.iter().find(|entity| entity.iri == iri) else {
            return Ok(String::new());
        };
        Ok(entity.mentions.first().map(|mention| sentence_around(&record, mention)).unwrap_or_default())
    }

    /// Sentences that speak of each, from the first documents that do.
    ///
    /// # Errors
    /// A document cannot be read.
    pub(super) fn evidence(&self, item: &Item) -> anyhow::Result<String> {
        let sides = match item {
            Item::Pair(pair) => vec![("A", &pair.a.iri, &pair.a.name), ("B", &pair.b.iri, &pair.b.name)],
            Item::Link(link) => vec![(" ", &link.iri, &link.name)],
        };
        let mut told: Vec<Vec<String>> = vec![Vec::new(); sides.len()];
        for record in self.archive.records() {
            let mut record = record?;
            self.resolution.apply(&mut record);
            for ((_, iri, _), told) in sides.iter().zip(&mut told) {
                let mut mentions = record.entities.iter().filter(|entity| entity.iri == **iri);
                let mention = mentions.find_map(|entity| entity.mentions.first());
                if let Some(mention) = mention.filter(|_| told.len() < MORE_SENTENCES) {
                    let sentence = sentence_around(&record, mention);
                    let day = record.date.as_deref().unwrap_or("no date");
                    told.push(format!("     \"{sentence}\"  {} ({day})", record.id));
                }
            }
            if told.iter().all(|told| told.len() == MORE_SENTENCES) {
                break;
            }
        }
        let blocks = sides.iter().zip(&told);
        let blocks = blocks.map(|((mark, _, name), told)| format!("  {mark}  {name}\n{}", told.join("\n")));
        Ok(visible(&blocks.collect::<Vec<_>>().join("\n")).into_owned())
    }

    /// A pair or a link as people see it.
    ///
    /// # Errors
    /// A document cannot be read.
    pub(super) fn card(&self, item: &Item, number: usize, of: usize) -> anyhow::Result<String> {
        let lines = match item {
            Item::Pair(pair) => self.pair_card(pair, number, of)?,
            Item::Link(link) => self.link_card(link, number, of)?,
        };
        Ok(visible(&lines.join("\n")).into_owned())
    }

    fn pair_card(&self, pair: &Candidate, number: usize, of: usize) -> anyhow::Result<Vec<String>> {
        let mut lines = vec![format!("Same?  {number} of {of}   {}   score {:.2}", pair.kind, pair.score)];
        for (mark, side) in [("A", &pair.a), ("B", &pair.b)] {
            let documents = counted(side.documents, "document");
            lines.push(format!("  {mark}  {}   {}   {documents}", side.name, side.class));
            lines.push(format!("     {}", side.iri));
            let sentence: String = self.sentence(side)?.chars().take(SENTENCE).collect();
            if !sentence.is_empty() {
                lines.push(format!("     \"{sentence}\"  {}", side.example));
            }
        }
        if !pair.why.is_empty() {
            lines.push(format!("  {}", pair.why));
        }
        for feature in &pair.features {
            lines.push(format!("     {:<22} {:+.2}", feature.name, feature.value));
        }
        Ok(lines)
    }

    fn link_card(&self, link: &OpenLink, number: usize, of: usize) -> anyhow::Result<Vec<String>> {
        let documents = counted(link.documents, "document");
        let mut lines = vec![
            format!("Which?  {number} of {of}   {}   {}   {documents}", link.name, link.class),
            format!("     {}", link.iri),
        ];
        let sentence: String = self.sentence_of(&link.iri, &link.example)?.chars().take(SENTENCE).collect();
        if !sentence.is_empty() {
            lines.push(format!("     \"{sentence}\"  {}", link.example));
        }
        for (at, candidate) in link.candidates.iter().enumerate() {
            lines.push(format!("  {}  {}", at + 1, explain::reason(candidate)));
        }
        Ok(lines)
    }
}

fn pair_row(pair: Candidate) -> [String; 8] {
    let features: Vec<String> =
        pair.features.iter().map(|feature| format!("{} {:+}", feature.name, feature.value)).collect();
    [
        format!("{:.3}", pair.score),
        pair.kind,
        pair.a.name,
        pair.b.name,
        pair.a.iri,
        pair.b.iri,
        pair.document.unwrap_or_default(),
        features.join(", "),
    ]
}

fn link_row(link: &OpenLink, candidate: &LinkRecord) -> [String; 8] {
    let features: Vec<String> =
        candidate.features.iter().map(|(name, value)| format!("{name} {value}")).collect();
    [
        format!("{:.3}", candidate.score),
        "link".to_owned(),
        link.name.clone(),
        candidate.label.clone().unwrap_or_default(),
        link.iri.clone(),
        candidate.iri.clone(),
        link.example.clone(),
        features.join(", "),
    ]
}

fn candidate_json(candidate: &LinkRecord) -> Json {
    let score = (f64::from(candidate.score) * 1e3).round() / 1e3;
    json!({ "iri": candidate.iri, "label": candidate.label, "score": score, "by": candidate.by,
        "method": candidate.method, "features": candidate.features })
}

/// Actors without a link that have candidates, those with the best candidate first.
fn open_links(
    digests: &Digests<'_>,
    resolution: &Resolution,
    mut offers: BTreeMap<String, Vec<LinkRecord>>,
) -> anyhow::Result<Vec<OpenLink>> {
    let mut open: BTreeMap<String, OpenLink> = BTreeMap::new();
    let overlay = resolution.overlay();
    digests.each(Wanted::All, |sketch| {
        let mut sketch: Sketch<'_> = sketch;
        overlay.apply_to(&mut sketch);
        for entity in sketch.entities.iter().filter(|entity| entity.links.is_empty()) {
            if entity.candidates.is_empty() && !offers.contains_key(entity.iri) {
                continue;
            }
            let new = || OpenLink {
                iri: entity.iri.to_owned(),
                name: entity.name.to_owned(),
                class: entity.class.to_owned(),
                documents: 0,
                example: sketch.id.to_owned(),
                candidates: Vec::new(),
            };
            let link = open.entry(entity.iri.to_owned()).or_insert_with(new);
            link.documents += 1;
            entity.candidates.iter().for_each(|candidate| link.add(candidate.to_record()));
        }
        Ok::<(), Error>(())
    })?;
    let mut open: Vec<OpenLink> = open.into_values().collect();
    for link in &mut open {
        let offered = offers.remove(&link.iri).into_iter().flatten();
        offered.for_each(|candidate| link.add(candidate));
        link.candidates.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.iri.cmp(&b.iri)));
    }
    let best = |link: &OpenLink| link.candidates.first().map_or(0.0, |candidate| candidate.score);
    open.sort_by(|a, b| best(b).total_cmp(&best(a)).then_with(|| a.iri.cmp(&b.iri)));
    Ok(open)
}

/// The sentence of a statement that a mention is in, else the text around it, in one line.
fn sentence_around(record: &DocumentRecord, mention: &MentionRecord) -> String {
    let told = record.statements.iter().map(|statement| &statement.evidence);
    let mut around = told.filter(|evidence| (evidence.start..=evidence.end).contains(&mention.start));
    let text = around.next().map_or_else(
        || record.text.chars().skip(mention.start.saturating_sub(60)).take(160).collect(),
        |evidence| evidence.text.clone(),
    );
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
