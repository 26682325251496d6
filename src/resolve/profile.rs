//! What is known of each actor over all documents, as far as it is resolved by now.
//!
//! Company, who is named beside whom, is kept once a document and put together for the pairs that are scored: beside each
//! actor it would take the square of the names of a document.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use jiff::civil::Date;

use super::Draft;
use super::collect::is_organization;
use crate::entity::label;
use crate::graph::iri::EntityPath;

/// An actor over all documents.
#[derive(Debug, Default)]
pub(super) struct Profile<'a> {
    /// How often each name was the best of a document.
    names: BTreeMap<&'a str, usize>,
    pub(super) class: &'a str,
    pub(super) documents: BTreeSet<&'a str>,
    pub(super) states: BTreeSet<&'a str>,
    /// Offices held, of which state.
    pub(super) offices: BTreeSet<(&'a str, &'static str)>,
    /// Its place among all actors, in the order of their IRIs.
    number: usize,
    /// Documents that name it and whose names tell of company, by their place in [`Profiles::company`].
    named_in: Vec<usize>,
    pub(super) first: Option<Date>,
    pub(super) last: Option<Date>,
}

impl<'a> Profile<'a> {
    /// Its best name.
    pub(super) fn name(&self) -> &'a str {
        label::best(self.names.iter().map(|(name, count)| (*name, *count))).unwrap_or_default()
    }
}

/// All actors, and who is named beside whom.
#[derive(Debug, Default)]
pub(super) struct Profiles<'a> {
    /// By IRI.
    pub(super) actors: BTreeMap<String, Profile<'a>>,
    /// Numbers of the named actors of each document that are in few, in order.
    company: Vec<Box<[usize]>>,
}

/// Names in more documents than this tell nothing of company.
const FREQUENT: usize = 40;
/// A document with more rare names than this tells nothing of company: it is a list, of members, sanctions or results, where everybody
/// stands beside everybody. Articles name a few dozen at most.
pub(super) const MAX_COMPANY: usize = 200;

impl<'a> Profiles<'a> {
    /// Of what is named or described in the documents of a draft.
    pub(super) fn of(draft: &Draft<'a>) -> Self {
        let mut all: BTreeMap<String, Profile<'a>> = BTreeMap::new();
        for (document, facts) in draft.facts {
            for seen in &facts.seen {
                let profile = all.entry(draft.iri_of(document, &seen.iri).to_owned()).or_default();
                *profile.names.entry(&seen.name).or_default() += 1;
                profile.class = &seen.class;
                profile.states.extend(seen.states.iter().map(|state| &**state));
                profile.add(document, facts.day);
            }
            for held in &facts.held {
                let profile = all.entry(draft.iri_of(document, &held.person).to_owned()).or_default();
                profile.offices.insert((&held.state, held.office.as_str()));
            }
            for described in &facts.described {
                let profile = all.entry(draft.iri_of(document, &described.iri).to_owned()).or_default();
                if profile.names.is_empty() {
                    profile.names.insert(&described.name, 0);
                    profile.class = "Person";
                }
                profile.offices.insert((&described.state, described.office.as_str()));
                profile.add(document, facts.day);
            }
        }
        (0..).zip(all.values_mut()).for_each(|(number, profile)| profile.number = number);
        let mut profiles = Self { actors: all, company: Vec::new() };
        profiles.keep_company(draft);
        profiles
    }

    pub(super) fn get(&self, iri: &str) -> Option<&Profile<'a>> {
        self.actors.get(iri)
    }

    /// How many others are named in documents of both, `most` at most.
    pub(super) fn shared_company(&self, a: &Profile<'_>, b: &Profile<'_>, most: usize) -> usize {
        let of = |profile: &Profile<'_>| {
            let (number, documents) = (profile.number, profile.named_in.clone());
            let named = documents.into_iter().filter_map(|at| self.company.get(at));
            named.flat_map(|named| named.iter().copied()).filter(move |other| *other != number)
        };
        let of_a: HashSet<usize> = of(a).collect();
        let mut shared = BTreeSet::new();
        for other in of(b).filter(|other| of_a.contains(other)) {
            shared.insert(other);
            if shared.len() >= most {
                break;
            }
        }
        shared.len()
    }

    /// Notes who is named beside whom; those that many documents name, and links, are left out.
    fn keep_company(&mut self, draft: &Draft<'a>) {
        let is_rare = |iri: &str, profiles: &Self| {
            matches!(draft.base.entity_path(iri), Some(EntityPath::Named { .. }))
                && profiles.get(iri).is_some_and(|found| found.documents.len() <= FREQUENT)
        };
        for (document, facts) in draft.facts {
            let actors: BTreeSet<&str> =
                facts.seen.iter().map(|seen| draft.iri_of(document, &seen.iri)).collect();
            let rare = actors.iter().filter(|iri| is_rare(iri, self)).filter_map(|iri| self.get(iri));
            let rare: Box<[usize]> = rare.map(|profile| profile.number).collect();
            if rare.len() > MAX_COMPANY {
                continue;
            }
            let at = self.company.len();
            self.company.push(rare);
            for actor in &actors {
                let Some(profile) = self.actors.get_mut(*actor) else { continue };
                if profile.class == "Person" || is_organization(profile.class) {
                    profile.named_in.push(at);
                }
            }
        }
    }
}

impl<'a> Profile<'a> {
    fn add(&mut self, document: &'a str, day: Option<Date>) {
        self.documents.insert(document);
        if let Some(day) = day {
            self.first = Some(self.first.map_or(day, |first| first.min(day)));
            self.last = Some(self.last.map_or(day, |last| last.max(day)));
        }
    }
}
