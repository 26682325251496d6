//! Whether an entry of an index lies where a text puts it.
//!
//! Comes in: an entry, and identifiers of the states and provinces that are told. Goes out: whether it is known to lie
//! elsewhere; where nothing is told or known, it does not. Never here: names.

use std::collections::BTreeSet;

use super::entry::{Entry, Tie};
use crate::ontology::Class;

/// Whether an entry lies outside all of these states, or all of these provinces.
pub fn lies_elsewhere(entry: &Entry, states: &BTreeSet<String>, regions: &BTreeSet<String>) -> bool {
    let is_told = !states.is_empty() && !entry.countries.is_empty();
    is_told && entry.countries.iter().all(|state| !states.contains(state))
        || lies_in_other_regions(entry, regions)
}

/// Whether a place is known to lie in none of some provinces, but in another.
pub fn lies_in_other_regions(entry: &Entry, regions: &BTreeSet<String>) -> bool {
    let mut parts = entry.ties.iter().filter(|(tie, _)| *tie == Tie::PartOf).peekable();
    let is_apart = entry.class == Class::Place && !regions.is_empty() && parts.peek().is_some();
    is_apart && entry.kind != "region" && parts.all(|(_, whole)| !regions.contains(whole))
}
