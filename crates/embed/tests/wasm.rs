//! The page inside somebody's element, in a browser.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::panic, clippy::unwrap_used, reason = "a test may fail")]

use std::time::Duration;

use embed::mount;
use js_sys::{Array, Function, JSON, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Element, HtmlElement, window};
use yew::platform::time::sleep;

wasm_bindgen_test_configure!(run_in_browser);

/// A mounted page, and what its listeners were told.
struct Mounted {
    element: Element,
    lab: JsValue,
    told: Array,
}

impl Mounted {
    /// Mounts with options written as JavaScript writes them, and listens to all events.
    async fn new(options: &str) -> Self {
        let document = window().unwrap().document().unwrap();
        let element = document.create_element("div").unwrap();
        element.set_inner_html("<p>A skeleton</p>");
        document.body().unwrap().append_child(&element).unwrap();
        let lab = mount(element.clone().into(), javascript(options)).unwrap();
        let mounted = Self { element, lab, told: Array::new() };
        for event in ["ready", "step", "cell", "answer", "change", "error"] {
            mounted.listen(event);
        }
        mounted.until("[data-step]").await;
        mounted
    }

    /// Keeps every such event as `[event, detail]`.
    fn listen(&self, event: &str) -> Function {
        let keep = Function::new_with_args("told, event, detail", "told.push([event, detail])");
        let keep = keep.bind2(&JsValue::UNDEFINED, &self.told, &event.into());
        self.call("on", &[event.into(), keep.into()]).unwrap().unchecked_into()
    }

    fn call(&self, name: &str, arguments: &[JsValue]) -> Result<JsValue, JsValue> {
        let function: Function = Reflect::get(&self.lab, &name.into()).unwrap().unchecked_into();
        // No `this`, as where the functions were taken apart.
        function.apply(&JsValue::UNDEFINED, &arguments.iter().collect())
    }

    fn update(&self, options: &str) {
        self.call("update", &[javascript(options)]).unwrap();
    }

    /// Waits for an element.
    async fn until(&self, selector: &str) -> HtmlElement {
        for _ in 0..500 {
            if let Some(found) = self.element.query_selector(selector).unwrap() {
                return found.unchecked_into();
            }
            sleep(Duration::from_millis(10)).await;
        }
        panic!("no {selector} in {}", self.element.inner_html());
    }

    /// What was told since the last time, as JSON, without `change`, which is long.
    async fn told(&self) -> Vec<String> {
        // What is told comes after what is drawn, and a slow browser may do other things between.
        for _ in 0..50 {
            if self.told.length() > 0 {
                break;
            }
            sleep(Duration::from_millis(10)).await;
        }
        sleep(Duration::ZERO).await;
        let told = self.told.to_vec().into_iter();
        self.told.set_length(0);
        let told = told.map(|entry| String::from(JSON::stringify(&entry).unwrap()));
        told.filter(|entry| !entry.starts_with("[\"change\"")).collect()
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        self.call("destroy", &[]).unwrap();
        self.element.remove();
    }
}

fn javascript(expression: &str) -> JsValue {
    Function::new_no_args(&format!("return {expression}")).call0(&JsValue::UNDEFINED).unwrap()
}

#[wasm_bindgen_test]
async fn it_opens_with_the_options() {
    let lab = Mounted::new(
        "{ text: 'a b c', step: 'weights', mask: 'causal', heads: 4, head: 1, cell: [2, 1],
           hide: ['seed', 'header'], scale: false, lang: undefined, theme: null }",
    )
    .await;
    lab.until("[data-lab='attention'][data-step='weights']").await;
    lab.until("[data-matrix='weights'][data-head='1']").await;
    assert!(lab.element.query_selector("[data-lab-button]").unwrap().is_none());
    assert!(
        lab.element.query_selector("p").unwrap().is_none_or(|p| p.inner_html() != "A skeleton")
    );
    assert_eq!(lab.told().await, [r#"["ready",null]"#]);
}

#[wasm_bindgen_test]
async fn update_leaves_what_the_learner_chose() {
    let lab = Mounted::new("{ step: 'scores' }").await;
    assert_eq!(lab.told().await, [r#"["ready",null]"#]);
    lab.until("[data-action='next']").await.click();
    lab.until("[data-step='scaled']").await;
    assert_eq!(lab.told().await, [r#"["step",{"step":"scaled"}]"#]);

    lab.update("{ heads: 4 }");
    lab.update("{ mask: 'causal', cell: [1, 0] }");
    sleep(Duration::from_millis(50)).await;
    lab.until("[data-step='scaled']").await;
    let cell = r#"["cell",{"matrix":"scaled","head":0,"row":1,"column":0}]"#;
    assert_eq!(lab.told().await, [cell]);

    lab.update("{ step: 'masked', cell: null }");
    lab.until("[data-step='masked']").await;
    assert_eq!(lab.told().await, [r#"["step",{"step":"masked"}]"#, r#"["cell",null]"#]);
}

#[wasm_bindgen_test]
async fn an_answer_is_told() {
    let lab = Mounted::new("{ mask: 'causal', question: 'most,0' }").await;
    assert_eq!(lab.told().await, [r#"["ready",null]"#]);
    // The first word can look at nothing but itself.
    let told = |guess: u32, correct: bool| {
        format!(
            r#"["answer",{{"question":"most","row":0,"head":0,"guess":{guess},"right":[0],"correct":{correct}}}]"#
        )
    };
    lab.until("[data-choice='2']").await.click();
    lab.until("[data-verdict='false']").await;
    assert_eq!(lab.told().await, [told(2, false)]);
    lab.update("{ guess: 0 }");
    lab.until("[data-verdict='true']").await;
    assert_eq!(lab.told().await, [told(0, true)]);
    lab.update("{ guess: null }");
    sleep(Duration::from_millis(50)).await;
    assert!(lab.element.query_selector("[data-verdict]").unwrap().is_none());
    assert_eq!(lab.told().await, [] as [String; 0]);
}

#[wasm_bindgen_test]
async fn update_goes_back_to_where_the_page_opened() {
    let lab = Mounted::new("{ step: 'scores' }").await;
    lab.until("[data-action='next']").await.click();
    lab.until("[data-step='scaled']").await;
    lab.update("{ step: 'scores' }");
    lab.until("[data-step='scores']").await;
}

#[wasm_bindgen_test]
async fn change_tells_every_key() {
    let lab = Mounted::new("{ edit: ['embeddings,0,0.5,dog', 'embeddings,1,0.25,man'] }").await;
    lab.told().await;
    lab.update("{ text: 'dog, man', scale: false }");
    sleep(Duration::from_millis(50)).await;
    let [event, state]: [JsValue; 2] = {
        let entry: Array = lab.told.get(0).unchecked_into();
        [entry.get(0), entry.get(1)]
    };
    assert_eq!(event, "change");
    let expected = [
        ("text", "dog, man"),
        ("scale", "off"),
        ("step", "tokens"),
        ("edit", "embeddings,0,0.5,dog;embeddings,1,0.25,man"),
    ];
    for (key, value) in expected {
        let given = Reflect::get(&state, &key.into()).unwrap();
        let given = match given.dyn_ref::<Array>() {
            Some(list) => String::from(list.join(";")),
            None => given.as_string().unwrap(),
        };
        assert_eq!(given, value, "{key}");
    }
    let asked = lab.call("state", &[]).unwrap();
    assert_eq!(JSON::stringify(&asked).unwrap(), JSON::stringify(&state).unwrap());
    // What was told is what `update` and `mount` take.
    lab.call("update", &[state]).unwrap();
    assert_eq!(lab.told().await, Vec::<String>::new());
}

#[wasm_bindgen_test]
async fn what_cannot_be_read_is_told_and_thrown_where_it_is_nonsense() {
    let lab = Mounted::new("{ step: 'softmax', colour: {} }").await;
    let told = lab.told().await;
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(told[1].contains("softmax") && told[2].contains("colour"), "{told:?}");
    lab.update("{ temperature: 2 }");
    lab.update("{ temperature: 'hot' }");
    let told = lab.told().await;
    assert!(told.len() == 1 && told[0].contains("temperature"), "{told:?}");
    let state = lab.call("state", &[]).unwrap();
    let kept = Reflect::get(&state, &"temperature".into()).unwrap();
    assert_eq!(kept, "2", "what can't be read changes nothing");

    let message = |error: JsValue| error.unchecked_into::<js_sys::Error>().message();
    let thrown = lab.call("update", &["step".into()]).map_err(message);
    assert_eq!(thrown, Err("options: \"step\" given; needed an object".into()));
    let thrown = lab.call("on", &["click".into(), JsValue::NULL]).map_err(message);
    let needed = "ready, step, cell, answer, change, leave or error";
    assert_eq!(thrown, Err(format!("event: \"click\" given; needed {needed}").into()));
    let thrown = lab.call("on", &["step".into(), JsValue::NULL]).map_err(message);
    assert_eq!(thrown, Err("callback: null given; needed a function".into()));
}

#[wasm_bindgen_test]
async fn listeners_come_and_go() {
    let lab = Mounted::new("undefined").await;
    lab.told().await;
    let stop = lab.listen("ready");
    assert_eq!(lab.told().await, [r#"["ready",null]"#], "whoever comes late is told too");
    stop.call0(&JsValue::UNDEFINED).unwrap();
    stop.call0(&JsValue::UNDEFINED).unwrap();

    lab.listen("step").call0(&JsValue::UNDEFINED).unwrap();
    lab.update("{ step: 'output' }");
    lab.until("[data-step='output']").await;
    assert_eq!(lab.told().await, [r#"["step",{"step":"output"}]"#], "one listener is left");
}

#[wasm_bindgen_test]
async fn destroy_takes_everything_away() {
    let lab = Mounted::new("{ step: 'weights' }").await;
    lab.told().await;
    let neighbour = Mounted::new("{ step: 'scores' }").await;
    lab.call("destroy", &[]).unwrap();
    lab.update("{ step: 'output' }");
    sleep(Duration::from_millis(50)).await;
    assert_eq!(lab.element.child_element_count(), 0);
    assert_eq!(lab.told().await, Vec::<String>::new());
    neighbour.until("[data-step='scores']").await;
}

#[wasm_bindgen_test]
async fn escape_gives_the_keyboard_back_once_nothing_is_open() {
    let lab = Mounted::new("{ step: 'scores', cell: [1, 0] }").await;
    lab.until(".ledger.locked").await;
    lab.listen("leave");
    lab.told().await;
    let escape = || {
        let make = "new KeyboardEvent('keydown', { key: 'Escape', bubbles: true })";
        javascript(make).unchecked_into::<web_sys::Event>()
    };
    let rail = lab.until("[data-action='next']").await;
    rail.focus().unwrap();
    rail.dispatch_event(&escape()).unwrap();
    assert_eq!(lab.told().await, [r#"["cell",null]"#]);
    rail.dispatch_event(&escape()).unwrap();
    assert_eq!(lab.told().await, [r#"["leave",null]"#]);
    let active = window().unwrap().document().unwrap().active_element();
    assert!(active.is_none_or(|it| it.tag_name() == "BODY"));
}

#[wasm_bindgen_test]
async fn a_shadow_root_holds_it_too() {
    let outer = Mounted::new("{ step: 'tokens' }").await;
    let document = window().unwrap().document().unwrap();
    let host = document.create_element("div").unwrap();
    document.body().unwrap().append_child(&host).unwrap();
    let attach = Function::new_with_args(
        "host",
        "const shadow = host.attachShadow({ mode: 'open' });
         return shadow.appendChild(document.createElement('div'))",
    );
    let element: Element = attach.call1(&JsValue::UNDEFINED, &host).unwrap().unchecked_into();
    let lab = mount(element.clone().into(), javascript("{ step: 'scores' }")).unwrap();
    let inner = Mounted { element, lab, told: Array::new() };
    inner.listen("step");
    inner.until(".app.endless [data-step='scores']").await;
    inner.until("[data-action='next']").await.click();
    inner.until("[data-step='scaled']").await;
    assert_eq!(inner.told().await, [r#"["step",{"step":"scaled"}]"#]);
    outer.until("[data-step='tokens']").await;
}
