//! An axis: from values to pixels, and which values are marked.

use crate::format::{fixed, raised, scientific};

/// How values are spaced along an axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Spacing {
    /// Evenly.
    Linear,
    /// Each step doubles.
    Doubling,
    /// Each step multiplies by ten.
    Decades,
}

/// Sizes beyond these leave no room for the arithmetic of an axis.
const SMALLEST: f64 = 1e-290;
const LARGEST: f64 = 1e290;

impl Spacing {
    /// Whether the axis can show a value at all.
    pub fn shows(self, value: f64) -> bool {
        match self {
            Self::Linear => value.abs() <= LARGEST,
            Self::Doubling | Self::Decades => (SMALLEST..=LARGEST).contains(&value),
        }
    }

    /// A value as the coordinate that is evenly spaced.
    fn even(self, value: f64) -> f64 {
        match self {
            Self::Linear => value,
            Self::Doubling => value.log2(),
            Self::Decades => value.log10(),
        }
    }
}

/// An axis of a chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    spacing: Spacing,
    /// The evenly spaced coordinates of the two ends.
    low: f64,
    high: f64,
}

impl Axis {
    /// An axis that shows all the values that can be shown, with a margin at both ends as
    /// a share of its length.
    pub fn over(values: impl Iterator<Item = f64>, spacing: Spacing, margin: f64) -> Self {
        let (low, high) = values
            .filter(|&value| spacing.shows(value))
            .map(|value| spacing.even(value))
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
        if low > high {
            return Self { spacing, low: 0.0, high: 1.0 };
        }
        let size = low.abs().max(high.abs());
        // Rounding errors around one value are no range to zoom into.
        let half = match (high - low) / 2.0 {
            half if half > 1e-9 * size => half * (1.0 + 2.0 * margin),
            _ if spacing != Spacing::Linear || size < SMALLEST => 1.0,
            _ => size / 2.0,
        };
        let middle = low / 2.0 + high / 2.0;
        Self { spacing, low: middle - half, high: middle + half }
    }

    /// The axis with its ends moved out so that this length of values is seen.
    pub fn widened(self, length: f64) -> Self {
        let (middle, half) = (self.low / 2.0 + self.high / 2.0, length / 2.0);
        Self { low: middle - half, high: middle + half, ..self }
    }

    /// Whether the axis can show a value.
    pub fn shows(&self, value: f64) -> bool {
        self.spacing.shows(value)
    }

    /// How much it spans.
    pub fn length(&self) -> f64 {
        self.high - self.low
    }

    /// Where a value stands: 0 at the low end, 1 at the high one.
    pub fn share(&self, value: f64) -> f64 {
        (self.spacing.even(value) - self.low) / self.length()
    }

    /// The values to mark, at most about `most`, with their texts.
    pub fn ticks(&self, most: usize) -> Vec<(f64, String)> {
        let most = most.max(2) as f64;
        match self.spacing {
            Spacing::Linear => even_ticks(self.low, self.high, most),
            Spacing::Doubling => self.powers(2.0, &[1.0], most),
            Spacing::Decades => {
                let few = self.length() < 2.0;
                self.powers(10.0, if few { &[1.0, 2.0, 5.0] } else { &[1.0] }, most)
            }
        }
    }

    /// The powers of a base, times each of some factors, that lie on the axis.
    fn powers(&self, base: f64, factors: &[f64], most: f64) -> Vec<(f64, String)> {
        let step = (self.length() * factors.len() as f64 / most).ceil().max(1.0);
        let long = base.powf(self.high) >= 1e6;
        let first = (self.low / step).floor() as i32;
        let last = (self.high / step).floor() as i32;
        let ticks: Vec<_> = (first..=last)
            .map(|count| count * step as i32)
            .flat_map(|power| factors.iter().map(move |factor| (factor * base.powi(power), power)))
            .filter(|&(value, _)| (-1e-9..=1.0 + 1e-9).contains(&self.share(value)))
            .map(|(value, power)| (value, power_text(value, base, power, long)))
            .collect();
        if ticks.len() >= 2 {
            return ticks;
        }
        // Less than one power to the next: mark as on a linear axis.
        let value = |even: f64| base.powf(even);
        even_ticks(value(self.low), value(self.high), most)
    }
}

/// Multiples of 1, 2 or 5 times a power of ten.
fn even_ticks(low: f64, high: f64, most: f64) -> Vec<(f64, String)> {
    let rough = (high - low) / most;
    let unit = 10_f64.powf(rough.log10().floor());
    // The round step whose ratio to the wanted one is nearest to 1: the bounds are the
    // geometric means of neighbours.
    let step = unit
        * match rough / unit {
            ratio if ratio < 2_f64.sqrt() => 1.0,
            ratio if ratio < 10_f64.sqrt() => 2.0,
            ratio if ratio < 50_f64.sqrt() => 5.0,
            _ => 10.0,
        };
    let first = (low / step - 1e-9).ceil();
    let largest = low.abs().max(high.abs());
    // The step may be smaller than the wanted one by √(5/2).
    (0..=2 * most as usize)
        .map(|count| (first + count as f64) * step)
        .take_while(|&tick| tick <= high + step * 1e-9)
        // A zero may come out as −0 or as a rounding error.
        .map(|tick| if tick.abs() < step / 2.0 { 0.0 } else { tick })
        .map(|tick| (tick, tick_text(tick, step, largest)))
        .collect()
}

/// A tick's number to the precision of the step; where the axis has long numbers, all of
/// them have powers of ten.
fn tick_text(tick: f64, step: f64, largest: f64) -> String {
    let exponent = |value: f64| (value.log10() + 1e-9).floor();
    let decimals = |most: f64| most.clamp(0.0, 17.0) as usize;
    if tick == 0.0 {
        "0".into()
    } else if !(1e-3..1e6).contains(&largest) {
        scientific(tick, decimals(exponent(tick.abs()) - exponent(step)))
    } else {
        fixed(tick, decimals(-exponent(step)))
    }
}

/// The text of a power of a base, or of a small multiple of it; where the axis has long
/// numbers, with powers of ten from a thousand on.
fn power_text(value: f64, base: f64, power: i32, long: bool) -> String {
    if base == 2.0 && power.abs() >= 20 {
        format!("2{}", raised(power))
    } else if base == 2.0 || (1e-3..if long { 1e3 } else { 1e6 }).contains(&value) {
        // Shortest text that reads as the same number, which these have without a tail.
        value.to_string()
    } else {
        scientific(value, 0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn texts(values: &[f64], spacing: Spacing) -> Vec<String> {
        let axis = Axis::over(values.iter().copied(), spacing, 0.0);
        axis.ticks(6).into_iter().map(|(_, text)| text).collect()
    }

    #[test]
    fn ticks_are_round_numbers() {
        let cases: [(&[f64], Spacing, &[&str]); 9] = [
            (&[0.0, 1.0], Spacing::Linear, &["0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
            (&[-3.0, 2.0], Spacing::Linear, &["−3", "−2", "−1", "0", "1", "2"]),
            (
                &[0.0, 3e6],
                Spacing::Linear,
                &["0", "5·10⁵", "10⁶", "1.5·10⁶", "2·10⁶", "2.5·10⁶", "3·10⁶"],
            ),
            (&[128.0, 1024.0], Spacing::Doubling, &["128", "256", "512", "1024"]),
            (
                &[1.0, 2_f64.powi(22)],
                Spacing::Doubling,
                &["1", "16", "256", "4096", "65536", "2²⁰"],
            ),
            (&[1e3, 1e8], Spacing::Decades, &["10³", "10⁴", "10⁵", "10⁶", "10⁷", "10⁸"]),
            (&[1.0, 10.0], Spacing::Decades, &["1", "2", "5", "10"]),
            (&[7.0, 7.0], Spacing::Doubling, &["4", "8"]),
            (&[], Spacing::Decades, &["1", "2", "5", "10"]),
        ];
        for (values, spacing, expected) in cases {
            assert_eq!(texts(values, spacing), expected, "{values:?} {spacing:?}");
        }
    }

    proptest! {
        #[test]
        fn every_axis_has_a_length_and_few_ticks(
            values in prop::collection::vec(any::<f64>(), 0..5),
            spacing in prop::sample::select(vec![Spacing::Linear, Spacing::Doubling, Spacing::Decades]),
            most in 0_usize..20,
        ) {
            let axis = Axis::over(values.iter().copied(), spacing, 0.05);
            prop_assert!(axis.length() > 0.0 && axis.length().is_finite());
            let ticks = axis.ticks(most);
            prop_assert!(ticks.len() <= 3 * most.max(2) + 3, "{ticks:?}");
            for value in values.into_iter().filter(|&value| spacing.shows(value)) {
                prop_assert!((-1e-6..=1.0 + 1e-6).contains(&axis.share(value)));
            }
        }
    }
}
