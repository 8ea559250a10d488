//! What the page saves as JSON is as `www/export.schema.json` says, and holds the numbers.

use anyhow::{Context, Result, bail, ensure};
use engine::export::{
    Cell as ChartCell, ChartDocument, FigureDocument, MatrixDocument, Setting, TraceDocument,
};
use engine::{
    Axis, Cell, Edit, EncodingKind, MaskKind, Matrix, MatrixName, Origin, Request, Response,
    Settings, Target, Trace, run,
};
use jsonschema::Validator;
use ndarray::array;
use serde_json::{Value, json};

fn schema() -> Result<Validator> {
    let schema = include_str!("../../www/export.schema.json");
    Ok(jsonschema::validator_for(&serde_json::from_str(schema)?)?)
}

fn check(schema: &Validator, document: &Value) -> Result<()> {
    let errors: Vec<_> = schema.iter_errors(document).map(|error| error.to_string()).collect();
    ensure!(errors.is_empty(), "{}\n{document:#}", errors.join("\n"));
    Ok(())
}

/// The number that a document says.
fn number(value: &Value) -> Result<f64> {
    match value {
        Value::String(text) => Ok(text.parse()?),
        value => value.as_f64().with_context(|| format!("{value} is no number")),
    }
}

/// Whether a document holds a matrix to the last bit.
fn holds(document: &Value, matrix: &Matrix) -> Result<()> {
    let rows = document["values"].as_array().context("no values")?;
    ensure!(rows.len() == matrix.values.nrows());
    for (row, values) in rows.iter().zip(matrix.values.rows()) {
        let row = row.as_array().context("no row")?;
        ensure!(row.len() == values.len());
        for (given, value) in row.iter().zip(values) {
            let given = number(given)? as f32;
            let same = given == *value || given.is_nan() && value.is_nan();
            ensure!(same, "{given}, not {value}");
        }
    }
    Ok(())
}

fn traces() -> Result<Vec<Trace>> {
    let cell = |matrix, head, value| Edit {
        target: Target::Cell(Cell { matrix, head, row: 0, column: 0 }),
        value,
    };
    let word = Target::Embedding { word: "dog".into(), dimension: 1 };
    let edits = vec![
        cell(MatrixName::Mask, None, f32::NEG_INFINITY),
        cell(MatrixName::Keys, Some(1), 0.1),
        Edit { target: word, value: -1e-7 },
    ];
    let mut all = vec![
        Settings { text: String::new(), ..Settings::default() },
        Settings { text: "quoted \" \\ \u{0} 🐕".into(), ..Settings::default() },
        Settings { mask: MaskKind::Causal, edits, ..Settings::default() },
    ];
    for encoding in EncodingKind::ALL {
        all.push(Settings { encoding, mask: MaskKind::Custom, ..Settings::default() });
    }
    let trace = |settings| match run(&Request::Attention(settings))? {
        Response::Attention(trace) => Ok(trace),
        _ => bail!("another answer"),
    };
    all.into_iter().map(trace).collect()
}

#[test]
fn a_trace_is_whole() -> Result<()> {
    let schema = schema()?;
    for trace in traces()? {
        let document = serde_json::to_value(TraceDocument(&trace))?;
        check(&schema, &document)?;
        let matrices = document["matrices"].as_array().context("no matrices")?;
        ensure!(matrices.len() == trace.matrices.len());
        for (document, matrix) in matrices.iter().zip(&trace.matrices) {
            ensure!(document["name"] == matrix.name.name());
            holds(document, matrix)?;
        }
        ensure!(document["settings"]["text"] == trace.settings.text.as_str());
        ensure!(document["empty_rows"] == serde_json::to_value(&trace.empty_rows)?);
    }
    Ok(())
}

/// A matrix with all that a number can be.
fn odd_matrix() -> Matrix {
    Matrix {
        name: MatrixName::Weights,
        head: Some(1),
        values: array![
            [f32::NEG_INFINITY, f32::INFINITY, f32::NAN],
            [0.1, -0.0, f32::MIN_POSITIVE]
        ],
        rows: Axis::Tokens,
        columns: Axis::Dimensions,
        origin: Origin::Trained,
        edited: vec![(1, 0)],
    }
}

#[test]
fn infinities_survive() -> Result<()> {
    let matrix = odd_matrix();
    let document = serde_json::to_value(MatrixDocument(&matrix))?;
    ensure!(document["values"][0] == json!(["-Infinity", "Infinity", "NaN"]));
    ensure!(document["values"][1][0] == json!(f64::from(0.1_f32)), "the very number");
    holds(&document, &matrix)
}

#[test]
fn figures_and_charts_are_as_described() -> Result<()> {
    let schema = schema()?;
    let matrix = odd_matrix();
    let settings = [
        Setting { key: "text", values: vec!["dog bites man".into()] },
        Setting { key: "edit", values: vec!["one".into(), "two".into()] },
        Setting { key: "hide", values: vec![] },
    ];
    let words = ["dog".to_owned(), "bites".to_owned()];
    let figure = serde_json::to_value(FigureDocument {
        title: "attention weights, head 1",
        origin: "Computed.",
        row_labels: &words,
        column_labels: &words,
        matrix: &matrix,
        settings: &settings,
    })?;
    check(&schema, &figure)?;
    ensure!(figure["settings"]["text"] == "dog bites man");
    ensure!(figure["settings"]["edit"] == json!(["one", "two"]));
    holds(&figure["matrix"], &matrix)?;

    let rows = [
        vec![ChartCell::Number(0.1), ChartCell::Number(f64::NAN)],
        vec![ChartCell::Text("dog".into()), ChartCell::Nothing],
    ];
    let columns = ["tokens".to_owned(), "full".to_owned()];
    let chart =
        ChartDocument { title: "time", columns: &columns, rows: &rows, settings: &settings };
    let chart = serde_json::to_value(chart)?;
    check(&schema, &chart)?;
    ensure!(chart["rows"] == json!([[0.1, "NaN"], ["dog", null]]));
    Ok(())
}

#[test]
fn the_description_refuses_what_it_does_not_describe() -> Result<()> {
    let schema = schema()?;
    let trace = traces()?.pop().context("no trace")?;
    let good = serde_json::to_value(TraceDocument(&trace))?;
    for (pointer, wrong) in [
        ("/format", json!("another")),
        ("/matrices/0/values/0/0", json!(null)),
        ("/matrices/0/origin", json!("guessed")),
        ("/settings/heads", json!("2")),
    ] {
        let mut document = good.clone();
        *document.pointer_mut(pointer).context("no such place")? = wrong;
        ensure!(check(&schema, &document).is_err(), "{pointer}");
    }
    Ok(())
}
