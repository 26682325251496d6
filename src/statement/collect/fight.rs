//! Who fights back: "the army is battling rebels", "police clashed with demonstrators".
//!
//! A fight is an attack of each side on the other. Only of those who can fight, and of verbs that say that both did; who
//! shells, bombs or raids may meet with nothing.

use super::{Collector, DraftObject, DraftStatement, actors};

impl Collector<'_, '_> {
    /// The other direction of fights.
    pub(super) fn fights(&mut self) {
        let reading = self.reading();
        let Some(attacked) = reading.ontology.relation("attacked") else { return };
        let is_fight = |s: &&DraftStatement| {
            let words = s.trigger.clone();
            s.relation == attacked
                && s.frame.is_some()
                && words.into_iter().any(|i| reading.lists("fightVerb", i))
        };
        let back: Vec<DraftStatement> = self
            .statements
            .iter()
            .filter(is_fight)
            .filter_map(|s| match &s.object {
                DraftObject::Entity(other) if actors().contains(self.cast.drafts[other.entity].class()) => {
                    let object = DraftObject::Entity(s.subject.clone());
                    Some(DraftStatement { subject: other.clone(), object, quantity: None, ..s.clone() })
                }
                _ => None,
            })
            .collect();
        self.statements.extend(back);
    }
}
