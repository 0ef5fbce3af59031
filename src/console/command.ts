/** What a command is: data for dispatch, help, completion and the manual page, and a lazy import of what it does. */
import type { ExitCode } from "../issue/exit-code.ts";
import type { Terminal } from "./terminal.ts";

export type Command = {
  /** One word, or two where the first is a group: `tap down`. */
  readonly name: string;
  readonly summary: string;
  readonly arguments?: readonly Argument[];
  readonly options: readonly Option[];
  /** Command lines that work, shown by `--help`. */
  readonly examples: readonly string[];
  readonly load: () => Promise<Run>;
};

/** `<name>`, `[name]` or `<name...>` as commander writes them. */
export type Argument = { readonly syntax: string; readonly description: string };

export type Option = {
  /** `--instance <file>`, `--json`. */
  readonly flags: string;
  readonly description: string;
  /** Shown by the help; the command fills it in. */
  readonly standard?: string;
};

export type Run = (terminal: Terminal, invocation: Invocation) => Promise<ExitCode>;

export type Invocation = {
  readonly arguments: readonly string[];
  /** By long name without dashes: `dry-run`. */
  readonly options: ReadonlyMap<string, string | true>;
};

/** The text given to an option, or undefined where it was left out. */
export function textOption(invocation: Invocation, name: string): string | undefined {
  const value = invocation.options.get(name);
  return typeof value === "string" ? value : undefined;
}

export function hasOption(invocation: Invocation, name: string): boolean {
  return invocation.options.has(name);
}
