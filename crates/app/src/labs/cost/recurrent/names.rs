//! The kinds of layer by name and colour.

use engine::recurrent::Kind;
use scene::{Rgb, Theme};

/// What a kind is called.
pub fn title(kind: Kind) -> &'static str {
    match kind {
        Kind::Rnn => "RNN",
        Kind::Lstm => "LSTM",
        Kind::Attention => "attention",
    }
}

/// The colour of a kind in charts, and whether its line is dashed.
pub fn colour(kind: Kind, theme: Theme) -> (Rgb, bool) {
    let (light, dark, dashed) = match kind {
        Kind::Rnn => (Rgb(0xa8, 0x48, 0x00), Rgb(0xff, 0xb0, 0x70), false),
        Kind::Lstm => (Rgb(0x6d, 0x3f, 0xb0), Rgb(0xc3, 0xa3, 0xff), true),
        Kind::Attention => (Rgb(0x00, 0x69, 0xa8), Rgb(0x7c, 0xc4, 0xff), false),
    };
    (if theme == Theme::Light { light } else { dark }, dashed)
}
