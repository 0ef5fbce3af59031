/** What commands work on: an instance or a plan, read, resolved and with its warnings printed. */
import type { Terminal } from "../console/terminal.ts";
import { InputError } from "../issue/exit-code.ts";
import type { Issue } from "../issue/issue.ts";
import type { TapPlan } from "../plan/tap-plan.ts";
import { findInstanceFile, type InputFile, type InstanceOptions } from "./input-file.ts";
import { readPlanText } from "./read-plan-text.ts";
import { readText } from "./read-text.ts";
import { type ResolvedInput, resolveInput } from "./resolve-input.ts";

/** The instance that the command line names, resolved and planned. */
export async function readSite(terminal: Terminal, options: InstanceOptions): Promise<ResolvedInput> {
  return readInstance(terminal, findInstanceFile(options), options.strict ?? false);
}

export type PlanInput = {
  readonly plan: TapPlan;
  readonly warnings: readonly Issue[];
  /** No subtap is made for such an instance. */
  readonly testing: boolean;
};

/** The plan of an instance, or of a plan.json. */
export async function readPlan(
  terminal: Terminal,
  { kind, path }: InputFile,
  strict = false,
): Promise<PlanInput> {
  if (kind === "instance") {
    const { site, split, warnings } = await readInstance(terminal, path, strict);
    return { plan: split.plan, warnings, testing: site.testing };
  }
  return { plan: await readPlanText(readText(terminal, path), path), warnings: [], testing: false };
}

async function readInstance(terminal: Terminal, file: string, strict: boolean): Promise<ResolvedInput> {
  const text = readText(terminal, file);
  const resolved = await resolveInput(text, file);
  if (strict && resolved.warnings.length > 0) {
    throw new InputError(
      resolved.warnings.map((issue) => ({ ...issue, severity: "error" })),
      text,
    );
  }
  await printWarnings(terminal, resolved.warnings, text);
  return resolved;
}

async function printWarnings(terminal: Terminal, warnings: readonly Issue[], text: string): Promise<void> {
  if (warnings.length === 0) return;
  const { formatIssues } = await import("../issue/format.ts");
  for (const line of formatIssues(warnings, text, terminal.paintComplaint)) terminal.complain(line);
}
