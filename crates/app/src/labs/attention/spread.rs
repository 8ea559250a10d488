//! Why the scores are divided by √d_k: their spread, and the entropy of the weights,
//! measured as d_k grows.

use engine::Spread;
use scene::Theme;
use scene::chart::{Chart as Drawing, Reference, Series};
use web_sys::HtmlElement;
use yew::{Callback, Html, TargetCast, component, html, use_state, use_state_eq};

use super::view::SpreadProps;
use crate::answers;
use crate::components::{chart as picture, chart_colours, prose};
use crate::hooks::use_idle;
use crate::ledger_text::number;

/// Two charts and their numbers, measured while they are open and the page is idle.
#[component]
pub fn SpreadView(props: &SpreadProps) -> Html {
    let open = use_state_eq(|| true);
    let spread = use_state(|| None);
    // Many layers are measured, too many for between two keystrokes.
    use_idle((props.settings.clone(), *open), {
        let spread = spread.setter();
        move |(settings, open)| {
            if open {
                spread.set(answers::spread(&settings).ok());
            }
        }
    });
    let ontoggle = {
        let open = open.clone();
        Callback::from(move |event: yew::Event| {
            let details: HtmlElement = event.target_unchecked_into();
            open.set(details.has_attribute("open"));
        })
    };
    html! {
        <details class="spread" open={true} {ontoggle}>
            <summary>{ "Measured: what the division does" }</summary>
            { (*spread).as_ref().map(|spread| charts(spread, props.theme)) }
        </details>
    }
}

/// What the ends of the curves say.
fn found(spread: &Spread) -> String {
    let [Some(first), Some(last)] = [spread.points.first(), spread.points.last()] else {
        return String::new();
    };
    format!(
        " From d_k = {} to {} the undivided scores’ spread goes from {} to {} and the entropy from \
         {} to {} nats; divided by √d_k, the spread goes from {} to {} and the entropy from {} to \
         {}. Where the entropy is near 0, one word takes nearly all. (Equal words share.)",
        first.d_k,
        last.d_k,
        number(first.deviation),
        number(last.deviation),
        number(first.entropy),
        number(last.entropy),
        number(first.deviation_scaled),
        number(last.deviation_scaled),
        number(first.entropy_scaled),
        number(last.entropy_scaled),
    )
}

fn charts(spread: &Spread, theme: Theme) -> Html {
    let [blue, orange] = chart_colours(theme);
    let points = |value: fn(&engine::SpreadPoint) -> f32| -> Vec<(f64, f64)> {
        spread.points.iter().map(|p| (p.d_k as f64, f64::from(value(p)))).collect()
    };
    let (plain, divided) = (points(|p| p.deviation), points(|p| p.deviation_scaled));
    let (entropy, entropy_scaled) = (points(|p| p.entropy), points(|p| p.entropy_scaled));
    let draw = |y_label: &str,
                plain: &[(f64, f64)],
                divided: &[(f64, f64)],
                reference: &[Reference],
                name: &'static str| {
        let series = [
            Series { label: "q·k", points: plain, colour: orange, dashed: false },
            Series { label: "q·k ÷ √d_k", points: divided, colour: blue, dashed: true },
        ];
        let drawing = Drawing {
            title: None,
            x_label: "d_k",
            y_label,
            log_x: true,
            log_y: false,
            series: &series,
            references: reference,
            size: (360, 220),
            theme,
        };
        picture(&drawing, name)
    };
    let equal = [Reference { y: f64::from(spread.max_entropy), label: "all equal" }];
    let pictures = [
        draw(
            "spread of the scores",
            &plain,
            &divided,
            &[],
            "Standard deviation of the scores against d_k, without and with the division",
        ),
        draw(
            "entropy of the weights (nats)",
            &entropy,
            &entropy_scaled,
            &equal,
            "Mean entropy of the weights against d_k, without and with the division",
        ),
    ];
    let rows = spread.points.iter().map(|point| {
        html! {
            <tr key={point.d_k}>
                <th scope="row">{ point.d_k }</th>
                <td>{ number(point.deviation) }</td>
                <td>{ number(point.deviation_scaled) }</td>
                <td>{ number(point.entropy) }</td>
                <td>{ number(point.entropy_scaled) }</td>
            </tr>
        }
    });
    html! {
        <div>
            <p>
                { prose(&format!(
                    "Measured with invented vectors of your sentence’s words and invented weights, \
                     whatever layer is shown: without positions or mask, in one head whose width \
                     d_k grows; {} seeds together.{}",
                    spread.seeds,
                    found(spread)
                )) }
            </p>
            <>{ for pictures }</>
            <details>
                <summary>{ "The numbers" }</summary>
                <div class="scroll" tabindex="0" role="region" aria-label="Numbers of the charts">
                <table>
                    <thead><tr>
                        <th scope="col">{ "d_k" }</th>
                        <th scope="col">{ "spread" }</th>
                        <th scope="col">{ "spread, divided" }</th>
                        <th scope="col">{ "entropy" }</th>
                        <th scope="col">{ "entropy, divided" }</th>
                    </tr></thead>
                    <tbody>{ for rows }</tbody>
                </table>
                </div>
            </details>
        </div>
    }
}
