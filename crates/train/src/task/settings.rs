//! What a learner can set of a task.

use std::ops::RangeInclusive;

use super::TaskError;

/// The size of a task.
///
/// ```
/// use train::task::{Reverse, Settings, Task};
///
/// let defaults = Reverse.bounds().defaults();
/// assert_eq!(defaults, Settings { length: 8, vocabulary: 6, k: 0 });
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Settings {
    /// The longest sequence to train on, in tokens, the query included.
    pub length: usize,
    /// How many words to draw from; what counts as a word, each task says.
    pub vocabulary: usize,
    /// How many places back; 0 in tasks that don't ask it.
    pub k: usize,
}

/// What one setting may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bound {
    /// The least allowed.
    pub least: usize,
    /// The most allowed.
    pub most: usize,
    /// What it is until the learner says otherwise.
    pub default: usize,
}

impl Bound {
    /// What is allowed.
    ///
    /// ```
    /// use train::task::{Back, Task};
    ///
    /// assert_eq!(Back.bounds().length.range(), 3..=32);
    /// ```
    pub fn range(self) -> RangeInclusive<usize> {
        self.least..=self.most
    }

    /// The bound of a setting that a task doesn't have.
    pub(super) const UNUSED: Self = Self { least: 0, most: 0, default: 0 };

    fn check(self, field: &'static str, given: usize) -> Result<(), TaskError> {
        let Self { least, most, .. } = self;
        if (least..=most).contains(&given) {
            return Ok(());
        }
        let needed =
            if least == most { least.to_string() } else { format!("from {least} to {most}") };
        Err(TaskError::new(field, given, needed))
    }
}

/// What each setting may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// For [`Settings::length`].
    pub length: Bound,
    /// For [`Settings::vocabulary`].
    pub vocabulary: Bound,
    /// For [`Settings::k`].
    pub k: Bound,
}

impl Bounds {
    /// The settings of a learner who has set nothing.
    ///
    /// ```
    /// use train::task::{Back, Task};
    ///
    /// assert_eq!(Back.bounds().defaults().k, 2);
    /// ```
    pub fn defaults(self) -> Settings {
        Settings {
            length: self.length.default,
            vocabulary: self.vocabulary.default,
            k: self.k.default,
        }
    }

    /// Refuses settings outside of the bounds.
    ///
    /// ```
    /// use train::task::{Back, Settings, Task};
    ///
    /// let settings = Settings { length: 1000, ..Back.bounds().defaults() };
    /// let error = Back.bounds().check(settings).unwrap_err();
    /// assert_eq!(error.to_string(), "task: length is 1000, needed is from 3 to 32");
    /// ```
    pub fn check(self, settings: Settings) -> Result<(), TaskError> {
        self.length.check("length", settings.length)?;
        self.vocabulary.check("vocabulary", settings.vocabulary)?;
        self.k.check("k", settings.k)?;
        // A word k places back needs k places.
        if settings.k >= settings.length {
            let most = settings.length.saturating_sub(1);
            let needed = format!("at most {most}, one less than length");
            return Err(TaskError::new("k", settings.k, needed));
        }
        Ok(())
    }
}
