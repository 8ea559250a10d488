// The package's files and what its types say.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { lab, manifest, pkg } from "./load.mjs";

test("the manifest names files that are there", async () => {
  const exported = Object.values(manifest.exports);
  for (const file of [...manifest.files, ...exported, "README.md"]) {
    assert.ok((await readFile(new URL(file, pkg))).length > 0, file);
  }
});

test("every function is there and has its type", async () => {
  const types = await readFile(new URL(manifest.types, pkg), "utf8");
  for (const name of ["attend", "attention", "cost", "encoding", "tokenize", "mount"]) {
    assert.equal(typeof lab[name], "function");
    assert.match(types, new RegExp(`export function ${name}\\(`));
  }
});
