/** Frame for frame what Linux's VLAN-filtering bridge does. */
import { describe, expect, test } from "vitest";
import { randomCases, readCases, readRandomCases } from "./cases.ts";
import { findCaseDifference } from "./find-differences.ts";
import { createMemorySwitch, findImbalances } from "./memory-switch.ts";
import { createModel } from "./model.ts";
import { replayCase } from "./replay.ts";

const cases = readCases();

test("there are cases to replay", () => {
  expect(cases.length).toBeGreaterThanOrEqual(65);
  expect(cases.flatMap(({ steps }) => steps.filter((step) => "in" in step)).length).toBeGreaterThanOrEqual(
    225,
  );
});

describe.each(cases)("$id", (one) => {
  test("the model forwards as the kernel does", async () => {
    expect(await replayCase(one, createModel())).toEqual([]);
  });

  test("the switch forwards as the kernel does, and counts every frame once", async () => {
    const memory = createMemorySwitch();
    expect(await replayCase(one, memory)).toEqual([]);
    expect(findImbalances(memory.switch)).toEqual([]);
  });
});

describe("random cases", () => {
  test("the model forwards as the kernel does", async () => {
    const random = readRandomCases();
    expect(random.length).toBeGreaterThanOrEqual(100);
    for (const one of random) expect(await replayCase(one, createModel())).toEqual([]);
  });

  test("the switch forwards as the kernel does, and counts every frame once", async () => {
    expect(await findCaseDifference(randomCases)).toBeNull();
  });
});
