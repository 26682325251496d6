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
const NEAR: usize = 40;

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
        let end = tree.sentence(noun).end.min(noun + NEAR);
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
