// The widget that holds the page itself.
import { widget } from "widget";
import PAGE from "page.html";

/** Each widget of a document takes the page from the same address. */
let address;

const page = () => {
  address ??= URL.createObjectURL(new Blob([PAGE], { type: "text/html" }));
  return address;
};

export default widget((model) => model.get("page") || page());
