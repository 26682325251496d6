//! The forms of a description that later text takes up: with the word that says which one, without its number, without
//! the phrase behind it or in full.
//!
//! In comes a phrase that refers to an entity; out go the tokens that are recorded as mentions of it. Never makes an
//! entity, and never says what a phrase refers to.

use std::ops::Range;

use super::MentionKind;
use super::cast::{Cast, Filler};
use crate::mention::clause;
use crate::ontology::Class;
use crate::parse::{Label, Pos, Tag};

/// A description is known by the clause behind it up to so many tokens in all.
const LONGEST: usize = 12;

/// Words of what bounds a number: "no fewer than".
const LONGEST_BOUND: usize = 3;

impl Cast<'_> {
    /// Records that a filler's tokens refer to its entity.
    pub fn note(&mut self, filler: &Filler) {
        self.drafts[filler.entity]
            .mentions
            .entry((filler.tokens.start, filler.tokens.end))
            .or_insert(filler.kind);
        for end in self.short_ends(filler) {
            self.drafts[filler.entity].mentions.entry((filler.tokens.start, end)).or_insert(filler.kind);
        }
        if filler.kind == MentionKind::Nominal {
            let more = [
                self.with_determiner(&filler.tokens),
                self.with_bound(filler),
                self.without_number(filler),
                self.in_full(filler),
            ];
            for tokens in more.into_iter().flatten() {
                let mentions = &mut self.drafts[filler.entity].mentions;
                mentions.entry((tokens.start, tokens.end)).or_insert(filler.kind);
            }
        }
    }

    /// A description with the word that says which one or how many: "those countries", "another blast", "such a deal".
    /// Articles say neither.
    fn with_determiner(&self, tokens: &Range<usize>) -> Option<Range<usize>> {
        let tree = self.reading.tree;
        let before = (tree.sentence(tokens.start).start..tokens.start).rev();
        let start = before.take_while(|&i| self.determines(i, tokens)).last()?;
        let says = (start..tokens.start).any(|i| !tree.is_word(i, &["a", "an", "the"]));
        says.then_some(start..tokens.end)
    }

    /// "up to 20 soldiers", "close to 100 rebels", "some 500 people": with the words that bound its number.
    fn with_bound(&self, filler: &Filler) -> Option<Range<usize>> {
        let tree = self.reading.tree;
        let first = filler.tokens.start;
        // The bounds of a share are told with its value.
        if tree.tag(first) != Tag::Cd || self.drafts[filler.entity].class() == Class::Share {
            return None;
        }
        let begins = tree.sentence(first).start;
        let bounds = |&start: &usize| {
            let words: Vec<String> = (start..first).map(|i| tree.text(i).to_lowercase()).collect();
            self.reading.ontology.lists("boundPhrase", &words.join("_"))
        };
        let start = (begins.max(first.saturating_sub(LONGEST_BOUND))..first).find(bounds)?;
        Some(start..filler.tokens.end)
    }

    /// Where a phrase begins that opens with "at least", "this year's" or "face-to-face": parsers hang the first word elsewhere.
    pub(super) fn with_opening(&self, start: usize) -> usize {
        let tree = self.reading.tree;
        let first = tree.sentence(start).start;
        let adjoins = |i: usize| tree.token(i).span.end() == tree.token(i + 1).span.start();
        let is_in_word =
            |i: usize| i > first && adjoins(i - 1) && (tree.text(i) == "-" || tree.text(i - 1) == "-");
        let start = (first..=start).rev().find(|&i| !is_in_word(i)).unwrap_or(start);
        let Some(before) = start.checked_sub(1) else { return start };
        let is_half = tree.text(start) == "least" && tree.word(before) == "at";
        let is_this = || {
            tree.is_word(before, &["this", "that"]) && tree.is_word(start, &["day", "week", "month", "year"])
        };
        if is_half || is_this() { before } else { start }
    }

    /// "wildfires" of "85% more wildfires": what happens or lies somewhere is known without its number.
    fn without_number(&self, filler: &Filler) -> Option<Range<usize>> {
        let tree = self.reading.tree;
        let head = self.top_of(&filler.tokens)?;
        let is_known = matches!(self.drafts[filler.entity].class(), Class::Event | Class::Place);
        let numbers = tree.children_with(head, &[Label::Nummod, Label::Amod]).filter(|&kid| {
            kid < head && (tree.tag(kid) == Tag::Cd || tree.is_word(kid, &["few", "many", "more", "several"]))
        });
        let last = numbers.last().filter(|last| is_known && filler.tokens.contains(last))?;
        Some(last + 1..filler.tokens.end)
    }

    /// "attacks by rebels against the army": the phrase behind who acts belongs to the act.
    fn is_target(&self, head: usize, preposition: usize) -> bool {
        let tree = self.reading.tree;
        let by = tree.head(head).filter(|&by| tree.word(by) == "by");
        let act = by.and_then(|by| tree.head(by));
        act.is_some_and(|act| tree.is_noun(act))
            && tree.is_word(preposition, &["against", "at", "on", "over"])
    }

    /// A description with the phrase or clause behind it that says which one is meant: "Peruvians living abroad", "the
    /// ambassador to Chad". What stands behind a comma says no more than more of it.
    fn in_full(&self, filler: &Filler) -> Option<Range<usize>> {
        let tree = self.reading.tree;
        let head = self.top_of(&filler.tokens)?;
        let behind = [Label::Acl, Label::Amod, Label::Prep, Label::Relcl];
        let first = tree.children_with(head, &behind).find(|&kid| kid > head)?;
        // "clashed at the parliament with the police"
        let class = self.drafts[filler.entity].class();
        let is_body = matches!(class, Class::GovernmentBody | Class::Organization);
        if is_body && tree.word(first) == "with"
            || self.is_target(head, first)
            || clause::is_of_clause(&self.reading, first)
            || clause::is_charge(&self.reading, head, first)
        {
            return None;
        }
        let mut phrase = tree.subtree(first);
        // "the coup attacked Mali": a participle with an object is the verb of the clause.
        let is_verb = |i: usize| {
            matches!(tree.tag(i), Tag::Vbd | Tag::Vbn)
                && tree.label(i) == Label::Acl
                && tree.child(i, &[Label::Dobj]).is_some()
        };
        let ends = |&i: &usize| tree.text(i) == "," || is_verb(i) || self.begins_date(first, i);
        let whole = phrase.end;
        phrase.end = phrase.clone().find(ends).unwrap_or(whole);
        phrase = self.without_loose_end(phrase, first);
        // "talks on Friday", "rebels who attacked on Sunday": what is left without the date says nothing.
        let is_whole = phrase.end == whole;
        let says = if phrase.len() > 1 {
            is_whole || tree.text(phrase.end) == "," || !tree.is_verb(phrase.end - 1)
        } else {
            is_whole && !matches!(tree.tag(first), Tag::In | Tag::To)
        };
        let is_next = says && phrase.start == head + 1 && phrase.end > filler.tokens.end;
        let tokens = filler.tokens.start..phrase.end;
        (is_next && tokens.len() <= LONGEST).then_some(tokens)
    }

    /// A phrase without the words at its end that lead to what is left out: "and", "who", "on".
    pub(super) fn without_loose_end(&self, mut tokens: Range<usize>, head: usize) -> Range<usize> {
        let tree = self.reading.tree;
        let is_loose = |i: usize| {
            matches!(tree.pos(i), Pos::Punct | Pos::Space)
                || matches!(tree.tag(i), Tag::Cc | Tag::Dt | Tag::In | Tag::To | Tag::Wdt | Tag::Wp)
        };
        while tokens.end > head + 1 && is_loose(tokens.end - 1) {
            tokens.end -= 1;
        }
        tokens
    }

    /// Whether token `i` begins what says when, inside the phrase headed by `first`: "in May", "last week".
    fn begins_date(&self, first: usize, i: usize) -> bool {
        let tree = self.reading.tree;
        let dated = |i: usize| self.reading.is_time(i);
        i != first
            && (dated(i)
                || tree.label(i) == Label::Prep && tree.child(i, &[Label::Pobj]).is_some_and(dated)
                || tree.child(first, &[Label::Pobj]).is_some_and(dated))
    }

    /// The first token of a range whose head lies outside of it.
    pub fn top_of(&self, tokens: &Range<usize>) -> Option<usize> {
        let tree = self.reading.tree;
        tokens.clone().find(|&i| tree.head(i).is_none_or(|up| !tokens.contains(&up)))
    }

    /// The tokens of a mention without the determiners that it begins with.
    pub fn without_determiner(&self, tokens: Range<usize>) -> Range<usize> {
        let first = tokens.clone().find(|&i| !self.determines(i, &tokens));
        first.unwrap_or(tokens.start)..tokens.end
    }

    /// Whether token `i` is a determiner of the last noun of a phrase and of no other in it: not "this" of "this week's
    /// talks".
    fn determines(&self, i: usize, tokens: &Range<usize>) -> bool {
        let tree = self.reading.tree;
        matches!(tree.label(i), Label::Det | Label::Predet)
            && tree.head(i).is_some_and(|head| self.top_of(tokens) == Some(head))
    }

    /// Where short forms of a description end: "airstrike" of "airstrike at the airport", which later mentions take
    /// up. People are known by their whole phrase where *of* says whose they are, and without the place where they are.
    fn short_ends(&self, filler: &Filler) -> Vec<usize> {
        let tree = self.reading.tree;
        let class = self.drafts[filler.entity].class();
        if filler.kind != MentionKind::Nominal {
            return Vec::new();
        }
        if matches!(class, Class::Agreement | Class::Proposal) {
            return self.short_acts(&filler.tokens);
        }
        let is_people = matches!(class, Class::Group | Class::Person);
        let is_body = matches!(class, Class::GovernmentBody | Class::Organization);
        if !is_people && !is_body && !matches!(class, Class::Event | Class::War | Class::Place) {
            return Vec::new();
        }
        let range = filler.tokens.start + 1..filler.tokens.end;
        // "a couple of bombings" is never "couple".
        let is_short = |&i: &usize| tree.is_noun(i - 1) && !self.reading.lists("transparentNoun", i - 1);
        let first = range.into_iter().find(|&i| tree.label(i) == Label::Prep).filter(is_short);
        let is_known =
            |end: &usize| !is_people || tree.word(*end) != "of" && self.drafts[filler.entity].entry.is_none();
        first.filter(is_known).into_iter().collect()
    }
}
