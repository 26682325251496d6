//! Measures of the actors of a network.
//!
//! Ties that are denied or negated say that there is no tie, and are left out of every measure. All of them are
//! deterministic: no random starts, sums in the order of the actors, and no function that platforms round differently.

use std::collections::VecDeque;

use super::Network;
use crate::ontology::Status;

/// Steps of betweenness that are tried: actors times pairs. Beyond it is left out, as it takes minutes.
const MAX_BETWEENNESS_STEPS: usize = 200_000_000;
/// Share of a PageRank that follows ties.
const DAMPING: f64 = 0.85;

/// What is measured of one actor.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Measures {
    /// Actors that it is tied to.
    pub degree: usize,
    /// Statements of ties that point to it; those of symmetric ties count both ways.
    pub statements_in: usize,
    /// Statements of ties that start from it.
    pub statements_out: usize,
    /// PageRank (Brin and Page 1998) on ties weighted by statements; all add up to 1.
    pub pagerank: f64,
    /// Share of the shortest paths between other actors that it stands on, 0 to 1 (Brandes 2001); `None` in
    /// networks that are too large for it.
    pub betweenness: Option<f64>,
    /// The greatest k such that it is in a group whose members have k ties among them.
    pub core: usize,
    /// Connected component, numbered from 1 in order of the first actor.
    pub component: usize,
    /// Community by label propagation (Raghavan and others 2007), numbered from 1 in order of the first actor.
    pub community: usize,
}

impl Network {
    /// The measures of all actors, in their order.
    pub fn measure(&self) -> Vec<Measures> {
        let count = self.actors().len();
        let mut found = vec![Measures::default(); count];
        let mut pairs: Vec<(usize, usize, f64)> = Vec::new();
        for (from, to, tie) in self.ties() {
            if matches!(tie.status, Status::Denied | Status::Negated) {
                continue;
            }
            let (forth, back) = (tie.count, if tie.symmetric { tie.count } else { 0 });
            found[from].statements_out += forth;
            found[to].statements_in += forth;
            found[to].statements_out += back;
            found[from].statements_in += back;
            pairs.push((from, to, forth as f64));
            if tie.symmetric {
                pairs.push((to, from, back as f64));
            }
        }
        let pairs = merged(pairs);
        let both_ways = merged(
            pairs.iter().flat_map(|&(from, to, weight)| [(from, to, weight), (to, from, weight)]).collect(),
        );
        let neighbours = lists(count, both_ways.iter().filter(|(from, to, _)| from != to).copied());
        let ranks = pagerank(&lists(count, pairs.into_iter()));
        let betweenness = betweenness(&neighbours);
        let (cores, components) = (cores(&neighbours), components(&neighbours));
        let communities = communities(&neighbours);
        for (at, measures) in found.iter_mut().enumerate() {
            measures.degree = neighbours[at].len();
            measures.pagerank = ranks[at];
            measures.betweenness = betweenness.as_ref().map(|all| all[at]);
            measures.core = cores[at];
            measures.component = components[at];
            measures.community = communities[at];
        }
        found
    }
}

/// For each actor, whom it is tied to with which weight, in order.
type Lists = Vec<Vec<(usize, f64)>>;

/// One entry a pair, sorted.
fn merged(mut pairs: Vec<(usize, usize, f64)>) -> Vec<(usize, usize, f64)> {
    pairs.sort_by_key(|&(from, to, _)| (from, to));
    pairs.dedup_by(|next, kept| {
        let same = (next.0, next.1) == (kept.0, kept.1);
        if same {
            kept.2 += next.2;
        }
        same
    });
    pairs
}

fn lists(count: usize, pairs: impl Iterator<Item = (usize, usize, f64)>) -> Lists {
    let mut lists = vec![Vec::new(); count];
    for (from, to, weight) in pairs {
        lists[from].push((to, weight));
    }
    lists
}

/// Power iteration over the sparse lists, until the ranks move by less than 1e-12 or for 200 rounds.
fn pagerank(followed: &Lists) -> Vec<f64> {
    let count = followed.len() as f64;
    let sums: Vec<f64> = followed.iter().map(|list| list.iter().map(|(_, weight)| weight).sum()).collect();
    let mut ranks = vec![1.0 / count; followed.len()];
    for _ in 0..200 {
        let stuck: f64 = ranks.iter().zip(&sums).filter(|&(_, &sum)| sum == 0.0).map(|(rank, _)| rank).sum();
        let mut next = vec![(1.0 - DAMPING + DAMPING * stuck) / count; followed.len()];
        for (from, list) in followed.iter().enumerate() {
            for &(to, weight) in list {
                next[to] += DAMPING * ranks[from] * weight / sums[from];
            }
        }
        let moved: f64 = next.iter().zip(&ranks).map(|(a, b)| (a - b).abs()).sum();
        ranks = next;
        if moved < 1e-12 {
            break;
        }
    }
    ranks
}

/// Brandes' algorithm on unweighted, undirected ties, divided by the number of pairs of others.
fn betweenness(neighbours: &Lists) -> Option<Vec<f64>> {
    let count = neighbours.len();
    let ends: usize = neighbours.iter().map(Vec::len).sum();
    if count.checked_mul(ends + count).is_none_or(|steps| steps > MAX_BETWEENNESS_STEPS) {
        return None;
    }
    let mut between = vec![0.0; count];
    for source in 0..count {
        let (mut paths, mut distance) = (vec![0.0; count], vec![usize::MAX; count]);
        (paths[source], distance[source]) = (1.0, 0);
        let (mut order, mut queue) = (Vec::new(), VecDeque::from([source]));
        while let Some(at) = queue.pop_front() {
            order.push(at);
            for &(next, _) in &neighbours[at] {
                if distance[next] == usize::MAX {
                    distance[next] = distance[at] + 1;
                    queue.push_back(next);
                }
                if distance[next] == distance[at] + 1 {
                    paths[next] += paths[at];
                }
            }
        }
        let mut dependency = vec![0.0; count];
        for &at in order.iter().rev() {
            for &(next, _) in &neighbours[at] {
                if distance[next] == distance[at] + 1 {
                    dependency[at] += paths[at] / paths[next] * (1.0 + dependency[next]);
                }
            }
            if at != source {
                between[at] += dependency[at];
            }
        }
    }
    let pairs = (count as f64 - 1.0) * (count as f64 - 2.0);
    between.iter_mut().for_each(|value| *value = if pairs > 0.0 { *value / pairs } else { 0.0 });
    Some(between)
}

/// The core number of each actor: take away the least tied one again and again (Seidman 1983).
fn cores(neighbours: &Lists) -> Vec<usize> {
    let mut degrees: Vec<usize> = neighbours.iter().map(Vec::len).collect();
    let mut waiting: std::collections::BTreeSet<(usize, usize)> =
        degrees.iter().enumerate().map(|(at, &degree)| (degree, at)).collect();
    let (mut cores, mut core) = (vec![0; neighbours.len()], 0);
    while let Some((degree, at)) = waiting.pop_first() {
        core = core.max(degree);
        cores[at] = core;
        for &(next, _) in &neighbours[at] {
            if waiting.remove(&(degrees[next], next)) {
                degrees[next] -= 1;
                waiting.insert((degrees[next], next));
            }
        }
    }
    cores
}

fn components(neighbours: &Lists) -> Vec<usize> {
    let mut components = vec![0; neighbours.len()];
    let mut number = 0;
    for start in 0..neighbours.len() {
        if components[start] != 0 {
            continue;
        }
        number += 1;
        components[start] = number;
        let mut stack = vec![start];
        while let Some(at) = stack.pop() {
            for &(next, _) in &neighbours[at] {
                if components[next] == 0 {
                    components[next] = number;
                    stack.push(next);
                }
            }
        }
    }
    components
}

/// Each actor takes the label that weighs most around it, in order, for at most 50 rounds; of equals the smallest.
fn communities(neighbours: &Lists) -> Vec<usize> {
    let mut labels: Vec<usize> = (0..neighbours.len()).collect();
    for _ in 0..50 {
        let mut changed = false;
        for (at, list) in neighbours.iter().enumerate() {
            let mut weights: std::collections::BTreeMap<usize, f64> = std::collections::BTreeMap::new();
            for &(next, weight) in list {
                *weights.entry(labels[next]).or_default() += weight;
            }
            let most = weights.values().copied().fold(0.0, f64::max);
            let stays = weights.get(&labels[at]) == Some(&most);
            if let (false, Some((&label, _))) = (stays, weights.iter().find(|&(_, &weight)| weight == most)) {
                changed |= labels[at] != label;
                labels[at] = label;
            }
        }
        if !changed {
            break;
        }
    }
    let mut numbers = vec![0; neighbours.len()];
    let mut last = 0;
    for &label in &labels {
        if numbers[label] == 0 {
            last += 1;
            numbers[label] = last;
        }
    }
    labels.into_iter().map(|label| numbers[label]).collect()
}
