//! What the model says with all heads on and with some off.

use engine::architectures::{Answers, Change, Compared, HeadPlace, HeadsShown, Shift};
use scene::format::digits;
use yew::{Html, html};

use super::super::bar::bar;
use super::said;
use crate::labs::units::{count, percent};
use crate::numbers::exact;

/// Up to so many heads that are off are named.
const NAMED: usize = 4;

/// A smaller distance is written as 0.
const LEAST: f64 = 0.0005;

/// The panels of what changes; `language` is that of answers, where it isn't the page's.
pub fn change(shown: &HeadsShown, language: Option<&'static str>) -> Html {
    let HeadsShown { words, off, change, .. } = shown;
    let told = format!("{} {}", told(off), summary(change));
    let panels = match change {
        Change::Hidden(places) if places.is_empty() => html! {
            <p class="fact">{ "No word is hidden, so there is nothing to predict. Hide one above." }</p>
        },
        Change::Hidden(places) => html! {
            <>{ for places.iter().map(|(word, compared)| {
                let text = words.get(*word).map_or("", |word| word.text.as_str());
                let title = format!("Word {}, “{text}”", word + 1);
                panel(&format!("word-{word}"), title, compared, off.len())
            }) }</>
        },
        Change::Next(compared) => panel("next", "The next token".into(), compared, off.len()),
        Change::Answer(answers) => answered(answers, off.len(), language),
    };
    html! {
        <section class="head-changes" aria-label="Does it matter?">
            <h2>{ "Does it matter?" }</h2>
            <p class="fact" role="status" data-off-count={off.len().to_string()}>{ told }</p>
            <p class="fact">{ "The total variation distance is half the sum of the sizes of all changes: 0 if there are \
                none, 1 if nothing is left in common." }</p>
            <div class="panels">{ panels }</div>
        </section>
    }
}

/// What came of it, in a sentence for those who hear it.
fn summary(change: &Change) -> String {
    let far = |compared: &Compared| digits(compared.distance as f32, 3);
    match change {
        Change::Hidden(places) => {
            let all = places.iter().map(|(word, it)| format!("word {}: {}", word + 1, far(it)));
            let all: Vec<_> = all.collect();
            match all.is_empty() {
                true => String::new(),
                false => format!("Distance, {}.", all.join("; ")),
            }
        }
        Change::Next(compared) => format!("Distance of the next token: {}.", far(compared)),
        Change::Answer(answers) if answers.before == answers.after => "The answer stays.".into(),
        Change::Answer(_) => "The answer is another.".into(),
    }
}

/// Which heads are off.
fn told(off: &[HeadPlace]) -> String {
    match off.len() {
        0 => "All heads are on, so nothing changes yet. Turn one off above.".into(),
        1..=NAMED => {
            let places: Vec<_> = off.iter().map(|place| said::place(*place)).collect();
            format!("Off: {}.", places.join("; "))
        }
        n => format!("{n} heads are off."),
    }
}

/// Both answers, and the place where they part.
fn answered(answers: &Answers, off: usize, language: Option<&'static str>) -> Html {
    let Answers { before, after, differ, at, compared } = answers;
    let line = |name: &'static str, label: String, words: &[String]| {
        html! {
            <p class="fact">
                { format!("{label}: ") }
                <b data-answer={name}><bdi lang={language}>{ if words.is_empty() { "nothing".to_owned() } else { words.join(" ") } }</bdi></b>
            </p>
        }
    };
    let at = at + 1;
    let title = match (differ, off) {
        (true, _) => format!("Token {at} of the answer, the first that differs"),
        (false, 0) => format!("Token {at} of the answer"),
        (false, _) => format!("The answer stays; token {at} changes most"),
    };
    html! {
        <>
            <div class="panel wide answers" data-differ={differ.to_string()}>
                { line("before", "All heads on".into(), before) }
                { (off > 0).then(|| line("after", counted(off), after)) }
            </div>
            { panel("answer", title, compared, off) }
        </>
    }
}

fn counted(off: usize) -> String {
    match off {
        1 => "1 head off".into(),
        n => format!("{n} heads off"),
    }
}

/// The probabilities at one place, before and after.
fn panel(name: &str, title: String, compared: &Compared, off: usize) -> Html {
    let Compared { tokens, others, rest, largest, distance } = compared;
    let others = Shift {
        word: format!("{} others", count(*others as u64)),
        before: rest[0],
        after: rest[1],
        is_right: false,
    };
    let most = match *distance {
        // Then no single change is larger either.
        0.0..LEAST => "; no probability changed by as much as 0.1\u{a0}%.".to_owned(),
        _ => format!(
            "; most changed “{}”, from {} to {}.",
            largest.word,
            percent(largest.before.into()),
            percent(largest.after.into())
        ),
    };
    html! {
        <section key={name.to_owned()} class="panel" data-change={name.to_owned()} aria-label={title.clone()}>
            <h3>{ title }</h3>
            <p class="fact">
                { "Total variation distance " }
                <b data-measure="distance" data-value={exact(*distance)}>{ digits(*distance as f32, 3) }</b>
                { most }
            </p>
            <div class="scroll" tabindex="0" role="region" aria-label="Probabilities with all heads on and with some off">
                <table class="bars">
                    <thead><tr>
                        <th scope="col">{ "token" }</th>
                        <th scope="col">{ "all heads on" }</th>
                        <th scope="col">{ if off == 0 { "none off".to_owned() } else { counted(off) } }</th>
                    </tr></thead>
                    <tbody>
                        <>{ for tokens.iter().map(row) }</>
                        { row(&others) }
                    </tbody>
                </table>
            </div>
        </section>
    }
}

fn row(Shift { word, before, after, is_right }: &Shift) -> Html {
    html! {
        <tr key={word.clone()} data-shift={word.clone()} class={is_right.then_some("right")}>
            <th scope="row">
                <bdi>{ word }</bdi>
                <>{ is_right.then(|| html! { <small>{ " ✓ stood there" }</small> }) }</>
            </th>
            { bar(Some("before"), *before) }{ bar(Some("after"), *after) }
        </tr>
    }
}
