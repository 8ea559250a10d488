// Runs each contender on the same numbers. The benchmark calls this, round by round.
import initBench, * as bench from "./bench/bench.js";
import initRelaxed, * as relaxed from "./relaxed/bench.js";
import initLab, * as lab from "./lab/attention_lab.js";
import * as ort from "./onnxruntime/ort.wasm.min.mjs";
import { model } from "./onnx.mjs";

/** How wide queries, keys and values are. */
const D = 64;

/** How long a sample takes at least, in ms: clocks in a page count in tenths. */
const SAMPLE = 20;

/** Numbers in [-1, 1), always the same: a congruential generator (Knuth's constants). */
function* noise(state) {
  for (;;) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    yield state / 2 ** 31;
  }
}

/** q, k and v, [n, d] each. */
function inputs(n, d) {
  return [1, 2, 3].map((seed) => {
    const source = noise(seed);
    return Float32Array.from({ length: n * d }, () => source.next().value);
  });
}

/** Those who take part, by name: from q, k, v, n and d to the output. */
const contenders = {};

async function start() {
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.wasmPaths = new URL("./onnxruntime/", import.meta.url).href;
  const [session] = await Promise.all([
    ort.InferenceSession.create(model(D), { executionProviders: ["wasm"] }),
    initBench(),
    initLab(),
    initRelaxed(),
  ]);
  for (const name of bench.variants()) {
    contenders[name] = (q, k, v, n, d) => bench.attend(name, q, k, v, n, d);
    contenders[`${name}, relaxed`] = (q, k, v, n, d) => relaxed.attend(name, q, k, v, n, d);
  }
  contenders.package = lab.attend;
  contenders.onnxruntime = async (q, k, v, n, d) => {
    const tensor = (x) => new ort.Tensor("float32", x, [n, d]);
    const { output } = await session.run({ q: tensor(q), k: tensor(k), v: tensor(v) });
    return output.data;
  };
}

const ready = start();

/** The mean time of a call in ms, over as many calls as were asked for. */
async function time(call, calls) {
  const before = performance.now();
  for (let i = 0; i < calls; i++) {
    const answer = call();
    // What answers at once isn't made to wait.
    if (answer instanceof Promise) await answer;
  }
  return (performance.now() - before) / calls;
}

/** Multiply-adds in a second, with nothing loaded. */
function peak() {
  const before = performance.now();
  return bench.multiply_adds(4_000_000, 0.999) / (performance.now() - before) * 1000;
}

/** By length: the numbers, the first output, and each contender's call and how many of them a
 * sample takes. */
const prepared = new Map();

/** Warms a contender up at a length and says how far its output is from that of the first. */
async function prepare(name, n) {
  await ready;
  if (!prepared.has(n)) prepared.set(n, { inputs: inputs(n, D), calls: {} });
  const at = prepared.get(n);
  const call = () => contenders[name](...at.inputs, n, D);
  const output = await call();
  at.first ??= output;
  // The engine compiles a function anew once it is known to be hot.
  const start = performance.now();
  for (let i = 0; i < 3 && performance.now() - start < 1000; i++) await call();
  at.calls[name] = { call, count: Math.max(1, Math.ceil(SAMPLE / await time(call, 1))) };
  return output.reduce((worst, x, i) => Math.max(worst, Math.abs(x - at.first[i])), 0);
}

/** One sample of each contender, in ms, and of the peak, one after the other. */
async function round(names, n) {
  const { calls } = prepared.get(n);
  const times = [];
  for (const name of names) {
    times.push(await time(calls[name].call, calls[name].count));
  }
  return { times, peak: peak() };
}

Object.assign(window, { prepare, round });
