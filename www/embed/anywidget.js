// The lab as a widget for Jupyter, MyST and all else that knows anywidget modules.
//
// The model's keys are the keys of the page's address (README of the project, "In a course"): what
// the model holds is shown, and what the learner changes is written back into it. Two keys are the
// widget's own: `page`, the address of the page, and `height`, in pixels, for a lab that shall not
// be as high as its content. `cargo xtask bundle` makes one file of this module and the page; that
// one needs no `page`, no host and no network.

/** What tells the page's messages from those of others. */
const NAME = "attention-lab";

/** Keys that an address holds only where they say something. */
const SPARSE = ["cell", "question", "guess", "hide"];

/** A value of the model as an address spells it; `null` is the default. */
function spelled(value) {
  if (typeof value === "boolean") return value ? "on" : "off";
  if (Array.isArray(value)) return value.length > 0 ? value.map(String) : null;
  return value === null ? null : String(value);
}

/** A value of the address as what the model holds is: a number stays a number. */
function like(held, value) {
  if (value === undefined) return Array.isArray(held) ? [] : null;
  if (typeof held === "number") return Number(value);
  if (typeof held === "boolean") return value === "on";
  if (Array.isArray(held) && !Array.isArray(value)) return value === "" ? [] : value.split(",");
  return value;
}

const same = (one, other) => JSON.stringify(spelled(one)) === JSON.stringify(spelled(other));

/** Links the page in a frame with a model; gives what ends that. */
function link(model, frame) {
  const page = () => frame.contentWindow;
  const send = (message) => page()?.postMessage({ target: NAME, ...message }, "*");
  const links = new Map();
  // What the page last said; nothing until it is there.
  let state;
  // Keys that the page is yet to be told of.
  const unsent = new Set();
  // Counts what the page was asked, and what it has yet to answer: until then it may still tell of
  // a state without what it was told last, which must not undo that in the model.
  let asked = 0;
  let isAsked = false;

  /** Whether the model says of a key what the page does. */
  const agrees = (key) => same(model.get(key), like(model.get(key), state[key]));

  function ask() {
    isAsked = true;
    send({ command: "get", id: `${NAME} ${++asked}` });
  }

  /** Tells the page all that changed, in one message. */
  function tell() {
    if (unsent.size === 0) return;
    const options = {};
    for (const key of unsent) options[key] = spelled(model.get(key));
    unsent.clear();
    send({ command: "update", options });
    ask();
  }

  /** What changes together is told together. */
  function tellSoon(key) {
    if (unsent.size === 0) queueMicrotask(tell);
    unsent.add(key);
  }

  function start() {
    for (const key of new Set([...Object.keys(state), ...SPARSE])) {
      const held = model.get(key);
      // The address has more keys than a model need have.
      if (held === undefined) continue;
      if (held !== null) tellSoon(key);
      const changed = () => {
        if (isAsked || !agrees(key)) tellSoon(key);
      };
      model.on(`change:${key}`, changed);
      links.set(key, changed);
    }
    frame.style.visibility = "visible";
  }

  function stop() {
    for (const [key, changed] of links) model.off(`change:${key}`, changed);
    links.clear();
    unsent.clear();
    state = undefined;
  }

  function take() {
    const news = [...links.keys()].filter((key) => !unsent.has(key) && !agrees(key));
    for (const key of news) model.set(key, like(model.get(key), state[key]));
    if (news.length > 0) model.save_changes();
  }

  function hear({ source, data }) {
    if (source !== page() || data?.source !== NAME) return;
    const { event, detail } = data;
    if (event === "ready") {
      // A frame that a notebook moves loads anew, and takes what the model holds once more.
      stop();
      ask();
    }
    if (event === "state" && data.id === `${NAME} ${asked}`) {
      const isFirst = state === undefined;
      isAsked = false;
      state = detail;
      if (isFirst) start();
      else take();
    }
    // It may tell of a moment that is over; what is now is asked.
    if (event === "change" && !isAsked && state !== undefined) ask();
    if (event === "height" && !model.get("height")) frame.style.height = `${detail.height}px`;
    if (event === "error") console.warn(`Attention Lab: ${detail.message}`);
  }

  addEventListener("message", hear);
  return () => {
    removeEventListener("message", hear);
    stop();
    frame.remove();
  };
}

/** A widget of the page at the address that `find` gives. */
export function widget(find) {
  return {
    render({ model, el }) {
      const page = find(model);
      if (!page) {
        el.textContent = "Attention Lab: set “page” to the address of the page.";
        return undefined;
      }
      const frame = document.createElement("iframe");
      const height = Number(model.get("height"));
      frame.title = "Attention Lab";
      // Hidden until it shows what the model says.
      frame.style.cssText = "display: block; width: 100%; border: 0; visibility: hidden";
      frame.style.height = `${height || 640}px`;
      frame.src = `${page}#${height ? "" : "fit=content"}`;
      const end = link(model, frame);
      el.append(frame);
      return end;
    },
  };
}

export default widget((model) => model.get("page"));
