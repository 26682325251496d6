//! Who belongs to those whom a plural tells of: "nine people, including Anna Berg", "critics such as Greenpeace", "was among
//! a group of senators", "the hostages were identified as Anna Berg and Ivo Baric".
//!
//! In comes a plural that describes people, states or bodies; out go memberships of those that the text names as some of
//! them, and of lawmakers in the one parliament that the text has of their state. Nothing is told of a plural that stands for a body with a name of its own.

use super::event::Told;
use super::{Collector, DraftObject, DraftStatement};
use crate::entity::MentionKind;
use crate::entity::cast::{DraftIndex, Filler};
use crate::mention::clause;
use crate::ontology::{Class, ClassSet, RelationId, Status};
use crate::parse::{Label, Tag};

impl Collector<'_, '_> {
    /// Memberships in groups that are only described.
    pub(super) fn among(&mut self) {
        let Some(member) = self.reading().ontology.relation("memberOf") else { return };
        // States are named as examples of what many are: "countries such as Ghana".
        let wanted = ClassSet::of(&[Class::ArmedGroup, Class::Organization, Class::Person]);
        for noun in 0..self.reading().tree.len() {
            if !self.is_plural_phrase(noun) || !self.is_some_in_particular(noun) {
                continue;
            }
            let heads = self.some_of(noun);
            if heads.is_empty() {
                continue;
            }
            let Some(group) = self.group_at(noun) else { continue };
            for head in heads {
                for who in self.cast.resolve(head, wanted) {
                    if who.entity != group.entity && who.kind == MentionKind::Name {
                        self.put_event(noun, member, who, group.clone(), Told::Phrase);
//! Who is among several: "arrested six men, including Carl Ober", "her critics, who include Carl Ober", "Chad is one of nine
//! states", "the victims were identified as A and B".
//!
//! In come several of whom a statement tells; whoever the text names as one of them is their member. Those who belong to a
//! body are told of by the frames and by `member`.

use std::collections::BTreeSet;

use super::Collector;
use super::event::Told;
use crate::entity::MentionKind;
use crate::mention::clause;
use crate::ontology::{Class, ClassSet};
use crate::parse::{Label, Tag};

/// Tokens behind a plural among which "including" is looked for.
const FARTHEST: usize = 40;

impl Collector<'_, '_> {
    /// Memberships of those who are named as some of several.
    pub(super) fn among(&mut self) {
        let Some(member) = self.reading().ontology.relation("memberOf") else { return };
        let mut done = BTreeSet::new();
        for several in self.arguments() {
            let draft = &self.cast.drafts[several.entity];
            if several.kind != MentionKind::Nominal || draft.is_named || draft.class() != Class::Group {
                continue;
            }
            let Some(noun) = self.cast.top_of(&several.tokens).filter(|&noun| done.insert(noun)) else {
                continue;
            };
            let wanted = self.may_be_one_of(noun);
            for head in self.named_of(noun) {
                for who in self.cast.resolve(head, wanted) {
                    if who.entity != several.entity && who.kind == MentionKind::Name {
                        self.put_event(head, member, who, several.clone(), Told::Phrase);
                    }
                }
            }
        }
    }

    /// "two police officers", where the text tells of one police: they are members of it.
    pub(super) fn ranks(&mut self) {
        let reading = self.reading();
        let Some(member) = reading.ontology.relation("memberOf") else { return };
        let told = self.arguments();
        for noun in 0..reading.tree.len() {
            let Some(body) = self.body_of_ranks(noun) else { continue };
            let is_it = |filler: &&Filler| {
                let last = filler.tokens.end - 1;
                self.cast.drafts[filler.entity].class() == Class::GovernmentBody
                    && reading.tree.word(last) == reading.tree.word(body)
            };
            let mut bodies: Vec<&Filler> = told.iter().filter(is_it).collect();
            bodies.dedup_by_key(|body| body.entity);
            let [body, rest @ ..] = bodies.as_slice() else { continue };
            if rest.iter().any(|other| other.entity != body.entity) {
                continue;
            }
            let whom = self.cast.resolve(noun, ClassSet::of(&[Class::Group, Class::Person]));
            for who in whom.into_iter().filter(|who| who.kind == MentionKind::Nominal) {
                if told.iter().any(|filler| filler.entity == who.entity) {
                    self.put_event(noun, member, who, (*body).clone(), Told::Phrase);
                }
            }
        }
    }

    /// The word for a body before the noun at token `noun`, if that is one for those who serve in it.
    fn body_of_ranks(&self, noun: usize) -> Option<usize> {
        let reading = self.reading();
        let tree = reading.tree;
        let is_phrase = reading.lists("ranksNoun", noun)
            && tree.is_noun(noun)
            && !matches!(tree.label(noun), Label::Compound | Label::Nmod | Label::Amod);
        // "the Peruvian police officer": of another police, perhaps.
        let is_named = |kid: usize| self.cast.name_of(kid).is_some();
        if !is_phrase || tree.children(noun).iter().any(|&kid| kid < noun && is_named(kid)) {
            return None;
        }
        let before = noun.checked_sub(1).filter(|&before| tree.head(before) == Some(noun))?;
        (reading.lists("bodyNoun", before) && tree.children(before).is_empty()).then_some(before)
    }

    /// "Chadian lawmakers passed", where the text has one parliament of Chad: they are members of it.
    pub(super) fn lawmakers(&mut self) {
        let reading = self.reading();
        let ontology = reading.ontology;
        let (Some(member), Some(part)) = (ontology.relation("memberOf"), ontology.relation("partOf")) else {
            return;
        };
        for noun in 0..reading.tree.len() {
            if !self.is_plural_phrase(noun) || !reading.lists("lawmakerNoun", noun) {
                continue;
            }
            let Some(state) = self.state_modifying(noun) else { continue };
            let chambers = self.chambers_of(state, part);
            let [chamber] = chambers.as_slice() else { continue };
            let Some(group) = self.group_at(noun) else { continue };
            if self.statements.iter().any(|s| s.entities().contains(&group.entity)) {
                self.put_event(noun, member, group, chamber.clone(), Told::Phrase);
            }
        }
    }

    /// The state whose name or adjective modifies a noun.
    fn state_modifying(&self, noun: usize) -> Option<DraftIndex> {
        let reading = self.reading();
        let labels = [Label::Poss, Label::Compound, Label::Nmod, Label::Amod];
        reading.tree.children_with(noun, &labels).filter(|&kid| kid < noun).find_map(|kid| {
            let name = self.cast.name_of(kid)?;
            reading.state_named(&name.tokens)?;
            self.cast.named_entity(kid)
        })
    }

    /// The parliaments of a state, or their chambers, that statements tell of.
    fn chambers_of(&self, state: DraftIndex, part: RelationId) -> Vec<Filler> {
        let is_its = |s: &&DraftStatement| {
            s.relation == part
                && s.status == Status::Asserted
                && matches!(&s.object, DraftObject::Entity(whole) if whole.entity == state)
                && self.reading().lists("chamberNoun", s.subject.tokens.end - 1)
        };
        let mut found: Vec<Filler> =
            self.statements.iter().filter(is_its).map(|s| s.subject.clone()).collect();
        found.sort_by_key(|chamber| chamber.entity);
        found.dedup_by_key(|chamber| chamber.entity);
        found
    }

    fn is_plural_phrase(&self, noun: usize) -> bool {
        let tree = self.reading().tree;
        tree.tag(noun) == Tag::Nns
            && self.cast.name_of(noun).is_none()
            && !matches!(tree.label(noun), Label::Compound | Label::Nmod | Label::Amod)
    }

    /// "nine people", "the men", "his critics": whether a plural tells of certain people and not of all such.
    fn is_some_in_particular(&self, noun: usize) -> bool {
        let tree = self.reading().tree;
        self.cast.is_definite(noun) || tree.child(noun, &[Label::Nummod, Label::Poss]).is_some()
    }

    /// The group that a plural describes, and that is nothing else.
    fn group_at(&mut self, noun: usize) -> Option<Filler> {
        let found = self.cast.resolve(noun, ClassSet::of(&[Class::Group]));
        let [group] = found.as_slice() else { return None };
        let is_own = group.kind == MentionKind::Nominal && !self.cast.drafts[group.entity].is_named;
        is_own.then(|| group.clone())
    }

    /// Heads of the names that the text gives for some of those whom the plural `noun` tells of.
    fn some_of(&self, noun: usize) -> Vec<usize> {
        let reading = self.reading();
        let tree = reading.tree;
        // "including", "such as", "which include"
        let mut found: Vec<usize> = clause::given_of(&reading, noun);
        let above = tree.head(noun);
        match tree.label(noun) {
            Label::Pobj => found.extend(above.map_or_else(Vec::new, |lead| self.said_to_be_among(lead))),
            Label::Nsubjpass => found.extend(above.map_or_else(Vec::new, |verb| self.identified_as(verb))),
            _ => {}
        }
        found.retain(|&head| head != noun && self.cast.name_of(head).is_some_and(|name| name.head == head));
        found
    }

    /// "were identified as A and B"
    fn identified_as(&self, verb: usize) -> Vec<usize> {
        let reading = self.reading();
        if !reading.tree.is_word(verb, &["identify", "name"]) {
            return Vec::new();
        }
        let names = clause::prepositional(&reading, verb, &["as"]);
        names.into_iter().flat_map(|(_, name)| clause::coordinated(&reading, name)).collect()
    /// What one of several may be: states of "countries", bodies of "companies", else persons and bodies.
    fn may_be_one_of(&self, noun: usize) -> ClassSet {
        let reading = self.reading();
        let bodies = ClassSet::of(&[Class::Organization, Class::ArmedGroup, Class::GovernmentBody]);
        if reading.lists("countryWord", noun) {
            ClassSet::of(&[Class::State])
        } else if reading.lists("personNoun", noun) || self.cast.role_of(noun).is_some() {
            ClassSet::of(&[Class::Person]).union(if self.takes_sides(noun) { bodies } else { ClassSet::NONE })
        } else if reading.lists("organizationNoun", noun) {
            bodies
        } else {
            bodies.with(Class::Person)
        }
    }

    /// "critics", "allies": bodies may be such as well as persons.
    fn takes_sides(&self, noun: usize) -> bool {
        self.reading().lists("sideNoun", noun)
    }

    /// Heads of the names of those whom the text gives as some of the plural `noun`.
    fn named_of(&self, noun: usize) -> Vec<usize> {
        let reading = self.reading();
        let tree = reading.tree;
        let mut found: Vec<usize> = Vec::new();
        if let Some(lead) = self.inclusion_behind(noun) {
            found.extend(tree.child(lead, &[Label::Pobj, Label::Dobj]));
        }
        let above = tree.head(noun);
        let is_subject = matches!(tree.label(noun), Label::Nsubj | Label::Nsubjpass);
        if let Some(verb) = above.filter(|_| is_subject) {
            if tree.is_word(verb, &["include"]) {
                found.extend(clause::patients(&reading, verb));
            } else if tree.is_word(verb, &["identify"]) {
                let told = clause::prepositional(&reading, verb, &["as"]);
                found.extend(told.into_iter().map(|(_, name)| name));
            }
        }
        for verb in tree.children_with(noun, &[Label::Relcl]) {
            let subject = tree.child(verb, &[Label::Nsubj]);
            if tree.is_word(verb, &["include"])
                && subject.is_some_and(|who| tree.is_word(who, &["who", "which"]))
            {
                found.extend(clause::patients(&reading, verb));
            }
        }
        if tree.label(noun) == Label::Pobj {
            found.extend(above.into_iter().flat_map(|lead| self.said_to_be_among(lead)));
        }
        let named = |head: &usize| *head != noun && self.cast.name_of(*head).is_some_and(|n| n.head == *head);
        let all = found.into_iter().flat_map(|head| clause::coordinated(&reading, head));
        all.filter(named).collect()
    }

    /// "six men were held for days, including Carl Ober": the word that leads to some of `noun`, where no other plural
    /// stands between.
    fn inclusion_behind(&self, noun: usize) -> Option<usize> {
        let tree = self.reading().tree;
        let end = tree.sentence(noun).end.min(noun + FARTHEST);
        for i in noun + 1..end {
            let is_lead = tree.text(i) == "including" || tree.word(i) == "as" && tree.text(i - 1) == "such";
            if is_lead {
                return Some(i);
            }
            // Of another plural on the way it may be said.
            let is_other = tree.tag(i) == Tag::Nns && !self.reading().is_time(i);
            if is_other {
                return None;
            }
        }
        None
    }
}
