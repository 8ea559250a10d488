//! The block diagram of a model, drawn and in words.

mod drawn;
mod parts;

use engine::architectures::{Config, Family};
use yew::{Html, classes, html};

use drawn::{Drawing, draw};
use parts::{Column, columns};

/// The diagram of a model, by what it is made of.
pub fn diagram(config: &Config) -> Html {
    let columns = columns(config);
    let of = match config.family {
        Family::Encoder => "an encoder",
        Family::Decoder => "a decoder",
        Family::EncoderDecoder => "an encoder with a decoder",
    };
    html! {
        <div class="blocks">
            { picture(&draw(&columns), format!("Block diagram of {of}. Its parts are listed below.")) }
            <details class="data">
                <summary>{ "The parts in words" }<span class="visually-hidden">{ format!(" of {of}") }</span></summary>
                <>{ for columns.iter().map(list) }</>
            </details>
        </div>
    }
}

fn picture(drawing: &Drawing, label: String) -> Html {
    let Drawing { size: (width, height), boxes, frames, lines, tips, sums, labels } = drawing;
    let n = |number: f64| format!("{number:.1}");
    let boxes = boxes.iter().map(|it| {
        let middle = n(it.x + it.width / 2.0);
        let first = it.y + if it.block.note.is_empty() { it.height / 2.0 + 4.0 } else { 14.0 };
        html! {
            <g class={classes!("box", it.block.kind.class())}>
                <rect x={n(it.x)} y={n(it.y)} width={n(it.width)} height={n(it.height)} rx="4" />
                <text x={middle.clone()} y={n(first)}>{ it.block.title }</text>
                { (!it.block.note.is_empty()).then(|| html! {
                    <text class="note" x={middle} y={n(it.y + 27.0)}>{ it.block.note.clone() }</text>
                }) }
            </g>
        }
    });
    let frames = frames.iter().map(|(x, y, width, height)| {
        html! { <rect x={n(*x)} y={n(*y)} width={n(*width)} height={n(*height)} rx="8" /> }
    });
    let sums = sums.iter().map(|(x, y)| {
        html! {
            <g class="sum-of">
                <circle cx={n(*x)} cy={n(*y)} r={n(drawn::RADIUS)} />
                <path d={format!("M{x:.1} {:.1}v7M{:.1} {y:.1}h7", y - 3.5, x - 3.5)} />
            </g>
        }
    });
    let labels = labels.iter().map(|(x, y, class, text)| {
        html! { <text x={n(*x)} y={n(*y)} class={*class}>{ text.clone() }</text> }
    });
    html! {
        // In the unit of the page's type, so that both grow together.
        <svg
            role="img"
            aria-label={label}
            viewBox={format!("0 0 {width:.1} {height:.1}")}
            width={format!("{:.2}rem", width / 16.0)}
        >
            <g class="frames">{ for frames }</g>
            <path class="lines" d={lines.clone()} />
            <g>{ for boxes }</g>
            <g>{ for sums }</g>
            <path class="tips" d={tips.clone()} />
            <g>{ for labels }</g>
        </svg>
    }
}

/// The same in words, in the order in which the numbers go through it.
fn list(column: &Column) -> Html {
    let outer = |block: &parts::Block| html! { <li>{ block.words() }</li> };
    let inner = column.inside.iter().map(|block| {
        html! {
            <>
                <li>{ format!("{}, then {}", column.norm.words(), block.words()) }</li>
                <li>{ "add what came in" }</li>
            </>
        }
    });
    html! {
        <>
            { column.name.map(|name| html! { <p>{ name }</p> }) }
            <ol>
                <>{ for column.before.iter().map(outer) }</>
                <li>
                    { column.times() }
                    <ol>{ for inner }</ol>
                </li>
                <>{ for column.after.iter().map(outer) }</>
                { column.onward.map(|onward| html! { <li>{ onward }</li> }) }
            </ol>
        </>
    }
}
