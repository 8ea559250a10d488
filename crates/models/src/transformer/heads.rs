//! What was measured of a model's heads, as its file keeps it.

use serde::{Deserialize, Serialize};

use super::{Config, Figure, FileError, HeadReport, Measure, Stack, TransformerError};

/// What [`super::report`] measured of a model's heads, and the sentences where it shows best.
/// The default is that of a model whose heads nobody has measured.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Heads {
    /// The sentences where a figure shows best, as words with spaces. Of a model with two
    /// stacks: what the encoder reads, and for the decoder both, “source → target”.
    pub sentences: Vec<String>,
    /// The heads, each with the attention that it belongs to; [`Figure::best`] counts in
    /// `sentences`.
    pub reports: Vec<(Stack, HeadReport)>,
}

impl Heads {
    /// These heads and those of one more stack, measured over these sentences; the sentences to
    /// which no figure refers are not kept.
    ///
    /// # Errors
    /// [`TransformerError::Misfit`] if a figure refers to a sentence that is not there.
    ///
    /// ```
    /// use models::transformer::{Figure, HeadReport, Heads, Measure, Stack};
    ///
    /// let mut report = HeadReport { layer: 0, head: 0, figures: [None; 8] };
    /// report.figures[Measure::Itself as usize] = Some(Figure { mean: 0.75, queries: 9, best: 1 });
    /// let sentences = ["dogs sleep .", "the dog bites the man ."].map(String::from);
    /// let heads = Heads::default().with(Stack::Encoder, vec![report], &sentences)?;
    /// assert_eq!(heads.sentences, ["the dog bites the man ."]);
    /// let report = heads.report(Stack::Encoder, 0, 0);
    /// let figure = report.and_then(|report| report.figure(Measure::Itself));
    /// assert_eq!(figure.map(|figure| (figure.mean, figure.best)), Some((0.75, 0)));
    /// # Ok::<(), models::transformer::TransformerError>(())
    /// ```
    pub fn with(
        mut self,
        stack: Stack,
        measured: Vec<HeadReport>,
        sentences: &[String],
    ) -> Result<Self, TransformerError> {
        for mut report in measured {
            for figure in report.figures.iter_mut().flatten() {
                figure.best = self.keep(sentences, *figure)?;
            }
            self.reports.push((stack, report));
        }
        Ok(self)
    }

    /// Where the sentence that a figure refers to is kept from now on.
    fn keep(&mut self, sentences: &[String], figure: Figure) -> Result<usize, TransformerError> {
        let Some(sentence) = sentences.get(figure.best) else {
            let needed = format!("below {}", sentences.len());
            return Err(TransformerError::misfit("heads", "a sentence", figure.best, needed));
        };
        Ok(self.sentences.iter().position(|kept| kept == sentence).unwrap_or_else(|| {
            self.sentences.push(sentence.clone());
            self.sentences.len() - 1
        }))
    }

    /// What was measured of one head, by attention, layer and number.
    ///
    /// ```
    /// use models::transformer::{HeadReport, Heads, Stack};
    ///
    /// let report = HeadReport { layer: 1, head: 3, figures: [None; 8] };
    /// let heads = Heads::default().with(Stack::Decoder, vec![report.clone()], &[])?;
    /// assert_eq!(heads.report(Stack::Decoder, 1, 3), Some(&report));
    /// assert_eq!(heads.report(Stack::Cross, 1, 3), None);
    /// # Ok::<(), models::transformer::TransformerError>(())
    /// ```
    pub fn report(&self, stack: Stack, layer: usize, head: usize) -> Option<&HeadReport> {
        let is_meant = |(of, report): &&(Stack, HeadReport)| {
            (*of, report.layer, report.head) == (stack, layer, head)
        };
        self.reports.iter().find(is_meant).map(|(_, report)| report)
    }

    /// Refuses heads that the model doesn't have, sentences that are not there, and what is no
    /// number.
    pub(super) fn check(&self, config: &Config) -> Result<(), FileError> {
        let below = |place: String, given: usize, needed: usize| {
            if given < needed { Ok(()) } else { Err(FileError::Head { place, given, needed }) }
        };
        for (stack, HeadReport { layer, head, figures }) in &self.reports {
            if !Stack::of(config.family).contains(stack) {
                return Err(FileError::Stack { given: *stack, family: config.family });
            }
            below(format!("the layer of a head of {stack:?}"), *layer, config.layers)?;
            below(format!("the number of a head of {stack:?}"), *head, config.heads)?;
            for (measure, figure) in Measure::ALL.iter().zip(figures) {
                let Some(Figure { mean, best, .. }) = *figure else { continue };
                let place = format!("{measure:?} of head {head} in layer {layer} of {stack:?}");
                if !mean.is_finite() {
                    return Err(FileError::NotFinite { place, given: mean });
                }
                below(format!("the sentence for {place}"), best, self.sentences.len())?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(head: usize, bests: &[usize]) -> HeadReport {
        let mut figures = [None; 8];
        for (figure, &best) in figures.iter_mut().zip(bests) {
            *figure = Some(Figure { mean: 0.5, queries: 3, best });
        }
        HeadReport { layer: 0, head, figures }
    }

    #[test]
    fn each_sentence_is_kept_once() {
        let sentences = ["a", "b", "c", "b"].map(String::from);
        let heads = Heads::default()
            .with(Stack::Encoder, vec![report(0, &[3, 2]), report(1, &[1])], &sentences)
            .unwrap()
            .with(Stack::Cross, vec![report(0, &[0, 1])], &["c", "a → b"].map(String::from))
            .unwrap();
        assert_eq!(heads.sentences, ["b", "c", "a → b"]);
        let bests = |(_, report): &(Stack, HeadReport)| -> Vec<usize> {
            report.figures.iter().flatten().map(|figure| figure.best).collect()
        };
        assert_eq!(
            heads.reports.iter().map(bests).collect::<Vec<_>>(),
            [vec![0, 1], vec![0], vec![1, 2]]
        );
        let error = heads.with(Stack::Cross, vec![report(0, &[4])], &sentences).unwrap_err();
        assert_eq!(error.to_string(), "heads: a sentence is 4, needed is below 4");
    }
}
