/** The shares of the trampoline's soaks that a test run has time for, with the seed of the run. */
import { expect, test } from "vitest";
import { run as churn } from "../../../soak/trampoline-churn.soak.ts";
import { run as fuzz } from "../../../soak/trampoline-fuzz.soak.ts";
import { whyNoNamespaces } from "../../support/netns.ts";
import { whyNoPrograms } from "../../support/programs.ts";

const missing = whyNoNamespaces() ?? whyNoPrograms("gcc", "make", "setcap", "setpriv");
const seed = Number(process.env.ORS_SEED);

test("random requests against random states of the kernel change nothing that is not the caller's", async (context) => {
  if (missing !== null) context.skip(missing);
  expect((await fuzz({ seed, count: 40 })).failures).toEqual([]);
}, 900_000);

test("no run fails because another user makes and removes subtaps and advertises prefixes meanwhile", async (context) => {
  if (missing !== null) context.skip(missing);
  expect((await churn({ seed, count: 300 })).failures).toEqual([]);
}, 900_000);
