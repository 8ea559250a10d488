//! Parts of the page, one file each. None of them does mathematics.

mod chart;
mod figure;
mod fold;
mod formula;
mod heatmap;
mod legend;
mod numbers;
mod paint;
mod prose;
mod rail;
mod save;
mod sentence;
mod symbol;
mod thumbnail;
mod tokens;

pub use chart::{chart, colours as chart_colours};
pub use figure::{Figure, gutter, gutter_above, label_line, stand_upright, width as label_width};
pub use fold::{Sign, use_fold};
pub use formula::formula;
pub use heatmap::{Marks, Pointing};
pub use paint::Look;
pub use prose::prose;
pub use rail::Rail;
pub use save::{Choice, Deed, Group, Menu, json};
pub use sentence::{sentence, sentence_of};
pub use symbol::symbol;
pub use thumbnail::Thumbnails;
pub use tokens::Tokens;
