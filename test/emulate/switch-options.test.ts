/** The search that the options of `ors emulate --switch` ask for. */
import { expect, test } from "vitest";
import { readSearch, refuseWithoutSwitch, switchOptions } from "../../src/commands/emulate/switch-options.ts";
import { listTries } from "../../src/emulate/search/vlan-search.ts";

const none = {
  control: undefined,
  vlans: undefined,
  vlanRange: undefined,
  perVlan: undefined,
  pause: undefined,
  rounds: undefined,
};

test("without options every VLAN, at the times that the help names", () => {
  const search = readSearch(none);
  expect(listTries(search)).toEqual(Array.from({ length: 4095 }, (_, vlan) => vlan));
  const { perVlan, pause, rounds } = switchOptions;
  expect([search.perVlanMs, search.pauseMs, search.rounds]).toEqual([
    Number(perVlan.shownDefault) * 1000,
    Number(pause.shownDefault) * 1000,
    Number(rounds.shownDefault),
  ]);
});

test("a list leaves out all others, a range comes after it", () => {
  const range = [{ first: 29, last: 31 }];
  expect(listTries(readSearch({ ...none, vlans: [30, 10] }))).toEqual([0, 30, 10]);
  expect(listTries(readSearch({ ...none, vlanRange: range }))).toEqual([0, 29, 30, 31]);
  expect(listTries(readSearch({ ...none, vlans: [30, 10], vlanRange: range }))).toEqual([0, 30, 10, 29, 31]);
});

test("times are seconds", () => {
  expect(readSearch({ ...none, perVlan: 1.5, pause: 0, rounds: 7 })).toMatchObject({
    perVlanMs: 1500,
    pauseMs: 0,
    rounds: 7,
  });
});

test.each([
  ["--control", { control: "s.sock" }],
  ["--vlans", { vlans: [1] }],
  ["--vlan-range", { vlanRange: [{ first: 1, last: 2 }] }],
  ["--per-vlan", { perVlan: 1 }],
  ["--pause", { pause: 0 }],
  ["--rounds", { rounds: 1 }],
])("%s without a switch is refused", (name, given) => {
  expect(() => refuseWithoutSwitch({ ...none, ...given })).toThrow(`${name} without --switch`);
  expect(() => refuseWithoutSwitch(none)).not.toThrow();
});
