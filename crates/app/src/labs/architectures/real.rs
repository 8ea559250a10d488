//! The published models, what they are made of, and how many numbers that makes.

mod formula;
mod table;

use engine::architectures::{Counted, counted};
use yew::{Html, component, html, use_memo};

use super::View;
use super::names::is_family;
use crate::labs::LabProps;
use crate::labs::parts::segments;
use crate::state::{Action, ArchitecturesChoice};

/// The view's line in the list.
pub const VIEW: View =
    View { slug: "real", title: "Real models", draw: |lab| html! { <Real ..lab /> } };

/// The families on the buttons: the name in the URL, which is one of [`crate::state::FAMILIES`],
/// and what stands there.
const FAMILIES: [(&str, &str); 4] = [
    ("all", "all"),
    ("encoder", "encoders"),
    ("decoder", "decoders"),
    ("encoder-decoder", "encoder–decoders"),
];

/// The view.
#[component]
fn Real(props: &LabProps) -> Html {
    let LabProps { inputs, dispatch, .. } = props;
    let choice = inputs.architectures;
    let models = use_memo((), |()| counted());
    let listed = listed(&models, choice);
    let chosen = models.iter().find(|model| model.slug == choice.model).or(models.first());
    let choices = FAMILIES.map(|(slug, title)| (slug, slug, title));
    let choose = dispatch
        .reform(move |family| Action::Architectures(ArchitecturesChoice { family, ..choice }));
    html! {
        <div class="real">
            { inputs.shows("controls").then(|| segments("Families", "family", &choices, choice.family, &choose)) }
            { table::table(&listed, choice, dispatch) }
            { chosen.map(formula::formula) }
        </div>
    }
}

/// The models of the family, in their order.
fn listed(models: &[Counted], choice: ArchitecturesChoice) -> Vec<&Counted> {
    let is_listed =
        |it: &&Counted| choice.family == "all" || is_family(it.model.family, choice.family);
    let mut listed: Vec<&Counted> = models.iter().filter(is_listed).collect();
    if let Some(column) = table::column(choice.sort) {
        // Equals stay in the order of the list, whichever way the others are sorted.
        listed.sort_by(|a, b| {
            let (a, b) = ((column.number)(a), (column.number)(b));
            if choice.upwards { a.total_cmp(&b) } else { b.total_cmp(&a) }
        });
    }
    listed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::{FAMILIES, MODELS, SORTS};

    fn slugs(choice: ArchitecturesChoice) -> Vec<String> {
        let models = counted();
        listed(&models, choice).into_iter().map(|model| model.slug.clone()).collect()
    }

    #[test]
    fn families_are_those_of_the_address_and_leave_none_out() {
        assert_eq!(super::FAMILIES.map(|(slug, _)| slug), FAMILIES);
        let of = |family| slugs(ArchitecturesChoice { family, ..Default::default() });
        assert_eq!(of("all"), MODELS);
        assert_eq!(FAMILIES[1..].iter().flat_map(|family| of(family)).collect::<Vec<_>>(), MODELS);
    }

    #[test]
    fn models_are_sorted_both_ways_and_equals_stay_in_order() {
        let of = |sort, upwards| slugs(ArchitecturesChoice { sort, upwards, ..Default::default() });
        assert_eq!(of("parameters", false)[0], "llama-65b");
        assert_eq!(of("parameters", true)[0], "t5-small");
        assert_eq!(of("layers", true)[..2], ["t5-small", "flan-t5-small"]);
        assert_eq!(of("vocabulary", false)[0], "llama-3-8b");
        assert_eq!(of("context", true)[..3], ["bert-base", "bert-large", "roberta-base"]);
        assert_eq!(of("listed", true), MODELS);
        assert!(SORTS[1..].iter().all(|sort| table::column(sort).is_some()));
    }
}
