//! What people decided of links, laid over the links of a record: rejected ones go, accepted ones come first.
//!
//! Comes in: a [`DocumentRecord`], and the decisions that hold. Goes out: the same with other links. What was rejected stays in the
//! record as rejected, so that a decision that is taken back leaves everything as it was. Where the gazetteer's link was rejected,
//! which gave the entity its IRI and name, it is called as the text calls it. No index is asked.

use std::collections::{BTreeMap, BTreeSet};

use crate::archive::Decisions;
use crate::archive::decisions::Kind;
use crate::archive::record::{DocumentRecord, EntityRecord, LinkRecord, RejectedRecord};
use crate::graph::iri::{Base, EntityPath};
use crate::resolve::Resolution;

use super::linking::BY_INDEX;

/// What made the links of gazetteers.
pub(super) const BY_GAZETTEER: &str = "gazetteer";
/// What made the links that people decided on.
pub const BY_PERSON: &str = "person";

/// What people decided of links: pairs of the IRI of an entity and an outside IRI.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdicts {
    rejected: BTreeSet<(String, String)>,
    /// By entity, one of each place that has identifiers.
    accepted: BTreeMap<String, Vec<String>>,
}

/// What people decided of links, by whichever IRI an entity is called: its own, or the one that it has across documents.
#[derive(Clone, Debug, Default)]
pub struct Decided {
    verdicts: Verdicts,
    resolution: Resolution,
}

impl Decided {
    /// Of verdicts, and who is who in the documents that are there.
    pub fn new(verdicts: Verdicts, resolution: Resolution) -> Self {
        Self { verdicts, resolution }
    }

    /// Lays the decisions over the links of a record.
    pub fn apply(&self, record: &mut DocumentRecord, base: &Base) {
        let document = record.id.clone();
        self.verdicts.apply(record, base, &|iri| self.who(&document, iri));
    }

    /// Whether an entity of a document is not what the link says.
    pub(super) fn is_rejected(&self, document: &str, entity: &str, link: &str) -> bool {
        let other = self.who(document, entity);
        self.verdicts.is_rejected(&[entity, other.as_deref().unwrap_or(entity)], link)
    }

    fn who(&self, document: &str, iri: &str) -> Option<String> {
        self.resolution.identity(document, iri).map(|found| found.iri.clone())
    }
}

impl Verdicts {
    /// Whether nothing was decided of any link.
    pub fn is_empty(&self) -> bool {
        self.rejected.is_empty() && self.accepted.values().all(Vec::is_empty)
    }

    /// Of the decisions of a graph that hold, in their order; a later one takes the place of an earlier one.
    pub fn of(decisions: &Decisions, base: &Base) -> Self {
        let mut verdicts = Self::default();
        for (_, decision) in decisions.active() {
            let [a, b] = decision.ids.as_slice() else { continue };
            let (entity, link) = if is_outside(a, base) { (b, a) } else { (a, b) };
            if !is_outside(link, base) {
                continue;
            }
            let pair = (entity.clone(), link.clone());
            match decision.kind {
                Kind::Reject => {
                    verdicts.accepted.entry(pair.0.clone()).or_default().retain(|other| other != link);
                    verdicts.rejected.insert(pair);
                }
                Kind::Accept | Kind::Merge => {
                    verdicts.rejected.remove(&pair);
                    let accepted = verdicts.accepted.entry(pair.0).or_default();
                    // Nobody is two items of Wikidata, but one of it and one of another list.
                    accepted.retain(|other| host(other) != host(link));
                    accepted.push(pair.1);
                }
                _ => {}
            }
        }
        verdicts
    }

    /// Whether an entity, by any IRI that it has, is not what the link says.
    pub fn is_rejected(&self, entity: &[&str], link: &str) -> bool {
        entity.iter().any(|iri| self.rejected.contains(&((*iri).to_owned(), link.to_owned())))
    }

    fn accepted(&self, entity: &[&str]) -> Vec<&String> {
        entity.iter().filter_map(|iri| self.accepted.get(*iri)).flatten().collect()
    }

    /// Lays the decisions over the links of a record. `who` gives the IRI that an entity has across documents, if it is another.
    fn apply(&self, record: &mut DocumentRecord, base: &Base, who: &dyn Fn(&str) -> Option<String>) {
        for entity in &mut record.entities {
            self.take_back(entity, base, who);
            self.reject(entity, base, who);
            self.accept(entity, who);
        }
    }

    /// What is no longer rejected, or accepted, is as it was.
    fn take_back(&self, entity: &mut EntityRecord, base: &Base, who: &dyn Fn(&str) -> Option<String>) {
        let before = std::mem::take(&mut entity.rejected);
        let (kept, back): (Vec<_>, Vec<_>) = before.into_iter().partition(|rejected| {
            let own = original(entity, &rejected.link, base);
            self.is_rejected(&[&entity.iri, &own], &rejected.link.iri)
                || [&entity.iri, &own]
                    .iter()
                    .any(|iri| who(iri).is_some_and(|other| self.is_rejected(&[&other], &rejected.link.iri)))
        });
        entity.rejected = kept;
        back.into_iter().for_each(|rejected| restore(entity, rejected, base));
        let names = names_of(entity, who);
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let accepted = self.accepted(&names);
        entity.links.retain(|link| link.by != BY_PERSON || accepted.contains(&&link.iri));
    }

    fn reject(&self, entity: &mut EntityRecord, base: &Base, who: &dyn Fn(&str) -> Option<String>) {
        let names = names_of(entity, who);
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let is_out = |link: &LinkRecord| self.is_rejected(&names, &link.iri) || is_rejected(entity, link);
        let (out, kept) = entity.links.iter().cloned().partition(is_out);
        let (no, candidates) = entity.candidates.iter().cloned().partition(is_out);
        let (out, no): (Vec<LinkRecord>, Vec<LinkRecord>) = (out, no);
        (entity.links, entity.candidates) = (kept, candidates);
        for mut link in out {
            if link.by == BY_GAZETTEER {
                link.label = Some(entity.name.clone());
                rename(entity, base);
            }
            entity.rejected.push(RejectedRecord { link, was_linked: true });
        }
        entity.rejected.extend(no.into_iter().map(|link| RejectedRecord { link, was_linked: false }));
    }

    fn accept(&self, entity: &mut EntityRecord, who: &dyn Fn(&str) -> Option<String>) {
        let names = names_of(entity, who);
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        for accepted in self.accepted(&names) {
            // What the index chose instead of the same list gives way.
            let is_out = |link: &LinkRecord| {
                link.by == BY_INDEX && link.iri != *accepted && host(&link.iri) == host(accepted)
            };
            let (out, kept): (Vec<_>, Vec<_>) =
                std::mem::take(&mut entity.links).into_iter().partition(is_out);
            entity.links = kept;
            entity.rejected.extend(out.into_iter().map(|link| RejectedRecord { link, was_linked: true }));
            if entity.links.iter().any(|link| link.iri == *accepted && link.by == BY_PERSON) {
                continue;
            }
            let known = entity.candidates.iter().find(|candidate| candidate.iri == *accepted);
            let label = known.and_then(|candidate| candidate.label.clone());
            entity.links.retain(|link| link.iri != *accepted);
            let at = entity.links.partition_point(|link| link.by == BY_PERSON);
            entity.links.insert(at, LinkRecord { label, ..LinkRecord::new(accepted, 1.0, BY_PERSON) });
        }
    }
}

/// An entity with a link of the gazetteer beside one of the same list that a person accepted: one of the two is wrong.
pub fn doubt(record: &DocumentRecord) -> Option<(&EntityRecord, &LinkRecord)> {
    record.entities.iter().find_map(|entity| {
        let accepted = entity.links.iter().filter(|link| link.by == BY_PERSON);
        let accepted: Vec<&str> = accepted.map(|link| host(&link.iri)).collect();
        let is_doubtful = |link: &&LinkRecord| link.by == BY_GAZETTEER && accepted.contains(&host(&link.iri));
        Some((entity, entity.links.iter().find(is_doubtful)?))
    })
}

/// Whether an IRI is that of an entity in the data of others, and not below the base of the graph.
pub fn is_outside(iri: &str, base: &Base) -> bool {
    base.entity_path(iri).is_none()
}

/// The machine that an IRI names.
fn host(iri: &str) -> &str {
    iri.split('/').nth(2).unwrap_or(iri)
}

/// Whether a link of an entity was rejected before, whatever it was called then.
pub(super) fn is_rejected(entity: &EntityRecord, link: &LinkRecord) -> bool {
    entity.rejected.iter().any(|rejected| rejected.link.iri == link.iri)
}

/// Gives an entity back all that was rejected, so that it is as it was read.
pub(super) fn restore_all(entity: &mut EntityRecord, base: &Base) {
    std::mem::take(&mut entity.rejected).into_iter().for_each(|rejected| restore(entity, rejected, base));
}

fn restore(entity: &mut EntityRecord, rejected: RejectedRecord, base: &Base) {
    let RejectedRecord { mut link, was_linked } = rejected;
    let list = if was_linked { &mut entity.links } else { &mut entity.candidates };
    let at = list.partition_point(|other| other.score >= link.score);
    if link.by == BY_GAZETTEER {
        entity.iri = original(entity, &link, base);
        link.label.take().into_iter().for_each(|name| entity.name = name);
        entity.links.insert(0, link);
    } else {
        list.insert(at, link);
    }
}

/// The IRI that an entity had with a link of the gazetteer.
fn original(entity: &EntityRecord, link: &LinkRecord, base: &Base) -> String {
    let name = link.label.as_deref().filter(|_| link.by == BY_GAZETTEER).unwrap_or(&entity.name);
    base.entity(&entity.class, name, [link.iri.as_str()]).into_string()
}

/// Calls an entity as the text does; a state keeps its name, since "Russian" is no name of one.
fn rename(entity: &mut EntityRecord, base: &Base) {
    let names = names(entity);
    if let Some(name) = names.first().filter(|_| entity.class != "State") {
        entity.name.clone_from(name);
    }
    if matches!(base.entity_path(&entity.iri), Some(EntityPath::Item(_))) {
        entity.iri = base.entity(&entity.class, &entity.name, []).into_string();
    }
}

/// What a document calls an entity: names, the longest first. Of a party that is only named by its adjective
/// ("Conservatives"), the name that the gazetteer has.
pub(super) fn names(entity: &EntityRecord) -> Vec<String> {
    let mentions = entity.mentions.iter().filter(|mention| mention.kind == "name");
    let mut names: Vec<String> = mentions.map(|mention| bare(&mention.text).to_owned()).collect();
    if !names.is_empty() && entity.class == "Organization" {
        names.push(bare(&entity.name).to_owned());
    }
    names.sort_by(|a, b| b.chars().count().cmp(&a.chars().count()).then_with(|| a.cmp(b)));
    names.dedup();
    names.retain(|name| !name.is_empty());
    names
}

/// Without quotation marks and a genitive.
pub(super) fn bare(name: &str) -> &str {
    let name = name.trim().trim_matches(['"', '“', '”']);
    name.strip_suffix("'s").or_else(|| name.strip_suffix("’s")).unwrap_or(name).trim_end()
}

/// The IRIs by which people may have decided on an entity.
fn names_of(entity: &EntityRecord, who: &dyn Fn(&str) -> Option<String>) -> Vec<String> {
    [Some(entity.iri.clone()), who(&entity.iri)].into_iter().flatten().collect()
}
