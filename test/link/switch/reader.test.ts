/** The thread that reads configurations: what it answers, and what becomes of texts that end it. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import {
  type ConfigurationReader,
  openReader,
  type ReaderOptions,
} from "../../../src/link/switch/reader/open-reader.ts";
import { maxConfigurationBytes } from "../../../src/vlan/limits.ts";
import { patienceMs } from "../../support/patience.ts";

const folder = mkdtempSync(join(tmpdir(), "ors-reader-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let reader: ConfigurationReader | undefined;
afterEach(() => reader?.close());

/** What is wrong with a text; null where nothing is. */
async function readText(text: string | Uint8Array): Promise<string | null> {
  const { value, issues } = (await reader?.read(Buffer.from(text), "file")) ?? {
    value: undefined,
    issues: [],
  };
  if (value !== undefined) return null;
  return issues.map(({ what }) => what).join("; ");
}

function begin(options: ReaderOptions = {}): void {
  reader = openReader(options);
}

test("a text comes back as what it says, with the place of what is wrong", async () => {
  begin({ timeoutMs: patienceMs });
  const { value } = (await reader?.read(Buffer.from("ports: {a: {tap: ta, trunk: 10-20}}"), "file")) ?? {};
  expect(value?.ports).toMatchObject([{ name: "a", trunk: [{ first: 10, last: 20 }] }]);
  const { issues } = (await reader?.read(Buffer.from("ports:\n  a: {tap: ta, access: 0}"), "file")) ?? {};
  expect(issues).toMatchObject([
    { place: { path: ["ports", "a", "access"] }, position: { file: "file", line: 2, column: 24 } },
  ]);
  expect(await readText(Uint8Array.of(0xff, 0xfe))).toBe("the message is not text in UTF-8");
});

describe("texts of hostile shape and full size", () => {
  const fill = (text: string) => text.repeat(Math.floor(maxConfigurationBytes / Buffer.byteLength(text)));
  const number = (make: (index: number) => string) =>
    Array.from({ length: 14_000 }, (_, index) => make(index))
      .join("")
      .slice(0, maxConfigurationBytes);

  test.each([
    ["entries of nothing", fill("- \n")],
    ["entries of one line", `[${fill("1,").slice(4)}]`],
    ["many keys", number((index) => `k${index}: \n`)],
    ["ports of nothing", `ports:\n${number((index) => ` p${index}: \n`)}`.slice(0, maxConfigurationBytes)],
    ["open brackets", fill("[")],
    ["open brackets that are JSON", `${"[".repeat(65_000)}${"]".repeat(65_000)}`],
    ["anchors", number((index) => `- &a${index} 1\n`)],
    ["question marks", fill("? ")],
    ["quotation marks", fill('"')],
    ["comments", fill("#\n")],
    ["a long list of VLANs", `ports: {a: {tap: ta, trunk: "${fill("1,").slice(64)}x"}}`],
  ])("%s: refused for what it is", async (_, text) => {
    begin({ timeoutMs: patienceMs });
    const why = await readText(text);
    expect(why).toMatch(/./);
    expect(why).not.toMatch(/thread|takes/);
  });
});

describe("a text that ends the thread", () => {
  const program = join(folder, "fragile.mjs");
  writeFileSync(
    program,
    `import { parentPort } from "node:worker_threads";
    const acts = {
      exit: () => process.exit(1),
      throw: () => { throw new Error("it broke"); },
      hang: () => { for (;;); },
      grow: () => { for (const kept = []; ; ) kept.push(new Array(1e5).fill(kept.length)); },
    };
    parentPort.on("message", ({ bytes }) => {
      acts[Buffer.from(bytes).toString()]?.();
      parentPort.postMessage({ value: undefined, issues: [{ what: "as usual" }] });
    });`,
  );

  test.each([
    ["exit", "the thread that reads configurations has ended"],
    ["throw", "the thread that reads configurations has failed: it broke"],
    ["hang", "reading it takes longer than 10 s"],
    ["grow", "reading it takes more than 256 MB"],
  ])("%s: it alone is refused, those behind it go to another thread", async (act, why) => {
    begin({ program, timeoutMs: act === "hang" ? 10_000 : patienceMs });
    expect(await Promise.all(["before", act, "behind"].map(readText))).toEqual(["as usual", why, "as usual"]);
  });

  test("a program that is not there refuses every text with the reason", async () => {
    begin({ program: join(folder, "gone.mjs") });
    expect(await readText("one")).toContain("Cannot find module");
    expect(await readText("two")).toContain("Cannot find module");
  });

  test("a reader that is closed refuses what comes after", async () => {
    begin({ program });
    reader?.close();
    expect(await readText("late")).toBe("the switch is ending");
  });
});
