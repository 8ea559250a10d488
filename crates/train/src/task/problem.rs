//! A task with its settings, checked once: what to train on.

use std::ops::RangeInclusive;

use rand_pcg::Pcg32;

use super::{Odds, Settings, Task, TaskError, named};
use crate::Batch;

/// The most sequences that one batch may have.
pub const MAX_SEQUENCES: usize = 1 << 16;

/// Sequences may be drawn up to so many times as long as the longest that any setting
/// allows for training, to see what becomes of a model beyond.
pub const STRETCH: usize = 8;

/// A task with its settings.
///
/// ```
/// use rand_pcg::Pcg32;
/// use rand_seeder::Seeder;
/// use train::task::{Problem, Settings};
///
/// let problem = Problem::new("back", Settings { length: 6, vocabulary: 4, k: 1 })?;
/// let mut rng: Pcg32 = Seeder::from(1_u32).into_rng();
/// let batch = problem.sample(&mut rng, 4..=4, 1)?;
/// let words: Vec<_> = batch.tokens.iter().map(|&token| problem.words()[token as usize]).collect();
/// assert_eq!(words, ["cat", "boat", "sun", "tree"]);
/// assert_eq!(batch.targets, [None, Some(2), Some(3), Some(0)]);
/// # Ok::<(), train::task::TaskError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Problem {
    task: &'static dyn Task,
    settings: Settings,
    words: Vec<&'static str>,
    answers: Vec<&'static str>,
}

impl Problem {
    /// The task of this name; an error names the setting that is out of bounds.
    pub fn new(name: &str, settings: Settings) -> Result<Self, TaskError> {
        let task = named(name)?;
        task.bounds().check(settings)?;
        let (words, answers) = (task.words(settings), task.answers(settings));
        Ok(Self { task, settings, words, answers })
    }

    /// The task.
    pub fn task(&self) -> &'static dyn Task {
        self.task
    }

    /// The settings, which are within bounds.
    pub fn settings(&self) -> Settings {
        self.settings
    }

    /// How each token is written, by token; the model's vocabulary is their number.
    pub fn words(&self) -> &[&'static str] {
        &self.words
    }

    /// How each answer is written, by class; the model's classes are their number.
    pub fn answers(&self) -> &[&'static str] {
        &self.answers
    }

    /// The lengths to train on: from the shortest that the task admits to the setting.
    ///
    /// ```
    /// use train::task::{Problem, Settings};
    ///
    /// let problem = Problem::new("back", Settings { length: 12, vocabulary: 6, k: 2 })?;
    /// assert_eq!(problem.lengths(), 3..=12);
    /// # Ok::<(), train::task::TaskError>(())
    /// ```
    pub fn lengths(&self) -> RangeInclusive<usize> {
        let longest = self.settings.length;
        let shortest = (1..=longest).find(|&length| self.task.admits(self.settings, length));
        shortest.unwrap_or(longest)..=longest
    }

    /// `count` sequences. The length of each is drawn from `lengths`, of which those that the
    /// task admits are equally likely; they may be up to [`STRETCH`] times what a setting may
    /// ask for.
    ///
    /// The same generator gives the same batch on every machine.
    pub fn sample(
        &self,
        rng: &mut Pcg32,
        lengths: RangeInclusive<usize>,
        count: usize,
    ) -> Result<Batch, TaskError> {
        if count > MAX_SEQUENCES {
            return Err(TaskError::new("count", count, format!("at most {MAX_SEQUENCES}")));
        }
        let admitted = self.admitted(&lengths)?;
        let mut batch = Batch::default();
        for _ in 0..count {
            let length = admitted[super::draw::below(rng, admitted.len()) as usize];
            self.task.write(self.settings, length, rng, &mut batch);
            batch.lengths.push(length);
        }
        Ok(batch)
    }

    /// The accuracy of always giving the commonest answer, over all targets of sequences
    /// whose lengths are drawn from `lengths`.
    ///
    /// ```
    /// use train::task::{Problem, Settings};
    ///
    /// let problem = Problem::new("reverse", Settings { length: 8, vocabulary: 4, k: 0 })?;
    /// assert_eq!(problem.chance(problem.lengths())?, 0.25);
    /// # Ok::<(), train::task::TaskError>(())
    /// ```
    pub fn chance(&self, lengths: RangeInclusive<usize>) -> Result<f64, TaskError> {
        let odds = self.odds(&lengths)?;
        Ok(odds.chance / odds.asked)
    }

    /// The best accuracy without order, over all targets of sequences whose lengths are drawn
    /// from `lengths`: that of the best predictor which sees, at each token, that token and
    /// the bag of the sequence's words. A transformer without positions and without a mask
    /// sees no more.
    ///
    /// It is the expectation of the exact posterior over bags, by each task's formula.
    ///
    /// ```
    /// use train::task::{Problem, Settings};
    ///
    /// let problem = Problem::new("reverse", Settings { length: 8, vocabulary: 2, k: 0 })?;
    /// // Of three words one comes at least twice: 3 times in 2 of 8 cases, else 2 times.
    /// assert_eq!(problem.ceiling(3..=3)?, (2.0 * 3.0 + 6.0 * 2.0) / 8.0 / 3.0);
    /// # Ok::<(), train::task::TaskError>(())
    /// ```
    pub fn ceiling(&self, lengths: RangeInclusive<usize>) -> Result<f64, TaskError> {
        let odds = self.odds(&lengths)?;
        Ok(odds.ceiling / odds.asked)
    }

    /// The same under a causal mask, where a token sees the words before it only: nothing for
    /// a task that asks for words that are still hidden.
    ///
    /// ```
    /// use train::task::{Problem, Settings};
    ///
    /// let problem = Problem::new("back", Settings { length: 4, vocabulary: 2, k: 1 })?;
    /// // The second word has seen one word, the third two, of which the commonest comes 1.5
    /// // times on average.
    /// assert_eq!(problem.masked_ceiling(3..=3)?, Some((1.0 + 1.5 / 2.0) / 2.0));
    /// let reverse = Problem::new("reverse", Settings { length: 4, vocabulary: 2, k: 0 })?;
    /// assert_eq!(reverse.masked_ceiling(3..=3)?, None);
    /// # Ok::<(), train::task::TaskError>(())
    /// ```
    pub fn masked_ceiling(&self, lengths: RangeInclusive<usize>) -> Result<Option<f64>, TaskError> {
        let asked = self.odds(&lengths)?.asked;
        let admitted = self.admitted(&lengths)?.into_iter();
        let right = admitted.map(|length| self.task.masked_ceiling(self.settings, length));
        Ok(right.sum::<Option<f64>>().map(|right| right / asked))
    }

    /// The sum over the admitted lengths, each of which is drawn equally often.
    fn odds(&self, lengths: &RangeInclusive<usize>) -> Result<Odds, TaskError> {
        let mut sum = Odds::default();
        for length in self.admitted(lengths)? {
            let odds = self.task.odds(self.settings, length);
            sum.asked += odds.asked;
            sum.chance += odds.chance;
            sum.ceiling += odds.ceiling;
        }
        Ok(sum)
    }

    /// The lengths of a range that the task admits, at least one.
    fn admitted(&self, lengths: &RangeInclusive<usize>) -> Result<Vec<usize>, TaskError> {
        let error = |needed: String| {
            let given = format!("{} to {}", lengths.start(), lengths.end());
            TaskError::new("lengths", given, needed)
        };
        let most = STRETCH * self.task.bounds().length.most;
        if *lengths.end() > most {
            return Err(error(format!("at most {most}")));
        }
        let admits = |&length: &usize| self.task.admits(self.settings, length);
        let admitted: Vec<usize> = lengths.clone().filter(admits).collect();
        if admitted.is_empty() {
            let next = (1..=most).filter(admits).take(3).map(|length| length.to_string());
            let next: Vec<_> = next.collect();
            return Err(error(format!("a range that holds one of {}, …", next.join(", "))));
        }
        Ok(admitted)
    }
}
