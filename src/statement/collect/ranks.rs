//! Who serves in a body that the text tells of: "two police officers" of its police, "Chadian lawmakers" of the one
//! parliament of Chad, "a member of parliament" of the parliament.
//!
//! In come words for those who serve; out go their memberships in the body.

use super::event::Told;
use super::{Collector, DraftObject, DraftStatement};
use crate::entity::MentionKind;
use crate::entity::cast::{DraftIndex, Filler};
use crate::mention::clause;
use crate::ontology::{Class, ClassSet, RelationId, Status};
use crate::parse::{Label, Tag};

impl Collector<'_, '_> {
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

    /// "Anna Berg, a member of parliament": of the one that the text tells of.
    pub(super) fn of_parliament(&mut self) {
        let reading = self.reading();
        let tree = reading.tree;
        let Some(member) = reading.ontology.relation("memberOf") else { return };
        for noun in 0..tree.len() {
            if tree.word(noun) != "member" || tree.is_plural(noun) {
                continue;
            }
            let mut of = clause::prepositional(&reading, noun, &["of"]).into_iter().map(|(_, body)| body);
            let Some(body) = of.find(|&body| reading.lists("chamberNoun", body)) else { continue };
            let heads = match (tree.label(noun), tree.head(noun)) {
                (Label::Appos, Some(name)) => vec![name],
                (Label::Attr, Some(verb)) if tree.is_word(verb, &["be"]) => clause::subjects(&reading, verb),
                _ => continue,
            };
            let bodies = self.cast.resolve(body, ClassSet::of(&[Class::GovernmentBody]));
            let [body] = bodies.as_slice() else { continue };
            for head in heads {
                for who in self.cast.resolve(head, ClassSet::of(&[Class::Person])) {
                    self.put_event(noun, member, who, body.clone(), Told::Clause);
                }
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

    /// The group that a plural describes, and that is nothing else.
    fn group_at(&mut self, noun: usize) -> Option<Filler> {
        let found = self.cast.resolve(noun, ClassSet::of(&[Class::Group]));
        let [group] = found.as_slice() else { return None };
        let is_own = group.kind == MentionKind::Nominal && !self.cast.drafts[group.entity].is_named;
        is_own.then(|| group.clone())
    }
}
