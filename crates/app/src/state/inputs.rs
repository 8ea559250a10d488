//! What the learner chose: exactly what the URL holds.

use std::rc::Rc;

use engine::question::Question;
use engine::training::Training;
use engine::{Cell, MAX_D_MODEL, MaskKind, Settings};

use super::architectures::ArchitecturesChoice;
use super::cost::CostChoice;
use super::positions::PositionsChoice;
use crate::labs::{self, Lab};
use crate::steps::Step;

/// Light, dark, or as the system says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ThemeChoice {
    /// As the system says.
    #[default]
    Auto,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl ThemeChoice {
    /// All of them, in the order in which the button goes through them.
    pub const ALL: [Self; 3] = [Self::Auto, Self::Light, Self::Dark];

    /// The name in the URL and in `data-theme`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// What the page's height follows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fit {
    /// The window, or the frame.
    #[default]
    Window,
    /// What is on the page.
    Content,
}

impl Fit {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Window, Self::Content];

    /// The name in the URL and in `data-fit`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Window => "window",
            Self::Content => "content",
        }
    }
}

/// Parts of the page that an author can hide.
pub const HIDEABLE: [&str; 15] = [
    "header",
    "sentence",
    "examples",
    "steps",
    "formula",
    "controls",
    "heads",
    "d_model",
    "seed",
    "encoding",
    "mask",
    "scale",
    "temperature",
    "explanation",
    "question",
];

/// The views of the labs that have several, by their names in the URL: those of the positions
/// lab, those of the cost lab, and those of the lab of architectures. Each is drawn by a line in
/// the list of its lab.
pub const VIEWS: [&str; 17] = [
    "look",
    "compare",
    "train",
    "length",
    "patterns",
    "paint",
    "flash",
    "performer",
    "error",
    "measure",
    "recurrent",
    "families",
    "guess",
    "generate",
    "translate",
    "heads",
    "real",
];

/// Where the numbers of the attention and the word-order lab come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WeightsChoice {
    /// From a trained model, if the sentence is one that it was trained to read.
    #[default]
    Auto,
    /// From a trained model, whatever the sentence.
    Trained,
    /// From the seed.
    Invented,
}

/// How many heads a trained model has at most.
const TRAINED_HEADS: usize = 4;

/// A question about a word of the sentence, which the learner answers before looking.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Asked {
    /// The question.
    pub question: &'static Question,
    /// The word's place, from 0.
    pub row: usize,
}

/// What the learner chose.
#[derive(Clone, Debug, PartialEq)]
pub struct Inputs {
    /// The lab on the screen.
    pub lab: &'static Lab,
    /// What decides the numbers.
    pub settings: Rc<Settings>,
    /// Where embeddings and weights come from.
    pub weights: WeightsChoice,
    /// The word-order lab's second sentence.
    pub compare: Rc<str>,
    /// The step on the screen.
    pub step: Step,
    /// The head on the screen.
    pub head: usize,
    /// The cell whose ledger is open.
    pub cell: Option<Cell>,
    /// What the attention lab asks.
    pub asked: Option<Asked>,
    /// Which choice the learner took for right, from 0.
    pub guess: Option<usize>,
    /// The view of the lab on the screen, one of [`VIEWS`]; a lab that hasn't it shows its
    /// first.
    pub view: &'static str,
    /// What the positions lab looks at.
    pub positions: PositionsChoice,
    /// The tile that FlashAttention's player is at.
    pub tile: usize,
    /// What the cost lab looks at.
    pub cost: CostChoice,
    /// What the lab of architectures looks at.
    pub architectures: ArchitecturesChoice,
    /// What the positions lab trains; its seed and its mask are those of the settings.
    pub training: Rc<Training>,
    /// Light or dark.
    pub theme: ThemeChoice,
    /// What the height follows.
    pub fit: Fit,
    /// Parts hidden by the page's author, names of [`HIDEABLE`].
    pub hide: Vec<&'static str>,
}

impl Default for Inputs {
    fn default() -> Self {
        Self {
            lab: labs::first(),
            settings: Rc::default(),
            weights: WeightsChoice::default(),
            compare: "man bites dog".into(),
            step: Step::Tokens,
            head: 0,
            cell: None,
            asked: None,
            guess: None,
            view: VIEWS[0],
            tile: 0,
            positions: PositionsChoice::default(),
            cost: CostChoice::default(),
            architectures: ArchitecturesChoice::default(),
            training: Rc::default(),
            theme: ThemeChoice::Auto,
            fit: Fit::Window,
            hide: Vec::new(),
        }
    }
}

impl Inputs {
    /// Whether the author left this part in.
    pub fn shows(&self, part: &str) -> bool {
        !self.hide.contains(&part)
    }

    /// Whether the layer has a step for its mask.
    pub fn has_mask(&self) -> bool {
        self.settings.mask != MaskKind::None
    }

    /// How many heads there may be to look at. Those of trained models are in files, so that only
    /// who has such a file can say that a head isn't there.
    pub fn most_heads(&self) -> usize {
        match self.weights {
            _ if self.lab.slug == "architectures" => MAX_D_MODEL,
            WeightsChoice::Invented => self.settings.heads,
            WeightsChoice::Auto | WeightsChoice::Trained => self.settings.heads.max(TRAINED_HEADS),
        }
    }

    /// What would be trained now.
    pub fn plan(&self) -> Training {
        let causal = self.settings.mask == MaskKind::Causal;
        Training { causal, seed: self.settings.seed, ..(*self.training).clone() }
    }

    /// The settings, to change them.
    pub fn settings_mut(&mut self) -> &mut Settings {
        Rc::make_mut(&mut self.settings)
    }

    /// Brings what depends on other choices back in line with them: the cell after a change
    /// of the number of heads, the head after that or another cell, the step after the mask
    /// is gone, the positions after a change of their number.
    pub fn settle(&mut self) {
        let heads = self.most_heads();
        self.cell = self.cell.filter(|cell| cell.head.is_none_or(|head| head < heads));
        // The URL says a cell's head by the head on the screen, so they are one.
        let head = self.cell.and_then(|cell| cell.head).unwrap_or(self.head);
        self.head = head.min(heads.saturating_sub(1));
        if self.step == Step::Masked && !self.has_mask() {
            self.step = Step::Weights;
        }
        self.guess = self.guess.filter(|_| self.asked.is_some());
        self.positions.settle(self.settings.d_model);
    }
}

/// The largest number of heads, up to `heads`, that divides `d_model`.
pub fn fitting_heads(d_model: usize, heads: usize) -> usize {
    (1..=heads).rfind(|heads| d_model.is_multiple_of(*heads)).unwrap_or(1)
}
