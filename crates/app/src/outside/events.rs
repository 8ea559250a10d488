//! What the page tells those around it.

use engine::direct::FieldError;
use js_sys::{Array, Object, Reflect};
use wasm_bindgen::JsValue;

use super::values::misread;
use crate::answers;
use crate::state::{Asked, Inputs, url};

/// Something that a page tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// It is drawn.
    Ready,
    /// Another step is on the screen.
    Step,
    /// Another cell's arithmetic is open, or none.
    Cell,
    /// The learner answered a question.
    Answer,
    /// Anything that an address would hold is another.
    Change,
    /// The learner gave the keyboard back.
    Leave,
    /// An option couldn't be read.
    Error,
}

impl Event {
    const ALL: [Self; 7] =
        [Self::Ready, Self::Step, Self::Cell, Self::Answer, Self::Change, Self::Leave, Self::Error];

    /// The name under which it is told.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Step => "step",
            Self::Cell => "cell",
            Self::Answer => "answer",
            Self::Change => "change",
            Self::Leave => "leave",
            Self::Error => "error",
        }
    }

    /// The event of that name.
    ///
    /// # Errors
    ///
    /// When there is none.
    pub fn read(value: &JsValue) -> Result<Self, FieldError> {
        let name = value.as_string();
        let event = Self::ALL.into_iter().find(|event| name.as_deref() == Some(event.name()));
        event.ok_or_else(|| {
            misread("event", value, "ready, step, cell, answer, change, leave or error")
        })
    }
}

/// What there is to tell of these inputs to who knows those before, or nothing yet.
pub fn news(before: Option<&Inputs>, inputs: &Inputs) -> Vec<(Event, JsValue)> {
    // There is nothing to say of it but that it is so.
    let Some(before) = before else { return vec![(Event::Ready, JsValue::UNDEFINED)] };
    let mut news = Vec::new();
    if before.step != inputs.step {
        news.push((Event::Step, detail(&[("step", inputs.step.name().into())])));
    }
    if before.cell != inputs.cell {
        news.push((Event::Cell, cell(inputs)));
    }
    let answer = (before.guess != inputs.guess).then(|| answer(inputs)).flatten();
    news.extend(answer.map(|answer| (Event::Answer, answer)));
    if before != inputs {
        news.push((Event::Change, state(inputs)));
    }
    news
}

/// What an error tells.
pub fn error(message: &str) -> JsValue {
    detail(&[("message", message.into())])
}

/// Every key of the address with its value as an address spells it; `edit` is a list of such.
pub fn state(inputs: &Inputs) -> JsValue {
    let edits = Array::new();
    let mut fields = Vec::new();
    for (name, value) in url::write(inputs, true) {
        match name {
            "edit" => _ = edits.push(&value.into()),
            name => fields.push((name, value.into())),
        }
    }
    fields.push(("edit", edits.into()));
    detail(&fields)
}

/// A JavaScript object with these fields.
pub fn detail(fields: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in fields {
        // A new object takes any field.
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object.into()
}

fn number(n: usize) -> JsValue {
    JsValue::from(n as f64)
}

/// `{ question, row, head, guess, right, correct }`, or nothing where nothing is answered or
/// nothing is right.
fn answer(inputs: &Inputs) -> Option<JsValue> {
    let Asked { question, row } = inputs.asked?;
    let guess = inputs.guess?;
    let trace = answers::attention(&inputs.settings).ok()?;
    let measured = question.measure(&trace, inputs.head, row).ok()??;
    Some(detail(&[
        ("question", question.name.into()),
        ("row", number(row)),
        ("head", number(inputs.head)),
        ("guess", number(guess)),
        ("right", measured.right.iter().copied().map(number).collect::<Array>().into()),
        ("correct", measured.right.contains(&guess).into()),
    ]))
}

/// `{ matrix, head, row, column }`, or `null` where no cell is open.
fn cell(inputs: &Inputs) -> JsValue {
    let Some(cell) = inputs.cell else { return JsValue::NULL };
    detail(&[
        ("matrix", cell.matrix.name().into()),
        ("head", cell.head.map_or(JsValue::NULL, number)),
        ("row", number(cell.row)),
        ("column", number(cell.column)),
    ])
}
