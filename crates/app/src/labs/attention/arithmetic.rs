//! Lines of arithmetic whose numbers lead back to their cells.

use engine::{Factor, Line, MatrixName, NORM_EPSILON, Operation, Term};
use yew::{Callback, Html, classes, html};

use super::ledger::Sheet;
use crate::components::symbol;
use crate::ledger_text::{cell_name, factor, number};
use crate::numbers::javascript;
use crate::state::Action;
use crate::words;

impl Sheet<'_> {
    /// One line of arithmetic.
    pub(super) fn line(&self, line: &Line) -> Html {
        let result = html! { <strong>{ number(line.result) }</strong> };
        match line.operation {
            Operation::SumOfProducts if line.terms.len() == 1 => self.pair(line, ""),
            Operation::SumOfProducts => self.sum(line, " × ", "Σ"),
            Operation::DifferenceOfProducts => self.sum(line, " × ", "first − second"),
            Operation::Sum => self.pair(line, " + "),
            Operation::SumOfExponentials => self.exponentials(line),
            Operation::Maximum => html! {
                <p class="line">{ "largest of the row, " }<i>{ "m" }</i>{ " = " }{ result }</p>
            },
            Operation::Mean => html! {
                <p class="line">{ "mean of the row of X, " }<i>{ "μ" }</i>{ " = " }{ result }</p>
            },
            Operation::InverseDeviation => html! {
                <p class="line">{ "1 ÷ √(variance of the row + ε) = " }{ result }{ epsilon() }</p>
            },
            Operation::InverseRootMeanSquare => html! {
                <p class="line">{ "1 ÷ √(mean of the row’s squares + ε) = " }{ result }{ epsilon() }</p>
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
                html! { <p class="line">{ self.place(line) }{ for terms }</p> }
            }
            Operation::EmptyRow => html! {
                <p class="line">{ "This row may look at nothing, so all its weights are 0." }</p>
            },
        }
    }

    /// Where a number that is looked up was taken from.
    fn place(&self, line: &Line) -> String {
        let index = line.terms.first().map_or(0, |term| term.index);
        match self.0.cell.matrix {
            MatrixName::Positions => format!("row {index} of the table of positions: "),
            MatrixName::PositionBias => format!("bucket {index} of this head’s table: "),
            _ => "taken from ".to_owned(),
        }
    }

    /// Few terms with a sign between, each number with the symbol of the matrix that it is in.
    fn pair(&self, line: &Line, sign: &'static str) -> Html {
        let named = |factor: &Factor| {
            let name = factor.source.map(|cell| words::matrix(cell.matrix).0);
            html! {
                <>{ self.factor(factor) }{ name.map(|name| html! { <small>{ " " }{ symbol(name) }</small> }) }</>
            }
        };
        let terms = line.terms.iter().map(|term| {
            html! { <>{ for join(term.factors.iter().map(named), " × ") }</> }
        });
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
        let (before, after) = match temperature {
            Some(t) if t != 1.0 => ("exp((", format!(" − m) ÷ {})", number(t))),
            _ => ("exp(", " − m)".to_owned()),
        };
        let rows = line.terms.iter().enumerate().map(|(index, term)| {
            let x = term.factors.first().map(|x| self.factor(x));
            html! {
                <tr key={index}>
                    <th scope="row"><bdi>{ self.index(line, term) }</bdi></th>
                    <td>{ before }{ x }{ after.clone() }</td>
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
            (self.0.cell.matrix, line.operation),
            (MatrixName::HeadOutput, _) | (_, Operation::SumOfExponentials)
        );
        match self.0.tokens.get(term.index) {
            Some(token) if by_token => token.clone(),
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
        let dispatch = self.0.dispatch.clone();
        let onclick = Callback::from(move |_| dispatch.emit(Action::Open(cell)));
        let title = cell_name(&self.0.trace, cell);
        html! {
            <button class={classes!("factor", role)} title={title.clone()} aria-label={format!("{}, {title}", number(value.value))} {onclick}>
                { factor(value.value) }
            </button>
        }
    }
}

/// What keeps a division from being one by nothing.
fn epsilon() -> String {
    format!(" (ε is {})", number(NORM_EPSILON))
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
