//! Bytes moved between slow and fast memory, against the size of the fast one.

use engine::cost::traffic as moved;
use scene::chart::{Backdrop, Chart, Limit, Series};
use scene::format::digits;
use yew::{Html, html};

use super::super::controls::doubling;
use super::super::names::colour;
use crate::components::chart as picture;
use crate::labs::LabProps;
use crate::labs::units::{bytes, percent};

/// The width of queries, keys and values that is counted with.
const D: usize = 64;

/// Bytes in a number, an `f32`.
const NUMBER: usize = 4;

/// The sizes of fast memory that are drawn, in numbers, as powers of two.
const SIZES: std::ops::RangeInclusive<u32> = 8..=20;

/// The chart, its controls and its numbers.
pub fn traffic(lab: &LabProps, stage: f64) -> Html {
    let LabProps { inputs, theme, .. } = lab;
    let (n, memory) = (inputs.cost.context, inputs.cost.memory);
    let sizes = SIZES.map(|power| 1_usize << power);
    let seen: Vec<_> =
        sizes.filter_map(|size| Some((size, moved(n, D, NUMBER * size).ok()?))).collect();
    let line = |total: fn(&engine::cost::Traffic) -> u64| -> Vec<(f64, f64)> {
        let points = seen
            .iter()
            .map(|(size, seen)| ((NUMBER * size) as f64 / 1024.0, total(seen) as f64 / 1e6));
        points.collect()
    };
    let (standard, flash) = (line(|t| t.standard.total()), line(|t| t.flash.total()));
    let named = |label, points, way| {
        let (colour, dashed) = colour(way, *theme);
        Series { label, points, colour, dashed }
    };
    let width = (stage - 16.0).clamp(240.0, 860.0);
    let drawing = Chart {
        title: None,
        x_label: "fast memory (KiB)",
        y_label: "moved (MB)",
        log_x: true,
        log_y: true,
        series: &[
            named("all at once", &standard, "full"),
            named("FlashAttention", &flash, "flash"),
        ],
        references: &[],
        size: (width as u32, (0.42 * width).clamp(200.0, 320.0) as u32),
        theme: *theme,
    };
    let limits = [Limit { x: (NUMBER * memory) as f64 / 1024.0, label: "chosen" }];
    let backdrop = Backdrop { bands: &[], limits: &limits };
    html! {
        <>
            <h2>{ "What moves between slow and fast memory" }</h2>
            <div class="pair-of-controls">
                { doubling(
                    lab, ("memory", "Fast memory (numbers)", "How many numbers of four bytes it holds"),
                    memory, (1 << SIZES.start(), 1 << SIZES.end()), |c, n| c.memory = n,
                ) }
                { doubling(
                    lab, ("context", "Tokens", "How long the text is that is counted for"),
                    n, (64, 1 << 20), |c, n| c.context = n,
                ) }
            </div>
            { chosen(n, memory) }
            { picture(&(drawing, backdrop), format!(
                "Megabytes moved for {n} tokens against the size of fast memory, by attention done \
                 all at once and by FlashAttention"
            )) }
            { numbers(&seen) }
            <p class="source">{ format!(
                "Counted from the loops of algorithms 0 and 1 of Dao et al. 2022, for one head with \
                 d = {D} in 32-bit numbers, without a mask; attention done all at once is taken to \
                 read and write each of its arrays just once."
            ) }</p>
        </>
    }
}

/// So many numbers in the unit of the axis, in which sizes of memory are powers of two.
fn kibibytes(numbers: usize) -> String {
    let bytes = NUMBER * numbers;
    let decimals = if bytes.is_multiple_of(1024) { 0 } else { 2 };
    format!("{}\u{a0}KiB", digits(bytes as f32 / 1024.0, decimals))
}

/// The figures for the chosen size.
fn chosen(n: usize, memory: usize) -> Html {
    match moved(n, D, NUMBER * memory) {
        Err(error) => html! { <p class="warning" role="alert">{ error.to_string() }</p> },
        Ok(seen) => {
            let [standard, flash] = [seen.standard.total(), seen.flash.total()];
            let part = flash as f64 / standard.max(1) as f64;
            html! {
                <p class="fact" data-measure="traffic" data-standard={standard.to_string()} data-flash={flash.to_string()}>
                    { format!("With {} of fast memory, tiles of {} × {}, queries by keys: ",
                        kibibytes(memory), seen.queries, seen.keys) }
                    <b>{ bytes(flash as f64) }</b>
                    { format!(" instead of {}, {} of it.", bytes(standard as f64), percent(part)) }
                    { (part > 1.0).then_some(" Tiles this small, or a text this short, don’t pay.") }
                </p>
            }
        }
    }
}

fn numbers(seen: &[(usize, engine::cost::Traffic)]) -> Html {
    let rows = seen.iter().map(|(size, seen)| {
        let cell =
            |value: u64| html! { <td data-value={value.to_string()}>{ bytes(value as f64) }</td> };
        html! {
            <tr key={*size}>
                <th scope="row">{ kibibytes(*size) }</th>
                <td>{ seen.queries }</td>
                <td>{ seen.keys }</td>
                { cell(seen.flash.read) }
                { cell(seen.flash.written) }
                { cell(seen.flash.total()) }
                { cell(seen.standard.total()) }
            </tr>
        }
    });
    html! {
        <details class="data">
            <summary>{ "The numbers" }<span class="visually-hidden">{ ": what is moved" }</span></summary>
            <div class="scroll" tabindex="0" role="region" aria-label="Numbers: what is moved">
                <table>
                    <thead><tr>
                        <th scope="col">{ "fast memory" }</th>
                        <th scope="col">{ "queries" }</th>
                        <th scope="col">{ "keys" }</th>
                        <th scope="col">{ "flash reads" }</th>
                        <th scope="col">{ "writes" }</th>
                        <th scope="col">{ "in all" }</th>
                        <th scope="col">{ "all at once" }</th>
                    </tr></thead>
                    <tbody>{ for rows }</tbody>
                </table>
            </div>
        </details>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_told_in_the_unit_of_the_axis() {
        let told = [16_384, 256, 1 << 20, 1000].map(kibibytes);
        assert_eq!(
            told.map(|s| s.replace('\u{a0}', " ")),
            ["64 KiB", "1 KiB", "4096 KiB", "3.91 KiB"]
        );
    }
}
