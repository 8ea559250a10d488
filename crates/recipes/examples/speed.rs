//! How many tokens a second each recipe's model learns from, in one part and in two.

use std::time::Instant;

use anyhow::Result;
use rand_seeder::Seeder;
use recipes::ALL;
use recipes::objective::pack;
use train::Trainer;

const STEPS: u32 = 10;

fn main() -> Result<()> {
    for (name, make) in ALL {
        let recipe = make();
        let mut rng = Seeder::from(name).into_rng();
        let start = Instant::now();
        let examples =
            (0..recipe.batch()).map(|_| recipe.example(&mut rng)).collect::<Result<Vec<_>>>()?;
        let drawn = start.elapsed().as_secs_f64() * 1e3;
        let batch = pack(&examples);
        let tokens = batch.tokens.len() + batch.sources.len();
        println!("{name}: {tokens} tokens, drawn in {drawn:.1} ms");
        for parts in [1, 2] {
            let trainer = Trainer::new(recipe.config(), recipe.optimizer(), recipe.seed())?;
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
            println!("  {parts} parts: {milliseconds:.1} ms a step, {speed:.0} tokens/s");
        }
    }
    Ok(())
}
