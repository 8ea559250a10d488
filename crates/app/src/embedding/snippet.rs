//! The text that is pasted. Whatever the learner typed is escaped in it.

use std::fmt::Write;

use html_escape::encode_double_quoted_attribute as quoted;

use super::choices::Size;

/// The height that a frame has before it follows its content.
const FIRST_HEIGHT: u32 = 640;

/// What the text is made of.
pub struct Snippet<'a> {
    /// The address of the page.
    pub page: &'a str,
    /// The state, as the address's hash.
    pub hash: &'a str,
    /// What is seen, for whoever doesn't see that it is there.
    pub title: &'a str,
    /// How high a frame is.
    pub size: Size,
    /// The state, as attributes.
    pub attributes: Vec<(&'static str, String)>,
}

impl Snippet<'_> {
    /// A frame, and what makes it follow its content.
    pub fn frame(&self) -> String {
        let title = quoted(self.title);
        let (height, script) = match self.size {
            Size::Fixed(height) => (height, String::new()),
            Size::Content => {
                let script = self.file("frame.js");
                (FIRST_HEIGHT, format!("\n<script src=\"{}\" async></script>", quoted(&script)))
            }
        };
        let address = self.link();
        let address = quoted(&address);
        format!(
            "<iframe src=\"{address}\" title=\"{title}\" width=\"100%\" \
             height=\"{height}\" style=\"border: 0\" loading=\"lazy\" allow=\"clipboard-write\">\
             </iframe>{script}"
        )
    }

    /// The element, and what defines it.
    pub fn element(&self) -> String {
        let mut text = String::from("<attention-lab");
        for (name, value) in &self.attributes {
            // Writing to a string never fails.
            let _ = write!(text, " {name}=\"{}\"", quoted(value));
        }
        let script = self.file("element.js");
        let _ = write!(
            text,
            "></attention-lab>\n<script type=\"module\" src=\"{}\"></script>",
            quoted(&script)
        );
        text
    }

    /// The address.
    pub fn link(&self) -> String {
        format!("{}{}", self.page, self.hash)
    }

    /// A file beside the page.
    fn file(&self, name: &str) -> String {
        let folder = self.page.rsplit_once('/').map_or("", |(folder, _)| folder);
        format!("{folder}/{name}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn snippet(size: Size) -> Snippet<'static> {
        Snippet {
            page: "https://example.org/lab/index.html",
            hash: "#text=%22a%22&step=scores",
            title: "Attention Lab: Attention, “\"a\"”",
            size,
            attributes: vec![("text", "\"><script>alert(1)</script>&".into())],
        }
    }

    #[test]
    fn a_frame_follows_its_content_with_a_script_only() {
        let fixed = snippet(Size::Fixed(700)).frame();
        assert!(fixed.contains("height=\"700\"") && !fixed.contains("<script"), "{fixed}");
        let following = snippet(Size::Content).frame();
        let script = "<script src=\"https://example.org/lab/frame.js\" async></script>";
        assert!(following.ends_with(script), "{following}");
        assert!(following.contains("#text=%22a%22&amp;step=scores\""), "{following}");
        let title = "title=\"Attention Lab: Attention, “&quot;a&quot;”\"";
        assert!(following.contains(title), "{following}");
    }

    #[test]
    fn what_was_typed_is_no_markup() {
        let element = snippet(Size::Content).element();
        let start = "<attention-lab text=\"&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;\">";
        assert!(element.starts_with(start), "{element}");
        assert!(element.contains("src=\"https://example.org/lab/element.js\""), "{element}");
    }
}
