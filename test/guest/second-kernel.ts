import { join } from "node:path";
import { bootGuest } from "./boot.ts";
import { endLine, type Line } from "./line-reporter.ts";

/** Of a guest that shares its processor with whatever else runs here. */
const timesSlower = 6;

const root = join(import.meta.dirname, "../..");

/** What vitest said inside of the guest. */
export type GuestRun = {
  readonly tests: readonly Line[];
  /** Why not all tests have run; null where vitest came to its end. */
  readonly broken: string | null;
};

/** Runs these test files of the trampoline in the guest, those whose title matches `pattern`; at most `timeout` ms. */
export async function runOnSecondKernel(
  files: readonly string[],
  timeout: number,
  pattern = "",
): Promise<GuestRun> {
  const words = ["run", "--config", "test/guest/vitest.config.ts", ...files, "-t", pattern];
  const command = `cd '${root}' && ip link set lo up && export CI=true NO_COLOR=1 ORS_GUEST_LINES=/dev/ttyS1 ORS_SLOWER=${timesSlower} &&
    exec node node_modules/vitest/vitest.mjs ${words.map(quote).join(" ")}`;
  const { lines, console, late } = await bootGuest(command, timeout);
  const ended = lines.at(-1) === endLine;
  const tests = lines.filter((line) => line !== endLine).map((line): Line => JSON.parse(line));
  const how = late ? `was not done after ${timeout / 1000} s` : "ended early";
  return { tests, broken: ended ? null : `the guest ${how}; its console:\n${console.slice(-4000)}` };
}

function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
