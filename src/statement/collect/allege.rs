//! Deeds that somebody is accused of: "Paris accused Oslo of attacking a ship", "Oslo is accused of attacking a ship".
//!
//! The deed is the accuser's word and not the writer's; where nobody is named who accuses, it may be so. Which verbs accuse
//! is the lexicon's `allegingVerb`.

use super::{Collector, DraftIndex};
use crate::mention::clause;
use crate::parse::Label;
use crate::statement::AttributionKind;

/// Steps from a deed up to the verb that alleges it: coordination and what the deed serves.
const MAX_STEPS: usize = 6;

/// Who alleges a deed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Accuser {
    /// The one whom the clause names.
    Named(DraftIndex),
    /// Somebody.
    Unnamed,
}

impl Collector<'_, '_> {
    /// Who alleges the deed told by token `i`, if it is told as alleged.
    pub(super) fn accuser(&mut self, i: usize) -> Option<Accuser> {
        let reading = self.reading();
        let tree = reading.tree;
        let mut at = i;
        for _ in 0..MAX_STEPS {
            let head = tree.head(at)?;
            let verb = tree.head(head);
            if tree.label(at) == Label::Pcomp
                && tree.is_word(head, &["of"])
                && let Some(verb) = verb.filter(|&verb| reading.lists("allegingVerb", verb))
            {
                let accusers = clause::agents(&reading, verb);
                let named = accusers.into_iter().flat_map(|head| self.speaker(head)).next();
                return Some(named.map_or(Accuser::Unnamed, |filler| Accuser::Named(filler.entity)));
            }
            at = head;
        }
        None
    }

    /// The accuser as a speaker.
    pub(super) fn alleged_by(accuser: Option<Accuser>) -> Option<(DraftIndex, AttributionKind)> {
        match accuser {
            Some(Accuser::Named(entity)) => Some((entity, AttributionKind::Report)),
            _ => None,
        }
    }
}
