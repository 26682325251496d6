//! Who met or negotiated, by the talks that two take part in: "Israeli-Palestinian talks resumed", "flew to Oslo for talks
//! with Lind".
//!
//! Comes in: who takes part in the talks of the text. Goes out: of two persons that they met, of two states or bodies that
//! they negotiated. Never told of talks of three or more, or of two of whom another relation tells as much.

use std::collections::BTreeMap;

use super::event::Told;
use super::{Collector, DraftObject, DraftStatement};
use crate::entity::cast::{DraftIndex, Filler};
use crate::ontology::{Class, ClassSet, Status};
use crate::statement::modality::strongest;

/// Relations that tell as much.
const CONTACTS: [&str; 6] =
    ["ceasedFireWith", "hosted", "interviewed", "metWith", "negotiatedWith", "signedWith"];

/// Who takes part in talks, with the token that tells it.
type Party = (usize, Status, Filler);

impl Collector<'_, '_> {
    /// What the talks of two tell of these two.
    pub(super) fn talked(&mut self) {
        for parties in self.talks_parties().into_values() {
            let [(at, one_status, one), (_, other_status, other)] = parties.as_slice() else { continue };
            let Some(name) = self.contact_of(one, other) else { continue };
            let Some(relation) = self.reading().ontology.relation(name) else { continue };
            if self.is_contact_told(one.entity, other.entity) {
                continue;
            }
            let status = strongest(*one_status, *other_status);
            let before = self.statements.len();
            self.put_event(*at, relation, one.clone(), other.clone(), Told::Clause);
            if let Some(last) = self.statements.get_mut(before) {
                last.status = strongest(last.status, status);
            }
        }
    }

    /// Those who take part in each talks of the text, each once.
    fn talks_parties(&self) -> BTreeMap<DraftIndex, Vec<Party>> {
        let mut found: BTreeMap<DraftIndex, Vec<Party>> = BTreeMap::new();
        let Some(participated) = self.reading().ontology.relation("participatedIn") else { return found };
        for statement in self.statements.iter().filter(|s| s.relation == participated) {
            let DraftObject::Entity(event) = &statement.object else { continue };
            if !self.is_talks(event.entity) {
                continue;
            }
            let parties = found.entry(event.entity).or_default();
            if parties.iter().all(|(_, _, known)| known.entity != statement.subject.entity) {
                parties.push((statement.trigger.start, statement.status, statement.subject.clone()));
            }
        }
        found
    }

    /// Whether an event is talks that the text describes and not a mere conversation; those with a name of their own may have more parties.
    fn is_talks(&self, event: DraftIndex) -> bool {
        let draft = &self.cast.drafts[event];
        let ontology = self.reading().ontology;
        let is_met_for =
            |noun: &String| ontology.lists("talksNoun", noun) && !ontology.lists("conversationNoun", noun);
        !draft.is_named && draft.nouns.first().is_some_and(is_met_for)
    }

    fn contact_of(&self, one: &Filler, other: &Filler) -> Option<&'static str> {
        let bodies = ClassSet::of(&[Class::State, Class::Organization, Class::ArmedGroup]);
        let class = |who: &Filler| self.cast.drafts[who.entity].class();
        match (class(one), class(other)) {
            (Class::Person, Class::Person) => Some("metWith"),
            (a, b) if bodies.contains(a) && bodies.contains(b) => Some("negotiatedWith"),
            _ => None,
        }
    }

    fn is_contact_told(&self, one: DraftIndex, other: DraftIndex) -> bool {
        let ontology = self.reading().ontology;
        let joins = |s: &DraftStatement| {
            let object = match &s.object {
                DraftObject::Entity(object) => object.entity,
                _ => return false,
            };
            (s.subject.entity, object) == (one, other) || (s.subject.entity, object) == (other, one)
        };
        let is_contact = |s: &&DraftStatement| CONTACTS.contains(&ontology[s.relation].name.as_str());
        self.statements.iter().filter(is_contact).any(joins)
    }
}
