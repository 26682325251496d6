//! Brokerage: who stands between others that have no tie.
//!
//! Comes in: lists of neighbours and communities. Goes out: Burt's constraint and effective size (Burt 1992) and the five
//! roles of Gould and Fernandez (1989).

use super::lists::{Lists, Pairs};

/// Steps that are tried: the sum of squared degrees. Beyond, these measures are left out, as they take minutes.
const MAX_STEPS: usize = 200_000_000;

/// How often an actor is a broker between two others that have no tie from the one to the other, by the communities of the
/// three (Gould and Fernandez 1989).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Brokerage {
    /// All three are of one community.
    pub coordinator: usize,
    /// The two are of one community, the broker of another.
    pub consultant: usize,
    /// Into the broker's own community.
    pub gatekeeper: usize,
    /// Out of the broker's own community.
    pub representative: usize,
    /// All three are of different communities.
    pub liaison: usize,
}

/// Whether the measures of this module can be had in reasonable time.
pub(super) fn is_feasible(lists: &Lists) -> bool {
    let steps =
        lists.iter().try_fold(0usize, |sum, list| sum.checked_add(list.len().checked_mul(list.len())?));
    steps.is_some_and(|steps| steps <= MAX_STEPS)
}

/// Burt's constraint on weighted ties: how much an actor's ties lead back to each other. `None` without ties.
pub(super) fn constraint(lists: &Lists) -> Vec<Option<f64>> {
    let sums: Vec<f64> = lists.iter().map(|list| list.iter().map(|(_, weight)| weight).sum()).collect();
    let mut shares = vec![0.0; lists.len()];
    let mut is_near = vec![false; lists.len()];
    let of = |at: usize, list: &[(usize, f64)], shares: &mut [f64], is_near: &mut [bool]| {
        for &(other, weight) in list {
            shares[other] = weight / sums[at];
            is_near[other] = true;
        }
        for &(between, weight) in list {
            for &(other, further) in lists[between].iter().filter(|(other, _)| *other != at) {
                if is_near[other] {
                    shares[other] += weight / sums[at] * (further / sums[between]);
                }
            }
        }
        let sum = list.iter().map(|&(other, _)| shares[other] * shares[other]).sum();
        for &(other, _) in list {
            (shares[other], is_near[other]) = (0.0, false);
        }
        sum
    };
    (lists.iter().enumerate())
        .map(|(at, list)| (!list.is_empty()).then(|| of(at, list, &mut shares, &mut is_near)))
        .collect()
}

/// Burt's effective size on unweighted ties, as Borgatti (1997) has it: neighbours less the mean of ties that they have
/// among them. `None` without ties.
pub(super) fn effective_size(lists: &Lists) -> Vec<Option<f64>> {
    let mut is_near = vec![false; lists.len()];
    lists
        .iter()
        .map(|list| {
            list.iter().for_each(|&(other, _)| is_near[other] = true);
            let ends: usize = list
                .iter()
                .map(|&(at, _)| lists[at].iter().filter(|(other, _)| is_near[*other]).count())
                .sum();
            list.iter().for_each(|&(other, _)| is_near[other] = false);
            (!list.is_empty()).then(|| list.len() as f64 - ends as f64 / list.len() as f64)
        })
        .collect()
}

/// The roles of each actor. `pairs` are directed, sorted, each once.
pub(super) fn roles(count: usize, pairs: &Pairs, communities: &[usize]) -> Vec<Brokerage> {
    let mut out: Vec<Vec<usize>> = vec![Vec::new(); count];
    for &(from, to, _) in pairs.iter().filter(|(from, to, _)| from != to) {
        out[from].push(to);
    }
    let mut found = vec![Brokerage::default(); count];
    let mut is_reached = vec![false; count];
    for start in 0..count {
        out[start].iter().for_each(|&at| is_reached[at] = true);
        for &broker in &out[start] {
            for &end in out[broker].iter().filter(|&&end| end != start && !is_reached[end]) {
                let [a, b, c] = [start, broker, end].map(|at| communities[at]);
                let roles = &mut found[broker];
                let role = match (a == b, b == c, a == c) {
                    (true, true, _) => &mut roles.coordinator,
                    (_, _, true) => &mut roles.consultant,
                    (false, true, _) => &mut roles.gatekeeper,
                    (true, false, _) => &mut roles.representative,
                    (false, false, false) => &mut roles.liaison,
                };
                *role += 1;
            }
        }
        out[start].iter().for_each(|&at| is_reached[at] = false);
    }
    found
}
