//! `cargo xtask scorm`: one lab as a SCORM 1.2 package, which a course takes in and which tells
//! it how much of the lab the learner has seen.
//!
//! A package is a zip of four files: the manifest, what the course opens, the script that talks
//! to the course, and the page as one file. What counts as seen is written in the script.

mod state;

use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::ValueEnum;
use html_escape::encode_double_quoted_attribute as escaped;
use xshell::Shell;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::{bundle, project, say, site};
use state::State;

/// The package's manifest, what the course opens, and what talks to the course.
const MANIFEST: &str = include_str!("scorm/imsmanifest.xml");
const LAUNCH: &str = include_str!("scorm/index.html");
const REPORT: &str = include_str!("scorm/report.js");

/// A lab that can be packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Lab {
    /// One sentence through one layer; counts steps.
    Attention,
    /// Two orders of the same words; counts what can be found out.
    Order,
    /// How encodings tell positions apart; counts views.
    Positions,
    /// What variants of attention cost; counts views.
    Cost,
    /// What whole transformers are made of; counts views.
    Architectures,
}

impl Lab {
    /// Its name in the address.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Attention => "attention",
            Self::Order => "order",
            Self::Positions => "positions",
            Self::Cost => "cost",
            Self::Architectures => "architectures",
        }
    }

    /// Its name in the page's menu.
    pub fn title(self) -> &'static str {
        match self {
            Self::Attention => "Attention",
            Self::Order => "Word order",
            Self::Positions => "Positions",
            Self::Cost => "Cost",
            Self::Architectures => "Architectures",
        }
    }
}

/// What to pack.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// The lab.
    #[arg(long, default_value = "attention")]
    pub lab: Lab,
    /// What the lab opens with: an address of the page, or what follows its `#`.
    #[arg(long, default_value = "")]
    pub state: String,
    /// What the course calls it; the lab's name if not given.
    #[arg(long)]
    pub title: Option<String>,
    /// Where the package goes.
    #[arg(long)]
    pub out: Option<PathBuf>,
}

/// Builds the page and packs a lab of it.
///
/// # Errors
///
/// When the page can't be built, the state is of another lab, or the package can't be written.
pub fn run(shell: &Shell, options: &Options) -> Result<()> {
    // What is wrong with the options is told before anything is built.
    State::read(&options.state, options.lab)?;
    site::build(shell)?;
    let package = of(&project::dist(), options)?;
    let name = format!("attention-lab-{}.scorm.zip", options.lab.slug());
    let file = options.out.clone().unwrap_or_else(|| project::bundle().join(name));
    bundle::write(&file, &package)?;
    say(&format!("{} is the package, in {} kB", file.display(), package.len() / 1000));
    Ok(())
}

/// The package of a lab of the site in `folder`, as a zip file holds it.
///
/// # Errors
///
/// As [`run`].
pub fn of(folder: &Path, options: &Options) -> Result<Vec<u8>> {
    let state = State::read(&options.state, options.lab)?;
    let title = options.title.clone();
    let title = title.unwrap_or_else(|| format!("Attention Lab: {}", options.lab.title()));
    let page = bundle::of(folder, bundle::Trained::Included)?;
    let files = [
        ("imsmanifest.xml", filled(MANIFEST, &title, options.lab, &state)),
        ("index.html", filled(LAUNCH, &title, options.lab, &state)),
        ("report.js", REPORT.to_owned()),
        ("lab.html", page),
    ];
    zipped(&files)
}

/// A template with its places filled.
fn filled(template: &str, title: &str, lab: Lab, state: &State) -> String {
    // The title last: what somebody wrote is never taken for a place.
    template
        .replace("{lab}", lab.slug())
        .replace("{version}", env!("CARGO_PKG_VERSION"))
        .replace("{state}", &escaped(state.as_str()))
        .replace("{title}", &escaped(title))
}

fn zipped(files: &[(&str, String)]) -> Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        zip.start_file(*name, SimpleFileOptions::default())?;
        zip.write_all(content.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_writes_is_never_markup() {
        let state = State::read("text=\"><script>", Lab::Order).unwrap();
        let launch = filled(LAUNCH, "</title><b>{lab}", Lab::Order, &state);
        assert!(launch.contains("&lt;/title&gt;&lt;b&gt;{lab}"), "{launch}");
        assert!(!launch.contains("<script>") && launch.contains("data-lab=\"order\""), "{launch}");
        let manifest = filled(MANIFEST, "Q & A", Lab::Order, &state);
        assert!(manifest.contains("<title>Q &amp; A</title>"), "{manifest}");
        assert!(!manifest.contains('{'), "{manifest}");
    }

    #[test]
    fn the_manifest_lists_the_files_of_the_package() {
        let files = ["index.html", "report.js", "lab.html"];
        let package: Vec<_> = files.iter().map(|name| (*name, String::new())).collect();
        let archive = zip::ZipArchive::new(Cursor::new(zipped(&package).unwrap())).unwrap();
        assert_eq!(archive.file_names().count(), files.len());
        for name in files {
            assert!(MANIFEST.contains(&format!("<file href=\"{name}\"/>")), "{name}");
        }
    }
}
