/** Which file a command works on: a plain argument, --instance, ORS_INSTANCE, or --plan. */
import { statSync } from "node:fs";
import type { Terminal } from "../console/terminal.ts";
import { getStateFolder } from "../state/state-folder.ts";
import { readText } from "./read-text.ts";
import { makeUsageError } from "./usage.ts";

export type InstanceOptions = {
  readonly file?: string | undefined;
  readonly instance: string | undefined;
  /** Makes warnings errors. */
  readonly strict?: boolean;
};
export type PlanOptions = InstanceOptions & { readonly plan: string | undefined };

export type InputFile = { readonly kind: "instance" | "plan"; readonly path: string };

/** The file of an instance. Throws an InputError where none is named. */
export function findInstanceFile({ file, instance }: InstanceOptions): string {
  const found = file ?? instance;
  if (found === undefined) throw makeUsageError("no parameters given", expectedFile);
  return found;
}

/** The file of an instance or of a plan. A plain argument is what its text is. Throws an InputError where none is named. */
export function findInputFile(terminal: Terminal, { file, instance, plan }: PlanOptions): InputFile {
  if (plan !== undefined) return { kind: "plan", path: plan };
  if (file !== undefined) return { kind: isPlanFile(terminal, file) ? "plan" : "instance", path: file };
  if (instance !== undefined) return { kind: "instance", path: instance };
  throw makeUsageError("no parameters given", `${expectedFile}, or a plan.json by --plan FILE`);
}

const expectedFile = "a file: FILE, --instance FILE or the variable ORS_INSTANCE";

function isPlanFile(terminal: Terminal, file: string): boolean {
  // a pipe can be read once
  const isFile = statSync(file, { throwIfNoEntry: false })?.isFile() === true;
  return isFile && isPlanText(readText(terminal, file));
}

/** An instance has neither of the two keys; a plan that lacks one is still no instance. */
function isPlanText(text: string): boolean {
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === "object" && read !== null && ("taps" in read || "slaptap" in read);
  } catch {
    return false;
  }
}

/** The folder of `--state`, or where it is by the plan or the instance. */
export function findStateFolder(state: string | undefined, input: InputFile | undefined): string {
  const pathOf = (kind: InputFile["kind"]) => (input?.kind === kind ? input.path : undefined);
  return getStateFolder({ state, plan: pathOf("plan"), instance: pathOf("instance") });
}

/** The same without looking into a file. */
export function inputFileOf({ instance, plan }: Omit<PlanOptions, "file">): InputFile | undefined {
  if (plan !== undefined) return { kind: "plan", path: plan };
  return instance === undefined ? undefined : { kind: "instance", path: instance };
}
