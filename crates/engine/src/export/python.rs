//! Values as Python writes them.

use std::fmt::Write;

use ndarray::{ArrayView1, ArrayView2};

/// A text as a literal. What isn't plain is written by its number, so that nothing in a
/// sentence, be it a quotation mark or a sign that turns the direction of reading, can pass for
/// a part of the program.
///
/// ```text
/// dog "bites" → "dog \"bites\""
/// ```
pub(super) fn text(text: &str) -> String {
    let mut literal = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => literal.extend(['\\', character]),
            ' '..='~' => literal.push(character),
            _ if character.is_alphanumeric() => literal.push(character),
            // Writing to a string never fails.
            _ => drop(write!(literal, "\\U{:08x}", u32::from(character))),
        }
    }
    literal.push('"');
    literal
}

/// A list of literals.
pub(super) fn list(items: impl IntoIterator<Item = String>) -> String {
    format!("[{}]", items.into_iter().collect::<Vec<_>>().join(", "))
}

/// A number: the shortest literal that is this very 32-bit number.
pub(super) fn number(value: f32) -> String {
    match value {
        _ if value.is_finite() => format!("{value:?}"),
        _ if value.is_nan() => "math.nan".into(),
        _ if value > 0.0 => "math.inf".into(),
        _ => "-math.inf".into(),
    }
}

fn row(values: ArrayView1<f32>) -> String {
    list(values.iter().map(|value| number(*value)))
}

/// A matrix as nested lists, a row each line, at this depth of nesting.
pub(super) fn rows(values: ArrayView2<f32>, depth: usize) -> String {
    nested(values.rows().into_iter().map(row), depth)
}

/// Literals as a list, each in a line of its own.
pub(super) fn nested(items: impl Iterator<Item = String>, depth: usize) -> String {
    let (within, end) = (4 * (depth + 1), 4 * depth);
    let items: String = items.map(|item| format!("{:within$}{item},\n", "")).collect();
    format!("[\n{items}{:end$}]", "")
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;

    #[test]
    fn no_text_leaves_its_literal() {
        let cases = [
            ("dog", r#""dog""#),
            ("naïve 犬", r#""naïve 犬""#),
            ("\"\"\"\\", r#""\"\"\"\\""#),
            ("a\n#\r", r#""a\U0000000a#\U0000000d""#),
            ("\u{202e}🐕", r#""\U0000202e\U0001f415""#),
        ];
        for (given, literal) in cases {
            assert_eq!(text(given), literal);
        }
    }

    #[test]
    fn numbers_are_short_and_exact() {
        let cases =
            [(0.25, "0.25"), (-1.83, "-1.83"), (0.0, "0.0"), (1e-7, "1e-7"), (1e6, "1000000.0")];
        for (value, literal) in cases {
            assert_eq!(number(value), literal);
            assert_eq!(literal.parse(), Ok(value));
        }
        let matrix = array![[1.0, 2.0], [3.0, 4.0]];
        assert_eq!(rows(matrix.view(), 0), "[\n    [1.0, 2.0],\n    [3.0, 4.0],\n]");
        let nested = nested(std::iter::once(rows(matrix.view(), 1)), 0);
        assert_eq!(nested.lines().nth(2), Some("        [1.0, 2.0],"));
        assert_eq!(nested.lines().last(), Some("]"));
    }
}
