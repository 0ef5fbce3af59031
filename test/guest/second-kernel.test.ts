/**
 * The trampoline on Debian's kernel: the attacks that need its configuration, and a share of all other tests, chosen by
 * the seed of the run.
 */
import { beforeAll, describe, expect, test } from "vitest";
import { guestRelease, whyNoGuest } from "./boot.ts";
import { type GuestRun, runOnSecondKernel } from "./second-kernel.ts";
import { chooseShare, patternOf } from "./share.ts";

const missing = whyNoGuest();
const share = missing === null ? chooseShare(6, Number(process.env.ORS_SEED)) : [];
/** In ms, of the guest as a whole: some 70 s on a machine that does nothing else. */
const limit = 1_800_000;

describe(`on Linux ${guestRelease() ?? "of Debian"}`, () => {
  let run: GuestRun;
  beforeAll(async () => {
    if (missing !== null) return;
    const files = [...new Set(share.map(({ file }) => file))];
    run = await runOnSecondKernel(files, limit, patternOf(share));
  }, limit + 60_000);

  test("the guest ran its tests to the end", (context) => {
    if (missing !== null) context.skip(missing);
    expect(run.broken).toBeNull();
  });

  test.each(share)("$title", ({ file, title }) => {
    const result = run.tests.find((one) => one.file === file && one.title === title);
    expect(result?.errors ?? [run.broken ?? "it did not run in the guest"]).toEqual([]);
    expect(result?.state).toBe("passed");
  });
});
