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
pub fn moved(text: &str, tokens: &[Token], from: usize, to: usize) -> String {
    if from >= tokens.len() || to >= tokens.len() {
        return text.to_owned();
    }
    let mut order: Vec<&Token> = tokens.iter().collect();
    let token = order.remove(from);
    order.insert(to, token);
    let mut result = String::with_capacity(text.len() + 2);
    let mut end = 0;
    for (slot, token) in tokens.iter().zip(order) {
        let gap = text.get(end..slot.start).unwrap_or_default();
        result.push_str(gap);
        // Letters of any script; a space more between others does no harm.
        let joins = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || !c.is_ascii());
        if gap.is_empty() && joins(result.chars().last()) && joins(token.text.chars().next()) {
            result.push(' ');
        }
        result.push_str(&token.text);
        end = slot.end;
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
}
