// Starts the worker of the one file, which holds its own code: it can't fetch any. `wasm_bindgen`
// and `PACKED` stand above this.
import { unpack } from "./unpack.js";

// A failure must be an error of the worker's, so that the page hears of it.
wasm_bindgen({ module_or_path: unpack(PACKED) }).catch((error) => setTimeout(() => {
  throw error;
}));
