//! In which state politics happens where no phrase says so: "Peru prepares for an election", "the country's civil war",
//! "died in the coup", "in Lima, the foreign ministry said".
//!
//! The state is that of the possessor, or the only one that the sentence names, or that of the sentences before. Where
//! several come in question nothing is told.

use std::collections::BTreeSet;

use super::event::Told;
use super::{Collector, DraftObject, DraftStatement, governing_verb};
use crate::entity::MentionKind;
use crate::entity::cast::{DraftIndex, Filler};
use crate::mention::clause;
use crate::ontology::{Class, ClassSet};
use crate::parse::{Label, Tag};
use crate::statement::confidence::{Basis, Features};

/// Sentences back in which the state is looked for where the own one names none.
const SENTENCES: usize = 3;

/// How many times as often the state is named that a text is about as one that merely stands near.
const FAR_MORE: f32 = 2.0;

impl Collector<'_, '_> {
    /// Elections, coups and civil wars that no place is named for.
    pub(super) fn settings(&mut self) {
        let Some(took_place) = self.reading().ontology.relation("tookPlaceIn") else { return };
        let wanted = ClassSet::of(&[Class::Event, Class::War]);
        for head in 0..self.reading().tree.len() {
            if !self.is_of_a_state(head) || self.has_site(head) {
                continue;
            }
            let Some(event) = self.cast.resolve(head, wanted).into_iter().next() else { continue };
            let is_placed = |s: &DraftStatement| s.relation == took_place && s.subject.entity == event.entity;
            if self.statements.iter().any(is_placed) {
                continue;
            }
            let Some(state) = self.state_where(head) else { continue };
            self.put_event(head, took_place, event, state, Told::Phrase);
        }
    }

    /// Whether what happens at token `head` concerns a state as a whole.
    fn is_of_a_state(&self, head: usize) -> bool {
        let reading = self.reading();
        let is_election = reading.lists("electionNoun", head) && !reading.lists("vagueElectionNoun", head);
        let is_coup = reading.tree.is_word(head, &["coup", "putsch"]);
        self.cast.name_of(head).is_none()
            && self.cast.is_event_phrase(head)
            && (is_election || is_coup || reading.lists_noun("civilWar", head))
    }

    /// Whether the phrase of an event names a place, a people or a person of its own.
    fn has_site(&self, head: usize) -> bool {
        let tree = self.reading().tree;
        let names = |kid: usize| tree.subtree(kid).any(|i| self.cast.name_of(i).is_some());
        tree.children(head).iter().any(|&kid| match tree.label(kid) {
            Label::Amod | Label::Compound | Label::Nmod => names(kid),
            Label::Prep => tree.is_word(kid, &["in", "at", "near", "of", "across", "between"]) && names(kid),
            _ => false,
        })
    }

    /// The state in which something at token `at` happens that names none.
    pub(super) fn state_where(&mut self, at: usize) -> Option<Filler> {
        let reading = self.reading();
        let tree = reading.tree;
        let states = ClassSet::of(&[Class::State]);
        if let Some(owner) = tree.child(at, &[Label::Poss]).filter(|&owner| !reading.is_dated(owner)) {
            return self.cast.resolve(owner, states).into_iter().next();
        }
        let found = self.states_between(tree.sentence(at));
        let nearest = match found.as_slice() {
            [] => self.state_before(at),
            [one] => Some(one.clone()),
            _ => {
                return self.state_acting(at).or_else(|| {
                    let home = self.cast.home?;
                    found.into_iter().find(|state| state.entity == home)
                });
            }
        };
        self.state_acting(at).or_else(|| nearest.map(|state| self.home_rather(state, at)))
    }

    /// "neither the Union nor Peru recognised the election": the state that the text is about, where it speaks of that one
    /// far more often than of the one that happens to stand near.
    fn home_rather(&mut self, near: Filler, at: usize) -> Filler {
        let counts = self.cast.states_spoken_of();
        let count = |state: DraftIndex| counts.get(&state).copied().unwrap_or_default();
        let home = self.cast.home.filter(|&home| count(home) >= FAR_MORE * count(near.entity));
        let named = home.and_then(|home| Some((home, self.cast.named_near(home, at)?)));
        named.map_or(near, |(entity, tokens)| Filler { entity, tokens, kind: MentionKind::Name })
    }

    /// The state that is the subject of the clause around token `at`.
    fn state_acting(&mut self, at: usize) -> Option<Filler> {
        let reading = self.reading();
        let verb = governing_verb(&reading, at)?;
        let states = ClassSet::of(&[Class::State]);
        let subjects = clause::subjects(&reading, verb);
        let [subject] = subjects.as_slice() else { return None };
        self.cast.resolve(*subject, states).into_iter().next()
    }

    /// The only state that the nearest sentence before token `at` names which names any.
    fn state_before(&mut self, at: usize) -> Option<Filler> {
        let tree = self.reading().tree;
        let mut start = tree.sentence(at).start;
        for _ in 0..SENTENCES {
            let sentence = tree.sentence(start.checked_sub(1)?);
            start = sentence.start;
            let found = self.states_between(sentence);
            match found.as_slice() {
                [] => {}
                [one] => return Some(one.clone()),
                _ => {
                    let home = self.cast.home?;
                    return found.into_iter().find(|state| state.entity == home);
                }
            }
        }
        None
    }

    /// The states that some tokens name, by name, adjective or capital, each once.
    pub(super) fn states_between(&mut self, tokens: std::ops::Range<usize>) -> Vec<Filler> {
        let reading = self.reading();
        let mut found: Vec<Filler> = Vec::new();
        for i in tokens {
            let Some(name) = self.cast.name_of(i).filter(|name| name.head == i) else { continue };
            let Some(state) = reading.state_named(&name.tokens) else { continue };
            let entity = self.cast.entity_of(state);
            if found.iter().all(|other| other.entity != entity) {
                found.push(Filler { entity, tokens: name.tokens.clone(), kind: MentionKind::Name });
            }
        }
        found
    }

    /// "the foreign ministry", "parliament": a body without a name of its own is part of the state that is spoken of
    /// around it.
    pub(super) fn bodies_around(&mut self) {
        let reading = self.reading();
        let Some(part_of) = reading.ontology.relation("partOf") else { return };
        self.belongings();
        let based_in = reading.ontology.relation("basedIn");
        let mut told: BTreeSet<DraftIndex> = self
            .statements
            .iter()
            .filter(|s| s.relation == part_of || Some(s.relation) == based_in)
            .map(|s| s.subject.entity)
            .collect();
        let fillers: Vec<Filler> = self.statements.iter().flat_map(fillers_of).collect();
        for body in fillers {
            let is_body = self.is_bare_body(&body) || self.is_kind_of_body(&body);
            if !is_body || !told.insert(body.entity) {
                continue;
            }
            let Some(state) = self.state_where(body.tokens.end - 1) else { continue };
            if state.entity == body.entity {
                continue;
            }
            let (trigger, clause) = (body.tokens.clone(), body.tokens.clone());
            let told = (body, part_of, DraftObject::Entity(state));
            let origin = "partOf#around".to_owned();
            let plain = DraftStatement::plain(Basis::Inference, told, trigger, clause, origin);
            self.statements.push(DraftStatement { features: Features::of(Basis::Inference), ..plain });
        }
    }

    /// "the supreme court", "the electoral commission": whether the word before a noun makes it a body that a state has.
    fn is_kind_of_state_body(&self, head: usize) -> bool {
        let tree = self.reading().tree;
        let before = head.checked_sub(1).filter(|&before| tree.head(before) == Some(head));
        before.is_some_and(|before| {
            let words = format!("{}_{}", tree.word(before), tree.word(head));
            self.reading().ontology.lists("bodyNoun", &words)
        })
    }

    /// Whether a body of a state is only described, and by no name.
    fn is_bare_body(&self, body: &Filler) -> bool {
        let reading = self.reading();
        let tree = reading.tree;
        let draft = &self.cast.drafts[body.entity];
        let head = body.tokens.end - 1;
        draft.class() == Class::GovernmentBody
            && draft.entry.is_none()
            && !draft.is_named
            && body.kind == MentionKind::Nominal
            && (!tree.is_plural(head) || self.cast.is_forces_body(head))
            && (!reading.lists("anybodysNoun", head) || self.is_kind_of_state_body(head))
            && tree.child(head, &[Label::Poss]).is_none()
            && (self.cast.is_definite(head)
                || self.cast.is_forces_body(head)
                || reading.lists("chamberNoun", head))
            && body.tokens.clone().all(|i| self.cast.name_of(i).is_none() && tree.tag(i) != Tag::PrpPoss)
    }
}

fn fillers_of(statement: &DraftStatement) -> Vec<Filler> {
    let object = match &statement.object {
        DraftObject::Entity(object) => Some(object.clone()),
        _ => None,
    };
    std::iter::once(statement.subject.clone()).chain(object).collect()
}
