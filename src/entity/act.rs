//! Acts of politics: plans, laws, bans, accords; how far their descriptions reach, and which of them is meant again.
//!
//! "The plan to raise fees in Ghent" is that plan, in full and in short. "The legislation" after a bill is that bill,
//! and "the move" is whatever plan or accord was told last. Never makes up an act that the text does not describe.

use std::ops::Range;

use super::cast::{Cast, DraftIndex};
use crate::ontology::Class;
use crate::parse::{Label, Tag};

/// A description does not reach further than so many tokens behind its noun.
const MAX_REACH: usize = 18;
/// An act is meant again by another noun within so many sentences.
const MAX_SENTENCES: usize = 4;

/// Lists of nouns of which one takes up another.
const GROUPS: [&str; 4] = ["billNoun", "planNoun", "ruleNoun", "accordNoun"];

impl Cast<'_> {
    /// Where the description of an act ends that noun `head` heads: behind its prepositional phrases and its infinitive
    /// ("plan to send troops to Haiti", "accord on fishing between A and B").
    pub(super) fn act_end(&self, head: usize) -> usize {
        self.act_ends(head).last().copied().unwrap_or(head + 1)
    }

    /// The ends of the short and full forms of such a description, the shortest first.
    fn act_ends(&self, head: usize) -> Vec<usize> {
        let tree = self.reading.tree;
        let mut ends = vec![head + 1];
        for &kid in tree.children(head).iter().filter(|&&kid| kid > head) {
            let last = ends[ends.len() - 1];
            let range = tree.subtree_without(kid, |below| {
                matches!(tree.label(below), Label::Relcl | Label::Appos | Label::Punct | Label::Advcl)
            });
            let is_dated = tree
                .child(kid, &[Label::Pobj])
                .is_some_and(|object| self.reading.is_dated(object) && self.name_of(object).is_none());
            let belongs = match tree.label(kid) {
                Label::Prep => !is_dated && tree.tag(kid) != Tag::Vbg,
                Label::Acl => tree.is_infinitive(kid),
                _ => false,
            };
            if !belongs || range.start != last || range.end > head + MAX_REACH {
                break;
            }
            ends.push(range.end);
        }
        ends
    }

    /// The shorter forms of the description of an act, which later mentions take up: "plan" of "plan to raise fees".
    pub(super) fn short_acts(&self, tokens: &Range<usize>) -> Vec<usize> {
        let head = self.top_of(tokens);
        let ends = head.map_or_else(Vec::new, |head| self.act_ends(head));
        ends.into_iter().filter(|&end| end > tokens.start && end < tokens.end).collect()
    }

    /// The act that "the legislation", "the move", "this policy" take up: one that was told in the sentences before and
    /// that this noun can be said of.
    pub(super) fn act_before(&self, head: usize) -> Option<DraftIndex> {
        let tree = self.reading.tree;
        let noun = tree.word(head);
        let ontology = self.reading.ontology;
        let groups: Vec<&str> = GROUPS.into_iter().filter(|group| ontology.lists(group, noun)).collect();
        let is_any = ontology.lists("moveNoun", noun);
        if (groups.is_empty() && !is_any) || self.act_ends(head).len() > 1 {
            return None;
        }
        let sentence = tree.sentence_number(head);
        let is_near = |at: usize| tree.sentence_number(at) + MAX_SENTENCES >= sentence;
        self.settled
            .range(..head)
            .rev()
            .take_while(|&(&at, _)| is_near(at))
            .flat_map(|(_, fillers)| fillers)
            .find(|filler| {
                let draft = &self.drafts[filler.entity];
                let is_act = matches!(draft.class(), Class::Proposal | Class::Agreement);
                let fits = |have: &String| groups.iter().any(|group| ontology.lists(group, have));
                is_act && (is_any || draft.nouns.first().is_some_and(fits))
            })
            .map(|filler| filler.entity)
    }
}
