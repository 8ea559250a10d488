//! Keeps what belongs to the step in sight where its strip is wider than the page.

use web_sys::Element;
use yew::{NodeRef, hook, use_effect_with};

use crate::steps::Step;

/// The strips, and what in them belongs to the step.
const STRIPS: [(&str, &str); 2] = [(".formula", ".lit"), (".flow", "[aria-current]")];

/// After each step, scrolls the strips of a lab sideways.
#[hook]
pub fn use_centred(lab: &NodeRef, step: Step) {
    use_effect_with(step, {
        let lab = lab.clone();
        move |_| {
            let lab = lab.cast::<Element>();
            for (strip, part) in STRIPS {
                // A part that isn't shown needs no scrolling.
                let _: Option<()> = lab.as_ref().and_then(|lab| centre(lab, strip, part));
            }
        }
    });
}

/// Scrolls a strip so that the part is in its middle, as far as it goes.
fn centre(lab: &Element, strip: &str, part: &str) -> Option<()> {
    let strip = lab.query_selector(strip).ok()??;
    let part = strip.query_selector(part).ok()??.get_bounding_client_rect();
    let all = strip.get_bounding_client_rect();
    let off = part.left() + part.width() / 2.0 - all.left() - all.width() / 2.0;
    strip.set_scroll_left(strip.scroll_left() + off as i32);
    Some(())
}
