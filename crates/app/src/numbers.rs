//! Numbers as text.

/// A number as JavaScript writes it: the shortest text that gives back the same 64-bit
/// number, `-Infinity` for what is masked.
///
/// ```
/// assert_eq!(app::numbers::javascript(0.5), "0.5");
/// assert_eq!(app::numbers::javascript(0.1), "0.10000000149011612");
/// assert_eq!(app::numbers::javascript(f32::NEG_INFINITY), "-Infinity");
/// ```
pub fn javascript(value: f32) -> String {
    ryu_js::Buffer::new().format(f64::from(value)).to_owned()
}
