//! What each source says of lengths never seen, beside what was measured.

use engine::EncodingKind;
use yew::{Html, html};

use super::super::look::title;
use super::super::train::percent;
use super::found::Found;

/// What a source says of some encodings.
struct Claim {
    source: &'static str,
    says: &'static str,
    of: &'static [EncodingKind],
    /// Whether it speaks of models with a causal mask.
    causal: bool,
}

const CLAIMS: [Claim; 4] = [
    Claim {
        source: "Vaswani et al. 2017, section 3.5",
        says: "Sinusoids were chosen in the hope that a model extrapolates to longer sequences \
               than it was trained on.",
        of: &[EncodingKind::Sinusoidal],
        causal: false,
    },
    Claim {
        source: "Often said",
        says: "A learned table adapts to the task, and ends where the training did.",
        of: &[EncodingKind::Learned],
        causal: false,
    },
    Claim {
        source: "Press et al. 2022, figure 1",
        says: "Language models with sinusoids fail soon beyond their length, with rotations a \
               little later, with T5’s bias later still; with ALiBi they go on. They measured how \
               well the next word is predicted, for which the nearest words do most; here exact \
               answers count, often about far ones.",
        of: &[EncodingKind::Sinusoidal, EncodingKind::Rope, EncodingKind::T5, EncodingKind::Alibi],
        causal: true,
    },
    Claim {
        source: "Kazemnejad et al. 2023, section 4",
        says: "On reasoning tasks with a causal mask, no encoding at all extrapolates best, then \
               T5’s bias, before ALiBi, rotations and absolute positions, which there are sinusoids.",
        of: &[
            EncodingKind::None,
            EncodingKind::T5,
            EncodingKind::Alibi,
            EncodingKind::Rope,
            EncodingKind::Sinusoidal,
        ],
        causal: true,
    },
];

/// The claims, each with what was measured.
pub fn claims(found: &Found) -> Html {
    let longest = found.plan.length;
    let rows = CLAIMS.iter().map(|claim| {
        let measured = claim.of.iter().filter_map(|&kind| {
            let at = |stretch| Some(percent(found.at(kind, stretch)?.1.mean));
            let (within, twice, far) = (at(1)?, at(2)?, at(8)?);
            Some(html! {
                <tr key={kind.name()} data-encoding={kind.name()}>
                    <th scope="row">{ title(kind) }</th>
                    <td>{ within }</td>
                    <td>{ twice }</td>
                    <td>{ far }</td>
                </tr>
            })
        });
        let hint = match (claim.causal, found.plan.causal, found.plan.layers) {
            (true, false, _) => Some(
                "It speaks of models with a causal mask: set the mask, and at least two layers.",
            ),
            (true, true, 1) => Some(
                "In one layer the mask tells nothing of the order of what it leaves: take two.",
            ),
            _ => None,
        };
        html! {
            <section key={claim.source} class="claim">
                <p><b>{ claim.source }</b>{ ": " }{ claim.says }</p>
                { hint.map(|hint| html! { <p class="hint">{ hint }</p> }) }
                <table>
                    <caption>{ "Measured, right at" }</caption>
                    <thead><tr>
                        <td />
                        <th scope="col">{ format!("L = {longest}") }</th>
                        <th scope="col">{ "2 L" }</th>
                        <th scope="col">{ "8 L" }</th>
                    </tr></thead>
                    <tbody>{ for measured }</tbody>
                </table>
            </section>
        }
    });
    html! {
        <section class="claims">
            <h2>{ "What is said, and what was measured" }</h2>
            { for rows }
            <h3>{ format!("“There is no vector for position {longest}”") }</h3>
            <p>{ format!(
                "A learned table of {longest} rows holds positions 0 to {}. A model with such a \
                 table can’t read a longer text at all. To measure it all the same, the table here \
                 has {} rows, and those that training never reached are as they were drawn from the \
                 seed: noise.",
                longest - 1, 8 * longest
            ) }</p>
        </section>
    }
}
