// What the types must accept, and what they must refuse. It is compiled, never run.
import init, { attend, attention, cost, encoding, initSync, mount, tokenize } from "attention-lab";
import { AttentionLab } from "attention-lab/element.js";
import type { LabOptions, Matrix, StepName, Token } from "attention-lab";

await init();
initSync({ module: new Uint8Array() });

const q: Matrix = { data: Float32Array.of(1, 0, 0, 2), shape: [2, 2] };
const mask = { data: Uint8Array.of(1, 0, 1, 1), shape: [2, 2] };
const weights: Float32Array = attention({ q, k: q, v: q, mask, causal: true }).weights.data;
// @ts-expect-error: v is missing
attention({ q, k: q });
// @ts-expect-error: misspelled
attention({ q, k: q, v: q, casual: true });
// @ts-expect-error: plain numbers are no Float32Array
attention({ q: { data: [1, 2], shape: [1, 2] }, k: q, v: q });

const sinusoids: Matrix = encoding({ kind: "sinusoidal", length: 64, d_model: 32 });
const { cos, sin } = encoding({ kind: "rope", length: 64, d_model: 32, base: 10000 });
const slopes: Float32Array = encoding({ kind: "alibi", heads: 8 }).data;
const buckets: Int32Array = encoding({ kind: "t5", length: 64, bidirectional: true }).data;
// @ts-expect-error: learned positions have no formula
encoding({ kind: "learned", length: 64, d_model: 32 });
// @ts-expect-error: ALiBi needs heads
encoding({ kind: "alibi", length: 64 });

const size = { n: 4096, d: 64 };
const pairs: number = cost({ variant: "longformer", ...size, window: 512, global: [0, 9] }).pairs;
cost({ variant: "big_bird", ...size, window: 3, global: 2, random: 3, block: 64, causal: true });
// @ts-expect-error: a Performer needs features
cost({ variant: "performer", ...size });
// @ts-expect-error: no such variant
cost({ variant: "linear", ...size });
const output: Float32Array = attend(q.data, q.data, q.data, 2, 2);
// @ts-expect-error: the width is missing
attend(q.data, q.data, q.data, 2);

const tokens: Token[] = tokenize("dog bites man");

const options: LabOptions = { text: "dog bites man", step: "weights", hide: ["seed"], scale: false };
const { update, destroy, on } = mount(document.body, options);
const stop = on("step", ({ step }) => ((name: StepName) => name)(step));
on("cell", (cell) => cell && cell.row + cell.column + (cell.head ?? 0));
on("error", ({ message }) => message.length);
on("change", ({ text, edit }) => text.length + edit.length);
on("ready", () => update({ cell: [0, 1] }));
// @ts-expect-error: no such event
on("click", () => {});
// @ts-expect-error: no such step
update({ step: "softmax" });
stop();
destroy();


const element = document.querySelector("attention-lab");
if (element instanceof AttentionLab) {
  element.addEventListener("step", ({ detail }) => {
    const step: StepName = detail.step;
    // @ts-expect-error: it is no number
    const number: number = detail.step;
  });
  element.addEventListener("ready", ({ detail }) => {
    const nothing: null = detail;
  });
  element.addEventListener("cell", ({ detail }) => {
    // @ts-expect-error: no cell may be open
    const row: number = detail.row;
  });
  element.addEventListener("click", () => element.update({ mask: "causal" }));
  // @ts-expect-error: no such mask
  element.update({ mask: "round" });
  const text: string | undefined = element.state?.text;
}

export { buckets, cos, output, pairs, sin, sinusoids, slopes, tokens, weights };
