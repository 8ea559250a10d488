//! What an encoding says about positions, without any sentence: its numbers, how alike it
//! makes two positions, and what its authors claim, measured.
//!
//! Each encoding has a file of its own here and an arm in [`survey`].

mod added;
mod alibi;
mod chance;
mod compare;
mod rope;
mod sinusoidal;
mod t5;

use models::Shape;
use ndarray::Array2;
use serde::{Deserialize, Serialize};

use crate::{Axis, EncodingKind, EngineError, Matrix, MatrixName, Origin, Settings, settings};

pub use chance::Chance;
pub(crate) use chance::root_mean_square;
pub(crate) use compare::compare;
pub use compare::{Comparison, Largest};
pub use rope::{Rotations, Turned};
pub use sinusoidal::{Rotation, Sinusoids};

/// The most positions that one survey looks at.
pub const MAX_POSITIONS: usize = 128;

/// What to look at in an encoding. Of the settings only the encoding, `d_model`, the heads
/// and the seed count.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Survey {
    /// The encoding and the layer it is for.
    pub settings: Settings,
    /// How many positions, from 0: 1 to [`MAX_POSITIONS`].
    pub length: usize,
    /// What the wavelengths of sinusoids and RoPE grow towards, in units of 2π positions.
    pub base: f32,
    /// The column whose wave is wanted, from 0.
    pub dimension: usize,
    /// The position that is compared with another one; RoPE's key stands here.
    pub position: usize,
    /// How far after it the other one is (before it, if negative); RoPE's query stands
    /// there.
    pub shift: i32,
    /// Which dimensions RoPE turns together.
    pub pairing: Pairing,
    /// Whether T5 has buckets of their own for keys after the query.
    pub bidirectional: bool,
}

impl Default for Survey {
    fn default() -> Self {
        Self {
            settings: Settings::default(),
            length: 32,
            base: 10_000.0,
            dimension: 2,
            position: 4,
            shift: 3,
            pairing: Pairing::Interleaved,
            bidirectional: true,
        }
    }
}

impl Survey {
    /// Where the other position is, if it is one of those looked at.
    pub(crate) fn shifted(&self) -> Option<usize> {
        let to = self.position.checked_add_signed(self.shift as isize)?;
        (to < self.length).then_some(to)
    }

    /// Checks the question; gives the other position and the shape of the layer.
    fn check(&self) -> Result<(usize, Shape), EngineError> {
        let &Self { length, base, dimension, position, shift, .. } = self;
        let shape = settings::shape(&self.settings)?;
        if !(1..=MAX_POSITIONS).contains(&length) {
            return Err(EngineError::Positions { length });
        }
        if !(base.is_finite() && base > 0.0) {
            return Err(EngineError::Base { base });
        }
        if dimension >= shape.d_model() {
            return Err(EngineError::Dimension { dimension, d_model: shape.d_model() });
        }
        match self.shifted().filter(|_| position < length) {
            Some(to) => Ok((to, shape)),
            None => Err(EngineError::Place { position, shift, length }),
        }
    }
}

/// Which dimensions of a query or a key RoPE takes as one point in a plane.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Pairing {
    /// 2i and 2i + 1 (Su et al. 2021, equation 15).
    #[default]
    Interleaved,
    /// i and i + d ÷ 2, as common implementations of LLaMA have it.
    HalfSplit,
}

impl From<Pairing> for attention::encoding::Convention {
    fn from(pairing: Pairing) -> Self {
        match pairing {
            Pairing::Interleaved => Self::Interleaved,
            Pairing::HalfSplit => Self::HalfSplit,
        }
    }
}

/// What there is to see in an encoding.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Positions {
    /// The encoding's own matrices: `encoding` where it adds vectors, `buckets` and
    /// `bias-table` for T5, `position-bias` of each head where it biases scores, and for all
    /// others `similarity`, [length, length]: how alike two positions are.
    pub matrices: Vec<Matrix>,
    /// What only this encoding has.
    pub detail: Detail,
}

impl Positions {
    /// The matrix of that name; `head` is ignored for one that belongs to no head.
    ///
    /// ```
    /// use engine::{MatrixName, Request, Response, Survey, run};
    ///
    /// let Response::Positions(seen) = run(&Request::Positions(Survey::default()))? else {
    ///     unreachable!()
    /// };
    /// let table = seen.matrix(MatrixName::Encoding, 0).unwrap();
    /// assert_eq!(table.values.dim(), (32, 8));
    /// assert_eq!(table.get(1, 0), Some(1f32.sin()));
    /// # Ok::<(), engine::EngineError>(())
    /// ```
    pub fn matrix(&self, name: MatrixName, head: usize) -> Option<&Matrix> {
        self.matrices.iter().find(|m| m.name == name && m.head.is_none_or(|h| h == head))
    }
}

/// What only one encoding has.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Detail {
    /// Nothing more than matrices (none).
    Plain,
    /// How alike the rows of an untrained table are by chance.
    Learned(Chance),
    /// Waves and rotations.
    Sinusoidal(Sinusoids),
    /// Turned queries and keys.
    Rope(Rotations),
    /// The slope of each head, [heads].
    Alibi(Vec<f32>),
    /// The bucket of each distance from query to key (negative: the key stands after it),
    /// in order.
    T5(Vec<(i32, usize)>),
}

/// Works out what there is to see.
pub(crate) fn survey(survey: &Survey) -> Result<Positions, EngineError> {
    let (to, shape) = survey.check()?;
    match survey.settings.encoding {
        EncodingKind::None => added::none(survey),
        EncodingKind::Sinusoidal => sinusoidal::survey(survey, to),
        EncodingKind::Learned => added::learned(survey),
        EncodingKind::Rope => rope::survey(survey, to, shape),
        EncodingKind::Alibi => alibi::survey(survey, shape),
        EncodingKind::T5 => t5::survey(survey, shape),
    }
}

/// A matrix whose rows and columns are numbered.
fn numbered(name: MatrixName, head: Option<usize>, origin: Origin, values: Array2<f32>) -> Matrix {
    Matrix::new(name, head, [Axis::Dimensions, Axis::Dimensions], origin, values)
}
