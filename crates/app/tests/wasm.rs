//! Training where there can be no worker, in a browser.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::cell::RefCell;
use std::time::Duration;

use app::hooks::use_worker;
use engine::EncodingKind;
use engine::training::{self, Event, TASKS, Training};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::window;
use worker::Command;
use yew::platform::time::sleep;
use yew::{Callback, Html, component, html, use_effect_with};

wasm_bindgen_test_configure!(run_in_browser);

thread_local! {
    static TOLD: RefCell<Vec<worker::Event>> = const { RefCell::new(Vec::new()) };
}

/// Starts a short training, and says whether it is the slow way.
#[component]
fn Trains() -> Html {
    let worker =
        use_worker(Callback::from(|events| TOLD.with_borrow_mut(|told| told.extend(events))));
    use_effect_with((), {
        let worker = worker.clone();
        move |()| worker.post(&Command::Train(training::Command::Start(plan())))
    });
    html! { <p id="slow">{ worker.is_slow().to_string() }</p> }
}

fn plan() -> Training {
    let encodings = vec![EncodingKind::None];
    Training { encodings, steps: 50, beyond: false, ..Training::default().of(TASKS[0]) }
}

fn is_over(event: &worker::Event) -> bool {
    let ends =
        |event: &Event| matches!(event, Event::Finished | Event::Failed(_) | Event::Cancelled);
    match event {
        worker::Event::Train(event) => ends(event),
        other => panic!("nothing else was asked for: {other:?}"),
    }
}

/// Shows the component in a page that has or hasn't an entry for the worker's code, and
/// waits until the training is over.
async fn train(entry: &str) -> (Vec<worker::Event>, String) {
    let document = window().unwrap().document().unwrap();
    document.head().unwrap().set_inner_html(entry);
    let root = document.create_element("div").unwrap();
    document.body().unwrap().append_child(&root).unwrap();
    let app = yew::Renderer::<Trains>::with_root(root.clone()).render();
    for _ in 0..300 {
        if TOLD.with_borrow(|told| told.last().is_some_and(is_over)) {
            break;
        }
        sleep(Duration::from_millis(100)).await;
    }
    let slow = document.get_element_by_id("slow").unwrap().text_content().unwrap();
    app.destroy();
    root.remove();
    (TOLD.take(), slow)
}

#[wasm_bindgen_test]
async fn without_a_worker_the_page_trains_and_says_so() {
    for entry in ["", "<meta name='worker-code' content='./there-is-none.js'>"] {
        let (told, slow) = train(entry).await;
        assert!(
            matches!(told.first(), Some(worker::Event::Train(Event::Started { .. }))),
            "{entry}: {told:?}"
        );
        assert!(
            matches!(told.last(), Some(worker::Event::Train(Event::Finished))),
            "{entry}: {told:?}"
        );
        assert_eq!(slow, "true");
    }
}
