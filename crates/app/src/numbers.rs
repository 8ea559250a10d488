//! Numbers as text, and back.

/// A number as JavaScript writes it: the shortest text that gives back the same 64-bit
/// number, `-Infinity` for what is masked.
///
/// ```
/// use app::numbers::javascript;
/// assert_eq!(javascript(0.5), "0.5");
/// assert_eq!(javascript(0.1), "0.10000000149011612");
/// assert_eq!(javascript(1e-7), "1.0000000116860974e-7");
/// assert_eq!(javascript(f32::NEG_INFINITY), "-Infinity");
/// ```
pub fn javascript(value: f32) -> String {
    exact(value.into())
}

/// The same of a 64-bit number.
///
/// ```
/// assert_eq!(app::numbers::exact(0.1), "0.1");
/// ```
#[cfg(not(target_arch = "wasm32"))]
pub fn exact(value: f64) -> String {
    ryu_js::Buffer::new().format(value).to_owned()
}

/// The same of a 64-bit number: by JavaScript, which spares the page 10 kB of tables.
#[cfg(target_arch = "wasm32")]
pub fn exact(value: f64) -> String {
    // The radix is a valid one, so there is always a text.
    let text = js_sys::Number::from(value).to_string_with_radix(10);
    text.map(String::from).unwrap_or_default()
}

/// The number that a text says, if it says one and nothing else.
///
/// ```
/// assert_eq!(app::numbers::parse("-0.25"), Some(-0.25));
/// assert_eq!(app::numbers::parse("1e-7"), Some(1e-7));
/// assert_eq!(app::numbers::parse("Infinity"), None);
/// assert_eq!(app::numbers::parse("1 2"), None);
/// ```
pub fn parse(text: &str) -> Option<f32> {
    let is_number = |c: char| c.is_ascii_digit() || "+-.eE".contains(c);
    if text.is_empty() || !text.chars().all(is_number) {
        return None;
    }
    decimal(text).filter(|value| value.is_finite())
}

/// The browser's own parser, for the same reason.
#[cfg(target_arch = "wasm32")]
fn decimal(text: &str) -> Option<f32> {
    Some(js_sys::Number::from(wasm_bindgen::JsValue::from_str(text)).value_of() as f32)
}

#[cfg(not(target_arch = "wasm32"))]
fn decimal(text: &str) -> Option<f32> {
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        for value in [0.1_f32, -3.25, 1e-7, 1e30, 123_456.79, f32::MIN_POSITIVE] {
            assert_eq!(parse(&javascript(value)), Some(value));
        }
        for text in ["", "x", "--1", "1e", "NaN", "Infinity", "0x10", " 1"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
