/** What a node offers for subtaps, found out without changing anything. */
import { accessSync, constants, readFileSync, statSync } from "node:fs";
import { type KernelState, readKernelState } from "../kernel-state.ts";
import { findTrampoline } from "../trampoline/trampoline-path.ts";
import { hasNetAdmin } from "./file-capability.ts";
import { setcapScript } from "./setcap.ts";

export type HostFacts = {
  readonly tunDevice: Access;
  readonly trampoline: { readonly path: string; readonly access: Access; readonly capability: boolean };
  /** This process, and all that it starts, may gain nothing by file capabilities. */
  readonly noNewPrivileges: boolean;
  /** CAP_NET_ADMIN may be gained by file capabilities. */
  readonly inBoundingSet: boolean;
  /** The administrator's tool for file capabilities is there. */
  readonly setcap: boolean;
  readonly state: KernelState;
};

export type Access = "usable" | "missing" | "forbidden";

/** Reads them; `trampoline` is the path of it, by default that of this package. */
export function readHostFacts(trampoline: string = findTrampoline()): HostFacts {
  const status = readProcessStatus();
  const access = readAccess(trampoline, constants.X_OK, 0o001);
  return {
    tunDevice: readAccess("/dev/net/tun", constants.R_OK | constants.W_OK, 0o006),
    trampoline: { path: trampoline, access, capability: access !== "missing" && hasNetAdmin(trampoline) },
    noNewPrivileges: status.get("NoNewPrivs") === "1",
    inBoundingSet: hasBit(status.get("CapBnd"), 12n),
    setcap: readAccess(setcapScript, constants.X_OK, 0o001) === "usable",
    state: readKernelState(),
  };
}

/** Root may do everything, but it is the slaptap's owner who will have to: for root the bits of others count. */
function readAccess(path: string, wanted: number, bits: number): Access {
  try {
    accessSync(path, wanted);
    return process.getuid?.() !== 0 || (statSync(path).mode & bits) === bits ? "usable" : "forbidden";
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT" ? "missing" : "forbidden";
  }
}

function readProcessStatus(): Map<string, string> {
  const lines = readFileSync("/proc/self/status", "utf8").split("\n");
  return new Map(lines.map((line) => line.split(":\t") as [string, string]));
}

function hasBit(hex: string | undefined, bit: bigint): boolean {
  return hex === undefined || ((BigInt(`0x${hex}`) >> bit) & 1n) === 1n;
}
