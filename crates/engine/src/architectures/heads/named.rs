//! What was measured of a head, and what it is called by that.

use models::transformer::{Family, HeadReport, Measure};

use super::HeadPlace;
use crate::architectures::Loaded;

/// From this share on, a head is called by what it looks at.
pub const NAMED_FROM: f64 = 0.5;

/// From this entropy on, in bits, a head's look is called spread: as spread as one at four tokens
/// alike.
pub const SPREAD_FROM: f64 = 2.0;

/// What stands between the two sentences of an encoder–decoder.
const BETWEEN: &str = " → ";

/// The measures that are shares, and so can give a name; the first of equals does.
const SHARES: [Measure; 6] = [
    Measure::Previous,
    Measure::Itself,
    Measure::SameWord,
    Measure::Subject,
    Measure::Referent,
    Measure::Induction,
];

/// What a head is called.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum HeadName {
    /// By what it looks at.
    Looks {
        /// At what.
        at: Measure,
        /// The mean share of its weight there.
        share: f64,
    },
    /// At nothing in particular.
    Spread {
        /// The mean entropy of its weights.
        bits: f64,
    },
}

/// One thing that was measured of a head.
#[derive(Clone, Debug, PartialEq)]
pub struct HeadFigure {
    /// What.
    pub measure: Measure,
    /// The mean over all queries that it applies to; nothing if there were none.
    pub mean: Option<f64>,
    /// How many queries there were.
    pub queries: usize,
    /// Where it shows best.
    pub best: Option<Best>,
}

/// A sentence in which something shows best.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Best {
    /// As it was measured: of an encoder–decoder, what was made of which sentence.
    pub sentence: String,
    /// What to type to see it.
    pub text: String,
    /// What an encoder–decoder was to make of it.
    pub task: Option<String>,
}

impl Best {
    /// The sentence, taken apart where it is one of an encoder–decoder: `task: text → answer`.
    fn new(sentence: &str, family: Family) -> Self {
        let source = match family {
            Family::EncoderDecoder => sentence.split(BETWEEN).next().unwrap_or(sentence),
            Family::Encoder | Family::Decoder => sentence,
        };
        let prefixed = source.split_once(": ").filter(|(task, _)| {
            family == Family::EncoderDecoder && task.chars().all(char::is_alphabetic)
        });
        let (task, text) = match prefixed {
            Some((task, text)) => (Some(task.to_owned()), text),
            None => (None, source),
        };
        Self { sentence: sentence.to_owned(), text: text.to_owned(), task }
    }
}

/// The name that a report gives: the largest share, if it is large enough, else whether the look
/// is spread.
fn name(report: &HeadReport) -> Option<HeadName> {
    let mean = |measure| report.figure(measure).map(|figure| figure.mean);
    let mut largest = None;
    for at in SHARES {
        let share = mean(at).filter(|share| largest.is_none_or(|(_, most)| *share > most));
        largest = share.map(|share| (at, share)).or(largest);
    }
    match (largest, mean(Measure::Entropy)) {
        (Some((at, share)), _) if share >= NAMED_FROM => Some(HeadName::Looks { at, share }),
        (_, Some(bits)) if bits >= SPREAD_FROM => Some(HeadName::Spread { bits }),
        _ => None,
    }
}

impl Loaded {
    /// What the model's file says of a head: its name and what was measured.
    pub(super) fn measured(&self, place: HeadPlace) -> (Option<HeadName>, Vec<HeadFigure>) {
        let HeadPlace { stack, layer, head } = place;
        let heads = &self.model.heads;
        let is_its = |of: &HeadReport| (of.layer, of.head) == (layer, head);
        let report = heads.reports.iter().find(|(of, report)| *of == stack && is_its(report));
        let Some((_, report)) = report else { return (None, Vec::new()) };
        let family = self.transformer().config().family;
        let figures = Measure::ALL.map(|measure| {
            let figure = report.figure(measure);
            let best = figure.and_then(|figure| heads.sentences.get(figure.best));
            HeadFigure {
                measure,
                mean: figure.map(|figure| figure.mean),
                queries: figure.map_or(0, |figure| figure.queries),
                best: best.map(|sentence| Best::new(sentence, family)),
            }
        });
        (name(report), figures.to_vec())
    }
}

#[cfg(test)]
mod tests {
    use models::transformer::Figure;

    use super::*;

    type Means = &'static [(Measure, f64)];

    /// A report of a head with these means.
    fn report(means: &[(Measure, f64)]) -> HeadReport {
        let mut figures = [None; 8];
        for &(measure, mean) in means {
            figures[measure as usize] = Some(Figure { mean, queries: 10, best: 0 });
        }
        HeadReport { layer: 0, head: 0, figures }
    }

    #[test]
    fn a_head_is_named_by_its_largest_share_if_that_is_large_enough() {
        let looks = |at, share| Some(HeadName::Looks { at, share });
        let cases: [(Means, Option<HeadName>); 8] = [
            (&[(Measure::Previous, 0.91), (Measure::Entropy, 3.0)], looks(Measure::Previous, 0.91)),
            // Just enough, and just too little.
            (&[(Measure::Subject, 0.5)], looks(Measure::Subject, 0.5)),
            (&[(Measure::Subject, 0.499), (Measure::Entropy, 1.9)], None),
            (
                &[(Measure::Subject, 0.499), (Measure::Entropy, 2.0)],
                Some(HeadName::Spread { bits: 2.0 }),
            ),
            // The largest counts, of equals the first; the distance is no share.
            (
                &[(Measure::Itself, 0.6), (Measure::Induction, 0.7), (Measure::Distance, 9.0)],
                looks(Measure::Induction, 0.7),
            ),
            (&[(Measure::SameWord, 0.8), (Measure::Referent, 0.8)], looks(Measure::SameWord, 0.8)),
            (&[(Measure::Previous, f64::NAN), (Measure::Itself, 0.2)], None),
            (&[], None),
        ];
        for (means, expected) in cases {
            assert_eq!(name(&report(means)), expected, "{means:?}");
        }
    }

    #[test]
    fn a_best_sentence_is_taken_apart_where_it_is_of_two() {
        let best = |sentence: &str, family| {
            let Best { text, task, .. } = Best::new(sentence, family);
            (text, task)
        };
        let both = "passive: the dog bites a man . → a man is bitten by the dog .";
        let (text, task) = ("the dog bites a man .".to_owned(), Some("passive".to_owned()));
        assert_eq!(best(both, Family::EncoderDecoder), (text.clone(), task));
        assert_eq!(best(&text, Family::EncoderDecoder), (text.clone(), None));
        assert_eq!(best(&text, Family::Encoder), (text, None));
        assert_eq!(best("a: b", Family::Decoder), ("a: b".to_owned(), None));
    }
}
