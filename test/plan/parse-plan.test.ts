import { expect, test } from "vitest";
import { parsePlan } from "../../src/plan/parse-plan.ts";
import { formatPlan, isSamePlan, restorePlan } from "../../src/plan/plan-json.ts";
import { restorePlanText } from "../../src/plan/restore-plan-text.ts";

const tap = {
  name: "slaptap16-1",
  ru: "RU1",
  network: "2401:5180:0:66:a280::/73",
  gateway: "2401:5180:0:66:a280::1",
  addr: "2401:5180:0:66:a2ff:ffff:ffff:ffff",
};
const json = { slaptap: "slaptap16", range: "2401:5180:0:66:a200::/71", taps: [tap] };

test("a plan.json is read into values and written as it was", () => {
  const { value, issues } = parsePlan(JSON.stringify(json), "plan.json");
  expect(issues).toEqual([]);
  expect(value?.range).toEqual({ address: 0x2401_5180_0000_0066_a200n << 48n, prefixLength: 71 });
  expect(value && formatPlan(value)).toEqual(json);
  expect(restorePlan(json)).toEqual(value);
  expect(restorePlanText(JSON.stringify(json))).toEqual(value);
});

test("other spellings of an address mean the same", () => {
  const spelt = { ...json, taps: [{ ...tap, gateway: "2401:5180:0000:0066:A280:0::1" }] };
  expect(parsePlan(JSON.stringify(spelt), "plan.json").value).toEqual(restorePlan(json));
});

test("without a slaptap there is neither name nor range", () => {
  const none = { slaptap: null, range: null, taps: [] };
  expect(parsePlan(JSON.stringify(none), "plan.json").value).toEqual(none);
  expect(restorePlanText(JSON.stringify(none))).toEqual(none);
});

test.each([
  ["text that is not JSON", "{", [], "plan.json: not JSON"],
  ["another document", "[]", [], /^plan\.json: .*wrong type/],
  [
    "a network that is none",
    { network: "x" },
    ["taps", 0, "network"],
    '"x" is not an IPv6 network without host bits',
  ],
  ["an IPv4 network", { network: "10.0.0.0/8" }, ["taps", 0, "network"], "10.0.0.0/8"],
  [
    "host bits",
    { network: "fd00::1/64" },
    ["taps", 0, "network"],
    "is not an IPv6 network without host bits",
  ],
  ["a mapped network", { network: "::ffff:0:0/96" }, ["taps", 0, "network"], "is not an IPv6 network"],
  [
    "a gateway with a length",
    { gateway: "fd00::1/64" },
    ["taps", 0, "gateway"],
    '"fd00::1/64" is not an IPv6 address',
  ],
  ["an IPv4 address", { addr: "10.0.0.1" }, ["taps", 0, "addr"], '"10.0.0.1" is not an IPv6 address'],
  ["no name", { name: "" }, ["taps", 0, "name"], /^plan\.json: /],
  ["something more", { more: 1 }, ["taps", 0], /more/],
])("%s is refused, at its place", (_, change, path, what) => {
  const text =
    typeof change === "string" ? change : JSON.stringify({ ...json, taps: [{ ...tap, ...change }] });
  const { value, issues } = parsePlan(text, "plan.json");
  expect(value).toBeUndefined();
  expect(restorePlanText(text)).toBeUndefined();
  expect(issues).toMatchObject([{ severity: "error", place: { path } }]);
  expect(issues[0]?.what).toMatch(what);
  expect(issues[0]?.expected).toBe("a plan.json as `ors render` writes it");
});

test("plans are compared by what they say", () => {
  expect(isSamePlan(restorePlan(json), restorePlan({ ...json }))).toBe(true);
  expect(isSamePlan(restorePlan(json), restorePlan({ ...json, taps: [{ ...tap, ru: "RU2" }] }))).toBe(false);
  expect(isSamePlan(restorePlan(json), restorePlan({ ...json, range: null }))).toBe(false);
});

test("what is no longer an address where we wrote one is noticed", () => {
  expect(() => restorePlan({ ...json, range: "x" })).toThrow(TypeError);
  expect(() => restorePlan({ ...json, taps: [{ ...tap, addr: "fd00::1/64" }] })).toThrow(TypeError);
});
