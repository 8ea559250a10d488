//! One variant's pattern, and its figures.

use std::rc::Rc;

use engine::cost::{Pattern, PatternQuestion, pattern};
use scene::{Domain, Theme};
use yew::{Html, Properties, component, html, use_memo};

use super::super::names::{source, title};
use crate::components::{Figure, Look, label_line};
use crate::hooks::by_type;
use crate::labs::units::{bytes, count, percent};
use crate::shared::{MatrixRef, Shared};

/// Space between panels, and beside a picture for its labels, in CSS pixels, the second where type
/// has its usual size.
const GAP: f64 = 24.0;
const LABELS: f64 = 38.0;
/// The smallest panel, and the most room for all of a line.
const LEAST: f64 = 210.0;
const MOST: f64 = 980.0;

/// How many panels stand side by side in so much room.
pub fn columns(width: f64) -> f64 {
    (width / LEAST).floor().clamp(1.0, 3.0)
}

/// What a panel shows.
#[derive(Properties, PartialEq)]
pub struct PanelProps {
    /// The pattern.
    pub question: PatternQuestion,
    /// Light or dark.
    pub theme: Theme,
    /// The width of all panels of a line, in CSS pixels.
    pub width: f64,
}

/// The panel.
#[component]
pub fn Panel(PanelProps { question, theme, width }: &PanelProps) -> Html {
    let seen = use_memo(question.clone(), |question| {
        pattern(question).map(|seen| (Shared::new(seen.picture.clone()), seen))
    });
    let name = title(&question.way);
    html! {
        <section class="panel pattern" data-variant={question.way.clone()} aria-label={name}>
            <h2>{ name }</h2>
            { match &*seen {
                Err(error) => html! { <p class="warning" role="alert">{ error.to_string() }</p> },
                Ok((picture, seen)) => html! {
                    <>
                        { figure(picture, question.n, *theme, *width) }
                        { figures(seen, question) }
                        <>{ in_blocks(question) }</>
                    </>
                },
            } }
            <p class="source">{ source(&question.way) }</p>
        </section>
    }
}

fn figure(picture: &Shared<engine::Matrix>, n: usize, theme: Theme, width: f64) -> Html {
    let columns = columns(width);
    let room =
        ((width.min(MOST) - (columns - 1.0) * GAP) / columns - by_type(LABELS)).clamp(128.0, 256.0);
    let side = picture.values.nrows() as f64;
    let cell = (room / side).floor().clamp(1.0, 32.0);
    // Of a long text, a row of the picture is several tokens, and has the first one's number.
    let rows = picture.values.nrows();
    let words: Rc<[String]> = (0..rows).map(|at| (at * n / rows).to_string()).collect();
    html! {
        <Figure
            aloud={true}
            matrix={MatrixRef::Alone(picture.clone())}
            look={Look { cell: (cell, cell), domain: Domain::Sequential { max: 1.0 }, theme, transposed: false }}
            rows={words.clone()}
            columns={words}
            gutter={(by_type(LABELS), label_line())}
            shared={true}
            numbered={true}
            legend={false}
            hint={"Arrow keys move."}
        />
    }
}

/// That a block stands for several tokens, wherever one is counted.
fn in_blocks(question: &PatternQuestion) -> Option<Html> {
    let block = question.settings.block;
    (question.way == "big_bird" && block > 1).then(|| {
        html! {
            <p class="hint">{ format!(
                "In blocks of {block} tokens, as in the paper: its window, its global tokens and its \
                 random keys count blocks."
            ) }</p>
        }
    })
}

/// What the pattern comes to.
fn figures(seen: &Pattern, question: &PatternQuestion) -> Html {
    let Pattern { cost, full, coverage, layers, .. } = seen;
    let layers = match layers {
        Some(1) => "1 layer".to_owned(),
        Some(layers) => format!("{layers} layers"),
        None => "never".to_owned(),
    };
    let share = |part: u64, all: u64| percent(part as f64 / all.max(1) as f64);
    html! {
        <dl class="figures">
            <dt>{ "pairs" }</dt>
            <dd data-measure="pairs" data-value={cost.pairs.to_string()}>{ count(cost.pairs) }</dd>
            <dt>{ "coverage" }</dt>
            <dd data-measure="coverage" data-value={coverage.to_string()}>{ percent(*coverage) }</dd>
            <dt>{ "multiply-adds" }</dt>
            <dd>{ share(cost.multiply_adds, full.multiply_adds) }{ " of full" }</dd>
            <dt>{ "memory" }</dt>
            <dd>{ bytes(cost.bytes as f64) }</dd>
            <dt>{ match (question.n, question.causal) {
                (1, _) => "heard of itself after",
                (_, false) => "all heard of all after",
                (_, true) => "all heard of all before after",
            } }</dt>
            <dd data-measure="layers" data-value={seen.layers.map(|n| n.to_string())}>{ layers }</dd>
        </dl>
    }
}
