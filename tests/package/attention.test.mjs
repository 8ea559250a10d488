import assert from "node:assert/strict";
import { test } from "node:test";
import { array, close, lab, matrix } from "./load.mjs";

const X = -Infinity;
const q = matrix([[1, 0], [0, 2]]);
const v = matrix([[1, 2], [3, 4]]);

test("attention weighs the values by a softmax of the scaled scores", () => {
  const { scores, scaled, masked, weights, output } = lab.attention({ q, k: q, v });
  const root = Math.SQRT2;
  close(scores, [2, 2], [1, 0, 0, 4]);
  close(scaled, [2, 2], [1 / root, 0, 0, 4 / root]);
  close(masked, [2, 2], [1 / root, 0, 0, 4 / root]);
  const first = 1 / (1 + Math.exp(-1 / root));
  const second = 1 / (1 + Math.exp(-4 / root));
  close(weights, [2, 2], [first, 1 - first, 1 - second, second]);
  close(output, [2, 2], [3 - 2 * first, 4 - 2 * first, 1 + 2 * second, 2 + 2 * second]);
});

test("every step is a real Float32Array with a real array of lengths", () => {
  for (const step of Object.values(lab.attention({ q, k: q, v }))) {
    assert.ok(step.data instanceof Float32Array);
    assert.ok(Array.isArray(step.shape));
  }
});

test("what is given stays as it is, and is not held on to", () => {
  const own = matrix([[1, 0], [0, 2]]);
  const { weights } = lab.attention({ q: own, k: own, v: own });
  const before = Array.from(weights.data);
  assert.deepEqual(Array.from(own.data), [1, 0, 0, 2]);
  own.data.fill(9);
  lab.attention({ q: own, k: own, v: own });
  assert.deepEqual(Array.from(weights.data), before);
});

test("a causal mask keeps each query from later keys, from its own position on", () => {
  const flat = { q: array([2, 1]), k: array([4, 1]), v: array([4, 1], [1, 2, 3, 4]) };
  close(lab.attention({ ...flat, causal: true }).masked, [2, 4], [0, X, X, X, 0, 0, X, X]);
  const cached = lab.attention({ ...flat, causal: true, offset: 2 });
  close(cached.masked, [2, 4], [0, 0, 0, X, 0, 0, 0, 0]);
  close(cached.output, [2, 1], [2, 2.5]);
  const before = lab.attention({ ...flat, causal: true, offset: -1 });
  close(before.weights, [2, 4], [0, 0, 0, 0, 1, 0, 0, 0]);
});

test("a window says how far back a query looks", () => {
  const flat = { q: array([3, 1]), k: array([3, 1]), v: array([3, 1]) };
  close(lab.attention({ ...flat, window: 1 }).masked, [3, 3], [0, 0, 0, 0, 0, 0, X, 0, 0]);
  const both = lab.attention({ ...flat, window: 0, causal: true });
  close(both.masked, [3, 3], [0, X, X, X, 0, X, X, X, 0]);
});

test("a boolean mask lets a query look where it says 1", () => {
  const mask = { data: Uint8Array.of(1, 0, 0, 0), shape: [2, 2] };
  const { masked, weights, output } = lab.attention({ q, k: q, v, mask });
  close(masked, [2, 2], [1 / Math.SQRT2, X, X, X]);
  close(weights, [2, 2], [1, 0, 0, 0]);
  close(output, [2, 2], [1, 2, 0, 0]); // a row without keys is zeros, never NaN
});

test("an additive mask is added to the scaled scores", () => {
  const mask = matrix([[1, -1], [X, 0.5]]);
  const { masked } = lab.attention({ q, k: q, v, mask });
  close(masked, [2, 2], [1 / Math.SQRT2 + 1, -1, X, 4 / Math.SQRT2 + 0.5]);
});

test("heads have masks of their own", () => {
  const heads = { q: array([2, 1, 1]), k: array([2, 2, 1]), v: array([2, 2, 1], [1, 2, 3, 4]) };
  const mask = { data: Uint8Array.of(1, 0, 0, 1), shape: [2, 1, 2] };
  close(lab.attention({ ...heads, mask }).output, [2, 1, 1], [1, 4]);
  const shared = { data: Uint8Array.of(0, 1), shape: [1, 2] };
  close(lab.attention({ ...heads, mask: shared }).output, [2, 1, 1], [2, 4]);
});

test("neighbouring query heads share a key head where there are fewer", () => {
  const grouped = { q: array([4, 1, 2]), k: array([2, 1, 2]), v: array([2, 1, 3], [1, 2, 3, 4, 5, 6]) };
  const { weights, output } = lab.attention(grouped);
  close(weights, [4, 1, 1], [1, 1, 1, 1]);
  close(output, [4, 1, 3], [1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6]);
});

test("scale and softcap change the scaled scores", () => {
  close(lab.attention({ q, k: q, v, scale: 1 }).scaled, [2, 2], [1, 0, 0, 4]);
  const { scaled } = lab.attention({ q, k: q, v, scale: 0.5, softcap: 3 });
  close(scaled, [2, 2], [3 * Math.tanh(0.5 / 3), 0, 0, 3 * Math.tanh(2 / 3)]);
});

test("null and undefined leave an option out", () => {
  const left = { mask: null, causal: undefined, offset: null, window: null, scale: undefined, softcap: null };
  assert.deepEqual(lab.attention({ q, k: q, v, ...left }), lab.attention({ q, k: q, v }));
});

test("no queries and no keys are answered too", () => {
  const none = lab.attention({ q: array([0, 2]), k: q, v });
  close(none.output, [0, 2], []);
  const blind = lab.attention({ q, k: array([0, 2]), v: array([0, 3]) });
  close(blind.output, [2, 3], [0, 0, 0, 0, 0, 0]);
});
