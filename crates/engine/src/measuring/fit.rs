//! A straight line through points on a log–log plot.

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
