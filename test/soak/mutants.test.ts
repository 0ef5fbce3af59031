/** The share of the mutants that a test run has time for: those of the first room. */
import { execa } from "execa";
import { expect, test } from "vitest";
import { run } from "../../soak/mutants.soak.ts";

test("of the decisions of a room, the tests of that room notice most that are changed", async () => {
  const { passed, failures, figures } = await run({ seed: Number(process.env.ORS_SEED), count: 1 });
  expect(failures).toEqual([]);
  expect(passed).toBe(1);
  expect(figures[0]).toMatch(
    /^src\/issue: \d+\.\d % \(\d+ of \d{3}\) noticed; not judged: \d+ that run only at import/,
  );
});

test("a file in which nothing is decided has no score, and is not below one", async () => {
  const { stdout } = await execa("node", ["scripts/mutate.mjs", "src/site/site.ts"]);
  expect(stdout).toBe(
    "src/site/site.ts: no decision that could be judged; not judged: 0 that run only at import, 0 in messages",
  );
});
