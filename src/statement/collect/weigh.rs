//! The features of a drafted statement, from which its confidence is made.

use super::{Collector, DraftObject, DraftStatement};
use crate::entity::MentionKind;
use crate::entity::cast::Filler;
use crate::ontology::frame::{Element, Shape};
use crate::ontology::{ClassSet, Frame, Status};
use crate::statement::confidence::{Feature, Features};

impl Collector<'_, '_> {
    /// All features of a statement; `again` says how often else the same is told.
    pub(super) fn features(&self, draft: &DraftStatement, again: usize) -> Features {
        let tree = self.reading().tree;
        let mut features = draft.features;
        if let Some(frame) = draft.frame.map(|id| self.frame(id)) {
            if features.is_of_frame() && matches!(frame.shape(), Shape::Preposition | Shape::Comma) {
                features.set(Feature::Phrase, 1.0);
            } else if features.is_of_frame() && !tree.is_verb(draft.trigger.start) {
                features.set(Feature::Noun, 1.0);
            }
            features.count(Feature::Fixed, frame.specificity().0.saturating_sub(1));
            features.count(Feature::Typed, typed_slots(frame));
        }
        let fillers: Vec<&Filler> = match &draft.object {
            DraftObject::Entity(object) => vec![&draft.subject, object],
            DraftObject::Text(_) | DraftObject::Date(_) | DraftObject::Value(_) => vec![&draft.subject],
        };
        let number = |is: &dyn Fn(&Filler) -> bool| fillers.iter().filter(|filler| is(filler)).count();
        let is_weak =
            |filler: &Filler| filler.kind == MentionKind::Name && self.cast.drafts[filler.entity].is_weak;
        features.count(Feature::Weak, number(&is_weak));
        features.count(Feature::Nominal, number(&|filler| filler.kind == MentionKind::Nominal));
        features.count(Feature::Pronoun, number(&|filler| filler.kind == MentionKind::Pronoun));
        let mentions = |filler: &&Filler| self.cast.drafts[filler.entity].mentions.len();
        features.count(Feature::Salience, fillers.iter().map(mentions).min().unwrap_or_default());
        features.count(Feature::Distance, fillers.iter().map(|it| gap(draft, it)).max().unwrap_or_default());
        if let DraftObject::Text(tokens) = &draft.object {
            features.count(Feature::Words, tokens.len());
        }
        features.set(Feature::Unreal, if draft.status == Status::Asserted { 0.0 } else { 1.0 });
        features.count(Feature::Again, again);
        features.count(Feature::Position, tree.sentence_number(draft.trigger.start));
        features
    }
}

/// Tokens between the trigger and an argument.
fn gap(draft: &DraftStatement, filler: &Filler) -> usize {
    let (trigger, tokens) = (&draft.trigger, &filler.tokens);
    tokens.start.saturating_sub(trigger.end).max(trigger.start.saturating_sub(tokens.end))
}

fn typed_slots(frame: &Frame) -> usize {
    let is_typed =
        |element: &&Element| matches!(element, Element::Slot(_, classes) if *classes != ClassSet::ANY);
    frame.elements.iter().filter(is_typed).count()
}
