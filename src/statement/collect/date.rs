//! When something happened: the date that a clause gives, as a qualifier or as the object of a statement.
//!
//! The time expressions of the text are read once ([`told`]); each hangs by a word. [`Collector::time_of`] asks which of
//! them tell when the predication of a trigger was: those that hang by the trigger or its verb, and those of the verb
//! above if the one below is a part of what it tells. What is said, and when it is said, have times of their own.

use std::ops::Range;

use jiff::civil::Date;

use super::{Collector, DraftObject, governing_verb};
use crate::document::Span;
use crate::entity::cast::{Cast, Filler};
use crate::mention::Reading;
use crate::ontology::Status;
use crate::parse::{Label, Pos, Tag};
use crate::statement::Time;
use crate::statement::matching::Match;
use crate::statement::time::{self, Direction, Setting};

/// Tokens between a word and a date that stands behind it without hanging by it.
const MAX_GAP: usize = 3;

/// Steps from a word to the one that governs it.
const MAX_STEPS: usize = 8;

/// Sentences back in which the time that "a year later" is measured from may stand.
const MAX_SENTENCES: usize = 3;

/// A time expression of the text.
#[derive(Clone, Debug)]
pub(super) struct Told {
    pub(super) tokens: Range<usize>,
    is_duration: bool,
    /// The word outside of the expression and its preposition that it hangs by.
    head: Option<usize>,
    direction: Direction,
    /// As the tense of its clause has it.
    time: Option<Time>,
    /// As something to come.
    future: Option<Time>,
}

impl Told {
    /// Whether the numbers in it are those of a date.
    pub(super) fn is_date(&self) -> bool {
        !self.is_duration
    }
}

/// The time expressions of the text, in order.
pub(super) fn told(cast: &Cast<'_>, date: Option<Date>) -> Vec<Told> {
    let reading = &cast.reading;
    let tree = reading.tree;
    let mut all: Vec<Told> = Vec::new();
    let mut anchor: Option<(usize, Time)> = None;
    for (number, sentence) in tree.sentences().iter().enumerate() {
        let start = tree.span(sentence).start();
        for phrase in time::phrases(tree.text_of(sentence), start) {
            let tokens = tokens_at(reading, phrase.span, sentence);
            // "USA Today"
            if cast.name_of(tokens.start).is_some_and(|name| name.tokens.start < tokens.start) {
                continue;
            }
            let head = head_of(reading, &tokens);
            let is_due = tokens.start > sentence.start && tree.word(tokens.start - 1) == "for";
            let direction = match head {
                // "a vote for December"
                Some(_) if is_due => Direction::Future,
                Some(head) => direction(reading, head),
                None => Direction::Past,
            };
            let near = anchor.as_ref().filter(|(at, _)| at + MAX_SENTENCES >= number).map(|(_, time)| time);
            let setting = Setting { date, direction, anchor: near };
            let time = phrase.resolve(&setting);
            let future = phrase.resolve(&Setting { direction: Direction::Future, ..setting });
            let is_saying = head.is_some_and(|head| reading.ontology.reports(tree.word(head)));
            if let Some(time) = time.as_ref().filter(|_| direction == Direction::Past && !is_saying) {
                anchor = Some((number, time.clone()));
            }
            let is_duration = phrase.duration().is_some();
            all.push(Told { tokens, is_duration, head, direction, time, future });
        }
    }
    all
}

/// The tokens of an expression in a range of tokens.
fn tokens_at(reading: &Reading<'_>, wanted: Span, within: &Range<usize>) -> Range<usize> {
    let tree = reading.tree;
    let mut tokens = within.clone().filter(|&i| tree.token(i).span.overlaps(wanted));
    let first = tokens.next().unwrap_or(within.start);
    first..tokens.next_back().unwrap_or(first) + 1
}

/// The word that an expression hangs by: the verb of saying right before it, whatever the parser says ("said on Friday
/// he would"), else the first word above that is neither in it nor a preposition.
fn head_of(reading: &Reading<'_>, tokens: &Range<usize>) -> Option<usize> {
    let tree = reading.tree;
    let sentence = tree.sentence(tokens.start);
    // "reported Monday's attack"
    if tokens.clone().any(|i| tree.label(i) == Label::Poss) {
        return above(reading, tokens);
    }
    let before = (sentence.start..tokens.start).rev().find(|&i| tree.pos(i) != Pos::Adp);
    let is_saying = |&i: &usize| tree.is_verb(i) && reading.ontology.reports(tree.word(i));
    before.filter(is_saying).or_else(|| above(reading, tokens))
}

fn above(reading: &Reading<'_>, tokens: &Range<usize>) -> Option<usize> {
    let tree = reading.tree;
    let outside = tokens.clone().find_map(|i| tree.head(i).filter(|head| !tokens.contains(head)))?;
    std::iter::once(outside).chain(tree.ancestors(outside)).take(MAX_STEPS).find(|&up| {
        !tokens.contains(&up) && !matches!(tree.pos(up), Pos::Adp | Pos::Sconj | Pos::Adv | Pos::Part)
    })
}

/// Which way from the document's date a clause looks: the tense of the verb that governs a word.
fn direction(reading: &Reading<'_>, head: usize) -> Direction {
    let tree = reading.tree;
    let Some(mut verb) = governing_verb(reading, head) else {
        return if reading.lists("plannedAdjective", head) { Direction::Future } else { Direction::Past };
    };
    if tree.children_with(head, &[Label::Amod]).any(|kid| reading.lists("plannedModifier", kid)) {
        return Direction::Future;
    }
    for _ in 0..MAX_STEPS {
        let auxiliaries: Vec<usize> = tree.children_with(verb, &[Label::Aux, Label::Auxpass]).collect();
        let has = |wanted: &[&str]| auxiliaries.iter().any(|&i| tree.is_word(i, wanted));
        if auxiliaries.iter().any(|&i| tree.tag(i) == Tag::Md) {
            return if has(&["have"]) { Direction::Past } else { Direction::Future };
        }
        if has(&["have"])
            || auxiliaries.iter().any(|&i| tree.tag(i) == Tag::Vbd) && tree.tag(verb) != Tag::Vbg
        {
            // "was scheduled for Monday" may be over or not; the nearest day past is as likely.
            return Direction::Past;
        }
        let above = tree.head(verb).and_then(|up| governing_verb(reading, up));
        let is_part = matches!(tree.label(verb), Label::Xcomp | Label::Conj | Label::Advcl | Label::Pcomp);
        match tree.tag(verb) {
            Tag::Vbd => return Direction::Past,
            // "to meet on Monday": what is begun is as the beginning, the rest is to come.
            Tag::Vb => match above.filter(|&up| is_part && reading.lists("factual", up)) {
                Some(up) => verb = up,
                None => return Direction::Future,
            },
            Tag::Vbn if reading.lists("plannedVerb", verb) => return Direction::Future,
            Tag::Vbn if auxiliaries.is_empty() => return Direction::Past,
            Tag::Vbg if auxiliaries.is_empty() => match above {
                Some(up) => verb = up,
                None => return Direction::Past,
            },
            // "meets on Monday", "is meeting on Monday"; "comes after talks in March" is not about the month to come.
            _ if head == verb && !reading.ontology.reports(tree.word(verb)) => return Direction::Future,
            _ => return Direction::Past,
        }
    }
    Direction::Past
}

impl Collector<'_, '_> {
    /// The time that the clause of a trigger gives.
    pub(super) fn time_of(&self, trigger: usize, status: Status) -> Option<Time> {
        let told = self.time_told(trigger)?;
        if status == Status::Planned && told.direction == Direction::Past { &told.future } else { &told.time }
            .clone()
    }

    /// The expression that tells when the predication of a trigger was.
    fn time_told(&self, trigger: usize) -> Option<&Told> {
        let reading = self.reading();
        let sentence = reading.tree.sentence(trigger);
        let nearest = |word: usize, limit: usize| {
            self.told
                .iter()
                .filter(|told| sentence.contains(&told.tokens.start) && told.tokens.start < limit)
                .filter(|told| told.time.is_some() && hangs_by(&reading, told, word))
                .min_by_key(|told| told.tokens.start.abs_diff(word))
        };
        if let found @ Some(_) = nearest(trigger, usize::MAX) {
            return found;
        }
        let mut verb = trigger;
        if !reading.tree.is_verb(trigger) {
            verb = carrier(&reading, trigger)?;
        }
        let mut limit = usize::MAX;
        for _ in 0..MAX_STEPS {
            if let found @ Some(_) = nearest(verb, limit) {
                return found;
            }
            (verb, limit) = shared(&reading, verb, limit)?;
        }
        None
    }

    /// The day, month or year that a trigger gives as an object: the one that hangs by it, nearest after it first, else
    /// the one that stands right behind it.
    pub(super) fn date_of(&self, trigger: usize) -> Option<Time> {
        let verb = governing_verb(&self.reading(), trigger);
        let sentence = self.reading().tree.sentence(trigger);
        let dates: Vec<(usize, &Time)> = self
            .told
            .iter()
            .filter(|told| sentence.contains(&told.tokens.start))
            .filter_map(|told| told.time.as_ref().map(|time| (told.tokens.start, time)))
            .filter(|(_, time)| !time.value.contains('/'))
            .collect();
        let hanging = dates
            .iter()
            .filter(|(token, _)| self.belongs(*token, trigger, verb))
            .min_by_key(|(token, _)| (*token < trigger, token.abs_diff(trigger)));
        let behind = || dates.iter().find(|(token, _)| (trigger..=trigger + MAX_GAP).contains(token));
        hanging.or_else(behind).map(|(_, time)| (*time).clone())
    }

    /// Whether a token hangs by the trigger or by the verb that governs it, with no other verb between.
    fn belongs(&self, token: usize, trigger: usize, verb: Option<usize>) -> bool {
        let reading = self.reading();
        let tree = reading.tree;
        let mut at = token;
        for _ in 0..MAX_STEPS {
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
        let reading = self.reading();
        let tokens = tokens_at(&reading, date.span, &reading.tree.sentence(hit.trigger));
        let draft = self.draft(hit, subject, DraftObject::Date(date.clone()), &tokens);
        self.statements.push(draft);
        true
    }
}

/// Whether an expression tells when `word` was: it hangs by it, or by a noun of its phrase that is no event itself.
fn hangs_by(reading: &Reading<'_>, told: &Told, word: usize) -> bool {
    let tree = reading.tree;
    let Some(mut at) = told.head else { return false };
    // "the 2010 attack": the noun behind has the time to itself.
    let is_before = |noun: usize| told.tokens.end <= noun && tree.is_noun(noun);
    let is_light = tree.is_verb(word) && reading.lists("lightVerb", word);
    for _ in 0..MAX_STEPS {
        if at == word {
            return true;
        }
        let is_own = is_before(at) || (!is_light && is_event(reading, at));
        if tree.is_verb(at) || is_own || told.tokens.contains(&at) {
            return false;
        }
        let Some(head) = tree.head(at) else { return false };
        at = head;
    }
    false
}

/// Whether a noun is something that happens.
fn is_event(reading: &Reading<'_>, noun: usize) -> bool {
    ["eventNoun", "warNoun", "agreementNoun", "proposalNoun"]
        .iter()
        .any(|list| reading.lists_noun(list, noun))
}

/// The verb whose time is that of a noun: the noun is its subject or object, or what it is about.
fn carrier(reading: &Reading<'_>, noun: usize) -> Option<usize> {
    let tree = reading.tree;
    let direct = [Label::Dobj, Label::Nsubj, Label::Nsubjpass, Label::Attr, Label::Dative];
    let head = tree.head(noun)?;
    if direct.contains(&tree.label(noun)) && tree.is_verb(head) {
        return Some(head);
    }
    let up = tree.head(head).filter(|_| tree.label(noun) == Label::Pobj)?;
    tree.is_verb(up).then_some(up)
}

/// The verb above whose time a verb without one shares, and the token before which that time must stand.
fn shared(reading: &Reading<'_>, verb: usize, limit: usize) -> Option<(usize, usize)> {
    let tree = reading.tree;
    let up = tree.head(verb)?;
    // "is to step down today, with his deputy taking over"
    if tree.label(verb) == Label::Pcomp && tree.word(up) == "with" {
        return tree.head(up).filter(|&up| tree.is_verb(up)).map(|up| (up, limit));
    }
    if !tree.is_verb(up) {
        return None;
    }
    match tree.label(verb) {
        // "met on Monday and agreed": what follows later has a time of its own.
        Label::Conj => {
            let is_to_come = |i: usize| direction(reading, i) == Direction::Future;
            (is_to_come(verb) == is_to_come(up)).then_some((up, limit.min(verb)))
        }
        // "began to withdraw on Monday"
        Label::Xcomp if reading.lists("factual", up) => Some((up, limit)),
        // "left on Monday, saying that": at once with the verb above.
        Label::Advcl if tree.tag(verb) == Tag::Vbg && tree.child(verb, &[Label::Mark]).is_none() => {
            Some((up, limit))
        }
        _ => None,
    }
}
