import { expect, test } from "vitest";
import { comparePlans, formatMove } from "../../src/plan/compare-plans.ts";
import { planRange } from "../../src/plan/plan-range.ts";
import type { TapPlan } from "../../src/plan/tap-plan.ts";

/** The plan of a range for Radio Units of these references, in this order. */
function planFor(...references: string[]): TapPlan {
  const described = { slaptap: "slaptap16", range: "fd00:0:0:66:a200::/71", ruCount: references.length };
  const { value } = planRange(described);
  if (value === undefined) throw new Error("no plan");
  return { ...value.plan, taps: value.plan.taps.map((tap, i) => ({ ...tap, ru: references[i] ?? "" })) };
}

const lines = (before: TapPlan, after: TapPlan) => comparePlans(before, after).map(formatMove);

test("between equal plans nothing moves", () => {
  expect(lines(planFor("A", "B", "C"), planFor("A", "B", "C"))).toEqual([]);
});

test("a new Radio Unit that is sorted first moves all others to the next TAP", () => {
  expect(lines(planFor("B", "C", "D"), planFor("A", "B", "C", "D")).slice(0, 2)).toEqual([
    '"A": new, slaptap16-1, gateway fd00::66:a240:0:0:1',
    '"B": slaptap16-1 -> slaptap16-2, network fd00:0:0:66:a280::/73 -> fd00:0:0:66:a280::/74, addr fd00::66:a2ff:ffff:ffff:ffff -> fd00::66:a2bf:ffff:ffff:ffff',
  ]);
});

test("a reference that is renamed takes the others' places", () => {
  expect(lines(planFor("A", "B", "C"), planFor("A", "C", "Z"))).toEqual([
    '"C": slaptap16-3 -> slaptap16-2, network fd00:0:0:66:a380::/73 -> fd00:0:0:66:a300::/73, gateway fd00::66:a380:0:0:1 -> fd00::66:a300:0:0:1, addr fd00::66:a3ff:ffff:ffff:ffff -> fd00::66:a37f:ffff:ffff:ffff',
    '"Z": new, slaptap16-3, gateway fd00::66:a380:0:0:1',
    '"B": gone, slaptap16-2, gateway fd00::66:a300:0:0:1',
  ]);
});

test("both sides of a move are there as values", () => {
  const [before, after] = [planFor("A", "B"), planFor("B", "A")];
  expect(comparePlans(before, after)).toEqual([
    { ru: "B", before: before.taps[1], after: after.taps[0] },
    { ru: "A", before: before.taps[0], after: after.taps[1] },
  ]);
});

test("a reference is quoted, whatever is in it", () => {
  expect(lines(planFor('a "b"'), planFor())).toEqual([
    '"a \\"b\\"": gone, slaptap16, gateway fd00::66:a200:0:0:1',
  ]);
});
