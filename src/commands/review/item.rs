//! What `chancery review` asks about, and the decisions that an answer makes.
//!
//! In come pairs of actors that may be one, and actors with candidates for a link. Out go decisions, and which pairs can be taken together.
//! Asks nobody and records nothing.

use std::collections::BTreeMap;

use crate::archive::Decision;
use crate::archive::decisions::Kind;
use crate::archive::record::LinkRecord;
use crate::graph::iri;
use crate::resolve::Candidate;

/// What is asked about.
#[derive(Clone, Debug)]
pub(super) enum Item {
    /// Two that may be one.
    Pair(Candidate),
    /// One that may be something in the data of others.
    Link(OpenLink),
}

/// An actor with candidates of which none was sure enough.
#[derive(Clone, Debug)]
pub(super) struct OpenLink {
    pub(super) iri: String,
    pub(super) name: String,
    pub(super) class: String,
    /// Documents that leave it open.
    pub(super) documents: usize,
    /// The first of them.
    pub(super) example: String,
    /// Best first.
    pub(super) candidates: Vec<LinkRecord>,
}

impl Item {
    /// The decisions that an answer makes; none if it is no answer.
    pub(super) fn decisions(&self, word: &str) -> Vec<Decision> {
        match (self, word) {
            (Self::Pair(pair), "y" | "n") => vec![verdict(pair, word == "y")],
            (Self::Link(link), "n") => {
                link.candidates.iter().map(|candidate| link.decide(Kind::Reject, candidate)).collect()
            }
            (Self::Link(link), _) => {
                let number = if word == "y" { Some(1) } else { word.parse::<usize>().ok() };
                let chosen = number.and_then(|number| link.candidates.get(number.checked_sub(1)?));
                chosen.map(|candidate| link.decide(Kind::Accept, candidate)).into_iter().collect()
            }
            _ => Vec::new(),
        }
    }
}

impl OpenLink {
    /// Adds a candidate, or the better score of one that is there.
    pub(super) fn add(&mut self, candidate: LinkRecord) {
        match self.candidates.iter_mut().find(|known| known.iri == candidate.iri) {
            Some(known) if known.score >= candidate.score => {}
            Some(known) => *known = candidate,
            None => self.candidates.push(candidate),
        }
    }

    fn decide(&self, kind: Kind, candidate: &LinkRecord) -> Decision {
        let decision = Decision::about(kind, [self.iri.clone(), candidate.iri.clone()]);
        Decision { score: Some((f64::from(candidate.score) * 1e3).round() / 1e3), ..decision }
    }
}

/// The decision that an answer about a pair makes.
pub(super) fn verdict(pair: &Candidate, is_same: bool) -> Decision {
    let decision = match (&pair.document, is_same) {
        (Some(document), false) => {
            let split = Decision::about(Kind::Split, [pair.a.iri.clone()]);
            Decision { documents: vec![document.clone()], ..split }
        }
        (Some(document), true) => {
            let other = iri::homonym(&pair.a.iri, document);
            let other = other.map(|node| node.as_str().to_owned()).unwrap_or_default();
            Decision::about(Kind::Accept, [pair.a.iri.clone(), other])
        }
        (None, true) => Decision::about(Kind::Accept, [pair.a.iri.clone(), pair.b.iri.clone()]),
        (None, false) => Decision::about(Kind::Reject, [pair.a.iri.clone(), pair.b.iri.clone()]),
    };
    Decision { score: Some(pair.score), ..decision }
}

/// Pairs that are taken as same together.
pub(super) struct Batch<'p> {
    /// They are, with their positions.
    pub(super) taken: Vec<(usize, &'p Candidate)>,
    /// How many have the score and are left to be asked about: one of the two is like several others.
    pub(super) unclear: usize,
}

impl<'p> Batch<'p> {
    /// Those of `pairs` with a score of `least` or more. Where somebody of few documents may be one of several ("Scholz" is
    /// like Olaf and Rupert Scholz), nobody is taken: that would make one of the several, too.
    pub(super) fn from_score(pairs: impl Iterator<Item = (usize, &'p Candidate)>, least: f64) -> Self {
        let pairs: Vec<(usize, &Candidate)> = pairs.filter(|(_, pair)| pair.score >= least).collect();
        let with_score = || pairs.iter().copied();
        let mut partners: BTreeMap<&str, usize> = BTreeMap::new();
        for (_, pair) in with_score() {
            *partners.entry(&pair.b.iri).or_default() += 1;
        }
        for (_, pair) in with_score() {
            // Who is the greater of one pair and the smaller of another joins two.
            if let Some(count) = partners.get_mut(pair.a.iri.as_str()) {
                *count += 1;
            }
        }
        let is_clear = |(_, pair): &(usize, &Candidate)| {
            partners.get(pair.b.iri.as_str()) == Some(&1) && !partners.contains_key(pair.a.iri.as_str())
        };
        let taken: Vec<(usize, &Candidate)> = with_score().filter(is_clear).collect();
        let unclear = with_score().count() - taken.len();
        Self { taken, unclear }
    }
}
