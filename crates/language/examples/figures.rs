//! Prints what is known of the language: `cargo run --release -p language --example figures`.

use std::collections::BTreeMap;
use std::time::Instant;

use language::{Grammar, Sentence, Split, likeliest, vocabulary};
use rand_seeder::Seeder;

fn main() {
    let grammar = Grammar::new();
    let mut rng = Seeder::from("figures").into_rng();
    let (all, english) = (vocabulary::words().len(), vocabulary::english());
    println!("{all} numbers, {english} without German, words from {}", vocabulary::first());
    let per_word = grammar.entropy() / grammar.mean_length();
    println!("entropy {:.3} nats, {:.3} per word and end", grammar.entropy(), per_word);

    let sentences: Vec<Sentence<'_>> = (0..40_000).map(|_| grammar.sample(&mut rng)).collect();
    let mut lengths: BTreeMap<usize, usize> = BTreeMap::new();
    for sentence in &sentences {
        *lengths.entry(sentence.tokens.len()).or_default() += 1;
    }
    println!("sentences by length: {lengths:?}");
    for split in [Split::Train, Split::Validation, Split::HeldOut] {
        let of: Vec<_> = sentences.iter().filter(|one| Split::of(one) == split).collect();
        let lost = of.iter().filter_map(|one| grammar.log_probability(&one.tokens)).sum::<f64>();
        let words: usize = of.iter().map(|one| one.tokens.len() + 1).sum();
        let share = 100.0 * of.len() as f64 / sentences.len() as f64;
        println!("{split:?}: {share:.1} %, best loss {:.3} per word", -lost / words as f64);
    }

    let held_out = sentences.iter().filter(|one| Split::of(one) == Split::HeldOut);
    let (mut count, mut expected, mut right) = (0, 0.0, 0);
    for (number, sentence) in held_out.take(2000).enumerate() {
        let at = number % sentence.tokens.len();
        if let Some((word, probability)) = likeliest(&grammar.hidden(&sentence.tokens, at)) {
            count += 1;
            expected += probability;
            right += usize::from(word == sentence.tokens[at]);
        }
    }
    println!("{count} hidden words: {:.4} expected, {right} right", expected / f64::from(count));

    let time = |name: &str, work: &mut dyn FnMut(&Sentence<'_>)| {
        let start = Instant::now();
        sentences.iter().take(2000).for_each(work);
        println!("{name}: {:.1} µs", start.elapsed().as_secs_f64() / 2000.0 * 1e6);
    };
    time("log_probability", &mut |one| _ = grammar.log_probability(&one.tokens));
    time("hidden", &mut |one| _ = grammar.hidden(&one.tokens, 1));
    time("next", &mut |one| _ = grammar.next(&one.tokens[..2]));
    time("parse", &mut |one| _ = grammar.parse(&one.tokens));
}
