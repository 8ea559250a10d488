//! RoPE: pairs of a query and of a key as arrows that turn with their positions.

use engine::{Detail, EncodingKind, MatrixName, Pairing, Rotations, Turned};
use scene::Domain;
use scene::chart::{Arrow, Chart, Reference, Series, Turns};
use scene::format::digits;
use yew::{AttrValue, Html, html};

use super::Picture;
use super::sight::{Shown, Sight};
use super::sinusoidal::base;
use crate::components::{Marks, chart as drawing, chart_colours};
use crate::labs::parts::{measure, segments, table};
use crate::state::{Action, PositionsChoice};

pub const PICTURE: Picture = Picture {
    kind: EncodingKind::Rope,
    title: "RoPE",
    what: "Nothing is added. Instead, each pair of numbers of a query or a key is turned like the \
           hand of a clock, by an angle that grows with its position. Where both turn by the \
           same, nothing changes between them: only their distance is left in the score.",
    formulas: &[
        "<msub><mi>θ</mi><mi>i</mi></msub><mo>=</mo><msup><mi mathvariant=\"normal\">base</mi>\
         <mrow><mo>−</mo><mn>2</mn><mi>i</mi><mo>/</mo><msub><mi>d</mi><mi>k</mi></msub></mrow></msup>",
        "<msup><mrow><mo>(</mo><msub><mi>R</mi><mi>m</mi></msub><mi>q</mi><mo>)</mo></mrow>\
         <mi mathvariant=\"normal\">T</mi></msup><mrow><msub><mi>R</mi><mi>n</mi></msub><mi>k</mi></mrow>\
         <mo>=</mo><msup><mi>q</mi><mi mathvariant=\"normal\">T</mi></msup><msub><mi>R</mi><mrow>\
         <mi>n</mi><mo>−</mo><mi>m</mi></mrow></msub><mi>k</mi>",
    ],
    source: "Su et al. 2021, section 3.2, equations 15 and 16.",
    similarity: "the score of a query and a key that are equal, all pairs of one length, as a share \
                 of their score at distance 0: the mean cosine of the angles between them.",
    hint: "Move the query and the key together: the arrows turn, the score stays.",
    draw,
};

/// What stands above the planes, in CSS pixels.
const CONTROLS: f64 = 150.0;

/// The space between two planes, in CSS pixels.
const GAP: f64 = 8.0;

/// The smallest side that a plane is drawn with; to be smaller it is scaled down.
const DRAWN: f64 = 160.0;

fn draw(sight: &Sight) -> Html {
    let Detail::Rope(seen) = &sight.seen.detail else { return Html::default() };
    let choice = sight.choice();
    let alike = Shown {
        domain: Some(Domain::Diverging { max: 1.0 }),
        hint: "Arrow keys move, Enter chooses the query’s position (row) and the key’s (column).",
        chosen: Some(AttrValue::from(format!(
            "Query at {}, key at {}: score {}.",
            choice.shifted(),
            choice.position,
            digits(seen.turned_score, 4)
        ))),
        marks: Marks { locked: Some((choice.shifted(), choice.position)), ..Marks::default() },
        square: true,
        ..Shown::default()
    };
    html! {
        <>
            <section class="panel">{ planes(sight, seen) }</section>
            <section class="panel">{ proof(sight, seen) }</section>
            <section class="panel">{ sight.figure(MatrixName::Similarity, 0, alike) }</section>
            <section class="panel">{ decay(sight) }</section>
        </>
    }
}

/// The pairs as arrows, and where query and key stand.
fn planes(sight: &Sight, seen: &Rotations) -> Html {
    let choice = sight.choice();
    let last = choice.length - 1;
    let pairings = [
        (Pairing::Interleaved, "interleaved", "2i, 2i + 1"),
        (Pairing::HalfSplit, "half", "i, i + d/2"),
    ];
    let on = sight
        .dispatch
        .reform(move |pairing| Action::Positions(PositionsChoice { pairing, ..choice }));
    let (width, height) = sight.panel();
    // Two stand side by side, and more below them.
    let side = (height - CONTROLS - 30.0).min((width - GAP - 4.0) / 2.0).clamp(120.0, 210.0);
    let drawn = seen.pairs.iter().filter_map(|pair| plane(sight, pair, side));
    let rows = seen.pairs.iter().zip(0u32..).map(|(pair, index)| {
        let numbers =
            [pair.query, pair.query_turned, pair.key, pair.key_turned].into_iter().flatten();
        [f64::from(index), pair.wavelength].into_iter().chain(numbers.map(f64::from)).collect()
    });
    html! {
        <>
            <div class="pair-of-controls">
                { sight.slider(
                    ("query", "Query stands at m", "The position of the query"),
                    choice.shifted(), (0, last), |choice, m| choice.at(choice.position, m),
                ) }
                { sight.slider(
                    ("key", "Key stands at n", "The position of the key"),
                    choice.position, (0, last), |choice, n| choice.at(n, choice.shifted()),
                ) }
            </div>
            { segments("Pairs", "pairs", &pairings, choice.pairing, &on) }
            <div class="planes" role="group" aria-label="Pairs of dimensions" tabindex="0">
                { for drawn }
            </div>
            <p class="fact">
                { format!("q and k invented, seed {}. ", sight.inputs.settings.seed) }
                <span data-score={crate::numbers::javascript(seen.score)}>{ format!("Score before (dashed) {}, ", digits(seen.score, 4)) }</span>
                <b data-turned-score={crate::numbers::javascript(seen.turned_score)}>{ format!("after {}", digits(seen.turned_score, 4)) }</b>
            </p>
            { table(
                "pairs",
                &["pair", "wavelength", "q", "q", "q turned", "q turned", "k", "k", "k turned", "k turned"],
                rows,
            ) }
        </>
    }
}

fn plane(sight: &Sight, pair: &Turned, side: f64) -> Option<Html> {
    let [blue, orange] = chart_colours(sight.theme);
    let tip = |[x, y]: [f32; 2]| (f64::from(x), f64::from(y));
    let [query, key] = pair.angles.map(f64::from);
    let arrows = [
        Arrow { label: "q", tip: tip(pair.query), colour: blue, turned: None },
        Arrow { label: "k", tip: tip(pair.key), colour: orange, turned: None },
        Arrow { label: "q′", tip: tip(pair.query_turned), colour: blue, turned: Some(query) },
        Arrow { label: "k′", tip: tip(pair.key_turned), colour: orange, turned: Some(key) },
    ];
    let title = format!("dimensions {}, {}", pair.dimensions.0, pair.dimensions.1);
    let drawn = side.max(DRAWN) as u32;
    let plane = Turns {
        title: &title,
        axes: ["", ""],
        arrows: &arrows,
        size: (drawn, drawn),
        theme: sight.theme,
    };
    Some(html! {
        <div key={pair.dimensions.0} class="plane" ~style={format!("width:{side}px")}>
            { drawing(&plane, format!("The query and the key in {title}, before and after")) }
        </div>
    })
}

/// The score at one distance everywhere: a level line.
fn proof(sight: &Sight, seen: &Rotations) -> Html {
    let choice = sight.choice();
    let [blue, _] = chart_colours(sight.theme);
    let points: Vec<_> =
        seen.same_distance.iter().map(|(_, n, score)| (*n as f64, f64::from(*score))).collect();
    let title = format!("score wherever m − n = {}", choice.shift);
    let lines = Chart {
        title: None,
        x_label: "position n of the key",
        y_label: &title,
        log_x: false,
        log_y: false,
        series: &[Series { label: "after", points: &points, colour: blue, dashed: false }],
        references: &[Reference { y: f64::from(seen.score), label: "before" }],
        size: sight.chart(60.0),
        theme: sight.theme,
    };
    let rows = seen.same_distance.iter();
    html! {
        <>
            { drawing(&lines, "The turned score against the key’s position, at the chosen distance") }
            { measure("distance", "largest spread at any one distance", seen.deviation) }
            { table(
                "scores at the same distance", &["n", "m", "score"],
                rows.map(|(m, n, score)| vec![*n as f64, *m as f64, f64::from(*score)]),
            ) }
        </>
    }
}

/// The score of an equal query and key as they move apart.
fn decay(sight: &Sight) -> Html {
    let [_, orange] = chart_colours(sight.theme);
    let Some(matrix) = sight.seen.matrix(MatrixName::Similarity, 0) else {
        return Html::default();
    };
    let row = matrix.values.row(0);
    let points: Vec<_> = (0u32..).map(f64::from).zip(row.iter().copied().map(f64::from)).collect();
    let lines = Chart {
        title: None,
        x_label: "distance",
        y_label: "mean score of equal q and k",
        log_x: false,
        log_y: false,
        series: &[Series { label: "", points: &points, colour: orange, dashed: false }],
        references: &[],
        size: sight.chart(48.0),
        theme: sight.theme,
    };
    html! {
        <>
            { base(sight) }
            { drawing(&lines, "The mean score of an equal query and key against their distance") }
            { table(
                "mean score by distance", &["distance", "mean score"],
                points.iter().map(|&(x, y)| vec![x, y]),
            ) }
        </>
    }
}
