//! Names of a text that stand inside longer names, or where the parser saw none: "Sheffield" of "University of Sheffield", once
//! the text speaks of Sheffield; the town of a dateline; "Berg (left)" below a picture of Anna Berg.
//!
//! Comes in: a record as it was extracted. Goes out: the same with further mentions of places, states, bodies that the gazetteer
//! knows, and persons that it names already, also by short forms ("NSW", once it has New South Wales). Nothing is named that was not named before, and no statement changes. A word that
//! belongs to another name is left alone: "Virginia" of "West Virginia University", "Jordan" of "Michael Jordan". Doing it twice
//! is doing it once.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use aho_corasick::AhoCorasick;

use crate::archive::record::{DocumentRecord, EntityRecord, MentionRecord};
use crate::graph::iri;
use crate::ontology::Ontology;
use crate::ontology::gazetteer::{Gazetteer, Sense};

use super::verdict::{BY_GAZETTEER, bare};

/// Characters of a name that may hold another one.
const LONGEST: usize = 200;
/// Letters of a place that is looked for in capitals, too.
const LEAST_IN_CAPITALS: usize = 4;

/// Adds the mentions of what the record names already.
pub(super) fn find_again(record: &mut DocumentRecord, ontology: &Ontology) {
    let known = Known::of(record, ontology);
    let Ok(finder) = AhoCorasick::new(known.names.keys()) else { return };
    let owners: Vec<Owner> = known.names.values().copied().collect();
    let page = Page::of(record);
    let mut found: BTreeMap<usize, Vec<MentionRecord>> = BTreeMap::new();
    for hit in finder.find_overlapping_iter(&record.text) {
        let (Some(start), Some(end)) = (page.point(hit.start()), page.point(hit.end())) else { continue };
        let Some(owner) = owners.get(hit.pattern().as_usize()) else { continue };
        if page.is_named_by(&record.entities, (start, end), *owner, &known) {
            let text = record.text[hit.start()..hit.end()].to_owned();
            let mention = MentionRecord { start, end, text, kind: NAME.to_owned() };
            found.entry(owner.at).or_default().push(mention);
        }
    }
    for (at, mentions) in found {
        let Some(entity) = record.entities.get_mut(at) else { continue };
        entity.mentions.extend(mentions);
        entity.mentions.sort_by_key(|mention| (mention.start, mention.end));
    }
}

/// The kind of a mention that is a name.
const NAME: &str = "name";

/// What has a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Owner {
    /// Its place in the list of entities.
    at: usize,
    what: What,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    State,
    Place,
    Body,
    Person,
}

/// The names that are looked for; one that means two things is none of them.
struct Known {
    names: BTreeMap<String, Owner>,
}

impl Known {
    fn of(record: &DocumentRecord, ontology: &Ontology) -> Self {
        let mut names: BTreeMap<String, (bool, Option<Owner>)> = BTreeMap::new();
        for (at, entity) in record.entities.iter().enumerate() {
            let Some(what) = what(entity) else { continue };
            for name in forms(entity, what, ontology) {
                // "Osaka" may stand for Japan, too, and is first of all Osaka.
                let is_own = name.to_lowercase() == entity.name.to_lowercase();
                let owner = Some(Owner { at, what });
                let known = names.entry(name).or_insert((is_own, owner));
                match is_own.cmp(&known.0) {
                    Ordering::Greater => *known = (true, owner),
                    Ordering::Equal if known.1 != owner => known.1 = None,
                    _ => {}
                }
            }
        }
        Self { names: names.into_iter().filter_map(|(name, (_, owner))| Some((name, owner?))).collect() }
    }
}

fn what(entity: &EntityRecord) -> Option<What> {
    let is_listed = || entity.links.iter().any(|link| link.by == BY_GAZETTEER);
    match entity.class.as_str() {
        "State" => Some(What::State),
        "Place" => Some(What::Place),
        "GovernmentBody" | "Organization" if is_listed() => Some(What::Body),
        "Person" => Some(What::Person),
        _ => None,
    }
}

/// What a text may call it by elsewhere: its names but adjectives, and of a person the family name. Places and states may be in
/// capitals, or shortened.
fn forms(entity: &EntityRecord, what: What, ontology: &Ontology) -> BTreeSet<String> {
    let gazetteer = &ontology.gazetteer;
    let names = || entity.mentions.iter().filter(|mention| mention.kind == NAME).map(|one| bare(&one.text));
    let is_family = |name: &str| {
        let is_end = |whole: &str| whole.strip_suffix(name).is_some_and(|rest| rest.ends_with(' '));
        !name.contains(' ') && names().any(is_end)
    };
    let is_form = |name: &&str| {
        let is_short = name.chars().count() < if what == What::Body { 3 } else { 2 };
        let is_kind = match what {
            What::Person => is_family(name),
            What::State | What::Place | What::Body => !is_adjective(name, gazetteer),
        };
        // "Key", a word at the head of a sentence, is nobody.
        let is_word = || !is_capitals(name) && ontology.lists("ordinaryWord", &name.to_lowercase());
        let is_named = name.starts_with(char::is_uppercase) && !name.contains(['\n', ',']);
        is_named && !is_short && is_kind && !is_word()
    };
    let own: Vec<&str> = names().filter(is_form).collect();
    let mut forms: BTreeSet<String> = own.iter().copied().map(str::to_owned).collect();
    if matches!(what, What::State | What::Place) {
        let long = own.iter().filter(|form| form.chars().count() >= LEAST_IN_CAPITALS);
        forms.extend(long.map(|form| form.to_uppercase()));
        forms.extend(own.iter().filter_map(|form| shortened(form)));
    }
    if what == What::State {
        let listed = listed(entity, gazetteer).iter();
        forms.extend(listed.filter(|name| name.contains(' ') || is_capitals(name)).cloned());
    }
    forms
}

fn is_adjective(name: &str, gazetteer: &Gazetteer) -> bool {
    let senses = gazetteer.senses(name);
    let is_one = |sense: Sense| matches!(sense, Sense::Adjective | Sense::Demonym);
    !senses.is_empty() && senses.iter().all(|(_, sense)| is_one(*sense))
}

/// "NSW" for "New South Wales", "L.A." for "LA".
fn shortened(name: &str) -> Option<String> {
    let words: Vec<&str> = name.split(' ').filter(|word| word.starts_with(char::is_uppercase)).collect();
    if words.len() >= 3 {
        return Some(words.iter().filter_map(|word| word.chars().next()).collect());
    }
    let is_short = (2..=3).contains(&name.chars().count()) && name.chars().all(char::is_uppercase);
    is_short.then(|| name.chars().flat_map(|letter| [letter, '.']).collect())
}

/// All names that the gazetteer has for a state.
fn listed<'g>(entity: &EntityRecord, gazetteer: &'g Gazetteer) -> &'g [String] {
    let Some(link) = entity.links.iter().find(|link| link.by == BY_GAZETTEER) else { return &[] };
    let item = iri::identifier_of(&link.iri);
    let senses = gazetteer.senses(&entity.name);
    let entry = senses.iter().find(|(entry, _)| gazetteer[*entry].wikidata.as_ref() == Some(&item));
    entry.map_or(&[], |(entry, _)| gazetteer.names_of(*entry))
}

/// "US", "U.S.".
fn is_capitals(name: &str) -> bool {
    name.chars().all(|c| c.is_uppercase() || c == '.')
}

/// A text with its names.
struct Page {
    text: Vec<char>,
    /// Where each character begins, in bytes; and the end.
    bytes: Vec<usize>,
    /// Names by where they begin and end, with their entities.
    names: Vec<(usize, usize, usize)>,
}

impl Page {
    fn of(record: &DocumentRecord) -> Self {
        let starts = record.text.char_indices().map(|(at, _)| at);
        let entities = record.entities.iter().enumerate();
        let mut names: Vec<(usize, usize, usize)> = entities
            .flat_map(|(at, entity)| entity.mentions.iter().map(move |mention| (at, mention)))
            .filter(|(_, mention)| mention.kind == NAME)
            .map(|(at, mention)| (mention.start, mention.end, at))
            .collect();
        names.sort_unstable();
        Self {
            text: record.text.chars().collect(),
            bytes: starts.chain([record.text.len()]).collect(),
            names,
        }
    }

    /// The code point that begins at a byte.
    fn point(&self, byte: usize) -> Option<usize> {
        self.bytes.binary_search(&byte).ok()
    }

    /// Whether the words at a span name what bears that name, and nobody said so yet.
    fn is_named_by(
        &self,
        entities: &[EntityRecord],
        span: (usize, usize),
        owner: Owner,
        known: &Known,
    ) -> bool {
        let (start, end) = span;
        if !self.is_whole(start, end) {
            return false;
        }
        let near = self.names.partition_point(|(from, ..)| *from + LONGEST < start);
        let behind = self.names.partition_point(|(from, ..)| *from < end);
        let over = self.names.get(near..behind).unwrap_or_default().iter().filter(|(_, to, _)| *to > start);
        let mut is_free = true;
        for &(from, to, at) in over {
            is_free = false;
            let is_around = from <= start && end <= to && (from, to) != span;
            let Some(entity) = entities.get(at).filter(|_| is_around && at != owner.at) else { return false };
            let parts = [(from, start), (end, to)].map(|(from, to)| self.slice(from, to));
            if !holds(entity, &parts, owner, known) {
                return false;
            }
        }
        !is_free || self.stands_alone(start, end, owner.what)
    }

    /// Whether no word goes on at either end.
    fn is_whole(&self, start: usize, end: usize) -> bool {
        let is_part = |c: Option<&char>| c.is_some_and(|c| c.is_alphanumeric());
        let before = start.checked_sub(1).and_then(|at| self.text.get(at));
        let is_tail = before == Some(&'-') && is_part(start.checked_sub(2).and_then(|at| self.text.get(at)));
        let (next, second) = (self.text.get(end), self.text.get(end + 1));
        // "Guinea-Bissau", but "Paris-based".
        let is_head = next == Some(&'-') && second.is_some_and(|c| c.is_uppercase() || c.is_numeric());
        !is_part(before) && !is_tail && !is_part(next) && !is_head
    }

    /// Whether the words beside a name that is part of no other are none of a name: "Jordan" of "Michael Jordan" is not.
    fn stands_alone(&self, start: usize, end: usize, what: What) -> bool {
        let before = self.slice(start.saturating_sub(LONGEST), start);
        let last = before.strip_suffix(' ').and_then(|before| before.rsplit([' ', '\n']).next());
        let is_led = last.is_some_and(|last| is_of_name(last) && !OPENERS.contains(&last));
        let after = self.slice(end, end + LONGEST);
        let next = after.strip_prefix(' ').and_then(|after| after.split([' ', '\n']).next());
        let is_followed = next.is_some_and(|next| next.starts_with(char::is_uppercase));
        let is_long = self.text.get(start..end).is_some_and(|own| own.contains(&' '));
        let is_part =
            next.is_some_and(|next| PARTS.contains(&next.trim_end_matches(|c: char| !c.is_alphanumeric())));
        !is_led && (!is_followed || what != What::Person && (is_long || is_part))
    }

    fn slice(&self, start: usize, end: usize) -> String {
        self.text.get(start..end.min(self.text.len())).unwrap_or_default().iter().collect()
    }
}

/// A word with a capital, or a number, that no sentence ends with.
fn is_of_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_uppercase() || c.is_numeric()) && word.ends_with(char::is_alphanumeric)
}

/// Whether a longer name, with what stands before and behind the shorter one in it, holds that as a name of its own.
fn holds(longer: &EntityRecord, [before, behind]: &[String; 2], owner: Owner, known: &Known) -> bool {
    // Two lines that were taken for one name.
    if before.trim_end_matches(' ').ends_with('\n') || behind.trim_start_matches(' ').starts_with('\n') {
        return true;
    }
    let is_place = matches!(longer.class.as_str(), "Place" | "State");
    if owner.what == What::Person || longer.class == "Person" || is_place && !longer.links.is_empty() {
        return false;
    }
    let before = before.trim_end();
    let next = behind.trim_start().split(' ').next().unwrap_or_default();
    let is_other = OTHERS.contains(&next) || owner.what == What::State && next == "City";
    // "New England" ends with another place; "San Francisco Bay" begins with one, and "northern Italy" is in one.
    let is_led = match before.rsplit(' ').next() {
        _ if is_place => before.contains(char::is_uppercase),
        last => {
            last.is_some_and(|last| last.starts_with(char::is_uppercase)) && !known.names.contains_key(before)
        }
    };
    !is_led && !is_other
}

/// Words with a capital behind which a name begins.
const OPENERS: [&str; 30] = [
    "A", "After", "Although", "And", "As", "At", "Before", "Both", "But", "By", "For", "From", "How", "If",
    "In", "Mr", "Mrs", "Ms", "Near", "Of", "On", "Outside", "Since", "That", "The", "To", "When", "Where",
    "While", "With",
];

/// Behind the name of a place these words make a part of it.
const PARTS: [&str; 12] = [
    "Airport",
    "Bay",
    "Central",
    "City",
    "East",
    "Harbour",
    "Island",
    "North",
    "South",
    "Station",
    "University",
    "West",
];

/// Behind the name of a place these words make another one: "Washington State", "Kansas Avenue".
const OTHERS: [&str; 8] = ["Avenue", "Boulevard", "County", "Lane", "River", "Road", "State", "Street"];
