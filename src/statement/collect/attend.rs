//! Who takes part in an event by its phrase and by the verb that carries it out: "Israel-Syria talks", "the Senate
//! hearing", "a review by the ministry", "the navy attempted a raid"; and who holds an election.
//!
//! Nothing is told of a name before the noun that says where the event happens ("the Geneva talks") or what it is about.

use super::event::Told;
use super::{Collector, DraftObject, actors};
use crate::entity::cast::Filler;
use crate::mention::clause;
use crate::ontology::{Class, ClassSet};
use crate::parse::{Label, Tag};

impl Collector<'_, '_> {
    /// Participants that the phrase of an event, or the verb that it is the object of, names.
    pub(super) fn attendance(&mut self) {
        let ontology = self.reading().ontology;
        let (Some(participated), Some(fights)) =
            (ontology.relation("participatedIn"), ontology.relation("fightsIn"))
        else {
            return;
        };
        for head in 0..self.reading().tree.len() {
            if !self.cast.is_event_phrase(head) || self.cast.name_of(head).is_some() {
                continue;
            }
            self.polled(head);
            self.struck(head);
            let inside = self.named_before(head).into_iter().chain(self.acting_by(head));
            let inside: Vec<(usize, Told)> = inside.map(|token| (token, Told::Phrase)).collect();
            let outside = self.carrying_out(head).into_iter().map(|token| (token, Told::Clause));
            for (token, told) in inside.into_iter().chain(outside) {
                for who in self.cast.resolve(token, actors()) {
                    self.put_happening(head, [participated, fights], who, told);
                }
            }
        }
    }

    /// "Israel-Syria talks", "the Arab League meeting": the names before the noun that tell who comes together.
    fn named_before(&self, head: usize) -> Vec<usize> {
        let reading = self.reading();
        let tree = reading.tree;
        let is_talks = reading.lists("talksNoun", head);
        if !is_talks && !reading.lists("gatheringNoun", head) {
            return Vec::new();
        }
        let parties = if is_talks {
            ClassSet::of(&[Class::State, Class::Organization, Class::ArmedGroup, Class::GovernmentBody])
        } else {
            ClassSet::of(&[Class::Organization, Class::GovernmentBody])
        };
        let labels = [Label::Amod, Label::Compound, Label::Nmod];
        let mut kids: Vec<usize> = tree.children_with(head, &labels).filter(|&kid| kid < head).collect();
        let mut next = 0;
        while let Some(&kid) = kids.get(next) {
            if !tree.is_verb(kid) {
                kids.extend(
                    tree.children_with(kid, &[Label::Amod, Label::Compound, Label::Nmod, Label::Conj]),
                );
            }
            next += 1;
        }
        kids.retain(|&kid| {
            let class = self.cast.named_entity(kid).map(|entity| self.cast.drafts[entity].class());
            class.is_some_and(|class| parties.contains(class))
                && self.cast.name_of(kid).is_some_and(|name| name.head == kid)
        });
        kids
    }

    /// "a review by the ministry", "the dispute between Chad and Niger": who acts, by the phrase of the event itself.
    fn acting_by(&self, head: usize) -> Vec<usize> {
        let reading = self.reading();
        // Journeys have relations of their own, and who stands behind "talks between" is found elsewhere.
        if reading.lists("visitNoun", head) {
            return Vec::new();
        }
        let is_met = ["talksNoun", "meetingNoun", "gatheringNoun", "protestNoun", "warNoun"];
        let is_met = is_met.iter().any(|kind| reading.lists(kind, head));
        let leads: &[&str] = if is_met { &["by"] } else { &["by", "between"] };
        let found = clause::prepositional(&reading, head, leads);
        let found = found.into_iter().map(|(_, object)| object).filter(|&object| !reading.is_dated(object));
        found.flat_map(|object| clause::coordinated(&reading, object)).collect()
    }

    /// "the navy attempted a rescue operation", "killed nine people in an attack": who does what the noun tells.
    fn carrying_out(&self, head: usize) -> Vec<usize> {
        let reading = self.reading();
        let tree = reading.tree;
        let Some(above) = tree.head(head) else { return Vec::new() };
        let is_attack = reading.lists("attackNoun", head);
        match tree.label(head) {
            Label::Dobj | Label::Nsubjpass => {
                let does = is_attack
                    && (reading.lists_verb("perpetrateVerb", above)
                        || reading.lists("undertakingVerb", above))
                    || ["gatheringNoun", "speechNoun", "talksNoun"]
                        .iter()
                        .any(|kind| reading.lists(kind, head))
                        && reading.lists("gatheringVerb", above);
                if does && tree.is_verb(above) { clause::agents(&reading, above) } else { Vec::new() }
            }
            Label::Pobj if tree.is_word(above, &["in", "during"]) => {
                let is_fight = reading.lists("fightNoun", head) && tree.word(head) != "violence";
                let verb = tree.head(above).filter(|&verb| reading.lists("casualtyVerb", verb));
                let Some(verb) = verb.filter(|_| is_attack || is_fight) else { return Vec::new() };
                let (doers, harmed) = (clause::agents(&reading, verb), clause::patients(&reading, verb));
                let harmed = harmed.into_iter().filter(|&one| is_fight && self.fights_back(one));
                // "one man killed and three others wounded in": parsers take those who are wounded for the doers.
                let is_sure = |&one: &usize| {
                    is_attack || reading.lists("combatantNoun", one) || self.cast.name_of(one).is_some()
                };
                let mut who: Vec<usize> = doers.into_iter().filter(is_sure).collect();
                who.extend(harmed);
                who
            }
            _ => Vec::new(),
        }
    }

    /// "killed two rebels in a clash": whether those to whom harm is done in a fight are ones who fight.
    fn fights_back(&self, whom: usize) -> bool {
        let reading = self.reading();
        let named = self.cast.named_entity(whom).map(|entity| self.cast.drafts[entity].class());
        named == Some(Class::ArmedGroup) || reading.lists("combatantNoun", whom)
    }

    /// "continue operations against the rebels", "an incursion by Chad into Niger": who makes an attack attacked whom it
    /// is on.
    fn struck(&mut self, head: usize) {
        let reading = self.reading();
        let Some(attacked) = reading.ontology.relation("attacked") else { return };
        if !reading.lists("attackNoun", head) {
            return;
        }
        let doers: Vec<usize> = self.attackers(head).into_iter().chain(self.carrying_out(head)).collect();
        if doers.is_empty() {
            return;
        }
        let (domain, range) = (reading.ontology[attacked].domain, reading.ontology[attacked].range);
        let on = clause::prepositional(&reading, head, &["against", "on", "upon", "into"]);
        let targets: Vec<usize> =
            on.into_iter().flat_map(|(_, object)| clause::coordinated(&reading, object)).collect();
        let targets: Vec<Filler> = targets
            .into_iter()
            .filter(|&target| !reading.is_dated(target))
            .flat_map(|target| self.cast.resolve(target, range))
            .collect();
        for doer in doers.into_iter().flat_map(|doer| self.cast.resolve(doer, domain)).collect::<Vec<_>>() {
            for target in targets.iter().filter(|target| target.entity != doer.entity) {
                self.put_event(head, attacked, doer.clone(), target.clone(), Told::Clause);
            }
        }
    }

    /// "Peru held elections": it is host of them and no candidate; a state's are held in it.
    fn polled(&mut self, head: usize) {
        let reading = self.reading();
        let tree = reading.tree;
        let ontology = reading.ontology;
        let (Some(hosted), Some(participated), Some(took_place)) = (
            ontology.relation("hosted"),
            ontology.relation("participatedIn"),
            ontology.relation("tookPlaceIn"),
        ) else {
            return;
        };
        let verb = tree.head(head).filter(|&verb| {
            matches!(tree.label(head), Label::Dobj | Label::Nsubjpass)
                && tree.is_verb(verb)
                && reading.lists("pollingVerb", verb)
                && reading.lists("electionNoun", head)
                && tree.tag(verb) != Tag::Vbg
        });
        let Some(verb) = verb else { return };
        let Some(event) = self.cast.resolve(head, ClassSet::of(&[Class::Event])).into_iter().next() else {
            return;
        };
        self.statements.retain(|s| {
            s.relation != participated
                || s.trigger.start != verb
                || !matches!(&s.object, DraftObject::Entity(object) if object.entity == event.entity)
        });
        for host in clause::agents(&reading, verb)
            .into_iter()
            .flat_map(|who| self.cast.resolve(who, actors()))
            .collect::<Vec<_>>()
        {
            if self.cast.drafts[host.entity].class() == Class::State {
                self.put_event(head, took_place, event.clone(), host.clone(), Told::Clause);
            }
            self.put_event(head, hosted, host, event.clone(), Told::Clause);
        }
    }
}
