//! What a statement presupposes: who is to leave a body is in it, who frees somebody held them, who agrees with somebody signs
//! the agreement with them.

use super::event::Told;
use super::{Collector, DraftObject, DraftStatement};
use crate::entity::cast::{DraftIndex, Filler};
use crate::ontology::belonging::{self, Use};
use crate::ontology::{Class, ClassSet, RelationId, Status};

/// A statement to add, with the token that tells it.
type Implied = (usize, RelationId, Filler, Filler, Status);

impl Collector<'_, '_> {
    /// Adds what the statements found so far presuppose.
    pub(super) fn implied(&mut self) {
        let mut found: Vec<Implied> = Vec::new();
        for statement in &self.statements {
            found.extend(self.left(statement));
            found.extend(self.freed(statement));
        }
        for implied in found {
            self.put_implied(implied, Told::Phrase);
        }
        self.pacts();
        self.signed_for();
    }

    /// Adds a statement with the status that it is implied with, unless it is there.
    fn put_implied(&mut self, (at, relation, subject, object, status): Implied, told: Told) {
        let before = self.statements.len();
        self.put_event(at, relation, subject, object, told);
        if let Some(last) = self.statements.get_mut(before) {
            last.status = status;
        }
    }

    /// "Norway is to leave NATO", "urged Chad to withdraw its troops from Niger": it is a member, they are there.
    fn left(&self, statement: &DraftStatement) -> Option<Implied> {
        let reading = self.reading();
        let DraftObject::Entity(object) = &statement.object else { return None };
        let class = |entity: DraftIndex| self.cast.drafts[entity].class();
        if reading.ontology[statement.relation].name != "withdrewFrom"
            || class(statement.subject.entity) != Class::State
        {
            return None;
        }
        let status = match statement.status {
            Status::Asserted | Status::Former => Status::Former,
            Status::Negated | Status::Denied | Status::Planned | Status::Possible => Status::Asserted,
        };
        let name = match class(object.entity) {
            Class::Organization => "memberOf",
            Class::State | Class::Place if status == Status::Asserted && self.tells_of_forces(statement) => {
                "deployedTo"
            }
            _ => return None,
        };
        let relation = reading.ontology.relation(name)?;
        let told = (statement.trigger.start, relation, statement.subject.clone(), object.clone(), status);
        Some(told)
    }

    /// "the rebels offered to release two engineers": they hold them, or held them.
    fn freed(&self, statement: &DraftStatement) -> Option<Implied> {
        let ontology = self.reading().ontology;
        let DraftObject::Entity(captive) = &statement.object else { return None };
        let class = self.cast.drafts[statement.subject.entity].class();
        let holds = ClassSet::of(&[Class::ArmedGroup, Class::Group, Class::State]).contains(class);
        if ontology[statement.relation].name != "released" || statement.frame.is_none() || !holds {
            return None;
        }
        // "soldiers freed two Germans taken hostage": who held them was another.
        let reading = self.reading();
        let serves = || statement.subject.tokens.clone().any(|i| reading.lists("stateAgentNoun", i));
        if statement.clause.clone().any(|i| reading.tree.is_word(i, &["captive", "hostage"])) && serves() {
            return None;
        }
        let detained = ontology.relation("detained")?;
        let at = statement.trigger.start;
        Some((at, detained, statement.subject.clone(), captive.clone(), Status::Asserted))
    }

    fn tells_of_forces(&self, statement: &DraftStatement) -> bool {
        let reading = self.reading();
        statement.clause.clone().any(|i| reading.lists("sentForceNoun", i))
    }

    /// "Peru signed a trade deal with Chile", "the pact between the two": both sign the agreement.
    fn pacts(&mut self) {
        let reading = self.reading();
        let (Some(with), Some(signed)) =
            (reading.ontology.relation("signedWith"), reading.ontology.relation("signed"))
        else {
            return;
        };
        let told: Vec<DraftStatement> =
            self.statements.iter().filter(|s| s.relation == with && s.frame.is_some()).cloned().collect();
        for statement in told {
            let DraftObject::Entity(object) = statement.object else { continue };
            let Some(noun) = self.agreement_of(statement.trigger.start, statement.clause.clone()) else {
                continue;
            };
            for agreement in self.cast.resolve(noun, ClassSet::of(&[Class::Agreement])) {
                // Who did not sign tells nothing of the other.
                let parties = match statement.status {
                    Status::Negated | Status::Denied => vec![&statement.subject],
                    _ => vec![&statement.subject, &object],
                };
                for party in parties {
                    let implied = (noun, signed, party.clone(), agreement.clone(), statement.status);
                    self.put_implied(implied, Told::Clause);
                }
            }
        }
    }

    /// "Foreign Minister Lind of Peru signed an accord": so did Peru.
    fn signed_for(&mut self) {
        let reading = self.reading();
        let Some(signed) = reading.ontology.relation("signed") else { return };
        let mut found: Vec<Implied> = Vec::new();
        for statement in &self.statements {
            let DraftObject::Entity(agreement) = &statement.object else { continue };
            // A law is signed by who is in office, and by nobody's state.
            let is_pact = self.cast.drafts[agreement.entity].class() == Class::Agreement;
            if statement.relation != signed || statement.status != Status::Asserted || !is_pact {
                continue;
            }
            if let Some(state) = self.signing_state(statement.subject.entity) {
                let at = statement.trigger.start;
                found.push((at, signed, state, agreement.clone(), statement.status));
            }
        }
        for implied in found {
            self.put_implied(implied, Told::Clause);
        }
    }

    /// The state for which a person acts, by what the text calls him or her.
    fn signing_state(&self, person: DraftIndex) -> Option<Filler> {
        let ontology = self.reading().ontology;
        let role = self.statements.iter().find(|s| {
            s.subject.entity == person
                && s.status == Status::Asserted
                && belonging::of(&ontology[s.relation].name).is_some_and(|its| its.is_for(Use::Signs))
        })?;
        let DraftObject::Entity(state) = &role.object else { return None };
        (self.cast.drafts[state.entity].class() == Class::State).then(|| state.clone())
    }

    /// The noun for the agreement: what evokes the statement, or what hangs by that.
    fn agreement_of(&self, trigger: usize, clause: std::ops::Range<usize>) -> Option<usize> {
        let reading = self.reading();
        let is_pact = |i: &usize| reading.lists_noun("agreementNoun", *i);
        let below = |i: &usize| reading.tree.head(*i) == Some(trigger) && is_pact(i);
        Some(trigger).filter(is_pact).or_else(|| clause.into_iter().find(below))
    }
}
