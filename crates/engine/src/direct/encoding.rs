//! Encodings of positions, by kind.

use attention::encoding::{Buckets, Encoding as _, Rope, Sinusoidal, slopes};
use ndarray::Array2;
use serde::{Deserialize, Serialize};

use super::array::{Array, check_size, spelled};
use super::error::FieldError;
use crate::EncodingKind;

/// The kinds that [`encoding`] has a formula for: all but learned positions.
pub const KINDS: [EncodingKind; 5] = [
    EncodingKind::None,
    EncodingKind::Sinusoidal,
    EncodingKind::Rope,
    EncodingKind::Alibi,
    EncodingKind::T5,
];

/// Which encoding, and for what.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Encoding {
    /// No positions: what is added to the embeddings is 0.
    None {
        /// How many positions.
        length: u32,
        /// How wide an embedding is.
        d_model: u32,
    },
    /// Sines and cosines, to be added to the embeddings.
    Sinusoidal {
        /// How many positions.
        length: u32,
        /// How wide an embedding is.
        d_model: u32,
        /// What the wavelengths grow towards, in units of 2π positions; 10,000 if absent.
        base: Option<f64>,
    },
    /// The angles by which pairs of dimensions turn.
    Rope {
        /// How many positions.
        length: u32,
        /// How wide the vector is that turns: an even number.
        d_model: u32,
        /// As for the sinusoids.
        base: Option<f64>,
    },
    /// A penalty that grows with the distance.
    Alibi {
        /// How many heads, each of which has a slope of its own.
        heads: u32,
    },
    /// Buckets of distances.
    T5 {
        /// How many positions.
        length: u32,
        /// Whether keys after the query have buckets of their own; they do if absent.
        bidirectional: Option<bool>,
        /// How many buckets; 32 if absent.
        buckets: Option<u32>,
        /// From this distance on, all share the last bucket; 128 if absent.
        max_distance: Option<u32>,
    },
}

/// An encoding's numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Encoded {
    /// `[length, d_model]`: what is added to the embeddings.
    Added(Array),
    /// Each `[length, d_model ÷ 2]`: of the angle that each pair of dimensions turns by.
    Rotation {
        /// The cosines.
        cos: Array,
        /// The sines.
        sin: Array,
    },
    /// `[heads]`: what the distance is multiplied by, then subtracted from the score.
    Slopes(Array),
    /// `[length, length]`: the bucket of each query (row) and key (column).
    Buckets(Array<i32>),
}

/// An encoding's numbers: no positions, sinusoids (Vaswani et al. 2017, section 3.5), RoPE
/// (Su et al. 2021, equation 15), ALiBi (Press et al. 2022, section 3) or T5's buckets (Raffel
/// et al. 2020, section 2.1).
///
/// # Errors
///
/// [`FieldError`] where a number is out of its range or the table would hold more than
/// [`super::MAX_NUMBERS`].
///
/// ```
/// use engine::direct::{Array, Encoded, Encoding, encoding};
///
/// let Encoded::Slopes(slopes) = encoding(&Encoding::Alibi { heads: 4 })? else { unreachable!() };
/// assert_eq!(slopes.data, [0.25, 0.0625, 0.015_625, 0.003_906_25]);
///
/// let odd = Encoding::Rope { length: 8, d_model: 5, base: None };
/// assert_eq!(
///     encoding(&odd).unwrap_err().to_string(),
///     "d_model: 5 given; needed an even number, since RoPE turns dimensions in pairs"
/// );
/// # Ok::<(), engine::direct::FieldError>(())
/// ```
pub fn encoding(asked: &Encoding) -> Result<Encoded, FieldError> {
    match *asked {
        Encoding::None { length, d_model } => {
            let shape = table(length, d_model)?;
            Ok(Encoded::Added(Array2::zeros(shape).into()))
        }
        Encoding::Sinusoidal { length, d_model, base } => {
            let (length, d_model) = table(length, d_model)?;
            let sinusoidal = base.map_or_else(Sinusoidal::default, |base| Sinusoidal { base });
            check_base(sinusoidal.base)?;
            let added = sinusoidal.added(length, d_model)?.unwrap_or_default();
            Ok(Encoded::Added(added.into()))
        }
        Encoding::Rope { length, d_model, base } => {
            let (length, d_model) = table(length, d_model)?;
            if !d_model.is_multiple_of(2) {
                let needed = "an even number, since RoPE turns dimensions in pairs";
                return Err(FieldError::new("d_model", d_model, needed));
            }
            let default = Rope::default();
            let rope = Rope { base: base.unwrap_or(default.base), ..default };
            check_base(rope.base)?;
            let (cos, sin) = rope.tables(length, d_model)?;
            Ok(Encoded::Rotation { cos: cos.into(), sin: sin.into() })
        }
        Encoding::Alibi { heads } => {
            check_size("heads", &[heads as usize])?;
            Ok(Encoded::Slopes(ndarray::Array1::from(slopes(heads as usize)?).into()))
        }
        Encoding::T5 { length, bidirectional, buckets, max_distance } => {
            let default = Buckets::default();
            let or = |given: Option<u32>, default| given.map_or(default, |n| n as usize);
            let buckets = Buckets {
                count: or(buckets, default.count),
                max_distance: or(max_distance, default.max_distance),
                bidirectional: bidirectional.unwrap_or(default.bidirectional),
            };
            let length = length as usize;
            check_size("length", &[length, length])?;
            // So few buckets that their numbers fit.
            check_size("buckets", &[buckets.count])?;
            let table = buckets.table(length)?.mapv(|bucket| bucket as i32);
            Ok(Encoded::Buckets(table.into()))
        }
    }
}

/// The error of a kind that [`encoding`] has no formula for.
///
/// ```
/// assert_eq!(
///     engine::direct::kind_error("learned").to_string(),
///     "kind: \"learned\" given; needed none, sinusoidal, rope, alibi or t5 (learned positions \
///      come from training, not from a formula)"
/// );
/// ```
pub fn kind_error(given: &str) -> FieldError {
    let names = KINDS.map(EncodingKind::name);
    let (last, others) = names.split_last().unwrap_or((&"", &[]));
    let mut needed = format!("{} or {last}", others.join(", "));
    if given == EncodingKind::Learned.name() {
        needed.push_str(" (learned positions come from training, not from a formula)");
    }
    FieldError::new("kind", format!("{given:?}"), needed)
}

/// The shape of a table, if it can be held.
fn table(length: u32, d_model: u32) -> Result<(usize, usize), FieldError> {
    let (length, d_model) = (length as usize, d_model as usize);
    check_size("length, d_model", &[length, d_model])?;
    Ok((length, d_model))
}

fn check_base(base: f64) -> Result<(), FieldError> {
    // With a base beyond the range of 32 bits, an angle could be infinite.
    let rounded = base as f32;
    match rounded.is_finite() && rounded > 0.0 {
        true => Ok(()),
        false => Err(FieldError::new("base", spelled(base), "a finite number above 0")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(asked: Encoding, message: &str) {
        assert_eq!(encoding(&asked).map_err(|error| error.to_string()), Err(message.into()));
    }

    fn t5(buckets: u32, max_distance: u32) -> Encoding {
        let (buckets, max_distance) = (Some(buckets), Some(max_distance));
        Encoding::T5 { length: 2, bidirectional: None, buckets, max_distance }
    }

    #[test]
    fn what_has_no_numbers_says_why() {
        let at = |base| Encoding::Sinusoidal { length: 1, d_model: 2, base: Some(base) };
        check(at(0.0), "base: 0 given; needed a finite number above 0");
        check(at(f64::NAN), "base: NaN given; needed a finite number above 0");
        check(at(f64::INFINITY), "base: Infinity given; needed a finite number above 0");
        let large = "needed at most 33554432 numbers in all";
        check(
            Encoding::None { length: u32::MAX, d_model: u32::MAX },
            &format!("length, d_model: [4294967295, 4294967295] given; {large}"),
        );
        check(Encoding::Alibi { heads: u32::MAX }, &format!("heads: [4294967295] given; {large}"));
        check(t5(3, 128), "buckets: 3 given; needed at least 4 and a multiple of 2");
        check(
            t5(32, 8),
            "max_distance: 8 given; needed more than the 8 distances with a bucket of their own",
        );
    }

    #[test]
    fn each_kind_has_its_shape() -> Result<(), FieldError> {
        let none = Encoding::None { length: 3, d_model: 5 };
        let zeros = Array { data: vec![0.0; 15], shape: vec![3, 5] };
        assert_eq!(encoding(&none)?, Encoded::Added(zeros));
        let quarter = Encoding::Rope { length: 2, d_model: 2, base: Some(1.0) };
        let (sin, cos) = 1f32.sin_cos();
        let rotation = Encoded::Rotation {
            cos: Array { data: vec![1.0, cos], shape: vec![2, 1] },
            sin: Array { data: vec![0.0, sin], shape: vec![2, 1] },
        };
        assert_eq!(encoding(&quarter)?, rotation);
        let buckets = Array { data: vec![0, 17, 1, 0], shape: vec![2, 2] };
        assert_eq!(encoding(&t5(32, 128))?, Encoded::Buckets(buckets));
        Ok(())
    }
}
