//! "The president of Ukraine" of a document is who held the office on its day.
//!
//! Two sources are asked: what the documents say of named holders around that day, and the bundled table
//! ([`crate::ontology::Offices`]). One is enough if it is sure and the other is silent; where both are silent, or
//! disagree, nobody is taken. Who is only inferred from the table is proposed to people. Descriptions with another time ("the then
//! president", "the president of 2008", "a president") were left out when they were collected.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::candidate::Proposal;
use super::collect::Described;
use super::{Draft, Identity, Method, few};
use crate::graph::iri::{self, Base, EntityPath};
use crate::ontology::{Held, Holder, Office, Offices};

/// Days around a document in which statements about the holder are heard.
const NEAR: i32 = 31;
/// Days between two statements about one holder, with none about another between them.
const BETWEEN: i32 = 366;
/// Of many statements, the share that may differ: slips of reading.
const SLIPS: usize = 5;

/// A named holder that a document tells of.
#[derive(Clone, Copy, Debug)]
struct Told<'a> {
    day: Date,
    person: &'a str,
    document: &'a str,
}

/// Who documents around a day say is the holder.
enum Word<'a> {
    Silent,
    By(&'a str, Vec<&'a str>),
    /// Several; the one whom most of them name.
    Disputed(&'a str, Vec<&'a str>),
}

/// A named person of the documents.
struct Person<'a> {
    iri: &'a str,
    key: Vec<&'a str>,
}

/// Finds the holders of described offices.
pub(super) fn resolve(draft: &mut Draft<'_>, offices: &Offices) {
    let facts = draft.facts;
    if facts.values().all(|facts| facts.described.is_empty()) {
        return;
    }
    // Homonyms were told apart before: statements speak of the persons that are left.
    let iris: Vec<(String, &str, Date, &str, Office)> = facts
        .iter()
        .filter_map(|(document, facts)| Some((document, facts, facts.day?)))
        .flat_map(|(document, facts, day)| {
            let draft = &*draft;
            facts.held.iter().map(move |tenure| {
                let person = draft.iri_of(document, &tenure.person).to_owned();
                (person, document.as_str(), day, &*tenure.state, tenure.office)
            })
        })
        .collect();
    let mut told: BTreeMap<(&str, Office), Vec<Told<'_>>> = BTreeMap::new();
    for (person, document, day, state, office) in &iris {
        told.entry((state, *office)).or_default().push(Told { day: *day, person, document });
    }
    told.values_mut().for_each(|all| all.sort_by_key(|told| (told.day, told.document, told.person)));
    let names = persons(draft);
    let persons: BTreeMap<&str, Vec<Person<'_>>> = by_surname(&names, draft.base);
    let mut found = Vec::new();
    for (document, facts) in facts {
        let Some(day) = facts.day else { continue };
        for described in &facts.described {
            let told = told.get(&(&*described.state, described.office)).map_or(&[][..], Vec::as_slice);
            let asked = Asked { document, day, described, base: draft.base, names: &names };
            found.push((asked, asked.holder(told, offices, &persons)));
        }
    }
    for (asked, answer) in found {
        note(draft, &asked, answer);
    }
}

/// What is to be done with a description.
enum Answer {
    Nobody,
    Holder(Identity),
    Proposed(String, String),
}

fn note(draft: &mut Draft<'_>, asked: &Asked<'_>, answer: Answer) {
    let iri = &*asked.described.iri;
    match answer {
        Answer::Nobody => {}
        Answer::Proposed(target, why) => draft.queue.push(Proposal::pair(&target, iri, "office", why)),
        Answer::Holder(identity) if draft.verdicts.are_apart(iri, &identity.iri) => {}
        Answer::Holder(identity) => {
            // A description has an IRI of its document: no other can have it.
            draft.out.within.entry(asked.document.to_owned()).or_default().insert(iri.to_owned(), identity);
        }
    }
}

/// A description that is to be resolved.
#[derive(Clone, Copy)]
struct Asked<'a> {
    document: &'a str,
    day: Date,
    described: &'a Described,
    base: &'a Base,
    /// Names of persons by IRI.
    names: &'a BTreeMap<String, &'a str>,
}

impl Asked<'_> {
    fn holder(
        &self,
        told: &[Told<'_>],
        offices: &Offices,
        persons: &BTreeMap<&str, Vec<Person<'_>>>,
    ) -> Answer {
        let table = match self.base.entity_path(&self.described.state) {
            Some(EntityPath::Item(item)) => offices.holder(item, self.described.office, self.day),
            _ => Held::Gap,
        };
        match (table, word(told, self.day, self.base)) {
            (Held::By(holder), Word::Silent) => self.by_table(&holder, persons),
            (Held::By(holder), Word::By(person, documents)) => {
                if surname(&iri::normalise(holder.name)) == surname(name_of(person, self.base)) {
                    let why = format!("{}; {}", row(&holder), said(&documents));
                    Answer::Holder(self.identity(person, &why, &documents, &holder))
                } else if holder.is_inferred {
                    self.by_word(person, &documents)
                } else {
                    let why = format!("{}, but {} another", row(&holder), said(&documents));
                    Answer::Proposed(person.to_owned(), why)
                }
            }
            (Held::Gap, Word::By(person, documents)) => self.by_word(person, &documents),
            (Held::Disputed(holders), Word::By(person, documents)) => {
                let name = surname(name_of(person, self.base));
                if holders.iter().any(|holder| surname(&iri::normalise(holder.name)) == name) {
                    return self.by_word(person, &documents);
                }
                Answer::Nobody
            }
            // Most documents and the table agree.
            (Held::By(holder), Word::Disputed(person, documents))
                if !holder.is_inferred
                    && surname(&iri::normalise(holder.name)) == surname(name_of(person, self.base)) =>
            {
                let why = format!("{}; {}", row(&holder), said(&documents));
                Answer::Holder(self.identity(person, &why, &documents, &holder))
            }
            (Held::Gap | Held::Disputed(_), Word::Silent) | (_, Word::Disputed(..)) => Answer::Nobody,
        }
    }

    /// The table alone knows: the person of the documents with that name, or a new one.
    fn by_table(&self, holder: &Holder, persons: &BTreeMap<&str, Vec<Person<'_>>>) -> Answer {
        let key = iri::normalise(holder.name);
        let iri = match matching(&key, persons) {
            Some(iri) => iri.to_owned(),
            None => self.base.entity("Person", holder.name, []).as_str().to_owned(),
        };
        if holder.is_inferred {
            return Answer::Proposed(iri, row(holder));
        }
        Answer::Holder(self.identity(&iri, &row(holder), &[], holder))
    }

    fn by_word(&self, person: &str, documents: &[&str]) -> Answer {
        Answer::Holder(Identity {
            iri: person.to_owned(),
            method: Method::Office,
            why: said(documents),
            documents: few(documents.iter().copied()),
            decision: None,
            name: self.names.get(person).map(|name| (*name).to_owned()),
            link: None,
        })
    }

    fn identity(&self, iri: &str, why: &str, documents: &[&str], holder: &Holder) -> Identity {
        let name = self.names.get(iri).copied().unwrap_or(holder.name);
        Identity {
            iri: iri.to_owned(),
            method: Method::Office,
            why: format!("{} on {}: {why}", self.described.office.as_str(), self.day),
            documents: few(documents.iter().copied()),
            decision: None,
            name: Some(name.to_owned()),
            link: holder.item.map(|item| format!("{WIKIDATA}{item}")),
        }
    }
}

const WIKIDATA: &str = "http://www.wikidata.org/entity/";

/// Who documents near a day say is the holder; if none does, those before and after it. A surname alone counts for who bears it.
fn word<'a>(told: &[Told<'a>], day: Date, base: &Base) -> Word<'a> {
    let days = |other: Date| day.since(other).map_or(i32::MAX, |span| span.get_days());
    let name = |told: &Told<'a>| surname(name_of(told.person, base));
    let near: Vec<&Told<'a>> = told.iter().filter(|told| days(told.day).abs() <= NEAR).collect();
    if !near.is_empty() {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        near.iter().for_each(|told| *counts.entry(name(told)).or_default() += 1);
        let most = counts.iter().max_by_key(|(name, count)| (**count, std::cmp::Reverse(**name)));
        let Some((most, count)) = most.map(|(name, count)| (*name, *count)) else { return Word::Silent };
        let same: Vec<&&Told<'a>> = near.iter().filter(|told| name(told) == most).collect();
        let Some(person) = fullest(same.iter().map(|told| told.person), base) else { return Word::Silent };
        let documents = same.iter().map(|told| told.document).collect();
        if (near.len() - count) * SLIPS > count {
            return Word::Disputed(person, documents);
        }
        return Word::By(person, documents);
    }
    let after = told.partition_point(|told| told.day < day);
    let (before, after) = (after.checked_sub(1).and_then(|at| told.get(at)), told.get(after));
    match (before, after) {
        (Some(before), Some(after))
            if name(before) == name(after) && days(before.day) - days(after.day) <= BETWEEN =>
        {
            let person = fullest([before.person, after.person], base).unwrap_or(before.person);
            Word::By(person, vec![before.document, after.document])
        }
        _ => Word::Silent,
    }
}

/// Of persons of one surname the one who is named most often, full names before surnames alone.
fn fullest<'a>(persons: impl IntoIterator<Item = &'a str>, base: &Base) -> Option<&'a str> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    persons.into_iter().for_each(|person| *counts.entry(person).or_default() += 1);
    let rank = |(person, count): &(&'a str, usize)| {
        (name_of(person, base).contains('-'), *count, std::cmp::Reverse(*person))
    };
    counts.into_iter().max_by_key(rank).map(|(person, _)| person)
}

/// The names of all named persons, by IRI as it is by now; of several the first in order.
pub(super) fn persons<'a>(draft: &Draft<'a>) -> BTreeMap<String, &'a str> {
    let mut names: BTreeMap<String, &'a str> = BTreeMap::new();
    for (document, facts) in draft.facts {
        for seen in facts.seen.iter().filter(|seen| &*seen.class == "Person") {
            let name = names.entry(draft.iri_of(document, &seen.iri).to_owned()).or_insert(&seen.name);
            *name = (*name).min(&seen.name);
        }
    }
    names
}

fn by_surname<'a>(names: &'a BTreeMap<String, &str>, base: &Base) -> BTreeMap<&'a str, Vec<Person<'a>>> {
    let mut found: BTreeMap<&str, Vec<Person<'_>>> = BTreeMap::new();
    for iri in names.keys() {
        let key: Vec<&str> = name_of(iri, base).split('-').collect();
        if let (Some(last), true) = (key.last(), key.len() > 1) {
            found.entry(last).or_default().push(Person { iri, key });
        }
    }
    found
}

/// The one person of the documents who has the name of the table: the same, or the same first and last names.
fn matching<'a>(key: &str, persons: &BTreeMap<&str, Vec<Person<'a>>>) -> Option<&'a str> {
    let words: Vec<&str> = key.split('-').collect();
    let same = persons.get(words.last()?)?;
    let exact = same.iter().find(|person| person.key == words);
    let mut alike = same.iter().filter(|person| person.key.first() == words.first());
    match (exact, alike.next(), alike.next()) {
        (Some(person), _, _) | (None, Some(person), None) => Some(person.iri),
        _ => None,
    }
}

/// The normalised name in an IRI.
fn name_of<'a>(iri: &'a str, base: &Base) -> &'a str {
    match base.entity_path(iri) {
        Some(EntityPath::Named { name, .. }) => name,
        _ => "",
    }
}

fn surname(key: &str) -> &str {
    key.split('~').next().unwrap_or_default().rsplit('-').next().unwrap_or_default()
}

fn row(holder: &Holder) -> String {
    let inferred = if holder.is_inferred { ", inferred" } else { "" };
    format!("{} in row {} of offices.tsv ({}{inferred})", holder.name, holder.line, holder.sources)
}

fn said(documents: &[&str]) -> String {
    match documents.len() {
        1 => "1 statement names the holder".to_owned(),
        count => format!("{count} statements name the holder"),
    }
}
