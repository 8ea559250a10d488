//! Vectors seen in the plane in which they differ most.

use nalgebra::{DMatrix, SymmetricEigen};
use ndarray::{Array2, Axis};

/// The rows of [n, d] in the plane of their first two principal components, and the share
/// of the variance that each of the two explains (Pearson, 1901).
///
/// A component is a direction without a sign; the one chosen makes its largest number
/// positive, so that the picture doesn't flip between two runs.
pub(super) fn plane(vectors: &Array2<f32>) -> (Vec<[f32; 2]>, [f32; 2]) {
    let (n, d) = vectors.dim();
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
    let eigen = SymmetricEigen::new(DMatrix::from_fn(d, d, |i, j| scatter[[i, j]] / total));
    let largest = |but: Option<usize>| {
        (0..d)
            .filter(|i| Some(*i) != but)
            .max_by(|&i, &j| eigen.eigenvalues[i].total_cmp(&eigen.eigenvalues[j]))
    };
    let first = largest(None);
    // With d = 1 there is but one component, and the second coordinate stays 0.
    let components = first.into_iter().chain(largest(first));

    let mut points = vec![[0.0; 2]; n];
    let mut explained = [0.0; 2];
    for (axis, component) in components.enumerate() {
        let direction = eigen.eigenvectors.column(component);
        let sign = if direction[direction.icamax()] < 0.0 { -1.0 } else { 1.0 };
        for (point, row) in points.iter_mut().zip(centred.outer_iter()) {
            let along: f64 = row.iter().zip(direction.iter()).map(|(x, y)| x * y).sum();
            point[axis] = (sign * along) as f32;
        }
        // Rounding may leave an eigenvalue just below 0.
        explained[axis] = eigen.eigenvalues[component].clamp(0.0, 1.0) as f32;
    }
    (points, explained)
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
