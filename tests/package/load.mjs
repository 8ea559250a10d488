// The npm package as somebody's script would load it, and what the tests share.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

/** Where the package is: `pkg/`, unless the environment says otherwise. */
export const pkg = process.env.ATTENTION_LAB_PKG
  ? new URL(`file://${process.env.ATTENTION_LAB_PKG}/`)
  : new URL("../../pkg/", import.meta.url);

export const manifest = JSON.parse(await readFile(new URL("package.json", pkg)));

/** The package's functions, ready to be called. */
export const lab = await import(new URL(manifest.main, pkg));

// Node can't fetch a file, so it is handed over.
await lab.default({ module_or_path: await readFile(new URL(manifest.exports["./wasm"], pkg)) });

/** Floats of a shape; without data, zeros. */
export const array = (shape, data) => ({
  data: Float32Array.from(data ?? new Float32Array(shape.reduce((a, b) => a * b, 1))),
  shape,
});

/** Rows of numbers as an array. */
export const matrix = (rows) => array([rows.length, rows[0].length], rows.flat());

/** An array's shape and its numbers are as expected, to a tolerance. */
export function close(actual, shape, expected, tolerance = 1e-6) {
  assert.deepEqual(actual.shape, shape);
  assert.equal(actual.data.length, expected.length);
  expected.forEach((value, i) => {
    const difference = Math.abs(actual.data[i] - value);
    // Infinity minus itself is NaN.
    const same = Object.is(actual.data[i], value) || difference <= tolerance;
    assert.ok(same, `${actual.data[i]} at ${i} instead of ${value}`);
  });
}

/** The call throws an `Error` with just this message. */
export const throws = (call, message) => assert.throws(call, { name: "Error", message });
