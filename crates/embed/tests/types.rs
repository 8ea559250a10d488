//! The types that JavaScript sees name what the page knows, and nothing else.
#![allow(clippy::panic, reason = "a test may fail")]

use std::collections::{BTreeMap, BTreeSet};

use app::labs::LABS;
use app::state::{HIDEABLE, Inputs, ThemeChoice, url};
use app::steps::Step;
use engine::{EncodingKind, MatrixName};

const TYPES: &str = include_str!("../types.d.ts");

/// What stands between two texts, the first of which occurs once.
fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    let (_, rest) = text.split_once(start).unwrap_or_else(|| panic!("no {start}"));
    rest.split_once(end).map_or(rest, |(found, _)| found)
}

/// The words in quotes.
fn quoted(text: &str) -> BTreeSet<&str> {
    text.split('"').skip(1).step_by(2).collect()
}

fn check<'a>(union: &str, names: impl IntoIterator<Item = &'a str>) {
    assert_eq!(quoted(union), names.into_iter().collect::<BTreeSet<_>>());
}

#[test]
fn unions_hold_every_name() {
    let union = |name: &str| between(TYPES, &format!("export type {name} ="), ";");
    check(union("StepName"), Step::ALL.map(Step::name));
    check(union("MatrixName"), MatrixName::ALL.map(MatrixName::name));
    check(union("PartName"), HIDEABLE);
    let options = between(TYPES, "export interface LabOptions {", "\n}");
    let option = |name: &str| between(options, &format!("  {name}?:"), "| null");
    check(option("lab"), LABS.iter().map(|lab| lab.slug));
    check(option("encoding"), EncodingKind::ALL.map(EncodingKind::name));
    check(option("theme"), ThemeChoice::ALL.map(ThemeChoice::name));
}

#[test]
fn every_variant_has_its_type() {
    let refused = engine::direct::cost(&engine::direct::Variant::default()).map_err(|e| e.needed);
    let names = refused.expect_err("no variant without a name").replace(" or ", ", ");
    let typed = TYPES.lines().filter(|line| line.trim_start().starts_with("variant: \""));
    let typed: BTreeSet<_> = typed.flat_map(quoted).collect();
    assert_eq!(typed, names.split(", ").collect());
}

#[test]
fn options_are_the_keys_of_the_address() {
    let options = between(TYPES, "export interface LabOptions {", "\n}");
    let typed: BTreeSet<_> = options
        .lines()
        .filter_map(|line| line.split_once("?:"))
        .map(|(name, _)| name.trim())
        .collect();
    let inputs = url::read([
        ("edit", "queries,0,0,0,1"),
        ("cell", "0,0,scores"),
        ("question", "most,1"),
        ("guess", "0"),
        ("hide", "seed"),
    ]);
    assert_eq!(inputs.1, Vec::<String>::new());
    assert_eq!(typed, url::write(&inputs.0, true).into_iter().map(|(name, _)| name).collect());
}

#[test]
fn defaults_are_those_of_the_page() {
    let options = between(TYPES, "export interface LabOptions {", "\n}");
    for (name, value) in url::write(&Inputs::default(), true) {
        let at = options.find(&format!("  {name}?:")).unwrap_or_else(|| panic!("no {name}"));
        let (_, default) = options[..at].rsplit_once("@default ").expect("a default");
        let default = default.trim_end().trim_end_matches("*/").trim();
        // A key that two labs have has two.
        let mut defaults = default.split(" and ").map(|default| default.trim_matches('"'));
        let spelled = |default| if default == "true" { "on" } else { default };
        assert!(defaults.any(|default| spelled(default) == value), "{name}: {value}, {default}");
    }
}

/// The names that a parameter's values are, where they are some names.
fn names(values: &str) -> Vec<&str> {
    let names: Vec<_> = values.split(", ").flat_map(|part| part.split(" or ")).collect();
    let is_name = |name: &&str| {
        name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-".contains(c))
    };
    if names.iter().all(is_name) { names } else { Vec::new() }
}

#[test]
fn types_name_what_a_parameter_may_be() {
    let options = between(TYPES, "export interface LabOptions {", "\n}");
    for parameter in url::parameters() {
        let option = between(options, &format!("  {}?:", parameter.name), "undefined;");
        for name in names(&parameter.values).iter().filter(|name| name.parse::<f32>().is_err()) {
            let quoted = format!("\"{name}\"");
            assert!(option.contains(&quoted), "{}: {name} in {option}", parameter.name);
        }
    }
}

#[test]
fn the_readme_lists_every_parameter_with_its_values_and_default() {
    let readme = include_str!("../../../README.md");
    let table = between(readme, "| key | values | default |", "\n\n");
    let mut parameters: BTreeMap<_, _> =
        url::parameters().into_iter().map(|parameter| (parameter.name, parameter)).collect();
    for row in table.lines().filter(|row| row.starts_with("| `")) {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [keys, values, defaults] = cells[..] else { panic!("three cells: {row}") };
        let keys: Vec<_> = keys.split('`').skip(1).step_by(2).collect();
        // Several keys of a row have a default each, or one in common.
        let defaults: Vec<_> = match defaults.split(", ").collect::<Vec<_>>() {
            each if each.len() == keys.len() => each,
            _ => vec![defaults; keys.len()],
        };
        for (key, default) in keys.iter().zip(defaults) {
            let parameter = parameters.remove(key).unwrap_or_else(|| panic!("{key} is no key"));
            for name in names(&parameter.values) {
                assert!(values.contains(name), "{key} may be {name}: {row}");
            }
            // Some hang on another parameter, which the table says in words.
            if !["all", "the task's", "the lab's first"].contains(&default) {
                assert_eq!(default.replace(['`', ','], ""), parameter.default, "{row}");
            }
        }
    }
    assert!(parameters.is_empty(), "not in the table: {:?}", parameters.keys());
}
