//! Keys within a few letters of another: a Levenshtein automaton that keeps, of one row of the table of distances, what is
//! near its diagonal, for all else is farther than the limit (Ukkonen 1985).
//!
//! No automaton is built ahead, so that time and memory depend on the keys that are met and the length of the name only
//! (Wagner and Fischer 1974; run over a transducer as in Schulz and Mihov 2002).

use fst::Map;
use fst::raw::Output;

/// Matches keys that begin like `query` (the byte of the space and the first letter) and differ by at most `limit` bytes.
#[derive(Debug)]
pub(super) struct Near {
    head: Vec<u8>,
    /// Bytes of the query behind the head.
    rest: usize,
    /// These bytes, with [`MAX_LIMIT`] zeros before and a band of them behind: no byte of a key is like them.
    padded: Vec<u8>,
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
        let padded = [&[0; MAX_LIMIT], rest, &[0; BAND]].concat();
        Self { head: head.to_vec(), rest: rest.len(), padded, limit: limit.min(MAX_LIMIT as u8) }
    }

    /// What all keys that match begin with.
    pub(super) fn head(&self) -> &[u8] {
        &self.head
    }
}

/// How far one is: bytes of the head, then bytes behind it with the distances to the beginnings of the query that are as
/// long, from [`MAX_LIMIT`] bytes shorter to so many longer.
#[derive(Clone, Copy, Debug)]
enum State {
    Head(usize),
    Row(usize, [u8; BAND]),
}

/// A node of the transducer that is being looked at, and the next of its transitions.
struct Step<'m> {
    node: fst::raw::Node<'m>,
    next: usize,
    output: Output,
    state: State,
}

impl Near {
    /// The first `limit` keys that match, in order, with their numbers. A node is read only if a key below it can match, which
    /// few can: the stream of the library reads all children of those that do.
    pub(super) fn search(&self, map: &Map<Vec<u8>>, limit: usize) -> Vec<(Vec<u8>, u64)> {
        let keys = map.as_fst();
        let mut found = Vec::new();
        let mut key = Vec::new();
        let mut open =
            vec![Step { node: keys.root(), next: 0, output: Output::zero(), state: State::Head(0) }];
        while let Some(step) = open.last_mut() {
            if step.next == 0 && step.node.is_final() && self.is_match(&step.state) {
                if found.len() == limit {
                    break;
                }
                found.push((key.clone(), step.output.cat(step.node.final_output()).value()));
            }
            let below = (step.next..step.node.len()).find_map(|at| {
                let transition = step.node.transition(at);
                self.accept(&step.state, transition.inp).map(|state| (at, transition, state))
            });
            let Some((at, transition, state)) = below else {
                open.pop();
                key.pop();
                continue;
            };
            step.next = at + 1;
            let output = step.output.cat(transition.out);
            key.push(transition.inp);
            open.push(Step { node: keys.node(transition.addr), next: 0, output, state });
        }
        found
    }

    fn is_match(&self, state: &State) -> bool {
        let State::Row(read, band) = state else { return false };
        let at = (self.rest + MAX_LIMIT).checked_sub(*read);
        at.and_then(|at| band.get(at)).is_some_and(|distance| *distance <= self.limit)
    }

    /// The state behind one byte more; `None` if nothing that begins so can match.
    fn accept(&self, state: &State, byte: u8) -> Option<State> {
        match state {
            State::Head(at) if self.head.get(*at) == Some(&byte) => {
                if at + 1 < self.head.len() {
                    return Some(State::Head(at + 1));
                }
                let distance = |at: usize| at.checked_sub(MAX_LIMIT).filter(|&length| length <= self.rest);
                Some(State::Row(0, std::array::from_fn(|at| distance(at).map_or(FAR, |length| length as u8))))
            }
            State::Head(_) => None,
            State::Row(read, band) => {
                let band = self.next(read + 1, band, byte);
                band.iter().any(|distance| *distance <= self.limit).then_some(State::Row(read + 1, band))
            }
        }
    }

    /// The band of the row behind one byte more, the `read`th. What is at the same place of the band is diagonal, what is one
    /// further is above, for the band moves by one with each row.
    fn next(&self, read: usize, band: &[u8; BAND], byte: u8) -> [u8; BAND] {
        let mut next = [FAR; BAND];
        let Some(wanted) = self.padded.get(read - 1..).and_then(|rest| rest.first_chunk::<BAND>()) else {
            return next;
        };
        let mut left = FAR;
        for at in 0..BAND {
            let above = band.get(at + 1).copied().unwrap_or(FAR).saturating_add(1);
            let changed = band[at].saturating_add(u8::from(wanted[at] != byte));
            left = changed.min(above).min(left.saturating_add(1));
            next[at] = left;
        }
        next
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn keys_near(query: &str, limit: u8, keys: &[&str]) -> Vec<String> {
        let map = Map::from_iter((0_u64..).zip(keys).map(|(number, key)| (key, number * 7))).unwrap();
        let found = Near::new(query.as_bytes(), limit).search(&map, 500);
        for (key, number) in &found {
            assert_eq!(map.get(key), Some(*number));
        }
        found.into_iter().map(|(key, _)| String::from_utf8(key).unwrap()).collect()
    }

    #[test]
    fn keys_within_the_distance_are_found_and_no_others() {
        let keys = ["=lavorv", "=lavrov", "=lavrova", "=lavrovich", "=mavrov", "=slavrov", "~lavrov"];
        let found = |query: &str, limit| keys_near(query, limit, &keys);
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
            let found = keys_near(&query, limit, &[&key]);
            let is_within = strsim::levenshtein(&query, &key) <= usize::from(limit);
            prop_assert_eq!(!found.is_empty(), is_within, "{} {} {}", query, key, limit);
        }
    }
}
