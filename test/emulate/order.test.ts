import { expect, test } from "vitest";
import { parseOrder } from "../../src/emulate/orders/order.ts";

test.each([
  ["fault", [], { do: "fault", faults: [] }],
  ["fault", ["freeze", "slow-bytes"], { do: "fault", faults: ["freeze", "slow-bytes"] }],
  ["unplug", [], { do: "unplug" }],
  [
    "raise",
    ["9", "Antport1", "MAJOR", "PA 1 VSWR Alarm"],
    { do: "raise", fault_id: 9, source: "Antport1", severity: "MAJOR", text: "PA 1 VSWR Alarm" },
  ],
  ["clear", ["9", "Antport1"], { do: "clear", fault_id: 9, source: "Antport1" }],
] as const)("%s %j is an order", (word, words, expected) => {
  expect(parseOrder(word, words)).toEqual({ value: expected, issues: [] });
});

test.each([
  ["fault", ["feeze"], "faults, or none: closed-port"],
  ["unplug", ["now"], "nothing"],
  ["raise", ["9", "Antport1", "HIGH"], "one of CRITICAL, MAJOR, MINOR, WARNING"],
  ["raise", ["nine", "Antport1", "MAJOR"], "a fault-id"],
  ["clear", ["65536", "Antport1"], "a fault-id and a source"],
] as const)("%s %j is refused with what is expected", (word, words, expected) => {
  const { value, issues } = parseOrder(word, words);
  expect(value).toBeUndefined();
  expect(issues[0]?.expected).toContain(expected);
});
