/** The share of the mutants that a test run has time for: those of the first room. */
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
