//! An encoder's guesses at hidden words.

use models::transformer::{Options, Sampling, TransformerError, next};

use super::loaded::{Loaded, MASK, Word};

/// How many guesses are told.
const TOLD: usize = 8;

/// A text of which some words are hidden, and what the model says of each of those.
#[derive(Clone, Debug, PartialEq)]
pub struct Guesses {
    /// The words, and whether each is hidden.
    pub words: Vec<(Word, bool)>,
    /// Whether the whole text had room.
    pub fits: bool,
    /// One for each hidden word, in the order of the text.
    pub places: Vec<Guess>,
}

/// What the model says of one hidden word.
#[derive(Clone, Debug, PartialEq)]
pub struct Guess {
    /// Which word, from 0.
    pub word: usize,
    /// The most probable tokens, from the best on.
    pub candidates: Vec<Candidate>,
    /// The word that is hidden there; nothing if it is none that the model could say.
    pub right: Option<Candidate>,
    /// What all other tokens have together, neither among the best nor right.
    pub rest: f32,
}

/// A token that a model may say.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Its word.
    pub word: String,
    /// Its probability.
    pub probability: f32,
    /// How many tokens are more probable.
    pub rank: usize,
    /// Whether it is what stood there.
    pub is_right: bool,
}

/// What an encoder says of hidden words: each place that is in the text is hidden by one mask
/// token, then all are guessed in one run.
///
/// # Errors
/// [`TransformerError`] if the model can't read the text, which has no reason to happen.
pub fn guess(
    loaded: &Loaded,
    text: &str,
    hidden: impl Fn(usize) -> bool,
) -> Result<Guesses, TransformerError> {
    let (words, fits) = loaded.words(text);
    let (tokens, asked) = masked(loaded, &words, &hidden);
    let mut places = Vec::with_capacity(asked.len());
    if !asked.is_empty() {
        let trace = loaded.transformer().trace(&tokens, &Options::default())?;
        for (word, place) in asked {
            let said = next(trace.logits.row(place), &Sampling::default())?;
            let right = words[word].tokens.first().filter(|_| words[word].known);
            let all = said.candidates.iter().enumerate().map(|(rank, candidate)| Candidate {
                word: loaded.spelled(candidate.token).to_owned(),
                probability: candidate.before,
                rank,
                is_right: Some(&candidate.token) == right,
            });
            let right = all.clone().find(|candidate| candidate.is_right);
            let others = all.clone().skip(TOLD).filter(|candidate| !candidate.is_right);
            let rest = others.map(|candidate| candidate.probability).sum();
            places.push(Guess { word, candidates: all.take(TOLD).collect(), right, rest });
        }
    }
    let words = words.into_iter().enumerate().map(|(at, word)| (word, hidden(at))).collect();
    Ok(Guesses { words, fits, places })
}

/// The tokens of words of which some are hidden, each by one mask token. Of each hidden word it
/// also says which it is and where its mask stands.
pub(super) fn masked(
    loaded: &Loaded,
    words: &[Word],
    hidden: impl Fn(usize) -> bool,
) -> (Vec<u32>, Vec<(usize, usize)>) {
    let mask = loaded.id(MASK).unwrap_or_default();
    let (mut tokens, mut asked) = (Vec::new(), Vec::new());
    for (at, word) in words.iter().enumerate() {
        match hidden(at) {
            true => {
                asked.push((at, tokens.len()));
                tokens.push(mask);
            }
            false => tokens.extend(&word.tokens),
        }
    }
    (tokens, asked)
}

#[cfg(test)]
mod tests {
    use models::transformer::Family;

    use super::super::loaded::tests::loaded;
    use super::*;

    #[test]
    fn hidden_words_are_guessed_and_the_right_one_is_marked() {
        let loaded = loaded(Family::Encoder);
        let said = guess(&loaded, "the dog bites do .", |at| at == 1 || at == 3).unwrap();
        let hidden: Vec<_> = said.words.iter().map(|(_, hidden)| *hidden).collect();
        assert_eq!(hidden, [false, true, false, true, false]);
        let [dog, unknown] = &said.places[..] else { panic!("two places") };
        let sum: f32 = dog.candidates.iter().map(|candidate| candidate.probability).sum();
        let right = dog.right.iter().filter(|right| right.rank >= TOLD).map(|it| it.probability);
        assert!((sum + right.sum::<f32>() + dog.rest - 1.0).abs() < 1e-5);
        assert!(dog.candidates.is_sorted_by(|a, b| a.probability >= b.probability));
        assert_eq!(dog.right.as_ref().map(|right| right.word.as_str()), Some("dog"));
        // A word that is spelled is none that one token could be.
        assert_eq!((unknown.word, &unknown.right), (3, &None));
    }

    /// What the model says of the tokens that it was trained on.
    #[test]
    fn nothing_stands_around_a_text() {
        let loaded = loaded(Family::Encoder);
        let tokens = ["the", "[MASK]", "bites"].map(|it| loaded.id(it).unwrap());
        let trace = loaded.transformer().trace(&tokens, &Options::default()).unwrap();
        let best = next(trace.logits.row(1), &Sampling::default()).unwrap().candidates[0];
        let said =
            guess(&loaded, "the dog bites", |at| at == 1).unwrap().places[0].candidates[0].clone();
        assert_eq!(said.word, loaded.spelled(best.token));
        assert_eq!(said.probability, best.before);
    }

    #[test]
    fn the_hidden_word_itself_is_not_seen() {
        let loaded = loaded(Family::Encoder);
        let of = |text| guess(&loaded, text, |at| at == 1).unwrap().places[0].candidates.clone();
        let plain =
            |text| of(text).into_iter().map(|it| (it.word, it.probability)).collect::<Vec<_>>();
        assert_eq!(plain("the dog bites man"), plain("the man bites man"));
        assert_ne!(plain("the dog bites man"), plain("the dog bites dog"));
    }

    #[test]
    fn nothing_hidden_is_nothing_guessed() {
        let loaded = loaded(Family::Encoder);
        assert_eq!(guess(&loaded, "dog", |at| at == 5).unwrap().places, []);
        let empty = guess(&loaded, "", |_| true).unwrap();
        assert_eq!((empty.words, empty.fits), (vec![], true));
    }
}
