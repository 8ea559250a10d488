// Encodings against their formulas in JavaScript's own double precision.
import assert from "node:assert/strict";
import { test } from "node:test";
import { array, close, lab } from "./load.mjs";

/** Calls `check` with each cell's value and its angle in double precision. */
function eachAngle({ data, shape: [length, width] }, { d, pairOf, base = 10000 }, check) {
  for (let p = 0; p < length; p += 1) {
    for (let column = 0; column < width; column += 1) {
      const angle = p / base ** ((2 * pairOf(column)) / d);
      check(data[p * width + column], angle, column);
    }
  }
}

const near = (actual, expected, tolerance) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} instead of ${expected}`);

for (const [length, tolerance] of [[1024, 1e-6], [10000, 1e-4]]) {
  test(`sinusoids of ${length} positions follow the formula`, () => {
    const table = lab.encoding({ kind: "sinusoidal", length, d_model: 32 });
    assert.deepEqual(table.shape, [length, 32]);
    eachAngle(table, { d: 32, pairOf: (column) => Math.floor(column / 2) }, (x, angle, column) =>
      near(x, column % 2 === 0 ? Math.sin(angle) : Math.cos(angle), tolerance));
  });

  test(`RoPE's angles of ${length} positions follow the formula`, () => {
    const base = 500;
    const { cos, sin } = lab.encoding({ kind: "rope", length, d_model: 32, base });
    for (const [table, of] of [[cos, Math.cos], [sin, Math.sin]]) {
      assert.deepEqual(table.shape, [length, 16]);
      eachAngle(table, { d: 32, pairOf: (pair) => pair, base }, (x, angle) =>
        near(x, of(angle), tolerance));
    }
  });
}

// A base that 32 bits don't hold, or a short one, turns far positions fastest.
for (const base of [2.1, 123.456, 12345.678, 1e6]) {
  for (const d of [2, 8, 64, 130]) {
    test(`base ${base} and ${d} dimensions follow the formulas far out`, () => {
      const length = 10000;
      const tolerance = (cell, width) => (cell < 1024 * width ? 1e-6 : 1e-4);
      const check = ({ data, shape: [rows, width] }, pairOf, of) => {
        assert.equal(rows, length);
        data.forEach((x, cell) => {
          const [p, column] = [Math.floor(cell / width), cell % width];
          const wanted = of(column)(p / base ** ((2 * pairOf(column)) / d));
          const far = Math.abs(x - wanted);
          if (far > tolerance(cell, width)) near(x, wanted, tolerance(cell, width));
        });
      };
      const sinusoid = (column) => (column % 2 === 0 ? Math.sin : Math.cos);
      const table = lab.encoding({ kind: "sinusoidal", length, d_model: d, base });
      check(table, (column) => Math.floor(column / 2), sinusoid);
      const { cos, sin } = lab.encoding({ kind: "rope", length, d_model: d, base });
      check(cos, (pair) => pair, () => Math.cos);
      check(sin, (pair) => pair, () => Math.sin);
    });
  }
}

test("slopes of many heads and buckets of far distances follow their formulas", () => {
  for (const heads of [2, 32, 64]) {
    const wanted = Array.from({ length: heads }, (_, i) => 2 ** ((-8 * (i + 1)) / heads));
    close(lab.encoding({ kind: "alibi", heads }), [heads], wanted);
  }
  const length = 1024;
  const { data } = lab.encoding({ kind: "t5", length });
  const one_way = (distance) => {
    const far = 8 + Math.floor((Math.log(distance / 8) / Math.log(128 / 8)) * 8);
    return distance < 8 ? distance : Math.min(far, 15);
  };
  for (let distance = 0; distance < length; distance += 1) {
    assert.equal(data[distance * length], one_way(distance), `distance ${distance}`);
    if (distance > 0) assert.equal(data[distance], 16 + one_way(distance));
  }
});

test("a base of its own, and an odd width that ends on a sine", () => {
  const table = lab.encoding({ kind: "sinusoidal", length: 2, d_model: 3, base: 8 });
  close(table, [2, 3], [0, 1, 0, Math.sin(1), Math.cos(1), Math.sin(8 ** (-2 / 3))]);
});

test("ALiBi's slopes are a geometric series; without a power of two, in two parts", () => {
  const slopes = (heads) => lab.encoding({ kind: "alibi", heads });
  close(slopes(8), [8], [1, 2, 3, 4, 5, 6, 7, 8].map((i) => 2 ** -i));
  close(slopes(16), [16], Array.from({ length: 16 }, (_, i) => 2 ** (-(i + 1) / 2)));
  close(slopes(12), [12], [...slopes(8).data, ...[1, 3, 5, 7].map((i) => 2 ** (-i / 2))]);
  close(slopes(1), [1], [2 ** -8]);
});

test("T5's buckets depend on the distance, and those after the query lie 16 higher", () => {
  const length = 300;
  const { data, shape } = lab.encoding({ kind: "t5", length });
  assert.ok(data instanceof Int32Array);
  assert.deepEqual(shape, [length, length]);
  const bucket = (query, key) => data[query * length + key];
  for (let distance = 0; distance < length; distance += 1) {
    const before = bucket(distance, 0);
    assert.equal(bucket(length - 1, length - 1 - distance), before);
    if (distance > 0) {
      assert.equal(bucket(0, distance), before + 16);
      assert.ok(before >= bucket(distance - 1, 0));
    }
    if (distance < 8) assert.equal(before, distance);
    if (distance >= 128) assert.equal(before, 15);
  }
});

test("T5's decoder has one direction", () => {
  const options = { kind: "t5", length: 40, bidirectional: false, buckets: 8, max_distance: 16 };
  const { data } = lab.encoding(options);
  assert.deepEqual(Array.from(data.slice(0, 40)), Array(40).fill(0));
  const first = Array.from({ length: 40 }, (_, query) => data[query * 40]);
  assert.deepEqual(first.slice(0, 5), [0, 1, 2, 3, 4]);
  assert.equal(first[39], 7);
});

test("no encoding adds nothing", () => {
  assert.deepEqual(lab.encoding({ kind: "none", length: 3, d_model: 4 }), array([3, 4]));
});
