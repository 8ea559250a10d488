//! The range of values that a colour map spans.

/// What the ends of a colour map stand for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Domain {
    /// From 0 to `max`: one hue.
    Sequential {
        /// The value of the strongest colour; greater than 0.
        max: f32,
    },
    /// From `-max` over 0 to `max`: two hues.
    Diverging {
        /// The size of the values of the two strongest colours; greater than 0.
        max: f32,
    },
}

impl Domain {
    /// The domain of some values: diverging when any of them is negative.
    ///
    /// Infinities and NaN are passed over, so that masked cells don't wash out the others.
    /// Where nothing is left, or only zeros, the domain is 0 to 1.
    ///
    /// ```
    /// use scene::Domain;
    /// let masked = [0.5, -2.0, f32::NEG_INFINITY];
    /// assert_eq!(Domain::of(masked.into_iter()), Domain::Diverging { max: 2.0 });
    /// assert_eq!(Domain::of([0.0, 0.25].into_iter()), Domain::Sequential { max: 0.25 });
    /// assert_eq!(Domain::of([].into_iter()), Domain::Sequential { max: 1.0 });
    /// ```
    pub fn of(values: impl Iterator<Item = f32>) -> Self {
        let (lowest, highest) = values
            .filter(|value| value.is_finite())
            .fold((0.0_f32, 0.0_f32), |(low, high), value| (low.min(value), high.max(value)));
        let max = highest.max(-lowest);
        match (lowest < 0.0, max > 0.0) {
            (true, _) => Self::Diverging { max },
            (false, true) => Self::Sequential { max },
            (false, false) => Self::Sequential { max: 1.0 },
        }
    }

    /// The values at the left and the right end.
    ///
    /// ```
    /// assert_eq!(scene::Domain::Diverging { max: 3.0 }.ends(), (-3.0, 3.0));
    /// ```
    pub fn ends(self) -> (f32, f32) {
        match self {
            Self::Sequential { max } => (0.0, max),
            Self::Diverging { max } => (-max, max),
        }
    }

    /// The smallest domain that holds both, for matrices that share one scale.
    ///
    /// ```
    /// use scene::Domain;
    /// let shared = Domain::Sequential { max: 4.0 }.union(Domain::Diverging { max: 3.0 });
    /// assert_eq!(shared, Domain::Diverging { max: 4.0 });
    /// ```
    pub fn union(self, other: Self) -> Self {
        let max = self.ends().1.max(other.ends().1);
        match (self, other) {
            (Self::Sequential { .. }, Self::Sequential { .. }) => Self::Sequential { max },
            _ => Self::Diverging { max },
        }
    }
}
