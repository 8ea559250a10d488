//! What stands beside the rows and columns of a heatmap.

use crate::chart::text::{clip, width};

/// The size of labels, the least space from one to the next, and the longest that is shown whole.
pub(super) const LABEL: f64 = 12.0;
const PITCH: f64 = 13.0;
const LONGEST: f64 = 160.0;
/// How much wider than estimated a text may be: faces differ.
pub(super) const WIDER: f64 = 1.12;
/// Every how manyth number is written, where there is no room for all.
const STRIDES: [usize; 6] = [1, 2, 5, 10, 20, 50];

/// What rows or columns are called.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Labels<'a> {
    /// By a text each; all of them are written.
    Texts(&'a [String]),
    /// By numbers that grow evenly; some are enough.
    Numbers(&'a [String]),
}

impl<'a> Labels<'a> {
    pub(super) fn texts(self) -> &'a [String] {
        match self {
            Self::Texts(texts) | Self::Numbers(texts) => texts,
        }
    }

    /// The room that the longest takes.
    pub(super) fn longest(self) -> f64 {
        let widest = self.texts().iter().map(|text| width(text, LABEL)).fold(0.0, f64::max);
        (WIDER * widest).min(LONGEST)
    }

    /// The size in lines so far from each other; numbers that don't fit are left out.
    pub(super) fn size(self, pitch: f64) -> f64 {
        match self {
            Self::Texts(_) => LABEL.min(pitch - 1.0).max(3.0),
            Self::Numbers(_) => LABEL,
        }
    }

    /// Those that are written of so many, with their places.
    pub(super) fn shown(self, count: usize, pitch: f64) -> Vec<(usize, String)> {
        let stride = match self {
            Self::Texts(_) => 1,
            Self::Numbers(_) => {
                let needed = (self.longest() + 4.0).max(PITCH);
                let least = (needed / pitch).ceil() as usize;
                STRIDES.into_iter().find(|round| *round >= least).unwrap_or(100)
            }
        };
        let places = self.texts().iter().take(count).enumerate().step_by(stride);
        places.map(|(index, text)| (index, clip(text, LABEL, LONGEST).into_owned())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_leave_out_some_where_room_is_short() {
        let numbers: Vec<_> = (0..64).map(|at| (8 * at).to_string()).collect();
        let at = |pitch| Labels::Numbers(&numbers).shown(64, pitch);
        assert_eq!([56.0, 15.0, 6.0].map(|pitch| at(pitch).len()), [64, 32, 13]);
        assert_eq!(at(6.0)[1], (5, "40".to_owned()));
        assert_eq!(Labels::Texts(&numbers).shown(64, 6.0).len(), 64);
    }
}
