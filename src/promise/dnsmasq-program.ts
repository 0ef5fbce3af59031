/** Whether a dnsmasq may serve DHCPv6 for a user: without its capabilities it ends each time that it is started. */
import { readFileSync, statSync } from "node:fs";
import { canServeDhcpv6 } from "../tap/host/file-capability.ts";

/** @param program a dnsmasq, or the script that a build from a clone makes to run one */
export function canServe(program: string): boolean {
  const executed = findExecuted(program);
  return isThere(executed) && canServeDhcpv6(executed);
}

/** That script has one command, `exec "PROGRAM" "$@"` (`write_script` of ors_recipe/software.py). */
function findExecuted(path: string): string {
  const { size = 0 } = statSync(path, { throwIfNoEntry: false }) ?? {};
  if (size === 0 || size > maxScriptBytes) return path;
  return /^#!.*\n+exec "([^"]+)" "\$@"\n*$/.exec(readFileSync(path, "utf8"))?.[1] ?? path;
}

/** A path has at most 4096 (PATH_MAX). */
const maxScriptBytes = 8192;

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}
