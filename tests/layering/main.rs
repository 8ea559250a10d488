//! Which crate may know which: the arrows of the code map, checked.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use cargo_metadata::{DependencyKind, Metadata, MetadataCommand};

/// Our crates, and those of ours that each may depend on. Whoever isn't listed may depend
/// on all.
const ARROWS: [(&str, &[&str]); 9] = [
    ("language", &[]),
    ("attention", &[]),
    ("models", &["attention"]),
    ("scene", &["attention"]),
    ("train", &["attention", "models"]),
    ("engine", &["attention", "language", "models", "train"]),
    ("worker", &["engine"]),
    ("app", &["engine", "scene", "worker"]),
    ("embed", &["app", "engine", "scene"]),
];

/// What a crate must never know: the screen, or that anything is serialized. Models are, into
/// the files of their weights, but not as JSON.
const BANNED: [(&str, &[&str]); 7] = [
    ("language", &["serde", "serde_json", "js-sys", "web-sys", "wasm-bindgen", "yew"]),
    ("attention", &["serde", "serde_json", "js-sys", "web-sys", "wasm-bindgen", "yew"]),
    ("models", &["serde_json", "js-sys", "web-sys", "wasm-bindgen", "yew"]),
    ("train", &["serde", "serde_json", "js-sys", "web-sys", "wasm-bindgen", "yew"]),
    ("engine", &["js-sys", "web-sys", "wasm-bindgen", "yew"]),
    ("scene", &["serde", "serde_json", "engine", "yew"]),
    ("app", &["serde", "serde_json"]),
];

/// The crates that are not part of the page: they may depend on what they like.
const TOOLS: [&str; 4] = ["bench", "recipes", "tests", "xtask"];

/// The direct dependencies of our crates, without those of their tests.
fn dependencies() -> Result<BTreeMap<String, BTreeSet<String>>> {
    let metadata: Metadata = MetadataCommand::new()
        .manifest_path(concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.toml"))
        .no_deps()
        .exec()?;
    let shipped = |package: &cargo_metadata::Package| {
        let kept = package.dependencies.iter().filter(|d| d.kind != DependencyKind::Development);
        kept.map(|dependency| dependency.name.clone()).collect()
    };
    let packages = metadata.packages.iter();
    Ok(packages.map(|package| (package.name.to_string(), shipped(package))).collect())
}

#[test]
fn arrows_point_one_way() -> Result<()> {
    let dependencies = dependencies()?;
    let ours: BTreeSet<&String> = dependencies.keys().collect();
    for (name, allowed) in ARROWS {
        for dependency in dependencies[name].iter().filter(|name| ours.contains(name)) {
            assert!(allowed.contains(&dependency.as_str()), "{name} must not know {dependency}");
        }
    }
    Ok(())
}

#[test]
fn every_crate_has_its_place() -> Result<()> {
    for name in dependencies()?.keys().filter(|name| !TOOLS.contains(&name.as_str())) {
        assert!(ARROWS.iter().any(|(listed, _)| listed == name), "{name} has no arrows");
    }
    Ok(())
}

#[test]
fn no_crate_knows_what_it_must_not() -> Result<()> {
    let dependencies = dependencies()?;
    for (name, banned) in BANNED {
        for dependency in banned {
            assert!(!dependencies[name].contains(*dependency), "{name} must not know {dependency}");
        }
    }
    Ok(())
}

#[test]
fn only_the_boundaries_serialize() -> Result<()> {
    for (name, dependencies) in dependencies()? {
        let may = ["engine", "embed", "models", "worker"].contains(&name.as_str())
            || TOOLS.contains(&name.as_str());
        assert!(may || !dependencies.contains("serde"), "{name} must not serialize");
    }
    Ok(())
}
