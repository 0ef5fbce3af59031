/** The promise `disk`: there is room for what the instance writes. */
import { minFreeBytes, readFreeBytes } from "../output/free-space.ts";
import { stateOption } from "./options.ts";
import type { PromiseDefinition } from "./promise.ts";
import { fails, holds, type Verdict } from "./verdict.ts";

export const disk: PromiseDefinition = {
  name: "disk",
  summary: "there is room for logs",
  options: [stateOption],
  example: "ors promise disk --state var",
  install: ({ site }) => (site.testing ? null : { state: "var" }),
  check: ({ state = "var" }) => checkDisk(readFreeBytes(state).free),
};

/** @param free bytes */
export function checkDisk(free: number): Verdict {
  const shown = `${Math.floor(free / mebibyte)} MiB`;
  if (free >= minFreeBytes) return holds(`${shown} are free`);
  return fails(
    `${shown} are free on the disk of this partition, and logs need ${minFreeBytes / mebibyte} MiB`,
  );
}

const mebibyte = 1024 * 1024;
