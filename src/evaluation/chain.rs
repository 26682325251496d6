//! Chains of mentions that refer to the same thing.
//!
//! The four figures are those of the shared task of CoNLL 2012: mentions that are in a chain, MUC (Vilain et al. 1995),
//! B³ (Bagga and Baldwin 1998) and the entity version of CEAF (Luo 2005; partners are given out greedily, best first).
//! Their mean is over the last three. Once they are taken over all chains with exact borders; once over the chains that
//! hold a name, of names and pronouns only, where the head word is enough: the program does not look for others.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::matching::{Fit, Page, Points};
use super::measure::{Counts, Score};
use crate::archive::DocumentRecord;

/// What is measured.
pub(super) const LINES: [&str; 8] = [
    "mentions, names and pronouns",
    "MUC, names and pronouns",
    "B3, names and pronouns",
    "CEAF-e, names and pronouns",
    "mentions, all exact",
    "MUC, all exact",
    "B3, all exact",
    "CEAF-e, all exact",
];

/// Gold chains of one document.
#[derive(Clone, Debug, Deserialize)]
pub struct Chains {
    clusters: Vec<Vec<Points>>,
    #[serde(default)]
    mentions: Vec<GoldMention>,
}

#[derive(Clone, Debug, Deserialize)]
struct GoldMention {
    start: usize,
    end: usize,
    #[serde(default)]
    named: bool,
}

type Chain = BTreeSet<Points>;

/// Compares the chains of one document with its gold.
pub(super) fn score(gold: &Chains, record: &DocumentRecord) -> Score {
    let page = Page::new(&record.text);
    let all: Vec<Chain> = gold.clusters.iter().map(|chain| chain.iter().copied().collect()).collect();
    let mut score = Score::default();
    let selected = selected(gold, &all, &page);
    let own = moved(&own_chains(record, false), &selected, &page);
    score.lines.extend(lines(&several(selected), &several(own)));
    score.lines.extend(lines(&several(all), &several(own_chains(record, true))));
    score
}

/// Chains with a name in them, without their descriptions.
fn selected(gold: &Chains, all: &[Chain], page: &Page) -> Vec<Chain> {
    let named: BTreeSet<Points> =
        gold.mentions.iter().filter(|mention| mention.named).map(|m| (m.start, m.end)).collect();
    let has_name = |chain: &&Chain| chain.iter().any(|mention| named.contains(mention));
    let keeps = |mention: &Points| named.contains(mention) || is_pronoun(&page.text(*mention));
    all.iter().filter(has_name).map(|chain| chain.iter().copied().filter(keeps).collect()).collect()
}

fn is_pronoun(text: &str) -> bool {
    const PRONOUNS: [&str; 28] = [
        "he",
        "him",
        "his",
        "himself",
        "she",
        "her",
        "hers",
        "herself",
        "it",
        "its",
        "itself",
        "they",
        "them",
        "their",
        "theirs",
        "themselves",
        "i",
        "me",
        "my",
        "mine",
        "we",
        "us",
        "our",
        "ours",
        "you",
        "your",
        "who",
        "which",
    ];
    PRONOUNS.contains(&text.to_lowercase().as_str())
}

fn own_chains(record: &DocumentRecord, with_descriptions: bool) -> Vec<Chain> {
    let wanted = |kind: &str| with_descriptions || kind != "nominal";
    record
        .entities
        .iter()
        .filter(|entity| with_descriptions || entity.mentions.iter().any(|mention| mention.kind == "name"))
        .map(|entity| {
            let mentions = entity.mentions.iter().filter(|mention| wanted(&mention.kind));
            mentions.map(|mention| (mention.start, mention.end)).collect()
        })
        .collect()
}

/// Our mentions with the borders of the gold's where the head word fits, so that they compare as equal. Of several the
/// shortest is taken, and each is given out once.
fn moved(own: &[Chain], gold: &[Chain], page: &Page) -> Vec<Chain> {
    let mut free: BTreeSet<Points> = gold.iter().flatten().copied().collect();
    let mut move_one = |mention: Points| {
        let fitting = free.iter().filter(|gold| page.fits(**gold, mention, Fit::Relaxed));
        let best = fitting.min_by_key(|gold| (gold.1 - gold.0, gold.0)).copied();
        if let Some(best) = best {
            free.remove(&best);
        }
        best.unwrap_or(mention)
    };
    own.iter().map(|chain| chain.iter().map(|mention| move_one(*mention)).collect()).collect()
}

fn several(chains: Vec<Chain>) -> Vec<Chain> {
    chains.into_iter().filter(|chain| chain.len() > 1).collect()
}

fn lines(gold: &[Chain], own: &[Chain]) -> [Counts; 4] {
    let chain_of = |chains: &[Chain]| -> BTreeMap<Points, usize> {
        let numbered = chains.iter().enumerate();
        numbered.flat_map(|(at, chain)| chain.iter().map(move |mention| (*mention, at))).collect()
    };
    let (in_gold, in_own) = (chain_of(gold), chain_of(own));
    let both = in_gold.keys().filter(|mention| in_own.contains_key(mention)).count();
    let (found, of_gold) = muc(gold, &in_own);
    let (right, of_own) = muc(own, &in_gold);
    let links = Counts { right, predicted: of_own, found, gold: of_gold };
    let (found, of_gold) = b_cubed((gold, &in_gold), (own, &in_own));
    let (right, of_own) = b_cubed((own, &in_own), (gold, &in_gold));
    let b_cubed = Counts { right, predicted: of_own, found, gold: of_gold };
    [Counts::matched(both, in_own.len(), in_gold.len()), links, b_cubed, ceaf(gold, own)]
}

/// Links of the chains that the other side has, and all of them.
fn muc(chains: &[Chain], other: &BTreeMap<Points, usize>) -> (f64, f64) {
    let (mut kept, mut all) = (0, 0);
    for chain in chains {
        let parts: BTreeSet<usize> = chain.iter().filter_map(|mention| other.get(mention).copied()).collect();
        let alone = chain.iter().filter(|mention| !other.contains_key(mention)).count();
        kept += chain.len() - parts.len() - alone;
        all += chain.len() - 1;
    }
    (number(kept), number(all))
}

/// For each mention the share of its chain that the other side puts together with it.
fn b_cubed(
    (chains, of): (&[Chain], &BTreeMap<Points, usize>),
    (others, other): (&[Chain], &BTreeMap<Points, usize>),
) -> (f64, f64) {
    let share = |(mention, at): (&Points, &usize)| {
        let there = &others[*other.get(mention)?];
        Some(number(chains[*at].intersection(there).count()) / number(chains[*at].len()))
    };
    (of.iter().filter_map(share).sum(), number(of.len()))
}

fn ceaf(gold: &[Chain], own: &[Chain]) -> Counts {
    let mut pairs = Vec::new();
    for (g, one) in gold.iter().enumerate() {
        for (p, other) in own.iter().enumerate() {
            let both = one.intersection(other).count();
            if both > 0 {
                pairs.push((2.0 * number(both) / number(one.len() + other.len()), g, p));
            }
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| (b.1, b.2).cmp(&(a.1, a.2))));
    let (mut used_gold, mut used_own, mut sum) = (BTreeSet::new(), BTreeSet::new(), 0.0);
    for (likeness, g, p) in pairs {
        if !used_gold.contains(&g) && !used_own.contains(&p) {
            used_gold.insert(g);
            used_own.insert(p);
            sum += likeness;
        }
    }
    Counts { right: sum, predicted: number(own.len()), found: sum, gold: number(gold.len()) }
}

#[expect(clippy::cast_precision_loss, reason = "counts of one document are far below 2^52")]
fn number(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain(mentions: &[usize]) -> Chain {
        mentions.iter().map(|&at| (at, at + 1)).collect()
    }

    #[test]
    fn the_figures_of_a_split_chain_are_those_of_the_books() {
        // Bagga and Baldwin: twelve mentions in chains of 5, 2 and 5, of which the last two were joined.
        let gold = [chain(&[1, 2, 3, 4, 5]), chain(&[6, 7]), chain(&[8, 9, 10, 11, 12])];
        let own = [chain(&[1, 2, 3, 4, 5]), chain(&[6, 7, 8, 9, 10, 11, 12])];
        let [mentions, muc, b3, _] = lines(&gold, &own).map(|counts| counts.figures());
        assert_eq!((mentions.precision, mentions.recall), (1.0, 1.0));
        assert!((muc.precision - 0.9).abs() < 1e-9 && (muc.recall - 1.0).abs() < 1e-9, "{muc:?}");
        assert!((b3.precision - 0.7619).abs() < 1e-4 && (b3.recall - 1.0).abs() < 1e-9, "{b3:?}");
    }
}
