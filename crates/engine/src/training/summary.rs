//! What several measurements come to.

use super::Report;

/// Several measurements of the same thing, such as from several seeds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Summary {
    /// Their mean.
    pub mean: f64,
    /// Their sample standard deviation; 0 for one alone.
    pub deviation: f64,
    /// The least of them.
    pub least: f64,
    /// The most of them.
    pub most: f64,
}

/// What these measurements come to; nothing if there are none.
///
/// ```
/// use engine::training::summary;
///
/// let three = summary(&[0.5, 0.75, 1.0]).unwrap();
/// assert_eq!((three.mean, three.deviation), (0.75, 0.25));
/// assert_eq!((three.least, three.most), (0.5, 1.0));
/// assert_eq!(summary(&[]), None);
/// ```
pub fn summary(values: &[f64]) -> Option<Summary> {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    Some(Summary {
        mean,
        deviation: (squares / (count - 1.0).max(1.0)).sqrt(),
        least: values.iter().copied().reduce(f64::min)?,
        most: values.iter().copied().reduce(f64::max)?,
    })
}

/// Whether these models see the order: whether, taken together, they are right more often
/// than chance explains for who doesn't: by more than three standard errors of a ceiling measured
/// with as many answers. Several encodings are judged, and often.
///
/// ```
/// use engine::EncodingKind;
/// use engine::training::{Report, sees_order};
///
/// let report = |accuracy| Report {
///     encoding: EncodingKind::Rope, seed: 0, step: 1, loss: 0.7, accuracy, count: 100,
/// };
/// // Of 100 answers, half right by chance, more than 65 are right about once in 1,100 times.
/// assert!(!sees_order(&[report(0.65)], 0.5));
/// assert!(sees_order(&[report(0.66)], 0.5));
/// ```
pub fn sees_order(reports: &[Report], ceiling: f64) -> bool {
    let count: f64 = reports.iter().map(|report| report.count as f64).sum();
    let right: f64 = reports.iter().map(|report| report.accuracy * report.count as f64).sum();
    let error = (ceiling * (1.0 - ceiling) / count.max(1.0)).sqrt();
    right / count.max(1.0) > ceiling + 3.0 * error
}
