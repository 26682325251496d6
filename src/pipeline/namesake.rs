//! Places that the text puts elsewhere than where their name alone points: "Moscow, Idaho" is not Moscow.
//!
//! Comes in: a record as it was extracted, with places behind places. Goes out: the same, with a place that lies
//! elsewhere as an entity of its own, called with what it lies in (`place/moscow-idaho`); if the text names both, the one of
//! the record becomes two. What lies where the name alone points ("Paris, France") stays as it is. Doing it twice is doing it
//! once. Never here: links.

use std::collections::{BTreeMap, BTreeSet};

use crate::archive::record::{
    DocumentRecord, EntityRecord, MentionRecord, ObjectRecord, SpanRecord, StatementRecord,
};
use crate::graph::iri::{Base, EntityPath};
use crate::link::Damage;
use crate::link::choose::Linker;

use super::surroundings::Beside;

/// The relation between a place and what it lies in.
const LOCATED_IN: &str = "locatedIn";

/// Tells places apart by what they are said to lie in.
///
/// # Errors
/// [`Damage`] if an index is damaged where it is needed.
pub(super) fn tell_apart(
    record: &mut DocumentRecord,
    base: &Base,
    linker: &mut Linker<'_>,
) -> Result<(), Damage> {
    let told = Told { beside: Beside::of(record), located: located(record) };
    for at in 0..record.entities.len() {
        let Some(entity) = record.entities.get_mut(at) else { continue };
        if entity.class != "Place" {
            continue;
        }
        take_back(entity, base, &told);
        // What the gazetteer has a link for is known by more than its name.
        if !matches!(base.entity_path(&entity.iri), Some(EntityPath::Named { class: "place", .. })) {
            continue;
        }
        let places = uses(entity, &told, linker)?;
        split(record, at, &places, base);
    }
    Ok(())
}

/// Places behind places, as far as a statement says that one lies in the other: "Moscow, Kyiv and Minsk" is a list.
struct Told {
    beside: Beside,
    /// Local ids of places, with where names of what they lie in begin.
    located: BTreeSet<(String, usize)>,
}

impl Told {
    fn whole(&self, id: &str, mention: &MentionRecord) -> Option<&str> {
        let start = self.beside.start(mention)?;
        self.located.contains(&(id.to_owned(), start)).then(|| self.beside.whole(mention)).flatten()
    }
}

fn located(record: &DocumentRecord) -> BTreeSet<(String, usize)> {
    let entities = record.entities_by_id();
    let mut located = BTreeSet::new();
    for statement in record.statements.iter().filter(|statement| statement.kind() == LOCATED_IN) {
        let ObjectRecord::Entity(object) = &statement.object else { continue };
        let mentions = entities.get(object.as_str()).into_iter().flat_map(|whole| &whole.mentions);
        located.extend(mentions.map(|mention| (statement.subject.clone(), mention.start)));
    }
    located
}

/// Calls a place as the text does, without what it lies in.
fn take_back(entity: &mut EntityRecord, base: &Base, told: &Told) {
    if entity.iri != base.entity(&entity.class, &entity.name, []).as_str() {
        return;
    }
    let wholes = entity.mentions.iter().filter_map(|mention| told.whole(&entity.id, mention));
    let short = wholes.filter_map(|whole| entity.name.strip_suffix(&format!(", {whole}"))).next();
    if let Some(short) = short.map(str::to_owned) {
        entity.iri = base.entity(&entity.class, &short, []).into_string();
        entity.name = short;
    }
}

/// What each mention of a place is said to lie in, if that is elsewhere; `None` for the place that the name alone means.
fn uses(entity: &EntityRecord, told: &Told, linker: &mut Linker<'_>) -> Result<Vec<Option<String>>, Damage> {
    let (mut is_at_home, mut elsewhere) = (false, BTreeSet::new());
    let mut uses = Vec::with_capacity(entity.mentions.len());
    for mention in &entity.mentions {
        let Some(whole) = told.whole(&entity.id, mention) else {
            uses.push(None);
            continue;
        };
        let is_apart = is_elsewhere(super::verdict::bare(&mention.text), whole, linker)?;
        is_at_home |= !is_apart;
        uses.push(Some(whole.to_owned()).filter(|_| is_apart));
        elsewhere.extend(uses.last().cloned().flatten());
    }
    // In a text that tells of one place only, the name alone means that one.
    if !is_at_home && elsewhere.len() == 1 {
        uses.fill(elsewhere.pop_first());
    }
    Ok(uses)
}

/// Whether a place is called with what it lies in.
pub(super) fn is_apart(entity: &EntityRecord, base: &Base) -> bool {
    let is_own = || entity.iri == base.entity(&entity.class, &entity.name, []).as_str();
    entity.class == "Place" && entity.name.contains(", ") && is_own()
}

fn is_elsewhere(name: &str, whole: &str, linker: &mut Linker<'_>) -> Result<bool, Damage> {
    let (states, regions) = (linker.states_of(whole)?, linker.regions_of(whole)?);
    linker.is_elsewhere(name, &states, &regions)
}

/// Gives each place that the mentions of the entity at `at` tell of an entity of its own.
fn split(record: &mut DocumentRecord, at: usize, places: &[Option<String>], base: &Base) {
    let kinds: BTreeSet<&Option<String>> = places.iter().collect();
    // The entity stays what the name alone means, if the text tells of that, too.
    let Some(&stays) = kinds.first().filter(|first| kinds.len() > 1 || first.is_some()) else { return };
    let apart: BTreeMap<&String, String> = (kinds.iter().filter(|kind| **kind != stays))
        .filter_map(|kind| kind.as_ref())
        .zip(record.entities.len() + 1..)
        .map(|(whole, number)| (whole, format!("e{number}")))
        .collect();
    let Some(entity) = record.entities.get_mut(at) else { return };
    let mentions = std::mem::take(&mut entity.mentions);
    let of = |wanted: &Option<String>| -> Vec<MentionRecord> {
        let chosen = mentions.iter().zip(places).filter(|(_, place)| *place == wanted);
        chosen.map(|(mention, _)| mention.clone()).collect()
    };
    let (old, plain) = (entity.id.clone(), entity.clone());
    entity.mentions = of(stays);
    stays.iter().for_each(|whole| call(entity, whole, base));
    let kept = entity.mentions.clone();
    for (whole, id) in &apart {
        let mentions = of(&Some((*whole).clone()));
        let mut other = EntityRecord { id: id.clone(), mentions, ..plain.clone() };
        call(&mut other, whole, base);
        for statement in &mut record.statements {
            point(statement, &old, &kept, &other);
        }
        record.entities.push(other);
    }
}

fn call(entity: &mut EntityRecord, whole: &str, base: &Base) {
    entity.name = format!("{}, {whole}", entity.name);
    entity.iri = base.entity(&entity.class, &entity.name, []).into_string();
}

/// Lets a statement tell of `other` where its words are a mention of that.
fn point(statement: &mut StatementRecord, old: &str, kept: &[MentionRecord], other: &EntityRecord) {
    let has = |mentions: &[MentionRecord], start: usize, end: usize| {
        mentions.iter().any(|mention| mention.start < end && start < mention.end)
    };
    let is_of = |span: &SpanRecord| has(&other.mentions, span.start, span.end);
    let evidence = &statement.evidence;
    if statement.subject == old && is_of(&evidence.subject) {
        statement.subject.clone_from(&other.id);
    }
    if let ObjectRecord::Entity(object) = &mut statement.object
        && object.as_str() == old
        && is_of(&evidence.object)
    {
        object.clone_from(&other.id);
    }
    let (start, end) = (evidence.start, evidence.end);
    if statement.place.as_deref() == Some(old) && has(&other.mentions, start, end) && !has(kept, start, end) {
        statement.place = Some(other.id.clone());
    }
}
