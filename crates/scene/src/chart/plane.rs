//! Two groups of vectors in one plane, and where each word went from the one to the other.

use crate::{Rgb, Theme};

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
