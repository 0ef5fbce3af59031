/** Whether a node has what an instance needs beside its subtaps, each with the line that gives it. */
import { firstReleases, type Layout } from "../../instance/layout.ts";
import { minFreeBytes } from "../../output/free-space.ts";
import { startScripts } from "../../promise/enb/amarisoft-programs.ts";
import type { Site } from "../../site/site.ts";
import { formatSetcapCommand, setcapScript } from "../../tap/host/setcap.ts";
import type { Supplies } from "./supplies.ts";

export type SupplyFinding = {
  readonly check: "program" | "capability" | "amarisoft" | "device" | "accept-ra" | "disk";
  readonly good: boolean;
  readonly what: string;
  /** What mends it, where it is not good. */
  readonly expected?: string;
};

/** One finding a matter. With `testing` nothing of Amarisoft's and no device is needed. */
export function checkSupplies(site: Site, slaptap: string | null, supplies: Supplies): SupplyFinding[] {
  const isCpri = site.radioUnits.some(({ link }) => link.kind === "cpri");
  return [
    checkProgram("flock", supplies, "util-linux"),
    ...(isCpri ? checkDnsmasq(supplies) : []),
    ...(site.testing
      ? []
      : [...checkAmarisoft(supplies, site.enb.layout), ...supplies.devices.map(checkDevice)]),
    ...checkAcceptRa(slaptap, supplies),
    checkDisk(supplies),
  ];
}

function checkProgram(
  name: "flock" | "dnsmasq",
  { programs }: Supplies,
  debianPackage: string,
): SupplyFinding {
  const path = programs[name];
  if (path !== null) return { check: "program", good: true, what: `${name} is ${path}` };
  const expected = `as root, \`apt-get install ${debianPackage}\``;
  return { check: "program", good: false, what: `there is no ${name} in PATH`, expected };
}

function checkDnsmasq(supplies: Supplies): SupplyFinding[] {
  const program = checkProgram("dnsmasq", supplies, "dnsmasq-base");
  const { dnsmasqCanServe, programs } = supplies;
  if (programs.dnsmasq === null || dnsmasqCanServe) return [program];
  const capabilities = "cap_net_bind_service,cap_net_admin,cap_net_raw+ep";
  const what = `${programs.dnsmasq} lacks capabilities to serve DHCPv6 for a user`;
  const expected = formatSetcapCommand(programs.dnsmasq, capabilities);
  return [program, { check: "capability", good: false, what, expected }];
}

/** Older software does not know the settings of a newer layout of enb.cfg. */
function checkRelease(version: string | null, layout: Layout): SupplyFinding[] {
  const first = firstReleases[layout];
  if (version === null || first === null || version.slice(1) >= first) return [];
  return [
    {
      check: "amarisoft",
      good: false,
      what: `${version} is older than the ${layout} layout of enb.cfg, which is for ${first} and later`,
      expected: 'newer software, or enb_cfg_layout "2024"',
    },
  ];
}

function checkAmarisoft({ amarisoft, amarisoftScripts: there }: Supplies, layout: Layout): SupplyFinding[] {
  const { folder, version, licenseExpiration } = amarisoft;
  const missing = startScripts.filter((name) => !there.includes(name));
  const finding = (good: boolean, what: string, expected?: string): SupplyFinding =>
    expected === undefined
      ? { check: "amarisoft", good, what }
      : { check: "amarisoft", good, what, expected };
  return [
    version === null
      ? finding(
          false,
          `there is no ${folder}/v<date>`,
          "Amarisoft's software, unpacked there by the administrator",
        )
      : finding(true, `Amarisoft's software is ${folder}/${version}`),
    ...checkRelease(version, layout),
    licenseExpiration === null
      ? finding(false, `there is no licence key in ${folder}/.amarisoft`, "a key from Amarisoft, put there")
      : finding(true, `the licence key is valid until ${licenseExpiration}`),
    missing.length === 0
      ? finding(true, `the scripts that start the eNB are in ${folder}`)
      : finding(
          false,
          `${folder} lacks ${missing.join(", ")}`,
          `the scripts beside ${setcapScript}, see docs/slapos.md`,
        ),
  ];
}

function checkDevice({ path, isUsable }: Supplies["devices"][number]): SupplyFinding {
  if (isUsable) return { check: "device", good: true, what: `${path} is there` };
  const expected = "the card in the node, its driver loaded (`init-sdr`), and the right to use it";
  return { check: "device", good: false, what: `${path} cannot be opened`, expected };
}

/** A Radio Unit must not give the host a route. */
function checkAcceptRa(slaptap: string | null, { acceptRa }: Supplies): SupplyFinding[] {
  if (slaptap === null || acceptRa === null) return [];
  if (acceptRa === 0)
    return [{ check: "accept-ra", good: true, what: `${slaptap} takes no router advertisements` }];
  const what = `${slaptap} takes router advertisements (accept_ra is ${acceptRa}): a Radio Unit could give the host a route`;
  const expected = `as root, \`sysctl -w net.ipv6.conf.${slaptap}.accept_ra=0\``;
  return [{ check: "accept-ra", good: false, what, expected }];
}

function checkDisk({ disk: { folder, free } }: Supplies): SupplyFinding {
  const what = `${Math.floor(free / 1024 / 1024)} MiB are free in ${folder}`;
  if (free >= minFreeBytes) return { check: "disk", good: true, what };
  return {
    check: "disk",
    good: false,
    what,
    expected: `at least ${minFreeBytes / 1024 / 1024} MiB for logs`,
  };
}
