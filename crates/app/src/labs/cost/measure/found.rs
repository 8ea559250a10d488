//! What the measurement says, and what follows for lengths that nobody waits for.

use engine::measuring::{Measuring, Point};
use scene::format::digits;
use yew::{Html, html};

use super::super::names::title;
use super::progress::Progress;
use crate::labs::units::{bytes, count, short, time, times};

/// The length that is extrapolated to, in tokens.
const FAR: usize = 1_000_000;

/// How many random keys may be drawn to count a cost, in less than a frame.
const MOST_DRAWS: usize = 10_000;

/// Slopes and ratios, the far end of the curves, and the file.
pub fn found(progress: &Progress, plan: &Measuring) -> Html {
    let plan = progress.plan.as_deref().unwrap_or(plan);
    if progress.points.is_empty() {
        return html! {
            <section class="explanation">
                <h2>{ "Why is attention quadratic?" }</h2>
                <p>{ "Each of n queries meets each of n keys: n² pairs. Twice as many tokens are \
                      four times as many pairs. Every variant here either meets fewer pairs, or \
                      moves less memory for the same pairs, or never forms pairs at all." }</p>
                <p>{ "Measure to see what that comes to on this device." }</p>
            </section>
        };
    }
    html! {
        <>
            <section class="outcome" aria-label="What was measured">
                <h2>{ "Measured" }</h2>
                { slopes(progress, plan) }
                { refused(progress) }
            </section>
            <section class="outcome" aria-label="Extrapolated">
                <h2>{ "What would 1,000,000 tokens need?" }</h2>
                { far(progress, plan) }
            </section>
            <p><a data-action="csv" download="attention-cost.csv" href={csv(progress)}>
                { "All points as CSV" }
            </a></p>
        </>
    }
}

/// For each variant its slope, and its longest sequence beside full attention's.
fn slopes(progress: &Progress, plan: &Measuring) -> Html {
    let full = |n: usize| progress.of("full").find(|point| point.n == n);
    let longest = progress.points.iter().map(|point| point.n).max().unwrap_or_default();
    let rows = plan.variants.iter().filter_map(|name| {
        progress.of(name).next()?;
        let law = progress.law(name);
        let point = progress.of(name).find(|point| point.n == longest);
        let ratio =
            point.and_then(|point| Some(full(longest)?.milliseconds / point.milliseconds));
        Some(html! {
            <tr key={name.clone()} data-variant={name.clone()}>
                <th scope="row">{ title(name) }</th>
                <td data-slope={law.map_or(String::new(), |law| law.slope.to_string())}>
                    { law.map_or("–".into(), |law| digits(law.slope as f32, 2)) }
                </td>
                <td>{ point.map_or("–".into(), |point| time(point.milliseconds)) }</td>
                <td>{ ratio.map_or("–".into(), |ratio| format!("{}×", digits(ratio as f32, 1))) }</td>
            </tr>
        })
    });
    let from = plan
        .variants
        .iter()
        .filter_map(|name| progress.law(name))
        .map(|law| law.from as usize)
        .max();
    html! {
        <>
            <table>
                <thead><tr>
                    <th scope="col">{ "variant" }</th>
                    <th scope="col">{ "slope" }</th>
                    <th scope="col">{ format!("at {}", count(longest as u64)) }</th>
                    <th scope="col">{ "vs full" }</th>
                </tr></thead>
                <tbody>{ for rows }</tbody>
            </table>
            <p class="hint">{ format!(
                "Slope: the exponent of n in the power law through the last points{}; 2 is \
                 quadratic, 1 linear. “vs full”: how many times as fast as full attention at the \
                 same length.",
                from.map_or(String::new(), |from| format!(", from {} tokens on", count(from as u64))),
            ) }</p>
            { verdict(progress, plan) }
        </>
    }
}

/// What the numbers say against what is usually said.
fn verdict(progress: &Progress, plan: &Measuring) -> Html {
    let mut text = String::new();
    let laws: Vec<_> =
        plan.variants.iter().filter_map(|name| Some((name, progress.law(name)?))).collect();
    let names = |of: fn(f64) -> bool| -> Vec<&str> {
        laws.iter().filter(|(_, law)| of(law.slope)).map(|(name, _)| title(name)).collect()
    };
    let (quadratic, linear) = (names(|slope| slope > 1.7), names(|slope| slope < 1.3));
    if !quadratic.is_empty() {
        text += &format!("About quadratic here: {}. ", quadratic.join(", "));
    }
    if !linear.is_empty() {
        text += &format!("About linear here: {}. ", linear.join(", "));
    }
    let latest = |name: &'static str| progress.of(name).last();
    if let (Some(full), Some(flash)) = (latest("full"), latest("flash")) {
        let same = full.n == flash.n;
        if same && flash.milliseconds >= full.milliseconds {
            text += "FlashAttention was no faster than full attention here: it saves memory, and \
                     time only where moving memory is what takes the time. ";
        }
    }
    let crossed = laws.iter().filter(|(name, _)| !matches!(name.as_str(), "full" | "flash"));
    let slower: Vec<String> = crossed
        .filter_map(|(name, _)| {
            let slower = progress.of(name).filter(|point| {
                let full = progress.of("full").find(|full| full.n == point.n);
                full.is_some_and(|full| full.milliseconds < point.milliseconds)
            });
            let until = slower.map(|point| point.n).max()?;
            Some(format!("{} up to {} tokens", title(name), count(until as u64)))
        })
        .collect();
    if !slower.is_empty() {
        text += &format!("Slower than full attention: {}.", slower.join("; "));
    }
    html! { <p>{ text }</p> }
}

/// What couldn't be measured, and why.
fn refused(progress: &Progress) -> Option<Html> {
    let items = progress.refused.iter().map(|(variant, n, reason)| {
        html! { <li>{ format!("{} at {} tokens: {reason}", title(variant), count(*n as u64)) }</li> }
    });
    (!progress.refused.is_empty())
        .then(|| html! { <><h3>{ "Not possible here" }</h3><ul>{ for items }</ul></> })
}

/// Multiply-adds and bytes of a variant at the far end, unless its random keys would first
/// have to be drawn.
fn cost_far(plan: &Measuring, name: &str) -> Option<(u64, u64)> {
    let is_drawn = name == "big_bird" && (plan.causal || plan.block > 1);
    let draws = (FAR / plan.block.max(1)).saturating_mul(plan.random);
    if is_drawn && draws > MOST_DRAWS {
        return None;
    }
    plan.cost(name, FAR).ok().map(|cost| (cost.multiply_adds, cost.bytes))
}

/// Cost by formula, and time by what was measured.
fn far(progress: &Progress, plan: &Measuring) -> Html {
    let rows = plan.variants.iter().map(|name| {
        let cost = cost_far(plan, name);
        let measured = progress.law(name).zip(progress.of(name).last());
        let said = measured.map(|(law, last)| {
            let (least, most) = law.times_far(FAR as f64, last, cost.map(|(adds, _)| adds));
            times(least, most)
        });
        html! {
            <tr key={name.clone()}>
                <th scope="row">{ title(name) }</th>
                <td>{ cost.map_or("–".into(), |(adds, _)| short(adds as f64)) }</td>
                <td>{ cost.map_or("–".into(), |(_, all)| bytes(all as f64)) }</td>
                <td>{ said.unwrap_or_else(|| "–".into()) }</td>
            </tr>
        }
    });
    html! {
        <>
            <table>
                <thead><tr>
                    <th scope="col">{ "variant" }</th>
                    <th scope="col">{ "multiply-adds" }</th>
                    <th scope="col">{ "memory" }</th>
                    <th scope="col">{ "time" }</th>
                </tr></thead>
                <tbody>{ for rows }</tbody>
            </table>
            <p class="hint">
                { format!(
                    "Multiply-adds and memory for one head are computed by each variant’s formula; \
                     {} of the memory are the output itself. The time is ",
                    bytes((FAR * plan.d * std::mem::size_of::<f32>()) as f64),
                ) }<b>{ "extrapolated" }</b>{ ", far beyond what was measured, in two ways: the \
                   measured power law carried on, and the longest measured time by the growth of \
                   the multiply-adds. Where the two are far apart, what was measured isn’t long \
                   enough to tell. Where BigBird’s keys would have to be drawn to be counted, its \
                   cost isn’t said." }
            </p>
        </>
    }
}

/// All points as a file.
fn csv(progress: &Progress) -> String {
    let mut text = String::from(
        "variant,tokens,milliseconds,first quartile,third quartile,runs,pairs,multiply-adds,bytes\n",
    );
    for point in &progress.points {
        let Point { variant, n, milliseconds, quartiles, runs, pairs, multiply_adds, bytes } =
            point;
        let (first, third) = quartiles;
        text += &format!(
            "{variant},{n},{milliseconds},{first},{third},{runs},{pairs},{multiply_adds},{bytes}\n"
        );
    }
    format!("data:text/csv;charset=utf-8,{}", js_sys::encode_uri_component(&text))
}
