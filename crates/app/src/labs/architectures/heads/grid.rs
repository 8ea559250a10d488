//! All heads of one attention as thumbnails: a row for each layer.

use engine::architectures::{HeadGrid, HeadPlace, HeadShown};
use scene::Domain;
use yew::{Callback, Html, classes, html};

use super::said;
use super::seen::Labelled;
use crate::components::Thumbnails;
use crate::labs::LabProps;
use crate::shared::MatrixRef;
use crate::state::{Action, ArchitecturesChoice};

/// The thumbnails; choosing one opens its head.
pub fn grid(
    grid: &HeadGrid,
    labelled: &Labelled,
    open: HeadPlace,
    lab: &LabProps,
    thumbnails: &Thumbnails,
) -> Html {
    let slug = said::slug(grid.stack);
    let title = match grid.layers.len() {
        1 => format!("{}, 1 layer", said::stack(grid.stack)),
        n => format!("{}, {n} layers", said::stack(grid.stack)),
    };
    let heads = grid.layers.first().map_or(0, Vec::len);
    let columns = (0..heads).map(|head| {
        html! { <th key={head} scope="col">{ format!("head {head}") }</th> }
    });
    let rows = grid.layers.iter().zip(&labelled.layers).enumerate().map(|(layer, (heads, drawn))| {
        let cells = heads.iter().zip(drawn).map(|(head, weights)| {
            let is_open = head.place == open;
            html! { <td key={head.place.head}>{ cell(head, weights, is_open, lab, thumbnails) }</td> }
        });
        html! {
            <tr key={layer}>
                <th scope="row">{ format!("layer {layer}") }</th>
                <>{ for cells }</>
            </tr>
        }
    });
    html! {
        <section key={slug} data-stack={slug} aria-label={format!("Heads of the {title}")}>
            <h2>{ said::titled(&title) }</h2>
            <table>
                <thead><tr><td></td><>{ for columns }</></tr></thead>
                <tbody>{ for rows }</tbody>
            </table>
        </section>
    }
}

fn cell(
    head: &HeadShown,
    weights: &MatrixRef,
    is_open: bool,
    lab: &LabProps,
    thumbnails: &Thumbnails,
) -> Html {
    let LabProps { inputs, theme, dispatch } = lab;
    let place = head.place;
    let (slug, choice) = (said::slug(place.stack), inputs.architectures);
    let onclick = {
        let dispatch = dispatch.clone();
        Callback::from(move |_| {
            let choice = ArchitecturesChoice { stack: slug, layer: place.layer, ..choice };
            dispatch.emit(Action::Architectures(choice));
            dispatch.emit(Action::Head(place.head));
        })
    };
    let named = head.name.map(|name| format!(": {}", said::name(name, place.stack)));
    let off = if head.is_off { ", turned off" } else { "" };
    let label = format!("{}{}{off}", said::place(place), named.unwrap_or_default());
    let below = match (head.is_off, head.name) {
        (true, _) => "off".to_owned(),
        (false, name) => name.map(said::short).unwrap_or_default(),
    };
    // What is seen is part of the name, so that it can be said to a browser that listens.
    let spoken = match below.is_empty() {
        true => label,
        false => format!("{below}, {label}"),
    };
    // Weights all span 0 to 1, so that heads can be compared.
    let domain = Some(Domain::Sequential { max: 1.0 });
    html! {
        <button
            data-head-cell={format!("{slug}.{}.{}", place.layer, place.head)}
            class={classes!(head.is_off.then_some("off"))}
            aria-pressed={is_open.to_string()}
            aria-label={spoken}
            {onclick}
        >
            { thumbnails.draw(weights.clone(), *theme, domain) }
            <span>{ below }</span>
        </button>
    }
}
