//! Who asked for what somebody does: "returned at Oslo's request", "is there at the invitation of Lima", "fired on the
//! orders of Lind"; and with what somebody is charged who is arrested.
//!
//! Whoever does the deed is the one that was asked or ordered. Nothing is told of a deed in the passive that does not name
//! its doer.

use super::event::Told;
use super::{Collector, DraftObject, DraftStatement, actors};
use crate::entity::cast::Filler;
use crate::mention::clause;
use crate::ontology::Status;
use crate::parse::{Label, Tag};

/// Steps from the preposition up to the verb of the deed.
const MAX_STEPS: usize = 3;

impl Collector<'_, '_> {
    /// Requests and orders that a deed follows.
    pub(super) fn asked(&mut self) {
        let reading = self.reading();
        for noun in 0..reading.tree.len() {
            let Some((name, verb)) = self.asking_at(noun) else { continue };
            let Some(relation) = reading.ontology.relation(name) else { continue };
            let mut owners = clause::owners(&reading, noun);
            owners.extend(
                clause::prepositional(&reading, noun, &["from", "of"]).into_iter().map(|(_, who)| who),
            );
            owners.retain(|&owner| !reading.is_dated(owner) && reading.tree.tag(owner) != Tag::PrpPoss);
            let askers: Vec<Filler> =
                owners.into_iter().flat_map(|owner| self.cast.resolve(owner, actors())).collect();
            let heads = clause::agents(&reading, verb);
            let doers: Vec<Filler> =
                heads.into_iter().flat_map(|head| self.cast.resolve(head, actors())).collect();
            for asker in &askers {
                for doer in doers.iter().filter(|doer| doer.entity != asker.entity) {
                    self.put_event(noun, relation, asker.clone(), doer.clone(), Told::Clause);
                }
            }
        }
    }

    /// The relation of a noun of asking that stands behind its preposition, with the verb of what is done.
    fn asking_at(&self, noun: usize) -> Option<(&'static str, usize)> {
        let reading = self.reading();
        let tree = reading.tree;
        let lead = tree.head(noun).filter(|_| tree.label(noun) == Label::Pobj)?;
        let name = if tree.is_word(lead, &["at"]) && reading.lists("requestNoun", noun) {
            "requested"
        } else if tree.is_word(lead, &["on", "upon"]) && reading.lists("orderNoun", noun) {
            "demanded"
        } else {
            return None;
        };
        let verb = tree.ancestors(lead).take(MAX_STEPS).find(|&up| tree.is_verb(up))?;
        Some((name, verb))
    }

    /// "arrested Lind on suspicion of fraud", "arrested four men accused of fraud", "expelled Dunn for alleged spying": whoever
    /// takes somebody into custody or turns him or her out for a deed accuses him or her.
    pub(super) fn charged(&mut self) {
        let ontology = self.reading().ontology;
        let Some(accused) = ontology.relation("accused") else { return };
        let deeds = ["detained", "expelled"].map(|name| ontology.relation(name));
        let found: Vec<(usize, Filler, Filler)> = self
            .statements
            .iter()
            .filter(|s| deeds.contains(&Some(s.relation)))
            .filter(|s| s.frame.is_some() && s.status == Status::Asserted)
            .filter_map(|s| match &s.object {
                DraftObject::Entity(held) if self.is_charged(s, held) => {
                    Some((s.trigger.start, s.subject.clone(), held.clone()))
                }
                _ => None,
            })
            .collect();
        for (trigger, subject, held) in found {
            self.put_event(trigger, accused, subject, held, Told::Clause);
        }
    }

    fn is_charged(&self, statement: &DraftStatement, held: &Filler) -> bool {
        let reading = self.reading();
        let tree = reading.tree;
        let verb = statement.trigger.start;
        if !tree.is_verb(verb) {
            return false;
        }
        let is_suspect = |&kid: &usize| {
            tree.tag(kid) == Tag::Vbn
                && tree.is_word(kid, &["accuse", "suspect"])
                && matches!(tree.label(kid), Label::Acl | Label::Advcl | Label::Relcl)
        };
        let head = held.tokens.clone().rev().find(|&i| tree.children(i).iter().any(is_suspect));
        if head.is_some() || tree.children(verb).iter().any(|&kid| kid > verb && is_suspect(&kid)) {
            return true;
        }
        let is_alleged = |deed: usize| {
            let words = ["alleged", "allegedly", "suspected"];
            tree.children(deed).iter().any(|&kid| words.contains(&tree.text(kid)))
        };
        let causes = clause::prepositional(&reading, verb, &["for", "on", "over", "under"]);
        causes.into_iter().any(|(lead, noun)| match tree.word(lead) {
            "for" => is_alleged(noun),
            _ => tree.is_word(noun, &["accusation", "allegation", "charge", "suspicion"]),
        })
    }
}
