//! Traces, matrices and charts as documents.

use ndarray::ArrayView1;
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use crate::{
    Axis, EncodingKind, MaskKind, Matrix, Origin, Settings, Target, Token, TokenizerKind, Trace,
    Weights,
};

/// Counts the changes of the documents after which a reader must look again.
const VERSION: u32 = 1;

/// A number that survives JSON, which knows neither infinities nor NaN: those are the texts
/// `"Infinity"`, `"-Infinity"` and `"NaN"`, which every language's parser of numbers reads.
///
/// ```
/// use engine::export::Number;
/// let numbers = [0.5, f64::NEG_INFINITY].map(Number);
/// assert_eq!(serde_json::to_string(&numbers).unwrap(), r#"[0.5,"-Infinity"]"#);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number(
    /// The number.
    pub f64,
);

impl From<f32> for Number {
    /// The very same number: every `f32` is an `f64` too.
    fn from(value: f32) -> Self {
        Self(value.into())
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            value if value.is_finite() => serializer.serialize_f64(value),
            value if value.is_nan() => serializer.serialize_str("NaN"),
            value if value > 0.0 => serializer.serialize_str("Infinity"),
            _ => serializer.serialize_str("-Infinity"),
        }
    }
}

/// A whole trace: what was asked, the tokens, and every matrix.
#[derive(Clone, Copy, Debug)]
pub struct TraceDocument<'a>(
    /// The trace.
    pub &'a Trace,
);

impl Serialize for TraceDocument<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let trace = self.0;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("format", "attention-lab trace")?;
        map.serialize_entry("version", &VERSION)?;
        map.serialize_entry("settings", &AsAsked(&trace.settings))?;
        map.serialize_entry("tokens", &List(|| trace.tokens.iter().map(Spelled)))?;
        map.serialize_entry("total_tokens", &trace.total_tokens)?;
        map.serialize_entry("d_k", &trace.d_k)?;
        map.serialize_entry("empty_rows", &trace.empty_rows)?;
        map.serialize_entry("matrices", &List(|| trace.matrices.iter().map(MatrixDocument)))?;
        map.end()
    }
}

/// One matrix of a trace, or by itself.
#[derive(Clone, Copy, Debug)]
pub struct MatrixDocument<'a>(
    /// The matrix.
    pub &'a Matrix,
);

impl Serialize for MatrixDocument<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let matrix = self.0;
        let axis = |axis| match axis {
            Axis::Tokens => "tokens",
            Axis::Dimensions => "dimensions",
        };
        let origin = match matrix.origin {
            Origin::Invented => "invented",
            Origin::Untrained => "untrained",
            Origin::Trained | Origin::TrainedHere => "trained",
            Origin::Formula => "formula",
            Origin::Computed => "computed",
        };
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("name", matrix.name.name())?;
        map.serialize_entry("head", &matrix.head)?;
        map.serialize_entry("rows", axis(matrix.rows))?;
        map.serialize_entry("columns", axis(matrix.columns))?;
        map.serialize_entry("shape", &[matrix.values.nrows(), matrix.values.ncols()])?;
        map.serialize_entry("origin", origin)?;
        map.serialize_entry("edited", &matrix.edited)?;
        map.serialize_entry("values", &List(|| matrix.values.rows().into_iter().map(Row)))?;
        map.end()
    }
}

/// What the page's address says of one key: one text, or several where the key stands there
/// several times.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The key.
    pub key: &'static str,
    /// Its values.
    pub values: Vec<String>,
}

/// A heatmap: its matrix, with what the page says of it.
#[derive(Clone, Copy, Debug)]
pub struct FigureDocument<'a> {
    /// What the page calls it.
    pub title: &'a str,
    /// Where its numbers come from, in words.
    pub origin: &'a str,
    /// What its rows are called.
    pub row_labels: &'a [String],
    /// What its columns are called.
    pub column_labels: &'a [String],
    /// The numbers.
    pub matrix: &'a Matrix,
    /// What decides them.
    pub settings: &'a [Setting],
}

impl Serialize for FigureDocument<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("format", "attention-lab figure")?;
        map.serialize_entry("version", &VERSION)?;
        map.serialize_entry("title", self.title)?;
        map.serialize_entry("origin", self.origin)?;
        map.serialize_entry("row_labels", self.row_labels)?;
        map.serialize_entry("column_labels", self.column_labels)?;
        map.serialize_entry("matrix", &MatrixDocument(self.matrix))?;
        map.serialize_entry("settings", &InAddress(self.settings))?;
        map.end()
    }
}

/// A cell of a chart's table.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// A text, such as a word.
    Text(String),
    /// A number.
    Number(f64),
    /// Nothing: this line has no point there.
    Nothing,
}

impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Number(number) => Number(*number).serialize(serializer),
            // Not as an absent option, which some serializers leave out or write otherwise.
            Self::Nothing => None::<f64>.serialize(serializer),
        }
    }
}

/// A chart: the points that it draws, as a table.
#[derive(Clone, Copy, Debug)]
pub struct ChartDocument<'a> {
    /// What the page calls it.
    pub title: &'a str,
    /// What each column is.
    pub columns: &'a [String],
    /// The rows.
    pub rows: &'a [Vec<Cell>],
    /// What decides them.
    pub settings: &'a [Setting],
}

impl Serialize for ChartDocument<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("format", "attention-lab chart")?;
        map.serialize_entry("version", &VERSION)?;
        map.serialize_entry("title", self.title)?;
        map.serialize_entry("columns", self.columns)?;
        map.serialize_entry("rows", self.rows)?;
        map.serialize_entry("settings", &InAddress(self.settings))?;
        map.end()
    }
}

/// Settings as an object with a member for each key.
struct InAddress<'a>(&'a [Setting]);

impl Serialize for InAddress<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for Setting { key, values } in self.0 {
            match values.as_slice() {
                [value] => map.serialize_entry(key, value)?,
                values => map.serialize_entry(key, values)?,
            }
        }
        map.end()
    }
}

/// The settings of a layer, by the names that the address uses.
struct AsAsked<'a>(&'a Settings);

impl Serialize for AsAsked<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let settings = self.0;
        let tokens = match settings.tokenizer {
            TokenizerKind::Words => "words",
            TokenizerKind::Characters => "characters",
        };
        let mask = match settings.mask {
            MaskKind::None => "none",
            MaskKind::Causal => "causal",
            MaskKind::Custom => "custom",
        };
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("text", &settings.text)?;
        map.serialize_entry("tokens", tokens)?;
        map.serialize_entry("encoding", EncodingKind::name(settings.encoding))?;
        map.serialize_entry("mask", mask)?;
        map.serialize_entry("heads", &settings.heads)?;
        map.serialize_entry("d_model", &settings.d_model)?;
        map.serialize_entry("seed", &settings.seed)?;
        if let Weights::Trained { model, layer } = &settings.weights {
            map.serialize_entry("trained", model)?;
            map.serialize_entry("layer", layer)?;
        }
        map.serialize_entry("scale", &settings.scale)?;
        map.serialize_entry("temperature", &Number::from(settings.temperature))?;
        map.serialize_entry("edits", &List(|| settings.edits.iter().map(Changed)))?;
        map.end()
    }
}

/// One changed cell.
struct Changed<'a>(&'a crate::Edit);

impl Serialize for Changed<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        match &self.0.target {
            Target::Embedding { word, dimension } => {
                map.serialize_entry("word", word)?;
                map.serialize_entry("dimension", dimension)?;
            }
            Target::Cell(cell) => {
                map.serialize_entry("matrix", cell.matrix.name())?;
                map.serialize_entry("head", &cell.head)?;
                map.serialize_entry("row", &cell.row)?;
                map.serialize_entry("column", &cell.column)?;
            }
        }
        map.serialize_entry("value", &Number::from(self.0.value))?;
        map.end()
    }
}

/// One token.
struct Spelled<'a>(&'a Token);

impl Serialize for Spelled<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("text", &self.0.text)?;
        map.serialize_entry("start", &self.0.start)?;
        map.serialize_entry("end", &self.0.end)?;
        map.end()
    }
}

/// One row of a matrix.
struct Row<'a>(ArrayView1<'a, f32>);

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        List(|| self.0.iter().copied().map(Number::from)).serialize(serializer)
    }
}

/// All that a function gives, one after the other.
struct List<F>(F);

impl<F, I> Serialize for List<F>
where
    F: Fn() -> I,
    I: Iterator,
    I::Item: Serialize,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut items = serializer.serialize_seq(None)?;
        for item in (self.0)() {
            items.serialize_element(&item)?;
        }
        items.end()
    }
}
