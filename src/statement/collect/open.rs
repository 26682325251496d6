//! Open statements: what joins two entities in a sentence in which no frame relates them.
//!
//! They say `relatedTo` and keep the words that join the two, so that one sees what the ontology still misses. They come
//! on request only, after everything else, and change nothing of it.

use std::collections::BTreeSet;

use super::{Collector, DraftObject, DraftStatement};
use crate::entity::cast::{DraftIndex, Filler};
use crate::ontology::{ClassSet, RelationId};
use crate::statement::confidence::Basis;
use crate::statement::modality;
use crate::statement::open::{self, Predication};

/// The relation of open statements.
pub(in crate::statement) const RELATION: &str = "relatedTo";

/// Two entities and the sentence that joins them.
type Pair = (DraftIndex, DraftIndex, usize);

impl Collector<'_, '_> {
    /// Statements for the predications that no frame takes, none if the ontology has no open relation.
    pub(super) fn open(&mut self) -> Vec<DraftStatement> {
        let reading = self.reading();
        let Some(relation) = reading.ontology.relation(RELATION) else { return Vec::new() };
        let taken: BTreeSet<Pair> = self.statements.iter().filter_map(|s| self.pair_of(s)).collect();
        let (mut seen, mut found) = (BTreeSet::new(), Vec::new());
        for trigger in 0..reading.tree.len() {
            if self.cast.name_of(trigger).is_some() {
                continue;
            }
            let sentence = reading.tree.sentence_number(trigger);
            for predication in open::at(&reading, trigger) {
                let (subject, object) = (predication.subject, predication.object);
                let subjects = self.cast.resolve(subject, ClassSet::ANY);
                let objects = self.cast.resolve(object, ClassSet::ANY);
                for (a, b) in subjects.iter().flat_map(|a| objects.iter().map(move |b| (a, b))) {
                    if a.entity != b.entity
                        && !taken.contains(&pair(a.entity, b.entity, sentence))
                        && seen.insert((a.entity, b.entity, sentence, predication.path.clone()))
                    {
                        found.push(self.open_statement(relation, &predication, a, b));
                    }
                }
            }
        }
        found
    }

    fn pair_of(&self, statement: &DraftStatement) -> Option<Pair> {
        let DraftObject::Entity(object) = &statement.object else { return None };
        let sentence = self.reading().tree.sentence_number(statement.trigger.start);
        Some(pair(statement.subject.entity, object.entity, sentence))
    }

    fn open_statement(
        &mut self,
        relation: RelationId,
        predication: &Predication,
        subject: &Filler,
        object: &Filler,
    ) -> DraftStatement {
        let reading = self.reading();
        let trigger = predication.trigger.clone();
        let status = modality::status(&reading, trigger.start);
        let clause = super::clause_around(&reading, trigger.start, &[&subject.tokens, &object.tokens]);
        let (speaker, time) = (self.speaker_of(trigger.start), self.time_of(trigger.start, status));
        let told = (subject.clone(), relation, DraftObject::Entity(object.clone()));
        let origin = format!("{RELATION}#{}", predication.path);
        let plain = DraftStatement::plain(Basis::Inference, told, trigger, clause, origin);
        DraftStatement { status, speaker, time, ..plain }
    }
}

fn pair(a: DraftIndex, b: DraftIndex, sentence: usize) -> Pair {
    (a.min(b), a.max(b), sentence)
}
