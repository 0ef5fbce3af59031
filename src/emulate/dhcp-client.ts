/** The DHCPv6 client of a Radio Unit: dhclient (isc-dhcp-client) with a script of ours in place of Debian's. */
import { chmodSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { runInNetworkNamespace } from "../libc/namespace.ts";
import { getNamespacePath } from "../libc/unshare.ts";
import { describeEnd, endsWithUs, programOptions } from "./program-options.ts";

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
echo "ors $reason \${new_ip6_address:-$old_ip6_address}"
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
  /** Called once, as soon as it runs: starting a program takes long where many start at once. */
  readonly onStart?: () => void;
  /** Called with each address that the client was given. */
  readonly onAddress: (address: string) => void;
  /** Called with an address whose lease has ended without a renewal. */
  readonly onExpiry: (address: string) => void;
  /** Called where the client ends by itself. */
  readonly onEnd: (reason: string) => void;
};

/** Starts the client, which knows of no earlier lease; it renews its own until it is ended. */
export function startDhcpClient(options: DhcpClientOptions): DhcpClient {
  const { interface: name, leaseFile } = options;
  // with a lease it would only have it confirmed, and keep it where nobody answers (RFC 8415, 18.2.3)
  rmSync(leaseFile, { force: true });
  // -D LL: the identifier holds the MAC address, by which dnsmasq knows the Radio Unit.
  const files = ["-sf", options.script, "-lf", leaseFile, "--no-pid", "-cf", "/dev/null"];
  const words = ["-6", "-d", "-D", "LL", ...files, name];
  // A program belongs to the namespace that this thread is in while it is started.
  const client = runInNetworkNamespace(getNamespacePath(options.namespace), () =>
    execa("setpriv", [...endsWithUs, "dhclient", ...words], { ...programOptions, buffer: false }),
  );
  const lastLine = keepLastLine(client.iterable({ from: "stderr" }), options.onStart);
  void noteLeases(client.iterable(), options);
  let isEnding = false;
  const ended = client.then(async (result) => {
    if (!isEnding) options.onEnd(`${describeEnd("dhclient", result)}: ${await lastLine}`);
  });
  return {
    end: async () => {
      isEnding = true;
      client.kill();
      await ended;
    },
  };
}

async function noteLeases(
  lines: AsyncIterable<unknown>,
  { onAddress, onExpiry }: Pick<DhcpClientOptions, "onAddress" | "onExpiry">,
) {
  for await (const line of lines) {
    const [, reason, address] = /^ors (\S+) (\S+)$/.exec(`${line}`) ?? [];
    if (address === undefined) continue;
    if (reason === "BOUND6") onAddress(address);
    if (reason === "EXPIRE6") onExpiry(address);
  }
}

/** dhclient says at length what it does; only the last line is kept, for the case that it ends. */
async function keepLastLine(lines: AsyncIterable<unknown>, onFirst: () => void = () => {}): Promise<string> {
  let last: string | null = null;
  for await (const line of lines) {
    if (last === null) onFirst();
    last = `${line}`;
  }
  return last ?? "";
}
