//! Trains a model that comes with the page.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use clap::Parser;
use models::transformer::{self, Config};
use recipes::{ALL, Checkpoint, Progress, Recipe, Run};
use recipes::{commit, finish, measured, rounded, run, settings, without_encoding};

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
    /// Train nothing: measure the model that is in the file anew, and write it again.
    #[arg(long, conflicts_with = "until")]
    measure: bool,
    /// Train the same model with nothing that tells positions, or with `--measure` take what tells
    /// them out of the one in the file; measure it, and write no file.
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
    let path = arguments.out.join(name).with_extension("weights");
    if arguments.measure && arguments.without_encoding {
        print(&without_encoding(&*recipe, &read(&*recipe, &path)?)?);
        return Ok(());
    }
    if arguments.measure {
        return write(&measured(&*recipe, read(&*recipe, &path)?)?, &path);
    }
    train(&arguments, &*recipe, &path)
}

fn train(arguments: &Arguments, recipe: &dyn Recipe, path: &Path) -> Result<()> {
    let mut config = recipe.config();
    let mut file = arguments.name.clone();
    if arguments.without_encoding {
        config = Config { encoding: "none", ..config };
        file += "-without-encoding";
    }
    println!("{file}: {} parameters, {} steps", config.count(), recipe.optimizer().steps);

    // Asked before the training, while the tree is still what the program was built from.
    let commit = commit();
    let state = arguments.checkpoints.join(&file).with_extension("state");
    let checkpoint = Checkpoint::new(state, settings(recipe, &config));
    let every = Duration::from_secs(60);
    let how = Run { config, checkpoint, every, until: arguments.until };
    let model = run(recipe, &how, tell)?;

    if arguments.without_encoding || arguments.until < recipe.optimizer().steps {
        print(&recipe.figures(&rounded(&model)?)?);
        return Ok(());
    }
    write(&finish(recipe, &model, &commit)?, path)
}

fn read(recipe: &dyn Recipe, path: &Path) -> Result<transformer::Model> {
    let bytes = fs::read(path).with_context(|| format!("can't read {}", path.display()))?;
    let model = transformer::read(&bytes).with_context(|| path.display().to_string())?;
    let needed = recipe.name();
    ensure!(model.name == needed, "{} is {}, not {needed}", path.display(), model.name);
    Ok(model)
}

fn write(model: &transformer::Model, path: &Path) -> Result<()> {
    print(&model.figures);
    let (heads, sentences) = (model.heads.reports.len(), model.heads.sentences.len());
    println!("{heads} heads, which show best in {sentences} sentences");
    let bytes = transformer::write(model)?;
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).context("can't make the folder of the models")?;
    }
    fs::write(path, &bytes).with_context(|| format!("can't write {}", path.display()))?;
    println!("{} bytes are in {}", bytes.len(), path.display());
    Ok(())
}

fn tell(Progress { step, steps, loss, speed, left }: Progress) {
    let minutes = left.as_secs_f64() / 60.0;
    println!("step {step} of {steps}: loss {loss:.4}, {speed:.0} tokens/s, {minutes:.1} min left");
}

fn print(figures: &recipes::Figures) {
    for (name, figure) in figures {
        println!("{name}: {figure:.4}");
    }
}
