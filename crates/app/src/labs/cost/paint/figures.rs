//! What a painted mask costs, and what it does to the sentence.

use std::rc::Rc;

use engine::cost::Painted;
use yew::{Html, html};

use crate::labs::units::{count, percent};
use crate::numbers::javascript;

/// The figures, and in words what they mean.
pub fn figures(seen: &Painted, words: &Rc<[String]>) -> Html {
    let Painted { cost, full, coverage, layers, loss, empty_rows, .. } = seen;
    let share = cost.multiply_adds as f64 / full.multiply_adds.max(1) as f64;
    let whom = if seen.causal { "from all earlier words" } else { "from all others" };
    let reach = match layers {
        Some(0) => "at once: there is nobody else".to_owned(),
        Some(1) => "after 1 layer".to_owned(),
        Some(layers) => format!("after {layers} layers"),
        None => "never".to_owned(),
    };
    let blind: Vec<&str> =
        empty_rows.iter().filter_map(|row| words.get(*row)).map(String::as_str).collect();
    html! {
        <section class="explanation">
            <h2>{ "What it costs, and what it does" }</h2>
            <p>{ "Each row is a query, each column a key; where a cell is filled, the query may \
                  look at the key." }</p>
            <dl class="figures">
                <dt>{ "pairs, of " }{ count(full.pairs) }</dt>
                <dd data-measure="pairs" data-value={cost.pairs.to_string()}>{ count(cost.pairs) }</dd>
                <dt>{ "coverage" }</dt>
                <dd data-measure="coverage" data-value={coverage.to_string()}>{ percent(*coverage) }</dd>
                <dt>{ "multiply-adds" }</dt>
                <dd>{ percent(share) }{ " of full" }</dd>
                <dt>{ "all hear " }{ whom }</dt>
                <dd data-measure="layers" data-value={layers.map(|n| n.to_string())}>{ reach }</dd>
                <dt>{ "error of the output" }</dt>
                <dd data-measure="error" data-value={loss.relative.to_string()}>{ percent(loss.relative) }</dd>
                <dt>{ "largest difference" }</dt>
                <dd data-value={javascript(loss.largest)}>{ scene::format::digits(loss.largest, 4) }</dd>
            </dl>
            <p class="hint">{ "The error is the length of the difference from full attention’s \
                output, over all heads, divided by the length of that output; the sentence is this \
                one, and its numbers are invented from the seed." }</p>
            <>{ (!blind.is_empty()).then(|| html! {
                <p class="notice">{ format!(
                    "Looking at nothing: {}. Such an output is 0.", blind.join(", ")
                ) }</p>
            }) }</>
        </section>
    }
}
