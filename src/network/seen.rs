//! The ties of one actor as it sees them: its roles, and all others, in the order in which people read them.

use std::cmp::Reverse;

use petgraph::Direction;
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef as _;

use super::{Network, Tie};
use crate::ontology::Status;

/// Family of relations that are roles.
const ROLES: &str = "role";

/// A tie as one of its ends sees it.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'n> {
    /// The tie.
    pub tie: &'n Tie,
    /// Position of the other end among the actors.
    pub other: usize,
    /// Whether the end that sees it is the subject; a symmetric tie is seen so from both.
    pub is_outward: bool,
}

impl Network {
    /// Roles of the actor at a position, those in force before former ones; and its other ties. Of both those of most
    /// statements come first.
    pub fn seen_from(&self, at: usize) -> (Vec<Seen<'_>>, Vec<Seen<'_>>) {
        let node = NodeIndex::new(at);
        let outward = self.graph.edges_directed(node, Direction::Outgoing).map(|edge| Seen {
            tie: edge.weight(),
            other: edge.target().index(),
            is_outward: true,
        });
        // A tie to itself has been seen.
        let inward =
            self.graph.edges_directed(node, Direction::Incoming).filter(|edge| edge.source() != node);
        let inward = inward.map(|edge| Seen {
            tie: edge.weight(),
            other: edge.source().index(),
            is_outward: edge.weight().symmetric,
        });
        let mut all: Vec<Seen<'_>> = outward.chain(inward).collect();
        all.sort_by(|a, b| order(a).cmp(&order(b)));
        let (mut roles, others): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|seen| seen.is_outward && seen.tie.family == ROLES);
        roles.sort_by_key(|role| role.tie.status == Status::Former);
        (roles, others)
    }

    /// The ties of the actors at two positions with each other, as seen from the first, in the order of [`Network::seen_from`].
    pub fn seen_between(&self, at: usize, other: usize) -> Vec<Seen<'_>> {
        let [node, end] = [at, other].map(NodeIndex::new);
        let outward = self.graph.edges_connecting(node, end);
        let outward = outward.map(|edge| Seen { tie: edge.weight(), other, is_outward: true });
        let inward = self.graph.edges_connecting(end, node);
        let inward =
            inward.map(|edge| Seen { tie: edge.weight(), other, is_outward: edge.weight().symmetric });
        let mut all: Vec<Seen<'_>> = outward.chain(inward).collect();
        all.sort_by(|a, b| order(a).cmp(&order(b)));
        all
    }
}

/// What puts ties in order; ties of the same two ends and relation differ in status or speaker.
fn order<'n>(seen: &Seen<'n>) -> (Reverse<usize>, Status, &'n str, usize, bool, Option<&'n str>) {
    let tie = seen.tie;
    let speaker = tie.speaker.as_ref().map(|speaker| speaker.iri.as_str());
    (Reverse(tie.count), tie.status, tie.relation.as_str(), seen.other, !seen.is_outward, speaker)
}
