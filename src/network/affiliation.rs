//! For whom an actor acts: its country and its sector, as data on events have them.
//!
//! The country of an actor is what the gazetteer says; else that of the offices and memberships that the documents tell;
//! else that of the words of its name ("Russian troops"). Its sector is what the words of its name say (lists `sector…`
//! of the ontology); else that of its offices; else that of its class. Where nothing says so, there is none.

use std::collections::{BTreeMap, HashMap};

use super::{Actor, Network};
use crate::ontology::belonging::{self, Belonging, Kind};
use crate::ontology::gazetteer::{Entry, EntryId, Sense};
use crate::ontology::{Class, Countries, Country, Ontology, Status};

/// Sectors that act for their state.
const OF_STATES: [&str; 6] = ["GOV", "MIL", "COP", "JUD", "LEG", "SPY"];
/// How the lists of words for sectors are called.
const LISTS: &str = "sector";
/// Words of the longest name or entry that is looked for inside a name.
const MAX_WORDS: usize = 3;
/// Steps from a body to the state that it belongs to, and from an actor to whom it acts for.
const MAX_STEPS: usize = 3;

/// Country and sector of one actor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Affiliation {
    /// The state that it is, acts for or belongs to.
    pub country: Option<Country>,
    /// A code of CAMEO and PLOVER such as `GOV`; a state has none.
    pub sector: Option<String>,
}

impl Affiliation {
    /// Whether what it does is done by its state.
    pub fn is_official(&self, class: Class) -> bool {
        let of_state = self.sector.as_deref().is_some_and(|sector| OF_STATES.contains(&sector));
        self.country.is_some() && (class == Class::State || of_state)
    }
}

/// Countries and sectors of the actors of a network, in their order.
#[derive(Clone, Debug)]
pub struct Affiliations(Vec<Affiliation>);

impl Affiliations {
    /// Reads them off the names and ties of `network`.
    pub fn new(network: &Network, ontology: &Ontology) -> Self {
        let reader = Reader::new(network, ontology);
        Self((0..network.actors().len()).map(|at| reader.affiliation(at, MAX_STEPS)).collect())
    }

    /// That of the actor at a position.
    pub fn of(&self, at: usize) -> &Affiliation {
        static NONE: Affiliation = Affiliation { country: None, sector: None };
        self.0.get(at).unwrap_or(&NONE)
    }

    /// The actors whose deeds are those of the actor at `at`, itself first: of a state those who act for it, of others
    /// the people who speak for it or lead it.
    pub fn acting_for(&self, network: &Network, at: usize) -> Vec<usize> {
        let mut found = vec![at];
        let actor = network.actor(at);
        if let (Class::State, Some(country)) = (actor.class, self.of(at).country) {
            let acts = |other: usize, its: &Affiliation| {
                other != at && its.country == Some(country) && its.is_official(network.actor(other).class)
            };
            found.extend(
                self.0.iter().enumerate().filter(|&(other, its)| acts(other, its)).map(|(other, _)| other),
            );
            return found;
        }
        let offices = network.ties().filter(|&(from, to, tie)| {
            let is_office = kind_of_tie(&tie.kind) == Some(Kind::Office);
            to == at
                && is_office
                && tie.status == Status::Asserted
                && network.actor(from).class == Class::Person
        });
        found.extend(offices.map(|(from, ..)| from).filter(|&from| from != at));
        found[1..].sort_unstable();
        found.dedup();
        found
    }
}

/// Whether a relation, as [`super::kind_of`] knows it, says for whom somebody acts or what he belongs to.
pub fn says_whose(relation: &str) -> bool {
    kind_of_tie(relation).is_some()
}

struct Reader<'a> {
    network: &'a Network,
    ontology: &'a Ontology,
    countries: Countries,
    by_item: HashMap<&'a str, EntryId>,
    /// What each actor holds or belongs to: relation, object, statements.
    ties: HashMap<usize, Vec<(&'a str, usize, usize)>>,
    /// Sectors by the words that say them.
    words: HashMap<&'a str, &'a str>,
}

impl<'a> Reader<'a> {
    fn new(network: &'a Network, ontology: &'a Ontology) -> Self {
        let mut by_item = HashMap::new();
        for (at, entry) in ontology.gazetteer.entries.iter().enumerate() {
            if let (Some(item), Ok(at)) = (&entry.wikidata, u32::try_from(at)) {
                by_item.entry(item.as_str()).or_insert(EntryId(at));
            }
        }
        let mut ties: HashMap<usize, Vec<(&str, usize, usize)>> = HashMap::new();
        for (from, to, tie) in network.ties().filter(|(_, _, tie)| tie.status == Status::Asserted) {
            let name = tie.kind.as_str();
            if from != to && says_whose(name) {
                ties.entry(from).or_default().push((name, to, tie.count));
            }
        }
        let words = ontology.lexicons.words_of(|list| list.starts_with(LISTS));
        let words = words.filter_map(|(list, word)| Some((word, list.strip_prefix(LISTS)?)));
        Self { network, ontology, countries: Countries::bundled(), by_item, ties, words: words.collect() }
    }

    fn affiliation(&self, at: usize, steps: usize) -> Affiliation {
        let actor = self.network.actor(at);
        if !acts(actor.class) {
            let country = self.known_country(actor).or_else(|| self.country_of_ties(at, steps));
            return Affiliation { country, sector: None };
        }
        let country = match self.entry(actor) {
            Some(entry) => self.country_of_entry(entry),
            None => self.country_of_ties(at, steps).or_else(|| self.country_of_words(actor)),
        };
        Affiliation { country, sector: self.sector(at, steps) }
    }

    /// What the gazetteer has for an actor, by its link or its name.
    fn entry(&self, actor: &Actor) -> Option<EntryId> {
        let items = actor.links.iter().map(|link| link.rsplit('/').next().unwrap_or(link));
        let by_link = items.filter_map(|item| self.by_item.get(item)).next().copied();
        let fits = |entry: &Entry| entry.class == actor.class;
        by_link.or_else(|| {
            let senses = actor.names.iter().flat_map(|name| self.ontology.gazetteer.senses(name));
            let named = senses.filter(|(_, sense)| *sense == Sense::Name).map(|(entry, _)| *entry);
            named.into_iter().find(|entry| fits(&self.ontology.gazetteer[*entry]))
        })
    }

    fn known_country(&self, actor: &Actor) -> Option<Country> {
        self.entry(actor).and_then(|entry| self.country_of_entry(entry))
    }

    fn country_of_entry(&self, entry: EntryId) -> Option<Country> {
        let mut at = entry;
        for _ in 0..=MAX_STEPS {
            let here = &self.ontology.gazetteer[at];
            if let Some(country) = here.wikidata.as_deref().and_then(|item| self.countries.of_item(item)) {
                return Some(country);
            }
            at = here.state?;
        }
        None
    }

    /// The country of offices before that of other ties, and where it is last; of several the one told most often.
    fn country_of_ties(&self, at: usize, steps: usize) -> Option<Country> {
        if steps == 0 {
            return None;
        }
        let ties = self.ties.get(&at)?;
        let actor = self.network.actor(at);
        let of = |kind: Kind| {
            let told = ties.iter().filter(|(name, ..)| kind_of_tie(name) == Some(kind));
            self.country_told(told, steps)
        };
        // "Albanian rebels in Macedonia" are in Macedonia and no rebels of its.
        let of_words = || self.country_of_words(actor).filter(|_| actor.class == Class::Group);
        of(Kind::Office).or_else(|| of(Kind::Member)).or_else(of_words).or_else(|| of(Kind::Place))
    }

    /// The country that most of these ties lead to.
    fn country_told<'t>(
        &self,
        ties: impl Iterator<Item = &'t (&'a str, usize, usize)>,
        steps: usize,
    ) -> Option<Country>
    where
        'a: 't,
    {
        let mut counts: BTreeMap<Country, usize> = BTreeMap::new();
        for &(_, to, count) in ties {
            let object = self.network.actor(to);
            let country = self.known_country(object).or_else(|| self.country_of_ties(to, steps - 1));
            if let Some(country) = country.or_else(|| self.country_of_words(object)) {
                *counts.entry(country).or_default() += count;
            }
        }
        counts
            .into_iter()
            .max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0)))
            .map(|(country, _)| country)
    }

    /// The country in the words of a name: "Russian troops", "police in Kenya". A person's own name says nothing.
    fn country_of_words(&self, actor: &Actor) -> Option<Country> {
        if actor.class == Class::Person && !is_described(&actor.name) {
            return None;
        }
        let words: Vec<&str> = actor.name.split_whitespace().map(stem).collect();
        let gazetteer = &self.ontology.gazetteer;
        let phrases =
            (0..words.len()).flat_map(|from| (1..=MAX_WORDS).rev().map(move |count| (from, from + count)));
        phrases.filter_map(|(from, to)| words.get(from..to)).find_map(|phrase| {
            let senses = gazetteer.senses(&phrase.join(" ")).iter();
            senses.filter_map(|(entry, _)| self.country_of_entry(*entry)).next()
        })
    }

    fn sector(&self, at: usize, steps: usize) -> Option<String> {
        let actor = self.network.actor(at);
        let of_words = || {
            let is_name = actor.class == Class::Person && !is_described(&actor.name);
            let label = self.entry(actor).map(|entry| self.ontology.gazetteer[entry].label.as_str());
            let names = label.into_iter().chain(actor.names.iter().map(String::as_str).take(3));
            names.filter(|_| !is_name).find_map(|name| self.sector_of_words(name))
        };
        let of_class = || match actor.class {
            Class::GovernmentBody => Some("GOV"),
            Class::ArmedGroup => Some("REB"),
            _ => None,
        };
        if actor.class == Class::State {
            return None;
        }
        let found = of_words().map(str::to_owned);
        // An army is no state's own if no state is known: "Lord's Resistance Army".
        found.or_else(|| self.sector_of_ties(at, steps)).or_else(|| of_class().map(str::to_owned))
    }

    fn sector_of_ties(&self, at: usize, steps: usize) -> Option<String> {
        if steps == 0 {
            return None;
        }
        let ties = self.ties.get(&at)?;
        let office = |its: &Belonging| {
            let to = ties.iter().find(|(name, ..)| *name == its.relation).map(|(_, to, _)| *to)?;
            match its.sector? {
                "=" if self.network.actor(to).class == Class::State => Some("GOV".to_owned()),
                "=" => self.sector(to, steps - 1),
                given => Some(given.to_owned()),
            }
        };
        let shares = |name: &str| {
            belonging::of(name).is_some_and(|its| its.kind == Some(Kind::Member) && its.sector == Some("="))
        };
        let member = || {
            let parents = ties.iter().filter(|(name, ..)| shares(name));
            parents.filter_map(|(_, to, _)| self.sector(*to, steps - 1)).next()
        };
        let offices = belonging::all().iter().filter(|its| its.kind == Some(Kind::Office));
        offices.into_iter().find_map(office).or_else(member)
    }

    /// The sector that the last known word of a name says, before an "of" if one is there: "Bank of England".
    fn sector_of_words(&self, name: &str) -> Option<&'a str> {
        let lower = name.to_lowercase();
        let words: Vec<&str> = lower.split_whitespace().map(stem).collect();
        let whole = self.words.get(words.join("_").as_str()).copied();
        let head = words.iter().position(|word| matches!(*word, "of" | "for" | "in")).unwrap_or(words.len());
        let last = |words: &[&str]| {
            (1..=words.len()).rev().find_map(|to| {
                let phrases = (to.saturating_sub(MAX_WORDS)..to).filter_map(|from| words.get(from..to));
                phrases
                    .map(|phrase| phrase.join("_"))
                    .find_map(|phrase| self.words.get(phrase.as_str()).copied())
            })
        };
        whole.or_else(|| last(&words[..head])).or_else(|| last(words.get(head + 1..).unwrap_or_default()))
    }
}

/// How the relation of a tie says that somebody belongs.
fn kind_of_tie(relation: &str) -> Option<Kind> {
    belonging::of(relation)?.kind
}

/// Whether things of a class act.
pub fn acts(class: Class) -> bool {
    match class {
        Class::Person
        | Class::State
        | Class::GovernmentBody
        | Class::Organization
        | Class::ArmedGroup
        | Class::Group => true,
        Class::Place | Class::Agreement | Class::Proposal | Class::Event | Class::War | Class::Share => false,
    }
}

/// Whether a name ends in a common noun: "senior Russian official".
fn is_described(name: &str) -> bool {
    name.split_whitespace().last().is_some_and(|word| word.starts_with(char::is_lowercase))
}

/// A word without its punctuation and genitive.
fn stem(word: &str) -> &str {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '.');
    word.trim_end_matches("'s").trim_end_matches("’s")
}
