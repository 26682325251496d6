//! Where what happens happens, told by the words around it: "an attack on an outpost in Basra", "in Basra, a blast
//! wounded a cleric", "was killed in a clash in Basra", "the raid was in Basra".
//!
//! Frames find the place that hangs by the noun itself or by the verb of happening. This looks behind the people that
//! the noun's phrase names, and at the clause whose subject, object or circumstance the event is.

use super::event::Told;
use super::{Collector, DraftStatement};
use crate::entity::cast::Filler;
use crate::mention::clause;
use crate::ontology::{Class, ClassSet};
use crate::parse::Label;

/// Prepositions that lead to where something is.
const WHERE: [&str; 8] = ["across", "around", "at", "in", "inside", "near", "outside", "throughout"];

/// Prepositions behind the noun of an event that lead to those whom it concerns.
const WHOM: [&str; 7] = ["against", "among", "between", "by", "of", "on", "with"];

/// Lists of events that strike one spot.
const LOCAL: [&str; 5] = ["attackNoun", "coupNoun", "disasterNoun", "killingNoun", "protestNoun"];

impl Collector<'_, '_> {
    /// Places of events that the clause around them tells.
    pub(super) fn scenes(&mut self) {
        let Some(took_place) = self.reading().ontology.relation("tookPlaceIn") else { return };
        let (events, places) =
            (ClassSet::of(&[Class::Event, Class::War]), ClassSet::of(&[Class::Place, Class::State]));
        for head in 0..self.reading().tree.len() {
            if !self.cast.is_event_phrase(head) || self.cast.name_of(head).is_some() {
                continue;
            }
            let found: Vec<Filler> =
                self.scene(head).into_iter().flat_map(|place| self.cast.resolve(place, places)).collect();
            if found.is_empty() {
                continue;
            }
            let Some(event) = self.cast.resolve(head, events).into_iter().next() else { continue };
            let is_placed = |s: &DraftStatement| s.relation == took_place && s.subject.entity == event.entity;
            if self.statements.iter().any(is_placed) {
                continue;
            }
            for place in found.into_iter().filter(|place| place.entity != event.entity) {
                self.put_event(head, took_place, event.clone(), place, Told::Clause);
            }
        }
    }

    /// Heads of the phrases that tell where the event at token `head` happens.
    fn scene(&self, head: usize) -> Vec<usize> {
        let throughout = clause::prepositional(&self.reading(), head, &["throughout"]);
        if let Some(&(_, place)) = throughout.first() {
            return vec![place];
        }
        let behind = self.scene_behind(head);
        if !behind.is_empty() { behind } else { self.scene_of_clause(head) }
    }

    /// "a clash between police and gunmen in Basra": the place behind those whom the event concerns.
    fn scene_behind(&self, head: usize) -> Vec<usize> {
        let reading = self.reading();
        let is_local = self.is_local(head);
        let whom = clause::prepositional(&reading, head, &WHOM);
        let whom =
            whom.into_iter().filter(|(lead, _)| is_local || !reading.tree.is_word(*lead, &["of", "on"]));
        let whom = whom.flat_map(|(_, object)| clause::coordinated(&reading, object));
        let whom: Vec<usize> = whom.filter(|&object| !self.cast.is_event_phrase(object)).collect();
        whom.into_iter().flat_map(|object| self.places_by(object)).collect()
    }

    /// Heads of the places that hang by token `at`.
    fn places_by(&self, at: usize) -> Vec<usize> {
        let reading = self.reading();
        let found = clause::prepositional(&reading, at, &WHERE);
        let found = found.into_iter().flat_map(|(_, place)| clause::coordinated(&reading, place));
        found.filter(|&place| !self.cast.is_event_phrase(place)).collect()
    }

    /// Whether what the noun at token `head` names strikes one spot.
    fn is_local(&self, head: usize) -> bool {
        LOCAL.iter().any(|list| self.reading().lists(list, head))
    }

    /// The place of the clause that tells of the event.
    fn scene_of_clause(&self, head: usize) -> Vec<usize> {
        let reading = self.reading();
        let tree = reading.tree;
        let is_local = self.is_local(head);
        let clauses = tree.children_with(head, &[Label::Relcl, Label::Acl]);
        let own = clauses.filter(|&verb| clause::subjects(&reading, verb).contains(&head));
        let verbs = self.verb_telling(head).into_iter().chain(own.filter(|_| is_local));
        let verbs: Vec<usize> = verbs.filter(|&verb| tree.is_verb(verb)).collect();
        verbs.into_iter().flat_map(|verb| self.places_around(verb, head, is_local)).collect()
    }

    /// Heads of the places of what the verb tells of the event at token `head`.
    fn places_around(&self, verb: usize, head: usize, is_local: bool) -> Vec<usize> {
        let reading = self.reading();
        let mut found = self.places_by(verb);
        let does_harm = reading.lists("casualtyVerb", verb) || reading.lists("attackVerb", verb);
        if is_local && does_harm && found.is_empty() {
            let objects = clause::patients(&reading, verb).into_iter().filter(|&object| object != head);
            found.extend(objects.flat_map(|object| self.places_by(object)));
        }
        found
    }

    /// Heads of the places where the deed of a verb is done, or whom or what it hits is: "attacked a post in Basra".
    pub(super) fn places_of_deed(&self, verb: usize) -> Vec<usize> {
        let reading = self.reading();
        let found = self.places_by(verb);
        if !found.is_empty() {
            return found;
        }
        let objects = clause::patients(&reading, verb).into_iter().chain(clause::agents(&reading, verb));
        let objects = objects.chain(
            clause::prepositional(&reading, verb, &["against", "at", "on", "with"])
                .into_iter()
                .map(|(_, object)| object),
        );
        objects.flat_map(|object| self.places_by(object)).collect()
    }

    /// The verb that says that the event at token `head` happens, or what happened to somebody in it.
    fn verb_telling(&self, head: usize) -> Option<usize> {
        let reading = self.reading();
        let tree = reading.tree;
        let first = clause::first_coordinated(&reading, head);
        let above = tree.head(first)?;
        match tree.label(first) {
            Label::Nsubj | Label::Nsubjpass if self.is_local(head) || tree.is_word(above, &["be"]) => {
                Some(above)
            }
            Label::Dobj if reading.lists("lightVerb", above) => Some(above),
            Label::Pobj if self.is_local(head) && tree.is_word(above, &["in", "by", "during"]) => {
                let harms = |verb: &usize| reading.lists("casualtyVerb", *verb) || tree.word(*verb) == "die";
                tree.head(above).filter(harms)
            }
            _ => None,
        }
    }
}
