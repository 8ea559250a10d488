//! A sentence with one token moved to another place.

use engine::Token;

/// The text after the token at place `from` went to place `to`. What parts the tokens stays
/// where it is, and a space is put in where two words would otherwise run together.
///
/// ```
/// use engine::Token;
/// let tokens = [(0, 3), (4, 9), (10, 13)]
///     .map(|(start, end)| Token { text: "dog bites man"[start..end].into(), start, end });
/// assert_eq!(app::reorder::moved("dog bites man", &tokens, 0, 2), "bites man dog");
/// ```
///
/// What a model puts before the text has no place in it and stays; the pieces of a word move
/// together.
pub fn moved(text: &str, tokens: &[Token], from: usize, to: usize) -> String {
    // The words, and which one each token is of.
    let mut words: Vec<(usize, usize)> = Vec::with_capacity(tokens.len());
    let places: Vec<Option<usize>> = tokens
        .iter()
        .map(|token| {
            let word = (token.start, token.end);
            if token.start < token.end && words.last() != Some(&word) {
                words.push(word);
            }
            (token.start < token.end).then(|| words.len().saturating_sub(1))
        })
        .collect();
    let (Some(Some(from)), Some(to)) = (places.get(from), places.get(to)) else {
        return text.to_owned();
    };
    let mut order = words.clone();
    let word = order.remove(*from);
    order.insert(to.unwrap_or(0), word);
    let mut result = String::with_capacity(text.len() + 2);
    let mut end = 0;
    for (slot, (from, to)) in words.into_iter().zip(order) {
        let word = text.get(from..to).unwrap_or_default();
        let gap = text.get(end..slot.0).unwrap_or_default();
        result.push_str(gap);
        // Letters of any script; a space more between others does no harm.
        let joins = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || !c.is_ascii());
        if gap.is_empty() && joins(result.chars().last()) && joins(word.chars().next()) {
            result.push(' ');
        }
        result.push_str(word);
        end = slot.1;
    }
    result.push_str(text.get(end..).unwrap_or_default());
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str, spans: &[(usize, usize)]) -> Vec<Token> {
        spans
            .iter()
            .map(|&(start, end)| Token { text: text[start..end].into(), start, end })
            .collect()
    }

    #[test]
    fn words_do_not_run_together() {
        let text = "dog bites.";
        let tokens = tokens(text, &[(0, 3), (4, 9), (9, 10)]);
        assert_eq!(moved(text, &tokens, 2, 0), ". dog bites");
    }

    #[test]
    fn what_lies_beyond_the_tokens_stays() {
        let text = "  a b  c rest";
        let tokens = tokens(text, &[(2, 3), (4, 5), (7, 8)]);
        assert_eq!(moved(text, &tokens, 2, 0), "  c a  b rest");
        assert_eq!(moved(text, &tokens, 0, 9), text);
    }

    #[test]
    fn what_a_model_puts_there_stays_and_pieces_move_together() {
        let text = "zo bites man";
        let begin = Token { text: "[BEGIN]".into(), start: 0, end: 0 };
        let piece = |text: &str| Token { text: text.into(), start: 0, end: 2 };
        let words = tokens(text, &[(3, 8), (9, 12)]);
        let all = [&[begin, piece("#z"), piece("#o")], &words[..]].concat();
        assert_eq!(moved(text, &all, 4, 1), "man zo bites");
        assert_eq!(moved(text, &all, 2, 4), "bites man zo");
        assert_eq!(moved(text, &all, 3, 0), "bites zo man");
        assert_eq!(moved(text, &all, 0, 3), text);
        assert_eq!(moved(text, &all, 9, 0), text);
    }
}
