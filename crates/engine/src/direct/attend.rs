//! The fast path alone.

use attention::Options;
use attention::variant::{Flash, Variant as _};
use ndarray::ArrayView3;

use super::array::check_size;
use super::error::FieldError;

/// The output of full attention for one head, `[n, d]`, by the fastest exact variant and with
/// nothing kept: q, k and v are each `[n, d]`, row by row, and finite.
///
/// # Errors
///
/// [`FieldError`] where an array hasn't n · d numbers, or one of them isn't finite.
///
/// ```
/// use engine::direct::attend;
///
/// let output = attend(&[1.0, 1.0], &[0.0, 0.0], &[1.0, 3.0], 2, 1)?;
/// assert_eq!(output, [2.0, 2.0]); // both keys have the same score
/// let refused = attend(&[1.0], &[0.0, 0.0], &[1.0, 3.0], 2, 1).unwrap_err();
/// assert_eq!(refused.to_string(), "q: 1 numbers given; needed 2, n times d");
/// # Ok::<(), engine::direct::FieldError>(())
/// ```
pub fn attend(q: &[f32], k: &[f32], v: &[f32], n: u32, d: u32) -> Result<Vec<f32>, FieldError> {
    let (n, d) = (n as usize, d as usize);
    if d == 0 {
        return Err(FieldError::new("d", d, "a whole number from 1"));
    }
    check_size("n, d", &[n, d])?;
    let views = [("q", q), ("k", k), ("v", v)].map(|(field, x)| {
        ArrayView3::from_shape((1, n, d), x).ok().filter(|_| x.len() == n * d).ok_or_else(|| {
            let given = format!("{} numbers", x.len());
            FieldError::new(field, given, format!("{}, n times d", n * d))
        })
    });
    let [q, k, v] = views;
    let output = Flash::default().attend(q?, k?, v?, &Options::default())?;
    Ok(output.into_raw_vec_and_offset().0)
}

#[cfg(test)]
mod tests {
    use super::attend;
    use crate::direct::{Array, Attention, attention};

    #[test]
    fn it_is_attention() {
        let wave = |shift: f32| (0..21 * 5).map(move |i| (i as f32 * 1.3 + shift).sin() * 3.0);
        let [q, k, v] = [0.0, 1.0, 2.0].map(|shift| wave(shift).collect::<Vec<_>>());
        let array = |data: &[f32]| Array { data: data.to_vec(), shape: vec![21, 5] };
        let asked = Attention { q: array(&q), k: array(&k), v: array(&v), ..Attention::default() };
        let steps = attention(&asked).unwrap();
        let output = attend(&q, &k, &v, 21, 5).unwrap();
        let pairs = output.iter().zip(&steps.output.data);
        assert!(output.len() == 105 && pairs.clone().all(|(a, b)| (a - b).abs() < 1e-5));
    }

    #[test]
    fn misfits_say_why() {
        let check = |x: &[f32], n, d, message: &str| {
            assert_eq!(attend(&[1.0], &[1.0], x, n, d).unwrap_err().to_string(), message);
        };
        check(&[], 1, 1, "v: 0 numbers given; needed 1, n times d");
        check(&[1.0], 1, 0, "d: 0 given; needed a whole number from 1");
        check(&[f32::NAN], 1, 1, "v: NaN given; needed finite numbers");
        let all = "needed at most 33554432 numbers in all";
        check(&[1.0], u32::MAX, 2, &format!("n, d: [4294967295, 2] given; {all}"));
        assert_eq!(attend(&[], &[], &[], 0, 7), Ok(vec![]));
    }
}
