//! Where labels go so that they neither hide one another nor what they name.

/// An upright rectangle, in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

impl Frame {
    /// A square around a point.
    pub fn around((x, y): (f64, f64), radius: f64) -> Self {
        Self { x: x - radius, y: y - radius, width: 2.0 * radius, height: 2.0 * radius }
    }

    /// The area that the two share.
    pub fn overlap(&self, other: &Self) -> f64 {
        let shared = |a: f64, a_size: f64, b: f64, b_size: f64| {
            ((a + a_size).min(b + b_size) - a.max(b)).max(0.0)
        };
        shared(self.x, self.width, other.x, other.width)
            * shared(self.y, self.height, other.y, other.height)
    }
}

/// The candidate that covers the least of the obstacles and of what lies beyond the
/// bounds; of equals the first one.
pub fn least_covering(
    candidates: impl IntoIterator<Item = Frame>,
    obstacles: &[Frame],
    bounds: Frame,
) -> Option<Frame> {
    let cost = |frame: &Frame| {
        let outside = frame.width * frame.height - frame.overlap(&bounds);
        // A label that is cut off can't be read at all.
        let covered: f64 = obstacles.iter().map(|obstacle| frame.overlap(obstacle)).sum();
        // In whole square pixels, so that rounding errors don't overrule the order.
        (10.0 * outside + covered).round() as u64
    };
    candidates.into_iter().min_by_key(cost)
}

/// Small frames along a path, which make a line an obstacle.
pub fn along(path: &[(f64, f64)]) -> Vec<Frame> {
    const STRIDE: f64 = 4.0;
    path.windows(2)
        .flat_map(|ends| {
            let [(x0, y0), (x1, y1)] = [ends[0], ends[1]];
            let steps = ((x1 - x0).hypot(y1 - y0) / STRIDE).ceil().max(1.0);
            (0..=steps as usize).map(move |step| {
                let share = step as f64 / steps;
                Frame::around((x0 + share * (x1 - x0), y0 + share * (y1 - y0)), STRIDE / 2.0)
            })
        })
        .collect()
}

/// Moves places in one dimension apart, to at least `gap` from each other and within the
/// bounds, with the least squared displacement; where there isn't room for all, evenly.
///
/// With each place's rank × gap taken off, "at least `gap` apart" becomes "not decreasing":
/// the pool-adjacent-violators algorithm solves that.
pub fn spread(wanted: &[f64], gap: f64, (low, high): (f64, f64)) -> Vec<f64> {
    // A handful of labels is put in order as it comes, which spares the page a sort.
    let mut order: Vec<usize> = Vec::with_capacity(wanted.len());
    for (index, place) in wanted.iter().enumerate() {
        let at = order.partition_point(|&other| wanted[other].total_cmp(place).is_le());
        order.insert(at, index);
    }
    let gaps = wanted.len().saturating_sub(1).max(1) as f64;
    let gap = gap.min((high - low) / gaps);

    // Pools of neighbours that touch: (sum of their places, how many).
    let mut pools: Vec<(f64, usize)> = Vec::new();
    for (rank, &index) in order.iter().enumerate() {
        let mut pool = (wanted[index] - rank as f64 * gap, 1);
        while let Some(&(sum, count)) = pools.last()
            && sum / count as f64 > pool.0 / pool.1 as f64
        {
            pools.pop();
            pool = (sum + pool.0, count + pool.1);
        }
        pools.push(pool);
    }
    let highest = (high - gap * wanted.len().saturating_sub(1) as f64).max(low);
    let places = pools
        .into_iter()
        .flat_map(|(sum, count)| {
            std::iter::repeat_n((sum / count as f64).clamp(low, highest), count)
        })
        .enumerate()
        .map(|(rank, place)| place + rank as f64 * gap);

    let mut spread = vec![0.0; wanted.len()];
    for (&index, place) in order.iter().zip(places) {
        spread[index] = place;
    }
    spread
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn labels_move_no_further_than_they_must() {
        let cases: [(&[f64], &[f64]); 6] = [
            (&[], &[]),
            (&[50.0], &[50.0]),
            (&[50.0, 20.0], &[50.0, 20.0]),
            (&[50.0, 50.0], &[45.0, 55.0]),
            (&[0.0, 0.0, 100.0], &[0.0, 10.0, 100.0]),
            (&[300.0, -5.0], &[100.0, 0.0]),
        ];
        for (wanted, expected) in cases {
            assert_eq!(spread(wanted, 10.0, (0.0, 100.0)), expected, "{wanted:?}");
        }
    }

    #[test]
    fn a_label_goes_where_nothing_is() {
        let frame = |x, y| Frame { x, y, width: 10.0, height: 10.0 };
        let bounds = Frame { x: 0.0, y: 0.0, width: 100.0, height: 100.0 };
        let candidates = [frame(10.0, 10.0), frame(95.0, 10.0), frame(10.0, 40.0)];
        let chosen = least_covering(candidates, &[frame(12.0, 12.0)], bounds);
        assert_eq!(chosen, Some(frame(10.0, 40.0)));
    }

    proptest! {
        #[test]
        fn spread_places_keep_their_distance_and_order(
            wanted in prop::collection::vec(-50.0..150.0, 0..10),
        ) {
            let places = spread(&wanted, 10.0, (0.0, 100.0));
            for (i, j) in (0..wanted.len()).flat_map(|i| (0..i).map(move |j| (i, j))) {
                prop_assert!((places[i] - places[j]).abs() > 10.0 - 1e-9);
                prop_assert!(wanted[i] == wanted[j] || (wanted[i] < wanted[j]) == (places[i] < places[j]));
            }
            prop_assert!(places.iter().all(|place| (-1e-9..=100.0 + 1e-9).contains(place)));
        }
    }
}
