/** docs/json.md has every key of every document, and no other. */
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { documentNames } from "../../src/report/documents/names.ts";
import { formatJsonPage, listKeys, schemaOf } from "./json-page.ts";

test("docs/json.md is what the schemas of the documents say", async () => {
  await expect(formatJsonPage()).toMatchFileSnapshot(resolve(import.meta.dirname, "../../docs/json.md"));
});

test.each(documentNames)("%s: keys are in one style, and each is described", (name) => {
  const keys = listKeys(schemaOf(name));
  expect(keys.length).toBeGreaterThan(10);
  for (const { path, description } of keys) {
    expect(path).toMatch(/^([a-z][a-z_]*(\[\])?\.?)+$/);
    expect(description, path).toMatch(/\.$/);
  }
});
