//! What a format could not carry, so that nobody takes a file for more than it is.

use std::collections::BTreeMap;
use std::fmt;

use crate::diagnostic::agreed;

/// What was left out or changed, with how often. Displayed as one line each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LossReport {
    format: &'static str,
    losses: BTreeMap<&'static str, usize>,
}

impl LossReport {
    /// Nothing lost so far in `format`.
    pub fn new(format: &'static str) -> Self {
        Self { format, losses: BTreeMap::new() }
    }

    /// Counts `count` more of `what`: a phrase such as `reported clauses left out`.
    pub fn add(&mut self, what: &'static str, count: usize) {
        if count > 0 {
            *self.losses.entry(what).or_default() += count;
        }
    }

    /// Adds all that `other` counted.
    pub fn merge(&mut self, other: &Self) {
        other.losses.iter().for_each(|(&what, &count)| self.add(what, count));
    }

    /// How often `what` was counted.
    pub fn count(&self, what: &str) -> usize {
        self.losses.get(what).copied().unwrap_or(0)
    }

    /// Whether the format carried everything.
    pub fn is_empty(&self) -> bool {
        self.losses.is_empty()
    }

    /// What was lost, with how often, in order of the phrases.
    pub fn losses(&self) -> impl Iterator<Item = (&'static str, usize)> {
        self.losses.iter().map(|(&what, &count)| (what, count))
    }
}

impl fmt::Display for LossReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return write!(f, "{}: nothing was lost", self.format);
        }
        write!(f, "{}: the format cannot carry everything:", self.format)?;
        self.losses.iter().try_for_each(|(what, count)| write!(f, "\n  {}", agreed(*count, what)))
    }
}
