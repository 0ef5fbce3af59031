/** The tests of forwarding can fail: each way to break the switch is noticed by the cases or by random lives. */
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { afterAll, describe, expect, test } from "vitest";
import { type Breakage, breakages } from "./breakages.ts";
import type * as Differences from "./find-differences.ts";
import { compareRandomly, findCaseDifference } from "./find-differences.ts";
import { tapBreakages } from "./tap-breakages.ts";

const source = resolve(import.meta.dirname, "../../src/link/switch");
const folder = resolve(import.meta.dirname, "../../.setup", `breakages-${process.pid}`);
const cases = join(import.meta.dirname, "cases.jsonl");
const lives = 300;
/** Whether a change is noticed must not depend on chance. */
const fixedSeed = 1;
const every = [...breakages, ...tapBreakages];

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("without a change nothing is noticed: the switch goes the model's way", async () => {
  expect(await findNoticed({ findCaseDifference, compareRandomly }, Number(process.env.ORS_SEED))).toBeNull();
});

test("there are thirty ways and more", () => {
  expect(new Set(every.map(({ name }) => name)).size).toBe(every.length);
  expect(every.length).toBeGreaterThanOrEqual(30);
});

describe.each(every.map((breakage, place) => ({ ...breakage, place })))("$name", ({ place, ...breakage }) => {
  test("is noticed", async () => {
    const text = readFileSync(join(source, breakage.file), "utf8");
    expect(text.split(breakage.from).length - 1, "places where the source can be changed").toBe(1);
    expect(await findNoticed(await compileBroken(breakage, `${place}`), fixedSeed)).not.toBeNull();
  });
});

type Comparisons = Pick<typeof Differences, "findCaseDifference" | "compareRandomly">;

/** What the cases, or else random lives, show; null where they show nothing. */
async function findNoticed(
  { findCaseDifference, compareRandomly }: Comparisons,
  seed: number,
): Promise<string | null> {
  const first = await findCaseDifference(cases);
  return first ?? (await compareRandomly(seed, lives, { shorten: false })).difference;
}

/** The comparisons around a switch with that change. */
async function compileBroken(breakage: Breakage, name: string): Promise<Comparisons> {
  const file = join(folder, `${name}.mjs`);
  mkdirSync(folder, { recursive: true });
  await build({
    entryPoints: [join(import.meta.dirname, "find-differences.ts")],
    outfile: file,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    plugins: [makePlugin(breakage)],
    logLevel: "silent",
  });
  return await import(pathToFileURL(file).href);
}

function listEdits({ from, to, also }: Breakage): { readonly from: string; readonly to: string }[] {
  return [{ from, to }, ...(also === undefined ? [] : [also])];
}

function makePlugin(breakage: Breakage) {
  const path = join(source, breakage.file);
  const broken = listEdits(breakage).reduce(
    (text, { from, to }) => text.replace(from, () => to),
    readFileSync(path, "utf8"),
  );
  return {
    name: "breakage",
    setup: ({ onLoad }: { onLoad: (options: { filter: RegExp }, load: Load) => void }) =>
      onLoad({ filter: /\/src\/link\/switch\// }, (found) =>
        found.path === path ? { loader: "ts", contents: broken } : undefined,
      ),
  };
}
type Load = (found: { path: string }) => { loader: "ts"; contents: string } | undefined;
