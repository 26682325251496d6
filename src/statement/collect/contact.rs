//! Who was in contact: "thanked him in a telephone call", "urged Lind at a meeting to resign".
//!
//! What a person does to another by words, in a call or a letter, or at a meeting, tells that they spoke or met. An accusation
//! does not: one accuses those who are not there.

use super::event::Told;
use super::{Collector, DraftObject, DraftStatement};
use crate::entity::cast::Filler;
use crate::mention::{Reading, clause};
use crate::ontology::Class;
use crate::parse::Label;

/// Families of what is done by words.
const FAMILIES: [&str; 4] = ["agree", "consult", "request", "support"];

/// Relations that tell as much themselves.
const CONTACTS: [&str; 4] = ["hosted", "metWith", "negotiatedWith", "visited"];

impl Collector<'_, '_> {
    /// Calls, letters and meetings that a clause has beside what is done in them.
    pub(super) fn contacts(&mut self) {
        let reading = self.reading();
        let ontology = reading.ontology;
        let (Some(spoke), Some(met)) = (ontology.relation("spokeWith"), ontology.relation("metWith")) else {
            return;
        };
        let mut found: Vec<(usize, bool, Filler, Filler)> = Vec::new();
        for statement in &self.statements {
            if let DraftObject::Entity(other) = &statement.object
                && self.is_by_words(statement)
                && self.can_meet(&statement.subject)
                && self.can_meet(other)
                && let Some((noun, is_meeting)) = occasion(&reading, statement.trigger.start)
            {
                found.push((noun, is_meeting, statement.subject.clone(), other.clone()));
            }
        }
        for (noun, is_meeting, who, whom) in found {
            self.put_event(noun, if is_meeting { met } else { spoke }, who, whom, Told::Clause);
        }
    }

    fn is_by_words(&self, statement: &DraftStatement) -> bool {
        let reading = self.reading();
        let relation = &reading.ontology[statement.relation];
        statement.frame.is_some()
            && reading.tree.is_verb(statement.trigger.start)
            && !clause::is_passive(&reading, statement.trigger.start)
            && FAMILIES.contains(&relation.family.as_str())
            && !CONTACTS.contains(&relation.name.as_str())
    }

    fn can_meet(&self, who: &Filler) -> bool {
        self.cast.drafts[who.entity].class() == Class::Person
    }
}

/// The call, letter or meeting that a verb has for its occasion, and whether it is a meeting. Not one that was with somebody
/// else.
fn occasion(reading: &Reading<'_>, verb: usize) -> Option<(usize, bool)> {
    let tree = reading.tree;
    let nouns = clause::prepositional(reading, verb, &["at", "by", "during", "in", "on", "over", "via"]);
    nouns.into_iter().map(|(_, noun)| noun).find_map(|noun| {
        let with = clause::prepositional(reading, noun, &["with", "between", "of", "to", "from"]);
        let is_own = with.is_empty() && tree.child(noun, &[Label::Acl, Label::Relcl]).is_none();
        let is_meeting = reading.lists("meetingWord", noun);
        (is_own && (is_meeting || reading.lists("callNoun", noun))).then_some((noun, is_meeting))
    })
}
