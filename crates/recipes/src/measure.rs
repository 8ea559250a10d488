//! How good a model is on examples that it hasn't learned from.

use anyhow::{Context, Result};
use train::{Batch, Model, TrainError};

use crate::objective::{Example, pack};

/// How many examples are answered at once.
const AT_ONCE: usize = 64;

/// What a model says where it is asked, over all examples.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Answers {
    /// The sum of −ln of the probabilities that the right words were given.
    pub loss: f64,
    /// How often the right word was the first choice.
    pub right: usize,
    /// How often a word was asked for.
    pub asked: usize,
}

impl Answers {
    /// The part of right answers; 0 if nothing was asked.
    ///
    /// ```
    /// let answers = recipes::measure::Answers { loss: 1.0, right: 3, asked: 4 };
    /// assert_eq!(answers.accuracy(), 0.75);
    /// ```
    pub fn accuracy(self) -> f64 {
        self.right as f64 / self.asked.max(1) as f64
    }

    /// Perplexity, e to the mean loss: among how many words, all as likely, guessing would be
    /// as hard.
    ///
    /// ```
    /// let answers = recipes::measure::Answers { loss: 2.0 * 8_f64.ln(), right: 0, asked: 2 };
    /// assert!((answers.perplexity() - 8.0).abs() < 1e-12);
    /// ```
    pub fn perplexity(self) -> f64 {
        (self.loss / self.asked.max(1) as f64).exp()
    }
}

/// Asks a model all examples.
///
/// # Errors
/// [`TrainError`] if an example doesn't fit the model.
///
/// ```
/// use recipes::{measure, objective};
/// let model = train::Model::new(recipes::shape::gpt(9), 1)?;
/// let answers = measure::ask(&model, &[objective::next(0, &[5, 6])])?;
/// assert_eq!(answers.asked, 2);
/// # Ok::<(), train::TrainError>(())
/// ```
pub fn ask(model: &Model, examples: &[Example]) -> Result<Answers, TrainError> {
    let mut answers = Answers::default();
    for examples in examples.chunks(AT_ONCE) {
        let batch = pack(examples);
        let logits = model.logits_of(&batch)?; // [Σn, classes]
        for (row, target) in logits.rows().into_iter().zip(&batch.targets) {
            let Some(target) = target.map(|target| target as usize) else { continue };
            let highest = row.fold(f32::NEG_INFINITY, |highest, &x| highest.max(x));
            let sum: f64 = row.iter().map(|&x| f64::from(x - highest).exp()).sum();
            answers.loss += sum.ln() - f64::from(row[target] - highest);
            answers.right += usize::from(first_choice(row.iter().copied()) == target);
            answers.asked += 1;
        }
    }
    Ok(answers)
}

/// An example in which a word is asked for, and a wrong one that might stand there too, such
/// as the other number of a verb.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// In which one word is asked for.
    pub example: Example,
    /// The wrong one.
    pub wrong: u32,
}

/// The part of choices in which the right word is more likely than the wrong one; 0 if there
/// are none.
///
/// # Errors
/// [`TrainError`] if an example doesn't fit the model.
///
/// ```
/// use recipes::measure::{Choice, preferred};
/// let model = train::Model::new(recipes::shape::encoder(9), 1)?;
/// let example = recipes::objective::hidden(&[5, 6], 0, 8);
/// let [one, other] = [(5, 3), (3, 5)].map(|(right, wrong)| {
///     let mut example = example.clone();
///     example.tokens[0].1 = Some(right);
///     Choice { example, wrong }
/// });
/// // One of the two is more likely.
/// assert_eq!(preferred(&model, &[one, other])?, 0.5);
/// # Ok::<(), train::TrainError>(())
/// ```
pub fn preferred(model: &Model, choices: &[Choice]) -> Result<f64, TrainError> {
    let mut right = 0;
    for choices in choices.chunks(AT_ONCE) {
        let batch = pack(choices.iter().map(|choice| &choice.example));
        let logits = model.logits_of(&batch)?; // [Σn, classes]
        let rows = logits.rows().into_iter().zip(&batch.targets);
        let asked = rows.filter_map(|(row, target)| Some((row, (*target)? as usize)));
        for ((row, target), choice) in asked.zip(choices) {
            right += usize::from(row.get(choice.wrong as usize).is_some_and(|x| row[target] > *x));
        }
    }
    Ok(right as f64 / choices.len().max(1) as f64)
}

/// The sentence that a decoder makes of another by taking the likeliest word each time, up to
/// and with `end`, or for so many words.
///
/// # Errors
/// [`TrainError`] if something doesn't fit the model.
///
/// ```
/// let model = train::Model::new(recipes::shape::t5(9), 1)?;
/// let said = recipes::measure::decode(&model, &[3, 4], (0, 8), 5)?;
/// assert!((1..=5).contains(&said.len()));
/// # Ok::<(), anyhow::Error>(())
/// ```
pub fn decode(
    model: &Model,
    source: &[u32],
    (begin, end): (u32, u32),
    longest: usize,
) -> Result<Vec<u32>> {
    let mut said = vec![begin];
    while said.len() <= longest && (said.len() == 1 || said.last() != Some(&end)) {
        let mut batch = Batch::default();
        batch.push(source, said.iter().map(|&word| (word, None)));
        let logits = model.logits_of(&batch)?; // [n, classes]
        let last = logits.rows().into_iter().next_back().context("no answer")?;
        said.push(first_choice(last.iter().copied()) as u32);
    }
    said.remove(0);
    Ok(said)
}

/// Where the largest number is, the first of them where several are equal.
fn first_choice(row: impl IntoIterator<Item = f32>) -> usize {
    let larger = |best: (usize, f32), next: (usize, f32)| if next.1 > best.1 { next } else { best };
    row.into_iter().enumerate().fold((0, f32::NEG_INFINITY), larger).0
}
