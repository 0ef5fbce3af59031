/** What tells one partition's ingredients from another's. */
import { createHash } from "node:crypto";
import type { Environment } from "./environment.ts";

/** A digest of everything that goes into a partition: parameters, node, program. */
export function computeDigest(parameters: string, environment: Environment): string {
  return createHash("sha256")
    .update(JSON.stringify([parameters, environment]))
    .digest("hex");
}
