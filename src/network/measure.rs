//! Measures of the actors of a network and of their ties.
//!
//! Only what is told as a fact counts: ties that are asserted. What is planned, possible or former would count as much as
//! what happened, and what is denied or negated says that there is no tie. In a network without any asserted tie (such as
//! one chosen by `--status planned`) those that it has count, but for denied and negated ones. All measures are
//! deterministic: no random starts, sums in the order of the actors, and no function that platforms round differently.

pub(super) mod balance;
mod between;
mod broker;
mod leiden;
mod lists;

pub use balance::Sign;
pub use broker::Brokerage;

use super::{Network, Tie};
use crate::ontology::Status;
use between::{Paths, betweenness};
use lists::{Lists, Pairs, merged};

/// Of the measures: whoever changes what one of them is, or may be in its last digit, counts it up, so that what was kept is not taken for it.
pub(super) const REVISION: u64 = 1;
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
    /// Community (Traag, Waltman and van Eck 2019) on ties weighted by statements, numbered from 1 in order of the first
    /// actor.
    pub community: usize,
    /// Burt's constraint, on ties weighted by statements; `None` without ties or in networks that are too large for it.
    pub constraint: Option<f64>,
    /// Burt's effective size, on unweighted ties; `None` as for the constraint.
    pub effective_size: Option<f64>,
    /// How often it is a broker, by communities; `None` in networks that are too large for it.
    pub brokerage: Option<Brokerage>,
    /// Triangles of cooperation and conflict that it is in.
    pub triangles: usize,
    /// Share of these that is balanced, 0 to 1 (Cartwright and Harary 1956); `None` without triangles.
    pub balance: Option<f64>,
    /// The camp of two that it is in within the actors that its signed ties reach, 1 or 2; `None` without such ties.
    pub camp: Option<usize>,
}

/// What is measured of one tie.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TieMeasures {
    /// Whether it counts in the measures.
    pub is_counted: bool,
    /// Share of the shortest paths between all pairs of actors that the tie of these two is on, 0 to 1 (Brandes 2008);
    /// `None` in networks that are too large for it, of ties that do not count, and of those of an actor with itself.
    pub betweenness: Option<f64>,
    /// Cooperation or conflict, by Goldstein's scale, else by the family; `None` if neither says or it does not count.
    pub sign: Option<Sign>,
    /// Whether it is a tie of cooperation between two camps or of conflict within one; `None` without a sign, and of an actor with itself.
    pub is_frustrated: Option<bool>,
}

/// All measures of a network.
#[derive(Clone, Debug, Default)]
pub struct Measured {
    /// In the order of the actors.
    pub actors: Vec<Measures>,
    /// In the order of the ties.
    pub ties: Vec<TieMeasures>,
}

impl Network {
    /// The measures of all actors, in their order.
    pub fn measure(&self) -> Vec<Measures> {
        self.measure_all().actors
    }

    /// The measures of all actors and ties.
    pub fn measure_all(&self) -> Measured {
        let counted = self.counted();
        let mut found = vec![Measures::default(); self.actors().len()];
        let pairs = self.directed(&counted, &mut found);
        let both_ways = merged(
            pairs.iter().flat_map(|&(from, to, weight)| [(from, to, weight), (to, from, weight)]).collect(),
        );
        let count = found.len();
        let neighbours = Lists::of(count, both_ways.iter().filter(|(from, to, _)| from != to).copied());
        let ranks = pagerank(&Lists::of(count, pairs.iter().copied()));
        let paths = betweenness(&neighbours);
        let (cores, components) = (cores(&neighbours), components(&neighbours));
        let communities = leiden::communities(&neighbours);
        let is_feasible = broker::is_feasible(&neighbours);
        let constraint = is_feasible.then(|| broker::constraint(&neighbours));
        let sizes = is_feasible.then(|| broker::effective_size(&neighbours));
        let roles = is_feasible.then(|| broker::roles(count, &pairs, &communities));
        let balances = self.balances(&counted);
        for (at, measures) in found.iter_mut().enumerate() {
            measures.degree = neighbours[at].len();
            measures.pagerank = ranks[at];
            measures.betweenness = paths.as_ref().map(|paths| paths.actors[at]);
            measures.core = cores[at];
            measures.component = components[at];
            measures.community = communities[at];
            measures.constraint = constraint.as_ref().and_then(|all| all[at]);
            measures.effective_size = sizes.as_ref().and_then(|all| all[at]);
            measures.brokerage = roles.as_ref().map(|all| all[at]);
            let balance = &balances[at];
            measures.triangles = balance.triangles;
            measures.balance =
                (balance.triangles > 0).then(|| balance.balanced as f64 / balance.triangles as f64);
            measures.camp = balance.camp;
        }
        let ties = self.measure_ties(&counted, &neighbours, paths.as_ref(), &found);
        Measured { actors: found, ties }
    }

    /// Whether each tie counts.
    fn counted(&self) -> Vec<bool> {
        let has_facts = self.ties().any(|(_, _, tie)| tie.status == Status::Asserted);
        let counts = |tie: &Tie| match tie.status {
            Status::Asserted => true,
            Status::Denied | Status::Negated => false,
            _ => !has_facts,
        };
        self.ties().map(|(_, _, tie)| counts(tie)).collect()
    }

    /// Ties that count, as pairs with their statements, sorted, each pair once; the statements of each actor are counted.
    fn directed(&self, counted: &[bool], found: &mut [Measures]) -> Pairs {
        let mut pairs = Pairs::new();
        for ((from, to, tie), _) in self.ties().zip(counted).filter(|(_, counts)| **counts) {
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
        merged(pairs)
    }

    fn balances(&self, counted: &[bool]) -> Vec<balance::Balance> {
        let ties: Pairs = (self.ties().zip(counted).filter(|(_, counts)| **counts))
            .map(|((from, to, tie), _)| (from, to, balance::value(tie)))
            .collect();
        balance::balance(&balance::signed(self.actors().len(), &ties))
    }

    fn measure_ties(
        &self,
        counted: &[bool],
        neighbours: &Lists,
        paths: Option<&Paths>,
        actors: &[Measures],
    ) -> Vec<TieMeasures> {
        let of = |((from, to, tie), &counts): ((usize, usize, &Tie), &bool)| {
            if !counts {
                return TieMeasures::default();
            }
            let place = neighbours[from].binary_search_by_key(&to, |&(other, _)| other).ok();
            let place = place.map(|place| neighbours.range(from).start + place);
            let sign = balance::sign(tie);
            TieMeasures {
                is_counted: true,
                betweenness: place.and_then(|place| Some(paths?.ties[place])),
                sign,
                is_frustrated: balance::is_frustrated(sign, [from, to].map(|at| actors[at].camp))
                    .filter(|_| from != to),
            }
        };
        self.ties().zip(counted).map(of).collect()
    }
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

/// The core number of each actor: take away the least tied one again and again (Seidman 1983), in linear time (Batagelj and
/// Zaversnik 2003).
fn cores(neighbours: &Lists) -> Vec<usize> {
    let mut degrees: Vec<usize> = neighbours.iter().map(<[_]>::len).collect();
    let mut order: Vec<usize> = (0..degrees.len()).collect();
    order.sort_by_key(|&at| degrees[at]);
    let mut places = vec![0; order.len()];
    order.iter().enumerate().for_each(|(place, &at)| places[at] = place);
    // Where those of each degree begin in the order.
    let most = degrees.iter().max().map_or(0, |most| most + 1);
    let mut starts: Vec<usize> =
        (0..most).map(|degree| order.partition_point(|&at| degrees[at] < degree)).collect();
    for place in 0..order.len() {
        let at = order[place];
        for &(next, _) in &neighbours[at] {
            let degree = degrees[next];
            if degree > degrees[at] {
                // It becomes the last of those with one tie less.
                let (from, to) = (places[next], starts[degree]);
                order.swap(from, to);
                (places[order[from]], places[next]) = (from, to);
                starts[degree] += 1;
                degrees[next] -= 1;
            }
        }
    }
    degrees
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
