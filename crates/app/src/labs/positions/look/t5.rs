//! T5: distances sorted into buckets, and a bias for each bucket.

use engine::{Detail, EncodingKind, MatrixName};
use scene::chart::{Chart, Series};
use yew::{Html, html};

use super::Picture;
use super::sight::{Shown, Sight};
use crate::components::{chart as drawing, chart_colours};
use crate::labs::parts::{Slider, segments, table};
use crate::state::{Action, PositionsChoice};

pub const PICTURE: Picture = Picture {
    kind: EncodingKind::T5,
    title: "T5",
    what: "Nothing is added or turned. The distance from query to key falls into one of 32 \
           buckets, near ones each in its own, far ones together. Each head adds what a table \
           holds for that bucket to the score. Training fills the table; here it is untrained.",
    formulas: &[
        "<msub><mi>s</mi><mrow><mi>i</mi><mi>j</mi></mrow></msub><mo>=</mo><mfrac><mrow><msub><mi>q</mi>\
         <mi>i</mi></msub><mo>·</mo><msub><mi>k</mi><mi>j</mi></msub></mrow><msqrt><msub><mi>d</mi>\
         <mi>k</mi></msub></msqrt></mfrac><mo>+</mo><msub><mi>T</mi><mrow><mi>b</mi><mo>(</mo><mi>i</mi>\
         <mo>−</mo><mi>j</mi><mo>)</mo><mo>,</mo><mi>h</mi></mrow></msub>",
        "<mi>b</mi><mo>=</mo><mi>e</mi><mo>+</mo><mo>⌊</mo><mfrac><mrow><mi>ln</mi><mo>(</mo><mi>δ</mi>\
         <mo>/</mo><mi>e</mi><mo>)</mo></mrow><mrow><mi>ln</mi><mo>(</mo><mn>128</mn><mo>/</mo><mi>e</mi>\
         <mo>)</mo></mrow></mfrac><mo>(</mo><mi>n</mi><mo>−</mo><mi>e</mi><mo>)</mo><mo>⌋</mo>",
        "<mtext>from δ = e on, at most n − 1</mtext>",
    ],
    source: "Raffel et al. 2020, section 2.1, and the authors’ code. T5 itself does not divide by √d_k. \
             A direction has n buckets, e = n ÷ 2 of them exact.",
    similarity: "the bias itself, which training would shape.",
    hint: "Show 128 positions: the stripes of far buckets widen.",
    draw,
};

fn draw(sight: &Sight) -> Html {
    let Detail::T5(buckets) = &sight.seen.detail else { return Html::default() };
    let plain = |square| Shown { hint: "Arrow keys move.", square, ..Shown::default() };
    let head = sight.inputs.head;
    let last = sight.inputs.settings.heads - 1;
    let heads = (0..=last).map(|head| format!("head {head}")).collect();
    let table = Shown { names: Some(heads), room: 44.0, ..plain(false) };
    let on = sight.dispatch.reform(|head: f64| Action::Head(head as usize));
    let slider = Slider::whole(("head", "Head", "Whose biases are shown"), head, (0, last));
    html! {
        <>
            <section class="panel">{ sight.figure(MatrixName::Buckets, 0, plain(true)) }</section>
            <section class="panel">{ by_distance(sight, buckets) }</section>
            <section class="panel">{ sight.figure(MatrixName::BiasTable, 0, table) }</section>
            <section class="panel">
                { (last > 0).then(|| slider.draw(on)) }
                { sight.figure(MatrixName::PositionBias, head, Shown { room: 56.0, ..plain(true) }) }
            </section>
        </>
    }
}

/// The bucket of each distance, as steps that widen.
fn by_distance(sight: &Sight, buckets: &[(i32, usize)]) -> Html {
    let choice = sight.choice();
    let [blue, orange] = chart_colours(sight.theme);
    let points = |after: bool| -> Vec<(f64, f64)> {
        let side = buckets.iter().filter(|(distance, _)| (*distance < 0) == after);
        side.map(|(distance, bucket)| (f64::from(*distance), *bucket as f64)).collect()
    };
    let (before, after) = (points(false), points(true));
    let series = [
        Series { label: "key after", points: &after, colour: orange, dashed: true },
        Series { label: "key before", points: &before, colour: blue, dashed: false },
    ];
    let lines = Chart {
        title: None,
        x_label: "distance i − j from key to query",
        y_label: "bucket",
        log_x: false,
        log_y: false,
        series: &series,
        references: &[],
        size: sight.chart(44.0),
        theme: sight.theme,
    };
    let directions = [(true, "on", "both ways"), (false, "off", "backwards")];
    let on = sight.dispatch.reform(move |bidirectional| {
        Action::Positions(PositionsChoice { bidirectional, ..choice })
    });
    html! {
        <>
            { segments("Buckets", "bidirectional", &directions, choice.bidirectional, &on) }
            { drawing(&lines, "The bucket of each distance") }
            { table(
                "buckets by distance", &["distance", "bucket"],
                buckets.iter().map(|(distance, bucket)| vec![f64::from(*distance), *bucket as f64]),
            ) }
        </>
    }
}
