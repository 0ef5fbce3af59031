/** What commands are given to work on: an instance or a plan, read, resolved and with its warnings said. */
import { readFileSync } from "node:fs";
import { hasOption, type Invocation, textOption } from "../console/command.ts";
import type { Terminal } from "../console/terminal.ts";
import type { Instance } from "../instance/instance.ts";
import type { Loaded } from "../instance/load.ts";
import { InputError } from "../issue/exit-code.ts";
import { error, hasErrors, type Issue, type Outcome, place } from "../issue/issue.ts";
import type { TapSplit } from "../plan/plan-taps.ts";
import type { TapPlan } from "../plan/tap-plan.ts";
import type { Site } from "../site/site.ts";
import { stateFolder } from "../state/state-folder.ts";

/** An instance all the way to its plan, with what was noticed on the way. */
export type Given = {
  readonly instance: Instance;
  readonly site: Site;
  readonly split: TapSplit;
  readonly warnings: readonly Issue[];
};

/** The instance of `--instance`, resolved and planned. Its warnings are said here. */
export async function givenSite(terminal: Terminal, invocation: Invocation): Promise<Given> {
  const file = requiredOption(invocation, "instance");
  const given = await resolveInput(readInput(terminal, file), file);
  await sayWarnings(terminal, given.warnings);
  return given;
}

/**
 * An instance's text, loaded, resolved and planned; `file` is the name that positions have. Throws
 * {@link InputError} with all that is wrong: what a schema refuses does not hide what is wrong across.
 *
 * @param complete adds what the node knows and the text does not tell
 */
export async function resolveInput(
  source: string,
  file: string,
  complete: (instance: Instance) => Instance = (instance) => instance,
): Promise<Given> {
  const [{ loadPartly }, { resolveSite }, { planTaps }] = await Promise.all([
    import("../instance/load.ts"),
    import("../site/resolve-site.ts"),
    import("../plan/plan-taps.ts"),
  ]);
  const { loaded, refused, issues } = await loadPartly(source, file);
  if (loaded === undefined) throw new InputError(issues, source);
  const text = { source, locate: loaded.locate };
  const instance = complete(loaded.instance);
  const resolved = resolveSite(instance, refused);
  const all = [...issues, ...resolved.issues];
  const site = accept({ value: hasErrors(all) ? undefined : resolved.value, issues: all }, text);
  const split = accept(planTaps(site.value), text);
  const warnings = [...site.warnings, ...split.warnings];
  return { instance, site: site.value, split: split.value, warnings };
}

/** The plan of `--instance` or of `--plan`. */
export async function givenPlan(
  terminal: Terminal,
  invocation: Invocation,
): Promise<{ readonly plan: TapPlan; readonly warnings: readonly Issue[]; readonly testing: boolean }> {
  const file = textOption(invocation, "plan");
  if (file === undefined) {
    const { site, split, warnings } = await givenSite(terminal, invocation);
    return { plan: split.plan, warnings, testing: site.testing };
  }
  if (hasOption(invocation, "instance")) throw usage("--instance and --plan", "one of the two");
  const { parsePlan } = await import("../plan/parse-plan.ts");
  return { plan: accept(parsePlan(readInput(terminal, file), file)).value, warnings: [], testing: false };
}

/** The folder of `--state`, or where it is by the plan or the instance. */
export function givenStateFolder(invocation: Invocation): string {
  const given = (option: string) => textOption(invocation, option);
  return stateFolder({ state: given("state"), plan: given("plan"), instance: given("instance") });
}

/** The text of a file, or of standard input for `-`. A file that cannot be read is bad input. */
export function readInput(terminal: Terminal, file: string): string {
  try {
    return file === "-" ? terminal.readStandardInput() : readFileSync(file, "utf8");
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const why = readProblems[code ?? ""] ?? message;
    throw new InputError([error(place(), `${file === "-" ? "standard input" : file}: ${why}`)]);
  }
}

const readProblems: Readonly<Record<string, string>> = {
  ENOENT: "no such file",
  EACCES: "not permitted to read it",
  EISDIR: "a folder, not a file",
  ENOTDIR: "no such file: a part of its path is no folder",
  ELOOP: "too many symbolic links",
  EAGAIN: "nothing to read there",
  ERR_STRING_TOO_LONG: "too large to read",
};

/** The text of an option that the command cannot do without. */
export function requiredOption(invocation: Invocation, name: string): string {
  const text = textOption(invocation, name);
  if (text === undefined) throw usage(`--${name} is missing`, `see --help`);
  return text;
}

/** An option that is a whole number. */
export function numberOption(invocation: Invocation, name: string): number | undefined {
  const text = textOption(invocation, name);
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text)) throw usage(`--${name}: "${text}" is no whole number`);
  return Number(text);
}

/** Words of the command line that do not fit together; exit code 2. */
export function usage(what: string, right?: string): InputError {
  return new InputError([error(place(), what, right)]);
}

/** The text that an input was read from, for the positions of what is wrong with it. */
type Source = { readonly source?: string; readonly locate?: Loaded["locate"] };

/** The value with its warnings, or all problems thrown. */
export function accept<T>(
  { value, issues }: Outcome<T>,
  { source, locate }: Source = {},
): { readonly value: T; readonly warnings: readonly Issue[] } {
  const located = issues.map((issue) => {
    const position = issue.position ?? locate?.(issue.place);
    return position === undefined ? issue : { ...issue, position };
  });
  if (value === undefined) throw new InputError(located, source);
  return { value, warnings: located };
}

async function sayWarnings(terminal: Terminal, warnings: readonly Issue[]): Promise<void> {
  if (warnings.length === 0) return;
  const { formatIssue } = await import("../issue/format.ts");
  for (const issue of warnings) terminal.complain(formatIssue(issue));
}
