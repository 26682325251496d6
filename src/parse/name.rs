//! Vectors to names: one move for each token says whether a name begins, goes on, ends or stands alone there.

use super::Name;
use super::label::NameKind;
use super::step::{Contributions, Scorer};

/// A move of the name recogniser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Move {
    /// A name of several tokens begins.
    Begin(NameKind),
    /// It goes on.
    Inside(NameKind),
    /// It ends with this token.
    Last(NameKind),
    /// The token is a name.
    Unit(NameKind),
    /// The token is not part of a name.
    Outside,
    /// Never made; the model has one such move.
    Never,
}

/// Names of a text of `is_space.len()` tokens; none crosses a sentence border.
pub(super) fn recognise(
    moves: &[Move],
    scorer: &Scorer,
    all: &mut Contributions,
    is_space: &[bool],
    opens: &[bool],
) -> Vec<Name> {
    let mut names = Vec::new();
    let mut open: Option<(usize, NameKind)> = None;
    let mut scores = scorer.scores();
    for (token, &space) in is_space.iter().enumerate() {
        let goes_on = opens.get(token + 1).is_some_and(|opens| !opens);
        let places = match open {
            Some((start, _)) => [Some(token), Some(start), Some(token - 1)],
            None => [Some(token), None, None],
        };
        scorer.score(all, &places, &mut scores);
        let valid = |candidate: &Move| match (*candidate, open) {
            (Move::Begin(_), None) => goes_on && !space,
            (Move::Unit(_), None) => !space,
            (Move::Outside, None) => true,
            (Move::Inside(kind), Some((_, opened))) => kind == opened && goes_on,
            (Move::Last(kind), Some((_, opened))) => kind == opened,
            _ => false,
        };
        let mut best: Option<(f32, Move)> = None;
        for (&score, &candidate) in scores.iter().zip(moves) {
            if valid(&candidate) && best.is_none_or(|(high, _)| score > high) {
                best = Some((score, candidate));
            }
        }
        match (best.map(|(_, chosen)| chosen), open) {
            (Some(Move::Begin(kind)), _) => open = Some((token, kind)),
            (Some(Move::Last(kind)), Some((start, _))) => {
                names.push(Name { tokens: start..token + 1, kind });
                open = None;
            }
            (Some(Move::Unit(kind)), _) => names.push(Name { tokens: token..token + 1, kind }),
            _ => {}
        }
    }
    names
}
