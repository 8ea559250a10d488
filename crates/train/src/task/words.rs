//! The words of the tasks whose words have no meaning to the task.

/// Short, unlike each other at a glance, and none more likely to stand first than another.
pub(super) const WORDS: [&str; 24] = [
    "sun", "tree", "cat", "boat", "milk", "door", "bird", "salt", "moon", "hat", "fish", "ring",
    "lamp", "snow", "key", "pear", "wolf", "drum", "leaf", "coin", "rope", "bell", "nest", "wave",
];

/// Stands where the answer is asked for.
pub(super) const QUERY: &str = "?";

/// The first `count` words.
pub(super) fn words(count: usize) -> Vec<&'static str> {
    WORDS.iter().copied().take(count).collect()
}
