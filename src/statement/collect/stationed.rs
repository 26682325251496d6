//! Where forces are: "NATO troops in Kosovo", "coalition forces killed five rebels in Basra".
//!
//! Forces of another state or body that are or fight in a place are deployed there. Never told of the forces of the state
//! that the place lies in, or of those of whom the text does not say whose they are.

use std::ops::Range;

use super::event::Told;
use super::{Collector, DraftObject, DraftStatement};
use crate::entity::MentionKind;
use crate::entity::cast::{DraftIndex, Filler};
use crate::mention::clause;
use crate::ontology::{Class, ClassSet, Status};
use crate::parse::Label;
use crate::statement::matching::Match;

/// Families of what forces do where they are.
const DEEDS: [&str; 2] = ["assault", "coerce"];

impl Collector<'_, '_> {
    /// Forces beside a phrase of place, and forces whose deed has a place.
    pub(super) fn stationed(&mut self) {
        for noun in 0..self.reading().tree.len() {
            if self.is_forces(noun) {
                self.forces_at(noun);
            }
        }
        self.fighting_at();
    }

    /// "Danish officials arrived in Mali": who comes to talk is no force, though a state stands for both.
    pub(super) fn is_delegation(&self, hit: &Match, subject: &Filler) -> bool {
        let reading = self.reading();
        let is_deployment = reading.ontology[self.frame(hit.frame).relation].name == "deployedTo";
        is_deployment
            && self.cast.top_of(&subject.tokens).is_some_and(|top| {
                let noun = match reading.tree.label(top) {
                    Label::Amod | Label::Compound | Label::Nmod | Label::Poss => reading.tree.head(top),
                    _ => Some(top),
                };
                noun.is_some_and(|noun| {
                    ["officialNoun", "delegateNoun"].iter().any(|list| reading.lists(list, noun))
                })
            })
    }

    fn is_forces(&self, noun: usize) -> bool {
        let reading = self.reading();
        reading.tree.is_noun(noun)
            && self.cast.name_of(noun).is_none()
            && reading.lists("sentForceNoun", noun)
            && !matches!(reading.tree.label(noun), Label::Compound | Label::Nmod | Label::Amod)
    }

    /// "troops in Kosovo", "soldiers serving in Mali"
    fn forces_at(&mut self, noun: usize) {
        let reading = self.reading();
        let tree = reading.tree;
        let Some(deployed) = reading.ontology.relation("deployedTo") else { return };
        let mut sites = clause::prepositional(&reading, noun, &["in", "at"]);
        for verb in tree.children_with(noun, &[Label::Acl]) {
            if tree.is_word(verb, &["base", "deploy", "fight", "operate", "patrol", "serve", "station"]) {
                sites.extend(clause::prepositional(&reading, verb, &["in", "at"]));
            }
        }
        let places = ClassSet::of(&[Class::Place, Class::State]);
        let sites: Vec<Filler> = sites
            .into_iter()
            .flat_map(|(_, site)| clause::coordinated(&reading, site))
            .flat_map(|site| self.cast.resolve(site, places))
            .filter(|site| site.kind == MentionKind::Name)
            .collect();
        let forces = self.cast.resolve(noun, super::actors());
        for force in &forces {
            for site in &sites {
                if force.entity != site.entity
                    && !self.is_deployment_told(noun, site.entity)
                    && self.is_sent(force, noun, site.entity)
                {
                    self.put_event(noun, deployed, force.clone(), site.clone(), Told::Phrase);
                }
            }
        }
    }

    /// "coalition forces killed five rebels in Basra"
    fn fighting_at(&mut self) {
        let Some(deployed) = self.reading().ontology.relation("deployedTo") else { return };
        let found: Vec<(usize, Range<usize>, Filler, DraftIndex)> = self
            .statements
            .iter()
            .filter(|s| s.status == Status::Asserted && self.is_deed(s))
            .filter_map(|s| Some((s.trigger.start, s.subject.tokens.clone(), s.subject.clone(), s.place?)))
            .collect();
        for (trigger, tokens, force, place) in found {
            let Some(noun) = self.cast.top_of(&tokens).filter(|&noun| self.is_forces(noun)) else { continue };
            let Some(name) = self.cast.named_near(place, trigger) else { continue };
            if force.entity != place && self.is_sent(&force, noun, place) {
                let site = Filler { entity: place, tokens: name, kind: MentionKind::Name };
                self.put_event(trigger, deployed, force, site, Told::Clause);
            }
        }
    }

    /// Whether the sentence of a noun tells already that somebody is deployed to a place: whose forces they are.
    fn is_deployment_told(&self, noun: usize, place: DraftIndex) -> bool {
        let reading = self.reading();
        let deployed = reading.ontology.relation("deployedTo");
        let sentence = reading.tree.sentence_number(noun);
        self.statements.iter().any(|s| {
            Some(s.relation) == deployed
                && reading.tree.sentence_number(s.trigger.start) == sentence
                && matches!(&s.object, DraftObject::Entity(object) if object.entity == place)
        })
    }

    fn is_deed(&self, statement: &DraftStatement) -> bool {
        DEEDS.contains(&self.reading().ontology[statement.relation].family.as_str())
            && matches!(statement.object, DraftObject::Entity(_))
    }

    /// Whether forces are those of another state, or of a body that sends them abroad.
    fn is_sent(&mut self, force: &Filler, noun: usize, place: DraftIndex) -> bool {
        // "American forces in the Middle East": a region of several states is nobody's own.
        let here = self.state_around(place);
        if here.is_none() && self.cast.drafts[place].entry.is_none() {
            return false;
        }
        let own = match self.cast.drafts[force.entity].class() {
            Class::State => self.state_around(force.entity),
            _ => match self.cast.state_of(noun) {
                Some(state) => self.state_around(state),
                None => return self.is_of_many(noun),
            },
        };
        own.is_some_and(|own| Some(own) != here)
    }

    /// "NATO troops", "coalition forces", "international peacekeepers": of a body of several states.
    fn is_of_many(&self, noun: usize) -> bool {
        let tree = self.reading().tree;
        let labels = [Label::Amod, Label::Compound, Label::Nmod, Label::Poss];
        let mut before = tree.children_with(noun, &labels).filter(|&kid| kid < noun);
        before.any(|kid| {
            let class = self.cast.named_entity(kid).map(|entity| self.cast.drafts[entity].class());
            class == Some(Class::Organization)
                || tree.is_word(kid, &["allied", "coalition", "foreign", "international", "multinational"])
        })
    }
}
