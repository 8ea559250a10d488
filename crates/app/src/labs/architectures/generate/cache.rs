//! What the decoder keeps of the tokens that it has read.

use engine::architectures::{Generated, Kept};
use yew::{Html, html};

use crate::labs::units::count;

/// The panel of the cache: a row for each layer, a column for each token.
pub fn panel(generated: &Generated) -> Html {
    let Generated { read, kept, .. } = generated;
    let Kept { tokens, layers, kv_heads, heads, d_k, each, numbers, unshared } = *kept;
    let number = |number: usize| count(number as u64);
    let columns = read.iter().enumerate();
    let heads_of = columns.clone().map(|(at, token)| {
        html! { <th key={at} scope="col"><span><bdi>{ token }</bdi></span></th> }
    });
    let rows = (0..layers).map(|layer| {
        html! {
            <tr key={layer}>
                <th scope="row">{ format!("layer {layer}") }</th>
                <>{ for columns.clone().map(|(at, _)| html! { <td key={at}><span>{ each }</span></td> }) }</>
                <td class="sum">{ number(each * tokens) }</td>
            </tr>
        }
    });
    let sharing = match heads == kv_heads {
        true => "each of which has keys and values of its own".to_owned(),
        false => format!("which {heads} heads share; without sharing it were {}", number(unshared)),
    };
    html! {
        <section class="panel" data-panel="cache" aria-label="The cache">
            <h2>{ "The cache of keys and values" }</h2>
            <p class="fact">
                <b data-measure="cached" data-value={numbers.to_string()}>{ number(numbers) }</b>
                { format!(
                    " numbers kept: {tokens} tokens × {layers} layers × {each}. Each {each} are a key and a value \
                     of {d_k} numbers for {kv_heads} heads, {sharing}."
                ) }
            </p>
            <div class="scroll" tabindex="0" role="region" aria-label="Numbers kept, by layer and token">
                <table class="cache">
                    <thead><tr>
                        <td></td>
                        <>{ for heads_of }</>
                        <th scope="col">{ "sum" }</th>
                    </tr></thead>
                    <tbody>{ for rows }</tbody>
                </table>
            </div>
        </section>
    }
}
