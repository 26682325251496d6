//! Decisions of people, replayed over what was found.
//!
//! In comes the log, out go the identities that it asks for. A later decision on the same pair takes the place of an earlier one.
//! What refers to entities that no document has any more is kept in the log and told of.

use std::collections::{BTreeMap, BTreeSet};

use super::{Draft, Identity, Method, tenure};
use crate::archive::Decisions;
use crate::archive::decisions::Kind;
use crate::graph::iri::{self, Base, EntityPath};

/// What holds of the log, by what it is about.
#[derive(Debug, Default)]
pub(super) struct Verdicts {
    /// The first of each is the one that gives the IRI.
    same: Vec<(u64, String, String)>,
    apart: BTreeSet<(String, String)>,
    loose: BTreeMap<String, u64>,
    split: Vec<(u64, String, Vec<String>)>,
    /// Actors with links that they do not have.
    unlinked: BTreeSet<(String, String)>,
    /// IRIs that a decision names, with its number.
    named: BTreeMap<String, u64>,
}

impl Verdicts {
    /// Of the decisions that hold, in their order.
    pub(super) fn of(decisions: &Decisions, base: &Base) -> Self {
        let mut verdicts = Self::default();
        for (number, decision) in decisions.active() {
            // Links to the data of others are part of the records, but for those of holders of offices.
            if decision.ids.iter().any(|id| base.entity_path(id).is_none()) {
                if let [actor, link] = decision.ids.as_slice() {
                    let pair = (actor.clone(), link.clone());
                    match decision.kind {
                        Kind::Reject => drop(verdicts.unlinked.insert(pair)),
                        _ => drop(verdicts.unlinked.remove(&pair)),
                    }
                }
                continue;
            }
            for id in &decision.ids {
                verdicts.named.insert(id.clone(), number);
            }
            let Some((first, others)) = decision.ids.split_first() else { continue };
            match decision.kind {
                Kind::Merge | Kind::Accept => {
                    others
                        .iter()
                        .filter(|other| *other != first)
                        .for_each(|other| verdicts.join(number, first, other));
                }
                Kind::Reject => others.iter().for_each(|other| verdicts.part(first, other)),
                Kind::Split if decision.documents.is_empty() => verdicts.loosen(number, first),
                Kind::Split => verdicts.split.push((number, first.clone(), decision.documents.clone())),
                Kind::Undo | Kind::Lost => {}
            }
        }
        verdicts
    }

    fn join(&mut self, number: u64, first: &str, other: &str) {
        self.apart.remove(&pair(first, other));
        self.loose.remove(first);
        self.loose.remove(other);
        self.same.push((number, first.to_owned(), other.to_owned()));
    }

    fn part(&mut self, a: &str, b: &str) {
        self.same.retain(|(_, first, other)| pair(first, other) != pair(a, b));
        self.apart.insert(pair(a, b));
    }

    fn loosen(&mut self, number: u64, iri: &str) {
        self.same.retain(|(_, first, other)| first != iri && other != iri);
        self.loose.insert(iri.to_owned(), number);
    }

    /// Whether a pair was decided to be two, or one of them to be taken apart.
    pub(super) fn are_apart(&self, a: &str, b: &str) -> bool {
        self.loose.contains_key(a) || self.loose.contains_key(b) || self.apart.contains(&pair(a, b))
    }

    /// Whether what bears the IRI is to be taken apart as far as there is any evidence.
    pub(super) fn is_loose(&self, iri: &str) -> bool {
        self.loose.contains_key(iri)
    }

    /// The decision that says so.
    pub(super) fn loosened(&self, iri: &str) -> Option<u64> {
        self.loose.get(iri).copied()
    }

    /// Whether it was decided who is meant in one document.
    pub(super) fn is_settled(&self, iri: &str, document: &str) -> bool {
        let is_split =
            self.split.iter().any(|(_, id, documents)| id == iri && documents.iter().any(|d| d == document));
        let other = iri::homonym(iri, document).map(|node| node.as_str().to_owned()).unwrap_or_default();
        is_split || self.same.iter().any(|(_, first, second)| pair(first, second) == pair(iri, &other))
    }
}

fn pair(a: &str, b: &str) -> (String, String) {
    (a.min(b).to_owned(), a.max(b).to_owned())
}

/// Documents that speak of somebody else than their IRI says.
pub(super) fn split_documents(draft: &mut Draft<'_>) {
    for (number, iri, documents) in &draft.verdicts.split {
        let mark = documents.iter().min().map_or("", String::as_str);
        let Some(new) = iri::homonym(iri, mark) else { continue };
        for document in documents {
            let Some(facts) = draft.facts.get(document) else { continue };
            let here =
                facts.seen.iter().map(|seen| &seen.iri).chain(facts.described.iter().map(|found| &found.iri));
            let here: Vec<String> =
                here.filter(|found| draft.iri_of(document, found) == iri).map(ToString::to_string).collect();
            for found in here {
                let identity = decided(*number, new.as_str(), "these documents speak of somebody else");
                draft.out.within.entry(document.clone()).or_default().insert(found, identity);
            }
        }
    }
}

/// Merges what was decided to be one, after all that was found; chains end at one IRI.
pub(super) fn merge(draft: &mut Draft<'_>) {
    let known = draft.known();
    let mut target: BTreeMap<String, (String, u64)> = BTreeMap::new();
    for (number, first, other) in &draft.verdicts.same {
        let (first, other) = (root(first, &target), root(other, &target));
        if first != other {
            target.insert(other, (first, *number));
        }
    }
    for (iri, number) in &draft.verdicts.named {
        // What was found may have given it another name meanwhile, which is no loss.
        // Items of Wikidata are the same in every document and are not collected here.
        let is_item = matches!(draft.base.entity_path(iri), Some(EntityPath::Item(_)));
        let is_known = known.contains(iri) || draft.out.everywhere.contains_key(iri) || is_item;
        if !is_known && !is_source(draft, iri) {
            let note = format!("decision {number} is about {iri}, which no document speaks of; it is kept");
            draft.out.notes.push(note);
        }
    }
    let roots: BTreeMap<&String, (String, u64)> =
        target.iter().map(|(iri, (_, number))| (iri, (root(iri, &target), *number))).collect();
    let redirect = |identity: &mut Identity| {
        if let Some((to, number)) = roots.get(&identity.iri) {
            let name = identity.name.take();
            *identity = Identity { name, ..decided(*number, to, "decided to be one") };
        }
    };
    draft.out.everywhere.values_mut().for_each(redirect);
    draft.out.within.values_mut().flat_map(BTreeMap::values_mut).for_each(redirect);
    let is_described = |iri: &str| draft.base.entity_path(iri) == Some(EntityPath::Described);
    // What had only a description is called as others are.
    let names =
        if roots.keys().any(|iri| is_described(iri)) { tenure::persons(draft) } else { BTreeMap::new() };
    for (iri, (to, number)) in &roots {
        let name = names.get(to).filter(|_| is_described(iri)).map(|name| (*name).to_owned());
        let identity = Identity { name, ..decided(*number, to, "decided to be one") };
        draft.out.everywhere.insert((*iri).clone(), identity);
    }
    close(draft);
}

/// What was found may lead to what was merged, or to what another step renamed: chains end at one IRI.
fn close(draft: &mut Draft<'_>) {
    let everywhere: BTreeMap<String, String> =
        draft.out.everywhere.iter().map(|(iri, identity)| (iri.clone(), identity.iri.clone())).collect();
    let end = |start: &str| {
        let mut at = start;
        for _ in 0..everywhere.len() {
            match everywhere.get(at) {
                Some(next) if next != at && next != start => at = next,
                _ => break,
            }
        }
        at.to_owned()
    };
    let all =
        draft.out.everywhere.values_mut().chain(draft.out.within.values_mut().flat_map(BTreeMap::values_mut));
    all.for_each(|identity| {
        identity.iri = end(&identity.iri);
        let is_out = |link: &String| draft.verdicts.unlinked.contains(&(identity.iri.clone(), link.clone()));
        identity.link = identity.link.take().filter(|link| !is_out(link));
    });
    draft.out.everywhere.retain(|iri, identity| *iri != identity.iri);
}

/// Whether a document has it as it was extracted.
fn is_source(draft: &Draft<'_>, iri: &str) -> bool {
    draft.out.within.values().any(|found| found.contains_key(iri))
}

fn root(iri: &str, target: &BTreeMap<String, (String, u64)>) -> String {
    let mut at = iri;
    while let Some((next, _)) = target.get(at) {
        at = next;
    }
    at.to_owned()
}

fn decided(number: u64, iri: &str, why: &str) -> Identity {
    Identity {
        iri: iri.to_owned(),
        method: Method::Decision,
        why: format!("decision {number}: {why}"),
        documents: Vec::new(),
        decision: Some(number),
        name: None,
        link: None,
    }
}
