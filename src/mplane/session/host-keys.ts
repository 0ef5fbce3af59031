/** Host keys of Radio Units: trusted on first use, and kept by Radio Unit and MAC address. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { replaceFileSync } from "../../output/replace-file.ts";

export type HostKeys = {
  /**
   * Whether a key is the Radio Unit's; the first one is. Another one later is refused until an operator trusts it.
   *
   * @param id of the Radio Unit and its hardware
   */
  readonly accept: (id: string, key: Buffer) => boolean;
  /** The key that was refused last becomes the Radio Unit's; its fingerprint, undefined where none was refused. */
  readonly trustRefused: (id: string) => string | undefined;
  /** The next key is the Radio Unit's, whatever it is: after an update that we made. */
  readonly forget: (id: string) => void;
};

const hostKeysMode = 0o600;

export function openHostKeys(stateFolder: string): HostKeys {
  const file = join(stateFolder, "radio-host-keys.json");
  const known = new Map(Object.entries(readHostKeys(file)));
  const refused = new Map<string, string>();
  const write = () =>
    replaceFileSync(file, `${JSON.stringify(Object.fromEntries(known), null, 2)}\n`, hostKeysMode);
  return {
    accept: (id, key) => {
      const fingerprint = getFingerprint(key);
      const own = known.get(id);
      if (own !== undefined && own !== fingerprint) refused.set(id, fingerprint);
      if (own !== undefined) return own === fingerprint;
      known.set(id, fingerprint);
      write();
      return true;
    },
    trustRefused: (id) => {
      const fingerprint = refused.get(id);
      if (fingerprint === undefined) return undefined;
      known.set(id, fingerprint);
      refused.delete(id);
      write();
      return fingerprint;
    },
    forget: (id) => {
      if (known.delete(id)) write();
    },
  };
}

/** `SHA256:` and base64 without padding, as `ssh-keygen -l` shows it. */
export function getFingerprint(key: Buffer): string {
  return `SHA256:${createHash("sha256").update(key).digest("base64").replace(/=+$/, "")}`;
}

function readHostKeys(file: string): Record<string, string> {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
    throw error;
  }
}
