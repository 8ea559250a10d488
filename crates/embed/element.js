// <attention-lab>: the page as an element. Its attributes are the keys of the page's address.
import init, { mount } from "./attention_lab.js";
import style from "./element-style.js";

/**
 * What HTML itself gives every element; everything else is an option. So is `lang`, which is a key
 * of the address too.
 */
const GLOBAL = new Set(
  ("accesskey autocapitalize autocorrect autofocus class contenteditable dir draggable " +
    "elementtiming enterkeyhint exportparts headingoffset headingreset hidden id inert inputmode " +
    "is itemid itemprop itemref itemscope itemtype nonce part popover role slot spellcheck style " +
    "tabindex title translate virtualkeyboardpolicy writingsuggestions").split(" "),
);
const isOption = (name) => !GLOBAL.has(name) && !/^(on|data-|aria-)|[:.-]/.test(name);

const EVENTS = ["ready", "step", "cell", "answer", "change", "leave", "error"];

// One module for all elements of the page, fetched once; a failure is forgotten, so that the next
// element tries again.
let module;
const start = () => (module ??= init().catch((error) => {
  module = undefined;
  throw error;
}));

let sheet;
const styles = () => {
  sheet ??= new CSSStyleSheet();
  sheet.cssRules.length || sheet.replaceSync(style);
  return [sheet];
};

/** An attribute's value as an option. Several edits are a list in JSON; no edit starts so. */
function option(name, value) {
  if (name === "edit" && value?.startsWith("[")) {
    try {
      return JSON.parse(value);
    } catch {
      return value; // It is no edit either, and the lab will say so.
    }
  }
  return value;
}

export class AttentionLab extends HTMLElement {
  #root;
  #lab;
  /** Whether the lab is there or on its way. */
  #isOpen = false;
  /** Counts openings, so that one overtaken by a removal comes to nothing. */
  #turn = 0;
  /** The last opening. The next one waits for its end, as both work at the same place. */
  #opening = Promise.resolve();
  #attributes = new MutationObserver((records) => this.#changed(records));
  #waiting = {};

  constructor() {
    super();
    const shadow = this.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = styles();
    // What stands in the element is seen until the lab is there.
    const [frame, root] = ["frame", "root"].map((name) => {
      const made = document.createElement("div");
      made.className = name;
      return made;
    });
    shadow.append(frame);
    frame.append(root);
    root.append(document.createElement("slot"));
    this.#root = root;
    // What is typed into the lab is not meant for the page's own shortcuts.
    for (const type of ["keydown", "keypress", "keyup"]) {
      shadow.addEventListener(type, (event) => {
        const leaves = event.key === "Escape" && !event.defaultPrevented;
        if (!leaves && event.key !== "Tab") event.stopPropagation();
      });
    }
  }

  connectedCallback() {
    // How large letters are by the reader's settings, whatever the page makes of them.
    const { fontSize } = getComputedStyle(this.#root.parentElement);
    this.#root.style.setProperty("--base", fontSize);
    this.#attributes.observe(this, { attributes: true });
    // Moved, it only goes on.
    if (this.#isOpen) return;
    this.#isOpen = true;
    const turn = ++this.#turn;
    this.#opening = this.#opening.then(() => this.#open(turn));
  }

  disconnectedCallback() {
    // An element that only moves is back by then.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#isOpen = false;
      this.#turn++;
      this.#attributes.disconnect();
      this.#waiting = {};
      this.#close(this.#lab);
    });
  }

  #close(lab) {
    lab?.destroy();
    this.#lab = undefined;
    this.#root.replaceChildren(document.createElement("slot"));
  }

  /** Changes options and leaves the others as the learner has them; see `Lab.update`. */
  update(options) {
    if (this.#lab) this.#lab.update(options);
    else Object.assign(this.#waiting, options);
  }

  /** The whole state, as the event `change` tells it; `undefined` until the lab is there. */
  get state() {
    return this.#lab?.state();
  }

  async #open(turn) {
    try {
      await start();
      // Taken away meanwhile; if it was put back, that is another turn.
      if (turn !== this.#turn) return;
      const options = {};
      for (const { name, value } of this.attributes) {
        if (isOption(name)) options[name] = option(name, value);
      }
      Object.assign(options, this.#waiting);
      const lab = await mount(this.#root, options);
      if (turn !== this.#turn) return this.#close(lab);
      // What was changed while the lab opened.
      this.#changed(this.#attributes.takeRecords());
      const waiting = this.#waiting;
      this.#waiting = {};
      this.#lab = lab;
      for (const event of EVENTS) lab.on(event, (detail) => this.#tell(event, detail));
      if (Object.keys(waiting).length) lab.update(waiting);
    } catch (error) {
      if (turn !== this.#turn) return;
      this.#isOpen = false;
      const message = `Attention Lab couldn’t be loaded: ${error?.message ?? error}`;
      const said = document.createElement("p");
      said.role = "alert";
      said.textContent = message;
      this.#root.replaceChildren(said, document.createElement("slot"));
      this.#tell("error", { message });
    }
  }

  #tell(event, detail) {
    if (event === "leave") this.#leave();
    this.dispatchEvent(new CustomEvent(event, { detail }));
  }

  /** The next Tab goes on behind the element, and not within it. As in frame.js. */
  #leave() {
    const behind = document.createElement("span");
    behind.tabIndex = -1;
    // No part of the layout around.
    behind.style.position = "fixed";
    this.after(behind);
    behind.focus({ preventScroll: true });
    behind.blur();
    // Without it the browser would go on from the element's start.
    addEventListener("focusin", () => behind.remove(), { once: true });
  }

  #changed(records) {
    const names = new Set(records.map(({ attributeName }) => attributeName).filter(isOption));
    if (!names.size) return;
    this.update(
      Object.fromEntries([...names].map((name) => [name, option(name, this.getAttribute(name))])),
    );
  }
}

// A page may load this script twice, from two places.
if (!customElements.get("attention-lab")) customElements.define("attention-lab", AttentionLab);
