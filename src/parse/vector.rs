//! Tokens to vectors: hashed embeddings, one mixing layer and four layers that look at the neighbours.
//!
//! Each layer is a matrix product, the maximum of three pieces and a layer normalisation (Goodfellow et al. 2013, "Maxout
//! networks"; Ba et al. 2016). A token's first vector depends on its word alone and is kept with what it contributes to
//! the first layer, from the left, in the middle and from the right ([`Words`]). Its last vector depends on four tokens
//! to either side; before and behind the text stand four empty rows that the layers treat as tokens.

use std::ops::Range;

use gemm_common::pulp::Arch;
use half::f16;
use half::slice::{HalfBitsSliceExt, HalfFloatSliceExt};

use super::gemm::{MIN_ROWS, Rows, multiply};
use super::hash::table_rows;

/// Values of a token's vector.
pub(super) const WIDTH: usize = 96;
/// Pieces that a layer takes the maximum of.
pub(super) const PIECES: usize = 3;
/// Values of a token before the maximum is taken.
const WIDE: usize = PIECES * WIDTH;
/// Left neighbour, token, right neighbour.
const WINDOW: usize = 3;
/// Empty rows on either side of the text: one for each layer that looks at the neighbours.
const EMPTY: usize = 4;
/// Rows that one product is asked for at a time: they and their results stay in the second-level cache.
pub(super) const BLOCK: usize = 256;

/// A table of half-precision embeddings.
#[derive(Clone, Debug)]
pub(super) struct Table {
    pub(super) seed: u32,
    pub(super) rows: u32,
    /// Where the first row begins among the bytes of the weights.
    pub(super) start: usize,
}

/// Weights of a layer.
#[derive(Clone, Debug)]
pub(super) struct Layer {
    /// `inner` rows of [`WIDE`] values: piece by piece, so that the maximum is taken of whole vectors.
    pub(super) weights: Vec<f32>,
    pub(super) bias: Vec<f32>,
    pub(super) gain: Vec<f32>,
    pub(super) shift: Vec<f32>,
}

/// A net that turns tokens into vectors.
#[derive(Clone, Debug)]
pub(super) struct Net {
    tables: Vec<Table>,
    mix: Layer,
    /// The first layer that looks at the neighbours, its weights side by side: [`WIDTH`] rows of [`WINDOW`] times
    /// [`WIDE`] values.
    first: Layer,
    layers: Vec<Layer>,
}

/// First vectors of words and their contributions to the first layer.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    vectors: Vec<f32>,
    contributions: Vec<f32>,
}

/// The vectors of a text and memory to compute them in.
#[derive(Clone, Debug, Default)]
pub(super) struct Grid {
    /// Empty rows, a row for each token, empty rows, and as many as a product of [`MIN_ROWS`] rows may read beyond.
    rows: Vec<f32>,
    next: Vec<f32>,
    wide: Vec<f32>,
    inputs: Vec<f32>,
}

impl Net {
    /// A net; `layers` are those that look at the neighbours.
    pub(super) fn new(tables: Vec<Table>, mix: Layer, mut first: Layer, layers: Vec<Layer>) -> Self {
        let (row, mut wide) = (WINDOW * WIDE, vec![0.0; first.weights.len()]);
        for (at, values) in first.weights.chunks_exact(WIDE).enumerate() {
            let (part, input) = (at / WIDTH, at % WIDTH);
            wide[input * row + part * WIDE..][..WIDE].copy_from_slice(values);
        }
        first.weights = wide;
        Self { tables, mix, first, layers }
    }

    /// Adds words: `keys` holds the attributes of each, one for each table.
    pub(super) fn learn(&self, weights: &[u8], keys: &[u64], grid: &mut Grid, words: &mut Words) {
        let inner = self.tables.len() * WIDTH;
        for keys in keys.chunks(BLOCK * self.tables.len()) {
            let count = keys.len() / self.tables.len();
            let rows = count.max(MIN_ROWS);
            grid.inputs.clear();
            grid.inputs.resize(rows * inner, 0.0);
            let inputs = grid.inputs.chunks_exact_mut(inner);
            for (keys, row) in keys.chunks_exact(self.tables.len()).zip(inputs) {
                for ((table, &key), part) in self.tables.iter().zip(keys).zip(row.chunks_exact_mut(WIDTH)) {
                    table.add(weights, key, part);
                }
            }
            grid.wide.resize(rows * WIDE, 0.0);
            let left = Rows { data: &grid.inputs, stride: inner };
            product(rows, WIDE, inner, left, &self.mix.weights, &mut grid.wide);
            grid.next.clear();
            grid.next.resize(rows * WIDTH, 0.0);
            self.mix.activate(&grid.wide, &mut grid.next[..count * WIDTH]);

            let start = words.contributions.len();
            // These are large and grow for long: room for twice as many would be most of the program's memory.
            words.vectors.reserve_exact(count * WIDTH);
            words.contributions.reserve_exact(rows * WINDOW * WIDE);
            words.vectors.extend_from_slice(&grid.next[..count * WIDTH]);
            words.contributions.resize(start + rows * WINDOW * WIDE, 0.0);
            let left = Rows { data: &grid.next, stride: WIDTH };
            let out = &mut words.contributions[start..];
            product(rows, WINDOW * WIDE, WIDTH, left, &self.first.weights, out);
            words.contributions.truncate(start + count * WINDOW * WIDE);
        }
    }

    /// Makes room for a text of `tokens` tokens.
    pub(super) fn begin(&self, tokens: usize, grid: &mut Grid) {
        grid.rows.resize((tokens + 2 * EMPTY + MIN_ROWS) * WIDTH, 0.0);
    }

    /// The first layer for the tokens of `part` of a text of `tokens` tokens; those at the ends come with the empty rows beside.
    /// `near` has the words of these tokens and of their neighbours, from the token `from` on.
    pub(super) fn combine(
        &self,
        words: &Words,
        (near, from): (&[u32], usize),
        (part, tokens): (Range<usize>, usize),
        grid: &mut Grid,
    ) {
        let first = if part.start == 0 { 1 } else { EMPTY + part.start };
        let last = if part.end == tokens { tokens + 2 * EMPTY - 1 } else { EMPTY + part.end };
        self.first.combine(words, (near, EMPTY + from), first..last, grid);
    }

    /// The other layers: [`Grid::tokens`] are the last vectors of a text of `tokens` tokens.
    pub(super) fn finish(&self, tokens: usize, grid: &mut Grid) {
        grid.next.resize(grid.rows.len(), 0.0);
        for (at, layer) in self.layers.iter().enumerate() {
            // Only rows from which a token can still be reached matter.
            let depth = at + 2;
            layer.step(depth..tokens + 2 * EMPTY - depth, grid);
        }
    }
}

impl Words {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.vectors.len() / WIDTH
    }

    /// Forgets all.
    pub(super) fn clear(&mut self) {
        self.vectors.clear();
        self.contributions.clear();
    }

    /// Keeps only these words, in this order.
    pub(super) fn keep(&mut self, numbers: &[u32]) {
        let copy = |values: &[f32], width: usize| -> Vec<f32> {
            let mut kept = Vec::with_capacity(numbers.len() * width);
            for &number in numbers {
                kept.extend_from_slice(&values[number as usize * width..][..width]);
            }
            kept
        };
        self.vectors = copy(&self.vectors, WIDTH);
        self.contributions = copy(&self.contributions, WINDOW * WIDE);
    }

    fn contribution(&self, word: u32, part: usize) -> &[f32] {
        &self.contributions[(word as usize * WINDOW + part) * WIDE..][..WIDE]
    }
}

impl Grid {
    /// The rows from the first token on.
    pub(super) fn tokens(&self) -> &[f32] {
        &self.rows[EMPTY * WIDTH..]
    }
}

impl Layer {
    /// The first layer of some rows, from what the words contribute that stand from row `begin` on.
    fn combine(&self, words: &Words, (near, begin): (&[u32], usize), rows: Range<usize>, grid: &mut Grid) {
        let word = |row: usize| row.checked_sub(begin).and_then(|at| near.get(at)).copied();
        for first in rows.clone().step_by(BLOCK) {
            let count = (rows.end - first).min(BLOCK);
            grid.wide.resize(BLOCK * WIDE, 0.0);
            for (row, wide) in (first..first + count).zip(grid.wide.chunks_exact_mut(WIDE)) {
                wide.fill(0.0);
                for part in 0..WINDOW {
                    if let Some(word) = word(row + part - 1) {
                        add(wide, words.contribution(word, part));
                    }
                }
            }
            let out = &mut grid.rows[first * WIDTH..(first + count) * WIDTH];
            self.activate(&grid.wide, out);
            for (row, out) in (first..first + count).zip(out.chunks_exact_mut(WIDTH)) {
                if let Some(word) = word(row) {
                    add(out, &words.vectors[word as usize * WIDTH..][..WIDTH]);
                }
            }
        }
    }

    /// Adds to each row what the layer makes of it and its two neighbours.
    fn step(&self, rows: Range<usize>, grid: &mut Grid) {
        for first in rows.clone().step_by(BLOCK) {
            let count = (rows.end - first).min(BLOCK);
            let asked = count.max(MIN_ROWS);
            grid.wide.resize(BLOCK * WIDE, 0.0);
            // Neighbouring rows stand one behind the other, so a window is read where it stands.
            let left = Rows { data: &grid.rows[(first - 1) * WIDTH..], stride: WIDTH };
            product(asked, WIDE, WINDOW * WIDTH, left, &self.weights, &mut grid.wide);
            let (here, out) = (first * WIDTH..(first + count) * WIDTH, &mut grid.next);
            self.activate(&grid.wide, &mut out[here.clone()]);
            add(&mut out[here.clone()], &grid.rows[here]);
        }
        std::mem::swap(&mut grid.rows, &mut grid.next);
    }

    /// The maximum of the pieces, normalised, of as many rows as `out` has.
    fn activate(&self, wide: &[f32], out: &mut [f32]) {
        let (wide, _) = wide.as_chunks::<WIDE>();
        let (out, _) = out.as_chunks_mut::<WIDTH>();
        let fixed = (self.bias.first_chunk(), self.gain.first_chunk(), self.shift.first_chunk());
        let (Some(bias), Some(gain), Some(shift)) = fixed else { return };
        Arch::new().dispatch(|| {
            for (wide, out) in wide.iter().zip(out) {
                normalise(&maximum(wide, bias), gain, shift, out);
            }
        });
    }
}

#[inline(always)]
fn maximum(wide: &[f32; WIDE], bias: &[f32; WIDE]) -> [f32; WIDTH] {
    std::array::from_fn(|i| {
        let piece = |piece: usize| wide[piece * WIDTH + i] + bias[piece * WIDTH + i];
        let (a, b, c) = (piece(0), piece(1), piece(2));
        let high = if a > b { a } else { b };
        if high > c { high } else { c }
    })
}

#[inline(always)]
fn normalise(x: &[f32; WIDTH], gain: &[f32; WIDTH], shift: &[f32; WIDTH], out: &mut [f32; WIDTH]) {
    let mean = sum(x, |x| x) / WIDTH as f32;
    let variance = sum(x, |x| (x - mean) * (x - mean)) / WIDTH as f32 + 1e-8;
    let scale = 1.0 / variance.sqrt();
    for i in 0..WIDTH {
        out[i] = (x[i] - mean) * scale * gain[i] + shift[i];
    }
}

/// Sums in lanes, which compilers turn into vector instructions.
#[inline(always)]
fn sum(values: &[f32; WIDTH], term: impl Fn(f32) -> f32) -> f32 {
    const LANES: usize = 32;
    let mut lanes = [0.0_f32; LANES];
    for part in values.as_chunks::<LANES>().0 {
        for (lane, &value) in lanes.iter_mut().zip(part) {
            *lane += term(value);
        }
    }
    let mut width = LANES;
    while width > 1 {
        width /= 2;
        for i in 0..width {
            lanes[i] += lanes[i + width];
        }
    }
    lanes[0]
}

/// Adds `more` to `values`.
fn add(values: &mut [f32], more: &[f32]) {
    for (value, more) in values.iter_mut().zip(more) {
        *value += more;
    }
}

/// A product whose buffers were made to fit.
fn product(rows: usize, columns: usize, inner: usize, left: Rows<'_>, right: &[f32], out: &mut [f32]) {
    let done = multiply(rows, columns, inner, left, right, out);
    debug_assert!(done, "the buffers fit the layer");
}

impl Table {
    /// Adds the four rows of `key` to `out`.
    fn add(&self, weights: &[u8], key: u64, out: &mut [f32]) {
        let mut bits = [0_u16; WIDTH];
        let mut values = [0.0_f32; WIDTH];
        for row in table_rows(key, self.seed, self.rows) {
            let start = self.start + row * WIDTH * 2;
            let bytes = weights.get(start..start + WIDTH * 2).unwrap_or_default();
            for (bits, pair) in bits.iter_mut().zip(bytes.as_chunks::<2>().0) {
                *bits = u16::from_le_bytes(*pair);
            }
            let halves: &[f16] = bits.reinterpret_cast();
            halves.convert_to_f32_slice(&mut values);
            add(out, &values);
        }
    }
}
