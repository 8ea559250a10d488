//! What the learner chose in the positions lab.

use engine::{EncodingKind, Pairing, Settings, Survey};

/// How few positions the pictures may show; the most are [`engine::MAX_POSITIONS`].
pub const FEWEST: usize = 8;

/// What the learner chose in the positions lab, besides the encoding and the layer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PositionsChoice {
    /// The encoding that the chosen one is compared with.
    pub with: EncodingKind,
    /// How many positions the pictures show.
    pub length: usize,
    /// What the wavelengths grow towards.
    pub base: f32,
    /// The column whose wave is drawn.
    pub dimension: usize,
    /// The position that is compared with another one.
    pub position: usize,
    /// How far after it the other one is; before it, if negative.
    pub shift: i32,
    /// Which dimensions RoPE turns together.
    pub pairing: Pairing,
    /// Whether T5 tells before from after.
    pub bidirectional: bool,
}

impl Default for PositionsChoice {
    fn default() -> Self {
        let Survey { length, base, dimension, position, shift, pairing, bidirectional, .. } =
            Survey::default();
        let with = EncodingKind::None;
        Self { with, length, base, dimension, position, shift, pairing, bidirectional }
    }
}

impl PositionsChoice {
    /// The question that the choice asks of the engine.
    pub fn survey(&self, settings: &Settings) -> Survey {
        let &Self { length, base, dimension, position, shift, pairing, bidirectional, .. } = self;
        let settings = settings.clone();
        Survey { settings, length, base, dimension, position, shift, pairing, bidirectional }
    }

    /// The other position.
    pub fn shifted(&self) -> usize {
        self.position.saturating_add_signed(self.shift as isize)
    }

    /// The same with other positions.
    pub fn at(self, position: usize, shifted: usize) -> Self {
        Self { position, shift: shifted as i32 - position as i32, ..self }
    }

    /// Brings dimension and positions back into the picture.
    pub(super) fn settle(&mut self, d_model: usize) {
        let last = self.length.saturating_sub(1);
        self.dimension = self.dimension.min(d_model.saturating_sub(1));
        let position = self.position.min(last);
        let shifted = position.saturating_add_signed(self.shift as isize).min(last);
        *self = self.at(position, shifted);
    }
}
