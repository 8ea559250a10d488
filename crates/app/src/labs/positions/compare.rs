//! The learner's sentence under two encodings, side by side.

use std::rc::Rc;

use engine::{Cell, Comparison, EncodingKind, Largest, MatrixName};
use scene::{Domain, Theme};
use yew::{
    AttrValue, Callback, Html, component, html, use_callback, use_memo, use_node_ref, use_state_eq,
};

use super::View;
use super::look::{encodings, title};
use super::settings::Settings;
use crate::answers;
use crate::components::{Figure, Look, Marks, Pointing, gutter, gutter_above, sentence};
use crate::hooks::{by_type, use_size};
use crate::labs::LabProps;
use crate::labs::controls::controls;
use crate::labs::parts::{Slider, measure, segments};
use crate::shared::{MatrixRef, Shared};
use crate::state::{Action, PositionsChoice};
use crate::words;

/// The view's line in the list.
pub const VIEW: View =
    View { slug: "compare", title: "Compare", draw: |props, _| html! { <Compare ..props /> } };

/// The two rows of pictures: first, second, difference.
const ROWS: [[MatrixName; 3]; 2] = [
    [MatrixName::ScoresA, MatrixName::ScoresB, MatrixName::ScoresDifference],
    [MatrixName::WeightsA, MatrixName::WeightsB, MatrixName::WeightsDifference],
];

/// Up to this width of the stage the pictures stand one below the other.
const NARROW: f64 = 560.0;

/// The view.
#[component]
fn Compare(props: &LabProps) -> Html {
    let LabProps { inputs, theme, dispatch } = props;
    let choice = inputs.positions;
    let deps = (inputs.settings.clone(), choice.with, inputs.head);
    let answer =
        use_memo(deps, |(settings, with, head)| answers::comparison(settings, *with, *head));
    let stage = use_node_ref();
    let size = use_size(stage.clone(), true);
    let hover = use_state_eq(|| None::<Cell>);
    let on = use_callback(hover.setter(), |pointing, hover| {
        if let Pointing::Hover(cell) = pointing {
            hover.set(cell);
        }
    });
    let first = inputs.settings.encoding;
    let with = dispatch.reform(move |with| Action::Positions(PositionsChoice { with, ..choice }));
    let (body, verdict) = match &*answer {
        Err(error) => (html! { <p class="warning" role="alert">{ error }</p> }, None),
        Ok(seen) => {
            let words = words::tokens(&seen.tokens);
            let pictures = Pictures {
                seen,
                words: &words,
                stage: size.unwrap_or((688.0, 600.0)),
                theme: *theme,
                hover: *hover,
                on: &on,
            };
            let names = [title(first), title(choice.with)];
            (pictures.draw(names), Some(verdict(seen, &words, [first, choice.with])))
        }
    };
    let swap = {
        let dispatch = dispatch.clone();
        move |_| {
            dispatch.emit(Action::Encoding(choice.with));
            dispatch.emit(Action::Positions(PositionsChoice { with: first, ..choice }));
        }
    };
    let mut layer = (**inputs).clone();
    layer.hide.push("encoding");
    let heads = inputs.settings.heads;
    let head =
        Slider::whole(("head", "Head", "Whose scores are compared"), inputs.head, (0, heads - 1));
    html! {
        <>
            { inputs.shows("sentence").then(|| sentence(
                "sentence", "Sentence", &inputs.settings.text, inputs.shows("examples"),
                &dispatch.reform(Action::Text),
            )) }
            <div class="pickers">
                { segments("First", "encoding", &encodings(), first, &dispatch.reform(Action::Encoding)) }
                <button
                    data-action="swap-encodings"
                    title="Swap first and second"
                    aria-label="Swap first and second"
                    onclick={swap}
                >{ "⇄" }</button>
                { segments("Second", "with", &encodings(), choice.with, &with) }
            </div>
            <div class="bench">
                { inputs.shows("controls").then(|| html! {
                    <Settings>
                        { (heads > 1).then(|| head.draw(dispatch.reform(|head: f64| Action::Head(head as usize)))) }
                        { controls(&layer, dispatch) }
                    </Settings>
                }) }
                <div class="middle">
                    <div ref={stage} class="stage" tabindex="-1">{ body }</div>
                </div>
                <aside class="side" aria-label="What was measured">{ verdict }</aside>
            </div>
        </>
    }
}

/// All that the pictures are drawn of.
struct Pictures<'a> {
    seen: &'a Shared<Comparison>,
    words: &'a Rc<[String]>,
    stage: (f64, f64),
    theme: Theme,
    hover: Option<Cell>,
    on: &'a Callback<Pointing>,
}

impl Pictures<'_> {
    fn draw(&self, encodings: [&'static str; 2]) -> Html {
        if self.words.is_empty() {
            return html! { <p>{ "There is nothing to compare yet. Type a sentence above." }</p> };
        }
        let rows = ROWS.into_iter().map(|names| {
            let values = |name| self.seen.matrix(name).map(|matrix| matrix.values.iter().copied());
            let domain = names[..2].iter().copied().filter_map(values).map(Domain::of);
            let shared = domain.reduce(Domain::union);
            let own = values(names[2]).map(Domain::of);
            let three = [
                (names[0], shared, Some(encodings[0])),
                (names[1], shared, Some(encodings[1])),
                (names[2], own, None),
            ];
            let figures =
                three.into_iter().enumerate().filter_map(|(index, (name, domain, encoding))| {
                    let figure = self.figure(name, domain?, index, encoding)?;
                    let sign = ["", "−", "="][index];
                    Some(html! {
                        <div key={name.name()} class="term">
                            <span class="operator" aria-hidden="true">{ sign }</span>
                            <div><h2>{ encoding.unwrap_or("difference") }</h2>{ figure }</div>
                        </div>
                    })
                });
            html! { <div class="row">{ for figures }</div> }
        });
        html! { <div class="comparison">{ for rows }</div> }
    }

    fn figure(
        &self,
        name: MatrixName,
        domain: Domain,
        index: usize,
        encoding: Option<&str>,
    ) -> Option<Html> {
        let matrix = self.seen.matrix(name)?.clone();
        let is_narrow = self.stage.0 < NARROW;
        // Side by side, one name of each row is enough.
        let named = is_narrow || index == 0;
        let left = if named { gutter(self.words.iter()) } else { 4.0 };
        let n = matrix.values.nrows().max(1) as f64;
        let cell = self.cell(n);
        let top = gutter_above(gutter(self.words.iter()), cell.0);
        let cursor = self.hover.map(|cell| (cell.row, cell.column));
        let quantity = match name {
            MatrixName::ScoresA | MatrixName::ScoresB | MatrixName::ScoresDifference => {
                "scaled scores"
            }
            _ => "weights",
        };
        // Both may have the same encoding, so their places are said too.
        let title = match encoding {
            Some(encoding) => {
                let place = ["first", "second"][index.min(1)];
                format!("{quantity} with the {place} encoding, {encoding}")
            }
            None => format!("difference of the {quantity}"),
        };
        Some(html! {
            <Figure
                matrix={MatrixRef::Alone(Shared::new(matrix))}
                look={Look { cell, domain, theme: self.theme, transposed: false }}
                rows={self.words.clone()}
                columns={self.words.clone()}
                gutter={(left, top)}
                {named}
                title={AttrValue::from(title)}
                aloud={true}
                shared={index < 2}
                marks={Marks { cursor, ..Marks::default() }}
                hint={Some(AttrValue::Static("Arrow keys move."))}
                on={self.on.clone()}
            />
        })
    }

    /// Three matrices beside each other and two below each other, where there is room.
    fn cell(&self, n: f64) -> (f64, f64) {
        let names = gutter(self.words.iter());
        let (width, height) = self.stage;
        let across = match width < NARROW {
            true => width - 16.0 - names - 44.0,
            false => (width - 16.0 - names - 180.0) / 3.0,
        };
        let down = (height - 16.0) / 2.0 - names - by_type(110.0);
        ((across / n).floor().clamp(6.0, 56.0), (down / n).floor().clamp(9.0, 36.0))
    }
}

/// The largest differences and where they are.
fn verdict(seen: &Comparison, words: &[String], kinds: [EncodingKind; 2]) -> Html {
    let [first, second] = kinds.map(title);
    let place = |Largest { row, column, .. }: Largest| {
        let word = |at: usize| words.get(at).cloned().unwrap_or_default();
        format!("where “{}” ({row}) looks at “{}” ({column})", word(row), word(column))
    };
    let measured = seen.largest.map(|[scores, weights]| {
        html! {
            <>
                { measure("scores", "largest difference of the scores", scores.difference.abs()) }
                <p class="fact">{ place(scores) }</p>
                { measure("weights", "largest difference of the weights", weights.difference.abs()) }
                <p class="fact">{ place(weights) }</p>
            </>
        }
    });
    html! {
        <section class="explanation">
            <h2>{ format!("{first} against {second}") }</h2>
            <p>{ format!(
                "The same words and the same weights, head {}. Only the encoding differs, so every \
                 difference is its doing. The scores are what the softmax is given, before the mask.",
                seen.head
            ) }</p>
            { measured }
            <p class="look">{ hint(kinds) }</p>
        </section>
    }
}

/// What the difference of the scores is, and what to try.
fn hint([first, second]: [EncodingKind; 2]) -> String {
    use EncodingKind::{Alibi, None, T5};
    let adds_a_bias = |kind| matches!(kind, Alibi | T5);
    match (first, second) {
        (first, second) if first == second => {
            "The same encoding twice, so there is nothing to see. Choose another as the second."
                .into()
        }
        (kind, None) | (None, kind) if adds_a_bias(kind) => format!(
            "The difference of the scores is {}{}’s bias itself, the same for any words: type \
             others and see it stay. That of the weights depends on the words.",
            if second == None { "" } else { "minus " },
            title(kind),
        ),
        (kind, None) | (None, kind) => format!(
            "What {} does to a score depends on the words as well as on their places: swap two \
             words and see the differences change.",
            title(kind),
        ),
        (first, _) => format!(
            "Choose none as the second: what is left then is {}’s own doing. Swap two words and \
             see which differences stay in place.",
            title(first),
        ),
    }
}
