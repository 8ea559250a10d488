// Whatever is wrong throws an error that names the field, what was given and what is needed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { array, lab, throws } from "./load.mjs";

const q = array([2, 3]);
const good = { q, k: q, v: q };
const attention = (changes) => () => lab.attention({ ...good, ...changes });
const encoding = (options) => () => lab.encoding(options);
const floats = "needed a Float32Array";
const wholes = "needed an array of whole numbers from 0";
const all = "needed at most 33554432 numbers in all";

const cases = [
  ["an array of one axis", attention({ q: array([3]) }),
    "q.shape: [3] given; needed [n, d] or [heads, n, d]"],
  ["an array of four axes", attention({ v: array([1, 1, 1, 1]) }),
    "v.shape: [1, 1, 1, 1] given; needed [2, d_v], a value for each key"],
  ["keys of another width", attention({ k: array([2, 4]) }),
    "k.shape: [2, 4] given; needed [n, 3], as wide as q"],
  ["keys with heads and queries without", attention({ k: array([1, 2, 3]) }),
    "k.shape: [1, 2, 3] given; needed [n, 3], as wide as q"],
  ["heads that don't divide", attention({ q: array([3, 1, 1]), k: array([2, 1, 1]) }),
    "k.shape: [2, 1, 1] given; needed [heads, n, 1], as wide as q, its heads dividing q's 3"],
  ["a value too few", attention({ v: array([1, 3]) }),
    "v.shape: [1, 3] given; needed [2, d_v], a value for each key"],
  ["no width", attention({ q: array([2, 0]) }), "q.shape: [2, 0] given; needed a width of at least 1"],
  ["too few numbers", attention({ q: { data: new Float32Array(5), shape: [2, 3] } }),
    "q.data: 5 numbers given; needed 6 for the shape [2, 3]"],
  ["a huge shape", attention({ q: { data: new Float32Array(0), shape: [1e9, 2] } }),
    `q.shape: [1000000000, 2] given; ${all}`],
  ["a shape beyond addresses", attention({ q: { data: new Float32Array(0), shape: [2 ** 40, 2] } }),
    "q.shape[0]: 1099511627776 given; needed a whole number from 0 to 4294967295"],
  ["a huge shape with an axis of 0", attention({ q: { data: new Float32Array(0), shape: [0, 4e9, 4e9] } }),
    `q.shape: [0, 4000000000, 4000000000] given; ${all}`],
  ["more scores than can be held",
    attention({ q: array([8, 3000, 1]), k: array([8, 3000, 1]), v: array([8, 3000, 1]) }),
    `q.shape, k.shape: [8, 3000, 3000] given; ${all}`],
  ["NaN", attention({ q: array([2, 3], [0, 1, NaN, 3, 4, 5]) }),
    "q.data: NaN at index 2 given; needed finite numbers"],
  ["infinity", attention({ v: array([2, 3], [0, -Infinity, 2, 3, 4, 5]) }),
    "v.data: -Infinity at index 1 given; needed finite numbers"],
  ["nothing", () => lab.attention(), "options: nothing given; needed an object"],
  ["null", () => lab.attention(null), "options: null given; needed an object"],
  ["a string", () => lab.attention("q"), 'options: "q" given; needed an object'],
  ["a missing field", () => lab.attention({ q, v: q }),
    "k: nothing given; needed { data: Float32Array, shape: number[] }"],
  ["an array as such", attention({ q: [[1, 2]] }), "q: an instance of Array given; needed an object"],
  ["missing data", attention({ q: { shape: [2, 3] } }), `q.data: nothing given; ${floats}`],
  ["data of another kind", attention({ q: { data: new Float64Array(6), shape: [2, 3] } }),
    `q.data: an instance of Float64Array given; ${floats}`],
  ["data of strings", attention({ q: { data: ["1", "2"], shape: [1, 2] } }),
    `q.data: an instance of Array given; ${floats}`],
  ["a missing shape", attention({ q: { data: q.data } }), `q.shape: nothing given; ${wholes}`],
  ["a shape that is a number", attention({ q: { data: q.data, shape: 6 } }), `q.shape: 6 given; ${wholes}`],
  ["a shape of strings", attention({ q: { data: q.data, shape: [2, "3"] } }),
    'q.shape[1]: "3" given; needed a whole number from 0 to 4294967295'],
  ["a shape of halves", attention({ q: { data: q.data, shape: [1.5, 4] } }),
    "q.shape[0]: 1.5 given; needed a whole number from 0 to 4294967295"],
  ["a shape below 0", attention({ q: { data: q.data, shape: [-2, -3] } }),
    "q.shape[0]: -2 given; needed a whole number from 0 to 4294967295"],
  ["a mask of another shape", attention({ mask: array([3, 2]) }),
    "mask.shape: [3, 2] given; needed [2, 2] or [1, 2, 2]"],
  ["a mask of plain numbers", attention({ mask: { data: [1, 1, 1, 1], shape: [2, 2] } }),
    "mask.data: an instance of Array given; needed a Uint8Array (1 = may look) or a Float32Array (added to the scaled scores)"],
  ["a mask of twos", attention({ mask: { data: Uint8Array.of(1, 2, 1, 1), shape: [2, 2] } }),
    "mask.data: 2 at index 1 given; needed 1 (may look) or 0 (may not)"],
  ["a mask that adds infinity", attention({ mask: array([2, 2], [0, 0, 0, Infinity]) }),
    "mask.data: Infinity at index 3 given; needed finite numbers or -Infinity"],
  ["causal as a word", attention({ causal: "yes" }), 'causal: "yes" given; needed true or false'],
  ["half an offset", attention({ offset: 0.5 }),
    "offset: 0.5 given; needed a whole number from -2147483648 to 2147483647"],
  ["a window below 0", attention({ window: -1 }),
    "window: -1 given; needed a whole number from 0 to 4294967295"],
  ["a scale that is NaN", attention({ scale: NaN }), "scale: NaN given; needed a finite number"],
  ["a scale beyond 32 bits", attention({ scale: 1e300 }), "scale: 1e+300 given; needed a finite number"],
  ["a bigint", attention({ scale: 1n }), "scale: 1 given; needed a finite number"],
  ["a symbol", attention({ scale: Symbol("s") }), "scale: Symbol(s) given; needed a finite number"],
  ["a softcap of 0", attention({ softcap: 0 }), "softcap: 0 given; needed a finite number above 0"],
  ["a field misspelled", attention({ casual: true }),
    "casual: true given; needed only q, k, v, mask, causal, offset, window, scale, softcap"],
  ["no kind", encoding({}), "kind: nothing given; needed none, sinusoidal, rope, alibi or t5"],
  ["an unknown kind", encoding({ kind: "sine" }), 'kind: "sine" given; needed none, sinusoidal, rope, alibi or t5'],
  ["learned positions", encoding({ kind: "learned", length: 2, d_model: 2 }),
    'kind: "learned" given; needed none, sinusoidal, rope, alibi or t5 (learned positions come from training, not from a formula)'],
  ["no length", encoding({ kind: "rope", d_model: 2 }),
    "length: nothing given; needed a whole number from 0 to 4294967295"],
  ["a length that is a string", encoding({ kind: "t5", length: "3" }),
    'length: "3" given; needed a whole number from 0 to 4294967295'],
  ["an odd width to turn", encoding({ kind: "rope", length: 2, d_model: 3 }),
    "d_model: 3 given; needed an even number, since RoPE turns dimensions in pairs"],
  ["no width at all", encoding({ kind: "sinusoidal", length: 2, d_model: 0 }),
    "d_model: 0 given; needed a whole number from 1 to 4294967295"],
  ["a base of 0", encoding({ kind: "rope", length: 2, d_model: 2, base: 0 }),
    "base: 0 given; needed a finite number above 0"],
  ["a base beyond 32 bits", encoding({ kind: "rope", length: 2, d_model: 2, base: 1e300 }),
    "base: 1e+300 given; needed a finite number"],
  ["a huge table", encoding({ kind: "sinusoidal", length: 4e9, d_model: 4e9 }),
    `length, d_model: [4000000000, 4000000000] given; ${all}`],
  ["no heads", encoding({ kind: "alibi", heads: 0 }),
    "heads: 0 given; needed a whole number from 1 to 4294967295"],
  ["an odd number of buckets", encoding({ kind: "t5", length: 2, buckets: 5 }),
    "buckets: 5 given; needed at least 4 and a multiple of 2"],
  ["a bucket's distance too short", encoding({ kind: "t5", length: 2, max_distance: 3 }),
    "max_distance: 3 given; needed more than the 8 distances with a bucket of their own"],
  ["no element", () => lab.mount(null), "element: null given; needed an Element of the page"],
  ["a selector for an element", () => lab.mount("#lab"), 'element: "#lab" given; needed an Element of the page'],
];

for (const [name, call, message] of cases) {
  test(`${name} is refused`, () => throws(call, message));
}

test("an error leaves everything in working order", () => {
  assert.throws(attention({ q: null }));
  assert.deepEqual(Array.from(lab.attention(good).weights.data), [0.5, 0.5, 0.5, 0.5]);
});

test("a field that throws when read is an error like any other", () => {
  const options = { ...good, get mask() { throw new TypeError("no"); } };
  throws(() => lab.attention(options), "mask: a field that throws when read given; needed a value");
});
