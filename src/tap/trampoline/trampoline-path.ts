/** Where the trampoline is. */
import { join } from "node:path";
import { findPackageFolder } from "./package-folder.ts";

/** `ORS_TRAMPOLINE`, or `trampoline/netcapdo` in the folder of this package. */
export function findTrampoline(environment: NodeJS.ProcessEnv = process.env): string {
  const { ORS_TRAMPOLINE: given } = environment;
  if (given !== undefined && given !== "") return given;
  return join(findPackageFolder(), "trampoline", "netcapdo");
}
