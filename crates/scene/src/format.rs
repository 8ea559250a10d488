//! Numbers as text, with the real minus sign (U+2212), which is as wide as a digit.

const MINUS: char = '\u{2212}';

/// A number for the inside of a cell: about five characters at most.
///
/// Two decimals below 10, fewer above; what would round to nothing is written with an
/// exponent, because in a softmax small is not zero.
///
/// ```
/// use scene::format::short;
/// assert_eq!(short(0.336), "0.34");
/// assert_eq!(short(-1.2), "−1.20");
/// assert_eq!(short(12.34), "12.3");
/// assert_eq!(short(1e-7), "1e−7");
/// assert_eq!(short(0.0), "0");
/// assert_eq!(short(f32::NEG_INFINITY), "−∞");
/// ```
pub fn short(value: f32) -> String {
    let size = value.abs();
    // The bounds are where rounding would add a digit.
    let text = if value == 0.0 {
        "0".into()
    } else if !value.is_finite() {
        return special(value.into());
    } else if !(0.000_5..99_999.5).contains(&size) {
        format!("{size:.0e}")
    } else if size >= 99.95 {
        format!("{size:.0}")
    } else if size >= 9.995 {
        format!("{size:.1}")
    } else if size >= 0.005 {
        format!("{size:.2}")
    } else if value > 0.0 {
        format!("{size:.3}")
    } else {
        // With its sign, a third decimal would be a sixth character.
        format!("{size:.0e}")
    };
    signed(value.into(), &text)
}

/// A number with a fixed number of decimals.
///
/// A number other than zero is never written as zero: where the decimals don't reach, and
/// where a number is too long to be read, it is written as a product with a power of ten.
///
/// ```
/// use scene::format::digits;
/// assert_eq!(digits(-0.5, 4), "−0.5000");
/// assert_eq!(digits(1.2e-7, 4), "1.2·10⁻⁷");
/// assert_eq!(digits(0.0, 2), "0.00");
/// ```
pub fn digits(value: f32, decimals: usize) -> String {
    let (size, value) = (value.abs(), f64::from(value));
    if !value.is_finite() {
        return special(value);
    }
    let text = fixed(value, decimals);
    let vanishes = size > 0.0 && !text.contains(|c: char| matches!(c, '1'..='9'));
    if vanishes || size >= 1e7 { scientific(value, 1) } else { text }
}

/// A number to three digits, from the smallest to the largest that there are.
///
/// ```
/// use scene::format::wide;
/// assert_eq!([0.0, 0.53216, -12.345, 1894.0].map(wide), ["0", "0.532", "−12.3", "1894"]);
/// assert_eq!([1e-163, 2.345e-4, 1.5e9].map(wide), ["10⁻¹⁶³", "2.35·10⁻⁴", "1.5·10⁹"]);
/// ```
pub fn wide(value: f64) -> String {
    let size = value.abs();
    // The bounds are where rounding would add a digit.
    match size {
        0.0 => "0".into(),
        _ if !value.is_finite() => special(value),
        _ if !(0.000_999_5..99_999.5).contains(&size) => scientific(value, 2),
        _ if size >= 99.95 => fixed(value, 0),
        _ if size >= 9.995 => fixed(value, 1),
        _ if size >= 0.999_5 => fixed(value, 2),
        _ => fixed(value, 3),
    }
}

/// A finite number with a fixed number of decimals.
pub(crate) fn fixed(value: f64, decimals: usize) -> String {
    signed(value, &format!("{:.decimals$}", value.abs()))
}

/// A finite number as a product with a power of ten, with at most so many decimals:
/// `1.2·10⁻⁷`, or just `10⁶`.
pub(crate) fn scientific(value: f64, decimals: usize) -> String {
    let text = format!("{:.decimals$e}", value.abs());
    let Some((mantissa, exponent)) = text.split_once('e') else { return text };
    let mantissa = match mantissa.contains('.') {
        true => mantissa.trim_end_matches('0').trim_end_matches('.'),
        false => mantissa,
    };
    let raised: String = exponent.chars().map(superscript).collect();
    match mantissa {
        "1" => signed(value, &format!("10{raised}")),
        _ => signed(value, &format!("{mantissa}·10{raised}")),
    }
}

/// An exponent, raised.
pub(crate) fn raised(exponent: i32) -> String {
    exponent.to_string().chars().map(superscript).collect()
}

/// The raised form of a digit or a minus sign.
fn superscript(digit: char) -> char {
    match digit {
        '-' => '⁻',
        '0' => '⁰',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        // The others stand in one row.
        _ => digit.to_digit(10).and_then(|d| char::from_u32(0x2070 + d)).unwrap_or(digit),
    }
}

/// Infinities and what is no number.
fn special(value: f64) -> String {
    if value.is_nan() { "NaN".into() } else { signed(value, "∞") }
}

/// Puts the sign before a number's size, and turns the exponent's hyphen into a minus.
fn signed(value: f64, size: &str) -> String {
    let size = size.replace('-', MINUS.encode_utf8(&mut [0; 4]));
    if value < 0.0 { format!("{MINUS}{size}") } else { size }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_in_cells_are_short() {
        let cases = [
            (-0.0, "0"),
            (1.0, "1.00"),
            (9.994, "9.99"),
            (9.996, "10.0"),
            (-9.996, "−10.0"),
            (99.94, "99.9"),
            (99.96, "100"),
            (-1234.4, "−1234"),
            (99_999.0, "99999"),
            (123_456.0, "1e5"),
            (0.004_2, "0.004"),
            (-0.004_2, "−4e−3"),
            (0.000_42, "4e−4"),
            (f32::MAX, "3e38"),
            (f32::INFINITY, "∞"),
            (f32::NAN, "NaN"),
        ];
        for (value, expected) in cases {
            assert_eq!(short(value), expected, "{value}");
        }
    }

    #[test]
    fn fixed_decimals_never_hide_a_number() {
        let cases = [
            (0.123_45, 4, "0.1235"),
            (-0.0, 4, "0.0000"),
            (-0.000_01, 4, "−10⁻⁵"),
            (-3.46e-12, 4, "−3.5·10⁻¹²"),
            (0.4, 0, "4·10⁻¹"),
            (2e10, 2, "2·10¹⁰"),
            (f32::NEG_INFINITY, 4, "−∞"),
        ];
        for (value, decimals, expected) in cases {
            assert_eq!(digits(value, decimals), expected, "{value}");
        }
    }

    proptest! {
        #[test]
        fn any_number_is_short_and_keeps_its_sign(value in any::<f32>()) {
            let text = short(value);
            prop_assert!(text.chars().count() <= 6, "{text}");
            prop_assert_eq!(text.starts_with(MINUS), value < 0.0);
            prop_assert!(!text.contains('-'));
            prop_assert_eq!(text == "0", value == 0.0);
        }

        #[test]
        fn only_zero_is_written_as_zero(value in any::<f32>(), decimals in 0_usize..8) {
            let text = digits(value, decimals);
            let is_zero = text.chars().all(|c| matches!(c, '0' | '.' | MINUS));
            prop_assert_eq!(is_zero, value == 0.0);
            prop_assert_eq!(text.starts_with(MINUS), value < 0.0);
        }
    }
}
