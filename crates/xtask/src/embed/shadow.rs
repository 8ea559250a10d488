//! Makes the page's style fit for a shadow root in somebody's page, so that nobody needs to keep
//! two styles alike: what the page says of the window and of the whole document, this says of the
//! element.

/// What only the element needs. Nothing of the page around reaches below the frame but its custom
/// properties, which the style defines itself. The script of the element measures `--base`.
const FRAME: &str = "
:host { display: block; }
.frame { all: initial; display: block; direction: ltr; container-type: inline-size; }
.root { display: block; --base: 16px; --rem: var(--base); overflow-wrap: normal; }
";

/// The page's style for a shadow root that holds `.frame` and in it `.root`.
pub(super) fn scoped(style: &str) -> String {
    let mut scoped = String::from(FRAME);
    for line in style.lines() {
        let line = match line.trim() {
            ":root {" | ":root," | "body {" | "body," => {
                line.replace(":root", ".root").replace("body", ".root")
            }
            _ => line.replace("@media (min-width", "@container (min-width"),
        };
        let line = line.replace("@media (max-width", "@container (max-width");
        let line = in_own_units(&line);
        scoped.push_str(&line);
        scoped.push('\n');
        // In the page, the root's size is the unit of all others.
        if let Some(size) =
            line.trim().strip_prefix("font-size: ").and_then(|v| v.strip_suffix("%;"))
        {
            scoped.push_str(&format!("--rem: calc({size} / 100 * var(--base));\n"));
        }
    }
    scoped
}

/// A line without `rem`, which is the page's around.
fn in_own_units(line: &str) -> String {
    let mut pieces = line.split("rem").peekable();
    let mut done = String::new();
    while let Some(piece) = pieces.next() {
        let number = piece
            .rfind(|c: char| !c.is_ascii_digit() && c != '.' && c != '-')
            .map_or(0, |at| at + piece[at..].chars().next().map_or(0, char::len_utf8));
        match (&piece[number..], pieces.peek().is_some()) {
            (size, true) if !size.contains(|c: char| c.is_ascii_digit()) => {
                done.push_str(&format!("{piece}rem"));
            }
            (size, true) => {
                done.push_str(&format!("{}calc({size} * var(--rem))", &piece[..number]));
            }
            (_, false) => done.push_str(piece),
        }
    }
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_the_elements_own() {
        let cases = [
            ("font-size: 0.8rem;", "font-size: calc(0.8 * var(--rem));"),
            ("margin: 1rem 2.5rem;", "margin: calc(1 * var(--rem)) calc(2.5 * var(--rem));"),
            ("margin: -1.5rem;", "margin: calc(-1.5 * var(--rem));"),
            (".remark { top: 1px; }", ".remark { top: 1px; }"),
            ("/* 1 rem */", "/* 1 rem */"),
        ];
        for (line, expected) in cases {
            assert_eq!(in_own_units(line), expected);
        }
    }

    #[test]
    fn the_pages_style_asks_nothing_of_the_page_around() {
        let scoped = scoped(&crate::project::style().unwrap());
        for outside in [":root", "body {", "(min-width", "(max-width"] {
            let left = scoped.match_indices(outside);
            let left: Vec<_> =
                left.filter(|(at, _)| !scoped[..*at].ends_with("@container ")).collect();
            assert!(left.is_empty(), "{outside} at {left:?}");
        }
        let digit_before = |at: usize| scoped[..at].ends_with(|c: char| c.is_ascii_digit());
        assert!(!scoped.match_indices("rem").any(|(at, _)| digit_before(at)));
        assert!(scoped.contains("--rem: calc(118 / 100 * var(--base))"));
    }
}
