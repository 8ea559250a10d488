//! The page around the labs.

use std::rc::Rc;

use web_sys::{HtmlElement, KeyboardEvent, window};
use yew::{
    Callback, ContextProvider, Html, Properties, TargetCast, classes, component, html,
    use_callback, use_effect_with, use_mut_ref, use_node_ref, use_reducer_eq, use_state_eq,
};

use crate::address::use_address;
use crate::embedded::{self, DialogProps, FrameProps};
use crate::embedding::Dialog;
use crate::hooks::{Room, use_kept_focus, use_theme, use_whole_room};
use crate::labs::{LABS, LabProps, later, unseen};
use crate::outside::frame::Frame;
use crate::state::{Action, Fit, Inputs, State, ThemeChoice};

/// Where the page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In a window or a frame of its own, whose address it owns.
    Window,
    /// In an element of somebody's page.
    Element,
    /// In an element within a shadow root, which is as high as the page.
    Shadow,
}

/// What the page shows and whom it tells.
#[derive(Properties)]
pub struct AppProps {
    /// What the page opens with; a later change of it replaces what the learner chose.
    pub inputs: Rc<Inputs>,
    /// What was wrong with the choice.
    #[prop_or_default]
    pub warnings: Vec<String>,
    /// Where the page is.
    pub place: Place,
    /// Told what the learner chose, at the start and at every change.
    #[prop_or_default]
    pub on_change: Callback<Rc<Inputs>>,
    /// Told when the learner gives the keyboard back to the page around.
    #[prop_or_default]
    pub on_leave: Callback<()>,
}

impl PartialEq for AppProps {
    /// The same inputs given anew are a change: meanwhile the learner may have chosen others.
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.inputs, &other.inputs)
            && self.warnings == other.warnings
            && self.place == other.place
            && self.on_change == other.on_change
            && self.on_leave == other.on_leave
    }
}

/// The page.
#[component]
pub fn App(props: &AppProps) -> Html {
    let state = use_reducer_eq(|| State::new((*props.inputs).clone(), props.warnings.clone()));
    let dispatch =
        use_callback(state.dispatcher(), |action, dispatcher| dispatcher.dispatch(action));
    let root = use_node_ref();
    let dispatch = use_kept_focus(root.clone(), dispatch);
    let inputs = state.inputs.clone();
    let theme = use_theme(inputs.theme);
    let owns_window = props.place == Place::Window;
    use_address(inputs.clone(), owns_window, dispatch.clone());
    let is_endless = props.place == Place::Shadow || inputs.fit == Fit::Content;
    let room = use_whole_room(root.clone(), props.place == Place::Shadow, is_endless);
    let is_embedding = use_state_eq(|| false);
    use_effect_with(
        (inputs.theme, inputs.lab.title, inputs.fit, owns_window),
        |&(theme, title, fit, owned)| {
            let document = window().and_then(|window| window.document()).filter(|_| owned);
            if let Some(document) = document {
                document.set_title(&format!("{title} · Attention Lab"));
                if let Some(root) = document.document_element() {
                    // Names without special characters are always accepted.
                    let _ = root.set_attribute("data-theme", theme.name());
                    let _ = root.set_attribute("data-fit", fit.name());
                }
            }
        },
    );
    let is_first = use_mut_ref(|| true);
    use_effect_with((Rc::as_ptr(&props.inputs), props.warnings.clone()), {
        let (dispatch, inputs) = (dispatch.clone(), props.inputs.clone());
        move |(_, warnings)| {
            if !is_first.replace(false) {
                dispatch.emit(Action::Replace(Box::new((*inputs).clone()), warnings.clone()));
            }
        }
    });
    use_effect_with((inputs.clone(), props.on_change.clone()), |(inputs, on_change)| {
        on_change.emit(inputs.clone());
    });
    let onkeydown = {
        let (dispatch, on_leave) = (dispatch.clone(), props.on_leave.clone());
        let is_open = inputs.cell.is_some();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                let focused = event.target_dyn_into::<HtmlElement>();
                // A dialog closes itself.
                let focused = focused.filter(|it| !matches!(it.closest("dialog"), Ok(Some(_))));
                match focused.filter(|_| !event.default_prevented()) {
                    Some(_) if is_open => {
                        // It isn't meant for a page around as well.
                        event.prevent_default();
                        dispatch.emit(Action::Lock(None));
                    }
                    Some(focused) if owns_window => embedded::leave(&focused),
                    Some(focused) => {
                        // An element always lets go of the focus.
                        let _ = focused.blur();
                        on_leave.emit(());
                    }
                    None => {}
                }
                return;
            }
            let is_typing = event.target_dyn_into::<HtmlElement>().is_some_and(|target| {
                target.matches("input[type=text],input[type=number]").unwrap_or(false)
            });
            let with_control = event.ctrl_key() || event.meta_key();
            let action = match event.key().as_str() {
                _ if is_typing || !with_control => return,
                "z" | "Z" if !event.shift_key() => Action::Undo,
                "z" | "Z" | "y" => Action::Redo,
                _ => return,
            };
            event.prevent_default();
            dispatch.emit(action);
        })
    };
    let lab = LabProps { inputs: inputs.clone(), theme, dispatch: dispatch.clone() };
    let embed = owns_window.then(|| {
        let is_embedding = is_embedding.setter();
        Callback::from(move |()| is_embedding.set(true))
    });
    let dialog = is_embedding.then(|| {
        let is_embedding = is_embedding.setter();
        let on_close = Callback::from(move |()| is_embedding.set(false));
        later::<Dialog>(DialogProps { inputs: inputs.clone(), on_close })
    });
    let frame = (owns_window && embedded::parent().is_some()).then(|| {
        unseen::<Frame>(FrameProps {
            root: root.clone(),
            inputs: inputs.clone(),
            warnings: state.warnings.clone(),
            dispatch: dispatch.clone(),
        })
    });
    let class = classes!("app", is_endless.then_some("endless"));
    html! {
        <ContextProvider<Room> context={room}>
            <div ref={root} {class} data-theme={inputs.theme.name()} {onkeydown}>
                { inputs.shows("header").then(|| header(&state, embed, &dispatch)) }
                // A page has one main part of its own already, so that a lab in it is a region.
                <@{if owns_window { "main" } else { "section" }} class="main" aria-label={(!owns_window).then_some("Attention Lab")}>
                    { warnings(&state.warnings, &dispatch) }
                    <h1 class="visually-hidden">{ inputs.lab.question }</h1>
                    // What is saved from anywhere in a lab says what decided its numbers.
                    <ContextProvider<Rc<Inputs>> context={inputs.clone()}>
                        <div key={inputs.lab.slug} class="slot">{ inputs.lab.draw(lab) }</div>
                    </ContextProvider<Rc<Inputs>>>
                    <p class="visually-hidden" role="status" data-news="">{ &state.news }</p>
                </@>
                <>{ dialog }</>
                <>{ frame }</>
            </div>
        </ContextProvider<Room>>
    }
}

fn header(state: &State, embed: Option<Callback<()>>, dispatch: &Callback<Action>) -> Html {
    let current = state.inputs.lab;
    let labs = LABS.iter().map(|lab| {
        let onclick = dispatch.reform(move |_| Action::Lab(lab));
        let here = (lab == current).then_some("page");
        html! {
            <li key={lab.slug}>
                <button data-lab-button={lab.slug} aria-current={here} title={lab.question} {onclick}>{ lab.title }</button>
            </li>
        }
    });
    let theme = state.inputs.theme;
    let at = ThemeChoice::ALL.iter().position(|choice| *choice == theme).unwrap_or_default();
    let next = ThemeChoice::ALL[(at + 1) % ThemeChoice::ALL.len()];
    let button = |action: Action,
                  name: &'static str,
                  sign: &'static str,
                  label: String,
                  on: bool| {
        let onclick = dispatch.reform(move |_| action.clone());
        html! {
            <button data-action={name} title={label.clone()} aria-label={label} aria-disabled={(!on).to_string()} {onclick}>{ sign }</button>
        }
    };
    let sign = match theme {
        ThemeChoice::Auto => "◐",
        ThemeChoice::Light => "☀",
        ThemeChoice::Dark => "☾",
    };
    let embed = embed.map(|embed| {
        let label = "Embed this in a page";
        let onclick = embed.reform(|_| ());
        html! {
            <button data-action="embed" aria-haspopup="dialog" title={label} aria-label={label} {onclick}>{ "</>" }</button>
        }
    });
    html! {
        <header class="bar">
            <span class="brand">{ "Attention Lab" }</span>
            <nav aria-label="Labs"><ul>{ for labs }</ul></nav>
            <div class="tools">
                { button(Action::Undo, "undo", "↶", "Undo (Ctrl+Z)".into(), state.can_undo()) }
                { button(Action::Redo, "redo", "↷", "Redo (Ctrl+Shift+Z)".into(), state.can_redo()) }
                { button(Action::Reset, "reset", "⟲", "Reset everything".into(), true) }
                { button(
                    Action::Theme(next), "theme", sign,
                    format!("Theme: {}. Switch to {}", theme.name(), next.name()), true,
                ) }
                { embed }
            </div>
        </header>
    }
}

fn warnings(warnings: &[String], dispatch: &Callback<Action>) -> Option<Html> {
    (!warnings.is_empty()).then(|| {
        let lines = warnings.iter().map(|warning| html! { <li>{ warning }</li> });
        html! {
            <div class="notice" role="status">
                <ul>{ for lines }</ul>
                <button data-action="dismiss" onclick={dispatch.reform(|_| Action::Dismiss)}>{ "Close" }</button>
            </div>
        }
    })
}
