/** What makes a build stale: a content, a name or a tool that is another than before; not a time. */
import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

const script = resolve(import.meta.dirname, "../../scripts/fingerprint.mjs");
const { fingerprintBuild } = (await import(script)) as { fingerprintBuild: (folder: string) => string };
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ors-fingerprint-"));
  for (const name of ["src", "templates", "trampoline", "test"]) mkdirSync(join(folder, name));
  writeFileSync(join(folder, "src/kept.ts"), "kept");
  writeFileSync(join(folder, "templates/enb.cfg.njk"), "template");
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

const path = (name: string) => join(folder, name);

test.each([
  ["a source that is changed", () => writeFileSync(path("src/kept.ts"), "other")],
  ["a source that is added", () => writeFileSync(path("src/added.ts"), "")],
  ["a template that is deleted", () => rmSync(path("templates/enb.cfg.njk"))],
  ["a source that is renamed", () => renameSync(path("src/kept.ts"), path("src/renamed.ts"))],
  ["another C compiler", () => vi.stubEnv("CC", "node")],
  ["another make", () => vi.stubEnv("MAKE", "node")],
])("%s makes the build stale", (_, change) => {
  const before = fingerprintBuild(folder);
  change();
  expect(fingerprintBuild(folder)).not.toBe(before);
});

test.each([
  ["a source with another time", () => utimesSync(path("src/kept.ts"), 1, 1)],
  ["a test", () => writeFileSync(path("test/a.test.ts"), "")],
  ["what the build made", () => writeFileSync(path("src/templates.gen.ts"), "")],
  ["the trampoline that was built", () => writeFileSync(path("trampoline/netcapdo"), "")],
])("%s does not", (_, change) => {
  const before = fingerprintBuild(folder);
  change();
  expect(fingerprintBuild(folder)).toBe(before);
});
