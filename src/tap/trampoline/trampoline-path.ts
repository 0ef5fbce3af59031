/** Where the trampoline is. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** `ORS_TRAMPOLINE`, or `trampoline/netcapdo` in the folder of this package. */
export function findTrampoline(environment: NodeJS.ProcessEnv = process.env): string {
  const { ORS_TRAMPOLINE: given } = environment;
  if (given !== undefined && given !== "") return given;
  return join(findPackageFolder(dirname(fileURLToPath(import.meta.url))), "trampoline", "netcapdo");
}

/** The nearest folder above with a package.json: this file may be bundled at any depth. */
function findPackageFolder(from: string): string {
  if (existsSync(join(from, "package.json")) || dirname(from) === from) return from;
  return findPackageFolder(dirname(from));
}
