import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { Namespace } from "./netns.ts";

/** Compiles a C source of the tests and puts the program into the namespace's folder; gives its path there. */
export function installProgram(namespace: Namespace, source: string): string {
  const name = basename(source, ".c");
  const folder = mkdtempSync(join(tmpdir(), `ors-${name}-`));
  try {
    const program = join(folder, name);
    const made = spawnSync("gcc", ["-O1", "-D_GNU_SOURCE", "-o", program, source], { encoding: "utf8" });
    if (made.status !== 0) throw new Error(`${source}: ${made.stderr ?? made.error?.message}`);
    copyFileSync(program, join(namespace.folderOutside, name));
  } finally {
    rmSync(folder, { recursive: true });
  }
  return join(namespace.folder, name);
}
