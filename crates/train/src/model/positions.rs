//! How the positions reach the model, for sequences up to some length.

use std::sync::Arc;

use attention::encoding::{ALL, Buckets, Rope, Tables};
use models::transformer::BUCKETS;
use ndarray::{Array2, Array3};

use crate::{Family, ModelConfig, Rotation, TrainError};

/// What an encoding works with, computed once for all sequences up to a length.
#[derive(Clone, Debug)]
pub(crate) struct Positions {
    /// Of the only stack of blocks, or of the encoder's.
    pub(super) hook: Hook,
    /// Of the decoder's, where there are both.
    pub(super) decoder: Hook,
    length: usize,
}

#[derive(Clone, Debug)]
pub(super) enum Hook {
    None,
    /// Vectors that are added to the embeddings, `[length, d_model]`.
    Added(Array2<f32>),
    /// The parameter that is added to the embeddings.
    Learned,
    /// Queries and keys are turned.
    Rotated(Arc<Rotation>),
    /// Numbers that are added to the scores.
    Biased(Arc<Array3<f32>>),
    /// The parameter that is added to the scores, by these buckets.
    Bucketed(Arc<Array2<usize>>),
}

impl Positions {
    pub(crate) fn new(config: &ModelConfig, length: usize) -> Result<Self, TrainError> {
        let decoder = match config.family {
            Family::EncoderDecoder => Hook::new(config, length, false)?,
            Family::Encoder | Family::Decoder => Hook::None,
        };
        Ok(Self { hook: Hook::new(config, length, true)?, decoder, length })
    }

    /// Makes sure that sequences of this length are covered.
    pub(crate) fn cover(&mut self, config: &ModelConfig, length: usize) -> Result<(), TrainError> {
        if length > self.length {
            *self = Self::new(config, length)?;
        }
        Ok(())
    }
}

impl Hook {
    fn new(config: &ModelConfig, length: usize, bidirectional: bool) -> Result<Self, TrainError> {
        match config.encoding {
            "learned" => return Ok(Self::Learned),
            "t5" => {
                let buckets = Buckets { count: BUCKETS, bidirectional, ..Buckets::default() };
                return Ok(Self::Bucketed(buckets.table(length)?.into()));
            }
            // By name, for what is asked of it here are the tables of its rotations.
            "rope" => {
                let rotation = Rotation::new(&Rope::default(), length, config.d_k())?;
                return Ok(Self::Rotated(rotation.into()));
            }
            _ => {}
        }
        let Some(entry) = ALL.iter().find(|entry| entry.name == config.encoding) else {
            return Ok(Self::None);
        };
        let none = || Array2::zeros((0, 0));
        let encoding = (entry.build)(Tables { positions: none(), buckets: none() });
        if let Some(added) = encoding.added(length, config.d_model)? {
            return Ok(Self::Added(added));
        }
        let bias = encoding.bias(config.heads, 0..length, length)?;
        Ok(bias.map_or(Self::None, |bias| Self::Biased(bias.into())))
    }
}
