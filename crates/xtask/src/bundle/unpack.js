/** The digits of Z85, in their order. */
const DIGITS =
  "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";

/** Each five digits are four bytes; the text begins with how many bytes there are. */
function decode(text) {
  const start = text.indexOf(" ") + 1;
  const value = new Uint8Array(128);
  for (let i = 0; i < DIGITS.length; i++) value[DIGITS.charCodeAt(i)] = i;
  const bytes = new DataView(new ArrayBuffer(((text.length - start) / 5) * 4));
  for (let from = start, to = 0; from < text.length; to += 4) {
    let number = 0;
    for (const end = from + 5; from < end; from++) number = number * 85 + value[text.charCodeAt(from)];
    bytes.setUint32(to, number);
  }
  return new Uint8Array(bytes.buffer, 0, Number.parseInt(text));
}

/** The bytes of a text that `cargo xtask bundle` packed. */
export async function unpack(text) {
  const stream = new Blob([decode(text)]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Response(stream).arrayBuffer();
}
