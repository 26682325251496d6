//! Sets that share at least half of what either has, found without comparing each with each.
//!
//! In come sets of hashes, sorted; out go pairs, all that are so alike among them and few others. Prefix filtering, after Xiao,
//! Wang, Lin and Yu, "Efficient similarity joins for near duplicate detection" (2008): with the rarest members first, two
//! sets that are so alike have one of the first in common. What many have, such as the words below every article of a paper, comes last and
//! is hardly looked at, so that the work does not grow with the square of the sets that share it. Never compares whole sets.

use std::collections::HashMap;

/// Tells pairs of sets, by their places: all of which what both have is half of what either has or more, each once.
pub(super) fn pairs(sets: &[&[u32]], tell: &mut dyn FnMut(usize, usize)) {
    let sets = rarest_first(sets);
    // The larger one of a pair comes later.
    let mut order: Vec<(usize, usize)> = sets.iter().enumerate().map(|(at, set)| (set.len(), at)).collect();
    order.sort_unstable();
    let mut postings: HashMap<u32, Vec<Posting>> = HashMap::new();
    let mut told_to: Vec<Option<usize>> = vec![None; sets.len()];
    for (len, at) in order {
        let set = sets.get(at).map(Vec::as_slice).unwrap_or_default();
        for (place, member) in set.iter().take(first(len, len.div_ceil(2))).enumerate() {
            for other in postings.get(member).into_iter().flatten() {
                // If this is the first that both have, they have no more than what follows it.
                let most = (len - place).min(other.left);
                let is_new = told_to.get(other.set) != Some(&Some(at));
                if is_new && 2 * other.len >= len && 3 * most >= len + other.len {
                    told_to[other.set] = Some(at);
                    tell(other.set, at);
                }
            }
        }
        for (place, member) in set.iter().take(first(len, (2 * len).div_ceil(3))).enumerate() {
            postings.entry(*member).or_default().push(Posting { set: at, len, left: len - place });
        }
    }
}

/// A set that has a member among its first.
struct Posting {
    set: usize,
    len: usize,
    /// Members from that one on.
    left: usize,
}

/// How many of `len` members are the first: of two sets with `least` in common the rarest common one is among them. That is half
/// of the larger set, and two thirds of the smaller one, which is all of 3 · common ≥ sum of both.
fn first(len: usize, least: usize) -> usize {
    if len == 0 { 0 } else { len - least + 1 }
}

/// The members of each set in an order that is the same for all: those of few sets first.
fn rarest_first(sets: &[&[u32]]) -> Vec<Vec<u32>> {
    let mut counts: HashMap<u32, u32> = HashMap::new();
    sets.iter().copied().flatten().for_each(|member| *counts.entry(*member).or_default() += 1);
    let ordered = |set: &&[u32]| {
        let mut ranked: Vec<(u32, u32)> =
            set.iter().map(|member| (counts.get(member).copied().unwrap_or(0), *member)).collect();
        ranked.sort_unstable();
        ranked.into_iter().map(|(_, member)| member).collect()
    };
    sets.iter().map(ordered).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::source::fingerprint::likeness;

    fn found(sets: &[Vec<u32>]) -> Vec<(usize, usize)> {
        let mut all = Vec::new();
        let sets: Vec<&[u32]> = sets.iter().map(Vec::as_slice).collect();
        pairs(&sets, &mut |one, other| all.push((one.min(other), one.max(other))));
        all.sort_unstable();
        all
    }

    #[test]
    fn what_all_have_below_their_text_makes_no_pair() {
        // 60 of their own and 66 that all have: 66 of 186.
        let set = |number: u32| (0..66).chain(1_000 + number * 60..1_060 + number * 60).collect();
        let mut sets: Vec<Vec<u32>> = (0..300).map(set).collect();
        assert_eq!(found(&sets), []);
        // But for a copy of one.
        sets.push(sets[7].iter().copied().skip(20).collect());
        assert_eq!(found(&sets), [(7, 300)]);
    }

    proptest! {
        #[test]
        fn none_that_are_alike_are_missed_and_none_is_told_twice(
            sets in prop::collection::vec(prop::collection::btree_set(0_u32..24, 0..14), 0..24)
        ) {
            let sets: Vec<Vec<u32>> = sets.into_iter().map(|set: BTreeSet<u32>| set.into_iter().collect()).collect();
            let told = found(&sets);
            let once: BTreeSet<(usize, usize)> = told.iter().copied().collect();
            prop_assert_eq!(once.len(), told.len());
            for one in 0..sets.len() {
                for other in one + 1..sets.len() {
                    let is_alike = likeness(&sets[one], &sets[other]) >= 0.5;
                    prop_assert!(!is_alike || once.contains(&(one, other)), "{one} {other}");
                }
            }
        }
    }
}
