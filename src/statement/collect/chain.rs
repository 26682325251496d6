//! Places in a row: who is born in "Ghent, Belgium" is born in Belgium.

use std::collections::BTreeMap;

use super::{Collector, DraftObject, DraftStatement};
use crate::entity::cast::Filler;
use crate::ontology::Status;

/// Places that one row may have.
const MAX_PLACES: usize = 4;

impl Collector<'_, '_> {
    /// Adds to each statement whose relation is carried by `locatedIn` those about the wider places that the text names
    /// in the same row.
    pub(super) fn carry(&mut self) {
        let ontology = self.reading().ontology;
        let Some(located_in) = ontology.relation("locatedIn") else { return };
        let mut wider: BTreeMap<usize, Filler> = BTreeMap::new();
        for statement in &self.statements {
            if let DraftObject::Entity(whole) = &statement.object
                && statement.relation == located_in
                && statement.status == Status::Asserted
                && whole.tokens.start > statement.subject.tokens.start
            {
                wider.entry(statement.subject.tokens.start).or_insert_with(|| whole.clone());
            }
        }
        let mut carried: Vec<DraftStatement> = Vec::new();
        for statement in self.statements.iter().filter(|it| ontology[it.relation].is_carried) {
            let DraftObject::Entity(place) = &statement.object else { continue };
            let mut at = place;
            for _ in 0..MAX_PLACES {
                let Some(next) =
                    wider.get(&at.tokens.start).filter(|next| next.tokens.start > at.tokens.start)
                else {
                    break;
                };
                if next.entity != statement.subject.entity {
                    let clause = statement.clause.start..statement.clause.end.max(next.tokens.end);
                    let object = DraftObject::Entity(next.clone());
                    carried.push(DraftStatement { object, clause, ..statement.clone() });
                }
                at = next;
            }
        }
        self.statements.extend(carried);
    }
}
