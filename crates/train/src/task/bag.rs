//! What the bag of a sequence of random words gives away.

/// How often the commonest of `words` random words of a vocabulary comes, on average.
///
/// A predictor that knows the bag and nothing of the order does best to say the commonest
/// word; this over the number of words is how often it is right. It is exact: the sum over t
/// of the probability that some word comes more than t times. For at most t, with n words and
/// a vocabulary of v,
///
/// P_v(n + 1) = P_v(n) − C(n, t) (1/v)^t (1 − 1/v)^(n − t) · P_{v−1}(n − t),
///
/// since what is lost with word n + 1 is that it came t times before, and the others at most
/// t times among the n − t places that it left them.
///
/// ```
/// use train::task::expected_largest;
///
/// // Two words of two: the same in half of the cases, different in the other half.
/// assert_eq!(expected_largest(2, 2), 1.5);
/// assert_eq!(expected_largest(7, 1), 7.0);
/// assert_eq!(expected_largest(0, 5), 0.0);
/// ```
pub fn expected_largest(words: usize, vocabulary: usize) -> f64 {
    if vocabulary == 0 {
        return 0.0;
    }
    let mut expected = 0.0;
    for most in 0..words {
        let above = 1.0 - at_most(most, words, vocabulary);
        // From here on, the terms only shrink, and far faster than by half.
        if above < 1e-15 {
            break;
        }
        expected += above;
    }
    expected
}

/// The probability that none of `words` random words comes more than `most` times.
fn at_most(most: usize, words: usize, vocabulary: usize) -> f64 {
    // [words + 1], by the number of words, for a vocabulary of one.
    let mut fewer: Vec<f64> = (0..=words).map(|n| f64::from(u8::from(n <= most))).collect();
    for size in 2..=vocabulary {
        let share = 1.0 / size as f64;
        // C(n, most) share^most (1 − share)^(n − most), from n = most on.
        let mut exactly = (0..most).fold(1.0, |power, _| power * share);
        let mut these = vec![1.0; words + 1];
        for n in most..words {
            these[n + 1] = these[n] - exactly * fewer[n - most];
            exactly *= (n + 1) as f64 / (n + 1 - most) as f64 * (1.0 - share);
        }
        fewer = these;
    }
    fewer[words]
}
