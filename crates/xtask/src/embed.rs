//! The files by which other pages hold the lab: the element with its style, and the script for
//! pages with frames. The npm package has them, and so has the site.

mod shadow;

use std::path::Path;

use anyhow::{Context, Result};
use xshell::{Shell, cmd};

use crate::project;

/// The scripts, as they are in `crates/embed` and wherever they are needed.
pub const SCRIPTS: [&str; 2] = ["element.js", "frame.js"];

/// The element's style, as a script.
pub const STYLE: &str = "element-style.js";

/// The function through which the site gives what the package's main script gives.
const SITE: &str = "attention_lab.js";

/// Puts the scripts and the element's style into a folder.
///
/// # Errors
///
/// When the style can't be made fit for a shadow root, or a tool fails.
pub fn put(shell: &Shell, folder: &Path) -> Result<()> {
    for script in SCRIPTS {
        let text = shell.read_file(source(script))?;
        shell.write_file(folder.join(script), minified(shell, &text, "js")?)?;
    }
    let style = shadow::scoped(&project::style()?);
    let style = minified(shell, &style, "css")?;
    let style = format!("export default {};\n", serde_json::to_string(style.trim())?);
    Ok(shell.write_file(folder.join(STYLE), style)?)
}

/// Puts beside the page what other pages need of it. `app` and `workers` are the names of the
/// page's files without their ends, `labs` is that of the code that was split off, if any was.
///
/// # Errors
///
/// As [`put`].
pub fn put_beside_page(
    shell: &Shell,
    folder: &Path,
    app: &str,
    [plain, relaxed]: &[String; 2],
    labs: Option<&str>,
) -> Result<()> {
    put(shell, folder)?;
    let labs = labs.map_or_else(|| "undefined".into(), |labs| format!("at({labs:?})"));
    let text = shell.read_file(source("site.js"))?;
    let text = text.replace("APP", app).replace("LABS", &labs);
    let text = text.replace("PLAIN", plain).replace("RELAXED", relaxed);
    Ok(shell.write_file(folder.join(SITE), minified(shell, &text, "js")?)?)
}

/// A file of the embed crate.
pub fn source(name: &str) -> std::path::PathBuf {
    project::root().join("crates/embed").join(name)
}

fn minified(shell: &Shell, text: &str, kind: &str) -> Result<String> {
    let options = ["--minify", "--log-level=warning", "--charset=utf8"];
    let minified = cmd!(shell, "esbuild {options...} --loader={kind}").quiet().stdin(text);
    minified.read().with_context(|| format!("esbuild refuses a file of kind {kind}"))
}
