//! What may come next, and what is cut.

use engine::architectures::{Cut, Ending, Generated, Likely, Next};
use yew::{Html, html};

use super::super::bar::bar;
use crate::labs::units::count;

/// The panel of what may come next.
pub fn panel(generated: &Generated) -> Html {
    let content = match (&generated.next, generated.end) {
        (Some(next), _) => table(next),
        (None, Some(Ending::NoRoom)) => {
            html! { <p role="status">{ "There is no room for more: the model has no further position." }</p> }
        }
        (None, _) => {
            html! { <p role="status">{ "Nothing: [END] was drawn, with which the model ends a sentence." }</p> }
        }
    };
    html! {
        <section class="panel" data-panel="next" aria-label="What may come next">
            <h2>{ "What may come next" }</h2>
            { content }
        </section>
    }
}

fn table(next: &Next) -> Html {
    let Next { candidates, counts: [kept, by_k, by_p], others, rest } = next;
    let cut = [(by_k, "top-k"), (by_p, "top-p")].into_iter().filter(|(number, _)| **number > 0);
    let cut: Vec<_> = cut.map(|(n, name)| format!("{} cut by {name}", count(*n as u64))).collect();
    let said = format!("{} can be drawn", count(*kept as u64));
    let said = [vec![said], cut].concat().join(", ");
    html! {
        <>
            <p class="fact" data-kept={kept.to_string()} role="status">{ said }</p>
            <div class="scroll" tabindex="0" role="region" aria-label="Candidates for the next token">
                <table class="bars">
                    <thead><tr>
                        <th scope="col">{ "token" }</th>
                        <th scope="col">{ "before" }</th>
                        <th scope="col">{ "after" }</th>
                        <th scope="col">{ "cut by" }</th>
                    </tr></thead>
                    <tbody>
                        <>{ for candidates.iter().map(row) }</>
                        <>{ (*others > 0).then(|| html! {
                            <tr>
                                <th scope="row">{ format!("{} others", count(*others as u64)) }</th>
                                { bar(Some("before"), rest[0]) }{ bar(Some("after"), rest[1]) }
                                <td></td>
                            </tr>
                        }) }</>
                    </tbody>
                </table>
            </div>
        </>
    }
}

fn row(Likely { word, before, after, cut }: &Likely) -> Html {
    let (class, why) = match cut {
        None => (None, ""),
        Some(Cut::TopK) => (Some("cut"), "top-k"),
        Some(Cut::TopP) => (Some("cut"), "top-p"),
    };
    html! {
        <tr key={word.clone()} data-candidate={word.clone()} {class}>
            <th scope="row"><bdi>{ word }</bdi></th>
            { bar(Some("before"), *before) }{ bar(Some("after"), *after) }
            <td>{ why }</td>
        </tr>
    }
}
