//! Numbers with their units.

use scene::format::digits;

/// A time in the unit that suits it.
pub fn time(milliseconds: f64) -> String {
    let (value, unit) = match milliseconds {
        ms if ms < 1.0 => (ms * 1e3, "µs"),
        ms if ms < 1e3 => (ms, "ms"),
        ms if ms < 120e3 => (ms / 1e3, "s"),
        ms if ms < 7200e3 => (ms / 60e3, "min"),
        ms if ms < 172_800e3 => (ms / 3600e3, "h"),
        ms => (ms / 86_400e3, "days"),
    };
    format!("{}\u{a0}{unit}", significant(value))
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
        assert_eq!([12.0, 4e12].map(bytes), ["12.0\u{a0}B", "4.00\u{a0}TB"]);
        assert_eq!(short(1.28e14), "128·10¹²");
        assert_eq!([0, 999, 1000, 1_234_567].map(count), ["0", "999", "1,000", "1,234,567"]);
    }
}
