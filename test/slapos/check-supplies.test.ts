import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { load } from "../../src/instance/load.ts";
import { resolveSite } from "../../src/site/resolve-site.ts";
import type { Site } from "../../src/site/site.ts";
import { checkSupplies } from "../../src/slapos/node/check-supplies.ts";
import { readSupplies, type Supplies } from "../../src/slapos/node/supplies.ts";
import { example } from "../commands/ors.ts";

const loaded = await load(readFileSync(example("two-lopcomm.yaml"), "utf8"), "site.yaml");
const site = loaded.value && resolveSite(loaded.value.instance).value;

const able: Supplies = {
  programs: { flock: "/usr/bin/flock", dnsmasq: "/usr/sbin/dnsmasq" },
  dnsmasqCanServe: true,
  amarisoft: {
    folder: "/opt/amarisoft",
    version: "v2024-06-15",
    licenseExpiration: "2027-01-01",
    hostId: null,
  },
  amarisoftScripts: ["rm-tmp-lte", "init-sdr", "init-enb"],
  devices: [{ path: "/dev/sdr0", isUsable: true }],
  acceptRa: 0,
  disk: { folder: "/srv", free: 1 << 30 },
};

/** What is wrong with a node, with what mends it. */
function findWrong(supplies: Partial<Supplies>, of: Site | undefined = site) {
  if (of === undefined) throw new Error("the example does not load");
  const findings = checkSupplies(of, "slaptap16", { ...able, ...supplies });
  expect(findings.length).toBeGreaterThanOrEqual(3);
  return findings.filter(({ good }) => !good).map(({ what, expected }) => `${what}: ${expected}`);
}

test("a node that has everything lacks nothing", () => {
  expect(findWrong({})).toEqual([]);
});

test.each<[Partial<Supplies>, RegExp]>([
  [
    { programs: { ...able.programs, flock: null } },
    /no flock in PATH: as root, `apt-get install util-linux`/,
  ],
  [
    { programs: { ...able.programs, dnsmasq: null } },
    /no dnsmasq in PATH: as root, `apt-get install dnsmasq-base`/,
  ],
  [{ dnsmasqCanServe: false }, /dnsmasq lacks capabilities .*setcap/],
  [{ amarisoft: { ...able.amarisoft, version: null } }, /there is no \/opt\/amarisoft\/v<date>/],
  [{ amarisoft: { ...able.amarisoft, licenseExpiration: null, hostId: null } }, /no licence key/],
  [{ amarisoftScripts: ["init-sdr"] }, /lacks rm-tmp-lte, init-enb/],
  [{ devices: [{ path: "/dev/sdr0", isUsable: false }] }, /\/dev\/sdr0 cannot be opened/],
  [{ acceptRa: 1 }, /accept_ra is 1.*sysctl -w net\.ipv6\.conf\.slaptap16\.accept_ra=0/],
  [{ disk: { folder: "/srv", free: 1 << 20 } }, /1 MiB are free in \/srv: at least 200 MiB/],
])("%j is named with what mends it", (supplies, what) => {
  const wrong = findWrong(supplies);
  expect(wrong.length).toBe(1);
  expect(wrong[0]).toMatch(what);
});

test("testing needs neither Amarisoft's software nor devices", () => {
  const testing = site && { ...site, testing: true };
  const amarisoft = { folder: "/opt/amarisoft", version: null, licenseExpiration: null, hostId: null };
  const devices = [{ path: "/dev/sdr0", isUsable: false }];
  expect(findWrong({ amarisoft, amarisoftScripts: [], devices }, testing)).toEqual([]);
});

test("this machine can be looked at", () => {
  if (site === undefined) throw new Error("the example does not load");
  const found = readSupplies(site, "lo", "/nowhere/at/all");
  expect(found.devices.map(({ path }) => path)).toEqual(["/dev/sdr0"]);
  expect(found.disk).toMatchObject({ folder: "/" });
  expect(found.acceptRa).toEqual(expect.any(Number));
});

test("Amarisoft's software that is older than the layout of enb.cfg is named, with both ways out", () => {
  const newer = site && { ...site, enb: { ...site.enb, layout: "2026" as const } };
  expect(findWrong({}, newer)).toEqual([
    'v2024-06-15 is older than the 2026 layout of enb.cfg, which is for 2025-06-13 and later: newer software, or enb_cfg_layout "2024"',
  ]);
  for (const version of ["v2025-06-13", "v2026-06-25.1234567890"]) {
    expect(findWrong({ amarisoft: { ...able.amarisoft, version } }, newer)).toEqual([]);
  }
});
