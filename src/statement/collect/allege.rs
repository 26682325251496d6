//! Deeds that somebody is accused or cleared of, and reports that somebody dismisses: "Paris accused Oslo of attacking a
//! ship".
//!
//! The deed is the accuser's word and not the writer's. What nobody in particular accuses of is the status stage's.

use super::{Collector, DraftIndex};
use crate::mention::clause;
use crate::statement::{AttributionKind, modality};

/// Steps from a deed up to the verb that charges with it: coordination and what the deed serves.
const MAX_STEPS: usize = 6;

impl Collector<'_, '_> {
    /// Who accuses or clears of the deed that token `i` tells, or dismisses the report of it, if somebody does.
    pub(super) fn accuser(&mut self, i: usize) -> Option<(DraftIndex, AttributionKind)> {
        let reading = self.reading();
        let tree = reading.tree;
        let mut at = i;
        for _ in 0..MAX_STEPS {
            let head = tree.head(at)?;
            if let Some(verb) = modality::judge(&reading, at, head) {
                let accusers = clause::agents(&reading, verb);
                let named = accusers.into_iter().flat_map(|head| self.speaker(head)).next()?;
                return Some((named.entity, AttributionKind::Report));
            }
            at = head;
        }
        None
    }
}
