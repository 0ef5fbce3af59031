import fc from "fast-check";
import { expect, test } from "vitest";
import { findNearestName } from "../../src/instance/nearest-name.ts";

const known = ["bandwidth", "pci", "cell_id", "tx_gain", "rx_gain", "dl_earfcn", "user-authorized-key"];

test.each([
  ["bandwith", "bandwidth"],
  ["bandwdith", "bandwidth"],
  ["Bandwidth", "bandwidth"],
  ["tx_gian", "tx_gain"],
  ["txgain", "tx_gain"],
  ["pic", "pci"],
  ["cellid", "cell_id"],
  ["user_authorized_key", "user-authorized-key"],
])("%s is near to %s", (given, meant) => {
  expect(findNearestName(given, known)).toBe(meant);
});

test.each(["", "x", "frequency", "__proto__", "p".repeat(10_000)])("%j is near to none", (given) => {
  expect(findNearestName(given, known)).toBeUndefined();
});

test("a known name with one letter changed, left out, added or swapped with the next is found", () => {
  const slips: ((name: string, at: number) => string)[] = [
    (name, at) => `${name.slice(0, at)}#${name.slice(at + 1)}`,
    (name, at) => name.slice(0, at) + name.slice(at + 1),
    (name, at) => `${name.slice(0, at)}#${name.slice(at)}`,
    (name, at) => name.slice(0, at) + (name[at + 1] ?? "") + name[at] + name.slice(at + 2),
  ];
  const names = ["enb_stats_fetch_period", "websocket_password", "dl_nr_arfcn", "sfp_port"];
  fc.assert(
    fc.property(fc.constantFrom(...names), fc.nat(), fc.constantFrom(...slips), (name, at, slip) => {
      expect(findNearestName(slip(name, at % name.length), names)).toBe(name);
    }),
  );
});
