//! Entities of a document to what others know of them: links of a record, chosen from indexes of names.
//!
//! Comes in: a [`DocumentRecord`]. Goes out: the same with the links that the indexes give, each with score and features,
//! and with candidates where none was sure enough. Links of the gazetteer stay and speak for others; links that an index gave before are made
//! anew, so that linking twice is linking once. A place that the text puts elsewhere than its name alone means ("Moscow, Idaho")
//! is one of its own before that. The same for what was just read and for what an archive holds.

use std::collections::{BTreeMap, BTreeSet};

use crate::archive::record::{DocumentRecord, EntityRecord, LinkRecord, ObjectRecord, StatementRecord};
use crate::graph::iri::{self, Base, EntityPath};
use crate::link::Damage;
use crate::link::choose::{Asked, Choice, Linker, Scene, Scored};
use crate::link::whereabouts::lies_elsewhere;
use crate::ontology::Class;
use crate::ontology::belonging::{self, Use};

use super::namesake::{is_apart, tell_apart};
use super::surroundings::{players, put_beside, teams};
use super::verdict::{BY_GAZETTEER, BY_PERSON, Decided, is_rejected, names, restore_all};

/// What made the links of this module.
pub const BY_INDEX: &str = "index";

/// Links the entities of a record; what was rejected is passed over, and what was accepted comes first.
///
/// # Errors
/// [`Damage`] if an index is damaged where it is needed.
pub fn link(
    record: &mut DocumentRecord,
    base: &Base,
    linker: &mut Linker<'_>,
    decided: &Decided,
) -> Result<(), Damage> {
    for entity in &mut record.entities {
        restore_all(entity, base);
        entity.links.retain(is_older);
        entity.candidates.clear();
    }
    for at in teams(record) {
        record.entities.get_mut(at).into_iter().for_each(|entity| become_team(entity, base));
    }
    // What the gazetteer says, too, can be wrong; the index may know better.
    decided.apply(record, base);
    let contested = contested(record, base, linker)?;
    tell_apart(record, base, linker)?;
    let (mut scene, places) = scene(record, base, &contested);
    put_beside(record, &mut scene, &places, linker)?;
    let (choices, players) = (linker.link(&scene)?, players(record));
    let document = record.id.clone();
    let is_rejected = |own: &str, link: &str| decided.is_rejected(&document, own, link);
    for ((at, mut choice), asked) in places.into_iter().zip(choices).zip(&scene.asked) {
        let Some(entity) = record.entities.get_mut(at) else { continue };
        if is_apart(entity, base) {
            choice.link = choice
                .link
                .filter(|link| !lies_elsewhere(&link.candidate.entry, &asked.states, &asked.regions));
        }
        if players.contains(&at) {
            choice.link = None;
        }
        if contested.contains(&at) {
            settle(entity, &mut choice, base, &is_rejected);
        }
        keep(entity, choice);
    }
    decided.apply(record, base);
    Ok(())
}

/// Whether a link was there before any of this.
fn is_older(link: &LinkRecord) -> bool {
    link.by != BY_INDEX && link.by != BY_PERSON
}

/// Places of entities that are decided about whole: those that the gazetteer takes for a state whose name another state or
/// province has, too; states that it does not know; and what was decided so before.
fn contested(
    record: &DocumentRecord,
    base: &Base,
    linker: &mut Linker<'_>,
) -> Result<BTreeSet<usize>, Damage> {
    let mut contested = BTreeSet::new();
    for (at, entity) in record.entities.iter().enumerate() {
        let is_state = entity.class == "State";
        let is_item = matches!(base.entity_path(&entity.iri), Some(EntityPath::Item(_)));
        let names = names(entity);
        let is_contested = match entity.links.first() {
            None => (is_state || is_item) && !names.is_empty(),
            Some(link) if is_state && link.by == BY_GAZETTEER => {
                are_contested(&names, &iri::identifier_of(&link.iri), linker)?
            }
            Some(_) => false,
        };
        if is_contested {
            contested.insert(at);
        }
    }
    Ok(contested)
}

/// Whether none of the names tells which state is meant.
fn are_contested(names: &[String], known: &str, linker: &mut Linker<'_>) -> Result<bool, Damage> {
    for name in names {
        if !linker.is_contested(name, known)? {
            return Ok(false);
        }
    }
    Ok(!names.is_empty())
}

/// A team that is called as a place is an organization of that name, and no longer the place of the gazetteer.
fn become_team(entity: &mut EntityRecord, base: &Base) {
    Class::Organization.as_str().clone_into(&mut entity.class);
    entity.links.clear();
    names(entity).first().into_iter().for_each(|name| entity.name.clone_from(name));
    entity.iri = base.entity(&entity.class, &entity.name, []).into_string();
}

/// Takes back what the gazetteer said of an entity, unless the same was chosen.
fn settle(
    entity: &mut EntityRecord,
    choice: &mut Choice,
    base: &Base,
    is_rejected: &dyn Fn(&str, &str) -> bool,
) {
    let settled = choice.link.as_ref().map(|link| {
        let entry = &link.candidate.entry;
        let outside = iri::indexed(public(&entry.identifiers)).into_string();
        let own = base.entity(entry.class.as_str(), &entry.label, [outside.as_str()]).into_string();
        (own, outside, entry.class.as_str(), entry.label.clone())
    });
    let settled = settled.filter(|(own, outside, ..)| {
        let is_out = entity.rejected.iter().any(|rejected| rejected.link.iri == *outside);
        !is_out && !is_rejected(own, outside)
    });
    if settled.is_none() {
        choice.link = None;
    }
    if settled.as_ref().map(|(_, outside, ..)| outside) == entity.links.first().map(|link| &link.iri)
        && settled.is_some()
    {
        return;
    }
    entity.links.clear();
    if let Some((own, _, class, label)) = settled {
        class.clone_into(&mut entity.class);
        (entity.iri, entity.name) = (own, label);
    } else if entity.rejected.iter().all(|rejected| rejected.link.by != BY_GAZETTEER) {
        Class::State.as_str().clone_into(&mut entity.class);
        names(entity).first().into_iter().for_each(|name| entity.name.clone_from(name));
        entity.iri = base.entity(&entity.class, &entity.name, []).into_string();
    }
}

/// What is decided of each entity that can be linked, by its place in the record, with all candidates.
///
/// # Errors
/// [`Damage`] if an index is damaged where it is needed.
pub fn choices(
    record: &DocumentRecord,
    base: &Base,
    linker: &mut Linker<'_>,
) -> Result<Vec<(usize, Choice)>, Damage> {
    let mut bare = record.clone();
    bare.entities.iter_mut().for_each(|entity| entity.links.retain(is_older));
    for at in teams(&bare) {
        bare.entities.get_mut(at).into_iter().for_each(|entity| become_team(entity, base));
    }
    let (mut scene, places) = scene(&bare, base, &contested(&bare, base, linker)?);
    put_beside(&bare, &mut scene, &places, linker)?;
    Ok(places.into_iter().zip(linker.link(&scene)?).collect())
}

fn keep(entity: &mut EntityRecord, choice: Choice) {
    let Choice { link, candidates } = choice;
    // What was rejected is not rejected again: it was the gazetteer's.
    let is_open = |link: &LinkRecord| !is_rejected(entity, link);
    let chosen = link.as_ref().map(written);
    if let Some(chosen) = chosen.filter(is_open) {
        if entity.links.iter().all(|link| link.iri != chosen.iri) {
            entity.links.push(chosen);
        }
    } else if entity.links.iter().all(|link| link.by == BY_PERSON) {
        entity.candidates = candidates.iter().map(written).filter(is_open).collect();
    }
}

fn written(scored: &Scored) -> LinkRecord {
    let candidate = &scored.candidate;
    #[expect(clippy::cast_possible_truncation, reason = "three digits of a number up to 1")]
    let score = (scored.score * 1e3).round() as f32 / 1e3;
    LinkRecord {
        iri: iri::indexed(public(&candidate.entry.identifiers)).into_string(),
        score,
        by: BY_INDEX.to_owned(),
        label: Some(candidate.entry.label.clone()),
        method: Some(candidate.how.as_str().to_owned()),
        features: scored.features.told(),
    }
}

/// The identifier that most data know: of Wikidata, else of GeoNames, else the main one.
fn public(identifiers: &[String]) -> &str {
    let item = || identifiers.iter().find(|id| iri::indexed(id).as_str().contains("wikidata.org/entity/"));
    let place = || identifiers.iter().find(|id| id.starts_with("geonames:"));
    item().or_else(place).or_else(|| identifiers.first()).map_or("", String::as_str)
}

/// What of a record can be linked, with the places of these entities in it.
fn scene(record: &DocumentRecord, base: &Base, contested: &BTreeSet<usize>) -> (Scene, Vec<usize>) {
    let states = states(record, contested);
    let tied = tied(record, &states);
    let mut scene = Scene { date: record.date.clone(), asked: Vec::new() };
    let mut places = Vec::new();
    for (at, entity) in record.entities.iter().enumerate() {
        let Some(class) = Class::from_text(&entity.class) else { continue };
        let class = if contested.contains(&at) { Class::State } else { class };
        let links = entity.links.first().filter(|_| !contested.contains(&at));
        let known = links.map(|link| iri::identifier_of(&link.iri));
        let is_described = matches!(base.entity_path(&entity.iri), Some(EntityPath::Described));
        let names = names(entity);
        if names.is_empty() || known.is_none() && (is_described || class == Class::Share) {
            continue;
        }
        let states = tied.get(entity.id.as_str()).cloned().unwrap_or_default();
        let mentions = entity.mentions.len();
        scene.asked.push(Asked { mentions, known, states, ..Asked::new(names, class) });
        places.push(at);
    }
    (scene, places)
}

/// Identifiers of states, by local id.
fn states<'r>(record: &'r DocumentRecord, contested: &BTreeSet<usize>) -> BTreeMap<&'r str, String> {
    let of = |entity: &EntityRecord| entity.links.first().map(|link| iri::identifier_of(&link.iri));
    let states = record.entities.iter().enumerate();
    let states = states.filter(|(at, entity)| entity.class == "State" && !contested.contains(at));
    states.filter_map(|(_, entity)| Some((entity.id.as_str(), of(entity)?))).collect()
}

/// The states that statements tie each entity to.
fn tied<'r>(
    record: &'r DocumentRecord,
    states: &BTreeMap<&str, String>,
) -> BTreeMap<&'r str, BTreeSet<String>> {
    let mut tied: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for statement in record.statements.iter().filter(|statement| is_tie(statement)) {
        let ObjectRecord::Entity(object) = &statement.object else { continue };
        if let Some(state) = states.get(object.as_str()) {
            tied.entry(&statement.subject).or_default().insert(state.clone());
        }
    }
    tied
}

fn is_tie(statement: &StatementRecord) -> bool {
    let is_of_state = belonging::of(statement.kind()).is_some_and(|its| its.is_for(Use::Link));
    is_of_state && matches!(statement.status.as_str(), "asserted" | "former")
}
