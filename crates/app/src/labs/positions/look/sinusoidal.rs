//! Sinusoids: the table, one wave of it, and the rotation that leads from position to
//! position.

use engine::{Detail, EncodingKind, MatrixName, Rotation, Sinusoids};
use scene::Domain;
use scene::chart::{Arrow, Backdrop, Chart, Limit, Series, Turns};
use scene::format::digits;
use yew::{AttrValue, Html, html};

use super::Picture;
use super::sight::{Shown, Sight};
use crate::components::{Marks, chart as drawing, chart_colours};
use crate::labs::parts::{Slider, measure, table};
use crate::links::Part;
use crate::state::{Action, PositionsChoice};

pub const PICTURE: Picture = Picture {
    kind: EncodingKind::Sinusoidal,
    title: "sinusoidal",
    what: "Each pair of dimensions is a sine and a cosine: the hand of a clock. The first clock \
           goes round in 6.28 positions, each next one more slowly. Together they tell every \
           position from the others, with nothing to train.",
    formulas: &[
        "<msub><mi>PE</mi><mrow><mi>p</mi><mo>,</mo><mn>2</mn><mi>i</mi></mrow></msub><mo>=</mo>\
         <mi>sin</mi><mfrac><mi>p</mi><msup><mi mathvariant=\"normal\">base</mi><mrow><mn>2</mn>\
         <mi>i</mi><mo>/</mo><mi>d</mi></mrow></msup></mfrac>",
        "<msub><mi>PE</mi><mrow><mi>p</mi><mo>,</mo><mn>2</mn><mi>i</mi><mo>+</mo><mn>1</mn></mrow>\
         </msub><mo>=</mo><mi>cos</mi><mfrac><mi>p</mi><msup><mi mathvariant=\"normal\">base</mi>\
         <mrow><mn>2</mn><mi>i</mi><mo>/</mo><mi>d</mi></mrow></msup></mfrac>",
        "<mi>λ</mi><mo>=</mo><mn>2</mn><mi>π</mi><mo>·</mo><msup><mi mathvariant=\"normal\">base\
         </mi><mrow><mn>2</mn><mi>i</mi><mo>/</mo><mi>d</mi></mrow></msup>",
    ],
    source: "Vaswani et al. 2017, section 3.5.",
    similarity: "the cosine of two rows. Where all sines have their cosines, in an even width, it \
                 depends on their distance only, and the picture has one stripe for each distance.",
    hint: "Click a column of P to see its wave. Lower the base: the slow waves become fast.",
    draw,
};

/// What stands above a chart with two sliders, in CSS pixels.
const SLIDERS: f64 = 80.0;

fn draw(sight: &Sight) -> Html {
    let Detail::Sinusoidal(seen) = &sight.seen.detail else { return Html::default() };
    let choice = sight.choice();
    let parts = vec![
        Part::Column(choice.dimension),
        Part::Row(choice.position),
        Part::Row(choice.shifted()),
    ];
    let waves = Shown {
        domain: Some(Domain::Diverging { max: 1.0 }),
        hint: "Arrow keys move, Enter chooses the position and the dimension.",
        chosen: Some(AttrValue::from(format!(
            "Position {}, dimension {}: one wave takes {} positions.",
            choice.position,
            choice.dimension,
            digits(seen.wavelength as f32, 2)
        ))),
        marks: Marks { parts, ..Marks::default() },
        ..Shown::default()
    };
    let alike = Shown {
        domain: Some(Domain::Diverging { max: 1.0 }),
        hint: "Arrow keys move, Enter chooses the two positions.",
        chosen: Some(AttrValue::from(format!(
            "p is {}, p + k is {}.",
            choice.position,
            choice.shifted()
        ))),
        marks: Marks { locked: Some((choice.shifted(), choice.position)), ..Marks::default() },
        square: true,
        ..Shown::default()
    };
    html! {
        <>
            <section class="panel">{ sight.figure(MatrixName::Encoding, 0, waves) }</section>
            <section class="panel">{ wave(sight, seen) }</section>
            <section class="panel">{ sight.figure(MatrixName::Similarity, 0, alike) }</section>
            <section class="panel">{ turned(sight, seen) }</section>
        </>
    }
}

/// The wave of one dimension, its partner, and what makes them fast or slow.
fn wave(sight: &Sight, seen: &Sinusoids) -> Html {
    let choice = sight.choice();
    let last = sight.inputs.settings.d_model - 1;
    let [blue, orange] = chart_colours(sight.theme);
    let [own, partner] =
        [choice.dimension, choice.dimension ^ 1].map(|dimension| format!("dim {dimension}"));
    let series = [
        Series { label: &own, points: &seen.wave, colour: blue, dashed: false },
        Series { label: &partner, points: &seen.partner, colour: orange, dashed: true },
    ];
    let lines = Chart {
        title: None,
        x_label: "position",
        y_label: "added to the embedding",
        log_x: false,
        log_y: false,
        series: &series[..if seen.partner.is_empty() { 1 } else { 2 }],
        references: &[],
        size: sight.chart(SLIDERS),
        theme: sight.theme,
    };
    let limits = [
        Limit { x: choice.position as f64, label: "p" },
        Limit { x: choice.shifted() as f64, label: "p + k" },
    ];
    let backdrop =
        Backdrop { limits: &limits[..if choice.shift == 0 { 1 } else { 2 }], bands: &[] };
    // The wave is drawn between the positions too; the table has what is really added.
    let whole = seen.wave.iter().enumerate().filter(|(_, (x, _))| x.fract() == 0.0);
    let rows = whole.map(|(at, &(x, y))| {
        [x, y].into_iter().chain(seen.partner.get(at).map(|point| point.1)).collect()
    });
    let heads = ["position", &own, &partner];
    html! {
        <>
            <div class="pair-of-controls">
                { sight.slider(
                    ("dimension", "Dimension", "Whose wave is drawn"), choice.dimension, (0, last),
                    |choice, dimension| PositionsChoice { dimension, ..choice },
                ) }
                { base(sight) }
            </div>
            <p class="fact" data-wavelength={seen.wavelength.to_string()}>
                { format!("One wave takes {} positions.", digits(seen.wavelength as f32, 2)) }
            </p>
            { drawing(&(lines, backdrop), "The wave of the chosen dimension, and of the other one of its pair, against the position") }
            { table("waves", &heads[..if seen.partner.is_empty() { 2 } else { 3 }], rows) }
        </>
    }
}

/// The base's slider is logarithmic, since the wavelengths are powers of it.
pub(super) fn base(sight: &Sight) -> Html {
    let choice = sight.choice();
    let slider = Slider {
        id: "base",
        label: "Base",
        hint: "2π times this is what the wavelengths grow towards; the attention lab uses 10000",
        value: f64::from(choice.base.log10()),
        range: (1.0, 6.0, 0.05),
        text: choice.base.to_string(),
    };
    slider.draw(sight.dispatch.reform(move |exponent: f64| {
        // Two digits are enough, and make a short address.
        let unit = 10_f64.powf(exponent.floor() - 1.0);
        let base = ((10_f64.powf(exponent) / unit).round() * unit) as f32;
        Action::Positions(PositionsChoice { base, ..choice })
    }))
}

/// The rotation, drawn and in numbers.
fn turned(sight: &Sight, seen: &Sinusoids) -> Html {
    let choice = sight.choice();
    let last = choice.length - 1;
    let rotation = match &seen.rotation {
        Some(rotation) => equation(sight, rotation),
        None => {
            html! { <p class="fact">{ "The last sine of an odd width has no cosine to turn with." }</p> }
        }
    };
    html! {
        <>
            <div class="pair-of-controls">
                { sight.slider(
                    ("position", "Position p", "The position to start from"), choice.position, (0, last),
                    |choice, position| {
                        let to = (position as i32 + choice.shift).clamp(0, choice.length as i32 - 1);
                        choice.at(position, to as usize)
                    },
                ) }
                { shift(sight) }
            </div>
            { rotation }
            { measure(
                "rotation",
                "largest difference to the real p + k, everywhere",
                seen.deviation,
            ) }
        </>
    }
}

fn shift(sight: &Sight) -> Html {
    let choice = sight.choice();
    let (low, high) = (-(choice.position as f64), (choice.length - 1 - choice.position) as f64);
    let slider = Slider {
        id: "shift",
        label: "Shift k",
        hint: "How many positions further on",
        value: f64::from(choice.shift),
        range: (low, high, 1.0),
        text: choice.shift.to_string(),
    };
    slider.draw(sight.dispatch.reform(move |shift: f64| {
        Action::Positions(PositionsChoice { shift: shift as i32, ..choice })
    }))
}

fn equation(sight: &Sight, rotation: &Rotation) -> Html {
    let [blue, orange] = chart_colours(sight.theme);
    // The sine to the right and the cosine upwards, in the order of the vector in the equation:
    // a clock's hand that stands at noon for position 0 and goes round clockwise.
    let tip = |[sin, cos]: [f32; 2]| (f64::from(sin), f64::from(cos));
    let turned = Some(-rotation.angle);
    let arrows = [
        Arrow { label: "p", tip: tip(rotation.from), colour: orange, turned: None },
        Arrow { label: "p + k", tip: tip(rotation.to), colour: blue, turned },
    ];
    let (one, two) = (2 * rotation.pair, 2 * rotation.pair + 1);
    let title = format!("dimensions {one}, {two}");
    let [across, up] = [format!("{one} (sin)"), format!("{two} (cos)")];
    let plane = Turns {
        title: &title,
        axes: [&across, &up],
        arrows: &arrows,
        size: (160, 160),
        theme: sight.theme,
    };
    let way = if rotation.angle < 0.0 { "counter-clockwise" } else { "clockwise" };
    let column = |[sin, cos]: [f32; 2]| {
        html! { <mtable class="bracketed"><mtr><mtd>{ number(sin) }</mtd></mtr><mtr><mtd>{ number(cos) }</mtd></mtr></mtable> }
    };
    let rows = rotation.matrix.iter().map(|row| {
        html! { <mtr>{ for row.iter().map(|value| html! { <mtd>{ number(*value) }</mtd> }) }</mtr> }
    });
    html! {
        <div class="turned">
            { drawing(&plane, "Sine and cosine at both positions as arrows on one circle") }
            <div class="rules" role="group" aria-label="The rotation in numbers" tabindex="0" data-rotation={rotation.pair.to_string()}>
                <math displaystyle="true">
                    <mtable class="bracketed">{ for rows }</mtable>
                    { column(rotation.from) }
                    <mo>{ "=" }</mo>
                    { column(rotation.product) }
                </math>
                <p class="fact">
                    { format!(
                        "Turned {way} by {} rad. PE(p + k): {}, {}",
                        digits(rotation.angle.abs() as f32, 3), digits(rotation.to[0], 3), digits(rotation.to[1], 3),
                    ) }
                </p>
            </div>
        </div>
    }
}

fn number(value: f32) -> Html {
    html! { <mn data-value={crate::numbers::javascript(value)}>{ digits(value, 3) }</mn> }
}
