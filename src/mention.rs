//! Parse to mentions: names with their borders and kinds, role phrases, quotations.
//!
//! A mention is a span of tokens; which entity it refers to is decided in [`crate::entity`].

mod adjacent;
mod body;
mod border;
pub mod clause;
mod context;
mod genuine;
mod inside;
mod joined;
mod letter;
mod lower;
pub mod name;
pub mod quote;
pub mod role;
mod sense;
mod shared;
pub mod slip;

use std::collections::HashMap;
use std::ops::Range;

use crate::ontology::gazetteer::{EntryId, Sense};
use crate::ontology::{Class, ClassSet, FrameId, Ontology, Status};
use crate::parse::{NameKind, Tag, Tree};

/// Words either way in which what a word goes with is looked for, however long its sentence is.
pub const FARTHEST: usize = 300;

/// A text with its trees and the ontology that it is read by: what every step from mentions to statements looks at.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'a> {
    /// The trees.
    pub tree: &'a Tree<'a>,
    /// The ontology.
    pub ontology: &'a Ontology,
    /// Whether each token is a word of a role that a person can hold; from [`role::marks`].
    pub role_words: &'a [bool],
    /// Where each word of the text stands.
    pub places: &'a WordPlaces<'a>,
}

/// The tokens at which each word stands, so that looking for a name once more need not go through the whole text.
#[derive(Clone, Debug, Default)]
pub struct WordPlaces<'a>(HashMap<&'a str, Vec<usize>>);

impl<'a> WordPlaces<'a> {
    /// Of all words of `tree`.
    pub fn of(tree: &'a Tree<'_>) -> Self {
        let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
        for i in 0..tree.len() {
            places.entry(tree.text(i)).or_default().push(i);
        }
        Self(places)
    }

    /// The tokens that are `word`, in order.
    fn all(&self, word: &str) -> &[usize] {
        self.0.get(word).map_or(&[], Vec::as_slice)
    }
}

impl<'a> Reading<'a> {
    /// Whether the lexicon `list` holds the word of token `i`.
    pub fn lists(&self, list: &str, i: usize) -> bool {
        self.ontology.lists(list, self.tree.word(i))
    }

    /// Whether the lexicon `list` holds the noun at token `i`, alone or with the word before it: "state_media",
    /// "cease-fire".
    pub fn lists_noun(&self, list: &str, i: usize) -> bool {
        self.lists(list, i) || self.lists_hyphenated(list, i) || self.lists_pair(list, i)
    }

    /// Whether the lexicon `list` holds the word before token `i` that belongs to it, and its own: each by its lemma or as it
    /// stands there ("the lower house" is no lower than another).
    fn lists_pair(&self, list: &str, i: usize) -> bool {
        let Some(before) = i.checked_sub(1).filter(|&before| self.tree.head(before) == Some(i)) else {
            return false;
        };
        let (first, last) = (self.tree.word(before), self.tree.word(i));
        let form = self.tree.text(i).to_lowercase();
        let holds = |first: &str, last: &str| {
            self.ontology.ends_entry(last) && self.ontology.lists(list, &format!("{first}_{last}"))
        };
        holds(first, last) || holds(first, &form) || holds(&self.tree.text(before).to_lowercase(), last)
    }

    fn lists_hyphenated(&self, list: &str, i: usize) -> bool {
        i > 1
            && self.tree.text(i - 1) == "-"
            && self.ontology.lists(list, &format!("{}-{}", self.tree.word(i - 2), self.tree.word(i)))
    }

    /// Whether the lexicon `list` holds the word at token `i` or its very form: "alleged" is the participle of a verb for the
    /// tagger, and "self-proclaimed" is three tokens.
    pub fn says(&self, list: &str, i: usize) -> bool {
        let form = self.tree.text(i).to_lowercase();
        let hyphened = || {
            i > 1
                && self.tree.text(i - 1) == "-"
                && self.ontology.lists(list, &format!("{}-{form}", self.tree.text(i - 2).to_lowercase()))
        };
        self.lists(list, i) || self.ontology.lists(list, &form) || hyphened()
    }

    /// Whether token `i` belongs to a date, an amount or another expression that names nobody.
    pub fn is_dated(&self, i: usize) -> bool {
        self.tree.parse().names.iter().any(|name| !name::is_naming(name.kind) && name.tokens.contains(&i))
    }

    /// Whether token `i` belongs to the expression of a day or a time, and to no name that is known: "Niger" is a date to some
    /// models.
    pub fn is_time(&self, i: usize) -> bool {
        let is_time = |kind: NameKind| matches!(kind, NameKind::Date | NameKind::Time);
        self.senses(&(i..i + 1)).is_empty()
            && self.tree.parse().names.iter().any(|name| is_time(name.kind) && name.tokens.contains(&i))
    }

    /// Whether token `i` is a form of the lemma `wanted`: by its own lemma, by its surface ("headquartered"), or as an
    /// adjective made of the participle ("involved" of "involve").
    pub fn is_form(&self, i: usize, wanted: &str) -> bool {
        let surface = self.tree.text(i);
        // "has found" founds nothing.
        if self.tree.word(i) == "find" && wanted != "find" {
            return false;
        }
        self.tree.word(i) == wanted
            || surface.eq_ignore_ascii_case(wanted)
            || (matches!(self.tree.tag(i), Tag::Jj | Tag::Vbd | Tag::Vbn)
                && participle_stems(surface).iter().any(|stem| stem == wanted))
    }

    /// Whether the lexicon `list` holds the verb at token `i`, alone or with a particle: "brush_aside".
    pub fn lists_verb(&self, list: &str, i: usize) -> bool {
        self.lists(list, i)
            || self.tree.children(i).iter().any(|&kid| {
                kid > i
                    && kid <= i + 3
                    && self.ontology.lists(list, &format!("{}_{}", self.tree.word(i), self.tree.word(kid)))
            })
    }

    /// Whether token `i` is a word of a role that a person can hold: "prime", "minister".
    pub fn is_role_word(&self, i: usize) -> bool {
        self.role_words.get(i).copied().unwrap_or(false)
    }

    /// The first tokens of all places where the words of `tokens` stand, this one among them.
    fn occurrences(&self, tokens: &Range<usize>) -> impl Iterator<Item = usize> {
        let (tree, tokens) = (self.tree, tokens.clone());
        // The rarest word of the name keeps "the" and "New" from being tried in vain.
        let rarest =
            tokens.clone().map(|i| (i, self.places.all(tree.text(i)))).min_by_key(|(_, all)| all.len());
        let (at, places) = rarest.unwrap_or((tokens.start, &[]));
        places.iter().filter_map(move |&place| place.checked_sub(at - tokens.start)).filter(move |&i| {
            i + tokens.len() <= tree.len()
                && (0..tokens.len()).all(|k| tree.text(i + k) == tree.text(tokens.start + k))
        })
    }

    /// What the gazetteer says of the text of a range of tokens.
    pub fn senses(&self, tokens: &Range<usize>) -> &'a [(EntryId, Sense)] {
        self.ontology.gazetteer.senses(self.tree.text_of(tokens))
    }

    /// Whether a sense is the adjective of a party or another organization, or the word for its members: "Labour".
    pub fn is_of_party(&self, (entry, sense): (EntryId, Sense)) -> bool {
        matches!(sense, Sense::Adjective | Sense::Demonym)
            && self.ontology.gazetteer[entry].class == Class::Organization
    }

    /// The state that token `i` names, by name, adjective, demonym or capital.
    pub fn state_named(&self, tokens: &Range<usize>) -> Option<EntryId> {
        self.senses(tokens)
            .iter()
            .find(|(entry, _)| self.ontology.gazetteer[*entry].class == Class::State)
            .map(|(entry, _)| *entry)
    }
}

/// Lemmas that an adjective in *-ed* may come from.
pub(crate) fn participle_stems(adjective: &str) -> Vec<String> {
    let lower = adjective.to_lowercase();
    match lower.strip_suffix("ed") {
        Some(stem) if stem.len() > 2 => vec![stem.to_owned(), format!("{stem}e")],
        _ => Vec::new(),
    }
}

/// How strongly the evidence speaks for each class.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Votes([f32; Class::ALL.len()]);

impl Votes {
    /// Adds evidence for `class`.
    pub fn add(&mut self, class: Class, weight: f32) {
        self.0[class as usize] += weight;
    }

    /// Adds all evidence of `other`.
    pub fn merge(&mut self, other: &Self) {
        for (have, more) in self.0.iter_mut().zip(other.0) {
            *have += more;
        }
    }

    /// The class with most evidence, the first on ties, and how much.
    pub fn best(&self) -> Option<(Class, f32)> {
        let mut best: Option<(Class, f32)> = None;
        for class in Class::ALL {
            let weight = self.0[class as usize];
            if weight > 0.0 && best.is_none_or(|(_, most)| weight > most) {
                best = Some((class, weight));
            }
        }
        best
    }

    /// Evidence for `class`.
    pub fn of(&self, class: Class) -> f32 {
        self.0[class as usize]
    }
}

/// A name in the text.
#[derive(Clone, Debug, PartialEq)]
pub struct NameMention {
    /// Tokens of the name, without articles, titles and possessive endings.
    pub tokens: Range<usize>,
    /// The token that the name hangs by in the tree.
    pub head: usize,
    /// What the gazetteer says it is.
    pub sense: Option<(EntryId, Sense)>,
    /// Evidence for its class.
    pub votes: Votes,
    /// What is named inside it and what it is part of: "Syrian Army", "UN Security Council", "northern Syria".
    pub whole: Option<EntryId>,
}

/// Who holds a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holder {
    /// Head tokens of one or more phrases that stand beside the role.
    Named(Vec<usize>),
    /// Nobody beside it: the phrase itself refers to the holder.
    Phrase,
}

/// A phrase that gives somebody a role: "Kremlin spokesman", "prime minister of Norway".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RolePhrase {
    /// The nouns that name the role.
    pub nouns: Range<usize>,
    /// The last of them, by which the phrase hangs in the tree.
    pub head: usize,
    /// Frames that the nouns evoke, in order of the files.
    pub frames: Vec<FrameId>,
    /// Who holds it.
    pub holder: Holder,
    /// Head token of the body that it is a role in.
    pub body: Option<usize>,
    /// Head token of a further body before the nouns, where one follows them: "UN" in "the UN envoy for Syria".
    pub owner: Option<usize>,
    /// Preposition before the body, if it follows the nouns: "of", "for".
    pub preposition: Option<String>,
    /// Head token of what follows "to": "ambassador to Germany".
    pub destination: Option<usize>,
    /// What a holder may be, by the frames.
    pub domain: ClassSet,
    /// Status that a modifier gives: "former", "incoming".
    pub status: Status,
    /// Whether a deputy's or vice's role, which is another office.
    pub is_deputy: bool,
    /// Whether a verb gives the role ("became leader", "served as mayor"), so that its modality counts.
    pub is_predicated: bool,
    /// First token of the whole phrase, with its modifiers.
    pub start: usize,
}

/// A stretch of text in quotation marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// Tokens between the marks.
    pub tokens: Range<usize>,
    /// Number of the paragraph that it begins in.
    pub paragraph: usize,
}
