//! Taking the whole trace along: as JSON, as a program, on paper.

use std::rc::Rc;

use engine::Trace;
use engine::export::{TraceDocument, give, numpy, pytorch};
use yew::{Html, component, html, use_memo};

use crate::answers;
use crate::components::{Choice, Deed, Group, Menu, json};
use crate::labs::LabProps;
use crate::shared::Shared;

/// The menu of the whole lab.
#[component]
pub fn TraceMenu(props: &LabProps) -> Html {
    let groups = use_memo(props.inputs.settings.clone(), |settings| {
        // Computed anew: it takes no longer than a keystroke, and the page is spared the way.
        let trace = answers::attention(settings).ok();
        groups(trace)
    });
    html! { <Menu name="Save or print this lab" groups={(*groups).clone()} /> }
}

fn groups(trace: Option<Shared<Trace>>) -> Rc<[Group]> {
    let choice = |slug, label, hint, deed: fn(&Trace) -> Option<Deed>| {
        let trace = trace.clone();
        Choice { slug, label, hint, deed: Box::new(move || deed(trace.as_deref()?)) }
    };
    [
        Group {
            name: "All numbers",
            items: vec![choice(
                "trace",
                "JSON",
                "Every matrix of this sentence, to the last digit, as export.schema.json describes it",
                |trace| {
                    let text = json(|to| give(&TraceDocument(trace), to))?;
                    Some(Deed::save("attention-lab-trace.json".into(), "application/json", text))
                },
            )],
        },
        Group {
            name: "As code",
            items: vec![
                choice(
                    "numpy",
                    "NumPy",
                    "A Python program that computes these numbers anew and compares",
                    |trace| python("attention_numpy.py", numpy(trace)),
                ),
                choice(
                    "pytorch",
                    "PyTorch",
                    "The same with PyTorch’s own attention",
                    |trace| python("attention_pytorch.py", pytorch(trace)),
                ),
            ],
        },
        Group {
            name: "On paper",
            items: vec![Choice {
                slug: "print",
                label: "Print",
                hint: "This step as a handout: light, with its settings, without buttons",
                deed: Box::new(|| Some(Deed::Print)),
            }],
        },
    ]
    .into()
}

fn python(name: &str, program: Option<String>) -> Option<Deed> {
    Some(Deed::save(name.into(), "text/x-python", program?))
}
