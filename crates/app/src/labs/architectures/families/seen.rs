//! What a model reads, and which token sees which.

use std::rc::Rc;

use engine::architectures::{Family, Passage, Rule, Seen, Stack, Token};
use scene::Theme;
use yew::{
    Callback, Html, Properties, classes, component, html, use_callback, use_memo, use_node_ref,
};

use super::super::words::note;
use super::lit::{Chosen, Place};
use super::picture::{Frame, Picture};
use super::said;
use crate::hooks::use_size;
use crate::shared::{MatrixRef, Shared};

/// From this width on, in CSS pixels, the three attentions of two stacks stand so that what is
/// the same in two of them is level.
const BESIDE: f64 = 380.0;
const GAP: f64 = 16.0;
/// The least width of a cell there.
const LEAST: f64 = 12.0;

/// What is shown.
#[derive(Properties, PartialEq)]
pub struct SeenProps {
    /// The text and what the model made of it.
    pub passed: Shared<Passage>,
    /// The model's family.
    pub family: Family,
    /// The text.
    pub sentence: String,
    /// The layer and the head whose weights are shown.
    pub place: (usize, usize),
    /// Light or dark.
    pub theme: Theme,
    /// The token that was chosen, in whichever family.
    pub chosen: Option<Chosen>,
    /// Takes another one.
    pub choose: Callback<Option<Chosen>>,
}

/// An attention with what its picture needs.
struct Shown {
    seen: Seen,
    matrix: MatrixRef,
    queries: Rc<[String]>,
    keys: Rc<[String]>,
    /// The queries that are the chosen token.
    lit: Vec<usize>,
}

/// The tokens and the attentions.
#[component]
pub fn WhoSeesWhom(props: &SeenProps) -> Html {
    let SeenProps { passed, family, sentence, place, theme, chosen, choose } = props;
    let host = use_node_ref();
    let (width, _) = use_size(host.clone(), true).unwrap_or((340.0, 0.0));
    let seen = use_memo((passed.clone(), *place), |(passed, (layer, head))| {
        let drawn = passed.seen(*layer, *head).into_iter().map(|seen| {
            let matrix = MatrixRef::Alone(Shared::new(seen.weights.clone()));
            let (queries, keys) =
                (texts(passed.queries(seen.stack)), texts(passed.keys(seen.stack)));
            (seen, matrix, queries, keys)
        });
        drawn.collect::<Vec<_>>()
    });
    let toggle = use_callback(
        (passed.clone(), sentence.clone(), *family, chosen.clone(), choose.clone()),
        |(is_target, at): (bool, usize), (passed, sentence, family, chosen, choose)| {
            let tokens = if is_target { &passed.target } else { &passed.source };
            let place = Place { family: *family, is_target };
            let is_lit = lit(chosen.as_ref(), place, tokens).contains(&at);
            let one = tokens.get(at).filter(|_| !is_lit).map(|token| Chosen {
                sentence: sentence.clone(),
                place,
                at,
                token: token.clone(),
            });
            choose.emit(one);
        },
    );
    let queried = |stack: Stack| Place { family: *family, is_target: stack != Stack::Encoder };
    let shown = seen.iter().map(|(seen, matrix, queries, keys)| Shown {
        seen: seen.clone(),
        matrix: matrix.clone(),
        queries: queries.clone(),
        keys: keys.clone(),
        lit: lit(chosen.as_ref(), queried(seen.stack), passed.queries(seen.stack)),
    });
    let shown: Vec<Shown> = shown.collect();
    let strands = [(false, &passed.source), (true, &passed.target)].into_iter();
    let strands = strands.filter(|(_, tokens)| !tokens.is_empty()).map(|(is_target, tokens)| {
        let place = Place { family: *family, is_target };
        let lit = lit(chosen.as_ref(), place, tokens);
        strand(place, tokens, &lit, &looked_at(&shown, is_target), &toggle)
    });
    let longest = passed.source.len().max(passed.target.len());
    let labels: Vec<String> =
        shown.iter().flat_map(|it| it.queries.iter().chain(it.keys.iter())).cloned().collect();
    let beside = Frame::of(&labels, longest, (width - GAP) / 2.0);
    let is_beside = shown.len() == 3 && width >= BESIDE && beside.cell.0 >= LEAST;
    let frame = if is_beside { beside } else { Frame::of(&labels, longest, width) };
    let pictures = shown.iter().map(|shown| {
        attention(shown, passed, (*family, place.0), (frame, *theme), chosen.as_ref(), &toggle)
    });
    html! {
        <div ref={host} class="masks">
            <>{ note(passed.fits) }</>
            <>{ for strands }</>
            <>{ shown.is_empty().then(|| html! {
                <p role="status" class="empty">{ "There is nothing to read yet. Type a sentence above." }</p>
            }) }</>
            <div class={classes!("attentions", is_beside.then_some("beside"))}>
                <>{ for pictures }</>
                <>{ is_beside.then(|| html! {
                    <p class="never">{ "Nothing stands here: the encoder never sees what the decoder writes." }</p>
                }) }</>
            </div>
        </div>
    }
}

fn texts(tokens: &[Token]) -> Rc<[String]> {
    tokens.iter().map(|token| token.text.clone()).collect()
}

/// Which of these tokens the chosen one is.
fn lit(chosen: Option<&Chosen>, place: Place, tokens: &[Token]) -> Vec<usize> {
    chosen.map(|chosen| chosen.among(place, tokens)).unwrap_or_default()
}

/// Which tokens of a side the chosen one sees, in any attention.
fn looked_at(shown: &[Shown], is_target: bool) -> Vec<bool> {
    let of_side = |it: &&Shown| (it.seen.stack == Stack::Decoder) == is_target;
    let mut seen = Vec::new();
    for Shown { seen: attention, lit, keys, .. } in shown.iter().filter(of_side) {
        seen.resize(keys.len(), false);
        for (key, seen) in seen.iter_mut().enumerate() {
            *seen |= lit.iter().any(|query| attention.sees(*query, key));
        }
    }
    seen
}

/// The tokens that one stack reads, to choose one.
fn strand(
    place: Place,
    tokens: &[Token],
    lit: &[usize],
    seen: &[bool],
    toggle: &Callback<(bool, usize)>,
) -> Html {
    let is_target = place.is_target;
    let title = match (place.family, is_target) {
        (Family::EncoderDecoder, false) => "The encoder reads",
        (Family::EncoderDecoder, true) => "The decoder reads",
        _ => "It reads",
    };
    let buttons = tokens.iter().enumerate().map(|(at, token)| {
        let class = seen.get(at).copied().unwrap_or(false).then_some("seen");
        html! {
            <button
                key={at}
                data-token={at.to_string()}
                aria-pressed={lit.contains(&at).to_string()}
                {class}
                title={format!("What “{}” sees", token.text)}
                onclick={toggle.reform(move |_| (is_target, at))}
            ><bdi>{ &token.text }</bdi></button>
        }
    });
    let side = if is_target { "target" } else { "source" };
    html! {
        <div key={side} class="strand" data-strand={side}>
            <h3>{ title }</h3>
            <div class="words" role="group" aria-label={format!("{title}: choose a token to light up what it sees")}>
                { for buttons }
            </div>
        </div>
    }
}

/// One attention: its picture, its mask in words, and what the chosen token sees. `asked` is the
/// layer that was asked for, which the model may not have.
fn attention(
    shown: &Shown,
    passed: &Passage,
    (family, asked): (Family, usize),
    (frame, theme): (Frame, Theme),
    chosen: Option<&Chosen>,
    toggle: &Callback<(bool, usize)>,
) -> Html {
    let Shown { seen, matrix, queries, keys, lit } = shown;
    let (name, title) = match seen.stack {
        Stack::Encoder => ("encoder", "Self-attention"),
        Stack::Decoder => ("decoder", "Masked self-attention"),
        Stack::Cross => ("cross", "Cross-attention"),
    };
    let rule = seen.rule();
    let slug = match rule {
        Rule::All => "all",
        Rule::UpToItself => "causal",
        Rule::Other => "other",
    };
    let (keys_of, is_target) = (passed.keys(seen.stack), seen.stack != Stack::Encoder);
    let facts = lit.iter().map(|query| {
        html! { <li key={*query} data-query={query.to_string()}>{ said::fact(seen, (queries, keys), *query) }</li> }
    });
    let whose = match family {
        Family::Encoder => "the encoder’s",
        Family::Decoder => "the decoder’s",
        Family::EncoderDecoder => "T5’s",
    };
    // Where nothing is lit, why; what to do is said once.
    let hint = match chosen {
        None if seen.stack == Stack::Cross => None,
        None => Some("Choose a token to light up what it sees.".to_owned()),
        Some(chosen) => {
            let absent = lit.is_empty().then_some(&chosen.token.text);
            absent.map(|text| format!("“{text}” is none of the tokens that ask here."))
        }
    };
    let layer = match seen.layer < asked {
        true => format!("Layer {}, the last that this model has.", seen.layer),
        false => format!("Layer {}.", seen.layer),
    };
    html! {
        <div key={name} class="attention" data-attention={name} data-rule={slug}>
            <h3>{ title }</h3>
            <Picture
                matrix={matrix.clone()}
                rows={queries.clone()}
                columns={keys.clone()}
                unseen={said::unseen(seen)}
                lit={lit.clone()}
                title={format!("weights of {whose} {}, layer {}", title.to_lowercase(), seen.layer)}
                said={lit.first().map(|query| said::fact(seen, (queries, keys), *query)).unwrap_or_default()}
                {frame}
                {theme}
                choose={toggle.reform(move |query| (is_target, query))}
            />
            <p>{ format!("{layer} {}", said::rule(rule, seen.stack, keys_of.len())) }</p>
            <ul class="facts">{ for facts }<>{ hint.map(|hint| html! { <li>{ hint }</li> }) }</></ul>
        </div>
    }
}
