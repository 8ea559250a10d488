//! The table of the published models.

use engine::architectures::Counted;
use yew::{Callback, Html, html};

use super::super::names::{activation, encoding, family, norm};
use crate::labs::units::{count, percent};
use crate::state::{Action, ArchitecturesChoice, MODELS};

/// A column of numbers, by which the table can be sorted.
pub struct Column {
    /// Its name in the URL.
    pub slug: &'static str,
    title: &'static str,
    hint: &'static str,
    /// What is sorted by.
    pub number: fn(&Counted) -> f64,
    text: fn(&Counted) -> String,
}

/// The columns of numbers, from left to right.
#[rustfmt::skip]
static COLUMNS: [Column; 9] = [
    Column { slug: "parameters", title: "parameters", hint: "How many numbers it has, by the formula", number: |it| it.parameters as f64, text: |it| count(it.parameters) },
    Column { slug: "published", title: "published", hint: "How many its authors say it has", number: |it| it.model.published as f64, text: |it| count(it.model.published) },
    Column { slug: "difference", title: "difference", hint: "How far the formula is from what its authors say", number: |it| it.relative, text: |it| signed(it.relative) },
    Column { slug: "layers", title: "layers", hint: "Blocks of each stack", number: |it| it.model.layers as f64, text: |it| count(it.model.layers) },
    Column { slug: "d_model", title: "d_model", hint: "How many numbers stand for a token", number: |it| it.model.d_model as f64, text: |it| count(it.model.d_model) },
    Column { slug: "heads", title: "heads", hint: "Heads of each attention; in brackets those of keys and values, where they are fewer", number: |it| it.model.heads as f64, text: heads },
    Column { slug: "feed_forward", title: "feed-forward", hint: "Width inside the feed-forward layer", number: |it| it.model.feed_forward as f64, text: |it| count(it.model.feed_forward) },
    Column { slug: "vocabulary", title: "vocabulary", hint: "How many different tokens it knows", number: |it| it.model.vocabulary as f64, text: |it| count(it.model.vocabulary) },
    Column { slug: "context", title: "context", hint: "Tokens in the longest text that it was trained on", number: |it| it.model.context as f64, text: |it| count(it.model.context) },
];

/// What the columns of words are called.
const WORDS: [&str; 6] = ["family", "positions", "norms", "activation", "objective", "source"];

/// The column of that name.
pub fn column(slug: &str) -> Option<&'static Column> {
    COLUMNS.iter().find(|column| column.slug == slug)
}

/// The table.
pub fn table(
    models: &[&Counted],
    choice: ArchitecturesChoice,
    dispatch: &Callback<Action>,
) -> Html {
    let change = dispatch.reform(Action::Architectures);
    html! {
        <div class="scroll models" tabindex="0" role="region" aria-label="Published models">
            <table>
                <caption class="visually-hidden">
                    { "Published models. A button on a column sorts by it, a button on a model opens its formula." }
                </caption>
                <thead><tr>
                    { head(("listed", "model", "As they are listed, family by family"), choice, &change) }
                    { for COLUMNS.iter().map(|it| head((it.slug, it.title, it.hint), choice, &change)) }
                    { for WORDS.into_iter().map(|word| html! { <th scope="col" class="word">{ word }</th> }) }
                </tr></thead>
                <tbody>{ for models.iter().map(|model| row(model, choice, &change)) }</tbody>
            </table>
        </div>
    }
}

/// The head of a column: a button that sorts by it, and the other way round when it does.
fn head(
    (slug, title, hint): (&'static str, &'static str, &'static str),
    choice: ArchitecturesChoice,
    change: &Callback<ArchitecturesChoice>,
) -> Html {
    let is_sorted = choice.sort == slug;
    // The order of the list has one direction.
    let (sort, sign) = match (is_sorted && slug != "listed", choice.upwards) {
        (false, _) => (None, ""),
        (true, true) => (Some("ascending"), " ▲"),
        (true, false) => (Some("descending"), " ▼"),
    };
    let upwards = sort.is_some() && !choice.upwards;
    let onclick = change.reform(move |_| ArchitecturesChoice { sort: slug, upwards, ..choice });
    html! {
        <th scope="col" aria-sort={sort}>
            <button data-sort={slug} title={hint} {onclick}>
                { title }<span aria-hidden="true">{ sign }</span>
            </button>
        </th>
    }
}

fn row(
    counted: &Counted,
    choice: ArchitecturesChoice,
    change: &Callback<ArchitecturesChoice>,
) -> Html {
    let Counted { model, slug, .. } = counted;
    let is_open = choice.model == slug;
    let named = MODELS.into_iter().find(|known| known == slug);
    let onclick = change
        .reform(move |_| ArchitecturesChoice { model: named.unwrap_or(choice.model), ..choice });
    let numbers = COLUMNS.iter().map(|column| {
        let value = (column.number)(counted).to_string();
        html! { <td data-column={column.slug} data-value={value}>{ (column.text)(counted) }</td> }
    });
    let words = [
        family(model.family),
        encoding(model.encoding),
        norm(model.norm),
        activation(model.activation),
        model.objective,
        model.source,
    ];
    html! {
        <tr key={slug.clone()} data-model={slug.clone()} class={is_open.then_some("lit")}>
            <th scope="row">
                <button aria-pressed={is_open.to_string()} {onclick}>{ model.name }</button>
            </th>
            { for numbers }
            { for words.into_iter().map(|word| html! { <td class="word">{ word }</td> }) }
        </tr>
    }
}

/// The heads, and those of keys and values where they are fewer.
fn heads(counted: &Counted) -> String {
    let model = &counted.model;
    match model.heads == model.kv_heads {
        true => count(model.heads),
        false => format!("{} ({})", model.heads, model.kv_heads),
    }
}

/// A part as percent, with its sign.
fn signed(part: f64) -> String {
    let sign = if part < 0.0 { "−" } else { "+" };
    format!("{sign}{}", percent(part.abs()))
}
