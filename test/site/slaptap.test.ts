import { describe, expect, test } from "vitest";
import { load } from "../../src/instance/load.ts";
import { listMissingTapKeys } from "../../src/site/slaptap.ts";
import { said, site } from "./resolved-instance.ts";

const tap = {
  "tap-name": "slaptap16",
  "tap-ipv6-network": "2401:5180:0:66:a200::1/71",
  "tap-ipv6-gateway": "2401:5180:0:66:a200::1",
  "tap-ipv6-addr": "2401:5180:0:66:A3FF:ffff:ffff:ffff",
};

describe("the slaptap", () => {
  test("loses its host bits and has its addresses in their usual form", async () => {
    const first = 0x2401_5180_0000_0066_a200n << 48n;
    expect((await site({ own: tap })).slaptap).toEqual({
      name: "slaptap16",
      range: { address: first, prefixLength: 71 },
      gateway: first + 1n,
      addr: first + (1n << 57n) - 1n,
    });
  });

  test("is none where anything of it is absent or empty", async () => {
    expect((await site({})).slaptap).toBeNull();
    for (const key of Object.keys(tap)) {
      expect((await site({ own: { ...tap, [key]: "" } })).slaptap, key).toBeNull();
    }
  });

  test.each([
    ["tap-name", "slaptap 16", 'tap-name: "slaptap 16" is not a valid TAP name'],
    ["tap-name", "slaptap,16", 'tap-name: "slaptap,16" is not a valid TAP name'],
    ["tap-name", "slaptap161616161", 'tap-name: "slaptap161616161" is not a valid TAP name'],
    ["tap-name", "..", 'tap-name: ".." is not a valid TAP name'],
    ["tap-ipv6-network", "10.0.0.1/8", 'tap-ipv6-network: "10.0.0.1/8" is an IPv4 range, not IPv6'],
    ["tap-ipv6-network", "10.0.0.1", 'tap-ipv6-network: "10.0.0.1" is an IPv4 range, not IPv6'],
    ["tap-ipv6-network", "x10.0.0.1/8", 'tap-ipv6-network: "x10.0.0.1/8" is no IPv6 range'],
    ["tap-ipv6-network", "2401::", 'tap-ipv6-network: "2401::" is no IPv6 range'],
    ["tap-ipv6-gateway", "10.0.0.1", 'tap-ipv6-gateway: "10.0.0.1" is no IPv6 address'],
    ["tap-ipv6-addr", "x\ny", 'tap-ipv6-addr: "x\\ny" is no IPv6 address'],
    [
      "tap-ipv6-addr",
      tap["tap-ipv6-gateway"],
      "tap-ipv6-addr: 2401:5180:0:66:a200::1 is tap-ipv6-gateway too",
    ],
  ])("is refused with %s %j", async (key, value, what) => {
    const told = await said({ own: { ...tap, [key]: value } });
    expect(told.map((line) => line.split(";")[0])).toEqual([what]);
  });

  test("is refused with all that is wrong of it, and no more", async () => {
    const wrong = { "tap-ipv6-network": "1", "tap-ipv6-gateway": "2", "tap-ipv6-addr": "3" };
    const told = await said({ own: { "tap-name": "a b", ...wrong } });
    expect(told.map((line) => line.split(":")[0]).sort()).toEqual([
      "tap-ipv6-addr",
      "tap-ipv6-gateway",
      "tap-ipv6-network",
      "tap-name",
    ]);
  });

  test("may have an address outside its range, with a warning", async () => {
    expect(await said({ own: { ...tap, "tap-ipv6-addr": "2401::1" } })).toEqual([
      "warning: tap-ipv6-addr: 2401::1 is outside of 2401:5180:0:66:a200::/71; expected: an address of tap-ipv6-network",
    ]);
  });
});

describe("what is missing of a slaptap", () => {
  const given = async (own: Readonly<Record<string, unknown>>) => {
    const { value } = await load(JSON.stringify({ ...own, configuration: {}, shared: {} }), "test.json");
    if (value === undefined) throw new Error("it does not load");
    return listMissingTapKeys(value.instance);
  };

  test("is nothing where all of it is there, or nothing", async () => {
    expect(await given(tap)).toEqual([]);
    expect(await given({})).toEqual([]);
  });

  test("is each parameter that is absent while another is there", async () => {
    expect(await given({ ...tap, "tap-ipv6-addr": "" })).toEqual(["tap-ipv6-addr"]);
    expect(await given({ "tap-name": "slaptap16" })).toEqual(Object.keys(tap).slice(1));
  });
});
