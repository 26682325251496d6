//! Whose a proposal is: "Denmark's plan to raise taxes", "a Syrian offer of talks", "the minister's suggestion".
//!
//! Who has a proposal put it forward, whatever the clause around it tells. Never tells that of laws, policies and demands:
//! these are had by those whom they are for, and kept by others than who made them.

use super::event::Told;
use super::{Collector, actors};
use crate::mention::clause;
use crate::ontology::{Class, ClassSet};

impl Collector<'_, '_> {
    /// The proposals of the text that have an owner.
    pub(super) fn proposals(&mut self) {
        let reading = self.reading();
        let tree = reading.tree;
        let Some(proposed) = reading.ontology.relation("proposed") else { return };
        for head in 0..tree.len() {
            if !reading.lists("ownedNoun", head) || !tree.is_noun(head) || self.cast.name_of(head).is_some() {
                continue;
            }
            let owners = clause::owners(&reading, head);
            if owners.is_empty() {
                continue;
            }
            let found = self.cast.resolve(head, ClassSet::of(&[Class::Proposal]));
            let [proposal] = found.as_slice() else { continue };
            for owner in owners {
                if reading.is_dated(owner) {
                    continue;
                }
                for who in self.cast.resolve(owner, actors()) {
                    if who.entity != proposal.entity {
                        self.put_event(head, proposed, who, proposal.clone(), Told::Phrase);
                    }
                }
            }
        }
    }
}
