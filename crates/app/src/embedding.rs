//! The dialog that makes what a teacher pastes into a page: a frame, an element or a link for
//! the very state on the screen.

mod choices;
mod parameters;
mod snippet;

use std::rc::Rc;

use gloo::timers::callback::Timeout;
use web_sys::{HtmlDialogElement, HtmlIFrameElement, HtmlTextAreaElement, window};
use yew::platform::spawn_local;
use yew::{Html, component, html, use_effect_with, use_memo, use_node_ref, use_state_eq};

use crate::address;
use crate::embedded::DialogProps;
use crate::files;
use crate::state::{Inputs, url};
use choices::{Choices, Size, Way};
use snippet::Snippet;

/// The dialog.
#[component]
pub fn Dialog(DialogProps { inputs, on_close }: &DialogProps) -> Html {
    let choices = use_state_eq(|| Choices::of(inputs, files::is_one()));
    // The snippet that was copied last, and whether the browser let it be.
    let copied = use_state_eq(|| None::<(Rc<String>, bool)>);
    let (dialog, frame, text) = (use_node_ref(), use_node_ref(), use_node_ref());
    use_effect_with(dialog.clone(), |dialog| {
        if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
            // A dialog in the page that isn't open can always be opened.
            let _ = dialog.show_modal();
        }
    });
    let shown = choices.apply(inputs);
    let snippet = use_memo((shown.clone(), (*choices).clone()), |(shown, choices)| {
        made(shown, choices).unwrap_or_default()
    });
    // The frame stays and its hash changes, so that the page in it needn't load again. Each
    // address takes the place of the one before, or the browser's Back would go through them.
    use_effect_with((frame.clone(), preview(&shown)), |(frame, address)| {
        let frame = frame.cast::<HtmlIFrameElement>();
        if let Some(window) = frame.and_then(|frame| frame.content_window()) {
            // A browser that refuses it shows no preview; the snippet is as good.
            let _ = window.location().replace(address);
        }
    });
    let copy = {
        let (snippet, copied, text) = (snippet.clone(), copied.setter(), text.clone());
        move |_| {
            let clipboard = window().map(|window| window.navigator().clipboard());
            // A page that isn't served securely has none, whatever the type says.
            let clipboard = clipboard.filter(|it| !it.is_undefined());
            let promise = clipboard.map(|clipboard| clipboard.write_text(&snippet));
            let (snippet, copied, text) = (snippet.clone(), copied.clone(), text.clone());
            spawn_local(async move {
                let is_done = match promise {
                    Some(promise) => promise.await.is_ok(),
                    None => false,
                };
                copied.set(Some((snippet, is_done)));
                if is_done {
                    Timeout::new(1500, move || copied.set(None)).forget();
                } else if let Some(text) = text.cast::<HtmlTextAreaElement>() {
                    // A text box can always be selected, and takes the focus.
                    let _ = text.focus();
                    text.select();
                }
            });
        }
    };
    let said = match copied.as_ref().filter(|(of, _)| *of == snippet) {
        Some((_, true)) => "It is on the clipboard.",
        Some((_, false)) => {
            "The browser doesn’t let this page copy. The text is selected: press Ctrl+C (on a Mac \
             ⌘C)."
        }
        None => "",
    };
    let is_copied = matches!(&*copied, Some((of, true)) if *of == snippet);
    let close = {
        let dialog = dialog.clone();
        move |_| {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                dialog.close();
            }
        }
    };
    let is_local =
        window().and_then(|w| w.location().protocol().ok()).is_some_and(|p| p == "file:");
    let rows = match choices.way {
        Way::Frame => "6",
        Way::Element => "6",
        Way::Link => "2",
    };
    let height = match choices.size {
        Size::Content => "560".into(),
        Size::Fixed(height) => height.to_string(),
    };
    html! {
        <dialog ref={dialog} class="embedding" aria-labelledby="embedding-title" onclose={on_close.reform(|_| ())}>
            <div class="head">
                <h2 id="embedding-title">{ "Embed this in a page" }</h2>
                <button data-action="close-embedding" onclick={close}>{ "Close" }</button>
            </div>
            <p>{ "The page opens just as it is now: the same lab, sentence, step, numbers and changed cells." }</p>
            { is_local.then(|| html! {
                <p class="warning" role="note">{ "You opened this page from a file. Put it on a web server and embed it from there, or others won’t see it." }</p>
            }) }
            <div class="columns">
                { choices.draw(&choices) }
                <div class="made">
                    <label>
                        <span>{ choices.explanation() }</span>
                        <textarea ref={text} readonly=true {rows} spellcheck="false" data-snippet={choices.way.name()} value={(*snippet).clone()} />
                    </label>
                    <p class="row">
                        <button data-action="copy-snippet" onclick={copy}>{ if is_copied { "Copied" } else { "Copy" } }</button>
                        <span role="status">{ said }</span>
                    </p>
                    <h3>{ "Preview" }</h3>
                    <iframe ref={frame} title="Preview of the embedded page" {height} />
                </div>
            </div>
            { parameters::table() }
        </dialog>
    }
}

/// What is to be pasted.
fn made(shown: &Inputs, choices: &Choices) -> Option<String> {
    let page = page()?;
    let edits: Vec<String> = url::write(shown, false)
        .into_iter()
        .filter_map(|(name, value)| (name == "edit").then_some(value))
        .collect();
    let edits = (edits.len() > 1).then(|| {
        let list: js_sys::Array = edits.iter().map(wasm_bindgen::JsValue::from).collect();
        js_sys::JSON::stringify(&list).ok().map(String::from).unwrap_or_default()
    });
    let snippet = Snippet {
        page: &page,
        hash: &address::hash(shown, false)?,
        title: &title(shown),
        size: choices.size,
        attributes: attributes(shown, edits),
    };
    Some(match choices.way {
        Way::Frame => snippet.frame(),
        Way::Element => snippet.element(),
        Way::Link => snippet.link(),
    })
}

/// What is seen, in words that tell the frames of a page apart.
fn title(shown: &Inputs) -> String {
    let mut title = format!("Attention Lab: {}", shown.lab.title);
    if shown.lab.parts.contains(&"steps") {
        title += &format!(", {}", shown.step.label());
    }
    let sentence = shown.settings.text.trim();
    if !sentence.is_empty() {
        title += &format!(", “{}”", url::excerpt(sentence));
    }
    title
}

/// The state as attributes, of which each stands once: several edits are one list.
fn attributes(shown: &Inputs, edits: Option<String>) -> Vec<(&'static str, String)> {
    let mut pairs = url::write(shown, false);
    // An element is always as high as its content.
    pairs.retain(|(name, _)| *name != "fit" && (*name != "edit" || edits.is_none()));
    pairs.extend(edits.map(|edits| ("edit", edits)));
    pairs
}

/// Where the preview is.
fn preview(shown: &Inputs) -> String {
    page().zip(address::hash(shown, false)).map(|(page, hash)| page + &hash).unwrap_or_default()
}

/// The address of the page, without what it says of the state.
fn page() -> Option<String> {
    let address = window()?.location().href().ok()?;
    address.split(['?', '#']).next().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::{title, url};

    fn check(pairs: &[(&str, &str)], expected: &str) {
        let (inputs, _) = url::read(pairs.iter().copied());
        assert_eq!(title(&inputs), expected);
    }

    #[test]
    fn frames_are_told_apart() {
        check(&[("step", "scores")], "Attention Lab: Attention, Scores, “dog bites man”");
        check(&[("lab", "cost"), ("text", " ")], "Attention Lab: Cost");
        let long = "a sentence that is as long as any that is written";
        let start = "Attention Lab: Word order, “a sentence that is as long as any that i…”";
        check(&[("lab", "order"), ("text", long)], start);
    }
}
