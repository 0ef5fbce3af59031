import { describe, expect, test } from "vitest";
import { getLastAddress } from "../../src/net/ipv6-network.ts";
import { formatPlan } from "../../src/plan/plan-json.ts";
import { planRange } from "../../src/plan/plan-range.ts";
import { planTaps } from "../../src/plan/plan-taps.ts";
import type { RadioUnit, Site, Slaptap } from "../../src/site/site.ts";

const range = { address: 0x2401_5180_0000_0066_a200n << 48n, prefixLength: 71 };
const slaptap: Slaptap = {
  name: "slaptap16",
  range,
  gateway: range.address + 1n,
  addr: getLastAddress(range),
};

describe("the plan of a site", () => {
  test("leaves the slaptap alone where no Radio Unit is on CPRI", () => {
    const { value, issues } = planTaps(site({ radioUnits: [radioUnit("A", "sdr")] }));
    expect(issues).toEqual([]);
    expect(value).toEqual({ plan: { slaptap: "slaptap16", range: slaptap.range, taps: [] }, kept: null });
  });

  test("gives one Radio Unit the slaptap with its own addresses, whatever they are", () => {
    const odd = { ...slaptap, gateway: range.address + 0x77n, addr: range.address + 0x78n };
    const { value } = planTaps(site({ slaptap: odd, radioUnits: [radioUnit("A")] }));
    expect(value).toEqual({
      plan: {
        slaptap: "slaptap16",
        range: slaptap.range,
        taps: [{ name: "slaptap16", ru: "A", network: slaptap.range, gateway: odd.gateway, addr: odd.addr }],
      },
      kept: null,
    });
  });

  test("gives several Radio Units a part each in the order of the site, and keeps the first part", () => {
    const { value } = planTaps(site({ radioUnits: [radioUnit("B"), radioUnit("A")] }));
    expect(value && { plan: formatPlan(value.plan), kept: value.kept }).toEqual({
      plan: {
        slaptap: "slaptap16",
        range: "2401:5180:0:66:a200::/71",
        taps: [
          {
            name: "slaptap16-1",
            ru: "B",
            network: "2401:5180:0:66:a280::/73",
            gateway: "2401:5180:0:66:a280::1",
            addr: "2401:5180:0:66:a2ff:ffff:ffff:ffff",
          },
          {
            name: "slaptap16-2",
            ru: "A",
            network: "2401:5180:0:66:a300::/73",
            gateway: "2401:5180:0:66:a300::1",
            addr: "2401:5180:0:66:a37f:ffff:ffff:ffff",
          },
        ],
      },
      kept: { address: range.address, prefixLength: 73 },
    });
  });

  test("refuses CPRI Radio Units without a TAP, but not for a test and not for SDR", () => {
    const radioUnits = [radioUnit("A"), radioUnit('B "b"')];
    expect(planTaps(site({ slaptap: null, radioUnits })).issues).toMatchObject([
      {
        severity: "error",
        place: { shared: null, path: ["tap-name"] },
        what: 'this node gives no TAP, and CPRI Radio Units need one: "A", "B \\"b\\""',
      },
    ]);
    const nothing = { plan: { slaptap: null, range: null, taps: [] }, kept: null };
    expect(planTaps(site({ slaptap: null, radioUnits, testing: true })).value).toEqual(nothing);
    expect(planTaps(site({ slaptap: null, radioUnits: [radioUnit("A", "sdr")] })).value).toEqual(nothing);
  });

  test("says the numbers where names would be too long or Radio Units too many", () => {
    const many = (count: number) => Array.from({ length: count }, (_, i) => radioUnit(`R${i}`));
    const named = (name: string) => ({ ...slaptap, name });
    expect(
      planTaps(site({ slaptap: named("slaptap123456"), radioUnits: many(9) })).value?.plan.taps,
    ).toHaveLength(9);
    expect(planTaps(site({ slaptap: named("slaptap123456"), radioUnits: many(10) })).issues).toMatchObject([
      {
        what: 'subtap "slaptap123456-10" of slaptap "slaptap123456" has a name of 16 bytes, and an interface has at most 15',
        expected: "for 10 CPRI Radio Units a slaptap's name of at most 12 bytes",
      },
    ]);
    expect(planTaps(site({ radioUnits: many(1023) })).value?.plan.taps.at(-1)?.name).toBe("slaptap16-1023");
    expect(planTaps(site({ radioUnits: many(1024) })).issues).toMatchObject([
      { what: "1024 CPRI Radio Units need as many subtaps", expected: "at most 1023 of them" },
    ]);
  });
});

describe("the plan of a described slaptap", () => {
  test("collects what is wrong with every option", () => {
    const wrong = planRange({ slaptap: "a b", range: "10.0.0.0/8", ruCount: 1024 });
    expect(wrong.value).toBeUndefined();
    expect(wrong.issues.map(({ place, what }) => [place.path[0], what])).toEqual([
      ["--slaptap", '"a b" is not a valid TAP name'],
      ["--ru-count", "1024 is not a number of Radio Units"],
      ["--range", '"10.0.0.0/8" is an IPv4 range, not IPv6'],
    ]);
    const tooSmall = planRange({ slaptap: "t", range: "fd00::/125", ruCount: 2 });
    expect(tooSmall.issues).toMatchObject([
      { place: { path: ["--range"] }, expected: "a range of /124 or larger" },
    ]);
    expect(planRange({ slaptap: "t", range: "fd00::/127", ruCount: 1 }).issues).toHaveLength(1);
    for (const ruCount of [-1, 1.5, Number.NaN]) {
      expect(planRange({ slaptap: "t", range: "fd00::/64", ruCount }).value).toBeUndefined();
    }
  });
});

function site(parts: Partial<Pick<Site, "slaptap" | "radioUnits" | "testing">>) {
  return { slaptap, radioUnits: [], testing: false, ...parts };
}

function radioUnit(reference: string, kind: "sdr" | "cpri" = "cpri"): RadioUnit {
  const cpri = { kind: "cpri", macAddr: "00:0a:45:00:00:01", sdrDev: 0, sfpPort: 0, mult: 16 } as const;
  const link = { ...cpri, mapping: "hw", rxDelay: 0, txDelay: 0, txDbm: 0 } as const;
  return {
    reference,
    published: true,
    kind: kind === "sdr" ? "sdr" : "lopcomm",
    link: kind === "sdr" ? { kind, devices: [0] } : link,
    nAntennaDl: 2,
    nAntennaUl: 2,
    txGain: 0,
    rxGain: 0,
    txrxActive: "INACTIVE",
    rfPort: 0,
    firstTxChannel: 0,
    firstRxChannel: 0,
    cells: [],
    resetSchedule: null,
    management: null,
    origins: {},
  };
}
