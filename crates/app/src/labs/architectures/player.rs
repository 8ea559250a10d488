//! Steps and plays through what a decoder says.

use gloo::timers::callback::Interval;
use yew::{AttrValue, Callback, Html, Properties, component, html, use_effect_with, use_state_eq};

use crate::labs::parts::Slider;
use crate::state::{Action, ArchitecturesChoice, MOST_MADE};

/// How fast it may play, in tokens a minute.
const SPEEDS: (usize, usize) = (20, 240);

/// What is played.
#[derive(Properties, PartialEq)]
pub struct PlayerProps {
    /// How many tokens there are.
    pub made: usize,
    /// What was done with them: “added”, say.
    pub done: &'static str,
    /// The last of them, where it isn't said elsewhere.
    #[prop_or_default]
    pub last: Option<AttrValue>,
    /// Whether nothing can come after them.
    pub is_over: bool,
    /// What the learner chose.
    pub choice: ArchitecturesChoice,
    /// Takes what the learner does.
    pub dispatch: Callback<Action>,
}

/// The player.
#[component]
pub fn Player(props: &PlayerProps) -> Html {
    let PlayerProps { made, done, last, is_over, choice, dispatch } = props;
    let (made, is_over, choice) = (*made, *is_over || *made >= MOST_MADE, *choice);
    let (playing, speed) = (use_state_eq(|| false), use_state_eq(|| 60));
    let go =
        dispatch.reform(move |made| Action::Architectures(ArchitecturesChoice { made, ..choice }));
    // The interval starts anew with each step, so that one taken by hand gets its whole time.
    use_effect_with((*playing && !is_over, made, *speed, choice), {
        let go = go.clone();
        move |&(on, made, speed, _)| {
            let dwell = 60_000 / u32::try_from(speed).unwrap_or(1).max(1);
            let interval = on.then(|| Interval::new(dwell, move || go.emit(made + 1)));
            move || drop(interval)
        }
    });
    use_effect_with(is_over, {
        let playing = playing.setter();
        // At the end it stops by itself.
        move |&is_over| {
            if is_over {
                playing.set(false);
            }
        }
    });
    let toggle = {
        let (playing, go) = (playing.clone(), go.clone());
        move |_| {
            if !*playing && is_over {
                go.emit(0);
            }
            playing.set(!*playing);
        }
    };
    let button = |name: &'static str,
                  label: &'static str,
                  sign: &'static str,
                  off: bool,
                  to: usize| {
        let onclick = go.reform(move |_| if off { made } else { to });
        html! {
            <button data-action={name} aria-disabled={off.to_string()} title={label} aria-label={label} {onclick}>{ sign }</button>
        }
    };
    let slider = Slider {
        text: format!("{} a minute", *speed),
        range: (SPEEDS.0 as f64, SPEEDS.1 as f64, 20.0),
        ..Slider::whole(("speed", "Speed", "How fast it plays, in tokens a minute"), *speed, SPEEDS)
    };
    let set_speed = speed.setter();
    let last = last.as_ref().map(|last| format!(", the last “{last}”")).unwrap_or_default();
    html! {
        <div class="playing" data-made-count={made.to_string()}>
            { button("start", "Start over", "|◀", made == 0, 0) }
            { button("previous", "Take the last token back", "◀", made == 0, made.saturating_sub(1)) }
            <button
                data-action="play"
                aria-pressed={playing.to_string()}
                title={if *playing { "Pause" } else { "Play" }}
                aria-label="Play"
                onclick={toggle}
            >{ if *playing { "❚❚" } else { "▶" } }</button>
            { button("next", "Add one token", "▶|", is_over, made + 1) }
            { slider.draw(Callback::from(move |speed: f64| set_speed.set(speed as usize))) }
            <p class="status" role="status" aria-live={if *playing { "off" } else { "polite" }}>{ match (made, is_over) {
                (0, _) => format!("Nothing {done} yet."),
                (1, false) => format!("1 token {done}{last}."),
                (made, false) => format!("{made} tokens {done}{last}."),
                (made, true) => format!("{made} {done}, and that is the end."),
            } }</p>
        </div>
    }
}
