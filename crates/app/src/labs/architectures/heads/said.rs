//! What heads and measures are called.

use engine::architectures::{HeadName, HeadPlace, Measure, Stack};
use scene::format::digits;

/// An attention, by its name in the URL.
pub fn slug(stack: Stack) -> &'static str {
    match stack {
        Stack::Encoder => "encoder",
        Stack::Decoder => "decoder",
        Stack::Cross => "cross",
    }
}

/// What an attention is.
pub fn stack(stack: Stack) -> &'static str {
    match stack {
        Stack::Encoder => "encoder",
        Stack::Decoder => "decoder",
        Stack::Cross => "cross-attention",
    }
}

/// Where a head is.
pub fn place(HeadPlace { stack: of, layer, head }: HeadPlace) -> String {
    format!("{} layer {layer}, head {head}", stack(of))
}

/// A text at the start of a line.
pub fn titled(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(char::to_uppercase).into_iter().flatten().chain(letters).collect()
}

/// What a head is called, where it has a name.
pub fn name(name: HeadName, stack: Stack) -> String {
    match name {
        HeadName::Looks { at, share } => format!("{}, {}", looks(at, stack), whole(share)),
        HeadName::Spread { bits } => format!("spread, {}", self::bits(bits)),
    }
}

/// The same in a word.
pub fn short(name: HeadName) -> String {
    match name {
        HeadName::Looks { at, share } => {
            let at = match at {
                Measure::Previous => "previous",
                Measure::Itself => "itself",
                Measure::SameWord => "same word",
                Measure::Subject => "subject",
                Measure::Referent => "referent",
                Measure::Induction => "induction",
                Measure::Distance | Measure::Entropy => "",
            };
            format!("{at} {}", whole(share))
        }
        HeadName::Spread { .. } => "spread".into(),
    }
}

/// What it is to look somewhere. A source and what is made of it are compared by their places.
fn looks(at: Measure, stack: Stack) -> &'static str {
    match (at, stack) {
        (Measure::Previous, Stack::Cross) => "looks one place back in the source",
        (Measure::Previous, _) => "looks at the previous token",
        (Measure::Itself, Stack::Cross) => "looks at the same place in the source",
        (Measure::Itself, _) => "looks at the token itself",
        (Measure::SameWord, Stack::Cross) => "looks at the same word in the source",
        (Measure::SameWord, _) => "looks at the same word elsewhere",
        (Measure::Subject, _) => "looks from a verb at its subject",
        (Measure::Referent, _) => "looks from a pronoun at what it stands for",
        (Measure::Induction, Stack::Cross) => "looks at what follows the same word in the source",
        (Measure::Induction, _) => "looks at what followed the same word earlier",
        (Measure::Distance | Measure::Entropy, _) => "",
    }
}

/// A measure: its name for scripts, and what it is.
pub fn measure(measure: Measure, stack: Stack) -> (&'static str, &'static str) {
    match (measure, stack) {
        (Measure::Distance, _) => ("distance", "mean distance"),
        (Measure::Entropy, _) => ("entropy", "entropy"),
        (Measure::Previous, Stack::Cross) => ("previous", "one place back in the source"),
        (Measure::Previous, _) => ("previous", "on the previous token"),
        (Measure::Itself, Stack::Cross) => ("itself", "on the same place in the source"),
        (Measure::Itself, _) => ("itself", "on the token itself"),
        (Measure::SameWord, Stack::Cross) => ("same-word", "on the same word in the source"),
        (Measure::SameWord, _) => ("same-word", "on the same word elsewhere"),
        (Measure::Subject, _) => ("subject", "on the subject of the verb"),
        (Measure::Referent, _) => ("referent", "on what the pronoun stands for"),
        (Measure::Induction, Stack::Cross) => {
            ("induction", "on what follows the same word in the source")
        }
        (Measure::Induction, _) => ("induction", "on what followed the same word (induction)"),
    }
}

/// A share in whole percent.
pub fn whole(share: f64) -> String {
    format!("{}\u{a0}%", digits((100.0 * share) as f32, 0))
}

/// An entropy.
pub fn bits(bits: f64) -> String {
    format!("{}\u{a0}bits", digits(bits as f32, 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::STACKS;

    #[test]
    fn attentions_are_those_of_the_address() {
        assert_eq!([Stack::Encoder, Stack::Decoder, Stack::Cross].map(slug), STACKS);
    }

    #[test]
    fn names_say_what_was_measured() {
        let previous = HeadName::Looks { at: Measure::Previous, share: 0.914 };
        assert_eq!(name(previous, Stack::Encoder), "looks at the previous token, 91\u{a0}%");
        assert_eq!(name(previous, Stack::Cross), "looks one place back in the source, 91\u{a0}%");
        assert_eq!(short(previous), "previous 91\u{a0}%");
        let spread = HeadName::Spread { bits: 2.345 };
        assert_eq!(name(spread, Stack::Decoder), "spread, 2.3\u{a0}bits");
        let place = HeadPlace { stack: Stack::Cross, layer: 1, head: 3 };
        assert_eq!(titled(&self::place(place)), "Cross-attention layer 1, head 3");
    }

    #[test]
    fn every_measure_has_a_name_of_its_own() {
        let names = Measure::ALL.map(|it| measure(it, Stack::Encoder));
        for (at, name) in names.iter().enumerate() {
            assert!(names[..at].iter().all(|other| other.0 != name.0 && other.1 != name.1));
        }
    }
}
