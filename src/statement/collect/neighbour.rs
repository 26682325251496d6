//! Which states share a border by a word for it: "an offer from neighboring Peru", "troops at the Iraqi border".
//!
//! The other state is the nearest one that the text names before the word.

use super::Collector;
use super::event::Told;
use crate::entity::cast::Filler;
use crate::mention::clause;
use crate::ontology::{Class, ClassSet, RelationId};
use crate::parse::{Label, Tag};

impl Collector<'_, '_> {
    /// Neighbours of states.
    pub(super) fn neighbours(&mut self) {
        let Some(borders) = self.reading().ontology.relation("borders") else { return };
        for token in 0..self.reading().tree.len() {
            let tree = self.reading().tree;
            if self.reading().lists("besideWord", token)
                || self.reading().ontology.lists("besideWord", tree.text(token))
            {
                self.lying_beside(token, borders);
            } else if tree.is_word(token, &["border", "frontier"]) && tree.is_noun(token) {
                self.at_border(token, borders);
            }
        }
    }

    /// "neighboring Peru", "the neighboring nations of Peru, Chile and Bolivia".
    fn lying_beside(&mut self, token: usize, borders: RelationId) {
        let reading = self.reading();
        let tree = reading.tree;
        if !matches!(tree.label(token), Label::Amod | Label::Compound | Label::Nmod) {
            return;
        }
        let Some(noun) = tree.head(token).filter(|&noun| noun > token) else { return };
        let heads = if self.cast.name_of(noun).is_some() {
            clause::coordinated(&reading, noun)
        } else if reading.lists("countryWord", noun) {
            let of = clause::prepositional(&reading, noun, &["of", "like", "including"]);
            let named = of.into_iter().map(|(_, object)| object).chain(tree.child(noun, &[Label::Appos]));
            named.flat_map(|object| clause::coordinated(&reading, object)).collect()
        } else {
            return;
        };
        let states = ClassSet::of(&[Class::State]);
        let there: Vec<Filler> = heads.into_iter().flat_map(|head| self.cast.resolve(head, states)).collect();
        let Some(here) = self.state_told_before(token, &there) else { return };
        for other in there {
            self.put_event(token, borders, here.clone(), other, Told::Phrase);
        }
    }

    /// "the Iraqi border", "the border with Iraq", whose border it is not said.
    fn at_border(&mut self, token: usize, borders: RelationId) {
        let reading = self.reading();
        let tree = reading.tree;
        if tree.child(token, &[Label::Poss]).is_some_and(|owner| tree.tag(owner) != Tag::PrpPoss) {
            return;
        }
        let with = clause::prepositional(&reading, token, &["with"]).into_iter().map(|(_, object)| object);
        let modifiers = tree
            .children_with(token, &[Label::Amod, Label::Compound, Label::Nmod])
            .filter(|&kid| kid < token && self.cast.name_of(kid).is_some());
        let heads: Vec<usize> = with.chain(modifiers).collect();
        let states = ClassSet::of(&[Class::State]);
        let there: Vec<Filler> = heads.into_iter().flat_map(|head| self.cast.resolve(head, states)).collect();
        let [other] = there.as_slice() else { return };
        let named = self.states_between(tree.sentence(token));
        let others: Vec<&Filler> = named.iter().filter(|state| state.entity != other.entity).collect();
        if let [here] = others.as_slice() {
            // A frame may have taken the noun for a part of a deed: the name beside it tells of the border.
            let named = other.tokens.start;
            self.put_event(named, borders, (*here).clone(), other.clone(), Told::Phrase);
        }
    }

    /// The state named last before token `at`, in its sentence or the one before, that is none of `others`.
    fn state_told_before(&mut self, at: usize, others: &[Filler]) -> Option<Filler> {
        let tree = self.reading().tree;
        let sentence = tree.sentence(at);
        let previous = sentence.start.checked_sub(1).map(|last| tree.sentence(last));
        for tokens in std::iter::once(sentence.start..at).chain(previous) {
            let named = self.states_between(tokens);
            let last =
                named.into_iter().rfind(|state| others.iter().all(|other| other.entity != state.entity));
            if last.is_some() {
                return last;
            }
        }
        None
    }
}
