//! What a teacher chooses of an embedded page.

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::{Callback, Html, TargetCast, UseStateHandle, html};

use crate::labs::Lab;
use crate::state::{Fit, Inputs, ThemeChoice, url};

/// How it comes into the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// As a frame.
    Frame,
    /// As an element of the page itself.
    Element,
    /// As a link to it.
    Link,
}

impl Way {
    const ALL: [(Self, &'static str); 3] =
        [(Self::Frame, "Frame"), (Self::Element, "Element"), (Self::Link, "Link")];

    /// The name for scripts.
    pub fn name(self) -> &'static str {
        match self {
            Self::Frame => "frame",
            Self::Element => "element",
            Self::Link => "link",
        }
    }

    /// What to do with the text.
    fn explanation(self, size: Size) -> &'static str {
        match self {
            Self::Frame if size == Size::Content => {
                "Paste this into your page. Where scripts are taken out, choose a fixed height."
            }
            Self::Frame => "Paste this into your page. It needs no script.",
            Self::Element => {
                "Paste this into a page of your own that may run scripts. From another host it needs \
                 that host’s header Access-Control-Allow-Origin."
            }
            Self::Link => "Link to this address.",
        }
    }
}

/// How high a frame is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// As high as what it shows.
    Content,
    /// So many CSS pixels.
    Fixed(u32),
}

/// The least and the greatest fixed height.
const HEIGHTS: (u32, u32) = (200, 4000);

/// The fixed height at first: the whole attention lab fits in it.
const FIRST_HEIGHT: u32 = 800;

/// All choices.
#[derive(Clone, Debug, PartialEq)]
pub struct Choices {
    /// How it comes into the page.
    pub way: Way,
    /// How high a frame is.
    pub size: Size,
    /// Whether the page is one file.
    is_one: bool,
    /// Light or dark.
    theme: ThemeChoice,
    /// The language.
    language: &'static str,
    /// The lab, which says what can be hidden.
    lab: &'static Lab,
    /// What is hidden.
    hide: Vec<&'static str>,
}

impl Choices {
    /// As the page is now. `is_one` tells that it is one file: the scripts that others' pages
    /// load lie beside the page, so that nothing is offered then that needs them.
    pub fn of(inputs: &Inputs, is_one: bool) -> Self {
        Self {
            way: Way::Frame,
            is_one,
            size: if is_one { Size::Fixed(FIRST_HEIGHT) } else { Size::Content },
            theme: inputs.theme,
            language: url::languages().first().copied().unwrap_or_default(),
            lab: inputs.lab,
            hide: inputs.hide.clone(),
        }
    }

    /// The page as it is to be embedded.
    pub fn apply(&self, inputs: &Inputs) -> Inputs {
        let follows = self.way == Way::Frame && self.size == Size::Content;
        Inputs {
            theme: self.theme,
            hide: self.hide.clone(),
            fit: if follows { Fit::Content } else { Fit::Window },
            ..inputs.clone()
        }
    }

    /// What to do with what they make.
    pub fn explanation(&self) -> &'static str {
        self.way.explanation(self.size)
    }

    /// Draws them.
    pub fn draw(&self, state: &UseStateHandle<Self>) -> Html {
        html! {
            <form class="choices" onsubmit={|event: yew::SubmitEvent| event.prevent_default()}>
                { self.ways(state) }
                <>{ (self.way == Way::Frame).then(|| self.sizes(state)) }</>
                { self.looks(state) }
                { self.hidden(state) }
            </form>
        }
    }

    fn ways(&self, state: &UseStateHandle<Self>) -> Html {
        let ways = Way::ALL.into_iter().filter(|(way, _)| *way != Way::Element || !self.is_one);
        let ways = ways.map(|(way, title)| {
            let onchange = change(state, move |choices, ()| choices.way = way).reform(|_| ());
            html! {
                <label key={way.name()}>
                    <input type="radio" name="embedding-way" value={way.name()} checked={self.way == way} {onchange} />
                    { title }
                </label>
            }
        });
        html! { <fieldset><legend>{ "How" }</legend>{ for ways }</fieldset> }
    }

    fn sizes(&self, state: &UseStateHandle<Self>) -> Html {
        let follow = change(state, |choices, ()| choices.size = Size::Content).reform(|_| ());
        let fix = change(state, |choices, ()| choices.size = Size::Fixed(FIRST_HEIGHT));
        let field = match self.size {
            Size::Content => None,
            Size::Fixed(height) => {
                let onchange = change(state, |choices, height: u32| {
                    choices.size = Size::Fixed(height.clamp(HEIGHTS.0, HEIGHTS.1));
                });
                // What is no number is 0, and so the least.
                let onchange = onchange.reform(|event: yew::Event| {
                    event.target_unchecked_into::<HtmlInputElement>().value().parse().unwrap_or(0)
                });
                Some(html! {
                    <label>
                        { "Pixels " }
                        <input
                            type="number"
                            data-choice="height"
                            min={HEIGHTS.0.to_string()}
                            max={HEIGHTS.1.to_string()}
                            value={height.to_string()}
                            {onchange}
                        />
                    </label>
                })
            }
        };
        let is_fixed = field.is_some();
        html! {
            <fieldset>
                <legend>{ "Height" }</legend>
                <>{ (!self.is_one).then(|| html! {
                    <label>
                        <input type="radio" name="embedding-size" value="content" checked={!is_fixed} onchange={follow} />
                        { "as its content" }
                    </label>
                }) }</>
                <label>
                    <input type="radio" name="embedding-size" value="fixed" checked={is_fixed} onchange={fix.reform(|_| ())} />
                    { "fixed" }
                </label>
                <>{ field }</>
            </fieldset>
        }
    }

    fn looks(&self, state: &UseStateHandle<Self>) -> Html {
        let themes = ThemeChoice::ALL.iter().map(|theme| {
            let title = match theme {
                ThemeChoice::Auto => "as the reader’s device",
                ThemeChoice::Light => "light",
                ThemeChoice::Dark => "dark",
            };
            html! { <option value={theme.name()} selected={*theme == self.theme}>{ title }</option> }
        });
        let languages = url::languages().iter().map(|language| {
            html! { <option value={*language} selected={*language == self.language}>{ *language }</option> }
        });
        let theme = change(state, |choices, index: usize| {
            choices.theme = ThemeChoice::ALL.get(index).copied().unwrap_or_default();
        });
        let language = change(state, |choices, index: usize| {
            choices.language = url::languages().get(index).copied().unwrap_or_default();
        });
        html! {
            <fieldset>
                <legend>{ "Look" }</legend>
                <label>{ "Theme " }<select data-choice="theme" onchange={theme.reform(index)}>{ for themes }</select></label>
                <label>{ "Language " }<select data-choice="lang" onchange={language.reform(index)}>{ for languages }</select></label>
            </fieldset>
        }
    }

    fn hidden(&self, state: &UseStateHandle<Self>) -> Html {
        let parts = self.lab.parts.iter().copied().map(|part| {
            let onchange = change(state, move |choices, ()| {
                let before = choices.hide.len();
                choices.hide.retain(|hidden| *hidden != part);
                if choices.hide.len() == before {
                    choices.hide.push(part);
                }
            });
            let is_hidden = |part| self.hide.contains(&part);
            // Where there are no settings there is none of them either.
            let goes_with_all = SETTINGS.contains(&part) && is_hidden("controls");
            let is_shown = !is_hidden(part) && !goes_with_all;
            let class = SETTINGS.contains(&part).then_some("setting");
            html! {
                <label key={part} {class}>
                    <input type="checkbox" data-part={part} checked={is_shown} disabled={goes_with_all} onchange={onchange.reform(|_| ())} />
                    { title(part) }
                </label>
            }
        });
        html! { <fieldset class="parts"><legend>{ "What is shown" }</legend>{ for parts }</fieldset> }
    }
}

/// The parts that are some of all settings.
const SETTINGS: [&str; 7] =
    ["heads", "d_model", "seed", "encoding", "mask", "scale", "temperature"];

/// What changes the choices.
fn change<T: 'static>(
    state: &UseStateHandle<Choices>,
    apply: impl Fn(&mut Choices, T) + 'static,
) -> Callback<T> {
    let state = state.clone();
    Callback::from(move |value| {
        let mut choices = (*state).clone();
        apply(&mut choices, value);
        state.set(choices);
    })
}

/// Which option a menu is at.
fn index(event: yew::Event) -> usize {
    let select: HtmlSelectElement = event.target_unchecked_into();
    // Nothing chosen is no option's index.
    usize::try_from(select.selected_index()).unwrap_or(usize::MAX)
}

/// What a part of the page is called.
fn title(part: &'static str) -> &'static str {
    match part {
        "header" => "bar with the labs",
        "sentence" => "sentence",
        "examples" => "examples",
        "steps" => "steps",
        "formula" => "formula",
        "controls" => "all settings",
        "heads" => "number of heads",
        "d_model" => "width of the embeddings",
        "seed" => "seed",
        "encoding" => "encoding",
        "mask" => "mask",
        "scale" => "scaling",
        "temperature" => "temperature",
        "explanation" => "explanation",
        "question" => "guess before you look",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::HIDEABLE;

    #[test]
    fn every_part_has_a_title_and_of_its_own() {
        let titles: std::collections::BTreeSet<_> = HIDEABLE.map(title).into();
        assert_eq!(titles.len(), HIDEABLE.len());
    }

    #[test]
    fn only_a_frame_follows_its_content() {
        let inputs = Inputs::default();
        let choices = Choices::of(&inputs, false);
        assert_eq!(choices.apply(&inputs).fit, Fit::Content);
        assert_eq!(Choices::of(&inputs, true).apply(&inputs), inputs, "it has no script for that");
        let link = Choices { way: Way::Link, ..choices.clone() };
        assert_eq!(link.apply(&inputs), inputs);
        let fixed = Choices { size: Size::Fixed(500), ..choices };
        assert_eq!(fixed.apply(&inputs), inputs);
    }
}
