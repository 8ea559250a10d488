// Uses the npm package as somebody's script would.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { before, test } from "node:test";

const pkg = new URL("../../pkg/", import.meta.url);
const manifest = JSON.parse(await readFile(new URL("package.json", pkg)));
const lab = await import(new URL(manifest.main, pkg));

before(async () => {
  // Node can't fetch a file, so it is handed over.
  const wasm = await readFile(new URL(manifest.exports["./wasm"], pkg));
  await lab.default({ module_or_path: wasm });
});

const matrix = (rows) => ({
  data: Float32Array.from(rows.flat()),
  shape: [rows.length, rows[0].length],
});

const close = (actual, expected) => {
  assert.equal(actual.length, expected.length);
  expected.forEach((value, i) =>
    assert.ok(Math.abs(actual[i] - value) < 1e-5, `${actual[i]} at ${i} instead of ${value}`));
};

test("the manifest names files that are there", async () => {
  for (const file of [...manifest.files, "README.md"]) {
    assert.ok((await readFile(new URL(file, pkg))).length > 0, file);
  }
  const types = await readFile(new URL(manifest.types, pkg), "utf8");
  for (const name of ["attention", "encoding", "cost", "tokenize", "mount"]) {
    assert.match(types, new RegExp(`export function ${name}\\b`));
  }
});

test("attention weighs the values by a softmax of the scaled scores", () => {
  const q = matrix([[1, 0], [0, 2]]);
  const v = matrix([[1, 2], [3, 4]]);
  const { scores, scaled, weights, output } = lab.attention({ q, k: q, v });
  assert.deepEqual(Array.from(output.shape), [2, 2]);
  close(scores.data, [1, 0, 0, 4]);
  close(scaled.data, [1 / Math.SQRT2, 0, 0, 4 / Math.SQRT2]);
  const first = 1 / (1 + Math.exp(-1 / Math.SQRT2));
  const second = 1 / (1 + Math.exp(-4 / Math.SQRT2));
  close(weights.data, [first, 1 - first, 1 - second, second]);
  close(output.data, [3 - 2 * first, 4 - 2 * first, 1 + 2 * second, 2 + 2 * second]);
});

test("a causal mask keeps the first query from the second key", () => {
  const q = matrix([[1, 0], [0, 2]]);
  const { masked, weights } = lab.attention({ q, k: q, v: q, causal: true });
  assert.equal(masked.data[1], -Infinity);
  assert.equal(weights.data[0], 1);
  assert.equal(weights.data[1], 0);
});

test("sinusoids are interleaved", () => {
  const { data, shape } = lab.encoding({ kind: "sinusoidal", length: 3, d_model: 4 });
  assert.deepEqual(Array.from(shape), [3, 4]);
  close(data.slice(4, 8), [Math.sin(1), Math.cos(1), Math.sin(0.01), Math.cos(0.01)]);
});

test("words are cut with their offsets", () => {
  const tokens = lab.tokenize("dog bites");
  assert.deepEqual(tokens.map(({ text, start, end }) => [text, start, end]),
    [["dog", 0, 3], ["bites", 4, 9]]);
});

test("a wrong shape throws an error that names the field", () => {
  const q = matrix([[1, 0]]);
  assert.throws(() => lab.attention({ q, k: matrix([[1, 0, 0]]), v: q }), /\bk\b/);
});
