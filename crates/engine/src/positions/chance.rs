//! What chance alone makes of a table of random rows.

use ndarray::Array2;
use serde::{Deserialize, Serialize};

/// Beyond this cosine, in either direction, two rows count as alike: 60° or less apart, or as
/// nearly opposite.
const ALIKE: f32 = 0.5;

/// How large the numbers of an untrained table are, and how alike its rows are by chance.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Chance {
    /// The root mean square of the table.
    pub size: f32,
    /// How many pairs of different rows there are.
    pub pairs: usize,
    /// The root mean square of their cosines; independent rows of d normal numbers make it
    /// about 1 / √d.
    pub cosine: f32,
    /// The part of them whose cosine lies beyond ±0.5.
    pub alike: f32,
}

impl Chance {
    /// Of a table, [n, d], and the cosines of its rows, [n, n].
    pub(super) fn of(table: &Array2<f32>, cosines: &Array2<f32>) -> Self {
        let different =
            cosines.indexed_iter().filter(|((i, j), _)| i < j).map(|(_, cosine)| cosine);
        let different: Vec<f32> = different.copied().collect();
        let pairs = different.len();
        let alike = different.iter().filter(|cosine| cosine.abs() > ALIKE).count();
        Self {
            size: root_mean_square(table.iter()),
            pairs,
            cosine: root_mean_square(different.iter()),
            alike: alike as f32 / pairs.max(1) as f32,
        }
    }
}

/// The root of the mean square of some numbers; 0 of none.
pub(crate) fn root_mean_square<'a>(values: impl ExactSizeIterator<Item = &'a f32>) -> f32 {
    let count = values.len().max(1) as f32;
    (values.map(|x| x * x).sum::<f32>() / count).sqrt()
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::Chance;

    #[test]
    fn each_pair_of_different_rows_counts_once() {
        let table = array![[3.0, 0.0], [0.0, 4.0], [-3.0, 0.0]];
        let cosines = array![[1.0, 0.0, -1.0], [0.0, 1.0, 0.0], [-1.0, 0.0, 1.0]];
        let chance = Chance::of(&table, &cosines);
        assert_eq!((chance.pairs, chance.alike), (3, 1.0 / 3.0));
        assert_eq!(chance.cosine, (1.0_f32 / 3.0).sqrt());
        assert_eq!(chance.size, (34.0_f32 / 6.0).sqrt());
    }
}
