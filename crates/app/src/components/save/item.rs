//! What a menu offers, and what it is made of.

use super::{Deed, Table};

/// What can be taken out of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// A picture of pixels, so many times as large as on the screen.
    Png(u32),
    /// A picture of shapes.
    Svg,
    /// The numbers, for a spreadsheet.
    Csv,
    /// The numbers with all that is known of them.
    Json,
    /// The picture, into the clipboard.
    CopyPicture,
    /// The numbers, into the clipboard.
    CopyNumbers,
}

/// Items that belong together: what they are, then each item with its name for scripts, what it
/// is called, and what it is.
type Offer = (&'static str, &'static [(Item, &'static str, &'static str, &'static str)]);

impl Item {
    /// All of them, in groups.
    pub const GROUPS: [Offer; 3] = [
        (
            "Picture",
            &[
                (Self::Png(1), "png-1", "PNG", "As pixels, the usual size"),
                (Self::Png(2), "png-2", "2×", "As pixels, twice as large: PNG"),
                (Self::Png(4), "png-4", "4×", "As pixels, four times as large, for print: PNG"),
                (Self::Svg, "svg", "SVG", "As shapes, sharp at every size"),
            ],
        ),
        (
            "Numbers",
            &[
                (Self::Csv, "csv", "CSV", "For a spreadsheet, to the last digit"),
                (
                    Self::Json,
                    "json",
                    "JSON",
                    "With their origin and the settings, to the last digit",
                ),
            ],
        ),
        (
            "Copy",
            &[
                (Self::CopyPicture, "copy-picture", "picture", "Into the clipboard"),
                (
                    Self::CopyNumbers,
                    "copy-numbers",
                    "numbers",
                    "Into the clipboard, for a spreadsheet",
                ),
            ],
        ),
    ];
}

/// What a picture's files are made of.
pub trait Source {
    /// The files' name, without its end.
    fn stem(&self) -> String;
    /// The picture.
    fn svg(&self) -> Option<String>;
    /// The numbers.
    fn table(&self) -> Table;
    /// The numbers with all that is known of them.
    fn json(&self) -> Option<String>;

    /// What choosing an item comes to; nothing where that can't be made.
    fn deed(&self, item: Item) -> Option<Deed> {
        let name = |end: &str| format!("{}.{end}", self.stem());
        Some(match item {
            Item::Png(1) => Deed::Paint { name: name("png"), svg: self.svg()?, times: 1 },
            Item::Png(times) => {
                Deed::Paint { name: name(&format!("{times}x.png")), svg: self.svg()?, times }
            }
            Item::Svg => Deed::save(name("svg"), "image/svg+xml", self.svg()?),
            Item::Csv => Deed::save(name("csv"), "text/csv", self.table().csv()),
            Item::Json => Deed::save(name("json"), "application/json", self.json()?),
            Item::CopyPicture => Deed::CopyPicture(self.svg()?),
            Item::CopyNumbers => Deed::Copy(self.table().tabbed()),
        })
    }
}

/// A text as part of a file's name.
pub fn slug(text: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { ' ' };
    let text: String = text.chars().map(plain).collect();
    text.split_whitespace().take(8).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_are_plain() {
        assert_eq!(
            slug("Mean entropy of the weights, against d_k"),
            "mean-entropy-of-the-weights-against-d-k"
        );
        assert_eq!(slug("../…"), "");
    }
}
