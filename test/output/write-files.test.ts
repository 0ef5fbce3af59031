import * as nodeFs from "node:fs";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { FailureError } from "../../src/issue/exit-code.ts";
import type { FileSystem } from "../../src/output/file-system.ts";
import { writeFiles } from "../../src/output/write-files.ts";
import { contents, file, rendered, temporaryFolder, traces } from "./folder-state.ts";

const enb = file("enb.cfg", "{ enb_id: 1 }\n", 0o600);
const plan = file("plan.json", "{}\n");

describe("writeFiles", () => {
  it("makes the folder and its parents, and every file with its content and mode", () => {
    const folder = join(temporaryFolder(), "a", "etc");
    expect(writeFiles(folder, [enb, plan])).toEqual([
      { path: "enb.cfg", change: "created" },
      { path: "plan.json", change: "created" },
    ]);
    expect(rendered(folder)).toEqual({ "enb.cfg": enb.content, "plan.json": plan.content });
    expect(statSync(join(folder, "enb.cfg")).mode & 0o7777).toBe(0o600);
    expect(statSync(join(folder, "plan.json")).mode & 0o7777).toBe(0o640);
  });

  it("gives files their mode whatever the umask", () => {
    const folder = temporaryFolder();
    const before = process.umask(0o077);
    try {
      writeFiles(folder, [plan]);
    } finally {
      process.umask(before);
    }
    expect(statSync(join(folder, "plan.json")).mode & 0o7777).toBe(0o640);
  });

  it("touches nothing, not even its manifest, where everything is right", () => {
    const folder = temporaryFolder();
    writeFiles(folder, [enb, plan]);
    const before = traces(folder);
    const changes = writeFiles(folder, [enb, plan]);
    expect(changes.map(({ change }) => change)).toEqual(["unchanged", "unchanged"]);
    expect(traces(folder)).toEqual(before);
  });

  it("touches only the file that differs", () => {
    const folder = temporaryFolder();
    writeFiles(folder, [enb, plan]);
    const before = traces(folder);
    const changes = writeFiles(folder, [enb, file("plan.json", "[]\n")]);
    expect(changes.map(({ change }) => change)).toEqual(["unchanged", "changed"]);
    const after = traces(folder);
    expect(after["enb.cfg"]).toBe(before["enb.cfg"]);
    expect(after["plan.json"]).not.toBe(before["plan.json"]);
  });

  it("mends a mode that is not the file's", () => {
    const folder = temporaryFolder();
    writeFiles(folder, [file("enb.cfg", enb.content, 0o640)]);
    expect(writeFiles(folder, [enb])).toEqual([{ path: "enb.cfg", change: "changed" }]);
    expect(statSync(join(folder, "enb.cfg")).mode & 0o7777).toBe(0o600);
  });

  it("removes what an earlier run wrote and nothing else", () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "RU1-cu__config.xml"), "a person's own");
    writeFiles(folder, [enb, plan]);
    expect(writeFiles(folder, [plan])).toEqual([
      { path: "plan.json", change: "unchanged" },
      { path: "enb.cfg", change: "removed" },
    ]);
    expect(rendered(folder)).toEqual({ "plan.json": plan.content, "RU1-cu__config.xml": "a person's own" });
    expect(writeFiles(folder, [plan])).toEqual([{ path: "plan.json", change: "unchanged" }]);
  });

  it("says nothing of an old file that somebody removed already", () => {
    const folder = temporaryFolder();
    writeFiles(folder, [enb, plan]);
    writeFiles(folder, [plan]);
    expect(contents(folder)[".ors-files.json"]).toBe('{\n "files": [\n  "plan.json"\n ]\n}\n');
  });

  it("replaces a link in a file's place and never follows it", () => {
    const folder = temporaryFolder();
    const outside = join(temporaryFolder(), "outside");
    writeFileSync(outside, enb.content);
    symlinkSync(outside, join(folder, "enb.cfg"));
    expect(writeFiles(folder, [file("enb.cfg", "new", 0o600)])).toEqual([
      { path: "enb.cfg", change: "changed" },
    ]);
    expect(lstatSync(join(folder, "enb.cfg")).isFile()).toBe(true);
    expect(readFileSync(outside, "utf8")).toBe(enb.content);
  });

  it("removes an old file that became a link, not what the link points to", () => {
    const folder = temporaryFolder();
    const outside = join(temporaryFolder(), "outside");
    writeFileSync(outside, "kept");
    writeFiles(folder, [enb]);
    writeFiles(folder, [enb, plan]);
    symlinkSync(outside, join(folder, "link"));
    writeFileSync(
      join(folder, ".ors-files.json"),
      JSON.stringify({ files: ["enb.cfg", "link", "plan.json"] }),
    );
    expect(writeFiles(folder, [enb, plan]).at(-1)).toEqual({ path: "link", change: "removed" });
    expect(existsSync(join(folder, "link"))).toBe(false);
    expect(readFileSync(outside, "utf8")).toBe("kept");
  });

  it("writes to a folder that is reached by a link", () => {
    const base = temporaryFolder();
    mkdirSync(join(base, "real"));
    symlinkSync(join(base, "real"), join(base, "link"));
    writeFiles(join(base, "link"), [plan]);
    expect(rendered(join(base, "real"))).toEqual({ "plan.json": plan.content });
  });

  it("removes temporary files that a killed run left, and no other dot file", () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, ".ors-12.tmp"), "half");
    writeFileSync(join(folder, ".ors-notes"), "a person's own");
    writeFiles(folder, [plan]);
    expect(rendered(folder)).toEqual({ ".ors-notes": "a person's own", "plan.json": plan.content });
  });
});

describe("writeFiles refuses and changes nothing", () => {
  it("where the folder is a file", () => {
    const path = join(temporaryFolder(), "etc");
    writeFileSync(path, "x");
    expect(() => writeFiles(path, [plan])).toThrow(
      new FailureError(`${path}: cannot be used as output folder: not a folder; nothing was written`),
    );
    expect(() => writeFiles(join(path, "below"), [plan])).toThrow(/not a folder/);
    expect(readFileSync(path, "utf8")).toBe("x");
  });

  it("where a folder stands in a file's place", () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "plan.json"));
    expect(() => writeFiles(folder, [enb, plan])).toThrow(
      /plan\.json: a folder stands there; nothing was written/,
    );
    expect(contents(folder)).toEqual({ "plan.json": "a folder" });
  });

  it.each([
    ["that names a file outside", JSON.stringify({ files: ["../precious"] })],
    ["that names no files", JSON.stringify({ files: "enb.cfg" })],
    ["that is no JSON", "{ enb.cfg"],
    ["that names the manifest", JSON.stringify({ files: [".ors-files.json"] })],
  ])("where there is a manifest %s", (_, manifest) => {
    const base = temporaryFolder();
    const folder = join(base, "etc");
    mkdirSync(folder);
    writeFileSync(join(base, "precious"), "kept");
    writeFileSync(join(folder, ".ors-files.json"), manifest);
    expect(() => writeFiles(folder, [plan])).toThrow(/not a list of our files; nothing was written/);
    expect(readFileSync(join(base, "precious"), "utf8")).toBe("kept");
    expect(Object.keys(contents(folder))).toEqual([".ors-files.json"]);
  });

  it.each([
    [
      "a link to elsewhere",
      (path: string) => symlinkSync(temporaryFolder(), path),
      /sub: a symbolic link stands/,
    ],
    ["a file", (path: string) => writeFileSync(path, ""), /sub: not a folder; nothing was written/],
  ])("where %s stands in the place of a folder between", (_, lay, message) => {
    const folder = temporaryFolder();
    lay(join(folder, "sub"));
    expect(() => writeFiles(folder, [plan, file("sub/enb.cfg", "x")])).toThrow(message);
    expect(Object.keys(contents(folder))).toEqual(["sub"]);
  });

  it("where an old file would be removed through a link", () => {
    const base = temporaryFolder();
    const folder = join(base, "etc");
    writeFiles(folder, [plan, file("sub/old.cfg", "old")]);
    renameSync(join(folder, "sub"), join(base, "moved"));
    symlinkSync(join(base, "moved"), join(folder, "sub"));
    expect(() => writeFiles(folder, [plan])).toThrow(/sub: a symbolic link stands in the place of a folder/);
    expect(readFileSync(join(base, "moved", "old.cfg"), "utf8")).toBe("old");
  });

  it("where a file cannot be read", () => {
    const folder = temporaryFolder();
    writeFiles(folder, [plan]);
    const openSync = (path: nodeFs.PathLike, ...rest: [number]) => {
      if (String(path).endsWith("plan.json")) throw Object.assign(new Error("EIO"), { code: "EIO" });
      return nodeFs.openSync(path, ...rest);
    };
    const failing = { ...nodeFs, openSync } as FileSystem;
    expect(() => writeFiles(folder, [file("plan.json", "new")], failing)).toThrow(
      `${folder}/plan.json: cannot be read: input/output error; nothing was written`,
    );
  });
});

describe("the lock", () => {
  const withoutPrograms = (act: () => void) => {
    const { PATH } = process.env;
    process.env.PATH = "/nowhere";
    try {
      act();
    } finally {
      process.env.PATH = PATH;
    }
  };

  it("is not asked for where there is nothing to do", () => {
    const folder = temporaryFolder();
    writeFiles(folder, [plan]);
    withoutPrograms(() =>
      expect(writeFiles(folder, [plan])).toEqual([{ path: "plan.json", change: "unchanged" }]),
    );
  });

  it("is needed to write", () => {
    const folder = temporaryFolder();
    withoutPrograms(() =>
      expect(() => writeFiles(folder, [plan])).toThrow(
        `${folder}: cannot be locked: flock (of util-linux) does not start: no such file or folder; nothing was written`,
      ),
    );
    expect(contents(folder)).toEqual({});
  });
});

describe("files below folders", () => {
  it("are written there, and removed while the folders stay", () => {
    const folder = temporaryFolder();
    const below = file("etc/service/enb", "#!/bin/sh\n", 0o700);
    expect(writeFiles(folder, [below])).toEqual([{ path: "etc/service/enb", change: "created" }]);
    expect(readFileSync(join(folder, "etc/service/enb"), "utf8")).toBe(below.content);
    expect(writeFiles(folder, [below])).toEqual([{ path: "etc/service/enb", change: "unchanged" }]);
    expect(writeFiles(folder, [])).toEqual([{ path: "etc/service/enb", change: "removed" }]);
    expect(contents(join(folder, "etc/service"))).toEqual({});
  });
});
