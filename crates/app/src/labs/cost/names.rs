//! The variants by name and colour.

use scene::{Rgb, Theme};

/// What a variant is called, by its name in the URL.
pub fn title(name: &str) -> &'static str {
    match name {
        "full" => "full",
        "flash" => "FlashAttention",
        "sliding_window" => "sliding window",
        "longformer" => "Longformer",
        "big_bird" => "BigBird",
        "performer" => "Performer",
        _ => "another variant",
    }
}

/// Where a variant was described.
pub fn source(name: &str) -> &'static str {
    match name {
        "full" => "Vaswani et al. 2017, equation 1",
        "flash" => "Dao et al. 2022, algorithm 1",
        "sliding_window" => "Beltagy et al. 2020, section 3.1",
        "longformer" => "Beltagy et al. 2020, section 3.1",
        "big_bird" => "Zaheer et al. 2020, section 2",
        "performer" => "Choromanski et al. 2021, section 2",
        _ => "",
    }
}

/// The colour of a variant in charts, and whether its line is dashed: neighbours in hue differ
/// in that, for whoever can't tell them apart.
pub fn colour(name: &str, theme: Theme) -> (Rgb, bool) {
    let (light, dark, dashed) = match name {
        "full" => (Rgb(0x47, 0x55, 0x69), Rgb(0xa9, 0xb6, 0xc8), false),
        "flash" => (Rgb(0x00, 0x69, 0xa8), Rgb(0x7c, 0xc4, 0xff), true),
        "sliding_window" => (Rgb(0x00, 0x71, 0x4f), Rgb(0x5f, 0xd3, 0xa8), false),
        "longformer" => (Rgb(0xa8, 0x48, 0x00), Rgb(0xff, 0xb0, 0x70), true),
        "big_bird" => (Rgb(0x6d, 0x3f, 0xb0), Rgb(0xc3, 0xa3, 0xff), false),
        _ => (Rgb(0xa3, 0x28, 0x6a), Rgb(0xff, 0x9c, 0xcb), true),
    };
    (if theme == Theme::Light { light } else { dark }, dashed)
}
