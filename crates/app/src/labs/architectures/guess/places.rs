//! The guesses at one hidden word.

use engine::architectures::{Candidate, Guess, Guesses};
use yew::{Html, html};

use super::super::bar::bar;
use crate::labs::units::percent;

/// The guesses as a table with bars, and what was right.
pub fn place(guess: &Guess, said: &Guesses) -> Html {
    let Guess { word, candidates, right, rest } = guess;
    let title = named(*word);
    let beyond = right.as_ref().filter(|right| right.rank >= candidates.len());
    html! {
        <section key={*word} class="panel guess" data-place={word.to_string()} aria-label={title.clone()}>
            <h2>{ title }</h2>
            <p>{ verdict(hidden(guess, said), right.as_ref()) }</p>
            <table class="bars">
                <thead><tr>
                    <th scope="col">{ "guess" }</th>
                    <th scope="col">{ "probability" }</th>
                </tr></thead>
                <tbody>
                    <>{ for candidates.iter().chain(beyond).map(row) }</>
                    <tr>
                        <th scope="row">{ "all others" }</th>
                        { bar(None, *rest) }
                    </tr>
                </tbody>
            </table>
        </section>
    }
}

/// What is said aloud of all hidden words.
pub fn spoken(said: &Guesses) -> String {
    let verdict = |guess: &Guess| {
        format!("{}: {}", named(guess.word), verdict(hidden(guess, said), guess.right.as_ref()))
    };
    said.places.iter().map(verdict).collect::<Vec<_>>().join(" ")
}

/// The word at this place, counted as everywhere.
fn named(word: usize) -> String {
    format!("Place {word}")
}

fn hidden<'a>(guess: &Guess, said: &'a Guesses) -> &'a str {
    said.words.get(guess.word).map_or("", |(word, _)| word.text.as_str())
}

fn row(candidate: &Candidate) -> Html {
    let Candidate { word, probability, rank, is_right } = candidate;
    html! {
        <tr key={*rank} data-guess={word.clone()} class={is_right.then_some("right")}>
            <th scope="row">
                <small>{ format!("{}. ", rank + 1) }</small><bdi>{ word }</bdi>
                <>{ is_right.then(|| html! { <small>{ " ✓ stood there" }</small> }) }</>
            </th>
            { bar(None, *probability) }
        </tr>
    }
}

/// What stood there, and how well it was guessed.
fn verdict(hidden: &str, right: Option<&Candidate>) -> String {
    match right {
        None => format!(
            "“{hidden}” stood there. The model can’t say it, for it has never seen it in training."
        ),
        Some(Candidate { rank: 0, probability, .. }) => format!(
            "“{hidden}” stood there, and is the best guess, with {}.",
            percent((*probability).into())
        ),
        Some(Candidate { rank, probability, .. }) => format!(
            "“{hidden}” stood there, and is guess number {}, with {}.",
            rank + 1,
            percent((*probability).into())
        ),
    }
}
