//! The innermost product.

/// How many rows, and how many columns, of a product are summed up at once.
///
/// Their 4 · 8 sums fill eight vectors of four. With two vectors of columns, one of a row's
/// number and one for the product, that is twelve registers of the fifteen that engines leave
/// to WebAssembly on x86; three vectors of columns would spill.
pub(in super::super) const ROWS: usize = 4;
/// As [`ROWS`].
pub(in super::super) const LANES: usize = 8;

/// Σ over m of column m of a times row m of b, for several groups of four rows with the same
/// columns: `[groups, 4, m] · [m, 8] -> [groups, 4, 8]`, where each group is given column by
/// column. There must be at least one.
///
/// The products are added in order, to each sum by itself. There is no fused multiply-add:
/// where the machine has none, it would be a call of a function.
///
/// Never inlined: where the compiler sees what is done with the products next, it turns the
/// sums around instead and loads eight numbers a step one by one, or it makes no vectors.
#[inline(never)]
#[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
pub(super) fn outers(a: &[[f32; ROWS]], b: &[[f32; LANES]], products: &mut [[[f32; LANES]; ROWS]]) {
    for (a, product) in a.chunks_exact(b.len()).zip(products) {
        let mut sums = [[0f32; LANES]; ROWS];
        for (a, b) in a.iter().zip(b) {
            for row in 0..ROWS {
                for lane in 0..LANES {
                    sums[row][lane] += a[row] * b[lane];
                }
            }
        }
        *product = sums;
    }
}
