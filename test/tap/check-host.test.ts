import { describe, expect, test } from "vitest";
import { checkHost, checkHostFacts } from "../../src/tap/host/check-host.ts";
import type { HostFacts } from "../../src/tap/host/host-facts.ts";
import { examplePlan, fittingState, user, withLink, withoutLink } from "./fitting-state.ts";

const plan = examplePlan();
const state = fittingState(plan);
const able: HostFacts = {
  tunDevice: "usable",
  trampoline: { path: "/srv/netcapdo", access: "usable", capability: true },
  noNewPrivileges: false,
  inBoundingSet: true,
  setcap: true,
  state,
};

const bad = (facts: HostFacts) => checkHostFacts(plan, facts).filter(({ good }) => !good);

test("on a node that can do it, every finding is good", () => {
  const findings = checkHostFacts(plan, able);
  expect(findings.map(({ check, good }) => [check, good])).toEqual([
    ["subtaps", true],
    ["tun-device", true],
    ["trampoline", true],
    ["capability", true],
    ["setcap", true],
    ["owner", true],
    ["plan", true],
  ]);
  expect(findings.every(({ expected }) => expected === undefined)).toBe(true);
});

test("with one Radio Unit or none nothing is needed of the node", () => {
  const [first] = plan.taps;
  for (const taps of [[], [{ ...first, name: "slaptap16" }]]) {
    const findings = checkHost({ ...plan, taps } as typeof plan, { trampoline: "/nowhere" });
    expect(findings).toEqual([
      { check: "subtaps", good: true, what: "no subtap is needed: the node needs nothing for them" },
    ]);
  }
});

const { trampoline } = able;

describe("what is missing is named, with what gives it", () => {
  test.each<[string, Partial<HostFacts>, string, string]>([
    ["no tun device", { tunDevice: "missing" }, "there is no /dev/net/tun", "`modprobe tun`"],
    [
      "a closed one",
      { tunDevice: "forbidden" },
      "/dev/net/tun may not be opened",
      "`chmod 0666 /dev/net/tun`",
    ],
    [
      "no trampoline",
      { trampoline: { ...trampoline, access: "missing" } },
      "there is no /srv/netcapdo",
      "`npm run build`",
    ],
    [
      "one that is not executable",
      { trampoline: { ...trampoline, access: "forbidden" } },
      "/srv/netcapdo may not be executed",
      "`chmod 0755 /srv/netcapdo`",
    ],
    [
      "no capability",
      { trampoline: { ...trampoline, capability: false } },
      "/srv/netcapdo lacks CAP_NET_ADMIN",
      "`sudo -n /opt/amarisoft/setcap /srv/netcapdo`",
    ],
    [
      "no_new_privs",
      { noNewPrivileges: true },
      "file capabilities have no effect here: no_new_privs is set",
      "a service without NoNewPrivileges",
    ],
    [
      "a bounding set",
      { inBoundingSet: false },
      "CAP_NET_ADMIN is outside of the bounding set here",
      "a container with `--cap-add NET_ADMIN`",
    ],
    [
      "no slaptap",
      { state: withoutLink(state, "slaptap16") },
      "slaptap16 does not exist",
      "run `slapos node format --now`",
    ],
    [
      "no range",
      { state: { ...state, routes: [] } },
      "slaptap16 has no IPv6 range",
      "run `slapos node format --now`",
    ],
    [
      "a taken name",
      { state: withLink(state, "slaptap16-2", { tun: null }) },
      "slaptap16-2 is not a TAP",
      "the administrator removes it with `ip link del dev slaptap16-2`",
    ],
  ])("%s", (_, facts, what, expected) => {
    expect(bad({ ...able, ...facts })).toEqual([expect.objectContaining({ what, expected })]);
  });
});

test("without the administrator's script the line is that of setcap(8), and nothing but the capability is wrong", () => {
  expect(bad({ ...able, setcap: false })).toEqual([]);
  const neither = { ...able, setcap: false, trampoline: { ...trampoline, capability: false } };
  expect(bad(neither)).toMatchObject([
    { check: "capability", expected: "as root, `setcap cap_net_admin+ep /srv/netcapdo`" },
  ]);
});

test("whoever looks sees who the owner is", () => {
  const owner = checkHostFacts(plan, { ...able, state: { ...state, user: 0 } }).find(
    ({ check }) => check === "owner",
  );
  expect(owner).toEqual({
    check: "owner",
    good: true,
    what: `slaptap16 belongs to user #${user}, and only that user can run \`ors apply\``,
  });
});
