// The worker that trains and measures. A failure must be an error of the worker's, so that the page
// hears of it and does the work itself.
import init from "./worker_code.js";

init().catch((error) => setTimeout(() => {
  throw error;
}));
