//! How much room a text takes, near enough to keep texts apart.

use std::borrow::Cow;

/// The estimated width of a text in a common sans-serif face, in pixels.
pub fn width(text: &str, size: f64) -> f64 {
    text.chars().map(advance).sum::<f64>() * size
}

/// The width of a character as a share of the text's size; rather too wide than too narrow.
fn advance(character: char) -> f64 {
    match character {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | '·' => 0.28,
        'f' | 't' | 'r' | ' ' | '(' | ')' | '-' => 0.36,
        'm' | 'M' | 'W' | '@' | '%' | '…' | '—' => 0.9,
        'w' => 0.76,
        // Combining marks stand over the character before them.
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}' => 0.0,
        'A'..='Z' => 0.7,
        // Ideographs, kana, hangul, full-width forms and emoji are as wide as they are high.
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{ff00}'..='\u{ff60}' => 1.0,
        '\u{1f000}'.. => 1.3,
        _ => 0.56,
    }
}

/// The text, or as much of its beginning as fits into the room, with an ellipsis.
pub fn clip(text: &str, size: f64, room: f64) -> Cow<'_, str> {
    if width(text, size) <= room {
        return text.into();
    }
    let room = room - width("…", size);
    let mut used = 0.0;
    let kept = text.chars().take_while(|&character| {
        used += advance(character) * size;
        used <= room
    });
    kept.chain(['…']).collect::<String>().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_clipped_only_where_it_must_be() {
        assert_eq!(clip("queries", 12.0, 100.0), "queries");
        assert_eq!(clip("queries", 10.0, 30.0), "quer…");
        assert_eq!(clip("queries", 12.0, 0.0), "…");
        assert_eq!(clip("犬が人を噛む", 10.0, 41.0), "犬が人…");
    }
}
