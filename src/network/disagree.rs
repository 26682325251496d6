//! Where the graph disagrees with itself: what one source states and another denies, and amounts that differ.
//!
//! Nothing is averaged and nothing is dropped: each side keeps its ties, with who says so and the sentences. Times are
//! not compared, as most statements have none; a side's ties tell theirs.

use std::collections::{BTreeMap, BTreeSet};

use super::{Network, Sentence, Tie};
use crate::ontology::{Class, Status};

/// What is disagreed about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Matter {
    /// Whether it is so: stated or planned on one side, denied or negated on the other.
    Status,
    /// How much of a whole: shares that differ.
    Share,
    /// How much or how many: amounts of the same unit that differ.
    Quantity,
}

impl Matter {
    /// Name in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::Share => "share",
            Self::Quantity => "quantity",
        }
    }
}

/// One disagreement: the same subject and relation, told in two ways or more.
#[derive(Clone, Debug)]
pub struct Disagreement<'n> {
    /// What it is about.
    pub matter: Matter,
    /// Position of the subject among the actors.
    pub subject: usize,
    /// Position of the object; of shares, the whole that they are of.
    pub object: usize,
    /// At least two, in order of what they claim.
    pub sides: Vec<Side<'n>>,
}

/// All that tells it in one way.
#[derive(Clone, Debug)]
pub struct Side<'n> {
    /// `asserted`, `more than 19 %`, `at least 11 people`.
    pub claim: String,
    /// The ties that claim so.
    pub ties: Vec<&'n Tie>,
}

impl Side<'_> {
    /// The sentences of a tie that make the claim: of an amount those that have its number, if any has it in digits.
    pub fn evidence<'t>(&self, tie: &'t Tie) -> Vec<&'t Sentence> {
        let number: String = self.claim.chars().filter(char::is_ascii_digit).collect();
        let has_number = |sentence: &&Sentence| {
            let digits = |word: &str| word.chars().filter(char::is_ascii_digit).collect::<String>();
            sentence.text.split_whitespace().any(|word| digits(word) == number)
        };
        let own: Vec<&Sentence> = tie.evidence.iter().filter(has_number).collect();
        if number.is_empty() || own.is_empty() { tie.evidence.iter().collect() } else { own }
    }
}

/// Sides by what they claim.
type Sides<'n> = BTreeMap<String, Vec<&'n Tie>>;
/// Matter, subject, relation and object.
type Key<'n> = (Matter, usize, &'n str, usize);

impl Network {
    /// All disagreements, in order of subject, relation and object.
    pub fn disagreements(&self) -> Vec<Disagreement<'_>> {
        let mut found: BTreeMap<Key<'_>, Sides<'_>> = BTreeMap::new();
        for (subject, object, tie) in self.ties() {
            let relation = tie.relation.as_str();
            let claim = tie.status.as_str().to_owned();
            add(&mut found, (Matter::Status, subject, relation, object), claim, tie);
            if !holds(tie.status) {
                continue;
            }
            if let Some((whole, share)) = self.share_of(object) {
                add(&mut found, (Matter::Share, subject, relation, whole), share, tie);
            }
            for quantity in &tie.quantities {
                add(&mut found, (Matter::Quantity, subject, relation, object), quantity.clone(), tie);
            }
        }
        let mut kept: Vec<(Key<'_>, Sides<'_>)> =
            found.into_iter().filter(|((matter, ..), sides)| is_disagreed(*matter, sides)).collect();
        kept.sort_by_key(|&((matter, subject, relation, object), _)| (subject, relation, object, matter));
        kept.into_iter().map(|(key, sides)| made(key, sides)).collect()
    }

    /// Of a share, the position of its whole, and how much it is.
    fn share_of(&self, object: usize) -> Option<(usize, String)> {
        let actor = self.actor(object);
        let share = actor.share.as_ref().filter(|_| actor.class == Class::Share)?;
        let whole = share.of.as_deref()?;
        let at = self.graph.raw_nodes().binary_search_by(|node| node.weight.iri.as_str().cmp(whole)).ok()?;
        let bound = share.bound.as_deref().map(|bound| format!("{bound} ")).unwrap_or_default();
        let percent = (share.fraction * 10_000.0).round() / 100.0;
        Some((at, format!("{bound}{percent} %")))
    }
}

fn made<'n>((matter, subject, _, object): Key<'n>, sides: Sides<'n>) -> Disagreement<'n> {
    let sides = sides.into_iter().map(|(claim, ties)| Side { claim, ties }).collect();
    Disagreement { matter, subject, object, sides }
}

fn add<'n>(found: &mut BTreeMap<Key<'n>, Sides<'n>>, key: Key<'n>, claim: String, tie: &'n Tie) {
    found.entry(key).or_default().entry(claim).or_default().push(tie);
}

fn holds(status: Status) -> bool {
    matches!(status, Status::Asserted | Status::Planned)
}

/// Whether the sides cannot all be right.
fn is_disagreed(matter: Matter, sides: &Sides<'_>) -> bool {
    match matter {
        Matter::Status => {
            let has = |wanted: &[Status]| wanted.iter().any(|status| sides.contains_key(status.as_str()));
            has(&[Status::Asserted, Status::Planned]) && has(&[Status::Denied, Status::Negated])
        }
        Matter::Share => sides.len() > 1,
        Matter::Quantity => {
            // Ten soldiers and ten tanks are no contradiction, nor are the tolls of two days.
            let mut seen = BTreeSet::new();
            let is_twice = sides.keys().map(|quantity| unit(quantity)).any(|unit| !seen.insert(unit));
            let times: BTreeSet<&String> = sides.values().flatten().flat_map(|tie| &tie.times).collect();
            is_twice && times.len() < 2
        }
    }
}

/// `people` of `at least 11 people`.
fn unit(quantity: &str) -> &str {
    quantity.rsplit_once(|c: char| c.is_ascii_digit()).map_or(quantity, |(_, unit)| unit.trim())
}
