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

/// What hides words: BERT's way (Devlin et al. 2019, section 3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Masking {
    /// The token in place of a hidden word.
    pub mask: u32,
    /// Where the words begin among the tokens, and end; what else there is never takes the
    /// place of a word.
    pub words: (u32, u32),
}

impl Masking {
    /// Asks for each word with 15 % probability, and for at least one. Of what is asked for,
    /// 80 % is hidden, 10 % is another word, and 10 % is as it was, so that the model can't
    /// rely on what it sees.
    ///
    /// ```
    /// use recipes::objective::Masking;
    /// let masking = Masking { mask: 9, words: (0, 9) };
    /// let mut rng = rand_seeder::Seeder::from(1).into_rng();
    /// let example = masking.example(&[5, 6, 7], &mut rng);
    /// assert!(example.tokens.iter().any(|(_, asked)| asked.is_some()));
    /// ```
    pub fn example(self, sentence: &[u32], rng: &mut Pcg32) -> Example {
        let Self { mask, words } = self;
        let mut tokens: Vec<(u32, Option<u32>)> =
            sentence.iter().map(|&word| (word, rng.random_bool(0.15).then_some(word))).collect();
        if !tokens.is_empty() && tokens.iter().all(|(_, asked)| asked.is_none()) {
            let place = rng.random_range(0..tokens.len());
            tokens[place].1 = Some(tokens[place].0);
        }
        for (shown, _) in tokens.iter_mut().filter(|(_, asked)| asked.is_some()) {
            match rng.random_range(0..10_u32) {
                0..8 => *shown = mask,
                8 if words.0 < words.1 => *shown = rng.random_range(words.0..words.1),
                _ => {}
            }
        }
        Example { source: Vec::new(), tokens }
    }
}

#[cfg(test)]
mod tests {
    use rand_seeder::Seeder;

    use super::*;

    /// Of 20 000 words, 15 % are asked for, and of these 80 % hidden and 10 % changed, within
    /// five deviations.
    #[test]
    fn masking_keeps_its_parts() {
        let masking = Masking { mask: 1000, words: (100, 1000) };
        let mut rng: Pcg32 = Seeder::from("masking").into_rng();
        let sentence: Vec<u32> = (0..20).collect();
        let (mut asked, mut hidden, mut changed) = (0, 0, 0);
        for _ in 0..1000 {
            for (shown, target) in masking.example(&sentence, &mut rng).tokens {
                asked += u32::from(target.is_some());
                hidden += u32::from(shown == 1000);
                changed += u32::from((100..1000).contains(&shown));
            }
        }
        // Where none of 20 falls to the 15 %, one is asked for: 0.85²⁰ ÷ 20 more.
        let all = 20_000.0 * (0.15 + 0.85_f64.powi(20) / 20.0);
        assert!((f64::from(asked) - all).abs() < 5.0 * (all * 0.85).sqrt(), "{asked}, {all}");
        let asked = f64::from(asked);
        assert!((f64::from(hidden) - 0.8 * asked).abs() < 5.0 * (asked * 0.16).sqrt(), "{hidden}");
        assert!(
            (f64::from(changed) - 0.1 * asked).abs() < 5.0 * (asked * 0.09).sqrt(),
            "{changed}"
        );
    }
}
