//! The formula that counts a published model, opened up into the products that it is a sum of.

use super::super::{Family, Stack};
use super::{RealActivation, RealModel, RealNorm};

/// Rows of T5's table of biases; each stack has one table.
const BUCKETS: u64 = 32;

/// Which part of a model its numbers are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// The vectors of tokens, positions and the like.
    Embeddings,
    /// The attention of a stack to itself.
    Attention,
    /// The attention of a decoder to an encoder's output.
    Cross,
    /// The feed-forward layers.
    FeedForward,
    /// The normalisations.
    Norms,
    /// T5's tables of biases for distances.
    Distances,
    /// BERT's layer for the first token.
    Pooler,
    /// The table that gives the logits, where it is one of its own.
    Logits,
}

/// One number of a product: its letter in the formula, and what it is for this model. A plain
/// number has its digits for a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Factor {
    /// As in the formula.
    pub symbol: &'static str,
    /// For this model.
    pub value: u64,
}

/// One product of the formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Which part it belongs to.
    pub part: Part,
    /// Which stack, where there are two.
    pub stack: Option<Stack>,
    /// What is counted.
    pub what: &'static str,
    /// What is multiplied.
    pub factors: Vec<Factor>,
}

impl Term {
    /// The product.
    ///
    /// ```
    /// let tokens = &models::transformer::REAL[0].terms()[0];
    /// assert_eq!((tokens.what, tokens.count()), ("tokens", 30_522 * 768));
    /// ```
    pub fn count(&self) -> u64 {
        self.factors.iter().map(|factor| factor.value).product()
    }
}

impl RealModel {
    /// What its checkpoint is made of, product by product. With d = d_model, h heads and g
    /// key/value heads of width k, feed-forward width f, L layers and V words, all summed up:
    ///
    /// | part | without biases | biases |
    /// |---|---|---|
    /// | embeddings | d · (V, or 2 V untied, + learned positions + token types) | |
    /// | an attention | 2 · d · h · k + 2 · d · g · k | h · k + 2 · g · k + d |
    /// | a feed-forward layer | 2 · d · f, gated 3 · d · f | f + d |
    /// | a normalisation | d | d |
    /// | a bucket table | 32 · h | |
    /// | the pooler | d² | d |
    ///
    /// A block has an attention, a feed-forward layer and a normalisation for each of them; the
    /// decoder of two stacks has a second attention. Each stack has one normalisation more
    /// (after its embeddings in BERT, at its end in the others) and, in T5, a bucket table.
    /// What BERT's objective needs beyond the pooler is not part of its checkpoints' encoder
    /// and not counted, as is usual.
    ///
    /// ```
    /// use models::transformer::{Part, REAL};
    ///
    /// let bert = &REAL[0];
    /// let terms = bert.terms();
    /// let inner = terms.iter().find(|term| term.part == Part::FeedForward).unwrap();
    /// let letters: Vec<_> = inner.factors.iter().map(|factor| factor.symbol).collect();
    /// assert_eq!((letters.as_slice(), inner.count()), (&["2", "L", "d", "f"][..], 56_623_104));
    /// ```
    pub fn terms(&self) -> Vec<Term> {
        let mut all = Sum { model: self, stack: None, terms: Vec::new() };
        all.add(Part::Embeddings, "tokens", &["V", "d"]);
        all.add(Part::Embeddings, "positions", &["P", "d"]);
        all.add(Part::Embeddings, "token types", &["T", "d"]);
        match self.family {
            Family::Encoder | Family::Decoder => all.add_stack(None, false),
            Family::EncoderDecoder => {
                all.add_stack(Some(Stack::Encoder), false);
                all.add_stack(Some(Stack::Decoder), true);
            }
        }
        if self.pooler {
            all.add(Part::Pooler, "weights", &["d", "d"]);
            all.add(Part::Pooler, "biases", &["d"]);
        }
        if !self.tied {
            all.add(Part::Logits, "tokens", &["V", "d"]);
        }
        all.terms
    }

    /// What a letter of the formula stands for; of a stack with or without a second attention.
    fn letter(&self, symbol: &str, cross: bool) -> u64 {
        match symbol {
            "L" => self.layers,
            "d" => self.d_model,
            "h" => self.heads,
            "g" => self.kv_heads,
            "k" => self.d_k,
            "f" => self.feed_forward,
            "V" => self.vocabulary,
            "P" => self.position_rows,
            "T" => self.token_types,
            "B" => BUCKETS,
            "N" => self.layers * (2 + u64::from(cross)) + 1,
            "3" => 3,
            _ => 2,
        }
    }
}

/// What was added up so far.
struct Sum<'a> {
    model: &'a RealModel,
    stack: Option<Stack>,
    terms: Vec<Term>,
}

impl Sum<'_> {
    /// Adds one product, unless it is of what this model hasn't.
    fn add(&mut self, part: Part, what: &'static str, symbols: &[&'static str]) {
        let cross = self.stack == Some(Stack::Decoder);
        let factor = |&symbol| Factor { symbol, value: self.model.letter(symbol, cross) };
        let factors: Vec<_> = symbols.iter().map(factor).collect();
        let term = Term { part, stack: self.stack, what, factors };
        if term.count() > 0 {
            self.terms.push(term);
        }
    }

    fn add_stack(&mut self, stack: Option<Stack>, cross: bool) {
        self.stack = stack;
        for part in [Part::Attention, Part::Cross].into_iter().take(1 + usize::from(cross)) {
            self.add(part, "queries and outputs", &["2", "L", "d", "h", "k"]);
            self.add(part, "keys and values", &["2", "L", "d", "g", "k"]);
            if self.model.biases {
                self.add(part, "biases of queries", &["L", "h", "k"]);
                self.add(part, "biases of keys and values", &["2", "L", "g", "k"]);
                self.add(part, "biases of outputs", &["L", "d"]);
            }
        }
        match self.model.activation {
            RealActivation::Relu | RealActivation::Gelu => {
                self.add(Part::FeedForward, "in and out", &["2", "L", "d", "f"]);
            }
            RealActivation::GatedGelu | RealActivation::SwiGlu => {
                self.add(Part::FeedForward, "gate, in and out", &["3", "L", "d", "f"]);
            }
        }
        if self.model.biases {
            self.add(Part::FeedForward, "biases of in", &["L", "f"]);
            self.add(Part::FeedForward, "biases of out", &["L", "d"]);
        }
        match self.model.norm {
            RealNorm::RmsBefore => self.add(Part::Norms, "gains", &["N", "d"]),
            RealNorm::LayerAfter | RealNorm::LayerBefore => {
                self.add(Part::Norms, "gains and biases", &["2", "N", "d"]);
            }
        }
        if self.model.encoding == "t5" {
            self.add(Part::Distances, "biases", &["B", "h"]);
        }
        self.stack = None;
    }
}

#[cfg(test)]
mod tests {
    use super::super::REAL;
    use super::*;

    #[test]
    fn every_letter_is_known_and_nothing_counts_as_nothing() {
        let known = ["L", "d", "h", "g", "k", "f", "V", "P", "T", "B", "N", "2", "3"];
        for model in REAL {
            for term in model.terms() {
                assert!(term.count() > 0, "{}: {term:?}", model.name);
                for Factor { symbol, value } in &term.factors {
                    assert!(known.contains(symbol), "{symbol}");
                    assert!(symbol.parse().map_or(true, |plain: u64| plain == *value), "{term:?}");
                }
                let both = model.family == Family::EncoderDecoder;
                let of_a_stack =
                    ![Part::Embeddings, Part::Pooler, Part::Logits].contains(&term.part);
                assert_eq!(term.stack.is_some(), both && of_a_stack, "{}: {term:?}", model.name);
            }
        }
    }
}
