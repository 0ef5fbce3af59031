/** The promise `remote-api`: the eNB of this partition listens where its remote API is. */
import { family } from "../../net/address-family.ts";
import { formatIpBytes } from "../../net/format-ip.ts";
import { formatIpv6Address } from "../../net/ipv6-network.ts";
import { parseIpv6Address } from "../../net/parse-ipv6.ts";
import { readIfThere } from "../../output/read-if-there.ts";
import { type PromiseDefinition, requireNumber, requireOption } from "../promise.ts";
import { fails, failsLastingly, holds, type Verdict } from "../verdict.ts";
import { isLocalAddress } from "./local-address.ts";
import { needsEnb } from "./needs-enb.ts";

export const remoteApi: PromiseDefinition = {
  name: "remote-api",
  summary: "the eNB listens at its remote API",
  options: [
    { name: "host", value: "address", description: "the address of the remote API" },
    { name: "port", value: "number", description: "its port" },
  ],
  example: "ors promise remote-api --host 127.0.1.2 --port 9001",
  install: (installed) => {
    const { comHost, comPort } = installed.site.enb.operation;
    return needsEnb(installed) ? { host: comHost, port: String(comPort) } : null;
  },
  services: ["enb"],
  needs: ["enb"],
  anomalyCount: 3,
  check: async (options) => {
    const uid = process.getuid?.() ?? 0;
    const tables = ["/proc/net/tcp", "/proc/net/tcp6"].map((path) => readIfThere(path) ?? "");
    const [host, port] = [requireOption(options, "host"), requireNumber(options, "port")];
    const verdict = checkListening(host, port, uid === 0 ? null : uid, tables.join("\n"));
    return verdict.holds || (await isLocalAddress(host)) ? verdict : explainForeignAddress(host);
  },
};

/** An IPv6 address that was just added cannot be listened at before it is found to be the only one (RFC 4862, 5.4). */
function explainForeignAddress(host: string): Verdict {
  const line =
    `${host}, where the eNB's remote API should be, is not an address of this node: ` +
    "run `slapos node format --now`, or give this instance another com_addr";
  return host.includes(":") ? fails(line) : failsLastingly(line);
}

/**
 * @param uid whose eNB it is; null for anyone's
 * @param table TCP sockets as proc(5) describes /proc/net/tcp and tcp6
 */
export function checkListening(host: string, port: number, uid: number | null, table: string): Verdict {
  const owners = findListeners(table, host, port);
  const at = host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
  if (owners.length === 0) return fails(`nothing listens at ${at}, where the eNB's remote API should be`);
  if (uid === null || owners.includes(uid)) return holds(`the eNB listens at ${at}`);
  return failsLastingly(
    `another user, ${owners[0]}, listens at ${at}, so this eNB cannot: give this instance a com_addr of its own`,
  );
}

/** The state of a listening socket (include/net/tcp_states.h). */
const listening = "0A";

/** Users of the sockets that take connections to an address, those of the unspecified address included. */
function findListeners(table: string, host: string, port: number): number[] {
  const ipv6 = parseIpv6Address(host);
  const wanted = [ipv6 === undefined ? host : formatIpv6Address(ipv6), "0.0.0.0", "::"];
  return table.split("\n").flatMap((line) => {
    const [, local = "", , state, , , , owner] = line.trim().split(/\s+/);
    const [address = "", hexPort = ""] = local.split(":");
    const isThere = state === listening && Number.parseInt(hexPort, 16) === port;
    return isThere && wanted.includes(formatKernelAddress(address)) ? [Number(owner)] : [];
  });
}

/** The kernel prints an address 32 bits at a time, each as a number of this machine (little endian). */
function formatKernelAddress(text: string): string {
  const bytes = Buffer.from(text, "hex").swap32();
  return formatIpBytes(bytes.length === 4 ? family.IPV4 : family.IPV6, bytes, 0, bytes.length);
}
