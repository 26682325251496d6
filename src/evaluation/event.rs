//! Coded events: who, what code, to whom.
//!
//! A statement with an event code is an event, unless it is denied, negated or over. What is only planned or possible
//! is another event to the coding schemes: to agree to it, or to threaten it; rows `planned` of the mapping say which.
//!
//! Actors are compared by the first three letters of their codes: the state, or a kind such as IGO. An actor of ours has
//! the code that the mapping gives its name or its Wikidata item, else that of the state that the document or the
//! gazetteer ties it to, else that of a state in its own words. Whoever has none of these, and is no named organization,
//! is taken for one of the state where it acts: of the statement's place, else of the other actor, else of the only state that the
//! document speaks of. An event that is
//! done to no actor (a demand for elections) has no target.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::mapping::{Kind, Mapping};
use super::matching::wikidata;
use super::measure::{Counts, Finding, Score};
use crate::archive::DocumentRecord;
use crate::archive::digest::sketch::Sketch;
use crate::archive::record::{EntityRecord, MentionRecord, ObjectRecord, StatementRecord};
use crate::network::told_with_another;
use crate::ontology::Ontology;
use crate::ontology::belonging::{self, Kind as How};

/// What is measured.
pub(super) const LINES: [&str; 6] =
    ["source, code root and target", "code", "code root", "source and target", "source", "target"];
/// Documents of which everything is right.
pub(super) const ACCURACIES: [&str; 2] =
    ["records without any error (source, code root, target)", "code root given source and target matched"];
/// Letters of an actor's code that are compared.
const ACTOR_LETTERS: usize = 3;
/// Words of a name that is looked for inside a description.
const MAX_WORDS: usize = 3;
/// Steps from a body to the state that it belongs to.
const MAX_STATES: usize = 3;

/// Gold events of one document.
#[derive(Clone, Debug, Deserialize)]
pub struct Events {
    events: Vec<GoldEvent>,
}

#[derive(Clone, Debug, Deserialize)]
struct GoldEvent {
    #[serde(default)]
    source: Option<String>,
    code: String,
    #[serde(default)]
    target: Option<String>,
    #[serde(default)]
    code_2021: Option<String>,
}

#[derive(Clone, Debug)]
struct Event {
    source: String,
    code: String,
    target: String,
    evidence: String,
    frame: String,
}

/// Which codes are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scheme {
    Plover,
    Cameo,
}

/// Compares the events of one document with its gold.
pub(super) fn score(
    gold: &Events,
    record: &DocumentRecord,
    ontology: &Ontology,
    mapping: &Mapping,
    scheme: Scheme,
) -> Score {
    let golds: Vec<Event> = gold.events.iter().map(|event| gold_event(event, mapping)).collect();
    let ours = Actors { record, ontology, mapping }.events(scheme);
    let views: [fn(&Event) -> Vec<&str>; 6] = [
        |event| vec![&event.source, root(&event.code), &event.target],
        |event| vec![&event.code],
        |event| vec![root(&event.code)],
        |event| vec![&event.source, &event.target],
        |event| vec![&event.source],
        |event| vec![&event.target],
    ];
    let mut score = Score::default();
    for (at, view) in views.into_iter().enumerate() {
        // An event without a source has nothing to compare in that view.
        let keep = |event: &&Event| at < 4 || !view(event)[0].is_empty();
        let golds: Vec<Vec<&str>> = golds.iter().filter(keep).map(view).collect();
        let ours: Vec<Vec<&str>> = ours.iter().filter(keep).map(view).collect();
        let (matched, _) = pair(&golds, &ours);
        score.lines.push(Counts::matched(matched.iter().flatten().count(), ours.len(), golds.len()));
    }
    detail(&mut score, &golds, &ours, &record.id);
    score
}

fn gold_event(event: &GoldEvent, mapping: &Mapping) -> Event {
    let actor = |code: &Option<String>| {
        let code = short(code.as_deref().unwrap_or_default());
        mapping.one(Kind::Gold, &code).map_or(code.clone(), str::to_owned)
    };
    Event {
        source: actor(&event.source),
        code: event.code_2021.as_ref().unwrap_or(&event.code).clone(),
        target: actor(&event.target),
        evidence: String::new(),
        frame: String::new(),
    }
}

fn short(code: &str) -> String {
    code.chars().take(ACTOR_LETTERS).collect()
}

/// The first two digits of a CAMEO code; a PLOVER type as it is.
fn root(code: &str) -> &str {
    if code.starts_with(|c: char| c.is_ascii_digit()) { code.get(..2).unwrap_or(code) } else { code }
}

/// Partners of equal items, each used once; and the right ones without a partner.
fn pair<T: PartialEq>(left: &[T], right: &[T]) -> (Vec<Option<usize>>, Vec<usize>) {
    let mut used = BTreeSet::new();
    let partner = |item: &T| {
        let found = (0..right.len()).find(|at| !used.contains(at) && right[*at] == *item)?;
        used.insert(found);
        Some(found)
    };
    let matched: Vec<Option<usize>> = left.iter().map(partner).collect();
    let rest = (0..right.len()).filter(|at| !used.contains(at)).collect();
    (matched, rest)
}

fn detail(score: &mut Score, golds: &[Event], ours: &[Event], document: &str) {
    let view = |event: &Event| (event.source.clone(), root(&event.code).to_owned(), event.target.clone());
    let (gold_views, own_views): (Vec<_>, Vec<_>) =
        (golds.iter().map(view).collect(), ours.iter().map(view).collect());
    let (matched, rest) = pair(&gold_views, &own_views);
    let is_whole = rest.is_empty() && matched.iter().all(Option::is_some);
    score.accuracies = vec![Default::default(); ACCURACIES.len()];
    score.accuracies[0].count(is_whole);
    let finding = |event: &Event| Finding {
        document: document.to_owned(),
        what: format!("{} {} {}", event.source, event.code, event.target),
        evidence: event.evidence.clone(),
        frame: event.frame.clone(),
    };
    for (gold, partner) in golds.iter().zip(&matched) {
        let hit = usize::from(partner.is_some());
        score.kinds.entry(root(&gold.code).to_owned()).or_default().add(Counts::matched(hit, hit, 1));
        if partner.is_none() {
            score.misses.push(finding(gold));
        }
        let same_actors =
            ours.iter().find(|event| event.source == gold.source && event.target == gold.target);
        let found = partner.map(|at| &ours[at]).or(same_actors);
        if let Some(found) = found {
            score.accuracies[1].count(partner.is_some());
            let pair = (root(&gold.code).to_owned(), root(&found.code).to_owned());
            *score.confusion.entry(pair).or_default() += 1;
        }
    }
    for at in rest {
        score.kinds.entry(root(&ours[at].code).to_owned()).or_default().add(Counts::matched(0, 1, 0));
        score.extras.push(finding(&ours[at]));
    }
}

struct Actors<'a> {
    record: &'a DocumentRecord,
    ontology: &'a Ontology,
    mapping: &'a Mapping,
}

impl Actors<'_> {
    fn events(&self, scheme: Scheme) -> Vec<Event> {
        let happens = |statement: &&StatementRecord| {
            !matches!(statement.status.as_str(), "negated" | "denied" | "former")
        };
        let sketch = Sketch::of(self.record);
        let again = told_with_another(&sketch);
        let is_own = |statement: &&StatementRecord| !again.contains(statement.id.as_str());
        let mut events: Vec<Event> = Vec::new();
        let mut seen = BTreeSet::new();
        for statement in self.record.statements.iter().filter(happens).filter(is_own) {
            let own = if scheme == Scheme::Plover { &statement.plover } else { &statement.cameo };
            let (Some(own), ObjectRecord::Entity(object)) = (own, &statement.object) else { continue };
            let own = own.rsplit([':', '#']).next().unwrap_or(own);
            let planned = Some(own).filter(|_| statement.status != "asserted");
            let code = planned
                .and_then(|own| self.mapping.one(Kind::Planned, own))
                .or_else(|| self.mapping.one(Kind::Code, own))
                .unwrap_or(own)
                .to_owned();
            let (source, target) = self.actors(statement, object);
            let (evidence, frame) = (statement.evidence.text.clone(), statement.evidence.frame.clone());
            let event = Event { source, code, target, evidence, frame };
            if !seen.insert((event.source.clone(), event.code.clone(), event.target.clone())) {
                continue;
            }
            let relation = self.ontology.relation(&statement.predicate);
            if relation.is_some_and(|relation| self.ontology[relation].is_symmetric) {
                let (source, target) = (event.target.clone(), event.source.clone());
                seen.insert((source.clone(), event.code.clone(), target.clone()));
                events.push(Event { source, target, ..event.clone() });
            }
            events.push(event);
        }
        events
    }

    /// The codes of subject and object; a name where there is no code, which no gold code equals.
    fn actors(&self, statement: &StatementRecord, object: &str) -> (String, String) {
        let (Some(subject), Some(object)) = (self.entity(&statement.subject), self.entity(object)) else {
            return Default::default();
        };
        let (source, target) = (self.code(subject), self.code(object));
        let place = || statement.place.as_deref().and_then(|id| self.code(self.entity(id)?));
        let of = |entity: &EntityRecord, code: &Option<String>, other: &Option<String>| {
            let code = code.clone().or_else(|| {
                let is_named = entity.mentions.iter().any(|mention| mention.kind == "name");
                let stays = is_named && matches!(entity.class.as_str(), "Organization" | "ArmedGroup");
                if stays { None } else { place().or_else(|| other.clone()).or_else(|| self.only_code()) }
            });
            code.map_or_else(|| entity.name.to_lowercase(), |code| short(&code))
        };
        let is_deed = matches!(object.class.as_str(), "Event" | "Agreement" | "Proposal" | "War");
        let done_to = if is_deed && target.is_none() { String::new() } else { of(object, &target, &source) };
        (of(subject, &source, &target), done_to)
    }

    fn entity(&self, id: &str) -> Option<&EntityRecord> {
        self.record.entities.iter().find(|entity| entity.id == id)
    }

    /// The code of an actor, where its name, its ties or its words give one.
    fn code(&self, entity: &EntityRecord) -> Option<String> {
        // "ethnic Albanians in Serbia": a people is no state.
        if let Some(described) = entity.mentions.iter().find(|mention| self.is_ethnic(mention)) {
            let text = &described.text;
            return text.split_once(" in ").and_then(|(_, place)| self.code_of_text(place));
        }
        self.own_code(entity)
            .or_else(|| self.code_of_ties(entity, &[How::Office, How::Member]))
            .or_else(|| self.code_of_name(&entity.name))
            .or_else(|| self.code_of_words(entity))
            // "Albanian rebels in Macedonia": where they are is less than whose they are.
            .or_else(|| self.code_of_ties(entity, &[How::Place]))
    }

    /// The code of the first that has one of those to whom the actor belongs.
    fn code_of_ties(&self, entity: &EntityRecord, kinds: &[How]) -> Option<String> {
        let is_tie = |statement: &&StatementRecord| {
            statement.subject == entity.id
                && belonging::of(&statement.predicate)
                    .and_then(|its| its.kind)
                    .is_some_and(|kind| kinds.contains(&kind))
        };
        self.record.statements.iter().filter(is_tie).find_map(|tie| {
            let ObjectRecord::Entity(object) = &tie.object else { return None };
            let object = self.entity(object)?;
            self.own_code(object).or_else(|| self.code_of_name(&object.name))
        })
    }

    /// The code of the state that the document speaks of, if it speaks of one alone.
    fn only_code(&self) -> Option<String> {
        let places =
            self.record.entities.iter().filter(|entity| matches!(entity.class.as_str(), "State" | "Place"));
        let codes: BTreeSet<String> = places.filter_map(|place| self.code(place)).collect();
        if codes.len() == 1 { codes.into_iter().next() } else { None }
    }

    fn own_code(&self, entity: &EntityRecord) -> Option<String> {
        let items = entity.links.iter().filter_map(|link| wikidata(&link.iri));
        let names = entity.mentions.iter().filter(|mention| mention.kind == "name");
        let mut keys = items.chain([entity.name.as_str()]).chain(names.map(|mention| mention.text.as_str()));
        keys.find_map(|key| self.mapping.one(Kind::Actor, key)).map(str::to_owned)
    }

    /// The code of the state that the gazetteer puts the bearer of a name into.
    fn code_of_name(&self, name: &str) -> Option<String> {
        let gazetteer = &self.ontology.gazetteer;
        let mut entry = gazetteer.senses(name).first()?.0;
        for _ in 0..MAX_STATES {
            let here = &gazetteer[entry];
            let code = here.wikidata.as_deref().and_then(|id| self.mapping.one(Kind::Actor, id));
            if let Some(code) = code.or_else(|| self.mapping.one(Kind::Actor, &here.label)) {
                return Some(code.to_owned());
            }
            entry = here.state?;
        }
        None
    }

    /// Whether a mention is of an ethnic group by its word: "ethnic Albanians", "Ethnic Albanians".
    fn is_ethnic(&self, mention: &MentionRecord) -> bool {
        let before: String = self.record.text.chars().take(mention.start).collect();
        let ends = |text: &str| text.to_lowercase().trim_end().ends_with("ethnic");
        ends(&before) || mention.text.split_whitespace().take(2).any(ends)
    }

    /// The code of the first state in the words of a description: "the Pakistani woman", "authorities in Croatia".
    fn code_of_words(&self, entity: &EntityRecord) -> Option<String> {
        let described = entity.mentions.iter().filter(|mention| mention.kind != "pronoun");
        let mut texts = described.map(|mention| mention.text.as_str()).chain([entity.name.as_str()]);
        texts.find_map(|text| self.code_of_text(text))
    }

    fn code_of_text(&self, text: &str) -> Option<String> {
        let words: Vec<&str> =
            text.split_whitespace().map(|word| word.trim_end_matches("'s").trim_end_matches("’s")).collect();
        let phrases =
            (0..words.len()).flat_map(|from| (1..=MAX_WORDS).rev().map(move |count| (from, from + count)));
        phrases.filter_map(|(from, to)| words.get(from..to)).find_map(|phrase| {
            let phrase = phrase.join(" ");
            let own = self.mapping.one(Kind::Actor, &phrase).map(str::to_owned);
            own.or_else(|| self.code_of_name(&phrase))
        })
    }
}
