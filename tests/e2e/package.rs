//! The npm package in a browser: as it is, and through a bundler.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::json;
use tempfile::TempDir;
use xtask::{project, tools};

use crate::harness::{Host, in_browser};

/// What an application does with the package: numbers, a mounted lab, and an element.
const SCRIPT: &str = "
    import init, { attention, mount } from 'attention-lab';
    import { AttentionLab } from 'attention-lab/element.js';
    import 'attention-lab/style.css';
    await init();
    const q = { data: Float32Array.of(1, 0, 0, 2), shape: [2, 2] };
    window.weights = [...attention({ q, k: q, v: q, causal: true }).weights.data];
    window.mounted = mount(document.querySelector('#mounted'), { step: 'weights' });
    window.isElement = document.querySelector('attention-lab') instanceof AttentionLab;
";

const BODY: &str = "<div id=mounted></div>
    <attention-lab lab=positions view=train steps=50 encodings=none task=agent></attention-lab>";

fn pkg() -> Result<PathBuf> {
    let pkg = std::env::var_os("ATTENTION_LAB_PKG").map_or_else(project::pkg, PathBuf::from);
    ensure!(
        pkg.join("package.json").exists(),
        "no package in {}: cargo xtask package",
        pkg.display()
    );
    Ok(pkg)
}

/// What the application must have come to, on the page that it makes.
fn works(host: &Host, file: &str) -> Result<()> {
    in_browser(async |page| {
        page.visit(&format!("{}{file}", host.url())).await?;
        page.until_js("window.isElement").await?;
        let weights = page.js("weights").await?;
        let second = f64::from(weights[3].as_f64().map_or(0.0, |x| x as f32));
        assert_eq!((&weights[0], &weights[1]), (&json!(1), &json!(0)));
        assert!((second - 0.944).abs() < 0.001, "{weights}");
        page.find("#mounted [data-step=weights] .heatmap").await?;
        assert_eq!(page.js("mounted.state().step").await?, "weights");
        // The worker is found wherever the bundler put it, so the page needn't train by itself.
        let inside = "document.querySelector('attention-lab').shadowRoot";
        page.until_js(&format!("{inside}?.querySelector('[data-action=train]')")).await?;
        page.run(&format!("{inside}.querySelector('[data-action=train]').click()"), vec![]).await?;
        page.until_js(&format!("{inside}.querySelector('[data-phase=finished]')")).await?;
        assert_eq!(page.js(&format!("{inside}.querySelectorAll('.notice').length")).await?, 0);
        Ok(())
    })
}

#[test]
fn plain_modules_need_no_bundler() -> Result<()> {
    let host = Host::with_files(&pkg()?, &[])?;
    let script = SCRIPT
        .replace("from 'attention-lab'", "from './attention_lab.js'")
        .replace("from 'attention-lab/element.js'", "from './element.js'")
        .replace("import 'attention-lab/style.css';", "");
    let page = format!(
        "<!doctype html><html lang=en><meta charset=utf-8><title>Mine</title>
         <link rel=icon href=data:,><link rel=stylesheet href=style.css>
         <body>{BODY}<script type=module>{script}</script>"
    );
    host.write("mine.html", &page)?;
    works(&host, "mine.html")
}

#[test]
fn vite_takes_all_of_it_along() -> Result<()> {
    let application = TempDir::new()?;
    let folder = application.path();
    fs::create_dir(folder.join("node_modules"))?;
    link(&pkg()?, &folder.join("node_modules/attention-lab"))?;
    fs::write(folder.join("package.json"), r#"{ "name": "mine", "type": "module" }"#)?;
    fs::write(
        folder.join("index.html"),
        format!(
            "<!doctype html><html lang=en><meta charset=utf-8><title>Mine</title>
             <link rel=icon href=data:,>
             <body>{BODY}<script type=module src=/main.js></script>"
        ),
    )?;
    fs::write(folder.join("main.js"), SCRIPT)?;
    let vite = tools::vite_script();
    ensure!(vite.exists(), "no {}: cargo xtask test brings it", vite.display());
    let built = Command::new("node")
        .arg(vite)
        .args(["build", "--base=./", "--target=es2022", "--logLevel=warn"])
        .current_dir(folder)
        .output()
        .context("node didn't start")?;
    let said = String::from_utf8_lossy(&built.stderr).into_owned();
    ensure!(built.status.success(), "vite refuses the package:\n{said}");
    let host = Host::with_files(&folder.join("dist"), &[])?;
    works(&host, "index.html")
}

/// The package where npm would install it. A link is what a workspace makes.
#[cfg(unix)]
fn link(from: &Path, to: &Path) -> Result<()> {
    Ok(std::os::unix::fs::symlink(from, to)?)
}

#[cfg(not(unix))]
fn link(from: &Path, to: &Path) -> Result<()> {
    Ok(std::os::windows::fs::symlink_dir(from, to)?)
}
