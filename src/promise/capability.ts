/** Whether the trampoline may do what it is there for. */
import { statSync } from "node:fs";
import { hasNetAdmin } from "../tap/host/file-capability.ts";
import { fails, holds, type Verdict } from "./verdict.ts";

/** The script of the node's administrator; who has none types setcap(8) themselves. */
const setcapScript = "/opt/amarisoft/setcap";

/** @param trampoline path of netcapdo */
export function checkCapability(trampoline: string): Verdict {
  if (!isThere(trampoline)) return fails(`${trampoline} is missing: run \`slapos node software\``);
  if (hasNetAdmin(trampoline)) return holds(`${trampoline} has CAP_NET_ADMIN`);
  const command = isThere(setcapScript)
    ? `${setcapScript} ${trampoline}`
    : `setcap cap_net_admin+ep ${trampoline}`;
  return fails(`${trampoline} lacks CAP_NET_ADMIN, so no subtap can be made: as root, ${command}`);
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}
