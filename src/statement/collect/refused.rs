//! Who refuses what was asked: "Oslo wants him handed over, but Lima refuses", "they asked Lind to wait, but she declined".
//!
//! A refusal with nothing behind it is one of what was asked of whoever refuses, in the same sentence or the one before.

use super::event::Told;
use super::{Collector, DraftObject, DraftStatement, actors};
use crate::entity::cast::Filler;
use crate::mention::clause;
use crate::ontology::Status;
use crate::parse::Label;

/// Relations of asking.
const ASKING: [&str; 2] = ["demanded", "requested"];

impl Collector<'_, '_> {
    /// Refusals that name no object.
    pub(super) fn refused(&mut self) {
        let reading = self.reading();
        let Some(rejected) = reading.ontology.relation("rejected") else { return };
        for verb in 0..reading.tree.len() {
            if !self.is_bare_refusal(verb) {
                continue;
            }
            let heads = clause::agents(&reading, verb);
            let refusing: Vec<Filler> =
                heads.into_iter().flat_map(|head| self.cast.resolve(head, actors())).collect();
            for who in refusing {
                if let Some(asking) = self.asked_before(verb, &who) {
                    self.put_event(verb, rejected, who, asking, Told::Clause);
                }
            }
        }
    }

    /// "refused", "declined", without an object or an infinitive.
    fn is_bare_refusal(&self, verb: usize) -> bool {
        let tree = self.reading().tree;
        let behind = [Label::Dobj, Label::Xcomp, Label::Ccomp, Label::Prep, Label::Dative, Label::Advcl];
        tree.is_verb(verb)
            && tree.is_word(verb, &["balk", "decline", "demur", "refuse"])
            && !clause::is_passive(&self.reading(), verb)
            && tree.children_with(verb, &behind).all(|kid| kid < verb)
    }

    /// Who asked somebody last before a token, one sentence back at most.
    fn asked_before(&self, verb: usize, who: &Filler) -> Option<Filler> {
        let reading = self.reading();
        let tree = reading.tree;
        let sentence = tree.sentence_number(verb);
        let is_asking = |s: &&DraftStatement| {
            ASKING.contains(&reading.ontology[s.relation].name.as_str())
                && s.status == Status::Asserted
                && s.trigger.start < verb
                && tree.sentence_number(s.trigger.start) + 1 >= sentence
                && matches!(&s.object, DraftObject::Entity(asked) if asked.entity == who.entity)
        };
        let asking = self.statements.iter().filter(is_asking).max_by_key(|s| s.trigger.start)?;
        (asking.subject.entity != who.entity).then(|| asking.subject.clone())
    }
}
