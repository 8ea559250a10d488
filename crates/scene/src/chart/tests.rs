//! Charts of ordinary and of hostile data.

use proptest::prelude::*;

use super::*;
use crate::{Rgb, SceneError, Theme};

const BLUE: Rgb = Rgb(0, 105, 168);

fn series<'a>(label: &'a str, points: &'a [(f64, f64)]) -> Series<'a> {
    Series { label, points, colour: BLUE, dashed: false }
}

fn chart<'a>(series: &'a [Series<'a>]) -> Chart<'a> {
    Chart {
        title: Some("title"),
        x_label: "tokens",
        y_label: "pairs",
        log_x: false,
        log_y: false,
        series,
        references: &[],
        size: (400, 300),
        theme: Theme::Light,
    }
}

fn group<'a>(points: &'a [(f64, f64)], labels: &'a [&'a str]) -> Group<'a> {
    Group { name: "group", points, labels, colour: BLUE }
}

fn two<'a>(a: Group<'a>, b: Group<'a>, arrows: &'a [(usize, usize)]) -> Plane<'a> {
    let (x_label, y_label) = ("first", "second");
    Plane { a, b, arrows, x_label, y_label, size: (400, 300), theme: Theme::Dark }
}

/// What every SVG must be, however strange its data: one element that scales, with as many
/// tags closed as opened, and no coordinate far outside.
fn check(svg: &str) {
    assert!(svg.starts_with("<svg width="), "{svg}");
    assert!(svg.contains(" viewBox=\"0 0 "), "{svg}");
    assert!(svg.trim_end().ends_with("</svg>"), "{svg}");
    assert_eq!(svg.matches("<text").count(), svg.matches("</text>").count());
    assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
    let limit = 4.0 * 8192.0;
    for attribute in ["x", "y", "x1", "y1", "x2", "y2", "cx", "cy"].map(|a| format!(" {a}=\"")) {
        for place in svg.split(&attribute).skip(1).filter_map(|rest| rest.split('"').next()) {
            let place: f64 = place.parse().unwrap();
            assert!((-limit..=limit).contains(&place), "{attribute}{place}");
        }
    }
}

#[test]
fn a_chart_scales_and_has_texts_large_enough_to_read() {
    let svg = lines(&chart(&[series("full", &[(1.0, 1.0), (2.0, 4.0)])])).unwrap();
    check(&svg);
    assert!(svg.starts_with(r#"<svg width="400" height="300" viewBox="0 0 1600 1200""#));
    for size in svg.split("font-size=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(size.parse::<f64>().unwrap() / 4.0 >= 11.99, "{size}");
    }
}

#[test]
fn what_users_type_is_text_and_never_markup() {
    let hostile = "<script>&\"'\u{0}\u{1b}</script>";
    let points = [(1.0, 1.0), (2.0, 4.0)];
    let all = [series(hostile, &points)];
    let references = [Reference { y: 1.0, label: hostile }];
    let chart = Chart {
        title: Some(hostile),
        x_label: hostile,
        y_label: hostile,
        references: &references,
        size: (900, 600),
        ..chart(&all)
    };
    let labels = [hostile, hostile];
    let sentence = Group { name: hostile, ..group(&points, &labels) };
    let plane = Plane { x_label: hostile, size: (900, 600), ..two(sentence, sentence, &[]) };
    for svg in [lines(&chart).unwrap(), super::plane(&plane).unwrap()] {
        check(&svg);
        assert!(!svg.contains("<script") && !svg.contains('\u{0}') && !svg.contains('\u{1b}'));
        assert!(svg.contains("&lt;script&gt;&amp;&quot;&apos;\u{fffd}\u{fffd}&lt;/script&gt;"));
    }
}

#[test]
fn points_that_cannot_be_shown_are_passed_over() {
    const BAD: [f64; 3] = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY];
    let good = [(1.0, 1.0), (2.0, 4.0), (4.0, 2.0)];
    let mut mixed = good.to_vec();
    mixed.extend(BAD.map(|bad| (bad, 1.0)));
    mixed.extend(BAD.map(|bad| (1.0, bad)));
    let (good_series, mixed_series) = ([series("s", &good)], [series("s", &mixed)]);
    let (good_chart, mixed_chart) = (chart(&good_series), chart(&mixed_series));
    assert_eq!(lines(&mixed_chart), lines(&good_chart));

    // A logarithm needs more than zero.
    mixed.extend([(0.0, 1.0), (1.0, -3.0)]);
    let mixed_series = [series("s", &mixed)];
    let logarithmic = |chart| Chart { log_x: true, log_y: true, ..chart };
    assert_eq!(lines(&logarithmic(chart(&mixed_series))), lines(&logarithmic(good_chart)));
}

#[test]
fn names_stand_at_the_ends_of_lines_or_above_them_if_they_are_long() {
    let points = [(0.0, 0.0), (1.0, 1.0)];
    let x_of = |label: &str| -> f64 {
        let all = [series(label, &points)];
        let svg = lines(&chart(&all)).unwrap();
        let before = svg.split(&format!(">\n{label}\n")).next().unwrap();
        let tag = before.rsplit("<text ").next().unwrap();
        tag.trim_start_matches("x=\"").split('"').next().unwrap().parse().unwrap()
    };
    assert!(x_of("full") > 4.0 * 300.0);
    assert!(x_of("a name that is far too long for the margin") < 4.0 * 100.0);
}

#[test]
fn an_arrow_where_a_word_moved_and_a_ring_where_it_stayed() {
    let (before, after) = ([(0.0, 0.0), (1.0, 1.0)], [(0.0, 1.0), (1.0, 1.0)]);
    let labels = ["dog", "man"];
    let svg =
        plane(&two(group(&before, &labels), group(&after, &labels), &[(0, 0), (1, 1)])).unwrap();
    check(&svg);
    // The second group has two marks and one in the legend; one more polygon is an arrowhead.
    assert_eq!(svg.matches("<polygon").count(), 2 + 1 + 1);
    // The same for the first group; one more circle is a ring.
    assert_eq!(svg.matches("<circle").count(), 2 + 1 + 1);
    assert_eq!(svg.matches(">\ndog\n").count(), 2);
    assert_eq!(svg.matches(">\nman\n").count(), 1, "what coincides is named once");
}

#[test]
fn impossible_requests_are_refused_with_a_reason() {
    let points = [(0.0, 0.0)];
    let one = group(&points, &["dog"]);
    let cases = [
        (Plane { size: (0, 300), ..two(one, one, &[]) }, "0 × 300"),
        (Plane { size: (300, 1 << 31), ..two(one, one, &[]) }, "300 × 2147483648"),
        (two(one, group(&points, &[]), &[]), "1 points in `group`, but 0 labels"),
        (two(one, one, &[(0, 1)]), "point 0 of 1 to point 1 of 1"),
    ];
    for (plane, reason) in cases {
        let message = super::plane(&plane).unwrap_err().to_string();
        assert!(message.contains(reason), "{message}");
    }
    let small = Chart { size: (159, 300), ..chart(&[]) };
    assert!(matches!(lines(&small), Err(SceneError::Size { width: 159, .. })));
}

proptest! {
    #[test]
    fn no_data_breaks_a_chart(
        data in prop::collection::vec(prop::collection::vec(any::<(f64, f64)>(), 0..6), 0..5),
        labels in prop::collection::vec(".{0,40}", 5),
        levels in prop::collection::vec(any::<f64>(), 0..3),
        (log_x, log_y) in any::<(bool, bool)>(),
        size in (160_u32..900, 160_u32..900),
    ) {
        let all: Vec<Series> =
            data.iter().zip(&labels).map(|(points, label)| series(label, points)).collect();
        let references: Vec<Reference> =
            levels.iter().map(|&y| Reference { y, label: "level" }).collect();
        let chart = Chart { log_x, log_y, references: &references, size, ..chart(&all) };
        let svg = lines(&chart).unwrap();
        // The labels may say anything; the rest must be numbers.
        if labels.iter().all(|label| !label.contains("NaN") && !label.contains("inf")) {
            check(&svg);
        }
    }

    #[test]
    fn no_data_breaks_a_plane(
        points in prop::collection::vec(any::<(f64, f64)>(), 0..6),
        scale in prop::sample::select(vec![0.0, 1e-300, 1e-9, 1.0]),
        size in (160_u32..900, 160_u32..900),
    ) {
        let scaled: Vec<(f64, f64)> = points.iter().map(|(x, y)| (x * scale, y * scale)).collect();
        let labels: Vec<&str> = points.iter().map(|_| "word").collect();
        let arrows: Vec<(usize, usize)> = (0..points.len()).map(|i| (i, i)).collect();
        let plane = Plane {
            size,
            ..two(group(&points, &labels), group(&scaled, &labels), &arrows)
        };
        check(&super::plane(&plane).unwrap());
    }
}
