/** The folder of this package. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The nearest folder above this file with a package.json: it may be bundled at any depth. */
export function findPackageFolder(from: string = dirname(fileURLToPath(import.meta.url))): string {
  if (existsSync(join(from, "package.json")) || dirname(from) === from) return from;
  return findPackageFolder(dirname(from));
}
