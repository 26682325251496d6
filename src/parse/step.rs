//! Scores for the moves of the parser and the name recogniser, from the vectors of a few tokens.
//!
//! What each token contributes in each place (first in the buffer, top of the stack, and so on) is computed for all
//! tokens at once; a move adds up the contributions of the tokens in their places (Kiperwasser and Goldberg 2016).

use super::gemm::{MIN_ROWS, Rows, multiply};
use super::vector::{BLOCK, WIDTH};

/// Values of a hidden vector.
pub(super) const HIDDEN: usize = 64;
/// Values that a token contributes in one place: two pieces, of which the maximum is taken.
const PAIR: usize = 2 * HIDDEN;

/// Weights that score moves.
#[derive(Clone, Debug)]
pub(super) struct Scorer {
    /// [`WIDTH`] rows of [`HIDDEN`] values.
    pub(super) project: Vec<f32>,
    pub(super) project_bias: Vec<f32>,
    /// [`HIDDEN`] rows of `places` times [`PAIR`] values, piece by piece.
    pub(super) lower: Vec<f32>,
    pub(super) lower_bias: Vec<f32>,
    /// What a missing token contributes, place by place.
    pub(super) missing: Vec<f32>,
    /// [`HIDDEN`] rows of `moves` values.
    pub(super) upper: Vec<f32>,
    pub(super) upper_bias: Vec<f32>,
    pub(super) places: usize,
}

/// Contributions of the tokens of one text, and buffers.
#[derive(Clone, Debug, Default)]
pub(super) struct Contributions {
    values: Vec<f32>,
    hidden: Vec<f32>,
}

impl Scorer {
    /// Computes the contributions of `tokens` tokens, whose vectors are the first rows of `vectors`.
    pub(super) fn prepare(&self, vectors: &[f32], tokens: usize, all: &mut Contributions) {
        let columns = self.places * PAIR;
        all.values.resize((tokens + MIN_ROWS) * columns, 0.0);
        all.hidden.resize(BLOCK * HIDDEN, 0.0);
        for first in (0..tokens).step_by(BLOCK) {
            let rows = (tokens - first).clamp(MIN_ROWS, BLOCK);
            let left = Rows { data: &vectors[first * WIDTH..], stride: WIDTH };
            let mut done = multiply(rows, HIDDEN, WIDTH, left, &self.project, &mut all.hidden);
            for row in all.hidden.chunks_exact_mut(HIDDEN).take(rows) {
                for (value, bias) in row.iter_mut().zip(&self.project_bias) {
                    *value += bias;
                }
            }
            let left = Rows { data: &all.hidden, stride: HIDDEN };
            done &= multiply(rows, columns, HIDDEN, left, &self.lower, &mut all.values[first * columns..]);
            debug_assert!(done, "the buffers fit the layers");
        }
    }

    /// Scores of all moves, for the tokens in their places (`None`: there is no such token).
    pub(super) fn score(&self, all: &Contributions, places: &[Option<usize>], scores: &mut [f32]) {
        let columns = self.places * PAIR;
        let mut sums = [0.0_f32; PAIR];
        for (place, token) in places.iter().enumerate() {
            let part = match token {
                Some(token) => &all.values[token * columns + place * PAIR..][..PAIR],
                None => &self.missing[place * PAIR..][..PAIR],
            };
            for (sum, value) in sums.iter_mut().zip(part) {
                *sum += value;
            }
        }
        for (sum, bias) in sums.iter_mut().zip(&self.lower_bias) {
            *sum += bias;
        }
        let (first, second) = sums.split_at(HIDDEN);
        scores.fill(0.0);
        for ((row, a), b) in self.upper.chunks_exact(scores.len()).zip(first).zip(second) {
            let hidden = a.max(*b);
            for (score, weight) in scores.iter_mut().zip(row) {
                *score += weight * hidden;
            }
        }
        for (score, bias) in scores.iter_mut().zip(&self.upper_bias) {
            *score += bias;
        }
    }
}
