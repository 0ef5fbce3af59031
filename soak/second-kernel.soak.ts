/** Every test of the trampoline, and the attacks that need another kernel's configuration, in a guest with Debian's. */
import { guestRelease, whyNoGuest } from "../test/guest/boot.ts";
import { runOnSecondKernel } from "../test/guest/second-kernel.ts";
import type { Order, Result } from "./soak.ts";

/** How often all tests run. */
export const count = 1;

/** Of one run of all tests. */
const timeout = 3_600_000;

export async function run({ count }: Order): Promise<Result> {
  const missing = whyNoGuest();
  if (missing !== null) return { passed: 0, failures: [missing], figures: [] };
  const failures: string[] = [];
  const started = performance.now();
  let passed = 0;
  for (let round = 0; round < count; round++) {
    const { tests, broken } = await runOnSecondKernel(["test/guest", "test/system/trampoline"], timeout);
    passed += tests.filter(({ state }) => state === "passed").length;
    for (const { file, title, state, errors } of tests)
      if (state !== "passed") failures.push(`${file} > ${title}: ${[state, ...errors].join("\n")}`);
    if (broken !== null) failures.push(broken);
  }
  const seconds = ((performance.now() - started) / 1000 / count).toFixed(0);
  return { passed, failures, figures: [`kernel ${guestRelease()}, ${seconds} s a run of all tests`] };
}
