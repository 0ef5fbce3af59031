/** What a text says of a switch, and everything that is wrong with one. */
import { describe, expect, test } from "vitest";
import { formatIssue } from "../../src/issue/format.ts";
import { compareConfigurations } from "../../src/vlan/compare-configurations.ts";
import { maxAddresses, maxPorts, switchDefaults } from "../../src/vlan/limits.ts";
import { loadConfiguration } from "../../src/vlan/load-configuration.ts";

async function findFaults(text: string): Promise<string[]> {
  const { value, issues } = await loadConfiguration(text, "f");
  expect(value).toBeUndefined();
  return issues.map(formatIssue);
}

test("what is left out is filled in, and one limit is for all ports that have none of their own", async () => {
  const text =
    "flood: 7\nports:\n  a: {tap: ta, access: 1}\n  b: {shm: s, trunk: all, native: 2, flood: 0}\n";
  const { value } = await loadConfiguration(text, "f");
  const { ageing, addresses } = switchDefaults;
  expect(value).toMatchObject({ ageing, addresses });
  expect(value?.ports).toEqual([
    {
      name: "a",
      endpoint: { kind: "tap", name: "ta" },
      access: 1,
      trunk: null,
      native: null,
      isolated: false,
      flood: 7,
    },
    {
      name: "b",
      endpoint: { kind: "shm", socket: "s", id: 0, secret: "", allow: [] },
      access: null,
      trunk: [{ first: 1, last: 4094 }],
      native: 2,
      isolated: false,
      flood: 0,
    },
  ]);
});

test("a secret and users are those of shared memory; a secret that is wrong is not shown", async () => {
  const text = "ports:\n  a: {shm: s, access: 1, secret: hush, allow: [65534]}\n  b: {tap: tb, access: 1}\n";
  const { value } = await loadConfiguration(text, "f");
  expect(value?.ports[0]?.endpoint).toEqual({
    kind: "shm",
    socket: "s",
    id: 0,
    secret: "hush",
    allow: [65534],
  });
  const wrong = `ports:
  a: {tap: ta, access: 1, secret: hush, allow: [1]}
  b: {shm: s, access: 1, secret: 12345, allow: 7}
  c: {shm: t, access: 1, secret: aaaaaaaaaaaaaaaaaaaaaaaa, allow: [-1]}
`;
  expect((await findFaults(wrong)).map((line) => line.replace(/; expected.*/, ""))).toEqual([
    "f:2:35: ports.a.secret: only a port of shared memory has a secret",
    "f:2:41: ports.a.allow: only a port of shared memory has users that it allows",
    "f:3:34: ports.b.secret: not text",
    "f:3:48: ports.b.allow: 7 is a number",
    "f:4:34: ports.c.secret: malformed",
    "f:4:68: ports.c.allow[0]: -1 is too small",
  ]);
});

test("what changes of a port says that there is a secret, never which one", async () => {
  const load = async (more: string) => {
    const { value } = await loadConfiguration(`ports:\n  a: {shm: s, access: 1${more}}\n`, "f");
    if (value === undefined) throw new Error(more);
    return value;
  };
  const [none, old, fresh] = [
    await load(""),
    await load(", secret: old"),
    await load(", secret: new, allow: [7]"),
  ];
  const whatOf = (...[before, after]: Parameters<typeof compareConfigurations>) =>
    compareConfigurations(before, after).map(({ what }) => what);
  expect(whatOf(none, old)).toEqual(["shm s#0, access 1 → shm s#0, access 1, with a secret"]);
  expect(whatOf(old, fresh)).toEqual([
    "shm s#0, access 1, with a secret → shm s#0, access 1, with a secret, allow 7",
  ]);
  expect(whatOf(old, await load(", secret: new"))).toEqual(["shm s#0, access 1, with a secret: another one"]);
  expect(whatOf(old, await load(", secret: old"))).toEqual([]);
});

describe("every problem at once", () => {
  test("faults of values and of ports together, in the order of the text", async () => {
    const text = `ageing: 0
ports:
  -a: {tap: ta, access: 1}
  b: {access: 4095}
  c: {tap: ta, access: 1, trunk: 2}
  d: {tap: td, shm: s, trunk: 3}
  e: {tap: te, trunk: "5-4"}
  f: {tap: tf, native: 4}
  g: {tap: ta, id: 1, access: 5}
`;
    expect((await findFaults(text)).map((line) => line.replace(/; expected.*/, ""))).toEqual([
      "f:1:9: ageing: 0 is too small",
      'f:3:3: ports."-a": "-a" is not a valid port name',
      "f:4:3: ports.b: it has no endpoint",
      "f:4:15: ports.b.access: 4095 is too large",
      'f:5:12: ports.c.tap: port "-a" has it, too',
      "f:5:34: ports.c.trunk: access is given too",
      "f:6:3: ports.d: tap and shm",
      'f:7:23: ports.e.trunk: "5-4" is malformed',
      "f:8:3: ports.f: it has no VLAN",
      "f:8:24: ports.f.native: only a trunk has a native VLAN",
      'f:9:12: ports.g.tap: port "-a" has it, too',
      "f:9:20: ports.g.id: only a port of shared memory has an id",
    ]);
  });

  test("of a port with a key that is not known, nothing is said to be missing", async () => {
    const faults = await findFaults("ports:\n  a: {tap: ta, acces: 1}\n  b: {tap: tb}\n");
    expect(faults.map((line) => line.replace(/;.*/, ""))).toEqual([
      "f:2:16: ports.a.acces: unknown key",
      "f:3:3: ports.b: it has no VLAN",
    ]);
  });

  test("too many ports, or addresses of all of them, beside a wrong value", async () => {
    const ports = Array.from(
      { length: maxPorts + 1 },
      (_, index) => `  p${index}: {tap: t${index}, access: 1}\n`,
    );
    const faults = await findFaults(`ageing: 0\nports:\n${ports.join("")}`);
    expect(faults).toHaveLength(2);
    expect(faults[1]).toContain(`${maxPorts + 1} ports; expected: at most ${maxPorts}`);
    const some = ports.slice(0, 20).join("");
    expect(await findFaults(`ageing: 0\naddresses: 65536\nports:\n${some}`)).toContainEqual(
      expect.stringContaining(`at most ${maxAddresses} addresses of all ports together`),
    );
  });

  test("more than a thousand are cut, and how many is said", async () => {
    const ports = Array.from({ length: 1500 }, (_, index) => `p${index}: 1`);
    const faults = await findFaults(`ports: {${ports.join(", ")}}`);
    expect(faults).toHaveLength(1001);
    expect(faults.at(-1)).toContain("and 500 more problems");
  });
});
