//! Whose a described thing is: "Anna Lind's plan to build a port", "Togo's treaty with Benin", "Darfur rebels", "Chad and its allies".
//!
//! A plan was proposed by its owner, an agreement was signed by him, a body that is called by a place has its seat there,
//! and allies are allied with whom they are called by. Asked only of what a statement tells of.

use std::collections::BTreeSet;

use super::event::Told;
use super::{Collector, actors};
use crate::entity::MentionKind;
use crate::entity::cast::{DraftIndex, Filler};
use crate::mention::clause;
use crate::ontology::gazetteer::Sense;
use crate::ontology::{Class, ClassSet};
use crate::parse::{Label, Pos, Tag};

impl Collector<'_, '_> {
    /// What the owners of plans, agreements and bodies are to them.
    pub(super) fn whose(&mut self) {
        let told = self.arguments();
        let mut done: BTreeSet<(DraftIndex, usize)> = BTreeSet::new();
        for filler in told {
            let Some(noun) = self.head_noun(&filler).filter(|&noun| done.insert((filler.entity, noun)))
            else {
                continue;
            };
            match self.cast.drafts[filler.entity].class() {
                Class::Proposal if self.reading().lists("putForwardNoun", noun) => {
                    self.owned(noun, &filler, "proposed");
                }
                Class::Agreement => self.owned(noun, &filler, "signed"),
                Class::Group => self.called_by_place(noun, &filler),
                _ => {}
            }
        }
        for noun in 0..self.reading().tree.len() {
            self.own_allies(noun);
        }
    }

    /// The noun that heads a description.
    fn head_noun(&self, filler: &Filler) -> Option<usize> {
        let tree = self.reading().tree;
        let noun = self.cast.top_of(&filler.tokens)?;
        (filler.kind == MentionKind::Nominal && tree.is_noun(noun)).then_some(noun)
    }

    /// "Anna Lind's plan", "the plan by Togo"
    fn owned(&mut self, noun: usize, thing: &Filler, relation: &str) {
        let reading = self.reading();
        let Some(relation) = reading.ontology.relation(relation) else { return };
        let owner = reading
            .tree
            .child(noun, &[Label::Poss])
            .or_else(|| clause::prepositional(&reading, noun, &["by"]).first().map(|(_, owner)| *owner));
        let Some(owner) = owner else { return };
        for head in clause::coordinated(&reading, owner) {
            for filler in self.cast.resolve(head, actors()) {
                if filler.entity != thing.entity {
                    self.put_event(noun, relation, filler, thing.clone(), Told::Phrase);
                }
            }
        }
    }

    /// "Darfur rebels", "Lebanon's opposition leaders"
    fn called_by_place(&mut self, noun: usize, group: &Filler) {
        let reading = self.reading();
        let tree = reading.tree;
        let Some(based) = reading.ontology.relation("basedIn") else { return };
        let is_people = reading.lists("groupNoun", noun) || reading.lists("personNoun", noun);
        if self.cast.drafts[group.entity].is_named || !is_people || reading.lists("elsewhereNoun", noun) {
            return;
        }
        let place = tree
            .children_with(noun, &[Label::Poss, Label::Compound, Label::Nmod])
            .filter(|&kid| kid < noun && tree.pos(kid) == Pos::Propn)
            .find(|&kid| {
                let sense = self.cast.name_of(kid).and_then(|name| name.sense);
                let class = |entry| reading.ontology.gazetteer[entry].class;
                // "U.S. legislators" has the state's name for an adjective.
                matches!(sense, Some((entry, Sense::Name | Sense::Capital))
                    if tree.label(kid) == Label::Poss || class(entry) != Class::State)
            });
        let found = place.map_or_else(|| self.places_behind(noun), |place| vec![place]);
        for place in found {
            for place in self.cast.resolve(place, ClassSet::of(&[Class::Place, Class::State])) {
                self.put_event(noun, based, group.clone(), place, Told::Phrase);
            }
        }
    }

    /// "witnesses in Chad", "militias and gangs in Port Sudan": where those are that news tells of by where they are, also
    /// where the phrase stands behind those joined to them.
    fn places_behind(&self, noun: usize) -> Vec<usize> {
        let reading = self.reading();
        if !reading.lists("localNoun", noun) {
            return Vec::new();
        }
        let first = clause::first_coordinated(&reading, noun);
        let joined = clause::coordinated(&reading, first);
        let Some(holder) = std::iter::once(noun)
            .chain(joined)
            .find(|&one| one >= first && !self.named_in(one, noun).is_empty())
        else {
            return Vec::new();
        };
        self.named_in(holder, noun)
    }

    /// Heads of the names behind the "in" of one of those joined to `noun`, behind that.
    fn named_in(&self, one: usize, noun: usize) -> Vec<usize> {
        let reading = self.reading();
        let behind =
            clause::prepositional(&reading, one, &["in"]).into_iter().filter(|&(lead, _)| lead > noun);
        let behind = behind.flat_map(|(_, place)| clause::coordinated(&reading, place));
        behind.filter(|&place| self.cast.name_of(place).is_some() && !reading.is_dated(place)).collect()
    }

    /// "the United States and its allies", "France and its European Union partners"
    fn own_allies(&mut self, noun: usize) {
        let reading = self.reading();
        let tree = reading.tree;
        if !tree.is_word(noun, &["ally", "partner"]) || tree.label(noun) != Label::Conj {
            return;
        }
        let owner = tree.child(noun, &[Label::Poss]).filter(|&owner| tree.tag(owner) == Tag::PrpPoss);
        let first = clause::first_coordinated(&reading, noun);
        let (Some(owner), Some(allied), Some(member)) =
            (owner, reading.ontology.relation("alliedWith"), reading.ontology.relation("memberOf"))
        else {
            return;
        };
        if tree.pos(first) != Pos::Propn || tree.text(owner) == "their" {
            return;
        }
        let body = tree.children_with(noun, &[Label::Compound, Label::Nmod]).find(|&kid| kid < noun);
        let bodies =
            body.map_or_else(Vec::new, |kid| self.cast.resolve(kid, ClassSet::of(&[Class::Organization])));
        if let Some(body) = bodies.first() {
            for owner in self.cast.resolve(first, ClassSet::of(&[Class::State])) {
                self.put_event(noun, member, owner, body.clone(), Told::Phrase);
            }
            return;
        }
        let allies = self.cast.resolve(noun, ClassSet::of(&[Class::Group]));
        let owners = self.cast.resolve(first, actors());
        for (owner, ally) in owners.iter().zip(&allies) {
            self.put_event(noun, allied, owner.clone(), ally.clone(), Told::Phrase);
        }
    }
}
