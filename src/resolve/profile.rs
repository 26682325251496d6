//! What is known of each actor over all documents, as far as it is resolved by now.

use std::collections::{BTreeMap, BTreeSet};

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
    /// IRIs of other named actors in its documents.
    pub(super) company: BTreeSet<String>,
    pub(super) first: Option<Date>,
    pub(super) last: Option<Date>,
}

impl<'a> Profile<'a> {
    /// Its best name.
    pub(super) fn name(&self) -> &'a str {
        label::best(self.names.iter().map(|(name, count)| (*name, *count))).unwrap_or_default()
    }
}

/// Actors by IRI.
#[derive(Debug, Default)]
pub(super) struct Profiles<'a>(pub(super) BTreeMap<String, Profile<'a>>);

/// Names in more documents than this tell nothing of company.
const FREQUENT: usize = 40;

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
        let mut profiles = Self(all);
        profiles.keep_company(draft);
        profiles
    }

    pub(super) fn get(&self, iri: &str) -> Option<&Profile<'a>> {
        self.0.get(iri)
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
            let rare: Vec<&str> = actors.iter().copied().filter(|iri| is_rare(iri, self)).collect();
            for actor in &actors {
                // What many documents name is no candidate for anything that company decides.
                let Some(profile) = self.0.get_mut(*actor) else { continue };
                if profile.class == "Person" || is_organization(profile.class) {
                    profile
                        .company
                        .extend(rare.iter().filter(|other| other != &actor).map(|other| (*other).to_owned()));
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
