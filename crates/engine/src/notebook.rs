//! Collecting the matrices of a layer as they are computed.

use ndarray::{Array2, Array3, Axis as NdAxis};

use crate::{Axis, Edit, Matrix, MatrixName, Origin, edits};

/// The matrices so far. Whatever is written down gets the learner's edits first and is
/// handed back with them, so that everything computed from it follows.
pub(crate) struct Notebook<'a> {
    edits: &'a [Edit],
    matrices: Vec<Matrix>,
}

impl<'a> Notebook<'a> {
    pub(crate) fn new(edits: &'a [Edit]) -> Self {
        Self { edits, matrices: Vec::new() }
    }

    /// Writes down a matrix that belongs to no head.
    pub(crate) fn write(
        &mut self,
        name: MatrixName,
        origin: Origin,
        mut values: Array2<f32>,
    ) -> Array2<f32> {
        let edited = edits::apply(self.edits, name, None, &mut values.view_mut());
        self.push(name, None, origin, values.clone(), edited);
        values
    }

    /// Writes down a matrix of every head, [heads, rows, columns].
    pub(crate) fn write_heads(
        &mut self,
        name: MatrixName,
        origin: Origin,
        mut values: Array3<f32>,
    ) -> Array3<f32> {
        for (head, mut of_head) in values.axis_iter_mut(NdAxis(0)).enumerate() {
            let edited = edits::apply(self.edits, name, Some(head), &mut of_head);
            self.push(name, Some(head), origin, of_head.to_owned(), edited);
        }
        values
    }

    /// Writes down the embeddings, [tokens, d_model], whose edits belong to words.
    pub(crate) fn write_embeddings<'t>(
        &mut self,
        words: impl Iterator<Item = &'t str> + Clone,
        origin: Origin,
        mut values: Array2<f32>,
    ) -> Array2<f32> {
        let edited = edits::apply_to_words(self.edits, words, &mut values.view_mut());
        self.push(MatrixName::Embeddings, None, origin, values.clone(), edited);
        values
    }

    /// All matrices in the order of their names, which is that of the layer's steps, and of
    /// their heads.
    pub(crate) fn into_matrices(self) -> Vec<Matrix> {
        self.matrices
    }

    fn push(
        &mut self,
        name: MatrixName,
        head: Option<usize>,
        origin: Origin,
        values: Array2<f32>,
        edited: Vec<(usize, usize)>,
    ) {
        let (rows, columns) = axes(name);
        // Kept in order as they come: most come last, and the page is spared a sort.
        let at = self.matrices.partition_point(|m| (m.name, m.head) < (name, head));
        let matrix = Matrix { name, head, values, rows, columns, origin, edited };
        self.matrices.insert(at, matrix);
    }
}

/// What the rows and the columns of a matrix stand for.
fn axes(name: MatrixName) -> (Axis, Axis) {
    use MatrixName as M;
    match name {
        M::QueryWeights | M::KeyWeights | M::ValueWeights | M::OutputWeights => {
            (Axis::Dimensions, Axis::Dimensions)
        }
        M::NormGain | M::NormBias => (Axis::Dimensions, Axis::Dimensions),
        M::QueryBias | M::KeyBias | M::ValueBias | M::OutputBias => {
            (Axis::Dimensions, Axis::Dimensions)
        }
        M::PositionBias | M::Scores | M::Scaled | M::Mask | M::Masked | M::Weights => {
            (Axis::Tokens, Axis::Tokens)
        }
        _ => (Axis::Tokens, Axis::Dimensions),
    }
}
