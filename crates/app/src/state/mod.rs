//! The page's state: one reducer, undo and redo.

mod architectures;
mod cost;
mod inputs;
mod positions;
pub mod url;

use std::mem::discriminant;
use std::rc::Rc;

use engine::training::Training;
use engine::{Cell, Edit, EncodingKind, MaskKind, Settings, Target, TokenizerKind};
use yew::Reducible;

pub use architectures::{
    ArchitecturesChoice, DECODERS, FAMILIES, MODELS, MOST_LAYERS, MOST_MADE, SORTS, STACKS, TASKS,
    TRAINED,
};
pub use cost::{CostChoice, LONGEST, MAX_PATTERN, VARIANTS, WIDTHS};
pub use inputs::{Asked, Fit, HIDEABLE, Inputs, ThemeChoice, VIEWS, WeightsChoice, fitting_heads};
pub use positions::{FEWEST, PositionsChoice};

use crate::labs::Lab;
use crate::steps::Step;
use crate::words;

/// How many changes can be undone.
const HISTORY: usize = 200;

/// Something that the learner did.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Typed or chose a sentence.
    Text(String),
    /// Typed or chose the second sentence.
    Compare(String),
    /// Moved a word; the sentence that this gives. Unlike typing, each move is one change.
    Move(String),
    /// Moved a word of the second sentence; the sentence that this gives.
    MoveSecond(String),
    /// Swapped the two sentences.
    Swap,
    /// Chose how a sentence is cut.
    Tokenizer(TokenizerKind),
    /// Chose how order reaches the layer.
    Encoding(EncodingKind),
    /// Put the encoding of a trained model back, or took it out.
    OwnEncoding(bool),
    /// Chose who may look at whom.
    Mask(MaskKind),
    /// Painted a mask of one's own: the settings with it.
    Paint(Rc<Settings>),
    /// Chose the number of heads.
    Heads(usize),
    /// Chose the width of the embeddings; the heads follow if they no longer divide it.
    DModel(usize),
    /// Chose what the numbers are drawn from.
    Seed(u32),
    /// Turned the division by √d_k on or off.
    Scale(bool),
    /// Chose the temperature.
    Temperature(f32),
    /// Chose where embeddings and weights come from.
    Weights(WeightsChoice),
    /// Said where they come from by now, so that they go on doing so.
    Pin(WeightsChoice),
    /// Chose a layer of a trained model, by the model's name and the layer's number from 0.
    Layer(&'static str, usize),
    /// Changed one cell.
    Edit(Edit),
    /// Gave up the change of one cell.
    Unedit(Target),
    /// Gave up all changes of cells.
    ClearEdits,
    /// Went to a step.
    Step(Step),
    /// Went to a head.
    Head(usize),
    /// Opened a cell's ledger, at the step that shows how the cell comes about.
    Open(Cell),
    /// Opened a cell's ledger where it is, or closed it.
    Lock(Option<Cell>),
    /// Asked another question, or none.
    Ask(Option<Asked>),
    /// Took a choice of the question for right.
    Guess(usize),
    /// Went to a lab.
    Lab(&'static Lab),
    /// Chose what to train.
    Training(Box<Training>),
    /// Went to a view of a lab, one of [`VIEWS`].
    View(&'static str),
    /// Went to a tile of FlashAttention.
    Tile(usize),
    /// Chose what the positions lab looks at.
    Positions(PositionsChoice),
    /// Chose what the cost lab looks at.
    Cost(CostChoice),
    /// Chose what the lab of architectures looks at.
    Architectures(ArchitecturesChoice),
    /// Chose light or dark.
    Theme(ThemeChoice),
    /// Took the last change back.
    Undo,
    /// Made the change again that was taken back.
    Redo,
    /// Went back to how the page opens.
    Reset,
    /// The URL changed.
    Replace(Box<Inputs>, Vec<String>),
    /// Read the warnings.
    Dismiss,
}

/// What undo brings back.
type Document =
    (Rc<Settings>, WeightsChoice, Rc<str>, PositionsChoice, CostChoice, ArchitecturesChoice);

/// The page's state.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    /// What the learner chose.
    pub inputs: Rc<Inputs>,
    /// What was wrong with the URL.
    pub warnings: Vec<String>,
    /// What came of the last action, to be said aloud, if its control doesn't say it.
    pub news: String,
    past: Vec<Document>,
    future: Vec<Document>,
    last: Option<Action>,
    /// The keys of the address that the last choice of many changed.
    touched: Vec<&'static str>,
}

impl State {
    /// The state that a page opens with.
    pub fn new(mut inputs: Inputs, warnings: Vec<String>) -> Self {
        inputs.settle();
        Self { inputs: Rc::new(inputs), warnings, ..Self::default() }
    }

    /// Whether there is something to undo.
    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    /// Whether there is something to redo.
    pub fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }

    fn document(&self) -> Document {
        document(&self.inputs)
    }

    /// Keeps the document as it is before `action`, unless the action goes on with the
    /// last one: a word typed letter by letter is one change.
    fn remember(&mut self, action: &Action, next: &Inputs) {
        let is_same = self.last.as_ref().map(discriminant) == Some(discriminant(action));
        let goes_on = match action {
            Action::Text(_) | Action::Compare(_) | Action::Temperature(_) | Action::Seed(_) => {
                is_same
            }
            // It says what was so already.
            Action::Pin(_) => true,
            // One action stands for many controls: a slider is drawn on, two of them are not.
            Action::Positions(_) | Action::Cost(_) | Action::Architectures(_) => {
                let touched = url::differing(&self.inputs, next);
                let before = std::mem::replace(&mut self.touched, touched);
                is_same && before == self.touched
            }
            _ => false,
        };
        if !goes_on {
            self.past.push(self.document());
            let excess = self.past.len().saturating_sub(HISTORY);
            self.past.drain(..excess);
        }
        self.future.clear();
    }

    fn restore(&mut self, inputs: &mut Inputs, undo: bool) {
        let now = self.document();
        let (from, to) = match undo {
            true => (&mut self.past, &mut self.future),
            false => (&mut self.future, &mut self.past),
        };
        if let Some(document) = from.pop() {
            to.push(now);
            (
                inputs.settings,
                inputs.weights,
                inputs.compare,
                inputs.positions,
                inputs.cost,
                inputs.architectures,
            ) = document;
        }
    }
}

impl Reducible for State {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut state = (*self).clone();
        let mut inputs = (*self.inputs).clone();
        match &action {
            Action::Undo => state.restore(&mut inputs, true),
            Action::Redo => state.restore(&mut inputs, false),
            Action::Dismiss => state.warnings.clear(),
            Action::Replace(new, warnings) => {
                inputs = (**new).clone();
                state.warnings.clone_from(warnings);
            }
            action => apply(&mut inputs, action),
        }
        // Another run of FlashAttention begins at its first tile.
        let run = |inputs: &Inputs| (inputs.settings.clone(), inputs.head, inputs.cost.tile);
        if !matches!(action, Action::Replace(..)) && run(&inputs) != run(&self.inputs) {
            inputs.tile = 0;
        }
        // Of other numbers something else may be right.
        let subject = |inputs: &Inputs| (inputs.settings.clone(), inputs.head, inputs.asked);
        if !matches!(action, Action::Replace(..)) && subject(&inputs) != subject(&self.inputs) {
            inputs.guess = None;
        }
        inputs.settle();
        let is_new = document(&inputs) != self.document();
        if !matches!(action, Action::Undo | Action::Redo) && is_new {
            state.remember(&action, &inputs);
        }
        state.news = words::news(&action, &self.inputs, &inputs);
        state.inputs = Rc::new(inputs);
        state.last = Some(action);
        // Yew skips the rendering when the very same state comes back.
        let unchanged = state.inputs == self.inputs
            && state.warnings == self.warnings
            && state.past.len() == self.past.len();
        if unchanged { self } else { Rc::new(state) }
    }
}

fn document(inputs: &Inputs) -> Document {
    let Inputs { settings, weights, compare, positions, cost, architectures, .. } = inputs;
    (settings.clone(), *weights, compare.clone(), *positions, *cost, *architectures)
}

/// Actions that only change the inputs.
fn apply(inputs: &mut Inputs, action: &Action) {
    match action {
        Action::Text(text) | Action::Move(text) => inputs.settings_mut().text.clone_from(text),
        Action::Compare(text) | Action::MoveSecond(text) => inputs.compare = text.as_str().into(),
        Action::Swap => {
            let second = inputs.compare.to_string();
            inputs.compare = std::mem::replace(&mut inputs.settings_mut().text, second).into();
        }
        Action::Tokenizer(kind) => inputs.settings_mut().tokenizer = *kind,
        Action::Encoding(kind) => {
            inputs.weights = WeightsChoice::Invented;
            inputs.settings_mut().encoding = *kind;
        }
        Action::OwnEncoding(is_in) => {
            apply(inputs, &Action::Weights(WeightsChoice::Trained));
            let default = Settings::default().encoding;
            inputs.settings_mut().encoding = if *is_in { default } else { EncodingKind::None };
        }
        Action::Mask(kind) => {
            inputs.settings_mut().mask = *kind;
            // A mask of one's own is drawn at its step.
            if *kind == MaskKind::Custom {
                inputs.step = Step::Masked;
            }
        }
        Action::Paint(settings) => inputs.settings = settings.clone(),
        // What a trained model decides is chosen for invented numbers.
        Action::Heads(heads) => {
            inputs.weights = WeightsChoice::Invented;
            // They are chosen of those that fit a trained model; its width is another.
            let settings = inputs.settings_mut();
            settings.heads = (*heads).max(1);
            settings.d_model = settings.d_model.next_multiple_of(settings.heads);
        }
        Action::DModel(d_model) => {
            inputs.weights = WeightsChoice::Invented;
            let settings = inputs.settings_mut();
            settings.d_model = *d_model;
            settings.heads = fitting_heads(*d_model, settings.heads);
        }
        Action::Seed(seed) => {
            inputs.weights = WeightsChoice::Invented;
            inputs.settings_mut().seed = *seed;
        }
        Action::Weights(weights) | Action::Pin(weights) => {
            // What is trained by itself is the first layer of the first model.
            if inputs.weights == WeightsChoice::Auto {
                let choice = inputs.architectures;
                inputs.architectures =
                    ArchitecturesChoice { trained: TRAINED[0], layer: 0, ..choice };
            }
            inputs.weights = *weights;
        }
        Action::Layer(model, layer) => {
            inputs.weights = WeightsChoice::Trained;
            inputs.architectures =
                ArchitecturesChoice { trained: model, layer: *layer, ..inputs.architectures };
            // As the model was trained; it can be changed.
            let is_decoder = DECODERS.contains(model);
            let settings = inputs.settings_mut();
            settings.mask = if is_decoder { MaskKind::Causal } else { MaskKind::None };
            if settings.encoding == EncodingKind::None {
                settings.encoding = Settings::default().encoding;
            }
        }
        Action::Scale(on) => inputs.settings_mut().scale = *on,
        Action::Temperature(temperature) => inputs.settings_mut().temperature = *temperature,
        Action::Edit(edit) => {
            let edits = &mut inputs.settings_mut().edits;
            edits.retain(|old| old.target != edit.target);
            edits.push(edit.clone());
        }
        Action::Unedit(target) => inputs.settings_mut().edits.retain(|edit| edit.target != *target),
        Action::ClearEdits => inputs.settings_mut().edits.clear(),
        Action::Step(step) => inputs.step = *step,
        Action::Head(head) => {
            inputs.head = *head;
            if let Some(cell) = &mut inputs.cell {
                cell.head = cell.head.map(|_| *head);
            }
        }
        Action::Open(cell) => {
            inputs.step = Step::of(cell.matrix);
            inputs.cell = Some(*cell);
        }
        Action::Lock(cell) => inputs.cell = *cell,
        Action::Ask(asked) => inputs.asked = *asked,
        Action::Guess(choice) => inputs.guess = Some(*choice),
        Action::Lab(lab) => inputs.lab = lab,
        Action::Training(plan) => inputs.training = Rc::new((**plan).clone()),
        Action::View(view) => inputs.view = view,
        Action::Tile(tile) => inputs.tile = *tile,
        Action::Positions(choice) => inputs.positions = *choice,
        Action::Cost(choice) => inputs.cost = *choice,
        Action::Architectures(choice) => inputs.architectures = *choice,
        Action::Theme(theme) => inputs.theme = *theme,
        Action::Reset => {
            *inputs = Inputs {
                lab: inputs.lab,
                view: inputs.view,
                theme: inputs.theme,
                fit: inputs.fit,
                hide: std::mem::take(&mut inputs.hide),
                ..Inputs::default()
            }
        }
        Action::Undo | Action::Redo | Action::Dismiss | Action::Replace(..) => {}
    }
}

#[cfg(test)]
mod tests;
