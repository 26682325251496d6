//! What stands in parentheses after a name: "Olof Palme (30 January 1927 – 28 February 1986)", "(born 1961 in Oslo)",
//! "(founded 1847)". Parsers make little of these, so that they are read by their marks, dates and places.

use std::ops::Range;

use super::{Collector, DraftObject, DraftStatement};
use crate::entity::cast::Filler;
use crate::ontology::{Class, ClassSet, RelationId};
use crate::statement::Time;
use crate::statement::confidence::Basis;
use crate::statement::time;

/// Tokens that a parenthesis may have.
const MAX_TOKENS: usize = 80;

/// Parentheses in a row after a name that are read.
const MAX_PARENTHESES: usize = 3;

/// Years between two dates that may be a life and not a term of office.
const LIFE: std::ops::RangeInclusive<i16> = 15..=115;

/// What a part of the parenthesis tells: the relations of its date and of its place.
const KINDS: [(&str, &str, Option<&str>); 4] = [
    ("bornMark", "bornOn", Some("bornIn")),
    ("diedMark", "diedOn", Some("diedIn")),
    ("foundedMark", "foundedOn", None),
    ("dissolvedMark", "dissolvedOn", None),
];

/// A part of a parenthesis, told by its mark or by its place before or after the dash.
struct Part {
    kind: usize,
    tokens: Range<usize>,
    date: Option<Time>,
}

impl Collector<'_, '_> {
    /// The dates and places in all parentheses that follow a name.
    pub(super) fn lives(&mut self) {
        for number in 0..self.cast.names.len() {
            let name = &self.cast.names[number];
            let mut open = name.tokens.end;
            for _ in 0..MAX_PARENTHESES {
                let Some(inside) = self.parenthesis(open) else { break };
                for part in self.parts_of(&inside) {
                    self.part(name.head, &part, inside.end + 1);
                }
                open = inside.end + 1;
            }
        }
    }

    /// The tokens between the parentheses that open at token `open`.
    fn parenthesis(&self, open: usize) -> Option<Range<usize>> {
        let tree = self.reading().tree;
        if open >= tree.len() || tree.text(open) != "(" {
            return None;
        }
        let mut depth = 0_usize;
        for i in open..tree.len().min(open + MAX_TOKENS) {
            match tree.text(i) {
                "(" => depth += 1,
                ")" => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return Some(open + 1..i);
            }
        }
        None
    }

    fn parts_of(&self, inside: &Range<usize>) -> Vec<Part> {
        let marks: Vec<(usize, usize)> =
            inside.clone().filter_map(|i| self.mark(i).map(|kind| (i, kind))).collect();
        if marks.is_empty() {
            return self.life(inside).unwrap_or_default();
        }
        let ends = marks.iter().skip(1).map(|(next, _)| *next).chain([inside.end]);
        let part = |(&(at, kind), end): (&(usize, usize), usize)| {
            let tokens = at..end;
            let date = self.dates_in(&tokens).into_iter().next();
            Part { kind, tokens, date }
        };
        marks.iter().zip(ends).map(part).collect()
    }

    /// Which kind of part the word at token `i` opens.
    fn mark(&self, i: usize) -> Option<usize> {
        let reading = self.reading();
        let word = reading.tree.text(i).to_lowercase();
        let word = if word.len() > 1 { word.trim_end_matches('.') } else { &word };
        KINDS.iter().position(|(list, ..)| reading.ontology.lists(list, word))
    }

    /// "30 January 1927 – 28 February 1986": birth and death, if the years between make a life.
    fn life(&self, inside: &Range<usize>) -> Option<Vec<Part>> {
        let tree = self.reading().tree;
        let times = self.dates_in(inside);
        let [first, second] = times.as_slice() else { return None };
        // The dash may be a token, or the two years with it may be one.
        let whole = tree.span(inside);
        let between = first.span.end() - whole.start()..second.span.start() - whole.start();
        let text = tree.text_of(inside).get(between)?;
        let dash = first.span.end() + text.find(['–', '-', '—', '−', '‑'])?;
        let ends = |i: &usize| tree.token(*i).span.end() > dash;
        let middle = inside.clone().find(ends)?;
        LIFE.contains(&(second.start.year() - first.start.year())).then(|| {
            vec![
                Part { kind: 0, tokens: inside.start..middle, date: Some(first.clone()) },
                Part { kind: 1, tokens: middle..inside.end, date: Some(second.clone()) },
            ]
        })
    }

    /// The days, months and years that a range of tokens names.
    fn dates_in(&self, tokens: &Range<usize>) -> Vec<Time> {
        let tree = self.reading().tree;
        let mut times = time::points(tree.text_of(tokens), tree.span(tokens).start());
        times.retain(|time| !time.value.contains('/'));
        times
    }

    fn part(&mut self, name: usize, part: &Part, end: usize) {
        let reading = self.reading();
        let tree = reading.tree;
        let (_, date_relation, place_relation) = KINDS[part.kind];
        if let Some(relation) = reading.ontology.relation(date_relation)
            && let Some(date) = &part.date
        {
            let trigger = part.tokens.start..part.tokens.start + 1;
            if part.kind < 2 {
                self.vote(name, Class::Person);
            }
            self.put_part(name, relation, DraftObject::Date(date.clone()), trigger, end);
        }
        let Some(relation) = place_relation.and_then(|name| reading.ontology.relation(name)) else { return };
        let places = ClassSet::of(&[Class::Place, Class::State]);
        // Without a date only "born in" is sure to be about a place.
        let place = part.tokens.clone().find_map(|i| {
            let named = self.cast.name_of(i).filter(|name| name.tokens.start == i)?;
            let before = tree.text(i.checked_sub(1)?);
            let is_led =
                matches!(before, "in" | "at" | "near" | "of") || (part.date.is_some() && before == ",");
            is_led.then_some(())?;
            if part.date.is_some() {
                self.vote(named.head, Class::Place);
            }
            self.cast.resolve(named.head, places).into_iter().next()
        });
        if let Some(place) = place {
            let trigger = part.tokens.start..part.tokens.start + 1;
            self.put_part(name, relation, DraftObject::Entity(place), trigger, end);
        }
    }

    /// Who has dates of a life is a person, and where one is born a place, whatever the recogniser took them for.
    fn vote(&mut self, name: usize, class: Class) {
        self.vote_by(name, class, 1.5);
    }

    /// Adds evidence of a weight for what the name at a token is, if no list knows it.
    pub(super) fn vote_by(&mut self, name: usize, class: Class, weight: f32) {
        if let Some(entity) = self.cast.named_entity(name)
            && self.cast.drafts[entity].entry.is_none()
        {
            self.cast.drafts[entity].votes.add(class, weight);
        }
    }

    fn put_part(
        &mut self,
        name: usize,
        relation: RelationId,
        object: DraftObject,
        trigger: Range<usize>,
        end: usize,
    ) {
        let info = &self.reading().ontology[relation];
        let Some(subject) = self.cast.resolve(name, info.domain).into_iter().next() else { return };
        let Filler { tokens, .. } = &subject;
        let clause = tokens.start..end;
        let (told, origin) = ((subject, relation, object), format!("{}#parenthesis", info.name));
        self.statements.push(DraftStatement::plain(Basis::Form, told, trigger, clause, origin));
    }
}
