//! A decoder that goes on with a text, token by token.

use models::transformer::{Cut, Options, Sampling, TransformerError, next};
use rand_pcg::Pcg32;
use rand_seeder::Seeder;

use super::loaded::{BEGIN, END, Loaded, Word};

/// How many candidates are told, and of those that are cut how many at least, if there are.
const TOLD: usize = 10;
const CUT: usize = 3;

/// How a text is to go on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Manner {
    /// Logits are divided by this; finite and above 0.
    pub temperature: f32,
    /// Only so many of the most probable tokens are kept; 0 keeps all.
    pub top_k: usize,
    /// Of those, the fewest that together reach this share; 1 keeps all.
    pub top_p: f32,
    /// What the tokens are drawn from.
    pub seed: u32,
}

/// A text that a decoder went on with, and what may come next.
#[derive(Clone, Debug, PartialEq)]
pub struct Generated {
    /// The words it began with.
    pub prompt: Vec<Word>,
    /// Whether all of them had room.
    pub fits: bool,
    /// What was added, from first to last.
    pub made: Vec<Made>,
    /// The tokens that the decoder has read, from what begins a sentence on.
    pub read: Vec<String>,
    /// What may come next; nothing once it has ended.
    pub next: Option<Next>,
    /// Why nothing comes next.
    pub end: Option<Ending>,
    /// What the decoder keeps by now.
    pub kept: Kept,
}

/// A token that was added.
#[derive(Clone, Debug, PartialEq)]
pub struct Made {
    /// Its word.
    pub word: String,
    /// Its probability, once others were cut.
    pub probability: f32,
}

/// Why a text doesn't go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The model ended its sentence.
    Said,
    /// There is no position left.
    NoRoom,
}

/// What may come next.
#[derive(Clone, Debug, PartialEq)]
pub struct Next {
    /// The most probable tokens, from the best on; at least the first few that are cut.
    pub candidates: Vec<Likely>,
    /// How many tokens can be drawn, and how many are cut by top-k and by top-p.
    pub counts: [usize; 3],
    /// How many tokens there are beyond the candidates.
    pub others: usize,
    /// What those have together, before any is cut and after.
    pub rest: [f32; 2],
}

/// A token that may come next, or that was cut.
#[derive(Clone, Debug, PartialEq)]
pub struct Likely {
    /// Its word.
    pub word: String,
    /// Its probability at the temperature.
    pub before: f32,
    /// Its probability once others are cut; 0 if it is cut itself.
    pub after: f32,
    /// Why it is cut, if it is.
    pub cut: Option<Cut>,
}

/// What a decoder keeps of the tokens it has read, so that it needn't read them again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// Tokens it has read.
    pub tokens: usize,
    /// Layers that keep something.
    pub layers: usize,
    /// Heads of keys and values in each.
    pub kv_heads: usize,
    /// Heads of queries in each.
    pub heads: usize,
    /// Numbers in a key, and as many in a value.
    pub d_k: usize,
    /// Numbers that each layer keeps of each token: a key and a value for each of its heads.
    pub each: usize,
    /// All that is kept.
    pub numbers: usize,
    /// What it would be, had each head of queries keys and values of its own.
    pub unshared: usize,
}

/// Lets a decoder go on with a text by `steps` tokens, unless it ends before. The same seed and
/// the same manner give the same tokens; more steps go on where fewer ended.
///
/// # Errors
/// [`TransformerError`] if the manner is out of its range.
pub fn generate(
    loaded: &Loaded,
    text: &str,
    manner: Manner,
    steps: usize,
) -> Result<Generated, TransformerError> {
    // One place is for what begins the sentence, and one for what comes next.
    let (prompt, fits) = loaded.words_beside(2, text);
    let room = loaded.room();
    let (begin, end) = (loaded.id(BEGIN).unwrap_or_default(), loaded.id(END));
    let sampling = Sampling {
        temperature: manner.temperature,
        top_k: (manner.top_k > 0).then_some(manner.top_k),
        top_p: Some(manner.top_p),
    };
    let mut rng: Pcg32 = Seeder::from((manner.seed, "generate")).into_rng();
    let decoder = loaded.transformer();
    let mut cache = decoder.start(Options::default())?;
    let tokens: Vec<u32> = std::iter::once(begin)
        .chain(prompt.iter().flat_map(|w| w.tokens.iter().copied()))
        .collect();
    let trace = decoder.extend(&mut cache, &tokens)?;
    let mut logits = trace.logits.row(tokens.len().saturating_sub(1)).to_owned(); // [vocabulary]
    let mut read: Vec<_> = tokens.iter().map(|token| loaded.spelled(*token).to_owned()).collect();
    let mut made = Vec::new();
    let (next_one, ending) = loop {
        let distribution = next(logits.view(), &sampling)?;
        if made.len() == steps {
            break (Some(told(loaded, &distribution)), None);
        }
        let token = distribution.draw(&mut rng);
        let drawn = distribution.candidates.iter().find(|candidate| candidate.token == token);
        let word = loaded.spelled(token).to_owned();
        made.push(Made { word, probability: drawn.map_or(0.0, |drawn| drawn.after) });
        if Some(token) == end {
            break (None, Some(Ending::Said));
        }
        if cache.len() >= room {
            break (None, Some(Ending::NoRoom));
        }
        logits = decoder.step(&mut cache, token)?;
        read.push(loaded.spelled(token).to_owned());
    };
    let config = decoder.config();
    let kept = Kept {
        tokens: cache.len(),
        layers: config.layers,
        kv_heads: config.kv_heads,
        heads: config.heads,
        d_k: config.d_k(),
        each: 2 * config.kv_heads * config.d_k(),
        numbers: cache.numbers(),
        unshared: cache.numbers() / config.kv_heads.max(1) * config.heads,
    };
    Ok(Generated { prompt, fits, made, read, next: next_one, end: ending, kept })
}

/// The best candidates of a distribution, and what the others come to.
fn told(loaded: &Loaded, distribution: &models::transformer::Distribution) -> Next {
    let all = &distribution.candidates;
    let count = |cut| all.iter().filter(|candidate| candidate.cut == cut).count();
    let counts = [None, Some(Cut::TopK), Some(Cut::TopP)].map(count);
    // Where few are left, the first that are cut are told too.
    let shown = TOLD.min(counts[0] + CUT).min(all.len());
    let likely = all[..shown].iter().map(|candidate| Likely {
        word: loaded.spelled(candidate.token).to_owned(),
        before: candidate.before,
        after: candidate.after,
        cut: candidate.cut,
    });
    let rest = &all[shown..];
    let rest = [rest.iter().map(|it| it.before).sum(), rest.iter().map(|it| it.after).sum()];
    Next { candidates: likely.collect(), counts, others: all.len() - shown, rest }
}

#[cfg(test)]
mod tests {
    use models::transformer::Family;

    use super::super::loaded::tests::loaded;
    use super::*;

    const MANNER: Manner = Manner { temperature: 1.0, top_k: 0, top_p: 1.0, seed: 1 };

    #[test]
    fn more_steps_go_on_where_fewer_ended() {
        let decoder = loaded(Family::Decoder);
        let of = |steps| generate(&decoder, "the dog", MANNER, steps).unwrap();
        let all = of(100);
        assert!(all.end.is_some() && all.next.is_none());
        for steps in 0..all.made.len() {
            let some = of(steps);
            assert_eq!(some.made, all.made[..steps]);
            assert_eq!((some.kept.tokens, some.read.len()), (3 + steps, 3 + steps));
            assert_eq!(some.kept.numbers, some.kept.tokens * some.kept.layers * some.kept.each);
            let next = some.next.unwrap();
            let sums = [0, 1].map(|at| {
                let one = |it: &Likely| if at == 0 { it.before } else { it.after };
                next.candidates.iter().map(one).sum::<f32>() + next.rest[at]
            });
            assert!(sums.iter().all(|sum| (sum - 1.0).abs() < 1e-5), "{sums:?}");
        }
    }

    #[test]
    fn what_is_cut_is_told_with_the_reason() {
        let decoder = loaded(Family::Decoder);
        let manner = Manner { top_k: 4, top_p: 0.5, ..MANNER };
        let next = generate(&decoder, "dog", manner, 0).unwrap().next.unwrap();
        let [kept, by_k, by_p] = next.counts;
        assert_eq!((kept + by_k + by_p, by_k), (11, 7));
        assert!(kept < 4 && next.candidates.len() == kept + CUT);
        let cut: Vec<_> = next.candidates.iter().filter_map(|candidate| candidate.cut).collect();
        assert_eq!(cut[0], Cut::TopP);
        assert!(next.candidates.iter().all(|it| (it.after == 0.0) == it.cut.is_some()));
        let greedy = Manner { top_k: 1, ..MANNER };
        let made = generate(&decoder, "dog", greedy, 1).unwrap().made;
        assert_eq!(
            (made[0].word.as_str(), made[0].probability),
            (next.candidates[0].word.as_str(), 1.0)
        );
    }

    #[test]
    fn a_text_as_long_as_the_model_has_room_for_ends() {
        let decoder = loaded(Family::Decoder);
        for text in ["", "dog dog dog dog dog dog", "dog dog dog dog dog dog dog dog dog"] {
            let made = generate(&decoder, text, MANNER, 100).unwrap();
            assert!(made.kept.tokens <= 8 && !made.made.is_empty(), "{text}: {made:?}");
        }
        let refused = generate(&decoder, "", Manner { temperature: 0.0, ..MANNER }, 1);
        assert!(refused.unwrap_err().to_string().contains("temperature is 0"));
    }
}
