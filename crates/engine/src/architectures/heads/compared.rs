//! What may be said at one place, by two runs.

use models::transformer::{Sampling, TransformerError, next};
use ndarray::ArrayView1;

use crate::architectures::Loaded;

/// How many of the most probable tokens of each run are told.
const TOLD: usize = 5;

/// The probabilities at one place, before and after.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Compared {
    /// The most probable tokens of both, the one that changed most and the right one, from the
    /// most probable before on.
    pub tokens: Vec<Shift>,
    /// How many others there are.
    pub others: usize,
    /// What those have together, before and after.
    pub rest: [f32; 2],
    /// The token whose probability changed most; of equals the first of the vocabulary.
    pub largest: Shift,
    /// The total variation distance, ½ Σ |before − after|: 0 where nothing changed, 1 where the
    /// two have nothing in common.
    pub distance: f64,
}

/// The probability of one token, before and after.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shift {
    /// Its word.
    pub word: String,
    /// Before.
    pub before: f32,
    /// After.
    pub after: f32,
    /// Whether it is what stood there.
    pub is_right: bool,
}

/// Compares the logits of two runs, each `[vocabulary]`; `right` is what stood there, if that is
/// known.
///
/// # Errors
/// [`TransformerError`] if there are no logits or one isn't finite.
pub(super) fn compared(
    loaded: &Loaded,
    logits: [ArrayView1<f32>; 2],
    right: Option<u32>,
) -> Result<Compared, TransformerError> {
    let [before, after] = logits.map(|logits| next(logits, &Sampling::default()));
    let both = [before?.candidates, after?.candidates];
    let mut shares = vec![[0.0_f32; 2]; both[0].len().max(both[1].len())];
    for (run, candidates) in both.iter().enumerate() {
        for candidate in candidates {
            if let Some(share) = shares.get_mut(candidate.token as usize) {
                share[run] = candidate.before;
            }
        }
    }
    let change = |[before, after]: [f32; 2]| (f64::from(before) - f64::from(after)).abs();
    let mut largest = 0;
    for (token, share) in shares.iter().enumerate() {
        if change(*share) > change(shares[largest]) {
            largest = token;
        }
    }
    let best = both.iter().flat_map(|all| all.iter().take(TOLD)).map(|it| it.token as usize);
    let told = best.chain([largest]).chain(right.map(|right| right as usize));
    let mut told: Vec<usize> = told.filter(|token| *token < shares.len()).collect();
    told.sort_unstable();
    told.dedup();
    let others = (0..shares.len()).filter(|token| told.binary_search(token).is_err());
    let rest = others.fold([0.0, 0.0], |[before, after], token| {
        [before + shares[token][0], after + shares[token][1]]
    });
    told.sort_by(|a, b| shares[*b][0].total_cmp(&shares[*a][0]));
    let shift = |token: usize| Shift {
        word: loaded.spelled(token as u32).to_owned(),
        before: shares[token][0],
        after: shares[token][1],
        is_right: right == Some(token as u32),
    };
    Ok(Compared {
        others: shares.len() - told.len(),
        rest,
        largest: shift(largest),
        distance: shares.iter().copied().map(change).sum::<f64>() / 2.0,
        tokens: told.into_iter().map(shift).collect(),
    })
}

#[cfg(test)]
mod tests {
    use models::transformer::Family;
    use ndarray::Array1;

    use super::*;
    use crate::architectures::loaded::tests::loaded;

    #[test]
    fn distance_and_largest_change_are_those_of_the_probabilities() {
        let decoder = loaded(Family::Decoder);
        // Of 11 tokens, [BEGIN] has nearly all before; then half of it goes to the last.
        let mut logits = [Array1::<f32>::zeros(11), Array1::zeros(11)];
        logits[0][0] = 30.0;
        (logits[1][0], logits[1][10]) = (30.0, 30.0);
        let [before, after] = &logits;
        let said = compared(&decoder, [before.view(), after.view()], Some(7)).unwrap();
        assert!((said.distance - 0.5).abs() < 1e-6, "{said:?}");
        assert_eq!(said.largest.word, "[BEGIN]");
        assert_eq!((said.tokens[0].word.as_str(), said.tokens[0].before), ("[BEGIN]", 1.0));
        assert_eq!(said.tokens.len() + said.others, 11);
        let right: Vec<_> = said.tokens.iter().filter(|it| it.is_right).collect();
        assert_eq!((right.len(), right[0].word.as_str()), (1, "dog"));
        let last = said.tokens.iter().find(|it| it.word == ".").unwrap();
        assert!((last.after - 0.5).abs() < 1e-6);
    }

    #[test]
    fn the_same_twice_is_no_change() {
        let decoder = loaded(Family::Decoder);
        let logits = Array1::from_iter((0..11_u8).map(f32::from));
        let said = compared(&decoder, [logits.view(), logits.view()], None).unwrap();
        assert_eq!((said.distance, said.tokens.len()), (0.0, 6)); // five, and the first of all
        let sum: f32 = said.tokens.iter().map(|it| it.after).sum();
        assert!((sum + said.rest[1] - 1.0).abs() < 1e-5);
        let infinite = Array1::from_elem(11, f32::INFINITY);
        assert!(compared(&decoder, [logits.view(), infinite.view()], None).is_err());
    }
}
