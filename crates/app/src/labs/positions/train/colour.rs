//! The colour of each encoding in charts.

use engine::EncodingKind;
use scene::{Rgb, Theme};

/// The colour of an encoding, and whether its line is dashed: neighbours in hue differ in
/// that, for whoever can't tell them apart.
pub fn colour(kind: EncodingKind, theme: Theme) -> (Rgb, bool) {
    let (light, dark, dashed) = match kind {
        EncodingKind::None => (Rgb(0x47, 0x55, 0x69), Rgb(0xa9, 0xb6, 0xc8), true),
        EncodingKind::Sinusoidal => (Rgb(0x00, 0x69, 0xa8), Rgb(0x7c, 0xc4, 0xff), false),
        EncodingKind::Learned => (Rgb(0xa8, 0x48, 0x00), Rgb(0xff, 0xb0, 0x70), false),
        EncodingKind::Rope => (Rgb(0x00, 0x71, 0x4f), Rgb(0x5f, 0xd3, 0xa8), true),
        EncodingKind::Alibi => (Rgb(0x6d, 0x3f, 0xb0), Rgb(0xc3, 0xa3, 0xff), false),
        EncodingKind::T5 => (Rgb(0xa3, 0x28, 0x6a), Rgb(0xff, 0x9c, 0xcb), true),
    };
    (if theme == Theme::Light { light } else { dark }, dashed)
}
