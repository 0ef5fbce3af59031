/** What a process that mostly waits gives back of its memory. */
import { expect, it } from "vitest";
import { giveMemoryBack } from "../../src/watch/small-memory.ts";
import { until } from "../support/until.ts";

it("gives back what nobody needs any more, without an allocation that would have V8 look for it", async () => {
  let held: object[] | undefined = Array.from({ length: 300_000 }, (_, number) => ({ number }));
  const { heapTotal } = process.memoryUsage();
  expect(held.length * 16).toBeLessThan(heapTotal);
  held = undefined;
  giveMemoryBack(1);
  await until(() => process.memoryUsage().heapTotal < heapTotal - 300_000 * 16, "a smaller heap");
});
