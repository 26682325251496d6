//! What the text as a whole tells: the state of an office that is named without one ("President Bush", "the Senate").
//!
//! An office or a body without a state belongs to the state that the text speaks of most, provided that no other state
//! comes near. A state that has another holder of the same office in the text, or that the holder deals with as with
//! somebody else, is not meant.

use std::collections::{BTreeMap, BTreeSet};

use super::{Collector, DraftObject, DraftStatement};
use crate::entity::MentionKind;
use crate::entity::cast::{DraftIndex, Filler, most_named};
use crate::mention::{Holder, RolePhrase};
use crate::ontology::frame::Role;
use crate::ontology::{Class, ClassSet, FrameId, Status};
use crate::statement::confidence::{Basis, Features};

impl<'a> Collector<'_, 'a> {
    /// Statements about offices and bodies whose state only the whole text tells.
    pub(super) fn context(&mut self) {
        let spoken_of = self.cast.states_spoken_of();
        for role in self.cast.roles {
            self.office_of_text(role, &spoken_of);
        }
        self.bodies_of_text();
    }

    fn office_of_text(&mut self, role: &'a RolePhrase, spoken_of: &BTreeMap<DraftIndex, f32>) {
        let reading = self.reading();
        let Holder::Named(_) = &role.holder else { return };
        if role.body.is_some() || role.destination.is_some() || !self.is_state_office(role) {
            return;
        }
        let Some(frame) = self.state_frame(role) else { return };
        let holders = self.cast.resolve(role.head, ClassSet::of(&[Class::Person]));
        let [holder] = holders.as_slice() else { return };
        let relation = if role.is_deputy {
            reading.ontology.relation("holdsOffice").unwrap_or(self.frame(frame).relation)
        } else {
            self.frame(frame).relation
        };
        if self.statements.iter().any(|s| s.relation == relation && s.subject.entity == holder.entity) {
            return;
        }
        let mut excluded: BTreeSet<DraftIndex> = BTreeSet::new();
        let mut home: Option<DraftIndex> = None;
        for statement in &self.statements {
            let DraftObject::Entity(object) = &statement.object else { continue };
            let of_person = statement.subject.entity == holder.entity;
            let is_role = reading.ontology[statement.relation].family == "role";
            if of_person && is_role && spoken_of.contains_key(&object.entity) {
                home = home.or(Some(object.entity));
            } else if (of_person && !is_role) || (!of_person && statement.relation == relation) {
                excluded.insert(object.entity);
            } else if object.entity == holder.entity {
                excluded.insert(statement.subject.entity);
            }
        }
        let Some(state) = home.or_else(|| most_named(spoken_of, &excluded)) else { return };
        // "Turkey supports Baku, and President Erdogan backed it": another state of the sentence is as likely.
        if home.is_none() && self.names_other_state(role.head, state) {
            return;
        }
        let Some(tokens) = self.cast.named_near(state, role.head) else { return };
        let body = Filler { entity: state, tokens, kind: MentionKind::Name };
        let frame = (!role.is_deputy).then_some(frame);
        if self.put_role(role, frame, relation, holder, &body, role.status)
            && let Some(last) = self.statements.last_mut()
        {
            last.features = Features::of(Basis::Inference);
            last.clause = role.start.min(holder.tokens.start)..(role.head + 1).max(holder.tokens.end);
        }
    }

    /// Whether the sentence of a role names a state other than `state` before it.
    fn names_other_state(&mut self, head: usize, state: DraftIndex) -> bool {
        let first = self.reading().tree.sentence(head).start;
        let is_other = |i: usize| {
            let entry = self.cast.name_of(i).and_then(|name| self.reading().state_named(&name.tokens));
            entry.is_some_and(|entry| self.cast.drafts[state].entry != Some(entry))
        };
        (first..head).any(is_other)
    }

    /// Whether the nouns name an office of a state: "president", "foreign minister".
    fn is_state_office(&self, role: &RolePhrase) -> bool {
        let reading = self.reading();
        let words: Vec<&str> = role.nouns.clone().map(|i| reading.tree.word(i)).collect();
        reading.ontology.lists("stateOffice", &words.join("_"))
            || words.last().is_some_and(|last| reading.ontology.lists("stateOffice", last))
    }

    /// The most specific frame of a role whose body may be a state.
    fn state_frame(&self, role: &RolePhrase) -> Option<FrameId> {
        let mut frames = role.frames.clone();
        frames.sort_by_key(|&id| (std::cmp::Reverse(self.frame(id).specificity()), id));
        frames.into_iter().find(|&id| {
            let slot = self.frame(id).slot(Role::Object).unwrap_or(ClassSet::ANY);
            slot.contains(Class::State) && self.admitted(self.frame(id), Role::Object).contains(Class::State)
        })
    }

    /// "Congress", "the Senate", "the Defence Ministry": part of the state that the text speaks of.
    fn bodies_of_text(&mut self) {
        let reading = self.reading();
        let Some(part_of) = reading.ontology.relation("partOf") else { return };
        let Some(state) = self.cast.home else { return };
        let used: BTreeSet<DraftIndex> = self.statements.iter().flat_map(DraftStatement::entities).collect();
        let placed: BTreeSet<DraftIndex> =
            self.statements.iter().filter(|s| s.relation == part_of).map(|s| s.subject.entity).collect();
        let mut done = BTreeSet::new();
        for name in self.cast.names {
            let Some(entity) = self.cast.named_entity(name.head) else { continue };
            let is_bare = name.sense.is_none() && name.whole.is_none();
            let is_body = self.cast.drafts[entity].class() == Class::GovernmentBody;
            if !is_bare || !is_body || !used.contains(&entity) || placed.contains(&entity) {
                continue;
            }
            if !done.insert(entity) || entity == state {
                continue;
            }
            let Some(tokens) = self.cast.named_near(state, name.head) else { continue };
            let subject = Filler { entity, tokens: name.tokens.clone(), kind: MentionKind::Name };
            self.statements.push(DraftStatement {
                object: DraftObject::Entity(Filler { entity: state, tokens, kind: MentionKind::Name }),
                subject,
                relation: part_of,
                status: Status::Asserted,
                speaker: None,
                time: None,
                place: None,
                quantity: None,
                trigger: name.tokens.clone(),
                clause: name.tokens.clone(),
                frame: None,
                frame_name: format!("{}#context", reading.ontology[part_of].name),
                features: Features::of(Basis::Inference),
            });
        }
    }
}
