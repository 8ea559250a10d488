//! The random directions of the features.

use rand_distr::{Distribution, StandardNormal};
use rand_pcg::Pcg32;
use rand_seeder::Seeder;

/// `[m, d]`: directions ω, of which every d in a row are orthogonal to each other while each
/// by itself is normally distributed in all its dimensions (Choromanski et al. 2021, section
/// 2.4). That leaves the estimate unbiased and lowers its variance.
///
/// A normal vector has a direction, uniform on the sphere, and a length, independent of it.
/// Each d directions come from normal vectors by Gram and Schmidt's process, and the lengths
/// from normal vectors of their own.
pub(super) fn directions(m: usize, d: usize, seed: u32) -> Vec<f32> {
    let mut rng: Pcg32 = Seeder::from(("performer", seed)).into_rng();
    let mut normal = || -> f32 { StandardNormal.sample(&mut rng) };
    let mut all = vec![0.0; m * d];
    if d == 0 {
        return all;
    }
    for group in all.chunks_mut(d * d) {
        for i in 0..group.len() / d {
            let (earlier, row) = group.split_at_mut(i * d);
            let row = &mut row[..d];
            row.iter_mut().for_each(|x| *x = normal());
            // Twice, for what rounding leaves the first time.
            for _ in 0..2 {
                for other in earlier.chunks_exact(d) {
                    let along = dot(row, other);
                    row.iter_mut().zip(other).for_each(|(x, o)| *x -= along * o);
                }
                let length = dot(row, row).sqrt().max(f32::MIN_POSITIVE);
                row.iter_mut().for_each(|x| *x /= length);
            }
        }
        for row in group.chunks_exact_mut(d) {
            let length = (0..d).map(|_| normal().powi(2)).sum::<f32>().sqrt();
            row.iter_mut().for_each(|x| *x *= length);
        }
    }
    all
}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::{directions, dot};

    #[test]
    fn every_d_are_orthogonal_and_as_long_as_normal_vectors() {
        let (m, d) = (1000, 16);
        let all = directions(m, d, 3);
        for group in all.chunks(d * d) {
            for (i, a) in group.chunks_exact(d).enumerate() {
                for b in group.chunks_exact(d).take(i) {
                    let cosine = dot(a, b) / (dot(a, a) * dot(b, b)).sqrt();
                    assert!(cosine.abs() < 1e-5, "{cosine}");
                }
            }
        }
        // ‖ω‖² has expectation d and variance 2 d; the mean of m lies within 5 deviations.
        let mean = dot(&all, &all) / m as f32;
        let deviation = (2.0 * d as f32 / m as f32).sqrt();
        assert!((mean - d as f32).abs() < 5.0 * deviation, "{mean}");
    }

    #[test]
    fn a_seed_is_a_draw() {
        assert_eq!(directions(5, 3, 1), directions(5, 3, 1));
        assert_ne!(directions(5, 3, 1), directions(5, 3, 2));
        assert_eq!(directions(7, 1, 1).len(), 7);
    }
}
