// The package's files and what its types say.
import assert from "node:assert/strict";
import { readFile, readdir, stat } from "node:fs/promises";
import { test } from "node:test";
import { lab, manifest, pkg } from "./load.mjs";

test("the manifest names files that are there", async () => {
  const exported = Object.values(manifest.exports).flatMap((it) => it.default ? Object.values(it) : it);
  for (const file of [...manifest.files, ...exported, "README.md"]) {
    assert.ok((await stat(new URL(file, pkg))).size > 0, file);
  }
});

test("whatever a file names of the package is in it", async () => {
  const scripts = (await readdir(pkg, { recursive: true })).filter((name) => name.endsWith(".js"));
  assert.ok(scripts.length >= 7, scripts.join());
  for (const script of scripts) {
    const from = new URL(script, pkg);
    const text = await readFile(from, "utf8");
    const named = [
      ...text.matchAll(/(?:import|from) ?["'](\.[^"']+)["']/g),
      ...text.matchAll(/new URL\(["']([^"']+)["'], ?import\.meta\.url\)/g),
    ];
    for (const [, name] of named) {
      assert.ok((await stat(new URL(name, from))).size > 0, `${script} names ${name}`);
      assert.ok(new URL(name, from).href.startsWith(pkg.href), `${name} is in the package`);
    }
  }
});

test("the style of the element is no element's around", async () => {
  const { default: style } = await import(new URL("element-style.js", pkg));
  assert.match(style, /:host/);
  assert.doesNotMatch(style, /:root|[0-9]rem\b|@media \((min|max)-width/);
});

test("every function is there and has its type", async () => {
  const types = await readFile(new URL(manifest.types, pkg), "utf8");
  for (const name of ["attend", "attention", "cost", "encoding", "tokenize", "mount"]) {
    assert.equal(typeof lab[name], "function");
    assert.match(types, new RegExp(`export function ${name}\\(`));
  }
});
