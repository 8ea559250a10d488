//! Finds what a page would load from other hosts.

/// The addresses on other hosts from which `text`, a file of the given kind, makes a
/// browser load something. A link that a reader may follow isn't one.
pub(super) fn to_other_hosts(text: &str, kind: &str) -> Vec<String> {
    let found: Vec<&str> = match kind {
        "html" => tags(text).filter(|tag| !is_anchor(tag)).flat_map(attribute_values).collect(),
        "css" => text.split("url(").skip(1).chain(text.split("@import").skip(1)).collect(),
        _ => text.split(['"', '\'', '`']).skip(1).step_by(2).collect(),
    };
    found.into_iter().map(address).filter(|value| is_foreign(value)).map(str::to_owned).collect()
}

/// The insides of all tags.
fn tags(html: &str) -> impl Iterator<Item = &str> {
    html.split('<').skip(1).map(|rest| rest.split('>').next().unwrap_or(rest))
}

fn is_anchor(tag: &str) -> bool {
    tag.split_whitespace().next() == Some("a")
}

/// What follows `src=` and `href=` in a tag.
fn attribute_values(tag: &str) -> impl Iterator<Item = &str> {
    ["src=", "href="].into_iter().flat_map(move |name| tag.split(name).skip(1))
}

/// The address at the start of `text`, out of its quotes.
fn address(text: &str) -> &str {
    let text = text.trim_start_matches([' ', '"', '\'', '(']);
    text.split([' ', '"', '\'', ')', ';', '>']).next().unwrap_or(text)
}

/// Whether it names a host. The name of an XML namespace looks so, but nothing is loaded
/// from it.
fn is_foreign(address: &str) -> bool {
    let names_host = ["http://", "https://", "//"].iter().any(|start| address.starts_with(start));
    names_host && !address.starts_with("http://www.w3.org/") && address.len() > 2
}

#[cfg(test)]
mod tests {
    use super::to_other_hosts;

    #[test]
    fn tells_what_is_loaded_from_what_is_linked() {
        let cases = [
            ("html", "<script src=\"https://a.example/x.js\"></script>", 1),
            ("html", "<link rel=stylesheet href=//a.example/x.css>", 1),
            ("html", "<a href=\"https://a.example/paper\">paper</a>", 0),
            ("html", "<img src='./x.png'> https://a.example", 0),
            ("css", "a { background: url(https://a.example/x.png) }", 1),
            ("css", "@import \"http://a.example/x.css\";", 1),
            ("css", "a { background: url(\"data:image/svg+xml,%3Csvg\") }", 0),
            ("js", "fetch('https://a.example/x.json')", 1),
            ("js", "document.createElementNS('http://www.w3.org/2000/svg', 'g')", 0),
            ("js", "import './x.js' // see https://a.example", 0),
        ];
        for (kind, text, count) in cases {
            assert_eq!(to_other_hosts(text, kind).len(), count, "{text}");
        }
    }
}
