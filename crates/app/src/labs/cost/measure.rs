//! How long each variant takes on the learner's device, against the length.

mod chart;
mod found;
mod plan;
mod progress;
mod run;
mod session;
mod settings;

use yew::{Html, Properties, component, html, use_node_ref};

pub use session::{Measurement, use_measurement};

use super::View;
use crate::hooks::use_size;
use crate::labs::LabProps;

/// The view's line in the list.
pub const VIEW: View = View {
    slug: "measure",
    title: "Measure",
    draw: |lab, measurement| html! { <Measure {lab} measurement={measurement.clone()} /> },
};

/// What the view is given.
#[derive(Properties, PartialEq)]
struct MeasureProps {
    lab: LabProps,
    measurement: Measurement,
}

/// The view.
#[component]
fn Measure(MeasureProps { lab, measurement }: &MeasureProps) -> Html {
    let LabProps { inputs, theme, .. } = lab;
    let plan = plan::plan(inputs, measurement.is_inline);
    let stage = use_node_ref();
    let size = use_size(stage.clone(), true);
    let progress = &measurement.progress;
    html! {
        <div class="bench">
            <div class="middle">
                { run::run(measurement, &plan) }
                <div ref={stage} class="stage" tabindex="-1">
                    <div class="panels one">
                        { chart::chart(progress, &plan, *theme, size.unwrap_or((688.0, 600.0))) }
                    </div>
                </div>
            </div>
            <aside class="side" tabindex="0" aria-label="What was measured">
                { found::found(progress, &plan) }
            </aside>
            { inputs.shows("controls").then(|| settings::settings(lab)) }
        </div>
    }
}
