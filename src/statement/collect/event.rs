//! Who takes part in a gathering, and where it is held: "at a press conference with Abbas, Harper said", "the two met
//! in Ramallah … during the meeting".
//!
//! Frames name those who attend, hold or address an event. This adds what no verb names: who speaks at it, who stands
//! after its *with* or *between*, and whose meeting "the meeting" is.

use std::collections::BTreeSet;
use std::ops::Range;

use super::{Collector, DraftObject, DraftStatement, actors};
use crate::entity::cast::{DraftIndex, Filler};
use crate::mention::clause;
use crate::ontology::{Class, ClassSet, RelationId, Status};
use crate::parse::{Label, Pos};
use crate::statement::confidence::Basis;
use crate::statement::modality;
use crate::statement::speech::around;

/// Sentences back in which the meeting that "the meeting" takes up is looked for.
const MAX_SENTENCES: usize = 3;

/// Tokens back in which the first mention of an event is looked for.
const MAX_TOKENS: usize = 400;

/// How the text tells that somebody took part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Told {
    /// By what is said around the event: the clause's modality and speaker hold for it.
    Clause,
    /// By the event's own phrase, which describes it whatever the clause says.
    Phrase,
    /// By a clause that does not name the event.
    Text,
}

impl Collector<'_, '_> {
    /// Participants and places of the gatherings of the text.
    pub(super) fn events(&mut self) {
        let reading = self.reading();
        let (Some(participated), Some(took_place)) =
            (reading.ontology.relation("participatedIn"), reading.ontology.relation("tookPlaceIn"))
        else {
            return;
        };
        for head in 0..reading.tree.len() {
            if self.is_gathering(head) {
                self.gathering(head, participated);
                self.held_in(head, took_place);
                self.acted_in(head, took_place);
            }
        }
    }

    /// Whether token `head` heads a gathering that took shape enough to be an event of its own.
    fn is_gathering(&self, head: usize) -> bool {
        let reading = self.reading();
        let tree = reading.tree;
        if let Some(name) = self.cast.name_of(head) {
            let class = self.cast.named_entity(head).map(|entity| self.cast.drafts[entity].class());
            return name.head == head && class == Some(Class::Event);
        }
        tree.is_noun(head)
            && !self.cast.is_month(head)
            && (reading.lists_noun("gatheringNoun", head) || reading.lists("talksNoun", head))
            && !matches!(tree.label(head), Label::Compound | Label::Nmod | Label::Amod)
    }

    fn gathering(&mut self, head: usize, participated: RelationId) {
        let wanted = actors();
        let mut who: Vec<Filler> = Vec::new();
        for token in self.named_participants(head).into_iter().chain(self.acting_at(head)) {
            who.extend(self.cast.resolve(token, wanted));
        }
        if who.is_empty() {
            return;
        }
        who.extend(self.of_meeting_before(head));
        let Some(event) = self.cast.resolve(head, ClassSet::of(&[Class::Event])).into_iter().next() else {
            return;
        };
        let mut done: BTreeSet<DraftIndex> = BTreeSet::new();
        for participant in who {
            if done.insert(participant.entity) && participant.entity != event.entity {
                self.put_event(head, participated, participant, event.clone(), Told::Clause);
            }
        }
    }

    /// Heads of the phrases that a gathering's own phrase names as taking part.
    fn named_participants(&self, head: usize) -> Vec<usize> {
        let reading = self.reading();
        let tree = reading.tree;
        let mut heads = Vec::new();
        // Between whom talks are is told with the event itself, and a protest is lodged with others.
        let leads: &[&str] = match () {
            () if reading.lists("talksNoun", head) => &["with"],
            () if reading.lists("protestNoun", head) => &["between", "among"],
            () if reading.lists("contestNoun", head) => &["with", "between", "among", "against"],
            () => &["with", "between", "among"],
        };
        for (_, object) in clause::prepositional(&reading, head, leads) {
            let joined = clause::coordinated(&reading, object);
            heads.extend(clause::first_pair(&reading, &joined));
        }
        // "held a press conference with X": the phrase may hang by the verb.
        let verb = tree.head(head).filter(|&up| tree.label(head) == Label::Dobj && tree.is_verb(up));
        let Some(verb) = verb.filter(|&verb| self.is_attended(verb)) else { return heads };
        heads.extend(clause::agents(&reading, verb));
        for (_, object) in clause::prepositional(&reading, verb, &["with"]) {
            heads.extend(clause::coordinated(&reading, object));
        }
        heads
    }

    /// Whether who does this to a gathering is at it.
    fn is_attended(&self, verb: usize) -> bool {
        self.reading().lists("attendingVerb", verb)
    }

    /// Heads of the subject of what is done at a gathering: "X said at the summit", "a speech by X at the summit".
    fn acting_at(&self, head: usize) -> Vec<usize> {
        let reading = self.reading();
        let tree = reading.tree;
        let head = self.part_of_gathering(head);
        let is_after = |up: usize| {
            tree.is_word(up, &["after", "follow", "following"])
                && !clause::prepositional(&reading, head, &["with"]).is_empty()
        };
        let preposition = tree.head(head).filter(|&up| {
            tree.label(head) == Label::Pobj
                && (tree.is_word(up, &["at", "during", "in", "on"]) || is_after(up))
        });
        let Some(governor) = preposition.and_then(|up| tree.head(up)) else { return Vec::new() };
        // "resigned in protest of the law" is no protest.
        let is_motive = tree.word(head) == "protest" && tree.child(head, &[Label::Det]).is_none();
        if is_motive && preposition.is_some_and(|up| tree.word(up) == "in") {
            return Vec::new();
        }
        if tree.is_verb(governor) {
            return clause::agents(&reading, governor);
        }
        // "made the remark after talks with Lind": the phrase may hang by the object.
        let is_late = preposition.is_some_and(is_after);
        let above = tree.head(governor).filter(|&up| tree.label(governor) == Label::Dobj && tree.is_verb(up));
        if let Some(verb) = above.filter(|_| is_late) {
            return clause::agents(&reading, verb);
        }
        if !reading.lists("speechNoun", governor) && !reading.lists("spokenNoun", governor) {
            return Vec::new();
        }
        // "gave a speech at the summit": the phrase may hang by the object.
        let verb = tree.head(governor).filter(|&up| tree.label(governor) == Label::Dobj && tree.is_verb(up));
        verb.map_or_else(Vec::new, |verb| clause::agents(&reading, verb))
    }

    /// "at the close of the summit": the noun for the part of a gathering at which something is done.
    pub(super) fn part_of_gathering(&self, head: usize) -> usize {
        let tree = self.reading().tree;
        let of = tree.head(head).filter(|&up| tree.label(head) == Label::Pobj && tree.word(up) == "of");
        of.and_then(|of| tree.head(of)).filter(|&part| self.reading().lists("partNoun", part)).unwrap_or(head)
    }

    /// "the meeting": those who were said to have met shortly before.
    fn of_meeting_before(&self, head: usize) -> Vec<Filler> {
        let reading = self.reading();
        let tree = reading.tree;
        if !tree.is_word(head, &["meeting", "talk", "visit"]) || !self.cast.is_definite(head) {
            return Vec::new();
        }
        let met = reading.ontology.relation("metWith");
        let sentence = tree.sentence_number(head);
        let before = self.statements.iter().filter(|s| {
            Some(s.relation) == met
                && s.status == Status::Asserted
                && s.trigger.end <= head
                && tree.sentence_number(s.trigger.start) + MAX_SENTENCES >= sentence
        });
        let Some(last) = before.max_by_key(|s| s.trigger.start) else { return Vec::new() };
        let DraftObject::Entity(object) = &last.object else { return Vec::new() };
        vec![last.subject.clone(), object.clone()]
    }

    /// The place that the phrase of a gathering, or of the verb that holds it, names.
    fn held_in(&mut self, head: usize, took_place: RelationId) {
        let reading = self.reading();
        let tree = reading.tree;
        let verb = tree.head(head).filter(|&up| {
            matches!(tree.label(head), Label::Dobj | Label::Nsubjpass)
                && tree.is_verb(up)
                && reading.lists("lightVerb", up)
        });
        let Some(verb) = verb else { return };
        let places = ClassSet::of(&[Class::Place, Class::State]);
        for (_, place) in clause::prepositional(&reading, verb, &["in", "at"]) {
            let Some(place) = self.cast.resolve(place, places).into_iter().next() else { continue };
            let event = self.cast.resolve(head, ClassSet::of(&[Class::Event])).into_iter().next();
            if let Some(event) = event {
                self.put_event(head, took_place, event, place, Told::Clause);
            }
        }
    }

    /// "spoke in Oslo at a conference on fishing", "flew to Oslo for talks": where somebody acts at, or comes for, a
    /// gathering whose phrase names no place.
    fn acted_in(&mut self, head: usize, took_place: RelationId) {
        let reading = self.reading();
        if !clause::prepositional(&reading, head, &["in"]).is_empty() {
            return;
        }
        let Some((verb, comes)) = self.verb_at(head).map(|verb| (verb, false)).or_else(|| {
            let verb = self.coming_for(head).or_else(|| self.coming_to_attend(head));
            verb.map(|verb| (verb, true))
        }) else {
            return;
        };
        let leads: &[&str] = if comes { &["in", "to"] } else { &["in"] };
        let places = ClassSet::of(&[Class::Place, Class::State]);
        for (_, place) in clause::prepositional(&reading, verb, leads) {
            let Some(place) = self.cast.resolve(place, places).into_iter().next() else { continue };
            let event = self.cast.resolve(head, ClassSet::of(&[Class::Event])).into_iter().next();
            if let Some(event) = event {
                self.put_event(head, took_place, event, place, Told::Clause);
            }
        }
    }

    /// "spoke in Oslo at a conference": the verb of what is done at a gathering.
    fn verb_at(&self, head: usize) -> Option<usize> {
        let tree = self.reading().tree;
        let lead = tree.head(head).filter(|&up| tree.label(head) == Label::Pobj && tree.word(up) == "at")?;
        tree.head(lead).filter(|&up| tree.is_verb(up) || tree.pos(up) == Pos::Aux)
    }

    /// "flew to Oslo for talks": the verb of coming whose purpose a gathering is.
    fn coming_for(&self, head: usize) -> Option<usize> {
        let reading = self.reading();
        let tree = reading.tree;
        let lead = tree.head(head).filter(|&up| tree.label(head) == Label::Pobj && tree.word(up) == "for")?;
        let above = tree.head(lead)?;
        // Parsers also hang the purpose by the place.
        let verb = if tree.label(above) == Label::Pobj {
            tree.head(above).and_then(|preposition| tree.head(preposition))?
        } else {
            above
        };
        let is_verb = tree.is_verb(verb) || tree.pos(verb) == Pos::Aux;
        (is_verb && reading.lists("comingVerb", verb)).then_some(verb)
    }

    /// "flew to Oslo to attend the summit", "in Oslo to take part in talks"
    fn coming_to_attend(&self, head: usize) -> Option<usize> {
        let reading = self.reading();
        let tree = reading.tree;
        let above = tree.head(head)?;
        let attends = match tree.label(head) {
            Label::Dobj => above,
            Label::Pobj if tree.is_word(above, &["at", "in"]) => tree.head(above)?,
            _ => return None,
        };
        let coming = tree.head(attends).filter(|&verb| reading.lists("comingVerb", verb))?;
        let is_purpose = matches!(tree.label(attends), Label::Advcl | Label::Xcomp)
            && tree.is_infinitive(attends)
            && reading.lists_verb("attendVerb", attends);
        is_purpose.then_some(coming)
    }

    /// "was also killed in the airstrike": by whoever's airstrike it is, by its own phrase or by what was said of it.
    pub(super) fn killed_in(&mut self, trigger: usize) -> bool {
        let reading = self.reading();
        let tree = reading.tree;
        let Some(killed) = reading.ontology.relation("killed") else { return false };
        if tree.word(trigger) != "kill" || !clause::is_passive(&reading, trigger) {
            return false;
        }
        let relation = &reading.ontology[killed];
        let events = clause::prepositional(&reading, trigger, &["in", "by", "during"]);
        let event =
            events.into_iter().map(|(_, event)| event).find(|&event| reading.lists_noun("eventNoun", event));
        let mut doers = match event {
            Some(event) => self.doers(event, relation.domain),
            None if clause::agents(&reading, trigger).is_empty() => {
                let heads = self.attackers_beside(trigger);
                heads.into_iter().flat_map(|head| self.doers(head, relation.domain)).collect()
            }
            None => return false,
        };
        if let Some(event) = event
            && doers.is_empty()
        {
            doers.extend(self.owner_before(event, relation.domain));
            if doers.is_empty() {
                doers.extend(self.attacker_of(event));
            }
        }
        let victims: Vec<Filler> = clause::subjects(&reading, trigger)
            .into_iter()
            .flat_map(|victim| self.cast.resolve(victim, relation.range))
            .collect();
        let mut any = false;
        for doer in &doers {
            for victim in &victims {
                if doer.entity != victim.entity {
                    self.put_event(trigger, killed, doer.clone(), victim.clone(), Told::Clause);
                    any = true;
                }
            }
        }
        any
    }

    /// Whose the event was when the text first named it: "an Israeli airstrike … in the airstrike".
    fn owner_before(&mut self, event: usize, wanted: ClassSet) -> Vec<Filler> {
        let reading = self.reading();
        let tree = reading.tree;
        if !self.cast.is_definite(event) {
            return Vec::new();
        }
        let noun = tree.word(event);
        let first = event.saturating_sub(MAX_TOKENS);
        let before: Vec<usize> =
            (first..event).rev().filter(|&i| tree.word(i) == noun && tree.is_noun(i)).collect();
        before.into_iter().map(|i| self.doers(i, wanted)).find(|doers| !doers.is_empty()).unwrap_or_default()
    }

    /// Who takes part in a gathering in another state than his or her own visits it.
    pub(super) fn attended_abroad(&mut self) {
        let ontology = self.reading().ontology;
        let (Some(participated), Some(took_place), Some(visited)) = (
            ontology.relation("participatedIn"),
            ontology.relation("tookPlaceIn"),
            ontology.relation("visited"),
        ) else {
            return;
        };
        let is_told = |s: &&DraftStatement| s.status == Status::Asserted;
        let held: Vec<(DraftIndex, Filler)> = self
            .statements
            .iter()
            .filter(is_told)
            .filter(|s| s.relation == took_place)
            .filter_map(|s| match &s.object {
                DraftObject::Entity(place) => Some((s.subject.entity, place.clone())),
                _ => None,
            })
            .collect();
        let present: Vec<(usize, Filler, DraftIndex)> = self
            .statements
            .iter()
            .filter(is_told)
            .filter(|s| s.relation == participated)
            .filter_map(|s| match &s.object {
                DraftObject::Entity(event) => Some((s.trigger.start, s.subject.clone(), event.entity)),
                _ => None,
            })
            .collect();
        for (trigger, who, event) in present {
            let is_person = self.cast.drafts[who.entity].class() == Class::Person;
            if !is_person || !self.is_held(event) {
                continue;
            }
            for (_, place) in held.iter().filter(|(other, _)| *other == event) {
                if self.is_away(who.entity, place.entity) {
                    self.put_event(trigger, visited, who.clone(), place.clone(), Told::Text);
                }
            }
        }
    }

    /// Whether people come together at an event, as at a summit or a funeral.
    fn is_held(&self, event: DraftIndex) -> bool {
        let reading = self.reading();
        let draft = &self.cast.drafts[event];
        draft.nouns.first().is_some_and(|noun| {
            ["gatheringNoun", "meetingNoun", "talksNoun"]
                .iter()
                .any(|list| reading.ontology.lists(list, noun))
        })
    }

    /// Who was said to have made the attack that a definite noun takes up.
    fn attacker_of(&self, event: usize) -> Option<Filler> {
        let reading = self.reading();
        let tree = reading.tree;
        if !self.cast.is_definite(event) {
            return None;
        }
        let noun = tree.word(event);
        let is_same = |i: usize| {
            let other = tree.word(i);
            tree.is_noun(i) && (other == noun || other.ends_with(noun) || noun.ends_with(other))
        };
        self.statements
            .iter()
            .filter(|s| {
                reading.ontology[s.relation].family == "assault"
                    && s.status == Status::Asserted
                    && s.trigger.end <= event
                    && s.clause.clone().any(is_same)
            })
            .max_by_key(|s| s.trigger.start)
            .map(|s| s.subject.clone())
    }

    pub(super) fn put_event(
        &mut self,
        head: usize,
        relation: RelationId,
        subject: Filler,
        object: Filler,
        told: Told,
    ) {
        let reading = self.reading();
        let same = |s: &DraftStatement| {
            s.relation == relation
                && s.subject.entity == subject.entity
                && matches!(&s.object, DraftObject::Entity(other) if other.entity == object.entity)
        };
        if self.statements.iter().any(same) {
            return;
        }
        let is_said = told != Told::Phrase;
        let mut status = if is_said { modality::status(&reading, head) } else { Status::Asserted };
        if is_said && around(&self.speeches, head).is_some_and(|speech| speech.is_denial) {
            status = Status::Denied;
        }
        let speaker = self.speaker_of(head).filter(|_| is_said);
        let clause = super::clause_around(&reading, head, &[&subject.tokens, &object.tokens]);
        let time = self.time_of(head, status);
        let trigger: Range<usize> = head..head + 1;
        let origin = format!("{}#event", reading.ontology[relation].name);
        let told = (subject, relation, DraftObject::Entity(object));
        let plain = DraftStatement::plain(Basis::Inference, told, trigger, clause, origin);
        self.statements.push(DraftStatement { status, speaker, time, ..plain });
    }
}
