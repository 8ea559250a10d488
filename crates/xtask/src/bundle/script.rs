//! The code of the one file: what is packed, and what unpacks it.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use libdeflater::{CompressionLvl, Compressor};
use xshell::{Shell, cmd};

use super::Trained;
use super::page::Names;
use crate::project;

/// A training run that was made before; the page shows it until one is made in it.
const RECORD: &str = "lengths.json";

/// The folder of trained models, and how the names of their files end.
const MODELS: &str = "models";
const WEIGHTS: &str = "weights";

/// All scripts, as HTML.
pub(super) fn all(shell: &Shell, folder: &Path, names: &Names, trained: Trained) -> Result<String> {
    let mut html = String::new();
    let wasm = names.code.replace(".js", "_bg.wasm");
    html.push_str(&part("page", &packed(&folder.join(wasm))?)?);
    if let Some(labs) = &names.labs {
        html.push_str(&part("labs", &packed(&folder.join(labs))?)?);
    }
    if trained == Trained::Included {
        html.push_str(&part("lengths", &packed(&folder.join(RECORD))?)?);
        html.push_str(&models(&folder.join(MODELS))?);
    }
    if let Some(loader) = &names.worker {
        html.push_str(&part("worker", &worker(shell, folder, loader)?)?);
    }
    let start = bundled(shell, "start.js", "esm", &[("page", &folder.join(&names.code))])?;
    ensure_plain(&start)?;
    Ok(format!("{html}<script type=\"module\">{start}</script>"))
}

/// The trained models as scripts that aren't run. Weights can hardly be packed, so these are as
/// they are, and the page needn't unpack what no view asks for.
fn models(folder: &Path) -> Result<String> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .with_context(|| format!("no folder {}", folder.display()))?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    files.retain(|file| file.extension().is_some_and(|end| end == WEIGHTS));
    files.sort();
    let script = |file: PathBuf| {
        let name = file.file_stem().and_then(OsStr::to_str).context("a model without a name")?;
        let weights = BASE64_STANDARD.encode(fs::read(&file)?);
        Ok(format!("<script type=\"text/plain\" data-model=\"{name}\">{weights}</script>"))
    };
    files.into_iter().map(script).collect()
}

/// The worker's code as one script. Its files are named as what it runs first is.
fn worker(shell: &Shell, folder: &Path, loader: &str) -> Result<String> {
    let stem = loader.strip_suffix("_start.js").context("the worker's first script")?;
    let code = fs::read_to_string(folder.join(format!("{stem}.js")))?;
    let wasm = packed(&folder.join(format!("{stem}_bg.wasm")))?;
    let start = bundled(shell, "worker.js", "iife", &[])?;
    Ok(format!("{code}\nconst PACKED=\"{wasm}\";{start}"))
}

/// The widget's code with the page in it.
pub(super) fn widget(shell: &Shell, page: &Path) -> Result<String> {
    let module = project::root().join("www/embed/anywidget.js");
    let page = page.canonicalize().with_context(|| format!("no {}", page.display()))?;
    bundled(shell, "widget.js", "esm", &[("widget", &module), ("page.html", &page)])
}

/// One of this folder's scripts with all that it imports, made small. What it imports under a
/// name of no file is given.
fn bundled(shell: &Shell, name: &str, format: &str, imports: &[(&str, &Path)]) -> Result<String> {
    let entry = project::root().join("crates/xtask/src/bundle").join(name);
    let aliases = imports.iter().map(|(name, file)| format!("--alias:{name}={}", file.display()));
    let options = ["--bundle", "--minify", "--log-level=warning", "--target=es2022"];
    let script = cmd!(shell, "esbuild {entry} {options...} --loader:.html=text --format={format}");
    script.args(aliases).read().with_context(|| format!("{name} can't be bundled"))
}

/// A script that isn't run but read.
fn part(name: &str, text: &str) -> Result<String> {
    ensure_plain(text)?;
    Ok(format!("<script type=\"text/plain\" data-part=\"{name}\">{text}</script>"))
}

/// Within a script HTML looks for its end only, and for what begins a comment.
fn ensure_plain(text: &str) -> Result<()> {
    let lower = text.to_lowercase();
    let is_plain = ["</script", "<script", "<!--"].iter().all(|mark| !lower.contains(mark));
    ensure!(is_plain, "a script would end its own element");
    Ok(())
}

/// A file's content, compressed, as letters: how many bytes that is, and these in Z85, which takes
/// five letters for four of them where base64 takes four for three.
fn packed(file: &Path) -> Result<String> {
    let bytes = fs::read(file).with_context(|| format!("{} can't be read", file.display()))?;
    let mut compressor = Compressor::new(CompressionLvl::best());
    let mut packed = vec![0; compressor.deflate_compress_bound(bytes.len())];
    let length = compressor.deflate_compress(&bytes, &mut packed)?;
    packed.truncate(length);
    packed.resize(length.next_multiple_of(4), 0);
    Ok(format!("{length} {}", z85::encode(packed)))
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use flate2::read::DeflateDecoder;

    use super::*;

    #[test]
    fn what_is_packed_comes_out_again() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.wasm");
        let bytes: Vec<u8> = (0..100_000).map(|i| (i % 251) as u8).collect();
        fs::write(&file, &bytes).unwrap();
        let text = packed(&file).unwrap();
        assert!(text.len() < bytes.len() / 10);
        let mut unpacked = Vec::new();
        let (length, letters) = text.split_once(' ').unwrap();
        let inner = z85::decode(letters).unwrap();
        DeflateDecoder::new(&inner[..length.parse().unwrap()]).read_to_end(&mut unpacked).unwrap();
        assert_eq!(unpacked, bytes);
    }

    #[test]
    fn no_script_ends_its_own_element() {
        assert!(part("a", "let a = 1 < 2;").is_ok());
        for text in ["'</SCRIPT>'", "'<script>'", "1 <!--2"] {
            assert!(part("a", text).is_err(), "{text}");
        }
    }
}
