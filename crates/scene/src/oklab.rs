//! OKLab, a colour space in which equal distances look equal.
//!
//! The matrices are those published by Björn Ottosson, "A perceptual color space for image
//! processing" (2020, <https://bottosson.github.io/posts/oklab/>), as revised in 2021.

use crate::Rgb;

/// A colour in OKLab.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lab {
    /// Lightness, 0 (black) to 1 (white).
    pub l: f32,
    /// Green to red.
    pub a: f32,
    /// Blue to yellow.
    pub b: f32,
}

impl Lab {
    /// From lightness, chroma and hue in degrees.
    pub fn from_lch(l: f32, chroma: f32, hue: f32) -> Self {
        let (sin, cos) = hue.to_radians().sin_cos();
        Self { l, a: chroma * cos, b: chroma * sin }
    }

    /// How different the two look.
    pub fn distance(self, other: Self) -> f32 {
        let (l, a, b) = (self.l - other.l, self.a - other.a, self.b - other.b);
        (l * l + a * a + b * b).sqrt()
    }

    /// The colour a share `t` of the way to `other`.
    pub fn mix(self, other: Self, t: f32) -> Self {
        let between = |from: f32, to: f32| from + t * (to - from);
        Self {
            l: between(self.l, other.l),
            a: between(self.a, other.a),
            b: between(self.b, other.b),
        }
    }
}

impl From<Rgb> for Lab {
    fn from(colour: Rgb) -> Self {
        let [r, g, b] = linear(colour);
        let l = (0.412_221_46 * r + 0.536_332_55 * g + 0.051_445_995 * b).cbrt();
        let m = (0.211_903_5 * r + 0.680_699_5 * g + 0.107_396_96 * b).cbrt();
        let s = (0.088_302_46 * r + 0.281_718_85 * g + 0.629_978_7 * b).cbrt();
        Self {
            l: 0.210_454_26 * l + 0.793_617_8 * m - 0.004_072_047 * s,
            a: 1.977_998_5 * l - 2.428_592_2 * m + 0.450_593_7 * s,
            b: 0.025_904_037 * l + 0.782_771_77 * m - 0.808_675_77 * s,
        }
    }
}

/// The channels as light: sRGB's transfer function undone, each from 0 to 1.
pub fn linear(colour: Rgb) -> [f32; 3] {
    [colour.0, colour.1, colour.2].map(|channel| {
        let encoded = f32::from(channel) / 255.0;
        if encoded <= 0.040_45 { encoded / 12.92 } else { ((encoded + 0.055) / 1.055).powf(2.4) }
    })
}

/// Light to the screen's channels, not yet cut to what the screen can show.
pub fn channels(colour: Lab) -> [f32; 3] {
    let Lab { l, a, b } = colour;
    let cube = |root: f32| root * root * root;
    let long = cube(l + 0.396_337_78 * a + 0.215_803_76 * b);
    let medium = cube(l - 0.105_561_346 * a - 0.063_854_17 * b);
    let short = cube(l - 0.089_484_18 * a - 1.291_485_5 * b);
    [
        4.076_741_7 * long - 3.307_711_6 * medium + 0.230_969_94 * short,
        -1.268_438 * long + 2.609_757_4 * medium - 0.341_319_4 * short,
        -0.004_196_086_3 * long - 0.703_418_6 * medium + 1.707_614_7 * short,
    ]
    .map(|light| {
        if light <= 0.003_130_8 { 12.92 * light } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 }
    })
}

impl From<Lab> for Rgb {
    fn from(colour: Lab) -> Self {
        // A float that is cast to an integer saturates, so that nothing can wrap.
        let [r, g, b] = channels(colour).map(|channel| (channel * 255.0).round() as u8);
        Self(r, g, b)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_colours_have_their_published_coordinates() {
        // Rounded to three digits: white, the sRGB primaries.
        let cases = [
            (Rgb(255, 255, 255), [1.0, 0.0, 0.0]),
            (Rgb(255, 0, 0), [0.628, 0.225, 0.126]),
            (Rgb(0, 255, 0), [0.866, -0.234, 0.179]),
            (Rgb(0, 0, 255), [0.452, -0.032, -0.312]),
        ];
        for (colour, expected) in cases {
            let lab = Lab::from(colour);
            for (got, want) in [lab.l, lab.a, lab.b].into_iter().zip(expected) {
                assert!((got - want).abs() < 1e-3, "{colour:?}: {lab:?}, not {expected:?}");
            }
        }
    }

    #[test]
    fn there_and_back_is_the_same_colour() {
        for r in (0..=255).step_by(15) {
            for g in (0..=255).step_by(15) {
                for b in (0..=255).step_by(15) {
                    let colour = Rgb(r, g, b);
                    assert_eq!(Rgb::from(Lab::from(colour)), colour);
                }
            }
        }
    }
}
