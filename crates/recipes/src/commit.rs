//! Which state of the program trains.

use std::process::Command;

/// The commit of the tree around the working folder, with `-dirty` behind it if the tree has
/// changes, models aside: one that was just trained decides nothing. `unknown` where there is no
/// tree, or no git.
pub fn commit() -> String {
    named(said(&["rev-parse", "HEAD"]), said(&["status", "--porcelain", "--", ":/", MODELS]))
}

const MODELS: &str = ":(top,exclude)www/models";

/// What git says, if it succeeds.
fn said(arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").args(arguments).output().ok()?;
    let said = output.status.success().then_some(output.stdout)?;
    Some(String::from_utf8(said).ok()?.trim().to_owned())
}

fn named(head: Option<String>, changes: Option<String>) -> String {
    match (head, changes) {
        (Some(head), Some(changes)) if changes.is_empty() => head,
        // What can't be asked may have changes.
        (Some(head), _) => head + "-dirty",
        (None, _) => "unknown".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_with_changes_is_told_apart() {
        let check = |head: Option<&str>, changes: Option<&str>, expected: &str| {
            assert_eq!(named(head.map(String::from), changes.map(String::from)), expected);
        };
        check(Some("0a1b"), Some(""), "0a1b");
        check(Some("0a1b"), Some("M crates/recipes/src/run.rs"), "0a1b-dirty");
        check(Some("0a1b"), None, "0a1b-dirty");
        check(None, None, "unknown");
    }
}
