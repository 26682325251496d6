//! Betweenness (Brandes 2001, of ties Brandes 2008): the share of shortest paths that run over an actor or a tie.
//!
//! Comes in: lists of neighbours. Goes out: a share for each actor and each entry of the lists, or nothing for networks that are too
//! large.

use std::ops::Range;

use rayon::prelude::*;

use super::lists::Lists;

/// Steps of betweenness that are tried: actors times pairs. Beyond it is left out, as it takes minutes.
const MAX_BETWEENNESS_STEPS: usize = 200_000_000;

/// What stands on shortest paths.
pub(super) struct Paths {
    pub(super) actors: Vec<f64>,
    /// As the entries of the lists of neighbours.
    pub(super) ties: Vec<f64>,
}

/// Brandes' algorithm on unweighted, undirected ties, divided by the number of pairs of others; of ties by that of all pairs.
pub(super) fn betweenness(neighbours: &Lists) -> Option<Paths> {
    let count = neighbours.len();
    if count.checked_mul(neighbours.ends() + count).is_none_or(|steps| steps > MAX_BETWEENNESS_STEPS) {
        return None;
    }
    // Nothing starts at an actor without ties, or leads to one.
    let (places, tied) = neighbours.tied();
    let starts: Vec<usize> = (0..tied.len()).step_by(SOURCES).collect();
    let parts: Vec<[Vec<f64>; 2]> = starts
        .into_par_iter()
        .map(|start| dependencies(&tied, start..tied.len().min(start + SOURCES)))
        .collect();
    let (mut between, mut ties) = (vec![0.0; count], vec![0.0; neighbours.ends()]);
    for [of_actors, of_ties] in parts {
        places.iter().zip(of_actors).for_each(|(&at, value)| between[at] += value);
        ties.iter_mut().zip(of_ties).for_each(|(sum, value)| *sum += value);
    }
    let pairs = (count as f64 - 1.0) * (count as f64 - 2.0);
    between.iter_mut().for_each(|value| *value = if pairs > 0.0 { *value / pairs } else { 0.0 });
    Some(Paths { actors: between, ties: both_directions(neighbours, &ties) })
}

/// Sources that are added up before their sum is added to that of others: always so many, so that the number of threads cannot be
/// seen in a rounded sum.
const SOURCES: usize = 1024;

/// What is known of an actor while paths from one source are followed.
#[derive(Clone, Copy)]
struct Reached {
    distance: usize,
    paths: f64,
    dependency: f64,
}

const UNREACHED: Reached = Reached { distance: usize::MAX, paths: 0.0, dependency: 0.0 };

/// The dependencies of some sources on each actor, and on each entry of the lists.
fn dependencies(lists: &Lists, sources: Range<usize>) -> [Vec<f64>; 2] {
    let (mut of_actors, mut of_ties) = (vec![0.0; lists.len()], vec![0.0; lists.ends()]);
    let (mut reached, mut order) = (vec![UNREACHED; lists.len()], Vec::with_capacity(lists.len()));
    for source in sources {
        reached[source] = Reached { distance: 0, paths: 1.0, ..UNREACHED };
        order.push(source);
        let mut followed = 0;
        while let Some(&at) = order.get(followed) {
            followed += 1;
            let Reached { distance, paths, .. } = reached[at];
            for &(next, _) in &lists[at] {
                let next_reached = &mut reached[next];
                if next_reached.distance == usize::MAX {
                    next_reached.distance = distance + 1;
                    order.push(next);
                }
                if next_reached.distance == distance + 1 {
                    next_reached.paths += paths;
                }
            }
        }
        for &at in order.iter().rev() {
            let Reached { distance, paths, mut dependency } = reached[at];
            for (place, &(next, _)) in lists.range(at).zip(&lists[at]) {
                let next = reached[next];
                if next.distance == distance + 1 {
                    let share = paths / next.paths * (1.0 + next.dependency);
                    dependency += share;
                    of_ties[place] += share;
                }
            }
            reached[at].dependency = dependency;
            if at != source {
                of_actors[at] += dependency;
            }
        }
        order.drain(..).for_each(|at| reached[at] = UNREACHED);
    }
    [of_actors, of_ties]
}

/// Each tie with the paths of both directions, divided by the number of pairs.
fn both_directions(neighbours: &Lists, ties: &[f64]) -> Vec<f64> {
    let count = neighbours.len() as f64;
    let back = |at: usize, other: usize| {
        let place = neighbours[other].binary_search_by_key(&at, |&(back, _)| back);
        place.map_or(0.0, |place| ties[neighbours.range(other).start + place])
    };
    let of = |at: usize| {
        let list = neighbours.range(at).zip(&neighbours[at]);
        list.map(move |(place, &(other, _))| (ties[place] + back(at, other)) / (count * (count - 1.0)))
    };
    (0..neighbours.len()).flat_map(of).collect()
}
