// Beside the page: what `element.js` needs of it. The page's program is loaded as it is, and told
// where the rest of it is. `cargo xtask build` puts in the names, which change with each build.
import init, { locate, mount } from "./APP.js";

const at = (name) => new URL(name, import.meta.url).href;

const worker = (hasRelaxed) => {
  const name = hasRelaxed ? "RELAXED" : "PLAIN";
  if (new URL(import.meta.url).origin === location.origin) return new Worker(at(`${name}_start.js`));
  // A browser starts no worker of another origin, but one of this page may load its code.
  const [script, wasm] = [at(`${name}.js`), at(`${name}_bg.wasm`)].map((url) => JSON.stringify(url));
  // What fails there must be an error of the worker's, as in worker.js.
  const start = `importScripts(${script});wasm_bindgen({module_or_path:${wasm}})` +
    ".catch((error)=>setTimeout(()=>{throw error}));";
  const address = URL.createObjectURL(new Blob([start], { type: "text/javascript" }));
  const worker = new Worker(address);
  // Once it says anything it has read its code.
  for (const event of ["message", "error"]) {
    worker.addEventListener(event, () => URL.revokeObjectURL(address), { once: true });
  }
  return worker;
};

export { mount };

export default async function start(options) {
  const exports = await init({ module_or_path: at("APP_bg.wasm"), ...options });
  locate({ labs: LABS, worker, record: at("lengths.json"), models: at("models/") });
  return exports;
}
