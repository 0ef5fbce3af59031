/** What a promise is: one definition has its name, help, options, check, and how a partition gets it. */
import { UsageError } from "../issue/exit-code.ts";
import { error, place } from "../issue/issue.ts";
import type { TapPlan } from "../plan/tap-plan.ts";
import type { Site } from "../site/site.ts";
import type { Verdict } from "./verdict.ts";

export type PromiseDefinition = {
  /** What `ors promise` calls it; SlapOS calls it `check-<name>`. */
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
  /** The services that it is about: while one of them has just been started, a failure may be over soon. */
  readonly services?: readonly string[];
  /** The promises without which this one cannot hold: where waiting does not mend one of them, nobody waits for this one. */
  readonly needs?: readonly string[];
  /** How many failures in a row slapgrid takes for an anomaly, which it reports to the master; 1 by default. */
  readonly anomalyCount?: number;
  /** Others have a hand in it, so a failure does not keep slapgrid from calling the instance good. */
  readonly isLenient?: boolean;
  /** Throws where the check cannot be made: an InputError, a FailureError. */
  readonly check: (options: Options) => Verdict | Promise<Verdict>;
};

/** The instance that a promise is installed for. */
export type Installed = {
  readonly site: Site;
  readonly plan: TapPlan;
  /** Amarisoft's folder, and whether there is a version in it. */
  readonly amarisoft: { readonly folder: string; readonly version: string | null };
  /** The script or program that runs dnsmasq. */
  readonly dnsmasq: string;
};

/** By name. */
export type Options = Readonly<Partial<Record<string, string>>>;

export type PromiseOption = {
  readonly name: string;
  /** What stands for its value in the help: `file`. */
  readonly value: string;
  readonly description: string;
};

/** The text of an option that the check cannot do without. Throws a UsageError where it is missing. */
export function requireOption(options: Options, name: string): string {
  const text = options[name];
  if (text !== undefined) return text;
  throw new UsageError([error(place(`--${name}`), "missing")]);
}

/** An option that is a number. Throws a UsageError where it is missing or is not one. */
export function requireNumber(options: Options, name: string): number {
  const text = requireOption(options, name);
  const number = Number(text);
  if (text.trim() !== "" && Number.isFinite(number)) return number;
  throw new UsageError([error(place(`--${name}`), `${JSON.stringify(text)} is not a number`)]);
}
