/**
 * What a partition was made of and what was made, noted beside it: a run with the same parameters on the same node
 * needs to look at nothing but this. Any doubt makes everything anew.
 */
import { lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readIfThere } from "../output/read-if-there.ts";
import { replaceFileSync } from "../output/replace-file.ts";
import { formatPlan, restorePlan } from "../plan/plan-json.ts";
import type { TapPlan } from "../plan/tap-plan.ts";

export type Stamp = {
  /** A digest of everything that goes into the partition. */
  readonly madeOf: string;
  readonly testing: boolean;
  readonly plan: TapPlan;
  readonly services: readonly {
    readonly name: string;
    readonly digest: string;
    /** Of what it reads anew at SIGHUP, where it does. */
    readonly rereads?: string;
  }[];
  /** Path, relative to the partition, to what tells the file from another. */
  readonly files: Readonly<Record<string, string>>;
  /** What was noticed of the parameters; 0.1.0 did not note it. */
  readonly warnings?: readonly string[];
  /** Slave references of the managed Radio Units, by their own references. */
  readonly managed: Readonly<Record<string, string>>;
  /** What was published, by slave reference. */
  readonly published: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
};

/** In a partition, relative to it. */
export const stampPath = ".ors/stamp.json";

/** The stamp, where each file is as it was noted. */
export function readStamp(partition: string): Stamp | undefined {
  try {
    const noted = JSON.parse(readFileSync(join(partition, stampPath), "utf8"));
    const stamp: Stamp = { ...noted, plan: restorePlan(noted.plan) };
    const untouched = Object.entries(stamp.files).every(([path, mark]) => readMark(partition, path) === mark);
    return untouched ? stamp : undefined;
  } catch {
    return undefined;
  }
}

/** Written last: a run that is killed before leaves the stamp of the one before, whose files differ then. */
export function writeStamp(partition: string, paths: readonly string[], stamp: Omit<Stamp, "files">): void {
  const files = Object.fromEntries(paths.map((path) => [path, readMark(partition, path)]));
  const path = join(partition, stampPath);
  const content = JSON.stringify({ ...stamp, plan: formatPlan(stamp.plan), files });
  if (readIfThere(path) !== content) replaceFileSync(path, content, 0o600);
}

function readMark(partition: string, path: string): string {
  const { ino, size, mtimeMs, mode } = lstatSync(join(partition, path));
  return `${ino} ${size} ${mtimeMs} ${mode.toString(8)}`;
}
