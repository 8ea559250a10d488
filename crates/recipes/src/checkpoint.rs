//! Where a training stands, in a file, so that it can be broken off at any time.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use train::State;

/// The file of a training's state, and the settings that it is good for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    file: PathBuf,
    settings: String,
}

#[derive(Serialize, Deserialize)]
struct Stored {
    settings: String,
    parameters: Vec<f32>,
    means: Vec<f32>,
    squares: Vec<f32>,
    steps: u32,
}

impl Checkpoint {
    /// The checkpoint of that file, for a training of these settings.
    ///
    /// ```
    /// # let folder = tempfile::tempdir()?;
    /// let checkpoint = recipes::Checkpoint::new(folder.path().join("state"), "a".into());
    /// assert_eq!(checkpoint.load()?, None);
    /// let state = train::State { parameters: vec![0.1], steps: 7, ..Default::default() };
    /// checkpoint.save(state.clone())?;
    /// assert_eq!(checkpoint.load()?, Some(state));
    /// let other = recipes::Checkpoint::new(folder.path().join("state"), "b".into());
    /// assert_eq!(other.load()?, None); // not of these settings
    /// # Ok::<(), anyhow::Error>(())
    /// ```
    pub fn new(file: PathBuf, settings: String) -> Self {
        Self { file, settings }
    }

    /// The state in the file; none where there is no file, or one of other settings.
    ///
    /// # Errors
    /// When the file can't be read, or is none that [`Checkpoint::save`] wrote.
    pub fn load(&self) -> Result<Option<State>> {
        if !self.file.exists() {
            return Ok(None);
        }
        let bytes = fs::read(&self.file).with_context(|| failed("read", &self.file))?;
        let stored: Stored =
            postcard::from_bytes(&bytes).with_context(|| failed("understand", &self.file))?;
        let Stored { settings, parameters, means, squares, steps } = stored;
        Ok((settings == self.settings).then_some(State { parameters, means, squares, steps }))
    }

    /// Writes the state, beside the file first, so that a break while writing loses nothing.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn save(&self, state: State) -> Result<()> {
        let State { parameters, means, squares, steps } = state;
        let stored = Stored { settings: self.settings.clone(), parameters, means, squares, steps };
        if let Some(folder) = self.file.parent() {
            fs::create_dir_all(folder).with_context(|| failed("make", folder))?;
        }
        let beside = self.file.with_extension("part");
        fs::write(&beside, postcard::to_allocvec(&stored)?)
            .with_context(|| failed("write", &beside))?;
        fs::rename(&beside, &self.file).with_context(|| failed("write", &self.file))
    }
}

fn failed(what: &str, file: &Path) -> String {
    format!("can't {what} {}", file.display())
}
