//! What can go wrong while drawing.

use thiserror::Error;

/// Why a chart could not be drawn.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SceneError {
    /// The picture is too small for its axes, or too large for any screen.
    #[error(
        "chart: a size of {width} × {height} px doesn't fit; each side needs {least} to {most} px"
    )]
    Size {
        /// The width asked for.
        width: u32,
        /// The height asked for.
        height: u32,
        /// The least side that can be drawn.
        least: u32,
        /// The greatest side that can be drawn.
        most: u32,
    },
    /// A group of points has not one label for each point.
    #[error("plane: {points} points in `{group}`, but {labels} labels")]
    Labels {
        /// The group's name.
        group: String,
        /// How many points it has.
        points: usize,
        /// How many labels it has.
        labels: usize,
    },
    /// An arrow starts or ends at a point that isn't there.
    #[error("plane: an arrow from point {from} of {starts} to point {to} of {ends}")]
    Arrow {
        /// Where it starts.
        from: usize,
        /// How many points it may start at.
        starts: usize,
        /// Where it ends.
        to: usize,
        /// How many points it may end at.
        ends: usize,
    },
    /// The drawing library refused.
    #[error("chart: drawing failed: {0}")]
    Draw(String),
}
