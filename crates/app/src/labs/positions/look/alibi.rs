//! ALiBi: a slope for each head, and the penalties that its scores get.

use engine::{Detail, EncodingKind, MatrixName};
use scene::chart::{Chart, Series};
use scene::{Domain, Rgb};
use yew::{Html, html};

use super::Picture;
use super::sight::{Shown, Sight};
use crate::components::{chart as drawing, chart_colours};
use crate::labs::parts::table;
use crate::numbers::javascript;

pub const PICTURE: Picture = Picture {
    kind: EncodingKind::Alibi,
    title: "ALiBi",
    what: "Nothing is added or turned. Each score loses a little for every step between query and \
           key, by a slope that each head has of its own: steep ones see only what is near, flat \
           ones see far.",
    formulas: &[
        "<msub><mi>s</mi><mrow><mi>i</mi><mi>j</mi></mrow></msub><mo>=</mo><mfrac><mrow><msub><mi>q</mi>\
         <mi>i</mi></msub><mo>·</mo><msub><mi>k</mi><mi>j</mi></msub></mrow><msqrt><msub><mi>d</mi>\
         <mi>k</mi></msub></msqrt></mfrac><mo>−</mo><msub><mi>m</mi><mi>h</mi></msub><mo>|</mo><mi>i</mi>\
         <mo>−</mo><mi>j</mi><mo>|</mo>",
        "<msub><mi>m</mi><mi>h</mi></msub><mo>=</mo><msup><mn>2</mn><mrow><mo>−</mo><mn>8</mn><mo>(</mo>\
         <mi>h</mi><mo>+</mo><mn>1</mn><mo>)</mo><mo>/</mo><mi>H</mi></mrow></msup><mo>,</mo>\
         <mspace width=\"0.5em\"/><mi>h</mi><mo>=</mo><mn>0</mn><mo>…</mo><mi>H</mi><mo>−</mo><mn>1</mn>",
    ],
    source: "Press et al. 2022, section 3, there with a causal mask and heads counted from 1. For a number of heads that is \
             no power of two, the authors’ code takes slopes of the next two powers.",
    similarity: "the bias itself: 0 for the same position, less with every step.",
    hint: "Take more heads: the steep end gets steeper, the flat end stays at 2⁻⁸.",
    draw,
};

/// So many heads stand side by side, where there is room.
const BESIDE: usize = 4;

/// A chart of more lines than this can't be read; the table has them all.
const LINES: usize = 8;

fn draw(sight: &Sight) -> Html {
    let Detail::Alibi(slopes) = &sight.seen.detail else { return Html::default() };
    let steepest = slopes.iter().copied().fold(0.0, f32::max);
    let max = steepest * (sight.choice().length - 1) as f32;
    let columns = slopes.len().min(if sight.is_narrow() { 2 } else { BESIDE });
    let figures = (0..slopes.len()).filter_map(|head| {
        sight.figure(
            MatrixName::PositionBias,
            head,
            Shown {
                domain: Some(Domain::Diverging { max }),
                hint: "Arrow keys move.",
                square: true,
                columns,
                wide: true,
                compact: true,
                ..Shown::default()
            },
        )
    });
    html! {
        <>
            <section class="panel">{ chart_of(sight, slopes) }</section>
            <section class="panel">{ slopes_of(slopes) }</section>
            <section class="panel wide">
                <div class="planes" role="group" aria-label="The penalties of each head" tabindex="0">
                    { for figures }
                </div>
            </section>
        </>
    }
}

fn chart_of(sight: &Sight, slopes: &[f32]) -> Html {
    let [blue, orange] = chart_colours(sight.theme);
    let bias = |head: usize| sight.seen.matrix(MatrixName::PositionBias, head);
    let lines: Vec<(String, Vec<(f64, f64)>)> = (0..slopes.len().min(LINES))
        .filter_map(|head| {
            let row = bias(head)?.values.row(0).to_vec();
            let points = (0u32..).map(f64::from).zip(row.into_iter().map(f64::from)).collect();
            Some((format!("head {head}"), points))
        })
        .collect();
    let mix = |share: f32| {
        let between = |a: u8, b: u8| (f32::from(a) * (1.0 - share) + f32::from(b) * share) as u8;
        Rgb(between(orange.0, blue.0), between(orange.1, blue.1), between(orange.2, blue.2))
    };
    let last = lines.len().saturating_sub(1).max(1) as f32;
    let series: Vec<Series> = lines
        .iter()
        .enumerate()
        .map(|(head, (label, points))| Series {
            label,
            points,
            colour: mix(head as f32 / last),
            dashed: head % 2 == 1,
        })
        .collect();
    let chart = Chart {
        title: None,
        x_label: "distance of query and key",
        y_label: "added to the score",
        log_x: false,
        log_y: false,
        series: &series,
        references: &[],
        size: sight.chart(0.0),
        theme: sight.theme,
    };
    let names: Vec<_> =
        std::iter::once("distance").chain(lines.iter().map(|(name, _)| name.as_str())).collect();
    let rows = (0..sight.choice().length).map(|distance| {
        let values = lines.iter().filter_map(|(_, points)| Some(points.get(distance)?.1));
        std::iter::once(distance as f64).chain(values).collect()
    });
    html! {
        <>
            { drawing(&chart, "What each head adds to a score, against the distance") }
            { table("penalties by distance", &names, rows) }
        </>
    }
}

/// The slopes, as numbers and as powers of two.
fn slopes_of(slopes: &[f32]) -> Html {
    let rows = slopes.iter().enumerate().map(|(head, slope)| {
        html! {
            <tr key={head}>
                <th scope="row">{ format!("head {head}") }</th>
                <td data-value={javascript(*slope)}>{ javascript(*slope) }</td>
                <td>{ "2" }<sup>{ scene::format::digits(slope.log2(), 2).trim_end_matches("00").trim_end_matches('.').to_owned() }</sup></td>
            </tr>
        }
    });
    html! {
        <div class="scroll slopes" tabindex="0" role="region" aria-label="Slopes">
            <table data-table="slopes">
                <caption>{ "Slopes" }</caption>
                <thead><tr><td></td><th scope="col">{ "slope" }</th><th scope="col">{ "as a power" }</th></tr></thead>
                <tbody>{ for rows }</tbody>
            </table>
        </div>
    }
}
