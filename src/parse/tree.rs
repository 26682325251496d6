//! Trees of a text: how far they reach, where sentences begin, and arcs that were lifted out of crossings.

use std::collections::VecDeque;

use super::dependency::Arcs;

/// How often the reach of the trees is looked at again; spaCy gives up then, so results would differ otherwise.
const MAX_SWEEPS: usize = 12;

/// First and last token of the tree below each token.
struct Edges {
    left: Vec<usize>,
    right: Vec<usize>,
}

impl Edges {
    fn new(heads: &[usize]) -> Self {
        let mut edges = Self { left: (0..heads.len()).collect(), right: (0..heads.len()).collect() };
        for _ in 0..MAX_SWEEPS {
            if edges.sweep(heads) {
                break;
            }
        }
        edges
    }

    /// Extends every head by its tokens, upward and downward; whether all heads lie inside their sentences then.
    fn sweep(&mut self, heads: &[usize]) -> bool {
        for (token, &head) in heads.iter().enumerate() {
            self.extend(token, head);
        }
        for (token, &head) in heads.iter().enumerate().rev() {
            self.extend(token, head);
        }
        self.is_settled(heads)
    }

    fn extend(&mut self, token: usize, head: usize) {
        self.left[head] = self.left[head].min(self.left[token]);
        self.right[head] = self.right[head].max(self.right[token]);
    }

    fn is_settled(&self, heads: &[usize]) -> bool {
        let opens = self.opens(heads);
        let mut first = 0;
        for i in 0..heads.len() {
            if (i > 0 && opens[i]) || i + 1 == heads.len() {
                if heads[first..i].iter().any(|head| !(first..=i).contains(head)) {
                    return false;
                }
                first = i;
            }
        }
        true
    }

    /// Whether each token opens a sentence.
    fn opens(&self, heads: &[usize]) -> Vec<bool> {
        let mut opens = vec![false; heads.len()];
        for (token, &head) in heads.iter().enumerate() {
            if head == token {
                opens[self.left[token]] = true;
            }
        }
        opens
    }
}

/// Puts lifted arcs where they belong and returns whether each token opens a sentence.
///
/// A token whose label says that it belongs below an arc of another label is attached to the first such token, breadth
/// first below its present head (Nivre and Nilsson 2005, "Pseudo-projective dependency parsing").
pub(super) fn settle(arcs: &mut Arcs, is_space: &[bool]) -> Vec<bool> {
    let edges = Edges::new(&arcs.heads);
    if arcs.labels.iter().all(|label| label.below.is_none()) {
        return edges.opens(&arcs.heads);
    }
    let mut children = children(&arcs.heads);
    for token in 0..arcs.heads.len() {
        if arcs.labels[token].below.is_none() {
            continue;
        }
        let old = arcs.heads[token];
        let new = search(arcs, &edges, &children, is_space, token).unwrap_or(old);
        if new != old {
            children[old].retain(|&child| child != token);
            let at = children[new].partition_point(|&child| child < token);
            children[new].insert(at, token);
        }
        arcs.heads[token] = new;
        arcs.labels[token].below = None;
    }
    Edges::new(&arcs.heads).opens(&arcs.heads)
}

/// Children of each token in the order of the text; a root is no child of itself.
fn children(heads: &[usize]) -> Vec<Vec<usize>> {
    let mut children = vec![Vec::new(); heads.len()];
    for (token, &head) in heads.iter().enumerate() {
        if head != token {
            children[head].push(token);
        }
    }
    children
}

fn search(
    arcs: &Arcs,
    edges: &Edges,
    children: &[Vec<usize>],
    is_space: &[bool],
    token: usize,
) -> Option<usize> {
    let want = arcs.labels[token].below?;
    let mut queue = VecDeque::from([arcs.heads[token]]);
    while let Some(head) = queue.pop_front() {
        for &child in &children[head] {
            let reached = (edges.left[head]..=edges.right[head]).contains(&child);
            if !reached || child == token || is_space[child] {
                continue;
            }
            let label = arcs.labels[child];
            if label.label == want && label.below.is_none() {
                return Some(child);
            }
            queue.push_back(child);
        }
    }
    None
}
