//! What is said of typed words that a model doesn't know, or has no room for.

use engine::architectures::{Loaded, Word};
use yew::{Html, html};

/// The words that the model has never seen, each with the pieces that it reads in their place.
pub fn unknown<'a>(words: impl Iterator<Item = &'a Word>, model: &Loaded) -> Option<Html> {
    let mut unknown: Vec<&Word> = Vec::new();
    for word in words.filter(|word| !word.known) {
        if unknown.iter().all(|known| known.text != word.text) {
            unknown.push(word);
        }
    }
    (!unknown.is_empty()).then(|| {
        let items = unknown.into_iter().map(|word| {
            html! {
                <li key={word.text.clone()} data-unknown={word.text.clone()}>
                    <bdi class="unknown">{ &word.text }</bdi>{ format!(": {}", model.pieces(word).join(" ")) }
                </li>
            }
        });
        html! {
            <div class="never-seen">
                <p>{ "Never seen in training. The model reads such a word letter by letter, in pieces whose \
                    meaning it had little to learn from, so don’t trust what it makes of it:" }</p>
                <ul>{ for items }</ul>
            </div>
        }
    })
}

/// That the end of a long text was left out.
pub fn note(fits: bool) -> Option<Html> {
    (!fits).then(|| html! {
        <p class="notice" role="status">{ "The sentence is longer than the model can read. Its end is left out." }</p>
    })
}
