//! Labs, and parts of them, whose code comes when they open, so that the page starts sooner.
//!
//! The build takes their functions out of the page's wasm and says where the file with them is.
//! Where it says nothing, nothing was taken out.

use std::cell::{Cell, RefCell};
use std::hint::black_box;

use js_sys::{Object, Promise, Reflect, WebAssembly};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlElement, Response, window};
use yew::platform::spawn_local;
use yew::{
    BaseComponent, Callback, Html, Properties, component, html, use_effect_with, use_state_eq,
};

use super::{LabProps, View};
use crate::files;

/// What the code calls the module that it imports from.
const IMPORTS: &str = "page";

thread_local! {
    static IS_THERE: Cell<bool> = const { Cell::new(false) };
    static ON_ITS_WAY: RefCell<Option<Promise>> = const { RefCell::new(None) };
    static STYLE: RefCell<Option<Promise>> = const { RefCell::new(None) };
}

/// The view of a lab whose code comes when it opens. The lab's other functions may be used
/// by deferred labs of the same module only.
pub(super) const fn deferred<C: BaseComponent<Properties = LabProps>>() -> View {
    View::Deferred(draw::<C>)
}

/// Draws what is there. The build knows by this name what is deferred.
#[inline(never)]
fn draw<C: BaseComponent>(props: C::Properties) -> Html {
    html! { <C ..props /> }
}

/// A part of a lab whose code comes when it is shown. The functions of its module may be used
/// by deferred code only; its properties are at work before that, so they are of another
/// module.
pub(crate) fn later<C: BaseComponent>(props: C::Properties) -> Html
where
    C::Properties: Clone,
{
    // A call that the compiler could see through would be a use from the start.
    slot(black_box(draw::<C>), props, false)
}

/// The same for a part that isn't seen: nothing is said of its coming.
pub(crate) fn unseen<C: BaseComponent>(props: C::Properties) -> Html
where
    C::Properties: Clone,
{
    slot(black_box(draw::<C>), props, true)
}

/// Apart from [`later`], so that the closure isn't of the component, whose code isn't there.
fn slot<P: Clone + 'static>(draw: fn(P) -> Html, props: P, unseen: bool) -> Html {
    html! { <Slot draw={Callback::from(move |()| draw(props.clone()))} {unseen} /> }
}

#[derive(Properties, PartialEq)]
pub(super) struct SlotProps {
    /// Draws what stands here, once its code is there.
    pub draw: Callback<(), Html>,
    /// Whether nothing is to be seen meanwhile.
    #[prop_or_default]
    pub unseen: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Code {
    OnItsWay,
    Failed,
    There,
}

/// Where deferred code draws once it is there.
#[component]
pub(super) fn Slot(SlotProps { draw, unseen }: &SlotProps) -> Html {
    let code = use_state_eq(|| if IS_THERE.get() { Code::There } else { Code::OnItsWay });
    use_effect_with(*code, {
        let set = code.setter();
        move |code| {
            if *code == Code::OnItsWay {
                spawn_local(async move {
                    let there = load().await.is_ok();
                    set.set(if there { Code::There } else { Code::Failed });
                });
            }
        }
    });
    match *code {
        Code::There => draw.emit(()),
        _ if *unseen => Html::default(),
        Code::OnItsWay => html! { <p role="status">{ "Loading…" }</p> },
        Code::Failed => {
            let set = code.setter();
            html! {
                <div class="warning" role="alert">
                    <p>{ "This part couldn’t be loaded. Are you connected to the network?" }</p>
                    <button
                        data-action="retry"
                        onclick={move |_| set.set(Code::OnItsWay)}
                    >{ "Try again" }</button>
                </div>
            }
        }
    }
}

/// Waits until the code is there, and its style. However many labs ask, both come once.
pub(crate) async fn load() -> Result<(), JsValue> {
    if IS_THERE.get() {
        return Ok(());
    }
    let style = style();
    let under_way = ON_ITS_WAY.with_borrow(Clone::clone);
    let under_way = under_way.unwrap_or_else(|| wasm_bindgen_futures::future_to_promise(start()));
    ON_ITS_WAY.set(Some(under_way.clone()));
    let result = JsFuture::from(under_way).await;
    // Before anything is said to have ended: who asks meanwhile waits for the same.
    if let Some(style) = style {
        let _ = JsFuture::from(style).await;
    }
    // A failure is forgotten, so that the next attempt is one.
    ON_ITS_WAY.set(None);
    IS_THERE.set(result.is_ok());
    result.map(drop)
}

/// The style of what comes later, which the page names and doesn't fetch; settled also where it
/// can't be had, for without it what comes is only less fair. Nothing where there is none apart.
fn style() -> Option<Promise> {
    STYLE.with_borrow_mut(|style| {
        if style.is_none() {
            let link = window()?.document()?.query_selector("link[data-later=style]").ok()??;
            let link: HtmlElement = link.unchecked_into();
            *style = Some(Promise::new(&mut |settle, _| {
                link.set_onload(Some(&settle));
                link.set_onerror(Some(&settle));
                let _ = link.remove_attribute("disabled");
            }));
        }
        style.clone()
    })
}

/// Fetches and starts the code, which puts its functions where the page calls them.
async fn start() -> Result<JsValue, JsValue> {
    let window = window().ok_or(JsValue::NULL)?;
    let Some(url) = files::labs() else { return Ok(JsValue::NULL) };
    let response: Response = JsFuture::from(window.fetch_with_str(&url)).await?.unchecked_into();
    if !response.ok() {
        return Err(JsValue::NULL);
    }
    let bytes = JsFuture::from(response.array_buffer()?).await?;
    let module = JsFuture::from(WebAssembly::compile(&bytes)).await?;
    let imports = Object::new();
    Reflect::set(&imports, &IMPORTS.into(), &wasm_bindgen::exports())?;
    JsFuture::from(WebAssembly::instantiate_module(module.unchecked_ref(), &imports)).await
}
