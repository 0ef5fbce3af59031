/** The house of docs/house.md: rooms import downwards, and below the line nothing reaches outside. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, test } from "vitest";

const source = resolve(import.meta.dirname, "../../src");

/** From the top floor down. */
const reaching = [
  ".",
  "commands",
  "slapos",
  "promise",
  "input",
  "console",
  "watch",
  "emulate",
  "mplane",
  "netconf",
  "remote-api",
  "link",
  "state",
  "tap",
  "netlink",
  "libc",
  "output",
];
const pure = [
  "report",
  "convert",
  "render",
  "plan",
  "site",
  "vlan",
  "instance",
  "radio",
  "frame",
  "net",
  "issue",
];
const rooms = [...reaching, ...pure];
const pureBuiltins = new Set(["node:buffer"]);

type Import = { readonly file: string; readonly room: string; readonly target: string };

test("every file lies in a room of the house", () => {
  expect(new Set(sourceFiles().map(roomOf)).size).toBeGreaterThan(5);
  for (const file of sourceFiles()) expect(rooms, file).toContain(roomOf(file));
});

test("rooms import downwards, never up, type imports included", () => {
  const upwards = localImports().filter(
    ({ room, target }) => rooms.indexOf(roomOf(target)) < rooms.indexOf(room),
  );
  expect(localImports().length).toBeGreaterThan(50);
  expect(upwards.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
});

test("no files import each other in a circle, type imports included", () => {
  const targets = new Map<string, string[]>();
  for (const { file, target } of localImports()) targets.set(file, [...(targets.get(file) ?? []), target]);
  expect(targets.size).toBeGreaterThan(100);
  expect(findCircle(targets)).toEqual([]);
});

test("nothing below the line imports a file, process, socket or clock of Node", () => {
  const reachingOut = packageImports().filter(
    ({ room, target }) => pure.includes(room) && target.startsWith("node:") && !pureBuiltins.has(target),
  );
  expect(reachingOut.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
});

test("only libc loads koffi, only netconf, emulate and mplane load ssh2", () => {
  const users = (name: string) =>
    new Set(
      packageImports()
        .filter(({ target }) => target === name)
        .map(({ room }) => room),
    );
  expect([...users("koffi")]).toEqual(["libc"]);
  expect([...users("ssh2")].filter((room) => !["mplane", "emulate", "netconf"].includes(room))).toEqual([]);
});

/** The files of one circle, in order; none where there is no circle. */
function findCircle(targets: ReadonlyMap<string, readonly string[]>): string[] {
  const seen = new Set<string>();
  const visit = (file: string, path: readonly string[]): string[] => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (seen.has(file)) return [];
    seen.add(file);
    return firstCircle(targets.get(file) ?? [], (target) => visit(target, [...path, file]));
  };
  return firstCircle([...targets.keys()], (file) => visit(file, []));
}

function firstCircle(files: readonly string[], find: (file: string) => string[]): string[] {
  for (const file of files) {
    const circle = find(file);
    if (circle.length > 0) return circle;
  }
  return [];
}

function sourceFiles(folder = source): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sourceFiles(path);
    return entry.name.endsWith(".ts") && !entry.name.endsWith(".gen.ts") ? [relative(source, path)] : [];
  });
}

function roomOf(file: string): string {
  return file.includes("/") ? (file.split("/")[0] ?? "") : ".";
}

function imports(): Import[] {
  const specifier = /(?:from|import)\s*\(?\s*"([^"]+)"/g;
  return sourceFiles().flatMap((file) =>
    [...readFileSync(join(source, file), "utf8").matchAll(specifier)].map((match) => ({
      file,
      room: roomOf(file),
      target: match[1] ?? "",
    })),
  );
}

function localImports(): Import[] {
  return imports()
    .filter(({ target }) => target.startsWith("."))
    .map((one) => ({ ...one, target: relative(source, resolve(source, dirname(one.file), one.target)) }));
}

function packageImports(): Import[] {
  return imports().filter(({ target }) => !target.startsWith("."));
}
