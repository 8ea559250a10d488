//! Whether a file is of today's recipe.

use models::transformer::Config;

use crate::Recipe;

/// Whatever decides the numbers of a training, but for the language's and the recipe's code.
///
/// ```
/// let recipe = recipes::ALL[1].1();
/// assert!(recipes::settings(&*recipe, &recipe.config()).contains("d_model: 64"));
/// ```
pub fn settings(recipe: &dyn Recipe, config: &Config) -> String {
    let settings = (config, recipe.optimizer(), recipe.seed(), recipe.batch());
    format!("{settings:?} {:?}", recipe.corpus())
}

/// The CRC-32 (ISO-HDLC) of settings, in hexadecimal digits: what a file keeps of them.
///
/// ```
/// // The check value of that code.
/// assert_eq!(recipes::fingerprint("123456789"), "cbf43926");
/// ```
pub fn fingerprint(settings: &str) -> String {
    format!("{:08x}", crc32fast::hash(settings.as_bytes()))
}
