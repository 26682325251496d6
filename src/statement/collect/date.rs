//! When something happened: the date that a clause gives, as a qualifier or as the object of a statement.

use std::ops::Range;

use super::{Collector, DraftObject, governing_verb};
use crate::document::Span;
use crate::entity::cast::Filler;
use crate::ontology::Status;
use crate::statement::Time;
use crate::statement::matching::Match;
use crate::statement::time::{self, Direction};

/// Tokens between a word and a date that stands behind it without hanging by it.
const MAX_GAP: usize = 3;

impl Collector<'_, '_> {
    /// The time that the clause of a trigger gives.
    pub(super) fn time_of(&self, trigger: usize, status: Status) -> Option<Time> {
        let direction = if status == Status::Planned { Direction::Future } else { Direction::Past };
        let verb = governing_verb(&self.reading(), trigger);
        self.times(trigger, direction)
            .into_iter()
            .find(|(token, _)| self.belongs(*token, trigger, verb))
            .map(|(_, time)| time)
    }

    /// The day, month or year that a trigger gives as an object: the one that hangs by it, nearest after it first, else
    /// the one that stands right behind it.
    pub(super) fn date_of(&self, trigger: usize) -> Option<Time> {
        let verb = governing_verb(&self.reading(), trigger);
        let mut times = self.times(trigger, Direction::Past);
        times.retain(|(_, time)| !time.value.contains('/'));
        let hanging = times
            .iter()
            .filter(|(token, _)| self.belongs(*token, trigger, verb))
            .min_by_key(|(token, _)| (*token < trigger, token.abs_diff(trigger)));
        let behind = || times.iter().find(|(token, _)| (trigger..=trigger + MAX_GAP).contains(token));
        hanging.or_else(behind).map(|(_, time)| self.without_lead(time))
    }

    /// The expression without a preposition before it: "1997" of "in 1997".
    fn without_lead(&self, time: &Time) -> Time {
        let text = self.reading().tree.text_at(time.span);
        let lead = text.find(' ').filter(|_| text.starts_with(char::is_lowercase)).map_or(0, |at| at + 1);
        Time { span: Span::new(time.span.start() + lead, time.span.end()), ..time.clone() }
    }

    /// The time expressions of the sentence of a trigger, each with its first token.
    fn times(&self, trigger: usize, direction: Direction) -> Vec<(usize, Time)> {
        let tree = self.reading().tree;
        let sentence = tree.sentence(trigger);
        let span = tree.span(&sentence);
        let found = time::find(tree.text_of(&sentence), span.start(), self.date, direction);
        let first = |time: &Time| sentence.clone().find(|&i| tree.token(i).span.end() > time.span.start());
        found.into_iter().filter_map(|time| first(&time).map(|token| (token, time))).collect()
    }

    /// Whether a token hangs by the trigger or by the verb that governs it, with no other verb between.
    fn belongs(&self, token: usize, trigger: usize, verb: Option<usize>) -> bool {
        let reading = self.reading();
        let tree = reading.tree;
        let mut at = token;
        for _ in 0..8 {
            let Some(head) = tree.head(at) else { return false };
            if head == trigger || Some(head) == verb {
                return true;
            }
            if tree.is_verb(head) {
                return false;
            }
            at = head;
        }
        false
    }

    /// The statement of a frame whose object is a date.
    pub(super) fn put_date(&mut self, hit: &Match, subject: &Filler, date: &Time) -> bool {
        if !self.is_told(self.frame(hit.frame).relation, subject) {
            return false;
        }
        let tokens = self.tokens_of(date, hit.trigger);
        let draft = self.draft(hit, subject, DraftObject::Date(date.clone()), &tokens);
        self.statements.push(draft);
        true
    }

    /// The tokens of an expression in the sentence of a trigger.
    fn tokens_of(&self, date: &Time, trigger: usize) -> Range<usize> {
        let tree = self.reading().tree;
        let inside = |i: &usize| {
            let span = tree.token(*i).span;
            span.end() > date.span.start() && span.start() < date.span.end()
        };
        let mut tokens = tree.sentence(trigger).filter(inside);
        let first = tokens.next().unwrap_or(trigger);
        first..tokens.next_back().unwrap_or(first) + 1
    }
}
