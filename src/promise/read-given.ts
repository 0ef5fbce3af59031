/** What a check is about, read from the file that an option names; `-` is standard input. */
import { processTerminal } from "../console/terminal.ts";
import { accept } from "../input/accept.ts";
import { readText } from "../input/read-text.ts";
import { type ResolvedInput, resolveInput } from "../input/resolve-input.ts";
import { parsePlan } from "../plan/parse-plan.ts";
import type { TapPlan } from "../plan/tap-plan.ts";

/** Throws an InputError. Warnings are left out: they were said when the files were made. */
export function readGivenInstance(file: string): Promise<ResolvedInput> {
  return resolveInput(readText(processTerminal(), file), file);
}

/** Throws an InputError. */
export function readGivenPlan(file: string): TapPlan {
  return accept(parsePlan(readText(processTerminal(), file), file)).value;
}
