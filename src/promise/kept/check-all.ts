/** Makes every check of a partition once, all of them side by side: most of their time is that of programs and answers. */
import { statSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../../issue/exit-code.ts";
import { formatIssue } from "../../issue/format.ts";
import { getNotePath } from "../../state/running-service.ts";
import type { Options, PromiseDefinition } from "../promise.ts";
import { getPromise } from "../promises.ts";
import { fails, inOneLine, type Verdict } from "../verdict.ts";
import { type KeptResults, settleSeconds, wantedSincePath } from "./kept-results.ts";

/** Options by name of the promise. */
export type InstalledPromises = Readonly<Record<string, Options>>;

/** @param partition the folder that options are relative to, which has to be this process's own */
export async function checkAll(installed: InstalledPromises, partition: string): Promise<KeptResults> {
  const began = Date.now();
  const checked = Object.entries(installed).map(async ([name, options]) => {
    const promise = getPromise(name);
    return { promise, verdict: await checkPromise(promise, options) };
  });
  return { began, results: judgeResults(await Promise.all(checked), partition, began) };
}

type Checked = { readonly promise: PromiseDefinition; readonly verdict: Verdict };

function judgeResults(all: readonly Checked[], partition: string, began: number): KeptResults["results"] {
  const failed = all.filter(({ verdict }) => !verdict.holds);
  const coming = new Set(
    failed
      .filter(({ promise, verdict }) => !verdict.isLasting && isStarting(promise, partition, began))
      .map(({ promise }) => promise.name),
  );
  const hopeless = new Set(failed.map(({ promise }) => promise.name).filter((name) => !coming.has(name)));
  const results = all.map(
    ({ promise: { name, isLenient = false, needs = [] }, verdict: { holds, line } }) => {
      const settling = coming.has(name) && !isLenient && !needs.some((one) => hopeless.has(one));
      return [name, { holds, line, settling }] as const;
    },
  );
  return Object.fromEntries(results);
}

/** What cannot be checked does not hold. */
export async function checkPromise(promise: PromiseDefinition, options: Options): Promise<Verdict> {
  try {
    return await promise.check(options);
  } catch (cause) {
    return makeFailure(cause);
  }
}

/** The verdict where a check threw. */
export function makeFailure(cause: unknown): Verdict {
  if (cause instanceof InputError) return fails(inOneLine(cause.issues.map(formatIssue)));
  return fails(cause instanceof Error ? cause.message : String(cause));
}

/** After a run of `ors partition` too: slapgrid starts services only then. */
function isStarting({ services = [] }: PromiseDefinition, partition: string, now: number): boolean {
  if (services.length === 0) return false;
  const notes = services.map((service) => getNotePath(partition, service));
  return [...notes, join(partition, wantedSincePath)].some((path) => {
    const time = readTime(path);
    return time !== null && now - time < settleSeconds * 1000;
  });
}

function readTime(path: string): number | null {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? null;
}
