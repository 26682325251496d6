//! Whoever and whatever is described, though no relation of the ontology tells of it: "gunmen stormed the hall", "a draft
//! resolution was read", "at the peace talks". And every further description of whoever a statement tells of.
//!
//! In comes the cast after all statements are told; out go the entities that stand in the text without one. Never makes
//! an entity of a noun that only modifies another.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

use super::MentionKind;
use super::cast::{Cast, DraftIndex, Filler};
use crate::mention::clause;
use crate::ontology::{Class, ClassSet};
use crate::parse::Label;

/// What may be told of by descriptions alone.
const DESCRIBED: [Class; 10] = [
    Class::Agreement,
    Class::ArmedGroup,
    Class::Event,
    Class::GovernmentBody,
    Class::Group,
    Class::Organization,
    Class::Person,
    Class::Place,
    Class::Proposal,
    Class::War,
];

/// Points by feature, and from how many of them on a description is told of without a statement.
static TABLE: &str = include_str!("../../model/described.tsv");

/// Tokens back in which a place is looked for that is spoken of again.
const FAR: usize = 400;

/// A reader takes down less of what is described from so many sentences on.
const LATE: usize = 8;

/// And less of all of it in a text of more sentences.
const LONG: usize = 14;

/// Words that do not count in the length of a description.
const LIGHT: [&str; 6] = ["a", "an", "his", "its", "the", "their"];

/// Points by kind and feature.
static POINTS: LazyLock<HashMap<&str, BTreeMap<&str, i32>>> = LazyLock::new(|| {
    let mut kinds: HashMap<&str, BTreeMap<&str, i32>> = HashMap::new();
    for (name, points) in TABLE.lines().filter_map(|line| line.split_once('\t')) {
        let (kind, feature) = name.split_once(':').unwrap_or((name, ""));
        if let Ok(points) = points.parse() {
            kinds.entry(kind).or_default().insert(feature, points);
        }
    }
    kinds
});

/// The points of a feature of a kind; none if the table has none.
fn points(kind: &str, feature: &str) -> i32 {
    POINTS.get(kind).and_then(|features| features.get(feature)).copied().unwrap_or(0)
}

/// The points of all features of a kind that hold.
fn points_where(kind: &str, holds: impl Fn(&str) -> bool) -> i32 {
    let features = POINTS.get(kind).into_iter().flatten();
    features.filter(|(feature, _)| holds(feature)).map(|(_, points)| points).sum()
}

impl Cast<'_> {
    /// Records the descriptions of all entities that are used, and those of others that say enough: these are the result.
    pub fn note_described(&mut self, is_used: impl Fn(DraftIndex) -> bool) -> BTreeSet<DraftIndex> {
        let tree = self.reading.tree;
        let described = ClassSet::of(&DESCRIBED);
        let mut found: Vec<(usize, Filler)> = Vec::new();
        let mut heads: BTreeMap<DraftIndex, Vec<usize>> = BTreeMap::new();
        for head in 0..tree.len() {
            if self.name_at[head].is_some() || !tree.is_noun(head) {
                continue;
            }
            let fillers = self.resolve(head, described);
            let [filler] = fillers.as_slice() else { continue };
            if filler.kind == MentionKind::Nominal {
                heads.entry(filler.entity).or_default().push(head);
                found.push((head, filler.clone()));
            }
        }
        let mut added = BTreeSet::new();
        for (head, filler) in &found {
            let times = heads.get(&filler.entity).filter(|heads| heads.first() == Some(head)).map(Vec::len);
            if let Some(times) = times
                && !is_used(filler.entity)
                && !self.drafts[filler.entity].is_named
                && self.points(*head, filler, times) >= points("enough", "")
            {
                added.insert(filler.entity);
            }
        }
        for (_, filler) in found {
            if is_used(filler.entity) || added.contains(&filler.entity) {
                self.note(&filler);
            }
        }
        added
    }

    /// How much speaks for a reader's taking down whom or what a description stands for, though nothing is told of it: the
    /// rounded weights of a logistic regression on articles that may be read. `head` is the first noun that stands for it,
    /// of so many `times`.
    fn points(&self, head: usize, filler: &Filler, times: usize) -> i32 {
        let tree = self.reading.tree;
        if matches!(tree.label(head), Label::Amod | Label::Compound | Label::Nmod) {
            return i32::MIN;
        }
        let class = points("class", self.drafts[filler.entity].class().as_str());
        let lists = points_where("list", |list| self.reading.lists(list, head));
        let determiner =
            tree.child(head, &[Label::Det]).map_or(0, |kid| points("determiner", tree.word(kid)));
        let tokens = self.phrase(head);
        let name = if tokens.clone().any(|i| self.name_at[i].is_some()) { points("name", "") } else { 0 };
        let plural = if tree.is_plural(head) { points("plural", "") } else { 0 };
        let words = tree.text_of(&tokens).split_whitespace().filter(|word| !LIGHT.contains(word)).count();
        let length = points("length", if (2..=3).contains(&words) { "two or three" } else { "other" });
        let times = points("times", ["once", "twice", "often"][(times - 1).min(2)]);
        // What a reader takes down thins out towards the end, and in long texts.
        let late = if tree.sentence_number(head) >= LATE { points("late", "") } else { 0 };
        let long = if tree.sentences().len() > LONG { points("long", "") } else { 0 };
        class + lists + determiner + name + plural + length + times + late + long + self.place_points(head)
    }

    /// What the place of a description in its clause adds, and what stands before and behind its noun.
    fn place_points(&self, head: usize) -> i32 {
        let tree = self.reading.tree;
        let first = clause::first_coordinated(&self.reading, head);
        let place = match tree.label(first) {
            Label::Pobj => tree.head(first).map_or(0, |up| points("preposition", tree.word(up))),
            label => points("role", label.as_str()),
        };
        let has = |label: &str, is_before: bool| {
            tree.children(head)
                .iter()
                .any(|&kid| (kid < head) == is_before && tree.label(kid).as_str() == label)
        };
        place
            + points_where("before", |label| has(label, true))
            + points_where("behind", |label| has(label, false))
    }

    /// "Gao airport … the airport in Gao": the place that was spoken of before by the same noun and the same name.
    pub(super) fn place_again(&mut self, head: usize) -> Option<DraftIndex> {
        let tree = self.reading.tree;
        if self.noun_class(head) != Some(Class::Place) || tree.is_plural(head) {
            return None;
        }
        let key = self.place_named_with(head)?.to_owned();
        let mut earlier = (head.saturating_sub(FAR)..head).rev().filter(|&i| tree.word(i) == tree.word(head));
        let same = earlier.find(|&i| match self.name_of(i) {
            Some(name) => name.tokens.end == i + 1 && tree.text_of(&(name.tokens.start..i)) == key,
            None => self.place_named_with(i) == Some(&key),
        })?;
        self.resolve(same, ClassSet::of(&[Class::Place])).first().map(|filler| filler.entity)
    }

    /// The name of a place before a noun or behind its *in* or *of*.
    fn place_named_with(&self, head: usize) -> Option<&str> {
        let tree = self.reading.tree;
        let before = tree.children_with(head, &[Label::Compound, Label::Nmod, Label::Poss]);
        let behind =
            clause::prepositional(&self.reading, head, &["in", "of"]).into_iter().map(|(_, object)| object);
        let is_place = |&i: &usize| {
            let class = self.named_entity(i).map(|entity| self.drafts[entity].class());
            class == Some(Class::Place)
        };
        let name = before.chain(behind).find(is_place)?;
        Some(tree.text_of(&self.name_of(name)?.tokens))
    }

    /// Whether a name stands in the text only before nouns, and so says what these are and not who acts: "European",
    /// "pro-Hezbollah".
    pub fn is_only_modifier(&self, entity: DraftIndex) -> bool {
        let draft = &self.drafts[entity];
        let modifies = |(&(start, end), &kind): (&(usize, usize), &MentionKind)| {
            kind == MentionKind::Name && self.stands_before_noun(start..end)
        };
        draft.is_named
            && matches!(draft.class(), Class::Group | Class::Person | Class::Place)
            && draft.mentions.iter().all(modifies)
    }

    fn stands_before_noun(&self, tokens: std::ops::Range<usize>) -> bool {
        let tree = self.reading.tree;
        let outside = |i: usize| tree.head(i).filter(|up| !tokens.contains(up));
        let top = tokens.clone().find_map(|i| outside(i).map(|up| (i, up)));
        // "Sarah Kevin" may be two people.
        let is_common = |up: usize| self.name_of(up).is_none();
        top.is_some_and(|(i, up)| {
            up >= tokens.end
                && is_common(up)
                && matches!(tree.label(i), Label::Amod | Label::Compound | Label::Nmod)
        })
    }
}
