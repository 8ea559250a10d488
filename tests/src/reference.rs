//! Attention once more, written as plainly as can be and with nothing of the project's
//! own code, to check the numbers that the page shows.
//!
//! Arithmetic is done in 64 bits; the page's is in 32, so that results agree to about 6
//! digits.

/// Rows of numbers.
pub type Rows = Vec<Vec<f64>>;

/// The matrix product: [n, m] · [m, p] -> [n, p].
///
/// ```
/// use tests::reference::product;
/// assert_eq!(product(&[vec![1.0, 2.0]], &[vec![3.0], vec![4.0]]), [[11.0]]);
/// ```
pub fn product(a: &[Vec<f64>], b: &[Vec<f64>]) -> Rows {
    let columns = b.first().map_or(0, Vec::len);
    let mut result = vec![vec![0.0; columns]; a.len()];
    for (i, row) in a.iter().enumerate() {
        for j in 0..columns {
            for (k, x) in row.iter().enumerate() {
                result[i][j] += x * b[k][j];
            }
        }
    }
    result
}

/// Rows for columns: [n, m] -> [m, n].
///
/// ```
/// use tests::reference::transposed;
/// assert_eq!(transposed(&[vec![1.0, 2.0]]), [[1.0], [2.0]]);
/// ```
pub fn transposed(a: &[Vec<f64>]) -> Rows {
    let columns = a.first().map_or(0, Vec::len);
    (0..columns).map(|j| a.iter().map(|row| row[j]).collect()).collect()
}

/// Cell by cell, with cells of two matrices of one shape.
///
/// ```
/// use tests::reference::zip;
/// assert_eq!(zip(&[vec![1.0]], &[vec![2.0]], |a, b| a - b), [[-1.0]]);
/// ```
pub fn zip(a: &[Vec<f64>], b: &[Vec<f64>], f: impl Fn(f64, f64) -> f64) -> Rows {
    let row = |(a, b): (&Vec<f64>, &Vec<f64>)| a.iter().zip(b).map(|(a, b)| f(*a, *b)).collect();
    a.iter().zip(b).map(row).collect()
}

/// Cell by cell.
///
/// ```
/// use tests::reference::map;
/// assert_eq!(map(&[vec![1.0, 4.0]], |x| x / 2.0), [[0.5, 2.0]]);
/// ```
pub fn map(a: &[Vec<f64>], f: impl Fn(f64) -> f64) -> Rows {
    a.iter().map(|row| row.iter().map(|x| f(*x)).collect()).collect()
}

/// Each row's softmax (Vaswani et al. 2017, equation 1): shares of exp(x). A row with
/// nothing but −∞ has no shares to give and becomes zeros.
///
/// ```
/// use tests::reference::softmax;
/// let inf = f64::NEG_INFINITY;
/// assert_eq!(softmax(&[vec![0.0, 0.0], vec![1.0, inf], vec![inf, inf]]),
///     [[0.5, 0.5], [1.0, 0.0], [0.0, 0.0]]);
/// ```
pub fn softmax(a: &[Vec<f64>]) -> Rows {
    let row = |row: &Vec<f64>| {
        let largest = row.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        if largest == f64::NEG_INFINITY {
            return vec![0.0; row.len()];
        }
        let exponentials: Vec<f64> = row.iter().map(|x| (x - largest).exp()).collect();
        let sum: f64 = exponentials.iter().sum();
        exponentials.iter().map(|e| e / sum).collect()
    };
    a.iter().map(row).collect()
}

/// Matrices of as many rows, side by side.
///
/// ```
/// use tests::reference::side_by_side;
/// assert_eq!(side_by_side(&[vec![vec![1.0]], vec![vec![2.0]]]), [[1.0, 2.0]]);
/// ```
pub fn side_by_side(parts: &[Rows]) -> Rows {
    let rows = parts.first().map_or(0, Vec::len);
    (0..rows).map(|i| parts.iter().flat_map(|part| part[i].clone()).collect()).collect()
}

/// Sinusoidal positions (Vaswani et al. 2017, section 3.5), sine and cosine interleaved.
///
/// ```
/// use tests::reference::sinusoids;
/// assert_eq!(sinusoids(1, 4), [[0.0, 1.0, 0.0, 1.0]]);
/// ```
pub fn sinusoids(length: usize, d_model: usize) -> Rows {
    let value = |position: usize, dimension: usize| {
        let pair = (dimension / 2 * 2) as f64;
        let angle = position as f64 / 10_000_f64.powf(pair / d_model as f64);
        if dimension.is_multiple_of(2) { angle.sin() } else { angle.cos() }
    };
    (0..length).map(|p| (0..d_model).map(|d| value(p, d)).collect()).collect()
}

/// The mask under which a query sees the keys up to its own position: 0 or −∞.
///
/// ```
/// use tests::reference::causal_mask;
/// assert_eq!(causal_mask(2), [[0.0, f64::NEG_INFINITY], [0.0, 0.0]]);
/// ```
pub fn causal_mask(n: usize) -> Rows {
    let value = |query, key| if key <= query { 0.0 } else { f64::NEG_INFINITY };
    (0..n).map(|query| (0..n).map(|key| value(query, key)).collect()).collect()
}

/// Where two matrices differ by more than rounding to 32 bits explains: the first such
/// cell, in words.
///
/// ```
/// use tests::reference::mismatch;
/// assert_eq!(mismatch(&[vec![1.0]], &[vec![1.0000001]]), None);
/// assert!(mismatch(&[vec![1.0]], &[vec![1.001]]).is_some());
/// assert!(mismatch(&[vec![1.0]], &[vec![f64::NAN]]).is_some());
/// assert!(mismatch(&[vec![1.0]], &[]).is_some());
/// ```
pub fn mismatch(actual: &[Vec<f64>], expected: &[Vec<f64>]) -> Option<String> {
    let shape = |a: &[Vec<f64>]| a.iter().map(Vec::len).collect::<Vec<_>>();
    if shape(actual) != shape(expected) {
        return Some(format!("row lengths {:?} and not {:?}", shape(actual), shape(expected)));
    }
    for (i, (actual, expected)) in actual.iter().zip(expected).enumerate() {
        for (j, (a, e)) in actual.iter().zip(expected).enumerate() {
            let near = (a - e).abs() <= 1e-5 * (1.0 + e.abs());
            // Infinities are near only to themselves, and their difference is no number.
            if !(near || a == e) {
                return Some(format!("{a} and not {e} in row {i}, column {j}"));
            }
        }
    }
    None
}
