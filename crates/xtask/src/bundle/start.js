// Starts the page of the one file: unpacks what lies in the file and tells the page where it is.
import init from "page";
import { unpack } from "./unpack.js";

const part = (name) => document.querySelector(`script[data-part="${name}"]`)?.textContent;
const address = (content, type) => URL.createObjectURL(new Blob([content], { type }));

/** Puts into the head what the page looks for. */
function tell(tag, attributes) {
  document.head.append(Object.assign(document.createElement(tag), attributes));
}

const unpacked = async (name) => {
  const text = part(name);
  return text && (await unpack(text));
};

async function start() {
  const [page, labs, record] = await Promise.all(["page", "labs", "lengths"].map(unpacked));
  if (labs) tell("link", { id: "labs-code", href: address(labs, "application/wasm") });
  if (record) tell("link", { id: "lengths-record", href: address(record, "application/json") });
  const worker = part("worker");
  if (worker) {
    tell("meta", { name: "worker-code", content: address(worker, "text/javascript") });
  }
  await init({ module_or_path: page });
}

// A browser that can't unpack it is told so in the page, where "Loading" stands till then.
start().catch((error) => {
  console.error(error);
  const status = document.querySelector(".skeleton [role=status]");
  if (status) status.textContent = "This browser is too old for this page. A newer one opens it.";
});
