import { describe, expect, test } from "vitest";
import type { TapPlan } from "../../src/plan/tap-plan.ts";
import { type ComparedTaps, compareEachTap } from "../../src/tap/tap-states.ts";
import { examplePlan, fittingState, route, withLink, withoutLink, withRoutes } from "./fitting-state.ts";

const plan = examplePlan(3);
const fits = fittingState(plan);
const nobody = new Set<string>();
const statesOf = ({ rows }: ComparedTaps) => rows.map(({ state }) => state);
const states = (state: typeof fits, takenDown: ReadonlySet<string> = nobody) =>
  statesOf(compareEachTap(plan, takenDown, state));
const isDown = { flags: 0x1002 };
const withoutRange = { ...fits, routes: fits.routes.filter(({ output }) => output !== 10) };
const planned = "as planned";

describe("each subtap has the state that it was seen in", () => {
  test("in a kernel that fits, as planned", () => {
    const compared = compareEachTap(plan, nobody, fits);
    expect(statesOf(compared)).toEqual([planned, planned, planned]);
    expect(compared.rows.map(({ tap }) => tap)).toEqual(plan.taps);
    expect(compared).toMatchObject({ changes: [], refusals: [], leftAlone: [] });
  });

  test.each([
    ["deleted", withoutLink(fits, "slaptap16-2"), [planned, "missing", planned]],
    ["set down by somebody", withLink(fits, "slaptap16-2", isDown), [planned, "down", planned]],
    ["with another MTU", withLink(fits, "slaptap16-3", { mtu: 1400 }), [planned, planned, "wrong"]],
    ["without its address", { ...fits, addresses: fits.addresses.slice(1) }, ["wrong", planned, planned]],
    [
      "under a name that is taken",
      withLink(fits, "slaptap16-1", { tun: null }),
      ["blocked", planned, planned],
    ],
    [
      "with another's route in its network",
      withRoutes(fits, route(1, "2401:5180:0:66:a280::/80")),
      ["blocked", planned, planned],
    ],
  ])("%s", (_, state, expected) => {
    expect(states(state)).toEqual(expected);
  });

  test("what an operator took down is taken down once it is, and as planned otherwise", () => {
    const marked = new Set(["slaptap16-2"]);
    expect(states(fits, marked)).toEqual([planned, "wrong", planned]);
    const down = withLink(fits, "slaptap16-2", isDown);
    const bare = {
      ...down,
      addresses: down.addresses.filter(({ index }) => index !== 12),
      routes: down.routes.filter(({ output }) => output !== 12),
    };
    expect(states(bare, marked)).toEqual([planned, "taken down", planned]);
    expect(states(withLink(bare, "slaptap16-2", { mtu: 1400 }), marked)).toEqual([planned, "wrong", planned]);
    expect(states(withoutLink(fits, "slaptap16-2"), marked)).toEqual([planned, "missing", planned]);
  });

  test("where there is no slaptap, nothing is as planned", () => {
    const compared = compareEachTap(plan, nobody, { ...fits, links: [], addresses: [], routes: [] });
    expect(statesOf(compared)).toEqual(["missing", "missing", "missing"]);
    expect(compared.refusals).toMatchObject([{ what: "slaptap16 does not exist" }]);
  });

  test("a slaptap without a range does not hide what is there and what is not", () => {
    const broken = withLink(withoutLink(withoutRange, "slaptap16-1"), "slaptap16-2", isDown);
    const compared = compareEachTap(plan, nobody, broken);
    expect(statesOf(compared)).toEqual(["missing", "down", "blocked"]);
    expect(compared.refusals).toMatchObject([{ what: "slaptap16 has no IPv6 range" }]);
    expect(states(withLink(withoutRange, "slaptap16-3", { mtu: 1400 }))[2]).toBe("wrong");
  });

  test("what is left over is named, and no row's matter", () => {
    const compared = compareEachTap({ ...plan, taps: plan.taps.slice(0, 2) }, nobody, fits);
    expect(statesOf(compared)).toEqual([planned, planned]);
    expect(compared.changes).toMatchObject([{ verb: "removed", name: "slaptap16-3", what: "link" }]);
  });

  test("what could not be compared is unknown", () => {
    expect(statesOf(compareEachTap(plan, nobody, null))).toEqual(["unknown", "unknown", "unknown"]);
    const [first, second] = plan.taps;
    const twice = { ...plan, taps: [first, { ...second, network: first?.network }] } as TapPlan;
    expect(statesOf(compareEachTap(twice, nobody, fits))).toContain("blocked");
    expect(statesOf(compareEachTap(twice, nobody, fits))).not.toContain(planned);
  });
});

describe("one Radio Unit has the slaptap itself, which is looked at too", () => {
  const range = plan.range ?? { address: 0n, prefixLength: 0 };
  const alone: TapPlan = {
    ...plan,
    taps: [
      {
        name: "slaptap16",
        ru: "RU1",
        network: range,
        gateway: range.address + 1n,
        addr: range.address + 2n,
      },
    ],
  };
  const fitting = fittingState({ ...plan, taps: [] });
  const own = {
    ...fitting,
    addresses: [
      { ...(fits.addresses[0] as (typeof fits.addresses)[0]), index: 10, local: "2401:5180:0:66:a200::2" },
    ],
  };
  const rowOf = (state: typeof fits) => {
    const compared = compareEachTap(alone, nobody, state);
    return [compared.rows[0]?.state, compared.refusals.map(({ what }) => what).join()];
  };

  test("and is as planned where it is there, up, with its address and its range", () => {
    expect(rowOf(own)).toEqual([planned, ""]);
  });

  test.each([
    ["gone", { ...own, links: [] }, ["missing", "slaptap16 does not exist"]],
    ["down", withLink(own, "slaptap16", isDown), ["down", "slaptap16 is down"]],
    ["a bridge", withLink(own, "slaptap16", { tun: null }), ["wrong", "slaptap16 is not a TAP"]],
    [
      "without its range",
      { ...own, routes: [] },
      ["wrong", "slaptap16 has no route for its range 2401:5180:0:66:a200::/71"],
    ],
    [
      "with the default route alone",
      { ...own, routes: [route(10, "::/0")] },
      ["wrong", "slaptap16 has no route for its range 2401:5180:0:66:a200::/71"],
    ],
    [
      "with its range elsewhere",
      { ...own, routes: [route(11, "2401:5180:0:66:a200::/71")] },
      ["wrong", "slaptap16 has no route for its range 2401:5180:0:66:a200::/71"],
    ],
    [
      "without its address",
      { ...own, addresses: [] },
      ["wrong", "slaptap16 does not have its address 2401:5180:0:66:a200::2"],
    ],
  ])("%s", (_, state, expected) => {
    expect(rowOf(state)).toEqual(expected);
    expect(compareEachTap(alone, nobody, state).refusals).toMatchObject([{ exitCode: 4 }]);
  });
});
