//! Questions about one word of a sentence and one head, which a learner answers before looking.
//!
//! What is right is measured on the very trace that is on the screen; where a question has no
//! answer, as of a word that may look at nothing, there is none.

mod division;
mod most;
mod nearest;

use std::fmt;

use crate::{EngineError, Trace};

/// All questions, in the order in which they are asked.
pub static QUESTIONS: [Question; 3] = [most::QUESTION, division::QUESTION, nearest::QUESTION];

/// A question.
pub struct Question {
    /// The name in the URL.
    pub name: &'static str,
    /// What there is to choose from.
    pub choices: Choices,
    measure: fn(&Trace, usize, usize) -> Result<Option<Measured>, EngineError>,
}

/// What there is to choose from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choices {
    /// The words of the sentence, in their order.
    Words,
    /// Smaller, the same, larger.
    Size,
}

/// What was found where the learner guessed.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// The right choices, from 0: more than one where several are equally right.
    pub right: Vec<usize>,
    /// What was measured: of words one number each, of sizes the first and the second.
    pub values: Vec<f32>,
}

impl Question {
    /// The question of that name.
    ///
    /// ```
    /// use engine::question::Question;
    /// assert_eq!(Question::find("most").map(|question| question.name), Some("most"));
    /// assert!(Question::find("least").is_none());
    /// ```
    pub fn find(name: &str) -> Option<&'static Self> {
        QUESTIONS.iter().find(|question| question.name == name)
    }

    /// What is right of the word in that place, `row`, from 0. `None` where nothing is: there is
    /// no such word or head, or the word may look at nothing.
    ///
    /// # Errors
    ///
    /// [`EngineError`] where the trace's settings contradict themselves.
    ///
    /// ```
    /// use engine::question::Question;
    /// use engine::{MatrixName, Request, Response, Settings, run};
    ///
    /// let Response::Attention(trace) = run(&Request::Attention(Settings::default()))? else {
    ///     unreachable!()
    /// };
    /// let most = Question::find("most").unwrap();
    /// let found = most.measure(&trace, 0, 1)?.unwrap();
    /// // "bites" looks at "dog", "bites" and "man" by what is in its row of weights.
    /// assert_eq!(found.values, trace.matrix(MatrixName::Weights, 0).unwrap().values.row(1).to_vec());
    /// assert!(found.values.iter().all(|weight| *weight <= found.values[found.right[0]]));
    /// assert_eq!(most.measure(&trace, 0, 3)?, None);
    /// # Ok::<(), engine::EngineError>(())
    /// ```
    pub fn measure(
        &self,
        trace: &Trace,
        head: usize,
        row: usize,
    ) -> Result<Option<Measured>, EngineError> {
        (self.measure)(trace, head, row)
    }
}

impl PartialEq for Question {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl fmt::Debug for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Question({})", self.name)
    }
}

/// Two numbers closer than this are the same but for rounding.
const SAME: f32 = 1e-6;

/// Everyone with the largest value is right.
fn largest(values: Vec<f32>) -> Measured {
    let largest = values.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let right = (0..values.len()).filter(|&choice| largest - values[choice] <= SAME).collect();
    Measured { right, values }
}

#[cfg(test)]
mod tests;
