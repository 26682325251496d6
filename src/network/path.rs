//! Ways from one actor to another along ties, whichever way these point.
//!
//! In come a network and two positions, out go the shortest ways, and those that are a given number of steps longer: each passes
//! no actor twice. Of ways of one length those come first that lead over actors with few ties, since all roads lead over the
//! United States. The work is bounded; if that cuts something, it is said.

use std::collections::{BTreeSet, VecDeque};

use petgraph::graph::NodeIndex;

use super::Network;

/// Ways that are looked at, at most, before they are put in order.
const MAX_WAYS: usize = 100_000;
/// Actors that are passed while looking, at most.
const MAX_PASSED: usize = 10_000_000;

/// Which ways are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// How many steps longer than the shortest a way may be.
    pub longer: usize,
    /// The most steps that a way may have.
    pub max_steps: usize,
    /// Positions of actors over which no way leads.
    pub without: BTreeSet<usize>,
}

/// Ways from one actor to another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ways {
    /// Positions of the actors of each way, both ends included, the shortest first.
    pub ways: Vec<Vec<usize>>,
    /// Steps of the shortest way, if there is any, however long.
    pub shortest: Option<usize>,
    /// Whether there are more than were looked at.
    pub is_cut: bool,
}

impl Network {
    /// The ways between the actors at two positions.
    pub fn ways(&self, [from, to]: [usize; 2], wanted: &Wanted) -> Ways {
        let beside = self.beside(&wanted.without);
        let left = distances(&beside, to);
        let Some(shortest) = left.get(from).copied().flatten() else { return Ways::default() };
        let limit = (shortest + wanted.longer).min(wanted.max_steps);
        let mut found = Ways { shortest: Some(shortest), ..Ways::default() };
        found.search(&beside, &left, [from, to], limit);
        let ties = |way: &Vec<usize>| -> usize {
            way.iter().skip(1).rev().skip(1).map(|&at| beside.get(at).map_or(0, Vec::len)).sum()
        };
        found.ways.sort_by_cached_key(|way| (way.len(), ties(way), way.clone()));
        found
    }

    /// The actors that each is tied to, in order, but for those that are to be avoided.
    fn beside(&self, without: &BTreeSet<usize>) -> Vec<Vec<usize>> {
        let beside = |at: usize| {
            if without.contains(&at) {
                return Vec::new();
            }
            let all = self.graph.neighbors_undirected(NodeIndex::new(at)).map(NodeIndex::index);
            let all: BTreeSet<usize> = all.filter(|other| *other != at && !without.contains(other)).collect();
            all.into_iter().collect()
        };
        (0..self.graph.node_count()).map(beside).collect()
    }
}

/// Steps from each actor to the one at `to`; `None` where no way leads.
fn distances(beside: &[Vec<usize>], to: usize) -> Vec<Option<usize>> {
    let mut left = vec![None; beside.len()];
    let mut rim = VecDeque::from([(to, 0)]);
    while let Some((at, steps)) = rim.pop_front() {
        match left.get_mut(at) {
            Some(known @ None) => *known = Some(steps),
            _ => continue,
        }
        rim.extend(beside.get(at).into_iter().flatten().map(|&other| (other, steps + 1)));
    }
    left
}

impl Ways {
    /// Goes from actor to actor, and back where the end is too far away for the steps that are left.
    fn search(
        &mut self,
        beside: &[Vec<usize>],
        left: &[Option<usize>],
        [from, to]: [usize; 2],
        limit: usize,
    ) {
        let (mut way, mut next, mut passed) = (vec![from], vec![0_usize], 0_usize);
        while let (Some(&here), Some(at)) = (way.last(), next.last_mut()) {
            let Some(&other) = beside.get(here).and_then(|others| others.get(*at)) else {
                way.pop();
                next.pop();
                continue;
            };
            *at += 1;
            passed += 1;
            if self.ways.len() >= MAX_WAYS || passed > MAX_PASSED {
                self.is_cut = true;
                return;
            }
            let is_near = left.get(other).copied().flatten().is_some_and(|steps| way.len() + steps <= limit);
            if !is_near || way.contains(&other) {
                continue;
            }
            if other == to {
                self.ways.push(way.iter().copied().chain([to]).collect());
            } else {
                way.push(other);
                next.push(0);
            }
        }
    }
}
