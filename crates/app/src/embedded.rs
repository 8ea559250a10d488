//! The page in somebody's page, as far as it has to know from the start. What it tells and
//! hears there is in [`crate::outside`], whose code comes later.

use std::hint::black_box;
use std::rc::Rc;

use js_sys::{Error, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlElement, Window, window};
use yew::{Callback, NodeRef, Properties};

use crate::labs::load;
use crate::outside::mount;
use crate::state::{Action, Inputs};

/// What all messages say, of whom or to whom they are.
pub const NAME: &str = "attention-lab";

/// What [`crate::outside::frame::Frame`] is given.
#[derive(Clone, Properties, PartialEq)]
pub struct FrameProps {
    /// The page's root.
    pub root: NodeRef,
    /// What the learner chose.
    pub inputs: Rc<Inputs>,
    /// What was wrong with the choice.
    pub warnings: Vec<String>,
    /// Takes what the page around commands.
    pub dispatch: Callback<Action>,
}

/// What the dialog is given that makes snippets.
#[derive(Clone, Properties, PartialEq)]
pub struct DialogProps {
    /// What the learner chose.
    pub inputs: Rc<Inputs>,
    /// Told when it is closed.
    pub on_close: Callback<()>,
}

/// The window around this one, if it is framed.
pub fn parent() -> Option<Window> {
    let window = window()?;
    window.parent().ok().flatten().filter(|parent| *parent != window)
}

/// Tells the page around, whatever its origin: anyone may embed the lab, and whose page that is
/// the lab can't know beforehand. Nothing that is told is a secret of the learner's or of the
/// host's: there are no accounts, no cookies and nothing that is kept, only what the address would
/// hold, how high the page is and what couldn't be read.
pub fn post(message: &JsValue) {
    if let Some(parent) = parent() {
        // “*” is any origin. Whoever can't take it goes without.
        let _ = parent.post_message(message, "*");
    }
}

/// Gives the keyboard back to the page around the element that has it.
pub fn leave(focused: &HtmlElement) {
    // An element always lets go of the focus, and a window that won't take it goes without.
    let _ = focused.blur();
    if let Some(parent) = parent() {
        let message = Object::new();
        for (name, value) in [("source", NAME), ("event", "leave")] {
            let _ = Reflect::set(&message, &name.into(), &value.into());
        }
        post(&message);
        let _ = parent.focus();
    }
}

/// Opens the page inside somebody's element, once its code is there, and gives JavaScript's
/// `Lab`.
///
/// # Errors
///
/// As [`mount::mount`], and where the code can't be had.
pub async fn open(element: JsValue, options: JsValue) -> Result<JsValue, JsValue> {
    if let Err(error) = load().await {
        let is_error = error.is_instance_of::<Error>();
        return Err(if is_error {
            error
        } else {
            Error::new("the lab’s code isn’t there").into()
        });
    }
    // A call that the compiler could see through would be a use from the start.
    let mount: fn(&JsValue, &JsValue) -> Result<JsValue, Error> = black_box(mount::mount);
    Ok(mount(&element, &options)?)
}
