//! What is said: one statement for each speaker of each speech.

use super::{Collector, DraftObject, DraftStatement, actors};
use crate::entity::cast::{DraftIndex, Filler};
use crate::mention::{Reading, clause};
use crate::ontology::{RelationId, Status};
use crate::parse::Label;
use crate::statement::AttributionKind;
use crate::statement::confidence::Basis;
use crate::statement::modality;
use crate::statement::speech::Speech;

impl Collector<'_, '_> {
    pub(super) fn speech(&mut self) {
        let reading = self.reading();
        let (Some(said), Some(denied)) =
            (reading.ontology.relation("said"), reading.ontology.relation("denied"))
        else {
            return;
        };
        for number in 0..self.speeches.len() {
            let speech = self.speeches[number].clone();
            if speech.clause.len() < 2 {
                continue;
            }
            if speech.is_denial && self.denied_before(speech.trigger).is_some() {
                continue;
            }
            let relation = if speech.is_denial { denied } else { said };
            let relay = speech.relay.and_then(|head| self.cast.resolve(head, actors()).into_iter().next());
            let outer = self.outer_speaker(&speech, number);
            let speaker = relay.map(|filler| (filler.entity, AttributionKind::Report)).or(outer);
            let status = said_status(&reading, &speech);
            if !is_uttered(&reading, &speech, status) {
                continue;
            }
            let frame_name = self.reporting_frame(relation, speech.trigger);
            let speakers: Vec<Filler> = speech.speakers.iter().flat_map(|&head| self.speaker(head)).collect();
            for subject in speakers {
                // "I can say that …" inside a quotation is part of what its speaker said.
                if outer.is_some_and(|(entity, _)| entity == subject.entity) {
                    continue;
                }
                let clause = subject.tokens.start.min(speech.clause.start).min(speech.trigger)
                    ..subject.tokens.end.max(speech.clause.end).max(speech.trigger + 1);
                let told = (subject, relation, DraftObject::Text(speech.clause.clone()));
                let trigger = speech.trigger..speech.trigger + 1;
                let plain = DraftStatement::plain(Basis::Speech, told, trigger, clause, frame_name.clone());
                let time = self.time_of(speech.trigger, Status::Asserted);
                self.statements.push(DraftStatement { status, speaker, time, ..plain });
            }
        }
    }

    /// Who reports that somebody said something: the speaker of a speech that this one stands in.
    pub(super) fn outer_speaker(
        &mut self,
        speech: &Speech,
        number: usize,
    ) -> Option<(DraftIndex, AttributionKind)> {
        let outer = self
            .speeches
            .iter()
            .enumerate()
            .filter(|(i, other)| {
                *i != number && other.trigger != speech.trigger && other.clause.contains(&speech.trigger)
            })
            .min_by_key(|(_, other)| other.clause.len())
            .map(|(_, other)| (other.speakers.first().copied(), other.kind))?;
        let entity = self.speaker(outer.0?).first()?.entity;
        Some((entity, outer.1))
    }

    /// The frame of a reporting verb, for the evidence: the first of the relation that has the verb as its trigger.
    pub(super) fn reporting_frame(&self, relation: RelationId, trigger: usize) -> String {
        let reading = self.reading();
        let ontology = reading.ontology;
        let word = reading.tree.word(trigger);
        let known = ontology
            .index
            .beginning(word)
            .iter()
            .find(|id| ontology.frames[id.0 as usize].relation == relation);
        match known {
            Some(id) => ontology.frame_name(*id),
            None => format!("{}#lexicon", ontology[relation].name),
        }
    }
}

/// Whether the act of saying is negated by what hangs by the verb or by the verb above: "did not say", "stopped short of
/// saying".
fn said_status(reading: &Reading<'_>, speech: &Speech) -> Status {
    let is_governed = matches!(reading.tree.label(speech.trigger), Label::Pcomp | Label::Xcomp);
    let status = if is_governed {
        modality::status(reading, speech.trigger)
    } else {
        modality::own_status(reading, speech.trigger)
    };
    if status == Status::Negated { Status::Negated } else { Status::Asserted }
}

/// Whether a speech was spoken or written: not what somebody only thinks, and nothing that they "did not disclose".
fn is_uttered(reading: &Reading<'_>, speech: &Speech, status: Status) -> bool {
    let tree = reading.tree;
    let is_thought = speech.kind == AttributionKind::Report && reading.lists("thoughtVerb", speech.trigger);
    let is_clause = || {
        speech.clause.start > speech.trigger
            && tree.children_with(speech.trigger, &[Label::Ccomp]).any(|kid| tree.is_finite(kid))
    };
    // "could announce a date", "will present a plan": nobody knows yet what will be said.
    let is_to_come = || {
        let own = modality::own_status(reading, speech.trigger);
        speech.kind == AttributionKind::Report && matches!(own, Status::Possible | Status::Planned)
    };
    // "are required to pledge to leave", "insists that the budget include a wall": what is wanted is not yet said, or no
    // report.
    let is_wanted = || {
        let is_told_to = tree.label(speech.trigger) == Label::Xcomp
            && tree.is_infinitive(speech.trigger)
            && tree.head(speech.trigger).is_some_and(|verb| {
                clause::is_passive(reading, verb)
                    && tree.is_word(
                        verb,
                        &["ask", "compel", "force", "oblige", "order", "request", "require", "urge"],
                    )
            });
        let is_demand = tree.word(speech.trigger) == "insist"
            && tree
                .children_with(speech.trigger, &[Label::Ccomp])
                .any(|kid| kid > speech.trigger && modality::is_wished(reading, kid));
        speech.kind == AttributionKind::Report && (is_told_to || is_demand)
    };
    !is_thought && !is_wanted() && (status != Status::Negated && !is_to_come() || is_clause())
}
