//! What a document tells of who its entities are.
//!
//! In comes a record, out go [`Facts`]: a few words an entity, so that those of many documents fit into memory. Strings that recur
//! are kept once.

use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use jiff::civil::Date;

use crate::archive::record::{DocumentRecord, EntityRecord, ObjectRecord, StatementRecord};
use crate::graph::iri::{Base, EntityPath};
use crate::ontology::Office;
use crate::ontology::belonging::{self, Use};

/// Less sure statements say nothing of who somebody is.
const MIN_CONFIDENCE: f32 = 0.4;
/// Words before a description that make it somebody else than the holder of the day.
const NOT_NOW: [&str; 24] = [
    "a", "an", "any", "another", "acting", "deposed", "each", "either", "elect", "every", "ex", "first",
    "former", "future", "incoming", "interim", "last", "late", "next", "no", "ousted", "outgoing",
    "previous", "then",
];
/// Words that join the parts of a name and give no letter to its acronym.
const SMALL: [&str; 8] = ["of", "the", "for", "and", "in", "on", "to", "de"];

/// Keeps each string once.
#[derive(Debug, Default)]
pub struct Pool(HashSet<Arc<str>>);

impl Pool {
    fn get(&mut self, text: &str) -> Arc<str> {
        if let Some(found) = self.0.get(text) {
            return found.clone();
        }
        let kept: Arc<str> = text.into();
        self.0.insert(kept.clone());
        kept
    }
}

/// What a document tells of its entities.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Its date.
    pub day: Option<Date>,
    /// What has a name.
    pub seen: Vec<Seen>,
    /// IRIs of the states that it mentions.
    pub states: BTreeSet<Arc<str>>,
    /// Holders of offices that are described and not named.
    pub described: Vec<Described>,
    /// Who is said to hold which office.
    pub held: Vec<Tenure>,
    /// Acronyms that the document explains, with the IRI of what they stand for.
    pub acronyms: Vec<(Arc<str>, Arc<str>)>,
}

/// An actor of a document that has a name.
#[derive(Debug, PartialEq, Eq)]
pub struct Seen {
    /// As it was extracted.
    pub iri: Arc<str>,
    /// Best name in the document.
    pub name: Arc<str>,
    /// Local name of its class.
    pub class: Arc<str>,
    /// Whether its IRI is made of its name, not of a link.
    pub is_named: bool,
    /// The acronym that all its names are, if they are.
    pub acronym: Option<Arc<str>>,
    /// IRIs of states that it belongs to or serves.
    pub states: BTreeSet<Arc<str>>,
    /// Years of birth.
    pub born: BTreeSet<i16>,
    /// Years of death.
    pub died: BTreeSet<i16>,
}

/// A description of the holder of an office, such as "the Ukrainian president".
#[derive(Debug, PartialEq, Eq)]
pub struct Described {
    /// IRI as it was extracted.
    pub iri: Arc<str>,
    /// The description.
    pub name: Arc<str>,
    /// IRI of the state.
    pub state: Arc<str>,
    /// The office.
    pub office: Office,
}

/// A named person who is said to hold an office.
#[derive(Debug, PartialEq, Eq)]
pub struct Tenure {
    /// IRI of the person as it was extracted.
    pub person: Arc<str>,
    /// IRI of the state.
    pub state: Arc<str>,
    /// The office.
    pub office: Office,
    /// Local id of the statement.
    pub statement: Arc<str>,
}

impl Facts {
    /// What `record` tells.
    pub fn of(record: &DocumentRecord, base: &Base, pool: &mut Pool) -> Self {
        let day = record.date.as_deref().and_then(|date| date.parse().ok());
        let entities = record.entities.iter().rev().map(|entity| (entity.id.as_str(), entity)).collect();
        let facts = Self { day, ..Self::default() };
        let mut reader = Reader { record, entities, text: OnceCell::new(), base, pool, facts };
        reader.names();
        reader.traits();
        reader.descriptions();
        reader.facts
    }

    /// The acronyms of what is seen, persons left out.
    pub fn organizations(&self) -> impl Iterator<Item = &Seen> {
        self.seen.iter().filter(|seen| is_organization(&seen.class))
    }
}

/// Whether a class is one of persons together.
pub fn is_organization(class: &str) -> bool {
    matches!(class, "Organization" | "ArmedGroup" | "GovernmentBody" | "Group")
}

struct Reader<'a> {
    record: &'a DocumentRecord,
    /// Entities by local id.
    entities: HashMap<&'a str, &'a EntityRecord>,
    /// Its characters, once they are wanted.
    text: OnceCell<Vec<char>>,
    base: &'a Base,
    pool: &'a mut Pool,
    facts: Facts,
}

impl<'a> Reader<'a> {
    fn names(&mut self) {
        let record = self.record;
        let mut known = HashSet::new();
        for entity in &record.entities {
            let path = self.base.entity_path(&entity.iri);
            if entity.class == "State" {
                let state = self.pool.get(&entity.iri);
                self.facts.states.insert(state);
            }
            let is_named = matches!(path, Some(EntityPath::Named { .. }));
            let is_actor = entity.class == "Person" || is_organization(&entity.class);
            if !is_actor || matches!(path, None | Some(EntityPath::Described)) {
                continue;
            }
            let acronym = self.acronyms(entity);
            let seen = Seen {
                iri: self.pool.get(&entity.iri),
                name: self.pool.get(&entity.name),
                class: self.pool.get(&entity.class),
                is_named,
                acronym,
                states: BTreeSet::new(),
                born: BTreeSet::new(),
                died: BTreeSet::new(),
            };
            // Several entities of a document may share an IRI: they are one here.
            if known.insert(seen.iri.clone()) {
                self.facts.seen.push(seen);
            }
        }
    }

    /// Notes the acronyms that the names of an organization explain; if it has no other name, returns it.
    fn acronyms(&mut self, entity: &EntityRecord) -> Option<Arc<str>> {
        if !is_organization(&entity.class) {
            return None;
        }
        let names = entity.mentions.iter().filter(|mention| mention.kind == "name");
        let mut names: Vec<&str> = names.map(|mention| mention.text.as_str()).collect();
        names.push(&entity.name);
        let (short, long): (Vec<&str>, Vec<&str>) = names.into_iter().partition(|name| is_acronym(name));
        let acronym = *short.first()?;
        if long.is_empty() {
            return Some(self.pool.get(acronym));
        }
        for acronym in short.into_iter().collect::<BTreeSet<_>>() {
            if long.iter().any(|name| stands_for(acronym, name)) {
                let pair = (self.pool.get(acronym), self.pool.get(&entity.iri));
                self.facts.acronyms.push(pair);
            }
        }
        None
    }

    /// States, births, deaths and offices of named persons.
    fn traits(&mut self) {
        let record = self.record;
        let places: HashMap<Arc<str>, usize> =
            self.facts.seen.iter().enumerate().map(|(at, seen)| (seen.iri.clone(), at)).collect();
        for statement in record.statements.iter().filter(|statement| is_sure(statement)) {
            let Some(subject) = self.entities.get(statement.subject.as_str()).copied() else { continue };
            let Some(at) = places.get(subject.iri.as_str()).copied() else { continue };
            if subject.class != "Person" {
                continue;
            }
            match &statement.object {
                ObjectRecord::Text { value: Some(value), .. } => self.year(at, statement.kind(), value),
                ObjectRecord::Entity(object) => self.of_state(at, statement, object),
                ObjectRecord::Text { .. } => {}
            }
        }
    }

    fn year(&mut self, at: usize, predicate: &str, value: &str) {
        let year = value.get(..4).and_then(|year| year.parse().ok());
        let (Some(year), Some(seen)) = (year, self.facts.seen.get_mut(at)) else { return };
        match predicate {
            "bornOn" => drop(seen.born.insert(year)),
            "diedOn" => drop(seen.died.insert(year)),
            _ => {}
        }
    }

    fn of_state(&mut self, at: usize, statement: &StatementRecord, object: &str) {
        let Some(object) = self.entities.get(object).copied() else { return };
        if !belonging::of(statement.kind()).is_some_and(|its| its.is_for(Use::Person)) {
            return;
        }
        let state = self.pool.get(&object.iri);
        let office = office_at(self.text(), statement);
        let evidence = &statement.evidence;
        let is_beside = evidence.start <= evidence.object.start && evidence.object.end <= evidence.end;
        let statement = self.pool.get(&statement.id);
        let Some(seen) = self.facts.seen.get_mut(at) else { return };
        // What was only guessed from the text around says nothing of who somebody is.
        let is_state = object.class == "State"
            && matches!(self.base.entity_path(&object.iri), Some(EntityPath::Item(_)));
        if is_state && is_beside {
            seen.states.insert(state.clone());
        }
        if let Some(office) = office {
            let person = seen.iri.clone();
            self.facts.held.push(Tenure { person, state, office, statement });
        }
    }

    fn text(&self) -> &[char] {
        self.text.get_or_init(|| self.record.text.chars().collect())
    }

    /// Persons who are nothing but an office: "the president of Ukraine".
    fn descriptions(&mut self) {
        let record = self.record;
        for described in &record.entities {
            let is_described = self.base.entity_path(&described.iri) == Some(EntityPath::Described);
            if described.class != "Person" || !is_described {
                continue;
            }
            let roles = record.statements.iter().filter(|statement| {
                statement.subject == described.id
                    && matches!(statement.kind(), "headOfStateOf" | "headOfGovernmentOf" | "ministerOf")
            });
            let found: Vec<(&EntityRecord, Office)> =
                roles.filter_map(|role| office_of(record, described, role)).collect();
            let [(state, office)] = found.as_slice() else { continue };
            if is_dated_elsewhere(record, described) || follows_another_time(described, self.text()) {
                continue;
            }
            let (iri, name) = (self.pool.get(&described.iri), self.pool.get(&described.name));
            let state = self.pool.get(&state.iri);
            self.facts.described.push(Described { iri, name, state, office: *office });
        }
    }
}

fn entity<'r>(record: &'r DocumentRecord, id: &str) -> Option<&'r EntityRecord> {
    record.entities.iter().find(|entity| entity.id == id)
}

fn is_sure(statement: &StatementRecord) -> bool {
    statement.status == "asserted" && statement.confidence >= MIN_CONFIDENCE
}

/// The office that a role statement of a named person is about, by its trigger and the words around.
fn office_at(text: &[char], statement: &StatementRecord) -> Option<Office> {
    let span = statement.evidence.trigger;
    let clause = |from: usize, to: usize| -> String {
        text.iter().skip(from).take(to.saturating_sub(from)).collect::<String>().to_lowercase()
    };
    let trigger = clause(span.start, span.end);
    let before = clause(span.start.saturating_sub(16), span.start);
    let mut earlier = before.split_whitespace().rev();
    let (last, last_but_one) = (earlier.next().unwrap_or_default(), earlier.next().unwrap_or_default());
    let not_now = |word: &str| NOT_NOW[3..].contains(&word) || matches!(word, "vice" | "deputy");
    if not_now(last) || trigger.contains("vice") || trigger.contains("deputy") {
        return None;
    }
    let joined = format!("{last} {trigger}");
    let office = Office::of_title(&trigger).or_else(|| Office::of_title(&joined));
    let office = office.filter(|_| !not_now(last_but_one) || Office::of_title(&trigger).is_some());
    let fits = |office: &Office| match statement.kind() {
        "headOfStateOf" => matches!(office, Office::President | Office::Monarch),
        "headOfGovernmentOf" => matches!(office, Office::PrimeMinister | Office::President),
        "ministerOf" => *office == Office::ForeignMinister,
        _ => false,
    };
    office.filter(fits)
}

/// State and office of a description that is nothing else: the title, the state, and small words.
fn office_of<'r>(
    record: &'r DocumentRecord,
    described: &EntityRecord,
    role: &StatementRecord,
) -> Option<(&'r EntityRecord, Office)> {
    let ObjectRecord::Entity(state) = &role.object else { return None };
    let state = entity(record, state).filter(|_| role.status == "asserted")?;
    let mut names: Vec<String> = state.mentions.iter().map(|mention| mention.text.to_lowercase()).collect();
    names.push(state.name.to_lowercase());
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    let mut rest = described.name.to_lowercase().replace('\u{2019}', "'");
    for name in &names {
        if let Some(at) = rest.find(name.as_str()) {
            rest.replace_range(at..at + name.len(), "");
            break;
        }
    }
    let words = rest.split_whitespace().filter(|word| !matches!(*word, "the" | "of" | "'s" | "'"));
    let words: Vec<&str> = words.collect();
    let joined = words.join(" ");
    // "minister of foreign affairs" loses its "of" above. Of the United States it is the secretary of state.
    let is_american = record_is(&state.iri, "Q30");
    let title = match joined.as_str() {
        "minister foreign affairs" => "foreign minister",
        "secretary state" if is_american => "foreign minister",
        other => other,
    };
    Some((state, Office::of_title(title)?))
}

fn record_is(iri: &str, item: &str) -> bool {
    iri.rsplit('/').next() == Some(item)
}

/// Whether something is told of it at a time far from the day of the document.
fn is_dated_elsewhere(record: &DocumentRecord, described: &EntityRecord) -> bool {
    let year = |text: &str| text.get(..4).and_then(|year| year.parse::<i32>().ok());
    let Some(today) = record.date.as_deref().and_then(year) else { return true };
    record.statements.iter().any(|statement| {
        let is_part = statement.subject == described.id
            || matches!(&statement.object, ObjectRecord::Entity(id) if *id == described.id);
        is_part && statement.time.as_deref().and_then(year).is_some_and(|other| other != today)
    })
}

/// Whether a word before the description says that it is not the holder of the day, or none in particular.
fn follows_another_time(described: &EntityRecord, text: &[char]) -> bool {
    described.mentions.iter().filter(|mention| mention.kind == "nominal").any(|mention| {
        let before = text.get(mention.start.saturating_sub(24)..mention.start).unwrap_or_default();
        let before: String = before.iter().collect::<String>().to_lowercase();
        let cut = before.rfind(['.', ',', ';', ':', '\n', '"']).map_or(0, |at| at + 1);
        let words = before.get(cut..).unwrap_or_default().split(|c: char| !c.is_alphanumeric());
        words.rev().filter(|word| !word.is_empty()).take(2).any(|word| NOT_NOW.contains(&word))
    })
}

/// Whether a name is an acronym: two to eight letters, capitals but for one or two.
fn is_acronym(name: &str) -> bool {
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = name.chars().filter(|c| c.is_uppercase()).count();
    (2..=8).contains(&letters)
        && capitals >= 2
        && capitals + 2 > letters
        && capitals * 2 > letters
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-'))
}

/// Whether the initials of a name are the letters of an acronym, small words counting or not.
fn stands_for(acronym: &str, name: &str) -> bool {
    let wanted: String = acronym.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    let words: Vec<String> = name
        .split(|c: char| !(c.is_alphanumeric() || c == '\''))
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let initials = |with_small: bool| -> String {
        words
            .iter()
            .filter(|word| with_small || !SMALL.contains(&word.as_str()))
            .filter_map(|w| w.chars().next())
            .collect()
    };
    words.len() > 1 && (initials(true) == wanted || initials(false) == wanted)
}
