//! `cargo xtask bundle`: the page as one file, which opens without a server and a network, and as
//! a widget for notebooks, which holds the same.
//!
//! Everything lies in the file itself: the style and the icon as they are, the code packed. A
//! script unpacks it and tells the page where it is, in the same places where the site names its
//! files.

mod page;
mod script;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use xshell::Shell;

use crate::{project, say, site, tools};

/// The most bytes that the file may have, but for what was trained, and with that.
const BUDGET: usize = 1_500_000;
const BUDGET_WITH_TRAINED: usize = 5_000_000;

/// Where the file goes if nothing else is said.
const FILE: &str = "attention-lab.html";

/// How the widget's name ends, in place of the page's ending.
const WIDGET: &str = "widget.js";

/// What was trained beforehand, which the page can do without: then it trains it itself, or, of
/// the models that take too long for that, says that they aren't there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trained {
    /// The file holds it.
    Included,
    /// The file is smaller without it.
    LeftOut,
}

/// Builds the page and makes one file of it, and a widget beside that.
///
/// # Errors
///
/// When the page can't be built, or refers to something that can't go into the file, or when the
/// file is over its budget.
pub fn run(shell: &Shell, out: Option<PathBuf>, trained: Trained) -> Result<()> {
    site::build(shell)?;
    let file = out.unwrap_or_else(|| project::bundle().join(FILE));
    let html = of(&project::dist(), trained)?;
    write(&file, html.as_bytes())?;
    say(&format!("{} holds the whole page, in {} kB", file.display(), html.len() / 1000));
    let code = widget(&file)?;
    let file = file.with_extension(WIDGET);
    write(&file, code.as_bytes())?;
    say(&format!("{} is a widget for notebooks", file.display()));
    Ok(())
}

/// The page's one file as a module that notebooks show as a widget.
///
/// # Errors
///
/// When the file can't be read.
pub fn widget(page: &Path) -> Result<String> {
    let shell = Shell::new()?;
    tools::for_bundle(&shell)?;
    script::widget(&shell, page)
}

/// The site in `folder` as one file.
///
/// # Errors
///
/// As [`run`].
pub fn of(folder: &Path, trained: Trained) -> Result<String> {
    let shell = Shell::new()?;
    tools::for_bundle(&shell)?;
    let index = fs::read_to_string(folder.join("index.html"))
        .with_context(|| format!("there is no page in {}; build it first", folder.display()))?;
    let html = page::whole(&shell, folder, &index, trained)?;
    let budget = match trained {
        Trained::Included => BUDGET_WITH_TRAINED,
        Trained::LeftOut => BUDGET,
    };
    let size = html.len();
    ensure!(size <= budget, "the one file has {size} bytes, which is more than {budget}");
    Ok(html)
}

/// Writes a file, and the folder that it goes into if there is none.
///
/// # Errors
///
/// When it can't be written.
pub fn write(file: &Path, content: &[u8]) -> Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(file, content).with_context(|| format!("{} can't be written", file.display()))
}
