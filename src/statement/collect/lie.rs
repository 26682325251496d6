//! Which places lie where by the phrase behind them: "the Cajamarca region of Peru", "Assam and Bihar in India", "Gulu, a
//! district in northern Uganda".
//!
//! Frames find what stands right beside a name. This looks behind the noun that says what kind of place a name is, and
//! gives what is said of the last of several places to all of them.

use std::collections::BTreeSet;
use std::ops::Range;

use super::event::Told;
use super::{Collector, DraftObject, DraftStatement};
use crate::entity::MentionKind;
use crate::entity::cast::{DraftIndex, Filler};
use crate::mention::name::is_compass;
use crate::mention::{NameMention, clause};
use crate::ontology::{Class, ClassSet, RelationId};
use crate::parse::{Label, Tag};

impl Collector<'_, '_> {
    /// Places and what they lie in.
    pub(super) fn lying(&mut self) {
        let Some(located) = self.reading().ontology.relation("locatedIn") else { return };
        for name in self.cast.names {
            self.region_of(name.head, name.tokens.end, located);
            self.in_part_of(name, located);
        }
        for noun in 0..self.reading().tree.len() {
            self.place_described(noun, located);
        }
        self.places_listed(located);
        self.beyond_region(located);
    }

    /// "clashed in Logone province": a province that no phrase places lies in the state that is spoken of around it.
    pub(super) fn provinces_around(&mut self) {
        let Some(located) = self.reading().ontology.relation("locatedIn") else { return };
        let is_lying = |s: &&DraftStatement| s.relation == located;
        let mut done: BTreeSet<DraftIndex> =
            self.statements.iter().filter(is_lying).map(|s| s.subject.entity).collect();
        for place in self.arguments() {
            let is_place = self.cast.drafts[place.entity].class() == Class::Place;
            if !is_place || !self.is_province(&place) || !done.insert(place.entity) {
                continue;
            }
            let at = place.tokens.end - 1;
            let Some(state) = self.state_where(at) else { continue };
            let known = self.state_around(place.entity).map(|entry| self.cast.entity_of(entry));
            // "Canadian troops died in Kandahar province": only the state that the text is about.
            if known.or(self.cast.home) == Some(state.entity) {
                self.put_event(at, located, place, state, Told::Phrase);
            }
        }
    }

    /// "the financial capital of India", "a fashion capital": a town that is the first of its state in something lies
    /// there, and is not its capital.
    pub(super) fn other_capitals(&mut self) {
        let reading = self.reading();
        let tree = reading.tree;
        let ontology = reading.ontology;
        let Some(capital_of) = ontology.relation("capitalOf") else { return };
        let Some(located) = ontology.relation("locatedIn") else { return };
        let is_of_kind = |&kid: &usize| {
            reading.lists("otherCapital", kid)
                || tree.label(kid) == Label::Compound && tree.tag(kid) == Tag::Nn
        };
        let is_other = |i: usize| {
            tree.word(i) == "capital" && tree.children(i).iter().any(|kid| *kid < i && is_of_kind(kid))
        };
        for s in &mut self.statements {
            if s.relation == capital_of && s.trigger.clone().any(is_other) {
                s.relation = located;
                s.frame = None;
                "locatedIn#capital".clone_into(&mut s.frame_name);
            }
        }
    }

    /// "Logone province", "the province of Logone": whether a name is said to be that of a province.
    fn is_province(&self, place: &Filler) -> bool {
        let reading = self.reading();
        let tree = reading.tree;
        let Range { start, end } = place.tokens;
        let is_unit = |i: usize| reading.lists("provinceNoun", i);
        place.kind == MentionKind::Name
            && (is_unit(end - 1)
                || end < tree.len() && is_unit(end)
                || start > 1 && tree.word(start - 1) == "of" && is_unit(start - 2))
    }

    /// "Aden, in southern Yemen": what a named place lies in a part of, it lies in.
    fn beyond_region(&mut self, located: RelationId) {
        let reading = self.reading();
        let told: Vec<(Filler, Filler)> = self
            .statements
            .iter()
            .filter(|s| s.relation == located && s.subject.kind == MentionKind::Name)
            .filter_map(|s| match &s.object {
                DraftObject::Entity(region) => Some((s.subject.clone(), region.clone())),
                _ => None,
            })
            .collect();
        for (place, region) in told {
            let is_region = is_compass(reading.tree.word(region.tokens.start));
            let state = self.cast.name_of(region.tokens.start).and_then(|name| name.whole);
            let Some(state) = state.filter(|_| is_region) else { continue };
            let is_place = self.cast.drafts[place.entity].class() == Class::Place;
            if is_place && reading.ontology.gazetteer[state].class == Class::State {
                let entity = self.cast.entity_of(state);
                let at = region.tokens.start;
                self.put_lying(at, located, place, Filler { entity, ..region });
            }
        }
    }

    /// "the Cajamarca region of Peru": the name before the noun is that of the region.
    fn region_of(&mut self, head: usize, noun: usize, located: RelationId) {
        let reading = self.reading();
        let tree = reading.tree;
        let is_region = noun < tree.len()
            && tree.head(noun - 1) == Some(noun)
            && matches!(tree.label(noun - 1), Label::Compound | Label::Nmod | Label::Amod)
            && reading.lists("regionNoun", noun)
            && !self.is_named_behind(noun);
        if !is_region {
            return;
        }
        let of = clause::prepositional(&reading, noun, &["of"]).first().map(|(_, object)| *object);
        let Some(whole) = of.filter(|&whole| self.cast.name_of(whole).is_some()) else { return };
        let Some(region) = self.cast.resolve(head, ClassSet::of(&[Class::Place])).into_iter().next() else {
            return;
        };
        let Some(whole) = self.place_at(whole) else { return };
        // "Victoria state of Australia" is no Australia of Victoria.
        self.statements.retain(|s| {
            s.relation != located
                || s.subject.entity != whole.entity
                || !matches!(&s.object, DraftObject::Entity(other) if other.entity == region.entity)
        });
        self.put_lying(noun, located, region, whole);
    }

    /// "Ruma, in the north of Serbia", "Ruma in the centre of Serbia's Srem province": in which part of what a place lies.
    fn in_part_of(&mut self, name: &NameMention, located: RelationId) {
        let reading = self.reading();
        let tree = reading.tree;
        let end = tree.sentence(name.tokens.start).end;
        let is = |i: usize, words: &[&str]| i < end && words.contains(&tree.word(i));
        let lead = name.tokens.end + usize::from(is(name.tokens.end, &[","]));
        let part = lead + 2;
        let is_part = is(lead, &["in", "on", "at"])
            && is(lead + 1, &["the"])
            && is(part + 1, &["of"])
            && (is_compass(tree.word(part)) || reading.lists("partOfPlaceNoun", part));
        if !is_part {
            return;
        }
        let mut at = part + 2 + usize::from(is(part + 2, &["the"]));
        // "Serbia's Srem province" is the province.
        while let Some(owner) = self.name_over(at, end).filter(|owner| is(owner.tokens.end, &["'s", "’s"]))
        {
            at = owner.tokens.end + 1;
        }
        let Some(whole) = self.name_over(at, end).map(|whole| whole.head) else { return };
        let place = self.place_at(name.head).filter(|it| self.cast.drafts[it.entity].class() == Class::Place);
        if let Some((place, whole)) = place.zip(self.place_at(whole)) {
            self.put_lying(name.head, located, place, whole);
        }
    }

    fn name_over(&self, at: usize, end: usize) -> Option<&NameMention> {
        (at < end).then(|| self.cast.name_of(at))?
    }

    /// "the West Bank town of Jenin": the name of the town stands behind the noun, and the one before tells where it is.
    fn is_named_behind(&self, noun: usize) -> bool {
        let reading = self.reading();
        let known = |at: usize| self.cast.name_of(at).is_some_and(|name| name.sense.is_some());
        let of = clause::prepositional(&reading, noun, &["of"]).first().map(|(_, object)| *object);
        let is_of_name = reading.lists("settlementNoun", noun)
            || reading.tree.is_word(noun, &["neighborhood", "neighbourhood", "suburb"])
            || known(noun - 1);
        is_of_name && !of.is_some_and(known)
    }

    /// "Gulu, a district in northern Uganda": what a noun for a place says of the name that it describes.
    fn place_described(&mut self, noun: usize, located: RelationId) {
        let reading = self.reading();
        let tree = reading.tree;
        if !matches!(tree.label(noun), Label::Appos | Label::Attr)
            || !tree.is_noun(noun)
            || self.cast.name_of(noun).is_some()
            || !(reading.lists("regionNoun", noun) || tree.is_word(noun, &["capital", "stronghold"]))
        {
            return;
        }
        let Some(head) = tree.head(noun) else { return };
        let described = match tree.label(noun) {
            Label::Attr if tree.word(head) == "be" => clause::subjects(&reading, head),
            Label::Appos => vec![head],
            _ => Vec::new(),
        };
        let named = described.into_iter().find(|&at| self.cast.name_of(at).is_some());
        let place = named.map(|at| self.cast.resolve(at, ClassSet::of(&[Class::Place])));
        let Some(place) = place.and_then(|places| places.into_iter().next()) else { return };
        let wholes: Vec<usize> = clause::prepositional(&reading, noun, &["in", "of"])
            .into_iter()
            .map(|(_, object)| object)
            .collect();
        for whole in wholes {
            let Some(whole) = self.place_at(whole) else { continue };
            // The capital of a state is told by a relation of its own.
            let is_capital = tree.word(noun) == "capital";
            if !is_capital || self.cast.drafts[whole.entity].class() == Class::Place {
                self.put_lying(noun, located, place.clone(), whole);
            }
        }
    }

    /// "Assam and Bihar in India": what the last of several places lies in, those before it do, too.
    fn places_listed(&mut self, located: RelationId) {
        let reading = self.reading();
        let tree = reading.tree;
        let is_behind = |s: &&DraftStatement| {
            s.relation == located
                && s.frame_name.ends_with("#behind")
                && matches!(&s.object, DraftObject::Entity(whole) if whole.tokens.start > s.subject.tokens.end)
        };
        let told: Vec<(Filler, Filler)> = self
            .statements
            .iter()
            .filter(is_behind)
            .filter_map(|s| match &s.object {
                DraftObject::Entity(whole) => Some((s.subject.clone(), whole.clone())),
                _ => None,
            })
            .collect();
        for (last, whole) in told {
            let head = last.tokens.end - 1;
            // "Assam, and Bihar, in India"
            if tree.label(head) != Label::Conj || tree.text(last.tokens.end) == "," {
                continue;
            }
            let first = clause::first_coordinated(&reading, head);
            let others: Vec<usize> = clause::coordinated(&reading, first);
            for other in others.into_iter().filter(|&other| other < last.tokens.start) {
                let Some(place) = self.place_at(other) else { continue };
                if self.cast.drafts[place.entity].class() == Class::Place {
                    self.put_lying(other, located, place, whole.clone());
                }
            }
        }
    }

    /// The place that the name at token `at` names, which may stand before a noun for its kind.
    fn place_at(&mut self, at: usize) -> Option<Filler> {
        let places = ClassSet::of(&[Class::Place, Class::State]);
        let filler = self.cast.resolve(at, places).into_iter().next();
        filler.filter(|filler| filler.kind == MentionKind::Name)
    }

    fn put_lying(&mut self, at: usize, located: RelationId, place: Filler, whole: Filler) {
        if place.entity != whole.entity {
            self.put_event(at, located, place, whole, Told::Phrase);
        }
    }
}
