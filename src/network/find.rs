//! Actors by name or IRI, and what may have been meant by a name that none has.

use std::cmp::Reverse;

use super::{Actor, Network};
use crate::link::normalise::Keys;
use crate::ontology::Class;

impl Network {
    /// Positions of the actors that `query` names, the best first: by IRI or its last part, else by name, else by
    /// one of the other names, else by words of a person's name, such as the surname of somebody whom documents only
    /// describe, else without marks and punctuation, else, of persons, by sound ("Zelenskyy" is Zelensky). Letter case does
    /// not matter. Several may share a name.
    pub fn find(&self, query: &str) -> Vec<usize> {
        let query = query.trim();
        let lower = query.to_lowercase();
        let by_iri = |actor: &Actor| actor.iri == query || last_part(&actor.iri) == query;
        let by_link =
            |actor: &Actor| actor.links.iter().any(|link| link == query || last_part(link) == query);
        let by_name = |actor: &Actor| is_in_lower(&actor.name, &lower);
        let by_alias = |actor: &Actor| actor.names.iter().any(|name| is_in_lower(name, &lower));
        let by_part = |actor: &Actor| {
            actor.class == Class::Person && actor.names.iter().any(|name| has_words(name, &lower))
        };
        let keys = Keys::of(query);
        let by_key = |actor: &Actor| actor.names.iter().any(|name| is_written_as(actor.class, name, &keys));
        let by_sound = |actor: &Actor| {
            actor.class == Class::Person && actor.names.iter().any(|name| sounds_as(name, &keys))
        };
        let tests: [&dyn Fn(&Actor) -> bool; 7] =
            [&by_iri, &by_link, &by_name, &by_alias, &by_part, &by_key, &by_sound];
        tests.iter().map(|test| self.passing(*test)).find(|found| !found.is_empty()).unwrap_or_default()
    }

    /// Positions of up to five actors that may have been meant by a name that [`Network::find`] does not find.
    pub fn suggest(&self, query: &str) -> Vec<usize> {
        let lower = query.trim().to_lowercase();
        if lower.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<(Reverse<u32>, Reverse<usize>, usize)> = Vec::new();
        for (index, actor) in self.actors().enumerate() {
            let likeness =
                actor.names.iter().map(|name| likeness(&name.to_lowercase(), &lower)).max().unwrap_or(0);
            if likeness >= 800 {
                found.push((Reverse(likeness), Reverse(actor.statements), index));
            }
        }
        found.sort_unstable();
        found.into_iter().take(5).map(|(_, _, index)| index).collect()
    }

    /// Positions of up to five actors that are called `query` too, as one of their names or a word of them, besides
    /// those `found`; those with most statements first.
    pub fn share_name(&self, query: &str, found: &[usize]) -> Vec<usize> {
        let lower = query.trim().to_lowercase();
        let is_called = |actor: &Actor| match actor.class {
            // A part of a person's name is a name of the person; Moscow State University is not called Moscow.
            Class::Person => actor.names.iter().any(|name| has_words(name, &lower)),
            _ => actor.names.iter().any(|name| is_in_lower(name, &lower)),
        };
        self.passing(&is_called).into_iter().filter(|at| !found.contains(at)).take(5).collect()
    }

    /// Positions of the actors of which most is told.
    pub fn most_told(&self, count: usize) -> Vec<usize> {
        self.passing(&|_| true).into_iter().take(count).collect()
    }

    /// Positions of the actors that pass `test`, those with most statements first.
    fn passing(&self, test: &dyn Fn(&Actor) -> bool) -> Vec<usize> {
        let mut found: Vec<(Reverse<usize>, usize)> = (self.actors().enumerate())
            .filter(|(_, actor)| test(actor))
            .map(|(index, actor)| (Reverse(actor.statements), index))
            .collect();
        found.sort_unstable();
        found.into_iter().map(|(_, index)| index).collect()
    }
}

/// Whether `lower` is `name` in lower case. Most names are in ASCII and need no second string for it.
fn is_in_lower(name: &str, lower: &str) -> bool {
    if name.is_ascii() { name.eq_ignore_ascii_case(lower) } else { name.to_lowercase() == lower }
}

/// Whether `name` has the words of `part`, which is in lower case, one after the other.
fn has_words(name: &str, part: &str) -> bool {
    if let Some(first) = words(part).first().filter(|_| name.is_ascii())
        && !name.as_bytes().windows(first.len()).any(|some| some.eq_ignore_ascii_case(first.as_bytes()))
    {
        return false;
    }
    let lower = name.to_lowercase();
    let (words, part) = (words(&lower), words(part));
    !part.is_empty() && words.windows(part.len()).any(|some| some == part)
}

/// Whether a name, or words of a person's, are what was asked for, but for marks, punctuation and a leading "the".
fn is_written_as(class: Class, name: &str, asked: &Keys) -> bool {
    if asked.plain.is_empty() || asked.is_mixed {
        return false;
    }
    let plain = Keys::of(name).plain;
    plain == asked.plain || class == Class::Person && has_words(&plain, &asked.plain)
}

/// Whether all words that were asked for are in a name by their sound, in whatever order.
fn sounds_as(name: &str, asked: &Keys) -> bool {
    let keys = Keys::of(name);
    let words = words(&keys.sound);
    let is_comparable = !asked.sound.is_empty() && !asked.is_mixed && !keys.is_mixed;
    is_comparable && asked.sound.split(' ').all(|word| words.contains(&word))
}

fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect()
}

/// What follows the last `/` or `#`.
fn last_part(iri: &str) -> &str {
    iri.rsplit(['/', '#']).next().unwrap_or(iri)
}

/// 0 to 1000: how like `name` is to `query`, both in lower case; a part of a name counts much.
fn likeness(name: &str, query: &str) -> u32 {
    let whole = strsim::jaro_winkler(name, query);
    // Words are compared with one word only: "and" is like the beginning of "Ann Adler".
    let words = name.split_whitespace().filter(|_| !query.contains(char::is_whitespace));
    let words = words.map(|word| strsim::jaro_winkler(word, query)).fold(0.0, f64::max);
    let part = if query.chars().count() >= 3 && name.contains(query) { 0.95 } else { 0.0 };
    // The cast cannot lose anything: the value is between 0 and 1000.
    (whole.max(words * 0.98).max(part) * 1000.0) as u32
}
