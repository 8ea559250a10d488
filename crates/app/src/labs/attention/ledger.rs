//! The ledger: one cell, opened down to its arithmetic.

use engine::{Edit, Ledger, MAX_EDIT, MatrixName, Target, explain};
use gloo::timers::callback::Timeout;
use scene::format::digits;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement, KeyboardEvent, MouseEvent, window};
use yew::platform::spawn_local;
use yew::{
    Callback, Html, TargetCast, classes, component, html, use_memo, use_node_ref, use_state_eq,
};

use super::roving::use_roving;
use super::view::LedgerProps;
use crate::components::{Pointing, symbol};
use crate::ledger_text::{cell_name, text};
use crate::numbers::javascript;
use crate::state::Action;
use crate::words;

/// The properties, for those who draw lines of arithmetic: of this module, whose code comes later
/// than that of the properties.
#[derive(Clone, Copy)]
pub(super) struct Sheet<'a>(pub(super) &'a LedgerProps);

/// The ledger of a cell.
#[component]
pub fn LedgerView(props: &LedgerProps) -> Html {
    let ledger = use_memo((props.trace.clone(), props.cell), |(trace, cell)| explain(trace, *cell));
    let copied = use_state_eq(|| false);
    let node = use_node_ref();
    let roving = use_roving(&node);
    // A cell that isn't there any more has none.
    let Some(ledger) = &*ledger else { return Html::default() };
    let copy = {
        let (trace, ledger, copied) = (props.trace.clone(), ledger.clone(), copied.clone());
        Callback::from(move |_| {
            let clipboard = window().map(|window| window.navigator().clipboard());
            // A page that isn't served securely has none, whatever the type says.
            let Some(clipboard) = clipboard.filter(|it| !it.is_undefined()) else { return };
            let promise = clipboard.write_text(&text(&trace, &ledger));
            let copied = copied.clone();
            spawn_local(async move {
                // The browser may refuse; then nothing was copied and the button says nothing.
                if promise.await.is_ok() {
                    copied.set(true);
                    Timeout::new(1500, move || copied.set(false)).forget();
                }
            });
        })
    };
    let (sign, _, role) = words::matrix(ledger.cell.matrix);
    let close = props.on.reform(|event: MouseEvent| {
        back_to_picture(event.target_dyn_into());
        Pointing::Release
    });
    let onkeydown = {
        let on = props.on.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() != "Escape" {
                return roving.emit(event);
            }
            event.prevent_default();
            event.stop_propagation();
            back_to_picture(event.target_dyn_into());
            on.emit(Pointing::Release);
        })
    };
    html! {
        <section
            class={classes!("ledger", role, props.locked.then_some("locked"))}
            ref={node}
            {onkeydown}
            aria-label="Ledger"
            data-ledger={ledger.cell.matrix.name()}
        >
            <header>
                <h3 tabindex="-1"><span class="symbol">{ symbol(sign) }</span>{ " " }<bdi>{ cell_name(&props.trace, ledger.cell) }</bdi></h3>
                <strong class="result-value" data-ledger-value={javascript(ledger.value)} title={javascript(ledger.value)}>
                    { digits(ledger.value, 4) }
                </strong>
            </header>
            // Each in a node of its own, so that the field keeps the focus when a hint comes.
            <>{ edit(props, ledger) }</>
            <>{ ledger.edited.then(|| html! {
                <p class="hint">{ match ledger.lines.is_empty() {
                    true => "You set this number by hand.",
                    false => "You set this number by hand. Without that it would be:",
                } }</p>
            }) }</>
            <>{ for ledger.lines.iter().map(|line| Sheet(props).line(line)) }</>
            <>{ (ledger.lines.is_empty() && !ledger.edited).then(|| html! { <p class="hint">{ invented(props, ledger) }</p> }) }</>
            <footer>
                <button data-action="copy-ledger" onclick={copy}>{ if *copied { "Copied" } else { "Copy as text" } }</button>
                { props.locked.then(|| html! {
                    <button data-action="close-ledger" onclick={close}>{ "Close" }</button>
                }) }
            </footer>
        </section>
    }
}

/// Gives the focus back to the picture that the open cell is of, for what has it is about to go.
fn back_to_picture(from: Option<Element>) {
    let lab = from.and_then(|it| it.closest(".lab").ok()?);
    let locked = lab.and_then(|lab| lab.query_selector(".mark.locked").ok().flatten());
    let heatmap = locked.and_then(|mark| mark.closest(".heatmap").ok().flatten());
    if let Some(heatmap) = heatmap.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
        // An element that can't take the focus leaves it where it is.
        let _ = heatmap.focus();
    }
}

/// Why there is no arithmetic to show.
fn invented(props: &LedgerProps, ledger: &Ledger) -> String {
    let matrix = props.trace.matrix(ledger.cell.matrix, ledger.cell.head.unwrap_or_default());
    matrix.map(|m| words::origin(m, Some(props.trace.settings.seed)).1).unwrap_or_default()
}

/// The field that changes the cell, where it may be changed.
fn edit(props: &LedgerProps, ledger: &Ledger) -> Option<Html> {
    let cell = ledger.cell;
    if !props.locked || !cell.matrix.editable() {
        return None;
    }
    let target = match cell.matrix {
        MatrixName::Embeddings => Target::Embedding {
            word: props.trace.tokens.get(cell.row)?.text.clone(),
            dimension: cell.column,
        },
        _ => Target::Cell(cell),
    };
    let restore = ledger.edited.then(|| {
        let target = target.clone();
        let onclick = props.dispatch.reform(move |_| Action::Unedit(target.clone()));
        html! { <button data-action="unedit" {onclick}>{ "Restore" }</button> }
    });
    let change = {
        let dispatch = props.dispatch.clone();
        move |value: f32| dispatch.emit(Action::Edit(Edit { target: target.clone(), value }))
    };
    if cell.matrix == MatrixName::Mask {
        let is_hidden = ledger.value == f32::NEG_INFINITY;
        let onclick =
            Callback::from(move |_| change(if is_hidden { 0.0 } else { f32::NEG_INFINITY }));
        return Some(html! {
            <p class="edit">
                <button data-action="toggle-mask" {onclick}>
                    { if is_hidden { "Let it be seen" } else { "Hide it" } }
                </button>
                <>{ restore }</>
            </p>
        });
    }
    let value = ledger.value;
    let onchange = Callback::from(move |event: yew::Event| {
        let input: HtmlInputElement = event.target_unchecked_into();
        let number = input.value_as_number() as f32;
        // No number at all is not a number within bounds either.
        match number.abs() <= MAX_EDIT {
            true => change(number),
            false => input.set_value(&value.to_string()),
        }
    });
    Some(html! {
        <p class="edit">
            <label>
                { "Change it to " }
                <input
                    key={cell_name(&props.trace, cell)}
                    data-edit={cell.matrix.name()}
                    type="number"
                    step="any"
                    value={value.to_string()}
                    {onchange}
                />
            </label>
            <>{ restore }</>
        </p>
    })
}
