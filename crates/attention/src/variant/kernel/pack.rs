//! Rows of numbers rearranged so that the innermost loop reads them in order.

/// W rows at a time side by side: `[n, d] -> [n ÷ W, d, W]`. Where n isn't a multiple of W,
/// what the last group lacks stays as it was.
/// All are multiplied by a factor.
pub(in super::super) fn side_by_side<const W: usize>(
    rows: &[f32],
    d: usize,
    factor: f32,
    packed: &mut [[f32; W]],
) {
    for (rows, packed) in rows.chunks(W * d).zip(packed.chunks_exact_mut(d)) {
        if rows.len() == W * d {
            for (i, packed) in packed.iter_mut().enumerate() {
                *packed = std::array::from_fn(|lane| rows[lane * d + i] * factor);
            }
        } else {
            for (lane, row) in rows.chunks_exact(d).enumerate() {
                packed.iter_mut().zip(row).for_each(|(packed, &x)| packed[lane] = x * factor);
            }
        }
    }
}

/// W columns at a time: `[n, d] -> [d ÷ W, n, W]`. Where d isn't a multiple of W, what the
/// last group lacks stays as it was.
pub(in super::super) fn spread<const W: usize>(rows: &[f32], d: usize, packed: &mut [[f32; W]]) {
    if d == 0 {
        return;
    }
    let n = rows.len() / d;
    for (column, packed) in packed.chunks_exact_mut(n).enumerate().take(d.div_ceil(W)) {
        let (start, end) = (column * W, d.min(column * W + W));
        for (packed, row) in packed.iter_mut().zip(rows.chunks_exact(d)) {
            match row[start..].first_chunk::<W>() {
                Some(chunk) => *packed = *chunk,
                None => packed[..end - start].copy_from_slice(&row[start..]),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{side_by_side, spread};

    #[test]
    fn every_number_has_its_place() {
        let rows = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]; // [3, 2]
        let mut packed = [[0.0; 2]; 4];
        side_by_side(&rows, 2, 2.0, &mut packed);
        assert_eq!(packed, [[2.0, 6.0], [4.0, 8.0], [10.0, 0.0], [12.0, 0.0]]);
        let rows = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]; // [2, 3]
        let mut packed = [[0.0; 2]; 4];
        spread(&rows, 3, &mut packed);
        assert_eq!(packed, [[1.0, 2.0], [4.0, 5.0], [3.0, 0.0], [6.0, 0.0]]);
    }
}
