//! FlashAttention, tile by tile, and what it moves between slow and fast memory.

mod carried;
mod ledger;
mod player;
mod tiles;
mod traffic;

use std::rc::Rc;

use engine::cost::{FlashQuestion, FlashRun, Tile, flash};
use engine::{Cell, MaskKind, Matrix, MatrixName};
use yew::{Html, component, html, use_callback, use_memo, use_node_ref, use_state_eq};

use super::View;
use super::controls;
use crate::components::{Pointing, sentence};
use crate::hooks::use_size;
use crate::labs::LabProps;
use crate::labs::controls::controls as layer_controls;
use crate::labs::parts::{Slider, formula, measure};
use crate::shared::Shared;
use crate::state::Action;
use crate::words;
use player::Player;
use tiles::Sight;

/// The view's line in the list.
pub const VIEW: View =
    View { slug: "flash", title: "FlashAttention", draw: |lab, _| html! { <Flash ..lab /> } };

/// A run with what its pictures are drawn of.
#[derive(PartialEq)]
struct Played {
    run: Shared<FlashRun>,
    words: Rc<[String]>,
    /// The masked scores, or the scaled ones where there is no mask; none for an empty sentence.
    scores: Option<Shared<Matrix>>,
}

impl Played {
    fn new(run: FlashRun, has_mask: bool) -> Self {
        let words = words::tokens(&run.tokens);
        let name = if has_mask { MatrixName::Masked } else { MatrixName::Scaled };
        let scores = run.matrix(MatrixName::Masked).cloned();
        let scores = scores.map(|matrix| Shared::new(Matrix { name, ..matrix }));
        Self { run: Shared::new(run), words, scores }
    }
}

/// Where the player stands.
#[derive(Clone, Copy, Debug, PartialEq)]
enum At<'a> {
    /// At a tile.
    Tile(usize, &'a Tile),
    /// After all of them, where what was summed is divided.
    End,
}

impl<'a> At<'a> {
    fn of(run: &'a FlashRun, at: usize) -> Self {
        run.tiles.get(at).map_or(Self::End, |tile| Self::Tile(at, tile))
    }
}

/// The view.
#[component]
fn Flash(props: &LabProps) -> Html {
    let LabProps { inputs, theme, dispatch } = props;
    let (queries, keys) = inputs.cost.tile;
    let settings = (*inputs.settings).clone();
    let question = FlashQuestion { settings, head: inputs.head, queries, keys };
    let run = use_memo(question, |question| {
        let has_mask = question.settings.mask != MaskKind::None;
        let played = flash(question).map(|run| Played::new(run, has_mask));
        played.map_err(|error| error.to_string())
    });
    let at = inputs.tile;
    let query = use_state_eq(|| 0_usize);
    let hover = use_state_eq(|| None::<Cell>);
    let go = dispatch.reform(Action::Tile);
    let on = use_callback((), {
        let (hover, query) = (hover.setter(), query.setter());
        move |pointing, ()| match pointing {
            Pointing::Hover(cell) => hover.set(cell),
            Pointing::Lock(cell) => query.set(cell.row),
            Pointing::Press(_) | Pointing::Read | Pointing::Release => {}
        }
    });
    let stage = use_node_ref();
    let (width, _) = use_size(stage.clone(), true).unwrap_or((688.0, 600.0));
    let (bar, played, verdict) = match &*run {
        Err(error) => (None, html! { <p class="warning" role="alert">{ error }</p> }, None),
        Ok(Played { scores: None, .. }) => (
            None,
            html! { <p>{ "There is nothing to play yet. Type a sentence above." }</p> },
            None,
        ),
        Ok(Played { run, words, scores: Some(scores) }) => {
            let here = At::of(run, at);
            let query = shown(here, *query, words.len());
            let sight = Sight { run, words, scores, hover: *hover, theme: *theme, width };
            let count = run.tiles.len() + 1;
            let text = described(here, run.tiles.len());
            let bar = html! { <Player at={at.min(count - 1)} {count} {text} {go} /> };
            let played = html! {
                <>
                    <section class="panel">{ sight.draw(here, query, &on) }</section>
                    <section class="panel">{ ledger::ledger(run, here, query, words) }</section>
                    <section class="panel wide">{ carried::carried(run, here, words) }</section>
                </>
            };
            (Some(bar), played, Some(verdict(run.max_difference)))
        }
    };
    html! {
        <>
            { inputs.shows("sentence").then(|| sentence(
                "sentence", "Sentence", &inputs.settings.text, inputs.shows("examples"),
                &dispatch.reform(Action::Text),
            )) }
            <div class="bench">
                <div class="middle">
                    { bar }
                    <div ref={stage} class="stage" tabindex="-1">
                        <div class="panels flash">
                            { played }
                            <section class="panel wide">{ traffic::traffic(props, width) }</section>
                        </div>
                    </div>
                </div>
                <aside class="side" tabindex="0" aria-label="What happens, and what was measured">
                    { verdict }
                    { explanation() }
                </aside>
                { inputs.shows("controls").then(|| settings_of(props)) }
            </div>
        </>
    }
}

/// The query whose arithmetic is written out: the chosen one, or the tile's first.
fn shown(at: At, chosen: usize, n: usize) -> usize {
    match at {
        At::Tile(_, tile) if !tile.queries.contains(&chosen) => tile.queries.start,
        _ => chosen.min(n.saturating_sub(1)),
    }
}

/// Where the player stands, in words.
fn described(at: At, tiles: usize) -> String {
    let range = |[one, many]: [&str; 2], range: &std::ops::Range<usize>| match range.len() {
        1 => format!("{one} {}", range.start),
        _ => format!("{many} {}–{}", range.start, range.end - 1),
    };
    match at {
        At::Tile(at, tile) => format!(
            "tile {} of {tiles}: {}, {}",
            at + 1,
            range(["query", "queries"], &tile.queries),
            match range(["key", "keys"], &tile.keys) {
                keys if tile.rows.is_empty() => format!("{keys}, skipped"),
                keys => keys,
            },
        ),
        At::End => "the end: divide once".to_owned(),
    }
}

fn explanation() -> Html {
    html! {
        <section class="explanation">
            <h2>{ "The same numbers, a tile at a time" }</h2>
            <p>{ "Attention done at once writes all n² scores to memory, reads them to soften them, \
                  and reads them again to weigh the values. FlashAttention never does: it takes a \
                  tile of scores, uses it, and forgets it." }</p>
            <p>{ "The softmax needs the largest score and the sum of all exponentials, which no tile \
                  knows. So each query carries both along. When a larger score turns up, everything \
                  so far is multiplied by one factor, α, as if the new maximum had been there from \
                  the start." }</p>
            <div class="rules">
                { formula("<mi>α</mi><mo>=</mo><msup><mi>e</mi><mrow><msub><mi>m</mi><mtext>old</mtext></msub><mo>−</mo><msub><mi>m</mi><mtext>new</mtext></msub></mrow></msup>") }
                { formula("<mi>ℓ</mi><mo>←</mo><mi>α</mi><mi>ℓ</mi><mo>+</mo><munder><mo>∑</mo><mi>j</mi></munder><msup><mi>e</mi><mrow><msub><mi>s</mi><mi>j</mi></msub><mo>−</mo><msub><mi>m</mi><mtext>new</mtext></msub></mrow></msup>") }
                { formula("<mi>o</mi><mo>←</mo><mi>α</mi><mi>o</mi><mo>+</mo><munder><mo>∑</mo><mi>j</mi></munder><msup><mi>e</mi><mrow><msub><mi>s</mi><mi>j</mi></msub><mo>−</mo><msub><mi>m</mi><mtext>new</mtext></msub></mrow></msup><msub><mi>v</mi><mi>j</mi></msub>") }
            </div>
            <p class="look">{ "Step until a larger score comes, and see what was summed so far shrink. Change the \
                               size of the tiles: the way differs, the result doesn’t." }</p>
            <p class="source">{ "Dao et al. 2022, algorithm 1; the running sums are Milakov and \
                                 Gimelshein’s (2018). As in Dao 2023, section 3.1, the output is \
                                 divided by the sum once, at the end." }</p>
        </section>
    }
}

/// How near the tiles come to attention done at once.
fn verdict(difference: f32) -> Html {
    let verdict = match difference {
        0.0 => "Not a bit of difference: the tiles come to the very numbers.",
        _ => {
            "Zero but for rounding: the same sums, added in another order. FlashAttention is \
             exact, no approximation."
        }
    };
    html! {
        <section>
            { measure("difference", "largest difference from attention done at once", difference) }
            <p class="fact">{ verdict }</p>
        </section>
    }
}

fn settings_of(lab: &LabProps) -> Html {
    let LabProps { inputs, dispatch, .. } = lab;
    let heads = inputs.settings.heads;
    let tile = |id, label, hint, value, set| {
        Slider::whole((id, label, hint), value, (1, 16)).draw(controls::change(lab, set))
    };
    html! {
        <section class="settings" aria-label="Settings">
            <div class="controls">
                { tile("tile_queries", "Queries in a tile", "How many rows of scores are there at once", inputs.cost.tile.0, |c, n| c.tile.0 = n) }
                { tile("tile_keys", "Keys in a tile", "How many columns of scores are there at once", inputs.cost.tile.1, |c, n| c.tile.1 = n) }
                { (heads > 1).then(|| {
                    Slider::whole(("head", "Head", "Whose attention is played"), inputs.head, (0, heads - 1))
                        .draw(dispatch.reform(|head: f64| Action::Head(head as usize)))
                }) }
            </div>
            { layer_controls(inputs, dispatch) }
        </section>
    }
}
