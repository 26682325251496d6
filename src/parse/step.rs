//! Scores for the moves of the parser and the name recogniser, from the vectors of a few tokens.
//!
//! What each token contributes in each place (first in the buffer, top of the stack, and so on) is computed for blocks of
//! neighbouring tokens when one of them is first asked for; a move adds up the contributions of the tokens in their
//! places (Kiperwasser and Goldberg 2016).

use gemm_common::pulp::Arch;

use super::gemm::{MIN_ROWS, Rows, multiply};
use super::vector::WIDTH;

/// Values of a hidden vector.
pub(super) const HIDDEN: usize = 64;
/// Values that a token contributes in one place: two pieces, of which the maximum is taken.
const PAIR: usize = 2 * HIDDEN;
/// Moves that are scored together: so many sums stay in registers.
const TILE: usize = 56;
/// Tokens whose contributions are computed together.
const BLOCK: usize = 256;
/// Blocks that are kept: 1 MB each for the parser. Texts of fewer than 4,000 tokens never compute one twice, and longer ones
/// hardly ever. At least twice as many as a move has places.
const MAX_BLOCKS: usize = 16;

/// Weights that score moves.
#[derive(Clone, Debug)]
pub(super) struct Scorer {
    /// [`WIDTH`] rows of [`HIDDEN`] values.
    project: Vec<f32>,
    project_bias: Vec<f32>,
    /// [`HIDDEN`] rows of `places` times [`PAIR`] values, piece by piece.
    lower: Vec<f32>,
    lower_bias: Vec<f32>,
    /// What a missing token contributes, place by place.
    missing: Vec<f32>,
    /// For each tile of moves, [`HIDDEN`] rows of [`TILE`] values.
    upper: Vec<f32>,
    /// Padded to whole tiles.
    upper_bias: Vec<f32>,
    places: usize,
}

/// The layers of a [`Scorer`]; matrices as rows of inputs.
#[derive(Clone, Debug)]
pub(super) struct Layers {
    /// [`WIDTH`] rows of [`HIDDEN`] values.
    pub(super) project: Vec<f32>,
    pub(super) project_bias: Vec<f32>,
    /// [`HIDDEN`] rows of places times [`PAIR`] values, piece by piece.
    pub(super) lower: Vec<f32>,
    pub(super) lower_bias: Vec<f32>,
    /// What a missing token contributes, place by place.
    pub(super) missing: Vec<f32>,
    /// [`HIDDEN`] rows of one value for each move.
    pub(super) upper: Vec<f32>,
    pub(super) upper_bias: Vec<f32>,
}

/// Contributions of the tokens of one text, as far as they are at hand.
#[derive(Clone, Debug, Default)]
pub(super) struct Contributions {
    /// [`HIDDEN`] values for each token.
    hidden: Vec<f32>,
    /// Where the values of each block of tokens stand.
    slots: Vec<Option<u32>>,
    /// Block that each slot holds.
    held: Vec<usize>,
    /// Slot that is given up next.
    oldest: usize,
    values: Vec<f32>,
}

impl Scorer {
    pub(super) fn new(layers: Layers, places: usize) -> Self {
        let moves = layers.upper_bias.len();
        let tiles = moves.div_ceil(TILE);
        let mut upper = vec![0.0; tiles * TILE * HIDDEN];
        for (input, row) in layers.upper.chunks_exact(moves.max(1)).enumerate() {
            for (at, &weight) in row.iter().enumerate() {
                upper[(at / TILE * HIDDEN + input) * TILE + at % TILE] = weight;
            }
        }
        let mut upper_bias = layers.upper_bias;
        upper_bias.resize(tiles * TILE, 0.0);
        Self {
            project: layers.project,
            project_bias: layers.project_bias,
            lower: layers.lower,
            lower_bias: layers.lower_bias,
            missing: layers.missing,
            upper,
            upper_bias,
            places,
        }
    }

    /// Memory for the scores of one state; there are a few more than moves.
    pub(super) fn scores(&self) -> Vec<f32> {
        vec![0.0; self.upper_bias.len()]
    }

    /// Begins a text of `tokens` tokens, whose vectors are the first rows of `vectors`.
    pub(super) fn begin(&self, vectors: &[f32], tokens: usize, all: &mut Contributions) {
        let rows = tokens.max(MIN_ROWS);
        all.hidden.resize((tokens + MIN_ROWS) * HIDDEN, 0.0);
        let left = Rows { data: vectors, stride: WIDTH };
        let done = multiply(rows, HIDDEN, WIDTH, left, &self.project, &mut all.hidden);
        debug_assert!(done, "the buffers fit the layer");
        for row in all.hidden.chunks_exact_mut(HIDDEN) {
            for (value, bias) in row.iter_mut().zip(&self.project_bias) {
                *value += bias;
            }
        }
        all.slots.clear();
        all.slots.resize(tokens.div_ceil(BLOCK), None);
        all.held.clear();
        all.oldest = 0;
    }

    /// Scores of all moves, for the tokens in their places (`None`: there is no such token).
    pub(super) fn score(&self, all: &mut Contributions, places: &[Option<usize>], scores: &mut [f32]) {
        // What is fetched may take the place of what is needed, too; what was fetched last is given up last.
        while places.iter().flatten().any(|token| all.slots[token / BLOCK].is_none()) {
            places.iter().flatten().for_each(|token| self.fetch(all, token / BLOCK));
        }
        let mut sums = [0.0_f32; PAIR];
        Arch::new().dispatch(
            #[inline(always)]
            || {
                for (place, token) in places.iter().enumerate() {
                    let part = match token {
                        Some(token) => all.of(*token, place, self.places),
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
                let hidden: [f32; HIDDEN] =
                    std::array::from_fn(|i| if first[i] > second[i] { first[i] } else { second[i] });
                let tiles = self.upper.as_chunks::<TILE>().0.as_chunks::<HIDDEN>().0;
                let biases = self.upper_bias.as_chunks::<TILE>().0;
                for ((tile, bias), out) in tiles.iter().zip(biases).zip(scores.as_chunks_mut::<TILE>().0) {
                    *out = score_tile(tile, bias, &hidden);
                }
            },
        );
    }

    /// Makes the contributions of a block of tokens available.
    fn fetch(&self, all: &mut Contributions, block: usize) {
        if all.slots[block].is_some() {
            return;
        }
        let columns = self.places * PAIR;
        let slot = if all.held.len() < MAX_BLOCKS {
            all.held.push(block);
            all.held.len() - 1
        } else {
            let slot = all.oldest;
            all.oldest = (slot + 1) % MAX_BLOCKS;
            all.slots[all.held[slot]] = None;
            all.held[slot] = block;
            slot
        };
        all.slots[block] = u32::try_from(slot).ok();
        let needed = (slot + 1) * BLOCK * columns;
        if all.values.len() < needed {
            all.values.resize(needed, 0.0);
        }
        let hidden = &all.hidden[block * BLOCK * HIDDEN..];
        let rows = (hidden.len() / HIDDEN).min(BLOCK);
        let left = Rows { data: hidden, stride: HIDDEN };
        let out = &mut all.values[slot * BLOCK * columns..];
        let done = multiply(rows, columns, HIDDEN, left, &self.lower, out);
        debug_assert!(done, "the buffers fit the layer");
    }
}

impl Contributions {
    /// What `token` contributes in `place`; its block has been fetched.
    #[inline(always)]
    fn of(&self, token: usize, place: usize, places: usize) -> &[f32] {
        let slot = self.slots[token / BLOCK].unwrap_or_default() as usize;
        &self.values[((slot * BLOCK + token % BLOCK) * places + place) * PAIR..][..PAIR]
    }
}

#[inline(always)]
fn score_tile(tile: &[[f32; TILE]; HIDDEN], bias: &[f32; TILE], hidden: &[f32; HIDDEN]) -> [f32; TILE] {
    let mut sums = [0.0_f32; TILE];
    for (row, &value) in tile.iter().zip(hidden) {
        for (sum, weight) in sums.iter_mut().zip(row) {
            *sum += weight * value;
        }
    }
    for (sum, bias) in sums.iter_mut().zip(bias) {
        *sum += bias;
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_that_were_given_up_come_back_the_same() {
        let places = 2;
        let numbers =
            |count: usize| (0..count).map(|i| (i * 31 % 97) as f32 / 97.0 - 0.5).collect::<Vec<f32>>();
        let layers = Layers {
            project: numbers(WIDTH * HIDDEN),
            project_bias: numbers(HIDDEN),
            lower: numbers(HIDDEN * places * PAIR),
            lower_bias: numbers(PAIR),
            missing: numbers(places * PAIR),
            upper: numbers(HIDDEN * 60),
            upper_bias: numbers(60),
        };
        let scorer = Scorer::new(layers, places);
        let tokens = (MAX_BLOCKS + 3) * BLOCK + 5;
        let vectors = numbers((tokens + MIN_ROWS) * WIDTH);
        let mut all = Contributions::default();
        scorer.begin(&vectors, tokens, &mut all);
        let ask = |all: &mut Contributions, places: [Option<usize>; 2]| {
            let mut scores = scorer.scores();
            scorer.score(all, &places, &mut scores);
            scores
        };
        let before = ask(&mut all, [Some(7), Some(300)]);
        for block in 0..=tokens / BLOCK {
            ask(&mut all, [Some(block * BLOCK), None]);
        }
        assert!(all.held.len() == MAX_BLOCKS && all.slots[0].is_none());
        // The oldest block, and one that takes its place.
        let oldest = all.held[all.oldest];
        let pair = [oldest * BLOCK, 9];
        let mut fresh = Contributions::default();
        scorer.begin(&vectors, tokens, &mut fresh);
        assert_eq!(ask(&mut all, pair.map(Some)), ask(&mut fresh, pair.map(Some)));
        assert_eq!(ask(&mut all, [Some(7), Some(300)]), before);
        assert_ne!(ask(&mut all, [Some(8), Some(300)]), before);
    }
}
