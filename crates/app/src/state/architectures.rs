//! What the learner chose in the lab of architectures.

/// The published models, by their names in the URL.
pub const MODELS: [&str; 23] = [
    "bert-base",
    "bert-large",
    "roberta-base",
    "roberta-large",
    "gpt-2",
    "gpt-2-medium",
    "gpt-2-large",
    "gpt-2-xl",
    "llama-7b",
    "llama-13b",
    "llama-33b",
    "llama-65b",
    "llama-3-8b",
    "t5-small",
    "t5-base",
    "t5-large",
    "t5-3b",
    "t5-11b",
    "flan-t5-small",
    "flan-t5-base",
    "flan-t5-large",
    "flan-t5-xl",
    "flan-t5-xxl",
];

/// Which of them are listed, by the names in the URL.
pub const FAMILIES: [&str; 4] = ["all", "encoder", "decoder", "encoder-decoder"];

/// What they can be sorted by: as they are listed, or by the number in a column.
pub const SORTS: [&str; 10] = [
    "listed",
    "parameters",
    "published",
    "difference",
    "layers",
    "d_model",
    "heads",
    "feed_forward",
    "vocabulary",
    "context",
];

/// The decoders, by their names in the URL, which are those of their files.
pub const DECODERS: [&str; 2] = ["gpt", "llama"];

/// The trained models, by their names in the URL, which are those of their files.
pub const TRAINED: [&str; 4] = ["encoder", "gpt", "llama", "t5"];

/// Their stacks of attention, by their names in the URL.
pub const STACKS: [&str; 3] = ["encoder", "decoder", "cross"];

/// What the encoder–decoder makes of a sentence: its prefixes, which are their names in the URL.
pub const TASKS: [&str; 6] = ["passive", "negate", "question", "plural", "reverse", "german"];

/// The most layers that a trained model may have; an address names none beyond.
pub const MOST_LAYERS: usize = 12;

/// The most tokens that top-k may keep.
pub const MOST_KEPT: usize = 1000;

/// The most tokens that are added to a sentence.
pub const MOST_MADE: usize = 64;

/// How many words of a sentence can be hidden.
pub const PLACES: usize = 64;

/// What the learner chose in the lab of architectures.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ArchitecturesChoice {
    /// The published model that is opened up, one of [`MODELS`].
    pub model: &'static str,
    /// Which models are listed, one of [`FAMILIES`].
    pub family: &'static str,
    /// What they are sorted by, one of [`SORTS`].
    pub sort: &'static str,
    /// Whether the smallest comes first.
    pub upwards: bool,
    /// Which words of the sentence are hidden from the encoder: a bit for each, the first word's
    /// being the lowest.
    pub hidden: u64,
    /// The decoder that goes on with the sentence, one of [`DECODERS`].
    pub decoder: &'static str,
    /// How many of the most probable tokens are kept; 0 keeps all.
    pub top_k: usize,
    /// Which share of the probability is kept.
    pub top_p: f32,
    /// How many tokens were added to the sentence.
    pub made: usize,
    /// What the encoder–decoder makes of the sentence, one of [`TASKS`].
    pub task: &'static str,
    /// The trained model whose heads are looked at, one of [`TRAINED`].
    pub trained: &'static str,
    /// Its stack, one of [`STACKS`]; if it hasn't that, its first.
    pub stack: &'static str,
    /// The layer in that stack, from 0.
    pub layer: usize,
    /// Which heads are turned off: a bit for each, the first head's of the first layer of the
    /// first stack being the lowest.
    pub off: u64,
}

impl Default for ArchitecturesChoice {
    fn default() -> Self {
        Self {
            model: MODELS[0],
            family: FAMILIES[0],
            sort: SORTS[0],
            upwards: false,
            hidden: 0b10,
            decoder: DECODERS[0],
            top_k: 0,
            top_p: 1.0,
            made: 0,
            task: TASKS[0],
            trained: TRAINED[0],
            stack: STACKS[0],
            layer: 0,
            off: 0,
        }
    }
}

impl ArchitecturesChoice {
    /// Whether a word of the sentence is hidden.
    pub fn hides(&self, word: usize) -> bool {
        word < PLACES && self.hidden >> word & 1 == 1
    }

    /// The same with a word hidden that wasn't, or shown that was hidden.
    pub fn toggled(self, word: usize) -> Self {
        Self { hidden: self.hidden ^ bit(word), ..self }
    }

    /// The same with a head turned off that was on, or on that was off; heads are counted through
    /// the whole model.
    pub fn turned(self, head: usize) -> Self {
        Self { off: self.off ^ bit(head), ..self }
    }
}

/// The bit of a word or a head; none of one that is too far on.
fn bit(place: usize) -> u64 {
    if place < PLACES { 1 << place } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::{ArchitecturesChoice, MODELS, PLACES, TRAINED};

    #[test]
    fn every_trained_model_can_be_named() {
        assert_eq!(engine::architectures::TRAINED.map(|(name, _)| name), TRAINED);
    }

    #[test]
    fn a_head_is_turned_off_and_on_again() {
        let choice = ArchitecturesChoice::default();
        assert_eq!(choice.turned(3).turned(0).off, 0b1001);
        assert_eq!(choice.turned(3).turned(3), choice);
        assert_eq!(choice.turned(PLACES), choice);
    }

    #[test]
    fn every_model_can_be_named() {
        let models = engine::architectures::counted();
        assert_eq!(models.iter().map(|model| &*model.slug).collect::<Vec<_>>(), MODELS);
    }
}
