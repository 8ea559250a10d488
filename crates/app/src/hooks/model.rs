//! The trained models, each fetched when a view first needs it, and kept.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use engine::architectures::{self, Family, Loaded, TRAINED};
use js_sys::{Promise, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{Response, window};
use yew::platform::spawn_local;
use yew::{Callback, hook, use_callback, use_effect_with, use_state};

use super::layer::Unprovided;
use crate::files;
use crate::shared::Shared;

/// A model's name, which is its file's, and its family.
pub type Named = (&'static str, Family);

/// Where a model is.
#[derive(Clone)]
pub enum Fetched {
    /// On its way.
    OnItsWay,
    /// Not to be had; why.
    Failed(Rc<str>),
    /// There.
    There(Shared<Loaded>),
}

thread_local! {
    static ON_THEIR_WAY: RefCell<BTreeMap<&'static str, Promise>> = const { RefCell::new(BTreeMap::new()) };
    static MODELS: RefCell<BTreeMap<&'static str, Shared<Loaded>>> = const { RefCell::new(BTreeMap::new()) };
}

fn kept(name: &str) -> Option<Shared<Loaded>> {
    MODELS.with_borrow(|models| models.get(name).cloned())
}

/// The model of that name, and what tries again to fetch it.
#[hook]
pub fn use_model(named: Named) -> (Fetched, Callback<()>) {
    // How often it was tried, and why it failed.
    let attempt = use_state(|| 0_u32);
    let failed = use_state(|| None::<(Named, Rc<str>)>);
    let arrived = use_state(|| ());
    use_effect_with((named, *attempt), {
        let (failed, arrived) = (failed.setter(), arrived.setter());
        move |&(named, _)| {
            let wanted = Rc::new(Cell::new(true));
            if kept(named.0).is_none() {
                let wanted = wanted.clone();
                failed.set(None);
                spawn_local(async move {
                    // An answer that nobody waits for any more is kept, but not told.
                    let fetched = keep(named).await;
                    if wanted.get() {
                        failed.set(fetched.err().map(|reason| (named, Rc::from(reason))));
                        arrived.set(());
                    }
                });
            }
            move || wanted.set(false)
        }
    });
    let retry = use_callback((attempt.setter(), *attempt), |(), (set, attempt)| {
        set.set(attempt.wrapping_add(1));
    });
    let fetched = match (kept(named.0), &*failed) {
        (Some(model), _) => Fetched::There(model),
        (None, Some((of, reason))) if *of == named => Fetched::Failed(reason.clone()),
        (None, _) => Fetched::OnItsWay,
    };
    (fetched, retry)
}

/// Fetches a model, unless it is there, keeps it, and lets the engine take its layers apart.
async fn keep(named: Named) -> Result<(), String> {
    if kept(named.0).is_some() {
        return Ok(());
    }
    // However many ask, it comes once.
    let under_way = ON_THEIR_WAY.with_borrow(|promises| promises.get(named.0).cloned());
    let under_way = under_way.unwrap_or_else(|| {
        future_to_promise(async move {
            let model = Rc::new(fetch(named).await?);
            architectures::provide(named.0, &model);
            MODELS.with_borrow_mut(|models| models.insert(named.0, model.into()));
            Ok(JsValue::NULL)
        })
    });
    ON_THEIR_WAY.with_borrow_mut(|promises| promises.insert(named.0, under_way.clone()));
    let result = JsFuture::from(under_way).await;
    // A failure is forgotten, so that the next attempt is one.
    ON_THEIR_WAY.with_borrow_mut(|promises| promises.remove(named.0));
    result.map(drop).map_err(|reason| reason.as_string().unwrap_or_default())
}

/// [`keep`] by the name of one of [`TRAINED`], for who doesn't have its code from the start.
pub(super) fn provide(name: &'static str) -> Pin<Box<dyn Future<Output = Result<(), Unprovided>>>> {
    Box::pin(async move {
        let named = TRAINED.into_iter().find(|named| named.0 == name);
        let named = named.ok_or(Unprovided::Failed("there is no model of that name".into()))?;
        files::model(name).ok_or(Unprovided::LeftOut)?;
        keep(named).await.map_err(|reason| Unprovided::Failed(reason.into()))
    })
}

/// Fetches a model and reads it; if that fails, the reason in words.
async fn fetch((name, family): Named) -> Result<Loaded, String> {
    let address = files::model(name)
        .ok_or("this file was made without trained models; the page on a site has them")?;
    let unreachable = |_| "it couldn’t be fetched; are you connected to the network?".to_owned();
    let window = window().ok_or("there is no window")?;
    let response = JsFuture::from(window.fetch_with_str(&address)).await.map_err(unreachable)?;
    let response: Response = response.dyn_into().map_err(unreachable)?;
    if !response.ok() {
        return Err(match response.status() {
            404 => "its file isn’t there".to_owned(),
            status => format!("the server answered {status}"),
        });
    }
    let bytes = response.array_buffer().map_err(unreachable)?;
    let bytes = JsFuture::from(bytes).await.map_err(unreachable)?;
    Loaded::read(&Uint8Array::new(&bytes).to_vec(), family).map_err(|error| error.to_string())
}
