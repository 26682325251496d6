//! Vectors to trees: a greedy arc-eager parser that can take back decisions and breaks sentences itself.
//!
//! Nivre 2008, "Algorithms for deterministic incremental dependency parsing"; Honnibal and Johnson 2015, "An improved
//! non-monotonic transition system for dependency parsing". About two moves are made for each token.

use super::label::Label;
use super::step::{Contributions, Scorer};

/// What a move does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    /// Puts the next token on the stack.
    Shift,
    /// Takes a token off the stack, or back to the buffer if it has no head yet.
    Reduce,
    /// The next token is the head of the top of the stack.
    Left,
    /// The top of the stack is the head of the next token.
    Right,
    /// A sentence begins behind the next token.
    Break,
}

/// A label of an arc; `below` is set if the arc was lifted out of a crossing and belongs below an arc of that label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ArcLabel {
    pub(super) label: Label,
    pub(super) below: Option<Label>,
}

/// A move of the parser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Move {
    pub(super) action: Action,
    pub(super) label: ArcLabel,
}

/// Heads and labels of the tokens of a text; a root is its own head.
#[derive(Clone, Debug, Default)]
pub(super) struct Arcs {
    pub(super) heads: Vec<usize>,
    pub(super) labels: Vec<ArcLabel>,
}

/// Parses a text of `tokens` tokens.
pub(super) fn parse(moves: &[Move], scorer: &Scorer, all: &mut Contributions, tokens: usize) -> Arcs {
    let mut state = State::new(tokens);
    let mut scores = scorer.scores();
    while !state.is_final() {
        scorer.score(all, &state.places(), &mut scores);
        let valid = state.valid();
        let mut best: Option<(f32, Move)> = None;
        for (&score, &candidate) in scores.iter().zip(moves) {
            if valid[candidate.action as usize] && best.is_none_or(|(high, _)| score > high) {
                best = Some((score, candidate));
            }
        }
        // Reduce is valid whenever the stack holds a token, shift whenever it does not.
        let Some((_, chosen)) = best else { break };
        state.apply(chosen);
    }
    state.finish()
}

/// Children of one side, in order of attachment; the latest can be taken back.
#[derive(Clone, Debug, Default)]
struct Children {
    /// Head -> number of its latest entry.
    latest: Vec<Option<u32>>,
    /// Child and the entry before.
    entries: Vec<(usize, Option<u32>)>,
}

impl Children {
    fn last(&self, head: Option<usize>) -> Option<usize> {
        self.latest[head?].map(|entry| self.entries[entry as usize].0)
    }

    fn push(&mut self, head: usize, child: usize) {
        let number = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        self.entries.push((child, self.latest[head]));
        self.latest[head] = Some(number);
    }

    /// Takes back the latest child, if it is `child`.
    fn pop(&mut self, head: usize, child: usize) {
        if let Some(entry) = self.latest[head]
            && self.entries[entry as usize].0 == child
        {
            self.latest[head] = self.entries[entry as usize].1;
        }
    }
}

struct State {
    stack: Vec<usize>,
    /// Tokens put back in front of the buffer; the last comes first.
    returned: Vec<usize>,
    next: usize,
    heads: Vec<Option<usize>>,
    labels: Vec<ArcLabel>,
    left: Children,
    right: Children,
    unshiftable: Vec<bool>,
    opens: Vec<bool>,
}

const ROOT: ArcLabel = ArcLabel { label: Label::Root, below: None };

impl State {
    fn new(tokens: usize) -> Self {
        let children = Children { latest: vec![None; tokens], entries: Vec::with_capacity(tokens) };
        Self {
            stack: Vec::new(),
            returned: Vec::new(),
            next: 0,
            heads: vec![None; tokens],
            labels: vec![ROOT; tokens],
            left: children.clone(),
            right: children,
            unshiftable: vec![false; tokens],
            opens: vec![false; tokens],
        }
    }

    fn is_final(&self) -> bool {
        self.stack.is_empty() && self.waiting() == 0
    }

    fn waiting(&self) -> usize {
        self.returned.len() + self.heads.len() - self.next
    }

    /// The `i`-th token of the buffer.
    fn buffer(&self, i: usize) -> Option<usize> {
        match self.returned.len().checked_sub(i + 1) {
            Some(at) => Some(self.returned[at]),
            None => Some(self.next + i - self.returned.len()).filter(|&token| token < self.heads.len()),
        }
    }

    /// The `i`-th token of the stack from its top.
    fn stacked(&self, i: usize) -> Option<usize> {
        self.stack.len().checked_sub(i + 1).map(|at| self.stack[at])
    }

    fn places(&self) -> [Option<usize>; 8] {
        let (first, top) = (self.buffer(0), self.stacked(0));
        [
            first,
            self.buffer(1),
            top,
            self.stacked(1),
            self.stacked(2),
            self.left.last(first),
            self.left.last(top),
            self.right.last(top),
        ]
    }

    /// Whether each [`Action`] may be taken.
    fn valid(&self) -> [bool; 5] {
        let (first, second) = (self.buffer(0), self.buffer(1));
        let waiting = self.waiting();
        let opens = |token: Option<usize>| token.is_some_and(|token| self.opens[token]);
        let blocked = opens(first) || first.is_some_and(|token| self.unshiftable[token]);
        let arc = !self.stack.is_empty() && waiting > 0 && !opens(first);
        let adjacent = first.is_some_and(|token| second == Some(token + 1));
        [
            self.stack.is_empty() || waiting >= 2 && !blocked,
            !self.stack.is_empty(),
            arc,
            arc,
            waiting >= 2 && adjacent && !opens(second),
        ]
    }

    fn apply(&mut self, chosen: Move) {
        match (chosen.action, self.buffer(0), self.stacked(0)) {
            (Action::Shift, Some(first), _) => self.shift(first),
            (Action::Reduce, _, Some(top)) => {
                let only = self.stack.len() == 1;
                self.stack.pop();
                if self.heads[top].is_none() && !only {
                    self.unshiftable[top] = true;
                    self.returned.push(top);
                }
            }
            (Action::Left, Some(first), Some(top)) => {
                self.attach(first, top, chosen.label);
                self.unshiftable[first] = false;
                self.stack.pop();
            }
            (Action::Right, Some(first), Some(top)) => {
                self.attach(top, first, chosen.label);
                self.shift(first);
            }
            (Action::Break, ..) => {
                if let Some(second) = self.buffer(1) {
                    self.opens[second] = true;
                }
            }
            // Not valid, so never chosen.
            _ => {}
        }
    }

    fn shift(&mut self, first: usize) {
        if self.returned.pop().is_none() {
            self.next += 1;
        }
        self.stack.push(first);
    }

    fn attach(&mut self, head: usize, child: usize, label: ArcLabel) {
        if let Some(old) = self.heads[child] {
            if old > child { &mut self.left } else { &mut self.right }.pop(old, child);
        }
        if head > child { &mut self.left } else { &mut self.right }.push(head, child);
        self.heads[child] = Some(head);
        self.labels[child] = label;
    }

    fn finish(mut self) -> Arcs {
        for (head, label) in self.heads.iter().zip(&mut self.labels) {
            if head.is_none() {
                *label = ROOT;
            }
        }
        let heads = self.heads.iter().enumerate().map(|(token, head)| head.unwrap_or(token)).collect();
        Arcs { heads, labels: self.labels }
    }
}
