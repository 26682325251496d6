//! Whose side a word before a noun tells: "pro-Syrian politicians", "anti-government protesters", "NATO-led troops".
//!
//! Who is "pro" somebody supports them, and forces that somebody leads belong to them. What the prefix stands before is
//! looked up in the gazetteer, as recognisers take the two words for one name.

use std::ops::Range;

use super::event::Told;
use super::{Collector, actors};
use crate::entity::MentionKind;
use crate::entity::cast::Filler;
use crate::ontology::{Class, ClassSet};
use crate::parse::Label;

/// Words of the longest name behind "pro-".
const MAX_WORDS: usize = 3;

/// Steps from a prefix up to the noun that it describes.
const MAX_STEPS: usize = 3;

impl Collector<'_, '_> {
    /// All that is told by "pro-", "anti-" and "-led".
    pub(super) fn leanings(&mut self) {
        let tree = self.reading().tree;
        for dash in 1..tree.len().saturating_sub(1) {
            if tree.text(dash) != "-" {
                continue;
            }
            if tree.text(dash - 1).eq_ignore_ascii_case("pro") {
                self.leaning(dash);
            } else if tree.text(dash - 1).eq_ignore_ascii_case("anti") {
                self.opposing(dash);
            } else if tree.text(dash + 1) == "led" {
                self.led(dash);
            }
        }
    }

    /// "pro-Syrian politicians"
    fn leaning(&mut self, dash: usize) {
        let reading = self.reading();
        let Some(supports) = reading.ontology.relation("supports") else { return };
        let Some(object) = self.listed_at(dash + 1) else { return };
        let Some(noun) = self.described_noun(dash + 1, object.tokens.end) else { return };
        for subject in self.cast.resolve(noun, actors()) {
            if subject.entity != object.entity {
                self.put_event(dash + 1, supports, subject, object.clone(), Told::Phrase);
            }
        }
    }

    /// "anti-Syrian demonstrators", "anti-government protesters"
    fn opposing(&mut self, dash: usize) {
        let reading = self.reading();
        let Some(protested) = reading.ontology.relation("protestedAgainst") else { return };
        let is_government = reading.lists("governmentNoun", dash + 1);
        let Some(object) = self.listed_at(dash + 1).or_else(|| self.own_state(dash + 1, is_government))
        else {
            return;
        };
        let Some(noun) = self.described_noun(dash + 1, object.tokens.end) else { return };
        if !reading.lists("protesterNoun", noun) {
            return;
        }
        for subject in self.cast.resolve(noun, ClassSet::of(&[Class::Group, Class::Person])) {
            if subject.entity != object.entity {
                self.put_event(dash + 1, protested, subject, object.clone(), Told::Phrase);
            }
        }
    }

    /// The state that the text is about, where a token means its government.
    fn own_state(&self, token: usize, is_government: bool) -> Option<Filler> {
        let entity = self.cast.home.filter(|_| is_government)?;
        Some(Filler { entity, tokens: token..token + 1, kind: MentionKind::Nominal })
    }

    /// Whether a noun is told by who leads it: "the Danish-led invasion".
    pub(super) fn is_led(&self, noun: usize) -> bool {
        let tree = self.reading().tree;
        tree.children_with(noun, &[Label::Amod])
            .any(|kid| kid > 0 && tree.text(kid) == "led" && tree.text(kid - 1) == "-")
    }

    /// "NATO-led troops" are its own; of "a NATO-led coalition" the leader is a member.
    fn led(&mut self, dash: usize) {
        let reading = self.reading();
        let (Some(part), Some(member)) =
            (reading.ontology.relation("partOf"), reading.ontology.relation("memberOf"))
        else {
            return;
        };
        let Some(noun) = self.described_noun(dash + 1, dash + 2) else { return };
        if !reading.lists("ledForceNoun", noun) || self.cast.name_of(noun).is_some() {
            return;
        }
        let is_joint = (dash + 2..=noun).any(|i| reading.tree.is_word(i, &["alliance", "coalition"]));
        let leaders = self.cast.resolve(dash - 1, ClassSet::of(&[Class::State, Class::Organization]));
        let forces = self.cast.resolve(noun, actors());
        for (force, leader) in forces.iter().zip(&leaders) {
            let is_force = force.kind == MentionKind::Nominal && force.entity != leader.entity;
            if !is_force || self.cast.drafts[force.entity].class() == Class::State {
                continue;
            }
            if is_joint {
                self.put_event(dash + 1, member, leader.clone(), force.clone(), Told::Phrase);
            } else {
                self.put_event(dash + 1, part, force.clone(), leader.clone(), Told::Phrase);
            }
        }
    }

    /// The longest name of the gazetteer that begins at a token.
    fn listed_at(&mut self, first: usize) -> Option<Filler> {
        let reading = self.reading();
        let end = reading.tree.sentence(first).end;
        (1..=MAX_WORDS).rev().filter(|count| first + count <= end).find_map(|count| {
            let tokens: Range<usize> = first..first + count;
            let actors = [Class::State, Class::Organization, Class::ArmedGroup, Class::GovernmentBody];
            let senses = reading.ontology.gazetteer.senses(reading.tree.text_of(&tokens));
            let actor =
                senses.iter().find(|(entry, _)| actors.contains(&reading.ontology.gazetteer[*entry].class));
            let (entry, _) = *actor?;
            Some(Filler { entity: self.cast.entity_of(entry), tokens, kind: MentionKind::Name })
        })
    }

    /// The noun behind a word that stands before it, with no name between.
    fn described_noun(&self, word: usize, after: usize) -> Option<usize> {
        let tree = self.reading().tree;
        let mut at = word;
        for _ in 0..MAX_STEPS {
            let before = matches!(
                tree.label(at),
                Label::Amod | Label::Compound | Label::Nmod | Label::Punct | Label::Npadvmod | Label::Advmod
            );
            at = tree.head(at).filter(|_| before)?;
            if at >= after && tree.is_noun(at) {
                return Some(at);
            }
        }
        None
    }
}
