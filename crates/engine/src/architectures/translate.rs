//! An encoder–decoder that makes one text of another.

use models::transformer::{Options, Stack, TransformerError};
use ndarray::{Array2, Array3, Axis, s};

use super::answer::{Read, answer, prefix};
use super::generate::Ending;
use super::loaded::{END, Loaded, Word};
use crate::{Axis as Labels, Matrix, MatrixName, Origin};

/// How many candidates are told of each step.
const TOLD: usize = 4;

/// A text, what an encoder–decoder made of it, and what it looked at meanwhile.
#[derive(Clone, Debug, PartialEq)]
pub struct Translated {
    /// The words of the text.
    pub words: Vec<Word>,
    /// Whether all of them had room.
    pub fits: bool,
    /// The tokens that the encoder has read: the task's prefix, then those of the words.
    pub source: Vec<String>,
    /// What the decoder has read, token by token, and what it chose each time.
    pub steps: Vec<Step>,
    /// Why nothing comes next.
    pub end: Option<Ending>,
    /// The cross-attention of each layer, `[heads, n_target, n_source]`: a row for each of the
    /// steps, a column for each token of the source.
    cross: Vec<Array3<f32>>,
}

/// A token that the decoder has read, and what it said next.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The token, which is what begins a sentence or was said one step before.
    pub read: String,
    /// The most probable next tokens, from the best on.
    pub candidates: Vec<Chance>,
    /// What all other tokens have together.
    pub rest: f32,
    /// Whether the best one was said; of the last step it may be yet to come.
    pub is_said: bool,
}

/// A token that may be said.
#[derive(Clone, Debug, PartialEq)]
pub struct Chance {
    /// Its word.
    pub word: String,
    /// Its probability.
    pub probability: f32,
}

/// Lets an encoder–decoder do its task with a text: the encoder reads all of it once, then the
/// decoder says the most probable token, up to `steps` times unless it ends before. More steps
/// go on where fewer ended.
///
/// # Errors
/// [`TransformerError::Misfit`] if the model knows no such task or is no encoder–decoder.
pub fn translate(
    loaded: &Loaded,
    text: &str,
    task: &str,
    steps: usize,
) -> Result<Translated, TransformerError> {
    let prefix = prefix(loaded, "translate", task)?;
    let (words, fits) = loaded.words_beside(1, text);
    let source: Vec<u32> =
        std::iter::once(prefix).chain(words.iter().flat_map(|word| word.tokens.clone())).collect();
    let (mut made, mut crossed) = (Vec::new(), Vec::new());
    let ending = answer(loaded, &source, &Options::default(), |Read { token, trace, next }| {
        let layers = trace.layers(Stack::Cross).into_iter();
        // [heads, 1, n_source] -> [heads, n_source]
        crossed.push(layers.map(|layer| layer.weights.index_axis(Axis(1), 0).to_owned()).collect());
        let told = next.candidates.iter().take(TOLD).map(|candidate| Chance {
            word: loaded.spelled(candidate.token).to_owned(),
            probability: candidate.before,
        });
        let is_said = made.len() < steps;
        made.push(Step {
            read: loaded.spelled(token).to_owned(),
            candidates: told.collect(),
            rest: next.candidates.iter().skip(TOLD).map(|candidate| candidate.before).sum(),
            is_said,
        });
        is_said
    })?;
    let source: Vec<String> = source.iter().map(|it| loaded.spelled(*it).to_owned()).collect();
    let cross = stacked(&crossed, source.len());
    Ok(Translated { words, fits, source, steps: made, end: ending, cross })
}

/// The rows of all steps, one below the other: of each step and layer `[heads, n_source]`, of
/// each layer `[heads, n_target, n_source]`.
fn stacked(steps: &[Vec<Array2<f32>>], n_source: usize) -> Vec<Array3<f32>> {
    let Some(first) = steps.first() else { return Vec::new() };
    let layers = first.iter().enumerate().map(|(layer, heads)| {
        let mut all = Array3::zeros((heads.nrows(), steps.len(), n_source));
        for (at, row) in steps.iter().enumerate() {
            all.slice_mut(s![.., at, ..]).assign(&row[layer]);
        }
        all
    });
    layers.collect()
}

impl Translated {
    /// What was said, from first to last.
    pub fn said(&self) -> impl Iterator<Item = &Chance> {
        self.steps.iter().filter(|step| step.is_said).filter_map(|step| step.candidates.first())
    }

    /// What was said as a text: pieces are put together, and what ends it is left out.
    pub fn text(&self) -> String {
        let (mut text, mut was_piece) = (String::new(), false);
        for Chance { word, .. } in self.said().filter(|chance| chance.word != END) {
            let piece = word.strip_prefix('#');
            let goes_on = was_piece && piece.is_some();
            if !(text.is_empty() || goes_on) {
                text.push(' ');
            }
            text.push_str(piece.unwrap_or(word));
            was_piece = piece.is_some();
        }
        text
    }

    /// How many layers of cross-attention there are, and how many heads each has.
    pub fn layers_and_heads(&self) -> (usize, usize) {
        (self.cross.len(), self.cross.first().map_or(0, |layer| layer.dim().0))
    }

    /// The weights of one head, `[n_target, n_source]`: what each step looked at to choose what
    /// it said.
    pub fn cross_weights(&self, layer: usize, head: usize) -> Option<Matrix> {
        let layer = self.cross.get(layer).filter(|layer| head < layer.dim().0)?;
        Some(Matrix::new(
            MatrixName::CrossWeights,
            Some(head),
            [Labels::Tokens, Labels::Tokens],
            Origin::Computed,
            layer.index_axis(Axis(0), head).to_owned(),
        ))
    }

    /// Which token of the source a step looked at most, and with which weight; of equals the
    /// first.
    pub fn most(&self, layer: usize, head: usize, step: usize) -> Option<(&str, f32)> {
        let layer = self.cross.get(layer)?;
        let (heads, steps, _) = layer.dim();
        let row = (head < heads && step < steps).then(|| layer.slice(s![head, step, ..]))?;
        let better = |best: (usize, f32), (at, &weight)| match weight > best.1 {
            true => (at, weight),
            false => best,
        };
        let (at, weight) = row.iter().enumerate().fold((0, 0.0), better);
        Some((self.source.get(at)?, weight))
    }
}

#[cfg(test)]
mod tests {
    use models::transformer::{Family, Options, Stack};

    use super::super::loaded::tests::{invented, invented_with, loaded};
    use super::*;

    /// A model that knows two tasks.
    fn model() -> Loaded {
        let file = invented_with(Family::EncoderDecoder, &["reverse:", "passive:"]);
        Loaded::read(&file, Family::EncoderDecoder).unwrap()
    }

    #[test]
    fn more_steps_go_on_where_fewer_ended() {
        let model = model();
        let of = |steps| translate(&model, "the dog bites", "reverse", steps).unwrap();
        let all = of(100);
        assert!(all.end.is_some() && all.steps.iter().all(|step| step.is_said));
        assert_eq!(all.source, ["reverse:", "the", "dog", "bites"]);
        assert_eq!(all.steps[0].read, "[BEGIN]");
        for steps in 0..all.steps.len() {
            let some = of(steps);
            assert_eq!(some.end, None);
            // One step more than were said: the last one is yet to say something.
            assert_eq!((some.said().count(), some.steps.len()), (steps, steps + 1));
            assert!(some.said().eq(all.said().take(steps)));
            for (some, all) in some.steps.iter().zip(&all.steps) {
                assert_eq!((&some.read, &some.candidates), (&all.read, &all.candidates));
            }
            for step in &some.steps {
                let told = step.candidates.iter().map(|candidate| candidate.probability);
                assert!((told.sum::<f32>() + step.rest - 1.0).abs() < 1e-5);
            }
        }
        for pair in all.steps.windows(2) {
            assert_eq!(pair[0].candidates[0].word, pair[1].read);
        }
    }

    #[test]
    fn a_row_is_what_the_step_that_chose_looked_at() {
        let model = model();
        let seen = translate(&model, "the dog bites", "passive", 3).unwrap();
        let (layers, heads) = seen.layers_and_heads();
        assert_eq!((layers, heads), (2, 2));
        // All at once it is the same as step by step.
        let ids = |words: &mut dyn Iterator<Item = &String>| -> Vec<u32> {
            words.map(|word| model.id(word).unwrap()).collect()
        };
        let source = ids(&mut seen.source.iter());
        let target = ids(&mut seen.steps.iter().map(|step| &step.read));
        let trace = model.transformer().trace_pair(&source, &target, &Options::default()).unwrap();
        for (layer, whole) in trace.layers(Stack::Cross).into_iter().enumerate() {
            for head in 0..heads {
                let weights = seen.cross_weights(layer, head).unwrap();
                assert_eq!(weights.values.dim(), (seen.steps.len(), 4));
                assert_eq!((weights.name, weights.head), (MatrixName::CrossWeights, Some(head)));
                let difference = &weights.values - &whole.weights.index_axis(Axis(0), head);
                assert!(difference.iter().all(|it| it.abs() < 1e-6), "{difference}");
                assert!(weights.values.rows().into_iter().all(|it| (it.sum() - 1.0).abs() < 1e-5));
                let (word, most) = seen.most(layer, head, 1).unwrap();
                let at = seen.source.iter().position(|it| it == word).unwrap();
                assert_eq!(weights.values[[1, at]], most);
                assert!(weights.values.row(1).iter().all(|weight| *weight <= most));
            }
        }
        assert_eq!(seen.cross_weights(layers, 0), None);
        assert_eq!(seen.cross_weights(0, heads), None);
        assert_eq!(seen.most(0, 0, seen.steps.len()), None);
    }

    #[test]
    fn unknown_words_are_read_in_pieces() {
        let seen = translate(&model(), "the doz", "reverse", 0).unwrap();
        assert_eq!(seen.source, ["reverse:", "the", "#d", "#o", "#?"]);
        assert!(!seen.words[1].known);
    }

    #[test]
    fn pieces_are_put_together() {
        let said = ["the", "#d", "#o", "bites", "#o", ".", "[END]"];
        let steps = said.map(|word| Step {
            read: String::new(),
            candidates: vec![Chance { word: word.into(), probability: 1.0 }],
            rest: 0.0,
            is_said: true,
        });
        let empty = translate(&model(), "", "reverse", 0).unwrap();
        assert_eq!(empty.text(), "");
        assert_eq!(Translated { steps: steps.to_vec(), ..empty }.text(), "the do bites o .");
    }

    #[test]
    fn no_text_and_a_text_too_long_are_texts() {
        let model = model();
        let empty = translate(&model, "", "reverse", 2).unwrap();
        assert_eq!((empty.source, empty.fits), (vec!["reverse:".to_owned()], true));
        // Eight positions: the prefix and seven words.
        let long = translate(&model, &"dog ".repeat(9), "reverse", 100).unwrap();
        assert_eq!((long.source.len(), long.words.len(), long.fits), (8, 7, false));
        assert!(long.steps.len() <= 8);
        let spelled = translate(&model, "oooooooo", "reverse", 1).unwrap();
        assert_eq!((spelled.source.len(), spelled.fits), (1, false));
    }

    #[test]
    fn a_task_that_the_model_does_not_know_is_refused() {
        let refused = translate(&model(), "dog", "rhyme", 1).unwrap_err().to_string();
        assert!(refused.contains("the task is rhyme:"), "{refused}");
        let file = invented(Family::EncoderDecoder);
        let without = Loaded::read(&file, Family::EncoderDecoder).unwrap();
        assert!(translate(&without, "dog", "passive", 1).is_err());
        // Nor is a model of another kind asked.
        assert!(translate(&loaded(Family::Decoder), "dog", "passive", 1).is_err());
        let file = invented_with(Family::Decoder, &["passive:"]);
        let decoder = Loaded::read(&file, Family::Decoder).unwrap();
        assert!(translate(&decoder, "dog", "passive", 1).is_err());
    }
}
