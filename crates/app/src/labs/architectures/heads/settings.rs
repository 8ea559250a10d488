//! Whose heads are looked at, and what an encoder–decoder makes of the sentence.

use engine::architectures::Family;
use yew::{Html, html};

use crate::labs::LabProps;
use crate::labs::architectures::pickers::tasks;
use crate::labs::parts::segments;
use crate::state::{Action, ArchitecturesChoice};

/// The models on the buttons: the name in the URL, and what stands there.
const MODELS: [(&str, &str); 4] = [
    ("encoder", "encoder, as BERT"),
    ("gpt", "decoder, as GPT"),
    ("llama", "decoder, as LLaMA"),
    ("t5", "both, as T5"),
];

/// The buttons.
pub fn settings(lab: &LabProps, name: &'static str, family: Family) -> Html {
    let choice = lab.inputs.architectures;
    // Another model counts its heads in another way.
    let choose = lab.dispatch.reform(move |trained| {
        Action::Architectures(ArchitecturesChoice { trained, off: 0, ..choice })
    });
    let models = MODELS.map(|(slug, title)| (slug, slug, title));
    html! {
        <div class="pickers">
            { segments("Model", "trained", &models, name, &choose) }
            // In a node of its own, so that the model's button keeps the focus.
            <>{ (family == Family::EncoderDecoder).then(|| tasks("Task", lab)) }</>
        </div>
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_trained_model_has_a_button() {
        let trained = engine::architectures::TRAINED.map(|(name, _)| name);
        assert_eq!(super::MODELS.map(|(name, _)| name), trained);
    }
}
