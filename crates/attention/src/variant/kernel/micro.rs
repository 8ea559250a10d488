//! The innermost product.

/// How many rows, and how many columns, of a product are summed up at once.
///
/// Their 4 · 8 sums fill eight vectors of four. With two vectors of columns, one of a row's
/// number and one for the product, that is twelve registers of the fifteen that engines leave
/// to WebAssembly on x86; three vectors of columns would spill.
pub(super) const ROWS: usize = 4;
/// As [`ROWS`].
pub(super) const LANES: usize = 8;

/// Σ over m of column m of a times row m of b: `[4, m] · [m, 8] -> [4, 8]`, where a is given
/// column by column.
///
/// The products are added in order, to each sum by itself. There is no fused multiply-add:
/// where the machine has none, it would be a call of a function.
#[inline(always)]
pub(super) fn outer(a: &[[f32; ROWS]], b: &[[f32; LANES]]) -> [[f32; LANES]; ROWS] {
    let mut sums = [[0f32; LANES]; ROWS];
    for (a, b) in a.iter().zip(b) {
        for row in 0..ROWS {
            for lane in 0..LANES {
                sums[row][lane] += a[row] * b[lane];
            }
        }
    }
    sums
}

/// [`outer`] of several groups of four rows with the same columns: `[groups, 4, m] · [m, 8] ->
/// [groups, 4, 8]`.
///
/// Never inlined: where the compiler sees that the product is turned around next, it turns the
/// sums around instead, and loads eight numbers a step one by one.
#[inline(never)]
#[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
pub(super) fn outers(a: &[[f32; ROWS]], b: &[[f32; LANES]], products: &mut [[[f32; LANES]; ROWS]]) {
    for (a, product) in a.chunks_exact(b.len()).zip(products) {
        *product = outer(a, b);
    }
}
