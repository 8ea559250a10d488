//! Trains a model that comes with the page.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result};
use clap::Parser;
use models::transformer::Config;
use recipes::{ALL, Checkpoint, Progress, Run, finish, rounded, run};

/// Trains a model, from its checkpoint on if it was broken off.
#[derive(Parser)]
struct Arguments {
    /// Which one.
    name: String,
    /// Where its file goes.
    #[arg(long, default_value = "www/models")]
    out: PathBuf,
    /// Where its checkpoint is kept.
    #[arg(long, default_value = "target/recipes")]
    checkpoints: PathBuf,
    /// Train the same model with nothing that tells positions, measure it, and write no file.
    #[arg(long)]
    without_encoding: bool,
    /// Break off after this step; the figures are those so far, and there is no file.
    #[arg(long, default_value_t = u32::MAX)]
    until: u32,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let name = &arguments.name;
    let entry = ALL.iter().find(|entry| entry.0 == name).with_context(|| {
        let names: Vec<_> = ALL.iter().map(|entry| entry.0).collect();
        format!("there is no {name}; there are {}", names.join(", "))
    })?;
    let recipe = entry.1();
    let mut config = recipe.config();
    let mut file = name.clone();
    if arguments.without_encoding {
        config = Config { encoding: "none", ..config };
        file += "-without-encoding";
    }
    println!("{file}: {} parameters, {} steps", config.count(), recipe.optimizer().steps);

    // Whatever decides the numbers is in here, but for the language's and the recipe's code.
    let settings = (config.clone(), recipe.optimizer(), recipe.seed(), recipe.batch());
    let settings = format!("{settings:?} {:?}", recipe.corpus());
    let state = arguments.checkpoints.join(&file).with_extension("state");
    let checkpoint = Checkpoint::new(state, settings);
    let every = Duration::from_secs(60);
    let how = Run { config, checkpoint, every, until: arguments.until };
    let model = run(&*recipe, &how, tell)?;

    if arguments.without_encoding || arguments.until < recipe.optimizer().steps {
        return print(&recipe.figures(&rounded(&model)?)?);
    }
    let (bytes, figures) = finish(&*recipe, &model)?;
    print(&figures)?;
    let file = arguments.out.join(&file).with_extension("weights");
    fs::create_dir_all(&arguments.out).context("can't make the folder of the models")?;
    fs::write(&file, &bytes).with_context(|| format!("can't write {}", file.display()))?;
    println!("{} bytes are in {}", bytes.len(), file.display());
    Ok(())
}

fn tell(Progress { step, steps, loss, speed, left }: Progress) {
    let minutes = left.as_secs_f64() / 60.0;
    println!("step {step} of {steps}: loss {loss:.4}, {speed:.0} tokens/s, {minutes:.1} min left");
}

fn print(figures: &recipes::Figures) -> Result<()> {
    for (name, figure) in figures {
        println!("{name}: {figure:.4}");
    }
    Ok(())
}
