//! Prints how many steps of training a second are made here.
//!
//! `cargo run --release --package train --example steps`

use std::time::{Duration, Instant};

use train::{Batch, ModelConfig, OptimizerConfig, TrainError, Trainer};

/// For how long each model is trained.
const SPAN: Duration = Duration::from_secs(2);

fn main() -> Result<(), TrainError> {
    println!("d_model 32, 2 heads, feed-forward 64, 32 sequences of 8 tokens, 16 classes");
    for (asked, every) in [("all tokens", 1), ("one token of each sequence", 8)] {
        for layers in [1, 2] {
            for encoding in ["none", "sinusoidal", "learned", "rope", "alibi", "t5"] {
                let config = ModelConfig { encoding, layers, ..ModelConfig::default() };
                let rate = steps_per_second(config, &batch(every))?;
                println!("{layers} layers, {encoding:10}, asked at {asked}: {rate:5.0} steps/s");
            }
        }
    }
    Ok(())
}

fn steps_per_second(config: ModelConfig, batch: &Batch) -> Result<f64, TrainError> {
    let mut trainer = Trainer::new(config, OptimizerConfig::default(), 1)?;
    for _ in 0..20 {
        trainer.step(batch)?;
    }
    let (start, before) = (Instant::now(), trainer.steps());
    while start.elapsed() < SPAN {
        trainer.step(batch)?;
    }
    Ok(f64::from(trainer.steps() - before) / start.elapsed().as_secs_f64())
}

/// 32 sequences of 8 tokens; each is asked for the token before it, at one token of `every`.
fn batch(every: u32) -> Batch {
    let tokens: Vec<u32> = (0_u32..256).map(|i| i * i % 31 % 16).collect();
    let asked = |i: u32| (i % every == every - 1).then_some(i.saturating_sub(1) % 16);
    Batch {
        tokens,
        lengths: vec![8; 32],
        targets: (0..256).map(asked).collect(),
        ..Batch::default()
    }
}
