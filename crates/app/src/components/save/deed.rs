//! What is done when something is chosen: a file, or something in the clipboard.

use gloo::timers::callback::Timeout;
use js_sys::{Array, Function, Object, Promise, Reflect, encode_uri_component, global};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{
    Blob, BlobPropertyBag, CanvasRenderingContext2d, Clipboard, Document, Event, HtmlCanvasElement,
    HtmlElement, HtmlImageElement, Url, window,
};

/// How long a file's address is kept, in milliseconds: browsers start to save when they like.
const KEPT: u32 = 60_000;

/// How long the page is given to draw itself for paper, in milliseconds.
const DRAWN: i32 = 150;

/// What pixels are written as.
const PNG: &str = "image/png";

/// What is done when something is chosen.
#[derive(Clone, Debug, PartialEq)]
pub enum Deed {
    /// A file with a text in it.
    Save {
        /// What it is called.
        name: String,
        /// Its media type.
        kind: &'static str,
        /// The text.
        text: String,
    },
    /// A file with a picture in pixels.
    Paint {
        /// What it is called.
        name: String,
        /// The picture.
        svg: String,
        /// How many pixels stand for one of the picture's.
        times: u32,
    },
    /// A text into the clipboard.
    Copy(String),
    /// A picture into the clipboard.
    CopyPicture(String),
    /// The page on paper.
    Print,
}

impl Deed {
    /// A file with a text in it.
    pub fn save(name: String, kind: &'static str, text: String) -> Self {
        Self::Save { name, kind, text }
    }

    /// Does it, and says what came of it.
    pub async fn run(self) -> String {
        let done = match &self {
            Self::Save { name, .. } | Self::Paint { name, .. } => format!("Saved {name}."),
            Self::Copy(_) | Self::CopyPicture(_) => "Copied.".to_owned(),
            Self::Print => String::new(),
        };
        let refused = match &self {
            Self::Save { .. } => "The browser doesn’t let this page save files.",
            Self::Paint { .. } => "The browser couldn’t paint it here. The SVG may do.",
            Self::Copy(_) => "The browser doesn’t let this page copy. Save the CSV instead.",
            Self::CopyPicture(_) => "The browser doesn’t let this page copy. Save the PNG instead.",
            Self::Print => "The browser doesn’t let this page print.",
        };
        match self.attempt().await {
            Ok(()) => done,
            Err(_) => refused.to_owned(),
        }
    }

    async fn attempt(self) -> Result<(), JsValue> {
        match self {
            Self::Save { name, kind, text } => {
                let bag = BlobPropertyBag::new();
                bag.set_type(kind);
                let parts = Array::of1(&text.into());
                hand_over(&name, &Blob::new_with_str_sequence_and_options(&parts, &bag)?)
            }
            Self::Paint { name, svg, times } => {
                hand_over(&name, &painted(&svg, times).await?.dyn_into()?)
            }
            Self::Copy(text) => JsFuture::from(clipboard()?.write_text(&text)).await.map(drop),
            Self::CopyPicture(svg) => {
                // Given as a promise, since some browsers allow copying only in the very moment
                // of the click, and painting takes longer.
                let picture: Promise = future_to_promise(async move { painted(&svg, 2).await });
                let forms = Object::new();
                Reflect::set(&forms, &PNG.into(), &picture)?;
                let item: Function =
                    Reflect::get(&global(), &"ClipboardItem".into())?.dyn_into()?;
                let item = Reflect::construct(&item, &Array::of1(&forms))?;
                let written = clipboard()?.write(&Array::of1(&item));
                JsFuture::from(written).await.map(drop)
            }
            Self::Print => {
                let window = window().ok_or(JsValue::NULL)?;
                // Said beforehand, so that all is drawn for paper by then, however much it is;
                // the browser says itself when it has printed.
                window.dispatch_event(&Event::new("beforeprint")?)?;
                let mut refused = None;
                let drawn = Promise::new(&mut |resolve, _| {
                    let wait = window
                        .set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, DRAWN);
                    refused = wait.err();
                });
                if let Some(error) = refused {
                    return Err(error);
                }
                JsFuture::from(drawn).await?;
                window.print()
            }
        }
    }
}

fn document() -> Result<Document, JsValue> {
    window().and_then(|window| window.document()).ok_or(JsValue::NULL)
}

/// The clipboard; a page that isn't served securely has none, whatever the type says.
fn clipboard() -> Result<Clipboard, JsValue> {
    let clipboard = window().map(|window| window.navigator().clipboard());
    clipboard.filter(|clipboard| !clipboard.is_undefined()).ok_or(JsValue::NULL)
}

/// Has the browser save a file.
fn hand_over(name: &str, content: &Blob) -> Result<(), JsValue> {
    let address = Url::create_object_url_with_blob(content)?;
    let link: HtmlElement = document()?.create_element("a")?.dyn_into()?;
    link.set_attribute("href", &address)?;
    link.set_attribute("download", name)?;
    link.click();
    Timeout::new(KEPT, move || {
        // An address that is gone already is as good.
        let _ = Url::revoke_object_url(&address);
    })
    .forget();
    Ok(())
}

/// A picture in pixels, as a blob.
async fn painted(svg: &str, times: u32) -> Result<JsValue, JsValue> {
    let document = document()?;
    let image: HtmlImageElement = document.create_element("img")?.dyn_into()?;
    // Not the address of a blob: a picture from there would be foreign to a page without an
    // origin, such as a file or a frame that is shut off, and could not be read again.
    image.set_src(&format!("data:image/svg+xml,{}", String::from(encode_uri_component(svg))));
    JsFuture::from(image.decode()).await?;
    let canvas: HtmlCanvasElement = document.create_element("canvas")?.dyn_into()?;
    canvas.set_width(image.natural_width() * times);
    canvas.set_height(image.natural_height() * times);
    let context = canvas.get_context("2d")?.ok_or(JsValue::NULL)?;
    let context: CanvasRenderingContext2d = context.dyn_into()?;
    context.draw_image_with_html_image_element_and_dw_and_dh(
        &image,
        0.0,
        0.0,
        canvas.width().into(),
        canvas.height().into(),
    )?;
    let mut refused = None;
    let blob = Promise::new(&mut |resolve, _| refused = canvas.to_blob(&resolve).err());
    if let Some(error) = refused {
        return Err(error);
    }
    let blob = JsFuture::from(blob).await?;
    // A canvas that is too large has none.
    if blob.is_null() { Err(blob) } else { Ok(blob) }
}
