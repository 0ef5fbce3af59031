import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { execaSync } from "execa";
import type { Namespace } from "./netns.ts";

/** Compiles a C source of the tests and puts the program into the namespace's folder; gives its path there. */
export function installProgram(namespace: Namespace, source: string): string {
  const name = basename(source, ".c");
  const folder = mkdtempSync(join(tmpdir(), `ors-${name}-`));
  try {
    const program = join(folder, name);
    execaSync(process.env.CC ?? "cc", ["-O1", "-D_GNU_SOURCE", "-o", program, source]);
    copyFileSync(program, join(namespace.folderOutside, name));
  } finally {
    rmSync(folder, { recursive: true });
  }
  return join(namespace.folder, name);
}
