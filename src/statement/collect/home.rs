//! Who is abroad: a president who meets somebody in the capital did not travel there.

use super::{Collector, DraftObject};
use crate::entity::cast::{DraftIndex, Filler};
use crate::ontology::Class;
use crate::ontology::frame::Shape;
use crate::ontology::gazetteer::EntryId;
use crate::statement::matching::Match;

/// Roles that are held abroad.
const ABROAD: [&str; 2] = ["envoyOf", "envoyTo"];

impl Collector<'_, '_> {
    /// Whether it can be told from where somebody is that he or she went there. Of a person and a place only if the
    /// text so far gives a role in a state, and in another than the place is or lies in; of anything else always.
    pub(super) fn is_away(&self, somebody: DraftIndex, place: DraftIndex) -> bool {
        let class = |entity: DraftIndex| self.cast.drafts[entity].class();
        if class(somebody) != Class::Person || !matches!(class(place), Class::Place | Class::State) {
            return true;
        }
        let Some(here) = self.state_around(place) else { return false };
        let homes = self.homes(somebody);
        !homes.is_empty() && !homes.contains(&here)
    }

    /// Whether a match tells beside another where somebody is, and not whom he or she deals with.
    pub(super) fn is_stay(&self, hit: &Match) -> bool {
        let frame = &self.reading().ontology.frames[hit.frame.0 as usize];
        frame.is_beside && !self.reading().ontology[frame.relation].range.contains(Class::Person)
    }

    /// "Peruvian troops in Lima": forces that are where their own state is are deployed nowhere, unless it is said that they
    /// were sent there ("the deployment of troops in Lima").
    pub(super) fn is_at_home(&self, hit: &Match, subject: &Filler, object: &Filler) -> bool {
        let frame = &self.reading().ontology.frames[hit.frame.0 as usize];
        self.reading().ontology[frame.relation].name == "deployedTo"
            && frame.shape() == Shape::Noun
            && !self.reading().tree.is_word(hit.trigger, &["deployment", "dispatch", "stationing"])
            && self.cast.drafts[subject.entity].class() == Class::State
            && self
                .state_around(object.entity)
                .is_some_and(|here| Some(here) == self.state_around(subject.entity))
    }

    /// The states that somebody holds a role in.
    pub(super) fn homes(&self, somebody: DraftIndex) -> Vec<EntryId> {
        let ontology = self.reading().ontology;
        let roles = self.statements.iter().filter(|statement| {
            let relation = &ontology[statement.relation];
            statement.subject.entity == somebody
                && relation.family == "role"
                && !ABROAD.contains(&relation.name.as_str())
        });
        roles
            .filter_map(|statement| match &statement.object {
                DraftObject::Entity(body) => self.state_around(body.entity),
                _ => None,
            })
            .collect()
    }

    /// The state that something is, lies in or belongs to, by the gazetteer.
    pub(super) fn state_around(&self, entity: DraftIndex) -> Option<EntryId> {
        let gazetteer = &self.reading().ontology.gazetteer;
        let entry = self.cast.drafts[entity].entry?;
        if gazetteer[entry].class == Class::State { Some(entry) } else { gazetteer[entry].state }
    }
}
