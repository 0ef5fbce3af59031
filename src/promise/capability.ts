/** The promise `capability`: the trampoline may do what it is there for. */
import { statSync } from "node:fs";
import { hasSetcapScript, setcapScript } from "../tap/host/setcap.ts";
import { trampolineOption } from "./options.ts";
import type { PromiseDefinition } from "./promise.ts";
import { fails, holds, type Verdict } from "./verdict.ts";

export const capability: PromiseDefinition = {
  name: "capability",
  summary: "the trampoline has CAP_NET_ADMIN",
  options: [trampolineOption],
  example: "ors promise capability",
  install: ({ site, plan }) => (!site.testing && plan.taps.length > 1 ? {} : null),
  check: async ({ trampoline }) => {
    const [{ hasNetAdmin }, { findTrampoline }] = await Promise.all([
      import("../tap/host/file-capability.ts"),
      import("../tap/trampoline/trampoline-path.ts"),
    ]);
    return checkCapability(trampoline ?? findTrampoline(), hasNetAdmin);
  },
};

/**
 * @param trampoline path of netcapdo
 * @param hasNetAdmin whether an executable has the file capability
 */
export function checkCapability(trampoline: string, hasNetAdmin: (path: string) => boolean): Verdict {
  if (!isThere(trampoline)) return fails(`${trampoline} is missing: run \`slapos node software\``);
  if (hasNetAdmin(trampoline)) return holds(`${trampoline} has CAP_NET_ADMIN`);
  const command = hasSetcapScript()
    ? `${setcapScript} ${trampoline}`
    : `setcap cap_net_admin+ep ${trampoline}`;
  return fails(`${trampoline} lacks CAP_NET_ADMIN, so no subtap can be made: as root, ${command}`);
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}
