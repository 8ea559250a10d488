//! What holds for every text, every sequence of numbers and every seed.

use language::vocabulary::{self, encode, english, first, spell_some, words};
use language::{Grammar, Split};
use proptest::prelude::*;
use rand_seeder::Seeder;
use std::sync::LazyLock;

static GRAMMAR: LazyLock<Grammar> = LazyLock::new(Grammar::new);

proptest! {
    #[test]
    fn every_number_has_its_word(id in 0..words().len() as u32) {
        prop_assert_eq!(vocabulary::word(id).and_then(vocabulary::id), Some(id));
    }

    #[test]
    fn any_numbers_may_be_asked_for(tokens in prop::collection::vec(0..900_u32, 0..12), at in 0..14_usize) {
        let whole = GRAMMAR.log_probability(&tokens);
        prop_assert_eq!(whole.is_some(), GRAMMAR.parse(&tokens).is_some());
        for likely in [GRAMMAR.next(&tokens), GRAMMAR.hidden(&tokens, at)] {
            prop_assert!(likely.is_empty() || (likely.values().sum::<f64>() - 1.0).abs() < 1e-9);
        }
    }

    #[test]
    fn a_sentence_is_read_as_it_was_drawn(seed: u32) {
        let sentence = GRAMMAR.sample(&mut Seeder::from(seed).into_rng());
        let read = GRAMMAR.parse(&sentence.tokens);
        prop_assert_eq!(read.as_ref(), Some(&sentence));
        prop_assert_eq!(read.as_ref().map(Split::of), Some(Split::of(&sentence)));
    }

    #[test]
    fn any_text_is_words_and_pieces(text in ".{0,40}") {
        for known in [english(), words().len()] {
            let pieces = encode(&text, known);
            prop_assert!(pieces.iter().all(|piece| (piece.token as usize) < known));
            prop_assert!(pieces.iter().all(|piece| piece.is_spelled == (piece.token < first())));
            prop_assert!(pieces.is_sorted_by_key(|piece| piece.word));
        }
    }

    #[test]
    fn what_is_drawn_is_encoded_as_it_was(seed: u32, share in 0.0..1.0) {
        let mut rng = Seeder::from(seed).into_rng();
        let tokens = GRAMMAR.sample(&mut rng).tokens;
        let pieces = encode(&vocabulary::text(&tokens).to_uppercase(), english());
        let again: Vec<_> = pieces.iter().map(|piece| piece.token).collect();
        prop_assert_eq!(&again, &tokens);
        let mut pieces = spell_some(&tokens, share, &mut rng);
        prop_assert!(pieces.iter().all(|piece| piece.word < tokens.len()));
        pieces.dedup_by_key(|piece| piece.word);
        prop_assert_eq!(pieces.len(), tokens.len());
    }
}
