/** The DHCPv6 client of a Radio Unit: dhclient (isc-dhcp-client) with a script of ours in place of Debian's. */
import type { ChildProcess } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { endChild, spawnInNamespace } from "./spawn-in-namespace.ts";

/**
 * What dhclient calls when something changes (dhclient-script(8)). Debian's own would write /etc/resolv.conf and
 * runs hooks: this one sets the address and says so. No duplicate address detection: the wait for it would only
 * delay, since the address is this Radio Unit's alone.
 */
const script = `#!/bin/sh
address="$new_ip6_address/$new_ip6_prefixlen"
case "$reason" in
BOUND6 | RENEW6 | REBIND6)
  ip -6 address replace "$address" dev "$interface" nodad \\
    valid_lft "\${new_max_life:-forever}" preferred_lft "\${new_preferred_life:-forever}" ;;
EXPIRE6 | RELEASE6 | STOP6)
  ip -6 address delete "$old_ip6_address/$old_ip6_prefixlen" dev "$interface" 2>/dev/null ;;
esac
echo "ors $reason $new_ip6_address"
exit 0
`;

/** Writes the script into a folder; returns its path. */
export function writeDhcpScript(folder: string): string {
  const path = join(folder, "dhclient-script");
  writeFileSync(path, script);
  chmodSync(path, 0o755);
  return path;
}

export type DhcpClient = { readonly end: () => Promise<void> };

export type DhcpClientOptions = {
  readonly namespace: number;
  readonly interface: string;
  readonly script: string;
  readonly leaseFile: string;
  /** Called with each address that the client was given. */
  readonly onAddress: (address: string) => void;
  /** Called where the client ends by itself. */
  readonly onEnd: (reason: string) => void;
};

/** Starts the client; it renews its lease until it is ended. */
export function startDhcpClient(options: DhcpClientOptions): DhcpClient {
  const { interface: name, leaseFile } = options;
  // -D LL: the identifier holds the MAC address, by which dnsmasq knows the Radio Unit.
  const files = ["-sf", options.script, "-lf", leaseFile, "--no-pid", "-cf", "/dev/null"];
  const words = ["-6", "-d", "-D", "LL", ...files, name];
  const child = spawnInNamespace(options.namespace, "dhclient", words, { stdio: ["ignore", "pipe", "pipe"] });
  let ending = false;
  const end = (reason: string) => {
    if (!ending) options.onEnd(reason);
    ending = true;
  };
  readAddresses(child, options.onAddress);
  const lastWords = rememberLastLine(child);
  child.once("error", (failure) => end(`dhclient cannot be started: ${failure.message}`));
  child.once("exit", (status, signal) => end(`dhclient ended (${signal ?? status}): ${lastWords()}`));
  return {
    end: () => {
      ending = true;
      return endChild(child);
    },
  };
}

function readAddresses(child: ChildProcess, onAddress: (address: string) => void): void {
  if (child.stdout === null) return;
  createInterface({ input: child.stdout }).on("line", (line) => {
    const [, reason, address] = /^ors (\S+) (\S+)$/.exec(line) ?? [];
    if (reason === "BOUND6" && address !== undefined) onAddress(address);
  });
}

/** dhclient says at length what it does; only the last line is kept, for the case that it ends. */
function rememberLastLine(child: ChildProcess): () => string {
  let last = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    last = chunk.toString().trimEnd().split("\n").pop() ?? last;
  });
  return () => last;
}
