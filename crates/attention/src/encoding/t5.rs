//! A bias on the scores for each bucket of distances.

use std::ops::Range;

use ndarray::{Array2, Array3};

use super::Encoding;
use crate::AttentionError;
use crate::error::check_size;

pub(super) const NAME: &str = "t5";

/// Relative position bias (Raffel et al. 2020, section 2.1): the distance from query to key
/// falls into a bucket, and what a table holds for that bucket and head is added to the score.
///
/// T5 itself does not divide the scores by √d_k.
///
/// ```
/// use attention::encoding::{Encoding, T5};
/// use ndarray::{Array2, s};
///
/// let table = Array2::from_shape_fn((32, 2), |(bucket, head)| (100 * head + bucket) as f32);
/// let bias = T5::new(table).bias(2, 0..3, 3)?.unwrap_or_default();
/// assert_eq!(bias.slice(s![0, 1, ..]).to_vec(), [1.0, 0.0, 17.0]);
/// assert_eq!(bias.slice(s![1, 1, ..]).to_vec(), [101.0, 100.0, 117.0]);
/// # Ok::<(), attention::AttentionError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct T5 {
    /// `[buckets, heads]`.
    pub table: Array2<f32>,
    /// Whether keys after the query have buckets of their own, as in the encoder; if not, they
    /// all fall into bucket 0, as in the decoder, where a mask hides them.
    pub bidirectional: bool,
    /// From this distance on, all share the last bucket.
    pub max_distance: usize,
}

impl T5 {
    /// The bias of T5's encoder: bidirectional, the logarithm laid out to 128. (The last bucket
    /// begins before: of 16 each way, at 91.)
    ///
    /// ```
    /// use attention::encoding::T5;
    /// let t5 = T5::new(ndarray::Array2::zeros((32, 8)));
    /// assert_eq!((t5.bidirectional, t5.max_distance), (true, 128));
    /// ```
    pub fn new(table: Array2<f32>) -> Self {
        Self { table, bidirectional: true, max_distance: 128 }
    }

    /// How distances fall into the rows of the table.
    ///
    /// ```
    /// use attention::encoding::{Buckets, T5};
    /// assert_eq!(T5::new(ndarray::Array2::zeros((32, 8))).buckets(), Buckets::default());
    /// ```
    pub fn buckets(&self) -> Buckets {
        Buckets {
            count: self.table.nrows(),
            max_distance: self.max_distance,
            bidirectional: self.bidirectional,
        }
    }
}

impl Encoding for T5 {
    fn name(&self) -> &'static str {
        NAME
    }

    fn bias(
        &self,
        heads: usize,
        queries: Range<usize>,
        n_k: usize,
    ) -> Result<Option<Array3<f32>>, AttentionError> {
        let buckets = self.buckets();
        buckets.check()?;
        if self.table.ncols() != heads {
            let needed = format!("[buckets, {heads}]");
            return Err(AttentionError::shape(NAME, "table", self.table.shape(), needed));
        }
        let shape = (heads, queries.len(), n_k);
        check_size(NAME, "bias", &[shape.0, shape.1, shape.2])?;
        Ok(Some(Array3::from_shape_fn(shape, |(head, i, j)| {
            self.table[[buckets.bucket_of(queries.start + i, j), head]]
        })))
    }
}

/// How distances fall into buckets: each small distance has its own, larger ones share buckets
/// that widen logarithmically. The default is that of T5's encoder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Buckets {
    /// How many there are in all, at least 2; if bidirectional, an even number, at least 4.
    pub count: usize,
    /// From this distance on, all share the last bucket. More than half of the buckets of one
    /// direction, which are the exact ones.
    pub max_distance: usize,
    /// Whether keys after the query have the upper half of the buckets; if not, they all fall
    /// into bucket 0.
    pub bidirectional: bool,
}

impl Default for Buckets {
    fn default() -> Self {
        Self { count: 32, max_distance: 128, bidirectional: true }
    }
}

impl Buckets {
    /// The bucket of a query at one position and a key at another.
    ///
    /// # Errors
    /// [`AttentionError::Value`] if count or max_distance are out of their range.
    ///
    /// ```
    /// use attention::encoding::Buckets;
    ///
    /// let buckets = Buckets::default();
    /// let before = [0, 1, 7, 8, 12, 127, 1000].map(|distance| buckets.bucket(1000, 1000 - distance));
    /// assert_eq!(before.map(Result::ok), [0, 1, 7, 8, 9, 15, 15].map(Some));
    /// assert_eq!(buckets.bucket(0, 1)?, 17); // after the query: 16 more
    /// # Ok::<(), attention::AttentionError>(())
    /// ```
    pub fn bucket(&self, query: usize, key: usize) -> Result<usize, AttentionError> {
        self.check()?;
        Ok(self.bucket_of(query, key))
    }

    /// The bucket of each query (row) and key (column) of a sentence, `[length, length]`.
    ///
    /// # Errors
    /// As [`Buckets::bucket`]; [`AttentionError::Shape`] if the table would be too large.
    ///
    /// ```
    /// use ndarray::array;
    /// let table = attention::encoding::Buckets::default().table(3)?;
    /// assert_eq!(table, array![[0, 17, 18], [1, 0, 17], [2, 1, 0]]);
    /// # Ok::<(), attention::AttentionError>(())
    /// ```
    pub fn table(&self, length: usize) -> Result<Array2<usize>, AttentionError> {
        self.check()?;
        check_size(NAME, "buckets", &[length, length])?;
        Ok(Array2::from_shape_fn((length, length), |(query, key)| self.bucket_of(query, key)))
    }

    fn bucket_of(&self, query: usize, key: usize) -> usize {
        let after = key > query;
        match (self.bidirectional, after) {
            (true, true) => self.per_direction() + self.one_way(key - query),
            (false, true) => 0,
            (_, false) => self.one_way(query - key),
        }
    }

    /// The bucket of a distance among those of its direction.
    fn one_way(&self, distance: usize) -> usize {
        let count = self.per_direction();
        let exact = count / 2;
        if distance < exact {
            return distance;
        }
        let ratio = |n: usize| (n as f64 / exact as f64).ln();
        let step = ratio(distance) / ratio(self.max_distance) * (count - exact) as f64;
        exact.saturating_add(step as usize).min(count - 1)
    }

    fn per_direction(&self) -> usize {
        if self.bidirectional { self.count / 2 } else { self.count }
    }

    fn check(&self) -> Result<(), AttentionError> {
        let (least, step) = if self.bidirectional { (4, 2) } else { (2, 1) };
        if self.count < least || !self.count.is_multiple_of(step) {
            let needed = format!("at least {least} and a multiple of {step}");
            return Err(AttentionError::value(NAME, "buckets", self.count, needed));
        }
        let exact = self.per_direction() / 2;
        if self.max_distance <= exact {
            let needed = format!("more than the {exact} distances with a bucket of their own");
            return Err(AttentionError::value(NAME, "max_distance", self.max_distance, needed));
        }
        Ok(())
    }
}
