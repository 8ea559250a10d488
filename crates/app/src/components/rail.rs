//! The steps, as a slider that plays.

use gloo::timers::callback::Interval;
use web_sys::{HtmlSelectElement, KeyboardEvent};
use yew::{
    Callback, Html, Properties, TargetCast, classes, component, html, use_effect_with, use_state_eq,
};

use crate::state::Action;
use crate::steps::Step;

/// How long a step stays on the screen at normal speed, in milliseconds.
const DWELL: f32 = 6000.0;

/// The speeds on offer.
const SPEEDS: [(&str, f32); 4] = [("½×", 0.5), ("1×", 1.0), ("2×", 2.0), ("4×", 4.0)];

/// What the rail shows.
#[derive(Properties, PartialEq)]
pub struct RailProps {
    /// The step on the screen.
    pub step: Step,
    /// Whether there is a step for the mask.
    pub has_mask: bool,
    /// Takes what the learner does.
    pub dispatch: Callback<Action>,
}

/// The rail: previous, play, next, and a slider over the steps.
#[component]
pub fn Rail(props: &RailProps) -> Html {
    let playing = use_state_eq(|| false);
    let speed = use_state_eq(|| 1.0_f32);
    let RailProps { step, has_mask, .. } = *props;
    let go = {
        let dispatch = props.dispatch.clone();
        Callback::from(move |step: Option<Step>| {
            if let Some(step) = step {
                dispatch.emit(Action::Step(step));
            }
        })
    };

    // The interval starts anew with each step, so that a step taken by hand gets its whole time.
    use_effect_with((*playing, *speed, step, has_mask), {
        let (go, playing) = (go.clone(), playing.clone());
        move |&(on, speed, step, has_mask)| {
            let interval = on.then(|| {
                Interval::new((DWELL / speed) as u32, move || match step.next(has_mask) {
                    Some(next) => go.emit(Some(next)),
                    None => playing.set(false),
                })
            });
            move || drop(interval)
        }
    });

    let previous = step.previous(has_mask);
    let next = step.next(has_mask);
    let toggle = {
        let (playing, go) = (playing.clone(), go.clone());
        Callback::from(move |()| {
            // Playing from the end begins again.
            if !*playing && next.is_none() {
                go.emit(Some(Step::Tokens));
            }
            playing.set(!*playing);
        })
    };
    let onkeydown = {
        let (go, toggle) = (go.clone(), toggle.clone());
        Callback::from(move |event: KeyboardEvent| {
            match event.key().as_str() {
                "ArrowRight" | "ArrowUp" => go.emit(next),
                "ArrowLeft" | "ArrowDown" => go.emit(previous),
                "Home" => go.emit(Step::all(has_mask).next()),
                "End" => go.emit(Step::all(has_mask).next_back()),
                " " => toggle.emit(()),
                _ => return,
            }
            event.prevent_default();
        })
    };
    let choose_speed = {
        let speed = speed.clone();
        Callback::from(move |event: yew::Event| {
            let select: Option<HtmlSelectElement> = event.target_dyn_into();
            let index = select.map_or(0, |select| select.selected_index());
            if let Some((_, value)) = usize::try_from(index).ok().and_then(|i| SPEEDS.get(i)) {
                speed.set(*value);
            }
        })
    };

    let count = Step::all(has_mask).count();
    let at = Step::all(has_mask).position(|s| s == step).unwrap_or_default();
    let stops = Step::all(has_mask).map(|stop| {
        let onclick = go.reform(move |_| Some(stop));
        let class =
            classes!("stop", (stop < step).then_some("done"), (stop == step).then_some("now"));
        html! { <span key={stop.name()} {class} {onclick}><i />{ stop.label() }</span> }
    });
    html! {
        <div class="rail">
            <button
                data-action="previous"
                aria-disabled={previous.is_none().to_string()}
                title="Previous step"
                aria-label="Previous step"
                onclick={go.reform(move |_| previous)}
            >{ "◀" }</button>
            <button
                data-action="play"
                aria-pressed={playing.to_string()}
                title={if *playing { "Pause" } else { "Play" }}
                aria-label="Play"
                onclick={toggle.reform(|_| ())}
            >{ if *playing { "❚❚" } else { "▶" } }</button>
            <button
                data-action="next"
                aria-disabled={next.is_none().to_string()}
                title="Next step"
                aria-label="Next step"
                onclick={go.reform(move |_| next)}
            >{ "▶|" }</button>
            <div
                class="stops"
                data-stepper="true"
                role="slider"
                tabindex="0"
                aria-label="Step"
                title="Arrow keys, Home, End; Space plays"
                aria-valuemin="1"
                aria-valuemax={count.to_string()}
                aria-valuenow={(at + 1).to_string()}
                aria-valuetext={format!("{}, step {} of {count}", step.label(), at + 1)}
                {onkeydown}
            >
                { for stops }
            </div>
            <span class="count" aria-hidden="true">{ format!("{}/{count} · {}", at + 1, step.label()) }</span>
            <label class="speed" title="Speed of playing">
                <span class="visually-hidden">{ "Speed of playing" }</span>
                <select onchange={choose_speed}>
                    { for SPEEDS.iter().map(|(name, value)| html! {
                        <option selected={*value == *speed}>{ *name }</option>
                    }) }
                </select>
            </label>
        </div>
    }
}
