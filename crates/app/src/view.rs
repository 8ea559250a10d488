//! The page around the labs.

use std::rc::Rc;

use web_sys::{HtmlElement, KeyboardEvent, window};
use yew::{
    Callback, ContextProvider, Html, Properties, TargetCast, component, html, use_callback,
    use_effect_with, use_mut_ref, use_node_ref, use_reducer_eq,
};

use crate::address::use_address;
use crate::hooks::{use_kept_focus, use_theme};
use crate::labs::{LABS, LabProps};
use crate::state::{Action, Inputs, State, ThemeChoice};

/// What the page shows and whom it tells.
#[derive(Properties)]
pub struct AppProps {
    /// What the page opens with; a later change of it replaces what the learner chose.
    pub inputs: Rc<Inputs>,
    /// What was wrong with the choice.
    #[prop_or_default]
    pub warnings: Vec<String>,
    /// Whether the page owns the browser's address.
    pub owns_address: bool,
    /// Told what the learner chose, at the start and at every change.
    #[prop_or_default]
    pub on_change: Callback<Rc<Inputs>>,
}

impl PartialEq for AppProps {
    /// The same inputs given anew are a change: meanwhile the learner may have chosen others.
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.inputs, &other.inputs)
            && self.warnings == other.warnings
            && self.owns_address == other.owns_address
            && self.on_change == other.on_change
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
    use_address(inputs.clone(), props.owns_address, dispatch.clone());
    use_effect_with(
        (inputs.theme, inputs.lab.title, props.owns_address),
        |&(theme, title, owned)| {
            let document = window().and_then(|window| window.document()).filter(|_| owned);
            if let Some(document) = document {
                document.set_title(&format!("{title} · Attention Lab"));
                if let Some(root) = document.document_element() {
                    // A name without special characters is always accepted.
                    let _ = root.set_attribute("data-theme", theme.name());
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
        let dispatch = dispatch.clone();
        Callback::from(move |event: KeyboardEvent| {
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
    html! {
        <div ref={root} class="app" data-theme={inputs.theme.name()} {onkeydown}>
            { inputs.shows("header").then(|| header(&state, &dispatch)) }
            <main>
                { warnings(&state.warnings, &dispatch) }
                <h1 class="visually-hidden">{ inputs.lab.question }</h1>
                // What is saved from anywhere in a lab says what decided its numbers.
                <ContextProvider<Rc<Inputs>> context={inputs.clone()}>
                    <div key={inputs.lab.slug} class="slot">{ inputs.lab.draw(lab) }</div>
                </ContextProvider<Rc<Inputs>>>
            </main>
        </div>
    }
}

fn header(state: &State, dispatch: &Callback<Action>) -> Html {
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
