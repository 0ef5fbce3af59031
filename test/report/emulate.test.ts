/** What `ors emulate` and `ors emulated` say of Radio Units. */
import { expect, test } from "vitest";
import {
  type EmulatedUnit,
  formatEmulatedChange,
  formatEmulateReport,
  isEmulatedUnitGood,
  makeEmulateReport,
} from "../../src/report/emulate.ts";

const found: EmulatedUnit = {
  ru: "RU1",
  tap: "slaptap16-1",
  mac: "02:00:00:00:00:01",
  gateway: "2001:db8::1",
  phase: "found",
  address: "2001:db8::1",
  vlan: 30,
  trying: null,
  tries: 3,
  neighbour: "02:00:00:00:00:99",
  roundTrip: 0.25,
  problem: null,
};
const nothing = { address: null, vlan: null, neighbour: null, roundTrip: null };
const units: readonly EmulatedUnit[] = [
  found,
  { ...found, vlan: null, tries: 1 },
  { ...found, ...nothing, phase: "searching", trying: 20, tries: 2 },
  { ...found, ...nothing, phase: "searching", trying: 0, tries: 1 },
  { ...found, ...nothing, phase: "searching", tries: 4 },
  { ...found, ...nothing, phase: "restarting", tries: 0 },
  { ...found, ...nothing, phase: "failed", tries: 12, problem: "no address in 3 rounds" },
];

test("behind a switch each row says on which VLAN after how many tries, or where the search is", () => {
  const report = makeEmulateReport(units, "frames move by io_uring", []);
  const [heading, ...lines] = formatEmulateReport(report);
  expect(heading).toMatch(/TAP +MAC +VLAN +address by DHCPv6 +neighbour +ping$/);
  const [start, middle] = ["  02:00:00:00:00:01  ", "  02:00:00:00:00:99  "];
  const said = lines.slice(0, -1).map((line) => line.slice(line.indexOf(start) + start.length));
  expect(said.map((line) => line.replace(/ {2,}/g, "  "))).toEqual([
    `vlan 30 after 3 tries  2001:db8::1${middle}0.25 ms`,
    `no tag after 1 try  2001:db8::1${middle}0.25 ms`,
    "searches: vlan 20, try 2  none  none  not yet",
    "searches: no tag, try 1  none  none  not yet",
    "searches: pause after 4 tries  none  none  not yet",
    "restarts  none  none  not yet",
    "none after 12 tries  none  none  no address in 3 rounds",
  ]);
  expect(lines.at(-1)).toBe(
    "2 of 7 Radio Units have their own address and reach the host; frames move by io_uring",
  );
  expect(report.radio_units.map(isEmulatedUnitGood)).toEqual([true, true, false, false, false, false, false]);
});

test("without a switch there is no column for the VLAN", () => {
  const report = makeEmulateReport([{ ...found, vlan: null, tries: null }], "frames move by io_uring", []);
  expect(formatEmulateReport(report)[0]).toMatch(/MAC +address by DHCPv6/);
});

test("what became of one is a line", () => {
  expect(formatEmulatedChange(found, "expired")).toBe(
    '"RU1": its lease of 2001:db8::1 has ended, and it searches again',
  );
  expect(formatEmulatedChange(found, "restarts")).toBe('"RU1" restarts');
  expect(
    units.flatMap((unit) => [formatEmulatedChange(unit, "settled")]).filter((_, at) => at < 2 || at === 6),
  ).toEqual([
    '"RU1": vlan 30 after 3 tries, 2001:db8::1',
    '"RU1": no tag after 1 try, 2001:db8::1',
    '"RU1": none after 12 tries, no address in 3 rounds',
  ]);
  expect(formatEmulatedChange({ ...found, vlan: null, tries: null }, "settled")).toBe('"RU1": 2001:db8::1');
});
