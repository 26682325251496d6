//! Tokens to vectors: hashed embeddings, one mixing layer and four layers that look at the neighbours.
//!
//! Each layer is a matrix product, the maximum of three pieces and a layer normalisation (Goodfellow et al. 2013, "Maxout
//! networks"; Ba et al. 2016). A token's first vector depends on the token alone, its last one on four tokens to
//! either side. Before and behind the text stand four empty rows that the layers treat as tokens.

use half::f16;
use half::slice::HalfFloatSliceExt;

use super::gemm::{MIN_ROWS, Rows, multiply};
use super::hash::table_rows;

/// Values of a token's vector.
pub(super) const WIDTH: usize = 96;
/// Pieces that a layer takes the maximum of.
const PIECES: usize = 3;
/// Values of a token before the maximum is taken.
const WIDE: usize = PIECES * WIDTH;
/// Layers that look at the neighbours, and empty rows on either side of the text.
const DEPTH: usize = 4;
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
    pub(super) tables: Vec<Table>,
    pub(super) mix: Layer,
    pub(super) layers: Vec<Layer>,
}

/// Buffers for [`Net::mix`] and [`Net::encode`].
#[derive(Clone, Debug, Default)]
pub(super) struct Buffers {
    wide: Vec<f32>,
    block: Vec<f32>,
    inputs: Vec<f32>,
}

impl Net {
    /// The first vectors of tokens: `keys` holds the attributes of each token, one for each table; appends
    /// [`WIDTH`] values for each token to `out`.
    pub(super) fn mix(&self, weights: &[u8], keys: &[u64], buffers: &mut Buffers, out: &mut Vec<f32>) {
        let inner = self.tables.len() * WIDTH;
        for keys in keys.chunks(BLOCK * self.tables.len()) {
            let count = keys.len() / self.tables.len();
            let rows = count.max(MIN_ROWS);
            buffers.inputs.clear();
            buffers.inputs.resize(rows * inner, 0.0);
            buffers.wide.resize(rows * WIDE, 0.0);
            for (keys, row) in
                keys.chunks_exact(self.tables.len()).zip(buffers.inputs.chunks_exact_mut(inner))
            {
                for ((table, &key), part) in self.tables.iter().zip(keys).zip(row.chunks_exact_mut(WIDTH)) {
                    table.add(weights, key, part);
                }
            }
            let left = Rows { data: &buffers.inputs, stride: inner };
            let done = multiply(rows, WIDE, inner, left, &self.mix.weights, &mut buffers.wide);
            debug_assert!(done, "the buffers fit the layer");
            for wide in buffers.wide.chunks_exact(WIDE).take(count) {
                let start = out.len();
                out.resize(start + WIDTH, 0.0);
                self.mix.activate(wide, &mut out[start..]);
            }
        }
    }

    /// The last vectors, from the first: `grid` has been laid out by [`grid`].
    pub(super) fn encode(&self, grid: &mut [f32], tokens: usize, buffers: &mut Buffers) {
        for (depth, layer) in self.layers.iter().enumerate() {
            // Only rows from which a token can still be reached matter.
            let (first, end) = (depth + 2, tokens + 2 * DEPTH - depth);
            layer.step(grid, first..end, buffers);
        }
    }
}

/// Values of a grid for `tokens` tokens: an empty row, the empty rows before and behind the text, an empty row, and as
/// many as a product of [`MIN_ROWS`] rows may read beyond.
pub(super) fn grid_size(tokens: usize) -> usize {
    (tokens + 2 * DEPTH + 2 + MIN_ROWS) * WIDTH
}

/// The rows of a grid from the first token on.
pub(super) fn token_rows(grid: &[f32]) -> &[f32] {
    &grid[(DEPTH + 1) * WIDTH..]
}

/// The same, to be filled.
pub(super) fn token_rows_mut(grid: &mut [f32]) -> &mut [f32] {
    &mut grid[(DEPTH + 1) * WIDTH..]
}

impl Layer {
    /// Adds to each row what the layer makes of it and its two neighbours.
    fn step(&self, grid: &mut [f32], rows: std::ops::Range<usize>, buffers: &mut Buffers) {
        let mut before = [0.0; WIDTH];
        before.copy_from_slice(&grid[(rows.start - 1) * WIDTH..rows.start * WIDTH]);
        let mut first = rows.start;
        while first < rows.end {
            let count = (rows.end - first).min(BLOCK);
            let asked = count.max(MIN_ROWS);
            // The rows as they were: the block before has already changed the one in front.
            buffers.block.clear();
            buffers.block.extend_from_slice(&before);
            buffers.block.extend_from_slice(&grid[first * WIDTH..(first + count + 1) * WIDTH]);
            buffers.block.resize((asked + 2) * WIDTH, 0.0);
            buffers.wide.resize(asked * WIDE, 0.0);
            before.copy_from_slice(&buffers.block[count * WIDTH..(count + 1) * WIDTH]);
            let left = Rows { data: &buffers.block, stride: WIDTH };
            let done = multiply(asked, WIDE, 3 * WIDTH, left, &self.weights, &mut buffers.wide);
            debug_assert!(done, "the buffers fit the layer");
            let rows = grid[first * WIDTH..(first + count) * WIDTH].chunks_exact_mut(WIDTH);
            let mut made = [0.0; WIDTH];
            for (row, wide) in rows.zip(buffers.wide.chunks_exact(WIDE)) {
                self.activate(wide, &mut made);
                for (value, more) in row.iter_mut().zip(&made) {
                    *value += more;
                }
            }
            first += count;
        }
    }

    /// The maximum of the pieces, normalised.
    fn activate(&self, wide: &[f32], out: &mut [f32]) {
        let (first, rest) = wide.split_at(WIDTH);
        let (second, third) = rest.split_at(WIDTH);
        let (bias1, rest) = self.bias.split_at(WIDTH);
        let (bias2, bias3) = rest.split_at(WIDTH);
        for i in 0..WIDTH {
            out[i] = (first[i] + bias1[i]).max(second[i] + bias2[i]).max(third[i] + bias3[i]);
        }
        let mean = sum(out, |x| x) / WIDTH as f32;
        let variance = sum(out, |x| (x - mean) * (x - mean)) / WIDTH as f32 + 1e-8;
        let scale = 1.0 / variance.sqrt();
        for i in 0..WIDTH {
            out[i] = (out[i] - mean) * scale * self.gain[i] + self.shift[i];
        }
    }
}

/// Sums in eight lanes, which compilers turn into vector instructions.
fn sum(values: &[f32], term: impl Fn(f32) -> f32) -> f32 {
    let mut lanes = [0.0_f32; 8];
    for chunk in values.chunks_exact(8) {
        for (lane, &value) in lanes.iter_mut().zip(chunk) {
            *lane += term(value);
        }
    }
    lanes.iter().sum()
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
            halves(&bits).convert_to_f32_slice(&mut values);
            for (sum, value) in out.iter_mut().zip(&values) {
                *sum += value;
            }
        }
    }
}

fn halves(bits: &[u16]) -> &[f16] {
    use half::slice::HalfBitsSliceExt;
    bits.reinterpret_cast()
}
