/** What of a node an instance needs beside its subtaps, found out without changing anything. */
import { accessSync, constants, realpathSync } from "node:fs";
import { delimiter, join } from "node:path";
import { readFreeBytes } from "../../output/free-space.ts";
import { listNames } from "../../output/list-names.ts";
import { readIfThere } from "../../output/read-if-there.ts";
import type { Site } from "../../site/site.ts";
import { canServeDhcpv6 } from "../../tap/host/file-capability.ts";
import { type Amarisoft, readAmarisoft } from "./amarisoft.ts";

export type Supplies = {
  /** Paths of programs by name; null where PATH has none. */
  readonly programs: Readonly<Record<"flock" | "dnsmasq", string | null>>;
  /** Whether dnsmasq has the capabilities to serve DHCPv6 for who runs this; root needs none. */
  readonly dnsmasqCanServe: boolean;
  readonly amarisoft: Amarisoft;
  /** Names in its folder. */
  readonly amarisoftScripts: readonly string[];
  /** Devices that the Radio Units name, and whether each can be read and written. */
  readonly devices: readonly { readonly path: string; readonly isUsable: boolean }[];
  /** sysctl accept_ra of the slaptap; null where there is none. */
  readonly acceptRa: number | null;
  /** Where the instance's state goes, and how much is free there, bytes. */
  readonly disk: { readonly folder: string; readonly free: number };
};

/** @param state folder of logs and leases, which need not be there yet */
export function readSupplies(site: Site, slaptap: string | null, state: string): Supplies {
  const dnsmasq = findProgram("dnsmasq");
  const amarisoft = readAmarisoft();
  return {
    programs: { flock: findProgram("flock"), dnsmasq },
    dnsmasqCanServe: process.getuid?.() === 0 || (dnsmasq !== null && canServeDhcpv6(dnsmasq)),
    amarisoft,
    amarisoftScripts: listNames(amarisoft.folder),
    devices: listDevices(site).map((path) => ({
      path,
      isUsable: isUsable(path, constants.R_OK | constants.W_OK),
    })),
    acceptRa: slaptap === null ? null : readSysctl(`/proc/sys/net/ipv6/conf/${slaptap}/accept_ra`),
    disk: readFreeBytes(state),
  };
}

/** `/dev/sdr0` and the like, each once. */
function listDevices({ radioUnits }: Site): string[] {
  const numbers = radioUnits.flatMap(({ link }) => (link.kind === "cpri" ? [link.sdrDev] : link.devices));
  return [...new Set(numbers)].sort((a, b) => a - b).map((number) => `/dev/sdr${number}`);
}

function findProgram(name: string): string | null {
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  const path = folders.map((folder) => join(folder, name)).find((one) => isUsable(one, constants.X_OK));
  return path === undefined ? null : realpathSync(path);
}

function isUsable(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}

function readSysctl(path: string): number | null {
  const text = readIfThere(path);
  return text === undefined ? null : Number(text);
}
