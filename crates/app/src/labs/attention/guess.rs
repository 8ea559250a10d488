//! A question that the learner answers before looking, and what was measured.

use engine::question::{Choices, Measured, QUESTIONS, Question};
use engine::{Cell, MatrixName, Trace};
use scene::format::digits;
use yew::{Html, component, html};

use super::view::GuessProps;
use crate::state::{Action, Asked};
use crate::words;

/// What the second of two sizes may be beside the first.
const SIZES: [&str; 3] = ["smaller", "the same", "larger"];

/// The question, its choices, and once one is taken what was measured.
#[component]
pub fn Guess(GuessProps { trace, asked, head, guess, dispatch }: &GuessProps) -> Html {
    let Asked { question, row } = *asked;
    let next = {
        let asked = following(*asked, trace.tokens.len());
        dispatch.reform(move |_| Action::Ask(Some(asked)))
    };
    let next = html! { <button onclick={next}>{ "Another question" }</button> };
    let tokens = words::tokens(&trace.tokens);
    let Some(word) = tokens.get(row) else {
        return html! { <div><p>{ format!("There is no word in place {row}.") }</p>{ next }</div> };
    };
    let measured = match question.measure(trace, *head, row) {
        Ok(Some(measured)) => measured,
        Ok(None) => {
            let why = format!("“{word}” may look at nothing here, so there is nothing to guess.");
            return html! { <div><p>{ why }</p>{ next }</div> };
        }
        Err(error) => {
            return html! { <div><p class="warning">{ error.to_string() }</p>{ next }</div> };
        }
    };
    let choices = match question.choices {
        Choices::Words => tokens.to_vec(),
        Choices::Size => SIZES.map(String::from).to_vec(),
    };
    let prompt = asks(question, word, trace);
    let is_told = guess.is_some();
    let buttons = choices.iter().enumerate().map(|(choice, text)| {
        let onclick = dispatch.reform(move |_| Action::Guess(choice));
        let onclick = (!is_told).then_some(onclick);
        let is_right = measured.right.contains(&choice);
        let class = match (is_told, *guess == Some(choice)) {
            (true, _) if is_right => Some("right"),
            (true, true) => Some("wrong"),
            _ => None,
        };
        let value = measured.values.get(choice).filter(|_| question.choices == Choices::Words);
        let value = value
            .filter(|_| is_told)
            .map(|value| html! { <small>{ shown(question, *value) }</small> });
        html! {
            <button
                key={choice}
                {class}
                data-choice={choice.to_string()}
                aria-pressed={(*guess == Some(choice)).to_string()}
                aria-disabled={is_told.then_some("true")}
                {onclick}
            >
                <bdi>{ text.clone() }</bdi>
                { value }
            </button>
        }
    });
    let show = {
        let cell = place(question, *head, row, &measured);
        dispatch.reform(move |_| Action::Open(cell))
    };
    html! {
        <div>
            <p>{ prompt.clone() }</p>
            <div class="choices" role="group" aria-label={prompt}>{ for buttons }</div>
            <p role="status" data-verdict={guess.map(|guess| measured.right.contains(&guess).to_string())}>
                { guess.map(|guess| verdict(question, word, &choices, guess, &measured)) }
            </p>
            <p class="choices">
                { is_told.then(|| html! { <button onclick={show}>{ "Show me" }</button> }) }
                { next }
            </p>
        </div>
    }
}

/// The next question; after the last, the first about the next word.
fn following(Asked { question, row }: Asked, n: usize) -> Asked {
    let at = QUESTIONS.iter().position(|other| other == question).unwrap_or_default();
    match QUESTIONS.get(at + 1) {
        Some(question) => Asked { question, row },
        None => Asked { question: &QUESTIONS[0], row: (row + 1) % n.max(1) },
    }
}

fn asks(question: &Question, word: &str, trace: &Trace) -> String {
    match question.name {
        "division" => match trace.settings.scale {
            true => format!(
                "The scores are divided by √{}. Without that, the largest weight of “{word}” would \
                 be …",
                trace.d_k
            ),
            false => format!(
                "The scores could be divided by √{0}, and aren’t. Compared with what it would be \
                 with the division, the largest weight of “{word}” is …",
                trace.d_k
            ),
        },
        "nearest" => format!("Whose value does this head’s output for “{word}” point to most?"),
        _ => format!("At which word does “{word}” look most in this head?"),
    }
}

/// A weight, or the cosine of an angle.
fn shown(question: &Question, value: f32) -> String {
    if question.name == "nearest" { digits(value, 2) } else { percent(value) }
}

fn percent(share: f32) -> String {
    // The sign stays with its number.
    format!("{}\u{a0}%", digits(share * 100.0, 1))
}

fn verdict(
    question: &Question,
    word: &str,
    choices: &[String],
    guess: usize,
    measured: &Measured,
) -> String {
    let sign = if measured.right.contains(&guess) { "Yes." } else { "Not this time." };
    let named = |choice: &usize| choices.get(*choice).map_or("", String::as_str);
    let right: Vec<_> = measured.right.iter().map(named).collect();
    let right = right.join("” and “");
    let largest = measured.values.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let found = match (question.name, measured.values.as_slice()) {
        ("division", [with, without]) => format!(
            "The largest weight of “{word}” is {} with the division and {} without.",
            percent(*with),
            percent(*without)
        ),
        ("nearest", _) => format!(
            "The output points to the value of “{right}”: the cosine of the angle is {}.",
            digits(largest, 2)
        ),
        _ => format!("“{word}” looks at “{right}” with weight {}.", percent(largest)),
    };
    format!("{sign} {found}")
}

/// The cell that shows it.
fn place(question: &Question, head: usize, row: usize, measured: &Measured) -> Cell {
    let first = measured.right.first().copied().unwrap_or_default();
    let (matrix, column) = match question.name {
        "nearest" => (MatrixName::HeadOutput, 0),
        "division" => (MatrixName::Scaled, row),
        _ => (MatrixName::Weights, first),
    };
    Cell { matrix, head: Some(head), row, column }
}
