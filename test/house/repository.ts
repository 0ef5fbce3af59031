/** What git keeps of the repository, as files on disk. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./source-files.ts";

/** Paths from the root on of what git tracks, or would if it were added, and that is there. */
export function listRepository(): string[] {
  const listed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
    cwd: root,
    encoding: "utf8",
  });
  return listed.split("\n").filter((path) => path !== "" && existsSync(join(root, path)));
}

export function readText(path: string): string {
  return readFileSync(join(root, path), "utf8");
}
