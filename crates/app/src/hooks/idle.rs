//! Work that waits until the page is idle.

use gloo::timers::callback::Timeout;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{IdleRequestOptions, window};
use yew::{hook, use_effect_with};

/// The latest that idle work starts, in milliseconds: tables are promised within half a
/// second.
const TIMEOUT: u32 = 300;

/// How long to wait where the browser has no idle callbacks (Safari), in milliseconds.
const FALLBACK: u32 = 60;

/// Runs `work` when the page is idle after `deps` changed, and not at all if they change
/// again before that.
#[hook]
pub fn use_idle<D: Clone + PartialEq + 'static>(deps: D, work: impl FnOnce(D) + 'static) {
    use_effect_with(deps, move |deps| {
        let deps = deps.clone();
        let task = Task::start(move || work(deps));
        move || drop(task)
    });
}

/// Work that is called off when this is dropped.
struct Task {
    _called_while_alive: Closure<dyn FnMut()>,
    handle: Handle,
}

enum Handle {
    Idle(u32),
    Timeout { _cancels_on_drop: Timeout },
}

impl Task {
    fn start(work: impl FnOnce() + 'static) -> Option<Self> {
        let callback = Closure::once(work);
        let function: &js_sys::Function = callback.as_ref().unchecked_ref();
        let options = IdleRequestOptions::new();
        options.set_timeout(TIMEOUT);
        let handle = match window()?.request_idle_callback_with_options(function, &options) {
            Ok(handle) => Handle::Idle(handle),
            Err(_) => {
                let function = function.clone();
                Handle::Timeout {
                    _cancels_on_drop: Timeout::new(FALLBACK, move || {
                        // The work itself never throws.
                        let _ = function.call0(&JsValue::NULL);
                    }),
                }
            }
        };
        Some(Self { _called_while_alive: callback, handle })
    }
}

impl Drop for Task {
    fn drop(&mut self) {
        if let (Handle::Idle(handle), Some(window)) = (&self.handle, window()) {
            window.cancel_idle_callback(*handle);
        }
    }
}
