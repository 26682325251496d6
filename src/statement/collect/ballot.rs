//! Who took part in an election that the clause does not name: "the Greens won 12 seats", "Berg was re-elected",
//! "Unity Party – 31 seats".
//!
//! The election is the one that the sentence names, or else the nearest that the text names before, or behind.

use std::collections::BTreeSet;

use super::event::Told;
use super::{Collector, DraftObject};
use crate::entity::cast::{DraftIndex, Filler};
use crate::mention::clause;
use crate::ontology::{Class, ClassSet, RelationId};
use crate::parse::{Label, Pos};

/// Sentences back in which the election is looked for.
const MAX_SENTENCES: usize = 12;

impl Collector<'_, '_> {
    /// Participants of elections that only the text around names.
    pub(super) fn ballots(&mut self) {
        let Some(participated) = self.reading().ontology.relation("participatedIn") else { return };
        let contenders = ClassSet::of(&[Class::Person, Class::Organization]);
        let mut done: BTreeSet<(DraftIndex, DraftIndex)> = BTreeSet::new();
        for token in 0..self.reading().tree.len() {
            let heads = self.contenders(token);
            let who: Vec<Filler> =
                heads.into_iter().flat_map(|head| self.cast.resolve(head, contenders)).collect();
            if who.is_empty() {
                continue;
            }
            let Some(election) = self.election_of(token) else { continue };
            for participant in who {
                if done.insert((participant.entity, election.entity)) {
                    self.put_event(token, participated, participant, election.clone(), Told::Text);
                }
            }
        }
        self.voters(participated);
    }

    /// "Peruvians went to the polls": who votes takes part in the election that the text names; "the polls" are no other.
    fn voters(&mut self, participated: RelationId) {
        let events = ClassSet::of(&[Class::Event]);
        for verb in 0..self.reading().tree.len() {
            let Some(polls) = self.going_to_polls(verb) else { continue };
            let Some(election) = self.election_of(verb) else { continue };
            let Some(event) = self.cast.resolve(polls, events).into_iter().next() else { continue };
            if event.entity == election.entity {
                continue;
            }
            for statement in &mut self.statements {
                if statement.relation == participated
                    && let DraftObject::Entity(object) = &mut statement.object
                    && object.entity == event.entity
                {
                    *object = election.clone();
                }
            }
        }
    }

    /// The noun of "go to the polls" with its verb at token `verb`.
    fn going_to_polls(&self, verb: usize) -> Option<usize> {
        let reading = self.reading();
        let tree = reading.tree;
        if !tree.is_word(verb, &["go", "head", "return"]) {
            return None;
        }
        let to = clause::prepositional(&reading, verb, &["to"]);
        to.into_iter().map(|(_, polls)| polls).find(|&polls| {
            tree.text(polls) == "polls"
                && tree.children(polls).iter().all(|&kid| matches!(tree.label(kid), Label::Det | Label::Prep))
        })
    }

    /// Heads of those who stand for election by what is told at `token`.
    fn contenders(&self, token: usize) -> Vec<usize> {
        let reading = self.reading();
        let tree = reading.tree;
        if let Some(listed) = self.listed_with_seats(token) {
            return vec![listed];
        }
        if !tree.is_verb(token) {
            return Vec::new();
        }
        // "Parliament elected a speaker" is no election that the text tells of elsewhere.
        if tree.is_word(token, &["elect", "re-elect", "reelect"]) {
            // Parsers take "re-elected" for an adjective.
            if tree.label(token) == Label::Acomp
                && let Some(copula) = tree.head(token).filter(|&up| tree.word(up) == "be")
            {
                return clause::subjects(&reading, copula);
            }
            let is_by_voters = clause::is_passive(&reading, token)
                && clause::agents(&reading, token).is_empty()
                && tree.child(token, &[Label::Prep]).is_none_or(|to| tree.word(to) != "as");
            return if is_by_voters { clause::patients(&reading, token) } else { Vec::new() };
        }
        if reading.lists("defeatingVerb", token) {
            let mut both = clause::agents(&reading, token);
            // "the coalition ousted the president": by force.
            if both.iter().any(|&winner| reading.lists("ledForceNoun", winner)) {
                return Vec::new();
            }
            both.extend(clause::patients(&reading, token));
            return both;
        }
        let is_prize = |&object: &usize| reading.lists("ballotPrize", object);
        let ahead = self.ahead(token);
        if !ahead.is_empty() {
            return ahead;
        }
        let wins = reading.lists("winningVerb", token)
            && clause::patients(&reading, token).iter().any(is_prize)
            && !clause::is_passive(&reading, token);
        if wins { clause::agents(&reading, token) } else { Vec::new() }
    }

    /// "Berg led Holm by 900 votes": both stand for election.
    fn ahead(&self, verb: usize) -> Vec<usize> {
        let reading = self.reading();
        let tree = reading.tree;
        if !tree.is_word(verb, &["lead", "trail"]) || clause::is_passive(&reading, verb) {
            return Vec::new();
        }
        let by = clause::prepositional(&reading, verb, &["by"]);
        if !by.iter().any(|&(_, by)| reading.lists("ballotPrize", by) || tree.is_word(by, &["point"])) {
            return Vec::new();
        }
        let mut both = clause::agents(&reading, verb);
        both.extend(clause::patients(&reading, verb));
        both
    }

    /// "Unity Party – 31 seats", "Unity Party: 31 seats": the name before the count.
    fn listed_with_seats(&self, token: usize) -> Option<usize> {
        let tree = self.reading().tree;
        if token < 3 || !self.reading().lists("seatNoun", token) {
            return None;
        }
        let is_listed =
            tree.pos(token - 1) == Pos::Num && matches!(tree.text(token - 2), "-" | "–" | "—" | ":" | "(");
        let before = if is_listed && tree.text(token - 3) == ")" {
            (token.saturating_sub(9)..token - 3).rev().find(|&i| tree.text(i) == "(")?.checked_sub(1)?
        } else {
            token - 3
        };
        self.cast.name_of(before).filter(|_| is_listed).map(|name| name.head)
    }

    /// The election that is meant at `token`.
    fn election_of(&mut self, token: usize) -> Option<Filler> {
        let reading = self.reading();
        let tree = reading.tree;
        let sentence = tree.sentence_number(token);
        let own = tree.sentence(token);
        let earlier =
            (0..own.start).rev().take_while(|&i| tree.sentence_number(i) + MAX_SENTENCES >= sentence);
        // Results may stand before the text that explains them.
        let later =
            (own.end..tree.len()).take_while(|&i| tree.sentence_number(i) <= sentence + MAX_SENTENCES);
        let near = own.clone().rev().chain(earlier).chain(later);
        let heads: Vec<usize> = near.filter(|&i| self.is_election(i)).collect();
        let events = ClassSet::of(&[Class::Event]);
        heads.into_iter().find_map(|head| self.cast.resolve(head, events).into_iter().next())
    }

    /// Whether token `i` heads an election that is told of, and not one that others are compared with.
    fn is_election(&self, i: usize) -> bool {
        let reading = self.reading();
        let tree = reading.tree;
        let is_compared = || {
            tree.label(i) == Label::Pobj
                && tree.head(i).is_some_and(|up| tree.is_word(up, &["from", "since", "than", "to"]))
        };
        reading.lists("electionNoun", i)
            && !reading.lists("vagueElectionNoun", i)
            && self.cast.is_event_phrase(i)
            && !is_compared()
    }
}
