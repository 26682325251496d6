//! Keys within a few letters of another: a Levenshtein automaton that keeps one row of the table of distances.
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

/// Bytes that have to be the same: most errors are not in the first letter, and most keys are passed over by it.
const HEAD: usize = 2;

impl Near {
    /// `query` is a key of ASCII letters; `limit` is small.
    pub(super) fn new(query: &[u8], limit: u8) -> Self {
        let (head, rest) = query.split_at(HEAD.min(query.len()));
        Self { head: head.to_vec(), rest: rest.to_vec(), limit }
    }

    /// What all keys that match begin with.
    pub(super) fn head(&self) -> &[u8] {
        &self.head
    }
}

/// How far one is: bytes of the head, then a row.
#[derive(Clone, Debug)]
pub(super) enum State {
    Head(usize),
    Row(Vec<u8>),
    Dead,
}

impl Automaton for Near {
    type State = State;

    fn start(&self) -> State {
        State::Head(0)
    }

    fn is_match(&self, state: &State) -> bool {
        matches!(state, State::Row(row) if row.last().is_some_and(|distance| *distance <= self.limit))
    }

    fn can_match(&self, state: &State) -> bool {
        match state {
            State::Head(_) => true,
            State::Row(row) => row.iter().min().is_some_and(|least| *least <= self.limit),
            State::Dead => false,
        }
    }

    fn accept(&self, state: &State, byte: u8) -> State {
        match state {
            State::Head(at) if self.head.get(*at) == Some(&byte) => {
                if at + 1 < self.head.len() {
                    return State::Head(at + 1);
                }
                State::Row((0..=self.rest.len()).map(|d| u8::try_from(d).unwrap_or(u8::MAX)).collect())
            }
            State::Row(row) => State::Row(self.next(row, byte)),
            _ => State::Dead,
        }
    }
}

impl Near {
    fn next(&self, row: &[u8], byte: u8) -> Vec<u8> {
        let mut next = Vec::with_capacity(row.len());
        next.push(row.first().map_or(u8::MAX, |first| first.saturating_add(1)));
        for (pair, wanted) in row.windows(2).zip(&self.rest) {
            let [diagonal, above] = pair else { continue };
            let left = next.last().copied().unwrap_or(u8::MAX);
            let changed = diagonal.saturating_add(u8::from(*wanted != byte));
            next.push(changed.min(above.saturating_add(1)).min(left.saturating_add(1)));
        }
        next
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fst::{IntoStreamer as _, Set};

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
}
