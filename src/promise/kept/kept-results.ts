/** Results of promises that one process keeps, in a file that the plugins of slapgrid read. */
import { replaceFileSync } from "../../output/replace-file.ts";

export type KeptResults = {
  /** Time of day when these checks began, ms since 1970. */
  readonly began: number;
  /** By name of the promise. */
  readonly results: Readonly<Record<string, KeptResult>>;
};

export type KeptResult = {
  readonly holds: boolean;
  readonly line: string;
  /** A service that the promise is about was, or will be, started just now: a failure may be over soon. */
  readonly settling: boolean;
};

/** In a partition, relative to it: the results, and the file whose time says since when they must be. */
export const keptResultsPath = "var/run/promises.json";
export const wantedSincePath = "var/run/promises.wanted";

/** Results older than two of these are too old to go by. */
export const keepPeriodSeconds = 60;

/** What a service may take until all that is checked of it is so. */
export const settleSeconds = 10;

/** Plugins read it as the partition's user. */
const mode = 0o640;

export function writeKeptResults(path: string, results: KeptResults): void {
  replaceFileSync(path, JSON.stringify(results), mode);
}

/** Says that results from before now no longer count. */
export function wantNewResults(path: string): void {
  replaceFileSync(path, "", mode);
}
