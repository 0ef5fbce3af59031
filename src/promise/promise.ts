/** What a promise is: one definition has its name, help, options, check, and how a partition gets it. */
import { InputError } from "../issue/exit-code.ts";
import { error, place } from "../issue/issue.ts";
import type { TapPlan } from "../plan/tap-plan.ts";
import type { Site } from "../site/site.ts";
import type { Verdict } from "./verdict.ts";

export type PromiseDefinition = {
  /** What `ors promise` and SlapOS call it. */
  readonly name: string;
  /** What is so where it holds. */
  readonly summary: string;
  readonly options: readonly PromiseOption[];
  /** A command line that works. */
  readonly example: string;
  /**
   * Options of the check in the partition of an instance, paths relative to the partition; null where the instance
   * does not need it.
   */
  readonly install: (instance: Installed) => Options | null;
  /** Throws where the check cannot be made: an InputError, a FailureError. */
  readonly check: (options: Options) => Promise<Verdict>;
};

/** The instance that a promise is installed for. */
export type Installed = { readonly site: Site; readonly plan: TapPlan };

/** By long name without dashes. */
export type Options = Readonly<Partial<Record<string, string>>>;

export type PromiseOption = {
  readonly name: string;
  /** What stands for its value in the help: `file`. */
  readonly value: string;
  readonly description: string;
};

/** The text of an option that the check cannot do without. Throws an InputError where it is missing. */
export function requireOption(options: Options, name: string): string {
  const text = options[name];
  if (text !== undefined) return text;
  throw new InputError([error(place(), `--${name} is missing`, "see --help")]);
}
