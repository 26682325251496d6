//! Patterns whose subject and object are named in a row: "A and B signed", "talks between A, B and C", "fought each other".
//!
//! In come the heads of those named; out go their pairs.

use super::walk::Walk;
use crate::mention::{Reading, clause};
use crate::parse::{Label, Pos, Tag};

impl Walk<'_> {
    /// `SUBJ and OBJ sign treaty`
    pub(super) fn pair(&mut self) -> Option<()> {
        self.verb_words()?;
        if self.is_contest() {
            return None;
        }
        // "Speaking in Oslo, A and B asked": they need not have spoken with each other.
        if self.reading.tree.label(self.trigger) == Label::Advcl
            && self.reading.tree.tag(self.trigger) == Tag::Vbg
        {
            return None;
        }
        // "A and B fight C" is not about A and B.
        let is_last = self.frame.trigger() + 1 == self.frame.elements.len();
        if is_last && !clause::patients(self.reading, self.trigger).is_empty() {
            return None;
        }
        let heads = clause::agents(self.reading, self.trigger);
        self.is_pair = true;
        self.rest()?;
        self.pair_up(&heads)
    }

    pub(super) fn pair_up(&mut self, heads: &[usize]) -> Option<()> {
        self.is_pair = true;
        let heads = clause::first_pair(self.reading, self.without_total(heads));
        if let [one] = heads
            && let Some(first) = self.listed(*one)
        {
            return self.pair_up(&first);
        }
        if let [one] = heads {
            // "the two leaders met": the phrase may resolve to two.
            self.pairs.push((*one, *one));
            return Some(());
        }
        for (i, &subject) in heads.iter().enumerate() {
            self.pairs.extend(heads[i + 1..].iter().map(|&object| (subject, object)));
        }
        (!self.pairs.is_empty()).then_some(())
    }

    /// "the two sides, Kenya and Somalia, met", "left three towns, A, B and C": the names in apposition to a plural.
    pub(super) fn listed(&self, plural: usize) -> Option<Vec<usize>> {
        let tree = self.reading.tree;
        let is_name = |&name: &usize| tree.pos(name) == Pos::Propn;
        let name =
            tree.child(plural, &[Label::Appos]).filter(is_name).or_else(|| self.name_behind_comma(plural))?;
        let names = clause::coordinated(self.reading, name);
        (tree.is_plural(plural) && names.len() > 1).then_some(names)
    }

    /// "met two envoys, Anna Lind and Bo Dunn": the first of the names behind a plural that parsers hang by the verb.
    fn name_behind_comma(&self, plural: usize) -> Option<usize> {
        let tree = self.reading.tree;
        let (comma, first) = (plural + 1, plural + 2);
        let verb = tree.head(plural).filter(|_| tree.label(plural) == Label::Dobj)?;
        if first >= tree.len() || !matches!(tree.text(comma), "," | ":" | "-" | "–" | "—") {
            return None;
        }
        let name = std::iter::once(first)
            .chain(tree.ancestors(first))
            .take(4)
            .find(|&at| !matches!(tree.label(at), Label::Compound | Label::Nmod))?;
        let hangs = matches!(tree.label(name), Label::Npadvmod | Label::Dep | Label::Oprd)
            && tree.head(name) == Some(verb);
        (hangs && tree.pos(name) == Pos::Propn && tree.pos(first) == Pos::Propn).then_some(name)
    }

    /// "the five parties, Kenya, Uganda and Rwanda": who are listed behind a plural are those that it counts.
    fn without_total<'h>(&self, heads: &'h [usize]) -> &'h [usize] {
        let tree = self.reading.tree;
        match heads {
            [total, first, _, ..]
                if tree.tag(*total) == Tag::Nns
                    && tree.text(total + 1) == ","
                    && tree.pos(*first) == Pos::Propn
                    && tree.children_with(*total, &[Label::Nummod, Label::Det]).next().is_some() =>
            {
                &heads[1..]
            }
            _ => heads,
        }
    }
}

/// "each other", "one another"
pub(super) fn is_mutual(reading: &Reading<'_>, head: usize) -> bool {
    let tree = reading.tree;
    let is = |i: usize, word: &str| i < tree.len() && tree.word(i) == word;
    let before = |word: &str| head > 0 && is(head - 1, word);
    is(head, "other") && before("each")
        || is(head, "another") && before("one")
        || is(head, "one") && is(head + 1, "another")
}

/// The pairs of those who do something to each other; one phrase for all of them may stand for two.
pub(super) fn each_other(heads: &[usize]) -> Vec<(usize, usize)> {
    if let [all] = heads {
        return vec![(*all, *all)];
    }
    let later = |(i, &one): (usize, &usize)| {
        heads[i + 1..].iter().map(move |&other| (one, other)).collect::<Vec<_>>()
    };
    heads.iter().enumerate().flat_map(later).collect()
}
