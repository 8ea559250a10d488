//! A straight line through points on a log–log plot.

use super::Point;

/// A power law through measured points: y = factor · xˢˡᵒᵖᵉ.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fit {
    /// The exponent, the slope of the line on a log–log plot.
    pub slope: f64,
    /// y at x = 1.
    pub factor: f64,
    /// The smallest x that the line was fitted to.
    pub from: f64,
}

impl Fit {
    /// What the law says of x.
    pub fn at(&self, x: f64) -> f64 {
        self.factor * x.powf(self.slope)
    }

    /// Times at n tokens, far beyond the last point that the law was fitted to, in two ways, the
    /// shorter first: the law carried on, and the time of that point × how many more
    /// multiply-adds there are. Where nobody says how many there are, the law alone.
    ///
    /// ```
    /// use engine::measuring::{Fit, Point};
    ///
    /// let law = Fit { slope: 2.0, factor: 1e-3, from: 10.0 }; // milliseconds against tokens
    /// let last = Point {
    ///     variant: "full".into(),
    ///     n: 100,
    ///     milliseconds: 12.0,
    ///     quartiles: (11.0, 13.0),
    ///     runs: 5,
    ///     pairs: 10_000,
    ///     multiply_adds: 160_000,
    ///     bytes: 40_000,
    /// };
    /// assert_eq!(law.times_far(1000.0, &last, Some(16_000_000)), (1000.0, 1200.0));
    /// assert_eq!(law.times_far(1000.0, &last, None), (1000.0, 1000.0));
    /// ```
    pub fn times_far(&self, n: f64, last: &Point, multiply_adds: Option<u64>) -> (f64, f64) {
        let fitted = self.at(n);
        let counted = multiply_adds.map_or(fitted, |adds| {
            last.milliseconds * adds as f64 / last.multiply_adds.max(1) as f64
        });
        (fitted.min(counted), fitted.max(counted))
    }
}

/// The line of least squares through the logarithms of the last points, in order of x: as many
/// as `most`, since short sequences spend their time on other things. There is none through
/// fewer than two points.
///
/// ```
/// use engine::measuring::fit;
///
/// let squares = [(1.0, 9.0), (2.0, 4.0), (4.0, 16.0), (8.0, 64.0)];
/// let law = fit(&squares, 3).unwrap();
/// assert!((law.slope - 2.0).abs() < 1e-12 && law.from == 2.0);
/// assert!((law.at(100.0) - 10_000.0).abs() < 1e-6);
/// ```
pub fn fit(points: &[(f64, f64)], most: usize) -> Option<Fit> {
    let points: Vec<_> = points.iter().filter(|(x, y)| *x > 0.0 && *y > 0.0).collect();
    let points = &points[points.len().saturating_sub(most)..];
    let n = points.len() as f64;
    let mean = |of: fn(&(f64, f64)) -> f64| points.iter().map(|p| of(p).ln()).sum::<f64>() / n;
    let (x, y) = (mean(|p| p.0), mean(|p| p.1));
    let (mut above, mut below) = (0.0, 0.0);
    for point in points {
        above += (point.0.ln() - x) * (point.1.ln() - y);
        below += (point.0.ln() - x).powi(2);
    }
    let slope = above / below;
    let from = points.first()?.0;
    slope.is_finite().then(|| Fit { slope, factor: (y - slope * x).exp(), from })
}

#[cfg(test)]
mod tests {
    use super::fit;

    #[test]
    fn there_is_no_line_through_too_little() {
        for points in
            [&[][..], &[(1.0, 1.0)], &[(2.0, 1.0), (2.0, 3.0)], &[(0.0, 1.0), (1.0, -1.0)]]
        {
            assert_eq!(fit(points, 9), None, "{points:?}");
        }
    }
}
