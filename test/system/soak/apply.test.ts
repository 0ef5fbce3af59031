/** The share of the soak of applies that a test run has time for, with the seed of the run. */
import { expect, test } from "vitest";
import { run } from "../../../soak/apply.soak.ts";
import { whyNoNamespaces } from "../../support/netns.ts";
import { whyNoPrograms } from "../../support/programs.ts";

const missing = whyNoNamespaces() ?? whyNoPrograms("gcc", "make", "setcap");

test("of six applies of two plans at once none says that its plan is wrong", async (context) => {
  if (missing !== null) context.skip(missing);
  expect((await run({ seed: Number(process.env.ORS_SEED), count: 5 })).failures).toEqual([]);
});
