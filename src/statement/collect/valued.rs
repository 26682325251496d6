//! Attributes whose value is a literal: how large, how high, how many, in which time zone, led by whom.

use super::{Collector, DraftObject};
use crate::entity::cast::Filler;
use crate::mention::Reading;
use crate::ontology::frame::Role;
use crate::ontology::{Class, ClassSet, RelationId, Status, ValueKind};
use crate::parse::Label;
use crate::statement::Quantity;
use crate::statement::matching::{Match, matches};
use crate::statement::value;

/// Weight of evidence that outweighs the look of a name.
const SURE: f32 = 3.0;

/// Steps from a name to the verb that it is the subject of.
const MAX_STEPS: usize = 4;

impl Collector<'_, '_> {
    /// The statements of a frame whose object is a value, about what `head` is or stands for.
    pub(super) fn valued(&mut self, hit: &Match, head: usize, kind: ValueKind) -> bool {
        let reading: Reading<'_> = self.reading();
        if self.cast.name_of(hit.trigger).is_some() && kind != ValueKind::TimeZone {
            return false;
        }
        let values = value::all(&reading, &hit.words, kind);
        let wanted = self.admitted(self.frame(hit.frame), Role::Subject);
        if values.is_empty() || values.iter().any(|value| value.tokens.contains(&head)) {
            return false;
        }
        if shows_place(&reading, hit, kind) {
            self.vote_by(head, Class::Place, SURE);
        }
        let subjects = match self.topic(head) {
            Some(topic) if wanted.contains(self.cast.drafts[topic.entity].class()) => vec![topic],
            _ => self.doers(head, wanted),
        };
        let relation = self.frame(hit.frame).relation;
        let told: Vec<_> = subjects.into_iter().filter(|subject| self.is_told(relation, subject)).collect();
        for (subject, value) in
            told.iter().flat_map(|subject| values.iter().map(move |value| (subject, value)))
        {
            let mut draft = self.draft(hit, subject, DraftObject::Value(value.clone()), &value.tokens);
            // "is called the Governor" is no doubt about it.
            if kind == ValueKind::Title && draft.status == Status::Possible {
                draft.status = Status::Asserted;
            }
            draft.quantity.clone_from(&value.quantity);
            draft.time = self.time_of(hit.trigger, draft.status).filter(|time| {
                let is_apart = |quantity: &Quantity| !quantity.span.overlaps(time.span);
                value.quantity.as_ref().is_none_or(is_apart)
            });
            self.statements.push(draft);
        }
        !told.is_empty()
    }

    /// What has a population or a postal code is a place, whatever the recogniser took it for, and is so before the first
    /// statement about it is made.
    pub(super) fn note_places(&mut self) {
        let reading = self.reading();
        for trigger in (0..reading.tree.len()).filter(|&i| reading.lists("measureNoun", i)) {
            for hit in matches(&reading, trigger, |relation| relation.value.is_some()) {
                let Some(kind) = reading.ontology[self.frame(hit.frame).relation].value else { continue };
                if !shows_place(&reading, &hit, kind) || value::find(&reading, &hit.words, kind).is_none() {
                    continue;
                }
                for &(head, _) in &hit.pairs {
                    self.vote_by(head, Class::Place, SURE);
                }
            }
        }
    }

    /// "Lindby is in Norway. It has", "the town has": the place that this sentence or the one before it is about.
    fn topic(&mut self, head: usize) -> Option<Filler> {
        let reading = self.reading();
        let tree = reading.tree;
        let is_definite =
            || tree.children(head).iter().any(|&kid| tree.is_word(kid, &["the", "this", "that"]));
        let is_open = tree.is_word(head, &["it", "its"])
            || (reading.lists("settlementNoun", head) && self.cast.name_of(head).is_none() && is_definite());
        if !is_open {
            return None;
        }
        let number = tree.sentence_number(head);
        let near = [Some(number), number.checked_sub(1)].into_iter().flatten();
        let places = ClassSet::of(&[Class::Place, Class::State]);
        near.filter_map(|number| tree.sentences().get(number).cloned()).find_map(|sentence| {
            let mut names =
                sentence.filter(|&i| i < head && self.cast.name_of(i).is_some_and(|name| name.head == i));
            let subject = names.find(|&i| is_about(&reading, i))?;
            self.cast.resolve(subject, places).into_iter().next()
        })
    }

    /// "is in the Pacific Time Zone": what names a zone is no place to be in.
    pub(super) fn without_zones(&mut self) {
        let values: Vec<_> = self
            .statements
            .iter()
            .filter_map(|statement| match &statement.object {
                DraftObject::Value(value) if self.takes(statement.relation) == Some(ValueKind::TimeZone) => {
                    Some(value.tokens.clone())
                }
                _ => None,
            })
            .collect();
        let is_value = |object: &DraftObject| match object {
            DraftObject::Entity(filler) => {
                values.iter().any(|value| value.contains(&(filler.tokens.end - 1)))
            }
            _ => false,
        };
        self.statements.retain(|statement| !is_value(&statement.object));
    }

    fn takes(&self, relation: RelationId) -> Option<ValueKind> {
        self.reading().ontology[relation].value
    }
}

/// Whether only a place has such a value. Persons have heights, and bodies have leaders.
fn shows_place(reading: &Reading<'_>, hit: &Match, kind: ValueKind) -> bool {
    match kind {
        ValueKind::Title | ValueKind::GovernmentForm | ValueKind::CasualtyStatus | ValueKind::Ideology => {
            false
        }
        ValueKind::Length => !matches!(reading.tree.word(hit.trigger), "height"),
        _ => reading.tree.is_noun(hit.trigger),
    }
}

/// Whether a sentence tells of the name at a token: it is the subject, or in the subject's phrase.
fn is_about(reading: &Reading<'_>, name: usize) -> bool {
    let tree = reading.tree;
    std::iter::once(name)
        .chain(tree.ancestors(name))
        .take(MAX_STEPS)
        .take_while(|&up| !tree.is_verb(up))
        .any(|up| matches!(tree.label(up), Label::Nsubj | Label::Nsubjpass))
}
