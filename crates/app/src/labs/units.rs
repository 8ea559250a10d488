//! Numbers with their units.

use scene::format::digits;

/// A time in the unit that suits it.
pub fn time(milliseconds: f64) -> String {
    let (size, unit) = unit_of(milliseconds);
    format!("{}\u{a0}{unit}", significant(milliseconds / size))
}

/// From one time to a longer one, roughly, in the unit that suits the longer one.
pub fn times(least: f64, most: f64) -> String {
    let (size, unit) = unit_of(most);
    let rough = |milliseconds: f64| {
        let value = milliseconds / size;
        let decimals = [9.95, 0.995].into_iter().filter(|bound| value < *bound).count();
        digits(value as f32, decimals)
    };
    let (least, most) = (rough(least), rough(most));
    let from = if least == most { String::new() } else { least + "–" };
    format!("{from}{most}\u{a0}{unit}")
}

/// The unit that suits a time, with its milliseconds.
fn unit_of(milliseconds: f64) -> (f64, &'static str) {
    match milliseconds {
        ms if ms < 1.0 => (1e-3, "µs"),
        ms if ms < 1e3 => (1.0, "ms"),
        ms if ms < 120e3 => (1e3, "s"),
        ms if ms < 7200e3 => (60e3, "min"),
        ms if ms < 172_800e3 => (3600e3, "h"),
        _ => (86_400e3, "days"),
    }
}

/// Bytes in the decimal unit that suits them.
pub fn bytes(bytes: f64) -> String {
    let units = [(1e15, "PB"), (1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "kB")];
    let unit = units.into_iter().find(|(size, _)| bytes >= *size);
    let (size, unit) = unit.unwrap_or((1.0, "B"));
    format!("{}\u{a0}{unit}", significant(bytes / size))
}

/// A large number in words of thousands.
pub fn short(value: f64) -> String {
    let units = [(1e15, "·10¹⁵"), (1e12, "·10¹²"), (1e9, "·10⁹"), (1e6, "·10⁶"), (1e3, "·10³")];
    let (size, unit) = units.into_iter().find(|(size, _)| value >= *size).unwrap_or((1.0, ""));
    format!("{}{unit}", significant(value / size))
}

/// A part as percent.
pub fn percent(part: f64) -> String {
    // The sign stays with its number.
    format!("{}\u{a0}%", significant(100.0 * part))
}

/// About three digits.
fn significant(value: f64) -> String {
    let decimals = if value >= 99.95 {
        0
    } else if value >= 9.995 {
        1
    } else {
        2
    };
    digits(value as f32, decimals)
}

/// A whole number with its thousands apart.
pub fn count(value: u64) -> String {
    let digits = value.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_suit_their_values() {
        assert_eq!(
            [0.5, 12.34, 5e3, 3.6e6 * 3.0].map(time),
            ["500\u{a0}µs", "12.3\u{a0}ms", "5.00\u{a0}s", "3.00\u{a0}h"]
        );
        assert_eq!(times(68.9, 788.0), "69–788\u{a0}ms");
        assert_eq!(times(98.6 * 60e3, 3.18 * 3600e3), "1.6–3.2\u{a0}h");
        assert_eq!(times(3.16 * 3600e3, 3.17 * 3600e3), "3.2\u{a0}h");
        assert_eq!([12.0, 4e12].map(bytes), ["12.0\u{a0}B", "4.00\u{a0}TB"]);
        assert_eq!(short(1.28e14), "128·10¹²");
        assert_eq!([0, 999, 1000, 1_234_567].map(count), ["0", "999", "1,000", "1,234,567"]);
    }
}
