// For pages that have Attention Lab in frames: makes a frame as high as its content where its
// address says fit=content, and tells of each message by the event "attention-lab" on the frame.
(() => {
  // Loaded twice, it still does its work once.
  const loaded = Symbol.for("attention-lab.frame");
  if (window[loaded]) return;
  window[loaded] = true;

  // No lab is higher than that; a frame must not push the rest of the page out of reach.
  const HIGHEST = 20000;

  // By frame: how high it is, how high it was before, and since when.
  const heights = new WeakMap();

  // A higher frame may give the page around a scroll bar, which makes the frame narrower and so
  // lower, which takes the scroll bar away again: of two heights in turn, the larger one stays.
  const swings = (frame, height) => {
    const { now, before, since } = heights.get(frame) ?? {};
    if (height === before && height < now && performance.now() - since < 1000) return true;
    heights.set(frame, { now: height, before: now, since: performance.now() });
    return false;
  };

  // The next Tab goes on behind the frame, and not from the page's start. As in element.js.
  const leave = (frame) => {
    const behind = document.createElement("span");
    behind.tabIndex = -1;
    // No part of the layout around.
    behind.style.position = "fixed";
    frame.after(behind);
    behind.focus({ preventScroll: true });
    behind.blur();
    // Taken away at once, some browsers would forget where it was.
    addEventListener("focusin", () => behind.remove(), { once: true });
  };

  addEventListener("message", ({ source, data }) => {
    if (data?.source !== "attention-lab") return;
    const frame = [...document.querySelectorAll("iframe")].find((it) => it.contentWindow === source);
    if (!frame) return;
    const height = data.event === "height" && Number(data.detail?.height);
    if (height > 0 && height <= HIGHEST && !swings(frame, height)) {
      // With box-sizing: border-box the border takes its part.
      const isBorderBox = getComputedStyle(frame).boxSizing === "border-box";
      const border = isBorderBox ? frame.offsetHeight - frame.clientHeight : 0;
      frame.style.height = `${height + border}px`;
    }
    // A frame without the keyboard has none to give back.
    const { activeElement } = document;
    const hasKeyboard = activeElement === frame || activeElement === document.body;
    if (data.event === "leave" && hasKeyboard) leave(frame);
    frame.dispatchEvent(new CustomEvent("attention-lab", { detail: data }));
  });

  // What a frame told before this script was there is told once more. A frame of another page
  // doesn't know the command.
  for (const { contentWindow } of document.querySelectorAll("iframe")) {
    contentWindow?.postMessage({ target: "attention-lab", command: "height" }, "*");
  }
})();
