//! What the colour maps promise, over their whole range.

use ndarray::Array2;
use proptest::prelude::*;

use super::*;
use crate::oklab::channels;

const SEQUENTIAL: Domain = Domain::Sequential { max: 1.0 };
const DIVERGING: Domain = Domain::Diverging { max: 1.0 };

/// Every colour of an arm, in OKLab, from zero to the strongest.
fn arm(theme: Theme, domain: Domain, end: f32) -> Vec<Lab> {
    let values = (0..=STEPS).map(|step| end * step as f32 / STEPS as f32);
    values.map(|value| Lab::from(colour(value, domain, theme))).collect()
}

fn every_arm() -> impl Iterator<Item = (Theme, Vec<Lab>)> {
    Theme::ALL.into_iter().flat_map(|theme| {
        [(SEQUENTIAL, 1.0), (DIVERGING, 1.0), (DIVERGING, -1.0)]
            .map(|(domain, end)| (theme, arm(theme, domain, end)))
    })
}

#[test]
fn lightness_runs_one_way_and_far() {
    for (theme, arm) in every_arm() {
        let away = if theme == Theme::Light { -1.0 } else { 1.0 };
        for pair in arm.windows(2) {
            // Half a step of an 8-bit channel may be lost to rounding.
            assert!(away * (pair[1].l - pair[0].l) > -2e-3, "{theme:?} {pair:?}");
        }
        assert!((arm[STEPS].l - arm[0].l).abs() > 0.55, "{theme:?}");
    }
}

#[test]
fn equal_steps_look_equal() {
    for (theme, arm) in every_arm() {
        let stretches: Vec<f32> =
            arm.chunks(STEPS / 16).map(|part| part[0].distance(part[part.len() - 1])).collect();
        // The last chunk is a remainder.
        let whole = &stretches[..16];
        let mean = whole.iter().sum::<f32>() / 16.0;
        for stretch in whole {
            assert!((stretch / mean - 1.0).abs() < 0.15, "{theme:?} {whole:?}");
        }
    }
}

#[test]
fn the_screen_can_show_every_colour() {
    // Where a channel is cut off, the colour would no longer be the one computed.
    for (theme, arm) in every_arm() {
        for lab in arm {
            let cut = channels(lab).into_iter().any(|c| !(-0.003..=1.003).contains(&c));
            assert!(!cut, "{theme:?} {lab:?}");
        }
    }
}

#[test]
fn both_signs_are_equally_strong() {
    for theme in Theme::ALL {
        let (above, below) = (arm(theme, DIVERGING, 1.0), arm(theme, DIVERGING, -1.0));
        let zero = Lab::from(theme.page());
        for (plus, minus) in above.into_iter().zip(below) {
            assert!((plus.l - minus.l).abs() < 0.012, "{theme:?} {plus:?} {minus:?}");
            let [plus, minus] = [plus, minus].map(|lab| lab.distance(zero));
            assert!((plus - minus).abs() < 0.025, "{theme:?} {plus} {minus}");
        }
    }
}

#[test]
fn the_signs_differ_without_red_and_green() {
    // The axis from blue to yellow is what most readers with a colour-vision
    // deficiency keep.
    for theme in Theme::ALL {
        let [plus, minus] = [0.5, -0.5].map(|v| Lab::from(colour(v, DIVERGING, theme)));
        assert!(plus.b - minus.b > 0.12, "{theme:?}");
    }
}

#[test]
fn masked_and_broken_cells_look_like_no_value() {
    for (theme, arm) in every_arm() {
        let special = [f32::NEG_INFINITY, f32::NAN];
        for cell in special.map(|value| Lab::from(colour(value, SEQUENTIAL, theme))) {
            let nearest = arm.iter().map(|lab| lab.distance(cell)).fold(1.0, f32::min);
            assert!(nearest > 0.02, "{theme:?} {cell:?}");
        }
    }
}

#[test]
fn pixels_are_the_colours_of_the_cells_row_by_row() {
    let values = Array2::from_shape_fn((3, 2), |(row, column)| row as f32 - column as f32);
    let domain = Domain::of(values.iter().copied());
    // A transposed view is not contiguous; its order must be the view's.
    let pixels = rgba(values.t(), domain, Theme::Dark);
    for (pixel, &value) in pixels.chunks(4).zip(values.t()) {
        let Rgb(r, g, b) = colour(value, domain, Theme::Dark);
        assert_eq!(pixel, [r, g, b, 255]);
    }
}

fn domains() -> impl Strategy<Value = Domain> {
    let sequential = any::<f32>().prop_map(|max| Domain::Sequential { max });
    prop_oneof![sequential, any::<f32>().prop_map(|max| Domain::Diverging { max })]
}

proptest! {
    #[test]
    fn ink_can_be_read_on_every_cell(value in any::<f32>(), domain in domains()) {
        for theme in Theme::ALL {
            let cell = colour(value, domain, theme);
            prop_assert!(ink(value, domain, theme).contrast(cell) >= 4.5);
        }
    }

    #[test]
    fn the_domain_of_any_values_holds_them(values in prop::collection::vec(any::<f32>(), 0..9)) {
        let (left, right) = Domain::of(values.iter().copied()).ends();
        prop_assert!(left <= 0.0 && right > 0.0 && right.is_finite());
        for value in values.into_iter().filter(|value| value.is_finite()) {
            prop_assert!((left..=right).contains(&value));
        }
    }
}

#[test]
fn ink_can_be_read_over_the_whole_range() {
    for theme in Theme::ALL {
        for value in (-1000..=1000).map(|step| step as f32 / 1000.0) {
            for domain in [SEQUENTIAL, DIVERGING] {
                let contrast = ink(value, domain, theme).contrast(colour(value, domain, theme));
                assert!(contrast >= 4.5, "{theme:?} {value}: {contrast}");
            }
        }
    }
}
