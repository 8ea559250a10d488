//! What an address, the element and the options of `mount` may say.

use yew::{Html, html};

use crate::state::url;

/// Every key, from the list that reads them.
pub fn table() -> Html {
    let rows = url::parameters().into_iter().map(|parameter| {
        html! {
            <tr key={parameter.name} data-parameter={parameter.name}>
                <th scope="row"><code>{ parameter.name }</code></th>
                <td>{ parameter.values }</td>
                <td>{ parameter.default }</td>
            </tr>
        }
    });
    html! {
        <details class="data parameters">
            <summary>{ "All parameters" }</summary>
            <p>{ "Each is a key of the address, an attribute of the element, and an option of the script." }</p>
            <div class="scroll" tabindex="0" role="region" aria-label="All parameters">
                <table>
                    <thead><tr>
                        <th scope="col">{ "Name" }</th>
                        <th scope="col">{ "Values" }</th>
                        <th scope="col">{ "If not given" }</th>
                    </tr></thead>
                    <tbody>{ for rows }</tbody>
                </table>
            </div>
        </details>
    }
}
