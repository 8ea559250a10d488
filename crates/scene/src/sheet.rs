//! A picture to be taken out of the page: on its own background, with its title above and what
//! there is to say of it below.

use std::fmt::Write;

use crate::chart::canvas::Inks;
use crate::chart::text::width;
use crate::{Rgb, Theme};

/// The space around everything, in pixels.
const MARGIN: f64 = 16.0;
/// The least width of what is written.
const LEAST: f64 = 320.0;
/// The size and the line height of the title, and of the lines below.
const TITLE: (f64, f64) = (16.0, 22.0);
const LINE: (f64, f64) = (12.0, 17.0);
/// How much wider than estimated a text may be, bold and plain: faces differ, and here nothing
/// gives way.
const WIDER: (f64, f64) = (1.25, 1.1);
/// The space between a picture and what is written above and below.
const GAP: f64 = 10.0;

/// What is written around a picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sheet<'a> {
    /// What the picture is.
    pub title: &'a str,
    /// What there is to say of it, a paragraph each: where its numbers come from, the settings.
    pub lines: &'a [String],
    /// Light or dark.
    pub theme: Theme,
}

impl Sheet<'_> {
    /// A sheet with a chart on it, as `scene::chart` drew it at this size.
    ///
    /// ```
    /// use scene::chart::{Chart, lines};
    /// use scene::{Sheet, Theme};
    /// let chart = Chart {
    ///     title: None,
    ///     x_label: "tokens",
    ///     y_label: "pairs",
    ///     log_x: false,
    ///     log_y: false,
    ///     series: &[],
    ///     references: &[],
    ///     size: (480, 320),
    ///     theme: Theme::Light,
    /// };
    /// let origin = ["computed".to_owned()];
    /// let sheet = Sheet { title: "Pairs against tokens", lines: &origin, theme: Theme::Light };
    /// let svg = sheet.with_chart(&lines(&chart)?, chart.size);
    /// assert!(svg.contains("Pairs against tokens") && svg.contains("computed"));
    /// # Ok::<(), scene::SceneError>(())
    /// ```
    pub fn with_chart(&self, svg: &str, (width, height): (u32, u32)) -> String {
        self.draw((width.into(), height.into()), |x, y| {
            // The drawing library writes the element's name first.
            svg.replacen("<svg ", &format!("<svg x=\"{x}\" y=\"{y}\" "), 1)
        })
    }

    /// A sheet with a picture of this size, which is told where its upper left corner is.
    pub(crate) fn draw(
        &self,
        (width, height): (f64, f64),
        picture: impl FnOnce(f64, f64) -> String,
    ) -> String {
        let inks = Inks::of(self.theme);
        let room = width.max(LEAST);
        let title = wrapped(self.title, TITLE.0 * WIDER.0, room);
        let lines: Vec<_> =
            self.lines.iter().flat_map(|line| wrapped(line, LINE.0 * WIDER.1, room)).collect();
        let top = MARGIN + title.len() as f64 * TITLE.1 + GAP;
        let below = top + height + GAP;
        let size = (room + 2.0 * MARGIN, below + lines.len() as f64 * LINE.1 + MARGIN);
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{w}\" height=\"{h}\" \
             viewBox=\"0 0 {w} {h}\" role=\"img\" font-family=\"system-ui, sans-serif\" \
             style=\"font-variant-numeric:tabular-nums\"><title>{}</title>\
             <rect width=\"{w}\" height=\"{h}\" fill=\"{}\"/>",
            escaped(self.title),
            self.theme.page().css(),
            w = size.0.ceil(),
            h = size.1.ceil(),
        );
        let paragraph = |svg: &mut String,
                         lines: &[String],
                         from,
                         (size, pitch),
                         ink: Rgb,
                         bold| {
            for (line, at) in lines.iter().zip(0u32..) {
                let y = from + f64::from(at) * pitch + size;
                let weight = if bold { " font-weight=\"700\"" } else { "" };
                // Writing to a string never fails.
                let _ = write!(
                    svg,
                    "<text x=\"{MARGIN}\" y=\"{y}\" font-size=\"{size}\" fill=\"{}\"{weight}>{}</text>",
                    ink.css(),
                    escaped(line)
                );
            }
        };
        paragraph(&mut svg, &title, MARGIN, TITLE, inks.text, true);
        svg.push_str(&picture(MARGIN, top));
        paragraph(&mut svg, &lines, below, LINE, inks.muted, false);
        svg + "</svg>"
    }
}

/// A text in lines that fit into the room, broken between words.
fn wrapped(text: &str, size: f64, room: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if width(line, size) + width(word, size) + 0.4 * size <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// A text as XML takes it: no markup, and none of the characters that may not stand there.
pub(crate) fn escaped(text: &str) -> String {
    let may_stand = |c: char| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}');
    let text: String = text.chars().map(|c| if may_stand(c) { c } else { '\u{fffd}' }).collect();
    html_escape::encode_safe(&text).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_wrap_and_are_never_lost() {
        let lines = wrapped("one two three four five", 10.0, 60.0);
        assert!(lines.len() > 1, "{lines:?}");
        assert_eq!(lines.join(" "), "one two three four five");
        assert!(wrapped(" ", 10.0, 60.0).is_empty());
        assert_eq!(wrapped("immeasurable", 10.0, 1.0), ["immeasurable"]);
    }

    #[test]
    fn no_text_is_markup() {
        assert_eq!(escaped("a<b>&\"\u{1}"), "a&lt;b&gt;&amp;&quot;\u{fffd}");
    }
}
