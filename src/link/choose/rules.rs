//! What may not be decided by a score.
//!
//! Comes in: the candidate that has the best score, and the others. Goes out: whether it may be linked. Never here: numbers.

use super::{Asked, Scored};
use crate::link::entry::{Entry, NameKind};
use crate::link::features::Feature;
use crate::link::find::{Candidate, How};
use crate::link::normalise::Keys;
use crate::ontology::Class;

/// What may not be decided by a score: places that the text puts into another state; acronyms of bodies of states that
/// the document does not speak of; persons by a name that several bear, or by a part of it, with nothing else that
/// speaks for them; and persons whose name differs by letters ("Jon Smith" is not "John Smith").
pub(super) fn is_allowed(best: &Scored, asked: &Asked, all: &[Scored]) -> bool {
    let candidate = &best.candidate;
    let has = |feature| best.features.get(feature) > 0.0;
    if candidate.entry.class == Class::Place && has(Feature::TiedElsewhere) {
        return false;
    }
    if candidate.entry.class != Class::Person {
        // A party of which no list says where it is is of some state.
        let is_international = candidate.entry.countries.is_empty() && candidate.entry.kind != "party";
        let is_known =
            is_international || has(Feature::Home) || has(Feature::Tied) || has(Feature::Explained);
        return is_known
            || match candidate.how {
                // Three letters stand for many things; four that one body has, for it.
                How::Acronym => is_sole(best, all),
                // "Apple" is a party of Ukraine, and "The Sun" a paper of many towns.
                _ => !is_obscure(&candidate.entry, has(Feature::OneWord)),
            };
    }
    let is_known_here = has(Feature::Tied) || has(Feature::Ruling);
    let rivals = all.iter().filter(|other| other.candidate.how <= candidate.how).count();
    let is_one_word = asked.names.iter().all(|name| !name.trim().contains(char::is_whitespace));
    match candidate.how {
        How::Fuzzy | How::Prefix => false,
        How::Surname => {
            has(Feature::Leader) || has(Feature::Contemporary) || is_known_here && has(Feature::InOffice)
        }
        How::Initialed => is_known_here && has(Feature::InOffice),
        // "John Smyth" sounds like "John Smith"; "Smith, John" is he.
        How::Sound if !is_reordered(candidate, asked) => is_known_here,
        _ if rivals > 1 || is_one_word => is_known_here || has(Feature::Contemporary),
        _ => !has(Feature::TiedElsewhere),
    }
}

/// Whether it is one of many things of its kind that are named as much else is, and known to one source alone.
fn is_obscure(entry: &Entry, is_one_word: bool) -> bool {
    let is_of_many = match entry.kind.as_str() {
        "party" => true,
        "newspaper" | "other" => is_one_word,
        _ => false,
    };
    is_of_many && entry.sources.len() < 2
}

/// Whether a source states an acronym of four letters or more, and for nothing else.
fn is_sole(best: &Scored, all: &[Scored]) -> bool {
    let is_stated =
        |one: &Scored| one.candidate.how <= How::Acronym && one.candidate.kind != NameKind::Initials;
    let is_long = best.candidate.matched.chars().filter(|c| c.is_alphanumeric()).count() > 3;
    is_long && is_stated(best) && all.iter().filter(|one| is_stated(one)).count() == 1
}

/// Whether one of the names of an entity has just the words of one of a candidate's, in another order.
fn is_reordered(candidate: &Candidate, asked: &Asked) -> bool {
    let sorted = |name: &str| {
        let mut words: Vec<String> = Keys::of(name).plain.split(' ').map(str::to_owned).collect();
        words.sort();
        words
    };
    let own: Vec<Vec<String>> = candidate.entry.all_names().map(|(_, name)| sorted(name)).collect();
    asked.names.iter().any(|name| own.contains(&sorted(name)))
}
