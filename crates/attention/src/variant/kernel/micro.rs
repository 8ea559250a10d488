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
#[cfg(not(all(target_arch = "wasm32", target_feature = "relaxed-simd")))]
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

/// The same in a build with WebAssembly's relaxed SIMD, whose multiply-add is one instruction
/// and may round once instead of twice: what comes out can differ in the last bits.
#[inline(never)]
#[cfg(all(target_arch = "wasm32", target_feature = "relaxed-simd"))]
pub(super) fn outers(a: &[[f32; ROWS]], b: &[[f32; LANES]], products: &mut [[[f32; LANES]; ROWS]]) {
    use core::arch::wasm32::{f32x4, f32x4_extract_lane as lane, f32x4_relaxed_madd, f32x4_splat};

    for (a, product) in a.chunks_exact(b.len()).zip(products) {
        let mut sums = [[f32x4_splat(0.0); LANES / 4]; ROWS];
        for (a, b) in a.iter().zip(b) {
            let b = [f32x4(b[0], b[1], b[2], b[3]), f32x4(b[4], b[5], b[6], b[7])];
            for (sums, a) in sums.iter_mut().zip(a) {
                let a = f32x4_splat(*a);
                *sums =
                    [f32x4_relaxed_madd(a, b[0], sums[0]), f32x4_relaxed_madd(a, b[1], sums[1])];
            }
        }
        for (product, [low, high]) in product.iter_mut().zip(sums) {
            *product = [
                lane::<0>(low),
                lane::<1>(low),
                lane::<2>(low),
                lane::<3>(low),
                lane::<0>(high),
                lane::<1>(high),
                lane::<2>(high),
                lane::<3>(high),
            ];
        }
    }
}
