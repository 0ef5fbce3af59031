import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execaSync } from "execa";
import type { Namespace } from "./netns.ts";
import type { Slaptap } from "./netns-slaptap.ts";

const sources = fileURLToPath(new URL("../../trampoline", import.meta.url));

/** Builds the trampoline where its sources are newer, and gives the path of the program, which has no capability. */
export function builtTrampoline(): string {
  execaSync(process.env.MAKE ?? "make", ["-C", sources]);
  return join(sources, "netcapdo");
}

/** Puts the trampoline into the namespace's folder with its file capability, as on a node; gives its path there. */
export function installTrampoline(
  namespace: Namespace,
  capability: string | null = "cap_net_admin+p",
): string {
  const path = join(namespace.folder, capability === null ? "netcapdo-bare" : "netcapdo");
  copyFileSync(builtTrampoline(), join(namespace.folderOutside, path.slice(namespace.folder.length + 1)));
  if (capability !== null) namespace.sh(`setcap ${capability} ${path}`);
  return path;
}

export type WantedTap = {
  readonly name: string;
  readonly network: string;
  readonly gateway: string;
  readonly addr: string;
  readonly down?: boolean;
};

/** The request that the trampoline reads. */
export function requestText(slaptap: string, taps: readonly WantedTap[]): string {
  const lines = taps.map(
    (tap) => `tap ${tap.name} ${tap.network} ${tap.gateway} ${tap.addr}${tap.down === true ? " down" : ""}\n`,
  );
  return `netcapdo 1\nslaptap ${slaptap}\n${lines.join("")}end\n`;
}

/** The first `count` subtaps of a split of the slaptap's range into the smallest power of two of parts above it. */
export function splitOf(slaptap: Slaptap, count: number): WantedTap[] {
  const [base = "::", length = "0"] = slaptap.range.split("/");
  const plen = Number(length) + Math.ceil(Math.log2(count + 1));
  const size = 1n << BigInt(128 - plen);
  return Array.from({ length: count }, (_, i) => {
    const network = addressNumber(base) + size * BigInt(i + 1);
    return {
      name: `${slaptap.name}-${i + 1}`,
      network: `${addressText(network)}/${plen}`,
      gateway: addressText(network + 1n),
      addr: addressText(network + size - 1n),
    };
  });
}

/** An IPv6 address as a number. */
export function addressNumber(text: string): bigint {
  const [head = "", tail] = text.split("::");
  const groups = (part: string): string[] => (part === "" ? [] : part.split(":"));
  const front = groups(head);
  const back = tail === undefined ? [] : groups(tail);
  const zeros = Array.from({ length: 8 - front.length - back.length }, () => "0");
  return [...front, ...zeros, ...back].reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n);
}

/** A number as an IPv6 address in the form that ip prints. */
export function addressText(address: bigint): string {
  const groups = Array.from({ length: 8 }, (_, i) =>
    ((address >> BigInt(112 - 16 * i)) & 0xffffn).toString(16),
  );
  return new URL(`http://[${groups.join(":")}]`).hostname.slice(1, -1);
}
