//! From samples to the figures of a table.

/// What was measured in rounds in which contenders took turns.
pub struct Samples {
    /// A list for each contender: milliseconds, round by round.
    times: Vec<Vec<f64>>,
    /// Multiply-adds in a second, with nothing loaded, round by round.
    peaks: Vec<f64>,
}

impl Samples {
    pub fn new(contenders: usize) -> Self {
        Self { times: vec![Vec::new(); contenders], peaks: Vec::new() }
    }

    /// Adds a round.
    pub fn push(&mut self, times: &[f64], peak: f64) {
        for (all, time) in self.times.iter_mut().zip(times) {
            all.push(*time);
        }
        self.peaks.push(peak);
    }

    /// A contender's time, in milliseconds.
    pub fn time(&self, contender: usize) -> f64 {
        self.times.get(contender).map_or(f64::NAN, |times| median(times))
    }

    /// The peak, in multiply-adds per second.
    pub fn peak(&self) -> f64 {
        median(&self.peaks)
    }
}

/// The number in the middle.
fn median(numbers: &[f64]) -> f64 {
    let mut sorted = numbers.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}

/// The exponent b of the power law y = a · xᵇ that is nearest to the points: the slope of the
/// line through their logarithms with the least squared error.
pub fn slope(points: &[(f64, f64)]) -> f64 {
    let logs: Vec<_> = points.iter().map(|(x, y)| (x.ln(), y.ln())).collect();
    let mean = |of: fn(&(f64, f64)) -> f64| logs.iter().map(of).sum::<f64>() / logs.len() as f64;
    let (x_mean, y_mean) = (mean(|log| log.0), mean(|log| log.1));
    let (mut both, mut squared) = (0.0, 0.0);
    for (x, y) in &logs {
        both += (x - x_mean) * (y - y_mean);
        squared += (x - x_mean).powi(2);
    }
    both / squared
}
