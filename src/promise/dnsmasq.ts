/** The promise `dnsmasq`: it serves DHCPv6, which means that its configuration is there and it holds the port. */
import { statSync } from "node:fs";
import { readIfThere } from "../output/read-if-there.ts";
import { inPartition } from "./options.ts";
import { type PromiseDefinition, requireOption } from "./promise.ts";
import { fails, failsLastingly, holds, type Verdict } from "./verdict.ts";

export const dnsmasq: PromiseDefinition = {
  name: "dnsmasq",
  summary: "dnsmasq serves DHCPv6",
  options: [
    { name: "config", value: "file", description: "its configuration" },
    { name: "program", value: "file", description: "the dnsmasq that runs, or a script that runs it" },
  ],
  example: "ors promise dnsmasq --config etc/dnsmasq.cfg",
  install: ({ site: { testing, radioUnits }, dnsmasq }) =>
    !testing && radioUnits.some(({ link }) => link.kind === "cpri")
      ? { config: inPartition.dnsmasq, program: dnsmasq }
      : null,
  services: ["dnsmasq"],
  check: async (options) => {
    const { program } = options;
    const uid = process.getuid?.() ?? 0;
    const config = requireOption(options, "config");
    const verdict = checkDnsmasq({ config, uid: uid === 0 ? null : uid, sockets: "/proc/net/udp6" });
    if (verdict.holds || uid === 0 || program === undefined) return verdict;
    const { canServe } = await import("./dnsmasq-program.ts");
    return canServe(program) ? verdict : failsLastingly(verdict.line);
  },
};

/** UDP port of DHCPv6 servers (RFC 8415 §7.2). */
const dhcpv6Port = 547;

export type DnsmasqPlace = {
  /** dnsmasq.cfg */
  readonly config: string;
  /** Whose dnsmasq it is; null for anyone's. */
  readonly uid: number | null;
  /** A table of UDP sockets as proc(5) describes /proc/net/udp6. */
  readonly sockets: string;
};

export function checkDnsmasq({ config, uid, sockets }: DnsmasqPlace): Verdict {
  if (statSync(config, { throwIfNoEntry: false }) === undefined)
    return failsLastingly(`${config} is missing: run \`slapos node instance\``);
  const text = readIfThere(sockets);
  if (text === undefined) return failsLastingly(`${sockets} cannot be read`);
  if (holdsPort(text, dhcpv6Port, uid)) return holds(`dnsmasq serves DHCPv6`);
  return fails(`dnsmasq does not serve DHCPv6, so no Radio Unit gets its address: ${remedy}`);
}

/** Most often it lacks its capabilities; its log says anything else. */
const remedy =
  "see the log of the service dnsmasq; for its capabilities, as root, put the script /opt/amarisoft/setcap there and " +
  "run `slapos node software --all`";

/** Lines of the table: sl, local address:port in hexadecimal, remote, st, queues, timer, retrnsmt, uid, … */
function holdsPort(table: string, port: number, uid: number | null): boolean {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  return table.split("\n").some((line) => {
    const [, local, , , , , , owner] = line.trim().split(/\s+/);
    return local?.endsWith(suffix) === true && (uid === null || owner === String(uid));
  });
}
