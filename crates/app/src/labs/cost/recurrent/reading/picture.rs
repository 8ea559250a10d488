//! The pictures of what waits for what.

use yew::{AttrValue, Html, classes, html};

/// How far apart two words stand, at least and at most, in CSS pixels.
const GAP: (f64, f64) = (46.0, 140.0);

/// The heights of the outputs and of the words, and the size of an output.
const OUTPUT: f64 = 20.0;
const WORD: f64 = 84.0;
const RADIUS: f64 = 10.0;

/// About how wide a letter of a word is.
const LETTER: f64 = 7.2;

/// Where things stand.
struct Place {
    gap: f64,
    n: usize,
}

impl Place {
    fn x(&self, at: usize) -> f64 {
        (at as f64 + 0.5) * self.gap
    }
}

/// Both pictures after so many steps: side by side where there is room.
pub fn pictures(words: &[AttrValue], step: usize, width: f64) -> Html {
    let n = words.len();
    let fits = |columns: f64| (width / columns - 16.0) / n as f64;
    let gap = if fits(2.0) >= GAP.0 { fits(2.0) } else { fits(1.0) };
    let place = Place { gap: gap.clamp(GAP.0, GAP.1), n };
    html! {
        <div class="pictures">
            { picture("chain", "RNN, LSTM", (step, n), words, &place, chain(step, &place)) }
            { picture("all", "Attention", (step.min(1), 1), words, &place, all(step, &place)) }
        </div>
    }
}

/// One of them: words below, outputs above, and between them what is `drawn`.
fn picture(
    slug: &'static str,
    name: &'static str,
    (step, steps): (usize, usize),
    words: &[AttrValue],
    place: &Place,
    drawn: Html,
) -> Html {
    // An output is there once its step is made; attention's are all of the same step.
    let done = |at: usize| if steps == 1 { step == 1 } else { at < step };
    let outputs = (0..place.n).map(|at| {
        let now = step > 0 && (steps == 1 || at + 1 == step);
        let class = classes!("output", done(at).then_some("done"), now.then_some("now"));
        html! {
            <circle key={at} {class} cx={number(place.x(at))} cy={number(OUTPUT)} r={number(RADIUS)} />
        }
    });
    let labels = words.iter().enumerate().map(|(at, word)| {
        html! {
            <text key={at} x={number(place.x(at))} y={number(WORD + 16.0)}>
                { short(word, place.gap) }<title>{ word }</title>
            </text>
        }
    });
    let (width, height) = (place.gap * place.n as f64, WORD + 24.0);
    let label = format!("{name}: {step} of {steps} sequential steps made");
    html! {
        <figure class={classes!("waits", slug)} data-picture={slug}>
            <figcaption>
                <b>{ name }</b>{ format!(": step {step} of {steps}") }
            </figcaption>
            <div class="scroll" tabindex="0" role="region" aria-label={format!("Picture: {name}")}>
                <svg
                    role="img"
                    aria-label={label}
                    viewBox={format!("0 0 {width:.1} {height:.1}")}
                    width={number(width)}
                    height={number(height)}
                >
                    { drawn }
                    <g>{ for outputs }</g>
                    <g>{ for labels }</g>
                </svg>
            </div>
        </figure>
    }
}

/// Each state waits for its word and for the state before.
fn chain(step: usize, place: &Place) -> Html {
    let rise = |at| line((place.x(at), WORD), (place.x(at), OUTPUT + RADIUS));
    let along =
        |at: usize| line((place.x(at - 1) + RADIUS, OUTPUT), (place.x(at) - RADIUS, OUTPUT));
    let path = |range: std::ops::Range<usize>| -> String {
        let along = range.clone().filter(|at| *at > 0).map(along);
        range.map(rise).chain(along).collect()
    };
    // What the first word has to go through to be in the latest output.
    let signal = (step > 0)
        .then(|| -> String { std::iter::once(rise(0)).chain((1..step).map(along)).collect() });
    html! {
        <g>
            <path class="edge" d={path(step..place.n)} />
            <path class="edge done" d={path(0..step)} />
            { signal.map(|d| html! { <path class="signal" {d} /> }) }
        </g>
    }
}

/// Each output waits for all words, and for nothing else.
fn all(step: usize, place: &Place) -> Html {
    let to = |word, output| line((place.x(word), WORD), (place.x(output), OUTPUT + RADIUS));
    let every: String =
        (0..place.n).flat_map(|word| (0..place.n).map(move |output| to(word, output))).collect();
    html! {
        <g>
            <path class={classes!("edge", (step > 0).then_some("done"))} d={every} />
            { (step > 0).then(|| html! { <path class="signal" d={to(0, place.n - 1)} /> }) }
        </g>
    }
}

fn line(from: (f64, f64), to: (f64, f64)) -> String {
    format!("M{:.1} {:.1}L{:.1} {:.1}", from.0, from.1, to.0, to.1)
}

fn number(value: f64) -> String {
    format!("{value:.1}")
}

/// A word, or as much of it as there is room for.
fn short(word: &str, gap: f64) -> String {
    let room = ((gap - 4.0) / LETTER) as usize;
    if word.chars().count() <= room {
        return word.to_owned();
    }
    word.chars().take(room.saturating_sub(1)).chain(['…']).collect()
}
