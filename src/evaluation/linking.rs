//! Links of entities to the data of others.
//!
//! Gold comes in three forms: mentions with a DBpedia resource (or none), entities of a document with a DBpedia resource and
//! the words for it, and entities of an annotated article with a Wikidata item. The index has few identifiers of these, so
//! that a title is looked up among its names: what bears it is what the gold means. "Georgia (U.S. state)" and "Moscow,
//! Idaho" are told apart by what stands behind the name. Gold that the index has nothing for is *not covered*.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde::Deserialize;

use super::matching::{Fit, Page, Points, plain, wikidata};
use super::measure::{Accuracy, Counts, Finding, Score};
use crate::archive::DocumentRecord;
use crate::archive::record::EntityRecord;
use crate::graph::iri::{Base, identifier_of};
use crate::link::choose::{Linker, MIN_SCORE, Scored};
use crate::link::features::Feature;
use crate::link::normalise::Keys;
use crate::link::{Candidate, Damage, Entry, How, Layers, NameKind, Query};
use crate::ontology::Class;
use crate::pipeline::linking;

/// What is measured.
pub(super) const LINES: [&str; 7] = [
    "all",
    "covered by the index",
    "states, provinces and cities",
    "of these, not in a longer name",
    "holders of offices",
    "of these, called by a name",
    "all, NIL of the gold too",
];
/// What is measured as a share.
pub(super) const ACCURACIES: [&str; 3] =
    ["not linked: the gold or the index has none", "NIL of the gold: not linked", "found in the text"];
/// What stands between a description and the name of something else. Those of `Page::head` come on top.
const PREPOSITIONS: [&str; 8] = [" at ", " between ", " from ", " in ", " near ", " on ", " to ", " with "];
/// Inhabitants of a city that the index is to know.
const LARGE: u64 = 100_000;

/// Gold links of one document.
#[derive(Clone, Debug, Deserialize)]
pub struct Links {
    #[serde(default)]
    mentions: Vec<GoldLink>,
    #[serde(default)]
    entities: Vec<GoldLink>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct GoldLink {
    start: usize,
    end: usize,
    text: String,
    name: String,
    dbpedia: Option<String>,
    wikidata: Option<String>,
    nil: bool,
    ignore: bool,
    spots: Vec<String>,
    aliases: Vec<String>,
}

impl GoldLink {
    fn called(&self) -> &str {
        let title = self.dbpedia.as_deref().map_or("", |iri| iri.rsplit('/').next().unwrap_or(iri));
        [self.name.as_str(), &self.text, title].into_iter().find(|name| !name.is_empty()).unwrap_or("?")
    }

    fn has_target(&self) -> bool {
        self.dbpedia.is_some() || self.wikidata.is_some()
    }
}

/// Compares the links of one document with its gold.
///
/// # Errors
/// [`Damage`] of an index.
pub(super) fn score(gold: &Links, record: &DocumentRecord, layers: &Layers) -> Result<Score, Damage> {
    let mut sheet = Sheet {
        record,
        layers,
        page: Page::new(&record.text),
        scored: considered(record, layers)?,
        score: Score {
            lines: vec![Counts::default(); LINES.len()],
            accuracies: vec![Accuracy::default(); ACCURACIES.len()],
            ..Score::default()
        },
    };
    for one in gold.mentions.iter().filter(|one| !one.ignore) {
        sheet.compare(one, sheet.at(one))?;
    }
    for one in &gold.entities {
        sheet.compare(one, sheet.called(one))?;
    }
    Ok(sheet.score)
}

/// All candidates of each entity, whether one was chosen or not.
fn considered(record: &DocumentRecord, layers: &Layers) -> Result<Vec<Vec<Scored>>, Damage> {
    let mut linker = Linker::new(layers, MIN_SCORE);
    let mut scored = vec![Vec::new(); record.entities.len()];
    for (at, choice) in linking::choices(record, &Base::default(), &mut linker)? {
        scored[at] = choice.link.into_iter().chain(choice.candidates).collect();
    }
    Ok(scored)
}

struct Sheet<'a> {
    record: &'a DocumentRecord,
    layers: &'a Layers,
    page: Page,
    scored: Vec<Vec<Scored>>,
    score: Score,
}

impl Sheet<'_> {
    /// The entity that a gold mention is of: one that has the same name there, else one whose head word is the same, else one
    /// that is described there ("the President").
    fn at(&self, gold: &GoldLink) -> Option<usize> {
        let span: Points = (gold.start, gold.end);
        let head = self.page.head(self.described(span));
        let has = |entity: &EntityRecord, is_strict: bool| {
            let mut names = entity.mentions.iter().filter(|mention| mention.kind == "name");
            names.any(|mention| {
                let own = (mention.start, mention.end);
                let is_inside = own.0 >= span.0 && own.1 <= span.1;
                own == span || !is_strict && is_inside && self.page.fits(own, head, Fit::Overlap)
            })
        };
        let is_described = |entity: &EntityRecord| {
            let mut nominals = entity.mentions.iter().filter(|mention| mention.kind == "nominal");
            // Our descriptions have no article; "this President" is no other than "the President".
            let bare = |span| {
                let text = plain(&self.page.text(span));
                text.strip_prefix("this ").map_or(text.clone(), str::to_owned)
            };
            nominals.any(|mention| {
                let own = (mention.start, mention.end);
                own.1 == span.1 && own.0 >= span.0 && bare(own) == bare(span)
            })
        };
        let entities = &self.record.entities;
        let find = |is_strict| entities.iter().position(|entity| has(entity, is_strict));
        find(true).or_else(|| find(false)).or_else(|| entities.iter().position(is_described))
    }

    /// Whether the document names something longer there: "LA Weekly" for the "LA" of the gold.
    fn is_in_longer_name(&self, gold: &GoldLink) -> bool {
        let mut mentions = self.record.entities.iter().flat_map(|entity| &entity.mentions);
        mentions.any(|mention| {
            let is_around = mention.start <= gold.start && gold.end <= mention.end;
            let is_longer = mention.end - mention.start > gold.end.saturating_sub(gold.start);
            gold.end > gold.start && mention.kind == "name" && is_around && is_longer
        })
    }

    /// A span up to the first preposition behind which something else is named: "the annual pilgrimage" to Mecca.
    fn described(&self, span: Points) -> Points {
        let text = self.page.text(span);
        let cut =
            PREPOSITIONS.iter().filter_map(|preposition| text.find(preposition)).filter(|at| *at > 0).min();
        let kept = cut.and_then(|cut| text.get(..cut)).map(|kept| kept.chars().count());
        (span.0, kept.map_or(span.1, |kept| span.0 + kept))
    }

    /// The entity that the document calls by one of the words of the gold. Some gold has its words without marks ("ban ki moon").
    fn called(&self, gold: &GoldLink) -> Option<usize> {
        let words = gold.spots.iter().chain(&gold.aliases).chain([&gold.name]);
        let words: BTreeSet<String> = words.map(|word| plain(word)).collect();
        let by_name = |entity: &EntityRecord| words.contains(&plain(&entity.name));
        let by_mention = |entity: &EntityRecord| {
            let mut names = entity.mentions.iter().filter(|mention| mention.kind == "name");
            names.any(|mention| words.contains(&plain(&mention.text)))
        };
        let entities = &self.record.entities;
        entities.iter().position(by_name).or_else(|| entities.iter().position(by_mention))
    }

    fn compare(&mut self, gold: &GoldLink, at: Option<usize>) -> Result<(), Damage> {
        if !gold.has_target() && !gold.nil {
            return Ok(());
        }
        let meant = Meant::of(gold, self.layers)?;
        let entity = at.and_then(|at| self.record.entities.get(at));
        let link = entity.and_then(|entity| entity.links.first());
        let is_right = link.is_some_and(|link| meant.is(&identifier_of(&link.iri)));
        let counts = Counts::matched(
            usize::from(is_right),
            usize::from(link.is_some()),
            usize::from(gold.has_target()),
        );
        let is_covered = !meant.entries.is_empty();
        let (is_large, is_holder) = (is_covered && meant.is_large(), is_covered && meant.is_holder());
        let lines = [
            gold.has_target(),
            is_covered,
            is_large,
            is_large && !self.is_in_longer_name(gold),
            is_holder,
            is_holder && meant.is_called(gold.called()),
            true,
        ];
        for (line, _) in self.score.lines.iter_mut().zip(lines).filter(|(_, counts)| *counts) {
            line.add(counts);
        }
        if entity.is_some() && link.is_none() {
            self.score.accuracies[0].count(!is_covered);
        }
        if gold.nil && entity.is_some() {
            self.score.accuracies[1].count(link.is_none());
        }
        if is_covered {
            self.score.accuracies[2].count(entity.is_some());
        }
        self.tell(gold, &meant, entity, is_right);
        at.into_iter().for_each(|at| self.rows(at, &meant));
        Ok(())
    }

    /// What was missed, and what was linked wrongly.
    fn tell(&mut self, gold: &GoldLink, meant: &Meant, entity: Option<&EntityRecord>, is_right: bool) {
        let link = entity.and_then(|entity| entity.links.first());
        let finding = |what: String, frame: String| Finding {
            document: self.record.id.clone(),
            what,
            evidence: entity.map_or(String::new(), |entity| entity.name.clone()),
            frame,
        };
        if let Some(link) = link.filter(|_| !is_right) {
            let name = link.label.as_deref().unwrap_or_default();
            let how = link.method.as_deref().unwrap_or(&link.by).to_owned();
            let what = format!("{} is not {} {name}", gold.called(), identifier_of(&link.iri));
            self.score.extras.push(finding(what, how));
        }
        if !is_right && let Some(entry) = meant.entries.first() {
            let what = format!("{} is {} {}", gold.called(), entry.identifier(), entry.label);
            self.score.misses.push(finding(what, String::new()));
        }
    }

    /// A line for each candidate: what the weights are fitted on.
    fn rows(&mut self, at: usize, meant: &Meant) {
        for scored in &self.scored[at] {
            let is_right = meant.is(scored.candidate.entry.identifier());
            let mut row = format!(
                "{}\te{}\t{}\t{}\t{:.3}",
                self.record.id,
                at + 1,
                scored.candidate.entry.identifier(),
                u8::from(is_right),
                scored.score
            );
            for feature in Feature::ALL {
                // Writing into a String cannot fail.
                let _ = write!(row, "\t{:.4}", scored.features.get(feature));
            }
            self.score.rows.push(row);
        }
    }
}

/// The head of the rows of candidates.
pub fn header() -> String {
    let features = Feature::ALL.map(Feature::as_str).join("\t");
    format!("document\tentity\tcandidate\tright\tscore\t{features}\n")
}

/// What the index has for a gold link.
struct Meant {
    entries: Vec<Entry>,
    /// An identifier that the gold gives.
    item: Option<String>,
}

impl Meant {
    fn of(gold: &GoldLink, layers: &Layers) -> Result<Self, Damage> {
        let item = gold.wikidata.as_deref().and_then(wikidata).map(str::to_owned);
        let mut entries = Vec::new();
        if let Some(item) = &item {
            entries.extend(layers.entry(item)?);
        }
        if entries.is_empty() {
            let title = gold.dbpedia.as_deref().map(title);
            let name = title.or_else(|| item.as_ref().map(|_| gold.name.clone())).unwrap_or_default();
            entries = bearers(&name, layers)?;
            // An entry with another item than the gold's is something else of the same name.
            entries
                .retain(|entry| item.is_none() || entry.identifiers.iter().all(|id| wikidata(id).is_none()));
        }
        Ok(Self { entries, item })
    }

    fn is(&self, identifier: &str) -> bool {
        let of_entry = |entry: &Entry| entry.identifiers.iter().any(|id| id == identifier);
        self.item.as_deref() == Some(identifier) || self.entries.iter().any(of_entry)
    }

    fn is_large(&self) -> bool {
        let is_region = |entry: &Entry| entry.kind == "region" || entry.kind == "territory";
        let is_place = |entry: &Entry| {
            entry.class == Class::State
                || entry.class == Class::Place && (entry.population >= LARGE || is_region(entry))
        };
        self.entries.iter().any(is_place)
    }

    /// Whether a text has a word of one of its names: "Pelosi", and not "Madam Speaker".
    fn is_called(&self, text: &str) -> bool {
        let own = Keys::of(&text.replace('_', " ")).plain;
        let names = self.entries.iter().flat_map(Entry::all_names);
        let words: BTreeSet<String> = names
            .flat_map(|(_, name)| Keys::of(name).plain.split(' ').map(str::to_owned).collect::<Vec<_>>())
            .collect();
        own.split(' ').any(|word| word.len() > 1 && words.contains(word))
    }

    fn is_holder(&self) -> bool {
        self.entries.iter().any(|entry| entry.class == Class::Person && !entry.offices.is_empty())
    }
}

/// The title of an article, of the IRI of its resource.
fn title(iri: &str) -> String {
    let title =
        iri.rsplit_once("/resource/").or_else(|| iri.rsplit_once("/wiki/")).map_or(iri, |(_, rest)| rest);
    let mut bytes = Vec::with_capacity(title.len());
    let mut rest = title.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        match hex.filter(|_| byte == b'%').and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(decoded) => {
                bytes.push(decoded);
                rest = &after[2..];
            }
            None => {
                bytes.push(if byte == b'_' { b' ' } else { byte });
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// What the index has under a title of Wikipedia.
fn bearers(title: &str, layers: &Layers) -> Result<Vec<Entry>, Damage> {
    let whole = named(title, layers)?;
    if !whole.is_empty() {
        return Ok(foremost(whole));
    }
    if let Some((name, hint)) = title.split_once(" (") {
        let hint = hint.trim_end_matches(')');
        let states = own_states(hint, layers)?;
        let is_meant = |entry: &Entry| match states.is_empty() {
            true => admits(&hint.to_lowercase(), entry),
            false => entry.countries.iter().any(|country| states.contains(country)),
        };
        let found = named(name, layers)?.into_iter().filter(|found| is_meant(&found.entry)).collect();
        return Ok(foremost(found));
    }
    if let Some((name, place)) = title.split_once(", ") {
        let states = own_states(place, layers)?;
        let is_meant = |entry: &Entry| {
            let is_there = entry.countries.iter().any(|country| states.contains(country));
            is_there && entry.class == Class::Place && entry.kind != "region"
        };
        let found = named(name, layers)?.into_iter().filter(|found| is_meant(&found.entry)).collect();
        return Ok(foremost(found));
    }
    Ok(Vec::new())
}

/// The states that a place belongs to.
fn own_states(place: &str, layers: &Layers) -> Result<BTreeSet<String>, Damage> {
    Ok(named(place, layers)?.into_iter().flat_map(|found| found.entry.countries).collect())
}

/// Whether something is of the kind that a title has in brackets.
fn admits(hint: &str, entry: &Entry) -> bool {
    match entry.class {
        Class::State => hint.contains("country") || hint.contains("nation"),
        Class::Place => {
            ["state", "city", "province", "territory", "region"].iter().any(|word| hint.contains(word))
        }
        Class::Person => ["politician", "president", "general", "minister", "senator"]
            .iter()
            .any(|word| hint.contains(word)),
        _ => !["film", "band", "album", "song", "novel", "genus", "magazine"]
            .iter()
            .any(|word| hint.contains(word)),
    }
}

/// What bears just that name, or one that sounds the same if nothing does. What only this program has an identifier
/// for cannot be linked to.
fn named(name: &str, layers: &Layers) -> Result<Vec<Candidate>, Damage> {
    let query = Query { fuzzy: false, limit: 50, ..Query::default() };
    let mut found = layers.find(name, &query)?;
    found.retain(|candidate| {
        let is_name = !matches!(candidate.kind, NameKind::Adjective | NameKind::Initials | NameKind::Metonym);
        let is_own = |id: &String| id.starts_with("seat:") || id.starts_with("gazetteer:");
        let is_alike = candidate.how == How::Exact
            || candidate.how == How::Acronym
            || candidate.how == How::Sound && candidate.entry.class == Class::Person;
        is_alike && is_name && !candidate.entry.identifiers.iter().all(is_own)
    });
    if found.iter().any(|candidate| candidate.how == How::Exact) {
        found.retain(|candidate| candidate.how == How::Exact);
    }
    Ok(found)
}

/// States before provinces and cities elsewhere; what is shown by the name before what has it besides.
fn foremost(mut found: Vec<Candidate>) -> Vec<Entry> {
    let has_state = found.iter().any(|candidate| candidate.entry.class == Class::State);
    let has_label = found.iter().any(|candidate| candidate.kind == NameKind::Label);
    found.retain(|candidate| match has_state {
        true => candidate.entry.class == Class::State,
        false => !has_label || candidate.kind == NameKind::Label,
    });
    found.into_iter().map(|candidate| candidate.entry).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(title: &str) -> Vec<String> {
        let layers = Layers::bundled().unwrap();
        bearers(title, &layers).unwrap().into_iter().map(|entry| entry.identifier().to_owned()).collect()
    }

    #[test]
    fn titles_are_read_of_their_iris() {
        assert_eq!(title("http://dbpedia.org/resource/S%C3%A3o_Tom%C3%A9"), "São Tomé");
        assert_eq!(title("http://dbpedia.org/resource/50%_off"), "50% off");
    }

    #[test]
    fn what_stands_behind_a_name_tells_its_bearers_apart() {
        assert_eq!(labels("Georgia (country)"), ["Q230"]);
        assert_eq!(labels("Georgia (U.S. state)"), ["Q1428"]);
        assert_eq!(labels("Georgia (band)"), [""; 0]);
        assert_eq!(labels("Moscow, Idaho"), [""; 0]);
        assert!(labels("Berlin").contains(&"geonames:2950159".to_owned()));
    }
}
