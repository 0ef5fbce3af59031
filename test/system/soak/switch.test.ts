/** The share of the soak of reconfigurations that a test run has time for, with the seed of the run. */
import { expect, test } from "vitest";
import { run } from "../../../soak/switch-reconfigure.soak.ts";
import { whyNoNamespaces } from "../../support/netns.ts";
import { whyNoPrograms } from "../../support/programs.ts";

const missing = whyNoNamespaces() ?? whyNoPrograms("gcc", "ip");

test("reconfigurations of 256 ports lose, double and reorder no frame on ports that stay", async (context) => {
  if (missing !== null) context.skip(missing);
  expect((await run({ seed: Number(process.env.ORS_SEED), count: 15 })).failures).toEqual([]);
});
