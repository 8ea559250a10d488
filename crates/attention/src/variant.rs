//! Ways to attend that cost less than every query times every key, and what each costs.
//!
//! | name | pairs | exact | paper |
//! |---|---|---|---|
//! | `full` | all n² | yes | Vaswani et al. 2017 |
//! | `flash` | all n², a tile of scores at a time | yes | Dao et al. 2022 |
//! | `sliding_window` | near ones | for its mask | Beltagy et al. 2020, section 3.1 |
//! | `longformer` | near ones, and all of the global tokens' | for its mask | Beltagy et al. 2020 |
//! | `big_bird` | near, global and random ones | for its mask | Zaheer et al. 2020 |
//! | `performer` | all n², never one by one | no | Choromanski et al. 2021 |
//!
//! [`crate::trace`] is the oracle of them all. A new variant is a file here and a line in
//! [`ALL`].

mod asked;
mod big_bird;
mod cost;
mod flash;
mod full;
mod kernel;
mod longformer;
mod pairs;
mod pattern;
mod performer;
mod sliding_window;

use std::fmt::Debug;
use std::ops::Range;

use ndarray::{Array3, ArrayView3};

use crate::error::check_size;
use crate::{AttentionError, Options};

use cost::{Counter, Nothing, Tally};
use pattern::Pattern;

pub use big_bird::BigBird;
pub use cost::{Cost, MAX_COST, Size};
pub use flash::Flash;
pub use full::Full;
pub use longformer::{Globals, Longformer};
pub use performer::Performer;
pub use sliding_window::SlidingWindow;

/// A way to attend.
///
/// ```
/// use attention::Options;
/// use attention::variant::{Full, Size, SlidingWindow, Variant};
/// use ndarray::array;
///
/// let x = array![[[1.0], [1.0], [4.0]]]; // [heads, n, d]
/// let near = SlidingWindow { window: 2 }; // one key on each side, and the token itself
/// let output = near.attend((&x).into(), (&x).into(), (&x).into(), &Options::default())?;
/// assert_eq!(output[[0, 0, 0]], 1.0); // the first token doesn't see the 4
///
/// let size = Size { n: 3, d: 1, causal: false };
/// assert_eq!((Full.cost(size)?.pairs, near.cost(size)?.pairs), (9, 7));
/// # Ok::<(), attention::AttentionError>(())
/// ```
pub trait Variant: Debug + Send + Sync {
    /// The name in URLs and in the JavaScript package.
    fn name(&self) -> &'static str;

    /// Where the weights that [`Variant::weights`] gives come from.
    fn origin(&self) -> Origin;

    /// The keys that a query attends to among n tokens: ranges in order that don't overlap.
    ///
    /// # Errors
    /// [`AttentionError::Value`] if a setting makes no sense for n tokens.
    fn keys(
        &self,
        n: usize,
        query: usize,
        causal: bool,
    ) -> Result<Vec<Range<usize>>, AttentionError>;

    /// What it costs to attend, for one head.
    ///
    /// # Errors
    /// [`AttentionError::Value`] if a setting makes no sense for that size, or if a figure is
    /// above [`MAX_COST`].
    fn cost(&self, size: Size) -> Result<Cost, AttentionError>;

    /// The output, `[heads, n_q, d_v]`, of q `[heads, n_q, d_k]`, k `[kv_heads, n_k, d_k]` and
    /// v `[kv_heads, n_k, d_v]`, where kv_heads divides heads. All must be finite.
    ///
    /// # Errors
    /// [`AttentionError`] if shapes don't fit together, a number isn't finite, or the variant
    /// can't do what the options ask.
    fn attend(
        &self,
        q: ArrayView3<f32>,
        k: ArrayView3<f32>,
        v: ArrayView3<f32>,
        options: &Options,
    ) -> Result<Array3<f32>, AttentionError>;

    /// Attends and counts on the way, for all heads.
    ///
    /// # Errors
    /// As [`Variant::attend`].
    fn count(
        &self,
        q: ArrayView3<f32>,
        k: ArrayView3<f32>,
        v: ArrayView3<f32>,
        options: &Options,
    ) -> Result<Cost, AttentionError>;

    /// The weights, `[heads, n_q, n_k]`.
    ///
    /// Not every variant ever holds them. But what it gives for the identity as values is
    /// weights · I, which are the weights.
    ///
    /// # Errors
    /// As [`Variant::attend`], and if the weights are more than [`crate::MAX_ELEMENTS`].
    fn weights(
        &self,
        q: ArrayView3<f32>,
        k: ArrayView3<f32>,
        options: &Options,
    ) -> Result<Array3<f32>, AttentionError> {
        let (kv_heads, n_k, _) = k.dim();
        let shape = (kv_heads, n_k, n_k);
        check_size(self.name(), "weights", &[kv_heads, n_k, n_k])?;
        let identity = Array3::from_shape_fn(shape, |(_, i, j)| if i == j { 1.0 } else { 0.0 });
        self.attend(q, k, identity.view(), options)
    }
}

/// What a variant's file says; [`Variant`] follows from it. (A generic counter can't be in a
/// trait that is used through pointers.)
trait Compute: Pattern + Debug + Send + Sync {
    const NAME: &'static str;
    const ORIGIN: Origin;

    /// Refuses settings that make no sense.
    fn check(&self) -> Result<(), AttentionError> {
        Ok(())
    }

    fn cost(&self, size: Size) -> Result<Cost, AttentionError>;

    fn attend(
        &self,
        inputs: [ArrayView3<f32>; 3],
        options: &Options,
        counter: &mut dyn Counter,
    ) -> Result<Array3<f32>, AttentionError>;
}

impl<T: Compute> Variant for T {
    fn name(&self) -> &'static str {
        T::NAME
    }

    fn origin(&self) -> Origin {
        T::ORIGIN
    }

    fn keys(
        &self,
        n: usize,
        query: usize,
        causal: bool,
    ) -> Result<Vec<Range<usize>>, AttentionError> {
        if query >= n {
            let needed = format!("one of the {n} tokens, counted from 0");
            return Err(AttentionError::value(T::NAME, "query", query, needed));
        }
        self.check()?;
        let mut keys = Vec::new();
        Pattern::keys(self, n, query, &mut keys);
        pattern::cut(&mut keys, if causal { query + 1 } else { n });
        Ok(keys)
    }

    fn cost(&self, size: Size) -> Result<Cost, AttentionError> {
        Compute::cost(self, size)
    }

    fn attend(
        &self,
        q: ArrayView3<f32>,
        k: ArrayView3<f32>,
        v: ArrayView3<f32>,
        options: &Options,
    ) -> Result<Array3<f32>, AttentionError> {
        Compute::attend(self, [q, k, v], options, &mut Nothing)
    }

    fn count(
        &self,
        q: ArrayView3<f32>,
        k: ArrayView3<f32>,
        v: ArrayView3<f32>,
        options: &Options,
    ) -> Result<Cost, AttentionError> {
        let mut tally = Tally::default();
        Compute::attend(self, [q, k, v], options, &mut tally)?;
        Ok(tally.0)
    }
}

/// Where a variant's weights come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// They are the softmax of the scores, over the keys that the query attends to.
    Exact,
    /// The same numbers, but only a tile of them is ever there; shown are all at once.
    Reconstructed,
    /// They are never there, and what is shown follows from an estimate.
    Estimated,
}

/// Everything that a variant can be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The full width of the window: half of it, rounded down, on each side, and the token
    /// itself.
    pub window: usize,
    /// The tokens that attend to all and are attended by all.
    pub globals: Globals,
    /// How many further keys, drawn at random, each query attends to.
    pub random: usize,
    /// How many tokens BigBird takes as one; `window`, `globals` and `random` then count
    /// blocks.
    pub block: usize,
    /// How many random features stand for the exponential.
    pub features: usize,
    /// What all that is random is drawn from.
    pub seed: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            window: 128,
            globals: Globals::first(1),
            random: 3,
            block: 1,
            features: 256,
            seed: 1,
        }
    }
}

/// One of the [`Settings`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// [`Settings::window`].
    Window,
    /// [`Settings::globals`].
    Globals,
    /// [`Settings::random`].
    Random,
    /// [`Settings::block`].
    Block,
    /// [`Settings::features`].
    Features,
    /// [`Settings::seed`].
    Seed,
}

/// One line of the list of variants.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The name, as [`Variant::name`] gives it.
    pub name: &'static str,
    /// The settings that concern it.
    pub takes: &'static [Setting],
    /// Makes the variant; it leaves the settings that do not concern it.
    pub build: fn(Settings) -> Box<dyn Variant>,
}

/// All variants, in the order of menus.
///
/// ```
/// use attention::variant::{ALL, Settings, Size};
/// let size = Size { n: 1024, d: 64, causal: false };
/// let pairs = ALL.map(|entry| (entry.build)(Settings::default()).cost(size).map(|c| c.pairs));
/// assert_eq!(ALL[3].name, "longformer");
/// assert_eq!(pairs[0], Ok(1_048_576));
/// assert_eq!(pairs[2], Ok(127_936)); // 1,024 · 129 − 64 · 65 cut off at the ends
/// ```
pub const ALL: [Entry; 6] = [
    Entry { name: Full::NAME, takes: &[], build: |_| Box::new(Full) },
    Entry { name: Flash::NAME, takes: &[], build: |_| Box::new(Flash::default()) },
    Entry {
        name: SlidingWindow::NAME,
        takes: &[Setting::Window],
        build: |Settings { window, .. }| Box::new(SlidingWindow { window }),
    },
    Entry {
        name: Longformer::NAME,
        takes: &[Setting::Window, Setting::Globals],
        build: |Settings { window, globals, .. }| Box::new(Longformer { window, globals }),
    },
    Entry {
        name: BigBird::NAME,
        takes: &[Setting::Window, Setting::Globals, Setting::Random, Setting::Block, Setting::Seed],
        build: |Settings { window, globals, random, block, seed, .. }| {
            Box::new(BigBird { window, globals, random, block, seed })
        },
    },
    Entry {
        name: Performer::NAME,
        takes: &[Setting::Features, Setting::Seed],
        build: |Settings { features, seed, .. }| Box::new(Performer { features, seed }),
    },
];
