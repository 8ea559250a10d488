//! How many tokens a second each kind of model learns from, in one part and in two.

use std::time::Instant;

use anyhow::Result;
use models::transformer::{Config, Family};
use recipes::objective::{Example, next, pack, pair};
use recipes::shape;
use train::{OptimizerConfig, Trainer};

/// Sentences of 10 words each.
const SENTENCES: u32 = 64;
const STEPS: u32 = 10;

fn main() -> Result<()> {
    let shapes: [(&str, fn(usize) -> Config); 4] = [
        ("encoder", shape::encoder),
        ("gpt", shape::gpt),
        ("llama", shape::llama),
        ("t5", shape::t5),
    ];
    for (name, shape) in shapes {
        let config = shape(400);
        let both = config.family == Family::EncoderDecoder;
        let examples: Vec<Example> = (0..SENTENCES)
            .map(|i| {
                let words: Vec<u32> = (0..10).map(|at| (i * 37 + at * at * 11) % 400).collect();
                if both { pair(&words, 0, &words) } else { next(0, &words) }
            })
            .collect();
        let batch = pack(&examples);
        let tokens = batch.tokens.len() + batch.sources.len();
        for parts in [1, 2] {
            let trainer = Trainer::new(config.clone(), OptimizerConfig::default(), 1)?;
            let mut trainer = trainer.in_parts(parts);
            trainer.step(&batch)?;
            // The fastest of several, for the machine has other things to do.
            let mut fastest = f64::INFINITY;
            for _ in 0..STEPS {
                let start = Instant::now();
                trainer.step(&batch)?;
                fastest = fastest.min(start.elapsed().as_secs_f64());
            }
            let (milliseconds, speed) = (fastest * 1e3, tokens as f64 / fastest);
            println!("{name}, {parts} parts: {milliseconds:.1} ms, {speed:.0} tokens/s");
        }
    }
    Ok(())
}
