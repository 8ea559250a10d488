//! What the learner chose in the cost lab.

use engine::cost::{Global, Setting, WaySettings};

/// The variants of attention, by their names in the URL.
pub const VARIANTS: [&str; 6] =
    ["full", "flash", "sliding_window", "longformer", "big_bird", "performer"];

/// The most tokens that a mask is drawn for.
pub const MAX_PATTERN: usize = 4096;

/// The longest sequences that a measurement may go up to, in tokens.
pub const LONGEST: [usize; 6] = [512, 1024, 2048, 4096, 8192, 16_384];

/// The widths of a query, a key and a value that can be measured.
pub const WIDTHS: [usize; 4] = [16, 32, 64, 128];

/// What the learner chose in the cost lab, besides the layer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CostChoice {
    /// The variant looked at, one of [`VARIANTS`].
    pub variant: &'static str,
    /// How many tokens its mask is drawn for.
    pub n: usize,
    /// The full width of the window: half of it on each side, and the token itself.
    pub window: usize,
    /// How many of the first tokens attend to all and are attended by all.
    pub globals: usize,
    /// How many further keys, drawn at random, each query of BigBird attends to.
    pub random: usize,
    /// How many tokens BigBird takes as one.
    pub block: usize,
    /// How many random features stand for the exponential in Performer.
    pub features: usize,
    /// What BigBird's keys and Performer's features are drawn from.
    pub draw: u32,
    /// How many queries and how many keys a tile of FlashAttention has.
    pub tile: (usize, usize),
    /// How many numbers the fast memory holds.
    pub memory: usize,
    /// For how many tokens what is moved to and from it is counted.
    pub context: usize,
    /// The full width of the window on the sentence, which is far shorter than what patterns
    /// are drawn for.
    pub near: usize,
    /// How many random keys each query of BigBird attends to on the sentence.
    pub further: usize,
    /// How many numbers the state of the recurrent networks has.
    pub hidden: usize,
    /// What the recurrent weights are multiplied by.
    pub gain: f32,
    /// With which bias the LSTM's forget gate starts.
    pub forget: f32,
    /// How long the invented sequence is, in words.
    pub span: usize,
    /// Which of [`VARIANTS`] are measured.
    pub measured: [bool; 6],
    /// The longest sequence that is measured, one of [`LONGEST`].
    pub longest: usize,
    /// How many numbers a query, a key and a value have where time is measured, one of
    /// [`WIDTHS`].
    pub d_k: usize,
}

impl Default for CostChoice {
    fn default() -> Self {
        Self {
            variant: VARIANTS[0],
            n: 64,
            window: 16,
            globals: 1,
            random: 3,
            block: 1,
            features: 64,
            draw: 1,
            tile: (2, 2),
            memory: 16_384,
            context: 4096,
            near: 2,
            further: 1,
            hidden: 16,
            gain: 1.0,
            forget: 1.0,
            span: 64,
            measured: [true; 6],
            longest: 4096,
            d_k: 64,
        }
    }
}

impl CostChoice {
    /// What of the choice concerns a variant that takes these settings; the others stay as
    /// they are by default, so that a change of them is none.
    pub fn settings(&self, takes: &[Setting]) -> WaySettings {
        let mut settings = WaySettings::default();
        for setting in takes {
            match setting {
                Setting::Window => settings.window = self.window,
                Setting::Globals => settings.global = Global::First(self.globals as u32),
                Setting::Random => settings.random = self.random,
                Setting::Block => settings.block = self.block,
                Setting::Features => settings.features = self.features,
                Setting::Seed => settings.seed = self.draw,
            }
        }
        settings
    }

    /// What all variants are told on the sentence, where a window or a draw for a long text
    /// would reach everyone.
    pub fn on_sentence(&self) -> WaySettings {
        WaySettings {
            window: self.near,
            global: Global::First(self.globals as u32),
            random: self.further,
            block: 1,
            features: self.features,
            seed: self.draw,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, VARIANTS};

    #[test]
    fn every_variant_can_be_named() {
        assert_eq!(engine::cost::WAYS.map(|entry| entry.name), VARIANTS);
    }

    #[test]
    fn every_longest_sequence_can_be_measured() {
        assert!(LONGEST.iter().all(|n| engine::measuring::LENGTHS.contains(n)));
        assert_eq!(LONGEST.last(), engine::measuring::LENGTHS.last());
    }
}
