//! Numbers that nobody has trained.
//!
//! They are drawn at random, but from a seed and from what they are for, so that the same
//! question always has the same numbers, on every machine. All are rounded to two decimals:
//! whoever redoes the arithmetic by hand types what is on the screen and loses nothing.

use ndarray::{Array1, Array2};
use rand_distr::{Distribution, StandardNormal, StandardUniform};
use rand_pcg::Pcg32;
use rand_seeder::Seeder;

/// What a matrix is for. Two of different use are drawn independently.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Use {
    /// W_Q.
    Query,
    /// W_K.
    Key,
    /// W_V.
    Value,
    /// W_O.
    Output,
    /// The table of a learned positional encoding.
    PositionTable,
    /// The table of T5's position bias.
    BiasTable,
    /// A sequence of vectors that no words belong to.
    Sequence,
    /// From the input of an RNN to its hidden state.
    RnnInput,
    /// From the hidden state of an RNN to the next one.
    RnnState,
    /// From the input of an LSTM to its gates; the head is the gate.
    LstmInput,
    /// From the hidden state of an LSTM to its gates; the head is the gate.
    LstmState,
}

impl Use {
    /// Goes into the seed in place of the variant itself, whose hash may differ between
    /// 32-bit and 64-bit machines.
    fn tag(self) -> u32 {
        self as u32
    }
}

/// The embedding of a word, [d_model]: independent numbers from N(0, 1).
///
/// It depends on the spelling and the seed alone, so that the same word has the same vector
/// wherever it stands, and its first numbers don't change when `d_model` does. Spellings
/// that differ in anything, be it only a capital letter, are strangers to each other.
///
/// ```
/// use models::invented::embedding;
///
/// let dog = embedding("dog", 1, 4);
/// assert_eq!(dog.to_vec(), [0.25, -1.83, 1.53, -2.07]);
/// assert_eq!(embedding("dog", 1, 2).to_vec(), [0.25, -1.83]);
/// assert_ne!(embedding("Dog", 1, 4), dog);
/// ```
pub fn embedding(spelling: &str, seed: u32, d_model: usize) -> Array1<f32> {
    // The text before the seed: a string's hash ends with a byte that no UTF-8 contains,
    // which keeps the words apart from the matrices below, whose key is numbers only.
    let mut rng = Seeder::from((spelling, seed)).into_rng();
    (0..d_model).map(|_| draw(&mut rng, 1.0)).collect()
}

/// The embeddings of several words, [words, d_model].
///
/// ```
/// use models::invented::{embedding, embeddings};
///
/// let words = embeddings(["dog", "bites", "dog"].into_iter(), 1, 4);
/// assert_eq!(words.dim(), (3, 4));
/// assert_eq!(words.row(0), embedding("dog", 1, 4));
/// assert_eq!(words.row(0), words.row(2));
/// ```
pub fn embeddings<'a>(
    spellings: impl ExactSizeIterator<Item = &'a str>,
    seed: u32,
    d_model: usize,
) -> Array2<f32> {
    let mut vectors = Array2::zeros((spellings.len(), d_model));
    for (mut row, spelling) in vectors.outer_iter_mut().zip(spellings) {
        row.assign(&embedding(spelling, seed, d_model));
    }
    vectors
}

/// A matrix, [rows, columns], of independent numbers from N(0, deviation²).
///
/// The number under a cell depends on the seed, the use, the head, its row and its column,
/// not on how large the matrix is: more columns or rows leave the others as they were
/// (up to `deviation`, by which all are multiplied).
///
/// ```
/// use models::invented::{Use, matrix};
///
/// let small = matrix(1, Use::Query, 0, (2, 2), 0.5);
/// assert_eq!(small, ndarray::array![[0.12, -0.63], [-0.73, -1.12]]);
/// let large = matrix(1, Use::Query, 0, (4, 8), 0.5);
/// assert_eq!(large.slice(ndarray::s![..2, ..2]), small);
/// ```
pub fn matrix(
    seed: u32,
    purpose: Use,
    head: usize,
    (rows, columns): (usize, usize),
    deviation: f64,
) -> Array2<f32> {
    fill(seed, purpose, head, (rows, columns), |rng| draw(rng, deviation))
}

/// A matrix, [rows, columns], of independent numbers spread evenly from −`bound` to `bound`.
/// As in [`matrix()`], the size leaves the numbers as they are.
///
/// ```
/// use models::invented::{Use, uniform};
///
/// let small = uniform(1, Use::RnnState, 0, (1, 2), 0.5);
/// assert_eq!(small, ndarray::array![[-0.04, 0.47]]);
/// let large = uniform(1, Use::RnnState, 0, (64, 64), 0.5);
/// assert!(large.iter().all(|x| x.abs() <= 0.5));
/// assert_eq!(large.slice(ndarray::s![..1, ..2]), small);
/// ```
pub fn uniform(
    seed: u32,
    purpose: Use,
    head: usize,
    shape: (usize, usize),
    bound: f64,
) -> Array2<f32> {
    fill(seed, purpose, head, shape, |rng| {
        let number: f64 = StandardUniform.sample(rng);
        rounded((2.0 * number - 1.0) * bound)
    })
}

/// A matrix, [rows, columns], whose rows have a source of numbers each.
fn fill(
    seed: u32,
    purpose: Use,
    head: usize,
    (rows, columns): (usize, usize),
    mut draw: impl FnMut(&mut Pcg32) -> f32,
) -> Array2<f32> {
    let mut values = Array2::zeros((rows, columns));
    for (row, mut numbers) in values.outer_iter_mut().enumerate() {
        // `u64` and not `usize`: the hash takes in every byte, and there must be as many
        // in the browser as here.
        let key = (seed, purpose.tag(), head as u64, row as u64);
        let mut rng = Seeder::from(key).into_rng();
        numbers.map_inplace(|number| *number = draw(&mut rng));
    }
    values
}

/// Weights of a projection, [d_in, d_out], from N(0, 1 / d_in): inputs of unit variance then
/// give outputs of about unit variance (the initialisation of LeCun et al., "Efficient
/// BackProp", 1998, eq. 16).
///
/// ```
/// use models::invented::{Use, weights};
///
/// let w = weights(1, Use::Key, 0, (64, 16));
/// let variance = w.iter().map(|x| x * x).sum::<f32>() / w.len() as f32;
/// assert!((variance * 64.0 - 1.0).abs() < 0.2);
/// ```
pub fn weights(seed: u32, purpose: Use, head: usize, shape: (usize, usize)) -> Array2<f32> {
    matrix(seed, purpose, head, shape, 1.0 / (shape.0.max(1) as f64).sqrt())
}

/// The table of a learned positional encoding before any training, [length, d_model], from
/// N(0, 1).
///
/// BERT (Devlin et al., 2019) starts its positions and its words with the same spread, 0.02.
/// Here words have spread 1, and so the positions do too: what counts is how loud one is
/// beside the other.
///
/// ```
/// use models::invented::position_table;
///
/// let table = position_table(1, (64, 8));
/// assert_eq!(table.dim(), (64, 8));
/// assert_eq!(table[[0, 0]], 0.95);
/// ```
pub fn position_table(seed: u32, shape: (usize, usize)) -> Array2<f32> {
    matrix(seed, Use::PositionTable, 0, shape, 1.0)
}

/// The table of T5's relative position bias before any training, [buckets, heads], from
/// N(0, 1 / d_model), which is how the model's published code starts it (Raffel et al., 2020).
///
/// ```
/// use models::invented::bias_table;
///
/// let table = bias_table(1, 32, 4, 64);
/// assert_eq!(table.dim(), (32, 4));
/// assert_eq!(table[[0, 0]], -0.06);
/// ```
pub fn bias_table(seed: u32, buckets: usize, heads: usize, d_model: usize) -> Array2<f32> {
    let deviation = 1.0 / (d_model.max(1) as f64).sqrt();
    matrix(seed, Use::BiasTable, 0, (buckets, heads), deviation)
}

/// One number from N(0, deviation²), rounded to two decimals.
fn draw(rng: &mut Pcg32, deviation: f64) -> f32 {
    let number: f64 = StandardNormal.sample(rng);
    rounded(number * deviation)
}

/// Rounded to two decimals.
fn rounded(number: f64) -> f32 {
    // Ties to even, not for their sake, but because WebAssembly has an instruction for it.
    // The quotient is the double nearest to the decimal, and so the single nearest to it is
    // printed with two decimals. Adding zero turns -0 into 0.
    ((number * 100.0).round_ties_even() / 100.0 + 0.0) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_two_decimals_and_no_negative_zero() {
        for x in &matrix(3, Use::Value, 1, (64, 64), 0.1) {
            let printed = x.to_string();
            assert!(printed.split('.').nth(1).is_none_or(|d| d.len() <= 2), "{printed}");
            assert_ne!(printed, "-0");
        }
    }

    #[test]
    fn everything_in_the_key_matters() {
        let one = |seed, purpose, head| matrix(seed, purpose, head, (4, 4), 1.0);
        let reference = one(1, Use::Query, 0);
        assert_eq!(reference, one(1, Use::Query, 0));
        assert_ne!(reference, one(2, Use::Query, 0));
        assert_ne!(reference, one(1, Use::Key, 0));
        assert_ne!(reference, one(1, Use::Query, 1));
        assert_ne!(reference.row(0), reference.row(1));
        assert_ne!(embedding("a", 1, 4), embedding("a", 2, 4));
        assert_ne!(embedding("a", 1, 4), embedding("b", 1, 4));
    }

    #[test]
    fn spread_is_as_asked() {
        let sample = matrix(7, Use::Output, 0, (256, 256), 0.5);
        let mean = sample.mean().unwrap_or(f32::NAN);
        assert!(mean.abs() < 0.01, "{mean}");
        assert!((sample.std(0.0) - 0.5).abs() < 0.01, "{}", sample.std(0.0));
    }
}
