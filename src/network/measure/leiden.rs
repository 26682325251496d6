//! Communities by the Leiden algorithm (Traag, Waltman and van Eck 2019) for modularity (Newman and Girvan 2004).
//!
//! Comes in: weighted lists of neighbours, the same both ways. Goes out: a community for each, numbered from 1 in the order
//! of the first member; every community hangs together. Actors are visited in their order, and then a few times more in orders that
//! are shuffled from fixed seeds; the best of these counts. Of equal gains the first is taken. So the same network always
//! gives the same communities.

use std::collections::VecDeque;

use rayon::prelude::*;

use super::lists::Lists;

/// Gains below this are taken for the noise of sums.
const NOISE: f64 = 1e-10;
/// Rounds of one run, each from the result of the one before; four are hardly ever needed.
const MAX_ROUNDS: usize = 10;
/// Runs in different orders at most. Large networks have fewer: one in so many ends of ties, and at least one.
const MAX_RUNS: usize = 12;
const ENDS_OF_ALL_RUNS: usize = 200_000;

/// A network whose nodes may stand for several actors. Whoever has no ties is no node of it.
struct Graph {
    lists: Lists,
    /// Weight of all ends of ties of a node, those to itself included.
    strengths: Vec<f64>,
    /// The sum of these.
    total: f64,
    /// The position of each node among all, with those that have no ties.
    places: Vec<usize>,
    /// How many these are.
    all: usize,
}

impl Graph {
    /// The actors that have ties.
    fn of(neighbours: &Lists) -> Self {
        let (places, lists) = neighbours.tied();
        let strengths: Vec<f64> =
            lists.iter().map(|list| list.iter().map(|(_, weight)| weight).sum()).collect();
        Self { lists, total: strengths.iter().sum(), strengths, places, all: neighbours.len() }
    }

    /// Modularity of a partition, times the weight of all ends.
    fn quality(&self, partition: &[usize]) -> f64 {
        let mut strengths = vec![0.0; partition.len()];
        let mut within = 0.0;
        for (node, list) in self.lists.iter().enumerate() {
            strengths[partition[node]] += self.strengths[node];
            within += list
                .iter()
                .filter(|(other, _)| partition[*other] == partition[node])
                .map(|(_, w)| w)
                .sum::<f64>();
        }
        within - strengths.iter().map(|strength| strength * strength).sum::<f64>() / self.total
    }
}

/// Orders in which nodes are visited: their own, or shuffled by SplitMix64 (Steele, Lea and Flood 2014).
struct Orders(Option<u64>);

impl Orders {
    /// Those without ties are shuffled with the others, so that the order does not depend on whether they are kept.
    fn next(&mut self, graph: &Graph) -> Vec<usize> {
        let Some(state) = &mut self.0 else { return (0..graph.places.len()).collect() };
        let mut order = vec![usize::MAX; graph.all];
        graph.places.iter().enumerate().for_each(|(node, &place)| order[place] = node);
        for at in (1..order.len()).rev() {
            *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut mixed = (*state ^ (*state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            mixed ^= mixed >> 31;
            order.swap(at, (mixed % (at as u64 + 1)) as usize);
        }
        order.retain(|&node| node != usize::MAX);
        order
    }
}

/// The community of each node.
pub(super) fn communities(neighbours: &Lists) -> Vec<usize> {
    let graph = Graph::of(neighbours);
    let mut communities: Vec<usize> = (0..neighbours.len()).collect();
    if graph.total > 0.0 {
        // That of a community's first member, of which the others come later.
        let mut firsts = vec![usize::MAX; graph.places.len()];
        for (&place, community) in graph.places.iter().zip(best(&graph)) {
            firsts[community] = firsts[community].min(place);
            communities[place] = firsts[community];
        }
    }
    let mut communities = numbered(communities);
    communities.iter_mut().for_each(|community| *community += 1);
    communities
}

/// The best of the runs.
fn best(graph: &Graph) -> Vec<usize> {
    let runs = (ENDS_OF_ALL_RUNS / graph.lists.ends().max(1)).clamp(1, MAX_RUNS) as u64;
    let start: Vec<usize> = (0..graph.places.len()).collect();
    // Runs do not depend on each other. What is best is made so in the order of the actors, too.
    let found: Vec<Vec<usize>> = (0..runs)
        .into_par_iter()
        .map(|seed| match seed {
            0 => run(graph, start.clone(), Orders(None)),
            _ => run(graph, run(graph, start.clone(), Orders(Some(seed))), Orders(None)),
        })
        .collect();
    let mut found = found.into_iter();
    let mut best = found.next().unwrap_or(start);
    for other in found {
        if graph.quality(&other) > graph.quality(&best) + NOISE {
            best = other;
        }
    }
    best
}

/// Rounds from a partition until none is better.
fn run(graph: &Graph, start: Vec<usize>, mut orders: Orders) -> Vec<usize> {
    let mut partition = round(graph, start, &mut orders);
    for _ in 1..MAX_ROUNDS {
        let next = round(graph, partition.clone(), &mut orders);
        if graph.quality(&next) <= graph.quality(&partition) + NOISE {
            break;
        }
        partition = next;
    }
    partition
}

/// One round: moving, refining and aggregating until nothing moves.
fn round(graph: &Graph, start: Vec<usize>, orders: &mut Orders) -> Vec<usize> {
    let mut node_of: Vec<usize> = (0..start.len()).collect();
    let mut partition = start;
    let mut level: Option<Graph> = None;
    loop {
        let graph = level.as_ref().unwrap_or(graph);
        partition = numbered(move_nodes(graph, partition, orders));
        let count = partition.iter().max().map_or(0, |last| last + 1);
        let refined = numbered(refine(graph, &partition, orders));
        let parts = refined.iter().max().map_or(0, |last| last + 1);
        // Without a part of several nodes the next level would be this one again.
        if count == graph.strengths.len() || parts == graph.strengths.len() {
            return numbered(node_of.into_iter().map(|node| partition[node]).collect());
        }
        let mut above = vec![0; parts];
        for (&part, &community) in refined.iter().zip(&partition) {
            above[part] = community;
        }
        node_of.iter_mut().for_each(|node| *node = refined[*node]);
        let next = aggregate(graph, &refined, parts);
        partition = above;
        level = Some(next);
    }
}

/// Numbers from 0 in the order of their first use, for labels that are less than their count.
fn numbered(mut labels: Vec<usize>) -> Vec<usize> {
    let mut numbers = vec![usize::MAX; labels.len()];
    let mut next = 0;
    for label in &mut labels {
        let number = &mut numbers[*label];
        if *number == usize::MAX {
            *number = next;
            next += 1;
        }
        *label = *number;
    }
    labels
}

/// Weights by label, in the order of the labels; memory that is used again for the next node.
struct Weights {
    sums: Vec<f64>,
    is_used: Vec<bool>,
    used: Vec<usize>,
}

impl Weights {
    fn new(labels: usize) -> Self {
        Self { sums: vec![0.0; labels], is_used: vec![false; labels], used: Vec::new() }
    }

    fn clear(&mut self) {
        for label in self.used.drain(..) {
            (self.sums[label], self.is_used[label]) = (0.0, false);
        }
    }

    fn add(&mut self, label: usize, weight: f64) {
        self.sums[label] += weight;
        if !std::mem::replace(&mut self.is_used[label], true) {
            self.used.push(label);
        }
    }

    fn sort(&mut self) {
        self.used.sort_unstable();
    }

    /// Those of the ties of a node by a label of the other ends; ties to itself are left out.
    fn of(&mut self, graph: &Graph, node: usize, label: impl Fn(usize) -> Option<usize>) -> &Self {
        self.clear();
        for &(other, weight) in &graph.lists[node] {
            if let (true, Some(label)) = (other != node, label(other)) {
                self.add(label, weight);
            }
        }
        self.sort();
        self
    }

    fn iter(&self) -> impl Iterator<Item = (usize, f64)> {
        self.used.iter().map(|&label| (label, self.sums[label]))
    }
}

/// Moves nodes to the community where modularity gains most; whoever's neighbour moved is looked at again.
fn move_nodes(graph: &Graph, mut partition: Vec<usize>, orders: &mut Orders) -> Vec<usize> {
    let count = partition.len();
    let mut strengths = vec![0.0; count];
    let mut sizes = vec![0usize; count];
    for (node, &community) in partition.iter().enumerate() {
        strengths[community] += graph.strengths[node];
        sizes[community] += 1;
    }
    let mut empty: Vec<usize> = (0..count).rev().filter(|&community| sizes[community] == 0).collect();
    let mut queue: VecDeque<usize> = orders.next(graph).into();
    let (mut waits, mut around) = (vec![true; count], Weights::new(count));
    while let Some(node) = queue.pop_front() {
        waits[node] = false;
        let (own, strength) = (partition[node], graph.strengths[node]);
        let around = around.of(graph, node, |other| Some(partition[other]));
        strengths[own] -= strength;
        sizes[own] -= 1;
        let gain = |community: usize, weight: f64| weight - strength * strengths[community] / graph.total;
        let mut best = (own, gain(own, around.sums[own]));
        for (community, weight) in around.iter() {
            let gain = gain(community, weight);
            if gain > best.1 + NOISE {
                best = (community, gain);
            }
        }
        // A community of its own gains nothing, which may be more than all others.
        if let (true, true, Some(&fresh)) = (best.1 < -NOISE, sizes[own] > 0, empty.last()) {
            empty.pop();
            best = (fresh, 0.0);
        }
        strengths[best.0] += strength;
        sizes[best.0] += 1;
        if best.0 == own {
            continue;
        }
        if sizes[own] == 0 {
            strengths[own] = 0.0;
            empty.push(own);
        }
        partition[node] = best.0;
        for &(other, _) in &graph.lists[node] {
            if partition[other] != best.0 && !waits[other] {
                waits[other] = true;
                queue.push_back(other);
            }
        }
    }
    partition
}

/// Splits each community into parts that are well tied within it: nodes join one by one.
fn refine(graph: &Graph, partition: &[usize], orders: &mut Orders) -> Vec<usize> {
    let count = partition.len();
    let mut whole = vec![0.0; count];
    for (node, &community) in partition.iter().enumerate() {
        whole[community] += graph.strengths[node];
    }
    let mut parts: Vec<usize> = (0..count).collect();
    let mut sizes = vec![1usize; count];
    let mut strengths = graph.strengths.clone();
    // Weight from a part to the rest of its community.
    let mut cuts: Vec<f64> = (0..count)
        .map(|node| {
            let own = |other: usize| other != node && partition[other] == partition[node];
            graph.lists[node].iter().filter(|(other, _)| own(*other)).map(|(_, weight)| weight).sum()
        })
        .collect();
    let is_tied =
        |cut: f64, strength: f64, whole: f64| cut + NOISE >= strength * (whole - strength) / graph.total;
    let mut around = Weights::new(count);
    for node in orders.next(graph) {
        let (strength, whole) = (graph.strengths[node], whole[partition[node]]);
        if sizes[parts[node]] != 1 || !is_tied(cuts[parts[node]], strength, whole) {
            continue;
        }
        let near = |other: usize| (partition[other] == partition[node]).then(|| parts[other]);
        let mut best = None;
        for (part, weight) in around.of(graph, node, near).iter() {
            let gain = weight - strength * strengths[part] / graph.total;
            if gain > best.map_or(NOISE, |(_, best, _)| best + NOISE)
                && is_tied(cuts[part], strengths[part], whole)
            {
                best = Some((part, gain, weight));
            }
        }
        let Some((part, _, weight)) = best else { continue };
        let own = parts[node];
        cuts[part] += cuts[own] - 2.0 * weight;
        (sizes[own], strengths[own]) = (0, 0.0);
        sizes[part] += 1;
        strengths[part] += strength;
        parts[node] = part;
    }
    parts
}

/// The network of the parts, which are numbered in the order of their first members.
fn aggregate(graph: &Graph, parts: &[usize], count: usize) -> Graph {
    let mut strengths = vec![0.0; count];
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); count];
    for (node, &part) in parts.iter().enumerate() {
        strengths[part] += graph.strengths[node];
        members[part].push(node);
    }
    let mut ties = Weights::new(count);
    let mut lists = Lists::default();
    let mut places = Vec::with_capacity(count);
    for (part, nodes) in members.iter().enumerate() {
        ties.clear();
        for (other, weight) in nodes.iter().flat_map(|&node| &graph.lists[node]) {
            ties.add(parts[*other], *weight);
        }
        ties.sort();
        lists.push(ties.iter());
        // As many are before it as were before its first member, less those that are of parts before it.
        places.extend(nodes.first().map(|&first| part + graph.places[first] - first));
    }
    let all = count + graph.all - graph.places.len();
    Graph { lists, strengths, total: graph.total, places, all }
}
