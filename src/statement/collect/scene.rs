//! Where what happens happens, told by the words around it: "an attack on an outpost in Basra", "in Basra, a blast
//! wounded a cleric", "was killed in a clash in Basra", "the raid was in Basra".
//!
//! Frames find the place that hangs by the noun itself or by the verb of happening. This looks behind the people that
//! the noun's phrase names, and at the clause whose subject, object or circumstance the event is.

use super::event::Told;
use super::{Collector, DraftStatement};
use crate::entity::cast::Filler;
use crate::mention::clause;
use crate::ontology::gazetteer::Sense;
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
            let (heads, is_behind) = self.scene(head);
            // "denied responsibility for the attack on Basra": it was there all the same.
            let told = if is_behind && self.cast.is_definite(head) { Told::Phrase } else { Told::Clause };
            let mut found: Vec<(usize, Filler)> = Vec::new();
            for at in heads {
                found.extend(self.cast.resolve(at, places).into_iter().map(|place| (at, place)));
            }
            if found.is_empty() {
                continue;
            }
            let Some(event) = self.cast.resolve(head, events).into_iter().next() else { continue };
            let is_placed = |s: &DraftStatement| s.relation == took_place && s.subject.entity == event.entity;
            if self.statements.iter().any(is_placed) {
                // "attended a ceremony at the Grand Hotel in Oslo": it was there, too.
                found.retain(|&(at, _)| self.is_site(at));
            }
            for (_, place) in found.into_iter().filter(|(_, place)| place.entity != event.entity) {
                self.put_event(head, took_place, event.clone(), place, told);
            }
        }
    }

    /// "at the Grand Hotel", "outside the stadium": whether a phrase leads to a spot that has a name.
    fn is_site(&self, place: usize) -> bool {
        let tree = self.reading().tree;
        let is_at = |lead: usize| tree.is_word(lead, &["at", "inside", "outside"]);
        tree.label(place) == Label::Pobj
            && tree.head(place).is_some_and(is_at)
            && self
                .cast
                .named_entity(place)
                .is_some_and(|entity| self.cast.drafts[entity].class() == Class::Place)
    }

    /// Heads of the phrases that tell where the event at token `head` happens, and whether they stand in its own phrase.
    fn scene(&self, head: usize) -> (Vec<usize>, bool) {
        let throughout = clause::prepositional(&self.reading(), head, &["throughout"]);
        if let Some(&(_, place)) = throughout.first() {
            return (vec![place], true);
        }
        let behind = self.scene_behind(head);
        if behind.is_empty() { (self.scene_of_clause(head), false) } else { (behind, true) }
    }

    /// "a clash between police and gunmen in Basra", "a meeting of ministers in Oslo": the place behind those whom the event
    /// concerns; "an attack on a wedding in Basra", "a blast at a rally in Lima": the place of the event that it hits.
    fn scene_behind(&self, head: usize) -> Vec<usize> {
        let reading = self.reading();
        let tree = reading.tree;
        let is_local = self.is_local(head);
        let is_attack = reading.lists_noun("attackNoun", head);
        let is_met = ["gatheringNoun", "meetingNoun"].iter().any(|list| reading.lists(list, head));
        let is_led = |lead: usize| match tree.word(lead) {
            "of" => is_local || is_met,
            "on" => is_local,
            _ => true,
        };
        let whom: Vec<usize> = clause::prepositional(&reading, head, &WHOM)
            .into_iter()
            .filter(|&(lead, _)| is_led(lead))
            .flat_map(|(lead, object)| {
                let is_hit = is_attack && tree.is_word(lead, &["against", "of", "on"]);
                clause::coordinated(&reading, object).into_iter().map(move |object| (object, is_hit))
            })
            .filter(|&(object, is_hit)| is_hit || !self.cast.is_event_phrase(object))
            .map(|(object, _)| object)
            .collect();
        let mut found: Vec<usize> = whom.iter().flat_map(|&object| self.places_by(object)).collect();
        if found.is_empty() {
            found.extend(self.scene_hit(head));
            found.extend(whom.iter().flat_map(|&object| self.where_it_began(object)));
            found.extend(self.where_it_began(head));
        }
        if found.is_empty() {
            found.extend(self.scene_of_other(head, is_local, is_met));
        }
        found
    }

    /// "an attack on Basra", "Monday's attack on Chad": the place that is hit; a state only of an attack that has a date, as
    /// one that is feared has none.
    fn scene_hit(&self, head: usize) -> Vec<usize> {
        let reading = self.reading();
        let tree = reading.tree;
        if !reading.lists_noun("attackNoun", head) {
            return Vec::new();
        }
        let labels = [Label::Poss, Label::Compound, Label::Nmod, Label::Nummod, Label::Amod];
        let is_dated = tree.children_with(head, &labels).any(|kid| kid < head && reading.is_dated(kid));
        let hit = clause::prepositional(&reading, head, &["on", "upon", "against"]);
        let hit = hit.into_iter().flat_map(|(_, object)| clause::coordinated(&reading, object));
        hit.filter(|&object| {
            // "attacks on Danes" are anywhere.
            let is_people = self
                .cast
                .name_of(object)
                .is_none_or(|name| matches!(name.sense, Some((_, Sense::Adjective | Sense::Demonym))));
            let class = self.cast.named_entity(object).map(|entity| self.cast.drafts[entity].class());
            !is_people && (class == Some(Class::Place) || class == Some(Class::State) && is_dated)
        })
        .collect()
    }

    /// "talks with rebels that began in Oslo": what begins is the event, though parsers hang the clause by the last noun.
    fn where_it_began(&self, noun: usize) -> Vec<usize> {
        let reading = self.reading();
        let clauses = reading.tree.children_with(noun, &[Label::Relcl, Label::Acl]);
        let begins = clauses.filter(|&verb| reading.lists("outbreakVerb", verb));
        begins.flat_map(|verb| self.places_by(verb)).collect()
    }

    /// "a blast at a rally in Lima", "a press conference during a visit to Chad": the place of what it happens at.
    fn scene_of_other(&self, head: usize, is_local: bool, is_met: bool) -> Vec<usize> {
        let reading = self.reading();
        let others = clause::prepositional(&reading, head, &["at", "during", "on"]);
        let others = others.into_iter().filter(|&(lead, _)| is_met || reading.tree.word(lead) != "on");
        others
            .map(|(_, other)| other)
            .filter(|&other| self.cast.is_event_phrase(other))
            .flat_map(|other| {
                if is_met && reading.lists("visitNoun", other) {
                    let to = clause::prepositional(&reading, other, &["in", "to"]);
                    return to.into_iter().map(|(_, place)| place).collect();
                }
                if is_local { self.places_by(other) } else { Vec::new() }
            })
            .collect()
    }

    /// Heads of the places that hang by token `at`.
    fn places_by(&self, at: usize) -> Vec<usize> {
        let reading = self.reading();
        let mut found = clause::prepositional(&reading, at, &WHERE);
        // "on Friday evening in Basra, a blast killed": parsers hang the place by the day.
        found.retain(|&(_, place)| !reading.is_time(place));
        let days = clause::prepositional(&reading, at, &["at", "in", "on"]).into_iter().map(|(_, day)| day);
        let days = days.chain(reading.tree.children_with(at, &[Label::Npadvmod]));
        let days: Vec<usize> = days.filter(|&day| reading.is_time(day)).collect();
        found.extend(days.into_iter().flat_map(|day| clause::prepositional(&reading, day, &WHERE)));
        found.retain(|&(_, place)| !reading.is_time(place));
        let found = found.into_iter().flat_map(|(_, place)| clause::coordinated(&reading, place));
        found.filter(|&place| !self.cast.is_event_phrase(place)).collect()
    }

    /// Whether what the noun at token `head` names strikes one spot.
    fn is_local(&self, head: usize) -> bool {
        LOCAL.iter().any(|list| self.reading().lists_noun(list, head))
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
            // "went on a rampage in Lima"
            Label::Pobj if tree.word(above) == "on" => {
                tree.head(above).filter(|&verb| tree.word(verb) == "go")
            }
            Label::Pobj if self.is_local(head) && tree.is_word(above, &["in", "by", "during"]) => {
                let harms = |verb: &usize| reading.lists("casualtyVerb", *verb) || tree.word(*verb) == "die";
                tree.head(above).filter(harms)
            }
            _ => None,
        }
    }
}
