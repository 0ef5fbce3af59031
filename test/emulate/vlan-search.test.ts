/** The order in which a Radio Unit tries VLANs, and when it stops. */
import { expect, test } from "vitest";
import type { Obtained } from "../../src/emulate/obtain-address.ts";
import {
  listTries,
  rememberVlan,
  searchVlan,
  type VlanSearch,
} from "../../src/emulate/search/vlan-search.ts";

const search: VlanSearch = {
  vlans: [30, 10],
  range: [{ first: 9, last: 12 }],
  perVlanMs: 5000,
  pauseMs: 7000,
  rounds: 2,
};
const round = [0, 30, 10, 9, 11, 12];
const late: Obtained = { problem: "no address", isLate: true };

/** Searches with answers by VLAN (all others are late), and notes what was done. */
async function searchWith(answerOf: (vlan: number, tries: number) => Obtained) {
  const done: (number | string)[] = [];
  let running = 0;
  const found = await searchVlan(search, {
    tryVlan: async (vlan, tries) => {
      running += 1;
      expect(running).toBe(1);
      done.push(vlan);
      expect(tries).toBe(done.filter((one) => typeof one === "number").length);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      return answerOf(vlan, done.length);
    },
    pause: async (milliseconds) => void done.push(`${milliseconds} ms`),
  });
  return { found, done };
}

test("first without a tag, then the list in its order, then what is new of the range", () => {
  expect(listTries(search)).toEqual(round);
});

test("a VLAN that was found is tried before the range in the next search, and only once", () => {
  const again = rememberVlan(search, 12);
  expect(listTries(again)).toEqual([0, 30, 10, 12, 9, 11]);
  expect([12, 30, 0].map((vlan) => rememberVlan(again, vlan))).toEqual([again, again, again]);
});

test("one after the other, with a pause between two rounds, until it gives up", async () => {
  const { found, done } = await searchWith(() => late);
  expect(done).toEqual([...round, "7000 ms", ...round]);
  const problem = "no address in 2 rounds, neither without a tag nor on VLAN 30,10,9-12";
  expect(found).toEqual({ obtained: { problem, isLate: true }, vlan: 0, tries: 12 });
});

test("the first VLAN with an address is the one, also in a later round", async () => {
  const given = { address: "2001:db8::1" };
  const { found, done } = await searchWith((vlan, tries) => (vlan === 10 && tries > 6 ? given : late));
  expect(done).toEqual([...round, "7000 ms", 0, 30, 10]);
  expect(found).toEqual({ obtained: given, vlan: 10, tries: 9 });
});

test("what was searched in vain is named as it was: one round, and no range where there is none", async () => {
  const steps = { tryVlan: async () => late, pause: async () => {} };
  const { obtained } = await searchVlan({ ...search, range: [], rounds: 1 }, steps);
  expect(obtained).toEqual({
    problem: "no address in one round, neither without a tag nor on VLAN 30,10",
    isLate: true,
  });
});

test("what is not a matter of time ends the search", async () => {
  const ended: Obtained = { problem: "dhclient ended (1)", isLate: false };
  const { found, done } = await searchWith((vlan) => (vlan === 30 ? ended : late));
  expect(done).toEqual([0, 30]);
  expect(found).toEqual({ obtained: ended, vlan: 30, tries: 2 });
});
