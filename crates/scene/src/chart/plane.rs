//! Two groups of vectors in one plane, and where each word went from the one to the other.

mod paint;

use super::canvas::Canvas;
use crate::{Rgb, SceneError, Theme};

/// A group of labelled points: the words of one sentence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Group<'a> {
    /// What the group is, for the legend.
    pub name: &'a str,
    /// Where its points are, as (x, y); those that are not finite are passed over.
    pub points: &'a [(f64, f64)],
    /// One label for each point.
    pub labels: &'a [&'a str],
    /// Its colour.
    pub colour: Rgb,
}

/// Two groups of points in one plane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plane<'a> {
    /// Where the arrows start.
    pub a: Group<'a>,
    /// Where the arrows end.
    pub b: Group<'a>,
    /// The pairs of points that belong together, as (index in `a`, index in `b`). Where
    /// the two coincide, a ring around the point says so in place of an arrow.
    pub arrows: &'a [(usize, usize)],
    /// The name of the horizontal axis, with its share of the variance.
    pub x_label: &'a str,
    /// The name of the vertical axis, with its share of the variance.
    pub y_label: &'a str,
    /// Width and height in pixels.
    pub size: (u32, u32),
    /// The page's look.
    pub theme: Theme,
}

/// Draws two groups of points in one plane: an SVG of its own, with a transparent
/// background. Both axes have the same scale, so that distances can be compared.
///
/// # Errors
/// [`SceneError::Size`] if a side is below 160 or above 8192 pixels,
/// [`SceneError::Labels`] if a group has not one label for each point, and
/// [`SceneError::Arrow`] if an arrow starts or ends nowhere.
///
/// ```
/// use scene::chart::{Group, Plane, plane};
/// use scene::{Rgb, Theme};
/// let before = Group {
///     name: "dog bites man",
///     points: &[(0.0, 0.0), (1.0, 0.5)],
///     labels: &["dog", "man"],
///     colour: Rgb(0, 105, 168),
/// };
/// let after = Group {
///     name: "man bites dog",
///     points: &[(0.2, 0.1), (1.0, 0.5)],
///     colour: Rgb(168, 72, 0),
///     ..before
/// };
/// let svg = plane(&Plane {
///     a: before,
///     b: after,
///     arrows: &[(0, 0), (1, 1)],
///     x_label: "first component (80 %)",
///     y_label: "second component (15 %)",
///     size: (480, 360),
///     theme: Theme::Light,
/// })?;
/// assert!(svg.contains("man bites dog"));
/// # Ok::<(), scene::SceneError>(())
/// ```
pub fn plane(plane: &Plane) -> Result<String, SceneError> {
    for group in [&plane.a, &plane.b] {
        if group.points.len() != group.labels.len() {
            return Err(SceneError::Labels {
                group: group.name.into(),
                points: group.points.len(),
                labels: group.labels.len(),
            });
        }
    }
    let (starts, ends) = (plane.a.points.len(), plane.b.points.len());
    if let Some(&(from, to)) = plane.arrows.iter().find(|(from, to)| *from >= starts || *to >= ends)
    {
        return Err(SceneError::Arrow { from, starts, to, ends });
    }
    Canvas::draw(plane.size, |canvas| paint::Drawing::new(canvas, plane).paint())
}
