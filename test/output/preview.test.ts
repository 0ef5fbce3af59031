import { chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { diffFiles, maxDifference, previewFiles } from "../../src/output/preview.ts";
import { writeFiles } from "../../src/output/write-files.ts";
import { file, temporaryFolder, traces } from "./folder-state.ts";

const enb = file("enb.cfg", '{\n  com_auth: {\n    password: "s3cret",\n  },\n  enb_id: 1,\n}\n', 0o600);
const plan = file("plan.json", "{}\n");

describe("previewFiles", () => {
  it("says what writeFiles would do, and does nothing", () => {
    const folder = temporaryFolder();
    writeFiles(folder, [enb, file("old.xml", "x")]);
    const before = traces(folder);
    const changes = previewFiles(folder, [file("enb.cfg", "other", 0o600), plan]);
    expect(changes).toEqual([
      { path: "enb.cfg", change: "changed" },
      { path: "plan.json", change: "created" },
      { path: "old.xml", change: "removed" },
    ]);
    expect(traces(folder)).toEqual(before);
    expect(writeFiles(folder, [file("enb.cfg", "other", 0o600), plan])).toEqual(changes);
  });

  it("makes no folder", () => {
    const folder = join(temporaryFolder(), "etc");
    expect(previewFiles(folder, [plan])).toEqual([{ path: "plan.json", change: "created" }]);
    expect(existsSync(folder)).toBe(false);
  });

  it("refuses a file for a folder and a folder for a file", () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "enb.cfg"));
    writeFileSync(join(folder, "etc"), "");
    expect(() => previewFiles(folder, [enb])).toThrow(/a folder stands there/);
    expect(() => previewFiles(join(folder, "etc"), [enb])).toThrow(/not a folder/);
  });
});

describe("diffFiles", () => {
  it("is empty where nothing differs", async () => {
    const folder = temporaryFolder();
    writeFiles(folder, [enb, plan]);
    expect(await diffFiles(folder, [enb, plan])).toBe("");
  });

  it("is a unified difference of what is changed, made and removed", async () => {
    const folder = temporaryFolder();
    writeFiles(folder, [enb, file("old.xml", "<old/>\n")]);
    expect(await diffFiles(folder, [file("enb.cfg", enb.content.replace("1", "2"), 0o600), plan])).toBe(
      [
        "--- a/enb.cfg",
        "+++ b/enb.cfg",
        "@@ -1,6 +1,6 @@",
        " {",
        "   com_auth: {",
        "     password: (hidden),",
        "   },",
        "-  enb_id: 1,",
        "+  enb_id: 2,",
        " }",
        "--- /dev/null",
        "+++ b/plan.json",
        "@@ -0,0 +1,1 @@",
        "+{}",
        "--- a/old.xml",
        "+++ /dev/null",
        "@@ -1,1 +0,0 @@",
        "-<old/>",
        "",
      ].join("\n"),
    );
  });

  it("shows that a password changed and neither the old nor the new one", async () => {
    const folder = temporaryFolder();
    writeFiles(folder, [enb]);
    const difference = await diffFiles(folder, [
      file("enb.cfg", enb.content.replace("s3cret", String.raw`n\"ew, x: `), 0o600),
    ]);
    expect(difference).toContain("-    password: (hidden),\n+    password: (hidden, 2),\n");
    expect(difference).not.toMatch(/s3cret|ew"/);
  });

  it("shows no password of a managed Radio Unit", async () => {
    const folder = temporaryFolder();
    const management = file("RU1-management.json", '{\n  "user": "oranuser",\n  "password": "s3cret"\n}\n');
    expect(await diffFiles(folder, [management])).toContain('+  "password": (hidden)\n');
    writeFiles(folder, [management]);
    const other = { ...management, content: management.content.replace("s3cret", "0ther") };
    const difference = await diffFiles(folder, [other]);
    expect(difference).toContain('-  "password": (hidden)\n+  "password": (hidden, 2)\n');
    expect(difference).not.toMatch(/s3cret|0ther/);
  });

  it("says that only a mode differs", async () => {
    const folder = temporaryFolder();
    writeFiles(folder, [plan]);
    chmodSync(join(folder, "plan.json"), 0o600);
    expect(await diffFiles(folder, [plan])).toBe("--- a/plan.json\tmode 0600\n+++ b/plan.json\tmode 0640\n");
  });

  it("says only how many lines differ where they are more than anybody reads", async () => {
    const folder = temporaryFolder();
    const lines = (first: number) => Array.from({ length: 2500 }, (_, line) => `${first + line}\n`).join("");
    writeFiles(folder, [file("enb.cfg", lines(0))]);
    expect(await diffFiles(folder, [file("enb.cfg", lines(5000))])).toBe(
      `--- a/enb.cfg\n+++ b/enb.cfg\n(more than ${maxDifference} lines differ)\n`,
    );
  });
});
