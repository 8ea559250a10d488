//! Vectors seen in the plane in which they differ most.

use ndarray::{Array1, Array2, Axis};

/// Whose multiples are spread as evenly as can be.
const GOLDEN_RATIO: f64 = 1.618_033_988_749_895;

/// Rounds of power iteration: enough for the picture even where two directions stretch
/// nearly alike, and then either will do.
const MOST_ROUNDS: usize = 400;

/// Shares of the variance and changes of a direction below this are rounding.
const NOTHING: f64 = 1e-12;

/// The rows of [n, d] in the plane of their first two principal components, and the share
/// of the variance that each of the two explains (Pearson, 1901).
///
/// A component is a direction without a sign; the one chosen makes its largest number
/// positive, so that the picture doesn't flip between two runs.
pub(super) fn plane(vectors: &Array2<f32>) -> (Vec<[f32; 2]>, [f32; 2]) {
    let n = vectors.nrows();
    let vectors = vectors.mapv(f64::from);
    // No mean: no vectors, and so no points.
    let Some(mean) = vectors.mean_axis(Axis(0)) else { return (Vec::new(), [0.0; 2]) };
    let centred = vectors - mean;
    // [d, n] · [n, d] -> [d, d]
    let scatter = centred.t().dot(&centred);
    let total = scatter.diag().sum();
    // The solver is for finite numbers, and vectors that are all alike have no direction.
    if !(total.is_finite() && total > 0.0) {
        return (vec![[0.0; 2]; n], [0.0; 2]);
    }
    let mut rest = scatter / total;
    let mut points = vec![[0.0; 2]; n];
    let mut explained = [0.0; 2];
    for axis in 0..2 {
        let Some((direction, share)) = principal(&rest) else { break };
        for (point, row) in points.iter_mut().zip(centred.outer_iter()) {
            point[axis] = row.dot(&direction) as f32;
        }
        // Rounding may leave a share just outside.
        explained[axis] = share.clamp(0.0, 1.0) as f32;
        // Without this direction, the next one is the largest: d·dᵀ is [d, 1] · [1, d].
        let column = direction.insert_axis(Axis(1));
        rest.scaled_add(-share, &column.dot(&column.t()));
    }
    (points, explained)
}

/// The direction in which a symmetric matrix without negative eigenvalues stretches most,
/// and how much, by power iteration; `None` if it doesn't stretch at all. (An eigen-solver
/// of a library would take 4 kB of the page's budget for this one picture.)
fn principal(matrix: &Array2<f64>) -> Option<(Array1<f64>, f64)> {
    // A start that no direction of interest is likely to be perpendicular to.
    let mut direction =
        Array1::from_shape_fn(matrix.nrows(), |i| 1.0 + (i as f64 * GOLDEN_RATIO).fract());
    let mut stretch = 0.0;
    for _ in 0..MOST_ROUNDS {
        let next = matrix.dot(&direction);
        stretch = next.dot(&next).sqrt();
        if stretch < NOTHING {
            return None;
        }
        let next = next / stretch;
        let change = (&next - &direction).mapv(f64::abs).sum();
        direction = next;
        if change < NOTHING {
            break;
        }
    }
    let largest = direction.iter().copied().max_by(|a, b| a.abs().total_cmp(&b.abs()))?;
    Some((direction * largest.signum(), stretch))
}

#[cfg(test)]
mod tests {
    use ndarray::{Array2, array};

    use super::*;

    #[test]
    fn finds_the_line_on_which_points_lie() {
        // On the line through (3, 4) / 5, at -5, 0 and 5.
        let (points, explained) = plane(&array![[0.0, 1.0], [3.0, 5.0], [6.0, 9.0]]);
        for (point, along) in points.iter().zip([-5.0, 0.0, 5.0]) {
            assert!((point[0] - along).abs() < 1e-6 && point[1].abs() < 1e-6, "{points:?}");
        }
        assert!((explained[0] - 1.0).abs() < 1e-6 && explained[1] < 1e-6, "{explained:?}");
    }

    #[test]
    fn keeps_distances_of_flat_points() {
        let vectors = array![[1.0, 2.0, 0.0], [0.5, -1.0, 0.0], [3.0, 0.0, 0.0], [2.0, 2.0, 0.0]];
        let (points, explained) = plane(&vectors);
        assert!((explained[0] + explained[1] - 1.0).abs() < 1e-6 && explained[0] >= explained[1]);
        for i in 0..4 {
            for j in 0..4 {
                let direct = (&vectors.row(i) - &vectors.row(j)).mapv(|x: f32| x * x).sum().sqrt();
                let seen = f32::hypot(points[i][0] - points[j][0], points[i][1] - points[j][1]);
                assert!((direct - seen).abs() < 1e-5, "{i} {j}: {direct} and {seen}");
            }
        }
    }

    #[test]
    fn degenerate_vectors_have_a_place() {
        assert_eq!(plane(&Array2::zeros((0, 3))), (vec![], [0.0; 2]));
        assert_eq!(plane(&Array2::ones((2, 3))), (vec![[0.0; 2]; 2], [0.0; 2]));
        assert_eq!(plane(&Array2::from_elem((1, 1), f32::NAN)).0, [[0.0; 2]]);
        let (points, explained) = plane(&array![[1.0], [3.0]]);
        assert_eq!((points, explained), (vec![[-1.0, 0.0], [1.0, 0.0]], [1.0, 0.0]));
    }
}
