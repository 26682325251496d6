//! Acronyms that the documents explain: "Movement for Reform of Ruritania (MRR)" in one, "MRR" alone in another.
//!
//! An acronym that all documents which explain it explain in one way is that; one of three letters not in a document that
//! speaks of other states than they do. One of two letters, or with several meanings, is proposed to people. What the gazetteer knows is linked already and not looked at.

use std::collections::{BTreeMap, BTreeSet};

use super::candidate::Proposal;
use super::{Draft, Identity, Method, few};
use crate::graph::iri;

/// Acronyms of so many letters are seldom used for something else as well.
const LONG: usize = 4;
/// Shorter ones mean too much to be told without asking.
const SHORT: usize = 3;
const UNSURE: &str = "two letters, or three in documents that speak of other states";

/// What an acronym stands for, with the documents that say so.
type Expansions<'a> = BTreeMap<&'a str, BTreeSet<&'a str>>;

/// Finds what stands alone, and what it stands for.
pub(super) fn learn(draft: &mut Draft<'_>) {
    let mut known: BTreeMap<String, Expansions<'_>> = BTreeMap::new();
    for (document, facts) in draft.facts {
        for (acronym, iri) in &facts.acronyms {
            known
                .entry(iri::normalise(&letters(acronym)))
                .or_default()
                .entry(iri)
                .or_default()
                .insert(document);
        }
    }
    let mut alone: BTreeMap<&str, (String, &str, BTreeSet<&str>)> = BTreeMap::new();
    for (document, facts) in draft.facts {
        for seen in facts.organizations().filter(|seen| seen.is_named) {
            if let Some(acronym) = &seen.acronym {
                let key = iri::normalise(&letters(acronym));
                alone
                    .entry(&seen.iri)
                    .or_insert_with(|| (key, &seen.class, BTreeSet::new()))
                    .2
                    .insert(document);
            }
        }
    }
    for (iri, (acronym, class, documents)) in alone {
        let Some(expansions) = known.get(&acronym).filter(|found| !found.contains_key(iri)) else { continue };
        let Some((target, explaining)) = only(expansions, class) else {
            expansions.keys().for_each(|target| {
                draft.queue.push(Proposal::pair(
                    target,
                    iri,
                    "acronym",
                    "the documents explain the acronym in several ways",
                ));
            });
            continue;
        };
        let identity = identity(&acronym, target, explaining);
        let length = acronym.chars().count();
        let fits =
            |document: &&&str| length >= LONG || length >= SHORT && share_states(draft, document, explaining);
        let fitting: Vec<&str> = documents.iter().filter(fits).copied().collect();
        if fitting.len() < documents.len() {
            draft.queue.push(Proposal::pair(target, iri, "acronym", UNSURE));
        }
        if draft.verdicts.are_apart(iri, target) {
            continue;
        }
        if fitting.len() == documents.len() {
            draft.out.everywhere.insert(iri.to_owned(), identity);
            continue;
        }
        for document in fitting {
            draft.out.within.entry(document.to_owned()).or_default().insert(iri.to_owned(), identity.clone());
        }
    }
}

/// Whether a document speaks of a state that those which explain an acronym speak of, or if either speaks of none.
fn share_states(draft: &Draft<'_>, document: &str, explaining: &BTreeSet<&str>) -> bool {
    let states = |document: &str| draft.facts.get(document).map(|facts| &facts.states);
    let here = states(document).filter(|states| !states.is_empty());
    let there: BTreeSet<&str> =
        explaining.iter().filter_map(|other| states(other)).flatten().map(|state| &**state).collect();
    here.is_none_or(|here| there.is_empty() || here.iter().any(|state| there.contains(&**state)))
}

/// The one expansion; of several that differ in their class alone, the one of this class.
fn only<'e, 'a>(expansions: &'e Expansions<'a>, class: &str) -> Option<(&'a str, &'e BTreeSet<&'a str>)> {
    let mut all = expansions.iter();
    let (first, documents) = all.next()?;
    if expansions.len() == 1 {
        return Some((first, documents));
    }
    let name = |iri: &'a str| iri.rsplit('/').next().unwrap_or(iri);
    if all.any(|(other, _)| name(other) != name(first)) {
        return None;
    }
    let kebab = class.chars().flat_map(char::to_lowercase).collect::<String>();
    let is_of_class = |iri: &str| iri.rsplit('/').nth(1).is_some_and(|found| found.replace('-', "") == kebab);
    expansions.iter().find(|(iri, _)| is_of_class(iri)).map(|(iri, documents)| (*iri, documents))
}

fn identity(acronym: &str, target: &str, documents: &BTreeSet<&str>) -> Identity {
    let count = documents.len();
    let noun = if count == 1 { "document explains" } else { "documents explain" };
    Identity {
        iri: target.to_owned(),
        method: Method::Acronym,
        why: format!("{count} {noun} the acronym {}, in one way only", acronym.to_uppercase()),
        documents: few(documents.iter().copied()),
        decision: None,
        name: None,
        link: None,
    }
}

/// "M.R.R." as "MRR".
fn letters(acronym: &str) -> String {
    acronym.chars().filter(|c| c.is_alphanumeric()).collect()
}
