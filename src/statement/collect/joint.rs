//! Whose forces act together: "Danish and Swedish troops captured the port", "a raid by Danish and Swedish forces".
//!
//! One noun names the forces of two states, and the text tells the same deed of both: they cooperate.

use super::event::Told;
use super::{Collector, DraftObject, DraftStatement};
use crate::entity::MentionKind;
use crate::entity::cast::Filler;
use crate::ontology::{Class, Status};

/// Families of deeds that forces do.
const DEEDS: [&str; 3] = ["assault", "coerce", "mobilize"];

impl Collector<'_, '_> {
    /// States whose forces do a deed together.
    pub(super) fn joint_forces(&mut self) {
        let Some(cooperates) = self.reading().ontology.relation("cooperatesWith") else { return };
        let deeds: Vec<&DraftStatement> =
            self.statements.iter().filter(|s| self.is_deed_of_forces(s)).collect();
        let mut pairs: Vec<(usize, Filler, Filler)> = Vec::new();
        for (i, one) in deeds.iter().enumerate() {
            for other in &deeds[i + 1..] {
                if self.is_same_deed(one, other) && one.subject.entity != other.subject.entity {
                    pairs.push((one.trigger.start, one.subject.clone(), other.subject.clone()));
                }
            }
        }
        for (head, one, other) in pairs {
            self.put_event(head, cooperates, one, other, Told::Clause);
        }
    }

    fn is_deed_of_forces(&self, statement: &DraftStatement) -> bool {
        let reading = self.reading();
        let relation = &reading.ontology[statement.relation];
        let is_attack =
            relation.name == "participatedIn" && reading.lists("attackNoun", statement.trigger.start);
        statement.status == Status::Asserted
            && (self.cast.drafts[statement.subject.entity].class() == Class::State
                || self.is_of_forces(&statement.subject))
            && (is_attack || DEEDS.contains(&relation.family.as_str()))
    }

    /// "U.S. troops and Iraqi security forces"
    fn is_of_forces(&self, subject: &Filler) -> bool {
        self.reading().lists("jointForceNoun", subject.tokens.end - 1)
    }

    fn is_same_deed(&self, one: &DraftStatement, other: &DraftStatement) -> bool {
        let is_same_object = match (&one.object, &other.object) {
            (DraftObject::Entity(one), DraftObject::Entity(other)) => one.entity == other.entity,
            _ => false,
        };
        // "U.S. and Russian forces": the first is named, and the whole stands for both.
        let is_within = |inner: &Filler, outer: &Filler| {
            outer.kind == MentionKind::Nominal
                && outer.tokens.start <= inner.tokens.start
                && inner.tokens.end <= outer.tokens.end
        };
        let is_one_phrase = is_within(&one.subject, &other.subject)
            || is_within(&other.subject, &one.subject)
            || self.is_of_forces(&one.subject) && self.is_of_forces(&other.subject);
        is_same_object && is_one_phrase && one.relation == other.relation && one.trigger == other.trigger
    }
}
