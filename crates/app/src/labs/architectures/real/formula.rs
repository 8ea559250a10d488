//! The formula that counts a published model, opened up.

use engine::architectures::{Counted, Factor, Opened, Product, opened};
use yew::{Html, html};

use super::super::names::{letter, part};
use crate::components::prose;
use crate::labs::units::{count, percent};

/// The formula of one model: its parts, their products, and the sum.
pub fn formula(counted: &Counted) -> Html {
    let Counted { model, slug, parameters, .. } = counted;
    let parts = opened(model);
    html! {
        <section class="opened" data-opened={slug.clone()} aria-label={format!("The formula of {}", model.name)}>
            <div>
                <h2>{ format!("{}: {} numbers", model.name, count(*parameters)) }</h2>
                <div class="scroll" tabindex="0" role="region" aria-label="The formula, part by part">
                    <table class="bars">
                        <thead><tr>
                            { for ["part", "of what", "formula", "with numbers"].into_iter().map(|head| html! {
                                <th scope="col">{ head }</th>
                            }) }
                            <th scope="col" class="number">{ "product" }</th>
                            <th scope="col">{ "of all" }</th>
                        </tr></thead>
                        <>{ for parts.iter().map(rows) }</>
                        <tfoot><tr>
                            <th scope="row" colspan="4">{ "all together" }</th>
                            <td class="number" data-sum={parameters.to_string()}>{ count(*parameters) }</td>
                            <td></td>
                        </tr></tfoot>
                    </table>
                </div>
            </div>
            <aside aria-label="What the formula means">{ told(counted, &parts) }</aside>
        </section>
    }
}

/// A part: one row for each product, the first of which names the part.
fn rows(opened: &Opened) -> Html {
    let name = part(opened);
    let rows = opened.products.iter().enumerate().map(|(at, product)| {
        let Product { what, factors, count: product, share } = product;
        let symbols: Vec<_> = factors.iter().map(|factor| factor.symbol).collect();
        let numbers: Vec<_> = factors.iter().map(|factor| count(factor.value)).collect();
        html! {
            <tr key={*what}>
                { (at == 0).then(|| html! {
                    <th scope="rowgroup" rowspan={opened.products.len().to_string()}>
                        { name.clone() }<small>{ percent(opened.share) }</small>
                    </th>
                }) }
                <td>{ *what }</td>
                <td class="letters">{ symbols.join(" · ") }</td>
                <td>{ numbers.join(" · ") }</td>
                <td class="number" data-product={product.to_string()}>{ count(*product) }</td>
                <td class="share">
                    <span>{ percent(*share) }</span>
                    <i aria-hidden="true" ~style={format!("--part:{share:.4}")} />
                </td>
            </tr>
        }
    });
    html! { <tbody key={name.clone()} data-part={name.clone()} data-value={opened.count.to_string()}>{ for rows }</tbody> }
}

/// What the letters are, how far the sum is from what the authors say, and what to try.
fn told(counted: &Counted, parts: &[Opened]) -> Html {
    let Counted { model, difference, relative, .. } = counted;
    let amount = count(difference.unsigned_abs());
    let direction = match difference {
        0 => "just as many".to_owned(),
        ..0 => format!("{amount} fewer"),
        _ => format!("{amount} more"),
    };
    html! {
        <div class="explanation">
            <dl class="letters">
                { for letters(parts).into_iter().map(|(symbol, meaning, values)| html! {
                    <div key={symbol}><dt>{ symbol }</dt><dd>{ prose(meaning) }{ format!(": {values}") }</dd></div>
                }) }
            </dl>
            <p data-difference={difference.to_string()}>{ format!(
                "Its authors say {} ({}). The formula gives {direction}, {} of that.",
                count(model.published), model.source, percent(relative.abs()),
            ) }</p>
            <p class="hint">{ "Most authors round their numbers, which explains small differences; OpenAI \
                later called the counts in the paper of GPT-2 wrong; why T5 large is said to have 770 \
                million we don’t know. The formula counts what the public checkpoints hold, a \
                table that is used twice only once." }</p>
            <p class="look">{ "Open GPT-2 and GPT-2 XL: in the small model nearly a third of all numbers \
                are embeddings, in the large one nearly two thirds are feed-forward layers. Then \
                LLaMA 3 8B: its 32 heads share 8 heads of keys and values, which are a quarter as \
                many numbers." }</p>
        </div>
    }
}

/// The letters that the formula has, once each. The norms of two stacks are two numbers.
fn letters(parts: &[Opened]) -> Vec<(&'static str, &'static str, String)> {
    let mut letters: Vec<(&'static str, &'static str, Vec<u64>)> = Vec::new();
    let factors = parts.iter().flat_map(|part| &part.products).flat_map(|it| &it.factors);
    for Factor { symbol, value } in factors {
        let Some(meaning) = letter(symbol) else { continue };
        match letters.iter_mut().find(|(known, ..)| known == symbol) {
            Some((.., values)) if values.contains(value) => {}
            Some((.., values)) => values.push(*value),
            None => letters.push((symbol, meaning, vec![*value])),
        }
    }
    let text = |values: Vec<u64>| values.into_iter().map(count).collect::<Vec<_>>().join(" and ");
    letters.into_iter().map(|(symbol, meaning, values)| (symbol, meaning, text(values))).collect()
}
