//! The page's HTML, with what it names put in place of the names.

use std::cell::RefCell;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use lol_html::html_content::{ContentType, Element};
use lol_html::{HandlerResult, RewriteStrSettings, element, rewrite_str};
use xshell::Shell;

use super::{Trained, script};

/// What the page names.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// The JavaScript beside the page's wasm.
    pub code: String,
    /// The code of deferred labs; absent where nothing was taken out.
    pub labs: Option<String>,
    /// What the worker runs first.
    pub worker: Option<String>,
}

/// The page with everything in it.
pub(super) fn whole(shell: &Shell, folder: &Path, index: &str, trained: Trained) -> Result<String> {
    let names = RefCell::new(Names::default());
    let stripped = strip(folder, index, &names)?;
    let names = names.into_inner();
    ensure!(!names.code.is_empty(), "the page names no script");
    let scripts = script::all(shell, folder, &names, trained)?;
    let html = place(&stripped, &scripts)?;
    let foreign = left_over(&html)?;
    ensure!(foreign.is_empty(), "the one file would still load {foreign:?}");
    Ok(html)
}

/// Takes out of the page what would be loaded, or puts it in, and notes the names of the code.
fn strip(folder: &Path, index: &str, names: &RefCell<Names>) -> Result<String> {
    let style = |element: &mut Element<'_, '_>| -> HandlerResult {
        let css = read(folder, &attribute(element, "href")?)?;
        element.replace(&format!("<style>{css}</style>"), ContentType::Html);
        Ok(())
    };
    let icon = |element: &mut Element<'_, '_>| -> HandlerResult {
        let svg = read(folder, &attribute(element, "href")?)?;
        let packed = BASE64_STANDARD.encode(svg);
        element.set_attribute("href", &format!("data:image/svg+xml;base64,{packed}"))?;
        Ok(())
    };
    let hint = |element: &mut Element<'_, '_>| -> HandlerResult {
        if let Some(id) = element.get_attribute("id") {
            match id.as_str() {
                "labs-code" => names.borrow_mut().labs = Some(attribute(element, "href")?),
                other => ensure_known(other)?,
            }
        } else if element.get_attribute("rel").as_deref() == Some("modulepreload") {
            names.borrow_mut().code = attribute(element, "href")?;
        }
        element.remove();
        Ok(())
    };
    let worker = |element: &mut Element<'_, '_>| -> HandlerResult {
        match attribute(element, "name")?.as_str() {
            "worker-code" => names.borrow_mut().worker = Some(attribute(element, "content")?),
            // It does the same, a little faster; the file would be a sixth larger.
            "worker-relaxed-code" => {}
            other => ensure_known(other)?,
        }
        element.remove();
        Ok(())
    };
    let script = |element: &mut Element<'_, '_>| -> HandlerResult {
        element.remove();
        Ok(())
    };
    let hints = "link[rel=modulepreload], link[rel=preload], link[rel=prefetch]";
    let settings = RewriteStrSettings::new()
        .append_element_content_handler(element!("link[rel=stylesheet]", style))
        .append_element_content_handler(element!("link[rel=icon]", icon))
        .append_element_content_handler(element!(hints, hint))
        .append_element_content_handler(element!("meta[data-later]", worker))
        .append_element_content_handler(element!("script[type=module]", script));
    Ok(rewrite_str(index, settings)?)
}

/// What the page names for later must not be lost here unnoticed.
fn ensure_known(name: &str) -> Result<()> {
    bail!("the page names something unknown to the one file: {name}")
}

/// Puts the scripts where the page ends: the first paint doesn't wait for them.
fn place(html: &str, scripts: &str) -> Result<String> {
    let mut parts = html.rsplitn(2, "</body>");
    let (rest, page) = (parts.next(), parts.next());
    let (Some(rest), Some(page)) = (rest, page) else { bail!("the page has no body") };
    Ok(format!("{page}{scripts}</body>{rest}"))
}

/// What a browser would still fetch for the page.
fn left_over(html: &str) -> Result<Vec<String>> {
    let found = RefCell::new(Vec::new());
    let note = |name: &'static str| {
        let found = &found;
        move |element: &mut Element<'_, '_>| -> HandlerResult {
            let value = element.get_attribute(name).unwrap_or_default();
            let is_inside = value.starts_with('#') || value.starts_with("data:");
            if !is_inside && element.tag_name() != "a" {
                found.borrow_mut().push(value);
            }
            Ok(())
        }
    };
    let settings = RewriteStrSettings::new()
        .append_element_content_handler(element!("[src]", note("src")))
        .append_element_content_handler(element!("[href]", note("href")));
    rewrite_str(html, settings)?;
    Ok(found.into_inner())
}

fn attribute(element: &Element<'_, '_>, name: &str) -> Result<String> {
    let value = element.get_attribute(name);
    value.with_context(|| format!("a {} of the page has no {name}", element.tag_name()))
}

fn read(folder: &Path, name: &str) -> Result<String> {
    let file = folder.join(name);
    fs::read_to_string(&file).with_context(|| format!("{} can't be read", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const INDEX: &str = "<!doctype html><html><head><link href=./i.svg rel=icon>\
        <link href=./s.css rel=stylesheet><script type=module>import './a.js'</script>\
        <link href=./a.js rel=modulepreload><link as=fetch href=./a.wasm rel=preload>\
        <link data-later rel=\"prefetch\" id=\"labs-code\" href=\"./l.wasm\">\
        <meta data-later name=\"worker-code\" content=\"./w.js\">\
        <meta data-later name=\"worker-relaxed-code\" content=\"./r.js\"></head><body><p>hello</p></body></html>";

    fn site() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("i.svg"), "<svg/>").unwrap();
        fs::write(folder.path().join("s.css"), "p { color: red }").unwrap();
        folder
    }

    #[test]
    fn what_the_page_names_is_put_into_it_or_noted() {
        let names = RefCell::default();
        let html = strip(site().path(), INDEX, &names).unwrap();
        let expected = "<!doctype html><html><head>\
            <link href=\"data:image/svg+xml;base64,PHN2Zy8+\" rel=icon>\
            <style>p { color: red }</style></head><body><p>hello</p></body></html>";
        assert_eq!(html, expected);
        let Names { code, labs, worker } = names.into_inner();
        let noted = (code.as_str(), labs.as_deref(), worker.as_deref());
        assert_eq!(noted, ("./a.js", Some("./l.wasm"), Some("./w.js")));
        assert!(left_over(&html).unwrap().is_empty());
    }

    #[test]
    fn what_would_be_loaded_is_found() {
        let names = RefCell::default();
        let missing = INDEX.replace("s.css", "missing.css");
        let error = strip(site().path(), &missing, &names).unwrap_err();
        assert!(format!("{error:?}").contains("missing.css"), "{error:?}");
        for name in ["labs-code", "worker-code"] {
            let unknown = INDEX.replace(name, "more-code");
            assert!(strip(site().path(), &unknown, &names).is_err(), "{name}");
        }

        let html = "<img src=x.png><link rel=manifest href=m.json><a href=https://example.org></a>";
        assert_eq!(left_over(html).unwrap(), ["x.png", "m.json"]);
    }

    #[test]
    fn the_scripts_come_last() {
        assert_eq!(place("<body>a</body>", "<script>").unwrap(), "<body>a<script></body>");
        assert!(place("a", "<script>").is_err());
    }
}
