//! Matrix products of small matrices.
//!
//! A tile of the result, four rows by eight columns, stays in registers while the sum over
//! the inner dimension runs, and the columns of a tile are what the compiler makes vectors of.
//! Each result is one sum in the order of the inner dimension, whatever the tile.

/// Rows that lie `stride` numbers apart, such as those of one head within `[n, d_model]`.
#[derive(Clone, Copy)]
pub(crate) struct Rows<'a> {
    pub(crate) data: &'a [f32],
    pub(crate) stride: usize,
}

/// [`Rows`] that can be written to.
pub(crate) struct RowsMut<'a> {
    pub(crate) data: &'a mut [f32],
    pub(crate) stride: usize,
}

const TILE_ROWS: usize = 4;

/// c += a · b: `[n, m] · [m, p] -> [n, p]`.
#[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
pub(crate) fn add_product((n, m, p): (usize, usize, usize), a: Rows, b: Rows, mut c: RowsMut) {
    let mut i = 0;
    while i + TILE_ROWS <= n {
        let rows = std::array::from_fn::<_, TILE_ROWS, _>(|r| &a.data[(i + r) * a.stride..][..m]);
        tiles(p, |j, width| match width {
            8 => tile::<TILE_ROWS, 8>(rows, b, j, &mut c, i),
            4 => tile::<TILE_ROWS, 4>(rows, b, j, &mut c, i),
            _ => tile::<TILE_ROWS, 1>(rows, b, j, &mut c, i),
        });
        i += TILE_ROWS;
    }
    for i in i..n {
        let row = [&a.data[i * a.stride..][..m]];
        tiles(p, |j, width| match width {
            8 => tile::<1, 8>(row, b, j, &mut c, i),
            4 => tile::<1, 4>(row, b, j, &mut c, i),
            _ => tile::<1, 1>(row, b, j, &mut c, i),
        });
    }
}

/// c += aᵀ · b: `[n, m]ᵀ · [n, p] -> [m, p]`.
#[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
pub(crate) fn add_transposed_product(
    (n, m, p): (usize, usize, usize),
    a: Rows,
    b: Rows,
    mut c: RowsMut,
) {
    let mut i = 0;
    while i + TILE_ROWS <= m {
        tiles(p, |j, width| match width {
            8 => transposed_tile::<TILE_ROWS, 8>(n, (a, i), (b, j), &mut c),
            4 => transposed_tile::<TILE_ROWS, 4>(n, (a, i), (b, j), &mut c),
            _ => transposed_tile::<TILE_ROWS, 1>(n, (a, i), (b, j), &mut c),
        });
        i += TILE_ROWS;
    }
    for i in i..m {
        tiles(p, |j, width| match width {
            8 => transposed_tile::<1, 8>(n, (a, i), (b, j), &mut c),
            4 => transposed_tile::<1, 4>(n, (a, i), (b, j), &mut c),
            _ => transposed_tile::<1, 1>(n, (a, i), (b, j), &mut c),
        });
    }
}

/// b = aᵀ: `[n, m] -> [m, n]`, the result without gaps.
pub(crate) fn transpose((n, m): (usize, usize), a: Rows, b: &mut [f32]) {
    for i in 0..n {
        for (j, &x) in a.data[i * a.stride..][..m].iter().enumerate() {
            b[j * n + i] = x;
        }
    }
}

/// Cuts the columns into tiles of 8, then 4, then 1.
#[inline(always)]
fn tiles(columns: usize, mut tile: impl FnMut(usize, usize)) {
    let mut j = 0;
    for width in [8, 4, 1] {
        while j + width <= columns {
            tile(j, width);
            j += width;
        }
    }
}

#[inline(always)]
fn tile<const R: usize, const C: usize>(
    a: [&[f32]; R],
    b: Rows,
    j: usize,
    c: &mut RowsMut,
    i: usize,
) {
    let mut sums = [[0.0; C]; R];
    let m = a[0].len();
    let b_rows = b.data.get(j..).unwrap_or_default().chunks(b.stride.max(1));
    for (k, b_row) in (0..m).zip(b_rows) {
        let Some(b_row) = b_row.first_chunk::<C>() else { break };
        for (sums, a) in sums.iter_mut().zip(a) {
            let factor = a[k];
            for (sum, x) in sums.iter_mut().zip(b_row) {
                *sum += factor * x;
            }
        }
    }
    add_tile(sums, c, (i, j));
}

#[inline(always)]
fn transposed_tile<const R: usize, const C: usize>(
    n: usize,
    (a, i): (Rows, usize),
    (b, j): (Rows, usize),
    c: &mut RowsMut,
) {
    let mut sums = [[0.0; C]; R];
    let a_rows = a.data.get(i..).unwrap_or_default().chunks(a.stride.max(1));
    let b_rows = b.data.get(j..).unwrap_or_default().chunks(b.stride.max(1));
    for (a_row, b_row) in a_rows.zip(b_rows).take(n) {
        let Some(factors) = a_row.first_chunk::<R>() else { break };
        let Some(b_row) = b_row.first_chunk::<C>() else { break };
        for (sums, factor) in sums.iter_mut().zip(factors) {
            for (sum, x) in sums.iter_mut().zip(b_row) {
                *sum += factor * x;
            }
        }
    }
    add_tile(sums, c, (i, j));
}

#[inline(always)]
fn add_tile<const R: usize, const C: usize>(
    sums: [[f32; C]; R],
    c: &mut RowsMut,
    (i, j): (usize, usize),
) {
    for (r, sums) in sums.iter().enumerate() {
        let row = &mut c.data[(i + r) * c.stride + j..][..C];
        for (x, sum) in row.iter_mut().zip(sums) {
            *x += sum;
        }
    }
}

#[cfg(test)]
mod tests {
    use ndarray::{Array2, s};

    use super::*;

    /// Every size from 0 to 9 in each dimension, with gaps between the rows.
    #[test]
    fn products_are_those_of_the_naive_one() {
        let numbers = |seed: usize| {
            Array2::from_shape_fn((12, 11), |(i, j)| ((i * 31 + j * 17 + seed) as f32).sin())
        };
        let (a, b) = (numbers(1), numbers(2));
        let rows = |x: &Array2<f32>| Vec::from_iter(x.iter().copied());
        let (a_rows, b_rows) = (rows(&a), rows(&b));
        let stride = 11;
        for (n, m, p) in itertools(10) {
            let (left, right) = (Rows { data: &a_rows, stride }, Rows { data: &b_rows, stride });
            let mut c = vec![1.0; 12 * stride];
            add_product((n, m, p), left, right, RowsMut { data: &mut c, stride });
            let expected = a.slice(s![..n, ..m]).dot(&b.slice(s![..m, ..p]));
            check(&c, &expected, stride);

            let mut c = vec![1.0; 12 * stride];
            add_transposed_product((n, m, p), left, right, RowsMut { data: &mut c, stride });
            let expected = a.slice(s![..n, ..m]).t().dot(&b.slice(s![..n, ..p]));
            check(&c, &expected, stride);
        }
    }

    fn itertools(end: usize) -> impl Iterator<Item = (usize, usize, usize)> {
        (0..end * end * end).map(move |x| (x / end / end, x / end % end, x % end))
    }

    fn check(c: &[f32], expected: &Array2<f32>, stride: usize) {
        for (i, row) in c.chunks(stride).enumerate() {
            for (j, x) in row.iter().enumerate() {
                // What was there stays: outside of the product, and as a term within it.
                let product = expected.get((i, j)).copied().unwrap_or(0.0);
                assert!((x - 1.0 - product).abs() < 1e-5, "({i}, {j}): {x}, {product}");
            }
        }
    }

    #[test]
    fn a_transpose_closes_the_gaps() {
        let mut b = [0.0; 4];
        transpose((2, 2), Rows { data: &[1.0, 2.0, 0.0, 3.0, 4.0, 0.0], stride: 3 }, &mut b);
        assert_eq!(b, [1.0, 3.0, 2.0, 4.0]);
    }
}
