//! The colour maps: from values to colours that a reader can compare.
//!
//! Each map is a path through OKLab, walked at constant speed, so that equal steps of the
//! value look like equal steps of the colour. All maps start at the page's own colour:
//! where there is nothing, the page shows.

#[cfg(test)]
mod tests;

use std::sync::LazyLock;

use ndarray::ArrayView2;

use crate::oklab::Lab;
use crate::{Domain, Rgb, Theme};

/// How many steps lead from zero to the strongest colour; far more than can be told apart.
const STEPS: usize = 511;

/// The inks for numbers in cells. The product of their contrasts with any one colour is
/// above 4.5², so that the better of the two always reaches 4.5.
const LIGHT_INK: Rgb = Rgb(0xff, 0xff, 0xff);
const DARK_INK: Rgb = Rgb(0x05, 0x05, 0x06);

/// The arms of the maps of one theme, each from zero to the strongest colour.
struct Arms {
    violet: Vec<Rgb>,
    blue: Vec<Rgb>,
    orange: Vec<Rgb>,
}

static LIGHT: LazyLock<Arms> = LazyLock::new(|| arms(Theme::Light));
static DARK: LazyLock<Arms> = LazyLock::new(|| arms(Theme::Dark));

impl Arms {
    fn get(theme: Theme) -> &'static Self {
        match theme {
            Theme::Light => &LIGHT,
            Theme::Dark => &DARK,
        }
    }

    /// The colour of a value, which must not be NaN.
    fn at(&self, value: f32, domain: Domain) -> Rgb {
        let (arm, max) = match domain {
            Domain::Sequential { max } => (&self.violet, max),
            Domain::Diverging { max } if value < 0.0 => (&self.blue, max),
            Domain::Diverging { max } => (&self.orange, max),
        };
        let size = match domain {
            Domain::Sequential { .. } => value.max(0.0),
            Domain::Diverging { .. } => value.abs(),
        };
        // Clamping also takes care of an infinite value; a domain without width (NaN here)
        // casts to the first step.
        let step = (size / max).clamp(0.0, 1.0) * STEPS as f32;
        arm[(step.round() as usize).min(STEPS)]
    }
}

/// The paths: where each is drawn towards and where it ends, as lightness, chroma and hue.
/// Blue and orange share lightness and chroma, so that equal sizes of either sign stand out
/// equally; their hues stay apart for readers who can't tell red from green.
fn arms(theme: Theme) -> Arms {
    let page = Lab::from(theme.page());
    let path = |[towards, end]: [(f32, f32, f32); 2]| {
        let lab = |(l, chroma, hue)| Lab::from_lch(l, chroma, hue);
        walk(page, lab(towards), lab(end))
    };
    match theme {
        Theme::Light => Arms {
            violet: path([(0.60, 0.24, 302.0), (0.30, 0.13, 298.0)]),
            blue: path([(0.68, 0.18, 240.0), (0.41, 0.105, 250.0)]),
            orange: path([(0.68, 0.18, 57.0), (0.41, 0.105, 47.0)]),
        },
        Theme::Dark => Arms {
            violet: path([(0.50, 0.28, 296.0), (0.89, 0.075, 308.0)]),
            blue: path([(0.52, 0.16, 248.0), (0.85, 0.09, 230.0)]),
            orange: path([(0.52, 0.16, 52.0), (0.85, 0.09, 75.0)]),
        },
    }
}

/// Walks a quadratic Bézier curve at constant speed. A curve rather than two straight
/// lines, because a bend would show as an edge where the values have none.
fn walk(start: Lab, towards: Lab, end: Lab) -> Vec<Rgb> {
    const FINE: usize = 4 * STEPS;
    let curve: Vec<Lab> = (0..=FINE)
        .map(|step| step as f32 / FINE as f32)
        .map(|t| start.mix(towards, t).mix(towards.mix(end, t), t))
        .collect();
    let mut way = 0.0;
    let mut ways = vec![way];
    ways.extend(curve.windows(2).map(|pair| {
        way += pair[0].distance(pair[1]);
        way
    }));
    (0..=STEPS)
        .map(|step| step as f32 / STEPS as f32 * way)
        .map(|wanted| ways.partition_point(|&reached| reached < wanted).min(FINE))
        .map(|nearest| Rgb::from(curve[nearest]))
        .collect()
}

/// The tone of a masked cell: neutral, so that no map can mean it.
fn masked(theme: Theme) -> Rgb {
    match theme {
        Theme::Light => Rgb(0xd6, 0xd4, 0xce),
        Theme::Dark => Rgb(0x3a, 0x3d, 0x44),
    }
}

/// The tone of a value that is no number: nothing else is this loud.
fn broken(theme: Theme) -> Rgb {
    match theme {
        Theme::Light => Rgb(0xe6, 0x00, 0x6f),
        Theme::Dark => Rgb(0xff, 0x4d, 0xa6),
    }
}

/// The colour of a value.
///
/// Values beyond the domain take the colour of its end. `-inf`, a masked cell, has a
/// neutral tone of its own; NaN is shown in a loud one.
///
/// ```
/// use scene::{Domain, Theme, colour};
/// let domain = Domain::Diverging { max: 2.0 };
/// assert_eq!(colour(0.0, domain, Theme::Light), Theme::Light.page());
/// assert_eq!(colour(5.0, domain, Theme::Light), colour(2.0, domain, Theme::Light));
/// ```
pub fn colour(value: f32, domain: Domain, theme: Theme) -> Rgb {
    if value.is_nan() {
        broken(theme)
    } else if value == f32::NEG_INFINITY {
        masked(theme)
    } else {
        Arms::get(theme).at(value, domain)
    }
}

/// The ink for a number in the cell of this value: near black or white, whichever
/// contrasts more with that very cell. The contrast is never below 4.5.
///
/// ```
/// use scene::{Domain, Theme, colour, ink};
/// let (value, domain) = (0.9, Domain::Sequential { max: 1.0 });
/// let contrast = ink(value, domain, Theme::Light).contrast(colour(value, domain, Theme::Light));
/// assert!(contrast >= 4.5);
/// ```
pub fn ink(value: f32, domain: Domain, theme: Theme) -> Rgb {
    let cell = colour(value, domain, theme);
    if cell.contrast(DARK_INK) >= cell.contrast(LIGHT_INK) { DARK_INK } else { LIGHT_INK }
}

/// A matrix as pixels: one for each cell, row by row, 4 bytes each (red, green, blue,
/// opacity), as `ImageData` takes them.
///
/// ```
/// use ndarray::array;
/// use scene::{Domain, Theme, rgba};
/// let values = array![[0.0, 1.0]]; // [1, 2]
/// let pixels = rgba(values.view(), Domain::Sequential { max: 1.0 }, Theme::Light);
/// assert_eq!(pixels.len(), 1 * 2 * 4);
/// assert_eq!(pixels[..4], [0xfb, 0xfa, 0xf7, 0xff]);
/// ```
pub fn rgba(values: ArrayView2<f32>, domain: Domain, theme: Theme) -> Vec<u8> {
    values
        .iter()
        .flat_map(|&value| {
            let Rgb(r, g, b) = colour(value, domain, theme);
            [r, g, b, u8::MAX]
        })
        .collect()
}

/// The map from its left end to its right one, in `steps` colours.
///
/// ```
/// use scene::{Domain, Theme, colour, legend};
/// let domain = Domain::Diverging { max: 1.0 };
/// let strip = legend(domain, Theme::Dark, 3);
/// assert_eq!(strip, [-1.0, 0.0, 1.0].map(|value| colour(value, domain, Theme::Dark)));
/// ```
pub fn legend(domain: Domain, theme: Theme, steps: usize) -> Vec<Rgb> {
    let (left, right) = domain.ends();
    let last = steps.saturating_sub(1).max(1) as f32;
    (0..steps)
        .map(|step| {
            let share = step as f32 / last;
            colour(left * (1.0 - share) + right * share, domain, theme)
        })
        .collect()
}
