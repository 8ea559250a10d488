//! What waits for what: one word after the other, or all at once.

mod picture;

use gloo::timers::callback::Interval;
use yew::{AttrValue, Callback, Html, Properties, component, html, use_effect_with, use_state_eq};

use crate::labs::parts::Slider;

/// How long a step stays when it plays, in milliseconds.
const DWELL: u32 = 900;

/// What is read.
#[derive(Properties, PartialEq)]
pub struct ReadingProps {
    /// The sentence's words.
    pub words: Vec<AttrValue>,
    /// How wide the pictures may be, in CSS pixels.
    pub width: f64,
}

/// The pictures, and what steps through them.
#[component]
pub fn Reading(ReadingProps { words, width }: &ReadingProps) -> Html {
    let (chosen, playing) = (use_state_eq(|| 1), use_state_eq(|| false));
    let last = words.len();
    let step = (*chosen).min(last);
    // The interval starts anew with each step, so that a step taken by hand gets its whole time.
    use_effect_with((*playing, step, last), {
        let (chosen, playing) = (chosen.setter(), playing.setter());
        move |&(on, step, last)| {
            let interval = on.then(|| {
                Interval::new(DWELL, move || {
                    chosen.set((step + 1).min(last));
                    // At the end it stops by itself.
                    playing.set(step + 1 < last);
                })
            });
            move || drop(interval)
        }
    });
    if words.is_empty() {
        return html! {
            <section class="panel"><p role="status">{ "Type a sentence to see it read." }</p></section>
        };
    }
    let go = {
        let chosen = chosen.setter();
        Callback::from(move |step: usize| chosen.set(step.min(last)))
    };
    let toggle = {
        let (playing, go) = (playing.clone(), go.clone());
        move |_| {
            // Playing from the end begins again.
            if !*playing && step == last {
                go.emit(0);
            }
            playing.set(!*playing);
        }
    };
    let slider = Slider {
        text: format!("{step} of {last}"),
        ..Slider::whole(
            ("word", "Steps made", "How many steps each layer has made"),
            step,
            (0, last),
        )
    };
    html! {
        <section class="panel reading" data-reading={step.to_string()}>
            <div class="steps">
                <h2>{ "What waits for what" }</h2>
                <button
                    data-action="previous"
                    aria-disabled={(step == 0).to_string()}
                    title="Previous step"
                    aria-label="Previous step"
                    onclick={go.reform(move |_| step.saturating_sub(1))}
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
                    aria-disabled={(step == last).to_string()}
                    title="Next step"
                    aria-label="Next step"
                    onclick={go.reform(move |_| step + 1)}
                >{ "▶|" }</button>
                { slider.draw(go.reform(|step: f64| step as usize)) }
            </div>
            { picture::pictures(words, step, *width) }
            <p class="status" role="status">{ status(words, step) }</p>
            { table(words) }
        </section>
    }
}

/// How far each is.
fn status(words: &[AttrValue], step: usize) -> String {
    let n = words.len();
    let chain = match step {
        0 => "RNN and LSTM have read nothing yet".to_owned(),
        all if all == n => format!("RNN and LSTM have read all {n} words, one after the other"),
        some => format!("RNN and LSTM have read {some} of {n} words: “{}”", words[some - 1]),
    };
    let attention = match step {
        0 => "and attention neither".to_owned(),
        _ => format!("attention was done after step 1, for all {n} words at once"),
    };
    format!("{chain}; {attention}.")
}

/// The pictures as a table.
fn table(words: &[AttrValue]) -> Html {
    let rows = words.iter().enumerate().map(|(at, word)| {
        html! {
            <tr key={at}>
                <th scope="row">{ word }</th>
                <td>{ at + 1 }</td>
                <td>{ 1 }</td>
                <td>{ words.len() - at }</td>
                <td>{ 1 }</td>
            </tr>
        }
    });
    html! {
        <details class="data">
            <summary>{ "The same as a table" }<span class="visually-hidden">{ ": what waits for what" }</span></summary>
            <div class="scroll" tabindex="0" role="region" aria-label="Table: what waits for what">
                <table>
                    <thead>
                        <tr>
                            <td rowspan="2" />
                            <th scope="colgroup" colspan="2">{ "output ready after step" }</th>
                            <th scope="colgroup" colspan="2">{ "steps to the last output" }</th>
                        </tr>
                        <tr>
                            <th scope="col">{ "RNN, LSTM" }</th>
                            <th scope="col">{ "attention" }</th>
                            <th scope="col">{ "RNN, LSTM" }</th>
                            <th scope="col">{ "attention" }</th>
                        </tr>
                    </thead>
                    <tbody>{ for rows }</tbody>
                </table>
            </div>
        </details>
    }
}
