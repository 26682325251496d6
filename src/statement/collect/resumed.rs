//! Events that a verb tells and a noun takes up: "A bomb exploded in Basra. The blast killed two." The place and those
//! who take part stand by the verb.
//!
//! In comes a definite noun that no earlier noun explains; the verb of its kind in the sentences before tells of the
//! same event. Nothing is told of a deed that no noun takes up, nor where the noun says more than the verb does.

use super::event::Told;
use super::{Collector, DraftStatement, actors};
use crate::entity::cast::Filler;
use crate::mention::clause;
use crate::ontology::{Class, ClassSet};
use crate::parse::Label;
use crate::statement::{Status, modality};

/// Lists of nouns with the lists of the verbs that tell the same, and whether their subject takes part.
const KINDS: [(&str, &str, bool); 10] = [
    ("attackNoun", "attackVerb", true),
    ("attackNoun", "killingVerb", true),
    ("attackNoun", "disasterVerb", false),
    ("disasterNoun", "disasterVerb", false),
    ("electionNoun", "electionVerb", false),
    ("killingNoun", "killingVerb", true),
    ("meetingNoun", "meetingVerb", true),
    ("protestNoun", "protestVerb", true),
    ("talksNoun", "talksVerb", true),
    ("trialNoun", "trialVerb", true),
];

/// Sentences back in which the verb is looked for.
const REACH: usize = 2;

impl Collector<'_, '_> {
    /// Places and participants of events that verbs told of first.
    pub(super) fn resumed(&mut self) {
        let ontology = self.reading().ontology;
        let (Some(participated), Some(took_place)) =
            (ontology.relation("participatedIn"), ontology.relation("tookPlaceIn"))
        else {
            return;
        };
        for head in 0..self.reading().tree.len() {
            let Some((verb, is_done_by)) = self.deed_before(head) else { continue };
            let Some(event) = self.cast.resolve(head, ClassSet::of(&[Class::Event])).into_iter().next()
            else {
                continue;
            };
            let doers = if is_done_by { self.taking_part_by(verb) } else { Vec::new() };
            for who in doers.into_iter().filter(|who| who.entity != event.entity) {
                self.put_event(verb, participated, who, event.clone(), Told::Text);
            }
            let is_placed = |s: &DraftStatement| s.relation == took_place && s.subject.entity == event.entity;
            if self.statements.iter().any(is_placed) {
                continue;
            }
            let places = ClassSet::of(&[Class::Place, Class::State]);
            for place in self.places_of_deed(verb) {
                for place in self.cast.resolve(place, places) {
                    self.put_event(verb, took_place, event.clone(), place, Told::Text);
                }
            }
        }
    }

    /// The verb that told of the event that the noun at token `head` takes up, and whether its subject takes part.
    fn deed_before(&mut self, head: usize) -> Option<(usize, bool)> {
        let reading = self.reading();
        let tree = reading.tree;
        let is_new = self.cast.is_event_phrase(head)
            && self.cast.name_of(head).is_none()
            && self.cast.is_definite(head)
            && self.cast.event_before(head).is_none();
        if !is_new {
            return None;
        }
        let said = self.cast.said_of_event(head)?;
        let dated = |verb: usize| tree.sentence(verb).any(|i| reading.is_time(i));
        let sentence = tree.sentence_number(head);
        let start = tree.sentences()[sentence.saturating_sub(REACH)].start;
        let end = tree.sentence(head).start;
        let told = |verb: usize| {
            let around = tree.sentence(verb);
            let is_same = |word: usize| around.clone().any(|i| tree.word(i) == tree.word(word));
            // "Hundreds marched in Lima. Sunday's protest": where the verb has no day of its own, it was that day.
            said.iter().all(|&word| is_same(word) || reading.is_time(word) && !dated(verb))
        };
        let mut verbs = (start..end).rev().filter(|&i| tree.is_verb(i));
        let (verb, is_done_by) = verbs.find_map(|verb| Some((verb, self.tells_of(verb, head)?)))?;
        let is_real = matches!(modality::status(&reading, verb), Status::Asserted | Status::Planned);
        (is_real && told(verb)).then_some((verb, is_done_by))
    }

    /// Whether a verb tells of what the noun at token `head` stands for; `true` where its subject takes part in it.
    fn tells_of(&self, verb: usize, head: usize) -> Option<bool> {
        let reading = self.reading();
        let tree = reading.tree;
        // "tried to flee"
        if reading.lists_verb("trialVerb", verb) && tree.child(verb, &[Label::Xcomp]).is_some() {
            return None;
        }
        let listed =
            KINDS.iter().find(|(noun, deed, _)| reading.lists(noun, head) && reading.lists_verb(deed, verb));
        let is_own = || is_noun_of(tree.word(head), tree.word(verb));
        listed.map(|(_, _, is_done_by)| *is_done_by).or_else(|| is_own().then_some(true))
    }

    fn taking_part_by(&mut self, verb: usize) -> Vec<Filler> {
        let reading = self.reading();
        let with = clause::prepositional(&reading, verb, &["with"]);
        let is_met = reading.lists_verb("meetingVerb", verb) || reading.lists_verb("talksVerb", verb);
        let with =
            with.into_iter().filter(|_| is_met).flat_map(|(_, who)| clause::coordinated(&reading, who));
        // "was tried in Oslo"
        let is_tried = reading.lists_verb("trialVerb", verb);
        let met = if is_met || is_tried { clause::patients(&reading, verb) } else { Vec::new() };
        let heads: Vec<usize> = clause::agents(&reading, verb).into_iter().chain(with).chain(met).collect();
        heads.into_iter().flat_map(|who| self.cast.resolve(who, actors())).collect()
    }
}

/// "killing" of "kill", "raid" of "raid": the noun that is made of a verb.
fn is_noun_of(noun: &str, verb: &str) -> bool {
    let Some(stem) = noun.strip_suffix("ing") else { return noun == verb };
    let is_doubled =
        |last: char| stem.strip_suffix(last).is_some_and(|rest| rest == verb && rest.ends_with(last));
    stem == verb || verb.strip_suffix('e') == Some(stem) || stem.chars().next_back().is_some_and(is_doubled)
}
