import { expect, test } from "vitest";
import type { LinkMessage } from "../../src/netlink/messages/link.ts";
import type { Message } from "../../src/netlink/messages/message.ts";
import type { KernelState } from "../../src/tap/kernel-state.ts";
import { compare } from "../../src/watch/reconcile/comparison.ts";
import { link, owner, plan, whole } from "./messages.ts";

/** The whole state, with some links other than they should be, and without what these no longer carry. */
function state(...links: LinkMessage[]): KernelState {
  const changed = new Map(links.map((one) => [one.index, one]));
  const isDown = (index: number | null) => changed.get(index ?? 0)?.flags === 0;
  const all: Message[] = whole();
  const of = <K extends Message["kind"]>(kind: K) =>
    all.filter((message): message is Extract<Message, { kind: K }> => message.kind === kind);
  return {
    user: owner,
    links: of("link").map((one) => changed.get(one.index) ?? one),
    addresses: of("address").filter(({ index }) => !isDown(index)),
    routes: of("route").filter(({ output }) => !isDown(output)),
  };
}

const down = { flags: 0 };

test("while the slaptap is down, subtaps that are up go down", () => {
  const found = compare(plan, new Set(), state(link(2, "slaptap16", down)));
  expect(found).toMatchObject({
    kind: "different",
    changes: [
      { name: "slaptap16-1", what: "down" },
      { name: "slaptap16-2", what: "down" },
    ],
    down: new Set(["slaptap16-1", "slaptap16-2"]),
  });
});

test("with slaptap and subtaps down there is nothing to do but wait", () => {
  const links = [link(2, "slaptap16", down), link(3, "slaptap16-1", down), link(4, "slaptap16-2", down)];
  expect(compare(plan, new Set(), state(...links))).toEqual({ kind: "blocked", why: "slaptap16 is down" });
});

test("a slaptap that is up again without its route is waited for, with the command that brings it", () => {
  const kernel = state(link(3, "slaptap16-1", down), link(4, "slaptap16-2", down));
  const without = { ...kernel, routes: kernel.routes.filter(({ output }) => output !== 2) };
  const found = compare(plan, new Set(), without);
  expect(found).toMatchObject({ kind: "blocked", why: expect.stringContaining("slapos node format") });
});

test("once the route is back each subtap returns to what it shall be, not simply up", () => {
  const kernel = state(link(3, "slaptap16-1", down), link(4, "slaptap16-2", down));
  const found = compare(plan, new Set(["slaptap16-2", "slaptap16-9"]), kernel);
  expect(found).toMatchObject({ kind: "different", down: new Set(["slaptap16-2"]) });
  const names = new Set(found.kind === "different" ? found.changes.map(({ name }) => name) : []);
  expect(names).toEqual(new Set(["slaptap16-1"]));
});

test("one that an operator has taken down goes down, and up again when he gives it back", () => {
  const taken = compare(plan, new Set(["slaptap16-2"]), state());
  expect(taken).toMatchObject({ kind: "different", down: new Set(["slaptap16-2"]) });
  const isDown = state(link(4, "slaptap16-2", down));
  expect(compare(plan, new Set(["slaptap16-2"]), isDown)).toEqual({ kind: "same" });
  expect(compare(plan, new Set(), isDown)).toMatchObject({ kind: "different" });
});

test("the slaptap's MTU is its subtaps'", () => {
  const found = compare(plan, new Set(), state(link(2, "slaptap16", { mtu: 1400 })));
  expect(found).toMatchObject({
    changes: [
      { name: "slaptap16-1", what: "mtu", wanted: "1400" },
      { name: "slaptap16-2", what: "mtu", wanted: "1400" },
    ],
  });
});

test.each([
  [1279, "blocked"],
  [1280, "different"],
])("an MTU of %i of the slaptap is %s", (mtu, kind) => {
  const found = compare(plan, new Set(), state(link(2, "slaptap16", { mtu })));
  expect(found.kind).toBe(kind);
  if (found.kind === "blocked") expect(found.why).toBe("slaptap16 has an MTU of 1279, and IPv6 needs 1280");
});

test("somebody else's interface of a subtap's name is reported, and who can remove it", () => {
  const found = compare(plan, new Set(), state(link(3, "slaptap16-1", { type: "veth", tun: null })));
  expect(found).toMatchObject({ kind: "blocked", why: expect.stringContaining("ip link del") });
});

test("another's slaptap is not touched", () => {
  const found = compare(plan, new Set(), { ...state(), user: 0 });
  expect(found).toMatchObject({ kind: "blocked", why: expect.stringContaining("belongs to user 65533") });
});

test("with one Radio Unit, which has the slaptap itself, left-over subtaps go even while it is down", () => {
  const alone = { ...plan, taps: [{ ...(plan.taps[0] as (typeof plan.taps)[number]), name: "slaptap16" }] };
  const found = compare(alone, new Set(), state(link(2, "slaptap16", down)));
  expect(found).toMatchObject({
    changes: [
      { verb: "removed", name: "slaptap16-1" },
      { verb: "removed", name: "slaptap16-2" },
    ],
  });
});

test("without a slaptap there is nothing to keep", () => {
  expect(compare({ slaptap: null, range: null, taps: [] }, new Set(), state())).toEqual({ kind: "same" });
});

test("of several things in the way the first is named in full, and how many more there are", () => {
  const foreign = { type: "veth", tun: null };
  const one = compare(plan, new Set(), state(link(3, "slaptap16-1", foreign)));
  expect(one).toMatchObject({ kind: "blocked", why: expect.not.stringContaining("more of the kind") });
  const both = [link(3, "slaptap16-1", foreign), link(4, "slaptap16-2", foreign)];
  expect(compare(plan, new Set(), state(...both))).toMatchObject({
    kind: "blocked",
    why: expect.stringMatching(/^slaptap16-1 .*; and 1 more of the kind$/),
  });
});

test("without a slaptap there is nothing to compare, and one that is missing is waited for", () => {
  const nowhere = { slaptap: null, range: null, taps: [] };
  expect(compare(nowhere, new Set(), state(link(2, "slaptap16", down)))).toEqual({ kind: "same" });
  const kernel = state();
  const without = { ...kernel, links: kernel.links.filter(({ index }) => index !== 2) };
  expect(compare(plan, new Set(), without)).toMatchObject({
    kind: "blocked",
    why: expect.stringContaining("slaptap16"),
  });
});

test("an MTU of the slaptap that is not known is not taken for one that is too small", () => {
  expect(compare(plan, new Set(), state(link(2, "slaptap16", { mtu: null }))).kind).not.toBe("blocked");
});
