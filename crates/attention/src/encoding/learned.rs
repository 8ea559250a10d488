//! A table of trained vectors added to the embeddings.

use ndarray::{Array2, s};

use super::Encoding;
use crate::AttentionError;

pub(super) const NAME: &str = "learned";

/// One vector for each position, from a table given from outside (Gehring et al. 2017, section
/// 3.1; so in BERT and GPT-2). Beyond the table's end there is nothing.
///
/// ```
/// use attention::encoding::{Encoding, Learned};
/// use ndarray::array;
///
/// let learned = Learned { table: array![[0.1, 0.2], [0.3, 0.4]] };
/// assert_eq!(learned.added(1, 2)?, Some(array![[0.1, 0.2]]));
/// assert!(learned.added(3, 2).is_err());
/// # Ok::<(), attention::AttentionError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Learned {
    /// `[length, d_model]`.
    pub table: Array2<f32>,
}

impl Encoding for Learned {
    fn name(&self) -> &'static str {
        NAME
    }

    fn added(&self, length: usize, d_model: usize) -> Result<Option<Array2<f32>>, AttentionError> {
        if self.table.nrows() < length || self.table.ncols() != d_model {
            let needed = format!("[at least {length}, {d_model}]");
            return Err(AttentionError::shape(NAME, "table", self.table.shape(), needed));
        }
        Ok(Some(self.table.slice(s![..length, ..]).to_owned()))
    }
}
