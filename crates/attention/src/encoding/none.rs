//! No positions at all.

use super::Encoding;

pub(super) const NAME: &str = "none";

/// Leaves everything as it is, so that attention can't tell one order from another.
///
/// ```
/// use attention::encoding::{Encoding, NoEncoding};
/// assert_eq!(NoEncoding.added(3, 8)?, None);
/// # Ok::<(), attention::AttentionError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NoEncoding;

impl Encoding for NoEncoding {
    fn name(&self) -> &'static str {
        NAME
    }
}
