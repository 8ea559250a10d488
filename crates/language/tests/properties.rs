//! What holds for every text, every sequence of numbers and every seed.

use language::vocabulary::{self, is_piece, spell, spell_some, words};
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
    fn any_word_is_spelled_in_pieces(word in ".{0,40}") {
        let pieces = spell(&word);
        prop_assert!(pieces.iter().all(|piece| is_piece(*piece)));
        prop_assert_eq!(pieces.len(), word.to_lowercase().chars().count());
    }

    #[test]
    fn what_is_spelled_has_the_same_letters(seed: u32, share in 0.0..1.0) {
        let mut rng = Seeder::from(seed).into_rng();
        let tokens = GRAMMAR.sample(&mut rng).tokens;
        let letters = |tokens: &[u32]| vocabulary::text(tokens).replace(['#', ' '], "");
        prop_assert_eq!(letters(&spell_some(&tokens, share, &mut rng)), letters(&tokens));
    }
}
