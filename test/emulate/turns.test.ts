import { expect, test } from "vitest";
import { createStepTurns } from "../../src/emulate/turns.ts";

test("no more steps run at once than allowed, in the order in which they came, and each gives its result", async () => {
  const inTurn = createStepTurns(3);
  const begun: number[] = [];
  let running = 0;
  let most = 0;
  const step = (index: number) => async () => {
    begun.push(index);
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setImmediate(resolve));
    running -= 1;
    return index * 2;
  };
  const indexes = Array.from({ length: 20 }, (_, index) => index);
  const results = await Promise.all(indexes.map((index) => inTurn(step(index))));
  expect(results).toEqual(indexes.map((index) => index * 2));
  expect(begun).toEqual(indexes);
  expect(most).toBe(3);
});

test("a step that fails gives its place to the next", async () => {
  const inTurn = createStepTurns(1);
  const failing = inTurn(() => Promise.reject(new Error("no")));
  const next = inTurn(() => Promise.resolve("yes"));
  await expect(failing).rejects.toThrow("no");
  expect(await next).toBe("yes");
});
