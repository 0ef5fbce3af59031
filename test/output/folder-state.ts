import { lstatSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach } from "vitest";
import type { RenderedFile } from "../../src/render/rendered-file.ts";

const made: string[] = [];

afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A new empty folder, removed after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "ors-output-"));
  made.push(folder);
  return folder;
}

export function file(path: string, content: string, mode = 0o640): RenderedFile {
  return { path, content, mode };
}

/** Name to content of everything in a folder; a link shows as where it points. */
export function contents(folder: string): Record<string, string> {
  const names = readdirSync(folder).sort();
  return Object.fromEntries(names.map((name) => [name, contentOf(join(folder, name))]));
}

/** The same without the writer's own manifest. */
export function rendered(folder: string): Record<string, string> {
  const { ".ors-files.json": _, ...rest } = contents(folder);
  return rest;
}

function contentOf(path: string): string {
  const stat = lstatSync(path);
  if (stat.isSymbolicLink()) return `-> ${readlinkSync(path)}`;
  return stat.isDirectory() ? "a folder" : readFileSync(path, "utf8");
}

/** What tells whether a file was touched: its number, mode and times. */
export function traces(folder: string): Record<string, string> {
  const names = readdirSync(folder).sort();
  return Object.fromEntries(
    names.map((name) => {
      const { ino, mode, mtimeMs, ctimeMs } = lstatSync(join(folder, name));
      return [name, [ino, mode, mtimeMs, ctimeMs].join(" ")];
    }),
  );
}
