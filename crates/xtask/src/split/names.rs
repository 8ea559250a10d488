//! Tells which functions are a deferred lab's, by their names.

use std::collections::BTreeSet;

/// What stands in the name of the function that draws a deferred lab, before the component.
const MARK: &str = "::labs::deferred::draw::<";

/// What only deferred labs use, although they don't own it: training, measuring, the way to
/// the worker, whole transformers and their files, what is right to guess, charts, and what is
/// saved. The page's other
/// labs must not.
const SHARED: [&str; 23] = [
    "train[",
    "postcard[",
    "crc32fast[",
    "half[",
    "]::activation::",
    "worker[",
    "]::training::",
    "]::measuring::",
    "]::architectures::",
    "]::transformer::",
    "]::cost::",
    "]::variant::",
    "]::recurrent::",
    "]::question::",
    "]::hooks::worker::",
    "]::hooks::record::",
    "]::hooks::model::",
    "]::outside::",
    "]::labs::parts::",
    "]::labs::units::",
    "]::components::chart::",
    "]::components::save::",
    "]::export::",
];

/// What of it the page needs from the start: the tasks, which the address may name.
const EARLY: [&str; 2] = ["train[", "]::task::"];

/// What only training calls of them.
const OF_TRAINING: [&str; 6] = ["write", "words", "answers", "admits", "odds", "masked_ceiling"];

/// What waits for a fetch or a worker has a module of that name too, around what is waited for.
const WAITING: &str = "wasm_bindgen_futures[";

/// The modules of the deferred labs, as they stand in the names of functions.
pub struct Deferred(BTreeSet<String>);

impl Deferred {
    /// Finds them among the names of all functions. The page draws each deferred lab through
    /// `deferred::draw::<path::of::Component>`, so that this list can't differ from the page's.
    ///
    /// ```
    /// use xtask::split::Deferred;
    ///
    /// let deferred = Deferred::of(["app[1]::labs::deferred::draw::<app[1]::labs::order::Order>"]);
    /// assert!(deferred.owns("<app[1]::labs::order::Order as yew[2]::Component>::view"));
    /// assert!(!deferred.owns("app[1]::labs::attention::view"));
    /// // What a lab waits for comes with the lab, and the tasks come with the page.
    /// let waiting = "<wasm_bindgen_futures[3]::task::Task>::spawn::<app[1]::labs::order::fetch>";
    /// assert!(deferred.owns(waiting));
    /// assert!(!deferred.owns("<train[4]::task::agent::Agent as train[4]::task::Task>::name"));
    /// assert!(deferred.owns("<train[4]::task::agent::Agent as train[4]::task::Task>::write"));
    /// ```
    pub fn of<'n>(names: impl IntoIterator<Item = &'n str>) -> Self {
        let modules = names.into_iter().filter_map(|name| {
            let (_, component) = name.split_once(MARK)?;
            let (module, _) = component.split(['<', '>']).next()?.rsplit_once("::")?;
            Some(format!("{module}::"))
        });
        let mut modules: BTreeSet<String> = modules.collect();
        if !modules.is_empty() {
            modules.extend(SHARED.map(String::from));
        }
        Self(modules)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the function of that name belongs to a deferred lab, or is a generic one made
    /// for it.
    pub fn owns(&self, name: &str) -> bool {
        let is_of_training =
            || name.rsplit_once("::Task>::").is_some_and(|(_, it)| OF_TRAINING.contains(&it));
        let is_early = EARLY.iter().all(|part| name.contains(part))
            && !name.contains(WAITING)
            && !is_of_training();
        !is_early && self.0.iter().any(|module| name.contains(module.as_str()))
    }
}
