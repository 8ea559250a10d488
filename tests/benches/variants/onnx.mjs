// The smallest writer of ONNX models that writes one of attention. ONNX's format is protocol
// buffers: each field is its number and its kind, then the value; a message is its fields.

const VARINT = 0;
const BYTES = 2;

/** onnx.proto3's `FLOAT`, of `TensorProto.DataType`. */
const FLOAT = 1;

function varint(x) {
  const bytes = [];
  for (; x > 127; x = Math.floor(x / 128)) bytes.push((x % 128) | 128);
  return [...bytes, x];
}

const whole = (field, x) => [...varint(field * 8 + VARINT), ...varint(x)];
const message = (field, ...parts) => {
  const bytes = parts.flat();
  return [...varint(field * 8 + BYTES), ...varint(bytes.length), ...bytes];
};
const text = (field, x) => message(field, [...new TextEncoder().encode(x)]);

/** A `NodeProto` in a graph. */
const node = (operator, inputs, output) => message(1,
  inputs.map((name) => text(1, name)).flat(), text(2, output), text(4, operator));

/** A `ValueInfoProto`: a tensor of floats whose dimensions have names. */
const value = (field, name, dimensions) => message(field, text(1, name),
  message(2, message(1, whole(1, FLOAT),
    message(2, dimensions.map((dimension) => message(1, text(2, dimension))).flat()))));

/** A `TensorProto` of a graph's constants: one float without dimensions. */
const constant = (name, x) => message(5, whole(2, FLOAT), text(8, name),
  message(9, [...new Uint8Array(Float32Array.of(x).buffer)]));

/** softmax(q · kᵀ ÷ √d) · v, for any [n, d] of that d. The scale is a constant, so that it can
 * become part of a product. */
export function model(d) {
  const names = ["n", "d"];
  const graph = message(7,
    node("Transpose", ["k"], "turned"), // [n, d] -> [d, n]
    node("MatMul", ["q", "turned"], "scores"), // [n, d] · [d, n] -> [n, n]
    node("Mul", ["scores", "scale"], "scaled"),
    node("Softmax", ["scaled"], "weights"), // over the last axis, if nothing is said
    node("MatMul", ["weights", "v"], "output"), // [n, n] · [n, d] -> [n, d]
    text(2, "attention"),
    constant("scale", 1 / Math.sqrt(d)),
    ["q", "k", "v"].map((name) => value(11, name, names)).flat(),
    value(12, "output", names));
  const version = 8; // of the format, which goes with version 17 of the operators
  return Uint8Array.from([...whole(1, version), ...graph, ...message(8, text(1, ""), whole(2, 17))]);
}
