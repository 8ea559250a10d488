//! The two sentences, one above the other, and who looks at whom.

use engine::architectures::{Step, Translated};
use ndarray::ArrayView1;
use yew::{Callback, Html, classes, html};

use crate::components::label_width;
use crate::labs::units::percent;
use crate::shared::MatrixRef;

/// Sizes of the picture; 16 of them make the size of a letter, by which all of it grows.
const REM: f64 = 16.0;
/// What a word needs besides its letters, and the least that it has, for its number.
const AROUND: f64 = 18.0;
const LEAST: f64 = 52.0;
const GAP: f64 = 4.0;
/// How far the two sentences are apart.
const HEIGHT: f64 = 80.0;
/// How much wider letters are here than on labels of matrices.
const LARGER: f64 = 1.12;

/// The thickness of a line of weight 1, and of one of nearly none.
const THICK: f64 = 6.0;
const THIN: f64 = 0.75;
/// Lines of less weight can't be seen.
const FAINT: f32 = 0.02;

/// What stands for what isn't said yet.
pub const NEXT: &str = "…";

/// What the picture is drawn of.
pub struct Pair<'a> {
    /// What was made.
    pub seen: &'a Translated,
    /// The weights of the head on the screen.
    pub weights: &'a MatrixRef,
    /// Its layer, and its number.
    pub place: (usize, usize),
    /// The step whose lines alone are shown.
    pub lit: Option<usize>,
    /// The step that was chosen to stay so.
    pub kept: Option<usize>,
    /// The language of what is said, where it isn't the page's.
    pub language: Option<&'static str>,
    /// Told which step is pointed at.
    pub point: &'a Callback<Option<usize>>,
    /// Told which step is to stay, or no longer.
    pub keep: &'a Callback<usize>,
}

/// Where a word stands.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Place {
    start: f64,
    width: f64,
}

impl Place {
    fn middle(self) -> f64 {
        self.start + self.width / 2.0
    }

    fn end(self) -> f64 {
        self.start + self.width
    }
}

/// What a step said, or that it is yet to.
pub fn said(step: &Step) -> &str {
    let best = step.candidates.first().filter(|_| step.is_said);
    best.map_or(NEXT, |best| best.word.as_str())
}

/// Words side by side, from the left, so that no word moves when one more is said.
fn places<'a>(words: impl Iterator<Item = &'a str>) -> Vec<Place> {
    let mut start = 0.0;
    let place = |word: &str| {
        let width = (label_width(word) * LARGER + AROUND).max(LEAST);
        let place = Place { start, width };
        start = place.end() + GAP;
        place
    };
    words.map(place).collect()
}

fn rem(size: f64) -> String {
    format!("{:.3}rem", size / REM)
}

impl Pair<'_> {
    /// The panel.
    pub fn draw(&self) -> Html {
        let above = places(self.seen.source.iter().map(String::as_str));
        let below = places(self.seen.steps.iter().map(said));
        let ends = [&above, &below].map(|places| places.last().map_or(0.0, |last| last.end()));
        let width = ends[0].max(ends[1]);
        let text = self.seen.text();
        html! {
            <section class="panel" data-panel="pair" aria-label="Who looks at whom">
                <h2>{ "Who looks at whom" }</h2>
                <div class="scroll" tabindex="0" role="region" aria-label="What was read, and what was said">
                    <div class="looking" ~style={format!("width:{}", rem(width))}>
                        <ol aria-label="What the encoder has read">{ for self.source(&above) }</ol>
                        <svg aria-hidden="true" viewBox={format!("0 0 {width:.1} {HEIGHT}")} preserveAspectRatio="none">
                            <g>{ for self.lines(&above, &below) }</g>
                        </svg>
                        <ol aria-label="What the decoder has said, each token with its probability">
                            { for self.said(&below) }
                        </ol>
                    </div>
                </div>
                <p class="fact">{ "A word’s lines are what was looked at where it was chosen: at the token before it." }</p>
                <p class="fact" role="status" data-said={text.clone()}>{ match text.as_str() {
                    "" => html! { "Nothing said yet: add a token, or play." },
                    text => html! {
                        <>{ "Said: " }<q lang={self.language}>{ text }</q></>
                    },
                } }</p>
            </section>
        }
    }

    fn row(&self, step: usize) -> Option<ArrayView1<'_, f32>> {
        (step < self.weights.values.nrows()).then(|| self.weights.values.row(step))
    }

    /// The words that the encoder has read, each with the weight that the step gives it.
    fn source<'a>(&'a self, places: &'a [Place]) -> impl Iterator<Item = Html> + 'a {
        let row = self.lit.and_then(|step| self.row(step));
        self.seen.source.iter().zip(places).enumerate().map(move |(at, (word, place))| {
            let weight = row.and_then(|row| row.get(at).copied());
            let look = weight.unwrap_or(0.0).clamp(0.0, 1.0);
            let style = format!("width:{};--look:{look:.3}", rem(place.width));
            let weight = weight.map_or("\u{a0}".to_owned(), |weight| percent(weight.into()));
            html! {
                <li key={at} data-source={word.clone()} ~style={style}>
                    <bdi>{ word }</bdi><small>{ weight }</small>
                </li>
            }
        })
    }

    /// A line for each weight that can be seen; the numbers are in the matrix.
    fn lines<'a>(
        &'a self,
        above: &'a [Place],
        below: &'a [Place],
    ) -> impl Iterator<Item = Html> + 'a {
        let shown = move |step: &usize| self.lit.is_none_or(|lit| lit == *step);
        (0..below.len()).filter(shown).flat_map(move |step| {
            let weights = self.row(step).into_iter().flatten().enumerate();
            let seen = weights.filter(|(at, weight)| **weight >= FAINT && *at < above.len());
            seen.map(move |(at, &weight)| {
                let weight = f64::from(weight).min(1.0);
                let [from, to] =
                    [below[step], above[at]].map(|place| format!("{:.1}", place.middle()));
                html! {
                    <line
                        key={format!("{step}-{at}")}
                        x1={from}
                        y1={HEIGHT.to_string()}
                        x2={to}
                        y2="0"
                        stroke-width={format!("{:.2}", (THICK * weight).max(THIN))}
                        opacity={format!("{weight:.3}")}
                    />
                }
            })
        })
    }

    /// What was said, and last what is yet to be.
    fn said<'a>(&'a self, places: &'a [Place]) -> impl Iterator<Item = Html> + 'a {
        self.seen.steps.iter().zip(places).enumerate().map(move |(at, (step, place))| {
            let best = step.candidates.first().filter(|_| step.is_said);
            let (layer, head) = self.place;
            let looks = self.seen.most(layer, head, at).map(|(word, weight)| {
                format!("looks most at “{word}”, {}", percent(weight.into()))
            });
            let looks = looks.unwrap_or_default();
            let what = if step.is_said { ", " } else { " what comes next, " };
            let point = |to: Option<usize>| (self.point.clone(), to);
            let (enter, leave) = (point(Some(at)), point(None));
            let (focus, blur) = (enter.clone(), leave.clone());
            let class = classes!((!step.is_said).then_some("next"), (self.lit == Some(at)).then_some("lit"));
            html! {
                <li key={at} ~style={format!("width:{}", rem(place.width))}>
                    <button
                        data-step-at={at.to_string()}
                        data-made={best.map(|best| best.word.clone())}
                        data-value={best.map(|best| best.probability.to_string())}
                        aria-pressed={(self.kept == Some(at)).to_string()}
                        title="Show its lines alone"
                        {class}
                        onclick={self.keep.reform(move |_| at)}
                        onpointerenter={move |_| enter.0.emit(enter.1)}
                        onpointerleave={move |_| leave.0.emit(leave.1)}
                        onfocusin={move |_| focus.0.emit(focus.1)}
                        onfocusout={move |_| blur.0.emit(blur.1)}
                    >
                        <bdi lang={self.language}>{ said(step) }</bdi>
                        <small>{ best.map_or("\u{a0}".to_owned(), |best| percent(best.probability.into())) }</small>
                        <span class="visually-hidden">{ format!("{what}{looks}") }</span>
                    </button>
                </li>
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_more_moves_no_other() {
        let words = ["the", "antidisestablishmentarianist", "."];
        let (few, all) = (places(words[..2].iter().copied()), places(words.into_iter()));
        assert_eq!(few, all[..2]);
        assert!(all.windows(2).all(|pair| pair[0].end() < pair[1].start));
        assert!(all[1].width > all[0].width && all[2].width >= LEAST);
    }
}
