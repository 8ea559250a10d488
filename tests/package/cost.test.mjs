// What variants cost, worked out by hand, and the fast path against the slow one.
import assert from "node:assert/strict";
import { test } from "node:test";
import { array, close, lab, throws } from "./load.mjs";

const n = 4096;
const d = 64;

/** The pairs are as worked out, and each is multiplied and added d times for score and value. */
const check = (options, pairs) => {
  const { pairs: given, multiply_adds } = lab.cost({ n, d, ...options });
  assert.deepEqual([given, multiply_adds], [pairs, 2 * pairs * (options.d ?? d)]);
};

/** A band of n rows, half a window to each side, without its corners. */
const band = (half, rows = n) => rows * (2 * half + 1) - half * (half + 1);

test("dense variants attend to all, or to all before", () => {
  for (const variant of ["full", "flash"]) {
    check({ variant }, n * n);
    check({ variant, causal: true }, (n * (n + 1)) / 2);
    check({ variant, n: 0 }, 0);
    check({ variant, n: 1, d: 3 }, 1);
  }
});

test("a window is cut at the ends, and an odd one is rounded down", () => {
  check({ variant: "sliding_window", window: 512 }, band(256));
  check({ variant: "sliding_window", window: 513 }, band(256));
  check({ variant: "sliding_window", window: 0 }, n);
  check({ variant: "sliding_window", window: 2 * n }, n * n);
  check({ variant: "sliding_window", window: 4, n: 5, causal: true }, 1 + 2 + 3 + 3 + 3);
});

test("global tokens add a row and a column each", () => {
  const longformer = { variant: "longformer", window: 512 };
  check({ ...longformer, global: 1 }, band(256) + 2 * (n - 257));
  check({ ...longformer, global: [0] }, band(256) + 2 * (n - 257));
  check(longformer, band(256));
  // In the middle, the window covers 513 of the row and of the column.
  check({ ...longformer, global: [2048] }, band(256) + 2 * (n - 513));
  check({ ...longformer, global: 1, causal: true }, n * 257 - (256 * 257) / 2 + n - 257);
});

test("random keys come on top, in tokens and in blocks", () => {
  const bird = { variant: "big_bird", window: 2, random: 3 };
  check(bird, band(1) + 3 * n);
  // One global token: its row and column are full, and it draws none.
  check({ ...bird, global: 1 }, band(1) + 2 * (n - 2) + 3 * (n - 1));
  // 64 blocks of 64 tokens.
  check({ ...bird, block: 64 }, (band(1, 64) + 3 * 64) * 64 * 64);
  // 5 tokens are 3 blocks, the last of one token: each sees its neighbours, all the middle one.
  check({ variant: "big_bird", window: 2, n: 5, block: 2 }, 2 * 4 + 2 * 5 + 1 * 3);
  const causal = lab.cost({ ...bird, n, d, causal: true }).pairs;
  assert.ok(causal > n * 2 - 1 && causal < n * 5 - 1);
});

test("a Performer is linear in n", () => {
  const at = (n) => lab.cost({ variant: "performer", n, d, features: 256 });
  assert.equal(at(1000).pairs, 1e6);
  assert.equal(at(1000).multiply_adds, 1000 * (4 * 256 * 64 + 64 + 256));
  assert.equal(at(2000).multiply_adds, 2 * at(1000).multiply_adds);
  assert.equal(at(2000).bytes - at(1000).bytes, 1000 * 64 * 4);
});

test("bytes: quadratic for full, linear for the others", () => {
  // Output, copies of k and v, all scores, for each query two numbers; and for each of 32 at a
  // time its copy, one number and its products with the eight keys that are taken at once.
  const full = 3 * n * d + n * n + 2 * n + 32 * (d + 1 + 8);
  assert.equal(lab.cost({ variant: "full", n, d }).bytes, 4 * full);
  const settings = { d, window: 128, global: 1, random: 3, features: 256 };
  for (const variant of ["flash", "sliding_window", "longformer", "big_bird", "performer"]) {
    const bytes = (n) => lab.cost({ variant, n, ...settings }).bytes;
    assert.equal(bytes(4096) - bytes(2048), bytes(6144) - bytes(4096));
    assert.ok(bytes(1e6) < 300e6);
  }
  assert.equal(lab.cost({ variant: "sliding_window", n, ...settings }).bytes, 4 * (n * d + n));
});

test("figures are exact up to 2 to the 53rd, and refused beyond", () => {
  check({ variant: "flash", n: 2 ** 26, d: 1 }, 2 ** 52);
  const needed = "needed a cost of at most 9007199254740992";
  throws(() => lab.cost({ variant: "flash", n: 2 ** 26, d: 2 }),
    `n, d: 18014398509481984 given; ${needed}`);
});

const cost = (options) => () => lab.cost({ n, d, ...options });
const length = "a whole number from 0 to 4294967295";
const x = Float32Array.of(1, 2, 3, 4);
const attend = (q, k, v, n, d) => () => lab.attend(q, k, v, n, d);
for (const [name, call, message] of [
  ["another variant", cost({ variant: "linear" }),
    'variant: "linear" given; needed full, flash, sliding_window, longformer, big_bird or performer'],
  ["no variant", cost({}), 'variant: nothing given; needed the name of a variant, such as "full"'],
  ["no length", () => lab.cost({ variant: "full", d }), `n: nothing given; needed ${length}`],
  ["no width", cost({ variant: "full", d: 0 }), "d: 0 given; needed a whole number from 1 to 4294967295"],
  ["no window", cost({ variant: "longformer" }), "window: nothing given; needed a whole number from 0"],
  ["half a window", cost({ variant: "longformer", window: 0.5 }), `window: 0.5 given; needed ${length}`],
  ["no features", cost({ variant: "performer" }), "features: nothing given; needed a whole number from 1"],
  ["empty blocks", cost({ variant: "big_bird", window: 3, block: 0 }),
    "block: 0 given; needed a whole number from 1 to 4294967295"],
  ["a global token beyond the end", cost({ variant: "longformer", window: 3, global: [0, n] }),
    "global[1]: 4096 given; needed a position below n, 4096"],
  ["a global token as a word", cost({ variant: "longformer", window: 3, global: "first" }),
    'global: "first" given; needed a whole number from 0, or an array of positions'],
  ["a word among global tokens", cost({ variant: "longformer", window: 3, global: ["first"] }),
    `global[0]: "first" given; needed ${length}`],
  ["a misspelled field", cost({ variant: "full", windows: 3 }),
    "windows: 3 given; needed only variant, n, d, causal, window, global, random, block, features, seed"],
  ["too few numbers", attend(x, x.slice(1), x, 2, 2), "k: 3 numbers given; needed 4, n times d"],
  ["an array of another kind", attend([1, 2, 3, 4], x, x, 2, 2),
    "q: an instance of Array given; needed a Float32Array"],
  ["no numbers", attend(x, x), "v: nothing given; needed a Float32Array"],
  ["half a length", attend(x, x, x, 1.5, 2), `n: 1.5 given; needed ${length}`],
  ["a width of 0", attend(x, x, x, 2, 0), "d: 0 given; needed a whole number from 1"],
  ["NaN", attend(x, x, Float32Array.of(1, NaN, 3, 4), 2, 2), "v: NaN given; needed finite numbers"],
]) {
  test(`${name} is refused`, () => throws(call, message));
}

test("attend gives the output of attention", () => {
  for (const [n, d] of [[0, 3], [1, 1], [7, 5], [130, 64], [300, 20]]) {
    const [q, k, v] = [1, 2, 3].map((seed) =>
      array([n, d], Float32Array.from({ length: n * d }, (_, i) => Math.sin(i * 1.7 + seed) * 2)));
    const { output } = lab.attention({ q, k, v });
    const data = lab.attend(q.data, k.data, v.data, n, d);
    assert.ok(data instanceof Float32Array);
    close({ data, shape: [n, d] }, output.shape, Array.from(output.data), 1e-5);
  }
});
