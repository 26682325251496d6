//! Keys within a few letters of another: a Levenshtein automaton that keeps, of one row of the table of distances, what is
//! near its diagonal, for all else is farther than the limit (Ukkonen 1985).
//!
//! No automaton is built ahead, so that time and memory depend on the keys that are met and the length of the name only
//! (Wagner and Fischer 1974; run over a transducer as in Schulz and Mihov 2002).

use fst::Automaton;

/// Matches keys that begin like `query` (the byte of the space and the first letter) and differ by at most `limit` bytes.
#[derive(Debug)]
pub(super) struct Near {
    head: Vec<u8>,
    rest: Vec<u8>,
    limit: u8,
}

/// The greatest limit.
const MAX_LIMIT: usize = 2;
/// Places of a row that can be within the limit.
const BAND: usize = 2 * MAX_LIMIT + 1;
/// Farther than any limit.
const FAR: u8 = u8::MAX;

/// Bytes that have to be the same: most errors are not in the first letter, and most keys are passed over by it.
const HEAD: usize = 2;

impl Near {
    /// `query` is a key of ASCII letters; `limit` is two at most.
    pub(super) fn new(query: &[u8], limit: u8) -> Self {
        let (head, rest) = query.split_at(HEAD.min(query.len()));
        Self { head: head.to_vec(), rest: rest.to_vec(), limit: limit.min(MAX_LIMIT as u8) }
    }

    /// What all keys that match begin with.
    pub(super) fn head(&self) -> &[u8] {
        &self.head
    }
}

/// How far one is: bytes of the head, then bytes behind it with the distances to the beginnings of the query that are as
/// long, from [`MAX_LIMIT`] bytes shorter to so many longer.
#[derive(Clone, Copy, Debug)]
pub(super) enum State {
    Head(usize),
    Row(usize, [u8; BAND]),
    Dead,
}

impl Automaton for Near {
    type State = State;

    fn start(&self) -> State {
        State::Head(0)
    }

    fn is_match(&self, state: &State) -> bool {
        let State::Row(read, band) = state else { return false };
        let at = (self.rest.len() + MAX_LIMIT).checked_sub(*read);
        at.and_then(|at| band.get(at)).is_some_and(|distance| *distance <= self.limit)
    }

    fn can_match(&self, state: &State) -> bool {
        match state {
            State::Head(_) => true,
            State::Row(_, band) => band.iter().any(|distance| *distance <= self.limit),
            State::Dead => false,
        }
    }

    fn accept(&self, state: &State, byte: u8) -> State {
        match state {
            State::Head(at) if self.head.get(*at) == Some(&byte) => {
                if at + 1 < self.head.len() {
                    return State::Head(at + 1);
                }
                let distance =
                    |at: usize| at.checked_sub(MAX_LIMIT).filter(|&length| length <= self.rest.len());
                State::Row(0, std::array::from_fn(|at| distance(at).map_or(FAR, |length| length as u8)))
            }
            State::Row(read, band) => State::Row(read + 1, self.next(read + 1, band, byte)),
            _ => State::Dead,
        }
    }
}

impl Near {
    /// The band of the row behind one byte more.
    fn next(&self, read: usize, band: &[u8; BAND], byte: u8) -> [u8; BAND] {
        let mut next = [FAR; BAND];
        for at in 0..BAND {
            // The band has moved by one: what is at the same place is diagonal, what is one further is above.
            let Some(length) = (read + at).checked_sub(MAX_LIMIT) else { continue };
            let above = band.get(at + 1).copied().unwrap_or(FAR).saturating_add(1);
            next[at] = match length.checked_sub(1).map(|before| self.rest.get(before)) {
                None => above,
                Some(None) => FAR,
                Some(Some(wanted)) => {
                    let left = at.checked_sub(1).map_or(FAR, |left| next[left]).saturating_add(1);
                    let changed = band[at].saturating_add(u8::from(*wanted != byte));
                    changed.min(above).min(left)
                }
            };
        }
        next
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fst::{IntoStreamer as _, Set};
    use proptest::prelude::*;

    #[test]
    fn keys_within_the_distance_are_found_and_no_others() {
        let keys = ["=lavorv", "=lavrov", "=lavrova", "=lavrovich", "=mavrov", "=slavrov", "~lavrov"];
        let set = Set::from_iter(keys).unwrap();
        let found = |query: &str, limit| {
            set.search(&Near::new(query.as_bytes(), limit)).into_stream().into_strs().unwrap()
        };
        assert_eq!(found("=lavrov", 1), ["=lavrov", "=lavrova"]);
        assert_eq!(found("=lavorv", 2), ["=lavorv", "=lavrov"]);
        assert_eq!(found("=lavrov", 0), ["=lavrov"]);
        assert_eq!(found("=", 2), Vec::<String>::new());
    }

    proptest! {
        #[test]
        fn a_key_is_found_if_its_distance_is_within_the_limit(
            query in "[ab]{0,7}", key in "[ab]{0,9}", limit in 0..3_u8,
        ) {
            let (query, key) = (format!("=l{query}"), format!("=l{key}"));
            let near = Near::new(query.as_bytes(), limit);
            let found = Set::from_iter([&key]).unwrap().search(&near).into_stream().into_strs().unwrap();
            let is_within = strsim::levenshtein(&query, &key) <= usize::from(limit);
            prop_assert_eq!(!found.is_empty(), is_within, "{} {} {}", query, key, limit);
        }
    }
}
