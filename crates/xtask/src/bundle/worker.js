// Starts the worker of the one file, which holds its own code: it can't fetch any. `wasm_bindgen`
// and `PACKED` stand above this.
import { unpack } from "./unpack.js";

wasm_bindgen({ module_or_path: unpack(PACKED) });
