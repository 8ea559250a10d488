use std::collections::{BTreeMap, BTreeSet};

use rand_seeder::Seeder;

use crate::kind::Kind;
use crate::shape::{Part, Shape, number_of};
use crate::{About, Grammar, Split, vocabulary};

const SAMPLES: usize = 20_000;

#[test]
fn probabilities_of_the_shapes_add_up() {
    let sum: f64 = Grammar::new().shapes.iter().map(|shape| shape.probability).sum();
    assert!((sum - 1.0).abs() < 1e-12, "{sum}");
}

#[test]
fn every_word_is_in_the_vocabulary_and_every_variable_in_a_place() {
    for shape in Grammar::new().shapes {
        for (variable, lexemes) in shape.variables.iter().enumerate() {
            let mut words = vec![0; shape.variables.len()];
            let mut forms = BTreeSet::new();
            for word in 0..lexemes.len() {
                words[variable] = word;
                for slot in &shape.slots {
                    let token = shape.token(&slot.part, &words);
                    assert_ne!(token, vocabulary::MASK, "{:?}", slot.part);
                    forms.insert((word, token));
                }
            }
            let places = shape.slots.iter();
            let is_there = |slot: &crate::shape::Slot| {
                matches!(slot.part, crate::shape::Part::Form(v, f)
                    if v == variable && !matches!(f, crate::shape::Form::Article))
            };
            assert!(places.clone().any(is_there), "{:?}", shape.kind);
        }
    }
}

/// No two shapes have a sentence in common, and no sentence has a shape in two ways: what
/// [`Grammar::entropy`] rests on.
#[test]
fn no_sentence_can_be_read_in_two_ways() {
    let grammar = Grammar::new();
    let words = |shape: &Shape, part: &Part| -> BTreeSet<u32> {
        match *part {
            Part::Word(word) => [number_of(word)].into(),
            Part::Form(variable, form) => {
                shape.variables[variable].iter().map(|word| number_of(word.form(form))).collect()
            }
        }
    };
    let mut by_length: BTreeMap<usize, Vec<Vec<usize>>> = BTreeMap::new();
    let mut sets: Vec<BTreeSet<u32>> = Vec::new();
    for shape in &grammar.shapes {
        for (variable, lexemes) in shape.variables.iter().enumerate() {
            let tells = |part: &Part| matches!(part, Part::Form(of, _) if *of == variable);
            let mut places = shape.slots.iter().filter(|slot| tells(&slot.part));
            assert!(places.any(|slot| words(shape, &slot.part).len() == lexemes.len()));
        }
        let mut index = |set: BTreeSet<u32>| {
            sets.iter().position(|known| *known == set).unwrap_or_else(|| {
                sets.push(set);
                sets.len() - 1
            })
        };
        let places = shape.slots.iter().map(|slot| index(words(shape, &slot.part))).collect();
        by_length.entry(shape.slots.len()).or_default().push(places);
    }
    let apart: Vec<Vec<bool>> =
        sets.iter().map(|one| sets.iter().map(|other| one.is_disjoint(other)).collect()).collect();
    for shapes in by_length.values() {
        for (at, one) in shapes.iter().enumerate() {
            for other in &shapes[..at] {
                let mut places = one.iter().zip(other);
                assert!(places.any(|(a, b)| apart[*a][*b]), "{one:?} and {other:?}");
            }
        }
    }
}

/// All sentences of a kind, spelled out without shapes, have its share together.
#[test]
fn all_sentences_of_a_kind_add_up() {
    use crate::lexicon::{ADJECTIVES, ALONE, ANIMALS, PERSONS};
    let grammar = Grammar::new();
    let mut sum = 0.0;
    let adjectives = ADJECTIVES.iter().map(|adjective| format!("{} ", adjective.word));
    let adjectives: Vec<_> = adjectives.chain([String::new()]).collect();
    for noun in ANIMALS.iter().chain(&PERSONS) {
        for adjective in &adjectives {
            for verb in &ALONE {
                let one = format!("{adjective}{} {} .", noun.singular, verb.singular);
                let several = format!("{adjective}{} {} .", noun.plural, verb.plural);
                let a = if one.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
                for text in [
                    format!("the {one}"),
                    format!("{a} {one}"),
                    format!("the {several}"),
                    format!("some {several}"),
                ] {
                    let tokens = vocabulary::ids(&text).unwrap();
                    sum += grammar.log_probability(&tokens).unwrap().exp();
                }
            }
        }
    }
    let share = Kind::ALL.iter().find(|(kind, ..)| *kind == Kind::Alone).unwrap().1;
    assert!((sum - share).abs() < 1e-12, "{sum}");
}

/// The product of what each next word had is the probability of the whole.
#[test]
fn words_in_turn_are_the_sentence() {
    let grammar = Grammar::new();
    let mut rng = Seeder::from("turn").into_rng();
    for _ in 0..200 {
        let tokens = grammar.sample(&mut rng).tokens;
        let mut sum = 0.0;
        for at in 0..=tokens.len() {
            let next = grammar.next(&tokens[..at]);
            assert!((next.values().sum::<f64>() - 1.0).abs() < 1e-9);
            sum += next[tokens.get(at).unwrap_or(&vocabulary::END)].ln();
        }
        let whole = grammar.log_probability(&tokens).unwrap();
        assert!((sum - whole).abs() < 1e-9, "{}", vocabulary::text(&tokens));
    }
}

/// A hidden word by its definition: each word of the vocabulary in its place.
#[test]
fn hidden_words_are_as_probable_as_the_sentences_they_make() {
    let grammar = Grammar::new();
    let mut rng = Seeder::from("hidden").into_rng();
    for at in 0..40 {
        let mut tokens = grammar.sample(&mut rng).tokens;
        let at = at % tokens.len();
        let hidden = grammar.hidden(&tokens, at);
        let mut whole = BTreeMap::new();
        for word in 0..vocabulary::english() as u32 {
            tokens[at] = word;
            if let Some(probability) = grammar.log_probability(&tokens) {
                whole.insert(word, probability.exp());
            }
        }
        let sum: f64 = whole.values().sum();
        assert_eq!(whole.len(), hidden.len());
        for (word, probability) in whole {
            assert!((probability / sum - hidden[&word]).abs() < 1e-9);
        }
    }
}

/// How often a kind comes, within five deviations, and how surprising it is on average.
#[test]
fn what_is_drawn_is_as_frequent_as_it_is_probable() {
    let grammar = Grammar::new();
    let mut rng = Seeder::from("frequent").into_rng();
    let mut counts = BTreeMap::new();
    let expected = grammar.next(&[])[&vocabulary::id("the").unwrap()];
    let mut the = 0.0;
    for _ in 0..SAMPLES {
        let sentence = grammar.sample(&mut rng);
        *counts.entry(sentence.kind()).or_insert(0) += 1;
        the += f64::from(u8::from(sentence.tokens.first() == vocabulary::id("the").as_ref()));
    }
    for (kind, share, _) in Kind::ALL {
        let expected = share * SAMPLES as f64;
        let deviation = (expected * (1.0 - share)).sqrt();
        assert!((f64::from(counts[&kind]) - expected).abs() < 5.0 * deviation, "{kind:?}");
    }
    let deviation = (expected * (1.0 - expected) / SAMPLES as f64).sqrt();
    assert!((the / SAMPLES as f64 - expected).abs() < 5.0 * deviation);
}

/// Held against rules that know nothing of shapes.
#[test]
fn verbs_agree_and_roles_are_nouns() {
    let grammar = Grammar::new();
    let mut rng = Seeder::from("roles").into_rng();
    let nouns = || {
        use crate::lexicon::{ANIMALS, PERSONS, PLACES, THINGS};
        ANIMALS.iter().chain(&PERSONS).chain(&THINGS).chain(&PLACES)
    };
    let is_plural = |word: &str| word == "they" || nouns().any(|noun| noun.plural == word);
    let is_singular = |word: &str| {
        ["he", "she", "it"].contains(&word) || nouns().any(|noun| noun.singular == word)
    };
    let mut about = BTreeSet::new();
    for _ in 0..SAMPLES {
        let sentence = grammar.sample(&mut rng);
        let word = |at: usize| vocabulary::words()[sentence.tokens[at] as usize].as_str();
        for &(verb, subject) in sentence.subjects() {
            let is_one = word(verb).ends_with('s') && !["cross", "kiss"].contains(&word(verb));
            assert!(if is_one { is_singular(word(subject)) } else { is_plural(word(subject)) });
        }
        for &(pronoun, noun) in sentence.referents() {
            assert!(["he", "she", "it", "they"].contains(&word(pronoun)));
            assert!(is_plural(word(noun)) || is_singular(word(noun)));
        }
        for (again, first) in sentence.repeats() {
            assert!(first < again && sentence.tokens[first] == sentence.tokens[again]);
        }
        for choice in sentence.choices() {
            let mut wrong = sentence.tokens.clone();
            wrong[choice.at] = choice.wrong;
            about.insert(choice.about);
            assert_eq!(sentence.tokens[choice.at], choice.right);
            assert_eq!(grammar.log_probability(&wrong), None, "{}", vocabulary::text(&wrong));
        }
        assert_eq!(grammar.parse(&sentence.tokens).map(|s| s.tokens), Some(sentence.tokens));
    }
    assert_eq!(about.len(), [About::Agreement, About::Pronoun, About::Referent].len());
}

/// What happens in one part happens in no other, and each word is there to learn from.
#[test]
fn parts_share_no_combination() {
    let grammar = Grammar::new();
    let mut rng = Seeder::from("parts").into_rng();
    let mut of: BTreeMap<[&str; 3], BTreeSet<bool>> = BTreeMap::new();
    let mut shown = BTreeSet::new();
    for _ in 0..4 * SAMPLES {
        let sentence = grammar.sample(&mut rng);
        let split = Split::of(&sentence);
        if split == Split::Train {
            shown.extend(sentence.tokens.iter().copied());
            for triple in sentence.triples() {
                of.entry(triple).or_default().insert(true);
            }
        } else if sentence.triples().count() == 1 {
            for triple in sentence.triples() {
                of.entry(triple).or_default().insert(false);
            }
        }
    }
    assert!(of.values().all(|parts| parts.len() == 1));
    assert!(of.values().any(|parts| parts.contains(&false)));
    let missing: Vec<_> = (vocabulary::first()..vocabulary::english() as u32)
        .filter(|word| !shown.contains(word))
        .map(|word| vocabulary::words()[word as usize].as_str())
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}
