//! The ledger: one cell, opened down to its arithmetic.

use std::rc::Rc;

use engine::{
    Cell, Edit, Factor, Ledger, Line, MatrixName, Operation, Target, Term, Trace, explain,
};
use gloo::timers::callback::Timeout;
use scene::format::digits;
use web_sys::{HtmlInputElement, window};
use yew::{
    Callback, Html, Properties, TargetCast, classes, component, html, use_memo, use_state_eq,
};

use crate::components::{Pointing, symbol};
use crate::ledger_text::{cell_name, factor, number, text};
use crate::numbers::javascript;
use crate::shared::Shared;
use crate::state::Action;
use crate::words;

/// What the ledger shows.
#[derive(Properties, PartialEq)]
pub struct LedgerProps {
    /// The trace that the cell is of.
    pub trace: Shared<Trace>,
    /// The tokens as shown.
    pub tokens: Rc<[String]>,
    /// The cell.
    pub cell: Option<Cell>,
    /// Whether the cell stays when the pointer goes.
    pub locked: bool,
    /// Tells what the learner points at.
    pub on: Callback<Pointing>,
    /// Takes what the learner does.
    pub dispatch: Callback<Action>,
}

/// The ledger of a cell, or how to open one.
#[component]
pub fn LedgerView(props: &LedgerProps) -> Html {
    let ledger = use_memo((props.trace.clone(), props.cell), |(trace, cell)| {
        cell.and_then(|cell| explain(trace, cell))
    });
    let copied = use_state_eq(|| false);
    let Some(ledger) = &*ledger else {
        return html! {
            <section class="ledger empty" aria-label="Ledger">
                <h3>{ "Ledger" }</h3>
                <p>{ "Point at a cell to see where its number comes from. Click it, or press Enter, to keep it open." }</p>
            </section>
        };
    };
    let copy = {
        let (trace, ledger, copied) = (props.trace.clone(), ledger.clone(), copied.clone());
        Callback::from(move |_| {
            if let Some(window) = window() {
                // The browser may refuse; then nothing was copied and the button says nothing.
                let _promise = window.navigator().clipboard().write_text(&text(&trace, &ledger));
                copied.set(true);
                let copied = copied.clone();
                Timeout::new(1500, move || copied.set(false)).forget();
            }
        })
    };
    let (sign, _, role) = words::matrix(ledger.cell.matrix);
    let close = props.on.reform(|_| Pointing::Release);
    let source = Source { props };
    html! {
        <section
            class={classes!("ledger", role, props.locked.then_some("locked"))}
            aria-label="Ledger"
            data-ledger={ledger.cell.matrix.name()}
        >
            <header>
                <h3><span class="symbol">{ symbol(sign) }</span>{ " " }<bdi>{ cell_name(&props.trace, ledger.cell) }</bdi></h3>
                <output class="value" data-ledger-value={javascript(ledger.value)} title={javascript(ledger.value)}>
                    { digits(ledger.value, 4) }
                </output>
            </header>
            { edit(props, ledger) }
            { ledger.edited.then(|| html! {
                <p class="hint">{ "You set this number. Without the change it would be:" }</p>
            }) }
            <>{ for ledger.lines.iter().map(|line| source.line(line)) }</>
            { ledger.lines.is_empty().then(|| html! { <p class="hint">{ invented(props, ledger) }</p> }) }
            <footer>
                <button data-action="copy-ledger" onclick={copy}>{ if *copied { "Copied" } else { "Copy as text" } }</button>
                { props.locked.then(|| html! {
                    <button data-action="close-ledger" onclick={close}>{ "Close" }</button>
                }) }
            </footer>
        </section>
    }
}

/// Why there is no arithmetic to show.
fn invented(props: &LedgerProps, ledger: &Ledger) -> String {
    let matrix = props.trace.matrix(ledger.cell.matrix, ledger.cell.head.unwrap_or_default());
    matrix.map(|m| words::origin(m, Some(props.trace.settings.seed)).1).unwrap_or_default()
}

/// The field that changes the cell, where it may be changed.
fn edit(props: &LedgerProps, ledger: &Ledger) -> Option<Html> {
    let cell = ledger.cell;
    if !props.locked || !cell.matrix.editable() {
        return None;
    }
    let target = match cell.matrix {
        MatrixName::Embeddings => Target::Embedding {
            word: props.trace.tokens.get(cell.row)?.text.clone(),
            dimension: cell.column,
        },
        _ => Target::Cell(cell),
    };
    let restore = ledger.edited.then(|| {
        let target = target.clone();
        let onclick = props.dispatch.reform(move |_| Action::Unedit(target.clone()));
        html! { <button data-action="unedit" {onclick}>{ "Restore" }</button> }
    });
    let change = {
        let dispatch = props.dispatch.clone();
        move |value: f32| dispatch.emit(Action::Edit(Edit { target: target.clone(), value }))
    };
    if cell.matrix == MatrixName::Mask {
        let is_hidden = ledger.value == f32::NEG_INFINITY;
        let onclick =
            Callback::from(move |_| change(if is_hidden { 0.0 } else { f32::NEG_INFINITY }));
        return Some(html! {
            <p class="edit">
                <button data-action="toggle-mask" {onclick}>
                    { if is_hidden { "Let it be seen" } else { "Hide it" } }
                </button>
                { restore }
            </p>
        });
    }
    let onchange = Callback::from(move |event: yew::Event| {
        let input: HtmlInputElement = event.target_unchecked_into();
        let value = input.value_as_number() as f32;
        if value.is_finite() {
            change(value);
        }
    });
    Some(html! {
        <p class="edit">
            <label>
                { "Change it to " }
                <input
                    key={cell_name(&props.trace, cell)}
                    data-edit={cell.matrix.name()}
                    type="number"
                    step="any"
                    value={ledger.value.to_string()}
                    {onchange}
                />
            </label>
            { restore }
        </p>
    })
}

/// Writes lines of arithmetic whose numbers lead back to their cells.
struct Source<'a> {
    props: &'a LedgerProps,
}

impl Source<'_> {
    fn line(&self, line: &Line) -> Html {
        let result = html! { <strong>{ number(line.result) }</strong> };
        match line.operation {
            Operation::SumOfProducts => self.sum(line, " × ", "Σ"),
            Operation::DifferenceOfProducts => self.sum(line, " × ", "first − second"),
            Operation::Sum => self.sum(line, "", "Σ"),
            Operation::SumOfExponentials => self.exponentials(line),
            Operation::Maximum => html! {
                <p class="line">{ "largest of the row, " }<i>{ "m" }</i>{ " = " }{ result }</p>
            },
            Operation::Quotient => self.pair(line, " ÷ "),
            Operation::Difference => self.pair(line, " − "),
            Operation::Sine | Operation::Cosine => {
                let name = if line.operation == Operation::Sine { "sin" } else { "cos" };
                let terms = line.terms.iter().map(|term| self.term(term, " ÷ "));
                html! { <p class="line">{ name }{ "(" }{ for terms }{ ") = " }{ result }</p> }
            }
            Operation::Penalty => {
                let terms = line.terms.iter().map(|term| self.term(term, " × "));
                html! { <p class="line">{ "−(slope " }{ for join(terms, " ") }{ " steps) = " }{ result }</p> }
            }
            Operation::Lookup => {
                let terms = line.terms.iter().map(|term| self.term(term, " "));
                html! { <p class="line">{ "taken from " }{ for terms }</p> }
            }
            Operation::EmptyRow => html! {
                <p class="line">{ "This row may look at nothing, so all its weights are 0." }</p>
            },
        }
    }

    /// Two terms with a sign between.
    fn pair(&self, line: &Line, sign: &'static str) -> Html {
        let terms = line.terms.iter().map(|term| self.term(term, " × "));
        let result = html! { <strong>{ number(line.result) }</strong> };
        html! { <p class="line">{ for join(terms, sign) }{ " = " }{ result }</p> }
    }

    /// A sum, a term a row.
    fn sum(&self, line: &Line, times: &'static str, sign: &'static str) -> Html {
        let rows = line.terms.iter().enumerate().map(|(index, term)| {
            let value = (term.factors.len() > 1).then(|| number(term.value));
            html! {
                <tr key={index}>
                    <th scope="row"><bdi>{ self.index(line, term) }</bdi></th>
                    <td>{ self.term(term, times) }</td>
                    <td class="result">{ value.unwrap_or_default() }</td>
                </tr>
            }
        });
        html! {
            <table class="sum">
                <tbody>{ for rows }</tbody>
                <tfoot><tr>
                    <th scope="row">{ sign }</th>
                    <td />
                    <td class="result"><strong title={javascript(line.result)}>{ number(line.result) }</strong></td>
                </tr></tfoot>
            </table>
        }
    }

    fn exponentials(&self, line: &Line) -> Html {
        let temperature = line.terms.iter().find_map(|term| term.factors.get(2)).map(|f| f.value);
        let formula = match temperature {
            Some(t) if t != 1.0 => format!("exp((x − m) ÷ {})", number(t)),
            _ => "exp(x − m)".to_owned(),
        };
        let rows = line.terms.iter().enumerate().map(|(index, term)| {
            let x = term.factors.first().map(|x| self.factor(x));
            html! {
                <tr key={index}>
                    <th scope="row"><bdi>{ self.index(line, term) }</bdi></th>
                    <td>{ "exp(" }{ x }{ " − m)" }</td>
                    <td class="result">{ number(term.value) }</td>
                </tr>
            }
        });
        html! {
            <table class="sum">
                <caption>{ formula }</caption>
                <tbody>{ for rows }</tbody>
                <tfoot><tr>
                    <th scope="row">{ "Σ" }</th>
                    <td />
                    <td class="result"><strong>{ number(line.result) }</strong></td>
                </tr></tfoot>
            </table>
        }
    }

    /// The word or dimension that a term belongs to.
    fn index(&self, line: &Line, term: &Term) -> String {
        let by_token = matches!(
            (self.props.cell.map(|cell| cell.matrix), line.operation),
            (Some(MatrixName::HeadOutput), _) | (_, Operation::SumOfExponentials)
        );
        match self.props.tokens.get(term.index) {
            Some(token) if by_token => token.clone(),
            _ if line.operation == Operation::Sum => String::new(),
            _ => term.index.to_string(),
        }
    }

    fn term(&self, term: &Term, join_by: &'static str) -> Html {
        html! { <>{ for join(term.factors.iter().map(|f| self.factor(f)), join_by) }</> }
    }

    /// A number; a button where it stands in a cell.
    fn factor(&self, value: &Factor) -> Html {
        let Some(cell) = value.source else {
            return html! { <span class="factor">{ factor(value.value) }</span> };
        };
        let (_, _, role) = words::matrix(cell.matrix);
        let dispatch = self.props.dispatch.clone();
        let onclick = Callback::from(move |_| dispatch.emit(Action::Open(cell)));
        let title = cell_name(&self.props.trace, cell);
        html! {
            <button class={classes!("factor", role)} title={title.clone()} aria-label={format!("{}, {title}", number(value.value))} {onclick}>
                { factor(value.value) }
            </button>
        }
    }
}

/// Pieces with a sign between each two.
fn join(pieces: impl Iterator<Item = Html>, sign: &'static str) -> Vec<Html> {
    let mut joined = Vec::new();
    for piece in pieces {
        if !joined.is_empty() {
            joined.push(html! { { sign } });
        }
        joined.push(piece);
    }
    joined
}
