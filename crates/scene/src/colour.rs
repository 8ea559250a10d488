//! Colours of the screen, and how well two of them can be told apart.

use crate::oklab;

/// Which of the page's two looks is on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Theme {
    /// Dark ink on warm paper.
    #[default]
    Light,
    /// Light ink on near black.
    Dark,
}

impl Theme {
    /// Both looks.
    pub const ALL: [Self; 2] = [Self::Light, Self::Dark];

    /// The page's own colour, which a diverging map also shows at zero.
    ///
    /// ```
    /// assert_eq!(scene::Theme::Light.page().css(), "#fbfaf7");
    /// ```
    pub fn page(self) -> Rgb {
        match self {
            Self::Light => Rgb(0xfb, 0xfa, 0xf7),
            Self::Dark => Rgb(0x14, 0x16, 0x1a),
        }
    }
}

/// A colour in sRGB, 8 bits a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rgb(
    /// Red.
    pub u8,
    /// Green.
    pub u8,
    /// Blue.
    pub u8,
);

impl Rgb {
    /// The colour as CSS writes it.
    ///
    /// ```
    /// assert_eq!(scene::Rgb(0, 105, 168).css(), "#0069a8");
    /// ```
    pub fn css(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }

    /// Relative luminance from 0 (black) to 1 (white), as WCAG 2.2 defines it.
    ///
    /// ```
    /// assert_eq!(scene::Rgb(0, 0, 0).luminance(), 0.0);
    /// assert!((scene::Rgb(255, 255, 255).luminance() - 1.0).abs() < 1e-6);
    /// ```
    pub fn luminance(self) -> f32 {
        let [r, g, b] = oklab::linear(self);
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    /// Contrast with another colour, from 1 (none) to 21 (black on white), as WCAG 2.2
    /// defines it. Text needs 4.5 (level AA).
    ///
    /// ```
    /// use scene::Rgb;
    /// assert!((Rgb(0, 0, 0).contrast(Rgb(255, 255, 255)) - 21.0).abs() < 1e-3);
    /// ```
    pub fn contrast(self, other: Self) -> f32 {
        let (a, b) = (self.luminance() + 0.05, other.luminance() + 0.05);
        a.max(b) / a.min(b)
    }
}
