//! Lines over two axes.

use crate::{Rgb, Theme};

/// One line of a chart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Series<'a> {
    /// What stands at the line's end.
    pub label: &'a str,
    /// Its points from left to right, as (x, y); those that are not finite, or not
    /// positive on a logarithmic axis, are passed over.
    pub points: &'a [(f64, f64)],
    /// Its colour.
    pub colour: Rgb,
    /// Whether the line is dashed, which tells it apart without colour.
    pub dashed: bool,
}

/// A level to compare with: a thin line across the chart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reference<'a> {
    /// Its height.
    pub y: f64,
    /// What it is.
    pub label: &'a str,
}

/// Lines over two axes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chart<'a> {
    /// What stands above the chart.
    pub title: Option<&'a str>,
    /// The name and unit of the horizontal axis.
    pub x_label: &'a str,
    /// The name and unit of the vertical axis.
    pub y_label: &'a str,
    /// Whether each step to the right doubles.
    pub log_x: bool,
    /// Whether each step up multiplies by ten.
    pub log_y: bool,
    /// The lines.
    pub series: &'a [Series<'a>],
    /// The levels to compare with.
    pub references: &'a [Reference<'a>],
    /// Width and height in pixels.
    pub size: (u32, u32),
    /// The page's look.
    pub theme: Theme,
}
