//! A mask in words, and as what it hides.

use engine::architectures::{Rule, Seen, Stack};

/// What the mask comes to, in words.
pub fn rule(rule: Rule, stack: Stack, keys: usize) -> String {
    match (rule, stack) {
        (Rule::UpToItself, _) => {
            "A causal mask: each token sees itself and those before it, never what comes after."
                .into()
        }
        (Rule::All, Stack::Cross) => {
            format!("No mask: each token of the decoder sees all {keys} that the encoder reads.")
        }
        (Rule::All, _) => format!("No mask: each token sees all {keys}, before it and after it."),
        (Rule::Other, _) => "A mask: each token sees only some.".into(),
    }
}

/// What a query sees and what it can't.
pub fn fact(seen: &Seen, (queries, keys): (&[String], &[String]), query: usize) -> String {
    // A comma among commas needs quotes.
    let name = |text: &str| match text.chars().any(char::is_alphanumeric) {
        true => text.to_owned(),
        false => format!("“{text}”"),
    };
    let list = |wanted: bool| -> Vec<String> {
        let keys = keys.iter().enumerate().filter(|(key, _)| seen.sees(query, *key) == wanted);
        keys.map(|(_, text)| name(text)).collect()
    };
    let (sees, hidden) = (list(true).join(", "), list(false));
    let text = queries.get(query).map_or("", String::as_str);
    match hidden.is_empty() {
        true => format!("“{text}” sees all: {sees}."),
        false => format!("“{text}” sees {sees}. It can’t see {}.", hidden.join(", ")),
    }
}

/// What the mask hides, row by row, as runs of keys.
pub fn unseen(seen: &Seen) -> Vec<(usize, (usize, usize))> {
    let mut runs = Vec::new();
    for (query, keys) in seen.may.rows().into_iter().enumerate() {
        let mut start = None;
        for (key, may) in keys.iter().copied().chain([true]).enumerate() {
            match (may, start) {
                (false, None) => start = Some(key),
                (true, Some(from)) => {
                    runs.push((query, (from, key)));
                    start = None;
                }
                _ => {}
            }
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use engine::architectures::{Family, Loaded, passage};
    use ndarray::{Array2, array};

    use super::*;

    /// An attention with that mask. It is a real one whose mask is changed, of the shipped decoder.
    fn seen(may: Array2<bool>) -> Seen {
        let file = include_bytes!("../../../../../../www/models/gpt.weights");
        let decoder = Loaded::read(file, Family::Decoder).unwrap();
        let seen = passage(&decoder, "the dog", "").unwrap().seen(0, 0).remove(0);
        assert_eq!(unseen(&seen), [(0, (1, 3)), (1, (2, 3))]);
        assert_eq!(seen.rule(), Rule::UpToItself);
        Seen { may, ..seen }
    }

    #[test]
    fn what_is_hidden_is_told_in_runs_and_in_words() {
        let tokens = ["the", ",", "dog", "."].map(String::from);
        let some = seen(array![
            [true, true, true, true],
            [false, false, true, false],
            [false, true, true, false],
        ]);
        assert_eq!(unseen(&some), [(1, (0, 2)), (1, (3, 4)), (2, (0, 1)), (2, (3, 4))]);
        assert_eq!(some.rule(), Rule::Other);
        let told = |query| fact(&some, (&tokens, &tokens), query);
        assert_eq!(told(0), "“the” sees all: the, “,”, dog, “.”.");
        assert_eq!(told(1), "“,” sees dog. It can’t see the, “,”, “.”.");
    }
}
