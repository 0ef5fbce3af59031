import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { builtTrampoline } from "../../support/netns-trampoline.ts";

const sources = fileURLToPath(new URL("../../../trampoline", import.meta.url));
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "ors-trampoline-"));
  cpSync(sources, folder, { recursive: true, preserveTimestamps: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(command: string, args: readonly string[]): string {
  const done = spawnSync(command, args, {
    cwd: folder,
    encoding: "utf8",
    env: { PATH: process.env.PATH ?? "" },
  });
  expect({ said: done.stderr, status: done.status }).toEqual({ said: "", status: 0 });
  return done.stdout;
}

/** Every file below the folder with its content's length and time. */
function files(): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => `${path} ${statSync(path).size} ${statSync(path).mtimeMs}`)
    .sort();
}

describe("the program that is built", () => {
  test("depends on no library and no path", () => {
    const said = spawnSync("readelf", ["--wide", "--dynamic", "--program-headers", builtTrampoline()], {
      encoding: "utf8",
    });
    expect(said.status).toBe(0);
    expect(said.stdout).toMatch(/DYN \(Position-Independent Executable|Shared object\)|Elf file type is DYN/);
    expect(said.stdout).not.toMatch(/NEEDED|RUNPATH|RPATH|INTERP/);
  });

  test("is position independent, read-only after relocation, without an executable stack or writable code", () => {
    const said = spawnSync("readelf", ["--wide", "--dynamic", "--program-headers", builtTrampoline()], {
      encoding: "utf8",
    }).stdout;
    expect(said).toMatch(/BIND_NOW/);
    expect(said).toMatch(/Flags: NOW PIE/);
    expect(said).toMatch(/GNU_RELRO/);
    expect(said).toMatch(/GNU_STACK +(0x0+ )+0x0+ RW +0x/);
    expect(said).not.toMatch(/LOAD .* RWE/);
  });

  test("is made of sources without static or global variables that change", () => {
    const objects = readdirSync(join(sources, "build")).filter(
      (name) => name.endsWith(".o") && name !== "analyzed.o",
    );
    expect(objects.length).toBeGreaterThanOrEqual(12);
    for (const name of objects) {
      const said = spawnSync("nm", [join(sources, "build", name)], { encoding: "utf8" });
      expect(said.stdout.split("\n").filter((line) => / [bBcCD] /.test(line))).toEqual([]);
    }
  });

  test("a rebuild that changes nothing changes no file, and one from nothing makes the same bytes", () => {
    run("make", ["all"]);
    const first = readFileSync(join(folder, "netcapdo"));
    const before = files();
    run("make", ["all"]);
    expect(files()).toEqual(before);
    run("make", ["clean"]);
    run("make", ["all"]);
    expect(readFileSync(join(folder, "netcapdo")).equals(first)).toBe(true);
  });

  test("is compiled anew where the compiler has another name", () => {
    const timeOf = (name: string) => statSync(join(folder, name)).mtimeMs;
    run("make", ["CC=cc", "build/reply.o"]);
    const before = timeOf("build/reply.o");
    run("make", ["CC=cc", "build/reply.o"]);
    expect(timeOf("build/reply.o")).toBe(before);
    run("make", ["CC=gcc", "build/reply.o"]);
    expect(timeOf("build/reply.o")).toBeGreaterThan(before);
  });

  test("has nothing that either compiler or the analyzer warns of", (context) => {
    if (spawnSync("clang", ["--version"]).status !== 0) context.skip("needs clang");
    expect(run("make", ["analyze"])).toBe("");
  });
});

describe("fuzzing", () => {
  test.each(["request", "reply"])(
    "the corpus of the %s parser is without a finding under AddressSanitizer and UBSan",
    (name) => {
      const corpus = join(folder, "fuzz/corpus", name);
      const inputs = readdirSync(corpus).map((file) => join(corpus, file));
      expect(inputs.length).toBeGreaterThan(20);
      run("make", [`build/replay-${name}`]);
      expect(run(`build/replay-${name}`, inputs)).toBe(`${inputs.length} inputs\n`);
    },
  );

  test.for(["request", "reply"])(
    "clang builds the harness of the %s parser for libFuzzer",
    (name, context) => {
      if (spawnSync("clang", ["--version"]).status !== 0) context.skip("needs clang");
      run("make", [`build/fuzz-${name}`]);
      const args = ["-runs=2000", "-seed=1", "-max_len=4096", `fuzz/corpus/${name}`];
      const done = spawnSync(`build/fuzz-${name}`, args, { cwd: folder, encoding: "utf8" });
      expect(done.stderr).toMatch(/Done 2000 runs/);
      expect(done.status).toBe(0);
    },
  );
});
