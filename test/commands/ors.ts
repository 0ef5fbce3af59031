/** The real program, as people start it. */
import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll } from "vitest";
import { patienceMs } from "../support/patience.ts";

export const cli = resolve(import.meta.dirname, "../../dist/cli.js");
export const example = (name: string): string => resolve(import.meta.dirname, "../../examples", name);

export function ors(...words: string[]): SpawnSyncReturns<string> {
  return orsWith({}, ...words);
}

export function orsWith(
  options: { readonly input?: string; readonly env?: Record<string, string>; readonly timeoutMs?: number },
  ...words: string[]
): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [cli, ...words], {
    encoding: "utf8",
    input: options.input ?? "",
    env: { ...process.env, ...options.env },
    timeout: options.timeoutMs ?? patienceMs,
  });
}

/** A folder that goes after the tests of a file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "ors-commands-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes a value as a JSON file and gives its path. */
export function jsonFile(folder: string, name: string, value: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof value === "string" ? value : JSON.stringify(value));
  return path;
}
