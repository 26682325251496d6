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

/// Words for a text that is voted on: one of them takes up another.
const BILLS: [&str; 9] =
    ["act", "bill", "draft", "law", "legislation", "measure", "statute", "proposal", "amendment"];
/// Words for a course of action that is put forward.
const PLANS: [&str; 12] = [
    "plan",
    "proposal",
    "scheme",
    "initiative",
    "suggestion",
    "idea",
    "offer",
    "recommendation",
    "programme",
    "program",
    "request",
    "project",
];
/// Words for a rule that holds.
const RULES: [&str; 12] = [
    "ban",
    "curb",
    "decision",
    "decree",
    "directive",
    "edict",
    "measure",
    "order",
    "policy",
    "regulation",
    "restriction",
    "rule",
];
/// Words for what two or more agreed.
const ACCORDS: [&str; 8] =
    ["accord", "agreement", "arrangement", "compromise", "contract", "deal", "pact", "treaty"];
/// Words for any act.
const MOVES: [&str; 4] = ["move", "step", "decision", "measure"];

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
        let tree = self.reading.tree;
        let head = tokens.clone().find(|&i| tree.head(i).is_none_or(|up| !tokens.contains(&up)));
        let ends = head.map_or_else(Vec::new, |head| self.act_ends(head));
        ends.into_iter().filter(|&end| end > tokens.start && end < tokens.end).collect()
    }

    /// The act that "the legislation", "the move", "this policy" take up: one that was told in the sentences before and
    /// that this noun can be said of.
    pub(super) fn act_before(&self, head: usize) -> Option<DraftIndex> {
        let tree = self.reading.tree;
        let noun = tree.word(head);
        let groups: Vec<&[&str]> = [&BILLS[..], &PLANS, &RULES, &ACCORDS]
            .into_iter()
            .filter(|group| group.contains(&noun))
            .collect();
        let is_any = MOVES.contains(&noun);
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
                let fits = |have: &String| groups.iter().any(|group| group.contains(&have.as_str()));
                is_act && (is_any || draft.nouns.first().is_some_and(fits))
            })
            .map(|filler| filler.entity)
    }
}
