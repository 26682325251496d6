//! Who the members of a body are where the text names them: "the members of the committee are A and B", "Chad and Mali, all
//! members of the African Union", "A is one of the bloc's members".
//!
//! Frames tell that members belong to their body. What is said of several of them is told here of each that is named.

use super::event::Told;
use super::{Collector, DraftObject, DraftStatement, actors};
use crate::entity::MentionKind;
use crate::entity::cast::Filler;
use crate::mention::clause;
use crate::parse::Label;

impl Collector<'_, '_> {
    /// Memberships of those whom the text names as members.
    pub(super) fn named_members(&mut self) {
        let Some(member) = self.reading().ontology.relation("memberOf") else { return };
        let tree = self.reading().tree;
        let is_group = |s: &&DraftStatement| s.relation == member && s.subject.kind == MentionKind::Nominal;
        let told: Vec<(usize, Filler)> = self
            .statements
            .iter()
            .filter(is_group)
            .filter_map(|s| match &s.object {
                DraftObject::Entity(body) => Some((self.cast.top_of(&s.subject.tokens)?, body.clone())),
                _ => None,
            })
            .filter(|&(noun, _)| tree.is_noun(noun) && tree.is_plural(noun))
            .collect();
        for (noun, body) in told {
            for head in self.those_named(noun) {
                for who in self.cast.resolve(head, actors()) {
                    if who.entity != body.entity && who.kind == MentionKind::Name {
                        self.put_event(head, member, who, body.clone(), Told::Phrase);
                    }
                }
            }
        }
    }

    /// Heads of the names of those whom the plural `noun` sums up.
    fn those_named(&self, noun: usize) -> Vec<usize> {
        let reading = self.reading();
        let tree = reading.tree;
        let Some(above) = tree.head(noun) else { return Vec::new() };
        let found = match tree.label(noun) {
            Label::Nsubj if tree.is_word(above, &["be"]) => tree
                .child(above, &[Label::Attr])
                .map_or_else(Vec::new, |attr| clause::coordinated(&reading, attr)),
            Label::Nsubj if tree.is_word(above, &["include"]) => clause::patients(&reading, above),
            Label::Pobj => self.said_to_be_among(above),
            Label::Appos => clause::coordinated(&reading, clause::first_coordinated(&reading, above)),
            Label::Conj if self.is_rest(noun) => {
                clause::coordinated(&reading, clause::first_coordinated(&reading, noun))
            }
            _ => Vec::new(),
        };
        let named = |&head: &usize| head != noun && self.cast.name_of(head).is_some_and(|n| n.head == head);
        found.into_iter().filter(named).collect()
    }

    /// "other members": those named before are members, too.
    fn is_rest(&self, noun: usize) -> bool {
        let tree = self.reading().tree;
        tree.children_with(noun, &[Label::Amod, Label::Det]).any(|kid| tree.is_word(kid, &["other", "all"]))
    }

    /// "A is one of the members", "A and B were among the leaders": of whom the phrase that `lead` begins is said.
    pub(super) fn said_to_be_among(&self, lead: usize) -> Vec<usize> {
        let reading = self.reading();
        let tree = reading.tree;
        let Some(above) = tree.head(lead) else { return Vec::new() };
        let verb = match tree.word(lead) {
            "among" => Some(above),
            "of" if tree.label(above) == Label::Attr && tree.is_word(above, &["one", "two", "some"]) => {
                tree.head(above)
            }
            _ => None,
        };
        let verb = verb.filter(|&verb| tree.is_word(verb, &["be"]));
        verb.map_or_else(Vec::new, |verb| clause::subjects(&reading, verb))
    }
}
