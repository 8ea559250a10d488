//! `cargo xtask size`: what the first load transfers, and to whom it speaks.

mod links;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

/// The most that the first load may transfer, in bytes (250 kB), Brotli-compressed.
const BUDGET: usize = 250_000;

/// What counts: the page, its style, its code. Icons come after the first paint.
const KINDS: [&str; 4] = ["html", "css", "js", "wasm"];

/// Prints the size of each file of the page, as `folder` holds them: those that it loads
/// first, and those that come later.
///
/// # Errors
///
/// When the first ones are over budget together, or a file refers to another host.
pub fn check(folder: &Path) -> Result<()> {
    let first = loaded(folder, &without_later)?;
    let all = loaded(folder, &str::to_owned)?;
    let later = all.difference(&first).cloned().collect();
    println!("{:>9} {:>9}  first load", "raw", "brotli");
    let total = print(folder, &first)?;
    println!("{:>9} {:>9}  of {}", "", kilobytes(total), kilobytes(BUDGET));
    println!("{:>9} {:>9}  later", "", "");
    print(folder, &later)?;

    for file in all.iter().filter(|file| !is_wasm(file)) {
        let text = fs::read_to_string(folder.join(file))?;
        let foreign = links::to_other_hosts(&text, kind(file));
        ensure!(foreign.is_empty(), "{} loads from another host: {foreign:?}", file.display());
    }
    ensure!(
        total <= BUDGET,
        "the first load is {} over its budget",
        kilobytes(total.saturating_sub(BUDGET))
    );
    Ok(())
}

/// Prints the sizes of `files`, and gives their sum when compressed.
fn print(folder: &Path, files: &BTreeSet<PathBuf>) -> Result<usize> {
    let mut total = 0;
    for file in files {
        let bytes = fs::read(folder.join(file))?;
        let compressed = compressed_len(&bytes)?;
        total += compressed;
        println!("{:>9} {:>9}  {}", kilobytes(bytes.len()), kilobytes(compressed), file.display());
    }
    Ok(total)
}

/// The page without the tags that are marked as naming what comes later.
fn without_later(html: &str) -> String {
    let mut pieces = html.split('<');
    let start = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(start, |kept, piece| match piece.split_once('>') {
        Some((tag, text)) if tag.contains("data-later") => kept + text,
        _ => kept + "<" + piece,
    })
}

/// `index.html`, and every file of [`KINDS`] that it, as far as `read` leaves it, or one of
/// these names.
fn loaded(folder: &Path, read: &dyn Fn(&str) -> String) -> Result<BTreeSet<PathBuf>> {
    let mut others = files_below(folder, Path::new(""))?;
    let index = PathBuf::from("index.html");
    ensure!(others.remove(&index), "there is no page in {}; build it first", folder.display());
    let mut found = BTreeSet::new();
    let mut unread = vec![index];
    while let Some(file) = unread.pop() {
        if !is_wasm(&file) {
            let mut text = fs::read_to_string(folder.join(&file))?;
            if kind(&file) == "html" {
                text = read(&text);
            }
            let named = |other: &PathBuf| {
                kind(other) != "html"
                    && other.file_name().is_some_and(|name| text.contains(&*name.to_string_lossy()))
            };
            let (next, rest) = others.into_iter().partition(named);
            others = rest;
            unread.extend::<BTreeSet<_>>(next);
        }
        found.insert(file);
    }
    Ok(found)
}

/// All files of [`KINDS`] below `folder`, relative to it.
fn files_below(folder: &Path, under: &Path) -> Result<BTreeSet<PathBuf>> {
    let mut files = BTreeSet::new();
    let entries = fs::read_dir(folder.join(under))
        .with_context(|| format!("{} can't be read", folder.display()))?;
    for entry in entries {
        let entry = entry?;
        let path = under.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            files.extend(files_below(folder, &path)?);
        } else if KINDS.contains(&kind(&path)) {
            files.insert(path);
        }
    }
    Ok(files)
}

fn kind(file: &Path) -> &str {
    file.extension().and_then(|extension| extension.to_str()).unwrap_or_default()
}

fn is_wasm(file: &Path) -> bool {
    kind(file) == "wasm"
}

/// How many bytes the best static host would transfer.
fn compressed_len(bytes: &[u8]) -> Result<usize> {
    let mut compressed = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, ..Default::default() };
    brotli::BrotliCompress(&mut &*bytes, &mut compressed, &parameters)?;
    Ok(compressed.len())
}

fn kilobytes(bytes: usize) -> String {
    format!("{}.{} kB", bytes / 1000, bytes % 1000 / 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_what_the_page_names_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
        write("index.html", "<link data-later href='later.wasm'><script src='page.js'></script>");
        write("later.wasm", "");
        write("page.js", "load('page.wasm')");
        write("page.wasm", "");
        write("example.html", "page.js");
        write("icon.svg", "");
        let files = loaded(folder.path(), &without_later).unwrap();
        assert_eq!(files, ["index.html", "page.js", "page.wasm"].map(PathBuf::from).into());
        let files = loaded(folder.path(), &str::to_owned).unwrap();
        assert!(files.contains(Path::new("later.wasm")) && files.len() == 4);
        check(folder.path()).unwrap();
    }

    #[test]
    fn refuses_a_page_over_budget_or_with_foreign_scripts() {
        let folder = tempfile::tempdir().unwrap();
        assert!(check(folder.path()).unwrap_err().to_string().contains("no page"));

        let index = folder.path().join("index.html");
        fs::write(&index, "<script src='https://example.org/a.js'></script>").unwrap();
        assert!(check(folder.path()).unwrap_err().to_string().contains("another host"));

        fs::write(&index, "<script src='a.wasm'></script>").unwrap();
        // Numbers without a pattern, which no compression makes smaller.
        let noise = |state: &mut u64| {
            *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (*state >> 56) as u8
        };
        let mut state = 1;
        let bytes: Vec<u8> = (0..2 * BUDGET).map(|_| noise(&mut state)).collect();
        fs::write(folder.path().join("a.wasm"), bytes).unwrap();
        assert!(check(folder.path()).unwrap_err().to_string().contains("over its budget"));
    }
}
