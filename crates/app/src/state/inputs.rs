//! What the learner chose: exactly what the URL holds.

use std::rc::Rc;

use engine::{Cell, MAX_D_MODEL, MAX_TOKENS, MaskKind, Settings};

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

/// Parts of the page that an author can hide.
pub const HIDEABLE: [&str; 14] = [
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
];

/// What the learner chose.
#[derive(Clone, Debug, PartialEq)]
pub struct Inputs {
    /// The lab on the screen.
    pub lab: &'static Lab,
    /// What decides the numbers.
    pub settings: Rc<Settings>,
    /// The word-order lab's second sentence.
    pub compare: Rc<str>,
    /// The step on the screen.
    pub step: Step,
    /// The head on the screen.
    pub head: usize,
    /// The cell whose ledger is open.
    pub cell: Option<Cell>,
    /// Light or dark.
    pub theme: ThemeChoice,
    /// Parts hidden by the page's author, names of [`HIDEABLE`].
    pub hide: Vec<&'static str>,
}

impl Default for Inputs {
    fn default() -> Self {
        Self {
            lab: labs::first(),
            settings: Rc::default(),
            compare: "man bites dog".into(),
            step: Step::Tokens,
            head: 0,
            cell: None,
            theme: ThemeChoice::Auto,
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

    /// Brings what depends on other choices back in line with them: the head after a
    /// change of their number, the step after the mask is gone, the cell after its head.
    pub fn settle(&mut self) {
        self.head = self.head.min(self.settings.heads.saturating_sub(1));
        if self.step == Step::Masked && !self.has_mask() {
            self.step = Step::Weights;
        }
        let fits = |cell: &Cell| {
            cell.head.is_none_or(|head| head < self.settings.heads)
                && cell.row < MAX_TOKENS.max(MAX_D_MODEL)
                && cell.column < MAX_TOKENS.max(MAX_D_MODEL)
        };
        self.cell = self.cell.filter(fits);
    }
}

/// The numbers of heads that divide `d_model`, at most 8 of them offered.
pub fn head_choices(d_model: usize) -> Vec<usize> {
    (1..=d_model.min(16)).filter(|heads| d_model.is_multiple_of(*heads)).collect()
}
