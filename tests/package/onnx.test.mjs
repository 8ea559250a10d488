// Attention against the numbers of ONNX's own cases.
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { close, lab } from "./load.mjs";

const cases = [
  "attention_4d",
  "attention_4d_attn_mask",
  "attention_4d_attn_mask_bool",
  "attention_4d_gqa_causal_nonpad_decode",
  "attention_4d_scaled",
  "attention_4d_softcap",
  "attention_4d_softcap_neginf_mask_poison",
  "attention_local_window_gqa_rank4_mask",
];

const float = (x) => ({ "inf": Infinity, "-inf": -Infinity })[x] ?? x;

/** One member of a batch of a tensor with four axes. */
function member({ shape: [, ...shape], data }, batch) {
  const size = shape.reduce((a, b) => a * b, 1);
  return { shape, data: Float32Array.from(data.slice(batch * size, (batch + 1) * size), float) };
}

/** ONNX's mask as ours: of the same kind, and one for each head or one for all. */
function maskOf(tensor, batch) {
  if (!tensor) return undefined;
  const axes = [...Array(4 - tensor.shape.length).fill(1), ...tensor.shape];
  const mask = member({ shape: axes, data: tensor.data }, axes[0] === 1 ? 0 : batch);
  const data = tensor.dtype === "bool" ? Uint8Array.from(mask.data) : mask.data;
  return { data, shape: mask.shape[0] === 1 ? mask.shape.slice(1) : mask.shape };
}

/** A mask that hides the keys from the filled ones on. */
const padding = (filled, n_q, n_k) => ({
  data: Uint8Array.from({ length: n_q * n_k }, (_, i) => (i % n_k < filled ? 1 : 0)),
  shape: [n_q, n_k],
});

for (const name of cases) {
  test(`${name} gives what ONNX gives`, async () => {
    const file = new URL(`../golden/onnx/${name}.json`, import.meta.url);
    const { attributes, inputs, outputs } = JSON.parse(await readFile(file));
    for (let batch = 0; batch < inputs.Q.shape[0]; batch += 1) {
      const [q, k, v] = [inputs.Q, inputs.K, inputs.V].map((tensor) => member(tensor, batch));
      const [n_q, n_k] = [q.shape[1], k.shape[1]];
      const filled = inputs.nonpad_kv_seqlen?.data[batch];
      const { output } = lab.attention({
        q,
        k,
        v,
        mask: filled === undefined ? maskOf(inputs.attn_mask, batch) : padding(filled, n_q, n_k),
        causal: attributes.is_causal === 1,
        offset: filled === undefined ? 0 : filled - n_q,
        window: attributes.left_window_size,
        scale: attributes.scale,
        softcap: attributes.softcap,
      });
      const expected = member(outputs.Y, batch);
      close(output, expected.shape, Array.from(expected.data), 1e-5);
    }
  });
}
