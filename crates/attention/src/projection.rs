//! From tokens to vectors, from vectors to queries, keys and values, and heads back into one.

use ndarray::{Array2, Array3, ArrayView1, ArrayView2, ArrayView3, Axis};

use crate::error::check_size;
use crate::{AttentionError, matmul};

/// The rows of a table that the ids name: `[n] -> [n, d_model]`, the table being
/// `[vocabulary, d_model]`.
///
/// # Errors
/// [`AttentionError::Value`] if an id is not below the vocabulary.
///
/// ```
/// use ndarray::array;
/// let table = array![[0.0, 0.1], [1.0, 1.1], [2.0, 2.1]];
/// assert_eq!(attention::embed(&[2, 0], table.view())?, array![[2.0, 2.1], [0.0, 0.1]]);
/// # Ok::<(), attention::AttentionError>(())
/// ```
pub fn embed(ids: &[usize], table: ArrayView2<f32>) -> Result<Array2<f32>, AttentionError> {
    let vocabulary = table.nrows();
    if let Some(id) = ids.iter().find(|&&id| id >= vocabulary) {
        let needed = format!("below {vocabulary}, the number of rows in the table");
        return Err(AttentionError::value("embed", "id", id, needed));
    }
    check_size("embed", "result", &[ids.len(), table.ncols()])?;
    Ok(table.select(Axis(0), ids))
}

/// A linear projection x · w + b: `[n, d_in] · [d_in, d_out] + [d_out] -> [n, d_out]`
/// (Vaswani et al. 2017, section 3.2.2), added as [`matmul`] adds, the bias last.
///
/// # Errors
/// [`AttentionError::Shape`] if the shapes don't fit together.
///
/// ```
/// use ndarray::array;
/// let (x, w, b) = (array![[1.0, 2.0]], array![[3.0], [4.0]], array![0.5]);
/// assert_eq!(attention::project(x.view(), w.view(), None)?, array![[11.0]]);
/// assert_eq!(attention::project(x.view(), w.view(), Some(b.view()))?, array![[11.5]]);
/// # Ok::<(), attention::AttentionError>(())
/// ```
pub fn project(
    x: ArrayView2<f32>,
    weights: ArrayView2<f32>,
    bias: Option<ArrayView1<f32>>,
) -> Result<Array2<f32>, AttentionError> {
    if weights.nrows() != x.ncols() {
        let needed = format!("[{}, d_out]", x.ncols());
        return Err(AttentionError::shape("project", "weights", weights.shape(), needed));
    }
    let mut y = matmul(x, weights)?; // [n, d_in] · [d_in, d_out] -> [n, d_out]
    if let Some(bias) = bias {
        if bias.len() != y.ncols() {
            let needed = format!("[{}]", y.ncols());
            return Err(AttentionError::shape("project", "bias", bias.shape(), needed));
        }
        y += &bias; // [n, d_out] + [d_out] -> [n, d_out]
    }
    Ok(y)
}

/// Cuts each vector into as many parts as there are heads: `[n, heads · d_k] -> [heads, n,
/// d_k]`. Head h gets the columns from h · d_k on.
///
/// # Errors
/// [`AttentionError::Shape`] if the number of heads is 0 or doesn't divide the width.
///
/// ```
/// use ndarray::array;
/// let heads = attention::split_heads(array![[1.0, 2.0, 3.0, 4.0]].view(), 2)?;
/// assert_eq!(heads, array![[[1.0, 2.0]], [[3.0, 4.0]]]);
/// # Ok::<(), attention::AttentionError>(())
/// ```
pub fn split_heads(x: ArrayView2<f32>, heads: usize) -> Result<Array3<f32>, AttentionError> {
    let (n, width) = x.dim();
    if heads == 0 || width % heads != 0 {
        let needed = format!("[n, d_model] with a d_model that {heads} heads divide");
        return Err(AttentionError::shape("split_heads", "x", x.shape(), needed));
    }
    let d_k = width / heads;
    Ok(Array3::from_shape_fn((heads, n, d_k), |(head, i, c)| x[[i, head * d_k + c]]))
}

/// Puts the heads' vectors side by side again: `[heads, n, d_v] -> [n, heads · d_v]`, the
/// inverse of [`split_heads`].
///
/// ```
/// use ndarray::array;
/// let joined = attention::merge_heads(array![[[1.0, 2.0]], [[3.0, 4.0]]].view());
/// assert_eq!(joined, array![[1.0, 2.0, 3.0, 4.0]]);
/// ```
pub fn merge_heads(x: ArrayView3<f32>) -> Array2<f32> {
    let (heads, n, d_v) = x.dim();
    Array2::from_shape_fn((n, heads * d_v), |(i, c)| x[[c / d_v, i, c % d_v]])
}
