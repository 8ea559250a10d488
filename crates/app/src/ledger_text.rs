//! A ledger as text, to copy.

use engine::{Cell, Ledger, Line, Operation, Term, Trace};
use scene::format::digits;

use crate::numbers::parse;
use crate::words;

/// Decimals of the numbers in a ledger; those that need fewer are written with fewer.
const DECIMALS: usize = 4;

/// A number as ledgers write it.
pub fn number(value: f32) -> String {
    let text = digits(value, DECIMALS);
    if !text.contains('.') || text.contains('·') {
        return text;
    }
    // Zeros that rounding left say something; those of a shorter number don't.
    let short = text.trim_end_matches('0').trim_end_matches('.');
    match parse(&short.replace('−', "-")) == Some(value) {
        true => short.to_owned(),
        false => text,
    }
}

/// A number as a factor: negative ones in brackets.
pub fn factor(value: f32) -> String {
    if value < 0.0 { format!("({})", number(value)) } else { number(value) }
}

/// What a cell is called: its matrix, and the words or dimensions where it stands.
pub fn cell_name(trace: &Trace, cell: Cell) -> String {
    let (_, name, _) = words::matrix(cell.matrix);
    let Some(matrix) = trace.matrix(cell.matrix, cell.head.unwrap_or_default()) else {
        return name.to_owned();
    };
    let tokens = words::tokens(&trace.tokens);
    let row = words::label(matrix.rows, cell.row, &tokens);
    let column = words::label(matrix.columns, cell.column, &tokens);
    match cell.head {
        Some(head) => format!("{name}, head {head} [{row}, {column}]"),
        None => format!("{name} [{row}, {column}]"),
    }
}

/// The whole arithmetic, a line each.
pub fn text(trace: &Trace, ledger: &Ledger) -> String {
    let mut lines = vec![format!("{} = {}", cell_name(trace, ledger.cell), number(ledger.value))];
    if ledger.edited {
        lines.push("(set by hand; without the change:)".into());
    }
    lines.extend(ledger.lines.iter().map(line));
    lines.join("\n")
}

fn line(line: &Line) -> String {
    let result = number(line.result);
    let terms = |join: &str, term: fn(&Term) -> String| {
        line.terms.iter().map(term).collect::<Vec<_>>().join(join)
    };
    match line.operation {
        Operation::SumOfProducts => format!("{} = {result}", terms(" + ", product)),
        Operation::DifferenceOfProducts => format!("{} = {result}", terms(" − ", product)),
        Operation::Sum => format!("{} = {result}", terms(" + ", |t| factor(t.value))),
        Operation::Quotient => format!("{} = {result}", terms(" ÷ ", |t| factor(t.value))),
        Operation::Difference => format!("{} = {result}", terms(" − ", |t| factor(t.value))),
        Operation::Maximum => format!("max({}) = {result}", terms(", ", |t| number(t.value))),
        Operation::SumOfExponentials => format!("{} = {result}", terms(" + ", exponential)),
        Operation::Sine => format!("sin({}) = {result}", terms(" ", fraction)),
        Operation::Cosine => format!("cos({}) = {result}", terms(" ", fraction)),
        Operation::Penalty => format!("−({}) = {result}", terms(" ", product)),
        Operation::Mean => format!("mean({}) = {result}", terms(", ", |t| number(t.value))),
        Operation::InverseDeviation => {
            format!("1/√(variance({}) + ε) = {result}", terms(", ", |t| number(t.value)))
        }
        Operation::InverseRootMeanSquare => {
            format!("1/√(mean square({}) + ε) = {result}", terms(", ", |t| number(t.value)))
        }
        Operation::Lookup => format!("looked up: {result}"),
        Operation::EmptyRow => "nothing may be looked at, so the weight is 0".to_owned(),
    }
}

fn product(term: &Term) -> String {
    term.factors.iter().map(|f| factor(f.value)).collect::<Vec<_>>().join("·")
}

fn fraction(term: &Term) -> String {
    term.factors.iter().map(|f| number(f.value)).collect::<Vec<_>>().join(" / ")
}

/// exp((x − m) / T), the division only where it does something.
fn exponential(term: &Term) -> String {
    let [x, maximum, temperature, ..] = term.factors.as_slice() else {
        return number(term.value);
    };
    let difference = format!("{} − {}", number(x.value), factor(maximum.value));
    match temperature.value {
        1.0 => format!("exp({difference})"),
        t => format!("exp(({difference})/{})", number(t)),
    }
}
