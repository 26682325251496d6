//! Matrix product of `f32` matrices: the one place where the library is not memory safe by construction.

use gemm_common::Parallelism;

/// A matrix whose rows begin `stride` values apart; rows may overlap.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rows<'a> {
    pub(super) data: &'a [f32],
    pub(super) stride: usize,
}

/// The fewest rows that one product is asked for: the kernel sums a single row in another order than several, and a
/// token's result may not depend on how many tokens are computed with it.
pub(super) const MIN_ROWS: usize = 8;

/// `out` (`rows` by `columns`, without gaps) = `left` (`rows` by `inner`) times `right` (`inner` by `columns`, without
/// gaps). False if a slice is too short or `rows` is less than [`MIN_ROWS`]; nothing is written then.
#[must_use]
pub(super) fn multiply(
    rows: usize,
    columns: usize,
    inner: usize,
    left: Rows<'_>,
    right: &[f32],
    out: &mut [f32],
) -> bool {
    let fits = rows >= MIN_ROWS
        && columns > 0
        && inner > 0
        && span(rows, left.stride, inner).is_some_and(|need| need <= left.data.len())
        && inner.checked_mul(columns).is_some_and(|need| need <= right.len())
        && rows.checked_mul(columns).is_some_and(|need| need <= out.len());
    // Strides and offsets below `isize::MAX` follow: a slice is never longer.
    let (Ok(column_stride), Ok(left_stride)) = (isize::try_from(columns), isize::try_from(left.stride))
    else {
        return false;
    };
    if !fits {
        return false;
    }
    #[expect(unsafe_code, reason = "the fast matrix product has a pointer interface only")]
    // SAFETY: the kernel reads left[r * stride + k] for r < rows, k < inner, reads right[k * columns + c] and writes
    // out[r * columns + c] for c < columns. The largest of each of these indices was just compared with the length of
    // its slice, whose lifetime outlasts the call. `out` is borrowed mutably, so it overlaps neither input.
    // `read_dst` is false, so what `out` held is not read.
    unsafe {
        gemm_f32::gemm::f32::get_gemm_fn()(
            rows,
            columns,
            inner,
            out.as_mut_ptr(),
            1,
            column_stride,
            false,
            left.data.as_ptr(),
            1,
            left_stride,
            right.as_ptr(),
            1,
            column_stride,
            0.0,
            1.0,
            false,
            false,
            false,
            Parallelism::None,
        );
    }
    true
}

/// Values from the first of the first row to the last of the last row.
fn span(rows: usize, stride: usize, inner: usize) -> Option<usize> {
    rows.checked_sub(1)?.checked_mul(stride)?.checked_add(inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(count: usize) -> Vec<f32> {
        (0..count).map(|i| ((i * 37 % 101) as f32 - 50.0) / 25.0).collect()
    }

    #[test]
    fn overlapping_rows_are_multiplied_in_place() {
        let (left, right) = (numbers(9 * 2 + 6), numbers(6 * 5));
        let mut out = vec![f32::NAN; 10 * 5];
        assert!(multiply(10, 5, 6, Rows { data: &left, stride: 2 }, &right, &mut out));
        for r in 0..10 {
            for c in 0..5 {
                let want: f32 = (0..6).map(|k| left[r * 2 + k] * right[k * 5 + c]).sum();
                assert!((out[r * 5 + c] - want).abs() < 1e-4, "{r} {c}");
            }
        }
    }

    #[test]
    fn slices_that_are_too_short_are_refused() {
        let (left, right) = (numbers(8 * 4), numbers(4 * 3));
        let mut out = vec![1.0; 8 * 3];
        let rows = Rows { data: &left, stride: 4 };
        assert!(!multiply(9, 3, 4, rows, &right, &mut out));
        assert!(!multiply(8, 3, 4, Rows { data: &left[1..], stride: 4 }, &right, &mut out));
        assert!(!multiply(8, 3, 4, rows, &right[1..], &mut out));
        assert!(!multiply(8, 3, 4, rows, &right, &mut out[1..]));
        assert!(!multiply(7, 3, 4, rows, &right, &mut out));
        assert!(out.iter().all(|&x| x == 1.0));
        assert!(multiply(8, 3, 4, rows, &right, &mut out));
    }

    #[test]
    fn a_row_comes_out_the_same_among_few_and_many() {
        for (columns, inner) in [(288, 288), (288, 576), (64, 96), (1024, 64), (50, 96)] {
            let (left, right) = (numbers(600 * inner), numbers(inner * columns));
            let mut all = vec![0.0; 600 * columns];
            let whole = Rows { data: &left, stride: inner };
            assert!(multiply(600, columns, inner, whole, &right, &mut all));
            for rows in [8, 9, 15, 16, 31, 100, 128, 129, 257] {
                let mut part = vec![0.0; rows * columns];
                assert!(multiply(rows, columns, inner, whole, &right, &mut part));
                assert!(part == all[..rows * columns], "{rows} rows of {inner} by {columns}");
            }
        }
    }
}
