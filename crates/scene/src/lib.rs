//! Results to pixels and SVG.
