/**
 * The switch beside Linux's VLAN-filtering bridge itself: random ports, frames, links, configurations and times. One of
 * `count` is a case as test/vlan/cases.jsonl has them; ORS_CASES names a file that they are written to, with the verdicts.
 */
import { writeFileSync } from "node:fs";
import fc from "fast-check";
import { whyNoGuest } from "../test/guest/boot.ts";
import { createMemorySwitch, findImbalances } from "../test/vlan/memory-switch.ts";
import { createModel } from "../test/vlan/model.ts";
import { replayCase } from "../test/vlan/replay.ts";
import { anyCase } from "./kernel/any-case.ts";
import { findVerdicts } from "./kernel/verdicts.ts";
import type { Order, Result } from "./soak.ts";

export const count = 1_000;

export async function run({ seed, count }: Order): Promise<Result> {
  const missing = whyNoGuest();
  if (missing !== null) return { passed: 0, failures: [missing], figures: [] };
  const drawn = fc.sample(anyCase, { seed, numRuns: count });
  const cases = await findVerdicts(
    drawn.map((one, index) => ({ ...one, id: `random-${seed}-${index + 1}` })),
  );
  const file = process.env.ORS_CASES;
  if (file !== undefined) writeFileSync(file, cases.map((one) => `${JSON.stringify(one)}\n`).join(""));
  const failures: string[] = [];
  for (const one of cases) {
    const memory = createMemorySwitch();
    const ours = [...(await replayCase(one, memory)), ...findImbalances(memory.switch)];
    const model = (await replayCase(one, createModel())).map((difference) => `the model: ${difference}`);
    const [first] = [...ours, ...model];
    if (first !== undefined) failures.push(`${first}\n${JSON.stringify(one)}`);
  }
  const frames = cases.flatMap(({ steps }) => steps.filter((step) => "in" in step)).length;
  return {
    passed: count - failures.length,
    failures,
    figures: [`${frames} frames beside the kernel's bridge`],
  };
}
