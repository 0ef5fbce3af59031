/** Which files the daemon has taken, so that who reads its state can tell whether that is of the files as they are now. */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { listNames } from "../../output/list-names.ts";
import { readIfThere } from "../../output/read-if-there.ts";

export type RadioFiles = {
  /** plan.json, absolute. */
  readonly plan: string;
  /** The folder of the rendered files, absolute. */
  readonly rendered: string;
};

export type TakenFiles = RadioFiles & {
  /** Of their names and contents. */
  readonly digest: string;
};

/** Whether the daemon reads a rendered file beside the plan, by its name. */
export function isRadioFile(name: string): boolean {
  return /^[^/]*(-management\.json|\.xml)$/.test(name);
}

/** What cannot be read counts as empty: whoever needs it says why. */
export function computeFilesDigest({ plan, rendered }: RadioFiles): string {
  const names = listNames(rendered).filter(isRadioFile).sort();
  const hash = createHash("sha256").update(readIfThere(plan) ?? "");
  for (const name of names) hash.update(`\0${name}\0`).update(readIfThere(join(rendered, name)) ?? "");
  return hash.digest("hex");
}
