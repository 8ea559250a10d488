//! Steps through the tiles: by buttons, by keys, or by itself.

use gloo::timers::callback::Interval;
use web_sys::HtmlInputElement;
use yew::{Callback, Html, Properties, TargetCast, component, html, use_effect_with, use_state_eq};

/// How long a tile stays while playing, in milliseconds: long enough to read its ledger's
/// main line.
const DWELL: u32 = 1600;

/// What the player shows.
#[derive(Properties, PartialEq)]
pub struct PlayerProps {
    /// Where it stands, from 0.
    pub at: usize,
    /// How many places there are, at least one.
    pub count: usize,
    /// Where it stands, in words.
    pub text: String,
    /// Goes to a place.
    pub go: Callback<usize>,
}

/// Previous, play, next, and a slider.
#[component]
pub fn Player(PlayerProps { at, count, text, go }: &PlayerProps) -> Html {
    let playing = use_state_eq(|| false);
    let (at, last) = (*at, *count - 1);
    // The interval starts anew with each step, so that a step taken by hand gets its whole time.
    use_effect_with((*playing, at, last), {
        let (go, playing) = (go.clone(), playing.clone());
        move |&(on, at, last)| {
            let interval = on.then(|| {
                Interval::new(DWELL, move || match at < last {
                    true => go.emit(at + 1),
                    false => playing.set(false),
                })
            });
            move || drop(interval)
        }
    });
    let toggle = {
        let (playing, go) = (playing.clone(), go.clone());
        Callback::from(move |_| {
            // Playing from the end begins again.
            if !*playing && at == last {
                go.emit(0);
            }
            playing.set(!*playing);
        })
    };
    let step = |to: Option<usize>| {
        let go = go.clone();
        Callback::from(move |_| {
            if let Some(to) = to {
                go.emit(to);
            }
        })
    };
    let (previous, next) = (at.checked_sub(1), (at < last).then_some(at + 1));
    let oninput = go.reform(|event: yew::InputEvent| {
        let input: HtmlInputElement = event.target_unchecked_into();
        input.value_as_number() as usize
    });
    html! {
        <div class="rail player" role="group" aria-label="Tiles">
            <button
                data-action="previous"
                aria-disabled={previous.is_none().to_string()}
                title="Previous tile"
                aria-label="Previous tile"
                onclick={step(previous)}
            >{ "◀" }</button>
            <button
                data-action="play"
                aria-pressed={playing.to_string()}
                title={if *playing { "Pause" } else { "Play" }}
                aria-label="Play"
                onclick={toggle}
            >{ if *playing { "❚❚" } else { "▶" } }</button>
            <button
                data-action="next"
                aria-disabled={next.is_none().to_string()}
                title="Next tile"
                aria-label="Next tile"
                onclick={step(next)}
            >{ "▶|" }</button>
            <input
                data-control="tile"
                type="range"
                min="0"
                max={last.to_string()}
                value={at.to_string()}
                aria-label="Tile"
                aria-valuetext={text.clone()}
                {oninput}
            />
            <output class="where" data-tile={at.to_string()}>{ text }</output>
        </div>
    }
}
