//! Networks of a part of another, and one that takes ties from another.
//!
//! In come networks and positions of actors, out go networks whose actors and ties are in the same order.

use std::collections::{BTreeSet, HashMap};

use petgraph::graph::NodeIndex;

use super::Network;

impl Network {
    /// Takes from `part`, a network of some of the documents, what they tell of the actor at `at`: its ties and what it said. All
    /// documents that mention it must be among them; the ties that are known are dropped.
    #[must_use]
    pub fn with_ties_of(mut self, at: usize, part: Self) -> Self {
        self.graph.clear_edges();
        let place_in = |network: &Self, iri: &str| {
            network.graph.raw_nodes().binary_search_by(|node| node.weight.iri.as_str().cmp(iri)).ok()
        };
        let place = |iri: &str| place_in(&self, iri);
        let own = place_in(&part, &self.actor(at).iri);
        let known: HashMap<&str, usize> =
            self.documents.keys().enumerate().map(|(at, id)| (id.as_str(), at)).collect();
        let sources: Vec<usize> =
            part.documents.keys().filter_map(|id| known.get(id.as_str()).copied()).collect();
        let (nodes, edges) = part.graph.into_nodes_edges();
        let mut found = Vec::new();
        for edge in edges {
            let ends = [edge.source().index(), edge.target().index()];
            if own.is_none_or(|own| !ends.contains(&own)) {
                continue;
            }
            let [Some(source), Some(target)] = ends.map(|end| place(&nodes[end].weight.iri)) else {
                continue;
            };
            let mut tie = edge.weight;
            tie.sources = tie.sources.iter().filter_map(|&at| sources.get(at).copied()).collect();
            if let Some(speaker) = &mut tie.speaker
                && let Some(at) = place(&speaker.iri)
            {
                speaker.name.clone_from(&self.actor(at).name);
            }
            found.push((source, target, tie));
        }
        for (source, target, tie) in found {
            self.graph.add_edge(NodeIndex::new(source), NodeIndex::new(target), tie);
        }
        let told = own.and_then(|own| nodes.into_iter().nth(own));
        if let (Some(told), Some(actor)) = (told, self.graph.node_weight_mut(NodeIndex::new(at))) {
            actor.said = told.weight.said;
        }
        self
    }

    /// The actors at `centres` and those at most `depth` ties away, in any direction, with the ties among them.
    #[must_use]
    pub fn around(&self, centres: &[usize], depth: usize) -> Self {
        let mut kept: BTreeSet<usize> = centres.iter().copied().collect();
        let mut rim: Vec<usize> = kept.iter().copied().collect();
        for _ in 0..depth {
            let found: BTreeSet<usize> = (rim.iter())
                .flat_map(|&at| self.graph.neighbors_undirected(NodeIndex::new(at)))
                .map(NodeIndex::index)
                .filter(|at| !kept.contains(at))
                .collect();
            kept.extend(&found);
            rim = found.into_iter().collect();
        }
        self.only(&kept)
    }

    /// The actors at `kept` with the ties among them.
    #[must_use]
    pub fn only(&self, kept: &BTreeSet<usize>) -> Self {
        let graph = self.graph.filter_map(
            |index, actor| kept.contains(&index.index()).then(|| actor.clone()),
            |_, tie| Some(tie.clone()),
        );
        Self { graph, documents: self.documents.clone(), leaders: self.leaders.clone() }
    }
}
