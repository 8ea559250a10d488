// Where the package's other files are. This file stands two folders below them. Where an address
// is spelled out, it is so that bundlers find what they must take along.

/** Not spelled out where it is used: only what no bundler touched is of another origin. */
const WORKER = "../../worker.js";

const worker = () => {
  if (new URL(import.meta.url).origin === location.origin) {
    return new Worker(new URL("../../worker.js", import.meta.url), { type: "module" });
  }
  // A browser starts no worker of another origin, but one of this page may import it.
  const { href } = new URL(WORKER, import.meta.url);
  const code = new Blob([`import ${JSON.stringify(href)};`], { type: "text/javascript" });
  const address = URL.createObjectURL(code);
  const worker = new Worker(address, { type: "module" });
  // Once it says anything it has read its code.
  for (const event of ["message", "error"]) {
    worker.addEventListener(event, () => URL.revokeObjectURL(address), { once: true });
  }
  return worker;
};

export const files = () => ({
  worker,
  record: new URL("../../lengths.json", import.meta.url).href,
  models: {
    encoder: new URL("../../models/encoder.weights", import.meta.url).href,
    gpt: new URL("../../models/gpt.weights", import.meta.url).href,
    llama: new URL("../../models/llama.weights", import.meta.url).href,
    t5: new URL("../../models/t5.weights", import.meta.url).href,
  },
});
