/**
 * What a partition was made of and what was made, noted beside it: a run with the same parameters on the same node
 * needs no look at either but this. Any doubt makes everything anew.
 */
import { createHash } from "node:crypto";
import { lstatSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { TapPlan } from "../../plan/tap-plan.ts";
import type { Published } from "../published/published.ts";
import type { RenderedService } from "../services/service.ts";
import type { Means } from "./environment.ts";

export type Stamp = {
  /** A {@link digestOf}. */
  readonly madeOf: string;
  readonly testing: boolean;
  readonly plan: TapPlan;
  readonly services: readonly Pick<RenderedService, "name" | "digest">[];
  /** Path, relative to the partition, to what tells the file from another. */
  readonly files: Readonly<Record<string, string>>;
  readonly published: Published;
};

const stampPath = ".ors/stamp.json";

/** A digest of everything that goes into a partition: parameters, node, program. */
export function digestOf(parameters: string, means: Means): string {
  return createHash("sha256")
    .update(JSON.stringify([parameters, means]))
    .digest("hex");
}

/** The stamp, where each file is as it was noted. */
export function readStamp(partition: string): Stamp | undefined {
  try {
    const stamp: Stamp = JSON.parse(readFileSync(join(partition, stampPath), "utf8"));
    const untouched = Object.entries(stamp.files).every(([path, mark]) => markOf(partition, path) === mark);
    return untouched ? stamp : undefined;
  } catch {
    return undefined;
  }
}

/** Written last: a run that is killed before leaves the stamp of the one before, whose files differ then. */
export function writeStamp(partition: string, paths: readonly string[], stamp: Omit<Stamp, "files">): void {
  const files = Object.fromEntries(paths.map((path) => [path, markOf(partition, path)]));
  const path = join(partition, stampPath);
  mkdirSync(dirname(path), { recursive: true, mode: 0o750 });
  const content = JSON.stringify({ ...stamp, files } satisfies Stamp);
  if (readIfThere(path) === content) return;
  writeFileSync(`${path}.new`, content, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

function markOf(partition: string, path: string): string {
  const { ino, size, mtimeMs, mode } = lstatSync(join(partition, path));
  return `${ino} ${size} ${mtimeMs} ${mode.toString(8)}`;
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
