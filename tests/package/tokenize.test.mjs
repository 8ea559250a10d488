import assert from "node:assert/strict";
import { test } from "node:test";
import { lab, throws } from "./load.mjs";

const check = (text, expected) => {
  const tokens = lab.tokenize(text);
  assert.deepEqual(tokens.map((token) => token.text), expected);
  for (const { text: own, start, end } of tokens) {
    assert.equal(text.slice(start, end), own);
  }
};

test("words and punctuation, with their offsets", () => {
  assert.deepEqual(lab.tokenize("Dog bites!"), [
    { text: "Dog", start: 0, end: 3, known: true },
    { text: "bites", start: 4, end: 9, known: true },
    { text: "!", start: 9, end: 10, known: false },
  ]);
});

test("offsets count as JavaScript counts, whatever the script", () => {
  check("", []);
  check(" \n\t ", []);
  check("👩‍👩‍👧‍👦 bites 🇫🇷🇩🇪, 👍🏽.", ["👩‍👩‍👧‍👦", "bites", "🇫🇷", "🇩🇪", ",", "👍🏽", "."]);
  check("كلب يعض רגל!", ["كلب", "يعض", "רגל", "!"]);
  check("cafe\u0301 naïve 犬が", ["cafe\u0301", "naïve", "犬", "が"]);
});

test("a lone surrogate is replaced and moves nothing", () => {
  const [, dog] = lab.tokenize("\ud800 dog");
  assert.deepEqual([dog.text, dog.start, dog.end], ["dog", 2, 5]);
});

test("long texts keep their offsets", () => {
  const text = "🐕 bites ".repeat(10000);
  const tokens = lab.tokenize(text);
  assert.equal(tokens.length, 20000);
  const last = tokens.at(-1);
  assert.deepEqual([last.text, text.slice(last.start, last.end)], ["bites", "bites"]);
});

test("what is no text is refused", () => {
  throws(() => lab.tokenize(5), "text: 5 given; needed a string");
  throws(() => lab.tokenize(), "text: nothing given; needed a string");
  throws(() => lab.tokenize(["dog"]), "text: an instance of Array given; needed a string");
});
