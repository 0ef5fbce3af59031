/** The node's dnsmasq, for a place where no service runs it. */
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { endChild, systemEnvironment, withDeathSignal } from "./spawn-in-namespace.ts";

export type Dnsmasq = {
  /** Settles with a word about it where dnsmasq ends by itself; it said itself why, on standard error. */
  readonly ended: Promise<string>;
  readonly end: () => Promise<void>;
};

/**
 * Starts dnsmasq in this network namespace with a rendered dnsmasq.cfg, and makes the folders of its leases and
 * its log, which a partition has.
 *
 * @throws what reading the file throws
 */
export function startDnsmasq(file: string): Dnsmasq {
  for (const path of writtenFiles(readFileSync(file, "utf8"))) mkdirSync(dirname(path), { recursive: true });
  // An empty user and group leave it who we are, as it is in a partition: any other would need setgroups, which a
  // user namespace may deny. An empty path: the file of its process number would be the host's.
  const words = ["--keep-in-foreground", "--user=", "--group=", "--pid-file=", `--conf-file=${file}`];
  const child = spawn("setpriv", withDeathSignal("dnsmasq", words), {
    stdio: ["ignore", "ignore", "inherit"],
    env: systemEnvironment(),
  });
  const ended = new Promise<string>((resolve) => {
    child.once("error", ({ message }) => resolve(`dnsmasq cannot be started: ${message}`));
    child.once("exit", (status, signal) => resolve(`dnsmasq ended (${signal ?? status})`));
  });
  return { ended, end: () => endChild(child) };
}

/** Paths that the file names for leases and log. */
function writtenFiles(text: string): string[] {
  return [...text.matchAll(/^(?:dhcp-leasefile|log-facility)=(\/.*)$/gm)].map((match) => match[1] ?? "");
}
