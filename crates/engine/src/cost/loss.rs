//! How far an output is from the one that it stands for.

use serde::{Deserialize, Serialize};

use crate::measuring::fit;

/// How far an output is from that of full attention.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Loss {
    /// ‖output − full‖ ÷ ‖full‖, with the Frobenius norm over all heads: 0 is exact, and 1 is
    /// as far away as no output at all.
    pub relative: f64,
    /// The largest absolute difference of two numbers.
    pub largest: f32,
}

impl Loss {
    /// Of an output beside that of full attention, number by number.
    pub(super) fn of<'a>(
        output: impl IntoIterator<Item = &'a f32>,
        full: impl IntoIterator<Item = &'a f32>,
    ) -> Self {
        let (mut squares, mut wanted, mut largest) = (0.0, 0.0, 0f32);
        for (&output, &full) in output.into_iter().zip(full) {
            squares += (f64::from(output) - f64::from(full)).powi(2);
            wanted += f64::from(full).powi(2);
            largest = largest.max((output - full).abs());
        }
        // Nothing that stands for nothing is exact.
        let relative = if squares == 0.0 { 0.0 } else { (squares / wanted).sqrt() };
        Self { relative, largest }
    }
}

/// The slope of the straight line that fits points best where both axes are logarithmic: y
/// grows as x to that power. By least squares; nothing for fewer than two points with
/// different x, and points that aren't above 0 are left out.
///
/// ```
/// use engine::cost::slope;
///
/// let quadratic = [(1.0, 3.0), (2.0, 12.0), (10.0, 300.0)];
/// assert!((slope(&quadratic).unwrap() - 2.0).abs() < 1e-12);
/// assert_eq!(slope(&quadratic[..1]), None);
/// ```
pub fn slope(points: &[(f64, f64)]) -> Option<f64> {
    fit(points, points.len()).map(|law| law.slope)
}
