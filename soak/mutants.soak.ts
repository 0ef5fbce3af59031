/** Every decision changed, one at a time: `npm run mutate` over the rooms that decide, one room a count. */
import { execa } from "execa";
import type { Order, Result } from "./soak.ts";

/** The rooms, in the order of scripts/mutate.mjs. */
export const count = 8;

export async function run({ count: rooms }: Order): Promise<Result> {
  const { stdout, exitCode } = await execa("node", ["scripts/mutate.mjs", "--rooms", `${rooms}`], {
    stderr: "inherit",
    reject: false,
  });
  const lines = stdout.split("\n");
  const scores = lines.filter((line) => / % \(\d+ of \d+\) noticed; /.test(line));
  const below = lines.filter((line) => / is below \d+ %$/.test(line));
  const broke = exitCode !== 0 && below.length === 0 ? [`npm run mutate ended with ${exitCode}`] : [];
  return {
    passed: scores.length - below.length,
    failures: [...below, ...broke],
    figures: [...scores, ...lines.filter((line) => line.startsWith("src/") && line.includes(" → "))],
  };
}
