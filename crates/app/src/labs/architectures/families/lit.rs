//! The token that was chosen, and where the same one stands elsewhere.

use engine::architectures::{Family, Token};

/// Where tokens stand: what one of the two stacks of a family reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Whose.
    pub family: Family,
    /// Whether its decoder reads them.
    pub is_target: bool,
}

/// A token that was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// The sentence on the screen when it was.
    pub sentence: String,
    /// Where it stands.
    pub place: Place,
    /// Which one it is there, from 0.
    pub at: usize,
    /// Itself.
    pub token: Token,
}

impl Chosen {
    /// Which of the tokens that stand at a place it is: itself where it was chosen; elsewhere
    /// those of the same word of the sentence, or if there are none, those spelled the same.
    pub fn among(&self, place: Place, tokens: &[Token]) -> Vec<usize> {
        if place == self.place && tokens.get(self.at) == Some(&self.token) {
            return vec![self.at];
        }
        let those = |are: &dyn Fn(&Token) -> bool| -> Vec<usize> {
            let found = tokens.iter().enumerate().filter(|(_, token)| are(token));
            found.map(|(at, _)| at).collect()
        };
        let word = self.token.word;
        let of_the_word = those(&|token| word.is_some() && token.word == word);
        match of_the_word.is_empty() {
            true => those(&|token| token.text == self.token.text),
            false => of_the_word,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(all: &[(&str, Option<usize>)]) -> Vec<Token> {
        all.iter().map(|(text, word)| Token { text: (*text).into(), word: *word }).collect()
    }

    #[test]
    fn a_token_is_found_by_its_word_or_by_its_spelling() {
        let place = |family, is_target| Place { family, is_target };
        let encoder = place(Family::Encoder, false);
        let words = [("the", Some(0)), ("dog", Some(1)), ("sees", Some(2)), ("the", Some(3))];
        let read = tokens(&words);
        let begun = tokens(&[&[("[BEGIN]", None)], &words[..]].concat());
        let said = tokens(&[("[BEGIN]", None), ("the", None), ("cat", None), ("the", None)]);
        let chosen = |at: usize| Chosen {
            sentence: String::new(),
            place: encoder,
            at,
            token: read[at].clone(),
        };
        let decoder = place(Family::Decoder, true);
        let answer = place(Family::EncoderDecoder, true);
        assert_eq!(chosen(3).among(encoder, &read), [3]);
        assert_eq!(chosen(3).among(decoder, &begun), [4]);
        // What was said is of no word of the sentence.
        assert_eq!(chosen(3).among(answer, &said), [1, 3]);
        assert_eq!(chosen(1).among(answer, &said), [0; 0]);
        // What begins a sentence is the same in both decoders.
        let begins = Chosen { place: decoder, at: 0, token: begun[0].clone(), ..chosen(0) };
        assert_eq!(begins.among(answer, &said), [0]);
        // Where it stood there may be another one by now.
        let gone = Chosen { place: answer, at: 9, token: said[2].clone(), ..chosen(0) };
        assert_eq!(gone.among(answer, &said), [2]);
    }
}
