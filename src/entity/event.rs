//! Which event a definite noun takes up: "a car bombing … the attack", "the six-party talks … the negotiations".
//!
//! In comes a noun; out goes the entity of the nearest earlier noun of the same kind. Kinds are word lists. What says
//! more than the earlier noun did ("the attack in Basra", "the second vote") is another event.

use super::MentionKind;
use super::cast::{Cast, DraftIndex, Filler};
use crate::ontology::{Class, ClassSet};
use crate::parse::{Label, Tag};

/// Lists of nouns that may stand for each other.
const KINDS: [&str; 8] = [
    "attackNoun",
    "electionNoun",
    "talksNoun",
    "protestNoun",
    "killingNoun",
    "disasterNoun",
    "meetingNoun",
    "warNoun",
];

/// Sentences back in which the first mention is looked for.
const MAX_SENTENCES: usize = 12;

/// Sentences back in which what "the event" means is looked for.
const NEAR: usize = 2;

impl Cast<'_> {
    /// The earlier event that the definite noun at token `head` takes up.
    pub fn event_before(&mut self, head: usize) -> Option<DraftIndex> {
        let tree = self.reading.tree;
        let is_any = tree.is_word(head, &["event", "incident"]);
        let class = self.noun_class(head);
        let is_definite = self.is_definite(head);
        if !is_any && !matches!(class, Some(Class::Event | Class::War))
            || !is_definite && (is_any || !self.is_known(head))
        {
            return None;
        }
        let said = self.said_of_event(head)?;
        let wanted = ClassSet::of(&[Class::Event, Class::War]);
        let reach = if is_any { NEAR } else { MAX_SENTENCES };
        let sentence = tree.sentence_number(head);
        let before = |i: &usize| tree.sentence_number(*i) + reach >= sentence;
        let candidates: Vec<usize> = (0..head).rev().take_while(before).collect();
        let is_same_noun = |i: usize| tree.word(i) == tree.word(head);
        for must_be_same in [true, false] {
            if must_be_same && is_any || !must_be_same && !is_definite {
                continue;
            }
            for &i in &candidates {
                let fits = if must_be_same { is_same_noun(i) } else { is_any || self.is_same_kind(i, head) };
                if !fits || !self.is_event_phrase(i) || !said.iter().all(|&word| self.says(i, word)) {
                    continue;
                }
                if let Some(found) = self.resolve(i, wanted).first() {
                    return Some(found.entity);
                }
            }
        }
        None
    }

    /// Records every noun that stands for an event that some statement is about.
    pub fn note_events(&mut self, is_used: impl Fn(DraftIndex) -> bool) {
        let tree = self.reading.tree;
        let wanted = ClassSet::of(&[Class::Event, Class::War]);
        for head in 0..tree.len() {
            if self.name_at[head].is_some() || !self.is_event_phrase(head) || !self.is_definite(head) {
                continue;
            }
            let found: Vec<Filler> = self.resolve(head, wanted);
            if let [filler] = found.as_slice()
                && is_used(filler.entity)
                && filler.kind == MentionKind::Nominal
            {
                self.note(filler);
            }
        }
    }

    /// "elections", "their talks": such a noun without an article takes up what the text told of by the same noun.
    fn is_known(&self, head: usize) -> bool {
        let tree = self.reading.tree;
        let is_kept = self.reading.lists("electionNoun", head) || self.reading.lists("talksNoun", head);
        let is_dated = || {
            let objects =
                tree.children_with(head, &[Label::Prep]).filter_map(|kid| tree.child(kid, &[Label::Pobj]));
            objects.chain(tree.children_with(head, &[Label::Npadvmod])).any(|at| self.reading.is_dated(at))
        };
        // "talks with Lima" are others than those with Oslo.
        let is_named = || {
            tree.children_with(head, &[Label::Prep]).filter(|&kid| kid > head).any(|kid| {
                tree.is_word(kid, &["among", "between", "with"])
                    || tree.subtree(kid).any(|i| tree.is_capitalised(i))
            })
        };
        let is_told = [Label::Det, Label::Nummod];
        let is_bare = tree.is_plural(head) && tree.children_with(head, &is_told).next().is_none();
        let is_owned = tree.child(head, &[Label::Poss]).is_some();
        is_kept && (is_bare || is_owned) && !is_dated() && !is_named()
    }

    /// Modifiers that say which event is meant; `None` where a phrase behind the noun does.
    pub fn said_of_event(&self, head: usize) -> Option<Vec<usize>> {
        let tree = self.reading.tree;
        let tells = |kid: usize| {
            kid > head
                && match tree.label(kid) {
                    Label::Prep => {
                        tree.is_word(
                            kid,
                            &["against", "at", "between", "by", "for", "in", "near", "of", "on"],
                        ) && tree.subtree(kid).any(|i| tree.is_capitalised(i))
                    }
                    Label::Relcl | Label::Acl => true,
                    _ => false,
                }
        };
        if tree.children(head).iter().any(|&kid| tells(kid)) {
            return None;
        }
        let modifiers =
            [Label::Advmod, Label::Amod, Label::Compound, Label::Nmod, Label::Poss, Label::Nummod];
        let before = tree.children_with(head, &modifiers).filter(|&kid| kid < head);
        let is_vague = |kid: usize| self.reading.lists("vagueModifier", kid) || tree.tag(kid) == Tag::PrpPoss;
        Some(before.filter(|&kid| !is_vague(kid)).collect())
    }

    /// Whether the phrase of an earlier noun has the word of token `word`.
    fn says(&self, earlier: usize, word: usize) -> bool {
        let tree = self.reading.tree;
        tree.subtree(earlier).any(|i| tree.word(i) == tree.word(word))
    }

    /// Whether token `i` heads a phrase that may stand for an event.
    pub fn is_event_phrase(&self, i: usize) -> bool {
        let tree = self.reading.tree;
        if let Some(name) = self.name_of(i) {
            let class = self.named_entity(i).map(|entity| self.drafts[entity].class());
            return name.head == i && matches!(class, Some(Class::Event | Class::War));
        }
        tree.is_noun(i)
            && !self.is_month(i)
            && !matches!(tree.label(i), Label::Compound | Label::Nmod | Label::Amod)
            && matches!(self.noun_class(i), Some(Class::Event | Class::War))
    }

    /// "in March" is no march.
    pub fn is_month(&self, i: usize) -> bool {
        let tree = self.reading.tree;
        tree.word(i) == "march" && tree.is_capitalised(i) && self.reading.is_dated(i)
    }

    /// Whether two nouns of the same number are of one kind: bombing and attack, vote and election.
    fn is_same_kind(&self, one: usize, other: usize) -> bool {
        let tree = self.reading.tree;
        let is_plural = |i: usize| matches!(tree.tag(i), Tag::Nns | Tag::Nnps);
        KINDS.iter().any(|kind| {
            self.reading.lists(kind, one)
                && self.reading.lists(kind, other)
                && (is_plural(one) == is_plural(other) || *kind == "talksNoun")
        })
    }
}
