//! What is done with the page's wasm once it is compiled.

use std::path::Path;

use anyhow::{Context, Result};
use walrus::Module;
use xshell::{Shell, cmd};

use crate::split::{Constants, Split, split};
use crate::{project, say};

/// Makes the page's code small.
const SMALL: [&str; 6] = ["-Os", "--flatten", "--rereloop", "-Os", "-Os", "-Os"];

/// What is done in either case. Some functions use vectors by themselves.
const ALWAYS: [&str; 3] = ["--enable-simd", "--strip-producers", "--strip-target-features"];

/// How the page finds the code of deferred labs; `crates/app/src/labs/deferred.rs` looks for
/// it. A browser fetches it when it has nothing else to do.
const LABS: &str = r#"<link data-later rel="prefetch" as="fetch" crossorigin id="labs-code" href="#;

/// Splits the page's code, if it can be, and makes it small. The page is told where the code
/// of deferred labs is.
pub(super) fn finish(shell: &Shell, file: &Path, can_split: bool) -> Result<()> {
    let wasm = std::fs::read(file)?;
    if let Some(parts) = can_split.then(|| parts(&wasm)).transpose()?.flatten() {
        for name in parts.kept {
            say(&format!("in the first load, for it is used there: {name}"));
        }
        let later = file.with_file_name(beside(file, "_labs.wasm")?);
        shell.write_file(file, parts.first)?;
        shell.write_file(&later, parts.later)?;
        optimize(shell, &later, &SMALL)?;
        tell(shell, LABS, &beside(file, "_labs.wasm")?)?;
    }
    optimize(shell, file, &SMALL)
}

fn parts(wasm: &[u8]) -> Result<Option<Split>> {
    let folder = project::metadata()?.target_directory;
    let linked = std::fs::read(folder.join("wasm32-unknown-unknown/web/app.wasm"))?;
    split(wasm, &Constants::read(&linked)?)
}

/// The name of another file of the same build.
fn beside(file: &Path, end: &str) -> Result<String> {
    let name = file.file_name().context("a file has a name")?.to_string_lossy();
    Ok(name.replace("_bg.wasm", end))
}

/// What the linker left for the split and nobody needs any more.
const OF_THE_LINKER: [&str; 3] = ["linking", "reloc.CODE", "reloc.DATA"];

/// Optimizes a file in place.
pub(super) fn optimize(shell: &Shell, file: &Path, how: &[&str]) -> Result<()> {
    let mut module = Module::from_file(file)?;
    for name in OF_THE_LINKER {
        module.customs.remove_raw(name);
    }
    module.emit_wasm_file(file)?;
    Ok(cmd!(shell, "wasm-opt {how...} {ALWAYS...} {file} -o {file}").run()?)
}

/// Puts an entry into the head of the page that names a file.
pub(super) fn tell(shell: &Shell, entry: &str, name: &str) -> Result<()> {
    let page = project::dist().join("index.html");
    let html = shell.read_file(&page)?;
    let (head, rest) = html.split_once("</head>").context("the page has no head")?;
    Ok(shell.write_file(&page, format!("{head}{entry}\"./{name}\"></head>{rest}"))?)
}
