/** A password of the remote API that nobody chose, kept among the parameters of the partition. */
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { Instance } from "../../instance/instance.ts";
import { readIfThere } from "../../output/read-if-there.ts";
import { folders } from "./folders.ts";

/** Of 192 bits. */
const passwordBytes = 24;

/**
 * What an instance in the 2026 layout gets where it asks neither for a password of its own nor for a remote API without
 * one: the same as before, from `etc/instance.json` (mode 0600). Null for any other instance.
 */
export function findGeneratedPassword({ configuration, layout }: Instance, partition: string): string | null {
  if (layout.layout !== "2026" || configuration.testing === true) return null;
  if (configuration.websocket_password || configuration.websocket_url_ipv6 === true) return null;
  return readKeptPassword(partition) ?? randomBytes(passwordBytes).toString("base64url");
}

function readKeptPassword(partition: string): string | undefined {
  try {
    const kept = JSON.parse(readIfThere(join(partition, folders.etc, "instance.json")) ?? "null");
    const password: unknown = kept?.["websocket-password"];
    return typeof password === "string" && password !== "" ? password : undefined;
  } catch {
    return undefined;
  }
}
