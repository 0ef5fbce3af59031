/** Configurations of a switch that do not fit the instance whose Radio Units are to be behind it. */
import { expect, test } from "vitest";
import { checkSwitch } from "../../src/emulate/search/check-switch.ts";
import type { VlanSearch } from "../../src/emulate/search/vlan-search.ts";
import { formatIssue } from "../../src/issue/format.ts";
import { hasErrors } from "../../src/issue/issue.ts";
import type { TapPlan } from "../../src/plan/tap-plan.ts";
import { loadConfiguration } from "../../src/vlan/load-configuration.ts";
import { locateIssues } from "../../src/vlan/locate-issues.ts";

const plan = {
  taps: [
    { name: "tap1", ru: "RU1" },
    { name: "tap2", ru: "RU2" },
  ],
} as unknown as TapPlan;
const search: VlanSearch = {
  vlans: [10, 30],
  range: [{ first: 100, last: 200 }],
  perVlanMs: 5000,
  pauseMs: 0,
  rounds: 1,
};

async function check(...ports: string[]): Promise<string[]> {
  const text = ["ports:", ...ports.map((port) => `  ${port}`)].join("\n");
  const { value, issues } = await loadConfiguration(text, "s.yaml");
  if (value === undefined) throw new Error(issues.map(formatIssue).join("\n"));
  return (await locateIssues(checkSwitch(value, plan, search), text, "s.yaml")).map(formatIssue);
}

const host1 = "h1: {tap: tap1, access: 10}";
const host2 = "h2: {tap: tap2, access: 30}";
const [ru1, ru2] = ['r1: {radio: RU1, trunk: "10,20"}', "r2: {radio: RU2, access: 30}"];

test("a port for each Radio Unit, and a VLAN for each subtap, is good", async () => {
  expect(await check(host1, host2, ru1, ru2)).toEqual([]);
});

test("a Radio Unit that the instance does not have is an error with its place", async () => {
  expect(await check(host1, host2, ru1, ru2, "r3: {radio: RU3, access: 30}")).toEqual([
    's.yaml:6:15: ports.r3.radio: the instance has no CPRI Radio Unit "RU3" with a TAP; expected: one of "RU1", "RU2"',
  ]);
});

test("Radio Units without a port are named in one error", async () => {
  expect(await check(host1)).toEqual([
    's.yaml:1:1: ports: no port for Radio Unit "RU1", "RU2"; expected: a port with `radio` for each Radio Unit of the instance',
  ]);
});

test("subtaps of two Radio Units in one VLAN are an error; another TAP may be there", async () => {
  expect(await check(host1, 'h2: {tap: tap2, trunk: "5-12,30"}', ru1, ru2)).toEqual([
    's.yaml:3:26: ports.h2.trunk: port "h1" has VLAN 10 too, and the subtap of another Radio Unit; expected: VLANs of its own for each subtap',
  ]);
  expect(await check('h1: {tap: tap1, trunk: "5-12"}', "h2: {tap: tap2, access: 10}", ru1, ru2)).toEqual([
    's.yaml:3:27: ports.h2.access: port "h1" has VLAN 10 too, and the subtap of another Radio Unit; expected: VLANs of its own for each subtap',
  ]);
  expect(await check(host1, host2, "h3: {tap: other, access: 10}", ru1, ru2)).toEqual([]);
});

test("a trunk with none of the VLANs that are searched is a warning, with an own VLAN it is not", async () => {
  expect(await check(host1, host2, 'r1: {radio: RU1, trunk: "20,201"}', ru2)).toEqual([
    "s.yaml:4:27: warning: ports.r1.trunk: its Radio Unit searches VLAN 10,30,100-200, none of which the port has",
  ]);
  expect(await check(host1, host2, 'r1: {radio: RU1, trunk: "20", native: 21}', ru2)).toEqual([]);
});

test("Radio Units are isolated from each other unless it says otherwise", async () => {
  const { value } = await loadConfiguration(
    "ports: {a: {radio: A, access: 1}, b: {radio: B, access: 1, isolated: false}, c: {tap: c, access: 1}}",
    "s.yaml",
  );
  expect(value?.ports.map(({ isolated }) => isolated)).toEqual([true, false, false]);
});

test("two endpoints, and a Radio Unit at two ports, are errors", async () => {
  const text =
    "ports: {a: {radio: A, tap: t, access: 1}, b: {radio: A, access: 1}, c: {radio: A, access: 1}}";
  const { issues } = await loadConfiguration(text, "s.yaml");
  expect(hasErrors(issues)).toBe(true);
  expect(issues.map(formatIssue)).toEqual([
    "s.yaml:1:9: ports.a: tap and radio; expected: either tap, shm or radio",
    's.yaml:1:80: ports.c.radio: port "b" has it, too; expected: each once',
  ]);
});
