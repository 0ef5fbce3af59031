/** The share of the soak of reconnects that a test run has time for, with the seed of the run. */
import { expect, test } from "vitest";
import { run } from "../../../soak/radio.soak.ts";

test("Radio Units that are lost and come back leave no descriptor behind", { timeout: 900_000 }, async () => {
  expect((await run({ seed: Number(process.env.ORS_SEED), count: 64 })).failures).toEqual([]);
});
