import { setTimeout as pause } from "node:timers/promises";
import { patienceMs } from "./patience.ts";

const pauseMs = 10;

/**
 * Waits until a condition holds. Rejects after {@link patienceMs} with the condition's name, and with what `describe` adds:
 * the lines that a program printed, for example.
 */
export async function until(
  holds: () => boolean | Promise<boolean>,
  condition: string,
  describe: () => string = () => "",
): Promise<void> {
  for (const start = performance.now(); !(await holds()); await pause(pauseMs)) {
    if (performance.now() - start > patienceMs)
      throw new Error(`waited ${patienceMs} ms for: ${condition}\n${describe()}`.trimEnd());
  }
}
