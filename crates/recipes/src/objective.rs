//! From sentences to examples: what a model is shown, and what it is to say.

use rand::RngExt;
use rand_pcg::Pcg32;
use train::Batch;

/// One sequence of a batch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Example {
    /// What the encoder reads, where there is a decoder too.
    pub source: Vec<u32>,
    /// The tokens, and what is to be said at each.
    pub tokens: Vec<(u32, Option<u32>)>,
}

impl Example {
    /// The same without asking for some of the words.
    ///
    /// ```
    /// let example = recipes::objective::next(0, &[5, 6]).without(|word| word == 5);
    /// assert_eq!(example.tokens, [(0, None), (5, Some(6))]);
    /// ```
    pub fn without(mut self, of: impl Fn(u32) -> bool) -> Self {
        for (_, asked) in &mut self.tokens {
            *asked = asked.filter(|asked| !of(*asked));
        }
        self
    }
}

/// Several examples, packed.
///
/// ```
/// let examples = [recipes::objective::next(0, &[5, 6]), recipes::objective::next(0, &[7])];
/// let batch = recipes::objective::pack(&examples);
/// assert_eq!((batch.tokens, batch.lengths), (vec![0, 5, 0], vec![2, 1]));
/// ```
pub fn pack<'a>(examples: impl IntoIterator<Item = &'a Example>) -> Batch {
    let mut batch = Batch::default();
    for Example { source, tokens } in examples {
        batch.push(source, tokens.iter().copied());
    }
    batch
}

/// Each word from those before it, the first from `begin` alone (Radford et al. 2018, equation
/// 1). What ends a sentence is a word of it.
///
/// ```
/// let example = recipes::objective::next(0, &[5, 6]);
/// assert_eq!(example.tokens, [(0, Some(5)), (5, Some(6))]);
/// ```
pub fn next(begin: u32, sentence: &[u32]) -> Example {
    let before = std::iter::once(begin).chain(sentence.iter().copied());
    let tokens = before.zip(sentence.iter().map(|&word| Some(word))).collect();
    Example { source: Vec::new(), tokens }
}

/// The second sentence from the first (Vaswani et al. 2017, section 3).
///
/// ```
/// let example = recipes::objective::pair(&[8, 9], 0, &[5]);
/// assert_eq!((example.source, example.tokens), (vec![8, 9], vec![(0, Some(5))]));
/// ```
pub fn pair(source: &[u32], begin: u32, sentence: &[u32]) -> Example {
    Example { source: source.to_vec(), ..next(begin, sentence) }
}

/// The word at one place, hidden by `mask`.
///
/// ```
/// let example = recipes::objective::hidden(&[5, 6, 7], 1, 99);
/// assert_eq!(example.tokens, [(5, None), (99, Some(6)), (7, None)]);
/// ```
pub fn hidden(sentence: &[u32], place: usize, mask: u32) -> Example {
    let shown = |(at, &word)| if at == place { (mask, Some(word)) } else { (word, None) };
    Example { source: Vec::new(), tokens: sentence.iter().enumerate().map(shown).collect() }
}

/// The part of words that is hidden.
const HIDDEN: f64 = 0.2;

/// Hides each word with 20 % probability, and at least one, and asks for what is hidden.
///
/// BERT asked for 15 %, and showed a fifth of those as they were or as other words (Devlin et al.
/// 2019, section 3.1); that neither is needed is what Wettig et al. 2023 found ("Should You Mask
/// 15% in Masked Language Modeling?", sections 3 and 5).
///
/// ```
/// let mut rng = rand_seeder::Seeder::from(1).into_rng();
/// let example = recipes::objective::masked(&[5, 6, 7], 9, &mut rng);
/// assert!(example.tokens.iter().any(|(_, asked)| asked.is_some()));
/// assert!(example.tokens.iter().all(|(shown, asked)| (*shown == 9) == asked.is_some()));
/// ```
pub fn masked(sentence: &[u32], mask: u32, rng: &mut Pcg32) -> Example {
    let mut tokens: Vec<(u32, Option<u32>)> =
        sentence.iter().map(|&word| (word, rng.random_bool(HIDDEN).then_some(word))).collect();
    if !tokens.is_empty() && tokens.iter().all(|(_, asked)| asked.is_none()) {
        let place = rng.random_range(0..tokens.len());
        tokens[place].1 = Some(tokens[place].0);
    }
    for (shown, _) in tokens.iter_mut().filter(|(_, asked)| asked.is_some()) {
        *shown = mask;
    }
    Example { source: Vec::new(), tokens }
}

#[cfg(test)]
mod tests {
    use rand_seeder::Seeder;

    use super::*;

    /// Of 20 000 words, 20 % are hidden, within five deviations.
    #[test]
    fn a_fifth_is_hidden() {
        let mut rng: Pcg32 = Seeder::from("masking").into_rng();
        let sentence: Vec<u32> = (0..20).collect();
        let hidden: usize = (0..1000)
            .map(|_| masked(&sentence, 1000, &mut rng))
            .map(|example| example.tokens.iter().filter(|(_, asked)| asked.is_some()).count())
            .sum();
        // Where none of 20 falls to the 20 %, one is hidden: 0.8²⁰ ÷ 20 more.
        let all = 20_000.0 * (0.2 + 0.8_f64.powi(20) / 20.0);
        assert!((hidden as f64 - all).abs() < 5.0 * (all * 0.8).sqrt(), "{hidden}, {all}");
    }
}
